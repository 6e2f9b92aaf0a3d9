"""Every rule of the pre-check at its threshold: kept exactly on it, broken just beyond, with a sentence to act on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from methods.boundary import Approach
from methods.target_rules import (
    RULE_SETS,
    CategoryScreening,
    Method,
    Outcome,
    RuleResult,
    TargetInputs,
    check_target,
    load_rule_set,
)
from methods.targets import Ambition, CoveredPart
from tests.methods.target_rules.known_targets import (
    ABSOLUTE,
    COMBINED,
    ECONOMIC,
    ENGAGEMENT,
    KNOWN,
    LONG,
    LONG_FLAG,
    LONG_INTENSITY,
    LONG_SECTORAL,
    RENEWABLE,
    SCOPE_3,
    SECTORAL,
    SECTORAL_3,
)
from tests.methods.worked_case import D

FAIL, WARN, NOT = Outcome.FAIL, Outcome.WARN, Outcome.NOT_APPLICABLE
SETS = {rule.rule_id: rule_set for rule_set in map(load_rule_set, RULE_SETS) for rule in rule_set.rules}


def run(rule_id: str, inputs: TargetInputs) -> RuleResult:
    rule_set = SETS[rule_id]
    return check_target(inputs, replace(rule_set, rules=(rule_set.rule(rule_id),)))[0]


# Rule, way to break it, a known target, what is changed of it, outcome, words of the sentence.
BREACHES: list[tuple[str, str, TargetInputs, dict[str, Any], Outcome, str]] = [
    ("NT-01", "level", ABSOLUTE, {"is_set_at_group_level": False}, FAIL, "level of the parent"),
    ("NT-01", "outside", ABSOLUTE, {"subsidiaries_outside": ("A", "B")}, FAIL, "Bring 2 .* A, B"),
    (
        "NT-01",
        "approach",
        ABSOLUTE,
        {"target_approach": Approach.EQUITY_SHARE},
        FAIL,
        "the target equity share",
    ),
    ("NT-02", "gases", ABSOLUTE, {"gases_assessed": ("CO2", "CH4", "N2O", "HFCs", "PFCs")}, FAIL, "SF6, NF3"),
    ("NT-03", "scope", ABSOLUTE, {"targeted_scopes": frozenset({1, 3})}, FAIL, "scope 2"),
    (
        "NT-04",
        "covered",
        ABSOLUTE,
        {"excluded_from_target": D(151)},
        FAIL,
        "451.00 t of 9,000.00 t, so 94.98% .* 95%",
    ),
    ("NT-05", "blank", ABSOLUTE, {"categories": (CategoryScreening(1, D(0)),)}, FAIL, "category 2, 3, 4"),
    (
        "NT-06",
        "target",
        ABSOLUTE,
        {"targeted_scopes": frozenset({1, 2})},
        FAIL,
        "91,000.00 t of 100,000.00 t, 91%",
    ),
    (
        "NT-07",
        "covered",
        ABSOLUTE,
        {"scope_3_covered": (CoveredPart("T2", 1, D(60_000)),)},
        FAIL,
        "cover 970.00 t more to reach 67%",
    ),
    (
        "NT-07",
        "twice",
        ABSOLUTE,
        {"scope_3_covered": (CoveredPart("T2", 1, D(61_000)), CoveredPart("T3", 1, D(1)))},
        FAIL,
        "More is claimed of category 1",
    ),
    ("NT-07", "excluded", ABSOLUTE, {"scope_3_excluded": D("4550.01")}, FAIL, "left out of the inventory"),
    (
        "NT-08",
        "approach",
        ABSOLUTE,
        {"scope_2_approach_recent_year": "market-based"},
        FAIL,
        "recent year market",
    ),
    ("NT-08", "both", ABSOLUTE, {"reports_both_scope_2": False}, FAIL, "by both approaches"),
    ("NT-09", "reported", ABSOLUTE, {"reports_biogenic": False}, FAIL, "Report 12.00 t of biogenic CO2"),
    ("NT-09", "footnote", ABSOLUTE, {"wording_has_footnote": False}, WARN, "Add the bioenergy footnote"),
    (
        "NT-10",
        "counted",
        ABSOLUTE,
        {"avoided_counted": D(5)},
        FAIL,
        "0.00 t of carbon credits and 5.00 t of avoided",
    ),
    ("NT-11", "old", ABSOLUTE, {"submission_date": date(2023, 12, 2)}, WARN, "until 2023-12-01"),
    ("NT-12", "old", ABSOLUTE, {"base_year": 2014}, FAIL, "from 2015 on"),
    ("NT-12", "order", ABSOLUTE, {"base_year": 2022}, FAIL, "after the most recent inventory, 2021"),
    ("NT-12", "scopes", ABSOLUTE, {"scope_2_base_year": 2020}, FAIL, "2021 and 2020"),
    ("NT-13", "window", ABSOLUTE, {"target_year": 2034}, FAIL, "from 2028 to 2033"),
    (
        "NT-13",
        "regardless",
        ABSOLUTE,
        {"submission_date": date(2026, 9, 1)},
        WARN,
        "allowed regardless",
    ),
    ("NT-14", "old", ABSOLUTE, {"recent_year": 2020}, FAIL, "of 2021 or later"),
    (
        "NT-14",
        "incomplete",
        ABSOLUTE,
        {"inventory_is_complete": False},
        FAIL,
        "Complete the inventory of 2021",
    ),
    ("NT-14", "base", ABSOLUTE, {"recent_year": 2022}, WARN, "recent year with data, 2022; it is 2021"),
    ("NT-15", "met", ABSOLUTE, {"recent_emissions": D(5_220)}, FAIL, "already meet"),
    ("NT-16", "limit", ABSOLUTE, {"target_emissions": D("6206.90")}, WARN, "above 6,206.90 t"),
    ("NT-17", "depth", ABSOLUTE, {"reduction": D("0.4199")}, FAIL, "Cut 42% instead of 41.99%"),
    ("NT-17", "depth", SECTORAL, {"reduction": D("0.29")}, FAIL, "Cut 30% instead of 29%"),
    (
        "NT-17",
        "path",
        SECTORAL,
        {"sector_path_ambition": Ambition.WELL_BELOW_TWO},
        FAIL,
        "this one is well below 2 °C",
    ),
    ("NT-17", "method", ABSOLUTE, {"method": Method.ECONOMIC}, FAIL, "not by economic intensity"),
    ("NT-18", "depth", SCOPE_3, {"reduction": D("0.2499")}, FAIL, "Cut 25% instead of 24.99%"),
    ("NT-18", "depth", ECONOMIC, {"reduction": D("0.516")}, FAIL, "Cut 51.61% instead of 51.6%"),
    ("NT-18", "depth", SECTORAL_3, {"reduction": D("0.2")}, FAIL, "Cut 30%"),
    ("NT-18", "method", SCOPE_3, {"method": Method.RENEWABLE}, FAIL, "not by renewable electricity"),
    ("NT-20", "depth", ECONOMIC, {"reduction": D("0.4")}, FAIL, "fall by 51.61% instead of 40%"),
    ("NT-21", "economic", ABSOLUTE, {"method": Method.ECONOMIC}, FAIL, "never set by economic intensity"),
    ("NT-21", "path", SECTORAL, {"sector_path_is_approved": False}, FAIL, "approved sector path"),
    ("NT-21", "rises", SECTORAL, {"absolute_rises": True}, FAIL, "absolute emissions rise"),
    ("NT-22", "late", ENGAGEMENT, {"engagement_done_by": date(2028, 12, 2)}, FAIL, "by 2028-12-01, 5 years"),
    ("NT-22", "measure", ENGAGEMENT, {"engagement_measure": "number"}, FAIL, "it says number"),
    ("NT-22", "categories", ENGAGEMENT, {"engagement_categories": ()}, FAIL, "Name the scope 3 categories"),
    ("NT-23", "parts", COMBINED, {"reduction_scope_3": D("0.24")}, FAIL, "scope 3 24% of 25%"),
    ("NT-23", "parts", COMBINED, {"reduction_scopes_1_2": D("0.41")}, FAIL, "cut 41% of 42%"),
    ("NT-24", "year", RENEWABLE, {"target_year": 2029}, FAIL, "share of the target year 2029"),
    (
        "NT-24",
        "share",
        RENEWABLE,
        {"renewable_shares": ((2024, D("0.09")), (2025, D("0.79")), (2028, D("0.92")), (2030, D(1)))},
        FAIL,
        "Raise the share of 2024, 2025: .* 80% in 2025 to 100% in 2030, and the 10% held",
    ),
    ("NT-25", "produces", ABSOLUTE, {"produces_fossil_fuels": True}, WARN, "not taken on"),
    (
        "NT-25",
        "category_11",
        ABSOLUTE,
        {"sells_fossil_fuels": True, "has_category_11_target": False},
        WARN,
        "category 11",
    ),
    ("NT-26", "path", ABSOLUTE, {"sector_activities": ("steel", "toys")}, WARN, "for: steel"),
    ("NT-27", "target", ABSOLUTE, {"has_flag_target": False}, FAIL, "20,000.00 t are 20%"),
    ("NT-27", "deforestation", ABSOLUTE, {"no_deforestation_year": 2030}, FAIL, "by 2025; it says 2030"),
    ("NT-27", "depth", ABSOLUTE, {"flag_reduction": D("0.3")}, FAIL, "cut 30.3% instead of 30%"),
    ("NT-28", "old", ABSOLUTE, {"last_disclosed_on": date(2022, 12, 31)}, FAIL, "on 2022-12-31"),
    ("NT-28", "progress", ABSOLUTE, {"discloses_every_target": False}, FAIL, "leaves some out"),
    ("NT-29", "running", ABSOLUTE, {"as_of": date(2029, 3, 1)}, WARN, "since 2029-02-28: .* by 2030-02-28"),
    ("NT-29", "late", ABSOLUTE, {"as_of": date(2030, 3, 1)}, FAIL, "was due on 2030-02-28"),
    ("NT-30", "due", ABSOLUTE, {"base_year_changes": (D(230), D(-220))}, WARN, "0.11% net, 5% gross"),
    (
        "NT-30",
        "overdue",
        ABSOLUTE,
        {"base_year_changes": (D(900),), "as_of": date(2024, 7, 1)},
        FAIL,
        "was due on 2024-06-30",
    ),
    ("NT-31", "late", ABSOLUTE, {"published_on": date(2024, 6, 21)}, FAIL, "announced by 2024-06-20"),
    (
        "NT-31",
        "late",
        ABSOLUTE,
        {"is_published": False, "as_of": date(2024, 6, 21)},
        FAIL,
        "announced by 2024-06-20",
    ),
    ("CM-01", "late", ABSOLUTE, {"submission_date": date(2024, 1, 11)}, FAIL, "ended on 2024-01-10"),
    ("SM-01", "barred", ABSOLUTE, {"scope_2_location": D(8_000)}, NOT, "standard route applies: emissions"),
    ("SM-01", "barred", ABSOLUTE, {"is_finance": True, "is_oil_and_gas": True}, NOT, "finance, oil and gas"),
    ("SM-01", "size", ABSOLUTE, {"staff": 250}, NOT, "2 of 4 size conditions hold, 3 are needed"),
    ("SM-02", "less", ABSOLUTE, {"reduction": D("0.41")}, WARN, "2021 is 42%; the target says 41%"),
    ("SM-02", "less", ABSOLUTE, {"base_year": 2018}, WARN, "2018 is 50%"),
    ("SM-02", "less", ABSOLUTE, {"base_year": 2019}, WARN, "2019 is 46%"),
    ("SM-02", "base_year", ABSOLUTE, {"base_year": 2017}, WARN, "2018 or later"),
    ("NZ-01", "covered", LONG, {"covered_scopes_1_2": D(8_549)}, FAIL, "94.98, 90 per cent; it needs 95%"),
    ("NZ-01", "covered", LONG, {"scope_3_covered": ()}, FAIL, "95, 0 per cent"),
    ("NZ-02", "late", LONG, {"target_year": 2051}, FAIL, "2050 or earlier; it is 2051"),
    ("NZ-02", "late", LONG, {"sector_activities": ("power",)}, FAIL, "2040 or earlier"),
    ("NZ-03", "depth", LONG, {"reduction": D("0.89")}, FAIL, "Cut 90% instead of 89%"),
    ("NZ-03", "depth", LONG_INTENSITY, {"reduction": D("0.96")}, FAIL, "Cut 97%"),
    ("NZ-03", "depth", LONG_SECTORAL, {"sector_path_reduction": D("0.95")}, FAIL, "Cut 95%"),
    ("NZ-03", "depth", LONG_FLAG, {"reduction": D("0.71")}, FAIL, "Cut 72%"),
    ("NZ-04", "near", LONG, {"near_term_passes": False}, FAIL, "near-term targets first"),
    ("NZ-05", "removals", LONG, {"planned_removals": D(899)}, WARN, "899.00 t of 900.00 t"),
    ("NZ-05", "late", LONG, {"removals_from": 2051}, WARN, "by the target year 2050; they begin in 2051"),
    ("V2-01", "submission", ABSOLUTE, {"submission_date": date(2028, 1, 1)}, WARN, "on 2028-01-01"),
    ("V2-01", "review", ABSOLUTE, {}, WARN, "review on 2029-02-28 meets version 2.0 only"),
    ("V2-01", "review", ABSOLUTE, {"is_published": False}, WARN, "review on 2028-12-31"),
]


@pytest.mark.parametrize(
    "case", BREACHES, ids=[f"{case[0]}-{case[1]}-{number}" for number, case in enumerate(BREACHES)]
)
def test_a_broken_rule_says_what_to_do(
    case: tuple[str, str, TargetInputs, dict[str, Any], Outcome, str],
) -> None:
    rule_id, breach, known, changes, outcome, words = case
    found = run(rule_id, replace(known, **changes))
    assert found.outcome is outcome
    assert found.sentence.template == SETS[rule_id].rule(rule_id).breach(breach).template
    assert re.search(words, str(found.sentence)), str(found.sentence)


def test_every_way_to_break_every_rule_is_tried() -> None:
    known = {(rule_id, way.name) for rule_id, s in SETS.items() for way in s.rule(rule_id).breaches}
    assert known == {(case[0], case[1]) for case in BREACHES}


@pytest.mark.parametrize("name", [name for name in KNOWN if name != "recalculating"])
def test_the_known_targets_break_nothing(name: str) -> None:
    results = [*check_target(KNOWN[name], load_rule_set("nt-5.3.1"))]
    results += check_target(KNOWN[name], load_rule_set("nz-1.3.1"))
    broken = [
        (r.rule_id, str(r.sentence))
        for r in results
        if r.outcome in {Outcome.FAIL, Outcome.WARN, Outcome.MISSING}
    ]
    assert broken == []


def test_every_rule_is_kept_by_some_target() -> None:
    targets = [*KNOWN.values(), replace(ABSOLUTE, submission_date=date(2022, 6, 1), is_published=False)]
    for rule_id in SETS:
        kept = [r for r in (run(rule_id, target) for target in targets) if r.outcome is Outcome.PASS]
        assert kept, rule_id
        assert {str(result.sentence).endswith(".") for result in kept} == {True}


@pytest.mark.parametrize(
    ("rule_id", "known", "changes"),
    [
        ("NT-06", ABSOLUTE, {"scope_3": D("5999.99")}),
        ("NT-07", ABSOLUTE, {"targeted_scopes": frozenset({1, 2})}),
        ("NT-09", ABSOLUTE, {"biogenic_co2": D(0)}),
        ("NT-12", ENGAGEMENT, {"base_year": None}),
        ("NT-13", LONG, {}),
        ("NT-15", ENGAGEMENT, {"recent_emissions": None}),
        ("NT-16", RENEWABLE, {"recent_emissions": None}),
        ("NT-19", ENGAGEMENT, {"base_year": None}),
        ("NT-16", LONG, {}),
        ("NT-17", SCOPE_3, {}),
        ("NT-17", RENEWABLE, {}),
        ("NT-17", COMBINED, {}),
        ("NT-18", ABSOLUTE, {}),
        ("NT-20", ABSOLUTE, {}),
        ("NT-21", ABSOLUTE, {}),
        ("NT-22", ABSOLUTE, {}),
        ("NT-23", ABSOLUTE, {}),
        ("NT-24", ABSOLUTE, {}),
        ("NT-25", ABSOLUTE, {}),
        ("NT-27", ABSOLUTE, {"flag_emissions": D(19_999)}),
        ("NT-28", ABSOLUTE, {"is_published": False}),
        ("NT-29", ABSOLUTE, {"is_published": False}),
        ("NT-31", ABSOLUTE, {"is_approved": False}),
        ("CM-01", ABSOLUTE, {"has_commitment": False}),
        ("SM-02", ABSOLUTE, {"uses_sme_route": False}),
        ("SM-02", SCOPE_3, {"reduction": None}),
        ("SM-02", RENEWABLE, {"reduction": None}),
        *((f"NZ-0{number}", ABSOLUTE, {}) for number in range(1, 6)),
    ],
)
def test_a_rule_that_does_not_look_at_a_target_says_why(
    rule_id: str, known: TargetInputs, changes: dict[str, Any]
) -> None:
    found = run(rule_id, replace(known, **changes))
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert str(found.sentence).endswith(".")


def test_exactly_forty_percent_of_scope_3_asks_for_a_target() -> None:
    assert run("NT-06", replace(ABSOLUTE, scope_3=D(6_000))).outcome is Outcome.PASS


def test_the_demo_groups_scope_3_is_52_percent() -> None:
    total = D("52267.92")
    scope_3 = D("2381.10") + D("25003.50")
    changes = {"scope_1": total - scope_3, "scope_2": D(0), "scope_3": scope_3}
    assert dict(run("NT-06", replace(ABSOLUTE, **changes)).values)["part"] == "52.39"


@pytest.mark.parametrize(("target_year", "best", "second"), [(2030, "42", "25"), (2033, "54.6", "32.5")])
def test_the_years_counted_say_what_is_asked(target_year: int, best: str, second: str) -> None:
    values = dict(run("NT-19", replace(ABSOLUTE, target_year=target_year)).values)
    assert (values["best"], values["second"]) == (best, second)


def test_a_sector_paths_last_digits_decide_nothing() -> None:
    asked = 1 - D(525_000) / D(700_000) + D("1e-27")
    kept = replace(SECTORAL, reduction=D("0.25"), sector_path_reduction=asked)
    assert run("NT-17", kept).outcome is Outcome.PASS


def test_a_current_method_needs_no_date_of_a_successor() -> None:
    current = replace(ABSOLUTE, method_is_current=True, method_successor_released=None)
    assert run("NT-11", current).outcome is Outcome.PASS


def test_an_engagement_target_or_a_later_submission_needs_no_base_year_to_be_recent() -> None:
    assert run("NT-14", replace(ENGAGEMENT, base_year=None)).outcome is Outcome.PASS
    later = replace(ABSOLUTE, is_first_submission=False, base_year=2019)
    assert run("NT-14", later).outcome is Outcome.PASS


def test_numbers_that_make_no_sense_fail_with_the_reason() -> None:
    found = run("NT-19", replace(ABSOLUTE, target_year=2021))
    assert (found.outcome, str(found.sentence)) == (
        Outcome.FAIL,
        "The target year 2021 must come after the base year 2021.",
    )
    nothing: dict[str, Decimal] = {"scope_1": D(0), "scope_2": D(0), "scope_3": D(0)}
    assert run("NT-06", replace(ABSOLUTE, **nothing)).outcome is Outcome.FAIL
