"""The portfolio: entities by stages on any day, filtered by links, with the shares that stand above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from methods.boundary import Approach, Holding
from methods.milestones import Closing, Scope
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession, across_tenants
from workflow.programme.counting import DAYS_REMEMBERED, Counted, Counts, is_ended_on, stands_on
from workflow.programme.milestone_models import ClosedUnit
from workflow.programme.models import BoundaryEntity, BoundaryStanding
from workflow.programme.rules import PLACE_OF_SCOPE, Place, UnitStanding, share_of, standing_of_unit
from workflow.remembering import Remembering

# Units that ended by milestone and entity: waived or closed, and the day.
Ended = dict[tuple[int, int | None], tuple[bool | None, date | None]]


class CaseOfEntity(NamedTuple):
    """The first case of an entity: its code and stage."""

    code: str
    state: CaseState


class Cell(NamedTuple):
    """How an entity stands on one stage."""

    standing: UnitStanding
    ended_on: date | None


class MatrixRow(NamedTuple):
    """An entity with a cell for each stage; `tonnes` are verified where `statement` names the number."""

    id: int
    code: str
    name: str
    name_local: str | None
    site: str | None
    organisation_id: int | None
    tonnes: Decimal | None
    statement: str | None
    cells: tuple[Cell, ...]

    @property
    def said(self) -> str:
        """What a search looks at."""
        return f"{self.code} {self.name} {self.name_local or ''} {self.site or ''}".casefold()


_remembered: Remembering[tuple[Counts, Place], list[MatrixRow]] = Remembering(DAYS_REMEMBERED)


@dataclass(frozen=True)
class Shares:
    """t CO2e inside the boundary by the entities' factors: verified and in all, and entities that report none."""

    verified: Decimal
    total: Decimal
    percent: Decimal | None
    without_tonnes: int


@dataclass(frozen=True)
class Matrix:
    """What is shown: the stages as columns, the rows, their cases, and how many entities fit the filter."""

    stages: tuple[Counted, ...]
    rows: Sequence[MatrixRow]
    cases: Mapping[int | None, CaseOfEntity]
    found: int


def ring_of(filters: Mapping[str, str]) -> Place:
    """Which entities are looked at: those inside the boundary, or the suppliers."""
    return Place.VALUE_CHAIN if filters.get("of") == "suppliers" else Place.IN


def stages_of(counts: Counts, place: Place) -> tuple[Counted, ...]:
    """The milestones that each entity of a place must reach, in the programme's order."""
    return tuple(m for m in counts.milestones if PLACE_OF_SCOPE.get(m.scope) is place)


def matrix(
    session: ScopedSession,
    counts: Counts,
    filters: Mapping[str, str],
    *,
    start: int = 0,
    most: int | None = None,
) -> Matrix:
    """The rows that fit the filters, from a place on and at most so many.

    One query for the cases; two more, for the rows, unless the same counts were looked at before.
    """
    place = ring_of(filters)
    stages = stages_of(counts, place)
    rows = _remembered.answer((counts, place), lambda: _rows(session, counts, place, stages))
    found = _in_order(_fitting(rows, stages, filters), filters.get("sort", "code"))
    shown = found[start:] if most is None else found[start : start + most]
    return Matrix(stages, shown, _cases(session, counts.group_id, shown), len(found))


def _fitting(rows: list[MatrixRow], stages: Sequence[Counted], filters: Mapping[str, str]) -> list[MatrixRow]:
    wanted = filters.get("q", "").strip().casefold()
    if wanted:
        rows = [row for row in rows if wanted in row.said]
    standing, column = filters.get("standing"), [m.code for m in stages]
    if filters.get("stage") in column and standing in set(UnitStanding):
        at = column.index(filters["stage"])
        rows = [row for row in rows if row.cells[at].standing == standing]
    if filters.get("verified") in {"yes", "no"}:
        is_wanted = filters["verified"] == "yes"
        rows = [row for row in rows if (row.statement is not None) is is_wanted]
    return rows


def _in_order(rows: list[MatrixRow], sort: str) -> list[MatrixRow]:
    """By code as they are read, or by name or tonnes, where entities without any stand last either way."""
    is_down = sort.startswith("-")
    match sort.lstrip("-"):
        case "name":
            return sorted(rows, key=lambda row: row.name, reverse=is_down)
        case "tonnes":
            known = [row for row in rows if row.tonnes is not None]
            known.sort(key=lambda row: row.tonnes or 0, reverse=is_down)
            return known + [row for row in rows if row.tonnes is None]
    return rows[::-1] if is_down else rows


