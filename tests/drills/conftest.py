"""Installations for drills: laid down once, started once a kind, faults armed while they run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.drills import folders
from tests.drills.checker import check
from tests.drills.drill import PATIENCE, Drill
from tests.factories import EVERYTHING
from tests.installation import Installation, running
from tests.servers import short_folder, wait_until
from workflow import jobs
from workflow import unit_of_work as units
from workflow.clock import DemoClock, WallClock
from workflow.config import Config, queue_socket
from workflow.db import make_engine
from workflow.first_start import DATABASE
from workflow.jobs import Job, JobState, Sender
from workflow.unit_of_work import Services

LEASE, SWEEP = timedelta(seconds=2), timedelta(seconds=0.5)


def services_of(data: Path, url: str | None = None) -> Services:
    """This process at the same database, store, clock and queue as the installation."""
    queue = f"unix://{queue_socket(data)}"
    url = url or f"sqlite:///{data / DATABASE}"
    config = Config(data, url, queue, is_demo=True, lease=LEASE, sweep=SWEEP)
    clock = DemoClock(data / "clock.json")
    return Services(config, make_engine(url), clock, Sender(queue), WallClock())


def _is_idle() -> bool:
    bound = units.services()
    with units.reading(EVERYTHING) as session:
        if session.scalar(select(Job.id).where(Job.state == JobState.RUNNING).limit(1)) is not None:
            return False
        now, wall = bound.clock.now(), bound.wall.now()
        return not list(jobs.due_for_sending(session, now=now, wall=wall, resend_after=timedelta()))


@contextmanager
def started(play: folders.Play, url: str | None = None) -> Iterator[tuple[Installation, Path, Services]]:
    """An installation on a folder laid down for it, the note of its faults, and this process's way to it."""
    with short_folder() as folder:
        data, note = folder / "data", folder / "fault"
        data.mkdir()
        folders.lay(data, play, url)
        settings = {
            "ASSAY_FAULT": f"@{note}",
            "ASSAY_LEASE_SECONDS": str(LEASE.total_seconds()),
            "ASSAY_SWEEP_SECONDS": str(SWEEP.total_seconds()),
        } | ({"DATABASE_URL": url} if url else {})
        with running(data, **settings) as installation:
            services = services_of(data, url)
            units.bind(services)
            # The workers begin after the pages: what waited for them must not meet a fault meant for another.
            wait_until(_is_idle, PATIENCE, "the end of the jobs that waited")
            yield installation, note, services
            services.engine.dispose()


@contextmanager
def a_drill(installation: Installation, note: Path, services: Services) -> Iterator[Drill]:
    """One drill on a running installation; what must always hold is checked at its end."""
    units.bind(services)
    note.unlink(missing_ok=True)
    drill = Drill(installation, note)
    yield drill
    note.unlink(missing_ok=True)
    check(drill)


@pytest.fixture(scope="session")
def gathering() -> Iterator[tuple[Installation, Path, Services]]:
    """An installation whose case gathers evidence; all drills of upload, reading and queue share it."""
    with started(folders.gathering) as found:
        yield found


@pytest.fixture
def drill(gathering: tuple[Installation, Path, Services]) -> Iterator[Drill]:
    """A drill on the case that gathers evidence."""
    with a_drill(*gathering) as found:
        yield found
