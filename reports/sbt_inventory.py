"""What the SBT documents say of the inventory: its basis, rows, exclusions, bioenergy and screening of scope 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reports.parts import Basis
from reports.sbt_fields import Stater, stated

SCOPE_3_NAMES = (
    "Purchased goods and services",
    "Capital goods",
    "Fuel- and energy-related activities",
    "Upstream transportation and distribution",
    "Waste generated in operations",
    "Business travel",
    "Employee commuting",
    "Upstream leased assets",
    "Downstream transportation and distribution",
    "Processing of sold products",
    "Use of sold products",
    "End-of-life treatment of sold products",
    "Downstream leased assets",
    "Franchises",
    "Investments",
)


class RowKind(StrEnum):
    """What a row of the inventory table counts; biogenic CO2 and removals stand apart from every total."""

    SCOPE_1 = "scope 1"
    SCOPE_2_LOCATION = "scope 2, location-based"
    SCOPE_2_MARKET = "scope 2, market-based"
    SCOPE_3 = "scope 3"
    BIOGENIC = "biogenic CO2"
    REMOVALS = "removals"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityInside:
    """An entity inside the boundary; `share` and `factor` are shares (1 is 100 %)."""

    name: str
    country: str
    share: Decimal
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityOutside:
    """An entity outside the boundary and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryBasis:
    """Section 3: on what the figures stand (FORM21 2.1); the statement is that of the base year."""

    standards: tuple[str, ...] = stated(
        (), "Standards", Stater.INVENTORY, "ISO 14064-1, GHG Protocol, with edition."
    )
    approach: str = stated(
        "", "Consolidation approach", Stater.OFFICE, "Operational, financial control or equity."
    )
    entities_inside: tuple[EntityInside, ...] = stated(
        (), "Entities inside", Stater.OFFICE, "Boundary register on the last day of the base year."
    )
    entities_outside: tuple[EntityOutside, ...] = stated(
        (), "Entities outside", Stater.OFFICE, "Boundary register, with the reason for each."
    )
    gases: tuple[str, ...] = stated((), "Gases", Stater.INVENTORY, "Gases assessed (NT-02).")
    gwp_set: str = stated(
        "", "GWP set", Stater.INVENTORY, "One set for the whole inventory, from its statement."
    )
    base_year: int | None = stated(
        None, "Base year", Stater.OFFICE, "Calendar or fiscal year (NT-12).", "year"
    )
    base_year_reason: str = stated("", "Reason for the base year", Stater.OFFICE, "Why this year is typical.")
    recent_year: int | None = stated(
        None, "Most recent year", Stater.INVENTORY, "Last year with a complete inventory (NT-14).", "year"
    )
    body: str = stated("", "Verification body", Stater.BODY, "Name and accreditation, from the statement.")
    level: str = stated("", "Level of assurance", Stater.BODY, "Per assurance group, from the statement.")
    criteria: str = stated("", "Verified by", Stater.BODY, "Standard of the verification, ISO 14064-3.")
    statement: str = stated(
        "", "Verification statement", Stater.BODY, "Number/revision of the issued statement."
    )
    statement_date: date | None = stated(None, "Dated", Stater.BODY, "Date of issue of the statement.")
    statement_sha256: str = stated(
        "", "GHG statement", Stater.BODY, "SHA-256 of the GHG statement verified.", "hash"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One row of section 4; t CO2e in base year and most recent year, None where nobody stated it.

    `category` is 1 to 15 for scope 3; `reason` says why a category is not relevant, where it is not.
    """

    kind: RowKind
    category: int | None = None
    base: Decimal | None = None
    recent: Decimal | None = None
    method: str = ""
    quality: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryTable:
    """Section 4 (FORM21 2.2, 2.4, 2.6; FORM24 "GHG Inventory").

    `scope_2` names the approach that the totals take. The declared totals are those of the GHG statement
    (None: not declared); a document whose rows do not add up to them is not made.
    """

    base_year: int
    recent_year: int
    scope_2: Basis
    rows: tuple[InventoryRow, ...]
    declared_base: Decimal | None = None
    declared_recent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRow:
    """One excluded source of section 5: `tonnes` is an estimate in t CO2e of the base year, `scope` 1 to 3.

    `from_target` says that it is in the inventory but outside the boundary of the targets.
    """

    source: str
    scope: int
    tonnes: Decimal
    reason: str
    from_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BioFuel:
    """One fuel of section 6: its amount with unit, and its direct biogenic CO2 in t."""

    name: str
    amount: Decimal
    unit: str
    biogenic_co2: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bioenergy:
    """Section 6 (FORM21 2.3, NT-09); all tonnes of the base year."""

    fuels: tuple[BioFuel, ...] = stated(
        (), "Fuels", Stater.INVENTORY, "Fuels of biomass and their biogenic CO2."
    )
    land_emissions: Decimal | None = stated(
        None, "Land-related emissions", Stater.INVENTORY, "Of bioenergy feedstocks.", "t CO2e"
    )
    land_removals: Decimal | None = stated(
        None, "Land-related removals", Stater.INVENTORY, "Of bioenergy feedstocks.", "t CO2e"
    )
    needs_footnote: bool | None = stated(
        None, "Footnote in the wording", Stater.OFFICE, "Whether the wording carries the bioenergy footnote."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRow:
    """Section 7: the decision on one category; `decision` in words, as "in target T2" or "not relevant: ..."."""

    category: int
    is_relevant: bool | None
    decision: str = ""
