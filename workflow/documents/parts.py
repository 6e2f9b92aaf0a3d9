"""The parts of a long document: kept as they end, counted for the screen, stopped and gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from evidence.parts import Survey
from workflow.db import ScopedSession
from workflow.documents import queries
from workflow.documents.models import Document, DocumentVersion, ReadingPart
from workflow.documents.rules import DOCUMENT, DocumentState, ReadingFacts, refuse_unless_on_the_way
from workflow.jobs import Lane
from workflow.unit_of_work import UnitOfWork

SLOW_JOB = "workflow.documents.jobs.read_document_slowly"
PROPOSE_PARTS_JOB = "workflow.figures.jobs.propose_parts"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Progress:
    """How many pages of a long document were read so far, of how many; up to which page without a gap."""

    read: int
    pages: int
    up_to: int
    stop_asked_by: str | None = None


def parts_of(session: ScopedSession, version: DocumentVersion) -> list[ReadingPart]:
    """The parts of the newest reading of a version, in page order."""
    query = select(ReadingPart).where(
        ReadingPart.document_version_id == version.id, ReadingPart.course == version.reading_course
    )
    return list(session.scalars(query.order_by(ReadingPart.first_page, ReadingPart.id)))


def pages_read(parts: Iterable[ReadingPart]) -> set[int]:
    """The pages that were read; those that were tried in vain are not among them."""
    read = (part for part in parts if part.reading_sha256 is not None)
    return {page for part in read for page in range(part.first_page, part.last_page + 1)}


def progress_of(
    session: ScopedSession, rows: Sequence[tuple[Document, DocumentVersion]]
) -> dict[int, Progress]:
    """By version id, how far the long documents among these are read; only those that are being read."""
    on_the_way = {
        version.id: version
        for document, version in rows
        if version.survey_sha256 is not None
        and version.number == document.current_version
        and document.state in {DocumentState.QUEUED, DocumentState.READING}
    }
    if not on_the_way:
        return {}
    query = select(ReadingPart).where(ReadingPart.document_version_id.in_(on_the_way))
    by_version: dict[int, list[ReadingPart]] = {}
    for part in session.scalars(query.order_by(ReadingPart.first_page, ReadingPart.id)):
        if part.course == on_the_way[part.document_version_id].reading_course:
            by_version.setdefault(part.document_version_id, []).append(part)
    return {key: _progress(version, by_version.get(key, [])) for key, version in on_the_way.items()}


def _progress(version: DocumentVersion, parts: Sequence[ReadingPart]) -> Progress:
    up_to = 0
    for part in parts:
        if part.first_page != up_to + 1:
            break
        up_to = part.last_page
    return Progress(len(pages_read(parts)), version.pages or 0, up_to, version.stop_asked_by)


def keep_survey(
    uow: UnitOfWork, document: Document, version: DocumentVersion, survey: Survey, sha256: str
) -> None:
    """Write down the first look at a long document: its pages can be opened while they are being read."""
    version.survey_sha256 = sha256
    version.pages = len(survey.pages)
    version.page_facts = [[page.width, page.height, ""] for page in survey.pages]
    version.has_pictures = True
    uow.record("document.survey", document, covers=[version], survey_sha256=sha256, pages=version.pages)


def keep_part(
    uow: UnitOfWork, version: DocumentVersion, first: int, last: int, reading_sha256: str
) -> ReadingPart:
    """Write down one part as read and have its figures proposed; what stands there already is not doubled."""
    known = {part.first_page: part for part in parts_of(uow.session, version)}
    if first in known:
        return known[first]
    part = ReadingPart(
        case_id=version.case_id, owner_org_id=version.owner_org_id, document_version_id=version.id,
        course=version.reading_course, first_page=first, last_page=last, reading_sha256=reading_sha256,
    )  # fmt: skip
    uow.session.add(part)
    uow.session.flush()
    uow.after_commit(PROPOSE_PARTS_JOB, version.id, lane=Lane.QUICK, subject=version, is_merged=True)
    return part


def note_unread(uow: UnitOfWork, version: DocumentVersion, unread: Mapping[int, str]) -> None:
    """Write down the pages that could not be read, each with its sentence."""
    known = {part.first_page for part in parts_of(uow.session, version)}
    for page, sentence in sorted(unread.items()):
        if page not in known:
            uow.session.add(
                ReadingPart(
                    case_id=version.case_id, owner_org_id=version.owner_org_id,
                    document_version_id=version.id, course=version.reading_course, first_page=page,
                    last_page=page, reason=sentence[:LONGEST_REASON],
                )
            )  # fmt: skip


def parts_to_propose(session: ScopedSession, version: DocumentVersion) -> list[ReadingPart]:
    """The parts whose figures can be proposed now: so far as no page before them is missing, in page order."""
    waiting, next_page = [], 1
    for part in parts_of(session, version):
        if part.first_page != next_page:
            break
        next_page = part.last_page + 1
        if part.reading_sha256 is not None and not part.is_proposed:
            waiting.append(part)
    return waiting


def stop_reading(uow: UnitOfWork, document: Document) -> None:
    """Ask that reading stop at the end of the part that is being read; what was read stays."""
    uow.refuse_unless(document, "document.stop_reading", refuse_unless_on_the_way(document.state))
    version = queries.current_version(uow.session, document)
    version.stop_asked_by = uow.actor.name
    uow.record("document.stop_reading", document, covers=[version])


def pages_left(session: ScopedSession, version: DocumentVersion) -> int:
    """How many pages of a long document were not read; 0 for one that was read as a whole."""
    if version.survey_sha256 is None:
        return 0
    return (version.pages or 0) - len(pages_read(parts_of(session, version)))


def read_the_rest(uow: UnitOfWork, document: Document) -> None:
    """Go on with the pages that were not read; those that were tried in vain are tried once more."""
    version = queries.current_version(uow.session, document)
    facts = ReadingFacts(pages_left=pages_left(uow.session, version))
    document.state_reason = None
    version.stop_asked_by = None
    uow.move(DOCUMENT, document, "read_the_rest", facts=facts, covers=[version])
    for part in parts_of(uow.session, version):
        if part.reading_sha256 is None:
            uow.session.delete(part)
    key = f"rest:{version.id}:{document.version + 1}"
    uow.after_commit(SLOW_JOB, version.id, lane=Lane.SLOW, subject=version, key=key)
