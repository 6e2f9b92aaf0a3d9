"""Progress towards an absolute target, how far ahead it asks to go, and when its base year has moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, share
from methods.targets.absolute import ONE, AbsoluteTarget, line_at
from methods.uncomputable import Uncomputable

NET_ZERO_YEAR = 2050
RECALCULATION_THRESHOLD = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Progress:
    """A year against the line: t CO2e, shares, and the share of the base still to cut in each year left.

    `gap` above 0 is over the line. `achieved` is None when the target asks for no cut, `needed_rate` when no
    year is left.
    """

    year: int
    actual: Decimal
    line: Decimal
    gap: Decimal
    achieved: Decimal | None
    elapsed: Decimal
    needed_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class BaseYearChange:
    """Changes of base-year emissions as shares of their total: signed sum, sum of sizes, largest one."""

    net: Decimal
    gross: Decimal
    largest: Decimal
    threshold: Decimal

    @property
    def is_triggered(self) -> bool:
        """Say whether any of the three reaches the threshold; reaching it is enough (NT-30)."""
        return max(self.net, self.gross, self.largest) >= self.threshold


def measure_progress(target: AbsoluteTarget, year: int, actual: Decimal) -> Progress:
    """Return the figures of 2.7 for `actual` t CO2e in `year`; raises Uncomputable before the base year."""
    line = line_at(target, year)
    cut = target.base * target.reduction
    left = target.target_year - year
    return Progress(
        year=year,
        actual=actual,
        line=line,
        gap=actual - line,
        achieved=None if cut == 0 else (target.base - actual) / cut,
        elapsed=Decimal(year - target.base_year) / (target.target_year - target.base_year),
        needed_rate=None if left <= 0 else share(actual - target.tonnes, target.base) / left,
    )


def forward_looking_limit(
    recent: Decimal, recent_year: int, target_year: int, residual: Decimal = ZERO
) -> Decimal:
    """Return the most t CO2e that a target may leave: on the line from the recent year to 2050 (NT-16).

    `residual` is the share of the recent emissions left in 2050 (0 strict, 0.10 after a 90 % cut). K.
    """
    if not recent_year < target_year <= NET_ZERO_YEAR:
        raise Uncomputable(
            "The target year %(target_year)s must lie after the most recent year %(recent_year)s and not "
            "after 2050.",
            target_year=target_year,
            recent_year=recent_year,
        )
    way = Decimal(target_year - recent_year) / (NET_ZERO_YEAR - recent_year)
    return recent * (ONE - (ONE - residual) * way)


def measure_base_year_change(
    changes: Iterable[Decimal], total: Decimal, threshold: Decimal = RECALCULATION_THRESHOLD
) -> BaseYearChange:
    """Return the three measures of NT-30 for signed changes in t CO2e; `total` is that of the target's scopes."""
    signed = tuple(changes)
    sizes = tuple(abs(change) for change in signed)
    return BaseYearChange(
        net=share(abs(sum(signed, ZERO)), total),
        gross=share(sum(sizes, ZERO), total),
        largest=share(max(sizes, default=ZERO), total),
        threshold=threshold,
    )
