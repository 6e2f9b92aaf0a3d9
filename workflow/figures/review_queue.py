"""The queue of a document's figures: filters, search, and what comes before and after the one at hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Text, select, type_coerce

from workflow.db import ScopedSession
from workflow.documents.models import DocumentVersion
from workflow.figures.models import Figure, FigureLink, FigureTest
from workflow.figures.rules import FigureState
from workflow.i18n import N_
from workflow.remembering import Remembering

SHOWN = 60
# A long report has seven thousand figures: some five megabytes.
VERSIONS_REMEMBERED = 12
_remembered: Remembering[tuple[int, str], list[QueueRow]] = Remembering(VERSIONS_REMEMBERED)


class QueueRow(NamedTuple):
    """One figure as the queue lists it; box, value and confidence as stored, made only for what is shown."""

    id: int
    code: str
    number: int
    state: FigureState
    page: int
    cell: str | None
    stored_box: str | None
    label: str | None
    raw: str
    stored_value: str
    unit: str | None
    is_witnessed: bool
    stored_confidence: str
    is_linked: bool
    is_tested: bool

    @property
    def box(self) -> list[float] | None:
        """Left, top, right and bottom in points."""
        held: list[float] | None = json.loads(self.stored_box) if self.stored_box else None
        return held

    @property
    def value(self) -> Decimal:
        return Decimal(self.stored_value)

    @property
    def confidence(self) -> Decimal:
        return Decimal(self.stored_confidence)


FILTERS: dict[str, tuple[str, Callable[[QueueRow], bool]]] = {
    "open": (N_("to read"), lambda row: row.state is FigureState.PROPOSED),
    "alone": (
        N_("one engine only"),
        lambda row: row.state is FigureState.PROPOSED and not row.is_witnessed,
    ),
    "right": (N_("read right"), lambda row: row.state is FigureState.READ_RIGHT),
    "unlinked": (N_("not linked"), lambda row: row.state is FigureState.READ_RIGHT and not row.is_linked),
    "rejected": (N_("rejected"), lambda row: row.state is FigureState.REJECTED),
    "all": (N_("all"), lambda row: True),
}
USUAL = "open"


@dataclass(frozen=True)
class Asked:
    """What the person looks at: a filter, a search, a page, a figure, an open form, what was found in the text."""

    show: str = USUAL
    search: str = ""
    page: int | None = None
    figure_id: int | None = None
    act: str | None = None
    find: str = ""
    row: int | None = None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What travels with every act, so that the next figure is of the same filter."""
        held = (("show", self.show), ("q", self.search), ("find", self.find))
        return [(name, value) for name, value in held if value]


# Links and tests are few and found once; asked anew for each of thousands of figures they are not.
_IS_LINKED = Figure.id.in_(select(FigureLink.figure_id).where(FigureLink.ended_at.is_(None)))
_IS_TESTED = Figure.id.in_(select(FigureTest.figure_id).where(FigureTest.lifted_at.is_(None)))
_COLUMNS = (
    Figure.id, Figure.code, Figure.number, Figure.state, Figure.page, Figure.cell,
    type_coerce(Figure.box, Text), Figure.label, Figure.raw, type_coerce(Figure.value, Text), Figure.unit,
    Figure.is_witnessed, type_coerce(Figure.confidence, Text), _IS_LINKED, _IS_TESTED,
)  # fmt: skip


def rows_of(session: ScopedSession, version: DocumentVersion) -> list[QueueRow]:
    """Every figure of a version in page order, without loading whole rows; one query."""
    query = select(*_COLUMNS).where(Figure.document_version_id == version.id)
    query = query.order_by(Figure.page, Figure.number, Figure.id)
    return [QueueRow._make(row) for row in session.execute(query)]


def remembered_rows(session: ScopedSession, version: DocumentVersion, head: str) -> list[QueueRow]:
    """The rows of `rows_of`, kept while the case's trail has this head.

    Every change of a figure, its links and its tests is an act in that trail, so under one head they are the same;
    going from figure to figure asks for thousands of them once.
    """
    return _remembered.answer((version.id, head), lambda: rows_of(session, version))


def in_filter(rows: list[QueueRow], asked: Asked) -> list[QueueRow]:
    """The rows of the filter that hold every word of the search."""
    fits = FILTERS.get(asked.show, FILTERS[USUAL])[1]
    words = asked.search.casefold().split()
    found = [row for row in rows if fits(row)]
    return [row for row in found if all(word in _text(row) for word in words)] if words else found


def _text(row: QueueRow) -> str:
    parts = (row.label, row.raw, row.stored_value, row.unit, row.cell, row.code, f"p.{row.page}")
    return " ".join(part for part in parts if part).casefold()


def counts(rows: list[QueueRow]) -> dict[str, int]:
    """How many rows each filter holds."""
    # Filters look at these three alone: a few kinds of rows are asked instead of thousands of rows.
    kinds = {(row.state, row.is_witnessed, row.is_linked): row for row in rows}
    of_kind = Counter((row.state, row.is_witnessed, row.is_linked) for row in rows)
    return {
        name: sum(of_kind[kind] for kind, row in kinds.items() if fits(row))
        for name, (_, fits) in FILTERS.items()
    }


def chosen(rows: list[QueueRow], queue: list[QueueRow], asked: Asked) -> QueueRow | None:
    """The figure at hand: the one asked for, else the first of the filter; none when only a page is asked."""
    if asked.figure_id is not None:
        return next((row for row in rows if row.id == asked.figure_id), None)
    return None if asked.page is not None else next(iter(queue), None)


def neighbours(queue: list[QueueRow], row: QueueRow | None) -> tuple[QueueRow | None, QueueRow | None]:
    """The figures before and after one in the filter, which it may itself have left."""
    if row is None:
        return None, next(iter(queue), None)
    place = (row.page, row.number)
    before = [other for other in queue if (other.page, other.number) < place]
    after = [other for other in queue if (other.page, other.number) > place]
    return (before[-1] if before else None), (after[0] if after else None)


def around(queue: list[QueueRow], row: QueueRow | None) -> list[QueueRow]:
    """At most sixty rows around the figure at hand: a page answers fast only when it stays short."""
    at = next((n for n, other in enumerate(queue) if row is not None and other.id == row.id), 0)
    start = max(0, min(at - SHOWN // 2, len(queue) - SHOWN))
    return queue[start : start + SHOWN]
