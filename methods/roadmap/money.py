"""What the way to a target costs: each lever per tonne, the abatement cost curve, and the capex plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.roadmap.wedge import Lever
from methods.rounding import ZERO
from methods.targets import YearValue, compound
from methods.uncomputable import Uncomputable

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class CostStep:
    """One lever on the abatement cost curve: money per t CO2e, t a year, and where its step begins and ends."""

    lever_id: str
    cost: Decimal
    width: Decimal
    begins: Decimal
    ends: Decimal


@dataclass(frozen=True, slots=True)
class CapexYear:
    """A year of the capex plan: money by lever, its sum, and the sum of all years up to it."""

    year: int
    by_lever: tuple[tuple[str, Decimal], ...]
    total: Decimal
    cumulative: Decimal


@dataclass(frozen=True, slots=True)
class CapexPlan:
    """The capex plan: it foots by lever and by year to the register's total; t CO2e in all per money."""

    years: tuple[CapexYear, ...]
    by_lever: tuple[tuple[str, Decimal], ...]
    total: Decimal
    tonnes_per_money: Decimal | None


def capital_recovery_factor(interest: Decimal, years: int) -> Decimal:
    """Return k(1+k)^L / ((1+k)^L - 1), and 1/L without interest; raises for no life or negative interest."""
    if years < 1 or interest < 0:
        raise Uncomputable(
            "A lever lives at least one year at interest of 0 or more (%(years)s years, %(interest)s).",
            years=years,
            interest=interest,
        )
    if interest == 0:
        return ONE / years
    grown = compound(ONE, interest, years)
    return interest * grown / (grown - ONE)


def typical_abatement(lever: Lever) -> Decimal:
    """Return the mean t CO2e a year over the years in which a lever abates; 0 when it abates nothing."""
    working = [point.value for point in lever.abatement if point.value != 0]
    return sum(working, ZERO) / len(working) if working else ZERO


def abatement_cost(lever: Lever, interest: Decimal) -> Decimal:
    """Return money per t CO2e: (capex x CRF + yearly cost - yearly saving) / abatement a year.

    Raises Uncomputable for a lever that abates nothing.
    """
    tonnes = typical_abatement(lever)
    if tonnes <= 0:
        raise Uncomputable("%(lever)s abates nothing, so it has no cost per tonne.", lever=lever.lever_id)
    yearly = lever.capex * capital_recovery_factor(interest, lever.lifetime)
    return (yearly + lever.yearly_cost - lever.yearly_saving) / tonnes


def cost_curve(levers: Iterable[Lever], interest: Decimal) -> tuple[CostStep, ...]:
    """Return the abatement cost curve, cheapest first (savings before 0 stand left), ties by lever id."""
    costed = sorted(
        ((abatement_cost(lever, interest), lever.lever_id, lever) for lever in levers), key=lambda c: c[:2]
    )
    steps = []
    reached = ZERO
    for cost, lever_id, lever in costed:
        width = typical_abatement(lever)
        steps.append(CostStep(lever_id, cost, width, reached, reached + width))
        reached += width
    return tuple(steps)


def plan_capex(levers: Iterable[Lever]) -> CapexPlan:
    """Return the capex plan of the register; every lever's spending must add up to its capex.

    Raises Uncomputable naming each lever whose spending does not.
    """
    listed = tuple(levers)
    loose = [lever.lever_id for lever in listed if _sum(lever.spending) != lever.capex]
    if loose:
        raise Uncomputable(
            "Spending by year does not add up to the capex of: %(levers)s.", levers=", ".join(loose)
        )
    years = []
    cumulative = ZERO
    for year in sorted({point.year for lever in listed for point in lever.spending}):
        parts = tuple(
            (lever.lever_id, _sum(point for point in lever.spending if point.year == year))
            for lever in listed
        )
        total = sum((amount for _, amount in parts), ZERO)
        cumulative += total
        years.append(CapexYear(year, tuple(part for part in parts if part[1] != 0), total, cumulative))
    tonnes = sum((_sum(lever.abatement) for lever in listed), ZERO)
    return CapexPlan(
        years=tuple(years),
        by_lever=tuple((lever.lever_id, lever.capex) for lever in listed),
        total=cumulative,
        tonnes_per_money=None if cumulative == 0 else tonnes / cumulative,
    )


def _sum(points: Iterable[YearValue]) -> Decimal:
    return sum((point.value for point in points), ZERO)
