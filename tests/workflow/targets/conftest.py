"""The scene of the tests of targets."""

from __future__ import annotations

import pytest

from tests.workflow.targets.scene import Scene, settle_scene
from tests.workflow.town import Town


@pytest.fixture
def scene(town: Town) -> Scene:
    """A group with its office, its signatory, two subsidiaries and a rival group."""
    return settle_scene(town)
