"""Reads of the month grid: rows with their cells, what waits in the tray, and what was asked for; nine queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from methods.evidence_checks import Period
from workflow.access import Actor
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import current_versions, sees
from workflow.documents.requests import RequestRow, requests_of
from workflow.documents.rules import STATE_SENTENCES, DocumentState, RequestState
from workflow.figures.grid.cells import Days, days_of, stands_in
from workflow.figures.grid.commands import months_of_case
from workflow.figures.grid.models import BillPlacement, Meter, RequestedMonths
from workflow.figures.grid.placing import is_looked_for
from workflow.figures.grid.rows import (
    Register,
    carrier_of,
    is_monthly,
    period_of,
    placements_of,
    register_of,
    source_of,
)
from workflow.figures.grid.rules import SURE, Fact
from workflow.figures.models import Figure, FigureLink
from workflow.figures.rules import FigureState
from workflow.ghg_statement.models import Source
from workflow.i18n import N_, Message

Placed = tuple[BillPlacement, Document, DocumentVersion]
NEVER_PLACED = N_("It was read before bills were placed by month. Have it placed now.")
ON_THE_WAY = frozenset({DocumentState.QUEUED, DocumentState.READING})
_UNREAD = frozenset(
    {DocumentState.NEEDS_ATTENTION, DocumentState.PASSWORD, DocumentState.REFUSED, DocumentState.ERROR}
)


@dataclass(frozen=True)
class BillShown:
    """A bill in a cell or a list. `document` is None where its supplier holds it in confidence from the viewer."""

    id: int
    document: Document | None
    number: int
    page: int
    part: str
    month: date | None
    period: Period | None
    is_beside: bool
    is_sure: bool
    is_read_right: bool
    facts: tuple[Fact, ...]
    placed_by: str | None
    set_aside_because: str | None = None


@dataclass(frozen=True)
class Cell:
    """One month of a row: its bills, the days of gap and overlap, and the request for what is missing."""

    month: Period
    bills: tuple[BillShown, ...]
    days: Days
    request: RequestRow | None
    is_expected: bool

    @property
    def is_empty(self) -> bool:
        return not self.bills

    @property
    def is_missing(self) -> bool:
        return self.is_expected and (self.is_empty or self.days.gap > 0)


@dataclass(frozen=True)
class Row:
    """A meter or a source with its months."""

    key: str
    name: str
    source: Source | None
    meter: Meter | None
    cells: tuple[Cell, ...]
    linked: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        return sum(cell.is_missing for cell in self.cells)


@dataclass(frozen=True)
class Waiting:
    """What stands in no cell: the reason, and the rows that it may be."""

    document: Document
    number: int
    page: int
    part: str
    reason: Message | str
    candidates: tuple[str, ...] = ()
    period: Period | None = None
    is_on_the_way: bool = False


@dataclass(frozen=True)
class Grid:
    """The month grid of a case, as one reader may see it."""

    months: tuple[Period, ...]
    rows: tuple[Row, ...]
    tray: tuple[Waiting, ...]
    set_aside: tuple[BillShown, ...]
    choices: tuple[tuple[str, str], ...]
    requests: tuple[RequestRow, ...]

    @property
    def is_being_read(self) -> bool:
        return any(item.is_on_the_way for item in self.tray)

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def grid_of(session: ScopedSession, case: Case, *, viewer: Actor, today: date) -> Grid:
    """The whole grid; the number of queries does not grow with rows or months."""
    months = months_of_case(case)
    register = register_of(session, case)
    pairs = current_versions(session, case)
    held = {document.id: (document, version) for document, version in pairs}
    placed = [(row, *held[row.document_id]) for row in placements_of(session, case)]
    right = _pages_read_right(session, [version.id for _row, _document, version in placed])
    shown = {row.id: _bill(row, document, version, viewer, right) for row, document, version in placed}
    requests = requests_of(session, case, viewer=viewer, today=today)
    asked = _asked(session, case, requests)
    linked = _linked(session, case, {document.code for document, _ in pairs if sees(viewer, document)})
    rows = [
        _row(
            key,
            register,
            [p for p in placed if p[0].row == key],
            shown=shown,
            months=months,
            asked=asked,
            linked=linked,
        )
        for key in _keys(register, placed)
    ]
    seen = [pair for pair in pairs if sees(viewer, pair[0])]
    return Grid(
        months, tuple(rows), tuple(_tray(seen, placed)),
        tuple(shown[row.id] for row, document, _ in placed if row.set_aside_because and sees(viewer, document)),
        tuple((row.key, name_of(register, row.key)) for row in register.rows), tuple(requests),
    )  # fmt: skip


def _keys(register: Register, placed: Sequence[Placed]) -> list[str]:
    """Rows in the order of sources, meters under theirs; a source with meters shows only what stands in itself."""
    under: dict[str | None, list[str]] = {}
    for meter in register.meters:
        under.setdefault(source_of(meter, register.sources), []).append(meter.code)
    used = {row.row for row, _document, _version in placed}
    keys: list[str] = []
    for source in register.sources:
        own = under.pop(source.code, [])
        keys += [*([source.code] if not own or source.code in used else []), *own]
    return [*keys, *(code for codes in under.values() for code in codes)]


def name_of(register: Register, key: str) -> str:
    """How a row is called: the source's name, or the meter's number with what it measures."""
    source = next((source for source in register.sources if source.code == key), None)
    if source is not None:
        return source.name
    meter = next(meter for meter in register.meters if meter.code == key)
    return meter.number or meter.account or key


def _row(
    key: str, register: Register, placed: Sequence[Placed], *, shown: Mapping[int, BillShown],
    months: Sequence[Period], asked: Mapping[tuple[str, str], RequestRow], linked: Mapping[str, tuple[str, ...]],
) -> Row:  # fmt: skip
    meter = next((meter for meter in register.meters if meter.code == key), None)
    code = source_of(meter, register.sources) if meter else key
    source = next((source for source in register.sources if source.code == code), None)
    carrier = meter.carrier if meter else carrier_of(source.name) if source else None
    is_expected = is_monthly(carrier, meter.number if meter else None)
    periods = [period for row, _, _ in placed if (period := period_of(row))]
    billed = [period for row, _, _ in placed if (period := period_of(row)) and not row.is_beside]
    whole = [month_period for row, _, _ in placed if (month_period := _undated(row, months))]
    cells = tuple(
        Cell(
            month,
            tuple(shown[row.id] for row, _, _ in placed if _shows(row, month, months)),
            days_of(month, [*periods, *whole], billed),
            asked.get((key, f"{month.start:%Y-%m}")) or asked.get((code or "", f"{month.start:%Y-%m}")),
            is_expected,
        )
        for month in months
    )
    return Row(key, name_of(register, key), source, meter, cells, linked.get(key, ()))


def _undated(row: BillPlacement, months: Sequence[Period]) -> Period | None:
    """The month that a person or a date of issue gave to a bill whose days were not read: it covers all of it."""
    if row.period_start is not None or row.is_beside:
        return None
    return next((month for month in months if month.start == row.month), None)


def _shows(row: BillPlacement, month: Period, months: Sequence[Period]) -> bool:
    """A bill's own month, the others that it covers, and those at the edge of a year that it only touches."""
    period = period_of(row)
    if row.month is not None and stands_in(month, row.month, period):
        return True
    is_beyond = all(row.month != known.start for known in months)
    return is_beyond and period is not None and period.common(month) is not None


