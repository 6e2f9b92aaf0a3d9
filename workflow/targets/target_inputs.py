"""Brings together what is known of a target, its base year and its group into what the rules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from methods.boundary import Approach
from methods.rounding import ZERO
from methods.target_rules import CategoryScreening, TargetInputs
from methods.targets import (
    Ambition,
    CoveredPart,
    SdaCompany,
    SectorPath,
    engagement_coverage,
    project_sda,
    share_line_at,
)
from methods.uncomputable import Uncomputable
from workflow.targets.fields import Known
from workflow.targets.inventory_values import YearValues
from workflow.targets.rules import (
    INTENSITIES,
    METHODS,
    SCOPE_3_CATEGORIES,
    SHARES,
    TargetKind,
    TargetState,
    fixed_scopes,
    term_of,
)


@dataclass(frozen=True)
class StatedPath:
    """An uploaded sector path with what its uploader says of it."""

    path: SectorPath
    ambition: Ambition
    is_approved: bool
    allows_rise: bool


@dataclass(frozen=True)
class Dates:
    """The days of a target's life, as far as they came."""

    submitted_on: date | None = None
    validated_on: date | None = None
    published_on: date | None = None


@dataclass(frozen=True)
class Draft:
    """A target as it is stated now, saved or not: `known` holds its fields by name."""

    code: str
    kind: TargetKind
    known: Known
    base: YearValues | None = None
    path: StatedPath | None = None
    state: TargetState = TargetState.DRAFT
    dates: Dates = field(default_factory=Dates)

    def number(self, name: str) -> Decimal | None:
        """Return a field that is a number."""
        value = self.known.get(name)
        return value if isinstance(value, Decimal) else None

    @property
    def scopes(self) -> frozenset[int] | None:
        """Return the scopes covered; None while nobody chose."""
        fixed = fixed_scopes(self.kind)
        chosen = self.known.get("scopes")
        if fixed is not None or chosen is None:
            return fixed
        return frozenset(int(part) for part in str(chosen).split(","))

    @property
    def target_year(self) -> int | None:
        year = self.known.get("target_year")
        return year if isinstance(year, int) else None

    @property
    def covers(self) -> dict[int, Decimal]:
        """Return the share covered of each scope 3 category that is covered at all."""
        if not self.scopes or 3 not in self.scopes:
            return {}
        stated = {number: self.number(f"cover_{number}") for number in SCOPE_3_CATEGORIES}
        return {number: share for number, share in stated.items() if share}


@dataclass(frozen=True)
class Change:
    """A noted change of base-year emissions in one scope, signed t CO2e."""

    scope: int
    tonnes: Decimal


@dataclass(frozen=True)
class Ground:
    """What stands around a target: the submission, the other targets of the group, inventories by year."""

    today: date
    submission: Known
    others: Sequence[Draft] = ()
    inventories: Mapping[int, YearValues] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    open_tasks_due: Sequence[date] = ()
    near_term_passes: bool | None = None

    @property
    def approach(self) -> str | None:
        """Return the scope 2 approach of the targets, None while it is not chosen."""
        word = self.submission.get("scope_2_approach")
        return str(word) if word is not None else None


def covered_parts(draft: Draft) -> tuple[CoveredPart, ...]:
    """Return the t CO2e of scope 3 that a target counts for; engagement only by its share (NT-22)."""
    if draft.base is None:
        return ()
    categories = draft.base.scope_3
    weight = Decimal(1)
    if draft.kind is TargetKind.ENGAGEMENT:
        weight = draft.number("share") or ZERO
    return tuple(
        CoveredPart(
            draft.code, number, engagement_coverage(weight, categories[number] * share, Decimal(1)).tonnes
        )
        for number, share in draft.covers.items()
        if number in categories
    )


def base_tonnes(draft: Draft, approach: str | None) -> Decimal | None:
    """Return t CO2e of the base year inside the target's boundary; None while something of it is not known."""
    if draft.base is None or draft.scopes is None:
        return None
    whole = draft.scopes & {1, 2}
    if 2 in whole and approach is None:
        return None
    excluded = (draft.number("excluded_from_target") or ZERO) if whole else ZERO
    covered = sum((part.tonnes for part in covered_parts(draft)), ZERO)
    return draft.base.total(whole, approach or "") - excluded + covered


def tonnes_in(draft: Draft, values: YearValues, approach: str | None) -> Decimal | None:
    """Return t CO2e of another year inside the same boundary: scopes less what is excluded, covered categories."""
    if draft.scopes is None or (2 in draft.scopes and approach is None):
        return None
    whole = draft.scopes & {1, 2}
    excluded = (draft.number("excluded_from_target") or ZERO) if whole else ZERO
    categories = values.scope_3
    covered = sum((categories.get(number, ZERO) * share for number, share in draft.covers.items()), ZERO)
    return values.total(whole, approach or "") - excluded + covered


