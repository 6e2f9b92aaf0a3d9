"""Judges what a reader's child said and how it ended: one of seven states, each with a sentence."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from evidence.faults import UNREAD_FILE, UNREAD_PAGE, kind_of_fault
from evidence.limits import Limits
from evidence.reading import Reading
from evidence.reading_json import MalformedReadingError, from_json
from evidence.request import Picture
from evidence.talk import Heard

Status = Literal["ok", "password", "error", "crash", "timeout", "memory", "refused"]

SENTENCES: dict[str, str] = {
    "error": "The file could not be read: its structure is damaged. Save it again, as PDF if you can.",
    "crash": "The reading program broke down on this file. Save it again, as PDF if you can.",
    "timeout": "Reading took longer than is allowed for a file of this size and was stopped. Split the file.",
    "memory": "Reading needed more memory than is allowed and was stopped. Split the file.",
    "output": "The file holds more than can be read at once. Split it.",
    "empty": "The file was opened, but no page or sheet was found in it. Save it again and send it anew.",
    "malformed": "The reading program gave a wrong answer, which was not used. Read the file by hand.",
    "lost": "Too many pages of this file could not be read; the rest was not tried. Split the file.",
    "gone": "The reading program could not be started. Try again; if it stays so, tell the operator.",
}
_NO_PICTURES = "The page pictures could not be drawn. Look at the original file."
# Native libraries abort when memory is refused; above this share of the limit that is taken as the cause.
_MEMORY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one reading ended.

    `reason` is a sentence unless `status` is "ok"; `seconds` is the wall time of the child; `peak_rss_mb`
    counts the shared warm pages too; `pictures` are the files drawn. `fault` tells the operator where the reader
    itself failed, the file being sound as far as is known.
    """

    status: Status
    reason: str | None
    reading: Reading | None
    seconds: float
    peak_rss_mb: int
    pictures: tuple[Picture, ...] = ()
    fault: str | None = None


def judge(heard: Heard, limits: Limits, pictures_to: Path | None) -> Outcome:
    """The outcome of a visit; a reading counts only when it fits its schema and holds at least one page."""
    reading, status, reason = _reading_of(heard, limits)
    pictures: tuple[Picture, ...] = ()
    if reading is not None:
        flags = tuple(dict.fromkeys((*heard.flags, *reading.flags)))
        if pictures_to is not None and status == "ok" and reading.kind in {"pdf", "ofd", "image"}:
            pictures = tuple(picture for picture in heard.pictures if _is_drawn(picture, pictures_to))
            flags += () if heard.is_done and len(pictures) == len(reading.pages) else (_NO_PICTURES,)
        reading = replace(reading, flags=flags)
    fault = heard.fault if reading is None else None
    return Outcome(status, reason, reading, heard.seconds, heard.peak_kb // 1024, pictures, fault)


def _reading_of(heard: Heard, limits: Limits) -> tuple[Reading | None, Status, str | None]:
    # A reading that was whole before the pictures ran out of time counts; one in a bad answer does not.
    if heard.reading is None or heard.stop in {"output", "malformed"}:
        return None, *without_reading(heard, limits)
    try:
        reading = from_json(json.loads(heard.reading))
    except (MalformedReadingError, ValueError, RecursionError):
        return None, "crash", SENTENCES["malformed"]
    return reading, reading.status, reading.reason if reading.status != "ok" else None


def why_unread(heard: Heard, limits: Limits) -> str:
    """Why the page at which a child ended was not read."""
    if heard.failure == "fault" and heard.stop is None:
        return UNREAD_PAGE.format(kind=kind_of_fault(heard.fault or ""))
    return without_reading(heard, limits)[1]


def without_reading(heard: Heard, limits: Limits) -> tuple[Status, str]:
    """Status and sentence of a visit that gave no reading."""
    if heard.is_zygote_gone:
        return "crash", SENTENCES["gone"]
    if heard.refusal is not None:
        return "refused", heard.refusal
    if "timeout" in {heard.stop, heard.failure} or heard.code == -signal.SIGXCPU:
        return "timeout", SENTENCES["timeout"]
    if heard.stop == "output":
        return "refused", SENTENCES["output"]
    if heard.stop == "malformed":
        return "crash", SENTENCES["malformed"]
    if heard.failure == "memory" or heard.peak_kb * 1024 > limits.memory_bytes * _MEMORY_SHARE:
        return "memory", SENTENCES["memory"]
    if heard.failure == "fault":
        return "crash", UNREAD_FILE.format(kind=kind_of_fault(heard.fault or ""))
    if heard.failure in {"error", "empty"}:
        return "error", SENTENCES[heard.failure]
    return "crash", SENTENCES["crash"]


def _is_drawn(picture: Picture, folder: Path) -> bool:
    files = (folder / picture.file, folder / picture.thumbnail)
    return all(file.is_file() and not file.is_symlink() for file in files)
