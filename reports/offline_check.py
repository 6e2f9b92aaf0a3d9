"""Check this package with Python alone: each file's SHA-256, the audit trail's chain, by openssl the seal.

    python3 -I -S check.py PACKAGE.zip [root.pem]

It needs Python 3.9 or newer and nothing else; with openssl on the path it also checks the seal's signature.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MANIFEST, SIGNATURE, ROOT, TRAIL = "manifest.json", "manifest.json.p7s", "authority/root.pem", "trail.jsonl"
INDEX = "the archive's table of contents"
MAX_MEMBERS, MAX_BYTES, MAX_MANIFEST, MAX_LINE = 20_000, 2**32 - 1, 64 * 2**20, 8 * 2**20
MAX_PATH = 400
MAX_ENTRY = 46 + MAX_PATH
PIECE = 1 << 20
ZEROS = "0" * 64
# 1980-01-01 00:00, the first instant a ZIP can hold: the times that matter stand in the documents.
TIME, DATE, UTF8, STORED, REGULAR_FILE = 0, 0x21, 0x800, 0, 0o100644 << 16
LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


class Unreadable(Exception):
    """The archive cannot be read as one of these packages; says which file or part, and why."""

    def __init__(self, path: str, sentence: str) -> None:
        self.path, self.sentence = path, sentence
        super().__init__(f"{path}: {sentence}")


@dataclass(frozen=True)
class Member:
    """One file in the archive, stored as it is: a header of fixed form, then `size` bytes from `begin`."""

    path: str
    offset: int
    crc: int
    size: int

    @property
    def begin(self) -> int:
        """Where the content begins."""
        return self.offset + len(self.local_header())

    @property
    def end(self) -> int:
        """Where the content ends and the next header begins."""
        return self.begin + self.size

    def local_header(self) -> bytes:
        """The header before the content, the only form of it that a package may have."""
        name = self.path.encode()
        fixed = (b"PK\3\4", 20, UTF8, STORED, TIME, DATE, self.crc, self.size, self.size, len(name), 0)
        return LOCAL.pack(*fixed) + name

    def central_header(self) -> bytes:
        """The entry in the table of contents, the only form of it that a package may have."""
        name = self.path.encode()
        fixed = (b"PK\1\2", 0x314, 20, UTF8, STORED, TIME, DATE, self.crc, self.size, self.size, len(name))
        return CENTRAL.pack(*fixed, 0, 0, 0, 0, REGULAR_FILE, self.offset) + name


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last bytes of a package: how many files, and where their table of contents stands."""
    return END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)


def read_members(file: BinaryIO) -> list[Member]:
    """Read the table of contents and hold it against every header; raises Unreadable naming what differs.

    Files are stored, not packed, follow each other without a gap and have headers of one form: so there is
    no byte outside the files' contents that could be changed unseen, and nothing that unpacks to more.
    """
    whole = file.seek(0, os.SEEK_END)
    if whole < END.size:
        raise Unreadable(INDEX, "is missing: this is no ZIP archive.")
    file.seek(whole - END.size)
    last = file.read(END.size)
    _, _, _, count, _, size, offset, _ = END.unpack(last)
    if last != end_record(count, size, offset) or offset + size + END.size != whole:
        raise Unreadable(INDEX, "does not end where the file ends.")
    if count > MAX_MEMBERS or size > MAX_MEMBERS * MAX_ENTRY:
        raise Unreadable(INDEX, f"lists {count} files; a package has {MAX_MEMBERS} at most.")
    file.seek(offset)
    members = list(_listed(file.read(size)))
    if len(members) != count:
        raise Unreadable(INDEX, "does not list as many files as it says.")
    expected = 0
    for member in members:
        if member.offset != expected:
            raise Unreadable(member.path, "does not begin where the file before it ends.")
        file.seek(expected)
        found = file.read(len(member.local_header()))
        if found != member.local_header():
            named = found[LOCAL.size :].decode(errors="replace")
            raise Unreadable(member.path, f"differs from its header, which stands for {named}.")
        expected = member.end
    if expected != offset:
        raise Unreadable(INDEX, "does not begin where the last file ends.")
    return members


