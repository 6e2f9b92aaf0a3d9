"""Composes the facts of all nouns for the case's gates, and what is missing for the next move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from workflow.access import Actor, Permission
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.cases.facts import engagement_facts
from workflow.cases.gates import EngagementFacts
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.consolidation.facts import consolidation_facts
from workflow.consolidation.rules import ConsolidationFacts
from workflow.db import ScopedSession
from workflow.errors import Refusal
from workflow.evaluation.gates import EvaluationFacts
from workflow.evaluation.queries import evaluation_facts
from workflow.findings.gates import FindingsFacts
from workflow.findings.queries import facts_from, standings_of
from workflow.ghg_statement.gates import StatementFacts
from workflow.ghg_statement.queries import statement_facts
from workflow.lifecycle.machine import CASE, CaseFacts
from workflow.machine import Move
from workflow.opinion.gates import OpinionFacts
from workflow.opinion.queries import opinion_facts
from workflow.planning.queries import GatheredPlanning, Planning, planning_of
from workflow.unit_of_work import services

# The move that takes a case forward out of each state; what shuts it is what is missing next.
FORWARD = {
    CaseState.DRAFT: "engage",
    CaseState.PRE_ENGAGEMENT: "agree",
    CaseState.AGREED: "start_planning",
    CaseState.PLANNING: "approve_plan",
    CaseState.PLAN_APPROVED: "start_execution",
    CaseState.EXECUTION: "evaluate",
    CaseState.EVALUATION: "draft_opinion",
    CaseState.DRAFT_OPINION: "hand_to_review",
    CaseState.INDEPENDENT_REVIEW: "approve_review",
    CaseState.DECISION: "issue",
}


@dataclass(frozen=True)
class PossibleMove:
    """A move out of the case's state, with every reason against it now."""

    move: Move
    refusals: tuple[Refusal, ...]
    is_forward: bool
    is_mine: bool


class GatheredFacts:
    """The facts of a case, each noun's asked for when a gate first looks at it: few gates stand at a time."""

    def __init__(self, session: ScopedSession, case: Case, actor: Actor, comment: str | None) -> None:
        self._session, self._case, self._actor = session, case, actor
        self.comment = comment
        self.stage = case.state
        self.is_suspended = case.is_suspended
        self.revision = case.revision

    @cached_property
    def engagement(self) -> EngagementFacts:
        return engagement_facts(self._session, self._case, services().clock.now().date())

    @cached_property
    def statement(self) -> StatementFacts:
        return statement_facts(self._session, self._case)

    @cached_property
    def planned(self) -> Planning:
        """The statement received, its groups and all planning on them, for gates and page alike."""
        return planning_of(self._session, self._case)

    @cached_property
    def planning(self) -> GatheredPlanning:
        return self.planned.facts()

    @cached_property
    def standings(self) -> Sequence[Any]:
        """How the findings stand, for gates and page alike."""
        return standings_of(self._session, self._case)

    @cached_property
    def findings(self) -> FindingsFacts:
        return facts_from(self.standings)

    @cached_property
    def evaluation(self) -> EvaluationFacts:
        return evaluation_facts(self._session, self._case)

    @cached_property
    def consolidation(self) -> ConsolidationFacts:
        return consolidation_facts(self._session, self._case)

    @cached_property
    def opinion(self) -> OpinionFacts:
        return opinion_facts(self._session, self._case, self._actor)


def facts_of(session: ScopedSession, case: Case, actor: Actor, comment: str | None = None) -> GatheredFacts:
    """Everything that the gates of the case look at, now; the same fields as CaseFacts."""
    return GatheredFacts(session, case, actor, comment)


def moves_of(case: Case, facts: CaseFacts | GatheredFacts, actor: Actor) -> list[PossibleMove]:
    """Every move out of the case's state with its refusals; the forward one first.

    A reason that is asked for is no refusal here: the form asks for it.
    """
    forward = FORWARD.get(case.state)
    found = []
    for move in CASE.moves_from(case.state):
        refusals = CASE.blockers(move.name, case.state, facts)
        told = tuple(r for r in refusals if r.code != "G-REASON")
        found.append(PossibleMove(move, told, move.name == forward, actor.may(move.permission)))
    return sorted(found, key=lambda m: not m.is_forward)


# Gates whose sentences a party may read: what it can do something about. The others tell of the
# evidence-gathering plan, of drafts and of people, which are the body's own (1.1, 6).
SHOWN_TO_PARTIES = frozenset(
    {
        "G-APP", "G-AGR", "G-SIG", "SOD-4", "G-STMT", "G-PLANSENT", "G-REP", "G-FACT", "G-ENTITIES", "G-ENTITY",
        "G-BASE",
    }
)  # fmt: skip


def missing_for(moves: list[PossibleMove], actor: Actor) -> tuple[Refusal, ...]:
    """What is missing for the next stage, as far as the person may know it."""
    missing = tuple(r for m in moves if m.is_forward for r in m.refusals)
    if actor.may(Permission.READ_PLANNING):
        return missing
    return tuple(r for r in missing if r.code in SHOWN_TO_PARTIES)


def asks_reason(move: Move) -> bool:
    """True when the move is made with a reason."""
    return any(g.code == "G-REASON" for g in move.gates)


def trail_of(
    session: ScopedSession,
    case: Case,
    actor: Actor,
    *,
    whole: bool,
    before: int | None = None,
    rows: int = 50,
) -> list[AuditEvent]:
    """Events of the case, newest first: all of them, or only those of the person's own organisation side.

    Parties see events meant for the client; the rest of the chain reaches them as hashes in the package.
    """
    query = (
        select(AuditEvent)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(AuditStream.name == case_stream(case.id))
        .order_by(AuditEvent.seq.desc())
        .limit(rows)
    )
    if not whole:
        query = query.where(AuditEvent.for_client.is_(True), AuditEvent.actor_id == actor.person_id)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    return list(session.scalars(query))
