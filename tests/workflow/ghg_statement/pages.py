"""Signed-in browsers for the people of the worked case, for tests of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app
from tests.factories import the_system
from tests.workflow.ghg_statement.halden import Halden
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.people import sessions
from workflow.people.models import Membership, Organisation, Person
from workflow.unit_of_work import unit_of_work

CASE = "/cases/C-2022-0001"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """A signed-in person; posts carry the token that the pages carry."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(CASE + path)
        assert answer.status_code == status, (answer.status_code, answer.text[-2000:])
        return answer.text

    def bytes_of(self, path: str) -> bytes:
        answer = self.client.get(CASE + path)
        assert answer.status_code == 200
        return answer.data

    def post(self, path: str, status: int = 303, **fields: object) -> str:
        found = TOKEN.search(self.client.get("/cases").text)
        assert found, "no form on the page"
        data = {"csrf_token": found[1], **fields.pop("cells", {}), **fields}  # type: ignore[dict-item]
        answer = self.client.post(CASE + path, data=data, content_type="multipart/form-data")
        assert answer.status_code == status, (answer.status_code, answer.text[-2000:])
        return answer.text


def browsers(halden: Halden) -> dict[str, Browser]:
    """A browser for preparer, approver, lead and a stranger of another company."""
    app = create_app(services=halden.house.services)
    with unit_of_work(the_system()) as uow:
        case = halden.case(uow.session)
        party = uow.session.get_one(Organisation, case.responsible_party_org_id)
        cases.grant(uow, case, party)
        for actor, role in ((halden.preparer, Role.PREPARER), (halden.approver, Role.APPROVER)):
            row = Membership(
                owner_org_id=party.id, person_id=actor.person_id or 0, role=role, valid_from=date(2020, 1, 1)
            )
            uow.session.add(row)
            uow.record("membership.add", row)
        lead = uow.session.get_one(Person, halden.lead.person_id)
        cases.name_team_member(uow, case, lead, Role.LEAD_VERIFIER)
    people = {"preparer": halden.preparer, "approver": halden.approver, "lead": halden.lead}
    signed_in = {name: _sign_in(app.test_client(), actor) for name, actor in people.items()}
    return {**signed_in, "stranger": _sign_in(app.test_client(), halden.manager)}


def _sign_in(client: FlaskClient, actor: Actor) -> Browser:
    with unit_of_work(the_system()) as uow:
        person = uow.session.get_one(Person, actor.person_id)
        _row, token = sessions.open_session(
            uow, person, address="127.0.0.1", agent="test", has_second_factor=True
        )
    client.set_cookie(sessions.COOKIE, token)
    return Browser(client)


@contextmanager
def counted_queries(halden: Halden) -> Iterator[list[str]]:
    """Collect the statements that reach the database meanwhile."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            told.append(statement)

    event.listen(halden.house.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(halden.house.engine, "before_cursor_execute", note)
