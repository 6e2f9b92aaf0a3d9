"""Words of a validation by SBTi: what is asked for, how a submission and a query stand, what files are for."""

from __future__ import annotations

from enum import StrEnum

from workflow.i18n import N_


class RequestKind(StrEnum):
    """What a submission asks for (dossier, section 1)."""

    NEW = "new"
    UPDATE = "update"
    REVIEW = "five_year_review"
    RECALCULATION = "recalculation"


class SubmissionState(StrEnum):
    """The life of a submission, from the first draft to the announced targets (targets.md 3.3)."""

    DRAFT = "draft"
    INTERNAL_APPROVAL = "internal_approval"
    INTERNALLY_APPROVED = "internally_approved"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    CONTRACTED = "contract_signed"
    ASSESSMENT = "assessment"
    QUERY_OPEN = "query_open"
    ANSWERED = "answered"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    PUBLISHED = "published"
    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"


class QueryState(StrEnum):
    """Whose turn a query is: open waits on the group, answered on the validator."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class FileRole(StrEnum):
    """What a file of a submission is."""

    DOSSIER = "dossier"
    RECEIPT = "receipt"
    CONTRACT = "contract"
    LETTER = "decision_letter"
    EVIDENCE = "evidence"
    COMMITMENT = "commitment"


class CommitmentStatus(StrEnum):
    """How SBTi lists a commitment since 18 December 2025 (CM-01)."""

    ACTIVE = "active"
    EXTENDED = "extended"
    UPDATED = "updated"
    EXPIRED = "expired"
    INACTIVE = "inactive"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


RUNNING_COMMITMENTS = frozenset(
    {CommitmentStatus.ACTIVE, CommitmentStatus.EXTENDED, CommitmentStatus.UPDATED}
)
S = SubmissionState
# While it is with the validator or waits for it, no other submission may hold the same target.
LIVE_SUBMISSIONS = frozenset(S) - {S.PUBLISHED, S.ANNOUNCED, S.WITHDRAWN}
DECIDED_FOR = frozenset({S.APPROVED, S.PUBLISHED, S.ANNOUNCED})
IN_VALIDATION = frozenset({S.SUBMITTED, S.SCREENING, S.CONTRACTED, S.ASSESSMENT, S.QUERY_OPEN, S.ANSWERED})
STATE_KINDS: dict[SubmissionState, str] = {
    S.DRAFT: "open", S.INTERNAL_APPROVAL: "waiting", S.INTERNALLY_APPROVED: "waiting", S.SUBMITTED: "waiting",
    S.SCREENING: "waiting", S.CONTRACTED: "waiting", S.ASSESSMENT: "waiting", S.QUERY_OPEN: "open",
    S.ANSWERED: "waiting", S.APPROVED: "accepted", S.NOT_APPROVED: "refused", S.PUBLISHED: "closed",
    S.ANNOUNCED: "closed", S.WITHDRAWN: "not_started",
}  # fmt: skip
QUERY_KINDS: dict[QueryState, str] = {
    QueryState.OPEN: "open", QueryState.ANSWERED: "waiting", QueryState.CLOSED: "closed",
}  # fmt: skip
REQUEST_WORDS: dict[RequestKind, str] = {
    RequestKind.NEW: N_("New targets"),
    RequestKind.UPDATE: N_("Update of targets"),
    RequestKind.REVIEW: N_("Five-year review"),
    RequestKind.RECALCULATION: N_("Recalculated targets"),
}
FILE_WORDS: dict[FileRole, str] = {
    FileRole.DOSSIER: N_("Dossier"),
    FileRole.RECEIPT: N_("Receipt of the submission"),
    FileRole.CONTRACT: N_("Signed contract"),
    FileRole.LETTER: N_("Decision letter"),
    FileRole.EVIDENCE: N_("Evidence of an answer"),
    FileRole.COMMITMENT: N_("Commitment"),
}
# Answers are expected within two business days (targets.md 3.3).
ANSWER_WORKING_DAYS = 2
# A clock is shown among what waits on people from this many days before its end.
DAYS_SHOWN_AHEAD = 60
