"""Uncertainty by error propagation: products, sums and shared factors, as half 95 % intervals in per cent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class Component:
    """An amount in t CO2e and its uncertainty in per cent of it; one `shared` name means fully correlated."""

    tonnes: Decimal
    percent: Decimal
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class UncertainLine:
    """A line or sub-line in t CO2e with the uncertainty of its activity and of its factor, in per cent.

    Lines with the same `factor_id` use one factor: its error hits them all alike.
    """

    source_id: str
    tonnes: Decimal
    activity_percent: Decimal
    factor_percent: Decimal
    factor_id: str | None = None


def of_product(percents: Iterable[Decimal]) -> Decimal:
    """Return the per cent uncertainty of a product of independent factors (IPCC 2006 vol. 1 eq. 3.1)."""
    return sum((_allowed(percent) ** 2 for percent in percents), ZERO).sqrt()


def of_sum(components: Iterable[Component]) -> Decimal:
    """Return the per cent uncertainty of a sum (IPCC eq. 3.2); removals are negative tonnes.

    Components with one `shared` name are added linearly first, then all in quadrature. Raises Uncomputable
    when the sum is 0 t.
    """
    parts = tuple(components)
    return _relative(
        sum((part.tonnes for part in parts), ZERO),
        ((part.tonnes * _allowed(part.percent), part.shared) for part in parts),
    )


def of_lines(lines: Iterable[UncertainLine]) -> Decimal:
    """Return the per cent uncertainty of a category, group or statement from its lines and sub-lines (4.4).

    The activity parts are independent; the factor parts of lines with one factor are added linearly.
    """
    parts = tuple(lines)
    deviations = [(line.tonnes * _allowed(line.activity_percent), None) for line in parts]
    factors = [(line.tonnes * _allowed(line.factor_percent), line.factor_id) for line in parts]
    return _relative(sum((line.tonnes for line in parts), ZERO), (*deviations, *factors))


def _relative(total: Decimal, deviations: Iterable[tuple[Decimal, str | None]]) -> Decimal:
    """Return sqrt(sum of squares) / |total|, after adding the deviations of one shared name linearly."""
    if total == 0:
        raise Uncomputable("The uncertainty of a total of 0 t CO2e has no percentage.")
    square = ZERO
    shared: dict[str, Decimal] = {}
    for deviation, name in deviations:
        if name is None:
            square += deviation**2
        else:
            shared[name] = shared.get(name, ZERO) + deviation
    return (square + sum((deviation**2 for deviation in shared.values()), ZERO)).sqrt() / abs(total)


def _allowed(percent: Decimal) -> Decimal:
    if percent < 0:
        raise Uncomputable("An uncertainty cannot be below 0 %% (%(percent)s).", percent=percent)
    return percent
