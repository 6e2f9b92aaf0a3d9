"""A PDF counts as signed only when every signature holds and the last one covers the end."""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation

from reports.authority import Authority
from reports.keys import PersonKey
from reports.seal import sign_last
from reports.signatures import BOTH, FIRST, LAST, check_signatures, validation_spec
from tests.reports.attacks import ATTACKS, signed_a_third_time, signed_elsewhere
from tests.reports.sealing import (
    SIGNED_ON,
    TODAY,
    a_signer,
    an_authority,
    an_unsigned_pdf,
    signed_once,
    signed_twice,
)


@dataclass(frozen=True)
class Desk:
    authority: Authority
    lead: PersonKey
    signatory: PersonKey
    once: bytes
    twice: bytes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    authority = an_authority(tmp_path_factory.mktemp("signatures") / "keys")
    lead, signatory = a_signer(authority), a_signer(authority, "Jonas Lind", "Authorised signatory")
    return Desk(
        authority, lead, signatory, signed_once(authority, lead), signed_twice(authority, lead, signatory)
    )


def test_a_document_with_both_signatures_counts_as_signed(desk: Desk) -> None:
    verdict = check_signatures(desk.twice, (desk.authority.root,), SIGNED_ON)

    assert verdict.signed, [str(problem) for problem in verdict.problems]
    assert [(one.field, one.signer, one.role) for one in verdict.signatures] == [
        (FIRST, "Ingrid Solberg", "Lead verifier"),
        (LAST, "Jonas Lind", "Authorised signatory"),
    ]
    assert {one.at for one in verdict.signatures} == {SIGNED_ON}


def test_a_document_with_the_first_signature_only_is_not_signed_yet(desk: Desk) -> None:
    verdict = check_signatures(desk.once, (desk.authority.root,), SIGNED_ON)

    assert not verdict.signed
    assert "AuthorisedSignatory is missing" in str(verdict.problems[0])


def test_a_document_with_the_first_signature_holds_as_far_as_it_goes(desk: Desk) -> None:
    assert check_signatures(desk.once, (desk.authority.root,), SIGNED_ON, fields=(FIRST,)).signed


def test_signatures_hold_after_the_signers_certificates_have_expired(desk: Desk) -> None:
    assert desk.lead.certificate.not_valid_after_utc < TODAY

    assert check_signatures(desk.twice, (desk.authority.root,), TODAY).signed


def test_signatures_hold_four_years_ahead_with_what_the_file_itself_brings(desk: Desk) -> None:
    reader = PdfFileReader(io.BytesIO(desk.twice))
    ahead = datetime(2026, 11, 25, tzinfo=UTC)

    results = [
        asyncio.run(
            simulate_future_ades_lta_validation(
                signature, validation_spec((desk.authority.root,)), ahead, SIGNED_ON
            )
        )
        for signature in reader.embedded_regular_signatures
    ]

    assert [result.ades_subindic for result in results] == [AdESPassed.OK, AdESPassed.OK]


def test_signatures_of_another_authority_are_not_trusted(desk: Desk, tmp_path: Path) -> None:
    stranger = an_authority(tmp_path / "keys")

    verdict = check_signatures(desk.twice, (stranger.root,), SIGNED_ON)

    assert not verdict.signed
    assert [one.intact for one in verdict.signatures] == [True, True]
    assert "not trusted" in str(verdict.problems[0])


def test_a_document_signed_again_under_the_same_names_by_another_authority_is_not_signed(
    desk: Desk, tmp_path: Path
) -> None:
    forger = an_authority(tmp_path / "keys")
    forged = signed_twice(forger, a_signer(forger), a_signer(forger, "Jonas Lind", "Authorised signatory"))

    assert not check_signatures(forged, (desk.authority.root,), SIGNED_ON).signed


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attacked_document_is_not_signed(desk: Desk, attack: Callable[[bytes], bytes]) -> None:
    attacked = attack(desk.twice)
    assert attacked != desk.twice

    verdict = check_signatures(attacked, (desk.authority.root,), SIGNED_ON)

    assert not verdict.signed
    assert verdict.problems


