"""The worked case laid down for one test."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.opinion.scene import Scene, open_scene


@pytest.fixture
def scene(house: House) -> Scene:
    return open_scene(house)
