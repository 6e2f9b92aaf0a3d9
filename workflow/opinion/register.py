"""The register of issues: what the moves of the case entail for numbers, drafts and packages."""

from __future__ import annotations

from sqlalchemy import select

from workflow.audit import case_stream, head_of
from workflow.cases.entities import tell_group_cases
from workflow.cases.models import Case
from workflow.db import across_tenants
from workflow.opinion import reads
from workflow.opinion.machine import ISSUE, REVIEW, IssueFacts
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState, LaterFactOutcome, Profile, ReviewState
from workflow.people.models import Organisation
from workflow.unit_of_work import UnitOfWork

PACKAGE_JOB = "workflow.opinion.jobs.build_package"
COVER_JOB = "workflow.opinion.jobs.make_cover_sheet"
TARGETS_JOB = "workflow.targets.watching.look_at_issue"


def void_drafts(uow: UnitOfWork, case: Case, reason: str) -> None:
    """Void draft opinion, factual check and review sign-off, and an allocated number (V-8)."""
    draft, check = reads.draft_of(uow.session, case), reads.factual_check_of(uow.session, case)
    if draft is not None:
        draft.void_reason = reason
        if check is not None:
            check.void_reason = reason
        uow.record("draft_opinion.void", draft, covers=[check] if check else [], comment=reason)
    review = reads.review_of(uow.session, case)
    if review is not None:
        uow.move(REVIEW, review, "void", comment=reason)
    _void_issue(uow, case, reason)


def return_review(uow: UnitOfWork, case: Case) -> None:
    """The draft went back to the team: the review waits for it, its sign-off is lifted."""
    review = reads.review_of(uow.session, case)
    if review is not None and review.state is not ReviewState.RETURNED:
        review.sha256 = None
        review.approved_at = None
        uow.move(REVIEW, review, "return")


def void_number(uow: UnitOfWork, case: Case, reason: str) -> None:
    """The decision maker sent the draft back: an allocated number is void, the review is asked again."""
    _void_issue(uow, case, reason)
    return_review(uow, case)


def _void_issue(uow: UnitOfWork, case: Case, reason: str) -> None:
    issue = reads.sealed_issue(uow.session, case)
    if issue is not None:
        issue.void_reason = reason
        uow.record("issue.void", issue, comment=reason)


def mark_issued(uow: UnitOfWork, case: Case) -> None:
    """Publish the sealed issue: the one before is superseded, the trail is cut, packages are queued.

    The trail of the packages ends with the case's own move to issued, the event before this one.
    """
    issue = reads.sealed_issue(uow.session, case)
    if issue is None:
        return
    before = reads.standing_issue(uow.session, case)
    issue.trail_seq, issue.trail_head = head_of(uow.session, case_stream(case.id))
    issue.issued_at = uow.now
    uow.move(ISSUE, issue, "issue", facts=IssueFacts())
    for profile in Profile:
        uow.after_commit(
            PACKAGE_JOB, issue.id, profile.value, subject=issue, key=f"package:{issue.id}:{profile.value}"
        )
    if before is not None and before.state is IssueState.UNDER_REVIEW:
        uow.move(ISSUE, before, "supersede", comment=f"superseded by {issue.code}")
        queue_cover_sheet(uow, before)
    tell_group_cases(uow, case)
    if before is not None:
        tell_targets(uow, case, issue)


def put_under_review(uow: UnitOfWork, case: Case) -> None:
    """A later fact is being assessed: until it is settled the issue reads under review."""
    _move_standing(uow, case, "put_under_review", None)


def keep_opinion(uow: UnitOfWork, case: Case, reason: str) -> None:
    """The effect is not material: the facts are noted and the opinion stands."""
    issue = _move_standing(uow, case, "keep", reason)
    _settle(uow, issue, LaterFactOutcome.NOT_MATERIAL, reason)


def start_revision(uow: UnitOfWork, case: Case, reason: str) -> None:
    """The effect is material: the next revision is begun; the issue stays under review until then."""
    _settle(uow, reads.standing_issue(uow.session, case), LaterFactOutcome.MATERIAL, reason)
    void_drafts(uow, case, reason)


def give_up_revision(uow: UnitOfWork, case: Case, reason: str) -> None:
    """The correction is given up: an allocated REV is void, and the fact waits for a decision again."""
    void_drafts(uow, case, reason)
    _settle(uow, reads.standing_issue(uow.session, case), LaterFactOutcome.GIVEN_UP, reason)


def _move_standing(uow: UnitOfWork, case: Case, name: str, reason: str | None) -> Issue | None:
    issue = reads.standing_issue(uow.session, case)
    if issue is not None:
        uow.move(ISSUE, issue, name, facts=IssueFacts(reason=reason), comment=reason)
        queue_cover_sheet(uow, issue)
        tell_group_cases(uow, case)
    return issue


def _settle(uow: UnitOfWork, issue: Issue | None, outcome: LaterFactOutcome, reason: str) -> None:
    for fact in reads.unsettled(reads.later_facts_of(uow.session, issue)):
        fact.outcome = outcome
        fact.note = reason
        fact.decided_by = uow.actor.name
        fact.decided_at = uow.now
        uow.record("later_fact.decide", fact, comment=reason)


def queue_cover_sheet(uow: UnitOfWork, issue: Issue) -> None:
    """Have the cover sheet of an issue's present state made, once its packages are all built."""
    if len(reads.packages_of(uow.session, issue)) == len(Profile):
        key = f"cover:{issue.id}:{issue.state.value}:{issue.version}"
        uow.after_commit(COVER_JOB, issue.id, subject=issue, key=key)


def tell_targets(uow: UnitOfWork, case: Case, issue: Issue) -> None:
    """Have the group look whether a base year cites what was corrected or withdrawn; once for each state."""
    options = across_tenants("the group's own job runs with the group's rights, not with the body's")
    group_id = case.group_org_id or case.responsible_party_org_id
    query = select(Organisation).where(Organisation.id == group_id).execution_options(**options)
    group = uow.session.scalars(query).one_or_none()
    if group is not None:
        uow.after_commit(TARGETS_JOB, issue.id, subject=group, key=f"targets:{issue.id}:{issue.state.value}")
