"""Reads of the GHG statement: versions, lines, the source register, totals and signatures."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from methods.quantification import StatementResult
from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import Case, SignatureAct
from workflow.cases.rules import SignatureKind
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.ghg_statement.consolidated import Consolidation, from_json
from workflow.ghg_statement.gates import StatementFacts
from workflow.ghg_statement.models import (
    CompleteSet,
    ConsolidatedStatement,
    ReportItem,
    Source,
    StatementLine,
    StatementVersion,
)
from workflow.ghg_statement.rules import VersionState
from workflow.ghg_statement.totals import StatementTotals, add_up, recalculate, source_line

RECEIVED = (VersionState.DRAFT_RECEIVED, VersionState.SUBMITTED)

__all__ = [
    "complete_sets_of",
    "consolidation_of",
    "latest_received",
    "latest_submitted",
    "line_by_code",
    "lines_of",
    "may_see",
    "preparing",
    "recalculated",
    "received_with_lines",
    "report_items_of",
    "signatures_of",
    "source_by_code",
    "source_line",
    "sources_of",
    "statement_facts",
    "totals_of",
    "version",
    "version_by_id",
    "versions_of",
]


def may_see(actor: Actor, version: StatementVersion) -> bool:
    """A version in preparation is the responsible party's own; received ones are open to all on the case."""
    if version.state is VersionState.PREPARING:
        return actor.may(Permission.EDIT_STATEMENT)
    return actor.may(Permission.READ_STATEMENT)


def versions_of(session: ScopedSession, case: Case, viewer: Actor | None = None) -> list[StatementVersion]:
    """The versions of a case by number; with a viewer only those that the person may see."""
    query = select(StatementVersion).where(StatementVersion.case_id == case.id)
    rows = session.scalars(query.order_by(StatementVersion.number, StatementVersion.id))
    return [row for row in rows if viewer is None or may_see(viewer, row)]


def version(session: ScopedSession, case: Case, number: int, viewer: Actor | None = None) -> StatementVersion:
    """One version by its number; NotYours when there is none or the viewer may not see it."""
    query = select(StatementVersion).where(
        StatementVersion.case_id == case.id, StatementVersion.number == number
    )
    row = session.scalar(query)
    if row is None or (viewer is not None and not may_see(viewer, row)):
        raise NotYours("There is no such version.")
    return row


def version_by_id(session: ScopedSession, version_id: int) -> StatementVersion:
    """One version by its key, as jobs name it."""
    row = session.get(StatementVersion, version_id)
    if row is None:
        raise NotYours("There is no such version.")
    return row


def _latest(session: ScopedSession, case: Case, states: tuple[VersionState, ...]) -> StatementVersion | None:
    query = select(StatementVersion).where(
        StatementVersion.case_id == case.id, StatementVersion.state.in_(states)
    )
    return session.scalar(query.order_by(StatementVersion.number.desc()).limit(1))


def latest_submitted(session: ScopedSession, case: Case) -> StatementVersion | None:
    """The newest signed and submitted version: the one that is opined on."""
    return _latest(session, case, (VersionState.SUBMITTED,))


def latest_received(session: ScopedSession, case: Case) -> StatementVersion | None:
    """The newest version received, draft or submitted: what planning works on (1.3)."""
    return _latest(session, case, RECEIVED)


_NEWEST_RECEIVED = (
    select(StatementVersion.id)
    .where(StatementVersion.case_id == bindparam("case"), StatementVersion.state.in_(RECEIVED))
    .order_by(StatementVersion.number.desc())
    .limit(1)
    .scalar_subquery()
)
_RECEIVED_WITH_LINES = (
    select(StatementVersion, StatementLine, Source)
    .outerjoin(StatementLine, StatementLine.version_id == StatementVersion.id)
    .outerjoin(Source, Source.id == StatementLine.source_id)
    .where(StatementVersion.id == _NEWEST_RECEIVED)
    .order_by(StatementLine.id)
)


def received_with_lines(
    session: ScopedSession, case: Case
) -> tuple[StatementVersion | None, list[tuple[StatementLine, Source]]]:
    """The newest version received with its lines and their sources in line order; one query."""
    rows = session.execute(_RECEIVED_WITH_LINES, {"case": case.id}).all()
    lines = [(line, source) for _version, line, source in rows if line is not None]
    return (rows[0][0] if rows else None), lines


def preparing(session: ScopedSession, case: Case) -> StatementVersion | None:
    """The version that the responsible party is preparing, if there is one."""
    return _latest(session, case, (VersionState.PREPARING,))


def lines_of(session: ScopedSession, version: StatementVersion) -> list[StatementLine]:
    """The lines of a version in the order in which they were entered."""
    query = select(StatementLine).where(StatementLine.version_id == version.id)
    return list(session.scalars(query.order_by(StatementLine.id)))


