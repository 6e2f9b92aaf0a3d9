"""Checks of organisation, inventory and coverage: what is inside, what is left out, what is screened."""

from __future__ import annotations

from methods.rounding import round_up, share
from methods.sentence import percent_asked, percent_given, tonnes
from methods.target_rules.rule_set import Rule
from methods.target_rules.verdict import Check, Facts, Verdict, broken, kept_unless, not_applicable
from methods.targets import measure_coverage

SCOPE_3_CATEGORIES = range(1, 16)


def check_organisation(facts: Facts, rule: Rule) -> Verdict:
    """NT-01: set at group level, no consolidated subsidiary outside, one consolidation approach."""
    outside = facts.subsidiaries_outside
    inventory, target = (a.replace("_", " ") for a in (facts.inventory_approach, facts.target_approach))
    if not facts.is_set_at_group_level:
        return broken("level")
    if outside:
        return broken("outside", count=len(outside), subsidiaries=outside)
    is_mixed = inventory != target or inventory not in rule.words("approaches")
    return kept_unless("approach", is_mixed, inventory=inventory, target=target)


def check_gases(facts: Facts, rule: Rule) -> Verdict:
    """NT-02: every one of the seven gases is assessed."""
    lacking = tuple(gas for gas in rule.words("gases") if gas not in facts.gases_assessed)
    return kept_unless("gases", bool(lacking), assessed=facts.gases_assessed, lacking=lacking)


def check_both_scopes(facts: Facts, rule: Rule) -> Verdict:
    """NT-03: targets for scope 1 and for scope 2."""
    lacking = tuple(scope for scope in (1, 2) if scope not in facts.targeted_scopes)
    return kept_unless("scope", bool(lacking), targeted=tuple(sorted(facts.targeted_scopes)), lacking=lacking)


def check_exclusions(facts: Facts, rule: Rule) -> Verdict:
    """NT-04: exclusions of inventory and target boundary together, as a share of scopes 1 and 2."""
    whole = facts.scope_1 + facts.scope_2
    out = facts.excluded_from_inventory + facts.excluded_from_target
    left_out = share(out, whole)
    is_too_much = 1 - left_out < rule.number("covered")
    inside = percent_given(1 - left_out)
    return kept_unless("covered", is_too_much, excluded=tonnes(out), whole=tonnes(whole), inside=inside)


def check_screening(facts: Facts, rule: Rule) -> Verdict:
    """NT-05: each of 15 categories has a value or a written reason."""
    decided = {item.category for item in facts.categories if item.tonnes is not None or item.reason.strip()}
    blank = tuple(number for number in SCOPE_3_CATEGORIES if number not in decided)
    return kept_unless("blank", bool(blank), decided=len(decided), blank=blank)


def check_scope_3_needed(facts: Facts, rule: Rule) -> Verdict:
    """NT-06: scope 3 of 40 % or more of all emissions needs a target of its own."""
    whole = facts.scope_1 + facts.scope_2 + facts.scope_3
    part = share(facts.scope_3, whole)
    values = {"scope_3": tonnes(facts.scope_3), "whole": tonnes(whole), "part": percent_given(part)}
    if part < rule.number("trigger"):
        return not_applicable(**values)
    return kept_unless("target", 3 not in facts.targeted_scopes, **values)


def check_scope_3_coverage(facts: Facts, rule: Rule) -> Verdict:
    """NT-07: covered scope 3, nothing counted twice, and few exclusions."""
    if 3 not in facts.targeted_scopes:
        return not_applicable()
    categories = {item.category: item.tonnes for item in facts.categories if item.tonnes is not None}
    found = measure_coverage(categories, facts.scope_3_covered, rule.number("covered"))
    out = share(facts.scope_3_excluded, found.total)
    values = {
        "tonnes": tonnes(found.covered),
        "scope_3": tonnes(found.total),
        "part": percent_given(found.share),
        # Rounded up: who covers the printed shortfall covers enough.
        "shortfall": tonnes(round_up(found.shortfall, 2)),
        "twice": tuple(number for number, _ in found.counted_twice),
        "left_out": percent_asked(out),
    }
    if found.counted_twice:
        return broken("twice", **values)
    if not found.is_enough:
        return broken("covered", **values)
    return kept_unless("excluded", out > rule.number("excluded_most"), **values)


def check_scope_2_approach(facts: Facts, rule: Rule) -> Verdict:
    """NT-08: one scope 2 approach in base year, recent year, target year and progress; both reported."""
    used = {
        "base": facts.scope_2_approach_base_year,
        "recent": facts.scope_2_approach_recent_year,
        "target": facts.scope_2_approach_target_year,
        "progress": facts.scope_2_approach_progress,
    }
    if len(set(used.values())) > 1 or used["base"] not in rule.words("approaches"):
        return broken("approach", **used)
    return kept_unless("both", not facts.reports_both_scope_2, **used)


def check_bioenergy(facts: Facts, rule: Rule) -> Verdict:
    """NT-09: biogenic CO2 and removals reported beside the inventory; the wording has its footnote."""
    if facts.biogenic_co2 == 0:
        return not_applicable()
    biogenic = tonnes(facts.biogenic_co2)
    if not facts.reports_biogenic:
        return broken("reported", tonnes=biogenic)
    return kept_unless("footnote", not facts.wording_has_footnote, tonnes=biogenic)


def check_credits(facts: Facts, rule: Rule) -> Verdict:
    """NT-10: neither carbon credits nor avoided emissions count towards a target."""
    counted = {"credits": facts.credits_counted, "avoided": facts.avoided_counted}
    printed = {name: tonnes(amount) for name, amount in counted.items()}
    return kept_unless("counted", any(amount != 0 for amount in counted.values()), **printed)


INVENTORY_CHECKS: dict[str, Check] = {
    "organisation": check_organisation,
    "gases": check_gases,
    "both_scopes": check_both_scopes,
    "exclusions": check_exclusions,
    "screening": check_screening,
    "scope_3_needed": check_scope_3_needed,
    "scope_3_coverage": check_scope_3_coverage,
    "scope_2_approach": check_scope_2_approach,
    "bioenergy": check_bioenergy,
    "credits": check_credits,
}
