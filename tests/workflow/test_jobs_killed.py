"""A real queue server and a real worker, killed with SIGKILL in the middle: nothing lost, nothing done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import select

from tests.factories import EVERYTHING, House, a_case, an_organisation, the_system
from tests.servers import wait_until
from workflow import unit_of_work as units
from workflow import worker
from workflow.cases.models import Case
from workflow.clock import WallClock
from workflow.jobs import Job, JobState, Lane, Sender
from workflow.unit_of_work import reading, services, unit_of_work

pytestmark = pytest.mark.drill
ROOT = Path(__file__).resolve().parents[2]
LEASE = timedelta(seconds=1)
BEGIN = Callable[[str], subprocess.Popen[bytes]]


@pytest.fixture
def live(house: House, valkey_url: str) -> House:
    """The house with the wall's clock, a real queue and a short lease."""
    Redis.from_url(valkey_url).flushall()
    config = replace(house.services.config, queue_url=valkey_url, lease=LEASE, sweep=LEASE / 4)
    bound = replace(
        house.services, config=config, clock=WallClock(), wall=WallClock(), sender=Sender(valkey_url)
    )
    units.bind(bound)
    return replace(house, services=bound)


def _children(process: int) -> list[int]:
    return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL the worker and the child that does the job, by their own ids."""
    for child in _children(process.pid):
        os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()


@contextmanager
def a_worker(fault: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of the lane `work`, ended by its own id when the block is left."""
    config = services().config
    settings = {
        "ASSAY_DATA": str(config.folder),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.queue_url,
        "ASSAY_LEASE_SECONDS": str(config.lease.total_seconds()),
        "ASSAY_FAULT": fault,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "workflow.worker", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            _kill(process)


def write_job(name: str = "mark", code: str = "C-2022-0001") -> tuple[int, int]:
    """An act that writes a job; gives the numbers of its case and of the job."""
    with unit_of_work(the_system()) as uow:
        case = a_case(uow, an_organisation(uow), code, title="")
        uow.session.flush()
        row = uow.after_commit(f"tests.workflow.jobs_tried.{name}", case.id, subject=case)
        uow.session.flush()
        assert row is not None
        return case.id, row.id


def state(job_id: int) -> JobState:
    with reading(EVERYTHING) as session:
        return session.scalars(select(Job.state).where(Job.id == job_id)).one()


def title(case_id: int) -> str:
    with reading(EVERYTHING) as session:
        return session.get_one(Case, case_id).title


def swept_until_done(job_id: int) -> Callable[[], bool]:
    """Sweep as the sweeper does, and say whether the job came to its end."""

    def look() -> bool:
        worker.sweep()
        return state(job_id) is JobState.DONE

    return look


def test_a_worker_killed_in_mid_job_loses_nothing_and_nothing_is_done_twice(live: House) -> None:
    case_id, job_id = write_job()
    with a_worker(fault="job.before_commit=sleep") as doomed:
        wait_until(lambda: state(job_id) is JobState.RUNNING, what="the job")
        _kill(doomed)
    assert title(case_id) == ""
    with a_worker():
        wait_until(swept_until_done(job_id), what="the job's second run")
    assert title(case_id) == "+"


def test_a_worker_killed_after_its_commit_is_not_run_again(live: House) -> None:
    case_id, job_id = write_job()
    with a_worker(fault="job.after_commit=sleep") as doomed:
        wait_until(lambda: state(job_id) is JobState.DONE, what="the job")
        _kill(doomed)
    sender = services().sender
    assert sender is not None
    for _ in range(3):
        sender.send(job_id, Lane.WORK)
    other_case, other_job = write_job(code="C-2022-0002")
    with a_worker():
        wait_until(swept_until_done(other_job), what="the job behind it")
    assert (title(case_id), title(other_case)) == ("+", "+")


def test_a_slow_worker_that_wakes_up_after_another_took_over_changes_nothing(live: House) -> None:
    case_id, job_id = write_job("mark_when_told")
    with a_worker() as slow:
        wait_until(lambda: state(job_id) is JobState.RUNNING, what="the job")
        (child,) = _children(slow.pid)
        os.kill(child, signal.SIGSTOP)
        (live.services.config.folder / "go").touch()
        with a_worker():
            wait_until(swept_until_done(job_id), what="the job's second run")
        os.kill(child, signal.SIGCONT)
        wait_until(lambda: child not in _children(slow.pid), what="the end of the late run")
    assert title(case_id) == "+"


def test_what_was_written_while_the_queue_was_away_is_sent_when_it_is_back(live: House) -> None:
    with_queue = services()
    units.bind(replace(with_queue, sender=Sender("unix:///nowhere")))
    case_id, job_id = write_job()
    assert state(job_id) is JobState.QUEUED
    units.bind(with_queue)
    with a_worker():
        wait_until(swept_until_done(job_id), what="the job")
    assert title(case_id) == "+"


def test_an_emptied_queue_loses_no_job(live: House) -> None:
    case_id, job_id = write_job()
    Redis.from_url(services().config.queue_url).flushall()
    with a_worker():
        wait_until(swept_until_done(job_id), what="the job")
    assert title(case_id) == "+"
