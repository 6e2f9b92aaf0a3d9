"""The one rounding rule of the product, half-up to 0.01 t CO2e, and percentages made from such figures."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from methods.uncomputable import Uncomputable

CENT = Decimal("0.01")
ZERO = Decimal(0)


def round_to(value: Decimal, places: int) -> Decimal:
    """Return `value` rounded half-up (a tie goes away from zero) to `places` decimals; never minus zero."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + ZERO


def round_tonnes(value: Decimal) -> Decimal:
    """Return tonnes rounded half-up to 0.01 t CO2e, the resolution of every source of a statement."""
    return round_to(value, 2)


def round_up(value: Decimal, places: int) -> Decimal:
    """Return `value` rounded towards plus infinity: printed reliability factors are rounded this way."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_CEILING) + ZERO


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Return part / whole unrounded (0.05 is 5 %); raises Uncomputable when the whole is zero."""
    if whole == 0:
        raise Uncomputable("A share of nothing cannot be computed: the total is 0 t CO2e.")
    return part / whole


def print_percent(fraction: Decimal, places: int = 2) -> str:
    """Return a fraction as printed per cent, 0.0047 -> '0.47'; comparisons use the unrounded fraction."""
    return str(round_to(fraction * 100, places))


def from_float(value: float, places: int = 12) -> Decimal:
    """Bring a float of scipy or numpy in as a Decimal of `places` decimals; raises on nan and inf."""
    if not math.isfinite(value):
        raise Uncomputable("The distribution gave no finite number (%(value)s).", value=value)
    return round_to(Decimal(repr(float(value))), places)
