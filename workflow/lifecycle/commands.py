"""Moves of the case, with what each of them entails for the other nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.db import Base
from workflow.evaluation import commands as evaluation
from workflow.findings.carrying import plan_hand_over
from workflow.lifecycle.machine import CASE
from workflow.lifecycle.queries import facts_of
from workflow.opinion import commands as opinion
from workflow.planning import commands as planning
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class _Step:
    """One move being made: its case and the reason given."""

    uow: UnitOfWork
    case: Case
    reason: str


def move_case(uow: UnitOfWork, case: Case, name: str, *, comment: str | None = None) -> None:
    """Make a move of the case when every gate is open, with all that it entails, in one transaction."""
    facts = facts_of(uow.session, case, uow.actor, comment)
    touched: list[Base] = []
    if name == "revise":
        case.revision += 1
    if name == "agree":
        touched = _put_in_force(uow, case)
    elif name == "start_planning":
        touched = _name_for_good(uow, case)
    uow.move(
        CASE, case, name, facts=facts, covers=touched, comment=comment,
        statement_version=facts.statement.submitted_number, statement_sha256=facts.statement.submitted_sha256,
    )  # fmt: skip
    entailed = ENTAILS.get(name)
    if entailed is not None:
        entailed(_Step(uow, case, comment or name.replace("_", " ")))


def _put_in_force(uow: UnitOfWork, case: Case) -> list[Base]:
    agreement = cases.agreement_of(uow.session, case)
    if agreement is None:
        return []
    agreement.agreed_on = uow.now.date()
    return [agreement]


def _name_for_good(uow: UnitOfWork, case: Case) -> list[Base]:
    team: list[Base] = []
    for member in cases.team_of(uow.session, case, uow.now.date()):
        member.is_proposed = False
        team.append(member)
    return team


def _void_after_evaluation(step: _Step) -> None:
    """V-8: a new version voids evaluation, draft, factual check, review sign-off and number."""
    evaluation.void_evaluation(step.uow, step.case, step.reason)
    opinion.void_drafts(step.uow, step.case, step.reason)


def _void_drafts(step: _Step) -> None:
    opinion.void_drafts(step.uow, step.case, step.reason)


def _void_evaluation(step: _Step) -> None:
    evaluation.void_evaluation(step.uow, step.case, step.reason)


ENTAILS: dict[str, Callable[[_Step], None]] = {
    "engage": lambda s: plan_hand_over(s.uow, s.case, "engage"),
    "approve_plan": lambda s: planning.approve_plan(s.uow, s.case),
    "reopen_plan": lambda s: planning.lift_approval(s.uow, s.case, s.reason),
    "gather_more": _void_evaluation,
    "evaluate_again": _void_drafts,
    "return_draft": lambda s: opinion.return_review(s.uow, s.case),
    "return_to_execution": _void_after_evaluation,
    "refuse_draft": lambda s: opinion.void_number(s.uow, s.case, s.reason),
    "refuse_evidence": _void_after_evaluation,
    "take_new_version": _void_after_evaluation,
    "issue": lambda s: opinion.mark_issued(s.uow, s.case),
    "review_after_issue": lambda s: opinion.put_under_review(s.uow, s.case),
    "note_only": lambda s: opinion.keep_opinion(s.uow, s.case, s.reason),
    "revise": lambda s: opinion.start_revision(s.uow, s.case, s.reason),
    "give_up_revision": lambda s: opinion.give_up_revision(s.uow, s.case, s.reason),
}


def suspend(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """Halt the case; nothing moves until it is taken up again. The responsible party is told."""
    case.is_suspended = True
    uow.record("case.suspend", case, comment=reason)


def take_up_again(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """Let a suspended case go on."""
    case.is_suspended = False
    uow.record("case.take_up_again", case, comment=reason)
