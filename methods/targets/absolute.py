"""Absolute contraction: emissions fall by a fixed share of the base year every year, in a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.rounding import ZERO
from methods.uncomputable import Uncomputable

ONE = Decimal(1)
# The years of a base year after this one are counted from here, so that a late start wins nothing (NT-19).
COUNTED_FROM = 2020


class Ambition(StrEnum):
    """The temperature goals of absolute contraction; the last is history."""

    ONE_POINT_FIVE = "1.5C"
    WELL_BELOW_TWO = "WB2C"
    TWO = "2C"

    @property
    def words(self) -> str:
        """Return the goal as people read it."""
        return {"1.5C": "1.5 °C", "WB2C": "well below 2 °C", "2C": "2 °C"}[self.value]


# Share of base-year emissions to cut each year (Foundations of SBT setting 2019 p. 22; tool V1.2.1 D67-D88).
ANNUAL_RATES: dict[Ambition, Decimal] = {
    Ambition.ONE_POINT_FIVE: Decimal("0.042"),
    Ambition.WELL_BELOW_TWO: Decimal("0.025"),
    Ambition.TWO: Decimal("0.0123"),
}


@dataclass(frozen=True, slots=True)
class YearValue:
    """One point of a line: a calendar year and its value, t CO2e unless the function says otherwise."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class AbsoluteTarget:
    """A published target: `base` t CO2e in `base_year`, cut by `reduction` (0.42 is 42 %) by `target_year`."""

    base_year: int
    base: Decimal
    target_year: int
    reduction: Decimal

    @property
    def tonnes(self) -> Decimal:
        """Return t CO2e in the target year, unrounded."""
        return self.base * (ONE - self.reduction)


def contract(base: Decimal, base_year: int, year: int, rate: Decimal) -> Decimal:
    """Return t CO2e in `year`: base x (1 - rate x years), never below 0 (METH Eq. 4.1; linear, not compounded).

    `rate` is the share of the base cut each year (0.042 is 4.2 %). Raises Uncomputable before the base year.
    """
    _require_base(base)
    if year < base_year:
        raise Uncomputable(
            "%(year)s lies before the base year %(base_year)s.", year=year, base_year=base_year
        )
    return max(ZERO, base * (ONE - rate * (year - base_year)))


def count_years(base_year: int, target_year: int) -> int:
    """Return the years that ambition is asked for: from the base year, but at the latest from 2020 (NT-19)."""
    _require_order(base_year, target_year)
    return target_year - min(base_year, COUNTED_FROM)


def minimum_reduction(base_year: int, target_year: int, rate: Decimal) -> Decimal:
    """Return the least reduction as a share (0.42 is 42 %): rate x the years of NT-19, at most 1."""
    return min(ONE, rate * count_years(base_year, target_year))


def line_at(target: AbsoluteTarget, year: int) -> Decimal:
    """Return t CO2e of the published line: straight from the base to base x (1 - R), then level (2.1, 2.7).

    Only R uses the years of NT-19; the line starts in the base year itself. Raises before the base year.
    """
    _require_target(target)
    if year < target.base_year:
        raise Uncomputable(
            "%(year)s lies before the base year %(base_year)s.", year=year, base_year=target.base_year
        )
    passed = min(year, target.target_year) - target.base_year
    return target.base - target.base * target.reduction * passed / (target.target_year - target.base_year)


def target_line(target: AbsoluteTarget) -> tuple[YearValue, ...]:
    """Return the published line in t CO2e for every year from base year to target year, both included."""
    years = range(target.base_year, target.target_year + 1)
    return tuple(YearValue(year, line_at(target, year)) for year in years)


def _require_base(base: Decimal) -> None:
    if base < 0:
        raise Uncomputable("Base-year emissions cannot be below 0 t CO2e (%(base)s).", base=base)


def _require_order(base_year: int, target_year: int) -> None:
    if target_year <= base_year:
        raise Uncomputable(
            "The target year %(target_year)s must come after the base year %(base_year)s.",
            target_year=target_year,
            base_year=base_year,
        )


def _require_target(target: AbsoluteTarget) -> None:
    _require_base(target.base)
    _require_order(target.base_year, target.target_year)
    if not 0 <= target.reduction <= 1:
        raise Uncomputable(
            "A reduction lies between 0 and 100 %%, not %(reduction)s.", reduction=target.reduction
        )
