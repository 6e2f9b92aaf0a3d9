"""Reads of the group case: each entity's latest statement as it stands, its amounts, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Text, and_, func, select, type_coerce

from methods.boundary import Approach
from methods.rounding import ZERO
from workflow.access import Actor, Permission
from workflow.cases.entities import OF_THE_GROUP
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import Case
from workflow.cases.reach import permitted
from workflow.cases.rules import CaseState
from workflow.consolidation.models import EntityChange
from workflow.db import ScopedSession
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.consolidated import Consolidation, EntityClaim, key_of
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.ghg_statement.rules import VersionState
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.unit_of_work import reading

STANDING = (IssueState.ISSUED, IssueState.UNDER_REVIEW)


@dataclass(frozen=True)
class LatestStatement:
    """An entity's latest submitted statement as its own case holds it now; without a version it has none.

    `issue` is NUMBER/REV on exactly this version; it verifies nothing while it is under review.
    """

    entity_case_id: int
    case_code: str
    case_state: CaseState
    version_id: int | None = None
    number: int | None = None
    sha256: str | None = None
    total: Decimal | None = None
    period: tuple[date, date] | None = None
    gwp_set: str | None = None
    issue: str | None = None
    is_under_review: bool = False

    @property
    def statement(self) -> str | None:
        """NUMBER/REV where the statement is verified."""
        return None if self.is_under_review else self.issue

    @property
    def citation(self) -> str:
        """The statement as a change names it."""
        if self.number is None or self.sha256 is None:
            return "no statement"
        how = f"verified as {self.statement}" if self.statement else "not verified"
        if self.is_under_review:
            how = f"{self.issue} is under review"
        return f"version {self.number} ({self.sha256[:12]}), {how}"


def latest_statements(session: ScopedSession, case: Case) -> dict[int, LatestStatement]:
    """The latest statement of every entity of a group case, by the entity's case."""
    return entities_stated(session, case)[1]


def entities_stated(
    session: ScopedSession, case: Case
) -> tuple[list[EntityCase], dict[int, LatestStatement]]:
    """The entities of a group case by code, and the latest statement of each by its case; one query."""
    newest = (
        select(StatementVersion.case_id, func.max(StatementVersion.number).label("number"))
        .join(EntityCase, EntityCase.entity_case_id == StatementVersion.case_id)
        .where(EntityCase.case_id == case.id, StatementVersion.state == VersionState.SUBMITTED)
        .group_by(StatementVersion.case_id)
        .subquery()
    )
    of_version = and_(
        StatementVersion.case_id == newest.c.case_id, StatementVersion.number == newest.c.number
    )
    of_issue = and_(
        Issue.case_id == Case.id,
        Issue.statement_version == StatementVersion.number,
        Issue.state.in_(STANDING),
    )
    query = (
        select(
            EntityCase, Case.id, Case.code, Case.state, StatementVersion.id, StatementVersion.number,
            StatementVersion.sha256, StatementVersion.total, StatementVersion.period_start, StatementVersion.period_end,
            StatementVersion.gwp_set, Issue.number, Issue.revision, Issue.state,
        )
        .join(EntityCase, EntityCase.entity_case_id == Case.id)
        .outerjoin(newest, newest.c.case_id == Case.id)
        .outerjoin(StatementVersion, of_version)
        .outerjoin(Issue, of_issue)
        .where(EntityCase.case_id == case.id, EntityCase.ended_reason.is_(None))
        .order_by(EntityCase.code, EntityCase.id, Issue.revision)
    )  # fmt: skip
    entities: dict[int, EntityCase] = {}
    found: dict[int, LatestStatement] = {}
    for entity, *row in session.execute(query.execution_options(**OF_THE_GROUP)):
        entities[row[0]], found[row[0]] = entity, _latest(*row)
    return list(entities.values()), found


def _latest(  # noqa: PLR0917 - the columns of the query above
    case_id: int, code: str, state: CaseState, version_id: int | None, number: int | None, sha256: str | None,
    total: Decimal | None, start: date | None, end: date | None, gwp_set: str | None, issue: str | None,
    revision: int | None, issue_state: IssueState | None,
) -> LatestStatement:  # fmt: skip
    return LatestStatement(
        case_id, code, state, version_id, number, sha256, total, (start, end) if start and end else None, gwp_set,
        f"{issue}/{revision}" if issue else None, issue_state is IssueState.UNDER_REVIEW,
    )  # fmt: skip


Amounts = dict[str, tuple[Decimal, Decimal]]


