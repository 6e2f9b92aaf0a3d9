"""What the SBT documents say of delivery: levers, the wedge year by year, capex, costs and realised savings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.parts import Basis
from reports.sbt_fields import Stater, stated
from reports.sbt_targets import YearAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One lever of the register; money in the currency of the delivery part, tonnes in t CO2e a year.

    `abatement` is by year, `spending` the capex by year (it adds up to `capex`), `cost` money per t CO2e by
    methods.roadmap.abatement_cost, None when it abates nothing. `lifetime` in years; `factor` as printed with
    its unit and source; `confidence` and `status` in the register's words.
    """

    lever_id: str
    name: str
    site: str
    scope: str
    kind: str
    start_year: int
    end_year: int
    lifetime: int
    capex: Decimal
    yearly_change: Decimal
    abatement: tuple[YearAmount, ...]
    spending: tuple[YearAmount, ...] = ()
    cost: Decimal | None = None
    factor: str = ""
    confidence: str = ""
    owner: str = ""
    status: str = ""
    dependency: str = ""
    overlap_group: str = ""

    def abates(self, year: int) -> Decimal:
        """Return t CO2e that it abates in a year."""
        return sum((item.amount for item in self.abatement if item.year == year), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapYear:
    """A year of the wedge in t CO2e (methods.roadmap.draw_wedge); `actual` where it has been measured."""

    year: int
    business_as_usual: Decimal
    abatement: Decimal
    planned: Decimal
    line: Decimal
    gap: Decimal
    actual: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthAssumption:
    """A driver of business as usual: amount in the base year with unit, growth a year as a share, its factor."""

    name: str
    amount: Decimal
    unit: str
    growth: Decimal
    factor: Decimal
    factor_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFactor:
    """A claimed saving whose implied t CO2e/MWh is not the inventory's (methods.roadmap.find_foreign_factors)."""

    name: str
    mwh: Decimal
    tonnes: Decimal
    implied: Decimal
    inventory: Decimal
    tonnes_at_inventory: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RealisedRow:
    """A lever's year: MWh saved, factor in t CO2e/MWh, planned and realised t CO2e, who confirmed it."""

    lever_id: str
    year: int
    saved_mwh: Decimal
    factor: Decimal
    planned: Decimal
    realised: Decimal
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Section 10, and the body of the reduction plan.

    `declared_capex` is the register's own total: a document whose levers do not add up to it is not made.
    `restated_base` is a base year calculated again, dashed in the chart.
    """

    basis: Basis = Basis.MARKET
    currency: str = "CNY"
    levers: tuple[LeverRow, ...] = stated((), "Levers", Stater.OWNER, "Register of levers.")
    years: tuple[RoadmapYear, ...] = stated((), "Roadmap", Stater.OFFICE, "By methods.roadmap.draw_wedge.")
    declared_capex: Decimal | None = stated(
        None, "Capital expenditure", Stater.FINANCE, "Register.", "currency"
    )
    interest: Decimal | None = stated(
        None,
        "Interest of the cost curve",
        Stater.FINANCE,
        "Interest a year by which capital is spread over a lever's life.",
        "share",
    )
    assumptions: tuple[GrowthAssumption, ...] = stated((), "Assumptions", Stater.OFFICE, "Business as usual.")
    foreign: tuple[ForeignFactor, ...] = ()
    restated_base: Decimal | None = None
