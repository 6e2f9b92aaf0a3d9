"""Reads when a file says that it was made and last changed: what its maker's clock told, and anybody can write."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import pypdfium2
from PIL import ExifTags, Image, UnidentifiedImageError

from evidence.compound import SIGNATURE
from evidence.limits import Limits
from evidence.mail import open_mail
from evidence.mail_parts import MailRefused
from evidence.pictures import know_heic
from evidence.reading import FileDates, Kind
from evidence.safe_xml import XmlRefused, name_of, parsed

# Before the first, no such file was made; after the last, no clock is right.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MOST_BYTES = 1_000_000
_PDF_TIME = re.compile(
    r"\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?"
)
_EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_MADE, _CHANGED = ("created", "creation-date"), ("modified", "date")
_PARTS = {"xlsx": "docProps/core.xml", "docx": "docProps/core.xml", "ods": "meta.xml", "ofd": "OFD.xml"}


def file_dates(path: Path, kind: Kind) -> FileDates:
    """When the file says it was made and changed, each None where it says nothing that can be true.

    A time without a zone stays without one. Never raises for what the file holds.
    """
    read = _READERS.get(kind)
    if read is None:
        return FileDates()
    made, changed = read(path, kind)
    return FileDates(_possible(made), _possible(changed))


def _possible(moment: datetime | None) -> datetime | None:
    is_possible = moment is not None and _FIRST_YEAR <= moment.year <= _LAST_YEAR
    return moment if is_possible else None


Pair = tuple[datetime | None, datetime | None]


def _of_pdf(path: Path, _kind: Kind) -> Pair:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None, None
    try:
        return tuple(  # type: ignore[return-value]
            _pdf_time(document.get_metadata_value(name)) for name in ("CreationDate", "ModDate")
        )
    finally:
        document.close()


def _pdf_time(text: str) -> datetime | None:
    """D:20220912101500+02'00' (ISO 32000-1, 7.9.4): all but the year may be missing, so the day must be there."""
    found = _PDF_TIME.match(text)
    if found is None or found[3] is None:
        return None
    parts = [int(part) for part in found.groups()[:6] if part is not None]
    zone = None
    if found[7] or found[8]:
        away = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
        zone = -away if found[8] == "-" else away
    return _moment(parts, zone)


def _moment(parts: list[int], zone: timedelta | None) -> datetime | None:
    try:
        plain = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  the zone may not be known
        return plain if zone is None else plain.replace(tzinfo=timezone(zone))
    except ValueError:
        return None


def _iso_time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None


def _of_package(path: Path, kind: Kind) -> Pair:
    """The core properties of an office package, or what an ODS or OFD says in their place."""
    try:
        with zipfile.ZipFile(path) as zipped, zipped.open(_PARTS[kind]) as part:
            root = parsed(part.read(_MOST_BYTES))
    except (KeyError, zipfile.BadZipFile, XmlRefused):
        return None, None
    said = {name_of(element).lower(): element.text for element in _all(root)}
    if kind == "ofd":
        return _iso_time(said.get("creationdate")), _iso_time(said.get("moddate"))
    made, changed = (
        next((said[name] for name in names if name in said), None) for names in (_MADE, _CHANGED)
    )
    return _iso_time(made), _iso_time(changed)


def _all(root: Element) -> Iterator[Element]:
    # The parts of a namespace may be called alike: the first of a name is the document's own.
    return reversed(list(root.iter()))


def _of_picture(path: Path, _kind: Kind) -> Pair:
    know_heic()
    try:
        with Image.open(path) as picture:
            plain = picture.getexif()
            own = plain.get_ifd(ExifTags.IFD.Exif)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None, None
    tags = ExifTags.Base
    made = _exif_time(own.get(tags.DateTimeOriginal), own.get(tags.OffsetTimeOriginal))
    return made, _exif_time(plain.get(tags.DateTime), own.get(tags.OffsetTime))


def _exif_time(text: object, zone: object) -> datetime | None:
    found = _EXIF_TIME.match(str(text))
    if found is None:
        return None
    plain = _moment([int(part) for part in found.groups()], None)
    away = _iso_time(f"2000-01-01T00:00:00{str(zone).strip()}") if zone else None
    return plain.replace(tzinfo=away.tzinfo) if plain is not None and away is not None else plain


def _of_mail(path: Path, _kind: Kind) -> Pair:
    with path.open("rb") as file:
        head = file.read(_MOST_BYTES)
    if head.startswith(SIGNATURE):
        try:
            sent = open_mail(path, Limits()).sent
        except MailRefused:
            return None, None
        return _iso_time(re.sub(r" ([+-]\d{4})$", r"\1", sent)), None
    try:
        message = BytesParser(policy=compat32).parsebytes(head, headersonly=True)
        return parsedate_to_datetime(str(message.get("Date", ""))), None
    except (ValueError, TypeError, LookupError):
        return None, None


_READERS: dict[str, Callable[[Path, Kind], Pair]] = {
    "pdf": _of_pdf,
    "image": _of_picture,
    "mail": _of_mail,
    **dict.fromkeys(_PARTS, _of_package),
}
