"""A case in planning with everybody at the desk: roles on the case, in organisations, and signed-in browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from methods import sampling
from tests.factories import House, a_person, an_actor, the_system
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import Halden, hand_in, open_halden, prepare
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import Origin
from workflow.figures.rules import Technique
from workflow.people import commands as people
from workflow.people.models import Organisation, Person
from workflow.people.rules import OrganisationKind
from workflow.people.sessions import COOKIE, LOOKUP, open_session
from workflow.planning import commands
from workflow.planning.rules import Assertion, RiskLevel, VisitTrigger
from workflow.unit_of_work import UnitOfWork, unit_of_work

D = Decimal
CODE = "C-2022-0001"
TEAM = {
    "Chen Wei": Role.TEAM_MEMBER,
    "Rafael Ortiz": Role.TECHNICAL_EXPERT,
    "Amara Okafor": Role.INDEPENDENT_REVIEWER,
}
ANALYSIS = dict.fromkeys(commands.ANALYSIS_FIELDS, "Understood.")
PLAN = dict.fromkeys(commands.PLAN_FIELDS, "Written.")


@dataclass(frozen=True)
class Desk:
    """The case of HIK in planning and everybody who acts on it, by name."""

    halden: Halden
    actors: dict[str, Actor]
    app: Flask

    @property
    def house(self) -> House:
        return self.halden.house

    @contextmanager
    def on(self, name: str = "Ingrid Solberg") -> Iterator[tuple[UnitOfWork, Case]]:
        """One act of a person on the case."""
        with unit_of_work(self.actors[name]) as uow:
            yield uow, uow.session.get_one(Case, self.halden.case_id)

    def browser(self, name: str) -> FlaskClient:
        """The signed-in browser of a person."""
        with unit_of_work(the_system(LOOKUP)) as uow:
            person = uow.session.get_one(Person, self.actors[name].person_id)
            _row, token = open_session(uow, person, address="127.0.0.1", agent="test", has_second_factor=True)
        client = self.app.test_client()
        client.set_cookie(COOKIE, token)
        return client

    def move_to(self, state: CaseState) -> None:
        self.halden.move_to(state)


def open_desk(house: House) -> Desk:
    """HIK's case in planning; v1 is received as a draft."""
    halden = open_halden(house)
    actors = {a.name: a for a in (halden.preparer, halden.approver, halden.lead, halden.manager)}
    with unit_of_work(the_system()) as uow:
        case = halden.case(uow.session)
        body = uow.session.get_one(Organisation, case.owner_org_id)
        party = uow.session.get_one(Organisation, case.responsible_party_org_id)
        group = people.add_organisation(uow, "Halden Precision Group", OrganisationKind.GROUP)
        uow.session.flush()
        case.group_org_id, party.parent_id = group.id, group.id
        uow.record("test.group", case)
        uow.record("test.parent", party)
        joined = {name: (a_person(uow, body, name), role) for name, role in TEAM.items()}
        for name, (person, role) in joined.items():
            actors[name] = an_actor(person, case=case, roles=frozenset({role}))
            cases.name_team_member(uow, case, person, role)
        office = a_person(uow, group, "Sofia Marques")
        actors[office.name] = an_actor(office, case=case, roles=frozenset({Role.GROUP_OFFICE}))
        outsider = a_person(uow, an_other(uow), "Otto Fremd")
        actors[outsider.name] = an_actor(outsider)
        _give_roles(uow, halden, office, group)
    hand_in(halden, prepare(halden, worked_case.V1))
    return Desk(halden, actors, _app(house))


_MADE: list[Flask] = []


def _app(house: House) -> Flask:
    """One application for all tests of this process: it asks for its services at each request."""
    if not _MADE:
        _MADE.append(create_app(services=house.services))
    return _MADE[0]


def an_other(uow: UnitOfWork) -> Organisation:
    """A body that has nothing to do with the case."""
    other = people.add_organisation(uow, "Another Body", OrganisationKind.BODY)
    uow.session.flush()
    return other


