"""Checks on the record itself: witnesses (EV-20), extraction (EV-21), dates (EV-22), supplier data (EV-23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from methods.evidence_checks.periods import Period
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed


@dataclass(frozen=True, slots=True)
class TestedFigure:
    """A figure marked tested: whether a second engine saw it, who read it right, who tested it."""

    __test__ = False

    figure: str
    is_witnessed: bool
    read_right_by: str | None
    tested_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractedFigure:
    """What a figure that carries a line keeps of its reading; a box typed over a scan has no raw print."""

    figure: str
    line: str
    is_read_right: bool
    has_place: bool
    has_raw: bool
    has_unit: bool
    read_right_by: str | None
    is_captured: bool = False


@dataclass(frozen=True, slots=True)
class DatedDocument:
    """A document's printed date and the day its file was made, against when it was asked for and came."""

    document: str
    received: date
    dated: date | None = None
    requested: date | None = None
    created: date | None = None


@dataclass(frozen=True, slots=True)
class SupplierStatement:
    """A supplier's value: the period it is about, and the boundary it states (cradle to gate ...).

    `has_text` is False for a page whose words could not be read: then nothing is known of its boundary.
    """

    name: str
    period: Period | None
    boundary: str | None
    has_text: bool = True


def check_witnesses(subject: str, figures: Sequence[TestedFigure]) -> CheckResult:
    """EV-20: each tested figure was seen by a second engine, or read right by another person than tested it."""
    alone = [
        figure.figure
        for figure in figures
        if not figure.is_witnessed
        and (figure.read_right_by is None or figure.read_right_by in figure.tested_by)
    ]
    return answer(
        "EV-20",
        not alone if figures else None,
        Sentences(
            fails="Tested on one person's word, without a second engine or a second person: %(alone)s.",
            passes="Each tested figure was seen by a second engine or read right by a second person.",
            not_applicable="No figure is tested yet.",
        ),
        subject=subject,
        alone=listed(alone),
    )


def check_extraction(subject: str, figures: Sequence[ExtractedFigure]) -> CheckResult:
    """EV-21: a figure that carries a line is read right and keeps place, raw print, unit and its reader."""
    unread = [f"{figure.figure} ({figure.line})" for figure in figures if not figure.is_read_right]
    bare = [
        f"{figure.figure} ({', '.join(_lacks(figure))})"
        for figure in figures
        if figure.is_read_right and _lacks(figure)
    ]
    return answer(
        "EV-21",
        not (unread or bare) if figures else None,
        Sentences(
            fails="Linked to a line but not read right, so left out of its total: %(unread)s; incomplete: "
            "%(bare)s.",
            passes="Each linked figure is read right and keeps its place, print, unit and reader.",
            not_applicable="No figure is linked to a line yet.",
        ),
        subject=subject,
        unread=listed(unread),
        bare=listed(bare),
    )


def _lacks(figure: ExtractedFigure) -> list[str]:
    held = {
        "place": figure.has_place,
        "raw print": figure.has_raw or figure.is_captured,
        "unit": figure.has_unit,
        "reader": figure.read_right_by is not None,
    }
    return [name for name, is_there in held.items() if not is_there]


def check_document_dates(subject: str, documents: Sequence[DatedDocument]) -> CheckResult:
    """EV-22: no document is dated after the day it came; a file made after it was asked for is a note only.

    The note says "not known" while no file says when it was made.
    """
    dated = [document for document in documents if document.dated is not None]
    late = [
        f"{document.document} {document.dated} (came {document.received})"
        for document in dated
        if document.dated is not None and document.dated > document.received
    ]
    made = [
        f"{document.document} {document.created}"
        for document in documents
        if document.created and document.requested and document.created > document.requested
    ]
    return answer(
        "EV-22",
        not late if dated else None,
        Sentences(
            fails="Dated after the day they came: %(late)s; files made after they were asked for: %(notes)s.",
            passes="None of %(dated)s documents that print a date is dated after it came; files made after they "
            "were asked for: %(notes)s.",
            not_applicable="No document prints a date that was read; files made after they were asked for: "
            "%(notes)s.",
        ),
        subject=subject,
        dated=len(dated),
        late=listed(late),
        notes=listed(made) if any(document.created for document in documents) else "not known",
    )


def check_supplier_statement(statement: SupplierStatement, year: Period) -> CheckResult:
    """EV-23: a supplier's data are about days of the reporting period, and say their boundary.

    Not applicable while the period is not read or the page has no words to look for a boundary in.
    """
    faults = []
    if statement.period is not None and statement.period.common(year) is None:
        faults.append(f"its period {statement.period} lies outside {year}")
    if statement.boundary is None and statement.has_text:
        faults.append("no boundary is stated")
    is_known = statement.period is not None and statement.boundary is not None
    return answer(
        "EV-23",
        False if faults else (True if is_known else None),
        Sentences(
            fails="%(name)s: %(faults)s.",
            passes="%(name)s: %(boundary)s, period %(period)s, of the reporting period %(year)s.",
            not_applicable="%(name)s: its period or its words could not be read.",
        ),
        name=statement.name,
        period=statement.period or "-",
        boundary=statement.boundary or "-",
        year=year,
        faults=listed(faults),
    )
