"""Signing keys: the installation's authority, and a key of its own for each person who signs."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from reports import authority as authorities
from reports import keys
from workflow.config import Config
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.limits import WEB
from workflow.people.models import Organisation, Person, PersonKey
from workflow.unit_of_work import UnitOfWork, services

DEMO_VALIDITY = (datetime(2022, 1, 1, tzinfo=UTC), datetime(2052, 1, 1, tzinfo=UTC))
VALIDITY = timedelta(days=365 * 15)


def make_authority(config: Config, now: datetime) -> None:
    """Make the installation's own authority on first start; the demo's covers its replayed years."""
    if (config.keys_folder / "authority.json").exists():
        return
    start, end = DEMO_VALIDITY if config.is_demo else (now - timedelta(days=1), now + VALIDITY)
    name = "Assay DEMO, replayed" if config.is_demo else "Assay installation authority"
    authorities.create_authority(
        config.keys_folder, secrets.token_urlsafe(32), name=name, valid_from=start, valid_to=end
    )


def authority() -> authorities.Authority:
    """The installation's authority, opened from its folder."""
    return authorities.open_authority(services().config.keys_folder)


def make_key(uow: UnitOfWork, person: Person, *, role: str, passphrase: str) -> PersonKey:
    """Give a person a signing key under their own passphrase; an older key is revoked."""
    if len(passphrase) < WEB.password_shortest:
        sentence = message(N_("A passphrase has at least {least} characters."), least=WEB.password_shortest)
        raise BadInput(sentence, "passphrase")
    issuer = authority()
    organisation = uow.session.get_one(Organisation, person.owner_org_id)
    p12 = keys.issue_person_key(issuer, person.name, role, organisation.name, passphrase, uow.now)
    opened = keys.open_person_key(p12, passphrase)
    older = _revoke_older(uow, issuer, person)
    row = PersonKey(
        owner_org_id=person.owner_org_id,
        person_id=person.id,
        pkcs12=p12,
        certificate=opened.certificate.public_bytes(Encoding.PEM).decode(),
        fingerprint=authorities.fingerprint(opened.certificate),
        serial=format(opened.serial, "x"),
        valid_to=opened.certificate.not_valid_after_utc,
    )
    uow.session.add(row)
    uow.record("key.make", row, covers=older, person=person.name)
    return row


def _revoke_older(uow: UnitOfWork, issuer: authorities.Authority, person: Person) -> list[PersonKey]:
    rows = list(
        uow.session.scalars(
            select(PersonKey).where(PersonKey.person_id == person.id, PersonKey.revoked_at.is_(None))
        )
    )
    for row in rows:
        row.revoked_at = uow.now
        authorities.revoke(issuer, int(row.serial, 16), reason="superseded", now=uow.now)
    return rows
