"""The stage of the replay: a clock that is set, people who act through the same commands as anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from demo.files import DemoFile
from workflow.access import Actor, Scope
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.clock import FrozenClock
from workflow.errors import RuleViolation
from workflow.people.models import Person
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work
from workflow.worker import run_all_due

DIRECTOR = Scope(everything="the demo's replay sets the stage for people of several organisations")


class Stage:
    """Who acts, when, on which case; refusals that belong to the story are asked for by their codes."""

    def __init__(self, clock: FrozenClock, folder: Path) -> None:
        self.clock = clock
        self.folder = folder
        self.files: dict[str, DemoFile] = {}
        self.ids: dict[str, int] = {}

    def at(self, day: str, time: str = "09:00") -> None:
        """Set the clock, and let everything that is due by then be done."""
        self.clock.set(datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=UTC))
        self.settle()

    def settle(self) -> None:
        """Run every job that waits, as the workers would."""
        run_all_due()

    def actor(self, name: str, case_code: str | None = None) -> Actor:
        """A person as they stand now, freshly signed in, on a case."""
        with reading(DIRECTOR) as session:
            person = session.get_one(Person, self.ids[name])
            today = self.clock.now().date()
            actor = cases.actor_of(session, person, today, is_fresh=True)
            if case_code is None:
                return actor
            case = session.scalars(select(Case).where(Case.code == case_code)).one()
            return actor.on_case(case.id, cases.roles_on(session, actor, case, today))

    @contextmanager
    def acts(self, name: str, case_code: str | None = None) -> Iterator[UnitOfWork]:
        """One act of a person."""
        with unit_of_work(self.actor(name, case_code)) as uow:
            yield uow

    @contextmanager
    def on(self, name: str, case_code: str) -> Iterator[tuple[UnitOfWork, Case]]:
        """One act of a person on a case."""
        with self.acts(name, case_code) as uow:
            yield uow, cases.case_by_code(uow.session, case_code)

    def is_refused(
        self, name: str, case_code: str, code: str, act: Callable[[UnitOfWork, Case], object]
    ) -> None:
        """An attempt that the rules must refuse with a code; it stands in the trail."""
        try:
            with self.on(name, case_code) as (uow, case):
                act(uow, case)
        except RuleViolation as refused:
            if code in refused.codes:
                return
            raise
        raise AssertionError(f"{name} was not refused with {code}")
