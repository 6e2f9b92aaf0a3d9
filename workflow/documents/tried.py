"""Files tried without a case: kept apart for an hour, read in the child, seen by one person."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.child import Outcome
from evidence.identify import identify
from evidence.names import clean_name
from evidence.reading_json import to_json
from evidence.store import CHUNK, ByteStream
from workflow.documents.storage import LIMITS, read_file, try_folder
from workflow.errors import BadInput, NotYours
from workflow.i18n import N_, message

KEPT_SECONDS = 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")
NOT_READ = N_("This kind of file is not read. Try a PDF, workbook, Word file or picture.")
_GONE = "This file is no longer here: what is tried is kept for an hour."


@dataclass(frozen=True)
class Tried:
    """A file as a person tried it; `status` is None while it waits."""

    token: str
    name: str
    size: int
    status: str | None
    reason: str | None
    seconds: float | None
    reading: dict[str, Any] | None


def keep_for_an_hour(stream: ByteStream, raw_name: str, person_id: int | None) -> str:
    """Put a file where it can be read for an hour; gives the token that finds it. Raises BadInput."""
    sweep()
    token = secrets.token_urlsafe(18)
    folder = try_folder() / token
    folder.mkdir()
    size = 0
    with (folder / "file").open("wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > LIMITS.upload_bytes:
                shutil.rmtree(folder)
                most = f"{LIMITS.upload_bytes:,}"
                raise BadInput(message(N_("The file is larger than {most} bytes."), most=most), "files")
            file.write(chunk)
    facts = {"name": clean_name(raw_name, LIMITS), "size": size, "person": person_id}
    (folder / "facts.json").write_text(json.dumps(facts))
    return token


def read_tried(token: str) -> None:
    """Read a tried file and draw its pages; nothing when it is gone or was read already."""
    folder = _folder(token)
    if not (folder / "facts.json").exists() or (folder / "outcome.json").exists():
        return
    name = json.loads((folder / "facts.json").read_text())["name"]
    identity = identify(folder / "file", name, LIMITS)
    if identity.kind is None:
        reason = identity.reason or NOT_READ
        _answer(folder, {"status": "refused", "reason": reason, "seconds": 0.0, "reading": None})
        return
    outcome: Outcome = read_file(folder / "file", identity.kind, LIMITS, keep=lambda _: folder / "pages")
    found = outcome.reading
    _answer(
        folder,
        {
            "status": outcome.status,
            "reason": outcome.reason,
            "seconds": outcome.seconds,
            "reading": to_json(found) if found is not None and found.status == "ok" else None,
        },
    )


def _answer(folder: Path, outcome: dict[str, Any]) -> None:
    fresh = folder / "outcome.new"
    fresh.write_text(json.dumps(outcome))
    fresh.replace(folder / "outcome.json")


def tried(token: str, person_id: int | None) -> Tried:
    """A tried file of this person; NotYours for another's, a missing one, and one that is gone."""
    folder = _folder(token)
    try:
        facts = json.loads((folder / "facts.json").read_text())
    except FileNotFoundError:
        raise NotYours(_GONE) from None
    if facts["person"] != person_id or time.time() - folder.stat().st_mtime > KEPT_SECONDS:
        raise NotYours(_GONE)
    outcome: dict[str, Any] = {"status": None, "reason": None, "seconds": None, "reading": None}
    if (folder / "outcome.json").exists():
        outcome = json.loads((folder / "outcome.json").read_text())
    return Tried(token=token, name=facts["name"], size=facts["size"], **outcome)


def page_picture(token: str, person_id: int | None, page: int) -> Path:
    """Where the picture of a page of a tried file stands."""
    tried(token, person_id)
    return _folder(token) / "pages" / f"page-{page}.webp"


def _folder(token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotYours(_GONE)
    return try_folder() / token


def sweep(now: float | None = None) -> int:
    """Remove what was tried more than an hour ago; answers how many files."""
    swept = 0
    for folder in try_folder().iterdir():
        if (now or time.time()) - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept
