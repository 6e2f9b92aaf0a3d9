"""Says how sure a figure is from how its bonds were found, so that nine in ten of those said 0.9 are right, and
how often a number read in some way was found wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evidence.period_binding import PeriodSource
from evidence.unit_binding import UnitSource

MOST = Decimal("0.98")
LEAST = Decimal("0.05")
# The share of bonds found right, by where they were found, on documents that reading saw for the first time: what
# `python -m benchmarks.reading.calibration` prints, and what comes of it on layouts that have no part in the fit.
UNIT: dict[UnitSource, Decimal] = {
    "beside": Decimal("0.98"),
    "row": Decimal("0.99"),
    "header": Decimal("0.95"),
    "label": Decimal("0.95"),
    "caption": Decimal("0.98"),
    "currency": Decimal("0.93"),
    "none": Decimal("0.32"),
}
PERIOD: dict[PeriodSource, Decimal] = {
    "row": Decimal("0.98"),
    "year": Decimal("0.95"),
    "header": Decimal("0.78"),
    "part_header": Decimal("0.56"),
    "fiscal": Decimal("0.70"),
    "section": Decimal("0.93"),
    "axis": Decimal("0.93"),
    "label": Decimal("0.87"),
    "sentence": Decimal("0.84"),
    "stated": Decimal("0.89"),
    "title": Decimal("0.91"),
    "carried": Decimal("0.89"),
    "none": Decimal("0.27"),
}
LABELLED, NO_LABEL = Decimal("0.99"), Decimal("0.30")


def confidence_of(unit: UnitSource, period: PeriodSource, has_label: bool, doubts: Decimal) -> Decimal:
    """From 0.05 to 0.98: the product of how sure each bond is, less the sum of the doubts named."""
    found = UNIT[unit] * PERIOD[period] * (LABELLED if has_label else NO_LABEL)
    return max(min(found, MOST).quantize(Decimal("0.01")) - doubts, LEAST)


@dataclass(frozen=True, slots=True)
class StatedErrorRate:
    """How many in a hundred numbers read in one way were wrong, of how many that were compared, and on what."""

    percent: Decimal
    of: int
    source: str


# A number is wrong when it is no printed quantity, or not with this value at this place.
# 2026-11-22: `python -m benchmarks.reading --corpora DIR` (text, cells), `python -m benchmarks.ocr` (OCR).
# Where none was wrong the rate is the highest that 95 times in 100 would have shown one: 3 / n.
_BY_TEXT = StatedErrorRate(Decimal("2.5"), 7_666, "real tables")
_BY_CELL = StatedErrorRate(Decimal("0.6"), 540, "drawn workbooks and documents")
_BY_OCR = StatedErrorRate(Decimal("0.3"), 1_188, "drawn scans and photos")


def stated_error_rate(method: str, witnessed: bool) -> StatedErrorRate | None:
    """How often a number read so was found wrong; None for a way whose errors were not counted.

    Print that only one engine saw, and values of form fields, were too few to state a rate.
    """
    if method == "text":
        return _BY_TEXT if witnessed else None
    return {"cell": _BY_CELL, "ocr": _BY_OCR}.get(method)
