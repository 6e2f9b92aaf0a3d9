"""What a subsidiary reads of its group's programme: its own place in the boundary and its own units, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from methods.milestones import Closing, Scope
from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession, across_tenants
from workflow.errors import NotYours
from workflow.people.models import Organisation
from workflow.programme.counting import is_ended_on, stands_on
from workflow.programme.issued import issued_statements
from workflow.programme.milestone_models import ClosedUnit, Milestone, MilestoneAnswer, MilestoneReminder
from workflow.programme.models import BoundaryEntity, BoundaryStanding, Programme
from workflow.programme.rules import Place, UnitStanding, standing_of_unit

OWN = across_tenants("a subsidiary reads its own rows of its group's programme, by the entity that it is")


@dataclass(frozen=True)
class OwnUnit:
    """One milestone as a subsidiary stands on it."""

    milestone: Milestone
    standing: UnitStanding
    days_late: int
    ended_on: date | None
    reminded_at: datetime | None
    answer: MilestoneAnswer | None


@dataclass(frozen=True)
class OwnPlace:
    """A subsidiary's place in its group's boundary on a day."""

    entity: BoundaryEntity
    standing: BoundaryStanding
    group: Organisation


def own_place(session: ScopedSession, actor: Actor, day: date) -> OwnPlace:
    """The place of the actor's organisation; NotYours where no group's boundary names it inside or out."""
    held = {o for o, role in actor.organisation_roles if Permission.READ_OWN_PROGRAMME in GRANTS[role]}
    query = (
        select(BoundaryEntity, BoundaryStanding, Organisation)
        .join(BoundaryStanding, BoundaryStanding.entity_id == BoundaryEntity.id)
        .join(Organisation, Organisation.id == BoundaryEntity.owner_org_id)
        .where(
            BoundaryEntity.organisation_id.in_(held), stands_on(day),
            BoundaryStanding.place != Place.VALUE_CHAIN,
        )
        .order_by(BoundaryEntity.id)
        .limit(1)
    )  # fmt: skip
    found = session.execute(query.execution_options(**OWN)).first()
    if found is None:
        raise NotYours("There is no programme that names your organisation.")
    return OwnPlace(*found)


def has_place(session: ScopedSession, actor: Actor, day: date) -> bool:
    """Whether a group's boundary names the actor's organisation, inside or out."""
    if not any(
        Permission.READ_OWN_PROGRAMME in GRANTS[role] for _organisation, role in actor.organisation_roles
    ):
        return False
    try:
        own_place(session, actor, day)
    except NotYours:
        return False
    return True


def own_units(session: ScopedSession, place: OwnPlace, day: date) -> list[OwnUnit]:
    """The milestones of each subsidiary as this one stands on them, in the programme's order; in five queries."""
    if place.standing.place is not Place.IN:
        return []
    entity = place.entity
    ended = and_(ClosedUnit.milestone_id == Milestone.id, ClosedUnit.entity_id == entity.id, is_ended_on(day))
    query = (
        select(Milestone, ClosedUnit)
        .outerjoin(ClosedUnit, ended)
        .where(Milestone.owner_org_id == entity.owner_org_id, Milestone.scope == Scope.EACH_SUBSIDIARY)
        .order_by(Milestone.position, Milestone.id)
    )
    base_year = session.scalar(
        select(Programme.base_year)
        .where(Programme.owner_org_id == entity.owner_org_id)
        .execution_options(**OWN)
    )
    verified = issued_statements(session, entity.owner_org_id, base_year, day).get(
        entity.organisation_id or 0
    )
    reminded, answers = _reminded(session, entity), _answers(session, entity)
    found = []
    for row, unit in session.execute(query.execution_options(**OWN)):
        statement = verified if row.closes_from is Closing.CASES else None
        is_waived = False if statement else unit.is_waived if unit else None
        standing = standing_of_unit(is_waived=is_waived, due=row.due, as_of=day)
        late = (day - row.due).days if standing is UnitStanding.LATE and row.due else 0
        found.append(
            OwnUnit(
                row, standing, late,
                statement.first_issued_on if statement else unit.ended_on if unit else None,
                reminded.get(row.id), answers.get(row.id),
            )
        )  # fmt: skip
    return found


def own_milestone(session: ScopedSession, place: OwnPlace, code: str) -> Milestone:
    """One milestone of each subsidiary by its code; NotYours for any other of the group's."""
    query = select(Milestone).where(
        Milestone.owner_org_id == place.entity.owner_org_id, Milestone.code == code,
        Milestone.scope == Scope.EACH_SUBSIDIARY,
    )  # fmt: skip
    row = session.scalar(query.execution_options(**OWN))
    if row is None or place.standing.place is not Place.IN:
        raise NotYours("There is no such milestone.")
    return row


def _reminded(session: ScopedSession, entity: BoundaryEntity) -> dict[int, datetime]:
    query = (
        select(MilestoneReminder.milestone_id, func.max(MilestoneReminder.sent_at))
        .where(MilestoneReminder.entity_id == entity.id)
        .group_by(MilestoneReminder.milestone_id)
    )
    return {row[0]: row[1] for row in session.execute(query.execution_options(**OWN))}


def _answers(session: ScopedSession, entity: BoundaryEntity) -> dict[int, MilestoneAnswer]:
    """The last answer to each milestone: the subsidiary's own, or what the office noted of it."""
    query = select(MilestoneAnswer).where(
        MilestoneAnswer.entity_id == entity.id,
        or_(
            MilestoneAnswer.owner_org_id == entity.organisation_id,
            MilestoneAnswer.owner_org_id == entity.owner_org_id,
        ),
    )
    query = query.order_by(MilestoneAnswer.id).execution_options(**OWN)
    return {answer.milestone_id: answer for answer in session.scalars(query)}
