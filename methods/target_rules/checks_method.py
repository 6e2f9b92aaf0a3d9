"""Checks of years, method, sector and route: what may be set, when, and by whom."""

from __future__ import annotations

from methods.rounding import share
from methods.sentence import percent_asked, percent_given, tonnes
from methods.target_rules.checks_ambition import SHARES, covers_1_2, is_near
from methods.target_rules.inputs import Method
from methods.target_rules.rule_set import Rule
from methods.target_rules.verdict import Check, Facts, Verdict, broken, kept, kept_unless, not_applicable
from methods.targets import add_months, oldest_recent_year, submission_window


def check_method_version(facts: Facts, rule: Rule) -> Verdict:
    """NT-11: the current tool, or the one before within months of its successor's release."""
    if facts.method_is_current:
        return kept()
    last = add_months(facts.method_successor_released, rule.count("months"))
    released = facts.method_successor_released
    return kept_unless("old", facts.submission_date > last, released=released, last_day=last)


def check_base_year(facts: Facts, rule: Rule) -> Verdict:
    """NT-12: not too old, not after the recent year, one for scopes 1 and 2."""
    if facts.method is Method.ENGAGEMENT:
        return not_applicable()
    values = {"base_year": facts.base_year, "recent_year": facts.recent_year}
    if facts.base_year < rule.number("earliest"):
        return broken("old", **values)
    if facts.base_year > facts.recent_year:
        return broken("order", **values)
    if 3 in facts.scopes:
        return kept(**values)
    scopes = {"scope_1": facts.scope_1_base_year, "scope_2": facts.scope_2_base_year}
    return kept_unless("scopes", scopes["scope_1"] != scopes["scope_2"], **scopes, **values)


def check_target_year(facts: Facts, rule: Rule) -> Verdict:
    """NT-13: within the window of the submission date; one year may be allowed regardless."""
    if not is_near(facts):
        return not_applicable()
    window = submission_window(facts.submission_date, rule.count("least"), rule.count("most"))
    values = {"year": facts.target_year, "first": window[0], "last": window[1]}
    if window[0] <= facts.target_year <= window[1]:
        return kept(**values)
    return broken("regardless" if facts.target_year == rule.number("regardless") else "window", **values)


def check_recent_year(facts: Facts, rule: Rule) -> Verdict:
    """NT-14: a recent and complete inventory; a first base year should be the recent year."""
    oldest = oldest_recent_year(facts.submission_date, rule.count("years"))
    values = {"recent_year": facts.recent_year, "oldest": oldest}
    if facts.recent_year < oldest:
        return broken("old", **values)
    if not facts.inventory_is_complete:
        return broken("incomplete", **values)
    if facts.method is Method.ENGAGEMENT or not facts.is_first_submission:
        return kept(**values)
    is_behind = facts.base_year < facts.recent_year
    return kept_unless("base", is_behind, base_year=facts.base_year, **values)


def check_engagement(facts: Facts, rule: Rule) -> Verdict:
    """NT-22: done within years of submission, weighed by emissions or spend, categories named."""
    if facts.method is not Method.ENGAGEMENT:
        return not_applicable()
    last = add_months(facts.submission_date, 12 * rule.count("years"))
    values = {"done": facts.engagement_done_by, "last_day": last, "measure": facts.engagement_measure}
    if facts.engagement_done_by > last:
        return broken("late", **values)
    if facts.engagement_measure not in rule.words("measures"):
        return broken("measure", **values)
    return kept_unless("categories", not facts.engagement_categories, **values)


def check_fossil_fuels(facts: Facts, rule: Rule) -> Verdict:
    """NT-25: sellers of fossil fuels need a target on category 11; producers are not validated."""
    if facts.produces_fossil_fuels:
        return broken("produces")
    if not facts.sells_fossil_fuels:
        return not_applicable()
    return kept_unless("category_11", not facts.has_category_11_target)


def check_sector(facts: Facts, rule: Rule) -> Verdict:
    """NT-26: activities with a required sector path have one."""
    asked = [activity for activity in facts.sector_activities if activity in rule.words("sectors")]
    lacking = tuple(activity for activity in asked if activity not in facts.sector_paths_used)
    return kept_unless("path", bool(lacking), activities=facts.sector_activities, lacking=lacking)


