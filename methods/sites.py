"""How many sites to visit and which: the root rule of IAF MD 1 by analogy, strata by risk, a random part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, isqrt

from methods.uncomputable import Uncomputable

BY_ANALOGY = "By analogy with IAF MD 1, written for management systems; the verifier may only go upwards."


class Round(StrEnum):
    """Which verification of a series this is; recertification only for a proven system."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"


class SiteRisk(StrEnum):
    """Risk of a stratum of similar sites."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


_ROUND = {
    Round.INITIAL: Fraction(1),
    Round.SURVEILLANCE: Fraction(3, 5),
    Round.RECERTIFICATION: Fraction(4, 5),
}
_RISK = {SiteRisk.HIGH: Fraction(5, 4), SiteRisk.MEDIUM: Fraction(1), SiteRisk.LOW: Fraction(4, 5)}
RANDOM_SHARE = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Similar sites without the central function; `visit_all` for sites above materiality or with a trigger.

    `at_least` is the verifier's own number, which can only raise the rule's.
    """

    name: str
    sites: int
    risk: SiteRisk = SiteRisk.MEDIUM
    visit_all: bool = False
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class StratumVisits:
    """Visits in a stratum: how many, and how many of them are chosen at random (at least a quarter)."""

    name: str
    sites: int
    visits: int
    random_visits: int


@dataclass(frozen=True, slots=True)
class SiteVisits:
    """The site sample of a case; the central function is visited on top of it, always."""

    strata: tuple[StratumVisits, ...]
    visits: int
    note: str = BY_ANALOGY


def root_rule(sites: int, factor: Fraction = Fraction(1)) -> int:
    """Return the smallest y with y >= factor x sqrt(sites), on integers, at most all sites (MD 1, S-MD1)."""
    if sites < 0:
        raise Uncomputable("The number of sites cannot be below 0 (%(sites)s).", sites=sites)
    if sites == 0:
        return 0
    # y^2 q^2 >= p^2 x is y q >= sqrt(p^2 x), and y q is whole: the root may be rounded up first.
    root = isqrt(factor.numerator**2 * sites - 1) + 1
    return min(sites, ceil(Fraction(root, factor.denominator)))


def sites_to_visit(sites: int, which: Round = Round.INITIAL) -> int:
    """Return the number of sites by the plain rule; the central function comes on top."""
    return root_rule(sites, _ROUND[which])


def plan_sites(strata: Iterable[Stratum], which: Round = Round.INITIAL) -> SiteVisits:
    """Return visits per stratum by process and risk (5.1), the risk factor inside the root rule."""
    planned = tuple(_plan_stratum(stratum, which) for stratum in strata)
    return SiteVisits(planned, sum(item.visits for item in planned))


def _plan_stratum(stratum: Stratum, which: Round) -> StratumVisits:
    if not 0 <= stratum.at_least <= stratum.sites:
        raise Uncomputable(
            "Stratum %(stratum)s has %(sites)s sites; the least number to visit must lie between 0 and that.",
            stratum=stratum.name,
            sites=stratum.sites,
        )
    if stratum.visit_all:
        return StratumVisits(stratum.name, stratum.sites, stratum.sites, 0)
    by_rule = root_rule(stratum.sites, _ROUND[which] * _RISK[stratum.risk])
    visits = max(by_rule, stratum.at_least)
    return StratumVisits(stratum.name, stratum.sites, visits, ceil(RANDOM_SHARE * visits))


def choose_sites(site_ids: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """Return `count` different sites at random from a stored seed, in the order of the list."""
    if len(set(site_ids)) != len(site_ids):
        raise Uncomputable("A site is in the list twice.")
    if not 0 <= count <= len(site_ids):
        raise Uncomputable(
            "%(count)s sites cannot be chosen from %(sites)s.", count=count, sites=len(site_ids)
        )
    # Loaded where it is drawn from: a server starts without it.
    from numpy.random import PCG64, Generator

    chosen = Generator(PCG64(seed)).permutation(len(site_ids))[:count]
    return tuple(site_ids[index] for index in sorted(int(index) for index in chosen))
