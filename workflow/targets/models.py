"""Tables of targets: inventories of years with their citations, changes, targets, versions, paths, progress."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from methods.targets import Ambition
from workflow.db import Base, EnumText, OrganisationOwned, Versioned
from workflow.targets.rules import Cause, ChangeKind, Origin, TargetKind, TargetState


class GroupInventory(OrganisationOwned, Base):
    """The group's inventory of one year, locked as it was made; a better one is the next edition.

    `values` holds [Scope code, t CO2e location-based, market-based] as canonical text; `sha256` is their hash.
    """

    __tablename__ = "group_inventory"
    __table_args__ = (UniqueConstraint("owner_org_id", "year", "edition"),)

    year: Mapped[int]
    edition: Mapped[int]
    origin: Mapped[Origin] = mapped_column(EnumText(Origin))
    approach: Mapped[str | None] = mapped_column(String(40))
    values: Mapped[list[Any]]
    biogenic_co2: Mapped[Decimal | None]
    removals: Mapped[Decimal | None]
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str | None]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class InventoryCitation(OrganisationOwned, Base):
    """A verified statement from which an inventory takes its values, by number, revision and hashes."""

    __tablename__ = "group_inventory_citation"
    __table_args__ = (UniqueConstraint("inventory_id", "cited_case_id"),)

    inventory_id: Mapped[int] = mapped_column(ForeignKey("group_inventory.id"), index=True)
    cited_case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"), index=True)
    case_code: Mapped[str] = mapped_column(String(20))
    entity: Mapped[str]
    number: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    contract_sha256: Mapped[str] = mapped_column(String(64))
    statement_sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[str]
    level: Mapped[str]
    dated: Mapped[date]
    inclusion: Mapped[Decimal]
    tonnes: Mapped[Decimal]

    @property
    def reference(self) -> str:
        """NUMBER/REV, by which the statement is cited."""
        return f"{self.number}/{self.revision}"


class BaseYearChange(OrganisationOwned, Base):
    """A change of base-year emissions since an inventory was made: signed t CO2e in a scope, and why."""

    __tablename__ = "base_year_change"

    inventory_id: Mapped[int] = mapped_column(ForeignKey("group_inventory.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(EnumText(ChangeKind))
    scope: Mapped[int]
    tonnes: Mapped[Decimal]
    happened_on: Mapped[date]
    reason: Mapped[str]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]


class RecalculationTask(OrganisationOwned, Versioned, Base):
    """The task to calculate a base year again, raised once for each cause."""

    __tablename__ = "recalculation_task"
    __table_args__ = (UniqueConstraint("inventory_id", "key"),)

    inventory_id: Mapped[int] = mapped_column(ForeignKey("group_inventory.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    cause: Mapped[Cause] = mapped_column(EnumText(Cause))
    reference: Mapped[str]
    raised_at: Mapped[datetime]
    due: Mapped[date]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_how: Mapped[str | None]


class SubmissionBasis(OrganisationOwned, Versioned, Base):
    """What the group says of its submission as a whole, by the names of workflow.targets.fields."""

    __tablename__ = "submission_basis"
    __table_args__ = (UniqueConstraint("owner_org_id"),)

    answers: Mapped[dict[str, Any]]


class Target(OrganisationOwned, Versioned, Base):
    """One target of the group; what its kind asks for stands in `answers`, canonical text by field name."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("owner_org_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    kind: Mapped[TargetKind] = mapped_column(EnumText(TargetKind))
    state: Mapped[TargetState] = mapped_column(EnumText(TargetState), default=TargetState.DRAFT)
    rule_set_id: Mapped[str] = mapped_column(String(20))
    inventory_id: Mapped[int | None] = mapped_column(ForeignKey("group_inventory.id"), index=True)
    path_id: Mapped[int | None] = mapped_column(ForeignKey("sector_path.id"), index=True)
    answers: Mapped[dict[str, Any]]
    number: Mapped[int] = mapped_column(default=1)
    set_on: Mapped[date]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_by: Mapped[str]
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None]
    submitted_on: Mapped[date | None]
    validated_on: Mapped[date | None]
    decision: Mapped[str | None]
    published_on: Mapped[date | None]
    published_at: Mapped[str | None]
    end_reason: Mapped[str | None]


class TargetVersion(OrganisationOwned, Base):
    """A target as it was approved: inputs, base year, rule results and their hash; never changed."""

    __tablename__ = "target_version"
    __table_args__ = (UniqueConstraint("target_id", "number"),)

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str]
    approved_at: Mapped[datetime]


class SectorPathRow(OrganisationOwned, Base):
    """An uploaded sector path with its source and licence; `years` as methods.targets.SectorYear holds them."""

    __tablename__ = "sector_path"
    __table_args__ = (UniqueConstraint("owner_org_id", "name"),)

    name: Mapped[str]
    activity_unit: Mapped[str]
    source: Mapped[str]
    licence: Mapped[str]
    ambition: Mapped[Ambition] = mapped_column(EnumText(Ambition))
    is_approved: Mapped[bool] = mapped_column(default=False)
    allows_rise: Mapped[bool] = mapped_column(default=False)
    years: Mapped[list[Any]]
    file_name: Mapped[str]
    file_sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]


class TargetYear(OrganisationOwned, Versioned, Base):
    """What is said of a target in a reporting year; `actual` only where no inventory gives it (shares, output)."""

    __tablename__ = "target_year"
    __table_args__ = (UniqueConstraint("target_id", "year"),)

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    year: Mapped[int]
    actual: Mapped[Decimal | None]
    status: Mapped[str] = mapped_column(String(20))
    explanation: Mapped[str]
    plan: Mapped[str]
    said_by: Mapped[str]