def reduction_of(draft: Draft, base: Decimal | None, approach: str | None) -> Decimal | None:
    """Return the reduction as a fraction of the base; of a combined target that of all its tonnes."""
    if draft.kind is not TargetKind.COMBINED:
        return draft.number("reduction")
    parts = (draft.number("reduction_scopes_1_2"), draft.number("reduction_scope_3"))
    if not base or draft.base is None or None in parts or approach is None:
        return None
    covered = sum((part.tonnes for part in covered_parts(draft)), ZERO)
    first, second = (part or ZERO for part in parts)
    return (first * (base - covered) + second * covered) / base


def company_of(draft: Draft) -> SdaCompany | None:
    """Return the company as the sector path projects it; None while base year or output is not known."""
    activity, year = draft.number("base_activity"), draft.target_year
    if draft.base is None or draft.scopes is None or not activity or year is None or year <= draft.base.year:
        return None
    scope_2 = draft.base.scope_2("location-based") if 2 in draft.scopes else None
    scope_1 = draft.base.scope_1 if 1 in draft.scopes else ZERO
    return SdaCompany(draft.base.year, activity, scope_1, year, scope_2, draft.number("target_activity"))


def path_reduction(draft: Draft) -> Decimal | None:
    """Return the reduction that the sector path asks for in the target year; None where it cannot be computed."""
    company = company_of(draft)
    if draft.path is None or company is None:
        return None
    try:
        asked = project_sda(company, draft.path.path, company.target_year).tonnes
        return 1 - asked / (company.scope_1 + (company.scope_2 or ZERO))
    except (Uncomputable, ArithmeticError):
        return None


def target_tonnes(draft: Draft, base: Decimal | None, approach: str | None) -> Decimal | None:
    """Return t CO2e that the target leaves in its year; an intensity by the output expected then."""
    reduction = reduction_of(draft, base, approach)
    if base is None or reduction is None:
        return None
    if draft.kind not in INTENSITIES:
        return base * (1 - reduction)
    first, last = draft.number("base_activity"), draft.number("target_activity")
    return base / first * (1 - reduction) * last if first and last is not None else None


def renewable_shares(draft: Draft) -> tuple[tuple[int, Decimal], ...] | None:
    """Return the share of every year, straight from base year to target year; None while unknown."""
    first, last, year = draft.number("base_share"), draft.number("share"), draft.target_year
    if draft.base is None or first is None or last is None or year is None or year <= draft.base.year:
        return None
    try:
        years = range(draft.base.year, year + 1)
        return tuple((y, share_line_at(draft.base.year, first, year, last, y)) for y in years)
    except Uncomputable:
        return None


def inputs_of(draft: Draft, ground: Ground) -> TargetInputs:
    """Return all that the rules may ask of a target; what nobody stated is None, and no rule passes on it."""
    known: dict[str, Any] = dict(_stated(ground.submission))
    known |= _of_group(draft, ground)
    known |= _of_target(draft, ground)
    known |= _of_life(draft, ground)
    return TargetInputs(**known)


# Fields whose name is that of the input and whose value the rules take as it is.
_AS_STATED = (
    "is_set_at_group_level", "is_finance", "is_oil_and_gas", "sells_fossil_fuels", "produces_fossil_fuels",
    "turnover", "assets", "needs_sector_path", "parent_on_standard_route", "uses_sme_route", "gases_assessed",
    "excluded_from_inventory", "scope_3_excluded", "reports_biogenic", "is_flag_sector", "flag_emissions",
    "inventory_is_complete", "submission_date", "is_first_submission", "no_deforestation_year", "recent_year",
    "has_commitment", "commitment_letter", "last_disclosed_on", "discloses_every_target", "is_reviewed",
)  # fmt: skip
_AS_STATED_OF_TARGET = (
    "is_flag_target", "target_year", "reduction_scopes_1_2", "reduction_scope_3", "credits_counted",
    "avoided_counted", "method_is_current", "method_successor_released", "engagement_done_by",
    "engagement_measure", "residual_emissions", "planned_removals", "removals_from",
)  # fmt: skip


def _stated(submission: Known) -> dict[str, object]:
    found = {name: submission.get(name) for name in _AS_STATED}
    staff = submission.get("staff")
    found["staff"] = int(staff) if isinstance(staff, Decimal) else None
    found["sector_activities"] = submission.get("activities")
    outside = submission.get("outside")
    if isinstance(outside, tuple):
        found["subsidiaries_outside"] = () if outside == ("none",) else outside
    word = submission.get("target_approach")
    found["target_approach"] = Approach(str(word)) if word is not None else None
    return found