def amounts_of(session: ScopedSession, versions: Iterable[int]) -> dict[int, tuple[Amounts, Amounts]]:
    """Emissions and removals of versions by line of a group's statement, t CO2e on both bases; one query.

    The lines stay in the database: of each only its amounts are asked for, for there may be 100,000 of them.
    """
    is_removal = type_coerce(StatementLine.inputs, Text).like('%"is_removal":true%')
    query = (
        select(
            StatementLine.version_id, Source.iso_category, Source.scope_code, StatementLine.tonnes,
            StatementLine.tonnes_market, is_removal,
        )
        .join(Source, Source.id == StatementLine.source_id)
        .where(StatementLine.version_id.in_(list(versions)))
    )  # fmt: skip
    found: dict[int, tuple[Amounts, Amounts]] = {}
    for version_id, category, scope, tonnes, market, removed in session.execute(
        query.execution_options(**OF_THE_GROUP)
    ):
        amounts = found.setdefault(version_id, ({}, {}))[bool(removed)]
        key = key_of(category, scope)
        location_sum, market_sum = amounts.get(key, (ZERO, ZERO))
        amounts[key] = (location_sum + tonnes, market_sum + market)
    return found


def claims_of(
    session: ScopedSession, case: Case, entities: Iterable[EntityCase], latest: Mapping[int, LatestStatement],
    approach: Approach,
) -> list[EntityClaim]:  # fmt: skip
    """What each entity brings with it; raises Uncomputable for holdings that do not fit together."""
    assert case.period_start is not None and case.period_end is not None
    rows = list(entities)
    factors = {row.id: row.inclusion(approach, case.period_start, case.period_end) for row in rows}
    taken = [r for r in rows if factors[r.id] and r.left_out is None]
    versions = {latest[r.entity_case_id].version_id for r in taken} - {None}
    amounts = amounts_of(session, (version for version in versions if version is not None))
    claims = []
    for row in rows:
        cited = latest[row.entity_case_id]
        emissions, removals = amounts.get(cited.version_id or 0, ({}, {}))
        claims.append(
            EntityClaim(
                code=row.code, name=row.name, inclusion=factors[row.id], left_out=row.left_out,
                version=cited.number, sha256=cited.sha256, statement=cited.statement, amounts=emissions,
                removals=removals,
            )
        )  # fmt: skip
    return claims


def is_cited(made: Consolidation, latest: LatestStatement) -> bool:
    """Say whether a consolidation stands on an entity's statement exactly as it is now."""
    entity = made.entity(latest.case_code)
    if entity is None:
        return False
    if not entity.is_inside:
        return True
    return (entity.version, entity.sha256, entity.statement) == (
        latest.number,
        latest.sha256,
        latest.statement,
    )


def changes_of(session: ScopedSession, case: Case) -> list[EntityChange]:
    """Every change of an entity that the group case was told of, newest first."""
    query = select(EntityChange).where(EntityChange.case_id == case.id).order_by(EntityChange.id.desc())
    return list(session.scalars(query))


def open_changes(
    changes: Iterable[EntityChange], latest: Mapping[int, LatestStatement], made: Consolidation | None
) -> list[EntityChange]:
    """The changes that nothing answers yet: the newest of each entity, neither cited nor ruled on."""
    newest: dict[int, EntityChange] = {}
    for row in sorted(changes, key=lambda row: row.id):
        newest[row.entity_case_id] = row
    return [
        row
        for row in newest.values()
        if row.ruling is None
        and row.entity_case_id in latest
        and not (made is not None and is_cited(made, latest[row.entity_case_id]))
    ]


def open_changes_over(session: ScopedSession, cases: Mapping[int, Case]) -> list[EntityChange]:
    """What nothing answers yet in several group cases; one query, and three more for each case that was told."""
    query = select(EntityChange).where(EntityChange.case_id.in_(cases)).order_by(EntityChange.id)
    told: dict[int, list[EntityChange]] = {}
    for row in session.scalars(query):
        told.setdefault(row.case_id, []).append(row)
    return [
        row
        for case_id, changes in told.items()
        for row in open_changes(
            changes,
            latest_statements(session, cases[case_id]),
            submitted_consolidation(session, cases[case_id]),
        )
    ]


def statements_open_to(case: Case, actor: Actor, on: date) -> set[str]:
    """The codes of entity cases whose statements the person may open; the way on ends where its rights do."""
    query = (
        select(Case.code)
        .join(EntityCase, EntityCase.entity_case_id == Case.id)
        .where(EntityCase.case_id == case.id, permitted(actor, Permission.READ_STATEMENT, on))
    )
    # The session of a page sees the one case; what lies beyond is asked within the person's whole scope.
    with reading(actor.scope) as session:
        return set(session.scalars(query))


def submitted_consolidation(session: ScopedSession, case: Case) -> Consolidation | None:
    """How the group's newest submitted version was made."""
    return statements.consolidation_of(session, statements.latest_submitted(session, case))
