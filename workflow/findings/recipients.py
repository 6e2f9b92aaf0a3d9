"""Whom mail about a finding goes to: the responsible party, the team, the group office; by their own choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from workflow.access import RESPONSIBLE_PARTY_ROLES, Role
from workflow.cases.models import Case, TeamMember
from workflow.db import ScopedSession, across_tenants
from workflow.findings.models import Finding
from workflow.people.models import Membership, Person, PersonalSettings


@dataclass(frozen=True)
class Recipient:
    """A person with an address, a language and what they chose to be told."""

    person: Person
    wants_assignments: bool
    wants_reminders: bool


def party_of(session: ScopedSession, case: Case, on: date) -> list[Recipient]:
    """Who answers for the responsible party."""
    return _with_role(session, case.responsible_party_org_id, RESPONSIBLE_PARTY_ROLES, on)


def office_of(session: ScopedSession, case: Case, on: date) -> list[Recipient]:
    """The group's project office, where the case has a group."""
    return _with_role(session, case.group_org_id, {Role.GROUP_OFFICE}, on)


def team_of(session: ScopedSession, case: Case, row: Finding, on: date) -> list[Recipient]:
    """The lead verifier and who raised the finding, while they are on the team."""
    return _of_team(session, case, on, row.raised_by_id)


def leads_of(session: ScopedSession, case: Case, on: date) -> list[Recipient]:
    """The lead verifier of a case."""
    return _of_team(session, case, on, None)


def _of_team(session: ScopedSession, case: Case, on: date, person_id: int | None) -> list[Recipient]:
    query = select(TeamMember.person_id).where(
        TeamMember.case_id == case.id,
        TeamMember.valid_from <= on,
        or_(TeamMember.valid_to.is_(None), TeamMember.valid_to >= on),
        or_(TeamMember.role == Role.LEAD_VERIFIER, TeamMember.person_id == person_id),
    )
    return _recipients(session, set(session.scalars(query)))


def _with_role(
    session: ScopedSession, organisation_id: int | None, roles: Iterable[Role], on: date
) -> list[Recipient]:
    query = select(Membership.person_id).where(
        Membership.owner_org_id == organisation_id,
        Membership.role.in_(list(roles)),
        Membership.valid_from <= on,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
    )
    options = across_tenants("a finding's own case says to whom it is addressed")
    return _recipients(session, set(session.scalars(query.execution_options(**options))))


def _recipients(session: ScopedSession, person_ids: set[int]) -> list[Recipient]:
    query = (
        select(Person, PersonalSettings)
        .outerjoin(PersonalSettings, PersonalSettings.person_id == Person.id)
        .where(Person.id.in_(person_ids), Person.is_active.is_(True))
        .order_by(Person.id)
    )
    options = across_tenants("the people of a case are written to, whosever they are")
    return [
        Recipient(
            person,
            wants_assignments=chosen is None or chosen.mail_assignments,
            wants_reminders=chosen is None or chosen.mail_reminders,
        )
        for person, chosen in session.execute(query.execution_options(**options))
    ]
