"""Reads of evidence: documents of a case, their versions, and where the bytes stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import ColumnElement, select, true

from workflow.access import Actor, Role
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion, EvidenceRequest
from workflow.documents.rules import DocumentState, may_see
from workflow.documents.storage import store
from workflow.errors import NotYours

_MISSING = "There is no such document."


def sees(actor: Actor, document: Document) -> bool:
    """The one rule of what a reader of the case may see of its evidence."""
    return actor.is_system or may_see(actor.case_roles, is_confidential=document.is_confidential)


def _for_office_only(viewer: Actor | None) -> bool:
    return viewer is not None and not viewer.is_system and viewer.case_roles == frozenset({Role.GROUP_OFFICE})


def documents_of(session: ScopedSession, case: Case, viewer: Actor | None = None) -> list[Document]:
    """The documents of a case by code; with a viewer, only those that may be seen."""
    query = select(Document).where(Document.case_id == case.id)
    if _for_office_only(viewer):
        query = query.where(Document.is_confidential.is_(False))
    return list(session.scalars(query.order_by(Document.code, Document.id)))


def codes_withheld(session: ScopedSession, case: Case, viewer: Actor) -> frozenset[str]:
    """Codes of the documents of a case that its suppliers hold in confidence from this viewer."""
    return codes_in_confidence(session, case) if _for_office_only(viewer) else frozenset()


def codes_in_confidence(session: ScopedSession, case: Case) -> frozenset[str]:
    """Codes of the documents of a case that its suppliers hold in confidence from the group's office."""
    query = select(Document.code).where(Document.case_id == case.id, Document.is_confidential.is_(True))
    return frozenset(session.scalars(query.order_by(Document.id)))


def seen_over_cases(viewer: Actor) -> ColumnElement[bool]:
    """Which documents one may be shown outside a case: whoever is of a group's office, none held in confidence."""
    is_of_office = any(role is Role.GROUP_OFFICE for _organisation, role in viewer.organisation_roles)
    return Document.is_confidential.is_(False) if is_of_office else true()


def document_by_code(session: ScopedSession, case: Case, code: str, viewer: Actor | None = None) -> Document:
    """The document of that code; NotYours for a missing one and for one that may not be seen alike."""
    found = session.scalar(select(Document).where(Document.case_id == case.id, Document.code == code))
    if found is None or (viewer is not None and not sees(viewer, found)):
        raise NotYours(_MISSING)
    return found


def documents_by_codes(session: ScopedSession, case: Case, codes: Iterable[str]) -> dict[str, Document]:
    """Documents of a case by their codes, those that exist."""
    query = select(Document).where(Document.case_id == case.id, Document.code.in_(set(codes)))
    return {row.code: row for row in session.scalars(query.order_by(Document.id))}


def versions_of(session: ScopedSession, document: Document) -> list[DocumentVersion]:
    """Every version that was received, oldest first."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return list(session.scalars(query.order_by(DocumentVersion.number, DocumentVersion.id)))


def version_of(session: ScopedSession, document: Document, number: int) -> DocumentVersion:
    """One version of a document by its number."""
    query = select(DocumentVersion).where(
        DocumentVersion.document_id == document.id, DocumentVersion.number == number
    )
    found = session.scalar(query)
    if found is None:
        raise NotYours(_MISSING)
    return found


def current_version(session: ScopedSession, document: Document) -> DocumentVersion:
    """The version that counts: the newest received."""
    return version_of(session, document, document.current_version)


def current_versions(session: ScopedSession, case: Case) -> list[tuple[Document, DocumentVersion]]:
    """Each document of a case with the version that counts, by code."""
    query = (
        select(Document, DocumentVersion)
        .join(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id)
            & (DocumentVersion.number == Document.current_version),
        )
        .where(Document.case_id == case.id)
        .order_by(Document.code, Document.id)
    )
    return [(document, version) for document, version in session.execute(query)]


def all_versions(session: ScopedSession, case: Case) -> list[tuple[Document, DocumentVersion]]:
    """Every version of every document of a case, by code and number, as indexes and packages list them."""
    query = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.case_id == case.id)
        .order_by(Document.code, DocumentVersion.number, DocumentVersion.id)
    )
    return [(document, version) for document, version in session.execute(query)]


def version_by_id(session: ScopedSession, version_id: int) -> tuple[Document, DocumentVersion]:
    """A version and its document by the version's id; what a job works with."""
    version = session.get(DocumentVersion, version_id)
    document = session.get(Document, version.document_id) if version is not None else None
    if version is None or document is None:
        raise NotYours(_MISSING)
    return document, version


def version_of_intake(session: ScopedSession, case: Case, key: str) -> DocumentVersion | None:
    """What was received under this key of a sending."""
    query = select(DocumentVersion).where(
        DocumentVersion.case_id == case.id, DocumentVersion.intake_key == key
    )
    return session.scalar(query)


def same_bytes(session: ScopedSession, case: Case, sha256: str) -> list[tuple[Document, DocumentVersion]]:
    """Documents of the case that hold exactly these bytes already, oldest first."""
    query = (
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.case_id == case.id, DocumentVersion.sha256 == sha256)
        .order_by(DocumentVersion.id)
    )
    return [(document, version) for document, version in session.execute(query)]


def file_path(version: DocumentVersion) -> Path:
    """Where the bytes of a version stand that are read: the unlocked copy of a locked file, else the original."""
    return store().path(version.unlocked_sha256 or version.sha256)


def waiting_documents(session: ScopedSession, case: Case) -> list[Document]:
    """Documents that a person must look at, by code."""
    states = (
        DocumentState.NEEDS_ATTENTION, DocumentState.PASSWORD, DocumentState.REFUSED, DocumentState.ERROR,
        DocumentState.READ_IN_PART,
    )  # fmt: skip
    query = select(Document).where(Document.case_id == case.id, Document.state.in_(states))
    return list(session.scalars(query.order_by(Document.code, Document.id)))


def request_of(session: ScopedSession, case_id: int, code: str) -> EvidenceRequest | None:
    """The request of a code on the case, None when there is none."""
    query = select(EvidenceRequest).where(EvidenceRequest.case_id == case_id, EvidenceRequest.code == code)
    return session.scalar(query)


def is_taken(session: ScopedSession, case_id: int, code: str) -> bool:
    """True when a document of the case has the code already."""
    query = select(Document.id).where(Document.case_id == case_id, Document.code == code)
    return session.scalar(query) is not None
