"""Reads received files in the sandboxed child: the quick lane first, the slow one for what takes longer."""

from __future__ import annotations

from evidence.child import Outcome, Survey
from evidence.faults import failures_told
from evidence.identify import Identity, identify
from evidence.limits import Limits
from evidence.ocr_here import is_here as has_ocr
from evidence.reading import Reading
from workflow.documents import commands, parts, queries, tried
from workflow.documents.commands import DRAWN_KINDS, PARTED_KINDS, SLOW_JOB, Settled
from workflow.documents.long_documents import (
    begin_parts,
    named_pages,
    put_reading,
    read_long_document,
    settle_parts,
)
from workflow.documents.rules import DocumentState
from workflow.documents.storage import (
    HURRIED_LIMITS,
    LIMITS,
    QUICK_LIMITS,
    SLOW_LIMITS,
    begin_file,
    has_all_pictures,
    pictures_of,
)
from workflow.i18n import N_
from workflow.jobs import Lane
from workflow.unit_of_work import services
from workflow.worker import JobRun

KEPT_ONLY = N_(
    "This kind of file is kept, hashed and untouched, but not read. Send a PDF, workbook or picture."
)
NO_TEXT = N_("No text could be found on any page, by OCR neither. Capture its figures by drawing boxes.")
NO_OCR = N_(
    "No text could be read on any page, and there is no OCR here (the operator can install it: see the README). "
    "Capture its figures by drawing boxes."
)
NOTHING_KNOWN = N_("Reading did not end, and was stopped. Read it again, or capture its figures by hand.")
# How each end of the reader's child is shown (decision 20): what may go better next time asks for attention.
_STATES = {
    "password": DocumentState.PASSWORD,
    "refused": DocumentState.REFUSED,
    "error": DocumentState.ERROR,
    "crash": DocumentState.NEEDS_ATTENTION,
    "timeout": DocumentState.NEEDS_ATTENTION,
    "memory": DocumentState.NEEDS_ATTENTION,
}


def read_document(run: JobRun, version_id: int) -> None:
    """Read a version within ten seconds (four where others wait), or hand it over to the slow lane."""
    sender = services().sender
    others_wait = sender is not None and Lane.QUICK in sender.busy_lanes()
    _read(run, version_id, HURRIED_LIMITS if others_wait else QUICK_LIMITS, is_quick=True)


def read_document_slowly(run: JobRun, version_id: int) -> None:
    """Read a version with the time that its pages need, what has many of them in parts."""
    _read(run, version_id, SLOW_LIMITS, is_quick=False)


def _read(run: JobRun, version_id: int, limits: Limits, *, is_quick: bool) -> None:
    with run.step() as uow:
        document, version = queries.version_by_id(uow.session, version_id)
        commands.start_reading(uow, document, version)
        path, name, sha256 = queries.file_path(version), version.name, version.sha256
        is_begun = version.survey_sha256 is not None
    identity = identify(path, name, LIMITS)
    if identity.kind is None:
        _settle(run, version_id, _unread(identity))
        return
    if is_begun and not is_quick:
        read_long_document(run, version_id, identity.flags)
        return
    found = begin_file(path, identity.kind, limits, pictures_of(sha256), is_survey=not is_quick)
    if isinstance(found, Survey):
        begin_parts(run, version_id, found)
        if not is_quick:
            read_long_document(run, version_id, identity.flags)
            return
    if isinstance(found, Survey) or (
        is_quick and (_needs_more_time(found) or _fails_on_a_page(found, identity))
    ):
        _hand_over(run, version_id)
        return
    run.note_fault(found.fault)
    for fault in failures_told(found.reading.flags if found.reading is not None else ()):
        run.note_fault(fault)
    _settle(run, version_id, settled(found, identity))


def _needs_more_time(outcome: Outcome) -> bool:
    found = outcome.reading
    if outcome.status == "timeout":
        return True
    is_drawn = found is not None and found.status == "ok" and found.kind in DRAWN_KINDS
    return is_drawn and found is not None and not has_all_pictures(outcome.pictures, len(found.pages))


def _fails_on_a_page(outcome: Outcome, identity: Identity) -> bool:
    """The slow lane reads it page by page, so that only the page on which the reader fails is lost."""
    return outcome.fault is not None and identity.kind in PARTED_KINDS


def _hand_over(run: JobRun, version_id: int) -> None:
    with run.finishing() as uow:
        _, version = queries.version_by_id(uow.session, version_id)
        key = f"slow:{version_id}:{run.lease.job_id}"
        uow.after_commit(SLOW_JOB, version_id, lane=Lane.SLOW, subject=version, key=key)


def _settle(run: JobRun, version_id: int, how: Settled) -> None:
    with run.finishing() as uow:
        document, version = queries.version_by_id(uow.session, version_id)
        commands.settle_reading(uow, document, version, how)


def _unread(identity: Identity) -> Settled:
    if identity.verdict == "password":
        return Settled(DocumentState.PASSWORD, identity.reason)
    if identity.verdict == "refused":
        return Settled(DocumentState.REFUSED, identity.reason)
    return Settled(DocumentState.NEEDS_ATTENTION, KEPT_ONLY)


def settled(outcome: Outcome, identity: Identity) -> Settled:
    """How a reading ended, in the words of a document; its JSON is filed in the store."""
    found = outcome.reading
    if found is None or found.status != "ok":
        return Settled(_STATES.get(outcome.status, DocumentState.ERROR), outcome.reason or NOTHING_KNOWN)
    state, reason = _state_of(found)
    return Settled(
        state=state,
        reason=reason,
        reading_sha256=put_reading(found),
        reader=f"assay reader {found.reader_version}",
        pages=len(found.pages),
        flags=tuple(dict.fromkeys((*identity.flags, *found.flags))),
        page_facts=tuple((page.width, page.height, page.title or "") for page in found.pages),
        has_pictures=bool(outcome.pictures),
        file_dates=found.file_dates,
    )


def _state_of(found: Reading) -> tuple[DocumentState, str | None]:
    """Read, read in part with the pages named, or in need of a person: no text at all is never done."""
    unread = [page.number for page in found.pages if page.chars == 0 and page.flags]
    if found.chars == 0:
        return DocumentState.NEEDS_ATTENTION, NO_TEXT if has_ocr() else NO_OCR
    if not unread:
        return DocumentState.READ, None
    named = named_pages(unread)
    return DocumentState.READ_IN_PART, f"Not read: page {named}. Capture their figures by drawing boxes."


def read_document_gave_up(run: JobRun, version_id: int, *, reason: str) -> None:
    """All attempts failed: the document says so, and can be read again by a button."""
    with run.step() as uow:
        document, version = queries.version_by_id(uow.session, version_id)
        if document.state in {DocumentState.QUEUED, DocumentState.READING}:
            commands.settle_reading(uow, document, version, Settled(DocumentState.ERROR, NOTHING_KNOWN))


def read_document_slowly_gave_up(run: JobRun, version_id: int, *, reason: str) -> None:
    """As for the quick lane; what was read of a long document stays."""
    with run.step() as uow:
        document, version = queries.version_by_id(uow.session, version_id)
        is_awaited = document.state in {DocumentState.QUEUED, DocumentState.READING}
        if is_awaited and parts.pages_read(parts.parts_of(uow.session, version)):
            settle_parts(uow, version_id)
            return
    read_document_gave_up(run, version_id, reason=reason)


def read_tried_file(run: JobRun, token: str) -> None:
    """Read a file that somebody tried without a case, and clear away what is older than an hour."""
    tried.sweep()
    tried.read_tried(token)
