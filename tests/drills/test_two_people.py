"""Fault 22: two people save one finding at the same moment; one wins, one is told, twenty times."""

from __future__ import annotations

import re
from functools import partial

import pytest
from sqlalchemy import select

from tests.drills.drill import Drill, together_at_once
from tests.drills.folders import CASE, LEAD, MEMBER
from tests.factories import EVERYTHING
from workflow.findings.models import Finding
from workflow.unit_of_work import reading

pytestmark = pytest.mark.drill
ROUNDS = 20
EDIT = f"/cases/{CASE}/findings/F-001/edit"
SEEN = re.compile(r'name="version"[^>]*value="(\d+)"')
SAVED, TOLD = 303, 409


def stands() -> tuple[str, int]:
    """Title and version of the finding."""
    with reading(EVERYTHING) as session:
        row = session.scalars(select(Finding).where(Finding.code == "F-001")).one()
        return row.title, row.version


def test_of_two_who_save_one_finding_at_once_one_wins_and_one_is_told(drill: Drill) -> None:
    people = {name: drill.browser(name) for name in (LEAD, MEMBER)}
    for number in range(ROUNDS):
        found = SEEN.search(people[LEAD].get(EDIT).text)
        assert found
        version = stands()[1]
        assert found[1] == str(version)
        typed = {
            "version": found[1], "kind": "CAR", "subtype": "error", "requirement": "6.2",
            "gap": "July is missing.", "citations": "E-002", "is_correctable": "y",
        }  # fmt: skip
        forms = {name: {**typed, "title": f"{number} by {name}"} for name in people}
        answers = together_at_once([partial(people[name].post, EDIT, forms[name]) for name in people])
        assert sorted(answer.status for answer in answers) == [SAVED, TOLD]
        winner = [name for name, answer in zip(people, answers, strict=True) if answer.status == SAVED]
        loser = next(answer for answer in answers if answer.status == TOLD)
        assert "Somebody changed this meanwhile" in loser.text
        assert stands() == (f"{number} by {winner[0]}", version + 1)
