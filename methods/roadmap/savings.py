"""What measures really saved, beside the plan, and claims whose factor is not the inventory's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.quantification import Basis
from methods.roadmap.wedge import Lever
from methods.rounding import ZERO, share
from methods.uncomputable import Uncomputable

# The tolerance of the same comparison on evidence (EV-18).
FACTOR_TOLERANCE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class MeasuredYear:
    """A measure's year: MWh it would have used (adjusted baseline), MWh measured, t CO2e/MWh, who confirmed."""

    lever_id: str
    year: int
    baseline_mwh: Decimal
    measured_mwh: Decimal
    factor: Decimal
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class RealisedYear:
    """A measure's year against its plan, in MWh and t CO2e; `share` is realised / planned, None without a plan."""

    lever_id: str
    year: int
    saved_mwh: Decimal
    planned: Decimal
    realised: Decimal
    difference: Decimal
    share: Decimal | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ClaimedSaving:
    """A saving as someone states it: MWh and t CO2e."""

    name: str
    mwh: Decimal
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class ImpliedFactor:
    """The t CO2e per MWh that a claim implies, beside the inventory's, and what its MWh give at that one."""

    name: str
    implied: Decimal
    inventory: Decimal
    tonnes: Decimal
    tonnes_at_inventory: Decimal


def compare_realised(
    levers: Iterable[Lever], measured: Iterable[MeasuredYear], basis: Basis
) -> tuple[RealisedYear, ...]:
    """Return realised against planned per measure and year, by measure and year.

    Raises Uncomputable for a measure that the register lacks, or a year measured twice.
    """
    register = {lever.lever_id: lever for lever in levers}
    found: dict[tuple[str, int], RealisedYear] = {}
    for item in measured:
        key = (item.lever_id, item.year)
        if item.lever_id not in register:
            raise Uncomputable("%(lever)s is not in the register of levers.", lever=item.lever_id)
        if key in found:
            raise Uncomputable(
                "%(lever)s is measured twice for %(year)s.", lever=item.lever_id, year=item.year
            )
        saved = item.baseline_mwh - item.measured_mwh
        realised = saved * item.factor
        planned = register[item.lever_id].abates(item.year, basis)
        found[key] = RealisedYear(
            lever_id=item.lever_id,
            year=item.year,
            saved_mwh=saved,
            planned=planned,
            realised=realised,
            difference=realised - planned,
            share=None if planned == 0 else realised / planned,
            is_confirmed=bool(item.confirmed_by.strip()),
        )
    return tuple(found[key] for key in sorted(found))


def find_foreign_factors(
    claims: Iterable[ClaimedSaving], inventory_factor: Decimal, tolerance: Decimal = FACTOR_TOLERANCE
) -> tuple[ImpliedFactor, ...]:
    """Return claims whose t CO2e / MWh is not the inventory's factor within the tolerance (0.005 is 0.5 %).

    Raises Uncomputable for a claim without MWh.
    """
    found = []
    for claim in claims:
        if claim.mwh <= ZERO:
            raise Uncomputable("%(name)s claims tonnes without MWh; give both.", name=claim.name)
        implied = share(claim.tonnes, claim.mwh)
        if abs(implied - inventory_factor) > tolerance * abs(inventory_factor):
            at_inventory = claim.mwh * inventory_factor
            found.append(ImpliedFactor(claim.name, implied, inventory_factor, claim.tonnes, at_inventory))
    return tuple(found)
