"""People's keys open with their own passphrase only, and an unusable one signs nothing and says why."""

from __future__ import annotations

import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reports.authority import (
    Authority,
    AuthorityExists,
    KeyMissing,
    create_authority,
    fingerprint,
    open_authority,
    revoke,
)
from reports.certificates import is_seal
from reports.keys import (
    CertificateNotInForce,
    KeyDamaged,
    SignerRevoked,
    WrongPassphrase,
    issue_person_key,
    open_person_key,
)
from reports.seal import AlreadySigned, NotSigned, sign_detached, sign_first, sign_last
from reports.sentences import SealingError
from reports.timestamps import reserve_serials
from tests.reports.attacks import replaced_page_content, signed_elsewhere
from tests.reports.sealing import (
    LEFT,
    PASSPHRASE,
    RIGHT,
    SIGNED_ON,
    a_signer,
    an_authority,
    an_unsigned_pdf,
    signed_once,
    signed_twice,
)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return an_authority(tmp_path / "keys")


def a_key(authority: Authority) -> bytes:
    return issue_person_key(authority, "Ingrid Solberg", "Lead verifier", "Norrland", PASSPHRASE, SIGNED_ON)


def test_a_wrong_passphrase_is_refused_with_what_to_do(authority: Authority) -> None:
    with pytest.raises(WrongPassphrase, match="does not open your signing key"):
        open_person_key(a_key(authority), "seven small island")


def test_a_damaged_key_is_told_from_a_wrong_passphrase(authority: Authority) -> None:
    with pytest.raises(KeyDamaged, match="issue a new one"):
        open_person_key(b"not a key", PASSPHRASE)


def test_a_key_without_a_passphrase_is_not_made(authority: Authority) -> None:
    with pytest.raises(SealingError, match="Choose a passphrase"):
        issue_person_key(authority, "Ingrid Solberg", "Lead verifier", "Norrland", "", SIGNED_ON)


def test_an_opened_key_names_its_holder_and_shows_no_secret(authority: Authority) -> None:
    signer = open_person_key(a_key(authority), PASSPHRASE)

    assert (signer.name, signer.role, signer.organisation) == ("Ingrid Solberg", "Lead verifier", "Norrland")
    assert repr(signer) == f"PersonKey('Ingrid Solberg', serial {signer.serial})"


def test_a_certificate_holds_two_years_and_no_longer_than_its_authority(authority: Authority) -> None:
    late = datetime(2051, 6, 1, tzinfo=UTC)
    key = issue_person_key(authority, "Ingrid Solberg", "", "Norrland", PASSPHRASE, late)

    usual = open_person_key(a_key(authority), PASSPHRASE).certificate
    capped = open_person_key(key, PASSPHRASE).certificate

    assert usual.not_valid_after_utc == SIGNED_ON + timedelta(days=730)
    assert capped.not_valid_after_utc == authority.root.not_valid_after_utc


def test_a_revoked_signer_cannot_sign(authority: Authority) -> None:
    signer = a_signer(authority)
    revoke(authority, signer.serial, reason="left the body", now=SIGNED_ON)

    with pytest.raises(SignerRevoked, match="Ingrid Solberg was revoked on 2022-11-25"):
        signed_once(authority, signer)


def test_revoking_one_signer_leaves_the_others(authority: Authority) -> None:
    revoke(authority, a_signer(authority).serial, reason="left the body", now=SIGNED_ON)

    assert signed_once(authority, a_signer(authority, "Chen Wei"))


def test_what_a_signer_signed_before_the_revocation_stays_signed(authority: Authority) -> None:
    signer = a_signer(authority)
    once = signed_once(authority, signer)
    revoke(authority, signer.serial, reason="left the body", now=SIGNED_ON + timedelta(days=1))

    signatory = a_signer(authority, "Jonas Lind", "Authorised signatory")
    assert sign_last(once, signatory, authority=authority, now=SIGNED_ON)


def test_an_expired_certificate_cannot_sign(authority: Authority) -> None:
    with pytest.raises(CertificateNotInForce, match="expired on 2024-11-24"):
        sign_first(
            an_unsigned_pdf(),
            a_signer(authority),
            authority=authority,
            now=SIGNED_ON + timedelta(days=731),
            place=LEFT,
            last_place=RIGHT,
        )


def test_a_certificate_cannot_sign_before_it_holds(authority: Authority) -> None:
    with pytest.raises(CertificateNotInForce, match="valid only from 2022-11-25"):
        sign_first(
            an_unsigned_pdf(),
            a_signer(authority),
            authority=authority,
            now=SIGNED_ON - timedelta(days=1),
            place=LEFT,
            last_place=RIGHT,
        )


def test_a_key_of_another_installation_cannot_sign(authority: Authority, tmp_path: Path) -> None:
    stranger = an_authority(tmp_path / "other", name="Somewhere else")

    with pytest.raises(CertificateNotInForce, match="not issued by this installation"):
        signed_once(authority, a_signer(stranger))


def test_a_key_of_an_authority_of_the_same_name_cannot_sign(authority: Authority, tmp_path: Path) -> None:
    twin = an_authority(tmp_path / "other")

    with pytest.raises(SealingError):
        signed_once(authority, a_signer(twin))


def test_the_first_signature_is_given_once(authority: Authority) -> None:
    signer = a_signer(authority)

    with pytest.raises(AlreadySigned, match="signed already"):
        signed_once(authority, signer, signed_once(authority, signer))


