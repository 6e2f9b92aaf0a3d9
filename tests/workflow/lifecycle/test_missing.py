"""What is missing for the next stage: whole for the body, and for a party only what is its own."""

from __future__ import annotations

from workflow.access import Actor, Role, Scope
from workflow.cases.rules import CaseState
from workflow.errors import Refusal
from workflow.i18n import message
from workflow.lifecycle.machine import CASE
from workflow.lifecycle.queries import PossibleMove, missing_for


def moves() -> list[PossibleMove]:
    move = CASE.move("start_execution", CaseState.PLAN_APPROVED)
    assert move is not None
    codes = ("G-STMT", "G-EGP", "G-FIND")
    return [PossibleMove(move, tuple(Refusal(c, message(c)) for c in codes), is_forward=True, is_mine=False)]


def somebody(role: Role) -> Actor:
    return Actor(1, "somebody", 1, Scope(), case_roles=frozenset({role}), case_id=1)


def test_a_party_is_not_told_of_the_evidence_gathering_plan() -> None:
    assert [r.code for r in missing_for(moves(), somebody(Role.PREPARER))] == ["G-STMT"]


def test_the_lead_is_told_everything() -> None:
    found = [r.code for r in missing_for(moves(), somebody(Role.LEAD_VERIFIER))]
    assert found == ["G-STMT", "G-EGP", "G-FIND"]
