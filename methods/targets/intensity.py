"""Intensity targets: emissions per unit of output or of value added, falling by a compounded rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import share
from methods.targets.absolute import ONE, count_years
from methods.uncomputable import Uncomputable

INTENSITY_RATE = Decimal("0.07")
HISTORIC_FLOOR = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class AbsoluteEffect:
    """What an intensity target allows in t CO2e, and whether that is more than the base year's."""

    tonnes: Decimal
    rises: bool


def compound(value: Decimal, annual_rate: Decimal, years: int) -> Decimal:
    """Return value x (1 + rate)^years, in the value's unit; 0.016 grows by 1.6 % a year, -0.07 falls by 7 %."""
    if years < 0:
        raise Uncomputable("A number of years cannot be below 0 (%(years)s).", years=years)
    return value * (ONE + annual_rate) ** years


def intensity_at(base: Decimal, base_year: int, year: int, rate: Decimal = INTENSITY_RATE) -> Decimal:
    """Return the intensity of `year` in the base's unit: base x (1 - rate)^years (2.3, T121 D108-D109)."""
    return compound(base, -rate, year - base_year)


def compounded_reduction(years: int, rate: Decimal = INTENSITY_RATE) -> Decimal:
    """Return the share cut after so many years of a compounded rate: 1 - 0.93^n at 7 %."""
    return ONE - compound(ONE, -rate, years)


def minimum_intensity_reduction(base_year: int, target_year: int, rate: Decimal = INTENSITY_RATE) -> Decimal:
    """Return the least intensity reduction as a share, over the years of NT-19 (NT-20, inference)."""
    return compounded_reduction(count_years(base_year, target_year), rate)


def value_added(revenue: Decimal, purchases: Decimal) -> Decimal:
    """Return value added in the money given: revenue less purchased goods and services (SDA15 p. 34)."""
    if purchases > revenue:
        raise Uncomputable(
            "Purchases of %(purchases)s exceed the revenue of %(revenue)s, so there is no value added.",
            purchases=purchases,
            revenue=revenue,
        )
    return revenue - purchases


def emission_intensity(tonnes: Decimal, per: Decimal) -> Decimal:
    """Return t CO2e per unit of output or of value added in constant money; raises when there is none."""
    return share(tonnes, per)


def absolute_effect(target_intensity: Decimal, output: Decimal, base_tonnes: Decimal) -> AbsoluteEffect:
    """Return what an intensity allows at an output, and whether it rises above the base year (2.3)."""
    tonnes = target_intensity * output
    return AbsoluteEffect(tonnes, tonnes > base_tonnes)


def historic_physical_reduction(years: int, base_output: Decimal, output: Decimal) -> Decimal:
    """Return the older tool's least physical reduction, max(2 % x n, 1 - output_b / output); history only."""
    return max(HISTORIC_FLOOR * years, ONE - share(base_output, output))
