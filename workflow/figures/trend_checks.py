"""Checks over time: from bill to bill and year to year (EV-16), and against the output (EV-17)."""

from __future__ import annotations

import re
from decimal import Decimal

from methods.evidence_checks import (
    Bill,
    IntensityPoint,
    Period,
    check_intensity,
    check_month_profile,
    check_year_on_year,
)
from methods.evidence_checks.names import bare
from methods.uncomputable import Uncomputable
from methods.units import convert
from workflow.figures.check_parts import Found, codes_of, documents_in
from workflow.figures.evidence_facts import EvidenceFacts, StatedLine, period_of
from workflow.figures.meter_checks import bills
from workflow.figures.models import Figure
from workflow.figures.queries import LinkRow
from workflow.ghg_statement.models import StatementLine

_OUTPUT = re.compile(r"(?i)产量|产出|\b(?:production (?:output|volume|quantity)|units produced|output)\b")
_Metered = dict[str, list[tuple[LinkRow, Bill]]]


def _by_meter(facts: EvidenceFacts) -> _Metered:
    """The bills of each meter, all in the unit of its first; a bill that does not convert is left out."""
    meters: _Metered = {}
    for row, bill in bills(facts):
        held = meters.setdefault(row.figure.meter or "", [])
        unit = held[0][1].unit if held else bill.unit
        try:
            quantity = convert(bill.quantity, bill.unit, unit)
        except Uncomputable:
            continue
        held.append((row, Bill(bill.document, bill.period, quantity, unit)))
    return dict(sorted(meters.items()))


def month_profiles(facts: EvidenceFacts) -> list[Found]:
    """EV-16 for each meter: the use per day from one bill to the next."""
    return [
        Found(
            meter,
            check_month_profile(meter, [bill for _, bill in held]),
            documents_in(row.document.code for row, _ in held),
            codes_of(row.figure for row, _ in held),
        )
        for meter, held in _by_meter(facts).items()
    ]


def years(facts: EvidenceFacts) -> list[Found]:
    """EV-16 for each line whose source stood in the period before; one answer when there is no such period."""
    if facts.earlier is None:
        return [Found(facts.case.code, check_year_on_year(facts.case.code, Decimal(0), "", None))]
    found = []
    for line in facts.lines:
        before = _earlier(line, facts.earlier.get(bare(line.source.name)))
        name = f"{line.source.code} {line.source.name}"
        result = check_year_on_year(name, line.line.activity, line.line.unit, before)
        figures = codes_of(row.figure for row in line.primary)
        found.append(
            Found(line.source.code, result, documents_in(row.document.code for row in line.primary), figures)
        )
    return found


def _earlier(line: StatedLine, before: StatementLine | None) -> Decimal | None:
    """The quantity of the period before in the line's unit of today."""
    if before is None:
        return None
    try:
        return convert(before.activity, before.unit, line.line.unit)
    except Uncomputable:
        return before.activity if before.unit == line.line.unit else None


def intensities(facts: EvidenceFacts) -> list[Found]:
    """EV-17 for each meter with bills of the same days as an output that is read right."""
    outputs = _outputs(facts)
    found = []
    for meter, held in _by_meter(facts).items():
        both = [(row, bill, outputs[bill.period]) for row, bill in held if bill.period in outputs]
        if not both:
            continue
        unit = f"{both[0][1].unit}/{both[0][2].unit}"
        points = [IntensityPoint(str(bill.period), bill.quantity, made.value) for _, bill, made in both]
        figures = [figure for row, _, made in both for figure in (row.figure, made)]
        result = check_intensity(meter, unit, points)
        found.append(
            Found(meter, result, documents_in(row.document.code for row, _, _ in both), codes_of(figures))
        )
    return found or [Found(facts.case.code, check_intensity(facts.case.code, "", []))]


def _outputs(facts: EvidenceFacts) -> dict[Period, Figure]:
    """What was produced by period: the largest (a total beside its parts), all in the unit of the first."""
    made: dict[Period, Figure] = {}
    unit: str | None = None
    for figure in (figure for page in facts.pages for figure in page.figures):
        period = period_of(figure)
        if (
            period is None
            or not figure.unit
            or not _OUTPUT.search(f"{figure.label or ''} {figure.column or ''}")
        ):
            continue
        unit = unit or figure.unit
        if figure.unit == unit and (period not in made or made[period].value < figure.value):
            made[period] = figure
    return made