@pytest.mark.parametrize("attack", ATTACKS[:4] + ATTACKS[7:8], ids=lambda attack: attack.__name__)
def test_a_document_attacked_between_the_signatures_is_not_signed(
    desk: Desk, attack: Callable[[bytes], bytes]
) -> None:
    verdict = check_signatures(attack(desk.once), (desk.authority.root,), SIGNED_ON, fields=(FIRST,))

    assert not verdict.signed


def test_a_third_signature_made_elsewhere_makes_the_document_not_signed(desk: Desk) -> None:
    verdict = check_signatures(
        signed_a_third_time(desk.twice, desk.authority), (desk.authority.root,), SIGNED_ON
    )

    assert not verdict.signed
    assert any("Third" in str(problem) for problem in verdict.problems)


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_is_no_pdf_is_not_signed_and_raises_nothing(desk: Desk, content: bytes) -> None:
    assert not check_signatures(content, (desk.authority.root,), SIGNED_ON).signed


def test_an_unsigned_document_is_named_as_such(desk: Desk) -> None:
    verdict = check_signatures(an_unsigned_pdf(), (desk.authority.root,), SIGNED_ON)

    assert [str(problem) for problem in verdict.problems] == ["The document carries no signature."]


def test_poppler_finds_both_signatures_valid(desk: Desk, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (Debian package poppler-utils) is not installed")
    (tmp_path / "signed.pdf").write_bytes(desk.twice)

    said = subprocess.run(
        ["pdfsig", str(tmp_path / "signed.pdf")], capture_output=True, text=True, check=False
    ).stdout

    assert said.count("Signature Validation: Signature is Valid.") == len(BOTH)


def test_every_font_of_the_visible_boxes_is_embedded(desk: Desk) -> None:
    reader = PdfFileReader(io.BytesIO(desk.twice))
    for signature in reader.embedded_regular_signatures:
        drawn = signature.sig_field["/AP"]["/N"]["/Resources"]["/XObject"]
        faces = [face for box in drawn.values() for face in box.get_object()["/Resources"]["/Font"].values()]
        assert faces
        assert all("/FontFile2" in face.get_object()["/FontDescriptor"] for face in faces)


@pytest.mark.parametrize("days", [1, 3, 30, 400])
def test_the_signatory_may_sign_days_after_the_lead_verifier(desk: Desk, days: int) -> None:
    later = SIGNED_ON + timedelta(days=days)

    twice = sign_last(desk.once, desk.signatory, authority=desk.authority, now=later)

    verdict = check_signatures(twice, (desk.authority.root,), later + timedelta(days=days))
    assert verdict.signed, [str(problem) for problem in verdict.problems]
    assert [one.at for one in verdict.signatures] == [SIGNED_ON, later]


@pytest.mark.parametrize("days", [1, 3, 30, 400, 800, 3000, 9000])
def test_a_signed_document_holds_on_every_later_day(desk: Desk, days: int) -> None:
    verdict = check_signatures(desk.twice, (desk.authority.root,), SIGNED_ON + timedelta(days=days))

    assert verdict.signed, [str(problem) for problem in verdict.problems]


def test_a_signature_without_a_time_stamp_does_not_hold(desk: Desk) -> None:
    unstamped = signed_elsewhere(an_unsigned_pdf(), desk.lead, FIRST)

    verdict = check_signatures(unstamped, (desk.authority.root,), SIGNED_ON, fields=(FIRST,))

    assert not verdict.signed


def test_signatures_in_the_wrong_order_do_not_count(desk: Desk) -> None:
    verdict = check_signatures(desk.twice, (desk.authority.root,), SIGNED_ON, fields=(LAST, FIRST))

    assert any("agreed order" in str(problem) for problem in verdict.problems)


def test_a_signature_from_the_future_does_not_hold(desk: Desk) -> None:
    verdict = check_signatures(desk.twice, (desk.authority.root,), SIGNED_ON - timedelta(days=1))

    assert not verdict.signed