def _of_group(draft: Draft, ground: Ground) -> dict[str, object]:
    """The inventory of the base year, and what all targets of the group cover together."""
    # A near-term and a long-term target may hold the same tonne: each stands among those of its own reach.
    term = term_of(draft.kind)
    everything = (*(other for other in ground.others if term_of(other.kind) is term), draft)
    found: dict[str, object] = {
        "as_of": ground.today,
        "targeted_scopes": frozenset(scope for each in everything for scope in each.scopes or ()),
        "sector_paths_used": tuple(each.path.path.name for each in everything if each.path is not None),
        "has_category_11_target": any(11 in each.covers for each in everything),
        "excluded_from_target": _excluded(everything),
        "near_term_passes": ground.near_term_passes,
        "scope_2_approach_base_year": ground.approach,
        "scope_2_approach_recent_year": ground.approach,
        "scope_2_approach_target_year": ground.approach,
        "scope_2_approach_progress": ground.approach,
    }
    found |= _flag(everything)
    base = draft.base
    if base is None:
        return found
    found |= {
        "inventory_approach": Approach(base.approach) if base.approach else None,
        "scope_1": base.scope_1,
        "scope_2": base.scope_2(ground.approach) if ground.approach else None,
        "scope_2_location": base.scope_2("location-based"),
        "scope_3": sum(base.scope_3.values(), ZERO),
        "categories": _screening(base, ground.submission),
        "biogenic_co2": base.biogenic_co2,
        "reports_both_scope_2": True,
        "scope_3_covered": tuple(part for each in everything for part in covered_parts(each)),
    }
    return found


def _screening(base: YearValues, submission: Known) -> tuple[CategoryScreening, ...]:
    tonnes = base.scope_3
    return tuple(
        CategoryScreening(number, tonnes.get(number), str(submission.get(f"screen_{number}", "")))
        for number in SCOPE_3_CATEGORIES
    )


def _excluded(everything: Sequence[Draft]) -> Decimal | None:
    """The most that a target over scope 1 or 2 leaves out; None while one of them does not say it."""
    stated = [
        each.number("excluded_from_target")
        for each in everything
        if each.kind not in SHARES and each.scopes and each.scopes & {1, 2}
    ]
    known = [tonnes for tonnes in stated if tonnes is not None]
    return max(known) if known and len(known) == len(stated) else None


def _flag(everything: Sequence[Draft]) -> dict[str, object]:
    for each in everything:
        if each.known.get("is_flag_target"):
            return {
                "has_flag_target": True,
                "flag_reduction": each.number("reduction"),
                "flag_base_year": each.base.year if each.base else None,
                "flag_target_year": each.target_year,
            }
    return {"has_flag_target": False}


def _of_target(draft: Draft, ground: Ground) -> dict[str, object]:
    base = base_tonnes(draft, ground.approach)
    leaves = target_tonnes(draft, base, ground.approach)
    year = draft.base.year if draft.base else None
    found: dict[str, object] = {name: draft.known.get(name) for name in _AS_STATED_OF_TARGET}
    found |= {
        "term": term_of(draft.kind),
        "method": METHODS[draft.kind],
        "scopes": draft.scopes,
        "base_year": year,
        "scope_1_base_year": year,
        "scope_2_base_year": year,
        "reduction": reduction_of(draft, base, ground.approach),
        "recent_emissions": _recent(draft, ground),
        "target_emissions": leaves,
        "covered_scopes_1_2": _covered_1_2(draft, ground.approach),
        "wording_has_footnote": None if draft.base is None else bool(draft.base.biogenic_co2),
        "engagement_categories": tuple(draft.covers) if draft.kind is TargetKind.ENGAGEMENT else None,
        "renewable_base_share": draft.number("base_share"),
        "renewable_shares": renewable_shares(draft),
        "absolute_rises": None if base is None or leaves is None else leaves > base,
    }
    if draft.path is not None:
        found |= {
            "sector_path_reduction": path_reduction(draft),
            "sector_path_ambition": draft.path.ambition,
            "sector_path_is_approved": draft.path.is_approved,
            "path_allows_rise": draft.path.allows_rise,
        }
    elif draft.kind in INTENSITIES:
        found["sector_path_is_approved"] = False
    return found


def _recent(draft: Draft, ground: Ground) -> Decimal | None:
    stated = draft.number("recent_emissions")
    year = ground.submission.get("recent_year")
    if stated is not None or not isinstance(year, int):
        return stated
    if draft.base is not None and year == draft.base.year:
        return base_tonnes(draft, ground.approach)
    values = ground.inventories.get(year)
    return tonnes_in(draft, values, ground.approach) if values is not None else None


def _covered_1_2(draft: Draft, approach: str | None) -> Decimal | None:
    if draft.base is None or draft.scopes is None or approach is None:
        return None
    return draft.base.total(draft.scopes & {1, 2}, approach) - (draft.number("excluded_from_target") or ZERO)


def _of_life(draft: Draft, ground: Ground) -> dict[str, object]:
    dates = draft.dates
    scopes = draft.scopes or frozenset({1, 2, 3})
    total = draft.base.total(scopes, ground.approach or "location-based") if draft.base else None
    return {
        "is_submitted": dates.submitted_on is not None,
        "is_approved": dates.validated_on is not None,
        "approved_on": dates.validated_on,
        "is_published": dates.published_on is not None,
        "published_on": dates.published_on,
        "base_year_changes": tuple(c.tonnes for c in ground.changes if c.scope in scopes),
        "base_year_total": total,
        "is_recalculated": not ground.open_tasks_due,
        "recalculation_due": min(ground.open_tasks_due, default=ground.today),
    }
