"""Reads boxes that people drew, in the sandboxed child, and offers known grids on pages of the same layout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from evidence.child import Region, RegionReading, RegionRefused
from evidence.reading import Box, Kind
from evidence.table_lines import placed_words
from workflow.documents import queries as documents
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import LIMITS, start_reader
from workflow.figures import proposals, tables
from workflow.figures.models import DrawnTable, Figure
from workflow.limits import TABLE
from workflow.worker import JobRun

REGION_LIMITS = replace(
    LIMITS,
    wall_base_seconds=TABLE.read_seconds,
    wall_per_page_seconds=0.0,
    wall_per_ocr_page_seconds=0.0,
    wall_most_seconds=TABLE.read_seconds,
    ocr_pages=1,
)


def read_table(run: JobRun, table_id: int) -> None:
    """Read the box of a drawn table and propose its grid; why it cannot be read stands on the table."""
    with run.step() as uow:
        table = uow.session.get_one(DrawnTable, table_id)
        version = documents.version_by_id(uow.session, table.document_version_id)[1]
        page, box = table.page, table.box
    found = _read(version, page, box)
    with run.finishing() as uow:
        table = uow.session.get_one(DrawnTable, table_id)
        if isinstance(found, str):
            tables.keep_failure(uow, table, found)
        else:
            tables.keep_reading(uow, table, found)


def read_table_gave_up(run: JobRun, table_id: int, *, reason: str) -> None:
    """All attempts failed: the table says so instead of waiting for ever."""
    with run.step() as uow:
        table = uow.session.get_one(DrawnTable, table_id)
        if table.reading_sha256 is None:
            tables.keep_failure(uow, table, GAVE_UP)


GAVE_UP = "The box could not be read. Draw it again, or capture its figures one by one."


def read_box(run: JobRun, figure_id: int) -> None:
    """Read the print in the box of a captured figure whose page gave no text; what a person typed meanwhile stays."""
    with run.step() as uow:
        figure = uow.session.get_one(Figure, figure_id)
        version = documents.version_by_id(uow.session, figure.document_version_id)[1]
        page, box = figure.page, figure.box or []
    found = _read(version, page, box)
    with run.finishing() as uow:
        if not isinstance(found, str):
            words = [one.word.text for one in placed_words(found)]
            proposals.fill_captured(uow, uow.session.get_one(Figure, figure_id), " ".join(words))


def offer_tables(run: JobRun, version_id: int) -> None:
    """Offer the grids of the case on a version that was read."""
    with run.finishing() as uow:
        tables.offer_tables(uow, *documents.version_by_id(uow.session, version_id))


def _read(version: DocumentVersion, page: int, box: list[Any]) -> RegionReading | str:
    """What stands in a box of a version's page, or the sentence why it could not be read."""
    region = Region(page, Box(*box))
    path, kind = documents.file_path(version), cast(Kind, version.file_kind)
    try:
        return start_reader().read_region(path, REGION_LIMITS, kind, region)
    except RegionRefused as refusal:
        return str(refusal)
