"""A group case laid down for one test."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.consolidation.scene import Group, a_group


@pytest.fixture
def group(house: House) -> Group:
    return a_group(house)