def _bill(
    row: BillPlacement, document: Document, version: DocumentVersion, viewer: Actor,
    right: Collection[tuple[int, int]],
) -> BillShown:  # fmt: skip
    return BillShown(
        row.id, document if sees(viewer, document) else None, version.number, row.page, row.part, row.month,
        period_of(row), row.is_beside, row.sureness >= SURE, (version.id, row.page) in right,
        tuple(Fact(fact) for fact in row.facts), row.placed_by if row.placed_by_id else None,
        row.set_aside_because,
    )  # fmt: skip


def _pages_read_right(session: ScopedSession, version_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pages on which a figure was read right by a person."""
    if not version_ids:
        return set()
    query = (
        select(Figure.document_version_id, Figure.page, func.count())
        .where(Figure.document_version_id.in_(set(version_ids)), Figure.state == FigureState.READ_RIGHT)
        .group_by(Figure.document_version_id, Figure.page)
    )
    return {(version_id, page) for version_id, page, _count in session.execute(query)}


def _asked(
    session: ScopedSession, case: Case, requests: Sequence[RequestRow]
) -> dict[tuple[str, str], RequestRow]:
    """The request that stands for each cell: the newest that is open, else the newest that was answered."""
    known = {row.id: row for row in requests if row.state is not RequestState.CANCELLED}
    query = select(RequestedMonths).where(RequestedMonths.case_id == case.id).order_by(RequestedMonths.id)
    found: dict[tuple[str, str], RequestRow] = {}
    for item in session.scalars(query):
        request = known.get(item.request_id)
        for month in item.months if request else ():
            before = found.get((item.row, month))
            if request and (before is None or request.state is RequestState.OPEN):
                found[(item.row, month)] = request
    return found


def _linked(session: ScopedSession, case: Case, seen: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The documents of which a figure is linked to each source: what carries rows that no month is billed for."""
    query = (
        select(Source.code, Document.code)
        .join(FigureLink, FigureLink.source_id == Source.id)
        .join(Figure, Figure.id == FigureLink.figure_id)
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Source.case_id == case.id, FigureLink.ended_at.is_(None))
        .distinct()
        .order_by(Source.code, Document.code)
    )
    found: dict[str, tuple[str, ...]] = {}
    for source, document in session.execute(query):
        if document in seen:
            found[source] = (*found.get(source, ()), document)
    return found


def _tray(pairs: Sequence[tuple[Document, DocumentVersion]], placed: Sequence[Placed]) -> list[Waiting]:
    """What waits for a person or for its reading, by document and page; nothing that came falls out of sight."""
    rows: dict[int, list[BillPlacement]] = {}
    for row, document, _version in placed:
        rows.setdefault(document.id, []).append(row)
    items: list[Waiting] = []
    for document, version in pairs:
        own = rows.get(document.id, [])
        for row in own:
            if row.row is None and row.set_aside_because is None:
                sentence, params = row.reason or [NEVER_PLACED, {}]
                items.append(
                    Waiting(
                        document, version.number, row.page, row.part, Message(sentence, params),
                        tuple(row.candidates), period_of(row),
                    )
                )  # fmt: skip
        if not own and is_looked_for(document):
            items += _unread(document, version)
    return items


def _unread(document: Document, version: DocumentVersion) -> list[Waiting]:
    """A document that was never placed: it is on its way, could not be read, or came before there was a grid."""
    is_on_the_way = document.state in ON_THE_WAY
    if is_on_the_way or document.state in _UNREAD:
        reason = document.state_reason or STATE_SENTENCES[document.state]
        return [Waiting(document, version.number, 1, "", reason, is_on_the_way=is_on_the_way)]
    return [] if version.file_kind == "mail" else [Waiting(document, version.number, 1, "", NEVER_PLACED)]
