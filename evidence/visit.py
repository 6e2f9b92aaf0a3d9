"""What one forked child does with one document: close the door, inspect, read, draw, answer, and end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import cast

from pypdfium2 import PdfDocument, PdfiumError

from evidence.attached_invoice import embedded_invoices
from evidence.faults import fault_of
from evidence.file_dates import file_dates
from evidence.inspection import inspect
from evidence.invoice_json import shortened
from evidence.limits import MB, Limits
from evidence.parts import Share, Survey
from evidence.pdf import TOO_MUCH_TEXT, CannotReadError
from evidence.pictures import cut_crop, draw_pictures
from evidence.reading import Kind, Page, Reading, ReadLimits
from evidence.reading_json import to_json
from evidence.region import Region, to_bytes
from evidence.region_reading import read_region
from evidence.request import Request
from evidence.sandbox import close_the_door, limit_resources
from evidence.scans import before_each_page
from evidence.survey import survey_of
from evidence.weight import page_weights

Reader = Callable[[Path, ReadLimits, Kind], Reading]
PartsReader = Callable[[Path, ReadLimits, Kind, Share], Iterator[tuple[Page, ...]]]

TOO_HEAVY = (
    "Page {page} of this PDF draws more than {limit} MB, as harmful files do. Print the file to a new PDF and send "
    "that."
)
# A document that is no PDF counts as one page for each of these bytes when its time is measured.
BYTES_OF_A_PAGE = 1_000_000


class Answer:
    """Writes the child's messages: a line of JSON each; content follows it, its length stands in the line."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, message: str, content: bytes = b"", **facts: object) -> None:
        """One message and its content; blocks until the parent took it."""
        line = json.dumps({"message": message, "bytes": len(content), **facts}).encode() + b"\n"
        left = memoryview(line + content)
        while left:
            left = left[os.write(self._handle, left) :]


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads a whole document, and what reads parts of a long one."""

    whole: Reader
    parts: PartsReader


def load_readers(name: str) -> Readers:
    """The readers named "module:function"; imported before the fork, so that every child has them at once.

    The module's `read_parts` reads parts; a module without one has those of the product.
    """
    module, _, function = name.partition(":")
    found = import_module(module)
    parts = getattr(found, "read_parts", None) or import_module("evidence.readers").read_parts
    return Readers(cast(Reader, getattr(found, function)), cast(PartsReader, parts))


def visit(request: Request, readers: Readers, answer: Answer) -> None:
    """Serve one request in this process, which must be a fork of its own; every failure becomes a message."""
    limit_resources(request.limits)
    close_the_door([request.path], [request.pictures_to] if request.pictures_to else [])
    try:
        if request.crops:
            _cut_crops(request, answer)
        elif request.region is not None:
            _read_region(request, request.region, answer)
        elif request.share is not None:
            _read_parts(request, request.share, readers.parts, answer)
        else:
            _read(request, readers.whole, answer)
    except MemoryError:
        answer.send("failed", status="memory")
    except CannotReadError as refusal:
        answer.send("refused", reason=refusal.reason)
    except Exception as error:
        fault = fault_of(error)
        answer.send("failed", status="error" if fault is None else "fault", fault=fault)
    answer.send("done")


def _read(request: Request, reader: Reader, answer: Answer) -> None:
    path, kind, limits = request.path, request.kind, request.limits
    count = _count_pages(path, kind)
    answer.send("pages", count=count)
    inspection = inspect(path, kind, limits)
    if inspection.refusal is not None:
        answer.send("refused", reason=inspection.refusal)
        return
    is_long = kind == "pdf" and limits.whole_pages < count <= limits.reading.pages
    if kind == "pdf" and _is_too_heavy(path, limits, answer, is_long=is_long):
        return
    survey = survey_of(path, kind) if is_long or request.is_survey else None
    if survey is not None and len(survey.pages) > 1:
        found, unread = embedded_invoices(path) if kind == "pdf" else ([], [])
        invoices = tuple((name, shortened(invoice)) for name, invoice in found[:2])
        flags = (*inspection.flags, *unread)
        told = replace(survey, flags=flags, invoices=invoices, file_dates=file_dates(path, kind))
        _send_survey(told, limits, answer)
        return
    before_each_page(lambda: answer.send("ocr"))
    reading = reader(path, limits.reading, kind)
    if reading.status == "ok" and not reading.pages:
        answer.send("failed", status="empty")
        return
    reading = replace(reading, file_dates=file_dates(path, kind))
    answer.send("flags", flags=list(inspection.flags))
    answer.send("reading", json.dumps(to_json(reading), separators=(",", ":")).encode())
    if request.pictures_to is not None and reading.status == "ok":
        for picture in draw_pictures(path, kind, request.pictures_to, limits):
            answer.send("picture", **asdict(picture))


def _is_too_heavy(path: Path, limits: Limits, answer: Answer, *, is_long: bool) -> bool:
    """True, and told, when a page draws more than is read, or all of them more than is begun here as a whole."""
    drawn = 0
    begun = limits.begun_drawing_bytes
    # What is not begun here is weighed no further than that: unpacking a bomb takes time too.
    most = limits.page_drawing_bytes if is_long else min(limits.page_drawing_bytes, begun)
    for page, weight in enumerate(page_weights(path, most), 1):
        drawn += weight
        if weight > limits.page_drawing_bytes:
            limit = limits.page_drawing_bytes // MB
            answer.send("refused", reason=TOO_HEAVY.format(page=page, limit=limit))
            return True
        if drawn > begun and not is_long:
            answer.send("failed", status="timeout")
            return True
    return False


def _send_survey(survey: Survey, limits: Limits, answer: Answer) -> None:
    if survey.habits.letters > limits.reading.characters:
        answer.send("refused", reason=TOO_MUCH_TEXT.format(limit=limits.reading.characters))
    else:
        answer.send("survey", survey.to_json())


def _read_parts(request: Request, share: Share, reader: PartsReader, answer: Answer) -> None:
    """Each part with its pictures before it, so that both are there when it is told; the time begins anew."""
    path, kind, limits = request.path, request.kind, request.limits
    before_each_page(lambda: answer.send("ocr"))
    read = reader(path, limits.reading, kind, share)
    for part in share.parts:
        answer.send("begin", count=len(part.pages))
        reading = Reading(kind=kind, status="ok", reason=None, pages=next(read))
        if request.pictures_to is not None:
            # What cannot be drawn can be read all the same.
            with suppress(PdfiumError, OSError, ValueError):
                for picture in draw_pictures(path, kind, request.pictures_to, limits, part.pages):
                    answer.send("picture", **asdict(picture))
        content = json.dumps(to_json(reading), separators=(",", ":")).encode()
        answer.send("part", content, first=part.first, last=part.last)


def _read_region(request: Request, region: Region, answer: Answer) -> None:
    answer.send("pages", count=1)
    inspection = inspect(request.path, request.kind, request.limits)
    before_each_page(lambda: answer.send("ocr"))
    try:
        if inspection.refusal is not None:
            raise CannotReadError("refused", inspection.refusal)
        found = read_region(request.path, request.kind, request.limits.reading, region)
    except CannotReadError as refusal:
        answer.send("refused", reason=refusal.reason)
    else:
        answer.send("region", to_bytes(found))


def _cut_crops(request: Request, answer: Answer) -> None:
    answer.send("pages", count=_count_pages(request.path, request.kind))
    for crop in request.crops:
        picture = cut_crop(
            request.path, request.kind, request.limits, page=crop.page, box=crop.box, scale=request.scale
        )
        answer.send("crop", picture)


def _count_pages(path: Path, kind: Kind) -> int:
    """How many pages the time is measured for; what cannot be counted is one."""
    if kind != "pdf":
        return 1 + path.stat().st_size // BYTES_OF_A_PAGE
    with suppress(PdfiumError):
        document = PdfDocument(path)
        try:
            return len(document)
        finally:
            document.close()
    return 1
