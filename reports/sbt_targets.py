"""What the SBT documents say of targets: blocks with wording, coverage, rule results and yearly progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from methods.target_rules import About, Outcome, RuleResult, Standing
from reports.sbt_fields import Stater, stated
from reports.sbt_group import Reach

# How a rule result reads in a sentence.
OUTCOMES = {
    Outcome.PASS: "kept",
    Outcome.FAIL: "broken",
    Outcome.WARN: "to look at",
    Outcome.MISSING: "missing",
    Outcome.NOT_APPLICABLE: "not applicable",
}


class TargetKind(StrEnum):
    """The kinds of target block (section 8)."""

    ABSOLUTE = "absolute"
    INTENSITY = "intensity"
    RENEWABLE = "renewable electricity"
    ENGAGEMENT = "engagement"
    COMBINED = "combined"
    NET_ZERO = "net-zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAmount:
    """A year and its amount, t CO2e unless the field says otherwise."""

    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBlock:
    """One target of section 8 (FORM21 3.1; FORM24 "Near-Term Targets", "Net-Zero Targets").

    `unit` is that of base and target value ("t CO2e", "t CO2e per million CNY", "share"); `line` the published
    line from base year to target year in that unit, as methods.targets gives it.
    """

    target_id: str
    kind: TargetKind
    reach: Reach
    unit: str = "t CO2e"
    scopes: tuple[int, ...] = stated((), "Scopes", Stater.OFFICE, "Scopes that the target covers.")
    categories: tuple[int, ...] = stated(
        (), "Scope 3 categories", Stater.OFFICE, "Categories that it covers."
    )
    base_year: int | None = stated(None, "Base year", Stater.OFFICE, "From the verified statement.", "year")
    target_year: int | None = stated(None, "Target year", Stater.OFFICE, "NT-13, NZ-02.", "year")
    base_value: Decimal | None = stated(
        None, "Base-year value", Stater.INVENTORY, "Covered emissions, or the intensity or share.", "value"
    )
    target_value: Decimal | None = stated(
        None, "Target-year value", Stater.OFFICE, "Computed from base-year value and reduction.", "value"
    )
    reduction: Decimal | None = stated(None, "Reduction", Stater.OFFICE, "Of the base-year value.", "share")
    method: str = stated("", "Method", Stater.OFFICE, "Absolute contraction, SDA, economic intensity ...")
    tool: str = stated("", "Tool and version", Stater.OFFICE, "What computed the target (NT-11).")
    activity_unit: str = stated("", "Activity unit", Stater.OFFICE, "Denominator of an intensity target.")
    activity_growth: Decimal | None = stated(
        None, "Activity growth a year", Stater.FINANCE, "Assumed until the target year.", "share"
    )
    coverage: Decimal | None = stated(
        None, "Coverage", Stater.OFFICE, "Covered share of the scopes' emissions (NT-04, NT-07).", "share"
    )
    ambition: str = stated("", "Ambition", Stater.OFFICE, "1.5C or WB2C, by NT-17 and NT-18.")
    forward_looking: str = stated(
        "", "Forward-looking test", Stater.OFFICE, "Result of NT-16 with its numbers."
    )
    base_year_source: str = stated(
        "", "Base year cited from", Stater.BODY, "Case, statement number, revision."
    )
    base_year_sha256: str = stated(
        "", "SHA-256 of that GHG statement", Stater.BODY, "From the statement.", "hash"
    )
    wording: str = stated("", "Wording", Stater.OFFICE, "By methods.targets.word_target.")
    line: tuple[YearAmount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """Section 9: covered and whole t CO2e of some scopes, and the share that is needed (NT-04, NT-07, NZ-01)."""

    label: str
    reach: Reach
    covered: Decimal
    whole: Decimal
    needed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleCount:
    """A scope 3 category that targets claim beyond its total, by so many t CO2e."""

    category: int
    tonnes: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSummary:
    """Section 9 (FORM24 "Near-Term Target Coverage", "Net-Zero Coverage")."""

    rows: tuple[CoverageRow, ...] = stated(
        (), "Coverage", Stater.OFFICE, "By methods.targets.measure_coverage."
    )
    counted_twice: tuple[DoubleCount, ...] | None = stated(
        None, "Counted twice", Stater.OFFICE, "Categories claimed beyond their total; empty when none is."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A number that a rule used, as the rule prints it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """Section 12: one result of the pre-check; `target_id` is empty for a rule about the submission."""

    rule_set_id: str
    rule_id: str
    criterion: str
    title: str
    target_id: str
    outcome: Outcome
    values: tuple[NamedValue, ...]
    thresholds: tuple[NamedValue, ...]
    missing: tuple[str, ...]
    sentence: str
    source: str
    standing: Standing


def rule_rows(results: Iterable[RuleResult], target_id: str = "") -> tuple[RuleRow, ...]:
    """Return results of `check_target` as section 12 prints them; with `target_id`, those about that target.

    Without it, those about the submission as a whole: so each result is printed once.
    """
    about = About.TARGET if target_id else About.SUBMISSION
    return tuple(
        RuleRow(
            rule_set_id=result.rule_set_id,
            rule_id=result.rule_id,
            criterion=result.criterion,
            title=result.title,
            target_id=target_id,
            outcome=result.outcome,
            values=tuple(NamedValue(name=name, value=value) for name, value in result.values),
            thresholds=tuple(
                NamedValue(name=bound.name, value=bound.with_unit) for bound in result.thresholds
            ),
            missing=result.missing,
            sentence=str(result.sentence),
            source=result.source,
            standing=result.standing,
        )
        for result in results
        if result.about is about
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProgress:
    """A year of one target against its line (methods.targets.measure_progress); amounts in the target's unit.

    `gap` above 0 is over the line; `achieved` and `elapsed` are shares; `needed_rate` is the share of the base
    still to cut in each year left.
    """

    target_id: str
    actual: Decimal
    line: Decimal
    gap: Decimal
    achieved: Decimal | None
    elapsed: Decimal
    needed_rate: Decimal | None
    history: tuple[YearAmount, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseYearShift:
    """A change of base-year emissions since the target was set, in signed t CO2e, and what made it."""

    reason: str
    on: date
    tonnes: Decimal
