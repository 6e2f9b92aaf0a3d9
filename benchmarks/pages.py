"""Pages and saves of the product against a bare Flask endpoint, on little data and on a hundred entities.

    .venv/bin/python -m benchmarks.pages --data DIR

DIR holds a loaded demo; it is copied and stays as it is. Three web servers with the product's own settings
answer four clients in turns: the bare endpoint, the product on the demo, the product on a hundred entities.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event, select

from app import create_app
from benchmarks.entities import count_entities, fill_up_to
from workflow.access import Actor, Role, system_actor
from workflow.cases.models import Case, TeamMember
from workflow.cases.queries import case_by_code
from workflow.config import from_environment
from workflow.findings.commands import draft_finding
from workflow.findings.rules import FindingKind, Subtype
from workflow.people import sessions
from workflow.people.models import Person
from workflow.start import start
from workflow.unit_of_work import services, unit_of_work

CLIENTS, REQUESTS, ROUNDS, ENTITIES = 4, 10, 12, 100
READ_LIMIT, SAVE_LIMIT, GROWTH_LIMIT, QUERY_LIMIT = 15, 25, 1.5, 12
ISSUED, RUNNING = "C-2022-0001", "C-2022-0002"
PAGES = {
    "case page": f"/cases/{ISSUED}",
    "case page in execution": f"/cases/{RUNNING}",
    "viewer page": f"/cases/{ISSUED}/evidence/E-001/view",
    "findings list": f"/cases/{ISSUED}/findings",
}
SAVE, BARE = "finding save", "bare Flask endpoint"
START_SECONDS = 120


def bare_app() -> Flask:
    """The endpoint that everything is measured against."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "x" * 500)
    return app


@dataclass(frozen=True)
class Prepared:
    """A data folder ready to be asked: a session token and a draft of a finding for each client."""

    folder: Path
    tokens: tuple[str, ...]
    drafts: tuple[str, ...]
    entities: int


@dataclass
class Client:
    """One person's browser on a kept-alive connection, with a draft of its own to save."""

    port: int
    token: str = ""
    draft: str = ""
    form: dict[str, str] = field(default_factory=dict)
    cookies: str = ""

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.cookies = f"{sessions.COOKIE}={self.token}" if self.token else ""

    def get(self, path: str) -> str:
        """The page at a path; anything but 200 ends the benchmark."""
        self.line.request("GET", path, headers={"Cookie": self.cookies})
        answer = self.line.getresponse()
        body = answer.read().decode()
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} answered {answer.status}.")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("assay_form="):
                self.cookies = f"{sessions.COOKIE}={self.token}; {cookie.split(';')[0]}"
        return body

    def open_draft(self) -> None:
        """Open the draft's form, as a person does before the first save."""
        body = self.get(f"/cases/{RUNNING}/findings/{self.draft}/edit")
        found = re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]+)"', body)
        self.form = dict(reversed(found))

    def save(self) -> None:
        """Save the draft with a new title; the next save goes on from its version."""
        self.form["version"] = (
            str(int(self.form["version"]) + 1) if "title" in self.form else self.form["version"]
        )
        self.form |= {
            "title": f"Electricity of {time.monotonic_ns()}", "kind": FindingKind.CLARIFICATION.value,
            "subtype": Subtype.EVIDENCE_MISSING.value, "requirement": "5.2.3", "gap": "The meter is not named.",
        }  # fmt: skip
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        path = f"/cases/{RUNNING}/findings/{self.draft}/edit"
        self.line.request("POST", path, urlencode(self.form), headers)
        answer = self.line.getresponse()
        body = answer.read()
        if answer.status != http.client.SEE_OTHER:
            raise SystemExit(f"The save answered {answer.status}: {body[:2000]!r}")


def prepare(folder: Path) -> Prepared:
    """Sign the lead verifier in once for each client and draft a finding for each; by the product's commands."""
    with unit_of_work(system_actor("benchmark", sessions.LOOKUP)) as uow:
        lead = uow.session.scalars(
            select(Person)
            .join(TeamMember, TeamMember.person_id == Person.id)
            .join(Case, Case.id == TeamMember.case_id)
            .where(Case.code == RUNNING, TeamMember.role == Role.LEAD_VERIFIER)
        ).one()
        case = case_by_code(uow.session, RUNNING)
        actor = Actor(lead.id, lead.name, lead.owner_org_id, sessions.LOOKUP)
    tokens, drafts = [], []
    for _ in range(CLIENTS):
        with unit_of_work(actor) as uow:
            row, token = sessions.open_session(
                uow, lead, address="127.0.0.1", agent="benchmark", has_second_factor=True
            )
            finding = draft_finding(
                uow, case_by_code(uow.session, case.code), FindingKind.CLARIFICATION, Subtype.EVIDENCE_MISSING,
                title="Which meter is meant?", requirement="5.2.3", gap="The meter is not named.",
            )  # fmt: skip
            uow.record("session.open", row)
            tokens.append(token)
            drafts.append(finding.code)
    return Prepared(folder, tuple(tokens), tuple(drafts), count_entities(services().engine))


