"""Signing a document twice as the product does it, against bare pyHanko making the same two signatures.

    .venv/bin/python -m benchmarks.signing

Ours draws the boxes in embedded fonts, asks for revocation, stores serials of time stamps and reads the
result again as a stranger would, after each signature. Bare pyHanko does none of these.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

from reports.authority import Authority, create_authority
from reports.certificates import Validity, stamper_certificate
from reports.keys import PersonKey, issue_person_key, open_person_key
from reports.seal import SignaturePlace, sign_first, sign_last
from reports.signatures import FIRST, LAST
from reports.timestamps import answers, asn1

PAGES, ROUNDS, LIMIT = 20, 15, 1.3
NOW = datetime(2022, 11, 25, 9, 30, tzinfo=UTC)
FROM, TO = datetime(2022, 1, 1, tzinfo=UTC), datetime(2052, 1, 1, tzinfo=UTC)
LEFT, RIGHT = SignaturePlace(0, 50, 80, 270, 140), SignaturePlace(0, 300, 80, 520, 140)


def main() -> None:
    """Print one table row: the best of all rounds of both in milliseconds, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        authority = create_authority(
            Path(folder) / "keys", "benchmark", name="DEMO", valid_from=FROM, valid_to=TO
        )
        people = [_person(authority, name) for name in ("Ingrid Solberg", "Jonas Lind")]
        document = _document()
        bare_stamper = _bare_stamper(authority)
        ours, bare = [], []
        # In turns, so that a busy moment falls on both; the first round warms fonts and imports.
        for number in range(ROUNDS + 1):
            ours.append(_timed(lambda: _sign_ours(document, authority, people)))
            bare.append(_timed(lambda: _sign_bare(document, authority, people, bare_stamper)))
            if number == 0:
                ours.clear()
                bare.clear()
    mine, theirs = min(ours) * 1000, min(bare) * 1000
    print("| measure | ours | baseline | ratio | to hold |\n| --- | --- | --- | --- | --- |")
    print(
        f"| two signatures, {PAGES} pages ÷ bare pyHanko | {mine:.0f} ms | {theirs:.0f} ms "
        f"| {mine / theirs:.2f} | ≤ {LIMIT} |"
    )


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _sign_ours(document: bytes, authority: Authority, people: list[PersonKey]) -> bytes:
    once = sign_first(document, people[0], authority=authority, now=NOW, place=LEFT, last_place=RIGHT)
    return sign_last(once, people[1], authority=authority, now=NOW)


def _sign_bare(
    document: bytes, authority: Authority, people: list[PersonKey], stamper: DummyTimeStamper
) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    for name, place in ((FIRST, LEFT), (LAST, RIGHT)):
        fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=place.box))
    for name, person in ((FIRST, people[0]), (LAST, people[1])):
        meta = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=True,
            certify=name == FIRST,
            use_pades_lta=name == LAST,
            validation_context=ValidationContext(
                trust_roots=[asn1(authority.root)],
                other_certs=[asn1(authority.certificates["issuing"])],
                moment=NOW,
                ocsps=answers(authority, person.certificate, NOW),
                revocation_mode="hard-fail",
            ),
        )
        signed = signers.PdfSigner(meta, _bare_signer(person), timestamper=stamper).sign_pdf(writer)
        writer = IncrementalPdfFileWriter(signed)
    result: bytes = signed.getvalue()
    return result


def _bare_signer(person: PersonKey) -> signers.SimpleSigner:
    return signers.SimpleSigner(
        asn1(person.certificate),
        _plain(person.key),
        SimpleCertificateStore.from_certs([asn1(above) for above in person.chain]),
    )


def _bare_stamper(authority: Authority) -> DummyTimeStamper:
    """pyHanko's own time stamper; it signs with RSA only."""
    key = rsa.generate_private_key(65537, 2048)
    certificate = stamper_certificate("Bare", key, authority.issuer, Validity(FROM, TO))  # type: ignore[arg-type]
    chain = SimpleCertificateStore.from_certs([asn1(authority.certificates["issuing"])])
    return DummyTimeStamper(asn1(certificate), _plain(key), chain, fixed_dt=NOW)


def _plain(key: serialization.PrivateFormat | object) -> asn1_keys.PrivateKeyInfo:
    raw = key.private_bytes(  # type: ignore[union-attr]
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return asn1_keys.PrivateKeyInfo.load(raw)


def _person(authority: Authority, name: str) -> PersonKey:
    stored = issue_person_key(authority, name, "Verifier", "Norrland Assurance AS", "benchmark", NOW)
    return open_person_key(stored, "benchmark")


def _document() -> bytes:
    paper = io.BytesIO()
    canvas = Canvas(paper, invariant=1)
    for page in range(PAGES):
        for line in range(40):
            canvas.drawString(
                60, 780 - line * 17, f"Page {page + 1}, line {line + 1} of a verification report"
            )
        canvas.showPage()
    canvas.save()
    return paper.getvalue()


if __name__ == "__main__":
    main()
