"""Reads of figures: what was read where, which line it carries, and the way from a number to its box."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import exists, func, select

from workflow.access import Actor
from workflow.audit import AuditStream, case_stream
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import sees
from workflow.errors import NotYours
from workflow.figures.models import (
    CheckResult,
    DrawnTable,
    Figure,
    FigureLink,
    FigureTest,
    PrintedField,
    Suggestion,
)
from workflow.figures.rules import FigureState, LinkRole, Technique, TestResult
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.ghg_statement.queries import RECEIVED

_MISSING = "There is no such figure."
_NO_DOCUMENT = "There is no such document."


def figures_of(session: ScopedSession, version: DocumentVersion) -> list[Figure]:
    """All figures of a document version in the order of the pages."""
    query = select(Figure).where(Figure.document_version_id == version.id)
    return list(session.scalars(query.order_by(Figure.number, Figure.id)))


def figures_of_versions(session: ScopedSession, version_ids: Collection[int]) -> list[Figure]:
    """Figures of several document versions, in order of versions and pages."""
    if not version_ids:
        return []
    query = select(Figure).where(Figure.document_version_id.in_(version_ids))
    return list(session.scalars(query.order_by(Figure.document_version_id, Figure.number, Figure.id)))


def figures_by_ids(session: ScopedSession, figure_ids: Collection[int]) -> list[Figure]:
    """Figures by their ids, in order."""
    if not figure_ids:
        return []
    return list(session.scalars(select(Figure).where(Figure.id.in_(figure_ids)).order_by(Figure.id)))


def figure_by_code(session: ScopedSession, case: Case, code: str, viewer: Actor | None = None) -> Figure:
    """The figure of a code such as E-001.12; NotYours for a missing one and for one that may not be seen."""
    figure = session.scalar(select(Figure).where(Figure.case_id == case.id, Figure.code == code))
    if figure is None:
        raise NotYours(_MISSING)
    if viewer is not None and not sees(viewer, place_of(session, figure)[0]):
        raise NotYours(_MISSING)
    return figure


def figure_by_id(session: ScopedSession, case: Case, figure_id: int, viewer: Actor | None = None) -> Figure:
    """A figure of the case by its id."""
    figure = session.get(Figure, figure_id)
    if figure is None or figure.case_id != case.id:
        raise NotYours(_MISSING)
    if viewer is not None and not sees(viewer, place_of(session, figure)[0]):
        raise NotYours(_MISSING)
    return figure


def place_of(session: ScopedSession, figure: Figure) -> tuple[Document, DocumentVersion]:
    """The document and version on which a figure stands."""
    query = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id == figure.document_version_id)
    )
    document, version = session.execute(query).one()
    return document, version


class OnStage(NamedTuple):
    """A document version as the viewer opens it; `head` is the hash of the last act in the case's trail."""

    document: Document
    version: DocumentVersion
    is_suggested: bool
    has_tables: bool
    head: str


def on_stage(session: ScopedSession, case: Case, code: str, viewer: Actor, number: int | None) -> OnStage:
    """A document, one of its versions (without a number the one that counts), whether a layout suggests anything
    on it and whether a table was drawn or is offered on it; one query.

    NotYours for a missing one and for one that may not be seen alike.
    """
    head = select(AuditStream.head_hash).where(AuditStream.name == case_stream(case.id)).scalar_subquery()
    is_suggested = exists().where(
        Suggestion.document_version_id == DocumentVersion.id, Suggestion.answer.is_(None)
    )
    has_tables = exists().where(
        DrawnTable.document_version_id == DocumentVersion.id, DrawnTable.removed_at.is_(None)
    )
    query = (
        select(Document, DocumentVersion, is_suggested, has_tables, head)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.case_id == case.id, Document.code == code)
        .where(DocumentVersion.number == (Document.current_version if number is None else number))
    )
    found = session.execute(query).one_or_none()
    if found is None or not sees(viewer, found[0]):
        raise NotYours(_NO_DOCUMENT)
    return OnStage._make(found)