def test_a_third_signature_is_refused(authority: Authority) -> None:
    signer = a_signer(authority)
    twice = signed_twice(authority, signer, signer)

    with pytest.raises(AlreadySigned, match="takes no more"):
        sign_last(twice, signer, authority=authority, now=SIGNED_ON)


def test_the_signatory_cannot_sign_before_the_lead_verifier(authority: Authority) -> None:
    with pytest.raises(NotSigned, match="lead verifier has not signed"):
        sign_last(an_unsigned_pdf(), a_signer(authority), authority=authority, now=SIGNED_ON)


def test_the_signatory_cannot_sign_what_was_changed_after_the_lead_verifier(authority: Authority) -> None:
    changed = replaced_page_content(signed_once(authority, a_signer(authority)))

    with pytest.raises(NotSigned, match="changed after Ingrid Solberg signed"):
        sign_last(changed, a_signer(authority, "Jonas Lind"), authority=authority, now=SIGNED_ON)


def test_what_is_no_pdf_is_not_signed(authority: Authority) -> None:
    with pytest.raises(SealingError, match="no readable PDF"):
        signed_once(authority, a_signer(authority), b"not a PDF")


def test_openssl_takes_the_detached_signature_and_refuses_a_changed_file(
    authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(authority.root_pem)
    (tmp_path / "seal.p7s").write_bytes(sign_detached(b"content", authority=authority, now=SIGNED_ON))
    (tmp_path / "same").write_bytes(b"content")
    (tmp_path / "changed").write_bytes(b"Content")

    def openssl(file: str) -> int:
        how = ["-verify", "-cades", "-binary", "-inform", "DER", "-out", "/dev/null"]
        given = {"-in": "seal.p7s", "-content": file, "-CAfile": "root.pem"}
        files = [part for option, name in given.items() for part in (option, str(tmp_path / name))]
        return subprocess.run(["openssl", "cms", *how, *files], capture_output=True, check=False).returncode

    assert openssl("same") == 0
    assert openssl("changed") != 0


def test_an_authority_opens_again_with_the_same_root(authority: Authority) -> None:
    assert fingerprint(open_authority(authority.folder).root) == fingerprint(authority.root)


def test_a_missing_key_file_is_named(authority: Authority) -> None:
    (authority.folder / "seal.key.pem").unlink()

    with pytest.raises(KeyMissing, match=r"seal\.key\.pem is missing"):
        open_authority(authority.folder)


def test_an_authority_is_not_made_over_another(authority: Authority) -> None:
    with pytest.raises(AuthorityExists, match="already holds keys"):
        an_authority(authority.folder)


def test_secrets_are_readable_by_their_owner_only(authority: Authority) -> None:
    secrets = [authority.folder / "passphrase", *authority.folder.glob("*.key.pem")]

    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_a_passphrase_file_open_to_others_is_refused(authority: Authority) -> None:
    (authority.folder / "passphrase").chmod(0o640)

    with pytest.raises(SealingError, match="Set its mode to 0600"):
        open_authority(authority.folder)


def test_a_passphrase_that_does_not_open_the_keys_is_refused(authority: Authority) -> None:
    (authority.folder / "passphrase").write_bytes(b"another")

    with pytest.raises(SealingError, match="does not open"):
        open_authority(authority.folder)


def test_serials_of_time_stamps_are_never_given_twice(tmp_path: Path) -> None:
    given = [serial for _ in range(3) for serial in reserve_serials(tmp_path / "serial", 2)]

    assert given == [1, 2, 3, 4, 5, 6]


def test_the_longest_names_in_any_script_leave_room_for_the_signature(authority: Authority) -> None:
    stored = issue_person_key(authority, "林" * 80, "核" * 80, "公" * 80, PASSPHRASE, SIGNED_ON)
    signer = open_person_key(stored, PASSPHRASE)

    assert (signer.name, signer.role, signer.organisation) == ("林" * 64, "核" * 64, "公" * 64)
    assert signed_twice(authority, signer, signer)


def test_a_document_signed_elsewhere_without_a_second_field_takes_no_second_signature(
    authority: Authority,
) -> None:
    once = signed_elsewhere(an_unsigned_pdf(), a_signer(authority), "LeadVerifier")

    with pytest.raises(NotSigned, match="no field left for the authorised signatory"):
        sign_last(once, a_signer(authority, "Jonas Lind"), authority=authority, now=SIGNED_ON)


def test_a_signature_by_the_wrong_hands_does_not_stand_for_the_lead_verifier(authority: Authority) -> None:
    once = signed_elsewhere(an_unsigned_pdf(), a_signer(authority), "Somebody")

    with pytest.raises(NotSigned, match="lead verifier has not signed"):
        sign_last(once, a_signer(authority, "Jonas Lind"), authority=authority, now=SIGNED_ON)


def test_an_authority_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="after"):
        create_authority(
            tmp_path / "keys",
            "x",
            name="Backwards",
            valid_from=SIGNED_ON,
            valid_to=SIGNED_ON - timedelta(days=1),
        )

    assert list(tmp_path.iterdir()) == []


def test_a_seal_is_told_from_a_persons_certificate(authority: Authority) -> None:
    assert is_seal(authority.certificates["seal"])
    assert not is_seal(a_signer(authority).certificate)
