"""Figures as a reader proposes them or a person captures them by a box; both start unconfirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from sqlalchemy import func, insert, select

from evidence.numbers import Printed, scan
from evidence.reading import Box, Field, Reading
from evidence.reading import Figure as ReadFigure
from workflow.cases.models import Case
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import refuse_closed_case
from workflow.documents.storage import stored_reading
from workflow.errors import BadInput
from workflow.figures.models import Figure, PrintedField
from workflow.figures.queries import figures_of
from workflow.figures.rules import FigureState
from workflow.i18n import N_
from workflow.jobs import Lane
from workflow.unit_of_work import UnitOfWork

LONGEST_QUOTE = 500
LONGEST_NUMBER = 60
BATCH = 500
SMALLEST_BOX = 2.0
READ_BOX = "workflow.figures.table_jobs.read_box"
TOO_SMALL = N_("The box is too small to hold a number. Draw it around the print.")


def propose_figures(
    uow: UnitOfWork, document: Document, version: DocumentVersion, found: Reading, reading_sha256: str | None
) -> int:
    """Write every figure and printed field of a reading as a proposal; what is there already is left alone.

    The rows are written in bulk: their event names the reading's hash (of the whole or of a part of it), which
    holds each of them.
    """
    known = {place_key(row.page, row.cell, row.box, row.raw) for row in figures_of(uow.session, version)}
    number = last_number(uow, document)
    rows = []
    for page in found.pages:
        for figure in page.figures:
            box = sides_of(figure.box)
            place = place_key(figure.page, figure.cell, box, clean(figure.raw))
            if place in known or len(format(figure.value, "f")) > LONGEST_NUMBER:
                continue
            known.add(place)
            number += 1
            rows.append(figure_row(document, version, figure, number, meter_of(figure, page.fields)))
    told = _pages_with_fields(uow, version)
    fields = [_field_row(version, field) for field in found.fields if field.page not in told]
    _insert(uow, PrintedField, fields)
    _insert(uow, Figure, rows)
    verb = "figure.propose" if reading_sha256 == version.reading_sha256 else "figure.propose_part"
    uow.record(verb, version, reading_sha256=reading_sha256, figures=len(rows))
    return len(rows)


def _insert(uow: UnitOfWork, table: type[Figure] | type[PrintedField], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        uow.session.execute(
            insert(table),
            rows[start : start + BATCH],
            execution_options={"recorded": "the event of the proposal names the reading that holds each row"},
        )


def _pages_with_fields(uow: UnitOfWork, version: DocumentVersion) -> set[int]:
    query = select(PrintedField.page).where(PrintedField.document_version_id == version.id).distinct()
    return set(uow.session.scalars(query))


def last_number(uow: UnitOfWork, document: Document) -> int:
    """The highest number of a figure on any version of a document; 0 before the first."""
    query = (
        select(func.max(Figure.number))
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .where(DocumentVersion.document_id == document.id)
    )
    return uow.session.scalar(query) or 0


def place_key(page: int, cell: str | None, box: list[float] | None, raw: str) -> tuple[object, ...]:
    """What makes two prints of one document version the same."""
    return (page, cell, tuple(box or ()), raw)


def sides_of(box: Box | None) -> list[float] | None:
    """A box as a figure keeps it."""
    return None if box is None else [box.x0, box.top, box.x1, box.bottom]


def clean(text: str) -> str:
    """Text as both databases take it: no zero bytes, no half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _maybe(text: str | None, most: int = LONGEST_QUOTE) -> str | None:
    return None if text is None else clean(text)[:most] or None


def figure_row(
    document: Document, version: DocumentVersion, figure: ReadFigure, number: int, meter: str | None
) -> dict[str, Any]:
    """A figure as it was read, as the columns of its row."""
    period = figure.period
    return {
        "case_id": version.case_id,
        "owner_org_id": version.owner_org_id,
        "document_version_id": version.id,
        "number": number,
        "code": f"{document.code}.{number}",
        "page": figure.page,
        "cell": _maybe(figure.cell, 120),
        "box": sides_of(figure.box),
        "raw": clean(figure.raw)[:LONGEST_QUOTE],
        "quote": clean(figure.quote)[:LONGEST_QUOTE],
        "read_value": figure.value,
        "value": figure.value,
        "unit": _maybe(figure.unit, 40),
        "label": _maybe(figure.label),
        "column": _maybe(figure.column),
        "meter": _maybe(meter, 80),
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "method": figure.method,
        "is_witnessed": figure.witnessed,
        "is_invisible": figure.invisible,
        "confidence": figure.confidence,
    }


