"""What the queue calls: a job's id becomes a function by name, and its outcome is written in the row."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from sqlalchemy.exc import OperationalError

from workflow import jobs
from workflow.access import Scope, system_actor
from workflow.db import ScopedSession
from workflow.errors import AssayError, ChangedMeanwhile, StaleLease
from workflow.faults import crashpoint
from workflow.jobs import JobState, Lease
from workflow.limits import WEB
from workflow.start import start
from workflow.unit_of_work import UnitOfWork, send_jobs, services, unit_of_work

log = logging.getLogger(__name__)
# Called in the worker process of a lane before each job: the reader's warm parent is started from here.
PREPARE: dict[str, str] = dict.fromkeys(("quick", "slow"), "workflow.documents.storage.prepare_worker")
# Foreign keys name tables of every noun: a process that writes one row must know them all.
TABLES = "workflow.models"
THE_PROGRAM_FAILED = (
    "The program itself failed: {fault}. What it could do is kept. Tell who maintains it, and send the job again when "
    "it is mended."
)
_COURSE = Scope(everything="the course of a job is the system's own row")


class JobRun:
    """One run of a job: its lease, its system actor within the job's case, and its way to finish."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.is_finished = False
        self._fault: str | None = None
        cases = frozenset({lease.case_id} if lease.case_id else ())
        owners = frozenset({lease.owner_org_id} if lease.owner_org_id else ())
        scope = Scope(organisations=owners, cases=cases, case_owners=owners if not cases else frozenset())
        self.actor = system_actor(lease.name.rsplit(".", 1)[-1].replace("_", " "), scope)

    @contextmanager
    def finishing(self) -> Iterator[UnitOfWork]:
        """The unit of work that holds the result: it commits only together with the job's end."""
        with unit_of_work(self.actor) as uow:
            yield uow
            crashpoint("job.before_commit")
            self._end(uow.session)
        self.is_finished = True
        crashpoint("job.after_commit")

    @contextmanager
    def step(self) -> Iterator[UnitOfWork]:
        """A unit of work on the way, refused when the lease was lost."""
        with unit_of_work(self.actor) as uow:
            if not jobs.update_if_mine(uow.session, self.lease, progress=jobs.Job.progress):
                raise StaleLease(self.lease.name)
            yield uow

    def report(self, done: int, of: int) -> None:
        """Say how far the work is; shown on the screen."""
        self._write(progress=done, progress_of=of)

    def extend(self) -> bool:
        until = services().wall.now() + services().config.lease
        return self._write(leased_until=until)

    def is_cancelled(self) -> bool:
        """True when a person cancelled the job or another worker took it over."""
        return not self._write(progress=jobs.Job.progress)

    def note_fault(self, fault: str | None) -> None:
        """What the program itself failed at, if anything: the result is kept, and the job stands among the failed."""
        self._fault = self._fault or fault

    def _end(self, session: ScopedSession) -> None:
        state = JobState.DONE if self._fault is None else JobState.FAILED
        reason = self._fault and THE_PROGRAM_FAILED.format(fault=self._fault)
        wall = services().wall.now()
        if not jobs.update_if_mine(session, self.lease, state=state, ended_at=wall, reason=reason):
            raise StaleLease(self.lease.name)

    def _write(self, **values: object) -> bool:
        with _course() as session:
            return jobs.update_if_mine(session, self.lease, **values)


@contextmanager
def _course() -> Iterator[ScopedSession]:
    engine = services().engine.execution_options(writes=True)
    with ScopedSession(engine, info={"scope": _COURSE}) as session:
        yield session
        session.commit()


def take_turn(job_id: int) -> None:
    """Run the job whose turn it is when the queue gives an id: this one, or that of a case served longer ago."""
    crashpoint("job.after_dequeue")
    with _course() as session:
        turn = jobs.in_turn(session, job_id, services().clock.now())
    run_job(turn)


def run_job(job_id: int) -> None:
    """Run one job if its lease is to be had; delivered twice, it does nothing the second time."""
    bound = services()
    with _course() as session:
        lease = jobs.claim(
            session, job_id, now=bound.clock.now(), wall=bound.wall.now(), lease=bound.config.lease
        )
    if lease is None:
        return
    run = JobRun(lease)
    if lease.attempts > WEB.job_attempts:
        _give_up(run, f"Its worker was lost {lease.attempts - 1} times while at it.")
        return
    with _heartbeat(run):
        try:
            work = _function(lease.name)
            assert work is not None
            work(run, *lease.args)
            if not run.is_finished:
                with _course() as session:
                    run._end(session)
        except StaleLease:
            log.warning("job.lease_lost %s %s", lease.job_id, lease.name)
        except Exception as error:
            _fail(run, error)


def _function(name: str, *default: None) -> Callable[..., None] | None:
    module, _, function = name.rpartition(".")
    found: Callable[..., None] | None = getattr(importlib.import_module(module), function, *default)
    return found


