"""What the rules read of a group and of one of its targets; None is "not known", and no rule passes on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from methods.boundary import Approach
from methods.targets import Ambition, CoveredPart


class Method(StrEnum):
    """How a target's path is made."""

    ABSOLUTE = "absolute_contraction"
    SECTORAL = "sectoral_decarbonisation"
    ECONOMIC = "economic_intensity"
    PHYSICAL = "physical_intensity"
    ENGAGEMENT = "engagement"
    RENEWABLE = "renewable_electricity"


class Term(StrEnum):
    """How far a target reaches."""

    NEAR = "near_term"
    LONG = "long_term"


@dataclass(frozen=True, slots=True)
class CategoryScreening:
    """The decision on one scope 3 category: t CO2e, or the reason why it is not relevant."""

    category: int
    tonnes: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetInputs:
    """All that the rules may ask; t CO2e, shares as fractions (0.42 is 42 %), money in EUR, civil dates.

    Rules about the submission read the group's fields, rules about the target the rest.
    """

    as_of: date | None = None
    # The organisation
    is_set_at_group_level: bool | None = None
    subsidiaries_outside: tuple[str, ...] | None = None
    inventory_approach: Approach | None = None
    target_approach: Approach | None = None
    sector_activities: tuple[str, ...] | None = None
    sector_paths_used: tuple[str, ...] | None = None
    is_finance: bool | None = None
    is_oil_and_gas: bool | None = None
    sells_fossil_fuels: bool | None = None
    produces_fossil_fuels: bool | None = None
    staff: int | None = None
    turnover: Decimal | None = None
    assets: Decimal | None = None
    needs_sector_path: bool | None = None
    parent_on_standard_route: bool | None = None
    uses_sme_route: bool | None = None
    # The inventory: scope 2 by the approach that the target names
    scope_1: Decimal | None = None
    scope_2: Decimal | None = None
    scope_2_location: Decimal | None = None
    scope_3: Decimal | None = None
    gases_assessed: tuple[str, ...] | None = None
    excluded_from_inventory: Decimal | None = None
    excluded_from_target: Decimal | None = None
    scope_3_excluded: Decimal | None = None
    categories: tuple[CategoryScreening, ...] | None = None
    scope_2_approach_base_year: str | None = None
    scope_2_approach_recent_year: str | None = None
    scope_2_approach_target_year: str | None = None
    scope_2_approach_progress: str | None = None
    reports_both_scope_2: bool | None = None
    biogenic_co2: Decimal | None = None
    reports_biogenic: bool | None = None
    wording_has_footnote: bool | None = None
    is_flag_sector: bool | None = None
    flag_emissions: Decimal | None = None
    inventory_is_complete: bool | None = None
    # The submission as a whole
    submission_date: date | None = None
    is_first_submission: bool | None = None
    targeted_scopes: frozenset[int] | None = None
    scope_3_covered: tuple[CoveredPart, ...] | None = None
    has_category_11_target: bool | None = None
    has_flag_target: bool | None = None
    flag_reduction: Decimal | None = None
    flag_base_year: int | None = None
    flag_target_year: int | None = None
    no_deforestation_year: int | None = None
    near_term_passes: bool | None = None
    # The target
    term: Term | None = None
    method: Method | None = None
    scopes: frozenset[int] | None = None
    is_flag_target: bool | None = None
    base_year: int | None = None
    scope_1_base_year: int | None = None
    scope_2_base_year: int | None = None
    recent_year: int | None = None
    target_year: int | None = None
    reduction: Decimal | None = None
    reduction_scopes_1_2: Decimal | None = None
    reduction_scope_3: Decimal | None = None
    recent_emissions: Decimal | None = None
    target_emissions: Decimal | None = None
    covered_scopes_1_2: Decimal | None = None
    sector_path_reduction: Decimal | None = None
    sector_path_ambition: Ambition | None = None
    sector_path_is_approved: bool | None = None
    absolute_rises: bool | None = None
    path_allows_rise: bool | None = None
    credits_counted: Decimal | None = None
    avoided_counted: Decimal | None = None
    method_is_current: bool | None = None
    method_successor_released: date | None = None
    engagement_done_by: date | None = None
    engagement_measure: str | None = None
    engagement_categories: tuple[int, ...] | None = None
    renewable_base_share: Decimal | None = None
    renewable_shares: tuple[tuple[int, Decimal], ...] | None = None
    residual_emissions: Decimal | None = None
    planned_removals: Decimal | None = None
    removals_from: int | None = None
    # Its life; published_on is the first publication or the last complete update
    has_commitment: bool | None = None
    commitment_letter: date | None = None
    is_submitted: bool | None = None
    is_approved: bool | None = None
    approved_on: date | None = None
    is_published: bool | None = None
    published_on: date | None = None
    last_disclosed_on: date | None = None
    discloses_every_target: bool | None = None
    is_reviewed: bool | None = None
    base_year_changes: tuple[Decimal, ...] | None = None
    base_year_total: Decimal | None = None
    is_recalculated: bool | None = None
    recalculation_due: date | None = None
