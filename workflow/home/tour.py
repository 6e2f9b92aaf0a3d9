"""The first five minutes of the demo: its stops in the order in which they are offered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.cases.models import Case
from workflow.config import Config
from workflow.db import ScopedSession
from workflow.findings.models import Finding

# Written by the demo's replay beside its data; an installation without it has no tour.
TOUR = "tour.json"
# What a browser remembers last of all once its visitor has left the tour.
LEFT = "left"


@dataclass(frozen=True)
class Stop:
    """One thing to try: who does it, where it begins, and what it is about as its words name it.

    Where it is an act on a finding, that finding's case and the states in which the act is done.
    """

    key: str
    person_id: int
    person: str
    path: str
    about: str = ""
    also: str = ""
    case_code: str = ""
    done_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tour:
    """The stops in order, and the number of the issued statement whose package may be broken."""

    statement: str
    stops: tuple[Stop, ...]

    def stop(self, key: str) -> Stop | None:
        """The stop of that key."""
        return next((stop for stop in self.stops if stop.key == key), None)

    def after(self, key: str) -> Stop | None:
        """The stop that is offered next; None after the last."""
        keys = [stop.key for stop in self.stops]
        follows = keys.index(key) + 1
        return self.stops[follows] if follows < len(keys) else None


@dataclass(frozen=True)
class Progress:
    """How far one visitor came: the stops seen, the one they are at, and those that the case says are done."""

    tour: Tour
    seen: tuple[str, ...]
    has_left: bool = False
    done: frozenset[str] = frozenset()

    @property
    def at(self) -> Stop | None:
        return self.tour.stop(self.seen[-1]) if self.seen and not self.has_left else None

    @property
    def next(self) -> Stop | None:
        """The first stop that bears no tick yet."""
        return next((stop for stop in self.tour.stops if not self.is_ticked(stop)), None)

    def is_ticked(self, stop: Stop) -> bool:
        """Whether a stop is over: done where a finding's state tells, else opened."""
        return stop.key in (self.done if stop.done_in else self.seen)

    @property
    def ticks(self) -> int:
        return sum(map(self.is_ticked, self.tour.stops))

    def number(self, stop: Stop) -> int:
        """The place of a stop in the order, from 1."""
        return self.tour.stops.index(stop) + 1


def write_tour(config: Config, statement: str, stops: Iterable[Stop]) -> None:
    """Lay the tour down beside the demo's data."""
    told = {"statement": statement, "stops": [vars(stop) for stop in stops]}
    (config.folder / TOUR).write_text(json.dumps(told, ensure_ascii=False, indent=1))


def read_tour(config: Config) -> Tour | None:
    """The tour of a demo; None in any other installation."""
    if not config.is_demo:
        return None
    try:
        told = json.loads((config.folder / TOUR).read_text())
    except FileNotFoundError:
        return None
    return Tour(told["statement"], tuple(_stop(**stop) for stop in told["stops"]))


def _stop(*, done_in: Iterable[str], **fields: Any) -> Stop:
    return Stop(done_in=tuple(done_in), **fields)


def done_stops(session: ScopedSession, tour: Tour) -> frozenset[str]:
    """The stops whose finding stands in a state in which they are done, in one query."""
    acts = [stop for stop in tour.stops if stop.done_in]
    query = (
        select(Case.code, Finding.code, Finding.state)
        .join(Case, Case.id == Finding.case_id)
        .where(Case.code.in_({s.case_code for s in acts}), Finding.code.in_({s.about for s in acts}))
        .order_by(Finding.id)
    )
    states = {(case, code): state.value for case, code, state in session.execute(query)}
    return frozenset(s.key for s in acts if states.get((s.case_code, s.about)) in s.done_in)


def progress(tour: Tour, remembered: str) -> Progress:
    """What a browser remembers of the stops it saw, the latest last; unknown words are dropped."""
    words = remembered.split(".")
    return Progress(tour, tuple(key for key in words if tour.stop(key)), has_left=words[-1] == LEFT)


def remember(seen: Sequence[str], key: str) -> str:
    """The stops seen once this one is seen too, or the tour is left, as a browser remembers them."""
    return ".".join([*(one for one in seen if one != key), key])
