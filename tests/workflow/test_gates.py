"""Every gate of the case, shut and open, with the sentence that says what to do first. No database."""

from __future__ import annotations

import importlib

import pytest

from tests.workflow.gates_of_opinion_tried import FINDINGS_TO_ISSUE
from tests.workflow.gates_of_plan_tried import ENGAGEMENT_AND_PLAN
from workflow.machine import Gate

TABLE = [*ENGAGEMENT_AND_PLAN, *FINDINGS_TO_ISSUE]


@pytest.mark.parametrize(
    ("asked", "facts"), [row[:2] for row in TABLE], ids=lambda v: getattr(v, "claim", "")
)
def test_a_gate_is_open_when_its_claim_is_true(asked: Gate, facts: object) -> None:
    assert asked.why_shut(facts) is None


SHUT = [(asked, facts, words) for asked, _open, rows in TABLE for facts, words in rows]


@pytest.mark.parametrize(("asked", "facts", "words"), SHUT, ids=lambda v: getattr(v, "claim", ""))
def test_a_shut_gate_says_what_to_do_first(asked: Gate, facts: object, words: str) -> None:
    refusal = asked.refusal(facts)
    assert refusal is not None
    assert refusal.code == asked.code
    assert words in str(refusal.reason)


@pytest.mark.parametrize(
    "module",
    [
        "cases.gates", "planning.gates", "findings.gates", "evaluation.gates", "ghg_statement.gates",
        "ghg_statement.machine", "opinion.gates", "opinion.machine", "lifecycle.machine", "documents.rules",
        "figures.rules", "consolidation.rules",
    ],
)  # fmt: skip
def test_no_gate_is_left_untried(module: str) -> None:
    known = {id(row[0]) for row in TABLE}
    defined = vars(importlib.import_module(f"workflow.{module}"))
    assert [
        name for name, value in defined.items() if isinstance(value, Gate) and id(value) not in known
    ] == []
