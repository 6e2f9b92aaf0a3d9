"""Fault 14 at the decision: who decides is killed while the documents are made; no number is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.drills import folders
from tests.drills.conftest import a_drill, started
from tests.drills.drill import Drill
from tests.drills.folders import CASE, DECIDER
from tests.drills.visitor import Answer
from tests.factories import EVERYTHING
from tests.installation import Installation
from workflow.opinion.models import Issue
from workflow.unit_of_work import Services, reading

pytestmark = pytest.mark.drill
STEPS = ["store.after_rename", "decision.before_apply"]


@pytest.fixture(scope="module")
def deciding() -> Iterator[tuple[Installation, Path, Services]]:
    """An installation whose case waits for its decision."""
    with started(folders.to_be_decided) as found:
        yield found


@pytest.fixture
def drill(deciding: tuple[Installation, Path, Services]) -> Iterator[Drill]:
    with a_drill(*deciding) as found:
        yield found


def decide(drill: Drill) -> Answer:
    form = {"text": "Issued as drafted.", "opinion_date": "2022-11-25"}
    return drill.browser(DECIDER).post(f"/cases/{CASE}/opinion/decision", form)


def numbers() -> list[str]:
    with reading(EVERYTHING) as session:
        return [issue.code for issue in session.scalars(select(Issue))]


@pytest.mark.parametrize("step", STEPS)
def test_who_is_killed_while_the_documents_are_made_has_decided_nothing(drill: Drill, step: str) -> None:
    drill.arm(f"{step}=exit")
    assert decide(drill).status == 0
    assert drill.has_struck()
    assert numbers() == []


def test_the_decision_is_made_again_and_takes_the_first_number(drill: Drill) -> None:
    assert decide(drill).status == 303
    assert numbers() == ["NA-2022-0041/0"]
