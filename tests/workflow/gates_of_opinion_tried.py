"""Gates of findings, statement, evaluation, opinion and the case as a whole, with facts for each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.workflow.gates_of_plan_tried import AGREED, PLANNED
from workflow.cases.rules import CaseState
from workflow.consolidation import rules as consolidation
from workflow.consolidation.rules import ConsolidationFacts
from workflow.documents import rules as documents
from workflow.evaluation import gates as evaluation
from workflow.evaluation.gates import EvaluationFacts
from workflow.evaluation.rules import OpinionKind
from workflow.figures import rules as figures
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

D = Decimal
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
GROUP = ConsolidationFacts(is_group_case=True, entities=("C-1", "C-2"), consolidated=("C-1", "C-2"))
WHOLE = CaseFacts(
    AGREED, SUBMITTED, PLANNED, FindingsFacts(), EVALUATED, REVIEWED, CaseState.ISSUED, "because", revision=1
)
UNDER_REVIEW = replace(
    WHOLE, stage=CaseState.POST_ISSUE_REVIEW, opinion=reviewed(issue_state=IssueState.WITHDRAWN)
)
STILL_ISSUED = replace(UNDER_REVIEW, opinion=reviewed(issue_state=IssueState.UNDER_REVIEW))

# gate, facts that open it, then pairs of facts that shut it and words of the sentence
FINDINGS_TO_ISSUE: list[tuple[Gate, object, list[tuple[object, str]]]] = [
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
        consolidation.its_entities_are_named,
        GROUP,
        [(replace(GROUP, entities=()), "Name the entity cases")],
    ),
    (
        consolidation.the_statement_is_consolidated_from_all_of_them,
        GROUP,
        [
            (replace(GROUP, consolidated=None), "is not consolidated"),
            (
                replace(GROUP, consolidated=("C-2", "C-3")),
                "changed since the submitted version was consolidated: C-1, C-3.",
            ),
        ],
    ),
    (
        consolidation.every_change_of_an_entity_is_answered,
        GROUP,
        [
            (replace(GROUP, open_changes=("C-1",)), "The statement of C-1 changed"),
            (replace(GROUP, open_changes=tuple("abcdefg")), "a, b, c, d, e … (7)"),
        ],
    ),
    (
        consolidation.the_base_year_is_not_locked,
        ConsolidationFacts(),
        [(ConsolidationFacts(locked_base_year="NA-7/0"), "locked by verification statement NA-7/0")],
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
        documents.pages_are_left,
        documents.ReadingFacts(pages_left=3),
        [(documents.ReadingFacts(), "not tried")],
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
