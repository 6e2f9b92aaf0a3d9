"""The independent review: checks ticked with comment, comments answered and closed, then signed (1.8)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import rfc8785

from workflow.access import Role
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState, SignatureKind
from workflow.db import ScopedSession
from workflow.errors import BadInput, NotYours, Refusal
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.draft import DRAFT_FIELDS
from workflow.opinion.facts import why_reviewer_is_not_eligible
from workflow.opinion.gates import OpinionFacts, review_is_complete
from workflow.opinion.machine import REVIEW
from workflow.opinion.models import DraftOpinion, Review, ReviewComment
from workflow.opinion.rules import REVIEW_CHECKS, ReviewState
from workflow.unit_of_work import UnitOfWork

MAY_START = frozenset({CaseState.DRAFT_OPINION, CaseState.INDEPENDENT_REVIEW})


def start_review(uow: UnitOfWork, case: Case) -> Review:
    """Begin the review of the draft, or take it up again after it was returned; early is allowed.

    Ticks given on another draft fall away; comments stay. Refused for a reviewer who is not eligible.
    """
    draft = reads.draft_of(uow.session, case)
    uow.refuse_unless(case, "review.start", *_why_not_started(uow, case, draft))
    assert draft is not None and uow.actor.person_id is not None
    review = reads.review_of(uow.session, case)
    if review is None:
        review = Review(
            case_id=case.id, owner_org_id=case.owner_org_id, draft_id=draft.id, reviewer=uow.actor.name,
            reviewer_id=uow.actor.person_id, started_on=uow.now.date(), ticks={},
        )  # fmt: skip
        uow.session.add(review)
        uow.record("review.start", review)
        return review
    if review.draft_id != draft.id:
        review.draft_id, review.ticks = draft.id, {}
    if review.state is ReviewState.RETURNED:
        uow.move(REVIEW, review, "take_up")
    return review


def _why_not_started(uow: UnitOfWork, case: Case, draft: DraftOpinion | None) -> list[Refusal | None]:
    refusals: list[Refusal | None] = []
    if case.state not in MAY_START or draft is None:
        refusals.append(Refusal("G-STATE", message(N_("There is no draft opinion to review yet."))))
    reason = why_reviewer_is_not_eligible(uow.session, case, uow.now.date())
    if reason is not None:
        refusals.append(Refusal("G-IRELIG", message(reason)))
    if Role.INDEPENDENT_REVIEWER not in uow.actor.case_roles:
        refusals.append(Refusal("G-IRELIG", message(N_("Only the named reviewer reviews."))))
    return refusals


def tick(
    uow: UnitOfWork, case: Case, key: str, *, is_ticked: bool = True, comment: str = "", evidence: str = ""
) -> Review:
    """Tick one check or take the tick back, with a comment and where it is seen."""
    review = _open_review(uow, case, "review.tick")
    if key not in REVIEW_CHECKS:
        raise NotYours("There is no such check.")
    said: dict[str, Any] = {
        "is_ticked": is_ticked,
        "comment": comment.strip(),
        "evidence": evidence.strip(),
        "by": uow.actor.name,
        "at": uow.now.isoformat(),
    }
    review.ticks = {**review.ticks, key: said}
    uow.record("review.tick", review, check=key)
    return review


def comment(uow: UnitOfWork, case: Case, text: str, *, check_key: str | None = None) -> ReviewComment:
    """Raise a comment (IR-1) that the team must answer and the reviewer must close."""
    review = _open_review(uow, case, "review.comment")
    if not text.strip():
        raise BadInput(N_("Write the comment."), "text")
    number = len(reads.all_comments(uow.session, case)) + 1
    row = ReviewComment(
        case_id=case.id, owner_org_id=case.owner_org_id, code=f"IR-{number}", review_id=review.id,
        check_key=check_key if check_key in REVIEW_CHECKS else None, text=text.strip(), raised_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("review.comment", row)
    return row


def answer_comment(uow: UnitOfWork, case: Case, code: str, text: str) -> ReviewComment:
    """The team's answer to a comment; a closed one is not answered again."""
    row = comment_by_code(uow.session, case, code)
    if not text.strip():
        raise BadInput(N_("Write the answer."), "text")
    closed = (
        Refusal("G-STATE", message(N_("{code} is closed already."), code=code)) if row.closed_at else None
    )
    uow.refuse_unless(row, "review.answer", closed)
    row.answer, row.answered_by, row.answered_at = text.strip(), uow.actor.name, uow.now
    uow.record("review.answer", row)
    return row


