"""Reads of the organisational boundary: the list on any day with its filters, one entity's course, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, or_, select

from methods.boundary import Approach, Holding
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.programme.counting import stands_on
from workflow.programme.models import BoundaryChange, BoundaryEntity, BoundaryStanding
from workflow.programme.rules import Place

LOG_SHOWN = 50


@dataclass(frozen=True)
class EntityRow:
    """An entity as it stands on a day; `inclusion` is its factor under the group's approach, 0 to 1."""

    id: int
    code: str
    name: str
    name_local: str | None
    registration_id: str | None
    site: str | None
    contact_name: str | None
    contact_email: str | None
    organisation_id: int | None
    tonnes: Decimal | None
    place: Place
    share: Decimal
    has_operational_control: bool
    has_financial_control: bool
    valid_from: date
    valid_to: date | None
    reason: str | None
    inclusion: Decimal


def asked(group_id: int, day: date, filters: Mapping[str, str]) -> Select[BoundaryEntity, BoundaryStanding]:
    """The entities of a group that stand anywhere on a day and fit the filters `place` and `q`."""
    query = (
        select(BoundaryEntity, BoundaryStanding)
        .join(BoundaryStanding, BoundaryStanding.entity_id == BoundaryEntity.id)
        .where(BoundaryEntity.owner_org_id == group_id, stands_on(day))
    )
    if filters.get("place") in set(Place):
        query = query.where(BoundaryStanding.place == Place(filters["place"]))
    wanted = filters.get("q", "").strip().replace("\x00", "")[:100]
    if wanted:
        fields = (BoundaryEntity.code, BoundaryEntity.name, BoundaryEntity.name_local, BoundaryEntity.site)
        query = query.where(or_(*(field.icontains(wanted, autoescape=True) for field in fields)))
    return query


def entities_on(
    session: ScopedSession, group_id: int, approach: Approach, day: date, filters: Mapping[str, str], *,
    start: int = 0, most: int | None = None,
) -> list[EntityRow]:  # fmt: skip
    """The list by code, from a place on and at most so many."""
    query = asked(group_id, day, filters).order_by(BoundaryEntity.code, BoundaryEntity.id).offset(start)
    if most is not None:
        query = query.limit(most)
    return [entity_row(entity, standing, approach) for entity, standing in session.execute(query).all()]


def count_entities(session: ScopedSession, group_id: int, day: date, filters: Mapping[str, str]) -> int:
    """How many entities fit the filters on a day."""
    query = select(func.count()).select_from(asked(group_id, day, filters).subquery())
    return session.scalar(query) or 0


def entity_row(entity: BoundaryEntity, standing: BoundaryStanding, approach: Approach) -> EntityRow:
    """An entity and where it stands, as lists show it."""
    is_in = standing.place is Place.IN
    return EntityRow(
        id=entity.id, code=entity.code, name=entity.name, name_local=entity.name_local,
        registration_id=entity.registration_id, site=entity.site, contact_name=entity.contact_name,
        contact_email=entity.contact_email, organisation_id=entity.organisation_id, tonnes=entity.tonnes,
        place=standing.place, share=standing.share, has_operational_control=standing.has_operational_control,
        has_financial_control=standing.has_financial_control, valid_from=standing.valid_from,
        valid_to=standing.valid_to, reason=standing.reason,
        inclusion=standing.holding.inclusion(approach) if is_in else Decimal(0),
    )  # fmt: skip


def entity_by_id(session: ScopedSession, group_id: int, entity_id: int) -> BoundaryEntity:
    """An entity of the group; NotYours for a missing one and another group's alike."""
    query = select(BoundaryEntity).where(
        BoundaryEntity.id == entity_id, BoundaryEntity.owner_org_id == group_id
    )
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such entity.")
    return row


def standings_of(session: ScopedSession, entity: BoundaryEntity) -> list[BoundaryStanding]:
    """Where an entity stood over time, the latest first."""
    query = select(BoundaryStanding).where(BoundaryStanding.entity_id == entity.id)
    return list(
        session.scalars(query.order_by(BoundaryStanding.valid_from.desc(), BoundaryStanding.id.desc()))
    )


def changes_of(
    session: ScopedSession, group_id: int, day: date, entity: BoundaryEntity | None = None
) -> list[BoundaryChange]:
    """The log up to a day, the latest first; of one entity when it is named."""
    query = select(BoundaryChange).where(
        BoundaryChange.owner_org_id == group_id, BoundaryChange.from_day <= day
    )
    if entity is not None:
        query = query.where(BoundaryChange.entity_id == entity.id)
    query = query.order_by(BoundaryChange.from_day.desc(), BoundaryChange.id.desc()).limit(LOG_SHOWN)
    return list(session.scalars(query))


@dataclass(frozen=True)
class Mark:
    """An entity as the drawing shows it."""

    id: int
    code: str
    name: str
    place: Place
    inclusion: Decimal


def marks_on(session: ScopedSession, group_id: int, approach: Approach, day: date) -> list[Mark]:
    """Every entity on a day as the drawing shows it, by code."""
    stood = BoundaryStanding
    query = (
        select(
            BoundaryEntity.id, BoundaryEntity.code, BoundaryEntity.name, stood.place, stood.share,
            stood.has_operational_control, stood.has_financial_control,
        )
        .join(stood, stood.entity_id == BoundaryEntity.id)
        .where(BoundaryEntity.owner_org_id == group_id, stands_on(day))
        .order_by(BoundaryEntity.code, BoundaryEntity.id)
    )  # fmt: skip
    return [
        Mark(row[0], row[1], row[2], row[3], Holding(row[1], day, None, *row[4:]).inclusion(approach))
        for row in session.execute(query)
    ]
