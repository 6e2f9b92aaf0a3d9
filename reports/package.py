"""The package that a client downloads: every file stored, hashed, listed in a manifest, and sealed.

The same inputs give the same bytes up to the seal's signature: fixed order, fixed dates, nothing packed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

import rfc8785

from reports import offline_check
from reports.authority import Authority
from reports.keys import PersonKey
from reports.offline_check import MANIFEST, PIECE, ROOT, SIGNATURE, TRAIL, Member, end_record, is_safe
from reports.seal import sign_detached, sign_detached_by
from reports.sentences import SealingError

FORMAT = "assay-package-1"
README, CHECKER = "README.txt", "check.py"
# The numbers of the table of items; 13, the group's own dossier, is in no verification package.
TRAIL_ITEM, EVIDENCE_ITEM, ACCOMPANYING = 11, 15, 0
PROFILES: dict[str, frozenset[int]] = {
    "public": frozenset({1, 10}),
    "client": frozenset({*range(1, 8), 10, 11, 12, 15, 16, 17}),
    "accreditation": frozenset({*range(1, 13), 14, 15, 16, 17}),
    # The group's own package of its targets, see reports.sbt_package: no item of a verification is in it.
    "sbt": frozenset(range(21, 32)),
}
Source = bytes | Path | Callable[[], BinaryIO]


class EvidenceChanged(SealingError):
    """A file is not the one that the case knows; nothing was built."""


class PackageRefused(SealingError):
    """The items cannot make a package of this profile."""


@dataclass(frozen=True)
class PackageItem:
    """One file: where it stands in the package, where its bytes come from, their SHA-256 (64 hex digits).

    `item` is its number in the table of items; `signed` says that the PDF carries both signatures, or that a
    detached signature of the seal ("p7s") or of a person stands beside it under the same path with `.p7s` added.
    """

    path: str
    source: Source
    sha256: str
    item: int
    signed: Literal["pdf", "p7s", "person"] | None = None


@dataclass(frozen=True)
class PackageFacts:
    """What the manifest says beside the files; every time comes from the case, none from the clock.

    `group` is who signs an SBT package, and empty in a verification package.
    """

    case: str
    number: str
    revision: int
    profile: str
    producer: str
    issued_at: datetime
    trail_seq: int
    trail_hash: str
    group: str = ""


@dataclass(frozen=True)
class BuiltPackage:
    """The finished file and the two hashes that a cover sheet and a repeated build are held against."""

    path: Path
    size: int
    sha256: str
    manifest_sha256: str


def _stay(_step: str) -> None:
    """Pass a fault point that nobody armed."""


def build_package(
    target: Path, items: Sequence[PackageItem], facts: PackageFacts, *, authority: Authority, now: datetime,
    signer: PersonKey | None = None, fault_point: Callable[[str], None] = _stay,
) -> BuiltPackage:  # fmt: skip
    """Build, seal and put in place in one step; a failure or a crash leaves nothing at `target`.

    The installation's seal covers the manifest, or the key of `signer`, whose own package it then is. Files are
    streamed, a mebibyte at a time; `fault_point` is called in the middle, for drills. Raises EvidenceChanged
    naming the file whose bytes are not those expected, PackageRefused when an item is not of the profile or a
    path is unsafe or there twice.
    """
    _refuse_items(items, facts.profile)
    ordered = [*_accompanying(authority, facts), *sorted(items, key=lambda item: (item.item, item.path))]
    with _written_whole(target) as file:
        archive = _Archive(file)
        listed = [_listed(item, archive.add(item.path, item.source, item.sha256)) for item in ordered]
        fault_point("package.mid")
        manifest = manifest_bytes(facts, listed)
        archive.add(MANIFEST, manifest, _sha256(manifest))
        signature = (
            sign_detached(manifest, authority=authority, now=now)
            if signer is None
            else sign_detached_by(manifest, signer, authority=authority, now=now)
        )
        archive.add(SIGNATURE, signature, _sha256(signature))
        archive.close()
    size, digest = _measure(target)
    return BuiltPackage(target, size, digest, _sha256(manifest))


def manifest_bytes(facts: PackageFacts, listed: Sequence[dict[str, Any]]) -> bytes:
    """The manifest as RFC 8785 JSON: what is sealed."""
    head: dict[str, Any] = {
        "format": FORMAT,
        "case": facts.case,
        "number": facts.number,
        "revision": facts.revision,
        "profile": facts.profile,
        "producer": facts.producer,
        "issued_at": facts.issued_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "trail": {"seq": facts.trail_seq, "hash": facts.trail_hash},
        "files": list(listed),
    }
    return rfc8785.dumps(head | {"group": facts.group} if facts.group else head)


class _Archive:
    """A ZIP of stored files in the only form that the check accepts."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []

    def add(self, path: str, source: Source, expected: str) -> Member:
        """Copy one file in, hashing on the way; raises EvidenceChanged when it is not the one expected."""
        offset = self._file.tell()
        self._file.write(Member(path, offset, 0, 0).local_header())
        digest, crc, size = hashlib.sha256(), 0, 0
        with _opened(path, source) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
                size += self._file.write(piece)
        if digest.hexdigest() != expected:
            raise EvidenceChanged(
                "{path} has changed: its SHA-256 is {found}, the case knows {expected}. "
                "No package was built.",
                path=path,
                found=digest.hexdigest(),
                expected=expected,
            )
        member = Member(path, offset, crc, size)
        if member.end > offline_check.MAX_BYTES - (1 << 26):
            raise PackageRefused("The package would exceed 4 GB at {path}.", path=path)
        self._file.seek(offset)
        self._file.write(member.local_header())
        self._file.seek(member.end)
        self._members.append(member)
        return member

    def close(self) -> None:
        """Write the table of contents."""
        begin = self._file.tell()
        table = b"".join(member.central_header() for member in self._members)
        self._file.write(table + end_record(len(self._members), len(table), begin))


