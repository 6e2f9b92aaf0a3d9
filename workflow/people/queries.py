"""Reads of organisations, people, their roles, keys, competences and signed-in browsers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from workflow.access import Role
from workflow.db import ScopedSession, across_tenants
from workflow.errors import NotYours
from workflow.people.models import (
    Competence,
    DemoCard,
    Deputy,
    Invitation,
    Membership,
    Organisation,
    Person,
    PersonalSettings,
    PersonKey,
    WebSession,
)
from workflow.people.sessions import token_hash


@dataclass(frozen=True)
class PersonRow:
    """A person of an organisation as the list shows it."""

    person: Person
    roles: tuple[Membership, ...]
    competences: tuple[Competence, ...]


@dataclass(frozen=True)
class RoleCard:
    """One person of the demo, to become with one click."""

    person: Person
    organisation: str
    role_words: str
    note: str | None
    passphrase: str | None


def organisation(session: ScopedSession, organisation_id: int) -> Organisation:
    """An organisation within the scope."""
    row = session.scalar(select(Organisation).where(Organisation.id == organisation_id))
    if row is None:
        raise NotYours("There is no such organisation.")
    return row


def organisations(session: ScopedSession) -> list[Organisation]:
    """All organisations within the scope, by name."""
    return list(session.scalars(select(Organisation).order_by(Organisation.name, Organisation.id)))


def person(session: ScopedSession, person_id: int) -> Person:
    """A person within the scope."""
    row = session.scalar(select(Person).where(Person.id == person_id))
    if row is None:
        raise NotYours("There is no such person.")
    return row


def people_of(session: ScopedSession, owner: Organisation) -> list[PersonRow]:
    """The people of an organisation with all their roles and competences, in three queries.

    Who has the account elsewhere and a role here is among them, with the roles and competences held here.
    """
    query = select(Person).where(_belongs_to(owner)).order_by(Person.name, Person.id)
    people = list(session.scalars(query.execution_options(**_GUESTS)))
    roles = session.scalars(
        select(Membership).where(Membership.owner_org_id == owner.id).order_by(Membership.id)
    ).all()
    competences = session.scalars(
        select(Competence).where(Competence.owner_org_id == owner.id).order_by(Competence.id)
    ).all()
    return [
        PersonRow(
            p,
            tuple(m for m in roles if m.person_id == p.id),
            tuple(c for c in competences if c.person_id == p.id),
        )
        for p in people
    ]


def addressees(
    session: ScopedSession, organisation_id: int | None, roles: frozenset[Role], on: date
) -> list[tuple[Person, PersonalSettings | None]]:
    """The people who hold one of these roles in an organisation on a day, with their choices for mail."""
    query = (
        select(Person, PersonalSettings)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(PersonalSettings, PersonalSettings.person_id == Person.id)
        .where(
            Membership.owner_org_id == organisation_id,
            Membership.role.in_(roles),
            Membership.valid_from <= on,
            or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            Person.is_active.is_(True),
        )
        .order_by(Person.id)
    )
    options = across_tenants("a case writes to the people of its other parties")
    found = {p.id: (p, chosen) for p, chosen in session.execute(query.execution_options(**options))}
    return list(found.values())


def active_people_of(session: ScopedSession, owner: Organisation) -> list[Person]:
    """The people of an organisation whose accounts are open, by name."""
    query = select(Person).where(_belongs_to(owner), Person.is_active.is_(True))
    query = query.order_by(Person.name, Person.id).execution_options(**_GUESTS)
    return list(session.scalars(query))


_GUESTS = across_tenants("a person may hold roles in more organisations than that of the account")


def _belongs_to(owner: Organisation) -> ColumnElement[bool]:
    """Has the account in an organisation, or was ever given a role there."""
    has_role = select(Membership.person_id).where(Membership.owner_org_id == owner.id)
    return or_(Person.owner_org_id == owner.id, Person.id.in_(has_role))


def competence_rows(session: ScopedSession, person_ids: list[int]) -> list[Competence]:
    """All evidence of competence of these people (G-COMP)."""
    options = across_tenants("a team may hold people of other organisations than the reader's")
    query = select(Competence).where(Competence.person_id.in_(person_ids)).order_by(Competence.id)
    return list(session.scalars(query.execution_options(**options)))


def live_key_of(session: ScopedSession, person_id: int) -> PersonKey | None:
    """The person's newest signing key that is not revoked."""
    query = (
        select(PersonKey)
        .where(PersonKey.person_id == person_id, PersonKey.revoked_at.is_(None))
        .order_by(PersonKey.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def browsers_of(session: ScopedSession, person_id: int) -> list[WebSession]:
    """The signed-in browsers of a person that were not ended, newest first."""
    query = select(WebSession).where(WebSession.person_id == person_id, WebSession.ended_at.is_(None))
    return list(
        session.scalars(query.order_by(WebSession.last_seen_at.desc(), WebSession.id.desc()).limit(50))
    )


def deputies_of(session: ScopedSession, person_id: int) -> list[Deputy]:
    """Who may act for a person, and when."""
    query = select(Deputy).where(Deputy.person_id == person_id).order_by(Deputy.valid_from, Deputy.id)
    return list(session.scalars(query))


def stands_in_for(session: ScopedSession, deputy_id: int, on: date) -> list[Person]:
    """The people for whom somebody may act on a day."""
    query = (
        select(Person)
        .join(Deputy, Deputy.person_id == Person.id)
        .where(
            Deputy.deputy_id == deputy_id,
            Deputy.valid_from <= on,
            Deputy.valid_to >= on,
            Person.is_active.is_(True),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return list(session.scalars(query))


def may_act_for(session: ScopedSession, deputy_id: int, person_id: int, on: date) -> bool:
    """True when the deputy stands in for that person on a day."""
    return any(p.id == person_id for p in stands_in_for(session, deputy_id, on))


def deputy(session: ScopedSession, person_id: int, row_id: int) -> Deputy:
    """One of the deputies that a person named."""
    row = session.get(Deputy, row_id)
    if row is None or row.person_id != person_id:
        raise NotYours("There is no such deputy.")
    return row


def person_of(session: ScopedSession, owner: Organisation, person_id: int) -> Person:
    """A person of that organisation, or with a role there."""
    query = select(Person).where(Person.id == person_id, _belongs_to(owner))
    row = session.scalar(query.execution_options(**_GUESTS))
    if row is None:
        raise NotYours("There is no such person.")
    return row


def own_person_of(session: ScopedSession, owner: Organisation, person_id: int) -> Person:
    """A person whose account is that organisation's own."""
    row = person_of(session, owner, person_id)
    if row.owner_org_id != owner.id:
        raise NotYours("This account belongs to another organisation.")
    return row


def settings_of(session: ScopedSession, person: Person) -> PersonalSettings:
    """What a person chose for mail and view; the usual, not stored, for who never chose."""
    query = select(PersonalSettings).where(PersonalSettings.person_id == person.id)
    usual = PersonalSettings(
        owner_org_id=person.owner_org_id, person_id=person.id, mail_assignments=True, mail_reminders=True,
        theme="auto",
    )  # fmt: skip
    return session.scalars(query).one_or_none() or usual


def invitation(session: ScopedSession, token: str) -> tuple[Invitation, Organisation]:
    """The invitation behind a mailed link; for the doorkeeper's session."""
    found = session.execute(
        select(Invitation, Organisation)
        .join(Organisation, Organisation.id == Invitation.owner_org_id)
        .where(Invitation.token_hash == token_hash(token))
    ).first()
    if found is None:
        raise NotYours("There is no such invitation.")
    return found[0], found[1]


def account_of(session: ScopedSession, invitation: Invitation) -> Person | None:
    """The account that the invited mail address signs in, if there is one; for the doorkeeper's session."""
    return session.scalar(select(Person).where(Person.email == invitation.email))


def role_cards(session: ScopedSession) -> list[RoleCard]:
    """Everybody whom the demo offers, in its order."""
    rows = session.execute(
        select(Person, Organisation.name, DemoCard)
        .join(Organisation, Organisation.id == Person.owner_org_id)
        .join(DemoCard, DemoCard.person_id == Person.id)
        .where(Person.is_active.is_(True))
        .order_by(DemoCard.position, DemoCard.id)
    ).all()
    return [RoleCard(p, name, card.role_words, card.note, card.passphrase) for p, name, card in rows]


def is_anybody_there(session: ScopedSession) -> bool:
    """True once the installation has a person."""
    return session.scalar(select(Person.id).limit(1)) is not None
