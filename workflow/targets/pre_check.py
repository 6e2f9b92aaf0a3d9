"""The pre-check of one target: rule results with their numbers, line, coverage and wording; never a validation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from methods.rounding import ZERO
from methods.sentence import Sentence
from methods.target_rules import (
    About,
    Outcome,
    RuleComparison,
    RuleResult,
    check_target,
    compare_results,
    load_rule_set,
    say_headline,
)
from methods.targets import (
    FOOTNOTE,
    LONG_TERM_SCOPE_3,
    NEAR_TERM_SCOPE_3,
    AbsoluteTarget,
    Coverage,
    Wording,
    WordingFields,
    YearValue,
    choose_categories,
    intensity_at,
    measure_coverage,
    minimum_intensity_reduction,
    minimum_reduction,
    sda_path,
    share_line_at,
    target_line,
    word_target,
)
from methods.uncomputable import Uncomputable
from reports.sbt_contract import SCOPE_3_NAMES
from workflow.targets.queries import Held
from workflow.targets.rules import INTENSITIES, NEAR_TERM_SET, PREVIEW_SET, SHARES, TargetKind, term_of
from workflow.targets.target_inputs import (
    Draft,
    Ground,
    base_tonnes,
    company_of,
    covered_parts,
    inputs_of,
    reduction_of,
    target_tonnes,
)

TONNES, SHARE = "t CO₂e", "%"
ORDER = (Outcome.FAIL, Outcome.WARN, Outcome.MISSING, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Line:
    """The published line of a target in its unit, and what cannot be drawn as a sentence."""

    unit: str
    points: tuple[YearValue, ...] = ()
    why_not: Sentence | None = None
    is_indicative: bool = False


@dataclass(frozen=True)
class PreCheck:
    """All that the builder shows beside the inputs."""

    results: tuple[RuleResult, ...]
    warning: tuple[RuleResult, ...]
    headline: Sentence
    base: Decimal | None
    leaves: Decimal | None
    reduction: Decimal | None
    least: Decimal | None
    line: Line
    coverage: Coverage | None
    suggested: tuple[int, ...]
    wording: Sentence | None
    footnote: str | None

    @property
    def ordered(self) -> list[RuleResult]:
        """Return the results, what asks for work first."""
        return sorted(self.results, key=lambda result: ORDER.index(result.outcome))

    @property
    def broken(self) -> tuple[str, ...]:
        """Return the ids of rules that are broken."""
        return tuple(result.rule_id for result in self.results if result.outcome is Outcome.FAIL)

    @property
    def missing(self) -> int:
        """Return how many rules say that an input is missing."""
        return sum(result.outcome is Outcome.MISSING for result in self.results)


def pre_check(draft: Draft, ground: Ground, rule_set_id: str, company: str) -> PreCheck:
    """Run a rule set over a target as it is stated, with line, coverage and wording."""
    if draft.kind is TargetKind.NET_ZERO:
        ground = replace(ground, near_term_passes=near_term_passes(ground))
    inputs = inputs_of(draft, ground)
    results = check_target(inputs, load_rule_set(rule_set_id))
    base = base_tonnes(draft, ground.approach)
    reduction = reduction_of(draft, base, ground.approach)
    return PreCheck(
        results=results,
        warning=check_target(inputs, load_rule_set(PREVIEW_SET)) if rule_set_id != PREVIEW_SET else (),
        headline=say_headline(results),
        base=base,
        leaves=target_tonnes(draft, base, ground.approach),
        reduction=reduction,
        least=least_reduction(draft),
        line=line_of(draft, base, reduction),
        coverage=coverage_of(draft, ground),
        suggested=_suggested(draft),
        wording=wording_of(draft, company, reduction),
        footnote=FOOTNOTE if draft.base is not None and draft.base.biogenic_co2 else None,
    )


def check_stored(held: Held, code: str, rule_set_id: str | None = None) -> PreCheck:
    """Run the pre-check of a stored target, by its own rule set or by another."""
    row = held.target(code)
    ground = held.ground(code, row.inventory_id)
    return pre_check(held.draft(row), ground, rule_set_id or row.rule_set_id, held.group.name)


def compare_sets(first: PreCheck, second: PreCheck) -> tuple[RuleComparison, ...]:
    """Two runs of one target side by side."""
    return compare_results(first.results, second.results)


def near_term_passes(ground: Ground) -> bool | None:
    """Whether the group's near-term targets break no rule; None while something of them is missing (NZ-04)."""
    near = [other for other in ground.others if other.kind is not TargetKind.NET_ZERO]
    if not near:
        return False
    outcomes = set()
    for draft in near:
        around = replace(ground, others=[other for other in near if other.code != draft.code])
        results = check_target(inputs_of(draft, around), load_rule_set(NEAR_TERM_SET))
        outcomes |= {r.outcome for r in results if r.about is About.TARGET or r.outcome is Outcome.FAIL}
    if Outcome.FAIL in outcomes:
        return False
    return None if Outcome.MISSING in outcomes else True


def least_reduction(draft: Draft) -> Decimal | None:
    """Return the least reduction that the rule set asks of a near-term target's method; None where none is set."""
    if draft.base is None or draft.target_year is None or draft.target_year <= draft.base.year:
        return None
    years, rules = (draft.base.year, draft.target_year), load_rule_set(NEAR_TERM_SET)
    if draft.kind in INTENSITIES:
        return minimum_intensity_reduction(*years, rules.rule("NT-20").number("rate"))
    if draft.kind is not TargetKind.ABSOLUTE or not draft.scopes:
        return None
    name = "rate_3" if draft.scopes == {3} else "rate_1_2"
    return minimum_reduction(*years, rules.rule("NT-19").number(name))


