"""Faults 11, 12, 18, 19, 20: the queue dies, is emptied, stands still, says things twice or late."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from functools import partial

import pytest

from tests.drills.drill import PATIENCE, Drill, a_bill, together_at_once
from tests.installation import descendants_of
from tests.servers import wait_until
from workflow.documents.rules import DocumentState
from workflow.first_start import DATABASE
from workflow.jobs import Job, Lane, Sender
from workflow.unit_of_work import services

pytestmark = pytest.mark.drill
WAITING = 8


def send_many(drill: Drill, number: int = WAITING) -> list[str]:
    """Send bills one after the other; gives their codes."""
    return [drill.send_until_acknowledged(f"bill {n}.pdf", a_bill()).code for n in range(number)]


def wait_until_all_read(drill: Drill, codes: list[str]) -> None:
    for code in codes:
        drill.wait_until_read(code)
        assert drill.state_of(code) is DocumentState.READ


def test_a_queue_server_killed_and_its_files_emptied_in_mid_queue_loses_no_job(drill: Drill) -> None:
    codes = send_many(drill)
    files = services().config.folder / "queue"
    number = drill.number("queue")
    # Emptied first: the server that the supervisor starts next finds nothing of the old one.
    shutil.rmtree(files)
    files.mkdir()
    drill.installation.kill("queue")
    drill.installation.wait_for("queue", other_than=number)
    wait_until_all_read(drill, codes)


def test_a_flushed_queue_loses_no_job(drill: Drill) -> None:
    codes = send_many(drill)
    drill.queue.flushall()
    wait_until_all_read(drill, codes)


def test_uploads_are_taken_while_the_queue_stands_still(drill: Drill) -> None:
    number = drill.number("queue")
    os.kill(number, signal.SIGSTOP)
    try:
        codes = send_many(drill, number=2)
    finally:
        os.kill(number, signal.SIGCONT)
    wait_until_all_read(drill, codes)


def test_one_job_delivered_five_times_at_once_is_done_once(drill: Drill) -> None:
    drill.arm("commit.before_send=exit")
    content = a_bill()
    assert drill.send("bill.pdf", content, key="delivered often").status == 0
    sent = drill.send_until_acknowledged("bill.pdf", content)
    job, sender = drill.job_of(sent.code), services().sender
    assert sender is not None
    lanes: list[Lane] = [Lane.QUICK, Lane.WORK, Lane.SLOW, Lane.QUICK, Lane.WORK]
    # Three workers take the same number at the same time, whatever lane it was meant for.
    assert all(together_at_once([partial(sender.send, job.id, lane) for lane in lanes]))
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ


def test_a_job_that_comes_again_long_after_its_end_changes_nothing(drill: Drill) -> None:
    sent = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_until_read(sent.code)
    done = drill.job_of(sent.code)
    sender = services().sender
    assert sender is not None
    sender.send(done.id, Lane.QUICK)
    behind = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_until_read(behind.code)
    again = drill.job_of(sent.code)
    assert (again.attempts, again.fence, again.ended_at) == (done.attempts, done.fence, done.ended_at)


def test_a_worker_that_wakes_after_its_lease_went_to_another_changes_nothing(drill: Drill) -> None:
    sent = drill.send_until_acknowledged("bills.pdf", a_bill(pages=60))
    wait_until(lambda: bool(drill.readers()), PATIENCE, "a reader at work")
    asleep = _fall_asleep(drill)
    try:
        taken = drill.job_of(sent.code)
        wait_until(lambda: _lease_is_over(drill, sent.code), PATIENCE, "the end of the lease")
        sender = services().sender
        assert sender is not None
        # The sweep speaks to the lane that sleeps; here another worker is given the number.
        wait_until(lambda: _taken_over(drill, sent.code, taken, sender), PATIENCE, "another run")
        drill.wait_until_read(sent.code)
        done = drill.job_of(sent.code)
    finally:
        for number in asleep:
            os.kill(number, signal.SIGCONT)
    wait_until(lambda: not drill.readers(), PATIENCE, "the end of the late run")
    behind = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_until_read(behind.code)
    late = drill.job_of(sent.code)
    assert (late.fence, late.ended_at) == (done.fence, done.ended_at)


def _fall_asleep(drill: Drill) -> list[int]:
    """Stop the worker of the quick lane and all below it, at a moment when it holds no lock of the database."""
    while True:
        worker = drill.number("quick")
        asleep = [worker, *descendants_of(worker)]
        for number in asleep:
            os.kill(number, signal.SIGSTOP)
        if _can_write():
            return asleep
        for number in asleep:
            os.kill(number, signal.SIGCONT)


def _can_write() -> bool:
    line = sqlite3.connect(services().config.folder / DATABASE, timeout=0.5, isolation_level=None)
    try:
        line.execute("BEGIN IMMEDIATE")
        line.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        line.close()
    return True


def _lease_is_over(drill: Drill, code: str) -> bool:
    until = drill.job_of(code).leased_until
    return until is not None and until < services().wall.now()


def _taken_over(drill: Drill, code: str, before: Job, sender: Sender) -> bool:
    job = drill.job_of(code)
    if job.fence == before.fence:
        sender.send(job.id, Lane.WORK)
    return job.fence > before.fence