def _rows(session: ScopedSession, counts: Counts, place: Place, stages: Sequence[Counted]) -> list[MatrixRow]:
    """Every entity of a place by code, in two queries: columns, not rows of the mapper, as there are thousands."""
    ended = _ended(session, counts, stages)
    entity, standing = BoundaryEntity, BoundaryStanding
    query = (
        select(
            entity.id, entity.code, entity.name, entity.name_local, entity.site, entity.organisation_id,
            entity.tonnes_cents,
        )
        .join(standing, standing.entity_id == entity.id)
        .where(entity.owner_org_id == counts.group_id, stands_on(counts.as_of), standing.place == place)
        .order_by(entity.code, entity.id)
    )  # fmt: skip
    return [_row(*row, stages=stages, ended=ended, counts=counts) for row in session.execute(query)]


def _ended(session: ScopedSession, counts: Counts, stages: Sequence[Counted]) -> Ended:
    unit = ClosedUnit
    query = select(unit.milestone_id, unit.entity_id, unit.is_waived, unit.ended_on).where(
        unit.milestone_id.in_([m.id for m in stages]), is_ended_on(counts.as_of)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(query)}


def _row(  # noqa: PLR0917  the columns of one row
    entity_id: int, code: str, name: str, name_local: str | None, site: str | None, organisation_id: int | None,
    cents: int | None, *, stages: Sequence[Counted], ended: Ended, counts: Counts,
) -> MatrixRow:  # fmt: skip
    issued = counts.issued.get(organisation_id or 0)

    def cell(stage: Counted) -> Cell:
        is_waived, on = ended.get((stage.id, entity_id), (None, None))
        if stage.closes_from is Closing.CASES and issued is not None:
            is_waived, on = False, issued.first_issued_on
        return Cell(standing_of_unit(is_waived=is_waived, due=stage.due, as_of=counts.as_of), on)

    reported = None if cents is None else Decimal(cents) / 100
    return MatrixRow(
        entity_id, code, name, name_local, site, organisation_id, issued.tonnes if issued else reported,
        f"{issued.number}/{issued.revision}" if issued else None, tuple(cell(stage) for stage in stages),
    )  # fmt: skip


def _cases(
    session: ScopedSession, group_id: int, rows: Iterable[MatrixRow]
) -> dict[int | None, CaseOfEntity]:
    """The case that each organisation's first statement comes from, where the group is a party: code and stage."""
    organisations = [row.organisation_id for row in rows if row.organisation_id is not None]
    query = (
        select(Case.responsible_party_org_id, Case.code, Case.state)
        .where(Case.group_org_id == group_id, Case.responsible_party_org_id.in_(organisations))
        .order_by(Case.period_end.desc().nulls_last(), Case.id)
    )
    options = across_tenants("a group's portfolio shows at which stage the cases of its subsidiaries are")
    # The last that is set stands: the earliest period, and before that one whose period is not agreed yet.
    return {
        party: CaseOfEntity(code, state)
        for party, code, state in session.execute(query.execution_options(**options))
    }


def shares(approach: Approach, counts: Counts) -> Shares:
    """How much of the boundary's t CO2e is verified; a verified total stands in the place of the reported one."""
    reported, without, verified = Decimal(0), 0, Decimal(0)

    def factor(share: Decimal, has_operational: bool, has_financial: bool) -> Decimal:
        held = Holding("", counts.as_of, None, share, has_operational, has_financial)
        return held.inclusion(approach)

    for p in counts.places:
        if p.place is Place.IN:
            part = factor(p.share, p.has_operational_control, p.has_financial_control)
            reported += part * p.cents / 100
            without += p.entities - p.with_tonnes
    for v in counts.verified:
        part = factor(v.share, v.has_operational_control, v.has_financial_control)
        verified += part * (counts.issued[v.organisation_id].tonnes or Decimal(0))
        reported -= part * (v.cents or 0) / 100
        without -= v.cents is None
    total = verified + reported
    return Shares(verified, total, share_of(verified, total), without)


def rates(counts: Counts) -> list[Counted]:
    """The milestones that have units by name, with the rates of completion and response that the office tells."""
    return [m for m in counts.milestones if m.scope is not Scope.GROUP]
