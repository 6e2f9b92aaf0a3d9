"""What one forked child does with one document: close the door, inspect, read, draw, answer, and end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import cast

from pypdfium2 import PdfDocument, PdfiumError

from evidence.inspection import inspect
from evidence.pictures import cut_crop, draw_pictures
from evidence.reading import Kind, Reading, ReadLimits
from evidence.reading_json import to_json
from evidence.request import Request
from evidence.sandbox import close_the_door, limit_resources
from evidence.scans import before_each_page

Reader = Callable[[Path, ReadLimits, Kind], Reading]

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


def load_reader(name: str) -> Reader:
    """The reader named "module:function"; imported before the fork, so that every child has it at once."""
    module, _, function = name.partition(":")
    return cast(Reader, getattr(import_module(module), function))


def visit(request: Request, reader: Reader, answer: Answer) -> None:
    """Serve one request in this process, which must be a fork of its own; every failure becomes a message."""
    limit_resources(request.limits)
    close_the_door([request.path], [request.pictures_to] if request.pictures_to else [])
    try:
        if request.crops:
            _cut_crops(request, answer)
        else:
            _read(request, reader, answer)
    except MemoryError:
        answer.send("failed", status="memory")
    except Exception as error:
        # The name of the fault's class only: its text may hold text of the document.
        answer.send("failed", status="error", fault=type(error).__name__)
    answer.send("done")


def _read(request: Request, reader: Reader, answer: Answer) -> None:
    path, kind, limits = request.path, request.kind, request.limits
    answer.send("pages", count=_count_pages(path, kind))
    inspection = inspect(path, kind, limits)
    if inspection.refusal is not None:
        answer.send("refused", reason=inspection.refusal)
        return
    before_each_page(lambda: answer.send("ocr"))
    reading = reader(path, limits.reading, kind)
    if reading.status == "ok" and not reading.pages:
        answer.send("failed", status="empty")
        return
    answer.send("flags", flags=list(inspection.flags))
    answer.send("reading", json.dumps(to_json(reading), separators=(",", ":")).encode())
    if request.pictures_to is not None and reading.status == "ok":
        for picture in draw_pictures(path, kind, request.pictures_to, limits):
            answer.send("picture", **asdict(picture))


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