def close_comment(uow: UnitOfWork, case: Case, code: str) -> ReviewComment:
    """The reviewer closes a comment that the team has answered."""
    _open_review(uow, case, "review.close_comment")
    row = comment_by_code(uow.session, case, code)
    unanswered = None
    if row.answer is None:
        unanswered = Refusal("G-IRDONE", message(N_("The team has not answered {code} yet."), code=code))
    uow.refuse_unless(row, "review.close_comment", unanswered)
    row.closed_at = uow.now
    uow.record("review.close_comment", row)
    return row


def approve_review(uow: UnitOfWork, case: Case, *, shown_sha256: str) -> Review:
    """Sign the review over the hash of draft, ticks and comments as shown; asks for a fresh sign-in."""
    review = _open_review(uow, case, "review.approve")
    comments = reads.comments_of(uow.session, review)
    facts = OpinionFacts(
        open_checks=open_checks(review),
        open_comments=tuple(c.code for c in comments if c.closed_at is None),
        review_is_signed=True,
    )
    stale = None
    current = review_sha256(uow.session, case, review)
    if current != shown_sha256:
        reason = message(N_("Draft or review changed since you read them: read them again, then sign."))
        stale = Refusal("G-SIG", reason)
    uow.refuse_unless(review, "review.approve", review_is_complete.refusal(facts), stale)
    cases.sign(
        uow, case, SignatureKind.REVIEW, subject="independent review", sha256=current,
        role_name="independent reviewer",
    )  # fmt: skip
    review.sha256, review.approved_at = current, uow.now
    uow.move(REVIEW, review, "approve", sha256=current)
    return review


def open_checks(review: Review | None) -> tuple[str, ...]:
    """Checks that are not ticked, in words."""
    ticks = review.ticks if review else {}
    return tuple(w for key, w in REVIEW_CHECKS.items() if not ticks.get(key, {}).get("is_ticked"))


def review_sha256(
    session: ScopedSession, case: Case, review: Review, comments: Sequence[ReviewComment] | None = None
) -> str:
    """What the reviewer signs: the draft's text, every tick and every comment with its answer.

    `comments` are those of the review where they were read already.
    """
    told = reads.comments_of(session, review) if comments is None else comments
    draft = session.get_one(DraftOpinion, review.draft_id)
    content: dict[str, Any] = {
        "case": case.code,
        "draft": {name: getattr(draft, name) or "" for name in DRAFT_FIELDS},
        "evaluation": draft.evaluation_id,
        "reviewer": review.reviewer,
        "ticks": review.ticks,
        "comments": [
            {"code": c.code, "text": c.text, "answer": c.answer or "", "closed": c.closed_at is not None}
            for c in told
        ],
    }
    return sha256(rfc8785.dumps(content)).hexdigest()


def comment_by_code(session: ScopedSession, case: Case, code: str) -> ReviewComment:
    """A comment of the case by its code."""
    for row in reads.all_comments(session, case):
        if row.code == code:
            return row
    raise NotYours("There is no such comment.")


def _open_review(uow: UnitOfWork, case: Case, verb: str) -> Review:
    review = reads.review_of(uow.session, case)
    refusals = []
    if review is None or review.state is not ReviewState.OPEN:
        refusals.append(Refusal("G-STATE", message(N_("Start the review, or take it up again, first."))))
    if review is not None and review.reviewer_id != uow.actor.person_id:
        refusals.append(Refusal("G-IRELIG", message(N_("Only the named reviewer reviews."))))
    uow.refuse_unless(case, verb, *refusals)
    assert review is not None
    return review
