"""A long document is read in parts: what ends is kept and reviewable, what is missing is gone on with or named."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select, update

from tests.factories import EVERYTHING, House
from tests.workflow.figures.scene import Scene, a_scene
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.models import Case
from workflow.documents import long_documents, parts, queries, storage
from workflow.documents.commands import read_again
from workflow.documents.models import Document, DocumentVersion, ReadingPart
from workflow.documents.page_text import PageText
from workflow.documents.rules import DocumentState
from workflow.documents.storage import LIMITS, pictures_of
from workflow.errors import RuleViolation
from workflow.figures.queries import figures_of
from workflow.jobs import Job, JobState
from workflow.limits import WEB
from workflow.unit_of_work import reading, services, unit_of_work

PAGES = LIMITS.whole_pages + 2
HOUR = timedelta(hours=1)
PARTS = -(-PAGES // LIMITS.part_pages)


def a_report(pages: int = PAGES) -> bytes:
    """A report with one quantity a page, all different."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(60, 700, f"Electricity used at site {number}: {1000 + number:,} kWh")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def the_document(scene: Scene) -> tuple[Document, DocumentVersion]:
    with reading(EVERYTHING) as session:
        document = queries.document_by_code(session, session.get_one(Case, scene.case_id), "E-001")
        return document, queries.current_version(session, document)


def the_parts(version: DocumentVersion) -> list[ReadingPart]:
    with reading(EVERYTHING) as session:
        return parts.parts_of(session, version)


def the_figures(version: DocumentVersion) -> list[tuple[str, int, str]]:
    with reading(EVERYTHING) as session:
        rows = sorted(figures_of(session, version), key=lambda row: row.number)
        return [(row.code, row.page, row.raw) for row in rows]


def verbs() -> list[str]:
    with reading(EVERYTHING) as session:
        return list(session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)))


