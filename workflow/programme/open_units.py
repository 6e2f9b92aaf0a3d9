"""The units of a milestone by name as they stand on a day, with the last reminder and the last answer of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from methods.milestones import Closing, Scope
from workflow.db import ScopedSession
from workflow.people.models import Organisation
from workflow.programme.counting import is_ended_on, stands_on
from workflow.programme.issued import IssuedStatement
from workflow.programme.milestone_models import (
    ClosedUnit,
    Milestone,
    MilestoneAnswer,
    MilestoneClosing,
    MilestoneReminder,
)
from workflow.programme.models import BoundaryEntity, BoundaryStanding
from workflow.programme.rules import PLACE_OF_SCOPE, UnitStanding, standing_of_unit

GROUP_ITSELF = "group"


@dataclass(frozen=True)
class Unit:
    """One unit of a milestone; `code` is "group" for the group itself, `statement` the number that closed it."""

    entity_id: int | None
    code: str
    name: str
    name_local: str | None
    standing: UnitStanding
    ended_on: date | None
    note: str | None
    closing_id: int | None
    statement: str | None
    contact: str | None
    reminded_at: datetime | None
    answer: MilestoneAnswer | None


def units_on(  # noqa: PLR0917  one question
    session: ScopedSession, group: Organisation, row: Milestone, due: date | None, day: date,
    issued: Mapping[int, IssuedStatement],
) -> list[Unit]:  # fmt: skip
    """Every unit of a milestone on a day, by name; late ones first, ended ones last, in four queries."""
    ended = _ended(session, row, day)
    reminded = _reminded(session, row)
    answers = _answers(session, row)

    def unit(entity: BoundaryEntity | None) -> Unit:
        key = entity.id if entity else None
        party = group.id if entity is None else entity.organisation_id
        statement = issued.get(party or 0) if row.closes_from is Closing.CASES else None
        closed, act = ended.get(key, (None, None))
        is_waived = False if statement else closed.is_waived if closed else None
        return Unit(
            entity_id=key, code=entity.code if entity else GROUP_ITSELF, name=entity.name if entity else group.name,
            name_local=entity.name_local if entity else group.name_local,
            standing=standing_of_unit(is_waived=is_waived, due=due, as_of=day),
            ended_on=statement.first_issued_on if statement else closed.ended_on if closed else None,
            note=act.note if act else None, closing_id=act.id if act and not statement else None,
            statement=f"{statement.number}/{statement.revision}" if statement else None,
            contact=(entity.contact_name or entity.contact_email) if entity else row.owner_name,
            reminded_at=reminded.get(key), answer=answers.get(key),
        )  # fmt: skip

    found = [unit(entity) for entity in _entities(session, group, row, day)]
    order = (UnitStanding.LATE, UnitStanding.OPEN, UnitStanding.WAIVED, UnitStanding.CLOSED)
    return sorted(found, key=lambda u: (order.index(u.standing), u.entity_id is not None, u.name, u.code))


def _entities(
    session: ScopedSession, group: Organisation, row: Milestone, day: date
) -> list[BoundaryEntity | None]:
    if row.scope is Scope.GROUP:
        return [None]
    query = (
        select(BoundaryEntity)
        .join(BoundaryStanding, BoundaryStanding.entity_id == BoundaryEntity.id)
        .where(
            BoundaryEntity.owner_org_id == group.id, stands_on(day),
            BoundaryStanding.place == PLACE_OF_SCOPE[row.scope],
        )
        .order_by(BoundaryEntity.name, BoundaryEntity.id)
    )  # fmt: skip
    found: list[BoundaryEntity | None] = list(session.scalars(query))
    return [*found, None] if row.closes_from is Closing.CASES else found


def _ended(
    session: ScopedSession, row: Milestone, day: date
) -> dict[int | None, tuple[ClosedUnit, MilestoneClosing]]:
    query = (
        select(ClosedUnit, MilestoneClosing)
        .join(MilestoneClosing, MilestoneClosing.id == ClosedUnit.closing_id)
        .where(ClosedUnit.milestone_id == row.id, is_ended_on(day))
        .order_by(ClosedUnit.id)
    )
    return {unit.entity_id: (unit, act) for unit, act in session.execute(query)}


def _reminded(session: ScopedSession, row: Milestone) -> dict[int | None, datetime]:
    reminder = MilestoneReminder
    query = (
        select(reminder.entity_id, func.max(reminder.sent_at))
        .where(reminder.milestone_id == row.id)
        .group_by(reminder.entity_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _answers(session: ScopedSession, row: Milestone) -> dict[int | None, MilestoneAnswer]:
    query = select(MilestoneAnswer).where(MilestoneAnswer.milestone_id == row.id).order_by(MilestoneAnswer.id)
    return {answer.entity_id: answer for answer in session.scalars(query)}


def still_open(units: Collection[Unit]) -> list[Unit]:
    """Those that are neither closed nor waived."""
    return [u for u in units if u.standing in {UnitStanding.OPEN, UnitStanding.LATE}]