def _refuse_items(items: Sequence[PackageItem], profile: str) -> None:
    if profile not in PROFILES:
        raise PackageRefused("There is no package profile {profile}.", profile=profile)
    if len(items) + 5 > offline_check.MAX_MEMBERS:
        raise PackageRefused("A package takes {most} files at most.", most=str(offline_check.MAX_MEMBERS))
    seen = {path.casefold() for path in (README, CHECKER, ROOT, MANIFEST, SIGNATURE)}
    for item in items:
        if item.item not in PROFILES[profile]:
            raise PackageRefused(
                "{path} is item {item}, which profile {profile} does not hold.",
                path=item.path,
                item=str(item.item),
                profile=profile,
            )
        if not is_safe(item.path):
            raise PackageRefused("{path} is no path that a package may hold.", path=repr(item.path))
        if item.path.casefold() in seen:
            raise PackageRefused("{path} would stand in the package twice.", path=item.path)
        if (item.item == TRAIL_ITEM) != (item.path == TRAIL):
            raise PackageRefused("The trail is item 11 and stands at {path}.", path=TRAIL)
        seen.add(item.path.casefold())


def _accompanying(authority: Authority, facts: PackageFacts) -> list[PackageItem]:
    checker = Path(offline_check.__file__).read_bytes()
    contents = {
        README: _readme(facts).encode(),
        CHECKER: checker,
        ROOT: authority.root_pem,
    }
    return [PackageItem(path, raw, _sha256(raw), ACCOMPANYING) for path, raw in contents.items()]


def _listed(item: PackageItem, member: Member) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": item.path,
        "size": member.size,
        "sha256": item.sha256,
        "item": item.item,
    }
    return entry | ({"signed": item.signed} if item.signed else {})


@contextlib.contextmanager
def _opened(path: str, source: Source) -> Iterator[BinaryIO]:
    try:
        stream = (
            io.BytesIO(source)
            if isinstance(source, bytes)
            else source.open("rb")
            if isinstance(source, Path)
            else source()
        )
    except FileNotFoundError as cause:
        raise EvidenceChanged("{path} is missing from the store. No package was built.", path=path) from cause
    with stream:
        yield stream


@contextlib.contextmanager
def _written_whole(target: Path) -> Iterator[BinaryIO]:
    """A file that appears at `target` only when it is complete and on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, digest


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _readme(facts: PackageFacts) -> str:
    words = _SBT_README if facts.profile == "sbt" else _README
    return words.format(
        group=facts.group,
        moment=int(facts.issued_at.timestamp()),
        number=facts.number,
        revision=facts.revision,
        case=facts.case,
        profile=facts.profile,
    )


_README = """\
Verification package {number} rev {revision} (case {case}, profile {profile})

How to check this package without a network and without our product

1. Unpack check.py from the archive and run it with Python 3.9 or newer (nothing to install):

       python3 -I -S check.py PACKAGE.zip root.pem

   It recomputes the SHA-256 of every file, the hash chain of the audit trail where this profile holds it
   (trail.jsonl) and, when openssl is installed, the signature over manifest.json. It names each file that
   is not as it was sealed.

2. root.pem is the certificate of the installation that sealed the package. Get it, or its SHA-256
   fingerprint, from the verification body by another way than this package. The copy in authority/root.pem
   proves nothing by itself.

3. The signature by hand:

       openssl cms -verify -cades -binary -inform DER -in manifest.json.p7s \\
           -content manifest.json -CAfile root.pem -out /dev/null

4. Open the statement in a PDF reader and look at its two signatures: the lead verifier's, and that of the
   authorised signatory, which locks the document.

The certificate authority and the time stamper are the operator's own: they show who signed and that nothing
was changed since, but they give no time from a third party.

The number on the statement can be looked up on the verification body's status page, which says whether it
is valid, under review, superseded or withdrawn. This package stays as it was sealed.
"""

_SBT_README = """\
Package of science-based targets {number} version {revision} of {group}

How to check this package without a network and without our product

1. Unpack check.py from the archive and run it with Python 3.9 or newer (nothing to install):

       python3 -I -S check.py PACKAGE.zip root.pem

   It recomputes the SHA-256 of every file and, when openssl is installed, the signature over manifest.json. It
   names each file that is not as it was signed.

2. root.pem is the certificate of the installation under which the group's signatory signed. Get it, or its
   SHA-256 fingerprint, from the group by another way than this package. The copy in authority/root.pem proves
   nothing by itself.

3. Any signature by hand; each signed file has its signature beside it, with .p7s added to its name:

       openssl cms -verify -cades -binary -inform DER -in manifest.json.p7s \\
           -content manifest.json -CAfile root.pem -attime {moment} -out /dev/null

   {moment} is the moment of the signature in seconds since 1970: a person's certificate lasts few years.

The group signed these documents. No verification body signed or sealed any of them. Verification statements are
cited by number, revision and the SHA-256 of their package (statements.json): ask the body for the package itself.

The rule results are a pre-check that the group ran on its own figures; whether targets are science-based is decided by
the validation service alone. The certificate authority and the time stamper are the operator's own: they give no time
from a third party.
"""
