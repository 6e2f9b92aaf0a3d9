"""Finds a group's milestones by their code and in their order."""

from __future__ import annotations

from sqlalchemy import select

from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.programme.milestone_models import Milestone


def milestones_of(session: ScopedSession, group_id: int) -> list[Milestone]:
    """All milestones of a group in their order."""
    query = select(Milestone).where(Milestone.owner_org_id == group_id)
    return list(session.scalars(query.order_by(Milestone.position, Milestone.id)))


def milestone_by_code(session: ScopedSession, group_id: int, code: str) -> Milestone:
    """A milestone of the group; NotYours for a missing one and another group's alike."""
    row = session.scalar(select(Milestone).where(Milestone.owner_org_id == group_id, Milestone.code == code))
    if row is None:
        raise NotYours("There is no such milestone.")
    return row
