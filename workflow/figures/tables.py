"""Tables that people draw over a page: drawn, mended, taken over as figures, and offered on pages like theirs."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from evidence import table_grid, table_layouts
from evidence.reading import Box, Field
from evidence.reading_json import from_json
from evidence.region import RegionReading, to_bytes
from evidence.table_grid import GridError, Lines, Said
from evidence.table_lines import propose_grid, propose_rows
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.commands import DRAWN_KINDS
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import CLOSED_CASES, refuse_closed_case
from workflow.documents.storage import store, stored_reading
from workflow.errors import BadInput
from workflow.figures import proposals, queries, table_reads
from workflow.figures.commands import reject_figure
from workflow.figures.models import DrawnTable, Figure
from workflow.figures.proposals import Drawn, inside_page
from workflow.figures.rules import BY_TABLE, FigureState
from workflow.figures.table_reads import CellStanding, Standing
from workflow.i18n import N_, Message, message
from workflow.jobs import Lane
from workflow.limits import TABLE, WEB
from workflow.unit_of_work import UnitOfWork

READ_TABLE = "workflow.figures.table_jobs.read_table"
OFFER_TABLES = "workflow.figures.table_jobs.offer_tables"
TOO_SMALL = N_("The box is too small to hold a table. Draw it around all rows and columns.")
NO_PICTURE = N_("Tables are drawn on pages with a picture: PDF, OFD, scans and photos.")
TOO_MANY_TABLES = N_(
    "There are {limit} tables on this document already. Take away those that are not needed."
)
NOT_READ = N_("This table is not read yet. Look again in a moment.")
READ_ALREADY = N_("This table was taken up already.")
NOTHING_TAKEN = N_("Tick the numbers that are figures first.")
LONG_UNIT = N_("A unit has at most {limit} letters.")
KEPT_WHY = N_("{code} stands there, read right or linked: it stays as it is.")


def draw_table(
    uow: UnitOfWork, case: Case, document: Document, version: DocumentVersion, drawn: Drawn
) -> DrawnTable:
    """Have a region read as a table, by a job; raises BadInput for one that cannot hold a table."""
    uow.refuse_unless(document, "table.draw", refuse_closed_case(case.state))
    if not version.has_pictures or version.file_kind not in DRAWN_KINDS:
        raise BadInput(NO_PICTURE, "box")
    box = inside_page(version, drawn, least=TABLE.least_side, too_small=TOO_SMALL)
    if len(table_reads.tables_of(uow.session, version)) >= TABLE.tables_of_version:
        raise BadInput(message(TOO_MANY_TABLES, limit=TABLE.tables_of_version), "box")
    table = _new_table(uow, document, version, drawn.page, box)
    _to_be_read(uow, table)
    uow.session.add(table)
    uow.record("table.draw", table, document=document.code)
    _plan_reading(uow, table)
    return table


def _new_table(
    uow: UnitOfWork, document: Document, version: DocumentVersion, page: int, box: Sequence[float]
) -> DrawnTable:
    number = 1 + table_reads.last_number(uow.session, document.id)
    return DrawnTable(
        case_id=version.case_id, owner_org_id=version.owner_org_id, document_version_id=version.id,
        number=number, code=f"{document.code}.T{number}", page=page, box=list(box),
    )  # fmt: skip


def _to_be_read(uow: UnitOfWork, table: DrawnTable) -> None:
    table.drawn_by, table.drawn_by_id, table.drawn_at = uow.actor.name, uow.actor.person_id, uow.now


def _plan_reading(uow: UnitOfWork, table: DrawnTable) -> None:
    uow.after_commit(READ_TABLE, table.id, lane=Lane.QUICK, subject=table, key=f"table:{table.id}")


def keep_reading(uow: UnitOfWork, table: DrawnTable, reading: RegionReading) -> None:
    """File what was read in the box and propose its grid; one that was offered keeps the columns of its origin."""
    if table.reading_sha256 is not None:
        return
    like = uow.session.get(DrawnTable, table.offered_from_id) if table.offered_from_id else None
    if like is not None and like.grid is not None:
        grid = propose_rows(reading, table_grid.from_plain(like.grid))
    else:
        grid = propose_grid(reading)
    if len(grid.rows) > TABLE.rows or len(grid.columns) > TABLE.columns:
        keep_failure(uow, table, _too_many_lines())
        return
    table.reading_sha256 = store().put(io.BytesIO(to_bytes(reading)), WEB.upload_bytes).sha256
    table.grid, table.reason = table_grid.as_plain(grid), None
    uow.record("table.read", table, words=len(reading.words), method=reading.method)


def _too_many_lines() -> str:
    return table_grid.TOO_MANY_LINES.format(rows=TABLE.rows, columns=TABLE.columns)


def keep_failure(uow: UnitOfWork, table: DrawnTable, reason: str) -> None:
    """Say on the table why nothing was read in its box."""
    table.reason = reason
    uow.record("table.read", table, words=0)


def mend_table(
    uow: UnitOfWork, case: Case, table: DrawnTable, *, rows: Lines, columns: Lines, said: Said
) -> None:
    """Move, add and take out lines, and say what rows and columns are. Raises BadInput for lines that make no grid."""
    uow.refuse_unless(table, "table.mend", refuse_closed_case(case.state))
    if table.grid is None:
        raise BadInput(NOT_READ, "table")
    if any(len(unit) > TABLE.unit_length for unit in (*said.units.values(), said.unit or "")):
        raise BadInput(message(LONG_UNIT, limit=TABLE.unit_length), "unit")
    grid = table_grid.with_said(table_grid.from_plain(table.grid), said)
    try:
        grid = table_grid.with_lines(grid, rows, columns, most_rows=TABLE.rows, most_columns=TABLE.columns)
    except GridError as error:
        raise BadInput(str(error), "table") from None
    table.grid = table_grid.as_plain(grid)
    uow.record("table.mend", table)


@dataclass(frozen=True)
class Taken:
    """What became of the numbers of a grid: new figures, how many took another's place, what was left and why."""

    figures: tuple[Figure, ...]
    replaced: int
    left: tuple[tuple[str, Message], ...]


