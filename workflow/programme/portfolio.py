"""The portfolio: entities by stages on any day, filtered by links, with the shares that stand above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select

from methods.boundary import Approach, Holding
from methods.milestones import Closing, Scope
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession, across_tenants
from workflow.programme.boundary_reads import EntityRow, asked, entity_row
from workflow.programme.counting import Counted, Counts, is_ended_on
from workflow.programme.milestone_models import ClosedUnit
from workflow.programme.models import BoundaryEntity, BoundaryStanding
from workflow.programme.rules import PLACE_OF_SCOPE, Place, UnitStanding, share_of, standing_of_unit

# Units that ended by milestone and entity: waived or closed, and the day.
Ended = dict[tuple[int, int | None], tuple[bool | None, date | None]]


@dataclass(frozen=True)
class CaseOfEntity:
    """The newest case of an entity: its code and stage, and its statement once issued."""

    code: str
    state: CaseState


@dataclass(frozen=True)
class Cell:
    """How an entity stands on one stage."""

    standing: UnitStanding
    ended_on: date | None


@dataclass(frozen=True)
class MatrixRow:
    """An entity with a cell for each stage; `tonnes` are verified where `statement` names the number."""

    entity: EntityRow
    cells: tuple[Cell, ...]
    tonnes: Decimal | None
    statement: str | None
    case: CaseOfEntity | None


@dataclass(frozen=True)
class Shares:
    """t CO2e inside the boundary by the entities' factors: verified and in all, and entities that report none."""

    verified: Decimal
    total: Decimal
    percent: Decimal | None
    without_tonnes: int


@dataclass(frozen=True)
class Matrix:
    """What is shown: the stages as columns, the rows, and how many entities fit the filter."""

    stages: tuple[Counted, ...]
    rows: tuple[MatrixRow, ...]
    found: int


def ring_of(filters: Mapping[str, str]) -> Place:
    """Which entities are looked at: those inside the boundary, or the suppliers."""
    return Place.VALUE_CHAIN if filters.get("of") == "suppliers" else Place.IN


def stages_of(counts: Counts, place: Place) -> tuple[Counted, ...]:
    """The milestones that each entity of a place must reach, in the programme's order."""
    return tuple(m for m in counts.milestones if PLACE_OF_SCOPE.get(m.scope) is place)


def matrix(
    session: ScopedSession, group_id: int, approach: Approach, counts: Counts, filters: Mapping[str, str], *,
    start: int = 0, most: int | None = None,
) -> Matrix:  # fmt: skip
    """The rows that fit the filters, from a place on and at most so many, in four queries."""
    place, day = ring_of(filters), counts.as_of
    stages = stages_of(counts, place)
    query = _fitting(group_id, counts, stages, filters, place)
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.order_by(*_order(filters.get("sort", "code"))).offset(start)
    pairs = session.execute(query if most is None else query.limit(most)).all()
    entities = [entity_row(entity, standing, approach) for entity, standing in pairs]
    ended = _ended(session, entities, stages, day)
    cases = _cases(session, group_id, entities)
    rows = tuple(_row(e, stages, ended, cases, counts) for e in entities)
    return Matrix(stages, rows, found)


def _order(sort: str) -> Sequence[ColumnElement[object]]:
    by = {"code": BoundaryEntity.code, "name": BoundaryEntity.name, "tonnes": BoundaryEntity.tonnes_cents}
    column = by.get(sort.lstrip("-"), BoundaryEntity.code)
    ordered = column.desc().nulls_last() if sort.startswith("-") else column.asc().nulls_last()
    return (ordered, BoundaryEntity.id)  # type: ignore[return-value]


def _fitting(
    group_id: int, counts: Counts, stages: Sequence[Counted], filters: Mapping[str, str], place: Place
) -> Select[BoundaryEntity, BoundaryStanding]:
    query = asked(group_id, counts.as_of, {"q": filters.get("q", ""), "place": place.value})
    stage = next((m for m in stages if m.code == filters.get("stage")), None)
    standing = filters.get("standing")
    if stage is not None and standing in set(UnitStanding):
        query = query.where(_stands(stage, UnitStanding(standing), counts))
    if filters.get("verified") in {"yes", "no"}:
        is_issued = BoundaryEntity.organisation_id.in_(counts.issued)
        wanted = is_issued if filters["verified"] == "yes" else _not_issued(counts)
        query = query.where(wanted)
    return query


def _not_issued(counts: Counts) -> ColumnElement[bool]:
    own = BoundaryEntity.organisation_id
    return or_(own.is_(None), own.not_in(counts.issued))


