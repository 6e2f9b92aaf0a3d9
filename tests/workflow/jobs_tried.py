"""Background work for the tests of jobs: it marks a case's title, so that each run can be counted."""

from __future__ import annotations

import time

from sqlalchemy.exc import OperationalError

from workflow.cases.models import Case
from workflow.errors import BadInput, ChangedMeanwhile
from workflow.unit_of_work import UnitOfWork, services
from workflow.worker import JobRun


def _mark(uow: UnitOfWork, case_id: int, mark: str) -> None:
    case = uow.session.get_one(Case, case_id)
    case.title += mark
    uow.record("test.mark", case)


def mark(run: JobRun, case_id: int) -> None:
    with run.finishing() as uow:
        _mark(uow, case_id, "+")


def mark_when_told(run: JobRun, case_id: int) -> None:
    """Wait outside any transaction until the file `go` lies in the data folder, then mark."""
    until = time.monotonic() + 30
    while not (services().config.folder / "go").exists() and time.monotonic() < until:
        time.sleep(0.02)
    mark(run, case_id)


def go_through_steps(run: JobRun, case_id: int) -> None:
    with run.step() as uow:
        _mark(uow, case_id, "1")
    run.report(1, of=2)
    with run.step() as uow:
        _mark(uow, case_id, "2")


def break_down(run: JobRun, case_id: int) -> None:
    with run.finishing() as uow:
        _mark(uow, case_id, "never kept")
        raise RuntimeError("a disk is gone")


def break_down_gave_up(run: JobRun, case_id: int, *, reason: str) -> None:
    with run.step() as uow:
        _mark(uow, case_id, f" gave up: {reason}")


def refuse(run: JobRun, case_id: int) -> None:
    raise BadInput("The file has no page.")


def refuse_gave_up(run: JobRun, case_id: int, *, reason: str) -> None:
    raise RuntimeError("the hook itself breaks")


def come_second(run: JobRun, case_id: int) -> None:
    raise ChangedMeanwhile("Somebody changed this meanwhile.")


def break_again(run: JobRun, case_id: int) -> None:
    raise BadInput("The file has no page.")


def break_again_gave_up(run: JobRun, case_id: int, *, reason: str) -> None:
    if run.lease.attempts == 1:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))
    with run.step() as uow:
        _mark(uow, case_id, f" told: {reason}")
