"""Reads a long document part by part: what ends is stored at once, and another run goes on with what is missing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.child import ReadPart, Survey
from evidence.faults import failures_told
from evidence.parts import put_together, survey_from_json
from evidence.reading import Reading
from evidence.reading_json import from_json, to_json
from workflow.documents import commands, page_text, parts, queries
from workflow.documents.commands import Settled
from workflow.documents.models import DocumentVersion, ReadingPart
from workflow.documents.rules import DocumentState
from workflow.documents.storage import LIMITS, pictures_of, read_file_parts, store, stored_reading
from workflow.faults import crashpoint
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork
from workflow.worker import JobRun

STOPPED = "Reading was stopped by {name}. "
NOT_READ = "Not read: page {pages}. "
WHAT_TO_DO = "Capture their figures by drawing boxes, or read the rest."
NOTHING_READ = N_("No page of it could be read.")
_RUNS_NAMED = 12


class _StopAsked(Exception):
    """A person asked that reading stop, or a newer version took this one's place."""


def put_reading(found: Reading) -> str:
    """File a reading in the store; its hash."""
    # ASCII escapes: broken characters of a file must not stop its reading from being kept.
    text = json.dumps(to_json(found), sort_keys=True, separators=(",", ":")).encode()
    return store().put(io.BytesIO(text), LIMITS.output_bytes).sha256


def begin_parts(run: JobRun, version_id: int, survey: Survey) -> None:
    """File the first look at a long document, so that its parts can be read."""
    sha256 = store().put(io.BytesIO(survey.to_json()), LIMITS.output_bytes).sha256
    with run.step() as uow:
        document, version = queries.version_by_id(uow.session, version_id)
        parts.keep_survey(uow, document, version, survey, sha256)


@dataclass(frozen=True)
class _Begun:
    """A long document as its row tells of it at the start of a run."""

    path: Path
    sha256: str
    survey: Survey
    read: frozenset[int]


def read_long_document(run: JobRun, version_id: int, flags: tuple[str, ...] = ()) -> None:
    """Read what is not read yet and settle the document, also when a person asked to stop in between."""
    begun = _begun(run, version_id)
    if begun is not None:
        try:
            ended = read_file_parts(
                begun.path,
                begun.survey,
                pictures_of(begun.sha256),
                _keeper(run, version_id, begun),
                begun.read,
            )
        except _StopAsked:
            pass
        else:
            run.note_fault(next(iter(ended.faults.values()), None))
            with run.step() as uow:
                _, version = queries.version_by_id(uow.session, version_id)
                parts.note_unread(uow, version, ended.unread)
    with run.finishing() as uow:
        settle_parts(uow, version_id, flags)


def _begun(run: JobRun, version_id: int) -> _Begun | None:
    """What a run begins with; None when there is nothing to read because a person asked to stop."""
    with run.step() as uow:
        _, version = queries.version_by_id(uow.session, version_id)
        if version.stop_asked_by is not None:
            return None
        known = parts.parts_of(uow.session, version)
        # Pages that were tried in vain are tried again only when a person asks for it.
        tried = {part.first_page for part in known if part.reading_sha256 is None}
        read = frozenset(parts.pages_read(known) | tried)
        return _Begun(queries.file_path(version), version.sha256, _survey_of(version), read)


def _survey_of(version: DocumentVersion) -> Survey:
    assert version.survey_sha256 is not None
    with store().open(version.survey_sha256) as file:
        return survey_from_json(file.read())


def _keeper(run: JobRun, version_id: int, begun: _Begun) -> Callable[[ReadPart], None]:
    """What stores each part as it ends, and counts."""
    done = len(begun.read)

    def keep(part: ReadPart) -> None:
        nonlocal done
        sha256 = put_reading(part.reading)
        for fault in failures_told(flag for page in part.reading.pages for flag in page.flags):
            run.note_fault(fault)
        crashpoint("reading.before_part")
        with run.step() as uow:
            document, version = queries.version_by_id(uow.session, version_id)
            parts.keep_part(uow, version, part.first, part.last, sha256)
            page_text.lay_down_pages(uow.session, version, to_json(part.reading))
            is_over = version.stop_asked_by is not None or version.number != document.current_version
        crashpoint("reading.after_part")
        done += part.last - part.first + 1
        run.report(done, len(begun.survey.pages))
        if is_over:
            raise _StopAsked

    return keep


def settle_parts(uow: UnitOfWork, version_id: int, flags: tuple[str, ...] = ()) -> None:
    """Put the parts together as the document's reading and say what was not read."""
    document, version = queries.version_by_id(uow.session, version_id)
    known = parts.parts_of(uow.session, version)
    commands.settle_reading(uow, document, version, _settled(version, known, flags))


def _settled(version: DocumentVersion, known: Sequence[ReadingPart], flags: tuple[str, ...]) -> Settled:
    survey = _survey_of(version)
    read = [from_json(stored_reading(part.reading_sha256)) for part in known if part.reading_sha256]
    unread = {part.first_page: part.reason for part in known if part.reason is not None}
    found = put_together(survey, read, unread)
    state, reason = _state_of(found, parts.pages_read(known), unread, version.stop_asked_by)
    how = Settled(
        state=state,
        reason=reason,
        pages=len(found.pages),
        flags=tuple(dict.fromkeys((*flags, *found.flags))),
        page_facts=tuple((page.width, page.height, page.title or "") for page in found.pages),
        has_pictures=True,
        file_dates=found.file_dates,
    )
    if not read:
        return how
    return replace(how, reading_sha256=put_reading(found), reader=f"assay reader {found.reader_version}")


def _state_of(
    found: Reading, read: set[int], unread: dict[int, str], stopped_by: str | None
) -> tuple[DocumentState, str | None]:
    """Read, or read in part with the pages named; nothing read at all needs a person, unless one stopped it."""
    missing = [page.number for page in found.pages if page.number not in read]
    empty = [page.number for page in found.pages if page.chars == 0 and page.flags]
    if not read and stopped_by is None:
        return DocumentState.NEEDS_ATTENTION, next(iter(unread.values()), NOTHING_READ)
    if not missing and not empty:
        return DocumentState.READ, None
    named = NOT_READ.format(pages=named_pages(sorted({*missing, *empty})))
    stopped = STOPPED.format(name=stopped_by) if stopped_by and missing else ""
    return DocumentState.READ_IN_PART, stopped + named + WHAT_TO_DO


def named_pages(numbers: Sequence[int]) -> str:
    """Page numbers in order as a person writes them: "3, 49–157"; the first runs where there are many."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:_RUNS_NAMED]]
    return ", ".join(told) + (" …" if len(runs) > _RUNS_NAMED else "")
