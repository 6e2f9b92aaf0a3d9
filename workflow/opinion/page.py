"""What the page “Review and opinion” shows to a person: only what the person's roles may see now."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.access import Actor, Permission
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.opinion import reads
from workflow.opinion.effects import GroupEffect
from workflow.opinion.later import effects_now
from workflow.opinion.models import (
    DraftOpinion,
    FactualCheck,
    Issue,
    LaterFact,
    RepresentationLetter,
    Review,
    ReviewComment,
)
from workflow.opinion.review import review_sha256
from workflow.opinion.rules import FactualCheckState, IssueState


@dataclass(frozen=True)
class OpinionPage:
    """The rows of the page; what the person may not see is None or empty."""

    letter: RepresentationLetter | None
    draft: DraftOpinion | None
    check: FactualCheck | None
    review: Review | None
    review_hash: str | None
    comments: tuple[ReviewComment, ...]
    sealed: Issue | None
    standing: Issue | None
    later: tuple[LaterFact, ...]
    effects: tuple[GroupEffect, ...]


def may_see_draft(actor: Actor, check: FactualCheck | None) -> bool:
    """The body sees its draft; the responsible party only once it was sent for the factual check."""
    if not actor.may(Permission.READ_DRAFT):
        return False
    if actor.may(Permission.READ_EVALUATION):
        return True
    return check is not None and check.state is not FactualCheckState.NOT_SENT


def may_see_issue(actor: Actor, issue: Issue) -> bool:
    """A sealed issue is the body's own; what left the house is seen by everybody on the case."""
    return issue.state is not IssueState.SEALED or actor.may(Permission.READ_REVIEW)


def opinion_page(session: ScopedSession, case: Case, actor: Actor) -> OpinionPage:
    """Gather the page for one person, in a fixed number of queries."""
    draft, check = reads.draft_and_check(session, case)
    sees_review = actor.may(Permission.READ_REVIEW)
    review = reads.review_of(session, case) if sees_review else None
    issues = [i for i in reads.issues_of(session, case) if may_see_issue(actor, i)]
    sealed = next((i for i in issues if i.state is IssueState.SEALED and not i.void_reason), None)
    standing = next((i for i in reversed(issues) if i.state is not IssueState.SEALED), None)
    later = reads.later_facts_of(session, standing)
    comments = reads.comments_of(session, review)
    return OpinionPage(
        letter=reads.letter_of(session, case),
        draft=draft if may_see_draft(actor, check) else None,
        check=check if actor.may(Permission.READ_DRAFT) else None,
        review=review,
        review_hash=_shown_hash(session, case, actor, review, comments),
        comments=tuple(comments),
        sealed=sealed,
        standing=standing,
        later=tuple(later),
        effects=effects_now(standing, later),
    )


def _shown_hash(
    session: ScopedSession, case: Case, actor: Actor, review: Review | None, comments: list[ReviewComment]
) -> str | None:
    """What the reviewer would sign now; nobody else is asked to."""
    if review is None or not actor.may(Permission.REVIEW_CASE):
        return None
    return review_sha256(session, case, review, comments)
