"""The worked case in execution, for one test."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.findings.scene import Scene, open_scene


@pytest.fixture
def scene(house: House) -> Scene:
    return open_scene(house)
