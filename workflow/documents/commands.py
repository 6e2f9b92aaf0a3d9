"""Writes of evidence: receipt, versions, what a document is, and what its reading gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from evidence.reading import NO_DATES, FileDates
from evidence.reading_json import dates_to_json
from evidence.store import Stored
from workflow.cases.commands import next_code, reserve_code
from workflow.cases.models import Case
from workflow.documents import queries
from workflow.documents.intake import Received, receive
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import (
    COPY_READ,
    DOCUMENT,
    DocumentKind,
    DocumentState,
    Origin,
    ReadingFacts,
    Reliability,
    may_see,
    refuse_closed_case,
    refuse_foreign_origin,
)
from workflow.documents.unlocking import kind_of_copy
from workflow.errors import BadInput
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.jobs import Lane
from workflow.unit_of_work import UnitOfWork

READ_JOB = "workflow.documents.jobs.read_document"
SLOW_JOB = "workflow.documents.jobs.read_document_slowly"
PROPOSE_JOB = "workflow.figures.jobs.propose_figures"
INDEX_JOB = "workflow.documents.index_jobs.index_text"
_STATE_OF_VERDICT = {
    "ok": DocumentState.QUEUED,
    "password": DocumentState.PASSWORD,
    "refused": DocumentState.REFUSED,
}
DESCRIBED = frozenset(
    {
        "title", "kind", "reliability", "entity_name", "period_start", "period_end", "is_confidential",
        "is_intake_declared_complete", "request_code",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """What became of one received file: its document and version, and whether it was here already."""

    document: Document
    version: DocumentVersion
    is_new: bool


def receive_document(
    uow: UnitOfWork, case: Case, *, name: str, stored: Stored, title: str | None = None,
    kind: DocumentKind = DocumentKind.OTHER, origin: Origin = Origin.CLIENT, code: str | None = None,
    reliability: Reliability = Reliability.INTERNAL, came_in: str | None = None,
    intake_key: str | None = None, **described: Any,
) -> Document:  # fmt: skip
    """Take a file that stands in the store into the case as a document, and have it read.

    With a `code` (E-003, kept for it by a request) the document gets that code, else the next of series E.
    The same bytes again give the document that is there. Raises BadInput and RuleViolation.
    """
    received = receive(stored, name, came_in=came_in, key=intake_key)
    return take_into_case(
        uow, case, received, title=title, kind=kind, origin=origin, code=code, reliability=reliability,
        **described,
    ).document  # fmt: skip


def take_into_case(
    uow: UnitOfWork, case: Case, received: Received, *, origin: Origin, title: str | None = None,
    kind: DocumentKind = DocumentKind.OTHER, code: str | None = None, **described: Any,
) -> Receipt:  # fmt: skip
    """As receive_document, for what came through the intake; says whether anything new was kept."""
    _refuse_unless_open(uow, case, origin)
    known = _known(uow, case, received, origin)
    if known is not None:
        return known
    if code is None:
        code = next_code(uow, case, "E")
    else:
        _take_reserved(uow, case, code)
    identity = received.identity
    document = Document(
        case_id=case.id, owner_org_id=case.owner_org_id, code=code, title=(title or received.name)[:300],
        kind=kind, origin=origin, state=_STATE_OF_VERDICT[identity.verdict], state_reason=identity.reason,
        current_version=1,
    )  # fmt: skip
    _describe(document, described)
    uow.session.add(document)
    uow.session.flush()
    version = _version_row(uow, case, document, received, 1)
    uow.record("document.receive", document, covers=[version], sha256=version.sha256, file_name=version.name)
    if identity.verdict == "ok":
        _have_it_read(uow, version)
    crashpoint("upload.before_commit")
    return Receipt(document, version, True)


def add_version(
    uow: UnitOfWork, case: Case, document: Document, *, name: str, stored: Stored,
    came_in: str | None = None, intake_key: str | None = None,
) -> DocumentVersion:  # fmt: skip
    """Take a newer version of a document; the older one stays, with its figures and their links."""
    received = receive(stored, name, came_in=came_in, key=intake_key)
    return take_version(uow, case, document, received).version


def take_version(uow: UnitOfWork, case: Case, document: Document, received: Received) -> Receipt:
    """As add_version, for what came through the intake."""
    _refuse_unless_open(uow, case, document.origin)
    for version in queries.versions_of(uow.session, document):
        if version.sha256 == received.stored.sha256:
            return Receipt(document, version, False)
    document.current_version += 1
    version = _version_row(uow, case, document, received, document.current_version)
    document.state_reason = None
    uow.move(
        DOCUMENT, document, "take_new_version", facts=ReadingFacts(), covers=[version],
        sha256=version.sha256, file_name=version.name,
    )  # fmt: skip
    _have_it_read(uow, version)
    crashpoint("upload.before_commit")
    return Receipt(document, version, True)


def _refuse_unless_open(uow: UnitOfWork, case: Case, origin: Origin) -> None:
    foreign = None if uow.actor.is_system else refuse_foreign_origin(origin, uow.actor.case_roles)
    uow.refuse_unless(case, "document.receive", refuse_closed_case(case.state), foreign)


def _known(uow: UnitOfWork, case: Case, received: Received, origin: Origin) -> Receipt | None:
    """The receipt of the same sending or of the same bytes, as far as this person may know of them."""
    sha256 = received.stored.sha256
    if received.intake_key is not None:
        earlier = queries.version_of_intake(uow.session, case, received.intake_key)
        if earlier is not None and earlier.sha256 != sha256:
            raise BadInput(N_("This sending was used for another file already. Send the file anew."), "files")
        if earlier is not None:
            document, _ = queries.version_by_id(uow.session, earlier.id)
            return Receipt(document, earlier, False)
    for document, version in queries.same_bytes(uow.session, case, sha256):
        roles = uow.actor.case_roles
        is_visible = uow.actor.is_system or may_see(roles, is_confidential=document.is_confidential)
        if document.origin is origin and is_visible:
            return Receipt(document, version, False)
    return None


def _take_reserved(uow: UnitOfWork, case: Case, code: str) -> None:
    if queries.documents_by_codes(uow.session, case, [code]):
        raise BadInput(
            message(N_("{code} is here already. Send this file as its new version."), code=code), "code"
        )
    reserve_code(uow, case, code)


def _version_row(
    uow: UnitOfWork, case: Case, document: Document, received: Received, number: int
) -> DocumentVersion:
    version = DocumentVersion(
        case_id=case.id, owner_org_id=case.owner_org_id, document_id=document.id, number=number,
        name=received.name, sha256=received.stored.sha256, size=received.stored.size,
        media_type=received.identity.media_type,
        file_kind=received.identity.kind or received.identity.type[:20],
        received_at=uow.now, received_by=uow.actor.name, received_by_id=uow.actor.person_id,
        intake_key=received.intake_key, came_in=received.came_in,
        came_in_sha256=received.came_in_sha256, flags=list(received.identity.flags),
        page_facts=[],
    )  # fmt: skip
    uow.session.add(version)
    uow.session.flush()
    return version


def _have_it_read(uow: UnitOfWork, version: DocumentVersion, again: int = 0) -> None:
    key = f"read:{version.id}:{again}"
    uow.after_commit(READ_JOB, version.id, lane=Lane.QUICK, subject=version, key=key)


def describe_document(uow: UnitOfWork, document: Document, **fields: Any) -> None:
    """Say what a document is: title, kind, entity, period, reliability, confidentiality. Raises BadInput."""
    _describe(document, fields)
    uow.record("document.describe", document)


def _describe(document: Document, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in DESCRIBED:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(document, name, value)
    start, end = document.period_start, document.period_end
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise BadInput(N_("The period ends before it starts: check both dates."), "period_end")


def read_again(uow: UnitOfWork, document: Document) -> None:
    """Have the newest version of a document read once more."""
    version = queries.current_version(uow.session, document)
    document.state_reason = None
    is_read_here = version.file_kind in READ_KINDS
    _begin_anew(version)
    uow.move(DOCUMENT, document, "read_again", facts=ReadingFacts(is_read_here), covers=[version])
    _have_it_read(uow, version, again=document.version + 1)


def _begin_anew(version: DocumentVersion) -> None:
    """What was read in parts before does not count any more; it stays where it is."""
    version.survey_sha256 = version.stop_asked_by = None
    version.reading_course += 1


def unlock_document(uow: UnitOfWork, document: Document, copy: Stored) -> None:
    """Have a locked document read from its unlocked copy; the trail names who gave the password, never the
    password.
    """
    version = queries.current_version(uow.session, document)
    version.unlocked_sha256 = copy.sha256
    version.file_kind = kind_of_copy(version, copy)
    version.flags = list(dict.fromkeys((*version.flags, COPY_READ.format(sha256=copy.sha256[:12]))))
    document.state_reason = None
    _begin_anew(version)
    uow.move(
        DOCUMENT, document, "unlock", facts=ReadingFacts(), covers=[version],
        sha256=version.sha256, unlocked_sha256=copy.sha256,
    )  # fmt: skip
    _have_it_read(uow, version, again=document.version + 1)


def note_refused_password(uow: UnitOfWork, document: Document, reason: str) -> None:
    """Say in the trail that somebody tried to unlock a document in vain; what was typed is not known here."""
    refusal = {"code": "unlock", "reason": reason, "params": {}}
    uow.record("document.unlock.refused", document, refusals=[refusal])


_FAILED_BEFORE = frozenset({DocumentState.ERROR, DocumentState.NEEDS_ATTENTION, DocumentState.READ_IN_PART})
# Kinds whose pages are drawn as pictures when they are read.
DRAWN_KINDS = frozenset({"pdf", "ofd", "image"})
# Kinds that can be read page by page.
PARTED_KINDS = frozenset({"pdf", "image"})
READ_KINDS = frozenset({"pdf", "xlsx", "xls", "ods", "csv", "docx", "text", "mail", "ofd", "image"})
_MOVE_TO = {
    DocumentState.READ: "finish_reading",
    DocumentState.READ_IN_PART: "finish_in_part",
    DocumentState.NEEDS_ATTENTION: "ask_for_attention",
    DocumentState.PASSWORD: "ask_for_password",
    DocumentState.REFUSED: "refuse",
    DocumentState.ERROR: "fail",
}


@dataclass(frozen=True)
class Settled:
    """How the reading of a version ended, and what was kept of it."""

    state: DocumentState
    reason: str | None
    reading_sha256: str | None = None
    reader: str | None = None
    pages: int | None = None
    flags: tuple[str, ...] = ()
    page_facts: tuple[tuple[float, float, str], ...] = ()
    has_pictures: bool = False
    file_dates: FileDates = NO_DATES


def start_reading(uow: UnitOfWork, document: Document, version: DocumentVersion) -> None:
    """The reader has it now; nothing to record when another worker had begun before it was lost.

    A job that the operator sent again begins anew where the reading had failed.
    """
    if document.state in _FAILED_BEFORE and version.number == document.current_version:
        document.state_reason = None
        _begin_anew(version)
        uow.move(DOCUMENT, document, "read_again", facts=ReadingFacts(), covers=[version])
    if document.state is DocumentState.QUEUED:
        uow.move(DOCUMENT, document, "start_reading", facts=ReadingFacts())


def settle_reading(uow: UnitOfWork, document: Document, version: DocumentVersion, how: Settled) -> None:
    """Write down how the reading ended and, when there is one, have its figures proposed.

    The outcome of a version that a newer one replaced meanwhile is kept with it and moves nothing.
    """
    version.reading_sha256 = how.reading_sha256
    version.reader = how.reader
    version.pages = how.pages
    version.flags = list(dict.fromkeys((*version.flags, *how.flags)))
    version.page_facts = [list(fact) for fact in how.page_facts]
    version.has_pictures = how.has_pictures
    version.file_made, version.file_changed = dates_to_json(how.file_dates)
    told: dict[str, Any] = {"sha256": version.sha256, "reading_sha256": how.reading_sha256}
    is_awaited = document.state in {DocumentState.QUEUED, DocumentState.READING}
    if version.number != document.current_version or not is_awaited:
        uow.record("document.reading", document, covers=[version], **told)
    else:
        document.state_reason = how.reason
        uow.move(DOCUMENT, document, _MOVE_TO[how.state], facts=ReadingFacts(), covers=[version], **told)
    if how.reading_sha256 is not None:
        uow.after_commit(
            PROPOSE_JOB, version.id, lane=Lane.QUICK, subject=version,
            key=f"propose:{version.id}:{how.reading_sha256}",
        )  # fmt: skip
        uow.after_commit(INDEX_JOB, version.id, subject=version, is_merged=True)