def after_parts(count: int, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something once as soon as so many parts were kept, which are the first ones: one child reads at a time."""
    monkeypatch.setattr("evidence.long_reading.os.cpu_count", lambda: 1)
    kept: list[int] = []

    def point(name: str) -> None:
        if name == "reading.after_part":
            kept.append(1)
            if len(kept) == count:
                act()

    monkeypatch.setattr(long_documents, "crashpoint", point)


def test_every_page_of_a_long_document_is_read_once_and_its_figures_stand_in_page_order(scene: Scene) -> None:
    scene.hand_in(a_report(), "report.pdf")
    document, version = the_document(scene)
    assert (document.state, document.state_reason, version.pages) == (DocumentState.READ, None, PAGES)
    assert len(the_parts(version)) == PARTS
    own = [figure for figure in the_figures(version) if "," in figure[2]]
    assert [page for _, page, _ in own] == list(range(1, PAGES + 1))
    assert [raw for _, _, raw in own] == [f"{1000 + page:,}" for page in range(1, PAGES + 1)]
    assert len(list(pictures_of(version.sha256).glob("page-*.webp"))) == PAGES
    assert "document.survey" in verbs()


def test_the_figures_of_a_part_can_be_reviewed_while_the_rest_is_being_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[DocumentState, list[int]]] = []

    def look() -> None:
        run_job_named("propose_parts")
        document, version = the_document(scene)
        seen.append((document.state, sorted({page for _, page, _ in the_figures(version)})))

    after_parts(2, look, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    state, pages = seen[0]
    assert state is DocumentState.READING
    assert pages[0] == 1
    assert len(pages) < PAGES
    before = dict.fromkeys(pages)
    _, version = the_document(scene)
    assert [page for _, page, raw in the_figures(version) if "," in raw][: len(before)] == list(before)


def run_job_named(name: str) -> None:
    with reading(EVERYTHING) as session:
        query = select(Job.id).where(Job.name.endswith(f".{name}"), Job.state == JobState.QUEUED)
        waiting = list(session.scalars(query.order_by(Job.id)))
    for job_id in waiting:
        worker.run_job(job_id)


def test_a_worker_that_lost_its_lease_in_the_middle_doubles_no_part_and_loses_none(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_parts(2, take_over, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    document, version = the_document(scene)
    assert document.state is DocumentState.READ
    pages = [page for part in the_parts(version) for page in range(part.first_page, part.last_page + 1)]
    assert pages == list(range(1, PAGES + 1))
    own = [raw for _, _, raw in the_figures(version) if "," in raw]
    assert sorted(own) == sorted({f"{1000 + page:,}" for page in range(1, PAGES + 1)})
    assert verbs().count("document.finish_reading") == 1


def take_over() -> None:
    """Another worker takes the slow job over and does what is missing, while the first one still lives."""
    with reading(EVERYTHING) as session:
        job = session.scalars(select(Job).where(Job.name.endswith(".read_document_slowly"))).one()
        job_id, attempts = job.id, job.attempts
    with services().engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            update(Job).where(Job.id == job_id).values(leased_until=services().wall.now() - HOUR)
        )
    worker.run_job(job_id)
    with reading(EVERYTHING) as session:
        assert session.get_one(Job, job_id).attempts == attempts + 1


def test_what_was_stored_is_not_read_again_by_the_next_run(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over() -> None:
        raise RuntimeError("the worker falls over")

    after_parts(2, fall_over, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    document, version = the_document(scene)
    assert document.state is DocumentState.READING
    kept = {part.id: part.reading_sha256 for part in the_parts(version)}
    assert len(kept) == 2
    asked: list[frozenset[int]] = []
    read_file_parts = storage.read_file_parts

    def read_and_note(*args: Any, **named: Any) -> Any:
        asked.append(args[4])
        return read_file_parts(*args, **named)

    monkeypatch.setattr(long_documents, "read_file_parts", read_and_note)
    with reading(EVERYTHING) as session:
        job = session.scalars(select(Job).where(Job.name.endswith(".read_document_slowly"))).one()
        job_id = job.id
    with services().engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(Job).where(Job.id == job_id).values(due_at=services().clock.now()))
    worker.run_all_due()
    document, version = the_document(scene)
    assert document.state is DocumentState.READ
    assert len(asked[0]) == 2 * LIMITS.part_pages
    assert kept.items() <= {part.id: part.reading_sha256 for part in the_parts(version)}.items()


def stop(scene: Scene) -> None:
    with unit_of_work(scene.lead) as uow:
        parts.stop_reading(uow, queries.document_by_code(uow.session, scene.case(uow), "E-001"))


def test_a_reading_that_is_stopped_keeps_what_was_read_and_names_the_rest(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_parts(1, lambda: stop(scene), monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    document, version = the_document(scene)
    read = parts.pages_read(the_parts(version))
    assert document.state is DocumentState.READ_IN_PART
    assert 0 < len(read) < PAGES
    assert document.state_reason is not None
    assert scene.lead.name in document.state_reason
    assert f"–{PAGES}" in document.state_reason
    assert {page for _, page, _ in the_figures(version)} == read
    assert "document.stop_reading" in verbs()


def test_the_rest_is_read_when_it_is_asked_for_and_what_stood_keeps_its_number(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_parts(1, lambda: stop(scene), monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    _, version = the_document(scene)
    before = the_figures(version)
    with unit_of_work(scene.lead) as uow:
        parts.read_the_rest(uow, queries.document_by_code(uow.session, scene.case(uow), "E-001"))
    worker.run_all_due()
    document, version = the_document(scene)
    after = the_figures(version)
    assert (document.state, document.state_reason) == (DocumentState.READ, None)
    assert after[: len(before)] == before
    assert {page for _, page, _ in after} == set(range(1, PAGES + 1))


def test_what_is_read_whole_cannot_be_stopped_any_more_and_has_no_rest(scene: Scene) -> None:
    scene.hand_in(a_report(1), "bill.pdf")
    with pytest.raises(RuleViolation) as refused:
        stop(scene)
    assert refused.value.codes == ("G-STATE",)
    with pytest.raises(RuleViolation) as without_rest, unit_of_work(scene.lead) as uow:
        parts.read_the_rest(uow, queries.document_by_code(uow.session, scene.case(uow), "E-001"))
    assert "G-STATE" in without_rest.value.codes


@pytest.mark.parametrize(("pages", "is_long"), [(LIMITS.whole_pages, False), (LIMITS.whole_pages + 1, True)])
def test_a_document_is_read_whole_up_to_the_limit_and_in_parts_one_page_over(
    scene: Scene, pages: int, is_long: bool
) -> None:
    scene.hand_in(a_report(pages), "report.pdf")
    _, version = the_document(scene)
    assert (version.survey_sha256 is not None) is is_long
    assert bool(the_parts(version)) is is_long


def test_reading_a_long_document_again_begins_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    after_parts(1, lambda: stop(scene), monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    with unit_of_work(scene.lead) as uow:
        read_again(uow, queries.document_by_code(uow.session, scene.case(uow), "E-001"))
    worker.run_all_due()
    document, version = the_document(scene)
    assert (document.state, version.reading_course) == (DocumentState.READ, 1)
    assert len(the_parts(version)) == PARTS
    own = [raw for _, _, raw in the_figures(version) if "," in raw]
    assert len(own) == len(set(own)) == PAGES


def test_what_was_read_stays_when_all_attempts_failed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over() -> None:
        with services().engine.execution_options(writes=True).begin() as connection:
            slow = Job.name.endswith(".read_document_slowly")
            connection.execute(update(Job).where(slow).values(attempts=WEB.job_attempts))
        raise RuntimeError("the worker falls over")

    after_parts(2, fall_over, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    worker_gives_up(scene)
    document, version = the_document(scene)
    assert document.state is DocumentState.READ_IN_PART
    assert {page for _, page, _ in the_figures(version)} == parts.pages_read(the_parts(version))


def worker_gives_up(scene: Scene) -> None:
    """Run the slow job once more, which finds that its attempts are used up."""
    with services().engine.execution_options(writes=True).begin() as connection:
        slow = Job.name.endswith(".read_document_slowly")
        connection.execute(update(Job).where(slow).values(due_at=services().clock.now()))
    worker.run_all_due()


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ([3], "3"),
        ([1, 2, 3, 7], "1–3, 7"),
        (list(range(1, 60, 2)), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 …"),
    ],
)
def test_pages_are_named_as_a_person_writes_them(numbers: list[int], named: str) -> None:
    assert long_documents.named_pages(numbers) == named


def test_the_text_of_a_part_is_laid_down_while_the_rest_is_being_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[int]] = []

    def look() -> None:
        with reading(EVERYTHING) as session:
            seen.append(set(session.scalars(select(PageText.page))))

    after_parts(1, look, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    assert 0 < len(seen[0]) < PAGES
    look()
    assert seen[-1] == {0, *range(1, PAGES + 1)}