def check_sme_route(facts: Facts, rule: Rule) -> Verdict:
    """SM-01: every condition, and enough of the size ones, or the standard route applies."""
    whole = facts.scope_1 + facts.scope_2_location
    barred = {
        "emissions": whole >= rule.number("emissions"),
        "finance": facts.is_finance,
        "oil and gas": facts.is_oil_and_gas,
        "sector path": facts.needs_sector_path,
        "parent on the standard route": facts.parent_on_standard_route,
    }
    is_small = (
        facts.staff < rule.number("staff"),
        facts.turnover < rule.number("turnover"),
        facts.assets < rule.number("assets"),
        not facts.has_flag_target,
    )
    reasons = tuple(name for name, is_barred in barred.items() if is_barred)
    values = {"tonnes": tonnes(whole), "small": sum(is_small), "reasons": reasons}
    if reasons:
        return broken("barred", **values)
    return kept_unless("size", sum(is_small) < rule.number("at_least"), **values)


def check_sme_target(facts: Facts, rule: Rule) -> Verdict:
    """SM-02: the pre-set reduction of scopes 1 and 2 for the base year."""
    if not facts.uses_sme_route or not covers_1_2(facts) or facts.method in SHARES:
        return not_applicable()
    base_year, reduction = facts.base_year, percent_given(facts.reduction)
    if base_year < 2018:
        return broken("base_year", base_year=base_year, reduction=reduction, preset="-")
    preset = rule.number(f"preset_{min(base_year, 2020)}")
    is_less = facts.reduction < preset
    return kept_unless(
        "less", is_less, base_year=base_year, reduction=reduction, preset=percent_asked(preset)
    )


def check_long_coverage(facts: Facts, rule: Rule) -> Verdict:
    """NZ-01: the long-term boundary holds nearly all of scopes 1+2 and of scope 3."""
    if is_near(facts):
        return not_applicable()
    found = []
    if facts.scopes & {1, 2}:
        part = share(facts.covered_scopes_1_2, facts.scope_1 + facts.scope_2)
        found.append((part, rule.number("scopes_1_2")))
    if 3 in facts.scopes:
        covered = sum(part.tonnes for part in facts.scope_3_covered)
        found.append((share(covered, facts.scope_3), rule.number("scope_3")))
    parts = tuple(percent_given(part) for part, _ in found)
    return kept_unless("covered", any(part < least for part, least in found), parts=parts)


def check_long_year(facts: Facts, rule: Rule) -> Verdict:
    """NZ-02: by 2050, power and maritime earlier."""
    if is_near(facts):
        return not_applicable()
    is_early = any(activity in rule.words("early_sectors") for activity in facts.sector_activities)
    last = rule.count("early" if is_early else "latest")
    return kept_unless("late", facts.target_year > last, year=facts.target_year, last=last)


def check_near_term_stands(facts: Facts, rule: Rule) -> Verdict:
    """NZ-04: a net-zero target stands on near-term targets that pass."""
    if is_near(facts):
        return not_applicable()
    return kept_unless("near", not facts.near_term_passes)


def check_neutralisation(facts: Facts, rule: Rule) -> Verdict:
    """NZ-05: removals for all residual t CO2e, excluded ones too, from the target year on."""
    if is_near(facts):
        return not_applicable()
    values = {"residual": tonnes(facts.residual_emissions), "removals": tonnes(facts.planned_removals)}
    if facts.planned_removals < facts.residual_emissions:
        return broken("removals", **values)
    since = {"since": facts.removals_from, "year": facts.target_year}
    return kept_unless("late", facts.removals_from > facts.target_year, **since, **values)


METHOD_CHECKS: dict[str, Check] = {
    "method_version": check_method_version,
    "base_year": check_base_year,
    "target_year": check_target_year,
    "recent_year": check_recent_year,
    "engagement": check_engagement,
    "fossil_fuels": check_fossil_fuels,
    "sector": check_sector,
    "sme_route": check_sme_route,
    "sme_target": check_sme_target,
    "long_coverage": check_long_coverage,
    "long_year": check_long_year,
    "near_term_stands": check_near_term_stands,
    "neutralisation": check_neutralisation,
}