def _listed(table: bytes) -> Iterator[Member]:
    at, seen = 0, set()
    while at < len(table):
        try:
            fields = CENTRAL.unpack_from(table, at)
            path = table[at + CENTRAL.size : at + CENTRAL.size + fields[10]].decode()
        except (struct.error, UnicodeDecodeError):
            raise Unreadable(INDEX, "is damaged.") from None
        member = Member(path, fields[16], fields[7], fields[9])
        header = member.central_header()
        if not is_safe(path) or table[at : at + len(header)] != header:
            raise Unreadable(path if is_safe(path) else INDEX, "has an entry that no package has.")
        if path.casefold() in seen:
            raise Unreadable(path, "is listed twice.")
        seen.add(path.casefold())
        yield member
        at += len(header)


def is_safe(path: str) -> bool:
    """Whether a path is relative, composed (NFC), and free of tricks that could leave the folder."""
    parts = path.split("/")
    plain = (
        unicodedata.normalize("NFC", path) == path and path.isprintable() and len(path.encode()) <= MAX_PATH
    )
    return plain and "\\" not in path and ":" not in path and not {"", ".", ".."} & set(parts)


def pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The content of a file in the archive, a mebibyte at a time."""
    file.seek(member.begin)
    left = member.size
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            raise Unreadable(member.path, "is cut off.")
        left -= len(piece)
        yield piece


def content(file: BinaryIO, member: Member, limit: int = MAX_MANIFEST) -> bytes:
    """The whole content of a file that is small by its nature; raises Unreadable when it is not."""
    if member.size > limit:
        raise Unreadable(member.path, f"has {member.size} bytes; {limit} are allowed.")
    return b"".join(pieces(file, member))


def read_manifest(raw: bytes) -> dict[str, Any]:
    """Read the manifest; raises Unreadable when it is not one."""
    try:
        manifest = json.loads(raw, object_pairs_hook=_once)
        for entry in manifest["files"]:
            if not (isinstance(entry["path"], str) and isinstance(entry["size"], int)):
                raise TypeError("path or size")
            bytes.fromhex(entry["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable(MANIFEST, "is not the manifest of a package.") from None
    return dict(manifest)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def check_files(
    file: BinaryIO, members: Sequence[Member], listed: Iterable[dict[str, Any]]
) -> list[tuple[str, str]]:
    """Hash every file and return each that is not as the manifest says: (path, what is wrong)."""
    expected = {entry["path"]: entry for entry in listed}
    wrong = [
        (path, "is in the manifest but not in the package.")
        for path in sorted(expected.keys() - {member.path for member in members})
    ]
    for member in members:
        digest, crc = hashlib.sha256(), 0
        for piece in pieces(file, member):
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
        entry = expected.get(member.path)
        if entry is None and member.path not in (MANIFEST, SIGNATURE):
            wrong.append((member.path, "is in the package but not in the manifest."))
        elif entry is not None and (entry["size"], entry["sha256"]) != (member.size, digest.hexdigest()):
            wrong.append((member.path, "is not the file that was sealed: its SHA-256 differs."))
        elif crc != member.crc:
            wrong.append((member.path, "was changed: its checksum differs."))
    return wrong


@dataclass(frozen=True)
class Chain:
    """What the trail's lines show: the head when whole, else the first broken number and why."""

    head_seq: int
    head_hash: str
    withheld: int
    broken_seq: int | None = None
    reason: str = ""


def verify_chain_lines(lines: Iterable[str | bytes]) -> Chain:
    """Recompute the chain of the audit trail, one JSON line an event; the first broken number is named.

    digest = SHA-256(salt + body), hash = SHA-256(prev + seq as 8 bytes, big-endian + digest); a body that
    this copy may not show is left out with its salt, and the chain still holds.
    """
    seq, prev, withheld = 0, ZEROS, 0
    for line in lines:
        seq += 1
        try:
            event = json.loads(line, object_pairs_hook=_once)
            reason = _broken(event, seq, prev)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            reason = "is not an event of the trail."
        if reason:
            return Chain(seq - 1, prev, withheld, seq, reason)
        prev = event["hash"]
        withheld += "body" not in event
    return Chain(seq, prev, withheld)


def _broken(event: dict[str, Any], seq: int, prev: str) -> str:
    if event["seq"] != seq:
        return "does not follow the event before it."
    if event["prev"] != prev:
        return "does not hang on the event before it."
    if ("body" in event) != ("salt" in event):
        return "shows half of what it must show or withhold."
    digest = bytes.fromhex(event["digest"])
    if "body" in event:
        if hashlib.sha256(bytes.fromhex(event["salt"]) + event["body"].encode()).digest() != digest:
            return "was changed: its words do not match their hash."
        if json.loads(event["body"]).get("at", event["at"]) != event["at"]:
            return "bears another time than its words say."
    link = hashlib.sha256(bytes.fromhex(prev) + seq.to_bytes(8, "big") + digest).hexdigest()
    return "" if link == event["hash"] else "was changed: its hash does not match."