def _give_roles(uow: UnitOfWork, halden: Halden, office: Person, group: Organisation) -> None:
    case = halden.case(uow.session)
    body = uow.session.get_one(Organisation, case.owner_org_id)
    party = uow.session.get_one(Organisation, case.responsible_party_org_id)
    by_id = {
        actor.name: uow.session.get_one(Person, actor.person_id)
        for actor in (halden.preparer, halden.approver, halden.lead, halden.manager)
    }
    people.give_role(uow, by_id["Liu Yan"], party, Role.PREPARER)
    people.give_role(uow, by_id["Zhang Min"], party, Role.APPROVER)
    people.give_role(uow, by_id["Jonas Lind"], body, Role.BODY_MANAGER)
    people.give_role(uow, office, group, Role.GROUP_OFFICE)
    cases.name_team_member(uow, case, by_id["Ingrid Solberg"], Role.LEAD_VERIFIER)
    cases.grant(uow, case, party)
    cases.grant(uow, case, group)


def assess_completeness(desk: Desk, sources: tuple[str, ...]) -> None:
    with desk.on() as (uow, case):
        for source in sources:
            commands.assess_risk(
                uow, case, source, Assertion.COMPLETENESS, inherent=RiskLevel.LOW, control=RiskLevel.HIGH,
                is_control_tested=False, reason="in the register",
            )  # fmt: skip


def an_activity(
    desk: Desk, sources: tuple[str, ...] = ("S06",), technique: Technique = Technique.RETRACING
) -> str:
    """Plan an activity; gives its code."""
    with desk.on() as (uow, case):
        return commands.add_activity(
            uow, case, source_codes=sources, assertion=Assertion.ACCURACY, technique=technique,
            purpose="Trace the bills to the line",
        ).code  # fmt: skip


def plan_whole(desk: Desk) -> None:
    """Everything that approval asks for."""
    codes = tuple(line.source_id for line in worked_case.V1)
    with desk.on() as (uow, case):
        commands.write_strategic_analysis(uow, case, **ANALYSIS)
        commands.sign_strategic_analysis(uow, case)
        commands.write_plan(uow, case, **PLAN)
        for trigger in (VisitTrigger.FIRST_VERIFICATION, VisitTrigger.CENTRAL_OFFICE):
            commands.decide_visit(
                uow, case, trigger, site="Kunshan plant", mode="on site", first_day=date(2022, 10, 12),
                last_day=date(2022, 10, 13),
            )  # fmt: skip
    assess_completeness(desk, (*codes, "unlisted"))
    an_activity(desk, codes)
    an_activity(desk, ("unlisted",), Technique.TRACING)


def a_document(
    desk: Desk, code: str, *, by: str = "Liu Yan", origin: Origin = Origin.CLIENT, sha256: str = "a" * 64
) -> None:
    """Lay a received document down, past the intake."""
    actor = desk.actors[by]
    with unit_of_work(the_system()) as uow:
        case = desk.halden.case(uow.session)
        document = Document(
            case_id=case.id, owner_org_id=case.owner_org_id, code=code, title=code, origin=origin,
            current_version=1,
        )  # fmt: skip
        uow.session.add(document)
        uow.session.flush()
        version = DocumentVersion(
            case_id=case.id, owner_org_id=case.owner_org_id, document_id=document.id, number=1, name=code,
            sha256=sha256, size=1, media_type="application/pdf", file_kind="pdf", received_at=uow.now,
            received_by=actor.name, received_by_id=actor.person_id, flags=[], page_facts=[],
        )  # fmt: skip
        uow.session.add(version)
        uow.record("document.receive", document, covers=[version])


def lots() -> tuple[sampling.Record, ...]:
    """The 130 lots of E-015 in t CO2e: copper 43.0 t x 4.05, plastics 43.5 t x 4.60."""
    from demo.files.receipts import lots as booked

    factors = {"CU": D("4.05"), "PL": D("4.60")}
    return tuple(sampling.Record(lot.code, lot.tonnes * factors[lot.code[:2]]) for lot in booked())
