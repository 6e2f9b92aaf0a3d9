"""The contract of the responsible party's GHG report by ISO 14064-1:2018."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reports.canonical import ADDED_LATER
from reports.consolidated import Consolidated
from reports.parts import (
    EmissionSummary,
    FactorRow,
    GasAmount,
    GwpRow,
    InventoryLine,
    Organisation,
    Period,
    Person,
    Section,
    Site,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A category or source left out, with the reason that the significance criteria ask for (R-i)."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """Quantification method of one or more sources and why it was chosen (R-m)."""

    sources: str
    method: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertaintyRow:
    """Combined uncertainty of a category, group or the total; ``percent`` is half of the 95 % interval."""

    label: str
    tonnes: Decimal
    percent: Decimal


class AnswerState(StrEnum):
    """How a GHG report answers a point of its checklist (3.5)."""

    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """What the responsible party declares on one point; the reason stands for what the report lacks."""

    key: str
    state: AnswerState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GhgReportContract:
    """The responsible party's GHG report by ISO 14064-1:2018; comments give the keys of its checklist (3.5).

    A text field that answers a "shall" is empty only where an answer says that the point is absent, or does
    not apply and why; a point without an answer is one that the report's own content answers.
    """

    title: str
    reference: str
    version: str
    dated: date
    organisation: Organisation  # R-a
    description: str  # R-a
    responsible_person: Person  # R-b
    prepared_by: Person
    approved_by: Person
    period: Period  # R-c
    consolidation_approach: str  # R-d
    organisational_boundary: str  # R-d
    sites: tuple[Site, ...]  # R-d
    reporting_boundary: str  # R-e
    significance_criteria: tuple[str, ...]  # R-e
    lines: tuple[InventoryLine, ...]
    direct_by_gas: tuple[GasAmount, ...]  # R-f: each gas summed unrounded over category 1, rounded once
    biogenic_treatment: str  # R-g
    removals_treatment: str  # R-h
    exclusions: tuple[Exclusion, ...]  # R-i
    no_exclusions_reason: str  # R-i, where nothing is excluded
    summary: EmissionSummary  # R-f, R-j
    market_instruments: str
    base_year: str  # R-k
    base_year_inventory: str  # R-k
    base_year_changes: str  # R-l
    methods: tuple[MethodRow, ...]  # R-m
    method_changes: str  # R-n
    factors: tuple[FactorRow, ...]  # R-o
    uncertainties: tuple[UncertaintyRow, ...]  # R-p
    uncertainty_assessment: str  # R-q
    conformity: str  # R-r
    verification_note: str  # R-s
    gwp_set: str  # R-t
    gwp_source: str  # R-t
    gwp_values: tuple[GwpRow, ...]  # R-t
    information_management: str  # 8-a
    retention: str  # 8-b
    data_quality_plan: str  # 8-c
    answers: tuple[ReportAnswer, ...] = ()  # R-a to R-t and clause 8
    further: tuple[Section, ...] = ()  # R2-a..k and 9.3.3, always apart from the inventory
    prevailing_note: str = ""
    notices: tuple[str, ...] = ()
    consolidated: Consolidated | None = field(default=None, metadata=ADDED_LATER)  # R-d of a group
