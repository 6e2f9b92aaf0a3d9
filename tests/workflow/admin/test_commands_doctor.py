"""The doctor's answers: in order on a sound installation, and each fault named where it is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import House, a_case, a_document, an_organisation, the_system
from workflow import cli, jobs
from workflow.admin.doctor import Answer, examine
from workflow.documents.queries import current_version
from workflow.documents.storage import store
from workflow.jobs import Job, JobState
from workflow.unit_of_work import unit_of_work

BYTES = b"evidence as it was received"


def answers() -> dict[str, Answer]:
    return {answer.what: answer for answer in examine()}


@pytest.fixture
def held(house: House) -> str:
    """A case with one document whose bytes are in the store; gives their hash."""
    with unit_of_work(the_system()) as uow:
        case = a_case(uow, an_organisation(uow))
        stored = store().put(io.BytesIO(BYTES), 1000)
        version = current_version(uow.session, a_document(uow, case))
        version.sha256, version.name = stored.sha256, "bill.pdf"
        uow.record("test.stored", case, covers=[version])
        return stored.sha256


def path_of(house: House, sha256: str) -> Path:
    (found,) = (p for p in house.services.config.folder.rglob(f"*{sha256[4:]}*") if p.is_file())
    return found


def test_a_sound_installation_is_in_order_but_for_its_queue(house: House, held: str) -> None:
    found = answers()
    assert {what for what in ("store", "orphans", "trail", "jobs") if not found[what].is_in_order} == set()
    assert "trails hold from their first event" in found["trail"].sentence
    assert "jobs wait in the database" in found["queue"].sentence


def test_bytes_that_changed_or_are_gone_are_named_by_what_they_are(house: House, held: str) -> None:
    path = path_of(house, held)
    path.chmod(0o600)
    path.write_bytes(b"X" + BYTES[1:])
    assert "evidence bill.pdf" in answers()["store"].sentence
    path.unlink()
    assert not answers()["store"].is_in_order


def test_a_file_without_a_row_is_told_and_is_no_fault(house: House, held: str) -> None:
    store().put(io.BytesIO(b"an orphan"), 1000)
    answer = answers()["orphans"]
    assert (answer.is_in_order, answer.sentence[:14]) == (True, "1 stored files")


def test_a_trail_that_was_edited_is_named_with_its_event(house: House, held: str) -> None:
    with house.engine.begin() as connection:
        if house.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        row = connection.execute(text("SELECT id, body FROM audit_event WHERE verb = 'test.stored'")).one()
        body = json.loads(row.body)
        body["actor"] = {"name": "Somebody else"}
        connection.execute(
            text("UPDATE audit_event SET body = :body WHERE id = :id"),
            {"body": json.dumps(body), "id": row.id},
        )
    answer = answers()["trail"]
    assert not answer.is_in_order
    assert "is broken at event" in answer.sentence


def test_jobs_that_failed_or_wait_too_long_are_counted(house: House, held: str) -> None:
    with unit_of_work(the_system()) as uow:
        for state in (JobState.FAILED, JobState.QUEUED):
            row = jobs.add_job(uow.session, "workflow.people.jobs.send_mail", [1], now=uow.now)
            assert isinstance(row, Job)
            setattr(row, "state", state)  # noqa: B010  the course of a job is laid down
            row.due_at = row.due_at.replace(year=2021)
    found = answers()
    assert "1 jobs failed for good" in found["failed jobs"].sentence
    assert "1 jobs have waited" in found["waiting jobs"].sentence
    assert "jobs" not in found


def test_the_command_doctor_prints_every_answer_and_its_code_says_whether_all_is_well(
    house: House, held: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("workflow.start.start", lambda _config: house.services)
    here = ["doctor", "--data", str(house.services.config.folder)]
    assert cli.main(here) == 0
    assert "in order  store: Every row has its bytes" in capsys.readouterr().out
    path_of(house, held).unlink()
    assert cli.main(here) == 1
    assert "NOT SO    store: 1 stored files are missing or changed" in capsys.readouterr().out
