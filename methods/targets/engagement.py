"""Targets that are counted in shares: suppliers with science-based targets, and renewable electricity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.rounding import ZERO, share
from methods.targets.absolute import ONE
from methods.uncomputable import Uncomputable

# Renewable electricity as a stand-in for a scope 2 target: 80 % in 2025, 100 % in 2030 (C21; steps K).
RENEWABLE_FROM, RENEWABLE_TO = (2025, Decimal("0.80")), (2030, ONE)


@dataclass(frozen=True, slots=True)
class EngagedParty:
    """A supplier or customer; `weight` is t CO2e or spend, the dates are those of its validated target."""

    name: str
    weight: Decimal
    valid_from: date | None = None
    valid_to: date | None = None

    def is_in_force(self, as_of: date) -> bool:
        """Say whether a validated target stands on that day; without a last day it stands on."""
        if self.valid_from is None or as_of < self.valid_from:
            return False
        return self.valid_to is None or as_of <= self.valid_to


@dataclass(frozen=True, slots=True)
class EngagementCoverage:
    """Scope 3 that an engagement target counts for: t CO2e, and the share of all scope 3."""

    tonnes: Decimal
    share: Decimal


def engagement_share(parties: Iterable[EngagedParty], as_of: date) -> Decimal:
    """Return the share of the weight (all t or all spend) whose party has a target in force (2.5)."""
    listed = tuple(parties)
    engaged = sum((party.weight for party in listed if party.is_in_force(as_of)), ZERO)
    return share(engaged, sum((party.weight for party in listed), ZERO))


def engagement_coverage(target_share: Decimal, covered: Decimal, scope_3: Decimal) -> EngagementCoverage:
    """Return what counts to NT-07: target share x covered t CO2e, against all scope 3 t CO2e (2.5)."""
    _require_share(target_share)
    tonnes = target_share * covered
    return EngagementCoverage(tonnes, share(tonnes, scope_3))


def share_line_at(base_year: int, base: Decimal, target_year: int, target: Decimal, year: int) -> Decimal:
    """Return the share of a year on the straight line between two shares; level outside it (2.5, 2.6)."""
    _require_share(base)
    _require_share(target)
    if target_year <= base_year:
        raise Uncomputable(
            "The target year %(target_year)s must come after the base year %(base_year)s.",
            target_year=target_year,
            base_year=base_year,
        )
    passed = min(max(year, base_year), target_year) - base_year
    return base + (target - base) * passed / (target_year - base_year)


def renewable_share(renewable_mwh: Decimal, total_mwh: Decimal) -> Decimal:
    """Return MWh from renewable sources with valid instruments / all MWh (2.6); raises above the total."""
    if not 0 <= renewable_mwh <= total_mwh:
        raise Uncomputable(
            "%(renewable)s MWh of renewable electricity do not fit into %(total)s MWh in all.",
            renewable=renewable_mwh,
            total=total_mwh,
        )
    return share(renewable_mwh, total_mwh)


def required_renewable_share(year: int, held: Decimal = ZERO) -> Decimal:
    """Return the least share of a year: none before 2025, 80 % to 100 % by 2030; who holds more keeps it."""
    first, last = RENEWABLE_FROM, RENEWABLE_TO
    asked = ZERO if year < first[0] else share_line_at(*first, *last, year)
    return max(held, asked)


def _require_share(value: Decimal) -> None:
    if not 0 <= value <= 1:
        raise Uncomputable("A share lies between 0 and 100 %%, not %(share)s.", share=value)
