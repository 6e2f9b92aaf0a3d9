"""Checks of ambition: how deep a target cuts, against the years that are counted."""

from __future__ import annotations

from decimal import Decimal

from methods.rounding import round_to, share
from methods.sentence import percent_asked, percent_given, tonnes
from methods.target_rules.inputs import Method, Term
from methods.target_rules.rule_set import Rule
from methods.target_rules.verdict import Check, Facts, Verdict, broken, kept, kept_unless, not_applicable
from methods.targets import (
    Ambition,
    count_years,
    forward_looking_limit,
    minimum_intensity_reduction,
    minimum_reduction,
    share_line_at,
)

INTENSITIES = frozenset({Method.ECONOMIC, Method.PHYSICAL})
# Targets counted in shares of suppliers or of electricity have no emissions of their own.
SHARES = frozenset({Method.ENGAGEMENT, Method.RENEWABLE})


def covers_1_2(facts: Facts) -> bool:
    """Say whether the target holds scope 1 or 2 and no scope 3."""
    return bool(facts.scopes & {1, 2}) and 3 not in facts.scopes


def is_combined(facts: Facts) -> bool:
    """Say whether one target holds scope 3 together with scope 1 or 2."""
    return bool(facts.scopes & {1, 2}) and 3 in facts.scopes


def is_near(facts: Facts) -> bool:
    """Say whether the target is a near-term one."""
    return bool(facts.term is Term.NEAR)


def check_not_met_yet(facts: Facts, rule: Rule) -> Verdict:
    """NT-15: the recent year still lies above the target, in t CO2e of the target's boundary."""
    if facts.method in SHARES:
        return not_applicable()
    values = {"recent": tonnes(facts.recent_emissions), "target": tonnes(facts.target_emissions)}
    return kept_unless("met", facts.recent_emissions <= facts.target_emissions, **values)


def check_forward_looking(facts: Facts, rule: Rule) -> Verdict:
    """NT-16: the target lies on or under the straight line from the recent year to 2050."""
    if not is_near(facts) or facts.method in SHARES:
        return not_applicable()
    limit = forward_looking_limit(
        facts.recent_emissions, facts.recent_year, facts.target_year, rule.number("residual")
    )
    is_over = facts.target_emissions > limit
    return kept_unless("limit", is_over, target=tonnes(facts.target_emissions), limit=tonnes(limit))


def check_ambition_1_2(facts: Facts, rule: Rule) -> Verdict:
    """NT-17: scopes 1 and 2 at 1.5 degrees, by absolute contraction or by a sector path."""
    if not is_near(facts) or not covers_1_2(facts) or facts.method is Method.RENEWABLE:
        return not_applicable()
    reduction = facts.reduction
    if facts.method is Method.SECTORAL:
        if facts.sector_path_ambition is not Ambition.ONE_POINT_FIVE:
            return broken("path", ambition=facts.sector_path_ambition.words)
        return _deep_enough(reduction, _asked_by_sector(facts))
    if facts.method is not Method.ABSOLUTE:
        return broken("method", method=facts.method.replace("_", " "))
    return _deep_enough(reduction, minimum_reduction(facts.base_year, facts.target_year, rule.number("rate")))


def check_ambition_3(facts: Facts, rule: Rule) -> Verdict:
    """NT-18: scope 3 well below 2 degrees, absolute, by intensity, by sector path, or by engagement."""
    if not is_near(facts) or facts.scopes != {3}:
        return not_applicable()
    if facts.method is Method.ENGAGEMENT:
        return kept(method=facts.method, reduction="-", asked="-")
    if facts.method is Method.SECTORAL:
        return _deep_enough(facts.reduction, _asked_by_sector(facts))
    years = (facts.base_year, facts.target_year)
    if facts.method in INTENSITIES:
        return _deep_enough(facts.reduction, minimum_intensity_reduction(*years, rule.number("intensity")))
    if facts.method is Method.ABSOLUTE:
        return _deep_enough(facts.reduction, minimum_reduction(*years, rule.number("rate")))
    return broken("method", method=facts.method.replace("_", " "))


def check_years_counted(facts: Facts, rule: Rule) -> Verdict:
    """NT-19: the years that ambition is asked for, and what they ask of scopes 1+2 and of scope 3."""
    if facts.method in SHARES:
        return not_applicable()
    years = (facts.base_year, facts.target_year)
    return kept(
        years=count_years(*years),
        best=percent_asked(minimum_reduction(*years, rule.number("rate_1_2"))),
        second=percent_asked(minimum_reduction(*years, rule.number("rate_3"))),
    )


