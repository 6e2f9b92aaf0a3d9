"""The case's states, moves and guards (section 1.11, whole), as data over the gates of all nouns."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.access import Permission
from workflow.cases import gates as engagement
from workflow.cases.gates import EngagementFacts
from workflow.cases.rules import CaseState as S
from workflow.consolidation import rules as consolidation
from workflow.consolidation.rules import ConsolidationFacts
from workflow.evaluation import gates as evaluation
from workflow.evaluation.gates import EvaluationFacts
from workflow.findings import gates as findings
from workflow.findings.gates import FindingsFacts
from workflow.ghg_statement import gates as statement
from workflow.ghg_statement.gates import StatementFacts
from workflow.i18n import N_, Message, message
from workflow.machine import Gate, Machine, Move, gate, on
from workflow.opinion import gates as opinion
from workflow.opinion.gates import OpinionFacts
from workflow.opinion.rules import IssueState
from workflow.planning import gates as planning
from workflow.planning.gates import PlanningFacts

P = Permission


@dataclass(frozen=True)
class CaseFacts:
    """All that the gates of the case look at, composed of what each noun answers for."""

    engagement: EngagementFacts
    statement: StatementFacts
    planning: PlanningFacts
    findings: FindingsFacts
    evaluation: EvaluationFacts
    opinion: OpinionFacts
    stage: S
    comment: str | None = None
    is_suspended: bool = False
    revision: int = 0
    consolidation: ConsolidationFacts = consolidation.NO_GROUP


@gate("G-REASON")
def a_reason_is_given(facts: CaseFacts) -> Message | None:
    return None if facts.comment else message(N_("Give the reason."))


@gate("G-SUSPENDED")
def the_case_is_not_suspended(facts: CaseFacts) -> Message | None:
    return message(N_("The case is suspended: take it up again first.")) if facts.is_suspended else None


@gate("G-REVISION")
def it_is_a_revision(facts: CaseFacts) -> Message | None:
    if facts.revision > 0:
        return None
    return message(N_("Only a revision can be given up; a case before its first issue is terminated."))


@gate("G-WITHDRAWN")
def a_reviewed_issue_is_withdrawn(facts: CaseFacts) -> Message | None:
    if facts.stage is not S.POST_ISSUE_REVIEW or facts.opinion.issue_state is IssueState.WITHDRAWN:
        return None
    return message(N_("Withdraw the issued statement before the case is archived from its review."))


def _of(part: str, *gates: Gate) -> tuple[Gate, ...]:
    return tuple(on(part, g) for g in gates)


def _move(name: str, sources: tuple[S, ...], target: S, permission: P, *gates: Gate, label: str) -> Move:
    return Move(name, sources, target, permission, (the_case_is_not_suspended, *gates), label)


BEFORE_FIRST_ISSUE = (
    S.DRAFT, S.PRE_ENGAGEMENT, S.AGREED, S.PLANNING, S.PLAN_APPROVED, S.EXECUTION, S.EVALUATION,
    S.DRAFT_OPINION, S.INDEPENDENT_REVIEW, S.DECISION,
)  # fmt: skip
OF_A_REVISION = (
    S.PLANNING, S.PLAN_APPROVED, S.EXECUTION, S.EVALUATION, S.DRAFT_OPINION, S.INDEPENDENT_REVIEW, S.DECISION,
)  # fmt: skip
AFTER_EVALUATION = (S.EVALUATION, S.DRAFT_OPINION, S.INDEPENDENT_REVIEW, S.DECISION)

CASE = Machine(
    "case",
    S,
    S.DRAFT,
    frozenset({S.ARCHIVED}),
    (
        _move(
            "engage", (S.DRAFT,), S.PRE_ENGAGEMENT, P.RUN_CASE,
            *_of("engagement", engagement.application_is_complete),
            *_of("consolidation", consolidation.the_base_year_is_not_locked),
            label=N_("Take up the application"),
        ),
        _move("decline", (S.PRE_ENGAGEMENT,), S.DECLINED, P.RUN_CASE, a_reason_is_given, label=N_("Decline")),
        _move(
            "agree", (S.PRE_ENGAGEMENT,), S.AGREED, P.RUN_CASE,
            *_of("engagement", *engagement.AGREEMENT_GATES),
            *_of("consolidation", consolidation.its_entities_are_named), label=N_("Put the agreement in force"),
        ),
        _move(
            "start_planning", (S.AGREED,), S.PLANNING, P.LEAD_CASE,
            *_of("engagement", *engagement.TEAM_GATES), label=N_("Start planning"),
        ),
        _move(
            "approve_plan", (S.PLANNING,), S.PLAN_APPROVED, P.LEAD_CASE,
            *_of("planning", *planning.APPROVAL_GATES), label=N_("Approve the plan"),
        ),
        _move(
            "start_execution", (S.PLAN_APPROVED,), S.EXECUTION, P.LEAD_CASE,
            *_of("statement", statement.a_signed_version_is_submitted),
            *_of("consolidation", consolidation.the_statement_is_consolidated_from_all_of_them),
            *_of("planning", *planning.EXECUTION_GATES), label=N_("Start the evidence gathering"),
        ),
        _move(
            "reopen_plan", (S.PLAN_APPROVED, S.EXECUTION), S.PLANNING, P.LEAD_CASE, a_reason_is_given,
            label=N_("Change the plan"),
        ),
        _move(
            "evaluate", (S.EXECUTION,), S.EVALUATION, P.LEAD_CASE,
            *_of("planning", *planning.COMPLETION_GATES), *_of("findings", findings.no_finding_is_open),
            label=N_("Go to the evaluation"),
        ),
        _move(
            "gather_more", (S.EVALUATION,), S.EXECUTION, P.LEAD_CASE, a_reason_is_given,
            label=N_("Gather more evidence"),
        ),
        _move(
            "draft_opinion", (S.EVALUATION,), S.DRAFT_OPINION, P.LEAD_CASE,
            *_of("evaluation", evaluation.evaluation_stands_on_the_latest_version,
                 evaluation.every_conclusion_is_decided),
            *_of("findings", findings.every_uncorrected_misstatement_has_its_amount),
            *_of("consolidation", consolidation.every_change_of_an_entity_is_answered),
            *_of("opinion", opinion.representation_letter_is_signed, opinion.statement_content_is_complete),
            label=N_("Draft the opinion"),
        ),
        _move(
            "evaluate_again", (S.DRAFT_OPINION,), S.EVALUATION, P.LEAD_CASE, a_reason_is_given,
            label=N_("Back to the evaluation"),
        ),
        _move(
            "hand_to_review", (S.DRAFT_OPINION,), S.INDEPENDENT_REVIEW, P.LEAD_CASE,
            *_of("opinion", opinion.factual_check_is_over, opinion.reviewer_is_eligible),
            *_of("engagement", engagement.reviewer_and_decider_are_off_the_team,
                 engagement.team_has_no_role_at_the_party),
            *_of("consolidation", consolidation.every_change_of_an_entity_is_answered),
            label=N_("Hand to the independent review"),
        ),
        _move(
            "return_draft", (S.INDEPENDENT_REVIEW,), S.DRAFT_OPINION, P.REVIEW_CASE,
            *_of("opinion", opinion.a_comment_says_why), label=N_("Return the draft"),
        ),
        _move(
            "return_to_execution", (S.INDEPENDENT_REVIEW,), S.EXECUTION, P.REVIEW_CASE,
            *_of("opinion", opinion.a_comment_says_why), label=N_("Return for more evidence"),
        ),
        _move(
            "approve_review", (S.INDEPENDENT_REVIEW,), S.DECISION, P.REVIEW_CASE,
            *_of("opinion", opinion.review_is_complete),
            *_of("engagement", engagement.reviewer_and_decider_are_off_the_team),
            label=N_("Approve and pass on for the decision"),
        ),
        _move(
            "refuse_draft", (S.DECISION,), S.DRAFT_OPINION, P.DECIDE_CASE, a_reason_is_given,
            label=N_("Send back to the draft"),
        ),
        _move(
            "refuse_evidence", (S.DECISION,), S.EXECUTION, P.DECIDE_CASE, a_reason_is_given,
            label=N_("Send back for more evidence"),
        ),
        _move(
            "take_new_version", AFTER_EVALUATION, S.EVALUATION, P.OPERATE, a_reason_is_given,
            label=N_("A new version was submitted"),
        ),
        _move(
            "issue", (S.DECISION,), S.ISSUED, P.DECIDE_CASE,
            *_of("opinion", opinion.decider_is_not_on_the_team, opinion.decision_is_recorded_and_numbered,
                 opinion.documents_are_rendered_from_the_contract, opinion.lead_and_signatory_have_signed),
            *_of("consolidation", consolidation.every_change_of_an_entity_is_answered),
            label=N_("Issue the statement"),
        ),
        _move(
            "end_without_opinion", (S.DECISION,), S.NO_OPINION, P.DECIDE_CASE,
            *_of("opinion", opinion.decider_is_not_on_the_team),
            *_of("evaluation", evaluation.every_group_is_disclaimed), a_reason_is_given,
            label=N_("End without an opinion"),
        ),
        _move(
            "review_after_issue", (S.ISSUED,), S.POST_ISSUE_REVIEW, P.RAISE_LATER_FACT,
            *_of("opinion", opinion.a_later_fact_is_described), label=N_("Assess the later fact"),
        ),
        _move(
            "note_only", (S.POST_ISSUE_REVIEW,), S.ISSUED, P.DECIDE_CASE,
            *_of("opinion", opinion.decider_is_not_on_the_team, opinion.the_later_fact_is_not_material),
            a_reason_is_given, label=N_("Note it; the opinion stands"),
        ),
        _move(
            "revise", (S.POST_ISSUE_REVIEW,), S.EVALUATION, P.DECIDE_CASE,
            *_of("opinion", opinion.decider_is_not_on_the_team,
                 opinion.the_later_fact_is_material_and_users_are_warned),
            a_reason_is_given, label=N_("Revise the opinion"),
        ),
        _move(
            "give_up_revision", OF_A_REVISION, S.POST_ISSUE_REVIEW, P.DECIDE_CASE, it_is_a_revision,
            a_reason_is_given, label=N_("Give the revision up"),
        ),
        _move(
            "terminate", BEFORE_FIRST_ISSUE, S.TERMINATED, P.RUN_CASE, a_reason_is_given,
            label=N_("Terminate the engagement"),
        ),
        _move(
            "archive", (S.ISSUED, S.POST_ISSUE_REVIEW, S.NO_OPINION, S.DECLINED, S.TERMINATED), S.ARCHIVED,
            P.RUN_CASE, a_reason_is_given, a_reviewed_issue_is_withdrawn, label=N_("Archive"),
        ),
    ),
)  # fmt: skip
