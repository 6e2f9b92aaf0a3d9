"""Makes mails: .eml by the standard library, .msg by writing the compound file that Outlook writes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096


@dataclass
class File:
    """One file to attach."""

    name: str
    content: bytes = b"%PDF-1.4 "
    type: str = "application/pdf"


def an_eml(
    files: Sequence[File] = (), text: str = "Meter reading of June: 1,234 kWh", subject: str = "Bills of June"
) -> bytes:
    """A mail with its text and files."""
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Li Wei <li.wei@example.org>"
    mail["To"] = "evidence@example.org"
    mail["Date"] = "Thu, 03 Jun 2021 10:22:00 +0800"
    mail.set_content(text)
    for file in files:
        main, _, sub = file.type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return mail.as_bytes()


@dataclass
class Folder:
    """A folder of a compound file that is to be written."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


def a_msg(
    files: Sequence[File] = (), text: str = "Meter reading of June: 1,234 kWh", inner: str | None = None
) -> bytes:
    """The same mail as Outlook keeps it; `inner` is the subject of a mail attached to it."""
    root = Folder({"__properties_version1.0": _properties(32, {0x0039: _ticks()})})
    for tag, words in {
        "0037": "Bills of June",
        "0C1A": "Li Wei",
        "5D01": "li.wei@example.org",
        "1000": text,
    }.items():
        root.streams[f"__substg1.0_{tag}001F"] = words.encode("utf-16-le")
    for number, file in enumerate(files):
        root.folders[f"__attach_version1.0_#{number:08X}"] = Folder(
            {
                "__properties_version1.0": _properties(8, {0x3705: 1}),
                "__substg1.0_3707001F": file.name.encode("utf-16-le"),
                "__substg1.0_37010102": file.content,
            }
        )
    if inner is not None:
        held = Folder({"__substg1.0_0037001F": inner.encode("utf-16-le")})
        root.folders[f"__attach_version1.0_#{len(files):08X}"] = Folder(
            {"__properties_version1.0": _properties(8, {0x3705: 5})}, {"__substg1.0_3701000D": held}
        )
    return a_compound_file(root)


def _ticks() -> int:
    moment = datetime(2021, 6, 3, 2, 22, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)
    return moment.days * 864_000_000_000 + moment.seconds * 10_000_000


def _properties(head: int, held: dict[int, int]) -> bytes:
    return b"\0" * head + b"".join(struct.pack("<2HLQ", 0x0040, tag, 6, value) for tag, value in held.items())


def a_compound_file(root: Folder) -> bytes:
    """The bytes of a compound file; siblings hang on one another's right, which readers take as it is."""
    entries: list[bytearray] = [bytearray(128)]
    small, body = bytearray(), bytearray()
    small_chain: list[int] = []
    chain: list[int] = []

    def put(content: bytes, store: bytearray, links: list[int], step: int) -> int:
        first, count = len(links), -(-len(content) // step)
        links += [*range(first + 1, first + count), _END] if count else []
        store += content.ljust(count * step, b"\0")
        return first if count else _END

    def entry(name: str, kind: int, first: int, size: int) -> int:
        raw = bytearray(128)
        wide = (name + "\0").encode("utf-16-le")
        raw[: len(wide)] = wide
        struct.pack_into("<HBB3L", raw, 64, len(wide), kind, 1, _FREE, _FREE, _FREE)
        struct.pack_into("<LQ", raw, 116, first, size)
        entries.append(raw)
        return len(entries) - 1

    def fill(parent: int, folder: Folder) -> None:
        numbers = []
        for name, content in folder.streams.items():
            is_small = len(content) < _CUTOFF
            first = (
                put(content, small, small_chain, _SMALL) if is_small else put(content, body, chain, _SECTOR)
            )
            numbers.append(entry(name, 2, first, len(content)))
        for name, held in folder.folders.items():
            numbers.append(entry(name, 1, 0, 0))
            fill(numbers[-1], held)
        above = parent
        for number in numbers:
            struct.pack_into("<L", entries[above], 76 if above == parent else 72, number)
            above = number

    struct.pack_into("<HB5x3L", entries[0], 64, 0, 5, _FREE, _FREE, _FREE)
    name = "Root Entry\0".encode("utf-16-le")
    entries[0][: len(name)] = name
    struct.pack_into("<HBB3L", entries[0], 64, len(name), 5, 1, _FREE, _FREE, _FREE)
    fill(0, root)
    struct.pack_into("<LQ", entries[0], 116, put(bytes(small), body, chain, _SECTOR), len(small))
    small_at = put(struct.pack(f"<{len(small_chain)}L", *small_chain), body, chain, _SECTOR)
    directory_at = put(b"".join(entries), body, chain, _SECTOR)
    fats = 1
    while fats * 128 < len(chain) + fats:
        fats += 1
    fat_at = len(chain)
    links = [*chain, *[_FAT] * fats]
    links += [_FREE] * (fats * 128 - len(links))
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8L", head, 44, fats, directory_at, 0, _CUTOFF, small_at, 1, _END, 0)
    struct.pack_into("<109L", head, 76, *range(fat_at, fat_at + fats), *[_FREE] * (109 - fats))
    return bytes(head) + bytes(body) + struct.pack(f"<{len(links)}L", *links)