def take_figures(uow: UnitOfWork, case: Case, table: DrawnTable, keys: Collection[str]) -> Taken:
    """Make figures of the numbers that a person ticked; they start as proposals, witnessed as they were read.

    A figure that the reader had in the same box is rejected in favour of the new one, never one that was read
    right or is linked. The grid is remembered and tried on pages of the same layout.
    """
    uow.refuse_unless(table, "table.take", refuse_closed_case(case.state))
    document, version = documents.version_by_id(uow.session, table.document_version_id)
    wanted = [row for row in table_reads.standings(uow.session, table, version) if row.key in keys]
    if not wanted:
        raise BadInput(NOTHING_TAKEN, "cells")
    number = proposals.last_number(uow, document)
    meters = _meters(uow, version, table.page)
    made: list[Figure] = []
    left: list[tuple[str, Message]] = []
    replaced = 0
    for row in wanted:
        if row.standing is Standing.KEPT:
            left.append((row.found.figure.raw, message(KEPT_WHY, code=row.there[0].code)))
        elif row.standing is not Standing.SAME:
            replaced += _reject_those_there(uow, table, row)
            number += 1
            figure = row.found.figure
            meter = proposals.meter_of(figure, meters)
            columns = proposals.figure_row(document, version, figure, number, meter)
            made.append(_capture(uow, table, columns))
    table.taken_by, table.taken_at = uow.actor.name, uow.now
    _remember(version, table)
    uow.record("table.take", table, figures=len(made), replaced=replaced)
    _plan_offers(uow, case, table)
    return Taken(tuple(made), replaced, tuple(left))


def _meters(uow: UnitOfWork, version: DocumentVersion, page: int) -> list[Field]:
    """The meters that are named on a page."""
    named = queries.fields_of_versions(uow.session, [version.id])
    return [
        Field("meter", field.value, page, Box(*field.box) if field.box else None)
        for field in named
        if field.name == "meter" and field.page == page
    ]


