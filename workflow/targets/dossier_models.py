"""Tables of the group's documents: what the office states for them, their versions, and signed packages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, EnumText, OrganisationOwned, Versioned
from workflow.targets.dossier_rules import DocumentKind, VersionState


class DossierFacts(OrganisationOwned, Base):
    """What the project office states for the documents; every saving is the next edition, none is changed.

    `answers` holds canonical text by the names of workflow.targets.dossier_fields.
    """

    __tablename__ = "dossier_facts"
    __table_args__ = (UniqueConstraint("owner_org_id", "edition"),)

    edition: Mapped[int]
    answers: Mapped[dict[str, Any]]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class DossierVersion(OrganisationOwned, Versioned, Base):
    """One version of a document: made from a contract frozen in the store, then signed; hashes are SHA-256.

    `dated` is the civil date that the document bears. `workbook_sha256` is the forms' XLSX of a dossier.
    `*_signature_sha256` are the detached signatures (.p7s) over exactly these bytes.
    """

    __tablename__ = "dossier_version"
    __table_args__ = (UniqueConstraint("owner_org_id", "code"),)

    code: Mapped[str] = mapped_column(String(24))
    kind: Mapped[DocumentKind] = mapped_column(EnumText(DocumentKind))
    year: Mapped[int | None]
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(EnumText(VersionState), default=VersionState.MAKING)
    dated: Mapped[date]
    contract_sha256: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    problem: Mapped[str | None]
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    workbook_sha256: Mapped[str | None] = mapped_column(String(64))
    acknowledged_by: Mapped[str | None]
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    document_signature_sha256: Mapped[str | None] = mapped_column(String(64))
    workbook_signature_sha256: Mapped[str | None] = mapped_column(String(64))


class SbtPackage(OrganisationOwned, Base):
    """The group's own package (decision 15) as it was signed and stored; served as these bytes from then on."""

    __tablename__ = "sbt_package"
    __table_args__ = (UniqueConstraint("owner_org_id", "number"),)

    number: Mapped[int]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier_version.id"), index=True)
    codes: Mapped[list[Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]
