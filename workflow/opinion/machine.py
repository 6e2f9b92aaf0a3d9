"""The lives of an issue, of a factual check and of an independent review, as data (1.8, 1.11)."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.access import Permission
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate
from workflow.opinion.rules import FactualCheckState, IssueState, ReviewState


@dataclass(frozen=True)
class IssueFacts:
    """What the moves of an issue look at."""

    is_void: bool = False
    reason: str | None = None


@dataclass(frozen=True)
class FactualCheckFacts:
    """What the moves of a factual check look at."""

    due_has_passed: bool = False
    open_points: int = 0


@gate("G-VOID")
def its_number_is_not_void(facts: IssueFacts) -> Message | None:
    return message(N_("This number was given up and stays void.")) if facts.is_void else None


@gate("G-REASON")
def the_reason_is_given(facts: IssueFacts) -> Message | None:
    return None if facts.reason else message(N_("Give the reason."))


@gate("G-FACT")
def the_due_date_has_passed(facts: FactualCheckFacts) -> Message | None:
    if facts.due_has_passed:
        return None
    return message(N_("The responsible party still has time to answer; it lapses after the due date."))


S, F, R = IssueState, FactualCheckState, ReviewState
P = Permission

ISSUE = Machine(
    "issue", IssueState, S.SEALED, frozenset({S.SUPERSEDED, S.WITHDRAWN}),
    (
        Move("issue", (S.SEALED,), S.ISSUED, P.DECIDE_CASE, (its_number_is_not_void,), N_("Issue")),
        Move(
            "put_under_review", (S.ISSUED,), S.UNDER_REVIEW, P.RAISE_LATER_FACT, (), N_("Put under review")
        ),
        Move("keep", (S.UNDER_REVIEW,), S.ISSUED, P.DECIDE_CASE, (), N_("Keep")),
        Move("supersede", (S.UNDER_REVIEW,), S.SUPERSEDED, P.DECIDE_CASE, (), N_("Supersede")),
        Move(
            "withdraw", (S.UNDER_REVIEW,), S.WITHDRAWN, P.DECIDE_CASE, (the_reason_is_given,), N_("Withdraw")
        ),
    ),
)  # fmt: skip

FACTUAL_CHECK = Machine(
    "factual_check", FactualCheckState, F.NOT_SENT, frozenset({F.ANSWERED, F.LAPSED}),
    (
        Move("send", (F.NOT_SENT,), F.SENT, P.LEAD_CASE, (), N_("Send for the factual check")),
        Move("answer", (F.SENT,), F.ANSWERED, P.ANSWER_FACTUAL_CHECK, (), N_("Answer")),
        Move("lapse", (F.SENT,), F.LAPSED, P.LEAD_CASE, (the_due_date_has_passed,), N_("Let it lapse")),
    ),
)  # fmt: skip

# Return and void follow from a move of the case, which asked for that move's own permission already.
REVIEW = Machine(
    "review", ReviewState, R.OPEN, frozenset({R.VOID}),
    (
        Move("approve", (R.OPEN,), R.APPROVED, P.REVIEW_CASE, (), N_("Sign the review")),
        Move("return", (R.OPEN, R.APPROVED), R.RETURNED, P.READ_REVIEW, (), N_("Return")),
        Move("take_up", (R.RETURNED,), R.OPEN, P.REVIEW_CASE, (), N_("Take up again")),
        Move("void", (R.OPEN, R.RETURNED, R.APPROVED), R.VOID, P.READ_REVIEW, (), N_("Void")),
    ),
)  # fmt: skip
