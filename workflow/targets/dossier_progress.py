"""The yearly progress report's own parts: each target against its line in a year, and what moved the base year."""

from __future__ import annotations

from methods.rounding import round_tonnes
from methods.targets import AbsoluteTarget, measure_progress
from methods.uncomputable import Uncomputable
from reports.sbt_contract import BaseYearShift, TargetProgress, YearAmount
from workflow.targets.dossier_material import Material
from workflow.targets.models import Target
from workflow.targets.page import actual_points
from workflow.targets.rules import INTENSITIES, SHARES, TargetKind

# Their lines are not straight lines of tonnes: what methods.targets.measure_progress computes does not fit them.
OTHER_LINES = SHARES | INTENSITIES | {TargetKind.SECTORAL}


def progress_of(material: Material, year: int) -> tuple[TargetProgress, ...]:
    """Each target that is counted in tonnes on a straight line, in a year that has an inventory."""
    found = (_of_target(material, row, year) for row in material.targets if row.kind not in OTHER_LINES)
    return tuple(each for each in found if each is not None)


def _of_target(material: Material, row: Target, year: int) -> TargetProgress | None:
    checked, draft = material.checks[row.code], material.held.draft(row)
    points = [point for point in actual_points(material.held, row, checked) if point.year <= year]
    if not points or points[-1].year != year or draft.base is None or draft.target_year is None:
        return None
    if checked.base is None or checked.reduction is None:
        return None
    try:
        line = AbsoluteTarget(draft.base.year, checked.base, draft.target_year, checked.reduction)
        found = measure_progress(line, year, points[-1].value)
    except Uncomputable:
        return None
    said = material.years.get((row.id, year))
    return TargetProgress(
        target_id=row.code,
        actual=round_tonnes(found.actual),
        line=round_tonnes(found.line),
        gap=round_tonnes(found.actual) - round_tonnes(found.line),
        achieved=found.achieved,
        elapsed=found.elapsed,
        needed_rate=found.needed_rate,
        history=tuple(YearAmount(year=p.year, amount=round_tonnes(p.value)) for p in points),
        explanation=said.explanation if said is not None else "",
    )


def shifts_of(material: Material) -> tuple[BaseYearShift, ...]:
    """What was noted to change the base year, by day."""
    base = material.base
    return tuple(
        BaseYearShift(reason=row.reason, on=row.happened_on, tonnes=row.tonnes)
        for row in material.held.changes
        if base is not None and row.inventory_id == base.id
    )
