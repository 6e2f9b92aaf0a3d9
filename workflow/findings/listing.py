"""The findings of a case as a queue: who holds the ball, what is late, what each weighs; and their ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from methods.ledger import Ledger, keep_ledger
from methods.quantification import Basis
from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.findings import queries
from workflow.findings.machine import UNFINISHED, WITH_PARTY
from workflow.findings.models import Effect, Finding
from workflow.findings.rules import FindingKind, FindingState
from workflow.ghg_statement.models import StatementVersion
from workflow.ghg_statement.queries import versions_of
from workflow.ghg_statement.rules import VersionState
from workflow.i18n import N_


class Show(StrEnum):
    """What part of the queue is looked at; each is a link."""

    UNFINISHED = "unfinished"
    MINE = "mine"
    OVERDUE = "overdue"
    DRAFTS = "drafts"
    WITH_PARTY = "with_party"
    WITH_TEAM = "with_team"
    CLOSED = "closed"
    ALL = "all"


SHOWN_AS = {
    Show.UNFINISHED: N_("Unfinished"),
    Show.MINE: N_("Waiting on me"),
    Show.OVERDUE: N_("Overdue"),
    Show.DRAFTS: N_("Drafts"),
    Show.WITH_PARTY: N_("With the responsible party"),
    Show.WITH_TEAM: N_("With the team"),
    Show.CLOSED: N_("Ended"),
    Show.ALL: N_("All"),
}
PARTY, LEAD = N_("responsible party"), N_("lead verifier")
KIND_OF_STATE = {
    FindingState.DRAFT: "not_started",
    FindingState.OPEN: "open",
    FindingState.RESPONDED: "waiting",
    FindingState.RETURNED: "returned",
    FindingState.ACCEPTED: "accepted",
    FindingState.CLOSED_UNCORRECTED: "refused",
    FindingState.WITHDRAWN: "not_started",
}
KIND_WORDS = {
    FindingKind.CLARIFICATION: N_("clarification"),
    FindingKind.CORRECTIVE_ACTION: N_("corrective action"),
    FindingKind.FORWARD_ACTION: N_("forward action"),
    FindingKind.RECOMMENDATION: N_("recommendation"),
    FindingKind.LIMITATION: N_("limitation"),
}


@dataclass(frozen=True)
class FindingRow:
    """One line of the queue; amounts are the finding's m in t CO2e, market only where it differs."""

    code: str
    kind: FindingKind
    title: str
    state: FindingState
    state_kind: str
    group: str | None
    sources: str
    net: Decimal | None
    net_market: Decimal | None
    holder: str | None
    is_mine: bool
    due: date | None
    days_overdue: int | None
    round: int
    raised_by: str
    carried_from: str | None = None

    def is_in(self, show: Show) -> bool:
        """Say whether the row belongs to a part of the queue."""
        match show:
            case Show.UNFINISHED:
                return self.state in UNFINISHED
            case Show.MINE:
                return self.is_mine
            case Show.OVERDUE:
                return (self.days_overdue or 0) > 0
            case Show.DRAFTS:
                return self.state is FindingState.DRAFT
            case Show.WITH_PARTY:
                return self.holder == PARTY
            case Show.WITH_TEAM:
                return self.holder == LEAD
            case Show.CLOSED:
                return self.state not in UNFINISHED
        return True


@dataclass(frozen=True)
class Findings:
    """All that the queue and the ledger are made of, read at once."""

    rows: tuple[FindingRow, ...]
    ledgers: tuple[Ledger, ...]
    titles: Mapping[str, str]


def findings_shown(session: ScopedSession, case: Case, viewer: Actor, now: datetime) -> Findings:
    """The queue as a person may see it, and the ledger, in five queries."""
    every = list(
        session.scalars(select(Finding).where(Finding.case_id == case.id).order_by(Finding.code, Finding.id))
    )
    seen = [f for f in every if queries.may_see(viewer, f)]
    effects: dict[int, list[Effect]] = {}
    for effect in session.scalars(select(Effect).where(Effect.case_id == case.id).order_by(Effect.id)):
        effects.setdefault(effect.finding_id, []).append(effect)
    categories = queries.categories_of(session, case)
    submitted = [v for v in versions_of(session, case) if v.state is VersionState.SUBMITTED]
    today = cases.calendar_of(session, case).local_date(now)
    latest = submitted[-1].number if submitted else 0
    rows = tuple(_row(f, effects.get(f.id, []), categories, viewer, latest, today) for f in seen)
    corrected = [f for f in every if f.state in queries.CORRECTED]
    # A ledger with a line left out would not tie out, and would betray what is confidential.
    ledgers = _ledgers(corrected, effects, categories, submitted) if set(corrected) <= set(seen) else ()
    return Findings(rows, ledgers, {f.code: f.title for f in seen})


def _row(  # noqa: PLR0917  the parts of one row
    row: Finding,
    effects: Sequence[Effect],
    categories: Mapping[str, int],
    viewer: Actor,
    latest: int,
    today: date,
) -> FindingRow:
    item = queries.as_misstatement(row, effects, dict(categories)) if effects else None
    location = item.net(Basis.LOCATION) if item else None
    market = item.net(Basis.MARKET) if item else None
    holder = holder_of(row, latest, is_numeric=bool(effects))
    right = Permission.ANSWER_FINDING if holder == PARTY else Permission.CLOSE_FINDING
    return FindingRow(
        code=row.code, kind=row.kind, title=row.title, state=row.state,
        state_kind=KIND_OF_STATE.get(row.state, "closed"), group=row.group_code,
        sources=", ".join(sorted({e.source_code for e in effects})), net=location,
        net_market=market if market != location else None, holder=holder,
        is_mine=holder is not None and viewer.may(right) and not viewer.is_system, due=row.due,
        days_overdue=(today - row.due).days if row.due and row.state in WITH_PARTY else None,
        round=row.round, raised_by=row.raised_by, carried_from=row.carried_from,
    )  # fmt: skip


def holder_of(row: Finding, latest_version: int, *, is_numeric: bool) -> str | None:
    """Who holds the ball; an accepted error of numbers waits for the version that corrects it."""
    if row.state not in UNFINISHED:
        return None
    if row.state in WITH_PARTY:
        return LEAD if row.kind is FindingKind.LIMITATION else PARTY
    waits_for_version = is_numeric and latest_version <= (row.statement_version or 0)
    return PARTY if row.state is FindingState.ACCEPTED and waits_for_version else LEAD


def _ledgers(
    corrected: Sequence[Finding],
    effects: Mapping[int, list[Effect]],
    categories: Mapping[str, int],
    submitted: Sequence[StatementVersion],
) -> tuple[Ledger, ...]:
    if not submitted:
        return ()
    first, last = submitted[0], submitted[-1]
    items = [
        queries.as_misstatement(f, effects[f.id], dict(categories)) for f in corrected if f.id in effects
    ]
    totals = {
        Basis.LOCATION: (first.total, last.total),
        Basis.MARKET: (first.total_market, last.total_market),
    }
    found = []
    for basis, (reported, stated) in totals.items():
        if reported is None or (basis is Basis.MARKET and totals[basis] == totals[Basis.LOCATION]):
            continue
        touching = [m for m in items if m.effects_on(basis)]
        found.append(keep_ledger(reported, touching, basis, stated if last is not first else None))
    return tuple(found)
