"""The gates of planning without a database: each refusal first, with its sentence, then the open gate."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from workflow.cases.rules import CaseState
from workflow.figures.rules import Technique
from workflow.machine import Gate
from workflow.planning import gates
from workflow.planning.gates import ActivityFacts, PlanningFacts, RiskFacts, VisitFacts
from workflow.planning.rules import (
    ActivityResult,
    Assertion,
    DetectionRisk,
    PlanState,
    allowed_detection_risk,
)

D = Decimal


def an_activity(code: str, *sources: str, technique: Technique = Technique.RETRACING) -> ActivityFacts:
    return ActivityFacts(
        code, sources, Assertion.ACCURACY, technique, ActivityResult.NO_EXCEPTION, is_prepared=True,
        is_reviewed=True, has_conclusion=True,
    )  # fmt: skip


WHOLE = PlanningFacts(
    analysis_is_signed=True,
    version_is_received=True,
    sources=(("S06", D(22449), D(1238)), ("S02", D(48), D(1238))),
    risks=(
        *(RiskFacts(code, Assertion.COMPLETENESS, 3) for code in ("S06", "S02", "unlisted")),
        RiskFacts("S06", Assertion.ACCURACY, 6),
    ),
    activities=(an_activity("T-001", "S06"), an_activity("T-002", "S02", technique=Technique.INQUIRY)),
    visits=(VisitFacts("Plant", "central_office", is_visited=False, is_planned=True, is_justified=False),),
    missing_triggers=(),
    plan_is_approved=True,
    approved_sources=("S06", "S02"),
    plan_is_sent=True,
)
ALL = {*gates.APPROVAL_GATES, *gates.EXECUTION_GATES, *gates.COMPLETION_GATES}


@pytest.mark.parametrize("asked", sorted(ALL, key=lambda g: g.claim), ids=lambda g: g.claim)
def test_a_whole_plan_opens_every_gate(asked: Gate) -> None:
    assert asked.why_shut(WHOLE) is None


def test_the_analysis_is_signed_first() -> None:
    facts = replace(WHOLE, analysis_is_signed=False)
    assert gates.strategic_analysis_is_signed.why_shut(facts) == "Complete and sign the strategic analysis."


def test_every_source_and_the_unlisted_ones_have_a_completeness_entry() -> None:
    facts = replace(WHOLE, risks=(RiskFacts("S06", Assertion.COMPLETENESS, 3),))
    told = gates.every_source_has_a_completeness_entry.why_shut(facts)
    assert told == "Assess the risk of completeness for: S02, unlisted."


def test_a_high_score_asks_for_a_substantive_test_of_that_assertion() -> None:
    only_asked = (an_activity("T-001", "S06", technique=Technique.INQUIRY), an_activity("T-002", "S02"))
    told = gates.high_risks_have_a_substantive_test.why_shut(replace(WHOLE, activities=only_asked))
    assert told == "Plan a substantive test for: S06 accuracy."


def test_a_score_of_five_or_less_asks_for_none() -> None:
    mild = replace(WHOLE, risks=(RiskFacts("S06", Assertion.ACCURACY, 4),), activities=())
    assert gates.high_risks_have_a_substantive_test.why_shut(mild) is None


def test_a_source_above_materiality_is_never_covered_by_inquiry_only() -> None:
    only_asked = (an_activity("T-001", "S06", "S02", technique=Technique.INQUIRY),)
    told = gates.material_sources_have_more_than_inquiry.why_shut(replace(WHOLE, activities=only_asked))
    assert told == "Above materiality and covered by inquiry only or not at all: S06."


def test_exactly_the_threshold_is_not_above_materiality() -> None:
    facts = replace(WHOLE, sources=(("S06", D(1238), D(1238)),), activities=())
    assert gates.material_sources_have_more_than_inquiry.why_shut(facts) is None


def test_nothing_is_covered_before_a_version_is_received() -> None:
    told = gates.every_source_is_covered.why_shut(replace(WHOLE, version_is_received=False))
    assert told is not None and "received first" in told


def test_each_source_of_the_version_has_an_activity() -> None:
    told = gates.every_source_is_covered.why_shut(replace(WHOLE, activities=(an_activity("T-001", "S06"),)))
    assert told == "No activity covers: S02."


def test_a_trigger_without_an_answer_shuts_the_visit_gate() -> None:
    facts = replace(WHOLE, missing_triggers=("first_verification", "central_office"))
    told = gates.every_trigger_is_visited_or_justified.why_shut(facts)
    assert told == "Decide on the site visit: first verification, central office."


def test_an_answer_is_a_visit_or_a_justification() -> None:
    empty = VisitFacts("Plant", "first_verification", is_visited=False, is_planned=False, is_justified=False)
    told = gates.every_trigger_is_visited_or_justified.why_shut(replace(WHOLE, visits=(empty,)))
    assert told == "Plan the visit to Plant or justify in writing why not."
    justified = replace(WHOLE, visits=(replace(empty, is_justified=True),))
    assert gates.every_trigger_is_visited_or_justified.why_shut(justified) is None


def test_the_plan_is_sent_before_evidence_is_gathered() -> None:
    told = gates.plan_is_sent_to_the_client.why_shut(replace(WHOLE, plan_is_sent=False))
    assert told == "Send the verification plan to the client."


def test_a_source_that_the_approved_plan_does_not_know_shuts_it() -> None:
    facts = replace(WHOLE, approved_sources=("S06",))
    told = gates.approved_plan_covers_the_version.why_shut(facts)
    assert told is not None and told.endswith("does not know: S02.")
    lifted = gates.approved_plan_covers_the_version.why_shut(replace(WHOLE, plan_is_approved=False))
    assert lifted is not None and "approve the amended plan again" in lifted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"result": ActivityResult.OPEN}, "Without a result: T-001."),
        ({"has_conclusion": False}, "The working paper lacks its conclusion or a sign-off: T-001."),
        ({"is_prepared": False}, "The working paper lacks its conclusion or a sign-off: T-001."),
        ({"is_reviewed": False}, "The working paper lacks its conclusion or a sign-off: T-001."),
    ],
)
def test_every_activity_is_done_concluded_and_signed_twice(change: dict[str, object], told: str) -> None:
    facts = replace(WHOLE, activities=(replace(WHOLE.activities[0], **change),))  # type: ignore[arg-type]
    assert gates.every_activity_is_done_and_signed_off.why_shut(facts) == told


@pytest.mark.parametrize("state", [CaseState.DRAFT, CaseState.EVALUATION, CaseState.ISSUED])
def test_the_plan_is_changed_only_while_it_is_planned(state: CaseState) -> None:
    refusal = gates.refuse_plan_change(state, None)
    assert refusal is not None and refusal.code == "G-STATE"


def test_an_approved_plan_is_reopened_before_a_change() -> None:
    refusal = gates.refuse_plan_change(CaseState.EXECUTION, PlanState.APPROVED)
    assert refusal is not None and "reopens it" in str(refusal.reason)
    assert gates.refuse_plan_change(CaseState.PLANNING, PlanState.DRAFT) is None


@pytest.mark.parametrize("state", [CaseState.EVALUATION, CaseState.DECISION, CaseState.ARCHIVED])
def test_papers_stand_once_the_evidence_is_gathered(state: CaseState) -> None:
    refusal = gates.refuse_paper_change(state)
    assert refusal is not None and refusal.code == "G-STATE"
    assert gates.refuse_paper_change(CaseState.EXECUTION) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (
            {"is_prepared": False, "reviewer_id": 2, "preparer_id": None, "uploader_ids": frozenset()},
            "G-PAPER",
        ),
        ({"is_prepared": True, "reviewer_id": 1, "preparer_id": 1, "uploader_ids": frozenset()}, "SOD-5"),
        ({"is_prepared": True, "reviewer_id": 2, "preparer_id": 1, "uploader_ids": frozenset({2})}, "SOD-5"),
    ],
)
def test_nobody_reviews_their_own_paper(facts: dict[str, object], code: str) -> None:
    refusal = gates.refuse_review(**facts)  # type: ignore[arg-type]
    assert refusal is not None and refusal.code == code


@pytest.mark.parametrize(
    ("score", "allowed"),
    [
        (1, DetectionRisk.HIGH), (2, DetectionRisk.HIGH), (3, DetectionRisk.MEDIUM), (4, DetectionRisk.MEDIUM),
        (6, DetectionRisk.LOW), (9, DetectionRisk.LOW),
    ],
)  # fmt: skip
def test_the_score_of_a_risk_says_how_much_may_go_undetected(score: int, allowed: DetectionRisk) -> None:
    assert allowed_detection_risk(score) is allowed
