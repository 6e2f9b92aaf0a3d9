"""Tells what a received file is, by content and name together, and whether it is read, kept or refused."""

from __future__ import annotations

import mmap
import re
import struct
import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import filetype

from evidence.archives import ArchiveEncrypted, ArchiveRefused, open_checked
from evidence.limits import Limits
from evidence.names import ending_of
from evidence.reading import Kind

Verdict = Literal["ok", "password", "refused"]

_HEAD = 8_192
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_OFFICE = {
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "docx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
}
# What one content may be called; a name outside this list promises something else than what came.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "xlsx": ("xlsx", "xltx", "xlsm", "xltm"),
    "docx": ("docx", "dotx", "docm", "dotm"),
    "xls": ("xls", "xlt"),
    "ods": ("ods", "ots"),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "tiff": ("tif", "tiff"),
    "webp": ("webp",),
    "heic": ("heic", "heif", "hif"),
    "zip": ("zip",),
    "csv": ("csv", "tsv"),
    "txt": ("txt", "text", "log", "md", "json", ""),
    "xml": ("xml", "xbrl"),
    "eml": ("eml",),
    "msg": ("msg",),
    "ofd": ("ofd",),
}
_KINDS: dict[str, Kind] = {
    "pdf": "pdf",
    "xlsx": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "docx": "docx",
    "csv": "csv",
    "txt": "text",
    "xml": "text",
    "eml": "mail",
    "msg": "mail",
    "ofd": "ofd",
    "png": "image",
    "jpeg": "image",
    "tiff": "image",
    "webp": "image",
    "heic": "image",
}
_MEDIA: dict[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "heic": "image/heic",
    "zip": "application/zip",
    "csv": "text/csv",
    "txt": "text/plain",
    "xml": "application/xml",
    "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook",
    "ofd": "application/ofd",
}
# Content that runs when it is opened under its right name.
# A workbook or Word document under a password: which of them only the password tells.
LOCKED_OFFICE = "locked"
LOCKED = "The file is protected by a password. Give it on the document's page, or send the file without one."
_RUNS = {"exe", "elf", "html", "script", "swf", "crx", "wasm", "deb", "rpm", "svg"}
_MACRO_ENDINGS = ("xlsm", "xltm", "docm", "dotm")
_HEIC_HEAD = 1_000_000
_HEIC_SIZE = re.compile(rb"ispe\x00{4}(.{8})", re.DOTALL)
MACROS = "The file holds macros. They were not run."


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is. `kind` is what the reader takes, None when the file is only kept or unpacked ("zip").

    `reason` is a sentence whenever `verdict` is not "ok"; `flags` are sentences for the reviewer.
    """

    type: str
    media_type: str
    kind: Kind | None
    verdict: Verdict
    reason: str | None
    flags: tuple[str, ...] = ()


class _Refused(Exception):
    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict: Verdict = verdict
        self.reason = reason


def identify(path: Path, name: str, limits: Limits) -> Identity:
    """What the file at `path`, received as `name`, is.

    Reads its head and, for a ZIP, its directory; nothing is unpacked and nothing is parsed.
    """
    kind_of_content = "unknown"
    try:
        if path.stat().st_size == 0:
            raise _Refused("refused", "The file is empty. Send it again.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
        kind_of_content = _type_of(path, head, name, limits)
        flags = _judge(kind_of_content, path, name, limits)
    except _Refused as refusal:
        return _identity(kind_of_content, refusal.verdict, refusal.reason, ())
    if kind_of_content == "zip":
        return Identity("zip", _MEDIA["zip"], None, "ok", None, flags)
    return _identity(kind_of_content, "ok", None, flags)


def _identity(type_: str, verdict: Verdict, reason: str | None, flags: tuple[str, ...]) -> Identity:
    kind = _KINDS.get(type_) if verdict == "ok" else None
    media = _MEDIA.get(type_, "application/octet-stream")
    return Identity(type_, media, kind, verdict, reason, flags)


def _type_of(path: Path, head: bytes, name: str, limits: Limits) -> str:
    """The type by content alone; the name only decides between kinds of plain text."""
    if head.startswith(_OLE):
        return _type_of_ole(path)
    # A ZIP may hold a PDF unpacked near its beginning; what begins as an archive is one.
    if b"%PDF-" in head[:1024] and not head.startswith(_ZIP_STARTS):
        return "pdf"
    if head.startswith(_ZIP_STARTS):
        return _type_of_zip(path, limits)
    guess = filetype.guess(head)  # type: ignore[no-untyped-call]  # the package has no types
    if guess is not None:
        return {"jpg": "jpeg", "tif": "tiff"}.get(str(guess.extension), str(guess.extension))
    return _type_of_text(head, name)


def _type_of_text(head: bytes, name: str) -> str:
    text = _decode(head)
    if text is None:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")[:1024].lower()
    if start.startswith("#!"):
        return "script"
    if re.match(r"(<!--.*?-->\s*)*<(!doctype html|html|head|body|script)", start, re.DOTALL):
        return "html"
    if start.startswith("<?xml") or (start.startswith("<") and ending_of(name) in _ENDINGS["xml"]):
        return "svg" if "<svg" in start else "html" if "<html" in start else "xml"
    if ending_of(name) == "eml" or re.match(r"(received|return-path|delivered-to|mime-version): ", start):
        return "eml"
    return "csv" if ending_of(name) in _ENDINGS["csv"] else "txt"


def _decode(head: bytes) -> str | None:
    """The head as text, or None when it is not text; a character cut by the end of the head is left out."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    if b"\x00" in head or sum(byte < 32 and byte not in b"\t\r\n\f\x1b" for byte in head) > len(head) // 100:
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return head.decode("cp1252", "replace")


