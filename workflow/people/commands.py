"""Writes of organisations, people, roles, competences, deputies, invitations and mail."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from workflow.access import Role
from workflow.db import across_tenants
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.limits import WEB
from workflow.people.models import (
    Competence,
    Deputy,
    Invitation,
    Mail,
    Membership,
    Organisation,
    Person,
    PersonalSettings,
    SignIn,
)
from workflow.people.rules import ROLES_OF_KIND, CompetenceArea, OrganisationKind
from workflow.people.sessions import token_hash
from workflow.unit_of_work import UnitOfWork, services

SEND_MAIL = "workflow.people.jobs.send_mail"


def add_organisation(
    uow: UnitOfWork, name: str, kind: OrganisationKind, *, parent: Organisation | None = None, **more: Any
) -> Organisation:
    """Register an organisation; a subsidiary names its group as parent."""
    if not name.strip():
        raise BadInput(N_("An organisation needs its legal name."), "name")
    organisation = Organisation(
        name=name.strip(), kind=kind, parent_id=parent.id if parent else None,
        holidays=more.pop("holidays", []), makeup_workdays=more.pop("makeup_workdays", []), **more,
    )  # fmt: skip
    uow.session.add(organisation)
    uow.record("organisation.add", organisation)
    return organisation


def add_person(
    uow: UnitOfWork, organisation: Organisation, name: str, email: str, *, name_local: str | None = None,
    language: str = "en",
) -> Person:  # fmt: skip
    """Register a person; the address is how they sign in and must be nobody else's."""
    address = email.strip().lower()
    if "@" not in address:
        raise BadInput(message(N_("“{email}” is no mail address."), email=email), "email")
    query = select(Person.id).where(Person.email == address)
    options = across_tenants("a mail address signs in one person in the whole installation")
    if uow.session.scalar(query.execution_options(**options)) is not None:
        raise BadInput(N_("This mail address has an account already."), "email")
    person = Person(
        owner_org_id=organisation.id, name=name.strip(), email=address, name_local=name_local,
        language=language, is_active=True,
    )  # fmt: skip
    uow.session.add(person)
    uow.session.flush()
    sign_in = SignIn(owner_org_id=organisation.id, person_id=person.id, recovery_codes=[])
    settings = PersonalSettings(owner_org_id=organisation.id, person_id=person.id)
    uow.session.add_all([sign_in, settings])
    uow.record("person.add", person, covers=[sign_in, settings])
    return person


def give_role(
    uow: UnitOfWork, person: Person, organisation: Organisation, role: Role, *, until: date | None = None,
    since: date | None = None, reason: str | None = None,
) -> Membership:  # fmt: skip
    """Give a person a role in an organisation, until a date; each kind of organisation has its own roles."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        kind = organisation.kind.value.replace("_", " ")
        sentence = message(N_("A {kind} has no role “{role}”."), kind=kind, role=role.value.replace("_", " "))
        raise BadInput(sentence, "role")
    row = Membership(
        owner_org_id=organisation.id, person_id=person.id, role=role, valid_from=since or uow.now.date(),
        valid_to=until, reason=reason,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("role.give", row, person=person.name, role=role)
    return row


def end_role(uow: UnitOfWork, membership: Membership, *, on: date, reason: str) -> None:
    """End a role on a date; what was done under it stays attributed (SOD-10)."""
    membership.valid_to = on
    membership.reason = reason
    uow.record("role.end", membership, comment=reason)


def close_account(uow: UnitOfWork, person: Person, *, reason: str) -> None:
    """Close an account: its sessions end at the next request, its past acts stay attributed."""
    if person.id == uow.actor.person_id:
        raise BadInput(N_("Somebody else closes your account: you would lock yourself out."), "reason")
    person.is_active = False
    uow.record("person.close_account", person, comment=reason)


def add_competence(
    uow: UnitOfWork, person: Person, area: CompetenceArea, *, evidence: str, valid_from: date,
    valid_to: date | None = None,
) -> Competence:  # fmt: skip
    """Record evidence of a competence of ISO 14066 with its dates."""
    row = Competence(
        owner_org_id=person.owner_org_id, person_id=person.id, area=area, evidence=evidence,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("competence.add", row, person=person.name, area=area)
    return row


def name_deputy(
    uow: UnitOfWork, person: Person, deputy: Person, *, first: date, last: date, reason: str
) -> Deputy:
    """Let a colleague act for a person between two dates; acts say on whose behalf they are."""
    if deputy.id == person.id or deputy.owner_org_id != person.owner_org_id:
        raise BadInput(N_("A deputy is another person of the same organisation."), "deputy")
    if last < first:
        raise BadInput(N_("The last day lies before the first: check both dates."), "last")
    row = Deputy(
        owner_org_id=person.owner_org_id, person_id=person.id, deputy_id=deputy.id, valid_from=first,
        valid_to=last, reason=reason,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("deputy.name", row, person=person.name, deputy=deputy.name)
    return row


def end_deputy(uow: UnitOfWork, row: Deputy) -> None:
    """End a deputy from today on; what was done on one's behalf stays attributed."""
    row.valid_to = uow.now.date() - timedelta(days=1)
    uow.record("deputy.end", row)


