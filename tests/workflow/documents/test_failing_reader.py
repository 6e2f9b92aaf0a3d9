"""Where the program itself fails on a document, the document says so, and the operator sees the failed job."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from evidence.child import Outcome
from tests.factories import EVERYTHING, House, the_system
from tests.workflow.documents.test_receipt import a_pdf, state_of
from tests.workflow.figures.scene import Scene, a_scene
from workflow import jobs, worker
from workflow.admin import queries
from workflow.documents import jobs as reading_jobs
from workflow.documents import storage
from workflow.documents.rules import DocumentState
from workflow.jobs import Job, JobState
from workflow.unit_of_work import reading, unit_of_work

SENTENCE = "This file could not be read: the reader failed on it (KeyError)."
A_TABLE = b"Month;kWh\nJanuary;1204\n"


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def failing(*_: object, **__: object) -> Outcome:
    """A reading on which the reader itself failed."""
    return Outcome("crash", SENTENCE, None, 0.1, 60, fault="KeyError in figures.py:123")


def failed_jobs() -> list[Job]:
    """The failed jobs as the operator's screen lists them."""
    with reading(EVERYTHING) as session:
        return queries.jobs(session, JobState.FAILED)


def let_it_fail(monkeypatch: pytest.MonkeyPatch, act: Callable[..., object] = failing) -> None:
    monkeypatch.setattr(reading_jobs, "begin_file", act)


def test_a_failure_of_the_reader_is_told_on_the_document_and_to_the_operator(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_it_fail(monkeypatch)
    code = scene.hand_in(A_TABLE, "meters.csv")
    assert state_of(scene, code) == (DocumentState.NEEDS_ATTENTION, SENTENCE)
    (job,) = failed_jobs()
    assert "KeyError in figures.py:123" in (job.reason or "")
    assert "send the job again when it is mended" in (job.reason or "")


def test_sent_again_after_it_is_mended_the_document_is_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing_for_now:
        let_it_fail(failing_for_now)
        code = scene.hand_in(A_TABLE, "meters.csv")
    (job,) = failed_jobs()
    with unit_of_work(the_system()) as uow:
        jobs.queue_again(uow.session, job.id, uow.now)
    worker.run_all_due()
    assert state_of(scene, code) == (DocumentState.READ, None)
    assert failed_jobs() == []


def test_a_document_of_pages_on_which_the_reader_fails_is_tried_page_by_page(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_as_a_whole(*asked: object, is_survey: bool = False) -> object:
        return storage.begin_file(*asked, is_survey=True) if is_survey else failing()  # type: ignore[arg-type]

    let_it_fail(monkeypatch, fail_as_a_whole)
    code = scene.hand_in(a_pdf(pages=2), "bill.pdf")
    assert state_of(scene, code) == (DocumentState.READ, None)
    assert failed_jobs() == []


def test_a_document_read_without_failure_leaves_no_failed_job(scene: Scene) -> None:
    scene.hand_in(A_TABLE, "meters.csv")
    assert failed_jobs() == []
    with reading(EVERYTHING) as session:
        assert set(session.scalars(select(Job.state))) == {JobState.DONE}
