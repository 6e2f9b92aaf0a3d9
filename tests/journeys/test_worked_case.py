"""Section 9.7 of the verification specification as one journey over HTTP, from application to revision 1."""

from __future__ import annotations

import pytest

from tests.journeys.town import Town
from tests.journeys.worked_case.steps import STEPS


@pytest.mark.timeout(1500)
def test_the_worked_case_goes_its_whole_way(empty_town: Town) -> None:
    for step in STEPS:
        step(empty_town)