def _field_row(version: DocumentVersion, field: Field) -> dict[str, Any]:
    return {
        "case_id": version.case_id,
        "owner_org_id": version.owner_org_id,
        "document_version_id": version.id,
        "name": field.name,
        "value": clean(field.value)[:LONGEST_QUOTE],
        "page": field.page,
        "cell": _maybe(field.cell, 120),
        "box": sides_of(field.box),
    }


def meter_of(figure: ReadFigure, fields: Sequence[Field]) -> str | None:
    """The meter that a figure is about: the one named in its row, else the only one of its page."""
    meters = [field for field in fields if field.name == "meter"]
    box = figure.box
    if box is not None:
        middle = (box.top + box.bottom) / 2
        for field in meters:
            if field.box is not None and field.box.top <= middle <= field.box.bottom:
                return field.value
    named = {field.value for field in meters}
    return named.pop() if len(named) == 1 else None


@dataclass(frozen=True)
class Drawn:
    """A box that a person drew over a page, in points of the displayed page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def capture_figure(
    uow: UnitOfWork, case: Case, document: Document, version: DocumentVersion, drawn: Drawn
) -> Figure:
    """Take the print inside a drawn box as a figure; its text proposes the value, a person confirms.

    Where the page gave no text for it (it is still being read, or a scan), a job reads the box.
    Raises BadInput for a box outside the page or too small to hold a number.
    """
    uow.refuse_unless(document, "figure.capture", refuse_closed_case(case.state))
    box = inside_page(version, drawn)
    text = text_inside(version, drawn.page, box)
    number = last_number(uow, document) + 1
    figure = Figure(
        case_id=case.id, owner_org_id=case.owner_org_id, document_version_id=version.id, number=number,
        code=f"{document.code}.{number}", page=drawn.page, box=box, raw="", quote="", value=Decimal(0),
        method="manual", is_witnessed=False, is_invisible=False, confidence=Decimal(0),
        captured_by=uow.actor.name,
    )  # fmt: skip
    _fill(figure, text)
    uow.session.add(figure)
    uow.record("figure.capture", figure)
    if not text:
        uow.after_commit(READ_BOX, figure.id, lane=Lane.QUICK, subject=figure, key=f"box:{figure.id}")
    return figure


def fill_captured(uow: UnitOfWork, figure: Figure, text: str) -> None:
    """Take the print that was read in a captured box; nothing where a person typed it or took a decision meanwhile."""
    is_open = figure.state is FigureState.PROPOSED and figure.confidence == 0 and not figure.raw
    if text and is_open:
        _fill(figure, clean(text))
        uow.record("figure.read_box", figure)


def _fill(figure: Figure, text: str) -> None:
    printed = first_number(text)
    value = printed.with_dot if printed else None
    figure.raw = figure.quote = text[:LONGEST_QUOTE]
    figure.unit = _maybe(printed.unit, 40) if printed else None
    if value is not None:
        figure.read_value = figure.value = value
        figure.confidence = Decimal("0.50")


def inside_page(
    version: DocumentVersion, drawn: Drawn, *, least: float = SMALLEST_BOX, too_small: str = TOO_SMALL
) -> list[float]:
    """The part of a drawn box that lies on its page. Raises BadInput where its sides are shorter than `least`."""
    facts = version.page_facts
    if not 1 <= drawn.page <= len(facts):
        raise BadInput(N_("The document has no such page."), "page")
    width, height = facts[drawn.page - 1][:2]
    if not all(map(isfinite, (drawn.x0, drawn.top, drawn.x1, drawn.bottom))):
        raise BadInput(too_small, "box")
    x0, x1 = sorted((min(max(drawn.x0, 0.0), width), min(max(drawn.x1, 0.0), width)))
    top, bottom = sorted((min(max(drawn.top, 0.0), height), min(max(drawn.bottom, 0.0), height)))
    if x1 - x0 < least or bottom - top < least:
        raise BadInput(too_small, "box")
    return [round(side, 2) for side in (x0, top, x1, bottom)]


def text_inside(version: DocumentVersion, page: int, box: Sequence[float]) -> str:
    """The words whose middle lies in the box, as the reader saw them; empty where the page is not read."""
    if version.reading_sha256 is None:
        return ""
    x0, top, x1, bottom = box
    words = stored_reading(version.reading_sha256)["pages"][page - 1]["words"]
    inside = [
        word[0]
        for word in words
        if x0 <= (word[1] + word[3]) / 2 <= x1 and top <= (word[2] + word[4]) / 2 <= bottom
    ]
    return clean(" ".join(inside))


def first_number(text: str) -> Printed | None:
    """The first number printed in a text, None when there is none; what it means a person confirms."""
    numbers = scan(text, may_join=lambda _at: True).numbers
    return next((number for number in numbers if number.with_dot is not None), None)
