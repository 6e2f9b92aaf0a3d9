"""HIK's case in planning, with the draft version received and people who can sign in."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.planning.desk import Desk, open_desk


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)
