"""Writes of planning: analysis, risks, activities, papers, visits, approval; refusals first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import submit
from tests.workflow.planning.desk import (
    ANALYSIS,
    PLAN,
    Desk,
    a_document,
    an_activity,
    assess_completeness,
    plan_whole,
)
from workflow import worker
from workflow.cases.rules import CaseState
from workflow.documents.models import DocumentVersion
from workflow.documents.rules import Origin
from workflow.errors import BadInput, ChangedMeanwhile, NotAllowed, NotYours, RuleViolation
from workflow.figures.rules import Technique
from workflow.people.models import Mail
from workflow.planning import commands, queries
from workflow.planning.gates import APPROVAL_GATES
from workflow.planning.models import Activity
from workflow.planning.rules import ActivityResult, Assertion, PlanState, RiskLevel, VisitTrigger

D = Decimal


def shut(desk: Desk) -> set[str]:
    """The codes of the gates that keep the plan from being approved."""
    with desk.on() as (uow, case):
        facts = queries.planning_facts(uow.session, case)
        return {gate.code for gate in APPROVAL_GATES if gate.why_shut(facts)}


def test_everything_is_missing_at_first_and_nothing_once_all_is_planned(desk: Desk) -> None:
    assert shut(desk) == {"G-STR", "G-RISK-1", "G-RISK-3", "G-EGP", "G-VISIT"}
    plan_whole(desk)
    assert shut(desk) == set()


def test_an_analysis_with_gaps_is_not_signed(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_strategic_analysis(uow, case, users_needs="Known.")
    with pytest.raises(BadInput, match="Write first: boundary and sources"), desk.on() as (uow, case):
        commands.sign_strategic_analysis(uow, case)


def test_a_change_of_the_analysis_lifts_its_signature(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_strategic_analysis(uow, case, **ANALYSIS)
        commands.sign_strategic_analysis(uow, case)
    assert "G-STR" not in shut(desk)
    with desk.on() as (uow, case):
        commands.write_strategic_analysis(uow, case, users_needs="Known better.")
    assert "G-STR" in shut(desk)


def test_a_field_that_is_not_of_the_form_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="signed_by cannot be set here"), desk.on() as (uow, case):
        commands.write_strategic_analysis(uow, case, signed_by="Somebody")


def test_control_risk_is_high_where_the_control_is_not_tested(desk: Desk) -> None:
    with pytest.raises(BadInput, match="the control risk is high"), desk.on() as (uow, case):
        commands.assess_risk(
            uow, case, "S06", Assertion.ACCURACY, inherent=RiskLevel.LOW, control=RiskLevel.LOW,
            is_control_tested=False, reason="trusted",
        )  # fmt: skip


def test_a_risk_names_a_source_of_the_register_or_the_unlisted_ones(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no source S99"):
        assess_completeness(desk, ("S99",))
    assess_completeness(desk, ("unlisted",))


def test_a_second_assessment_of_a_cell_replaces_the_first(desk: Desk) -> None:
    assess_completeness(desk, ("S06",))
    assess_completeness(desk, ("S06",))
    with desk.on() as (uow, case):
        assert len(queries.risks_of(uow.session, case)) == 1


def test_an_activity_names_sources_that_are_there(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Name the sources"):
        an_activity(desk, ())
    with pytest.raises(BadInput, match="no source S99"):
        an_activity(desk, ("S06", "S99"))


def test_activities_are_coded_in_order_and_never_seen_by_the_client(desk: Desk) -> None:
    assert [an_activity(desk), an_activity(desk)] == ["T-001", "T-002"]
    with pytest.raises(NotYours), desk.on("Liu Yan") as (uow, case):
        queries.activity(uow.session, case, "T-001", viewer=uow.actor)


def test_an_activity_without_work_is_dropped_one_with_work_stays(desk: Desk) -> None:
    code, worked = an_activity(desk), an_activity(desk)
    write(desk, worked)
    with desk.on() as (uow, case):
        commands.drop_activity(uow, case, activity(uow, case, code), reason="doubled")
    with pytest.raises(BadInput, match="Work was done"), desk.on() as (uow, case):
        commands.drop_activity(uow, case, activity(uow, case, worked), reason="doubled")


def activity(uow: object, case: object, code: str) -> Activity:
    return queries.activity(uow.session, case, code, viewer=uow.actor)  # type: ignore[attr-defined, arg-type]


def write(desk: Desk, code: str, by: str = "Chen Wei", **changed: object) -> None:
    """Write a working paper without exception."""
    with desk.on(by) as (uow, case):
        paper = {"work": "Traced.", "result": ActivityResult.NO_EXCEPTION, "conclusion": "Holds.", **changed}
        commands.record_result(uow, activity(uow, case, code), **paper)  # type: ignore[arg-type]


def prepare(desk: Desk, code: str, by: str = "Chen Wei") -> None:
    with desk.on(by) as (uow, case):
        commands.prepare_working_paper(uow, activity(uow, case, code))


def review(desk: Desk, code: str, by: str = "Ingrid Solberg") -> None:
    with desk.on(by) as (uow, case):
        commands.review_working_paper(uow, activity(uow, case, code))


def signed(desk: Desk, code: str) -> tuple[bool, bool]:
    """Whether the sign-offs of a paper hold: prepared, reviewed."""
    with desk.on() as (uow, case):
        facts = queries.planning_facts(uow.session, case)
        return next((a.is_prepared, a.is_reviewed) for a in facts.activities if a.code == code)


def test_an_exception_names_its_finding(desk: Desk) -> None:
    with pytest.raises(BadInput, match="names the finding"):
        write(desk, an_activity(desk), result=ActivityResult.EXCEPTION)
    write(desk, an_activity(desk), result=ActivityResult.EXCEPTION, finding_codes=["F-001"])


def test_a_paper_is_not_signed_before_it_is_written(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Write work, result and conclusion"):
        prepare(desk, an_activity(desk))


def test_the_preparer_signs_first(desk: Desk) -> None:
    code = an_activity(desk)
    write(desk, code)
    with pytest.raises(RuleViolation, match="G-PAPER"):
        review(desk, code)


def test_nobody_reviews_the_paper_that_they_prepared(desk: Desk) -> None:
    code = an_activity(desk)
    write(desk, code)
    prepare(desk, code)
    with pytest.raises(RuleViolation, match="SOD-5"):
        review(desk, code, by="Chen Wei")
    review(desk, code)
    assert signed(desk, code) == (True, True)


def test_who_handed_in_the_team_s_own_paper_does_not_review_what_rests_on_it(desk: Desk) -> None:
    a_document(desk, "E-020", by="Rafael Ortiz", origin=Origin.WORKING_PAPER)
    code = an_activity(desk)
    write(desk, code, evidence_codes=["E-020"])
    prepare(desk, code)
    with pytest.raises(RuleViolation, match="a working paper that you handed in"):
        review(desk, code, by="Rafael Ortiz")
    review(desk, code)


def test_a_change_of_the_paper_lifts_both_sign_offs(desk: Desk) -> None:
    code = an_activity(desk)
    write(desk, code)
    prepare(desk, code)
    review(desk, code)
    write(desk, code, conclusion="Holds, but for one bill.")
    assert signed(desk, code) == (False, False)


def test_a_newer_version_of_a_document_in_the_paper_lifts_both_sign_offs(desk: Desk) -> None:
    a_document(desk, "E-001")
    code = an_activity(desk)
    write(desk, code, evidence_codes=["E-001"])
    prepare(desk, code)
    review(desk, code)
    assert signed(desk, code) == (True, True)
    with desk.on() as (uow, _case):
        version = uow.session.query(DocumentVersion).one()
        version.sha256 = "b" * 64
        uow.record("test.newer", version)
    assert signed(desk, code) == (False, False)
    with pytest.raises(RuleViolation, match="Changed since the preparer signed: E-001"):
        review(desk, code)
    prepare(desk, code)
    review(desk, code)
    assert signed(desk, code) == (True, True)


def test_a_paper_names_only_evidence_that_is_there(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"E-001\.9"):
        write(desk, an_activity(desk), evidence_codes=["E-001.9"])


def test_two_people_over_one_paper_one_is_told(desk: Desk) -> None:
    code = an_activity(desk)
    with desk.on() as (uow, case):
        seen = activity(uow, case, code).version
    write(desk, code, version=seen)
    with pytest.raises(ChangedMeanwhile):
        write(desk, code, by="Rafael Ortiz", version=seen)


def test_papers_stand_as_they_are_once_the_case_is_evaluated(desk: Desk) -> None:
    code = an_activity(desk)
    desk.move_to(CaseState.EVALUATION)
    with pytest.raises(RuleViolation, match="G-STATE"):
        write(desk, code)


def test_a_trigger_asks_for_a_day_or_a_justification(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Plan the visit's first day"):
        decide(desk)
    with pytest.raises(BadInput, match="ends before it starts"):
        decide(desk, first_day=date(2022, 10, 13), last_day=date(2022, 10, 12))


def decide(
    desk: Desk, trigger: VisitTrigger = VisitTrigger.FIRST_VERIFICATION, by: str = "Ingrid Solberg",
    **answer: object,
) -> int:  # fmt: skip
    with desk.on(by) as (uow, case):
        return commands.decide_visit(uow, case, trigger, site="Plant", **answer).id  # type: ignore[arg-type]


def test_only_the_lead_justifies_why_a_site_is_not_visited(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        decide(desk, by="Chen Wei", justification="seen last year by the same people")
    decide(desk, justification="seen last year by the same people")


def test_the_central_office_is_always_visited_by_video_only_with_a_justification(desk: Desk) -> None:
    office = VisitTrigger.CENTRAL_OFFICE
    with pytest.raises(BadInput, match="always visited"):
        decide(desk, office, justification="small")
    with pytest.raises(BadInput, match="by video"):
        decide(desk, office, mode="video", first_day=date(2022, 10, 12))
    decide(desk, office, mode="video", first_day=date(2022, 10, 12), justification="travel ban")


def test_a_second_answer_for_a_trigger_and_site_replaces_the_first(desk: Desk) -> None:
    first = decide(desk, first_day=date(2022, 10, 12))
    assert decide(desk, first_day=date(2022, 10, 19)) == first


def test_a_visit_takes_place_on_its_day_not_before(desk: Desk) -> None:
    visit = decide(desk, first_day=date(2022, 10, 12))
    with pytest.raises(BadInput, match="not come yet"), desk.on() as (uow, case):
        commands.record_visit(uow, queries.visit(uow.session, case, visit), people="Ingrid Solberg")
    desk.house.clock.set(desk.house.clock.now().replace(month=10, day=14))
    with desk.on() as (uow, case):
        commands.record_visit(uow, queries.visit(uow.session, case, visit), people="Ingrid Solberg")
        assert queries.visits_of(uow.session, case)[0].is_visited


def approve(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.approve_plan(uow, case)


def test_an_approved_plan_is_reopened_before_a_change(desk: Desk) -> None:
    plan_whole(desk)
    approve(desk)
    for change in (
        lambda: an_activity(desk),
        lambda: decide(desk, justification="no"),
        lambda: assess_completeness(desk, ("S06",)),
    ):
        with pytest.raises(RuleViolation, match="G-STATE"):
            change()
    with desk.on() as (uow, case):
        commands.lift_approval(uow, case, "a source was added")
    an_activity(desk)


def test_approval_names_the_version_and_its_sources_and_lifting_keeps_the_results(desk: Desk) -> None:
    plan_whole(desk)
    approve(desk)
    write(desk, "T-001")
    with desk.on() as (uow, case):
        plan = queries.plan_of(uow.session, case)
        assert plan is not None
        assert (plan.state, plan.approved_on_version) == (PlanState.APPROVED, 1)
        assert plan.sources_covered == sorted(line.source_id for line in worked_case.V1)
        commands.lift_approval(uow, case, "S13 was added")
        assert (plan.state, plan.lifted_reason) == (PlanState.DRAFT, "S13 was added")
        assert activity(uow, case, "T-001").result is ActivityResult.NO_EXCEPTION


def test_lifting_where_nothing_is_approved_does_nothing(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.lift_approval(uow, case, "nothing to lift")
        assert queries.plan_of(uow.session, case) is None


def test_a_new_source_above_materiality_asks_for_a_visit_again(desk: Desk) -> None:
    plan_whole(desk)
    approve(desk)
    fuel = next(line for line in worked_case.V1 if line.source_id == "S01")
    big = replace(fuel, source_id="S13", activity=fuel.activity * 100)
    submit(desk.halden, [*worked_case.V1, big])
    assert "G-VISIT" in shut(desk)
    with desk.on() as (uow, case):
        facts = queries.planning_facts(uow.session, case)
        assert facts.missing_triggers == ("new_material_source",)


def test_a_plan_with_gaps_is_not_sent(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_plan(uow, case, objectives="Conclude.")
    with pytest.raises(BadInput, match="Write first: team and roles"), desk.on() as (uow, case):
        commands.send_plan(uow, case)


def test_sending_the_plan_mails_those_who_prepare_and_approve_once(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_plan(uow, case, **PLAN)
        commands.send_plan(uow, case)
    worker.run_all_due()
    with desk.on() as (uow, _case):
        mails = uow.session.query(Mail).order_by(Mail.address).all()
        assert [m.address for m in mails] == ["liu.yan@example.org", "zhang.min@example.org"]
        assert "C-2022-0001/plan" in mails[0].text


def test_a_change_of_the_plan_asks_for_sending_it_again(desk: Desk) -> None:
    with desk.on() as (uow, case):
        commands.write_plan(uow, case, **PLAN)
        commands.send_plan(uow, case)
        commands.write_plan(uow, case, objectives="Others.")
        assert not queries.planning_facts(uow.session, case).plan_is_sent


def test_a_substantive_test_answers_a_high_risk(desk: Desk) -> None:
    plan_whole(desk)
    with desk.on() as (uow, case):
        commands.assess_risk(
            uow, case, "S06", Assertion.CUT_OFF, inherent=RiskLevel.HIGH, control=RiskLevel.HIGH,
            is_control_tested=False, reason="two meters",
        )  # fmt: skip
    assert shut(desk) == {"G-RISK-2"}
    with desk.on() as (uow, case):
        commands.add_activity(
            uow, case, source_codes=["S06"], assertion=Assertion.CUT_OFF, technique=Technique.RETRACING,
            purpose="All months, no other",
        )  # fmt: skip
    assert shut(desk) == set()