def _type_of_zip(path: Path, limits: Limits) -> str:
    try:
        with open_checked(path, limits) as (zipped, infos):
            names = {info.filename for info in infos}
            if "mimetype" in names:
                declared = zipped.read("mimetype")[:80]
                return "ods" if declared.endswith(b"opendocument.spreadsheet") else "opendocument"
            if "OFD.xml" in names:
                return "ofd"
            if "[Content_Types].xml" in names:
                return next((type_ for part, type_ in _OFFICE.items() if part in names), _main_part(names))
    except ArchiveEncrypted as error:
        raise _Refused("password", str(error)) from error
    except ArchiveRefused as error:
        raise _Refused("refused", str(error)) from error
    return "zip"


def _main_part(names: set[str]) -> str:
    """Some writers name the main part differently; the folder still tells the application."""
    for folder, type_ in (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx")):
        if any(name.lower().startswith(folder) for name in names):
            return type_
    return "zip"


def _type_of_ole(path: Path) -> str:
    """Old office files are told by their directory, whose entries lie at multiples of 128 bytes."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        # First, because its attachments may be what is asked for below.
        if _has_ole_name(content, "__properties_version1.0"):
            return "msg"
        if _has_ole_name(content, "EncryptedPackage"):
            return LOCKED_OFFICE
        if _has_ole_name(content, "Workbook") or _has_ole_name(content, "Book"):
            if _is_encrypted_workbook(content):
                raise _Refused("password", "The workbook is protected by a password. Send it without one.")
            return "xls"
        if _has_ole_name(content, "WordDocument"):
            return "doc"
    return "ole"


def _has_ole_name(content: mmap.mmap, name: str) -> bool:
    wanted = (name + "\0").encode("utf-16-le")
    at = content.find(wanted)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = content.find(wanted, at + 1)
    return False


def _is_encrypted_workbook(content: mmap.mmap) -> bool:
    """A FILEPASS record (0x2F) among the first records of a BIFF8 stream, which starts on a sector."""
    start = content.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while start >= 0 and start % 512:
        start = content.find(b"\x09\x08\x10\x00\x00\x06\x05\x00", start + 1)
    for _ in range(4):
        if start < 0 or start + 4 > len(content):
            return False
        record, length = struct.unpack_from("<2H", content, start)
        if record == 0x2F:
            return True
        start += 4 + length
    return False


def _judge(type_: str, path: Path, name: str, limits: Limits) -> tuple[str, ...]:
    """The flags of a file that may be read; raises _Refused with what to do instead."""
    if type_ == LOCKED_OFFICE:
        raise _Refused("password", LOCKED)
    ending = ending_of(name)
    if type_ in _RUNS:
        raise _Refused("refused", "The file is a program or a web page, which is never opened here.")
    if type_ not in _ENDINGS:
        raise _Refused("refused", _kept_sentence(type_, ending))
    if type_ in {"csv", "txt", "xml"} and ending in _binary_endings():
        raise _Refused("refused", f"The name ends in .{ending}, but the file holds only text. Send it anew.")
    flags = []
    if type_ in {"xlsx", "docx"} and _holds_macros(path, limits):
        if ending not in _MACRO_ENDINGS:
            raise _Refused(
                "refused", f"The file holds macros, which a name ending in .{ending} does not say."
            )
        flags.append(MACROS)
    if type_ == "xls" and _ole_holds_macros(path):
        flags.append(MACROS)
    if type_ == "heic":
        _refuse_unknown_photo(path, limits)
    elif _KINDS.get(type_) == "image":
        _refuse_large_picture(path, limits)
    if ending not in _ENDINGS[type_]:
        flags.append(
            f"The name ends in .{ending}, but the content is of type {type_}. It was read by its content."
        )
    return tuple(flags)


def _kept_sentence(type_: str, ending: str) -> str:
    advice = {
        "xlsb": "Save the workbook as .xlsx and send that.",
        "doc": "Save the document as .docx or PDF and send that.",
        "pptx": "Save the slides as PDF and send that.",
        "opendocument": "Save the document as PDF and send that.",
    }.get(type_, "Send a PDF, a workbook, a Word document, a text file or a picture.")
    shown = f".{ending}" if ending else "without an ending"
    return f"A file of this kind ({shown}) is kept but not read. {advice}"


def _binary_endings() -> set[str]:
    plain = {"csv", "txt", "xml", "eml"}
    return {ending for type_, endings in _ENDINGS.items() if type_ not in plain for ending in endings}


def _holds_macros(path: Path, limits: Limits) -> bool:
    with open_checked(path, limits) as (_, infos):
        return any(info.filename.lower().endswith("vbaproject.bin") for info in infos)


def _ole_holds_macros(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _has_ole_name(content, "_VBA_PROJECT_CUR") or _has_ole_name(content, "_VBA_PROJECT")


def _refuse_large_picture(path: Path, limits: Limits) -> None:
    """The pixel limit, from the header alone: opening does not decode."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_PICTURE_FORMATS) as picture:
                width, height = picture.size
    except Image.DecompressionBombError as error:
        raise _Refused("refused", _too_large(limits)) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _Refused("refused", "The picture is damaged. Save it again and send it anew.") from error
    if width * height > limits.image_pixels:
        raise _Refused("refused", _too_large(limits))


def _refuse_unknown_photo(path: Path, limits: Limits) -> None:
    """The same for HEIC, whose sizes stand in its header: no decoder runs here."""
    if find_spec("pi_heif") is None:
        raise _Refused("refused", "HEIC photos cannot be opened here (pi-heif is missing). Send it as JPEG.")
    with path.open("rb") as file:
        head = file.read(_HEIC_HEAD)
    sizes = [struct.unpack(">II", found) for found in _HEIC_SIZE.findall(head)]
    if not sizes:
        raise _Refused("refused", "The picture is damaged. Save it again and send it anew.")
    if max(width * height for width, height in sizes) > limits.image_pixels:
        raise _Refused("refused", _too_large(limits))


def _too_large(limits: Limits) -> str:
    most = limits.image_pixels // 1_000_000 or limits.image_pixels
    unit = "million pixels" if limits.image_pixels >= 1_000_000 else "pixels"
    return f"The picture has more than {most:,} {unit}. Scan it at a lower resolution."
