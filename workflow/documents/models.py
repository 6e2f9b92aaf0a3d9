"""Tables of evidence documents, their versions and the request list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.documents.rules import DocumentKind, DocumentState, Origin, Reliability, RequestState


class EvidenceRequest(CaseOwned, Versioned, Base):
    """What the team asked for, from whom, by when; the activity behind it is not shown to the client."""

    __tablename__ = "evidence_request"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    item: Mapped[str]
    activity_code: Mapped[str | None] = mapped_column(String(12))
    reserved_code: Mapped[str | None] = mapped_column(String(12))
    owner_name: Mapped[str]
    asked_of_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asked_on: Mapped[date]
    due: Mapped[date]
    state: Mapped[RequestState] = mapped_column(EnumText(RequestState), default=RequestState.OPEN)
    received_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    asked_again_on: Mapped[list[Any]] = mapped_column(default=list)
    asked_again_because: Mapped[str | None]
    reminded_on: Mapped[list[Any]] = mapped_column(default=list)
    answer: Mapped[str | None]
    document_codes: Mapped[list[Any]] = mapped_column(default=list)
    finding_code: Mapped[str | None] = mapped_column(String(12))


class Document(CaseOwned, Versioned, Base):
    """One piece of evidence (E-001) with its chain of versions."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    kind: Mapped[DocumentKind] = mapped_column(EnumText(DocumentKind), default=DocumentKind.OTHER)
    origin: Mapped[Origin] = mapped_column(EnumText(Origin))
    reliability: Mapped[Reliability] = mapped_column(EnumText(Reliability), default=Reliability.INTERNAL)
    entity_name: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    is_intake_declared_complete: Mapped[bool] = mapped_column(default=False)
    request_code: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[DocumentState] = mapped_column(EnumText(DocumentState), default=DocumentState.QUEUED)
    state_reason: Mapped[str | None]
    current_version: Mapped[int] = mapped_column(default=1)


class DocumentVersion(CaseOwned, Base):
    """The bytes of a document as they came, found in the store by their SHA-256.

    `came_in` names the archive or mail it was taken out of, `came_in_sha256` is that file's hash in the store.
    `unlocked_sha256` is the copy without its password that was made of a locked file, to read from it alone.
    `page_facts` holds for each page its width, height (points; pictures: pixels) and label.
    A long document is read in parts after a first look at the whole (`survey_sha256`); each time that it is read
    anew is another `reading_course`, and `stop_asked_by` names who asked that it be stopped.
    `file_made` and `file_changed` are what the file itself says of its making (ISO 8601, with a zone where it tells
    one): anybody can write that, so it is a hint and never evidence.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("case_id", "intake_key"),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    file_kind: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    intake_key: Mapped[str | None] = mapped_column(String(120))
    came_in: Mapped[str | None]
    came_in_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    reading_sha256: Mapped[str | None] = mapped_column(String(64))
    reader: Mapped[str | None] = mapped_column(String(60))
    unlocked_sha256: Mapped[str | None] = mapped_column(String(64))
    flags: Mapped[list[Any]] = mapped_column(default=list)
    page_facts: Mapped[list[Any]] = mapped_column(default=list)
    has_pictures: Mapped[bool] = mapped_column(default=False)
    survey_sha256: Mapped[str | None] = mapped_column(String(64))
    reading_course: Mapped[int] = mapped_column(default=0, server_default="0")
    stop_asked_by: Mapped[str | None]
    file_made: Mapped[str | None] = mapped_column(String(40))
    file_changed: Mapped[str | None] = mapped_column(String(40))


class ReadingPart(CaseOwned, Base):
    """Some pages of a long document as they were read, or one page with the sentence why it was not."""

    __tablename__ = "reading_part"
    __table_args__ = (UniqueConstraint("document_version_id", "course", "first_page"),)
    unrecorded = "it is a step of a reading, whose own event tells its hash"

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    course: Mapped[int]
    first_page: Mapped[int]
    last_page: Mapped[int]
    reading_sha256: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None]
    is_proposed: Mapped[bool] = mapped_column(default=False)
