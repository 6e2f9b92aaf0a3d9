"""Makes the files that nobody should send, and some good ones to stand beside them."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

CONTENT_TYPES = '<?xml version="1.0"?><Types/>'
RELATIONS = '<?xml version="1.0"?><Relationships/>'


def a_zip(path: Path, entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP with these entries in this order."""
    with zipfile.ZipFile(path, "w", method) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return path


def a_zip_of_pairs(path: Path, entries: list[tuple[zipfile.ZipInfo, bytes]]) -> Path:
    """A ZIP from entries with attributes of their own."""
    with zipfile.ZipFile(path, "w") as zipped:
        for info, content in entries:
            zipped.writestr(info, content)
    return path


def a_link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A symbolic link as an entry."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def a_device(name: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A device file as an entry."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFCHR | 0o666) << 16
    return info, b""


def an_overlapping_zip(path: Path, entries: int = 3) -> Path:
    """Many directory entries over one body (CVE-2024-0450)."""
    body = zlib.compress(b"\0" * 10_000, 9)[2:-4]
    crc = zlib.crc32(b"\0" * 10_000)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(body), 10_000, 1, 0) + b"a" + body
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(body), 10_000, 1, 0, 0, 0, 0, 0, 0)
        + b"a"
        for _ in range(entries)
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, len(directory), len(local), 0)
    path.write_bytes(local + directory + end)
    return path


def a_lying_zip(path: Path) -> Path:
    """An entry that unpacks to more than it declares."""
    a_zip(path, {"a.txt": b"x" * 50_000})
    content = bytearray(path.read_bytes())
    true = struct.pack("<L", 50_000)
    while (at := content.find(true)) >= 0:
        content[at : at + 4] = struct.pack("<L", 500)
    path.write_bytes(content)
    return path


def a_workbook(
    path: Path, extra: Mapping[str, bytes | str] | None = None, sheet: str = "<worksheet/>"
) -> Path:
    """The smallest package that calls itself a workbook."""
    return a_zip(
        path,
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "xl/workbook.xml": "<workbook/>",
            "xl/worksheets/sheet1.xml": sheet,
            **(extra or {}),
        },
    )


def a_document(path: Path, extra: Mapping[str, bytes | str] | None = None) -> Path:
    """The smallest package that calls itself a Word document."""
    parts: dict[str, bytes | str] = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<document/>"}
    return a_zip(path, {**parts, **(extra or {})})


def an_ole_file(path: Path, *names: str, stream: bytes = b"") -> Path:
    """An old office file with these names in its directory and one stream in a sector of its own."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    directory = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in names)
    path.write_bytes(header + directory.ljust(512, b"\0") + stream.ljust(512, b"\0"))
    return path


def a_pdf(path: Path, *objects: bytes, catalogue: bytes = b"", pages: int = 1) -> Path:
    """A PDF with empty pages, written by hand; `objects` follow from number 10 on."""
    kids = b" ".join(b"%d 0 R" % (100 + number) for number in range(pages))
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R " + catalogue + b">>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        **{10 + number: body for number, body in enumerate(objects)},
        **{100 + number: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>" for number in range(pages)},
    }
    written, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in bodies.items():
        offsets[number] = len(written)
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(written)
    size = max(bodies) + 1
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        written += b"%d 1\n%010d 00000 n \n" % (number, offset)
    written += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    path.write_bytes(written)
    return path


def an_object_stream(content: bytes) -> bytes:
    """Objects packed where a plain look over the file does not see them."""
    packed = zlib.compress(content)
    return b"<</Type/ObjStm/Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"


def a_picture(path: Path, width: int, height: int, kind: str = "PNG") -> Path:
    """A grey picture of this size."""
    Image.new("L", (width, height), 128).save(path, kind)
    return path


def a_png_header(path: Path, width: int, height: int) -> Path:
    """A PNG that declares this size and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 10)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    return path


def a_zip_in_memory() -> bytes:
    """A whole ZIP as bytes, to be put inside another."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        zipped.writestr("inner.txt", "x")
    return content.getvalue()