def _stands(stage: Counted, standing: UnitStanding, counts: Counts) -> ColumnElement[bool]:
    """Whether an entity stands so on a stage; what is open after its due day is late."""
    unit = ClosedUnit
    own = and_(unit.milestone_id == stage.id, unit.entity_id == BoundaryEntity.id, is_ended_on(counts.as_of))
    is_waived = exists().where(own, unit.is_waived.is_(True))
    is_closed = (
        BoundaryEntity.organisation_id.in_(counts.issued)
        if stage.closes_from is Closing.CASES
        else exists().where(own, unit.is_waived.is_(False))
    )
    is_open = and_(
        not_(is_waived), _not_issued(counts) if stage.closes_from is Closing.CASES else not_(is_closed)
    )
    if standing is UnitStanding.CLOSED:
        return is_closed
    if standing is UnitStanding.WAIVED:
        return is_waived
    is_late = stage.due is not None and counts.as_of > stage.due
    return is_open if is_late is (standing is UnitStanding.LATE) else false()


def _ended(
    session: ScopedSession, entities: Sequence[EntityRow], stages: Sequence[Counted], day: date
) -> Ended:
    # Columns, not rows of the mapper: a page has hundreds of them.
    unit = ClosedUnit
    query = select(unit.milestone_id, unit.entity_id, unit.is_waived, unit.ended_on).where(
        unit.milestone_id.in_([m.id for m in stages]), unit.entity_id.in_([e.id for e in entities]),
        is_ended_on(day),
    )  # fmt: skip
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(query)}


def _cases(session: ScopedSession, group_id: int, entities: Sequence[EntityRow]) -> dict[int, CaseOfEntity]:
    """The newest case of each entity that the group is a party of: code and stage alone."""
    organisations = [e.organisation_id for e in entities if e.organisation_id is not None]
    query = (
        select(Case.responsible_party_org_id, Case.code, Case.state)
        .where(Case.group_org_id == group_id, Case.responsible_party_org_id.in_(organisations))
        .order_by(Case.period_end.nulls_first(), Case.id.desc())
    )
    options = across_tenants("a group's portfolio shows at which stage the cases of its subsidiaries are")
    found = {}
    for party, code, state in session.execute(query.execution_options(**options)):
        if party is not None and party not in found:
            found[party] = CaseOfEntity(code, state)
    return found


def _row(
    entity: EntityRow, stages: Sequence[Counted], ended: Ended,
    cases: Mapping[int, CaseOfEntity], counts: Counts,
) -> MatrixRow:  # fmt: skip
    issued = counts.issued.get(entity.organisation_id or 0)

    def cell(stage: Counted) -> Cell:
        is_waived, on = ended.get((stage.id, entity.id), (None, None))
        if stage.closes_from is Closing.CASES and issued is not None:
            is_waived, on = False, issued.first_issued_on
        return Cell(standing_of_unit(is_waived=is_waived, due=stage.due, as_of=counts.as_of), on)

    return MatrixRow(
        entity, tuple(cell(stage) for stage in stages), issued.tonnes if issued else entity.tonnes,
        f"{issued.number}/{issued.revision}" if issued else None, cases.get(entity.organisation_id or 0),
    )  # fmt: skip


def shares(session: ScopedSession, group_id: int, approach: Approach, counts: Counts) -> Shares:
    """How much of the boundary's t CO2e is verified; a verified total stands in the place of the reported one."""
    reported, without = Decimal(0), 0
    for p in counts.places:
        if p.place is Place.IN:
            factor = _factor(
                p.share, approach, counts.as_of, p.has_operational_control, p.has_financial_control
            )
            reported += factor * p.cents / 100
            without += p.entities - p.with_tonnes
    verified = Decimal(0)
    for entity, standing in _verified(session, group_id, counts):
        issued = counts.issued[entity.organisation_id or 0]
        factor = standing.holding.inclusion(approach)
        verified += factor * (issued.tonnes or Decimal(0))
        reported -= factor * (entity.tonnes or Decimal(0))
        without -= entity.tonnes is None
    total = verified + reported
    return Shares(verified, total, share_of(verified, total), without)


def _factor(
    share: Decimal, approach: Approach, day: date, has_operational: bool, has_financial: bool
) -> Decimal:
    return Holding("", day, None, share, has_operational, has_financial).inclusion(approach)


def _verified(
    session: ScopedSession, group_id: int, counts: Counts
) -> Sequence[tuple[BoundaryEntity, BoundaryStanding]]:
    if not counts.issued:
        return []
    query = asked(group_id, counts.as_of, {"place": Place.IN.value})
    query = query.where(BoundaryEntity.organisation_id.in_(counts.issued))
    return [(entity, standing) for entity, standing in session.execute(query).all()]


def rates(counts: Counts) -> list[Counted]:
    """The milestones that have units by name, with the rates of completion and response that the office tells."""
    return [m for m in counts.milestones if m.scope is not Scope.GROUP]
