"""The portfolio and the milestone board against a bare Flask endpoint, on the demo's entities and on ten times as many.

    .venv/bin/python -m benchmarks.programme --data DIR

DIR holds a loaded demo; it is copied and stays as it is. A ratio is the median of the rounds': what else the machine
does for a second falls on one target of one round.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import event, func, select

from app import create_app
from benchmarks.pages import (
    CLIENTS,
    QUERY_LIMIT,
    READ_LIMIT,
    REQUESTS,
    ROUNDS,
    Client,
    p95,
    served,
    timed_together,
)
from workflow.access import Actor, Role, system_actor
from workflow.config import from_environment
from workflow.people import sessions
from workflow.people.models import Membership, Person
from workflow.programme import boundary
from workflow.programme.boundary import Facts, Stand
from workflow.programme.models import BoundaryEntity, Programme
from workflow.programme.rules import Place
from workflow.start import start
from workflow.unit_of_work import services, unit_of_work

PAGES = {
    "portfolio": "/programme",
    "portfolio of suppliers": "/programme?of=suppliers&stage=M3&standing=closed",
    "milestone board": "/programme/milestones",
}
MANY = 4520
# In the place of a number of entities: the endpoint that a page is measured against.
BARE = 0


@dataclass(frozen=True)
class Side:
    """A data folder with its entities, the office's session tokens, and the queries of each page."""

    folder: Path
    entities: int
    tokens: tuple[str, ...]
    queries: dict[str, int]


def prepare(folder: Path, most: int | None) -> Side:
    """Fill a copy up to so many entities, sign the office in once for each client, count the queries."""
    start(from_environment(folder), sends=False)
    with unit_of_work(system_actor("benchmark", sessions.LOOKUP)) as uow:
        office = uow.session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.role == Role.GROUP_OFFICE)
            .limit(1)
        ).one()
        programme = uow.session.scalars(select(Programme)).one()
        here = uow.session.scalar(select(func.count()).select_from(BoundaryEntity)) or 0
        if most is not None and here < most:
            boundary.take(uow, programme, [_supplier(number) for number in range(most - here)])
            here = most
    actor = Actor(office.id, office.name, office.owner_org_id, sessions.LOOKUP)
    tokens = []
    for _ in range(CLIENTS):
        with unit_of_work(actor) as uow:
            row, token = sessions.open_session(
                uow, office, address="127.0.0.1", agent="benchmark", has_second_factor=True
            )
            uow.record("session.open", row)
            tokens.append(token)
    return Side(folder, here, tuple(tokens), _count_queries(tokens[0]))


def _supplier(number: int) -> tuple[Facts, Stand]:
    return Facts(f"B{number:05d}", f"Supplier {number}"), Stand(Place.VALUE_CHAIN, date(2021, 1, 1))


def _count_queries(token: str) -> dict[str, int]:
    browser = create_app(services=services()).test_client()
    browser.set_cookie(sessions.COOKIE, token)
    said: list[str] = []
    event.listen(
        services().engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: said.append(statement)
    )
    counts = {}
    for name, path in PAGES.items():
        browser.get(path)
        said.clear()
        if browser.get(path).status_code != http.client.OK:
            raise SystemExit(f"{path} is not to be had.")
        counts[name] = sum(statement.startswith("SELECT") for statement in said)
    return counts


def measure(
    bare_port: int, sides: Sequence[tuple[Side, int]], rounds: int
) -> dict[tuple[str, int], list[list[float]]]:
    """Milliseconds of every request by page and entities, round by round; the bare endpoint beside each page."""
    took: dict[tuple[str, int], list[list[float]]] = {}
    bare = [Client(bare_port) for _ in range(CLIENTS)]
    people = [[Client(port, token) for token in side.tokens] for side, port in sides]
    for number in range(rounds + 1):
        if number == 1:
            # The first round warmed templates, connections and compiled statements.
            took.clear()
        for name, path in PAGES.items():
            took.setdefault((name, BARE), []).append(timed_together([_asks(c, "/") for c in bare], REQUESTS))
            for (side, _port), clients in zip(sides, people, strict=True):
                acts = [_asks(client, path) for client in clients]
                took.setdefault((name, side.entities), []).append(timed_together(acts, REQUESTS))
    return took


def _asks(client: Client, path: str) -> Callable[[], str]:
    return lambda: client.get(path)


def main(arguments: Sequence[str]) -> int:
    """Print one table row for each figure; exit 1 when one misses its bound."""
    parser = argparse.ArgumentParser(description="The programme's pages against a bare Flask endpoint.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a data folder with the demo")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="programme-") as name:
        few, many = Path(name) / "few", Path(name) / "many"
        shutil.copytree(given.data, few)
        shutil.copytree(given.data, many)
        large, small = prepare(many, MANY), prepare(few, None)
        with (
            served("benchmarks.pages:bare_app()", Path(name)) as bare,
            served("app:create_app()", few) as port,
            served("app:create_app()", many) as large_port,
        ):
            took = measure(bare, ((small, port), (large, large_port)), given.rounds)
    return _print(took, small, large)


def _print(took: dict[tuple[str, int], list[list[float]]], small: Side, large: Side) -> int:
    is_met = True
    print("| Measure | Figure | Bound | Met |\n| --- | --- | --- | --- |")
    for name in PAGES:
        for side in (small, large):
            rounds, bare = took[name, side.entities], took[name, BARE]
            ratio = statistics.median(
                p95(own) / p95(beside) for own, beside in zip(rounds, bare, strict=True)
            )
            own = [one for each in rounds for one in each]
            is_met &= ratio <= READ_LIMIT
            print(
                f"| {name}, {side.entities} entities, p95 ÷ p95 of a bare Flask endpoint, {CLIENTS} clients "
                f"| {ratio:.1f} "
                f"(p50 {statistics.median(own):.0f} ms; p95 {statistics.median(map(p95, rounds)):.0f} ms "
                f"÷ {statistics.median(map(p95, bare)):.1f} ms) | ≤ {READ_LIMIT} "
                f"| {'yes' if ratio <= READ_LIMIT else 'no'} |"
            )
        asked = small.queries[name], large.queries[name]
        is_same = asked[0] == asked[1] <= QUERY_LIMIT
        is_met &= is_same
        print(
            f"| {name}, queries with {small.entities} and {large.entities} entities, guard included | {asked[0]}, "
            f"{asked[1]} | the same, ≤ {QUERY_LIMIT} | {'yes' if is_same else 'no'} |"
        )
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