def check_intensity_depth(facts: Facts, rule: Rule) -> Verdict:
    """NT-20: the compounded reduction of an intensity target, over the years of NT-19."""
    if facts.method not in INTENSITIES or not is_near(facts):
        return not_applicable()
    years = (facts.base_year, facts.target_year)
    return _deep_enough(facts.reduction, minimum_intensity_reduction(*years, rule.number("rate")))


def check_intensity_1_2(facts: Facts, rule: Rule) -> Verdict:
    """NT-21: scopes 1 and 2 by intensity only with an approved sector path that sets their growth too."""
    if not facts.scopes & {1, 2} or facts.method not in INTENSITIES | {Method.SECTORAL}:
        return not_applicable()
    if facts.method is Method.ECONOMIC:
        return broken("economic")
    if not facts.sector_path_is_approved:
        return broken("path")
    return kept_unless("rises", facts.absolute_rises and not facts.path_allows_rise)


def check_combined(facts: Facts, rule: Rule) -> Verdict:
    """NT-23: a target over scopes 1+2+3 whose parts are each ambitious enough alone."""
    if not is_combined(facts) or not is_near(facts):
        return not_applicable()
    years = (facts.base_year, facts.target_year)
    asked = (
        minimum_reduction(*years, rule.number("rate_1_2")),
        minimum_reduction(*years, rule.number("rate_3")),
    )
    given = (facts.reduction_scopes_1_2, facts.reduction_scope_3)
    is_shallow = given[0] < asked[0] or given[1] < asked[1]
    return kept_unless(
        "parts",
        is_shallow,
        given_1_2=percent_given(given[0]),
        asked_1_2=percent_asked(asked[0]),
        given_3=percent_given(given[1]),
        asked_3=percent_asked(asked[1]),
    )


def check_renewable(facts: Facts, rule: Rule) -> Verdict:
    """NT-24: the share of renewable electricity on or above its line, and never below what is held."""
    if facts.method is not Method.RENEWABLE:
        return not_applicable()
    held, points = facts.renewable_base_share, dict(facts.renewable_shares)
    if facts.target_year not in points:
        return broken("year", year=facts.target_year)
    first, last = (2025, rule.number("share_2025")), (2030, rule.number("share_2030"))
    low = tuple(
        year
        for year, value in sorted(points.items())
        if value < max(held, share_line_at(*first, *last, year) if year >= first[0] else held)
    )
    target = percent_given(points[facts.target_year])
    return kept_unless("share", bool(low), low=low, target=target, held=percent_given(held))


def check_flag(facts: Facts, rule: Rule) -> Verdict:
    """NT-27: forest, land and agriculture emissions that need a target of their own."""
    whole = facts.scope_1 + facts.scope_2 + facts.scope_3
    part = share(facts.flag_emissions, whole)
    values = {"tonnes": tonnes(facts.flag_emissions), "part": percent_given(part)}
    if not facts.is_flag_sector and part < rule.number("trigger"):
        return not_applicable(**values)
    if not facts.has_flag_target:
        return broken("target", **values)
    if facts.no_deforestation_year > rule.number("no_deforestation"):
        return broken("deforestation", year=facts.no_deforestation_year, **values)
    asked = minimum_reduction(facts.flag_base_year, facts.flag_target_year, rule.number("rate"))
    values |= {"reduction": percent_given(facts.flag_reduction), "asked": percent_asked(asked)}
    return kept_unless("depth", facts.flag_reduction < asked, **values)


def check_long_depth(facts: Facts, rule: Rule) -> Verdict:
    """NZ-03: how deep a long-term target cuts, by its method."""
    if is_near(facts):
        return not_applicable()
    if facts.is_flag_target:
        return _deep_enough(facts.reduction, rule.number("flag"))
    if facts.method is Method.SECTORAL:
        return _deep_enough(facts.reduction, _asked_by_sector(facts))
    bound = "intensity" if facts.method in INTENSITIES else "absolute"
    return _deep_enough(facts.reduction, rule.number(bound))


def _asked_by_sector(facts: Facts) -> Decimal:
    # A path is a chain of divisions: its 28th digit must not break a target that states a plain percentage.
    return round_to(facts.sector_path_reduction, 6)


def _deep_enough(reduction: Decimal, asked: Decimal) -> Verdict:
    return kept_unless(
        "depth", reduction < asked, reduction=percent_given(reduction), asked=percent_asked(asked)
    )


AMBITION_CHECKS: dict[str, Check] = {
    "not_met_yet": check_not_met_yet,
    "forward_looking": check_forward_looking,
    "ambition_1_2": check_ambition_1_2,
    "ambition_3": check_ambition_3,
    "years_counted": check_years_counted,
    "intensity_depth": check_intensity_depth,
    "intensity_1_2": check_intensity_1_2,
    "combined": check_combined,
    "renewable": check_renewable,
    "flag": check_flag,
    "long_depth": check_long_depth,
}
