"""Tables of the GHG statement: sources, immutable versions, lines and the report's checklist."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.ghg_statement.rules import ReportItemState, VersionState


class Source(CaseOwned, Base):
    """The stable thing that emits (S01); it appears as a line in versions of the statement."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str]
    iso_category: Mapped[int]
    scope_code: Mapped[str] = mapped_column(String(12))
    gases: Mapped[list[Any]] = mapped_column(default=list)
    site: Mapped[str | None]


class StatementVersion(CaseOwned, Versioned, Base):
    """One version of the GHG statement: content hashed on receipt, never changed afterwards."""

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(EnumText(VersionState), default=VersionState.PREPARING)
    title: Mapped[str]
    dated: Mapped[date]
    gwp_set: Mapped[str] = mapped_column(String(40))
    gwp_justification: Mapped[str | None]
    period_start: Mapped[date]
    period_end: Mapped[date]
    prepared_by: Mapped[str]
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sha256: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[str | None]
    received_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    document_code: Mapped[str | None] = mapped_column(String(20))
    total: Mapped[Decimal | None]
    total_market: Mapped[Decimal | None]
    total_cents: Mapped[int | None] = mapped_column(BigInteger)
    what_changed: Mapped[str | None]


class StatementLine(CaseOwned, Base):
    """A source in one version: quantity, factors and the tonnes that the responsible party states.

    `inputs` is the canonical JSON of methods.quantification.SourceLine; tonnes are rounded half-up to 0.01.
    """

    __tablename__ = "statement_line"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("statement_version.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    activity: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[dict[str, Any]]
    factor_source: Mapped[str | None]
    method: Mapped[str | None]
    tonnes: Mapped[Decimal]
    tonnes_market: Mapped[Decimal]
    tonnes_cents: Mapped[int] = mapped_column(BigInteger)
    recalculated: Mapped[Decimal | None]
    recalculated_market: Mapped[Decimal | None]
    uncertainty_activity: Mapped[Decimal | None]
    uncertainty_factor: Mapped[Decimal | None]


class ReportItem(CaseOwned, Base):
    """What the entity's GHG report says on one item of its checklist (R-a to R-t, 8-a to 8-c)."""

    __tablename__ = "report_item"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("statement_version.id"), index=True)
    key: Mapped[str] = mapped_column(String(8))
    state: Mapped[ReportItemState] = mapped_column(EnumText(ReportItemState))
    text: Mapped[str]
    reason: Mapped[str | None]


class CompleteSet(CaseOwned, Base):
    """The responsible party's word that the documents behind a line are all there are (EV-06)."""

    __tablename__ = "complete_set"
    __table_args__ = (UniqueConstraint("version_id", "source_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("statement_version.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    declared_by: Mapped[str]
    declared_at: Mapped[datetime]


class IntraGroupElimination(CaseOwned, Versioned, Base):
    """What one entity of a group bought from another and both report: t CO2e to take out at the buyer's.

    `scope_key` is the buyer's line (ghg_statement.consolidated.key_of); it stands until it is dropped.
    """

    __tablename__ = "intra_group_elimination"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    buyer_case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"))
    seller_case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"))
    scope_key: Mapped[str] = mapped_column(String(12))
    tonnes: Mapped[Decimal]
    tonnes_market: Mapped[Decimal]
    reason: Mapped[str]
    evidence: Mapped[str]
    entered_by: Mapped[str]
    dropped_reason: Mapped[str | None]


class ConsolidatedStatement(CaseOwned, Base):
    """How a version of a group's statement was made from its entities' statements.

    `content` is the canonical JSON of ghg_statement.consolidated.Consolidation; it is part of the version's
    hashed content.
    """

    __tablename__ = "consolidated_statement"
    __table_args__ = (UniqueConstraint("version_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("statement_version.id"))
    content: Mapped[dict[str, Any]]