def lines_of(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The lines of a text file in the archive, none longer than MAX_LINE."""
    rest = b""
    for piece in pieces(file, member):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > MAX_LINE:
            raise Unreadable(member.path, "has a line that is too long.")
    if rest:
        yield rest


def _openssl(manifest: bytes, signature: bytes, root: bytes, moment: int | None) -> bool:
    """Ask openssl; with `moment` (seconds since 1970) as of then, for a person's certificate lasts few years."""
    with tempfile.TemporaryDirectory() as folder:
        named = {"manifest": manifest, "signature": signature, "root": root}
        for name, raw in named.items():
            (Path(folder) / name).write_bytes(raw)
        command = (
            "openssl cms -verify -cades -binary -inform DER -in signature -content manifest -CAfile root"
        )
        as_of = ["-attime", str(moment)] if moment is not None else []
        done = subprocess.run(
            [*command.split(), *as_of, "-out", os.devnull], cwd=folder, capture_output=True, check=False
        )
    return done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    """Print what holds and what does not; 0 only when all that can be checked here holds."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        root = Path(arguments[1]).read_bytes() if len(arguments) == 2 else None
        with Path(arguments[0]).open("rb") as file:
            return _report(file, root)
    except OSError as problem:
        print(f"BROKEN  {problem}")
        return 1
    except Unreadable as problem:
        print(f"BROKEN  {problem}")
        return 1


def _report(file: BinaryIO, root: bytes | None) -> int:
    members = read_members(file)
    by_path = {member.path: member for member in members}
    absent = [path for path in (MANIFEST, SIGNATURE, ROOT) if path not in by_path]
    if absent:
        raise Unreadable(absent[0], "is missing.")
    raw = content(file, by_path[MANIFEST])
    manifest = read_manifest(raw)
    failed = check_files(file, members, manifest["files"])
    for path, sentence in failed:
        print(f"BROKEN  {path}: {sentence}")
    if not failed:
        print(f"intact  {len(members)} files are as the manifest says.")
    failed += _report_trail(file, by_path, manifest)
    own = content(file, by_path[ROOT])
    print(f"root    the package names the root {hashlib.sha256(_der(own)).hexdigest()}")
    if shutil.which("openssl") is None:
        print("unknown openssl is not installed here, so the seal's signature was not checked.")
        return 1
    holds = _openssl(raw, content(file, by_path[SIGNATURE]), root or own, _signed_at(manifest))
    print(
        "sealed  openssl finds the signature over the manifest good." if holds else "BROKEN  the signature."
    )
    if root is None:
        print("unknown nobody said whom to trust: give root.pem, or compare the root above with its owner.")
    return 0 if holds and root is not None and not failed else 1


def _report_trail(
    file: BinaryIO, members: dict[str, Member], manifest: dict[str, Any]
) -> list[tuple[str, str]]:
    if TRAIL not in members:
        print("trail   this profile carries none.")
        return []
    chain = verify_chain_lines(lines_of(file, members[TRAIL]))
    if chain.broken_seq is not None:
        print(f"BROKEN  {TRAIL}: event {chain.broken_seq} {chain.reason}")
    elif [chain.head_seq, chain.head_hash] != [manifest["trail"]["seq"], manifest["trail"]["hash"]]:
        print(f"BROKEN  {TRAIL}: does not end in the head that the manifest names.")
    else:
        print(f"chain   {chain.head_seq} events hang together; {chain.withheld} are withheld in this copy.")
        return []
    return [(TRAIL, "broken")]


def _signed_at(manifest: dict[str, Any]) -> int | None:
    """The moment that the manifest of a group's own package names; None for a package under the seal."""
    if "group" not in manifest:
        return None
    try:
        moment = calendar.timegm(time.strptime(str(manifest["issued_at"])[:19], "%Y-%m-%dT%H:%M:%S"))
    except (KeyError, ValueError):
        raise Unreadable(MANIFEST, "does not say when it was issued.") from None
    print(
        f"as of   the manifest was signed at {manifest['issued_at']}, as it says; certificates are judged then."
    )
    return moment


def _der(pem: bytes) -> bytes:
    body = pem.split(b"-----BEGIN CERTIFICATE-----")[-1].split(b"-----END CERTIFICATE-----")[0]
    return base64.b64decode(body)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
