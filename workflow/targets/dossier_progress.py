"""The yearly progress report's own parts: targets against their lines, the disclosure, what moved the base year."""

from __future__ import annotations

from decimal import Decimal

from methods.rounding import round_tonnes
from reports.sbt_contract import BaseYearShift, DisclosureRow, TargetProgress, YearAmount
from workflow.targets.dossier_material import Material
from workflow.targets.page import actual_points
from workflow.targets.pre_check import SHARE, TONNES
from workflow.targets.progress import YearProgress, disclose, progress_of


def targets_in(material: Material, year: int) -> tuple[TargetProgress, ...]:
    """Each target that lives, against its line in a year of which its value is known."""
    codes = {row.code for row in material.targets}
    found = progress_of(material.held, material.years, year)
    return tuple(
        _of_target(material, each) for each in found if each.target.code in codes and _is_known(each)
    )


def _is_known(each: YearProgress) -> bool:
    return each.actual is not None and each.line is not None and each.gap is not None


def _of_target(material: Material, each: YearProgress) -> TargetProgress:
    assert each.actual is not None and each.line is not None
    actual, line = _printed(each, each.actual), _printed(each, each.line)
    return TargetProgress(
        target_id=each.target.code,
        actual=actual,
        line=line,
        gap=actual - line,
        achieved=each.achieved,
        elapsed=each.elapsed if each.elapsed is not None else _elapsed(material, each),
        needed_rate=each.needed_rate,
        history=_history(material, each),
        explanation=each.said.explanation if each.said is not None else "",
    )


def _printed(each: YearProgress, value: Decimal) -> Decimal:
    """A value in the unit of the target's block: tonnes at two decimals, per cent as a fraction."""
    if each.unit == TONNES:
        return round_tonnes(value)
    return value / 100 if each.unit == SHARE else value


def _elapsed(material: Material, each: YearProgress) -> Decimal:
    """The share of the target's time that has passed."""
    points = material.checks[each.target.code].line.points
    first, last = points[0].year, points[-1].year
    return Decimal(each.year - first) / (last - first)


def _history(material: Material, each: YearProgress) -> tuple[YearAmount, ...]:
    points = actual_points(material.held, each.target, material.checks[each.target.code])
    return tuple(YearAmount(year=p.year, amount=round_tonnes(p.value)) for p in points if p.year <= each.year)


def disclosed(material: Material, year: int) -> tuple[DisclosureRow, ...]:
    """The rows of the public disclosure of a year."""
    return tuple(DisclosureRow(cells=row) for row in disclose(material.held, material.years, year).rows)


def shifts_of(material: Material) -> tuple[BaseYearShift, ...]:
    """What was noted to change the base year, by day."""
    base = material.base
    return tuple(
        BaseYearShift(reason=row.reason, on=row.happened_on, tonnes=row.tonnes)
        for row in material.held.changes
        if base is not None and row.inventory_id == base.id
    )
