"""Signing keys: made under one's own passphrase, one in force at a time, the older revoked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from reports.keys import open_person_key
from tests.workflow.town import Town
from workflow.errors import BadInput
from workflow.people import keys, queries, sign_in
from workflow.people.models import PersonKey
from workflow.unit_of_work import services, unit_of_work

PASSPHRASE = "gravel lantern orchid 52"


@pytest.fixture
def signer(town: Town) -> Town:
    keys.make_authority(services().config, town.house.clock.now())
    return town


def make(town: Town, passphrase: str = PASSPHRASE) -> str:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = town.person(uow, "Jonas Lind")
        return keys.make_key(uow, person, role="signatory", passphrase=passphrase).fingerprint


def test_a_key_opens_with_its_passphrase_alone_and_names_the_person(signer: Town) -> None:
    make(signer)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.scalars(select(PersonKey)).one()
        opened = open_person_key(row.pkcs12, PASSPHRASE)
        with pytest.raises(Exception, match=r"(?i)passphrase|password|decrypt"):
            open_person_key(row.pkcs12, "another passphrase 1")
    assert "Jonas Lind" in opened.certificate.subject.rfc4514_string()
    assert PASSPHRASE.encode() not in row.pkcs12


def test_a_short_passphrase_makes_no_key(signer: Town) -> None:
    with pytest.raises(BadInput, match="at least 12"):
        make(signer, "eleven char")
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        assert uow.session.scalars(select(PersonKey)).all() == []


def test_a_new_key_revokes_the_older_one(signer: Town) -> None:
    first, second = make(signer), make(signer)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        rows = {row.fingerprint: row.revoked_at for row in uow.session.scalars(select(PersonKey))}
        live = queries.live_key_of(uow.session, signer.people["Jonas Lind"])
        assert live is not None
    assert rows[first] is not None
    assert rows[second] is None
    assert live.fingerprint == second


def test_the_authority_is_made_once_and_its_folder_is_closed_to_others(signer: Town) -> None:
    folder = services().config.keys_folder
    before = (folder / "authority.json").read_bytes()
    keys.make_authority(services().config, signer.house.clock.now())
    assert (folder / "authority.json").read_bytes() == before
    assert {p.stat().st_mode & 0o077 for p in folder.rglob("*") if p.is_file() and "pass" in p.name} <= {0}


def test_the_page_makes_a_key_only_after_a_fresh_sign_in(signer: Town) -> None:
    stale = signer.browser("Jonas Lind", is_fresh=False)
    assert "/people/fresh" in stale.post("/people/me/key", passphrase=PASSPHRASE).headers["Location"]
    fresh = signer.browser("Jonas Lind")
    assert fresh.post("/people/me/key", passphrase="short").status_code == 422
    assert fresh.post("/people/me/key", passphrase=PASSPHRASE).status_code == 303
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        assert queries.live_key_of(uow.session, signer.people["Jonas Lind"]) is not None
