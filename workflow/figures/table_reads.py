"""Reads of drawn tables: those of a document, what a grid says, and what stands in its boxes already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from evidence import table_grid
from evidence.reading import Period
from evidence.region import RegionReading, from_plain
from evidence.table_figures import CellFigure, figures_in
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.storage import stored_reading
from workflow.errors import NotYours
from workflow.figures import queries
from workflow.figures.models import DrawnTable, Figure
from workflow.figures.rules import FigureState

_MISSING = "There is no such table."
_DATES = ("period_start", "period_end")


class Standing(StrEnum):
    """What stands in the box of a number of a drawn table, and so what may be done with it."""

    FREE = "free"
    SAME = "same"
    REPLACEABLE = "replaceable"
    REJECTED = "rejected"
    KEPT = "kept"


@dataclass(frozen=True)
class CellStanding:
    """A number of the grid, the figures that stand in its box, and what that means."""

    found: CellFigure
    there: tuple[Figure, ...]
    standing: Standing

    @property
    def key(self) -> str:
        """How a form names it: row, column and place within the cell, from 1."""
        return f"{self.found.row + 1}.{self.found.column + 1}.{self.found.place + 1}"


def tables_of(session: ScopedSession, version: DocumentVersion) -> list[DrawnTable]:
    """The tables drawn or offered on a version that nobody took away, in order of their numbers."""
    query = select(DrawnTable).where(
        DrawnTable.document_version_id == version.id, DrawnTable.removed_at.is_(None)
    )
    return list(session.scalars(query.order_by(DrawnTable.number, DrawnTable.id)))


def all_tables_of(session: ScopedSession, version: DocumentVersion) -> list[DrawnTable]:
    """Every table ever drawn or offered on a version; what was declined is not offered again."""
    query = select(DrawnTable).where(DrawnTable.document_version_id == version.id)
    return list(session.scalars(query.order_by(DrawnTable.number, DrawnTable.id)))


def table_by_number(
    session: ScopedSession, document: Document, number: int
) -> tuple[DrawnTable, DocumentVersion]:
    """A table of a document with the version it stands on; NotYours for one that was taken away."""
    query = (
        select(DrawnTable, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.id == DrawnTable.document_version_id)
        .where(DocumentVersion.document_id == document.id, DrawnTable.number == number)
        .where(DrawnTable.removed_at.is_(None))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotYours(_MISSING)
    return found[0], found[1]


def last_number(session: ScopedSession, document_id: int) -> int:
    """The highest number of a table on any version of a document; 0 before the first."""
    query = (
        select(func.max(DrawnTable.number))
        .join(DocumentVersion, DocumentVersion.id == DrawnTable.document_version_id)
        .where(DocumentVersion.document_id == document_id)
    )
    return session.scalar(query) or 0


def remembered(session: ScopedSession, case: Case) -> list[DrawnTable]:
    """The tables of a case of which figures were taken: their grids are offered on pages like theirs."""
    query = select(DrawnTable).where(
        DrawnTable.case_id == case.id,
        DrawnTable.taken_at.is_not(None),
        DrawnTable.removed_at.is_(None),
        DrawnTable.layout.is_not(None),
    )
    return list(session.scalars(query.order_by(DrawnTable.id)))


def reading_of(table: DrawnTable) -> RegionReading | None:
    """What the reader saw in the box; None while it was not read."""
    return from_plain(stored_reading(table.reading_sha256)) if table.reading_sha256 else None


def standings(
    session: ScopedSession, table: DrawnTable, version: DocumentVersion
) -> tuple[CellStanding, ...]:
    """Each number of the grid with what stands in its box; three queries."""
    reading = reading_of(table)
    if reading is None or table.grid is None:
        return ()
    found = figures_in(table_grid.from_plain(table.grid), reading, stated=_stated(session, table, version))
    query = select(Figure).where(Figure.document_version_id == version.id, Figure.page == table.page)
    held = [figure for figure in session.scalars(query.order_by(Figure.id)) if figure.box]
    linked = {row.figure.id for row in queries.links_of_figures(session, [figure.id for figure in held])}
    return tuple(_standing(one, held, linked) for one in found)


def _standing(found: CellFigure, held: Sequence[Figure], linked: set[int]) -> CellStanding:
    there = tuple(figure for figure in held if _overlap(found, figure))
    live = [figure for figure in there if figure.state is not FigureState.REJECTED]
    if not there:
        return CellStanding(found, (), Standing.FREE)
    if not live:
        return CellStanding(found, there, Standing.REJECTED)
    if any(figure.state is FigureState.READ_RIGHT or figure.id in linked for figure in live):
        return CellStanding(found, tuple(live), Standing.KEPT)
    same = len(live) == 1 and _says_the_same(found, live[0])
    return CellStanding(found, tuple(live), Standing.SAME if same else Standing.REPLACEABLE)


def _overlap(found: CellFigure, figure: Figure) -> bool:
    """Whether the middle of one of the two prints lies in the other's box."""
    box = found.figure.box
    if box is None or not figure.box:
        return False
    mine, theirs = (box.x0, box.top, box.x1, box.bottom), tuple(figure.box)
    return _holds_middle(mine, theirs) or _holds_middle(theirs, mine)


def _holds_middle(outer: Sequence[float], inner: Sequence[float]) -> bool:
    across, down = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def _says_the_same(found: CellFigure, figure: Figure) -> bool:
    one = found.figure
    period = one.period or Period(None, None)
    said = (one.value, one.unit, one.label, period.start, period.end)
    return said == (figure.value, figure.unit, figure.label, figure.period_start, figure.period_end)


def _stated(session: ScopedSession, table: DrawnTable, version: DocumentVersion) -> Period | None:
    """The one period that the page's own labelled dates state."""
    if version.reading_sha256 is None:
        return None
    fields = queries.fields_of_versions(session, [version.id])
    said = {name: {f.value for f in fields if f.page == table.page and f.name == name} for name in _DATES}
    if any(len(values) != 1 for values in said.values()):
        return None
    try:
        start, end = (date.fromisoformat(said[name].pop()) for name in _DATES)
    except ValueError:
        return None
    return Period(start, end) if start <= end else None
