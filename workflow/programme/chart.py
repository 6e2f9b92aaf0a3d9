"""Writes and reads of the organisation chart: units from the board to the suppliers, each under another."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from workflow.access import Role
from workflow.db import ScopedSession
from workflow.errors import BadInput, NotYours, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.programme.models import ChartUnit
from workflow.programme.rules import ROLES_OF_UNIT, UnitKind
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class UnitSaid:
    """What a unit is: as a person types it."""

    kind: UnitKind
    name: str
    name_local: str | None = None
    holder: str | None = None
    role: Role | None = None
    parent_id: int | None = None


def units_of(session: ScopedSession, group_id: int) -> list[ChartUnit]:
    """All units of a group's chart in the order in which they were added."""
    query = select(ChartUnit).where(ChartUnit.owner_org_id == group_id).order_by(ChartUnit.id)
    return list(session.scalars(query))


def unit_by_id(session: ScopedSession, group_id: int, unit_id: int) -> ChartUnit:
    """A unit of the group; NotYours for a missing one and another group's alike."""
    row = session.scalar(select(ChartUnit).where(ChartUnit.id == unit_id, ChartUnit.owner_org_id == group_id))
    if row is None:
        raise NotYours("There is no such unit.")
    return row


def add_unit(uow: UnitOfWork, group: Organisation, said: UnitSaid) -> ChartUnit:
    """Add a unit under another, or at the top."""
    row = ChartUnit(owner_org_id=group.id)
    _say(uow, group, row, said)
    uow.session.add(row)
    uow.record("chart.add", row)
    return row


def change_unit(
    uow: UnitOfWork, group: Organisation, row: ChartUnit, said: UnitSaid, *, version: int | None = None
) -> None:
    """Say anew what a unit is and under which it stands."""
    uow.expect(row, version)
    _say(uow, group, row, said)
    uow.record("chart.change", row)


def remove_unit(uow: UnitOfWork, group: Organisation, row: ChartUnit) -> None:
    """Take a unit out of the chart; refused while others stand under it."""
    below = [u.name for u in units_of(uow.session, group.id) if u.parent_id == row.id]
    refusal = None
    if below:
        words = message(N_("{names} stand under it: put them elsewhere first."), names=", ".join(below))
        refusal = Refusal("G-CHART", words)
    uow.refuse_unless(row, "chart.remove", refusal)
    uow.session.delete(row)
    uow.record("chart.remove", row)


def _say(uow: UnitOfWork, group: Organisation, row: ChartUnit, said: UnitSaid) -> None:
    if not said.name.strip():
        raise BadInput(N_("A unit needs a name."), "name")
    if said.role is not None and said.role not in ROLES_OF_UNIT[said.kind]:
        raise BadInput(
            message(
                N_("A {kind} does not map to the role “{role}”."), kind=said.kind.value.replace("_", " "),
                role=said.role.value.replace("_", " "),
            ),
            "role",
        )  # fmt: skip
    parents = {u.id: u.parent_id for u in units_of(uow.session, group.id)}
    above = said.parent_id
    if above is not None and above not in parents:
        raise BadInput(N_("There is no such unit to stand under."), "parent")
    while above is not None:
        if above == row.id:
            raise BadInput(N_("A unit cannot stand under itself."), "parent")
        above = parents[above]
    row.kind, row.name, row.name_local = said.kind, said.name.strip(), said.name_local
    row.holder, row.role, row.parent_id = said.holder, said.role, said.parent_id
