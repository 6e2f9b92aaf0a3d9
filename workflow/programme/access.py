"""Whose programme a person works on: the group of an office or a board, and the day of its calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from workflow.access import GRANTS, Actor, Permission
from workflow.audit import FIRST_PREVIOUS, AuditStream, organisation_stream
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.people.models import Organisation
from workflow.programme.models import Programme

_MISSING = "There is no such programme."


def group_of(session: ScopedSession, actor: Actor) -> Organisation:
    """The group whose programme the actor reads: that of the account first, else the first held; else NotYours."""
    group_id = _group_id(actor)
    group = session.get(Organisation, group_id) if group_id is not None else None
    if group is None:
        raise NotYours(_MISSING)
    return group


def _group_id(actor: Actor) -> int | None:
    held = {o for o, role in actor.organisation_roles if Permission.READ_PROGRAMME in GRANTS[role]}
    return actor.organisation_id if actor.organisation_id in held else min(held, default=None)


def programme_read(session: ScopedSession, actor: Actor) -> tuple[Organisation, Programme | None, str]:
    """The group of `group_of`, its programme, and the head of its trail, in one query."""
    group_id = _group_id(actor)
    query = (
        select(Organisation, Programme, AuditStream.head_hash)
        .outerjoin(Programme, Programme.owner_org_id == Organisation.id)
        .outerjoin(AuditStream, AuditStream.name == organisation_stream(group_id or 0))
        .where(Organisation.id == group_id)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotYours(_MISSING)
    return found[0], found[1], found[2] or FIRST_PREVIOUS


def today_of(group: Organisation, now: datetime) -> date:
    """The civil day in the group's zone."""
    return group.calendar.local_date(now)


def programme_of(session: ScopedSession, group: Organisation) -> Programme | None:
    """The settings of a group's programme; None before anything was set."""
    return session.scalar(select(Programme).where(Programme.owner_org_id == group.id))


def base_year_of(session: ScopedSession, group: Organisation) -> int | None:
    """The base year of a group's programme; None before it was set."""
    return session.scalar(select(Programme.base_year).where(Programme.owner_org_id == group.id))
