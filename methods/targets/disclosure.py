"""The columns of the yearly disclosure of targets, as questionnaires ask them, and a row for each target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.rounding import ZERO, round_tonnes
from methods.sentence import percent, plain
from methods.targets.absolute import AbsoluteTarget
from methods.targets.progress import measure_progress
from methods.uncomputable import Uncomputable

NONE = "-"
STATUSES = ("new", "underway", "achieved", "expired", "revised", "replaced", "retired")


@dataclass(frozen=True, slots=True)
class DisclosedFigure:
    """What a target that does not count tonnes counts: an intensity or a share, in base, target and reporting year."""

    metric: str
    base: Decimal
    target: Decimal
    actual: Decimal

    @property
    def achieved(self) -> Decimal | None:
        """Return the share of the way that is gone; None when the target asks for none."""
        way = self.base - self.target
        return None if way == 0 else (self.base - self.actual) / way


@dataclass(frozen=True, slots=True)
class DisclosedTarget:
    """One target in one reporting year; t CO2e by scope code and by scope 3 category, shares as fractions.

    An absolute target over several scopes is disclosed once per scope (the questionnaire asks so since 2022).
    `figure` is that of an intensity or of a share; `reduction` is None for a share, which reduces nothing itself.
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
    reduction: Decimal | None
    reporting_year: int
    reporting_tonnes: tuple[tuple[str, Decimal], ...]
    status: str
    is_land_related: bool
    explanation: str
    plan: str
    kind: str = "absolute"
    figure: DisclosedFigure | None = None


# Key and heading in the order of the export (targets.md 3.4); the questions are 7.53.1, 7.53.2 and 7.54.
DISCLOSURE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("reference", "Target reference"),
    ("kind", "Kind of target"),
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
    ("metric", "Metric of an intensity or a share"),
    ("base_figure", "Base-year figure in that metric"),
    ("target_figure", "Target-year figure in that metric"),
    ("reporting_figure", "Reporting-year figure in that metric"),
    ("achieved", "Target achieved (%)"),
    ("status", "Target status in reporting year"),
    ("is_land_related", "Covers land-related emissions"),
    ("explanation", "Coverage and exclusions explained"),
    ("plan", "Plan for reaching the target, and progress"),
)


def disclosure_row(target: DisclosedTarget) -> tuple[str, ...]:
    """Return the texts of one row in the order of DISCLOSURE_COLUMNS; raises for an unknown status.

    t CO2e are rounded to 0.01, without a mark of thousands, so that a file can be calculated with. Raises
    Uncomputable too when base-year emissions are 0 or the years are out of order.
    """
    _require_sound(target)
    base, actual = (
        sum((tonnes for _, tonnes in parts), ZERO) for parts in (target.base_tonnes, target.reporting_tonnes)
    )
    cells = {
        "reference": target.reference,
        "kind": target.kind,
        "is_science_based": _yes(target.is_science_based),
        "is_validated": _yes(target.is_validated),
        "year_set": str(target.set_on.year),
        "coverage": target.coverage,
        "scopes": ", ".join(target.scopes),
        "scope_2_method": target.scope_2_method or NONE,
        "categories": ", ".join(map(str, target.categories)) or NONE,
        "base_year_end": target.base_year_end.isoformat(),
        "base_tonnes": _by_part(target.base_tonnes),
        "base_sum": _tonnes(base),
        "base_share": plain(percent(base / target.base_total)),
        "target_end": target.target_end.isoformat(),
        "reduction": NONE if target.reduction is None else plain(percent(target.reduction)),
        "reporting_tonnes": _by_part(target.reporting_tonnes),
        "reporting_sum": _tonnes(actual) if target.reporting_tonnes else NONE,
        "status": target.status,
        "is_land_related": _yes(target.is_land_related),
        "explanation": target.explanation,
        "plan": target.plan,
    }
    cells |= _way(target, base, actual) if target.figure is None else _figures(target.figure)
    return tuple(cells[key] for key, _ in DISCLOSURE_COLUMNS)


def _way(target: DisclosedTarget, base: Decimal, actual: Decimal) -> dict[str, str]:
    """What an absolute target leaves and how much of its cut is achieved."""
    line = AbsoluteTarget(target.base_year_end.year, base, target.target_end.year, target.reduction or ZERO)
    achieved = measure_progress(line, target.reporting_year, actual).achieved
    none = dict.fromkeys(("metric", "base_figure", "target_figure", "reporting_figure"), NONE)
    return {"target_tonnes": _tonnes(line.tonnes), "achieved": _share(achieved), **none}


def _figures(figure: DisclosedFigure) -> dict[str, str]:
    return {
        "target_tonnes": NONE,
        "achieved": _share(figure.achieved),
        "metric": figure.metric,
        "base_figure": _significant(figure.base),
        "target_figure": _significant(figure.target),
        "reporting_figure": _significant(figure.actual),
    }


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


def _share(fraction: Decimal | None) -> str:
    return NONE if fraction is None else plain(percent(fraction))


def _tonnes(amount: Decimal) -> str:
    return f"{round_tonnes(amount):f}"


def _significant(value: Decimal) -> str:
    """Return an intensity at six digits that count: one of tonnes per unit of money begins after four zeros."""
    return plain(Decimal(f"{value:.6g}"))


def _by_part(tonnes: tuple[tuple[str, Decimal], ...]) -> str:
    return "; ".join(f"{part} {_tonnes(amount)}" for part, amount in tonnes) or NONE
