"""Whose targets a person works on: the group in which the role holds the right; others are told or not told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession, across_tenants
from workflow.errors import NotAllowed, NotYours
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind


def group_of(
    session: ScopedSession, actor: Actor, permission: Permission = Permission.READ_TARGETS
) -> Organisation:
    """The group in which the actor holds a right on targets, that of the account before others.

    NotAllowed for a subsidiary of a group, NotYours for everybody else: suppliers are told nothing.
    """
    held = {o for o, role in actor.organisation_roles if permission in GRANTS[role]}
    asked = {*held, actor.organisation_id} - {None}
    options = across_tenants("a subsidiary is told that its group's targets are not its own")
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(asked))
        .order_by(Organisation.id)
        .execution_options(**options)
    ).all()
    groups = [row for row in rows if row.id in held and row.kind is OrganisationKind.GROUP]
    if groups:
        return next((row for row in groups if row.id == actor.organisation_id), groups[0])
    if any(row.kind in {OrganisationKind.SUBSIDIARY, OrganisationKind.GROUP} for row in rows):
        raise NotAllowed(message(N_("Your role does not allow this.")))
    raise NotYours("There are no such targets.")


def reads_targets(session: ScopedSession, actor: Actor) -> bool:
    """True when the actor reads the targets of a group; where that needs no look at the group, none is taken."""
    held = [
        (o, GRANTS[role]) for o, role in actor.organisation_roles if Permission.READ_TARGETS in GRANTS[role]
    ]
    if any(Permission.READ_PROGRAMME in rights for _organisation, rights in held):
        return True
    asked = {organisation for organisation, _rights in held}
    query = select(Organisation.id).where(
        Organisation.id.in_(asked), Organisation.kind == OrganisationKind.GROUP
    )
    return bool(asked) and session.scalars(query.limit(1)).first() is not None


def is_hidden_from(session: ScopedSession, actor: Actor) -> bool:
    """True for people of suppliers alone: to them the pages of targets do not exist."""
    if actor.organisation_id is None:
        return False
    asked = {actor.organisation_id, *(o for o, _role in actor.organisation_roles)}
    options = across_tenants("a supplier's people are told nothing of targets")
    kinds = session.scalars(
        select(Organisation.kind).where(Organisation.id.in_(asked)).execution_options(**options)
    )
    return set(kinds) == {OrganisationKind.SUPPLIER}


def may_edit(actor: Actor, group: Organisation) -> bool:
    """True when the actor writes targets of this very group."""
    return _may(actor, group, Permission.EDIT_TARGETS)


def may_approve(actor: Actor, group: Organisation) -> bool:
    """True when the actor approves targets of this very group."""
    return _may(actor, group, Permission.APPROVE_TARGETS)


def _may(actor: Actor, group: Organisation, permission: Permission) -> bool:
    return any(o == group.id and permission in GRANTS[role] for o, role in actor.organisation_roles)


def today_of(group: Organisation, now: datetime) -> date:
    """The civil day in the group's zone."""
    return group.calendar.local_date(now)
