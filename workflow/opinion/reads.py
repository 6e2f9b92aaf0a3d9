"""The rows of one case's opinion, each read by the one who needs it; facts and pages stand on these."""

from __future__ import annotations

from sqlalchemy import select

from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.opinion.models import (
    CoverSheet,
    DraftOpinion,
    FactualCheck,
    Issue,
    LaterFact,
    Package,
    RepresentationLetter,
    Review,
    ReviewComment,
    SealedDocument,
)
from workflow.opinion.rules import IssueState, LaterFactOutcome, Profile, ReviewState


def letter_of(session: ScopedSession, case: Case) -> RepresentationLetter | None:
    """The newest representation letter of a case."""
    query = select(RepresentationLetter).where(RepresentationLetter.case_id == case.id)
    return session.scalar(query.order_by(RepresentationLetter.id.desc()).limit(1))


def draft_of(session: ScopedSession, case: Case) -> DraftOpinion | None:
    """The draft opinion in force; None when there is none or the last one is void."""
    query = select(DraftOpinion).where(DraftOpinion.case_id == case.id, DraftOpinion.void_reason.is_(None))
    return session.scalar(query.order_by(DraftOpinion.id.desc()).limit(1))


def factual_check_of(session: ScopedSession, case: Case) -> FactualCheck | None:
    """The factual check of the draft in force."""
    query = (
        select(FactualCheck)
        .join(DraftOpinion, DraftOpinion.id == FactualCheck.draft_id)
        .where(
            FactualCheck.case_id == case.id,
            FactualCheck.void_reason.is_(None),
            DraftOpinion.void_reason.is_(None),
        )
    )
    return session.scalar(query.order_by(FactualCheck.id.desc()).limit(1))


def draft_and_check(session: ScopedSession, case: Case) -> tuple[DraftOpinion | None, FactualCheck | None]:
    """The draft in force with its newest factual check, in one query; for pages."""
    query = (
        select(DraftOpinion, FactualCheck)
        .outerjoin(
            FactualCheck,
            (FactualCheck.draft_id == DraftOpinion.id) & FactualCheck.void_reason.is_(None),
        )
        .where(DraftOpinion.case_id == case.id, DraftOpinion.void_reason.is_(None))
        .order_by(DraftOpinion.id.desc(), FactualCheck.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else (None, None)


def review_of(session: ScopedSession, case: Case) -> Review | None:
    """The independent review in force, whether open, returned or approved."""
    query = select(Review).where(Review.case_id == case.id, Review.state != ReviewState.VOID)
    return session.scalar(query.order_by(Review.id.desc()).limit(1))


def comments_of(session: ScopedSession, review: Review | None) -> list[ReviewComment]:
    """The comments of a review in the order in which they were raised."""
    if review is None:
        return []
    query = select(ReviewComment).where(ReviewComment.review_id == review.id)
    return list(session.scalars(query.order_by(ReviewComment.id)))


def all_comments(session: ScopedSession, case: Case) -> list[ReviewComment]:
    """The comments of every review of a case, in the order in which they were raised."""
    query = select(ReviewComment).where(ReviewComment.case_id == case.id)
    return list(session.scalars(query.order_by(ReviewComment.id)))


def issues_of(session: ScopedSession, case: Case) -> list[Issue]:
    """Every issue of a case, void ones too, oldest first."""
    query = select(Issue).where(Issue.case_id == case.id)
    return list(session.scalars(query.order_by(Issue.revision, Issue.id)))


def sealed_issue(session: ScopedSession, case: Case) -> Issue | None:
    """The issue that was decided on and waits for signatures; None when there is none or it is void."""
    query = select(Issue).where(
        Issue.case_id == case.id, Issue.state == IssueState.SEALED, Issue.void_reason.is_(None)
    )
    return session.scalar(query.order_by(Issue.id.desc()).limit(1))


def standing_issue(session: ScopedSession, case: Case) -> Issue | None:
    """The newest issue that left the house: issued, under review, superseded or withdrawn."""
    query = select(Issue).where(Issue.case_id == case.id, Issue.state != IssueState.SEALED)
    return session.scalar(query.order_by(Issue.revision.desc(), Issue.id.desc()).limit(1))


def documents_of_issue(session: ScopedSession, issue: Issue) -> list[SealedDocument]:
    """The documents rendered from an issue's contract, by kind."""
    query = select(SealedDocument).where(SealedDocument.issue_id == issue.id)
    return list(session.scalars(query.order_by(SealedDocument.kind, SealedDocument.id)))


def packages_of(session: ScopedSession, issue: Issue) -> dict[Profile, Package]:
    """The packages built for an issue, by profile."""
    query = select(Package).where(Package.issue_id == issue.id).order_by(Package.id)
    return {row.profile: row for row in session.scalars(query)}


def cover_sheet_of(session: ScopedSession, issue: Issue) -> CoverSheet | None:
    """The newest cover sheet of an issue."""
    query = select(CoverSheet).where(CoverSheet.issue_id == issue.id)
    return session.scalar(query.order_by(CoverSheet.id.desc()).limit(1))


def later_facts_of(session: ScopedSession, issue: Issue | None) -> list[LaterFact]:
    """Facts discovered after an issue, in the order in which they were told."""
    if issue is None:
        return []
    query = select(LaterFact).where(LaterFact.issue_id == issue.id)
    return list(session.scalars(query.order_by(LaterFact.id)))


def unsettled(facts: list[LaterFact]) -> list[LaterFact]:
    """Facts that no decision has settled as immaterial."""
    return [fact for fact in facts if fact.outcome is not LaterFactOutcome.NOT_MATERIAL]
