"""The demo's second and third entity leave work on every desk, and stand as their stories say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from demo import cast
from demo.engagement import open_hik
from demo.replay import BEGINS
from demo.sisters import play_cable, play_stamping
from demo.stage import DIRECTOR, Stage
from tests.factories import lay_tables
from workflow import unit_of_work
from workflow.access import system_actor
from workflow.audit import all_streams, case_stream, verify_chain
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.cases.rules import CaseState
from workflow.clock import FrozenClock
from workflow.config import Config
from workflow.db import make_engine
from workflow.documents.models import Document, EvidenceRequest
from workflow.documents.queries import current_version, document_by_code
from workflow.documents.rules import DocumentState, RequestState
from workflow.documents.storage import close_reader
from workflow.figures.models import FigureTest
from workflow.figures.queries import check_results_of, counts_of, trace_of
from workflow.figures.rules import CheckOutcome
from workflow.findings.models import Finding
from workflow.findings.queries import citations_of
from workflow.findings.rules import FindingState
from workflow.ghg_statement.queries import latest_received, latest_submitted
from workflow.home.queries import MyWork, my_work
from workflow.jobs import Job, JobState
from workflow.lifecycle.machine import CASE
from workflow.lifecycle.queries import facts_of
from workflow.people.keys import make_authority
from workflow.planning.queries import activities_of
from workflow.planning.rules import ActivityResult
from workflow.start import start
from workflow.unit_of_work import Services, reading

TODAY = date(2022, 11, 30)
NOW = datetime(2022, 11, 30, 9, tzinfo=UTC)
HCD, HSW = "C-2022-0002", "C-2022-0003"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Stage]]:
    """Both sisters played after HIK's case was opened, and the clock of the demo's first day."""
    folder = tmp_path_factory.mktemp("sisters")
    config = Config(
        folder=folder, database_url=f"sqlite:///{folder / 'assay.sqlite'}", queue_url="unix:///nowhere"
    )
    engine = make_engine(config.database_url)
    lay_tables(engine)
    engine.dispose()
    clock = FrozenClock(BEGINS)
    services = start(config, clock=clock, sends=False)
    stage = Stage(clock, folder / "demo-files")
    stage.folder.mkdir()
    make_authority(config, clock.now())
    with unit_of_work.unit_of_work(system_actor("demo", DIRECTOR)) as uow:
        organisations = cast.register_organisations(uow)
        people = cast.register_people(uow, organisations)
        stage.ids = {name: row.id for name, row in (organisations | people).items()}
    open_hik(stage)
    assert (play_cable(stage), play_stamping(stage)) == (HCD, HSW)
    clock.set(NOW)
    stage.settle()
    yield services, stage
    close_reader()
    services.engine.dispose()


@pytest.fixture
def stage(played: tuple[Services, Stage]) -> Stage:
    """The stage, with its services bound again whatever another test bound meanwhile."""
    services, stage = played
    unit_of_work.bind(services)
    return stage


def work_of(stage: Stage, name: str) -> MyWork:
    actor = stage.actor(name)
    with reading(actor.scope) as session:
        return my_work(session, actor, TODAY, unit_of_work.services().config)


def waiting(stage: Stage, name: str, case_code: str) -> set[str]:
    return {item.code for item in work_of(stage, name).waiting if item.case_code == case_code}


def test_the_second_entity_is_in_execution_and_the_third_in_planning(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        states = {case.code: case.state for case in session.scalars(select(Case).order_by(Case.id))}
    assert states[HCD] is CaseState.EXECUTION
    assert states[HSW] is CaseState.PLANNING


def test_every_document_of_the_sisters_was_read(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        found = session.scalars(select(Document).order_by(Document.id)).all()
    assert len(found) == 10
    assert {document.state for document in found} == {DocumentState.READ}


def test_the_second_entitys_findings_stand_in_every_hand(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        found = session.scalars(select(Finding).order_by(Finding.code)).all()
    assert [(f.code, f.kind.value, f.state) for f in found] == [
        ("F-001", "CL", FindingState.CLOSED_CLARIFIED),
        ("F-002", "CAR", FindingState.OPEN),
        ("F-003", "CL", FindingState.OPEN),
        ("F-004", "CAR", FindingState.RETURNED),
        ("F-005", "CL", FindingState.RESPONDED),
        ("F-006", "CL", FindingState.OPEN),
        ("F-007", "CAR", FindingState.DRAFT),
        ("F-008", "CAR", FindingState.OPEN),
    ]


def test_one_finding_is_due_soon_and_one_is_overdue(stage: Stage) -> None:
    items = {item.code: item for item in work_of(stage, "Deng Jie").waiting}
    assert items["F-002"].due == date(2022, 12, 5)
    assert (items["F-003"].kind, items["F-003"].days_overdue) == ("overdue", 8)


def test_the_overlap_of_two_bills_is_found_and_drafted(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        case = case_by_code(session, HCD)
        results = {(r.code, r.subject): r for r in check_results_of(session, case)}
        draft = session.scalars(select(Finding).where(Finding.code == "F-007")).one()
        pages = [citation.page for citation in citations_of(session, draft)]
    assert results["EV-01", "HCD-M1"].outcome is CheckOutcome.FAIL
    assert "3 days billed twice (2021-05-29..2021-05-31)" in results["EV-01", "HCD-M1"].sentence
    assert results["EV-01", "HCD-G1"].outcome is CheckOutcome.PASS
    assert results["EV-01", "HCD-M1"].finding_code == "F-007"
    assert (draft.proposed_by_check, pages) == ("EV-01", [5, 6])


def test_each_certificate_is_claimed_for_its_own_volume_and_fits(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        results = check_results_of(session, case_by_code(session, HCD))
    certificates = [r for r in results if r.code in {"EV-12", "EV-13"}]
    assert [r.outcome for r in certificates] == [CheckOutcome.PASS] * 4
    assert "on 1500 of its 1500 MWh" in certificates[0].sentence


def test_no_other_check_fails_at_the_second_entity(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        results = check_results_of(session, case_by_code(session, HCD))
    failed = [(r.code, r.subject) for r in results if r.outcome is CheckOutcome.FAIL]
    assert failed == [("EV-01", "HCD-M1")]


def test_figures_are_linked_to_their_lines_and_only_some_are_tested(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        case = case_by_code(session, HCD)
        version = latest_submitted(session, case)
        assert version is not None
        linked = [row.source_code for row in trace_of(session, case, version)]
        tested = len(session.scalars(select(FigureTest.id)).all())
    assert {source: linked.count(source) for source in linked} == {"S01": 12, "S02": 2, "S03": 1, "S04": 14}
    assert tested == 16


def test_one_diesel_invoice_still_waits_to_be_read_right(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        document = document_by_code(session, case_by_code(session, HCD), "E-003")
        version = current_version(session, document)
        counts = counts_of(session, [version.id])[version.id]
    # Quantity, price, amount, tax and total of two invoices.
    assert counts.read_right == 10
    assert counts.proposed > 0


def test_papers_are_reviewed_prepared_and_open(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        rows = activities_of(session, case_by_code(session, HCD))
    assert [r.code for r in rows if r.reviewed_at] == ["T-003"]
    assert [r.code for r in rows if r.prepared_at and not r.reviewed_at] == ["T-002", "T-004", "T-005"]
    assert [r.code for r in rows if r.result is ActivityResult.OPEN] == ["T-001", "T-006", "T-007", "T-008"]


def test_requests_wait_on_both_sides(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        rows = session.scalars(select(EvidenceRequest).order_by(EvidenceRequest.id)).all()
    cable, stamping = [
        [r.state for r in rows if r.case_id == case] for case in sorted({r.case_id for r in rows})
    ]
    assert cable == [RequestState.ACCEPTED, RequestState.OPEN, RequestState.RECEIVED]
    assert stamping == [RequestState.OPEN] * 3 + [RequestState.RECEIVED]


@pytest.mark.parametrize(
    ("name", "case_code", "codes"),
    [
        (
            "Ingrid Solberg",
            HCD,
            {"F-005", "F-007", "R-003", "T-002", "T-004", "T-005", HCD},
        ),
        ("Chen Wei", HCD, {"R-003", "T-001", "T-005", "T-006"}),
        ("Rafael Ortiz", HCD, {"R-003", "T-002", "T-004", "T-007", "T-008"}),
        ("Deng Jie", HCD, {"F-002", "F-003", "F-004", "F-006", "F-008", "R-002"}),
        ("Huang Rong", HCD, {"F-002", "F-003", "F-004", "F-006", "F-008", "R-002"}),
        ("Ingrid Solberg", HSW, {HSW, "R-004"}),
        ("Mei Sato", HSW, {"R-004"}),
        ("Jonas Lind", HSW, {HSW}),
        ("Qian Li", HSW, {"R-001", "R-002", "R-003"}),
        ("Sun Hao", HSW, {"R-001", "R-002", "R-003"}),
    ],
)
def test_something_waits_on_everybody_who_works_on_the_sisters(
    stage: Stage, name: str, case_code: str, codes: set[str]
) -> None:
    assert waiting(stage, name, case_code) == codes


@pytest.mark.parametrize("name", ["Amara Okafor", "Jonas Lind", "Sofia Marques"])
def test_who_waits_for_others_sees_the_cases_and_what_they_wait_for(stage: Stage, name: str) -> None:
    work = work_of(stage, name)
    assert {HCD, HSW} <= {row.code for row in work.cases}
    assert {HCD, HSW} <= {item.case_code for item in work.elsewhere}


def test_one_entity_sees_nothing_of_the_other(stage: Stage) -> None:
    cable, stamping = work_of(stage, "Deng Jie"), work_of(stage, "Qian Li")
    assert {item.case_code for item in (*cable.waiting, *cable.elsewhere)} == {HCD}
    assert {item.case_code for item in (*stamping.waiting, *stamping.elsewhere)} == {HSW}


def test_what_the_third_entitys_plan_still_lacks_is_told(stage: Stage) -> None:
    actor = stage.actor("Ingrid Solberg", HSW)
    with reading(actor.scope) as session:
        case = case_by_code(session, HSW)
        version = latest_received(session, case)
        assert version is not None
        assert latest_submitted(session, case) is None
        refusals = CASE.blockers("approve_plan", case.state, facts_of(session, case, actor, None))
    assert {r.code for r in refusals} == {"G-STR", "G-RISK-1", "G-RISK-3", "G-EGP", "G-VISIT"}


def test_no_job_of_the_replay_failed(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        failed = session.scalars(select(Job.name).where(Job.state == JobState.FAILED)).all()
    assert failed == []


def test_the_trails_of_the_replay_verify(stage: Stage) -> None:
    with reading(DIRECTOR) as session:
        streams = all_streams(session)
        problems = [verify_chain(session, stream) for stream in streams]
        cases = session.scalars(select(Case.id)).all()
    assert {case_stream(case) for case in cases} <= set(streams)
    assert problems == [None] * len(streams)
