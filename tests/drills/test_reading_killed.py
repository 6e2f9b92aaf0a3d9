"""Faults 6 to 10: worker and reader are killed around a reading; every document ends named, applied once."""

from __future__ import annotations

import pytest

from tests.drills.drill import PATIENCE, UNDER_WAY, Drill, a_bill, end
from tests.factories import the_system
from tests.servers import wait_until
from workflow.documents.rules import DocumentState
from workflow.documents.storage import LIMITS
from workflow.jobs import JobState, queue_again
from workflow.limits import WEB
from workflow.unit_of_work import unit_of_work

pytestmark = pytest.mark.drill
# Read as a whole in the quick lane, and in parts in the slow one.
PAGES, MANY_PAGES = LIMITS.whole_pages, 2 * LIMITS.whole_pages


@pytest.mark.parametrize("point", ["job.after_dequeue", "job.before_commit", "job.after_commit"])
def test_a_reading_whose_run_is_killed_is_done_once(drill: Drill, point: str) -> None:
    drill.arm(f"{point}=exit")
    sent = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_for_strike()
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ


@pytest.mark.parametrize("point", ["job.before_commit", "job.after_commit"])
def test_a_worker_killed_whole_at_its_commit_reads_nothing_twice(drill: Drill, point: str) -> None:
    drill.arm(f"{point}=sleep")
    sent = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_for_strike()
    drill.kill("quick")
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ


def test_a_worker_killed_in_the_middle_of_a_page_is_replaced_and_the_document_read(drill: Drill) -> None:
    sent = drill.send_until_acknowledged("bills.pdf", a_bill(pages=PAGES))
    wait_until(lambda: bool(drill.readers()), PATIENCE, "a reader at work")
    drill.kill("quick")
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ
    assert drill.job_of(sent.code).attempts >= 2


def test_a_killed_reader_ends_its_document_and_not_its_worker(drill: Drill) -> None:
    worker = drill.number("quick")
    sent = drill.send_until_acknowledged("bills.pdf", a_bill(pages=PAGES))
    wait_until(lambda: bool(drill.readers()), PATIENCE, "a reader at work")
    for reader in reversed(drill.readers()):
        end(reader)
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) in {DocumentState.NEEDS_ATTENTION, DocumentState.READ}
    behind = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_until_read(behind.code)
    assert drill.state_of(behind.code) is DocumentState.READ
    assert drill.number("quick") == worker


def each_page_is_read_once(drill: Drill, code: str) -> None:
    """Every part is stored once, and every figure proposed once."""
    parts = drill.parts_of(code)
    pages = [page for part in parts for page in range(part.first_page, part.last_page + 1)]
    assert pages == list(range(1, MANY_PAGES + 1))
    assert all(part.reading_sha256 for part in parts)
    wait_until(lambda: set(drill.figure_pages(code)) == set(pages), PATIENCE, "the figures")
    found = drill.figure_pages(code)
    assert all(found.count(page) == found.count(1) for page in pages)


@pytest.mark.parametrize("point", ["reading.before_part", "reading.after_part"])
def test_a_long_reading_whose_run_is_killed_goes_on_with_the_parts_that_are_missing(
    drill: Drill, point: str
) -> None:
    drill.arm(f"{point}=exit")
    sent = drill.send_until_acknowledged("report.pdf", a_bill(pages=MANY_PAGES))
    drill.wait_for_strike()
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ
    assert drill.job_of(sent.code, "read_document_slowly").attempts >= 2
    each_page_is_read_once(drill, sent.code)


def test_a_worker_killed_whole_between_two_parts_is_replaced_and_no_part_is_lost_or_doubled(
    drill: Drill,
) -> None:
    drill.arm("reading.after_part=sleep")
    sent = drill.send_until_acknowledged("report.pdf", a_bill(pages=MANY_PAGES))
    drill.wait_for_strike()
    kept = {part.id for part in drill.parts_of(sent.code)}
    assert kept
    drill.kill("slow")
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ
    assert kept <= {part.id for part in drill.parts_of(sent.code)}
    each_page_is_read_once(drill, sent.code)


def test_a_killed_reader_of_a_long_document_costs_no_page(drill: Drill) -> None:
    sent = drill.send_until_acknowledged("report.pdf", a_bill(pages=MANY_PAGES))
    wait_until(lambda: bool(drill.readers("slow")), PATIENCE, "a reader at work")
    end(drill.readers("slow")[-1])
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ
    each_page_is_read_once(drill, sent.code)


def test_a_killed_warm_reader_is_made_again(drill: Drill) -> None:
    wait_until(lambda: bool(drill.zygotes()), PATIENCE, "the warm reader")
    killed = drill.zygotes()
    for zygote in killed:
        end(zygote)
    sent = drill.send_until_acknowledged("bill.pdf", a_bill())
    drill.wait_until_read(sent.code)
    assert drill.state_of(sent.code) is DocumentState.READ
    assert [number for number in drill.zygotes() if number not in killed], "one for all documents to come"


@pytest.mark.slow
def test_a_document_whose_reading_is_killed_every_time_ends_in_error_and_can_be_sent_again(
    drill: Drill,
) -> None:
    drill.arm(FATAL)
    sent = drill.send_until_acknowledged("bill.pdf", a_bill())
    wait_until(lambda: _struck_again(drill, sent.code), PATIENCE, "the end of all attempts")
    assert drill.state_of(sent.code) is DocumentState.ERROR
    drill.note.unlink(missing_ok=True)
    job = drill.job_of(sent.code)
    assert (job.state, job.attempts) == (JobState.FAILED, WEB.job_attempts + 1)
    with unit_of_work(the_system()) as uow:
        queue_again(uow.session, job.id, uow.now)
    wait_until(lambda: drill.job_of(sent.code).state is JobState.DONE, PATIENCE, "the job sent again")


FATAL = "job.before_commit=exit"


def _struck_again(drill: Drill, code: str) -> bool:
    """Arm the fault anew each time it struck; true when the document has come to an end all the same."""
    if drill.state_of(code) not in UNDER_WAY:
        return True
    if drill.has_struck():
        drill.arm(FATAL)
    return False
