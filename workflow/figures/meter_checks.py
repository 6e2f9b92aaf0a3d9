"""Checks on meters: coverage (EV-01), cut-off (EV-02), readings (EV-04), invoices (EV-09), calibration (EV-10)."""

from __future__ import annotations

import re
from decimal import Decimal

from methods.evidence_checks import (
    Bill,
    Calibration,
    MeterReading,
    Period,
    check_calibration,
    check_meter_against_invoices,
    check_period_coverage,
    check_proration,
    check_readings,
)
from methods.uncomputable import Uncomputable
from methods.units import convert
from workflow.documents.rules import DocumentKind
from workflow.figures.check_parts import Found, codes_of, documents_in
from workflow.figures.evidence_facts import (
    METERED,
    EvidenceFacts,
    PageFacts,
    StatedLine,
    period_of,
    reading_of,
)
from workflow.figures.models import Figure
from workflow.figures.queries import LinkRow
from workflow.figures.rules import LinkRole

INVOICES = frozenset({DocumentKind.INVOICE, DocumentKind.FUEL_INVOICE})
_CLASS = re.compile(r"(?i)\bclass\b|准确度|精度等级")
READING_UNIT = {DocumentKind.ELECTRICITY_BILL: "kWh"}


def bills(facts: EvidenceFacts) -> list[tuple[LinkRow, Bill]]:
    """The bills behind the lines: primary figures of metered documents that say their meter and period."""
    found = []
    for line in facts.lines:
        for row in line.primary:
            period = period_of(row.figure)
            if row.document.kind in METERED and row.figure.meter and period is not None:
                quantity = row.figure.value
                found.append((row, Bill(row.document.code, period, quantity, row.figure.unit or "")))
    return found


def coverage(facts: EvidenceFacts) -> list[Found]:
    """EV-01 for each meter with a bill."""
    if facts.year is None:
        return []
    meters: dict[str, list[tuple[LinkRow, Bill]]] = {}
    for row, bill in bills(facts):
        meters.setdefault(row.figure.meter or "", []).append((row, bill))
    return [
        Found(
            meter,
            check_period_coverage(meter, [bill for _, bill in found], facts.year),
            documents_in(row.document.code for row, _ in found),
            codes_of(row.figure for row, _ in found),
        )
        for meter, found in sorted(meters.items())
    ]


def cut_off(facts: EvidenceFacts) -> list[Found]:
    """EV-02 for each bill that lies across the edge of the reporting period."""
    if facts.year is None:
        return []
    found = []
    for row, bill in bills(facts):
        inside = bill.period.common(facts.year)
        if inside is None or inside == bill.period:
            continue
        included = convert(row.link.contribution, row.link.unit, bill.unit)
        result = check_proration(bill, included, facts.year)
        found.append(Found(row.figure.code, result, (row.document.code,), (row.figure.code,)))
    return found


def readings(facts: EvidenceFacts) -> list[Found]:
    """EV-04 for each primary figure of a bill that prints its meter's readings."""
    pages = {(page.version.id, page.page): page for page in facts.pages}
    found = []
    for row, _ in bills(facts):
        page = pages.get((row.version.id, row.figure.page))
        reading = None if page is None else _meter_reading(page, row.figure)
        if reading is None:
            continue
        try:
            result = check_readings(reading)
        except Uncomputable:
            continue
        found.append(Found(row.figure.code, result, (row.document.code,), (row.figure.code,)))
    return found


def _meter_reading(page: PageFacts, figure: Figure) -> MeterReading | None:
    start = reading_of(page, figure, "reading_start")
    end = reading_of(page, figure, "reading_end")
    if start is None or end is None or not figure.unit:
        return None
    multiplier = reading_of(page, figure, "multiplier")
    return MeterReading(
        document=page.name,
        meter=figure.meter or "",
        start=start,
        end=end,
        multiplier=Decimal(1) if multiplier is None else multiplier,
        stated=figure.value,
        unit=figure.unit,
        reading_unit=READING_UNIT.get(page.document.kind, figure.unit),
    )


def against_invoices(facts: EvidenceFacts) -> list[Found]:
    """EV-09 for each meter of a line: its bills against the invoices that name it and stand beside them."""
    found = []
    for line in facts.lines:
        meters: dict[str, list[LinkRow]] = {}
        for row in line.primary:
            if row.document.kind in METERED and row.figure.meter:
                meters.setdefault(row.figure.meter, []).append(row)
        for meter, measured in sorted(meters.items()):
            charged = [
                row
                for row in line.read_right
                if row.link.role is LinkRole.CORROBORATING
                and row.document.kind in INVOICES
                and row.figure.meter == meter
            ]
            result = check_meter_against_invoices(
                meter, _sum(line, measured), _sum(line, charged), line.line.unit, _class_of(facts, meter),
                is_declared_complete=line.is_declared_complete,
            )  # fmt: skip
            rows = [*measured, *charged]
            codes = documents_in(row.document.code for row in rows)
            found.append(Found(meter, result, codes, codes_of(row.figure for row in rows)))
    return found


def _sum(line: StatedLine, rows: list[LinkRow]) -> Decimal | None:
    """What figures give together in the line's unit; None without any, or when one does not convert."""
    try:
        amounts = [convert(row.link.contribution, row.link.unit, line.line.unit) for row in rows]
    except Uncomputable:
        return None
    return sum(amounts, Decimal(0)) if amounts else None


def _class_of(facts: EvidenceFacts, meter: str) -> Decimal | None:
    """The meter's class in per cent, where it is read right on a calibration certificate."""
    for page in facts.pages_of(DocumentKind.CALIBRATION_CERTIFICATE):
        if page.value("meter") == meter:
            for figure in page.figures:
                if _CLASS.search(f"{figure.label or ''} {figure.column or ''}"):
                    return figure.value
    return None


def calibration(facts: EvidenceFacts) -> list[Found]:
    """EV-10 for each meter with a calibration certificate."""
    if facts.year is None:
        return []
    meters: dict[str, list[tuple[str, Calibration]]] = {}
    for page in facts.pages_of(DocumentKind.CALIBRATION_CERTIFICATE):
        first, last = page.day("valid_from"), page.day("valid_to")
        meter = page.value("meter")
        if meter and first and last and first <= last:
            certificate = Calibration(page.value("certificate") or page.name, Period(first, last))
            meters.setdefault(meter, []).append((page.document.code, certificate))
    return [
        Found(
            meter,
            check_calibration(meter, [certificate for _, certificate in held], facts.year),
            documents_in(code for code, _ in held),
        )
        for meter, held in sorted(meters.items())
    ]