def _fail(run: JobRun, error: Exception) -> None:
    """Retry later with growing patience, then end as failed with the reason."""
    lease = run.lease
    # A refusal stays a refusal however often it is tried; somebody's save in between does not.
    known = isinstance(error, AssayError) and not isinstance(error, ChangedMeanwhile)
    if not known:
        log.exception("job.failed %s %s", lease.job_id, lease.name)
    reason = str(error) if known else f"{type(error).__name__} (see the log, job {lease.job_id})"
    if known or lease.attempts >= WEB.job_attempts:
        _give_up(run, reason)
        return
    _try_later(run, reason)


def _try_later(run: JobRun, reason: str) -> None:
    due = services().clock.now() + timedelta(seconds=2**run.lease.attempts)
    run._write(state=JobState.QUEUED, due_at=due, sent_at=None, leased_until=None, reason=reason)


def _give_up(run: JobRun, reason: str) -> None:
    """End as failed; the function's `<name>_gave_up`, where there is one, tells the noun first."""
    try:
        hook = _function(run.lease.name + "_gave_up", None)
        if hook is not None:
            hook(run, *run.lease.args, reason=reason)
    except (OperationalError, ChangedMeanwhile) as busy:
        # Who waits for the outcome must be told: what was busy for a moment is asked again.
        log.warning("job.gave_up_hook_busy %s %s", run.lease.job_id, type(busy).__name__)
        if run.lease.attempts < 2 * WEB.job_attempts:
            _try_later(run, reason)
            return
    except Exception:
        log.exception("job.gave_up_hook %s %s", run.lease.job_id, run.lease.name)
    run._write(state=JobState.FAILED, ended_at=services().wall.now(), reason=reason)


@contextmanager
def _heartbeat(run: JobRun) -> Iterator[None]:
    stop = threading.Event()
    every = services().config.lease.total_seconds() / 3

    def beat() -> None:
        while not stop.wait(every):
            try:
                if not run.extend():
                    return
            except OperationalError as error:
                # A database that is busy or away for a moment is asked again: the work itself goes on.
                log.warning("job.heartbeat_missed %s %s", run.lease.job_id, type(error.orig).__name__)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def sweep() -> int:
    """Send again what waits or was lost; gives the number of jobs sent."""
    bound = services()
    wall = bound.wall.now()
    busy = bound.sender.busy_lanes() if bound.sender is not None else frozenset()
    with _course() as session:
        rows = jobs.due_for_sending(
            session, now=bound.clock.now(), wall=wall, resend_after=4 * bound.config.sweep, busy_lanes=busy
        )
        to_send = []
        for row in rows:
            row.sent_at = wall
            to_send.append((row.id, row.lane))
    send_jobs(to_send)
    return len(to_send)


def run_all_due(limit: int = 10_000) -> int:
    """Run every job that is due in this process, those that they make included; for replay and tests."""
    done = 0
    while done < limit:
        with _course() as session:
            bound = services()
            rows = jobs.due_for_sending(
                session, now=bound.clock.now(), wall=bound.wall.now(), resend_after=timedelta()
            )
            ids = [row.id for row in rows]
        if not ids:
            return done
        for job_id in ids:
            run_job(job_id)
            done += 1
    raise RuntimeError("jobs keep making jobs")


class LaneWorker(Worker):
    """RQ's worker, which makes sure before each job that what its jobs share is there."""

    prepare: Callable[[], object] | None = None

    def fork_work_horse(self, job: Any, queue: Any) -> None:
        """Fork for a job; what was prepared and died since is made again here, once for all jobs to come."""
        if self.prepare is not None:
            self.prepare()
        super().fork_work_horse(job, queue)


def work(lane: str) -> None:
    """Be the worker of one lane until told to stop; each job runs in a forked child."""
    bound = start()
    importlib.import_module(TABLES)
    prepare = _function(PREPARE[lane]) if lane in PREPARE else None
    if prepare is not None:
        # At the start already: the first document need not wait for it.
        prepare()
    connection = Redis.from_url(bound.config.queue_url)
    queue = Queue(lane, connection=connection, serializer=JSONSerializer)
    worker = LaneWorker(
        [queue],
        connection=connection,
        serializer=JSONSerializer,
        job_monitoring_interval=10,
        maintenance_interval=30,
    )
    worker.prepare = prepare
    worker.work(logging_level="WARNING")


def sweep_for_ever() -> None:
    """Sweep at the configured pace; a queue or database that is away is tried again."""
    bound = start()
    importlib.import_module(TABLES)
    while True:
        try:
            sweep()
        except (OperationalError, OSError) as error:
            log.warning("sweep.failed %s", type(error).__name__)
        time.sleep(bound.config.sweep.total_seconds())


def main(arguments: list[str]) -> int:
    """`python -m workflow.worker LANE` or `--sweep`."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if arguments == ["--sweep"]:
        sweep_for_ever()
    elif len(arguments) == 1 and arguments[0] in set(jobs.Lane):
        # Under its real name, so that the queue's "workflow.worker.take_turn" finds the bound services.
        importlib.import_module("workflow.worker").work(arguments[0])
    else:
        print("Usage: python -m workflow.worker quick|slow|work|--sweep", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
