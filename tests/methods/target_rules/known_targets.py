"""Targets of a fictional group of which everything is known, one for each method; each keeps every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from methods.boundary import Approach
from methods.target_rules import CategoryScreening, Method, TargetInputs, Term
from methods.targets import Ambition, CoveredPart
from tests.methods.worked_case import D

# Base year 2021, handed in in the second half of 2023, target year 2030.
ABSOLUTE = TargetInputs(
    as_of=date(2024, 3, 1),
    is_set_at_group_level=True,
    subsidiaries_outside=(),
    inventory_approach=Approach.OPERATIONAL_CONTROL,
    target_approach=Approach.OPERATIONAL_CONTROL,
    sector_activities=("electronics",),
    sector_paths_used=(),
    is_finance=False,
    is_oil_and_gas=False,
    sells_fossil_fuels=False,
    produces_fossil_fuels=False,
    staff=249,
    turnover=D(49_999_999),
    assets=D(24_999_999),
    needs_sector_path=False,
    parent_on_standard_route=False,
    uses_sme_route=True,
    scope_1=D(2_000),
    scope_2=D(7_000),
    scope_2_location=D(7_999),
    scope_3=D(91_000),
    gases_assessed=("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"),
    excluded_from_inventory=D(300),
    excluded_from_target=D(150),
    scope_3_excluded=D(4_550),
    categories=(
        CategoryScreening(1, D(61_000)),
        CategoryScreening(11, D(30_000)),
        *(CategoryScreening(n, reason="None here.") for n in range(1, 16) if n not in {1, 11}),
    ),
    scope_2_approach_base_year="location-based",
    scope_2_approach_recent_year="location-based",
    scope_2_approach_target_year="location-based",
    scope_2_approach_progress="location-based",
    reports_both_scope_2=True,
    biogenic_co2=D(12),
    reports_biogenic=True,
    wording_has_footnote=True,
    is_flag_sector=False,
    flag_emissions=D(20_000),
    inventory_is_complete=True,
    submission_date=date(2023, 12, 1),
    is_first_submission=True,
    targeted_scopes=frozenset({1, 2, 3}),
    scope_3_covered=(CoveredPart("T2", 1, D(60_970)),),
    has_category_11_target=True,
    has_flag_target=True,
    flag_reduction=D("0.303"),
    flag_base_year=2021,
    flag_target_year=2030,
    no_deforestation_year=2025,
    near_term_passes=True,
    term=Term.NEAR,
    method=Method.ABSOLUTE,
    scopes=frozenset({1, 2}),
    is_flag_target=False,
    base_year=2021,
    scope_1_base_year=2021,
    scope_2_base_year=2021,
    recent_year=2021,
    target_year=2030,
    reduction=D("0.42"),
    reduction_scopes_1_2=D("0.42"),
    reduction_scope_3=D("0.25"),
    recent_emissions=D(9_000),
    target_emissions=D(5_220),
    covered_scopes_1_2=D(8_550),
    sector_path_reduction=D("0.3"),
    sector_path_ambition=Ambition.ONE_POINT_FIVE,
    sector_path_is_approved=True,
    absolute_rises=False,
    path_allows_rise=False,
    credits_counted=D(0),
    avoided_counted=D(0),
    method_is_current=False,
    method_successor_released=date(2023, 6, 1),
    engagement_done_by=date(2028, 12, 1),
    engagement_measure="emissions",
    engagement_categories=(1,),
    renewable_base_share=D("0.1"),
    renewable_shares=((2024, D("0.1")), (2025, D("0.8")), (2028, D("0.92")), (2030, D(1))),
    residual_emissions=D(900),
    planned_removals=D(900),
    removals_from=2050,
    has_commitment=True,
    commitment_letter=date(2022, 1, 10),
    is_submitted=True,
    is_approved=True,
    approved_on=date(2023, 12, 20),
    is_published=True,
    published_on=date(2024, 2, 20),
    last_disclosed_on=date(2023, 6, 30),
    discloses_every_target=True,
    is_reviewed=False,
    base_year_changes=(D(200), D(-200)),
    base_year_total=D(9_000),
    is_recalculated=False,
    recalculation_due=date(2024, 6, 30),
)
SCOPE_3 = replace(
    ABSOLUTE,
    scopes=frozenset({3}),
    recent_emissions=D(91_000),
    target_emissions=D(60_000),
    reduction=D("0.42"),
)
ECONOMIC = replace(SCOPE_3, method=Method.ECONOMIC, reduction=D("0.5161"))
PHYSICAL = replace(ECONOMIC, method=Method.PHYSICAL)
ENGAGEMENT = replace(SCOPE_3, method=Method.ENGAGEMENT)
SECTORAL_3 = replace(SCOPE_3, method=Method.SECTORAL)
SECTORAL = replace(ABSOLUTE, method=Method.SECTORAL)
RENEWABLE = replace(ABSOLUTE, method=Method.RENEWABLE, scopes=frozenset({2}))
COMBINED = replace(ABSOLUTE, scopes=frozenset({1, 2, 3}))
LONG = replace(
    COMBINED,
    term=Term.LONG,
    target_year=2050,
    reduction=D("0.9"),
    covered_scopes_1_2=D(8_550),
    scope_3_covered=(CoveredPart("T4", 1, D(61_000)), CoveredPart("T4", 11, D(20_900))),
)
LONG_INTENSITY = replace(LONG, method=Method.PHYSICAL, reduction=D("0.97"), scopes=frozenset({3}))
LONG_SECTORAL = replace(LONG, method=Method.SECTORAL, scopes=frozenset({1}))
LONG_FLAG = replace(LONG, is_flag_target=True, reduction=D("0.72"))

KNOWN = {
    "absolute": ABSOLUTE,
    "scope 3": SCOPE_3,
    "economic": ECONOMIC,
    "physical": PHYSICAL,
    "engagement": ENGAGEMENT,
    "sectoral": SECTORAL,
    "sectoral scope 3": SECTORAL_3,
    "renewable": RENEWABLE,
    "combined": COMBINED,
    "long": LONG,
    "long intensity": LONG_INTENSITY,
    "long sectoral": LONG_SECTORAL,
    "long flag": LONG_FLAG,
    "reviewed late": replace(
        ABSOLUTE, as_of=date(2029, 3, 1), last_disclosed_on=date(2028, 6, 30), is_reviewed=True
    ),
    "growing sector": replace(SECTORAL, absolute_rises=True, path_allows_rise=True),
    "steel": replace(ABSOLUTE, sector_activities=("steel",), sector_paths_used=("steel",)),
    "recalculated": replace(ABSOLUTE, base_year_changes=(D(900),), is_recalculated=True),
    "selling fuels": replace(ABSOLUTE, sells_fossil_fuels=True),
    "flag sector": replace(ABSOLUTE, is_flag_sector=True),
    "to be handed in": replace(ABSOLUTE, is_submitted=False, as_of=date(2023, 9, 1), is_published=False),
    "recalculating": replace(ABSOLUTE, base_year_changes=(D(900),)),
}
