"""Whose programme a person works on: the group of an office or a board, and the day of its calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.people.models import Organisation
from workflow.programme.models import Programme


def group_of(session: ScopedSession, actor: Actor) -> Organisation:
    """The group whose programme the actor reads: that of the account first, else the first held; else NotYours."""
    held = {o for o, role in actor.organisation_roles if Permission.READ_PROGRAMME in GRANTS[role]}
    group_id = actor.organisation_id if actor.organisation_id in held else min(held, default=None)
    group = session.get(Organisation, group_id) if group_id is not None else None
    if group is None:
        raise NotYours("There is no such programme.")
    return group


def today_of(group: Organisation, now: datetime) -> date:
    """The civil day in the group's zone."""
    return group.calendar.local_date(now)


def programme_of(session: ScopedSession, group: Organisation) -> Programme | None:
    """The settings of a group's programme; None before anything was set."""
    return session.scalar(select(Programme).where(Programme.owner_org_id == group.id))


def base_year_of(session: ScopedSession, group: Organisation) -> int | None:
    """The base year of a group's programme; None before it was set."""
    return session.scalar(select(Programme.base_year).where(Programme.owner_org_id == group.id))