def _reject_those_there(uow: UnitOfWork, table: DrawnTable, row: CellStanding) -> int:
    live = [figure for figure in row.there if figure.state is FigureState.PROPOSED]
    for figure in live:
        reject_figure(uow, figure, reason=f"Read anew by the table {table.code} that was drawn by hand.")
    return len(live)


def _capture(uow: UnitOfWork, table: DrawnTable, columns: dict[str, Any]) -> Figure:
    figure = Figure(**{**columns, "method": BY_TABLE, "captured_by": uow.actor.name})
    uow.session.add(figure)
    uow.record("figure.capture", figure, table=table.code)
    return figure


def _remember(version: DocumentVersion, table: DrawnTable) -> None:
    """Learn where the table stands among the fixed words of its page, when the page was read."""
    if version.reading_sha256 is None:
        return
    reading = from_json(stored_reading(version.reading_sha256))
    page = next((one for one in reading.pages if one.number == table.page), None)
    layout = table_layouts.learn_table(page, Box(*table.box)) if page is not None else None
    table.layout = table_layouts.as_plain(layout) if layout is not None else None


def _plan_offers(uow: UnitOfWork, case: Case, table: DrawnTable) -> None:
    if table.layout is None:
        return
    for other, current in documents.current_versions(uow.session, case):
        if current.reading_sha256 is not None and current.file_kind in DRAWN_KINDS:
            uow.after_commit(OFFER_TABLES, current.id, subject=other, is_merged=True)


def offer_tables(uow: UnitOfWork, document: Document, version: DocumentVersion) -> int:
    """Offer the grids of a case on the pages of a version that are laid out like theirs; gives how many.

    Nothing is read: a person takes an offer up or not. One that was declined is not made again, and nothing is
    offered where a table is drawn already or on the pages before a table of the same document.
    """
    case = uow.session.get_one(Case, version.case_id)
    is_current = version.number == document.current_version and version.reading_sha256 is not None
    if case.state in CLOSED_CASES or not is_current or version.file_kind not in DRAWN_KINDS:
        return 0
    known = table_reads.remembered(uow.session, case)
    if not known:
        return 0
    reading = from_json(stored_reading(version.reading_sha256 or ""))
    there = table_reads.all_tables_of(uow.session, version)
    offered: list[DrawnTable] = []
    for table in known:
        for found in table_layouts.find_table(table_layouts.from_plain(table.layout or {}), reading):
            is_before = table.document_version_id == version.id and found.page <= table.page
            room = len(there) + len(offered) < TABLE.tables_of_version
            if is_before or not room or any(_meets(other, found) for other in (*there, *offered)):
                continue
            offer = _new_table(uow, document, version, found.page, proposals.sides_of(found.box) or [])
            offer.offered_from_id, offer.likeness = table.id, found.likeness
            uow.session.add(offer)
            uow.record("table.offer", offer, table=table.code)
            offered.append(offer)
    return len(offered)


def _meets(table: DrawnTable, found: table_layouts.FoundTable) -> bool:
    x0, top, x1, bottom = table.box
    box = found.box
    across, down = min(x1, box.x1) - max(x0, box.x0), min(bottom, box.bottom) - max(top, box.top)
    return table.page == found.page and across > 0 and down > 0


def take_offer(uow: UnitOfWork, case: Case, table: DrawnTable) -> None:
    """Have an offered table read by the grid of its origin; what it says is shown first, and taken by a person."""
    uow.refuse_unless(table, "table.take_offer", refuse_closed_case(case.state))
    if table.drawn_by is not None:
        raise BadInput(READ_ALREADY, "table")
    _to_be_read(uow, table)
    uow.record("table.take_offer", table)
    _plan_reading(uow, table)


def remove_table(uow: UnitOfWork, case: Case, table: DrawnTable) -> None:
    """Take a table away, or decline one that was offered; the figures that were taken of it stay."""
    uow.refuse_unless(table, "table.remove", refuse_closed_case(case.state))
    table.removed_by, table.removed_at = uow.actor.name, uow.now
    uow.record("table.remove", table)
