"""Tables of organisations, people, roles, competences, keys and sign-in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.access import Role
from workflow.calendar import WorkingCalendar
from workflow.db import Base, EnumText, OrganisationItself, OrganisationOwned, Versioned
from workflow.people.rules import CompetenceArea, OrganisationKind


class Organisation(OrganisationItself, Base):
    """A verification body, group, subsidiary, supplier, accreditation body or the operator."""

    __tablename__ = "organisation"

    kind: Mapped[OrganisationKind] = mapped_column(EnumText(OrganisationKind))
    name: Mapped[str]
    name_local: Mapped[str | None]
    registration_id: Mapped[str | None] = mapped_column(String(60))
    address: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    accreditation_number: Mapped[str | None] = mapped_column(String(60))
    accreditation_scope: Mapped[str | None]
    number_prefix: Mapped[str | None] = mapped_column(String(12))
    zone: Mapped[str] = mapped_column(String(60), default="UTC")
    holidays: Mapped[list[Any]] = mapped_column(default=list)
    makeup_workdays: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def owner_org_id(self) -> int:
        """An organisation's own acts stand in its own stream."""
        return self.id

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days by which deadlines of this organisation are counted."""
        days = frozenset(map(date.fromisoformat, self.holidays))
        makeup = frozenset(map(date.fromisoformat, self.makeup_workdays))
        return WorkingCalendar(self.zone, days, makeup)


class Person(OrganisationOwned, Base):
    """A person with an account; attributed for ever, even when the account is closed."""

    __tablename__ = "person"

    name: Mapped[str]
    name_local: Mapped[str | None]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    is_active: Mapped[bool] = mapped_column(default=True)


class Membership(OrganisationOwned, Base):
    """A role of a person in the owning organisation, from a date to a date."""

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None]


class Competence(OrganisationOwned, Base):
    """Evidence that a person holds a competence of ISO 14066, with its dates."""

    __tablename__ = "competence"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[CompetenceArea] = mapped_column(EnumText(CompetenceArea))
    evidence: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class PersonKey(OrganisationOwned, Base):
    """A person's signing key, locked under the person's own passphrase (decision 11)."""

    __tablename__ = "person_key"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pkcs12: Mapped[bytes] = mapped_column(LargeBinary, info={"secret": True})
    certificate: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(String(100))
    serial: Mapped[str] = mapped_column(String(60))
    valid_to: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignIn(OrganisationOwned, Base):
    """How a person proves who it is; hashes and secrets only."""

    __tablename__ = "sign_in"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(info={"secret": True})
    totp_secret: Mapped[str | None] = mapped_column(info={"secret": True})
    is_totp_confirmed: Mapped[bool] = mapped_column(default=False)
    recovery_codes: Mapped[list[Any]] = mapped_column(default=list, info={"secret": True})


class SecondFactorUse(Base):
    """One-time codes already used or sent; a code works once."""

    __tablename__ = "second_factor_use"
    __table_args__ = (UniqueConstraint("person_id", "step"),)
    unrecorded = "the sign-in that it belongs to is recorded in the security log"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    step: Mapped[int]
    mail_code_hash: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime | None]
    is_used: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)


class WebSession(Base):
    """A signed-in browser; the cookie holds the token, the row its hash, so it can be ended here."""

    __tablename__ = "web_session"
    unrecorded = "sign-in and sign-out are recorded in the security log; last-seen is no act"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(200))


class SignInAttempt(Base):
    """A try to sign in, for slowing guesses down; the account is kept as a hash."""

    __tablename__ = "sign_in_attempt"
    unrecorded = "it is the security log's own counter"

    account_hash: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime]
    succeeded: Mapped[bool]


class Invitation(OrganisationOwned, Base):
    """A mailed link by which a person joins an organisation with a role."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(EnumText(Role))
    role_ends: Mapped[date | None]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class Deputy(OrganisationOwned, Base):
    """A colleague who may act for a person between two dates; acts say on whose behalf."""

    __tablename__ = "deputy"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]


class Mail(OrganisationOwned, Base):
    """A mail to a person: written with the act that causes it, sent by a job, once."""

    __tablename__ = "mail"
    unrecorded = "the act that causes the mail is what is recorded"

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class DemoCard(Base):
    """A person of the demo as the sign-in page offers them; exists only in a demo installation."""

    __tablename__ = "demo_card"
    unrecorded = "written by the demo's own loading"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    position: Mapped[int]
    role_words: Mapped[str]
    note: Mapped[str | None]
    passphrase: Mapped[str | None]


class PersonalSettings(OrganisationOwned, Versioned, Base):
    """What a person chose for mail and view."""

    __tablename__ = "personal_settings"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    mail_assignments: Mapped[bool] = mapped_column(default=True)
    mail_reminders: Mapped[bool] = mapped_column(default=True)
    theme: Mapped[str] = mapped_column(String(10), default="auto")