def invite(
    uow: UnitOfWork, organisation: Organisation, *, email: str, name: str, role: Role,
    role_ends: date | None = None,
) -> Invitation:  # fmt: skip
    """Mail a link by which a person joins with a role; it works once and for fourteen days."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise BadInput(N_("This organisation has no such role."), "role")
    token = secrets.token_urlsafe(24)
    row = Invitation(
        owner_org_id=organisation.id, token_hash=token_hash(token), email=email.strip().lower(),
        name=name.strip(), role=role, role_ends=role_ends, invited_by=uow.actor.person_id,
        created_at=uow.now, expires_at=uow.now + WEB.invitation_life,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("person.invite", row, role=role)
    link = f"{services().config.base_url}/join/{token}"
    write_mail(
        uow,
        organisation,
        address=row.email,
        subject=f"Invitation to Assay by {organisation.name}",
        text=(
            f"{uow.actor.name} invites you to work on verification cases for {organisation.name}.\n\n"
            f"Open this link to join: {link}\n\nThe link works once, until "
            f"{row.expires_at:%Y-%m-%d}. If you did not expect it, delete this mail."
        ),
    )
    return row


def accept_invitation(
    uow: UnitOfWork, invitation: Invitation, organisation: Organisation, person: Person | None = None
) -> Person:
    """Give the role that an invitation promises, to a new account or to that of the invited address."""
    if invitation.accepted_at is not None or uow.now > invitation.expires_at:
        raise BadInput(N_("This invitation was used or has run out: ask for a new one."))
    if person is None:
        person = add_person(uow, organisation, invitation.name, invitation.email)
    elif person.email != invitation.email:
        raise BadInput(N_("This invitation is for another mail address: sign in with that one."))
    give_role(uow, person, organisation, invitation.role, until=invitation.role_ends, reason="invitation")
    invitation.accepted_at = uow.now
    uow.record("person.join", invitation, person=person.name)
    return person


def write_mail(
    uow: UnitOfWork, organisation: Organisation | int, *, address: str, subject: str, text: str,
    person: Person | None = None, key: str | None = None,
) -> Mail | None:  # fmt: skip
    """Write a mail with the act that causes it; a job sends it once. None when the key was used before."""
    owner = organisation if isinstance(organisation, int) else organisation.id
    row = Mail(
        owner_org_id=owner, person_id=person.id if person else None, address=address, subject=subject,
        text=text, created_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    job = uow.after_commit(SEND_MAIL, row.id, subject=row, key=key and f"mail:{key}")
    if job is None:
        uow.session.delete(row)
        return None
    return row


def change_settings(uow: UnitOfWork, settings: PersonalSettings, person: Person, **chosen: Any) -> None:
    """Take a person's own choices for mail, theme and language."""
    uow.session.add(settings)
    for name in ("mail_assignments", "mail_reminders", "theme"):
        if name in chosen:
            setattr(settings, name, chosen[name])
    if "language" in chosen:
        person.language = chosen["language"]
    uow.record("person.settings", settings, covers=[person])