def line_by_code(session: ScopedSession, case: Case, code: str) -> StatementLine:
    """One line of the case, L-007; NotYours when there is none."""
    query = select(StatementLine).where(StatementLine.case_id == case.id, StatementLine.code == code)
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such line.")
    return row


def sources_of(session: ScopedSession, case: Case, version: StatementVersion | None = None) -> list[Source]:
    """The source register by code: all sources of received versions, or those of one version."""
    query = (
        select(Source)
        .join(StatementLine, StatementLine.source_id == Source.id)
        .join(StatementVersion, StatementVersion.id == StatementLine.version_id)
        .where(Source.case_id == case.id)
    )
    if version is None:
        query = query.where(StatementVersion.state.in_(RECEIVED))
    else:
        query = query.where(StatementVersion.id == version.id)
    return list(session.scalars(query.distinct().order_by(Source.code, Source.id)))


def register_of(session: ScopedSession, case: Case) -> dict[str, Source]:
    """Every source ever entered on the case by code, those of a version in preparation too."""
    query = select(Source).where(Source.case_id == case.id).order_by(Source.code, Source.id)
    return {source.code: source for source in session.scalars(query)}


def source_by_code(session: ScopedSession, case: Case, code: str) -> Source:
    """One source of the register, S06; NotYours when there is none."""
    row = session.scalar(select(Source).where(Source.case_id == case.id, Source.code == code))
    if row is None:
        raise NotYours("There is no such source.")
    return row


def groups_by_category(session: ScopedSession, case: Case) -> dict[str, tuple[int, ...]]:
    """The ISO categories of each assurance group."""
    return {group.code: tuple(group.categories) for group in cases.groups_of(session, case)}


def totals_of(session: ScopedSession, case: Case, version: StatementVersion) -> StatementTotals:
    """What a version states, by category, by assurance group and in all, on both bases."""
    return add_up(lines_of(session, version), groups_by_category(session, case))


def recalculated(session: ScopedSession, version: StatementVersion) -> StatementResult:
    """The verifier's recalculation of a version from its inputs, per line, gas and category."""
    return recalculate(lines_of(session, version), version.gwp_set)


def report_items_of(session: ScopedSession, version: StatementVersion) -> dict[str, ReportItem]:
    """What the version's GHG report says on its checklist, by key."""
    query = select(ReportItem).where(ReportItem.version_id == version.id)
    return {item.key: item for item in session.scalars(query.order_by(ReportItem.key, ReportItem.id))}


def complete_sets_of(session: ScopedSession, version: StatementVersion) -> dict[int, CompleteSet]:
    """The declarations that the documents behind a line are all there are, by source id (EV-06)."""
    query = select(CompleteSet).where(CompleteSet.version_id == version.id)
    return {row.source_id: row for row in session.scalars(query.order_by(CompleteSet.id))}


def signatures_of(session: ScopedSession, case: Case, version: StatementVersion) -> list[SignatureAct]:
    """The approver's acts of signing over exactly these bytes."""
    if version.sha256 is None:
        return []
    return cases.signatures_of(session, case, SignatureKind.STATEMENT, version.sha256)


def statement_facts(session: ScopedSession, case: Case) -> StatementFacts:
    """What the gates of the case ask about the GHG statement."""
    received = latest_received(session, case)
    submitted = latest_submitted(session, case)
    return StatementFacts(
        received_number=received.number if received else None,
        submitted_number=submitted.number if submitted else None,
        submitted_sha256=submitted.sha256 if submitted else None,
        is_signed=submitted is not None and bool(signatures_of(session, case, submitted)),
        source_codes=tuple(s.code for s in sources_of(session, case, received)) if received else (),
    )


def entries_of(session: ScopedSession, version: StatementVersion) -> list[tuple[StatementLine, Source]]:
    """The lines of a version with their sources, in the order in which they were entered."""
    query = (
        select(StatementLine, Source)
        .join(Source, Source.id == StatementLine.source_id)
        .where(StatementLine.version_id == version.id)
        .order_by(StatementLine.id)
    )
    return [(line, source) for line, source in session.execute(query)]


def consolidated_row(session: ScopedSession, version: StatementVersion) -> ConsolidatedStatement | None:
    """The row that holds how a version was consolidated; None for one that was not."""
    query = select(ConsolidatedStatement).where(ConsolidatedStatement.version_id == version.id)
    return session.scalar(query)


def consolidation_of(session: ScopedSession, version: StatementVersion | None) -> Consolidation | None:
    """How a version was made from the statements of entities; None for one that was not."""
    row = None if version is None else consolidated_row(session, version)
    return None if row is None else from_json(row.content)
