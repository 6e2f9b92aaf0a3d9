"""The validation of targets as data: moves of a submission and of a query, and what must be true before each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.access import Permission
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate
from workflow.targets.machine import (
    no_recalculation_of_the_base_year_is_open,
    the_day_is_given_and_has_come,
    the_place_of_publication_is_named,
    the_reason_is_given,
)
from workflow.targets.validation_rules import QueryState as Q
from workflow.targets.validation_rules import SubmissionState as S


@dataclass(frozen=True)
class SubmissionFacts:
    """What the gates of a submission look at; `unapproved` are the codes of targets that are drafts again."""

    targets: int = 0
    unapproved: tuple[str, ...] = ()
    documents: int = 0
    open_tasks: int = 0
    open_queries: int = 0
    prepared_by_approver: bool = False
    is_fresh: bool = False
    content_sha256: str = ""
    seen_sha256: str | None = None
    approved_sha256: str | None = None
    on: date | None = None
    today: date | None = None
    before: date | None = None
    text: str | None = None
    files: int = 0


@dataclass(frozen=True)
class QueryFacts:
    """What the gates of a query look at."""

    on: date | None = None
    today: date | None = None
    before: date | None = None
    text: str | None = None


@gate("G-TARGETS")
def every_target_of_it_is_approved(facts: SubmissionFacts) -> Message | None:
    if not facts.targets:
        return message(N_("Choose at least one target to hand in."))
    if facts.unapproved:
        return message(
            N_("These targets are drafts: approve them first, {codes}."), codes=", ".join(facts.unapproved)
        )
    return None


@gate("G-DOSSIER")
def the_documents_of_this_round_are_handed_in(facts: SubmissionFacts) -> Message | None:
    return None if facts.documents else message(N_("Add the dossier of this round, as it will be sent."))


@gate("G-OTHER")
def who_approves_did_not_prepare_it(facts: SubmissionFacts) -> Message | None:
    if not facts.prepared_by_approver:
        return None
    return message(N_("Another person than who handed it in approves it."))


@gate("G-FRESH")
def the_signatory_signed_in_just_now(facts: SubmissionFacts) -> Message | None:
    return None if facts.is_fresh else message(N_("Sign in again, then approve: this needs a fresh sign-in."))


@gate("G-SEEN")
def what_is_approved_is_what_was_read(facts: SubmissionFacts) -> Message | None:
    if facts.seen_sha256 == facts.content_sha256:
        return None
    return message(N_("It changed since you read it: read it again, then approve."))


@gate("G-APPROVED")
def what_is_sent_is_what_was_approved(facts: SubmissionFacts) -> Message | None:
    if facts.approved_sha256 == facts.content_sha256:
        return None
    return message(N_("A target changed since the approval: revise, and have it approved again."))


@gate("G-REFERENCE")
def the_reference_is_given(facts: SubmissionFacts) -> Message | None:
    return None if facts.text else message(N_("Give the reference that the portal or the letter shows."))


@gate("G-FILE")
def its_file_is_added(facts: SubmissionFacts) -> Message | None:
    return None if facts.files else message(N_("Add the file that shows it: receipt, contract or letter."))


@gate("G-QUERIES")
def no_query_is_open(facts: SubmissionFacts) -> Message | None:
    if not facts.open_queries:
        return None
    return message(N_("Answer the open queries first: {count}."), count=facts.open_queries)


@gate("G-TEXT")
def it_says_what_is_asked_or_answered(facts: QueryFacts) -> Message | None:
    return None if facts.text else message(N_("Write what is asked, or what you answer."))


P = Permission
_DAY, _REASON = the_day_is_given_and_has_come, the_reason_is_given
_READY = (
    every_target_of_it_is_approved, the_documents_of_this_round_are_handed_in,
    no_recalculation_of_the_base_year_is_open,
)  # fmt: skip
VALIDATION = Machine(
    "validation", S, S.DRAFT, frozenset({S.ANNOUNCED, S.WITHDRAWN}),
    (
        Move("hand_in", (S.DRAFT,), S.INTERNAL_APPROVAL, P.EDIT_TARGETS, _READY, N_("Hand in for approval")),
        Move("return", (S.INTERNAL_APPROVAL,), S.DRAFT, P.APPROVE_TARGETS, (_REASON,), N_("Return it")),
        Move(
            "approve", (S.INTERNAL_APPROVAL,), S.INTERNALLY_APPROVED, P.APPROVE_TARGETS,
            (
                *_READY, who_approves_did_not_prepare_it, the_signatory_signed_in_just_now,
                what_is_approved_is_what_was_read,
            ),
            N_("Approve for submission"),
        ),
        Move(
            "submit", (S.INTERNALLY_APPROVED,), S.SUBMITTED, P.EDIT_TARGETS,
            (*_READY, what_is_sent_is_what_was_approved, _DAY, the_reference_is_given, its_file_is_added),
            N_("Note the submission"),
        ),
        Move("screen", (S.SUBMITTED,), S.SCREENING, P.EDIT_TARGETS, (_DAY,), N_("Note the screening")),
        Move(
            "sign_contract", (S.SCREENING,), S.CONTRACTED, P.EDIT_TARGETS, (_DAY, its_file_is_added),
            N_("Note the signed contract"),
        ),
        Move("assess", (S.CONTRACTED,), S.ASSESSMENT, P.EDIT_TARGETS, (_DAY,), N_("Note the assessment")),
        Move("ask", (S.ASSESSMENT, S.QUERY_OPEN, S.ANSWERED), S.QUERY_OPEN, P.EDIT_TARGETS, (), N_("Note a query")),
        Move("answer", (S.QUERY_OPEN,), S.ANSWERED, P.EDIT_TARGETS, (no_query_is_open,), N_("Answer")),
        Move(
            "accept", (S.ASSESSMENT, S.ANSWERED), S.APPROVED, P.EDIT_TARGETS,
            (_DAY, the_reference_is_given, its_file_is_added), N_("Note the approval by SBTi"),
        ),
        Move(
            "refuse", (S.SCREENING, S.ASSESSMENT, S.QUERY_OPEN, S.ANSWERED), S.NOT_APPROVED, P.EDIT_TARGETS,
            (_DAY, the_reference_is_given, its_file_is_added), N_("Note that it is not approved"),
        ),
        Move(
            "revise",
            (
                S.INTERNALLY_APPROVED, S.SUBMITTED, S.SCREENING, S.CONTRACTED, S.ASSESSMENT, S.QUERY_OPEN,
                S.ANSWERED, S.NOT_APPROVED,
            ),
            S.DRAFT, P.EDIT_TARGETS, (_REASON,), N_("Revise and hand in again"),
        ),
        Move(
            "publish", (S.APPROVED,), S.PUBLISHED, P.EDIT_TARGETS, (_DAY, the_place_of_publication_is_named),
            N_("Note the publication"),
        ),
        Move(
            "announce", (S.PUBLISHED,), S.ANNOUNCED, P.EDIT_TARGETS, (_DAY, the_place_of_publication_is_named),
            N_("Note the announcement"),
        ),
        Move(
            "withdraw",
            (
                S.DRAFT, S.INTERNAL_APPROVAL, S.INTERNALLY_APPROVED, S.SUBMITTED, S.SCREENING, S.CONTRACTED,
                S.ASSESSMENT, S.QUERY_OPEN, S.ANSWERED, S.NOT_APPROVED,
            ),
            S.WITHDRAWN, P.EDIT_TARGETS, (_REASON,), N_("Withdraw"),
        ),
    ),
)  # fmt: skip
QUERY = Machine(
    "validation_query", Q, Q.OPEN, frozenset({Q.CLOSED}),
    (
        Move(
            "answer", (Q.OPEN,), Q.ANSWERED, P.EDIT_TARGETS, (_DAY, it_says_what_is_asked_or_answered),
            N_("Answer"),
        ),
        Move(
            "ask_again", (Q.ANSWERED,), Q.OPEN, P.EDIT_TARGETS, (_DAY, it_says_what_is_asked_or_answered),
            N_("Note what is asked again"),
        ),
        Move("close", (Q.ANSWERED,), Q.CLOSED, P.EDIT_TARGETS, (_DAY,), N_("Close")),
        Move("drop", (Q.OPEN,), Q.CLOSED, P.EDIT_TARGETS, (_DAY, _REASON), N_("Close without an answer")),
    ),
)  # fmt: skip
