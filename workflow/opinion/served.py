"""Finds the package of an issued statement by NUMBER or NUMBER/REV, for who serves it outside a page."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from workflow.access import Scope
from workflow.documents.storage import store
from workflow.opinion.models import Issue, Package
from workflow.opinion.rules import IssueState, Profile
from workflow.unit_of_work import reading

OPERATOR = Scope(everything="the operator writes out a package that was built at issue, unread")


def packaged_file(number: str, profile: str) -> tuple[Path, str]:
    """The stored bytes of a package and a sentence on what it is.

    Without a revision the newest that was issued (V-PK-6). Raises LookupError with a sentence.
    """
    wanted, _, revision = number.partition("/")
    with reading(OPERATOR) as session:
        query = (
            select(Issue)
            .where(Issue.number == wanted, Issue.state != IssueState.SEALED, Issue.void_reason.is_(None))
            .order_by(Issue.revision.desc())
        )
        issues = [i for i in session.scalars(query) if not revision or str(i.revision) == revision]
        if not issues:
            raise LookupError(f"No statement {number} was issued here.")
        issue = issues[0]
        package = session.scalar(
            select(Package).where(Package.issue_id == issue.id, Package.profile == Profile(profile))
        )
        if package is None:
            raise LookupError(f"The {profile} package of {issue.code} is not built yet: is a worker running?")
        sentence = f"{issue.code}, profile {profile}, {package.size} bytes, SHA-256 {package.sha256}"
        return store().path(package.sha256), sentence
