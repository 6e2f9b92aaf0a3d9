"""What the reader sees in files and folders, as one JSON file; needs no database and no case."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from evidence.child import Outcome, ReaderProcess
from evidence.identify import identify
from evidence.limits import Limits
from evidence.ocr_here import NO_OCR_HERE, is_here
from evidence.reading import Box, Figure, Kind, Other, Page, Reading

_SHEETS: tuple[Kind, ...] = ("xlsx", "xls", "ods")
_SHOWN: tuple[Kind, ...] = ("pdf", "ofd", "image")
_NO_TEXT = "No text was found in this file. Look at it yourself, or ask for a copy that can be read."
_ARCHIVE = "An archive is not read itself. Unpack it and read its files."


class NothingToRead(Exception):
    """A path that was named is not there; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to read and the name it goes by: the path as given, or the path inside the folder given."""

    path: Path
    name: str


def predict(
    paths: Sequence[Path],
    out: TextIO,
    *,
    limits: Limits | None = None,
    reader: ReaderProcess | None = None,
    readers_at_once: int | None = None,
) -> None:
    """Read every file (folders are walked) and write the JSON of all documents to `out`, in order.

    Progress goes to standard error. Raises NothingToRead when a path does not exist.
    """
    wanted = list(_walk(paths))
    own = reader or ReaderProcess()
    at_once = readers_at_once or os.cpu_count() or 1
    try:
        own.start()
        with ThreadPoolExecutor(at_once) as pool:
            documents = pool.map(lambda one: json.dumps(_predict(one, own, limits or Limits())), wanted)
            out.write('{"tool": "assay", "documents": [')
            for number, document in enumerate(documents, 1):
                out.write(("," if number > 1 else "") + "\n" + document)
                sys.stderr.write(f"{number} of {len(wanted)}  {wanted[number - 1].name}\n")
            out.write("\n]}\n")
    finally:
        if reader is None:
            own.close()


def main(argv: Sequence[str]) -> int:
    """The command `read PATH... --json OUT`; answers the exit code: 0 when the file was written, else 2."""
    parser = argparse.ArgumentParser(
        prog="assay read", description="Read files and write what was seen as JSON."
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder that is walked"
    )
    parser.add_argument("--json", required=True, type=Path, metavar="OUT", help="the JSON file to write")
    parser.add_argument(
        "--readers", type=int, metavar="N", help="documents read at once (default: one per core)"
    )
    given = parser.parse_args(argv)
    unfinished = given.json.with_name(given.json.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            predict(given.paths, out, readers_at_once=given.readers)
        unfinished.replace(given.json)
    except (NothingToRead, OSError) as error:
        unfinished.unlink(missing_ok=True)
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _walk(paths: Sequence[Path]) -> Iterator[Wanted]:
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file())
            yield from (Wanted(file, str(file.relative_to(path))) for file in files)
        elif path.is_file():
            yield Wanted(path, str(path))
        else:
            raise NothingToRead(f"There is no file or folder {path}.")


def _predict(wanted: Wanted, reader: ReaderProcess, limits: Limits) -> dict[str, Any]:
    began = time.monotonic()
    with wanted.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    outcome, flags = _read(wanted, reader, limits)
    reading = outcome.reading
    return {
        "doc": wanted.name,
        "sha256": digest,
        "status": outcome.status,
        "reason": outcome.reason,
        "seconds": round(time.monotonic() - began, 3),
        "peak_rss_mb": outcome.peak_rss_mb,
        **_content_of(reading, flags),
    }


def _read(wanted: Wanted, reader: ReaderProcess, limits: Limits) -> tuple[Outcome, tuple[str, ...]]:
    identity = identify(wanted.path, wanted.path.name, limits)
    if identity.verdict != "ok":
        return Outcome(identity.verdict, identity.reason, None, 0.0, 0), identity.flags
    if identity.kind is None:
        return Outcome("refused", _ARCHIVE, None, 0.0, 0), identity.flags
    outcome = reader.read(wanted.path, limits, identity.kind)
    found = outcome.reading
    if outcome.status == "ok" and found and found.chars == 0:
        # Nothing was read, be it for want of OCR: that is no "ok".
        lacks_ocr = identity.kind in _SHOWN and not is_here()
        reason = NO_OCR_HERE if lacks_ocr else _NO_TEXT
        outcome = replace(outcome, status="refused" if lacks_ocr else "error", reason=reason)
    return outcome, identity.flags


def _content_of(reading: Reading | None, flags: tuple[str, ...]) -> dict[str, Any]:
    pages = reading.pages if reading is not None else ()
    kind = reading.kind if reading is not None else None
    read_flags = reading.flags if reading is not None else ()
    return {
        "pages": len(pages),
        "chars": sum(page.chars for page in pages),
        "page_sizes": [[page.width, page.height] for page in pages],
        "dates": [day.isoformat() for day in reading.dates] if reading is not None else [],
        "flags": list(dict.fromkeys([*flags, *read_flags])),
        "figures": [_figure(figure, _place(page, kind)) for page in pages for figure in page.figures],
        "others": [_other(other, _place(page, kind)) for page in pages for other in page.others],
    }


def _place(page: Page, kind: Kind | None) -> int | str:
    """The page number, or in a workbook the name of the sheet."""
    return page.title if kind in _SHEETS and page.title is not None else page.number


def _figure(figure: Figure, place: int | str) -> dict[str, Any]:
    period = figure.period
    return {
        "value": format(figure.value, "f"),
        "raw": figure.raw,
        "unit": figure.unit,
        "period": period
        and {
            "start": period.start and period.start.isoformat(),
            "end": period.end and period.end.isoformat(),
        },
        "label": figure.label,
        "column": figure.column,
        "role": figure.role,
        "page": place,
        "bbox": _corners(figure.box),
        "cell": figure.cell,
        "source": figure.method,
        "witness": figure.witnessed,
        "confidence": float(figure.confidence),
    }


def _other(other: Other, place: int | str) -> dict[str, Any]:
    return {
        "kind": other.kind,
        "raw": other.raw,
        "page": place,
        "bbox": _corners(other.box),
        "cell": other.cell,
    }


def _corners(box: Box | None) -> list[float] | None:
    return None if box is None else [box.x0, box.top, box.x1, box.bottom]
