"""All that the SBT documents may say, as frozen dataclasses; the group signs them, no verification body does.

Fields declared by `stated` carry label, unit, source and who can state them; what nobody stated is printed so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reports.canonical import ContractError, canonical, contract_hash, from_json
from reports.sbt_delivery import Delivery, ForeignFactor, GrowthAssumption, LeverRow, RealisedRow, RoadmapYear
from reports.sbt_fields import Fact, FieldTerms, Stater, facts_of, stated
from reports.sbt_group import (
    Annexes,
    AttachedFile,
    BoardApproval,
    CitedStatement,
    CompanyFacts,
    Contact,
    Maintenance,
    Occasion,
    Reach,
    Route,
    SbtHeader,
    SignOff,
    SubmissionRequest,
    SupplierRow,
    VersionChange,
)
from reports.sbt_inventory import (
    SCOPE_3_NAMES,
    Bioenergy,
    BioFuel,
    EntityInside,
    EntityOutside,
    ExclusionRow,
    InventoryBasis,
    InventoryRow,
    InventoryTable,
    RowKind,
    ScreeningRow,
)
from reports.sbt_targets import (
    BaseYearShift,
    CoverageRow,
    CoverageSummary,
    DoubleCount,
    NamedValue,
    RuleRow,
    TargetBlock,
    TargetKind,
    TargetProgress,
    YearAmount,
    rule_rows,
)

__all__ = [
    "SCOPE_3_NAMES",
    "Annexes",
    "AttachedFile",
    "BaseYearShift",
    "BioFuel",
    "Bioenergy",
    "BoardApproval",
    "CitedStatement",
    "Commitment",
    "CommitmentContract",
    "CompanyFacts",
    "Contact",
    "ContractError",
    "CoverageRow",
    "CoverageSummary",
    "Delivery",
    "DisclosureRow",
    "DossierContract",
    "DoubleCount",
    "EntityInside",
    "EntityOutside",
    "ExclusionRow",
    "Fact",
    "FieldTerms",
    "ForeignFactor",
    "GrowthAssumption",
    "InventoryBasis",
    "InventoryRow",
    "InventoryTable",
    "LeverRow",
    "Maintenance",
    "NamedValue",
    "Occasion",
    "PlanContract",
    "ProgressContract",
    "Reach",
    "RealisedRow",
    "RoadmapYear",
    "Route",
    "RowKind",
    "RuleRow",
    "SbtHeader",
    "ScreeningRow",
    "SignOff",
    "Stater",
    "SubmissionRequest",
    "SupplierRow",
    "TargetBlock",
    "TargetKind",
    "TargetProgress",
    "VersionChange",
    "YearAmount",
    "canonical",
    "contract_hash",
    "facts_of",
    "from_json",
    "rule_rows",
    "stated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierContract:
    """The SBT dossier, sections 0 to 13 in their order."""

    header: SbtHeader  # 0
    sign_off: SignOff  # 0
    request: SubmissionRequest  # 1
    company: CompanyFacts  # 2
    basis: InventoryBasis  # 3
    inventory: InventoryTable | None  # 4
    exclusions: tuple[ExclusionRow, ...] | None  # 5, None: not stated; empty: none
    bioenergy: Bioenergy  # 6
    screening: tuple[ScreeningRow, ...]  # 7
    targets: tuple[TargetBlock, ...]  # 8
    coverage: CoverageSummary  # 9
    delivery: Delivery  # 10
    maintenance: Maintenance  # 11
    rules: tuple[RuleRow, ...]  # 12
    annexes: Annexes  # 13


class Commitment(StrEnum):
    """What the letter commits to."""

    NEAR_TERM = "near-term targets"
    NEAR_TERM_AND_NET_ZERO = "near-term targets and net-zero by 2050"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentContract:
    """The standard commitment letter; its date is that of the header, from which 24 months run (CM-01)."""

    header: SbtHeader
    company: CompanyFacts
    sign_off: SignOff
    addressee: str = stated("", "Addressee", Stater.OFFICE, "The initiative and its address.")
    choice: Commitment | None = stated(None, "Commitment", Stater.BOARD, "Near-term, or with net-zero.")
    consents: bool | None = stated(
        None,
        "Consent to be listed",
        Stater.SIGNATORY,
        'To be named publicly as "committed", and to the terms.',
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContract:
    """The reduction plan and roadmap: targets, assumptions, levers, wedge, cost curve, capex, realised savings."""

    header: SbtHeader
    sign_off: SignOff
    targets: tuple[TargetBlock, ...]
    delivery: Delivery
    approval: BoardApproval
    realised: tuple[RealisedRow, ...] = ()
    summary: str = stated("", "Summary", Stater.OFFICE, "One or two paragraphs before the tables.")
    governance: str = stated(
        "", "Governance", Stater.OFFICE, "Who steers the plan and how often it is reviewed."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRow:
    """One target of the yearly disclosure: the texts of methods.targets.disclosure_row, in its column order."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressContract:
    """The yearly progress report (NT-28): inventory, every target against its line, measures, base year.

    `base_total` is the base-year total of the targets' scopes in t CO2e, against which `shifts` are judged.
    """

    header: SbtHeader
    sign_off: SignOff
    reporting_year: int
    inventory: InventoryTable | None
    targets: tuple[TargetBlock, ...]
    progress: tuple[TargetProgress, ...]
    realised: tuple[RealisedRow, ...] = ()
    shifts: tuple[BaseYearShift, ...] = ()
    base_total: Decimal | None = None
    disclosure: tuple[DisclosureRow, ...] = ()
    statements: tuple[CitedStatement, ...] = ()
    summary: str = stated("", "Summary", Stater.OFFICE, "What the year brought, in a paragraph.")
    outlook: str = stated("", "Outlook", Stater.OFFICE, "Plan and measures of the next year.")
    published_at: str = stated("", "Published at", Stater.OFFICE, "Address of the public disclosure.")
    published_on: date | None = stated(None, "Published on", Stater.OFFICE, "Civil date.")
