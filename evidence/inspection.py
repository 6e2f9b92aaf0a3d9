"""Finds active and harmful content before a parser runs; it is named to the reviewer and never run."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from evidence.archives import ArchiveRefused, count_bytes, open_checked
from evidence.limits import Limits
from evidence.reading import Kind

_DOCTYPE = "The file declares its own XML document type, as harmful files do. Save it anew and send it."
_ENCODING = "The file uses an XML encoding that is not read here. Save it as UTF-8 and send it."
_CHUNK = 65_536
_DOCTYPE_MARK = re.compile(b"<!doctype", re.IGNORECASE)

_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = rb"(?=[\s/<>\[\](){}%]|$)"
_PDF_CONTENT: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"/(?:JS|JavaScript)" + _END), "The document holds JavaScript. It was not run."),
    (re.compile(rb"/Launch" + _END), "The document asks to start a program. It was not started."),
    (re.compile(rb"/XFA" + _END), "The document holds an XFA form; only its printed pages were read."),
    (
        re.compile(rb"/EmbeddedFiles?" + _END),
        "Other files are embedded in the document. Of them only an XML invoice is read.",
    ),
    (
        re.compile(rb"/(?:SubmitForm|ImportData)" + _END),
        "The document sends or fetches form values. It did not.",
    ),
    (re.compile(rb"/RichMedia" + _END), "The document holds moving media. It was not played."),
)
_OPEN_ACTION = re.compile(rb"/OpenAction\s*(?:(\d+)\s+\d+\s+R|<<(.{0,200}))", re.DOTALL)
_OPENS = "The document acts when it is opened. The action was not run."
_PACKAGE_CONTENT: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"/externallinks/|connections\.xml$"),
        "The workbook takes values from other files or services. None was fetched.",
    ),
    (re.compile(r"/embeddings/"), "Other files are embedded in the document. They were not opened."),
    (re.compile(r"/activex/"), "The file holds ActiveX controls. They were not run."),
)
_TEMPLATE = re.compile(rb'attachedTemplate"[^>]*External')
_TEMPLATE_FLAG = "The document names a template elsewhere. It was not fetched."


@dataclass(frozen=True, slots=True)
class Inspection:
    """`refusal`: the sentence when the file must not reach a parser; `flags`: sentences for the reviewer."""

    flags: tuple[str, ...] = ()
    refusal: str | None = None


def inspect(path: Path, kind: Kind, limits: Limits) -> Inspection:
    """Look through a whole file whose kind is known; unpacks office packages within their limits."""
    if kind == "pdf":
        return Inspection(_flags_of_pdf(path.read_bytes(), limits))
    if kind in {"xlsx", "docx", "ods", "ofd"}:
        return _inspect_package(path, limits)
    if kind == "text":
        with path.open("rb") as file:
            return Inspection(refusal=_refusal_of_xml(file))
    return Inspection()


def _inspect_package(path: Path, limits: Limits) -> Inspection:
    try:
        with open_checked(path, limits) as (zipped, infos):
            count_bytes(zipped, infos)
            for info in infos:
                with zipped.open(info) as part:
                    refusal = _refusal_of_xml(part)
                if refusal is not None:
                    return Inspection(refusal=refusal)
            return Inspection(tuple(dict.fromkeys(_flags_of_package(zipped, infos))))
    except ArchiveRefused as error:
        return Inspection(refusal=str(error))


def _flags_of_package(zipped: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    for info in infos:
        name = "/" + info.filename.lower()
        yield from (sentence for pattern, sentence in _PACKAGE_CONTENT if pattern.search(name))
        if name.endswith(".rels") and _TEMPLATE.search(zipped.read(info)):
            yield _TEMPLATE_FLAG


class _Seen(Exception):
    """Raised inside the XML parser to stop it: a DOCTYPE, or the root element (after which none can come)."""


def _refusal_of_xml(part: IO[bytes]) -> str | None:
    """A sentence when XML declares a document type. Reads to the root element only, whatever the encoding.

    A part may hold the workbook under any name, so the content alone says whether it is XML.
    """
    head = part.read(_CHUNK)
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return None
    found: list[str] = []

    def doctype(*_: object) -> None:
        found.append(_DOCTYPE)
        raise _Seen

    def root(*_: object) -> None:
        raise _Seen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        while head:
            parser.Parse(head)
            head = part.read(_CHUNK)
    except _Seen:
        return found[0] if found else None
    except (ValueError, LookupError):
        return _ENCODING
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
            return _ENCODING
        # A parser more lenient than this one could read on, so the mark itself is enough.
        return _DOCTYPE if _DOCTYPE_MARK.search(head.replace(b"\x00", b"")) else None
    return None


def _flags_of_pdf(content: bytes, limits: Limits) -> tuple[str, ...]:
    """What the objects of a PDF could do, by their names, in the file and in its object streams."""
    objects = [content, *_object_streams(content, limits)]
    flags = []
    for text in objects:
        plain = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text) if b"#" in text else text
        flags += [sentence for pattern, sentence in _PDF_CONTENT if pattern.search(plain)]
        if any(_does_more_than_turn_pages(match, objects) for match in _OPEN_ACTION.finditer(plain)):
            flags.append(_OPENS)
    return tuple(dict.fromkeys(flags))


def _object_streams(content: bytes, limits: Limits) -> Iterator[bytes]:
    left = limits.archive_unpacked_bytes
    for match in _OBJECT_STREAM.finditer(content):
        try:
            unpacked = zlib.decompressobj().decompress(content[match.end() : match.end() + left], left)
        except zlib.error:
            continue
        left -= len(unpacked)
        yield unpacked
        if left <= 0:
            return


def _does_more_than_turn_pages(match: re.Match[bytes], objects: list[bytes]) -> bool:
    """An open action that only shows a page (GoTo, or a bare destination) is no activity."""
    number, inline = match[1], match[2]
    if inline is not None:
        return b"/GoTo" not in inline
    definition = re.compile(rb"(?<!\d)" + number + rb"\s+\d+\s+obj\s*(.{0,200})", re.DOTALL)
    bodies = [found[1] for text in objects[:1] for found in definition.finditer(text)]
    return any(not body.startswith(b"[") and b"/GoTo" not in body for body in bodies)
