"""The columns of the yearly disclosure of targets, as questionnaires ask them, and a row for each target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.sentence import percent, printed
from methods.targets.absolute import AbsoluteTarget
from methods.targets.progress import measure_progress
from methods.uncomputable import Uncomputable

STATUSES = ("new", "underway", "achieved", "expired", "revised", "replaced", "retired")


@dataclass(frozen=True, slots=True)
class DisclosedTarget:
    """One absolute target in one reporting year; t CO2e by scope code and by scope 3 category, shares as fractions.

    A target over several scopes is disclosed once per scope (the questionnaire asks so since 2022).
    """

    reference: str
    is_science_based: bool
    is_validated: bool
    set_on: date
    coverage: str
    scopes: tuple[str, ...]
    scope_2_method: str | None
    categories: tuple[int, ...]
    base_year_end: date
    base_tonnes: tuple[tuple[str, Decimal], ...]
    base_total: Decimal
    target_end: date
    reduction: Decimal
    reporting_year: int
    reporting_tonnes: tuple[tuple[str, Decimal], ...]
    status: str
    is_land_related: bool
    explanation: str
    plan: str


# Key and heading in the order of the export (targets.md 3.4); the questions are 7.53.1 and formerly C4.1a.
DISCLOSURE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("reference", "Target reference"),
    ("is_science_based", "Science-based target"),
    ("is_validated", "Validated"),
    ("year_set", "Year target was set"),
    ("coverage", "Target coverage"),
    ("scopes", "Scopes"),
    ("scope_2_method", "Scope 2 accounting method"),
    ("categories", "Scope 3 categories"),
    ("base_year_end", "End date of base year"),
    ("base_tonnes", "Base-year emissions covered by scope and category (t CO2e)"),
    ("base_sum", "Base-year emissions covered, total (t CO2e)"),
    ("base_share", "Covered share of base-year emissions (%)"),
    ("target_end", "End date of target"),
    ("reduction", "Targeted reduction from base year (%)"),
    ("target_tonnes", "Emissions in target year (t CO2e)"),
    ("reporting_tonnes", "Emissions in reporting year by scope and category (t CO2e)"),
    ("reporting_sum", "Emissions in reporting year, total (t CO2e)"),
    ("achieved", "Target achieved (%)"),
    ("status", "Target status in reporting year"),
    ("is_land_related", "Covers land-related emissions"),
    ("explanation", "Coverage and exclusions explained"),
    ("plan", "Plan for reaching the target, and progress"),
)


def disclosure_row(target: DisclosedTarget) -> tuple[str, ...]:
    """Return the texts of one row in the order of DISCLOSURE_COLUMNS; raises for an unknown status.

    Raises Uncomputable too when base-year emissions are 0 or the years are out of order.
    """
    _require_sound(target)
    base = sum((tonnes for _, tonnes in target.base_tonnes), Decimal(0))
    actual = sum((tonnes for _, tonnes in target.reporting_tonnes), Decimal(0))
    line = AbsoluteTarget(target.base_year_end.year, base, target.target_end.year, target.reduction)
    achieved = measure_progress(line, target.reporting_year, actual).achieved
    cells: dict[str, object] = {
        "reference": target.reference,
        "is_science_based": _yes(target.is_science_based),
        "is_validated": _yes(target.is_validated),
        "year_set": target.set_on.year,
        "coverage": target.coverage,
        "scopes": target.scopes,
        "scope_2_method": target.scope_2_method or "-",
        "categories": target.categories,
        "base_year_end": target.base_year_end.isoformat(),
        "base_tonnes": _by_part(target.base_tonnes),
        "base_sum": base,
        "base_share": percent(base / target.base_total),
        "target_end": target.target_end.isoformat(),
        "reduction": percent(target.reduction),
        "target_tonnes": line.tonnes,
        "reporting_tonnes": _by_part(target.reporting_tonnes),
        "reporting_sum": actual,
        "achieved": "-" if achieved is None else percent(achieved),
        "status": target.status,
        "is_land_related": _yes(target.is_land_related),
        "explanation": target.explanation,
        "plan": target.plan,
    }
    return tuple(printed(cells[key]) for key, _ in DISCLOSURE_COLUMNS)


def _require_sound(target: DisclosedTarget) -> None:
    if target.status not in STATUSES:
        raise Uncomputable(
            "%(status)s is no status of a disclosed target; it is one of: %(known)s.",
            status=target.status,
            known=", ".join(STATUSES),
        )
    if target.base_total <= 0:
        raise Uncomputable("The base-year emissions of the scopes are 0, so no share of them is covered.")


def _yes(is_so: bool) -> str:
    return "Yes" if is_so else "No"


def _by_part(tonnes: tuple[tuple[str, Decimal], ...]) -> str:
    return "; ".join(f"{part} {printed(amount)}" for part, amount in tonnes)
