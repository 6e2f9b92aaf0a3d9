"""A signed-in browser over real HTTP: cookies, form tokens, uploads; a connection that breaks is an answer too."""

from __future__ import annotations

import http.client
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from tests.drills.folders import CASE
from tests.factories import EVERYTHING, the_system
from workflow.people.models import Person
from workflow.people.sessions import COOKIE, open_session
from workflow.unit_of_work import reading, unit_of_work

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
FORM_COOKIE = re.compile(r"assay_form=([^;]+)")
PATIENCE = 90.0
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when the connection broke before an answer was whole."""

    status: int
    body: bytes = b""

    @property
    def told(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


LOST = Answer(0)


@dataclass
class Visitor:
    """One person's browser; several may be one person."""

    port: int
    cookie: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form with the token that the pages carry."""
        body = urlencode({**fields, "csrf_token": self.form_token()}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind | headers)

    def upload(self, files: Files, key: str | None = None) -> Answer:
        """Send evidence as the page's script does."""
        mark = secrets.token_hex(16)
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Accept": "application/json",
            "X-CSRFToken": self.form_token(),
        }
        if key:
            headers["Idempotency-Key"] = key
        return self._ask("POST", f"/cases/{CASE}/evidence/upload", multipart(mark, files), headers)

    def form_token(self) -> str:
        """The token of this browser's forms, fetched once; raises AssertionError when no page comes."""
        if not self.token:
            found = TOKEN.search(self.get(f"/cases/{CASE}").body)
            assert found, "a signed-in page carries a token"
            self.token = found[1].decode()
        return self.token

    def headers(self) -> dict[str, str]:
        """The headers of each request: the cookies of this browser."""
        cookies = {COOKIE: self.cookie, **self.cookies}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, {**self.headers(), **headers})
            response = line.getresponse()
            answer = Answer(response.status, response.read())
        except (OSError, http.client.HTTPException):
            return LOST
        finally:
            line.close()
        for value in response.msg.get_all("Set-Cookie") or []:
            if found := FORM_COOKIE.match(value):
                self.cookies["assay_form"] = found[1]
        return answer


def multipart(mark: str, files: Files) -> bytes:
    """Files as a form's body."""
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return b"".join(parts) + f"--{mark}--\r\n".encode()


def sign_in(port: int, name: str) -> Visitor:
    """Open a browser for a person, freshly signed in with their second factor."""
    with unit_of_work(the_system(EVERYTHING)) as uow:
        person = uow.session.scalars(select(Person).where(Person.name == name)).one()
        _row, token = open_session(uow, person, address="127.0.0.1", agent="drill", has_second_factor=True)
    return Visitor(port, token)


__all__ = ["LOST", "Answer", "Visitor", "reading", "sign_in"]
