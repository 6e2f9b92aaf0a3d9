"""Tables of the group's programme: its settings, organisation chart, organisational boundary and its log."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from methods.boundary import Approach, Holding
from workflow.access import Role
from workflow.db import Base, EnumText, OrganisationOwned, Versioned
from workflow.errors import UnrecordedChange
from workflow.programme.rules import ChangeKind, Place, UnitKind


class Programme(OrganisationOwned, Versioned, Base):
    """The programme of a group: one consolidation approach for all of it, and its base year."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("owner_org_id"),)

    approach: Mapped[Approach] = mapped_column(EnumText(Approach), default=Approach.OPERATIONAL_CONTROL)
    approach_reason: Mapped[str | None]
    base_year: Mapped[int]


class ChartUnit(OrganisationOwned, Versioned, Base):
    """A unit of the programme's organisation, from the board to the suppliers."""

    __tablename__ = "programme_chart_unit"

    kind: Mapped[UnitKind] = mapped_column(EnumText(UnitKind))
    name: Mapped[str]
    name_local: Mapped[str | None]
    holder: Mapped[str | None]
    role: Mapped[Role | None] = mapped_column(EnumText(Role))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("programme_chart_unit.id"), index=True)


class BoundaryEntity(OrganisationOwned, Versioned, Base):
    """An entity that the boundary speaks of: a subsidiary, a holding, or a supplier of the value chain.

    `organisation_id` links it to an organisation with accounts here; `tonnes_cents` is what it reported last, in
    0.01 t CO2e, until its statement is verified.
    """

    __tablename__ = "boundary_entity"
    __table_args__ = (UniqueConstraint("owner_org_id", "code"),)

    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    name_local: Mapped[str | None]
    registration_id: Mapped[str | None] = mapped_column(String(60))
    site: Mapped[str | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None] = mapped_column(String(254))
    tonnes_cents: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def tonnes(self) -> Decimal | None:
        """t CO2e last reported."""
        return None if self.tonnes_cents is None else Decimal(self.tonnes_cents) / 100


class BoundaryStanding(OrganisationOwned, Base):
    """Where an entity stands from one day to another, both included, with share and control; 0.6 is 60 %."""

    __tablename__ = "boundary_standing"

    entity_id: Mapped[int] = mapped_column(ForeignKey("boundary_entity.id"), index=True)
    place: Mapped[Place] = mapped_column(EnumText(Place))
    share: Mapped[Decimal] = mapped_column(default=Decimal(0))
    has_operational_control: Mapped[bool] = mapped_column(default=False)
    has_financial_control: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None]

    @property
    def holding(self) -> Holding:
        """What the group holds, as methods.boundary computes with it."""
        return Holding(
            str(self.entity_id), self.valid_from, self.valid_to, self.share, self.has_operational_control,
            self.has_financial_control,
        )  # fmt: skip


class BoundaryChange(OrganisationOwned, Base):
    """An entry of the boundary's log: what changed from which day on, said by whom and when; never changed."""

    __tablename__ = "boundary_change"
    unrecorded = "it is the log of acts that are recorded in the trail themselves"

    entity_id: Mapped[int | None] = mapped_column(ForeignKey("boundary_entity.id"), index=True)
    entity_code: Mapped[str | None] = mapped_column(String(20))
    kind: Mapped[ChangeKind] = mapped_column(EnumText(ChangeKind))
    from_day: Mapped[date] = mapped_column(index=True)
    was: Mapped[dict[str, Any] | None]
    now: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


@event.listens_for(BoundaryChange, "before_update")
@event.listens_for(BoundaryChange, "before_delete")
def _append_only(_mapper: object, _connection: object, row: BoundaryChange) -> None:
    raise UnrecordedChange(f"the boundary's log is append only: entry {row.id} stays as it was written")
