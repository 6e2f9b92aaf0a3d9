"""The worked case laid down for one test."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.ghg_statement.halden import Halden, open_halden


@pytest.fixture
def halden(house: House) -> Halden:
    return open_halden(house)
