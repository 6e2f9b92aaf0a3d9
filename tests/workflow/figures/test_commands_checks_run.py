"""The checks run by themselves after what they look at has changed, once for all that waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.factories import EVERYTHING, House, the_system
from tests.methods.worked_case import DIESEL, ELECTRICITY_V1
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from tests.workflow.figures.test_commands import figure_of, propose, scene
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.figures import commands
from workflow.figures.checks import RUN_CHECKS
from workflow.figures.models import CertificateClaim, CheckResult
from workflow.figures.queries import check_results_of
from workflow.figures.rules import CheckOutcome, LinkRole
from workflow.ghg_statement import commands as statements
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.queries import latest_received, lines_of, sources_of
from workflow.jobs import Job, JobState
from workflow.unit_of_work import reading, unit_of_work

__all__ = ["scene"]


def waiting() -> int:
    with reading(EVERYTHING) as session:
        query = select(func.count(Job.id)).where(Job.name == RUN_CHECKS, Job.state == JobState.QUEUED)
        return session.scalar(query) or 0


def outcome_of(scene: Scene, code: str, subject: str) -> CheckOutcome | None:
    with reading(EVERYTHING) as session:
        rows = check_results_of(session, scene_case(scene, session), code)
        return next((row.outcome for row in rows if row.subject == subject), None)


def scene_case(scene: Scene, session: ScopedSession) -> Case:
    return session.get_one(Case, scene.case_id)


def confirmed_and_linked(scene: Scene, value: str) -> str:
    code = propose(scene, value, "L")
    with unit_of_work(scene.lead) as uow:
        figure = figure_of(uow, scene, code)
        commands.confirm_figure(uow, figure)
        case = scene.case(uow)
        version = latest_received(uow.session, case)
        assert version is not None
        line = next(row for row in lines_of(uow.session, version) if row.inputs["source_id"] == "S02")
        commands.link_figure(uow, case, figure, line, LinkRole.PRIMARY)
    return code


def test_a_figure_read_right_and_linked_is_held_against_its_line_with_no_button(scene: Scene) -> None:
    worker.run_all_due()
    confirmed_and_linked(scene, "18600")
    worker.run_all_due()
    assert outcome_of(scene, "EV-06", "S02") is CheckOutcome.PASS


def test_a_correction_turns_the_result_and_keeps_its_finding(scene: Scene) -> None:
    code = confirmed_and_linked(scene, "18600")
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        row = next(r for r in check_results_of(uow.session, scene.case(uow), "EV-06") if r.subject == "S02")
        row.finding_code = "F-001"
        uow.record("test.finding", row)
    with unit_of_work(scene.lead) as uow:
        commands.correct_figure(uow, figure_of(uow, scene, code), value=Decimal(16800), unit="L")
        commands.confirm_figure(uow, figure_of(uow, scene, code))
    worker.run_all_due()
    assert outcome_of(scene, "EV-06", "S02") is CheckOutcome.FAIL
    with reading(EVERYTHING) as session:
        rows = check_results_of(session, scene_case(scene, session), "EV-06")
    assert [r.finding_code for r in rows if r.subject == "S02"] == ["F-001"]


def test_a_result_that_fell_away_and_came_back_keeps_its_finding(scene: Scene) -> None:
    code = confirmed_and_linked(scene, "18600")
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        row = next(r for r in check_results_of(uow.session, scene.case(uow), "EV-06") if r.subject == "S02")
        row.finding_code, row.is_current = "F-001", False
        uow.record("test.finding", row)
    with unit_of_work(scene.lead) as uow:
        commands.correct_figure(uow, figure_of(uow, scene, code), value=Decimal(16800), unit="L")
        commands.confirm_figure(uow, figure_of(uow, scene, code))
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        rows = check_results_of(session, scene_case(scene, session), "EV-06")
    assert [r.finding_code for r in rows if r.subject == "S02"] == ["F-001"]


def test_many_acts_before_the_checks_begin_are_served_by_one_run(scene: Scene) -> None:
    worker.run_all_due()
    for value in ("1", "2", "3"):
        confirmed_and_linked(scene, value)
    assert waiting() == 1


def test_a_run_that_finds_nothing_new_leaves_no_event(scene: Scene) -> None:
    confirmed_and_linked(scene, "18600")
    worker.run_all_due()
    extra = propose(scene, "7", "L")
    with unit_of_work(scene.lead) as uow:
        commands.confirm_figure(uow, figure_of(uow, scene, extra))
    with reading(EVERYTHING) as session:
        before = session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.verb == "checks.run"))
        results = session.scalar(select(func.count(CheckResult.id)))
    assert worker.run_all_due() == 1
    with reading(EVERYTHING) as session:
        assert (
            session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.verb == "checks.run")) == before
        )
        assert session.scalar(select(func.count(CheckResult.id))) == results


def test_a_new_version_of_the_statement_and_a_complete_set_run_them(scene: Scene) -> None:
    worker.run_all_due()
    hand_in_version(scene, [DIESEL, ELECTRICITY_V1], 2)
    assert waiting() == 0
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        events = session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id.desc()).limit(1)).all()
    assert events == ["checks.run"]
    with unit_of_work(scene.preparer) as uow:
        case = scene.case(uow)
        version = statements.start_version(
            uow, case, title="third", dated=uow.now.date(), gwp_set="AR6-27.9", what_changed="more",
            period_start=date(2021, 1, 1), period_end=date(2021, 12, 31),
        )  # fmt: skip
        statements.set_line(uow, version, StatedLine(DIESEL, "Diesel"))
        (source,) = sources_of(uow.session, case, version)
        statements.declare_complete(uow, version, source)
    assert waiting() == 1


def test_nothing_is_checked_once_the_case_is_issued(scene: Scene) -> None:
    confirmed_and_linked(scene, "18600")
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        setattr(case, "state", CaseState.ISSUED)  # noqa: B010  laid down past the lifecycle
        uow.record("test.state", case)
    worker.run_all_due()
    assert outcome_of(scene, "EV-06", "S02") is None


@pytest.mark.parametrize("mwh", ["0", "1500"], ids=["given up", "claimed"])
def test_a_claim_that_comes_or_goes_is_looked_at_in_the_other_case_too(
    house: House, scene: Scene, mwh: str
) -> None:
    sister = a_scene(house, "Halden Cable (Dongguan) Co., Ltd", "C-2022-0002")
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        for each in (scene, sister):
            case = each.case(uow)
            claim = CertificateClaim(
                case_id=case.id, owner_org_id=case.owner_org_id, certificate="R2", claimant="x",
                mwh=Decimal(mwh),
            )  # fmt: skip
            uow.session.add(claim)
        uow.session.flush()
        # The statement claims no R2: the claim goes, and the sister's check is asked again.
        commands.run_checks(uow, scene.case(uow))
    with reading(EVERYTHING) as session:
        jobs = session.scalars(select(Job.case_id).where(Job.state == JobState.QUEUED)).all()
    assert jobs == [sister.case_id]