def line_of(draft: Draft, base: Decimal | None, reduction: Decimal | None) -> Line:
    """Return the published line year by year: t CO2e, an intensity, or a share in per cent."""
    unit = SHARE if draft.kind in SHARES else TONNES
    if draft.kind in INTENSITIES:
        unit = f"{TONNES} / {draft.known.get('activity_unit') or '1'}"
    if draft.base is None or draft.target_year is None:
        return Line(unit)
    try:
        if draft.kind in SHARES:
            return Line(unit, _share_points(draft))
        if draft.kind is TargetKind.SECTORAL:
            return _sector_line(draft)
        if base is None or reduction is None:
            return Line(unit)
        if draft.kind in INTENSITIES:
            return Line(unit, _intensity_points(draft, base, reduction))
        return Line(unit, target_line(AbsoluteTarget(draft.base.year, base, draft.target_year, reduction)))
    except Uncomputable as refused:
        return Line(unit, (), Sentence(refused.template, tuple(refused.params.items())))


def _share_points(draft: Draft) -> tuple[YearValue, ...]:
    first, last = draft.number("base_share"), draft.number("share")
    if first is None or last is None or draft.base is None or draft.target_year is None:
        return ()
    ends = (draft.base.year, first, draft.target_year, last)
    return tuple(
        YearValue(year, share_line_at(*ends, year) * 100)
        for year in range(draft.base.year, draft.target_year + 1)
    )


def _sector_line(draft: Draft) -> Line:
    company = company_of(draft)
    if company is None or draft.path is None:
        return Line(TONNES)
    years = sda_path(company, draft.path.path)
    return Line(
        TONNES,
        tuple(YearValue(item.year, item.tonnes) for item in years),
        is_indicative=any(y.is_indicative for y in years),
    )


def _intensity_points(draft: Draft, base: Decimal, reduction: Decimal) -> tuple[YearValue, ...]:
    """Falling by the same share each year from the base year's intensity to the target's."""
    activity = draft.number("base_activity")
    if not activity or draft.base is None or draft.target_year is None:
        return ()
    first, years = base / activity, draft.target_year - draft.base.year
    if years <= 0:
        raise Uncomputable(
            "The target year %(target_year)s must come after the base year %(base_year)s.",
            target_year=draft.target_year, base_year=draft.base.year,
        )  # fmt: skip
    rate = 1 - (1 - reduction) ** (Decimal(1) / years) if reduction < 1 else Decimal(1)
    return tuple(
        YearValue(draft.base.year + passed, intensity_at(first, 0, passed, rate))
        for passed in range(years + 1)
    )


def coverage_of(draft: Draft, ground: Ground) -> Coverage | None:
    """Return the coverage of scope 3 by this target and those beside it; None where scope 3 is not targeted."""
    if draft.base is None or not draft.scopes or 3 not in draft.scopes:
        return None
    categories = draft.base.scope_3
    term = term_of(draft.kind)
    beside = [other for other in ground.others if term_of(other.kind) is term]
    parts = [p for each in (*beside, draft) for p in covered_parts(each) if p.category in categories]
    if not sum(categories.values(), ZERO):
        return None
    return measure_coverage(categories, parts, _needed(draft))


def _suggested(draft: Draft) -> tuple[int, ...]:
    if draft.base is None or not draft.base.scope_3:
        return ()
    return choose_categories(draft.base.scope_3, _needed(draft))


def _needed(draft: Draft) -> Decimal:
    return LONG_TERM_SCOPE_3 if draft.kind is TargetKind.NET_ZERO else NEAR_TERM_SCOPE_3


_WORDINGS = {
    TargetKind.ENGAGEMENT: Wording.ENGAGEMENT,
    TargetKind.RENEWABLE: Wording.RENEWABLE,
    TargetKind.NET_ZERO: Wording.NET_ZERO,
    TargetKind.PHYSICAL: Wording.INTENSITY_3,
    TargetKind.ECONOMIC: Wording.INTENSITY_3,
}


def name_categories(numbers: Iterable[int]) -> str:
    """Return scope 3 categories as a published target names them: by name, not by number."""
    names = [SCOPE_3_NAMES[number - 1] for number in numbers]
    named = [name[0].lower() + name[1:] for name in names]
    last = ", and ".join(named[-2:]) if len(named) > 2 else " and ".join(named[-2:])
    return ", ".join([*named[:-2], last])


def wording_of(draft: Draft, company: str, reduction: Decimal | None) -> Sentence | None:
    """Return the sentence in which the target would be published; None for what has no sentence of its own.

    A sentence that lacks a field says which.
    """
    scopes = draft.scopes or frozenset()
    kind = _WORDINGS.get(draft.kind, Wording.ABSOLUTE_3 if scopes == {3} else Wording.ABSOLUTE_1_2)
    if draft.kind is TargetKind.COMBINED or (draft.kind is TargetKind.PHYSICAL and scopes != {3}):
        return None
    fields = WordingFields(
        company=company,
        base_year=draft.base.year if draft.base else None,
        target_year=draft.target_year,
        reduction=reduction,
        share=draft.number("share"),
        base_share=draft.number("base_share"),
        categories=name_categories(draft.covers) or None,
        unit=str(draft.known.get("activity_unit", "")) or None,
        weighed_by=str(draft.known.get("engagement_measure", "")) or None,
        has_bioenergy=bool(draft.base is not None and draft.base.biogenic_co2),
    )
    try:
        return word_target(kind, fields)
    except Uncomputable as refused:
        return Sentence(refused.template, tuple(refused.params.items()))
