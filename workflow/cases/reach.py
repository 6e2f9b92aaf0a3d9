"""On which cases a person holds a right, as a condition for queries over all cases at once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, false, or_, select

from workflow.access import GRANTS, RESPONSIBLE_PARTY_ROLES, Actor, Permission, Role
from workflow.cases.models import Case, TeamMember


def permitted(
    actor: Actor, permission: Permission, on: date, *, by_other_than: frozenset[Role] = frozenset()
) -> ColumnElement[bool]:
    """True for a case on which the person holds the right on that day, by the rule of `queries.roles_on`.

    Roles in `by_other_than` do not count. The condition stands beside the scope of the session, never instead.
    """
    roles = {role for role, granted in GRANTS.items() if permission in granted} - by_other_than
    of_team = select(TeamMember.case_id).where(
        TeamMember.person_id == actor.person_id,
        TeamMember.role.in_(sorted(roles)),
        TeamMember.valid_from <= on,
        or_(TeamMember.valid_to.is_(None), TeamMember.valid_to >= on),
    )
    by_organisation = (
        _counts(actor, organisation, role) for organisation, role in actor.organisation_roles if role in roles
    )
    return or_(Case.id.in_(of_team), *by_organisation)


def _counts(actor: Actor, organisation: int, role: Role) -> ColumnElement[bool]:
    """As `queries.where_it_counts`, for every case at once."""
    if role is Role.BODY_MANAGER:
        return Case.owner_org_id == organisation
    if role in RESPONSIBLE_PARTY_ROLES:
        return Case.responsible_party_org_id == organisation
    if role is Role.GROUP_OFFICE:
        return Case.group_org_id == organisation
    if role is Role.ACCREDITATION_READER and organisation == actor.organisation_id:
        return Case.id.in_(sorted(actor.scope.cases))
    return false()
