"""Tables of the roadmap: what it is drawn against, drivers of business as usual, levers, measured years, claims."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from methods.quantification import Basis
from methods.roadmap import LeverKind
from workflow.db import Base, EnumText, OrganisationOwned, Versioned


class RoadmapBasis(OrganisationOwned, Versioned, Base):
    """What the roadmap is drawn against: a target's line, one basis, money, and the inventory's own factor."""

    __tablename__ = "roadmap_basis"
    __table_args__ = (UniqueConstraint("owner_org_id"),)

    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    basis: Mapped[Basis] = mapped_column(EnumText(Basis), default=Basis.MARKET)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    interest: Mapped[Decimal] = mapped_column(default=Decimal(0))
    inventory_factor: Mapped[Decimal | None]
    factor_source: Mapped[str]


class RoadmapActivity(OrganisationOwned, Versioned, Base):
    """A driver of business as usual: amount in the base year, growth a year as a share, t CO2e per unit.

    `overlap_group` names the levers that together cannot cut more than this driver emits.
    """

    __tablename__ = "roadmap_activity"
    __table_args__ = (UniqueConstraint("owner_org_id", "name"),)

    name: Mapped[str]
    amount: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(40))
    growth: Mapped[Decimal]
    factor: Mapped[Decimal]
    factor_source: Mapped[str]
    overlap_group: Mapped[str | None] = mapped_column(String(40))


class RoadmapLever(OrganisationOwned, Versioned, Base):
    """A lever of the register: the same t CO2e in each year from its first to its last, capex in one year."""

    __tablename__ = "roadmap_lever"
    __table_args__ = (UniqueConstraint("owner_org_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str]
    site: Mapped[str]
    scope: Mapped[str] = mapped_column(String(12))
    kind: Mapped[LeverKind] = mapped_column(EnumText(LeverKind))
    first_year: Mapped[int]
    last_year: Mapped[int]
    lifetime: Mapped[int]
    tonnes: Mapped[Decimal]
    mwh: Mapped[Decimal | None]
    factor_source: Mapped[str]
    capex: Mapped[Decimal]
    capex_year: Mapped[int]
    yearly_cost: Mapped[Decimal]
    yearly_saving: Mapped[Decimal]
    confidence: Mapped[str] = mapped_column(String(40))
    owner: Mapped[str]
    status: Mapped[str] = mapped_column(String(40))
    dependency: Mapped[str]
    overlap_group: Mapped[str | None] = mapped_column(String(40))

    @property
    def factor(self) -> Decimal | None:
        """t CO2e per MWh that its saving implies; None where it saves no energy."""
        return self.tonnes / self.mwh if self.mwh else None


class RoadmapMeasure(OrganisationOwned, Versioned, Base):
    """A lever's measured year: MWh of the adjusted baseline and measured, t CO2e/MWh, who confirmed it."""

    __tablename__ = "roadmap_measure"
    __table_args__ = (UniqueConstraint("lever_id", "year"),)

    lever_id: Mapped[int] = mapped_column(ForeignKey("roadmap_lever.id"), index=True)
    year: Mapped[int]
    baseline_mwh: Mapped[Decimal]
    measured_mwh: Mapped[Decimal]
    factor: Mapped[Decimal]
    confirmed_by: Mapped[str]


class RoadmapClaim(OrganisationOwned, Base):
    """A saving as somebody published it: MWh and t CO2e, and where."""

    __tablename__ = "roadmap_claim"
    __table_args__ = (UniqueConstraint("owner_org_id", "name"),)

    name: Mapped[str]
    mwh: Mapped[Decimal]
    tonnes: Mapped[Decimal]
    source: Mapped[str]
