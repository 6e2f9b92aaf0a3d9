"""Says how sure a figure is from how its bonds were found, so that nine in ten of those said 0.9 are right."""

from __future__ import annotations

from decimal import Decimal

from evidence.period_binding import PeriodSource
from evidence.unit_binding import UnitSource

MOST = Decimal("0.98")
LEAST = Decimal("0.05")
# What each way to find a unit or a period takes away; weighed by hand; benchmarks/reading
# measures what comes of it.
_UNIT: dict[UnitSource, Decimal] = {
    "beside": Decimal(0),
    "row": Decimal(0),
    "header": Decimal("0.01"),
    "label": Decimal("0.02"),
    "caption": Decimal("0.04"),
    "currency": Decimal("0.04"),
    "none": Decimal("0.09"),
}
_PERIOD: dict[PeriodSource, Decimal] = {
    "row": Decimal(0),
    "header": Decimal("0.01"),
    "part_header": Decimal("0.10"),
    "section": Decimal("0.02"),
    "axis": Decimal("0.05"),
    "label": Decimal("0.01"),
    "sentence": Decimal("0.03"),
    "stated": Decimal("0.02"),
    "title": Decimal("0.04"),
    "carried": Decimal("0.12"),
    "none": Decimal("0.09"),
}
_NO_LABEL = Decimal("0.09")


def confidence_of(unit: UnitSource, period: PeriodSource, has_label: bool, doubts: Decimal) -> Decimal:
    """From 0.05 to 0.98: less for every bond found farther away, and for the sum of the doubts named."""
    found = MOST - _UNIT[unit] - _PERIOD[period] - (Decimal(0) if has_label else _NO_LABEL)
    return max(found - doubts, LEAST)
