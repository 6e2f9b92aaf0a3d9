"""The scene of the programme's tests."""

from __future__ import annotations

import pytest

from tests.workflow.programme.scene import Scene, settle_programme
from tests.workflow.town import Town


@pytest.fixture
def scene(town: Town) -> Scene:
    """Four subsidiaries, two suppliers, M1 to M10 with T1 and T2, on 1 June 2022."""
    return settle_programme(town)
