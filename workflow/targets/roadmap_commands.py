"""Writes of the roadmap: what it is drawn against, drivers, levers, measured years and published claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from methods.quantification import Basis
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.models import Target
from workflow.targets.roadmap_models import (
    RoadmapActivity,
    RoadmapBasis,
    RoadmapClaim,
    RoadmapLever,
    RoadmapMeasure,
)
from workflow.targets.roadmap_sheet import LeverEntry
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Activity:
    """A driver of business as usual as it is stated; growth a year as a share, factor in t CO2e per unit."""

    name: str
    amount: Decimal
    unit: str
    growth: Decimal
    factor: Decimal
    factor_source: str = ""
    overlap_group: str | None = None


def set_basis(
    uow: UnitOfWork, group: Organisation, *, target: Target | None, basis: Basis, currency: str, interest: Decimal,
    inventory_factor: Decimal | None, factor_source: str = "", version: int | None = None,
) -> RoadmapBasis:  # fmt: skip
    """Say what the roadmap is drawn against; the second of two people to save is told."""
    if len(currency.strip()) != 3 or not currency.strip().isalpha():
        raise BadInput(N_("Give the currency by its three letters, such as CNY."), "currency")
    if not 0 <= interest < 1:
        raise BadInput(N_("The interest lies between 0 and 100 %."), "interest")
    row = uow.session.scalar(select(RoadmapBasis).where(RoadmapBasis.owner_org_id == group.id))
    if row is None:
        row = RoadmapBasis(owner_org_id=group.id)
        uow.session.add(row)
    else:
        uow.expect(row, version)
    row.target_id = target.id if target else None
    row.basis, row.currency, row.interest = basis, currency.strip().upper(), interest
    row.inventory_factor, row.factor_source = inventory_factor, factor_source.strip()
    uow.record("roadmap.basis", row)
    return row


def set_activity(uow: UnitOfWork, group: Organisation, stated: Activity) -> RoadmapActivity:
    """Enter a driver of business as usual, or state one of that name anew."""
    if not stated.name.strip() or stated.amount < 0 or stated.factor < 0 or stated.growth <= -1:
        raise BadInput(
            N_("Give a name, an amount and a factor not below 0, and a growth above −100 % a year."), "name"
        )
    query = select(RoadmapActivity).where(
        RoadmapActivity.owner_org_id == group.id, RoadmapActivity.name == stated.name.strip()
    )
    row = uow.session.scalar(query)
    if row is None:
        row = RoadmapActivity(owner_org_id=group.id)
        uow.session.add(row)
    _fill(row, asdict(stated) | {"name": stated.name.strip()})
    uow.record("roadmap.activity", row)
    return row


def take_levers(uow: UnitOfWork, group: Organisation, entries: Sequence[LeverEntry]) -> tuple[int, int]:
    """Take many levers in one act: new codes enter, known ones are stated anew; gives how many of each."""
    if not entries:
        raise BadInput(N_("There is no lever in it."), "file")
    query = select(RoadmapLever).where(RoadmapLever.owner_org_id == group.id)
    known = {row.code: row for row in uow.session.scalars(query)}
    rows, entered = [], 0
    for entry in entries:
        row = known.get(entry.code)
        if row is None:
            row, entered = RoadmapLever(owner_org_id=group.id), entered + 1
            uow.session.add(row)
        _fill(row, asdict(entry))
        rows.append(row)
    uow.record("roadmap.levers", group, covers=rows, entered=entered, stated_anew=len(rows) - entered)
    return entered, len(rows) - entered


def measure(
    uow: UnitOfWork, lever: RoadmapLever, year: int, *, baseline_mwh: Decimal, measured_mwh: Decimal,
    factor: Decimal, confirmed_by: str = "",
) -> RoadmapMeasure:  # fmt: skip
    """Note what a lever really saved in a year; without who confirmed it, it stays unconfirmed."""
    if baseline_mwh < 0 or measured_mwh < 0 or factor < 0:
        raise BadInput(N_("MWh and factor are not below 0."), "measured_mwh")
    if not lever.first_year <= year <= lever.last_year:
        raise BadInput(
            message(
                N_("{code} works from {first} to {last}."),
                code=lever.code,
                first=lever.first_year,
                last=lever.last_year,
            ),
            "year",
        )
    query = select(RoadmapMeasure).where(RoadmapMeasure.lever_id == lever.id, RoadmapMeasure.year == year)
    row = uow.session.scalar(query)
    if row is None:
        row = RoadmapMeasure(owner_org_id=lever.owner_org_id, lever_id=lever.id, year=year)
        uow.session.add(row)
    row.baseline_mwh, row.measured_mwh, row.factor = baseline_mwh, measured_mwh, factor
    row.confirmed_by = confirmed_by.strip()
    uow.record("roadmap.measure", row, lever=lever.code, year=year)
    return row


def note_claim(
    uow: UnitOfWork, group: Organisation, *, name: str, mwh: Decimal, tonnes: Decimal, source: str
) -> RoadmapClaim:
    """Note a published saving, so that its implied factor stands beside the inventory's."""
    if not name.strip() or mwh <= 0 or tonnes <= 0:
        raise BadInput(N_("Give the claim's words, its MWh and its tonnes, both above 0."), "name")
    taken = select(RoadmapClaim.id).where(
        RoadmapClaim.owner_org_id == group.id, RoadmapClaim.name == name.strip()
    )
    if uow.session.scalar(taken) is not None:
        raise BadInput(message(N_("“{name}” is noted already."), name=name.strip()), "name")
    row = RoadmapClaim(
        owner_org_id=group.id, name=name.strip(), mwh=mwh, tonnes=tonnes, source=source.strip()
    )
    uow.session.add(row)
    uow.record("roadmap.claim", row)
    return row


def _fill(row: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
