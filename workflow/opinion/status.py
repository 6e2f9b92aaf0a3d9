"""What anybody learns by a statement's number, and by the hash prefix that its QR carries (section 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from hmac import compare_digest

from sqlalchemy import select

from reports.contract import GroupOpinion, Period
from workflow.db import ScopedSession, across_tenants
from workflow.i18n import N_
from workflow.opinion.models import CoverSheet, Issue, Package, SealedDocument
from workflow.opinion.rules import IssueState, Profile
from workflow.opinion.signatures import contract_of

PREFIX = re.compile(r"[0-9a-f]{32}")
WORDS = {
    IssueState.ISSUED: N_("valid"),
    IssueState.UNDER_REVIEW: N_("under review"),
    IssueState.SUPERSEDED: N_("superseded"),
    IssueState.WITHDRAWN: N_("withdrawn"),
}
VOID = N_("void")
_ANYBODY = across_tenants("the status of a statement is open to anybody who knows its number")


@dataclass(frozen=True)
class Details:
    """What the holder of the statement sees besides its status."""

    period: Period
    groups: tuple[GroupOpinion, ...]
    categories: tuple[tuple[int, Decimal, Decimal], ...]
    total: Decimal
    total_market: Decimal
    contract_sha256: str
    documents: tuple[tuple[str, str], ...]
    issue_id: int


@dataclass(frozen=True)
class NumberStatus:
    """The status of a number; `details` only for who gave the right prefix."""

    number: str
    revision: int | None
    word: str
    superseded_by: int | None = None
    details: Details | None = None


def status_of(
    session: ScopedSession, number: str, prefix: str | None = None, revision: int | None = None
) -> NumberStatus | None:
    """The status of a number, or of one revision of it; None where it is unknown or sealed.

    A wrong prefix answers exactly as none does.
    """
    query = select(Issue).where(Issue.number == number).order_by(Issue.revision, Issue.id)
    issues = list(session.scalars(query.execution_options(**_ANYBODY)))
    if revision is not None:
        issues = [i for i in issues if i.revision == revision]
    known = [i for i in issues if i.state is not IssueState.SEALED]
    held = _held(known, prefix)
    if held is not None:
        return _status(session, held, with_details=True)
    if known:
        return _status(session, known[-1], with_details=False)
    if any(i.void_reason for i in issues):
        return NumberStatus(number, revision, VOID)
    return None


def _held(issues: list[Issue], prefix: str | None) -> Issue | None:
    asked = (prefix or "").lower()
    if not PREFIX.fullmatch(asked):
        return None
    return next((i for i in issues if compare_digest(i.contract_sha256[:32], asked)), None)


def _status(session: ScopedSession, issue: Issue, *, with_details: bool) -> NumberStatus:
    newer = None
    if issue.state is IssueState.SUPERSEDED:
        query = select(Issue.revision).where(
            Issue.number == issue.number,
            Issue.revision > issue.revision,
            Issue.state != IssueState.SEALED,
        )
        newer = session.scalar(query.order_by(Issue.revision.desc()).limit(1).execution_options(**_ANYBODY))
    details = _details(session, issue) if with_details else None
    return NumberStatus(issue.number, issue.revision, WORDS[issue.state], newer, details)


def _details(session: ScopedSession, issue: Issue) -> Details:
    statement = contract_of(issue)
    assert statement.ghg_statement is not None and statement.summary is not None
    query = select(SealedDocument).where(SealedDocument.issue_id == issue.id)
    documents = session.scalars(query.order_by(SealedDocument.id).execution_options(**_ANYBODY))
    return Details(
        period=statement.ghg_statement.period,
        groups=statement.groups,
        categories=tuple(
            (c.category, c.tonnes, c.tonnes if c.market_tonnes is None else c.market_tonnes)
            for c in statement.summary.categories
        ),
        total=statement.summary.total,
        total_market=statement.summary.market_total,
        contract_sha256=issue.contract_sha256,
        documents=tuple((d.kind.value, d.sha256) for d in documents),
        issue_id=issue.id,
    )


def public_package(session: ScopedSession, issue_id: int) -> Package | None:
    """The public package of an issue, for who holds its statement."""
    query = select(Package).where(Package.issue_id == issue_id, Package.profile == Profile.PUBLIC)
    return session.scalar(query.execution_options(**_ANYBODY))


def newest_cover_sheet(session: ScopedSession, issue_id: int) -> CoverSheet | None:
    """The cover sheet of an issue's present state, for who holds its statement."""
    query = select(CoverSheet).where(CoverSheet.issue_id == issue_id).order_by(CoverSheet.id.desc())
    return session.scalar(query.limit(1).execution_options(**_ANYBODY))
