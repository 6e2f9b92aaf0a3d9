"""What the gates of a finding look at, and what stands between a finding and each of its moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from methods.ledger import SourceCorrection, trace_corrections
from methods.quantification import Basis
from workflow.access import Actor, Role
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.errors import Refusal
from workflow.findings import queries
from workflow.findings.machine import FINDING, FindingFacts
from workflow.findings.models import Effect, Finding
from workflow.findings.queries import Thread
from workflow.findings.rules import EffectBasis, FindingKind
from workflow.ghg_statement.models import StatementVersion
from workflow.machine import Move

AFTER_ISSUE = frozenset({CaseState.ISSUED, CaseState.POST_ISSUE_REVIEW, CaseState.ARCHIVED})
CONVERTS_TO = {
    FindingKind.CLARIFICATION: FindingKind.CORRECTIVE_ACTION,
    FindingKind.CORRECTIVE_ACTION: FindingKind.FORWARD_ACTION,
}
TO_BE_TYPED = "typed with the move"


@dataclass(frozen=True)
class Correction:
    """How a later version holds a finding's correction: the sources that differ from what was agreed."""

    version: StatementVersion | None
    wrong: tuple[tuple[Basis, SourceCorrection], ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({c.source_id for _b, c in self.wrong}))

    @property
    def remainder(self) -> Decimal | None:
        """What is left on the location basis, t CO2e; on the market basis where only that one differs."""
        for basis in (Basis.LOCATION, Basis.MARKET):
            left = [c.remainder for b, c in self.wrong if b is basis]
            if left:
                return sum(left, Decimal(0))
        return None


@dataclass(frozen=True)
class MoveShown:
    """A move that a person may make, with what stands in its way whatever is typed with it."""

    move: Move
    refusals: tuple[Refusal, ...]


def facts_of(
    session: ScopedSession, actor: Actor, case: Case, row: Finding, today: date, *,
    held: Thread | None = None, **given: Any,
) -> FindingFacts:  # fmt: skip
    """What is known of a finding before a move, completed by what the person gives with it."""
    effects = held.effects if held else queries.effects_of(session, row)
    citations = held.citations if held else queries.citations_of(session, row)
    facts = FindingFacts(
        kind=row.kind,
        has_evidence=any(c.response_id is None for c in citations) or bool(row.evidence_absent),
        requirement=row.requirement,
        gap=row.gap,
        due=row.due,
        has_addressee=row.addressee_org_id is not None or case.responsible_party_org_id is not None,
        was_asked_for=bool(row.evidence_absent),
        round=row.round,
        actor_raised_it=row.raised_by_id is not None and row.raised_by_id == actor.person_id,
        actor_leads=actor.is_system or Role.LEAD_VERIFIER in actor.case_roles,
        is_numeric=bool(effects),
        action_evidence=any(c.response_id is not None or c.round is not None for c in citations),
        has_amount_or_ruling=bool(effects) or bool(row.qualitative_ruling),
        is_material=row.is_qualitatively_material,
        affects_opinion=bool(effects),
        today=today,
        case_is_issued=case.state in AFTER_ISSUE,
        unverified_tonnes=row.unverified_tonnes,
        systematic_without_extent=row.is_systematic and not row.extent_test,
    )
    return replace(facts, **given)


def correction_of(
    session: ScopedSession, case: Case, row: Finding, effects: Iterable[Effect] | None = None
) -> Correction:
    """The latest version after the finding's own, and the sources that it does not correct as agreed."""
    if row.statement_version is None:
        return Correction(None)
    stated = queries.stated_since(session, case, row.statement_version)
    if len(stated) < 2:
        return Correction(None)
    before, latest = stated[0], stated[-1]
    own = tuple(queries.effects_of(session, row) if effects is None else effects)
    sources = {e.source_code for e in own}
    agreed = queries.agreed_on_sources(session, case, sources, after=before.version.number)
    wrong = []
    for basis in _bases(own):
        traced = trace_corrections(before.tonnes[basis], latest.tonnes[basis], agreed, basis)
        wrong += [(basis, c) for c in traced if c.source_id in sources and not c.is_corrected]
    return Correction(latest.version, tuple(wrong))


def _bases(effects: Iterable[Effect]) -> tuple[Basis, ...]:
    named = {e.basis for e in effects}
    if EffectBasis.BOTH in named or len(named) > 1:
        return (Basis.LOCATION, Basis.MARKET)
    return (Basis.MARKET,) if named == {EffectBasis.MARKET} else (Basis.LOCATION,)


def moves_of(
    session: ScopedSession, actor: Actor, case: Case, held: Thread, *, today: date, correction: Correction
) -> tuple[MoveShown, ...]:
    """The moves out of the finding's state that the person's roles allow, each with its refusals.

    What the person types with a move is taken as given, so a refusal shown is one that typing does not lift;
    moves that its kind never makes are left out.
    """
    row = held.finding
    mine = [m for m in FINDING.moves_from(row.state) if actor.may(m.permission)]
    typed = _typed_with_it(row, today)
    typed["later_version"] = correction.version.number if correction.version else None
    facts = facts_of(session, actor, case, row, today, held=held, **typed)
    shown = [MoveShown(m, FINDING.blockers(m.name, row.state, facts)) for m in mine]
    return tuple(s for s in shown if not _is_for_another_kind(s, row))


def _typed_with_it(row: Finding, today: date) -> dict[str, Any]:
    return {
        "text": TO_BE_TYPED,
        "reason": TO_BE_TYPED,
        "has_correction": True,
        "has_attachment": True,
        "due": row.due or today,
        "new_kind": CONVERTS_TO.get(row.kind),
        "has_new_content": True,
        "carried_due": today + timedelta(days=1),
        "remainder_reason": TO_BE_TYPED,
    }


def _is_for_another_kind(shown: MoveShown, row: Finding) -> bool:
    if shown.move.name == "convert":
        return row.kind not in CONVERTS_TO
    if shown.move.name == "carry_forward":
        return row.kind is not FindingKind.FORWARD_ACTION
    return any(r.code == "G-KIND" for r in shown.refusals)


def today_of(session: ScopedSession, case: Case, now: datetime) -> date:
    """The civil date of an instant where the body's deadlines are counted."""
    return cases.calendar_of(session, case).local_date(now)
