"""An installation with the demo's organisations and people, and nothing that they did yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from demo import cast
from demo.files import DemoFile, draw_all
from demo.replay import BEGINS, ENDS
from demo.stage import DIRECTOR
from tests.factories import lay_tables
from tests.journeys.visitor import Visitor
from tests.journeys.worked_case.people import CASE
from workflow.access import system_actor
from workflow.clock import FrozenClock
from workflow.config import Config
from workflow.db import make_engine
from workflow.people.keys import make_authority
from workflow.people.models import Person
from workflow.start import start
from workflow.unit_of_work import reading, unit_of_work
from workflow.worker import run_all_due


class Town:
    """The web application, its people at their browsers, and the clock that the story sets."""

    def __init__(self, app: Flask, clock: FrozenClock, config: Config, ids: dict[str, int]) -> None:
        self.app = app
        self.clock = clock
        self.config = config
        self.ids = ids
        self.files: dict[str, DemoFile] = {}
        # The story's codes of documents, and those that the case gave them when they came.
        self.codes: dict[str, str] = {}
        self._visitors: dict[str, Visitor] = {}

    def at(self, day: str, time: str = "09:00") -> None:
        """Let it be that day, and everything due by then be done."""
        self.clock.set(datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=UTC))
        self.settle()

    def settle(self) -> None:
        """Run what waits for the workers."""
        run_all_due()

    def visit(self, name: str) -> Visitor:
        """A person's browser; signed in once, by the card."""
        if name not in self._visitors:
            self._visitors[name] = Visitor(self.app, name, self.ids[name])
        return self._visitors[name]

    def stranger(self) -> Visitor:
        """A browser of nobody."""
        return Visitor(self.app, "a stranger", None)

    def file(self, code: str) -> tuple[str, bytes]:
        """A file of the demo as it is chosen for an upload."""
        drawn = self.files[code]
        return drawn.name, drawn.path.read_bytes()

    def send_evidence(self, who: str, codes: Sequence[str], kind: str = "other", asked: str = "") -> None:
        """Send files of the demo by the Evidence tab, as an answer to a request where one is named."""
        visitor = self.visit(who).get(f"{CASE}/evidence" + (f"?request={asked}" if asked else ""))
        action = "evidence/working-papers" if "E-020" in codes else "evidence/upload"
        visitor.send(action, files=[self.file(code) for code in codes], kind=kind)
        for code in codes:
            name = self.files[code].name
            told = re.search(rf"(E-\d{{3}}) {re.escape(name)}: queued", visitor.text)
            assert told, f"{name} was not taken: {visitor.text}"
            self.codes[code] = told.group(1)
        self.settle()


def settings(folder: Path, database_url: str) -> Config:
    """A demo's settings without servers."""
    return Config(folder=folder, database_url=database_url, queue_url="unix:///nowhere", is_demo=True)


@contextmanager
def an_empty_town(folder: Path, database_url: str) -> Iterator[Town]:
    """Lay the tables, register the cast, draw their files."""
    config = settings(folder, database_url)
    laying = make_engine(database_url)
    lay_tables(laying)
    laying.dispose()
    clock = FrozenClock(BEGINS)
    services = start(config, clock=clock, sends=False)
    make_authority(config, clock.now())
    with unit_of_work(system_actor("demo", DIRECTOR)) as uow:
        people = cast.register_people(uow, cast.register_organisations(uow))
        ids = {name: row.id for name, row in people.items()}
    town = Town(create_app(services=services), clock, config, ids)
    town.files = draw_all(folder / "demo-files")
    yield town
    services.engine.dispose()


@contextmanager
def a_replayed_town(folder: Path) -> Iterator[Town]:
    """The demo as replayed in a folder, on the day after its replay ends."""
    config = settings(folder, f"sqlite:///{folder / 'assay.sqlite'}")
    clock = FrozenClock(ENDS)
    services = start(config, clock=clock, sends=False)
    with reading(DIRECTOR) as session:
        ids = {person.name: person.id for person in session.scalars(select(Person).order_by(Person.id))}
    yield Town(create_app(services=services), clock, config, ids)
    services.engine.dispose()
