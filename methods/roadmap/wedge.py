"""The way to a target: business as usual, levers year by year, and the wedge against the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.quantification import Basis
from methods.rounding import ZERO
from methods.targets import AbsoluteTarget, YearValue, compound, line_at
from methods.uncomputable import Uncomputable


class LeverKind(StrEnum):
    """What a lever does; certificates move market-based scope 2 alone."""

    EFFICIENCY = "efficiency"
    RENEWABLE_ON_SITE = "renewable_on_site"
    POWER_PURCHASE = "power_purchase"
    CERTIFICATES = "certificates"
    ELECTRIFICATION = "electrification"
    REFRIGERANT = "refrigerant"
    PROCESS_GAS = "process_gas"
    SUPPLIER = "supplier"
    LOGISTICS = "logistics"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Activity:
    """A driver of business as usual: amount in the base year, growth a year (0.03 is 3 %), t CO2e per unit."""

    name: str
    amount: Decimal
    growth: Decimal
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Lever:
    """A measure of the register: abatement in t CO2e and spending in money, year by year.

    `capex` is the whole investment, `yearly_cost` what running it adds each year, `yearly_saving` what it
    spares, `lifetime` its years of use. Levers of one `overlap_group` cut the same emissions.
    """

    lever_id: str
    kind: LeverKind
    abatement: tuple[YearValue, ...]
    capex: Decimal = ZERO
    spending: tuple[YearValue, ...] = ()
    yearly_cost: Decimal = ZERO
    yearly_saving: Decimal = ZERO
    lifetime: int = 1
    overlap_group: str | None = None

    def abates(self, year: int, basis: Basis) -> Decimal:
        """Return t CO2e abated in a year on a basis; certificates abate nothing on the location basis."""
        if self.kind is LeverKind.CERTIFICATES and basis is Basis.LOCATION:
            return ZERO
        return sum((point.value for point in self.abatement if point.year == year), ZERO)


@dataclass(frozen=True, slots=True)
class OverlapExcess:
    """A year in which levers of one group abate more than the emissions they share, in t CO2e."""

    overlap_group: str
    year: int
    abatement: Decimal
    baseline: Decimal
    levers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WedgeYear:
    """A year of the roadmap in t CO2e; `gap` above 0 is over the line."""

    year: int
    business_as_usual: Decimal
    abatement: Decimal
    planned: Decimal
    line: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Wedge:
    """The roadmap from base year to target year on one basis."""

    basis: Basis
    years: tuple[WedgeYear, ...]

    @property
    def passes(self) -> bool:
        """Say whether the plan lies on or under the line in the target year."""
        return self.years[-1].gap <= 0


def business_as_usual(
    activities: Iterable[Activity], base_year: int, last_year: int
) -> tuple[YearValue, ...]:
    """Return t CO2e of every year without levers: the sum of amount x growth x factor, unrounded."""
    if last_year < base_year:
        raise Uncomputable(
            "Business as usual ends in %(last)s, before it begins in %(first)s.",
            first=base_year,
            last=last_year,
        )
    listed = tuple(activities)
    return tuple(
        YearValue(
            year,
            sum((compound(a.amount, a.growth, year - base_year) * a.factor for a in listed), ZERO),
        )
        for year in range(base_year, last_year + 1)
    )


def abatement_in(levers: Iterable[Lever], year: int, basis: Basis) -> Decimal:
    """Return t CO2e that all levers abate in a year on a basis."""
    return sum((lever.abates(year, basis) for lever in levers), ZERO)


def find_overlaps(
    levers: Iterable[Lever], baselines: Mapping[str, Sequence[YearValue]]
) -> tuple[OverlapExcess, ...]:
    """Return where the levers of an overlap group abate more than its baseline; empty when all fits.

    `baselines` gives t CO2e by year for each group. Raises Uncomputable for a group or year without one.
    """
    groups: dict[str, list[Lever]] = {}
    for lever in levers:
        if lever.overlap_group is not None:
            groups.setdefault(lever.overlap_group, []).append(lever)
    found = []
    for group, members in sorted(groups.items()):
        known = {point.year: point.value for point in baselines.get(group, ())}
        for year in sorted({point.year for lever in members for point in lever.abatement}):
            if year not in known:
                raise Uncomputable(
                    "Overlap group %(group)s has no baseline for %(year)s.", group=group, year=year
                )
            abatement = abatement_in(members, year, Basis.MARKET)
            if abatement > known[year]:
                names = tuple(lever.lever_id for lever in members)
                found.append(OverlapExcess(group, year, abatement, known[year], names))
    return tuple(found)


def draw_wedge(
    bau: Sequence[YearValue], levers: Iterable[Lever], target: AbsoluteTarget, basis: Basis
) -> Wedge:
    """Return planned = business as usual - levers, and its gap to the line, for every year of the target.

    Raises Uncomputable when business as usual lacks a year, or levers abate more than there is.
    """
    listed = tuple(levers)
    known = {point.year: point.value for point in bau}
    years = []
    for year in range(target.base_year, target.target_year + 1):
        if year not in known:
            raise Uncomputable("Business as usual has no value for %(year)s.", year=year)
        abatement = abatement_in(listed, year, basis)
        planned = known[year] - abatement
        if planned < 0:
            raise Uncomputable(
                "Levers abate %(abatement)s t in %(year)s, more than the %(bau)s t of business as usual.",
                abatement=abatement,
                year=year,
                bau=known[year],
            )
        line = line_at(target, year)
        years.append(WedgeYear(year, known[year], abatement, planned, line, planned - line))
    return Wedge(basis, tuple(years))
