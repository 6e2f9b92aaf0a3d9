"""Builders for the tests of keys, signatures and packages: a demo authority, people, a small unsigned PDF."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reports.authority import Authority, create_authority
from reports.keys import PersonKey, issue_person_key, open_person_key
from reports.seal import SignaturePlace, sign_first, sign_last

SIGNED_ON = datetime(2022, 11, 25, 9, 30, tzinfo=UTC)
TODAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "seven small islands"
LEFT = SignaturePlace(0, 50, 80, 270, 140)
RIGHT = SignaturePlace(0, 300, 80, 520, 140)


def an_authority(folder: Path, name: str = "DEMO, replayed") -> Authority:
    return create_authority(
        folder,
        "kept beside the keys",
        name=name,
        valid_from=datetime(2022, 1, 1, tzinfo=UTC),
        valid_to=datetime(2052, 1, 1, tzinfo=UTC),
    )


def a_signer(authority: Authority, name: str = "Ingrid Solberg", role: str = "Lead verifier") -> PersonKey:
    stored = issue_person_key(authority, name, role, "Norrland Assurance AS", PASSPHRASE, SIGNED_ON)
    return open_person_key(stored, PASSPHRASE)


def an_unsigned_pdf(words: str = "Verification statement NA-2022-0041", pages: int = 2) -> bytes:
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=(595, 842), invariant=1)
    for page in range(pages):
        canvas.drawString(60, 780, f"{words}, page {page + 1}")
        canvas.showPage()
    canvas.save()
    return paper.getvalue()


def signed_once(authority: Authority, signer: PersonKey, pdf: bytes | None = None) -> bytes:
    return sign_first(
        pdf or an_unsigned_pdf(), signer, authority=authority, now=SIGNED_ON, place=LEFT, last_place=RIGHT
    )


def signed_twice(authority: Authority, first: PersonKey, last: PersonKey) -> bytes:
    return sign_last(signed_once(authority, first), last, authority=authority, now=SIGNED_ON)
