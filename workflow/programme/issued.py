"""Which statements of the base year are issued in a group: what closes verification milestones, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import extract, or_, select

from workflow.cases.models import Case
from workflow.db import ScopedSession, across_tenants
from workflow.ghg_statement.models import StatementVersion
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState

# A withdrawn statement verifies nothing; one under review stands until it is decided on.
STANDING = (IssueState.ISSUED, IssueState.UNDER_REVIEW, IssueState.SUPERSEDED)


@dataclass(frozen=True)
class IssuedStatement:
    """The statement of an organisation as it stood on a day; `tonnes` is its total, location basis."""

    organisation_id: int
    case_code: str
    number: str
    revision: int
    first_issued_on: date
    tonnes: Decimal | None


def issued_statements(
    session: ScopedSession, group_id: int, base_year: int | None, day: date
) -> dict[int, IssuedStatement]:
    """The issued statements of a base year by organisation, the newest revision of each on a day."""
    if base_year is None:
        return {}
    query = (
        select(
            Case.responsible_party_org_id, Case.code, Issue.number, Issue.revision, Issue.issued_at,
            StatementVersion.total,
        )
        .join(Case, Case.id == Issue.case_id)
        .outerjoin(
            StatementVersion,
            (StatementVersion.case_id == Case.id) & (StatementVersion.number == Issue.statement_version),
        )
        .where(
            or_(Case.group_org_id == group_id, Case.responsible_party_org_id == group_id),
            Issue.state.in_(STANDING), Issue.issued_at.is_not(None),
            extract("year", Case.period_end) == base_year,
        )
        .order_by(Issue.revision, Issue.id)
    )  # fmt: skip
    options = across_tenants("a group's milestones close from the statements issued to it, by number alone")
    found: dict[int, IssuedStatement] = {}
    for party, code, number, revision, issued_at, total in session.execute(
        query.execution_options(**options)
    ):
        if party is None or issued_at is None or issued_at.date() > day:
            continue
        issued_on = issued_at.date()
        first = found[party].first_issued_on if party in found else issued_on
        found[party] = IssuedStatement(party, code, number, revision, first, total)
    return found
