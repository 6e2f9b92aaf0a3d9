"""Which issued verification statements a group may cite for a year, and what stands in their frozen contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import extract, or_, select

from methods.boundary import Approach, inclusion_over
from methods.rounding import ZERO
from reports.contract import Conclusion, InventoryLine, StatementContract
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.opinion.signatures import contract_of
from workflow.people.models import Organisation
from workflow.programme.access import programme_of
from workflow.programme.models import BoundaryEntity, BoundaryStanding

# A statement with such a conclusion verifies no figures.
WORTHLESS = frozenset({Conclusion.ADVERSE, Conclusion.DISCLAIMER})


@dataclass(frozen=True)
class Citable:
    """An issued statement of the group or of one of its entities, newest revision; `inclusion` is 0 to 1."""

    issue: Issue
    case: Case
    entity: str
    is_group: bool
    inclusion: Decimal | None
    period_start: date
    period_end: date


def citable_statements(session: ScopedSession, group: Organisation, year: int) -> list[Citable]:
    """The statements of a year that are issued and stand, by entity; those of the group itself first."""
    query = (
        select(Issue, Case, Organisation)
        .join(Case, Case.id == Issue.case_id)
        .join(Organisation, Organisation.id == Case.responsible_party_org_id)
        .where(
            or_(Case.group_org_id == group.id, Case.responsible_party_org_id == group.id),
            Issue.state == IssueState.ISSUED,
            extract("year", Case.period_end) == year,
        )
        .order_by(Organisation.name, Issue.number, Issue.revision, Issue.id)
    )
    newest = {
        issue.case_id: (issue, case, party)
        for issue, case, party in session.execute(query)
        if group.id in {party.parent_id, party.id}
    }
    factors = inclusion_factors(session, group, year)
    found = [
        Citable(
            issue, case, party.name, party.id == group.id,
            Decimal(1) if party.id == group.id else factors.get(party.id),
            case.period_start or date(year, 1, 1), case.period_end or date(year, 12, 31),
        )
        for issue, case, party in newest.values()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.is_group, each.entity))


def inclusion_factors(session: ScopedSession, group: Organisation, year: int) -> dict[int, Decimal]:
    """The inclusion factors of a year by organisation, from the programme's boundary; empty before it is drawn."""
    programme = programme_of(session, group)
    if programme is None:
        return {}
    query = (
        select(BoundaryEntity.organisation_id, BoundaryStanding)
        .join(BoundaryStanding, BoundaryStanding.entity_id == BoundaryEntity.id)
        .where(BoundaryEntity.owner_org_id == group.id, BoundaryEntity.organisation_id.is_not(None))
    )
    holdings: dict[int, list[BoundaryStanding]] = {}
    for organisation_id, standing in session.execute(query):
        if organisation_id is not None:
            holdings.setdefault(organisation_id, []).append(standing)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return {
        organisation_id: inclusion_over([row.holding for row in rows], programme.approach, first, last)
        for organisation_id, rows in holdings.items()
    }


def approach_of(session: ScopedSession, group: Organisation) -> Approach | None:
    """The consolidation approach of the group's programme; None before one was begun."""
    programme = programme_of(session, group)
    return programme.approach if programme is not None else None


def contract_of_citable(statement: Citable) -> StatementContract:
    """The frozen contract from which the values are taken."""
    return contract_of(statement.issue)


def refuses(contract: StatementContract) -> str | None:
    """The assurance group whose conclusion lets no value be cited; None when all do."""
    for group in contract.groups:
        if group.conclusion is None or group.conclusion in WORTHLESS:
            return group.code
    return None


def levels_of(contract: StatementContract) -> str:
    """The level of assurance of each group, as a statement is cited with it."""
    return "; ".join(f"{group.code} {group.level.value}" for group in contract.groups)


def lines_by_code(lines: tuple[InventoryLine, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    """Add up the lines of a frozen contract by Scope code: t CO2e location-based and market-based."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for line in lines:
        location, market = found.get(line.scope_code, (ZERO, ZERO))
        own = line.tonnes if line.market_tonnes is None else line.market_tonnes
        found[line.scope_code] = (location + line.tonnes, market + own)
    return found
