"""A small town for tests through the web: a body, a group with two subsidiaries, a rival body, and browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app import create_app
from tests.factories import House
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.people import commands, sessions, sign_in
from workflow.people.models import Organisation, Person, WebSession
from workflow.people.rules import OrganisationKind as Kind
from workflow.unit_of_work import UnitOfWork, services, unit_of_work

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LONG_AGO = date(2020, 1, 1)


@lru_cache(maxsize=1)
def _app() -> Flask:
    return create_app(services=services())


def the_app() -> Flask:
    """The application, made once; the house that a test binds is the one it works on."""
    return _app()


@dataclass
class Browser:
    """A browser: sends forms with the token that the pages carry."""

    client: FlaskClient
    session_id: int = 0
    token: str | None = None

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, /, **fields: Any) -> TestResponse:
        if self.token is None:
            found = TOKEN.search(self.client.get("/people/me").text)
            assert found, "a signed-in page carries a token"
            self.token = found.group(1)
        return self.client.post(path, data={"csrf_token": self.token, **fields})


@dataclass
class Town:
    """Ids of organisations and people by name, and browsers that are signed in as them."""

    house: House
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def organisation(self, uow: UnitOfWork, name: str) -> Organisation:
        return uow.session.get_one(Organisation, self.organisations[name])

    def person(self, uow: UnitOfWork, name: str) -> Person:
        return uow.session.get_one(Person, self.people[name])

    def case(self, uow: UnitOfWork, code: str) -> Case:
        return uow.session.scalars(select(Case).where(Case.code == code)).one()

    def settle(self, organisation: str, kind: Kind, parent: str | None = None, **people: Role) -> None:
        """Register an organisation and its people; `Liu_Yan=Role.PREPARER` gives Liu Yan that role."""
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            above = self.organisation(uow, parent) if parent else None
            row = commands.add_organisation(uow, organisation, kind, parent=above)
            self.organisations[organisation] = row.id
            for words, role in people.items():
                self._add(uow, row, words.replace("_", " "), role)

    def _add(self, uow: UnitOfWork, organisation: Organisation, name: str, role: Role) -> None:
        email = name.lower().replace(" ", ".") + "@example.org"
        person = commands.add_person(uow, organisation, name, email)
        commands.give_role(uow, person, organisation, role, since=LONG_AGO)
        self.people[name] = person.id

    def visitor(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(the_app().test_client())

    def browser(self, name: str, *, is_fresh: bool = True) -> Browser:
        """A browser in which a person is signed in."""
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            row, token = sessions.open_session(
                uow, self.person(uow, name), address="127.0.0.1", agent="test", has_second_factor=True
            )
            if not is_fresh:
                row.fresh_at = self.house.clock.now() - timedelta(hours=1)
            client = the_app().test_client()
            client.set_cookie(sessions.COOKIE, token)
            return Browser(client, row.id)

    def open_case(self, party: str, body: str = "Norrland Assurance AS", **team: Role) -> str:
        """Open a case of a body with a team; gives its code."""
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            group = self.organisations.get("Halden Precision Group") if party.startswith("Halden") else None
            case = cases.open_case(
                uow, self.organisation(uow, body), title=f"{party} 2021",
                responsible_party=self.organisation(uow, party),
                group=uow.session.get(Organisation, group) if group else None,
            )  # fmt: skip
            for words, role in team.items():
                cases.name_team_member(uow, case, self.person(uow, words.replace("_", " ")), role)
            return case.code

    def sessions_of(self, uow: UnitOfWork, name: str) -> list[WebSession]:
        query = select(WebSession).where(WebSession.person_id == self.people[name]).order_by(WebSession.id)
        return list(uow.session.scalars(query))


def settle_town(house: House) -> Town:
    """Norrland and its people, the Halden group with two subsidiaries, a rival body with its own client."""
    town = Town(house)
    town.settle("The Operator", Kind.OPERATOR, Olga_Operator=Role.OPERATOR)
    town.settle(
        "Norrland Assurance AS", Kind.BODY, Jonas_Lind=Role.BODY_MANAGER, Ingrid_Solberg=Role.VERIFIER,
        Mei_Sato=Role.VERIFIER, Chen_Wei=Role.VERIFIER, Anna_Berg=Role.VERIFIER, Erik_Dahl=Role.VERIFIER,
        Sofia_Ek=Role.VERIFIER, Nils_Vik=Role.VERIFIER,
    )  # fmt: skip
    town.settle(
        "Halden Precision Group", Kind.GROUP, Paula_Office=Role.GROUP_OFFICE, Bo_Board=Role.BOARD_MEMBER
    )
    town.settle(
        "Halden Interconnect (Kunshan)", Kind.SUBSIDIARY, "Halden Precision Group", Liu_Yan=Role.PREPARER,
        Zhang_Min=Role.APPROVER,
    )  # fmt: skip
    town.settle("Halden Cables (Penang)", Kind.SUBSIDIARY, "Halden Precision Group", Tan_Mei=Role.PREPARER)
    town.settle("Rival Verification Ltd", Kind.BODY, Rita_Rival=Role.BODY_MANAGER, Ron_Rival=Role.VERIFIER)
    town.settle("Other Client Ltd", Kind.SUPPLIER, Omar_Other=Role.PREPARER)
    return town


class Counted:
    """How many statements the database was asked within the block."""

    def __init__(self, house: House) -> None:
        self._engine = house.engine
        self.statements: list[str] = []

    def __enter__(self) -> Counted:
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _c: object, _k: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)
