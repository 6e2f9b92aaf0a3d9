"""Signed-in browsers of a scene: rows that give each person the role, and a client with the session's cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from tests.factories import House, the_system
from tests.workflow.figures.scene import Scene
from workflow.access import Actor, Role
from workflow.cases.models import CaseGrant, TeamMember
from workflow.people.models import Membership, Organisation, Person
from workflow.people.sessions import COOKIE, open_session
from workflow.unit_of_work import unit_of_work

SINCE = date(2022, 1, 1)


@dataclass(frozen=True)
class Browsers:
    """One client per role on the case."""

    app: Flask
    preparer: FlaskClient
    lead: FlaskClient
    office: FlaskClient
    stranger: FlaskClient


def open_browsers(house: House, scene: Scene) -> Browsers:
    app = create_app(services=house.services)
    app.config["WTF_CSRF_ENABLED"] = False
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        group = Organisation(name="Halden Group", kind="group", holidays=[], makeup_workdays=[])
        other = Organisation(name="Other Ltd", kind="subsidiary", holidays=[], makeup_workdays=[])
        uow.session.add_all([group, other])
        uow.record("organisation.add", group, covers=[other])
        case.group_org_id = group.id
        office = Person(name="Sofia", email="sofia@example.org", owner_org_id=group.id)
        stranger = Person(name="Nobody", email="nobody@example.org", owner_org_id=other.id)
        uow.session.add_all([office, stranger])
        rows = [
            CaseGrant(
                case_id=case.id,
                owner_org_id=case.owner_org_id,
                organisation_id=organisation,
                valid_from=SINCE,
            )
            for organisation in (scene.party_id, group.id)
        ]
        uow.session.flush()
        members = [
            Membership(
                person_id=scene.preparer.person_id, owner_org_id=scene.party_id, role=Role.PREPARER,
                valid_from=SINCE,
            ),
            Membership(person_id=office.id, owner_org_id=group.id, role=Role.GROUP_OFFICE, valid_from=SINCE),
            Membership(person_id=stranger.id, owner_org_id=other.id, role=Role.PREPARER, valid_from=SINCE),
        ]  # fmt: skip
        team = TeamMember(
            case_id=case.id, owner_org_id=case.owner_org_id, person_id=scene.lead.person_id, person_name="Ingrid",
            role=Role.LEAD_VERIFIER, is_proposed=False, valid_from=SINCE,
        )  # fmt: skip
        uow.session.add_all([*rows, *members, team])
        uow.record("test.people", case, covers=[*rows, *members, team, office, stranger])
        ids = [office.id, stranger.id]
    return Browsers(
        app,
        _client(app, scene.preparer),
        _client(app, scene.lead),
        _client(app, ids[0]),
        _client(app, ids[1]),
    )


def _client(app: Flask, who: Actor | int) -> FlaskClient:
    person_id = who if isinstance(who, int) else who.person_id
    with unit_of_work(the_system()) as uow:
        person = uow.session.get_one(Person, person_id)
        _row, token = open_session(uow, person, address="127.0.0.1", agent="test", has_second_factor=True)
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client
