"""Versions of documents: made by a job, never changed, the same bytes from the same data, compared field by field."""

from __future__ import annotations

import io
from datetime import timedelta
from hashlib import sha256

import docx
import pytest
from sqlalchemy import select

from reports.canonical import canonical
from reports.fonts import MissingGlyphError
from reports.sbt_dossier import render_dossier
from reports.sbt_forms import render_forms
from tests.factories import the_system
from tests.workflow.targets.documents import ask, filled, make, run_jobs, state, version
from tests.workflow.targets.scene import NEAR_TERM, OFFICE, Scene
from tests.workflow.targets.test_dossier_contract import draw_roadmap
from workflow import worker
from workflow.errors import BadInput, ChangedMeanwhile, RuleViolation
from workflow.jobs import Job, JobState, due_for_sending
from workflow.opinion.signatures import read
from workflow.targets import dossier_commands, dossier_jobs, dossier_queries
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_models import DossierFacts
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.targets.models import GroupInventory
from workflow.targets.queries import target_by_code
from workflow.targets.target_commands import Written, write_target
from workflow.unit_of_work import reading


def change_target(scene: Scene, **answers: str) -> None:
    with scene.by(OFFICE) as (uow, group):
        target = target_by_code(uow.session, group, "Abs1")
        base = uow.session.get(GroupInventory, target.inventory_id)
        write_target(uow, target, Written(target.name, target.rule_set_id, NEAR_TERM | answers, base))


def test_a_version_is_made_in_the_background_and_stored_under_its_hash(scene: Scene) -> None:
    filled(scene)
    code = ask(scene)
    assert version(code).state is VersionState.MAKING
    assert run_jobs() == [JobState.DONE]
    made = version(code)
    assert (made.code, made.state, made.asked_by) == ("dossier-1", VersionState.MADE, OFFICE)
    for digest in (made.document_sha256, made.workbook_sha256):
        assert sha256(read(digest or "")).hexdigest() == digest
    assert sha256(canonical(contract_of(made))).hexdigest() == made.contract_sha256


def test_the_same_data_give_the_same_bytes(scene: Scene) -> None:
    filled(scene)
    made = make(scene)
    contract = contract_of(made)
    assert sha256(render_dossier(contract)).hexdigest() == made.document_sha256
    assert sha256(render_forms(contract)).hexdigest() == made.workbook_sha256


def test_the_hash_of_the_contract_stands_in_the_document(scene: Scene) -> None:
    filled(scene)
    made = make(scene)
    document = docx.Document(io.BytesIO(read(made.document_sha256 or "")))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert any(made.contract_sha256 in text.replace("\u200b", "") for text in cells)


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it."""


def test_a_job_that_is_killed_after_storing_is_taken_up_again_and_ends_in_one_version(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_name: str) -> None:
        raise Killed

    filled(scene)
    code = ask(scene)
    with reading(the_system().scope) as session:
        job_id = session.scalars(select(Job.id).where(Job.state == JobState.QUEUED)).one()
    monkeypatch.setattr(dossier_jobs, "crashpoint", die)
    with pytest.raises(Killed):
        worker.run_job(job_id)
    monkeypatch.undo()
    assert version(code).state is VersionState.MAKING
    clock = scene.town.house.clock
    clock.set(clock.now() + timedelta(hours=1))
    with reading(the_system().scope) as session:
        swept = due_for_sending(
            session, now=clock.now(), wall=clock.now(), resend_after=timedelta(seconds=30)
        )
    assert [job.id for job in swept] == [job_id]
    worker.run_job(job_id)
    made = version(code)
    assert made.state is VersionState.MADE
    worker.run_job(job_id)
    assert version(code).version == made.version


def test_a_job_that_gave_up_says_so_on_the_version_and_the_next_number_is_used(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_contract: object) -> bytes:
        raise MissingGlyphError("\U0001f30d")

    filled(scene)
    monkeypatch.setitem(dossier_jobs.RENDERERS, DocumentKind.DOSSIER, refuse)
    failed = make(scene)
    assert failed.state is VersionState.FAILED
    assert "Replace them in the text" in (failed.problem or "")
    monkeypatch.undo()
    made = make(scene)
    assert (made.code, made.state) == ("dossier-2", VersionState.MADE)
    assert contract_of(made).header.replaces == ""


def test_nothing_new_makes_no_new_version(scene: Scene) -> None:
    filled(scene)
    make(scene)
    with pytest.raises(RuleViolation, match="Nothing differs from dossier-1: it stands"):
        ask(scene)


def test_while_one_is_being_made_no_other_is_asked_for(scene: Scene) -> None:
    filled(scene)
    ask(scene)
    with pytest.raises(RuleViolation, match="dossier-1 is being made"):
        ask(scene)


def test_versions_differ_field_by_field_and_the_later_one_says_so_itself(scene: Scene) -> None:
    filled(scene)
    first = make(scene)
    change_target(scene, target_year="2031", reduction="0.462")
    state(scene, company__country="Norway")
    second = make(scene)
    found = {each.where: (each.was, each.now) for each in dossier_queries.differences_between(first, second)}
    assert found["Targets › Abs1 › Target year"] == ("2030", "2031")
    assert found["Company › Country of headquarters"] == ("China", "Norway")
    assert any(where.startswith("Targets › Abs1 › line › 2031") for where in found)
    assert contract_of(second).header.replaces == "1"
    assert {each.where for each in contract_of(second).header.changes} == set(found)


def test_a_progress_report_is_of_a_year_that_has_an_inventory(scene: Scene) -> None:
    filled(scene)
    with pytest.raises(BadInput, match="2019 has no inventory here"):
        ask(scene, DocumentKind.PROGRESS, 2019)
    with pytest.raises(BadInput, match="Give the reporting year"):
        ask(scene, DocumentKind.PROGRESS)


def test_facts_are_kept_with_their_history(scene: Scene) -> None:
    state(scene)
    state(scene, company__country="Norway")
    state(scene, company__country="Norway")
    with scene.by(OFFICE) as (uow, group):
        editions = [row.edition for row in uow.session.scalars(select(DossierFacts))]
        latest = dossier_queries.history_of_facts(uow.session, group)[0]
    assert editions == [1, 2]
    assert (latest.label, latest.was, latest.now, latest.said_by) == (
        "Country of headquarters", "China", "Norway", OFFICE,
    )  # fmt: skip


def test_of_two_who_save_facts_the_second_is_told(scene: Scene) -> None:
    state(scene)
    with (
        pytest.raises(ChangedMeanwhile, match="Somebody saved these facts meanwhile"),
        scene.by(OFFICE) as (uow, group),
    ):
        dossier_commands.state_facts(uow, group, {}, edition=0)


def test_the_latest_version_is_one_whose_bytes_are_there(scene: Scene) -> None:
    filled(scene)
    make(scene)
    state(scene, company__country="Norway")
    ask(scene)
    with scene.by(OFFICE) as (uow, group):
        found = dossier_queries.latest_version(uow.session, group)
        assert found is not None and found.code == "dossier-1"
        assert dossier_queries.latest_version(uow.session, group, is_signed=True) is None


def test_revenue_and_roadmap_are_stated_in_one_currency(scene: Scene) -> None:
    filled(scene)
    draw_roadmap(scene)
    state(scene, currency="EUR")
    with pytest.raises(RuleViolation, match="Revenue is stated in EUR and the roadmap counts in CNY"):
        ask(scene)
