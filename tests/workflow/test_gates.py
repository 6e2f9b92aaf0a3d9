"""Every gate of the case, shut and open, with the sentence that says what to do first. No database."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workflow.access import Role
from workflow.cases import gates as cases
from workflow.cases.gates import EngagementFacts, MemberFacts, ThreatFacts
from workflow.cases.rules import CaseState, ThreatDecision, ThreatRisk
from workflow.documents import rules as documents
from workflow.evaluation import gates as evaluation
from workflow.evaluation.gates import EvaluationFacts
from workflow.evaluation.rules import OpinionKind
from workflow.figures import rules as figures
from workflow.figures.rules import Technique
from workflow.findings import gates as findings
from workflow.findings.gates import FindingsFacts
from workflow.ghg_statement import gates as statement
from workflow.ghg_statement import machine as version
from workflow.ghg_statement.gates import StatementFacts
from workflow.ghg_statement.machine import VersionFacts
from workflow.lifecycle import machine as lifecycle
from workflow.lifecycle.machine import CaseFacts
from workflow.machine import Gate
from workflow.opinion import gates as opinion
from workflow.opinion import machine as issue
from workflow.opinion.gates import OpinionFacts
from workflow.opinion.machine import FactualCheckFacts, IssueFacts
from workflow.opinion.rules import FactualCheckState, IssueState
from workflow.planning import gates as planning
from workflow.planning.gates import ActivityFacts, PlanningFacts, RiskFacts, VisitFacts
from workflow.planning.rules import ActivityResult, Assertion

D = Decimal
DAY, NEXT_DAY = date(2022, 9, 1), date(2022, 9, 2)
CHEN = MemberFacts(
    2, "Chen Wei", Role.TEAM_MEMBER, True, True, True, competences_by_day=((DAY, frozenset({"sector"})),)
)
LEAD = replace(CHEN, person_id=1, name="Ingrid Solberg", role=Role.LEAD_VERIFIER)
REVIEWER = replace(CHEN, person_id=3, name="Anna Berg", role=Role.INDEPENDENT_REVIEWER)
SIGNATORY = MemberFacts(4, "Jonas Lind", Role.SIGNATORY, True, False, False)
CONSULTED = ThreatFacts(
    "consultancy for HIK", ThreatRisk.LOW, ThreatDecision.NO_THREAT, True, date(2021, 12, 31)
)
HIGH = ThreatFacts("shares in HIK", ThreatRisk.HIGH, ThreatDecision.OPEN, False, None)
AGREED = EngagementFacts(
    application_gaps=(), agreement_gaps=(), body_clearance="nothing found", look_back_from=date(2019, 1, 1),
    team=(LEAD, CHEN, REVIEWER, SIGNATORY), required_competences=frozenset({"sector"}), body_signed=True,
    party_signed=True, groups=2,
)  # fmt: skip


def agreed(**other: Any) -> EngagementFacts:
    return replace(AGREED, **other)


def team(*threats: ThreatFacts, **other: Any) -> EngagementFacts:
    return agreed(team=(LEAD, replace(CHEN, threats=threats, **other)))


READ = ActivityFacts(
    "T-01", ("S01", "S02", planning.UNLISTED), Assertion.COMPLETENESS, Technique.TRACING,
    ActivityResult.NO_EXCEPTION, True, True, True,
)  # fmt: skip
VISIT = VisitFacts("Kunshan", "first_verification", True, False, False)
PLANNED = PlanningFacts(
    analysis_is_signed=True, version_is_received=True,
    sources=(("S01", D(50000), D(2600)), ("S02", D(10), None)),
    risks=tuple(RiskFacts(c, Assertion.COMPLETENESS, 9) for c in ("S01", "S02", planning.UNLISTED)),
    activities=(READ,), visits=(VISIT,), missing_triggers=(), plan_is_approved=True,
    approved_sources=("S01", "S02"), plan_is_sent=True,
)  # fmt: skip


def planned(**other: Any) -> PlanningFacts:
    return replace(PLANNED, **other)


def activity(**other: Any) -> PlanningFacts:
    return planned(activities=(replace(READ, **other),))


EVALUATED = EvaluationFacts(2, 2, True, (), (), (("A", OpinionKind.DISCLAIMER),))
REVIEWED = OpinionFacts(
    letter_is_signed_for_latest=True, factual_check=FactualCheckState.ANSWERED, review_comments=1,
    review_is_signed=True, decision_is_recorded=True, contract_is_frozen=True, documents_are_rendered=True,
    lead_signed=True, signatory_signed=True, all_signatures_hold=True, later_fact_is_open=True,
)  # fmt: skip
MATERIAL = replace(REVIEWED, later_fact_is_material=True, users_are_warned=True)


def reviewed(**other: Any) -> OpinionFacts:
    return replace(REVIEWED, **other)


SUBMITTED = StatementFacts(2, 2, "ab" * 32, True, ("S01",))
VERSION = VersionFacts(2, 13, True, 1)
WHOLE = CaseFacts(
    AGREED, SUBMITTED, PLANNED, FindingsFacts(), EVALUATED, REVIEWED, CaseState.ISSUED, "because", revision=1
)
UNDER_REVIEW = replace(
    WHOLE, stage=CaseState.POST_ISSUE_REVIEW, opinion=reviewed(issue_state=IssueState.WITHDRAWN)
)
STILL_ISSUED = replace(UNDER_REVIEW, opinion=reviewed(issue_state=IssueState.UNDER_REVIEW))

# gate, facts that open it, then pairs of facts that shut it and words of the sentence
TABLE: list[tuple[Gate, object, list[tuple[object, str]]]] = [
    (cases.application_is_complete, AGREED, [(agreed(application_gaps=("sites",)), "Fill in first: sites.")]),
    (
        cases.body_and_team_are_impartial,
        AGREED,
        [
            (agreed(body_clearance=None), "body's own clearance"),
            (team(has_declared=False), "Chen Wei has not declared"),
            (team(replace(CONSULTED, decision=ThreatDecision.EXCLUDED)), "Chen Wei was excluded because"),
            (team(CONSULTED), "consultancy within the look-back (consultancy for HIK)"),
            (team(replace(CONSULTED, period_to=None)), "consultancy within the look-back"),
            (team(replace(CONSULTED, period_to=date(2019, 1, 1))), "consultancy within the look-back"),
            (team(HIGH), "Decide on the high threat that Chen Wei declared"),
            (team(is_cleared=False), "Chen Wei is not cleared"),
        ],
    ),
    (
        cases.body_and_team_are_impartial,
        team(replace(HIGH, decision=ThreatDecision.ACCEPTED_WITH_SAFEGUARD)),
        [(team(HIGH), "Decide on the high threat")],
    ),
    (
        cases.team_covers_every_competence,
        AGREED,
        [
            (agreed(team=(SIGNATORY,)), "Set the agreement's timetable first"),
            (
                agreed(required_competences=frozenset({"data_auditing"})),
                "On 2022-09-01 nobody of the team holds: data auditing",
            ),
            (
                agreed(
                    team=(
                        replace(
                            LEAD, competences_by_day=((DAY, frozenset({"sector"})), (NEXT_DAY, frozenset()))
                        ),
                    )
                ),
                "On 2022-09-02 nobody",
            ),
        ],
    ),
    (
        cases.agreement_is_complete,
        AGREED,
        [
            (agreed(groups=0), "Add at least one assurance group"),
            (agreed(agreement_gaps=("objectives", "fees")), "The agreement lacks: objectives, fees."),
        ],
    ),
    (
        cases.both_sides_have_signed,
        AGREED,
        [
            (agreed(body_signed=False), "verification body has not signed"),
            (agreed(party_signed=False), "responsible party's approver has not signed"),
        ],
    ),
    (
        cases.preparer_does_not_approve,
        AGREED,
        [(agreed(party_signer_prepares=True), "also prepares the inventory")],
    ),
    (
        cases.preparer_does_not_approve,
        agreed(party_signer_prepares=True, one_person_waiver="one person on site"),
        [
            (
                agreed(party_signer_prepares=True, one_person_waiver=None),
                "another signs, or the project office waives",
            )
        ],
    ),
    (
        cases.team_is_named,
        AGREED,
        [
            (agreed(team=(CHEN, REVIEWER)), "Name the lead verifier."),
            (agreed(team=(LEAD, CHEN)), "Name the independent reviewer."),
        ],
    ),
    (
        cases.reviewer_and_decider_are_off_the_team,
        AGREED,
        [
            (
                agreed(team=(LEAD, replace(REVIEWER, person_id=1))),
                "Anna Berg is on the team and cannot be independent reviewer",
            ),
            (
                agreed(team=(LEAD, replace(SIGNATORY, person_id=1))),
                "Jonas Lind is on the team and cannot be signatory",
            ),
        ],
    ),
    (
        cases.team_has_no_role_at_the_party,
        AGREED,
        [
            (
                team(party_roles=("preparer at HIK",)),
                "Chen Wei has a role in the same group, now or within the look-back: preparer at HIK",
            )
        ],
    ),
    (
        planning.strategic_analysis_is_signed,
        PLANNED,
        [(planned(analysis_is_signed=False), "sign the strategic analysis")],
    ),
    (
        planning.every_source_has_a_completeness_entry,
        PLANNED,
        [(planned(risks=PLANNED.risks[:1]), "completeness for: S02, unlisted.")],
    ),
    (
        planning.high_risks_have_a_substantive_test,
        PLANNED,
        [
            (
                activity(technique=Technique.INQUIRY),
                "substantive test for: S01 completeness, S02 completeness",
            ),
            (activity(assertion=Assertion.ACCURACY), "Plan a substantive test for"),
        ],
    ),
    (
        planning.high_risks_have_a_substantive_test,
        planned(activities=(), risks=(RiskFacts("S01", Assertion.CUT_OFF, 5),)),
        [(planned(activities=(), risks=(RiskFacts("S01", Assertion.CUT_OFF, 6),)), "S01 cut off")],
    ),
    (
        planning.material_sources_have_more_than_inquiry,
        PLANNED,
        [
            (activity(technique=Technique.INQUIRY), "inquiry only or not at all: S01."),
            (planned(activities=(), sources=(("S03", D(-2601), D(2600)),)), "S03"),
        ],
    ),
    (
        planning.material_sources_have_more_than_inquiry,
        planned(activities=(), sources=(("S03", D(2600), D(2600)),)),
        [(planned(activities=(), sources=(("S03", D("2600.01"), D(2600)),)), "S03")],
    ),
    (
        planning.every_source_is_covered,
        PLANNED,
        [
            (planned(version_is_received=False), "must be received first"),
            (activity(source_codes=("S01",)), "No activity covers: S02."),
        ],
    ),
    (
        planning.every_trigger_is_visited_or_justified,
        PLANNED,
        [
            (
                planned(missing_triggers=("first_verification",)),
                "Decide on the site visit: first verification.",
            ),
            (planned(visits=(replace(VISIT, is_visited=False),)), "Plan the visit to Kunshan or justify"),
        ],
    ),
    (
        planning.every_trigger_is_visited_or_justified,
        planned(
            visits=(
                replace(VISIT, is_visited=False, is_planned=True),
                replace(VISIT, is_visited=False, is_justified=True),
            )
        ),
        [(planned(visits=(VISIT, replace(VISIT, is_visited=False))), "Kunshan")],
    ),
    (
        planning.plan_is_sent_to_the_client,
        PLANNED,
        [(planned(plan_is_sent=False), "Send the verification plan")],
    ),
    (
        planning.approved_plan_covers_the_version,
        PLANNED,
        [
            (planned(plan_is_approved=False), "approval was lifted"),
            (planned(approved_sources=("S01",)), "approved plan does not know: S02."),
        ],
    ),
    (
        planning.every_activity_is_done_and_signed_off,
        PLANNED,
        [
            (activity(result=ActivityResult.OPEN), "Without a result: T-01."),
            (activity(is_prepared=False), "lacks its conclusion or a sign-off: T-01."),
            (activity(is_reviewed=False), "lacks its conclusion or a sign-off: T-01."),
            (activity(has_conclusion=False), "lacks its conclusion or a sign-off: T-01."),
        ],
    ),
    (
        findings.no_finding_is_open,
        FindingsFacts(),
        [(FindingsFacts(unfinished=(("F-001", "closed_corrected"),)), "F-001 (closed corrected)")],
    ),
    (
        findings.every_uncorrected_misstatement_has_its_amount,
        FindingsFacts(),
        [(FindingsFacts(uncorrected_without_amount=("F-005",)), "qualitative ruling for: F-005.")],
    ),
    (
        evaluation.evaluation_stands_on_the_latest_version,
        EVALUATED,
        [
            (replace(EVALUATED, computed_on=None), "Evaluate the misstatements first."),
            (replace(EVALUATED, computed_on=1), "The evaluation is of version 1, the latest submitted is 2"),
            (replace(EVALUATED, plan_covers_version=False), "approved plan does not cover"),
        ],
    ),
    (
        evaluation.every_conclusion_is_decided,
        EVALUATED,
        [
            (replace(EVALUATED, undecided_groups=("A", "B")), "Decide the conclusion of group A, B."),
            (replace(EVALUATED, market_unruled=("B",)), "market-based breach of group B."),
        ],
    ),
    (
        evaluation.every_group_is_disclaimed,
        EVALUATED,
        [
            (replace(EVALUATED, conclusions=()), "Only when every group"),
            (
                replace(EVALUATED, conclusions=(*EVALUATED.conclusions, ("B", OpinionKind.UNMODIFIED))),
                "Only when every group",
            ),
        ],
    ),
    (
        statement.a_signed_version_is_submitted,
        SUBMITTED,
        [
            (StatementFacts(), "has not submitted a version"),
            (replace(SUBMITTED, is_signed=False), "Version 2 is not signed"),
        ],
    ),
    (
        version.the_case_takes_versions,
        VERSION,
        [(replace(VERSION, case_takes_versions=False), "takes no version")],
    ),
    (version.the_version_has_lines, VERSION, [(replace(VERSION, lines=0), "Enter at least one line")]),
    (
        version.the_approver_signed_exactly_these_bytes,
        VERSION,
        [(replace(VERSION, is_signed=False), "Version 2 is not signed")],
    ),
    (
        version.no_newer_version_is_submitted,
        VERSION,
        [
            (replace(VERSION, newest_submitted=2), "Version 2 is submitted already"),
            (replace(VERSION, newest_submitted=3), "Version 3 is submitted already"),
        ],
    ),
    (
        opinion.representation_letter_is_signed,
        REVIEWED,
        [(reviewed(letter_is_signed_for_latest=False), "representation letter")],
    ),
    (
        opinion.statement_content_is_complete,
        REVIEWED,
        [(reviewed(missing_elements=("4 criteria",)), "The statement lacks: 4 criteria.")],
    ),
    (
        opinion.factual_check_is_over,
        REVIEWED,
        [
            (reviewed(factual_check=FactualCheckState.SENT), "waits for the responsible party's answer"),
            (reviewed(factual_check=FactualCheckState.NOT_SENT), "Send the draft to the responsible party"),
        ],
    ),
    (
        opinion.factual_check_is_over,
        reviewed(factual_check=FactualCheckState.LAPSED),
        [(reviewed(factual_check=FactualCheckState.SENT), "waits")],
    ),
    (
        opinion.reviewer_is_eligible,
        REVIEWED,
        [(reviewed(reviewer_refusal="Anna Berg is on the team."), "Anna Berg is on the team.")],
    ),
    (opinion.a_comment_says_why, REVIEWED, [(reviewed(review_comments=0), "at least one comment")]),
    (
        opinion.review_is_complete,
        REVIEWED,
        [
            (reviewed(open_checks=("plan",)), "Not ticked yet: plan."),
            (reviewed(open_comments=("R-01",)), "Close these comments first: R-01."),
            (reviewed(review_is_signed=False), "has not signed the review"),
        ],
    ),
    (
        opinion.decider_is_not_on_the_team,
        REVIEWED,
        [(reviewed(actor_is_on_team=True), "cannot decide on it or issue it")],
    ),
    (
        opinion.decision_is_recorded_and_numbered,
        REVIEWED,
        [
            (reviewed(decision_is_recorded=False), "Record the decision first"),
            (reviewed(contract_is_frozen=False), "Record the decision first"),
        ],
    ),
    (
        opinion.documents_are_rendered_from_the_contract,
        REVIEWED,
        [
            (reviewed(missing_in_documents=("18",)), "Empty in the contract: 18."),
            (reviewed(documents_are_rendered=False), "not rendered"),
        ],
    ),
    (
        opinion.lead_and_signatory_have_signed,
        REVIEWED,
        [
            (reviewed(lead_signed=False), "The lead verifier has not signed."),
            (reviewed(signatory_signed=False), "The authorised signatory has not signed."),
            (reviewed(all_signatures_hold=False), "count as not signed"),
        ],
    ),
    (
        opinion.a_later_fact_is_described,
        REVIEWED,
        [(reviewed(later_fact_is_open=False), "Describe the fact")],
    ),
    (opinion.the_later_fact_is_not_material, REVIEWED, [(MATERIAL, "to be revised, not noted")]),
    (
        opinion.the_later_fact_is_material_and_users_are_warned,
        MATERIAL,
        [
            (REVIEWED, "note it instead"),
            (replace(MATERIAL, users_are_warned=False), "Warn the users of the statement first"),
        ],
    ),
    (issue.its_number_is_not_void, IssueFacts(), [(IssueFacts(is_void=True), "stays void")]),
    (issue.the_reason_is_given, IssueFacts(reason="found later"), [(IssueFacts(), "Give the reason.")]),
    (
        issue.the_due_date_has_passed,
        FactualCheckFacts(due_has_passed=True),
        [(FactualCheckFacts(), "still has time to answer")],
    ),
    (
        lifecycle.a_reason_is_given,
        WHOLE,
        [
            (replace(WHOLE, comment=None), "Give the reason."),
            (replace(WHOLE, comment=""), "Give the reason."),
        ],
    ),
    (
        lifecycle.the_case_is_not_suspended,
        WHOLE,
        [(replace(WHOLE, is_suspended=True), "take it up again first")],
    ),
    (
        lifecycle.it_is_a_revision,
        WHOLE,
        [(replace(WHOLE, revision=0), "before its first issue is terminated")],
    ),
    (lifecycle.a_reviewed_issue_is_withdrawn, WHOLE, [(STILL_ISSUED, "Withdraw the issued statement")]),
    (lifecycle.a_reviewed_issue_is_withdrawn, UNDER_REVIEW, [(STILL_ISSUED, "before the case is archived")]),
    (
        documents.its_kind_is_read_here,
        documents.ReadingFacts(),
        [(documents.ReadingFacts(is_read_here=False), "kept but not read")],
    ),
    (
        documents.documents_or_an_answer_are_named,
        documents.RequestFacts(is_answered=True),
        [(documents.RequestFacts(), "Send a document for this request")],
    ),
    (
        documents.the_request_s_reason_is_given,
        documents.RequestFacts(reason="another month"),
        [(documents.RequestFacts(), "Give the reason.")],
    ),
    (
        figures.it_carries_no_line,
        figures.FigureFacts(),
        [(figures.FigureFacts(has_live_links=True), "End the link first")],
    ),
    (
        figures.its_value_is_typed,
        figures.FigureFacts(),
        [(figures.FigureFacts(has_value=False), "Type the value")],
    ),
]


@pytest.mark.parametrize(
    ("asked", "facts"), [row[:2] for row in TABLE], ids=lambda v: getattr(v, "claim", "")
)
def test_a_gate_is_open_when_its_claim_is_true(asked: Gate, facts: object) -> None:
    assert asked.why_shut(facts) is None


SHUT = [(asked, facts, words) for asked, _open, rows in TABLE for facts, words in rows]


@pytest.mark.parametrize(("asked", "facts", "words"), SHUT, ids=lambda v: getattr(v, "claim", ""))
def test_a_shut_gate_says_what_to_do_first(asked: Gate, facts: object, words: str) -> None:
    refusal = asked.refusal(facts)
    assert refusal is not None
    assert refusal.code == asked.code
    assert words in str(refusal.reason)


@pytest.mark.parametrize(
    "module",
    [
        "cases.gates", "planning.gates", "findings.gates", "evaluation.gates", "ghg_statement.gates",
        "ghg_statement.machine", "opinion.gates", "opinion.machine", "lifecycle.machine", "documents.rules",
        "figures.rules",
    ],
)  # fmt: skip
def test_no_gate_is_left_untried(module: str) -> None:
    known = {id(row[0]) for row in TABLE}
    defined = vars(importlib.import_module(f"workflow.{module}"))
    assert [
        name for name, value in defined.items() if isinstance(value, Gate) and id(value) not in known
    ] == []