def count_queries(prepared: Prepared, app: Flask) -> dict[str, int]:
    """SELECTs of each page, session and rights included, asked once in this process."""
    browser = app.test_client()
    browser.set_cookie(sessions.COOKIE, prepared.tokens[0])
    said: list[str] = []
    event.listen(
        services().engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: said.append(statement)
    )
    counts = {}
    for name, path in PAGES.items():
        said.clear()
        if browser.get(path).status_code != http.client.OK:
            raise SystemExit(f"{path} is not to be had.")
        counts[name] = sum(statement.startswith("SELECT") for statement in said)
    return counts


@contextmanager
def served(target: str, folder: Path) -> Iterator[int]:
    """The port of a web server with the product's settings, on a data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:workflow.web_server",
        "-b",
        f"127.0.0.1:{port}",
    ]
    with (folder / "web.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, target], env={**os.environ, "ASSAY_DATA": str(folder)}, stdout=log, stderr=log
        )
        try:
            _await_port(port, server, folder / "web.log")
            yield port
        finally:
            server.terminate()
            server.wait(30)


def _await_port(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The web server did not start:\n{log.read_text()[-2000:]}")


def timed_together(acts: Sequence[Callable[[], object]], requests: int) -> list[float]:
    """Milliseconds of each request when all clients ask at once, each its number of times."""
    took: list[list[float]] = [[] for _ in acts]

    def ask(number: int) -> None:
        for _ in range(requests):
            began = time.perf_counter()
            acts[number]()
            took[number].append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    short = [number for number, own in enumerate(took) if len(own) < requests]
    if short:
        raise SystemExit(f"Client {short[0]} was refused; see above.")
    return [one for own in took for one in own]


Measured = dict[tuple[str, int], list[float]]


def measure(bare_port: int, sides: Sequence[tuple[Prepared, int]], rounds: int) -> Measured:
    """Milliseconds of every request by target and entities; all targets by turns, so that load falls on all."""
    took: Measured = {}
    bare = [Client(bare_port) for _ in range(CLIENTS)]
    people = [
        [Client(port, *of) for of in zip(side.tokens, side.drafts, strict=True)] for side, port in sides
    ]
    for client in (one for side in people for one in side):
        client.open_draft()
    for number in range(rounds + 1):
        if number == 1:
            # The first round warmed templates, connections and compiled statements.
            took.clear()
        for name in (*PAGES, SAVE):
            took.setdefault((BARE, 0), []).extend(timed_together([_act(c, "/") for c in bare], REQUESTS))
            for (side, _port), clients in zip(sides, people, strict=True):
                acts = [_act(client, PAGES.get(name)) for client in clients]
                took.setdefault((name, side.entities), []).extend(timed_together(acts, REQUESTS))
    return took


def _act(client: Client, path: str | None) -> Callable[[], object]:
    """Ask for a page; without one, save the draft."""
    return client.save if path is None else lambda: client.get(path)


def p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def rows_of(
    took: Measured, queries: dict[str, int], small: int, large: int
) -> list[tuple[str, str, str, bool]]:
    """The table: name, figure, bound, whether it holds."""
    bare = took[BARE, 0]
    rows = []
    for name in (*PAGES, SAVE):
        few, many = took[name, small], took[name, large]
        limit = SAVE_LIMIT if name == SAVE else READ_LIMIT
        ratio = p95(few) / p95(bare)
        said = (
            f"{ratio:.1f} (p50 {statistics.median(few):.0f} ms, p95 {p95(few):.0f} ms ÷ {p95(bare):.1f} ms)"
        )
        rows.append(
            (
                f"{name}, p95 ÷ p95 of a bare Flask endpoint, {CLIENTS} clients",
                said,
                f"≤ {limit}",
                ratio <= limit,
            )
        )
        growth = statistics.median(many) / statistics.median(few)
        rows.append(
            (
                f"{name}, p50 with {large} entities ÷ with {small}",
                f"{growth:.2f}",
                f"≤ {GROWTH_LIMIT}",
                growth <= GROWTH_LIMIT,
            )
        )
        if name in queries:
            count = queries[name]
            rows.append((f"{name}, queries", str(count), f"≤ {QUERY_LIMIT}", count <= QUERY_LIMIT))
    return rows


def main(arguments: Sequence[str]) -> int:
    """Print one table row for each figure; exit 1 when one misses its bound."""
    parser = argparse.ArgumentParser(description="Pages and saves against a bare Flask endpoint.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a data folder with the demo")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        few, many = Path(name) / "few", Path(name) / "many"
        shutil.copytree(given.data, few)
        shutil.copytree(given.data, many)
        large = _prepared(many, lambda: fill_up_to(services().engine, ENTITIES, ISSUED))
        small = _prepared(few, lambda: None)
        queries = count_queries(small, create_app(services=services()))
        with (
            served("benchmarks.pages:bare_app()", Path(name)) as bare,
            served("app:create_app()", few) as port,
            served("app:create_app()", many) as large_port,
        ):
            took = measure(bare, ((small, port), (large, large_port)), given.rounds)
    rows = rows_of(took, queries, small.entities, large.entities)
    print("| Measure | Figure | Bound | Met |\n| --- | --- | --- | --- |")
    for measure_name, figure, bound, is_met in rows:
        print(f"| {measure_name} | {figure} | {bound} | {'yes' if is_met else 'no'} |")
    return 0 if all(is_met for *_rest, is_met in rows) else 1


def _prepared(folder: Path, fill: Callable[[], None]) -> Prepared:
    start(from_environment(folder), sends=False)
    fill()
    return prepare(folder)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
