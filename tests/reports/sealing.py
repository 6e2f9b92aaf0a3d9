"""Builders for the tests of keys, signatures and packages: a demo authority, people, a small unsigned PDF."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reports.authority import Authority, create_authority
from reports.keys import PersonKey, issue_person_key, open_person_key
from reports.offline_check import TRAIL
from reports.package import PROFILES, PackageFacts, PackageItem
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


def trail_lines(shown: int = 5, withheld: tuple[int, ...] = ()) -> list[str]:
    """A trail of events 1 to `shown`, in the form of item 11; the numbers in `withheld` show no body."""
    lines, prev = [], "0" * 64
    for seq in range(1, shown + 1):
        body = f'{{"at":"2022-11-{seq:02d}T08:00:00Z","verb":"case.move"}}'
        salt = f"{seq:032x}"
        digest = sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
        link = sha256(bytes.fromhex(prev) + seq.to_bytes(8, "big") + bytes.fromhex(digest)).hexdigest()
        event = {
            "seq": seq,
            "at": f"2022-11-{seq:02d}T08:00:00Z",
            "prev": prev,
            "digest": digest,
            "hash": link,
        }
        lines.append(json.dumps(event if seq in withheld else event | {"salt": salt, "body": body}))
        prev = link
    return lines


def some_items(
    signed_pdf: bytes, profile: str = "client", lines: list[str] | None = None
) -> list[PackageItem]:
    """One small file for every item of a profile; items 1 and 2 are signed documents."""
    files = {
        number: (f"{number:02d}/item.txt", f"item {number} ".encode() * 40, None)
        for number in PROFILES[profile]
    }
    for number in {1, 2} & files.keys():
        files[number] = (f"{number:02d}/document.pdf", signed_pdf, "pdf")
    if 11 in files:
        files[11] = (TRAIL, "\n".join(lines or trail_lines()).encode() + b"\n", None)
    return [
        PackageItem(path, raw, sha256(raw).hexdigest(), number, signed)
        for number, (path, raw, signed) in files.items()
    ]


def some_facts(profile: str = "client", lines: list[str] | None = None) -> PackageFacts:
    head = json.loads((lines or trail_lines())[-1])
    return PackageFacts(
        case="C-2022-0001",
        number="NA-2022-0041",
        revision=0,
        profile=profile,
        producer="0.1.0",
        issued_at=SIGNED_ON,
        trail_seq=head["seq"],
        trail_hash=head["hash"],
    )
