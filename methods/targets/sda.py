"""Sectoral decarbonisation: a company's intensity converges to its sector's, by an uploaded sector path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from methods.rounding import share
from methods.targets.absolute import COUNTED_FROM, ONE
from methods.uncomputable import Uncomputable

# 1 PJ is 10^6 GJ and 3.6 GJ are one MWh.
MWH_PER_PJ = Decimal(1_000_000) / Decimal("3.6")


@dataclass(frozen=True, slots=True)
class SectorYear:
    """A year of a sector: activity in its unit, t CO2e per unit, PJ of power, t CO2e per MWh of it."""

    year: int
    activity: Decimal
    intensity: Decimal
    power_use: Decimal | None = None
    power_intensity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SectorPath:
    """A sector's way to its last year, with who publishes it and under which licence it may be used."""

    name: str
    activity_unit: str
    source: str
    licence: str
    years: tuple[SectorYear, ...]

    @property
    def has_power(self) -> bool:
        """Say whether the path holds what scope 2 needs."""
        return all(item.power_use is not None and item.power_intensity is not None for item in self.years)

    @property
    def last_year(self) -> int:
        return self.years[-1].year

    def activity_at(self, year: int) -> Decimal:
        """Return the sector's activity, straight between the given years."""
        return self._between(year, lambda item: item.activity)

    def intensity_at(self, year: int) -> Decimal:
        """Return the sector's scope 1 intensity in t CO2e per unit, straight between the given years."""
        return self._between(year, lambda item: item.intensity)

    def power_intensity_at(self, year: int) -> Decimal:
        """Return the sector's scope 2 t CO2e per unit: power use x power intensity / activity (2.2)."""
        power = self._between(year, lambda item: _given(item.power_use, self.name))
        factor = self._between(year, lambda item: _given(item.power_intensity, self.name))
        return share(power * MWH_PER_PJ * factor, self.activity_at(year))

    def _between(self, year: int, read: Callable[[SectorYear], Decimal]) -> Decimal:
        for before, after in pairwise(self.years):
            if before.year <= year <= after.year:
                first, last = read(before), read(after)
                return first + (last - first) * (year - before.year) / (after.year - before.year)
        raise Uncomputable(
            "The path of %(sector)s has no value for %(year)s: it runs from %(first)s to %(last)s.",
            sector=self.name,
            year=year,
            first=self.years[0].year,
            last=self.last_year,
        )


@dataclass(frozen=True, slots=True)
class SdaCompany:
    """A company's base year: activity in the sector's unit, t CO2e of scope 1 and, if targeted, scope 2.

    `target_output` is the activity planned for `target_year`; None keeps the market share.
    """

    base_year: int
    activity: Decimal
    scope_1: Decimal
    target_year: int
    scope_2: Decimal | None = None
    target_output: Decimal | None = None

    def activity_at(self, year: int, path: SectorPath) -> Decimal:
        """Return planned activity: fixed market share, or straight to the target year's output (T121)."""
        if self.target_output is None:
            return self.activity * share(path.activity_at(year), path.activity_at(self.base_year))
        passed = year - self.base_year
        whole = self.target_year - self.base_year
        return self.activity + (self.target_output - self.activity) * passed / whole


@dataclass(frozen=True, slots=True)
class SdaScope:
    """One scope in one year: index p, intensity, t CO2e, share cut since the base year.

    `is_capped`: the company starts below the sector's last value, the formula would let it rise, and the
    intensity is held at its base instead.
    """

    decarbonisation: Decimal
    intensity: Decimal
    tonnes: Decimal
    reduction: Decimal
    is_capped: bool


@dataclass(frozen=True, slots=True)
class SdaYear:
    """A year of the path: activity, the market share parameter m, and each scope by itself.

    `is_indicative`: later official tools adjust base years after 2020 in a way not read here.
    """

    year: int
    activity: Decimal
    market_share: Decimal
    scope_1: SdaScope
    scope_2: SdaScope | None
    is_indicative: bool

    @property
    def tonnes(self) -> Decimal:
        """Return scopes 1 + 2 as the sum of the two separate paths, in t CO2e (T121 F51)."""
        return self.scope_1.tonnes + (self.scope_2.tonnes if self.scope_2 else Decimal(0))


def decarbonisation_index(base: Decimal, now: Decimal, last: Decimal) -> Decimal:
    """Return p: the sector's way still to go, 1 in the base year and 0 in its last year (SDA15 Eq. 4)."""
    if base == last:
        raise Uncomputable(
            "The sector's intensity is %(base)s in the base year and in the last year, so there is no path.",
            base=base,
        )
    return (now - last) / (base - last)


def market_share_parameter(
    company_base: Decimal, company: Decimal, sector_base: Decimal, sector: Decimal
) -> Decimal:
    """Return m, the inverse change of market share, at most 1: losing share gives no relief (SDA15 Eq. 5)."""
    return min(ONE, share(share(company_base, sector_base), share(company, sector)))


def converge(company_base: Decimal, last: Decimal, index: Decimal, market_share: Decimal) -> Decimal:
    """Return the company's intensity, d x p x m + the sector's last (SDA15 Eq. 6); it may rise when d < 0."""
    return (company_base - last) * index * market_share + last


def project_sda(company: SdaCompany, path: SectorPath, year: int) -> SdaYear:
    """Return the company's SDA path in `year`; scope 2 only when company and path both have it.

    Raises Uncomputable outside base year to target year, or where the path has no values.
    """
    if not company.base_year <= year <= company.target_year:
        raise Uncomputable(
            "%(year)s lies outside the target's years %(first)s to %(last)s.",
            year=year,
            first=company.base_year,
            last=company.target_year,
        )
    activity = company.activity_at(year, path)
    sector = path.activity_at(year)
    m = market_share_parameter(company.activity, activity, path.activity_at(company.base_year), sector)
    years = (company.base_year, year, path.last_year)
    scope_1 = _project(company.scope_1, company.activity, activity, m, [path.intensity_at(y) for y in years])
    scope_2 = None
    if company.scope_2 is not None and path.has_power:
        power = [path.power_intensity_at(y) for y in years]
        scope_2 = _project(company.scope_2, company.activity, activity, m, power)
    return SdaYear(year, activity, m, scope_1, scope_2, is_indicative=company.base_year > COUNTED_FROM)


def sda_path(company: SdaCompany, path: SectorPath) -> tuple[SdaYear, ...]:
    """Return every year from base year to target year, both included."""
    years = range(company.base_year, company.target_year + 1)
    return tuple(project_sda(company, path, year) for year in years)


def follow_sector(base: Decimal, sector_base: Decimal, sector: Decimal) -> Decimal:
    """Return t CO2e of a heterogeneous sector's member: base x sector emissions / those of the base (Eq. 7)."""
    return base * share(sector, sector_base)


def _project(
    base_tonnes: Decimal, base_activity: Decimal, activity: Decimal, m: Decimal, sector: Sequence[Decimal]
) -> SdaScope:
    """Return one scope's path; `sector` is its intensity in the base year, this year and the last year."""
    base = share(base_tonnes, base_activity)
    index = decarbonisation_index(*sector)
    asked = converge(base, sector[-1], index, m)
    held = min(asked, base)
    tonnes = held * activity
    return SdaScope(index, held, tonnes, ONE - share(tonnes, base_tonnes), is_capped=asked > base)


def _given(value: Decimal | None, sector: str) -> Decimal:
    if value is None:
        raise Uncomputable("The path of %(sector)s holds no power data for scope 2.", sector=sector)
    return value
