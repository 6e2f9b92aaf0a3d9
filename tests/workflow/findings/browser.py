"""A signed-in browser for tests of pages: real cookie, real form tokens."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import the_system
from workflow.access import Actor
from workflow.people import sessions
from workflow.people.models import Person
from workflow.unit_of_work import unit_of_work

FINDINGS = "/cases/C-2022-0001/findings"


class Browser:
    """What one person does in the browser."""

    def __init__(self, app: Flask, actor: Actor) -> None:
        self.client: FlaskClient = app.test_client()
        with unit_of_work(the_system()) as uow:
            person = uow.session.get_one(Person, actor.person_id)
            _row, token = sessions.open_session(
                uow, person, address="127.0.0.1", agent="test", has_second_factor=True
            )
        self.client.set_cookie(sessions.COOKIE, token)
        self._token: str | None = None

    def get(self, path: str = "", **query: Any) -> TestResponse:
        return self.client.get(FINDINGS + path, query_string=query)

    def post(self, path: str, **typed: Any) -> TestResponse:
        if self._token is None:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(FINDINGS).text)
            assert found
            self._token = found[1]
        return self.client.post(FINDINGS + path, data={**typed, "csrf_token": self._token})