def fields_of_versions(session: ScopedSession, version_ids: Collection[int]) -> list[PrintedField]:
    """Printed fields of several document versions, in the order in which they were read."""
    if not version_ids:
        return []
    query = select(PrintedField).where(PrintedField.document_version_id.in_(version_ids))
    return list(session.scalars(query.order_by(PrintedField.id)))


@dataclass(frozen=True)
class LinkRow:
    """A live link with the figure, the place it stands on and the line it carries."""

    link: FigureLink
    figure: Figure
    document: Document
    version: DocumentVersion
    line: StatementLine
    source: Source


def _link_rows(session: ScopedSession, *conditions: object) -> list[LinkRow]:
    query = (
        select(FigureLink, Figure, Document, DocumentVersion, StatementLine, Source)
        .join(Figure, Figure.id == FigureLink.figure_id)
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(StatementLine, StatementLine.id == FigureLink.line_id)
        .join(Source, Source.id == FigureLink.source_id)
        .where(FigureLink.ended_at.is_(None), *conditions)  # type: ignore[arg-type]
        .order_by(StatementLine.id, Document.code, Figure.number, FigureLink.id)
    )
    return [LinkRow(*row) for row in session.execute(query)]


def links_of_lines(session: ScopedSession, version: StatementVersion) -> list[LinkRow]:
    """All live links to the lines of a version, by line, document and place."""
    return _link_rows(session, StatementLine.version_id == version.id)


def links_of_figures(session: ScopedSession, figure_ids: Iterable[int]) -> list[LinkRow]:
    """All live links of these figures, to lines of any version."""
    wanted = set(figure_ids)
    return _link_rows(session, FigureLink.figure_id.in_(wanted)) if wanted else []


def link_by_id(session: ScopedSession, case: Case, link_id: int) -> FigureLink:
    """A link of the case by its id."""
    link = session.get(FigureLink, link_id)
    if link is None or link.case_id != case.id:
        raise NotYours("There is no such link.")
    return link


def tests_of_figures(session: ScopedSession, figure_ids: Iterable[int]) -> list[FigureTest]:
    """Tests that still stand, of these figures, oldest first."""
    wanted = set(figure_ids)
    if not wanted:
        return []
    query = select(FigureTest).where(FigureTest.figure_id.in_(wanted), FigureTest.lifted_at.is_(None))
    return list(session.scalars(query.order_by(FigureTest.id)))


@dataclass(frozen=True)
class Counts:
    """How far the figures of one document version are."""

    figures: int = 0
    proposed: int = 0
    read_right: int = 0
    rejected: int = 0
    tested: int = 0
    linked: int = 0


def counts_of(session: ScopedSession, version_ids: Collection[int]) -> dict[int, Counts]:
    """Counts per document version, in three queries whatever the number of rows."""
    if not version_ids:
        return {}
    states: dict[int, dict[FigureState, int]] = {}
    by_state = (
        select(Figure.document_version_id, Figure.state, func.count())
        .where(Figure.document_version_id.in_(version_ids))
        .group_by(Figure.document_version_id, Figure.state)
    )
    for version_id, state, number in session.execute(by_state):
        states.setdefault(version_id, {})[state] = number
    tested = _counted(session, version_ids, FigureTest.figure_id, FigureTest.lifted_at.is_(None))
    linked = _counted(session, version_ids, FigureLink.figure_id, FigureLink.ended_at.is_(None))
    return {
        version_id: Counts(
            figures=sum(found.values()),
            proposed=found.get(FigureState.PROPOSED, 0),
            read_right=found.get(FigureState.READ_RIGHT, 0),
            rejected=found.get(FigureState.REJECTED, 0),
            tested=tested.get(version_id, 0),
            linked=linked.get(version_id, 0),
        )
        for version_id, found in states.items()
    }


