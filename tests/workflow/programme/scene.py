"""A group with subsidiaries and suppliers in its boundary, and its milestones, for tests of the programme."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.workflow.town import Town
from workflow.access import Actor
from workflow.cases import queries as cases
from workflow.documents.storage import store
from workflow.people import sign_in
from workflow.people.models import Organisation, Person
from workflow.programme import boundary, milestones
from workflow.programme.access import group_of, programme_of
from workflow.programme.boundary import Facts, Stand
from workflow.programme.counting import Counted, counts_on
from workflow.programme.milestone_models import Milestone
from workflow.programme.models import Programme
from workflow.programme.rules import Place
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work

GROUP, OFFICE = "Halden Precision Group", "Paula Office"
KUNSHAN, PENANG = "Halden Interconnect (Kunshan)", "Halden Cables (Penang)"
SINCE = date(2020, 1, 1)


@dataclass
class Scene:
    """The town with a programme; `day` sets the clock."""

    town: Town

    def day(self, iso: str, time: str = "12:00") -> None:
        self.town.house.clock.set(datetime.fromisoformat(f"{iso}T{time}:00").replace(tzinfo=UTC))

    def actor(self, name: str = OFFICE) -> Actor:
        with reading(sign_in.DOORKEEPER.scope) as session:
            person = session.get_one(Person, self.town.people[name])
            return cases.actor_of(session, person, self.town.house.clock.now().date(), is_fresh=True)

    def group(self, uow: UnitOfWork) -> Organisation:
        return group_of(uow.session, uow.actor)

    def programme(self, uow: UnitOfWork) -> Programme:
        found = programme_of(uow.session, self.group(uow))
        assert found is not None
        return found

    def milestone(self, uow: UnitOfWork, code: str) -> Milestone:
        return uow.session.scalars(select(Milestone).where(Milestone.code == code)).one()

    def counted(self, code: str, day: str) -> Counted:
        """A milestone as it stood on a day."""
        actor = self.actor()
        with reading(actor.scope) as session:
            found = counts_on(session, group_of(session, actor).id, 2021, date.fromisoformat(day))
        return next(m for m in found.milestones if m.code == code)

    def close(self, code: str, units: list[str], on: str) -> None:
        """Close units by one file."""
        with unit_of_work(self.actor()) as uow:
            milestones.close_units(
                uow, self.group(uow), self.milestone(uow, code), units, on=date.fromisoformat(on),
                evidence=[a_file()],
            )  # fmt: skip


def a_file(content: bytes = b"attendance list") -> milestones.Evidence:
    """Evidence in the store."""
    return milestones.Evidence("attendance.pdf", store().put(io.BytesIO(content), 1000), "application/pdf")


def inside(code: str, name: str | None = None, **more: object) -> tuple[Facts, Stand]:
    """An entity under operational control since 2020."""
    stand = Stand(Place.IN, SINCE, has_operational_control=True, has_financial_control=True)
    return Facts(code, name or f"Halden {code}", **more), stand  # type: ignore[arg-type]


def supplier(code: str, **more: object) -> tuple[Facts, Stand]:
    """A supplier of the value chain."""
    return Facts(code, f"Supplier {code}", **more), Stand(Place.VALUE_CHAIN, SINCE)  # type: ignore[arg-type]


def settle_programme(town: Town, subsidiaries: int = 4, suppliers: int = 2) -> Scene:
    """Kunshan, Penang and made-up others inside the boundary, suppliers outside, the milestones laid down."""
    scene = Scene(town)
    scene.day("2022-06-01")
    entries = [inside("S-01", KUNSHAN), inside("S-02", PENANG)]
    entries += [inside(f"S-{n:02d}") for n in range(3, subsidiaries + 1)]
    entries += [
        supplier(f"V-{n:03d}", contact_name=f"Contact {n}", contact_email=f"c{n}@example.org")
        for n in range(1, suppliers + 1)
    ]
    with unit_of_work(scene.actor()) as uow:
        programme = boundary.set_up(uow, scene.group(uow), base_year=2021)
        boundary.take(uow, programme, entries)
        person = uow.session.get_one(Person, town.people[OFFICE])
        milestones.plan_programme(uow, scene.group(uow), owner=person)
    return scene