def _counted(
    session: ScopedSession, version_ids: Collection[int], figure_id: object, lives: object
) -> dict[int, int]:
    query = (
        select(Figure.document_version_id, func.count(Figure.id.distinct()))
        .where(Figure.document_version_id.in_(version_ids), Figure.id == figure_id, lives)  # type: ignore[arg-type]
        .group_by(Figure.document_version_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def check_results_of(session: ScopedSession, case: Case, code: str | None = None) -> list[CheckResult]:
    """The results of the last run of the checks, by code and subject."""
    query = select(CheckResult).where(CheckResult.case_id == case.id, CheckResult.is_current.is_(True))
    if code is not None:
        query = query.where(CheckResult.code == code)
    return list(session.scalars(query.order_by(CheckResult.code, CheckResult.subject, CheckResult.id)))


def check_result(session: ScopedSession, case: Case, check_id: int) -> CheckResult:
    """One result of a check by its id, as a draft finding refers to it."""
    row = session.get(CheckResult, check_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such check result.")
    return row


@dataclass(frozen=True)
class TraceRow:
    """One figure behind one line, with all that leads back to the bytes; boxes in points."""

    figure_code: str
    value: Decimal
    unit: str | None
    raw: str
    quote: str
    label: str | None
    column: str | None
    period_start: date | None
    period_end: date | None
    method: str
    is_witnessed: bool
    confidence: Decimal
    page: int
    cell: str | None
    box: tuple[Decimal, ...]
    document_code: str
    document_title: str
    is_confidential: bool
    version_number: int
    sha256: str
    file_name: str
    file_kind: str
    source_code: str
    line_code: str
    role: LinkRole
    contribution: Decimal
    line_unit: str
    conversion: str | None
    read_right_by: str | None
    read_right_at: datetime | None
    tested_by: str | None
    tested_at: datetime | None
    technique: Technique | None
    result: TestResult | None


def trace_of(session: ScopedSession, case: Case, version: StatementVersion) -> list[TraceRow]:
    """Every figure behind the lines of a version, by line, document and place; for packages."""
    rows = links_of_lines(session, version)
    tests: dict[int, FigureTest] = {}
    for test in tests_of_figures(session, (row.figure.id for row in rows)):
        tests[test.figure_id] = test
    return [_trace_row(row, tests.get(row.figure.id)) for row in rows]


def _trace_row(row: LinkRow, test: FigureTest | None) -> TraceRow:
    figure = row.figure
    return TraceRow(
        figure_code=figure.code, value=figure.value, unit=figure.unit, raw=figure.raw, quote=figure.quote,
        label=figure.label, column=figure.column, period_start=figure.period_start,
        period_end=figure.period_end, method=figure.method, is_witnessed=figure.is_witnessed,
        confidence=figure.confidence, page=figure.page, cell=figure.cell,
        box=tuple(Decimal(str(side)) for side in figure.box or ()),
        document_code=row.document.code, document_title=row.document.title,
        is_confidential=row.document.is_confidential, version_number=row.version.number,
        sha256=row.version.sha256, file_name=row.version.name, file_kind=row.version.file_kind,
        source_code=row.source.code, line_code=row.line.code, role=row.link.role,
        contribution=row.link.contribution, line_unit=row.link.unit, conversion=row.link.conversion,
        read_right_by=figure.read_right_by, read_right_at=figure.read_right_at,
        tested_by=test.tested_by if test else None, tested_at=test.tested_at if test else None,
        technique=test.technique if test else None, result=test.result if test else None,
    )  # fmt: skip


def line_names(session: ScopedSession, case: Case) -> list[tuple[str, str, str, str]]:
    """Code, source, name and unit of each line of the newest version received, in line order; one query."""
    newest = (
        select(StatementVersion.id)
        .where(StatementVersion.case_id == case.id, StatementVersion.state.in_(RECEIVED))
        .order_by(StatementVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(StatementLine.code, Source.code, Source.name, StatementLine.unit)
        .join(Source, Source.id == StatementLine.source_id)
        .where(StatementLine.version_id == newest)
        .order_by(StatementLine.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]
