"""The roadmap as computed: wedge against the line, cost curve, capex, realised savings, foreign factors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from methods.quantification import Basis
from methods.roadmap import (
    Activity,
    CapexPlan,
    ClaimedSaving,
    CostStep,
    ImpliedFactor,
    Lever,
    MeasuredYear,
    OverlapExcess,
    RealisedYear,
    Wedge,
    business_as_usual,
    compare_realised,
    cost_curve,
    draw_wedge,
    find_foreign_factors,
    find_overlaps,
    plan_capex,
)
from methods.rounding import ZERO
from methods.targets import AbsoluteTarget, YearValue
from methods.uncomputable import Uncomputable
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.ghg_statement.inputs import as_message
from workflow.i18n import N_, Message
from workflow.people.models import Organisation
from workflow.targets.drawing import Chart, Series, draw
from workflow.targets.models import Target
from workflow.targets.page import actual_points
from workflow.targets.pre_check import TONNES, PreCheck, check_stored
from workflow.targets.queries import Held
from workflow.targets.roadmap_models import (
    RoadmapActivity,
    RoadmapBasis,
    RoadmapClaim,
    RoadmapLever,
    RoadmapMeasure,
)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Roadmap:
    """Everything of the roadmap page; what cannot be computed is a sentence in `notes`."""

    basis: RoadmapBasis | None
    target: Target | None
    levers: tuple[RoadmapLever, ...]
    activities: tuple[RoadmapActivity, ...]
    claims: tuple[RoadmapClaim, ...]
    wedge: Wedge | None
    chart: Chart | None
    costs: tuple[CostStep, ...]
    capex: CapexPlan | None
    overlaps: tuple[OverlapExcess, ...]
    realised: tuple[tuple[RealisedYear, RoadmapMeasure], ...]
    foreign: tuple[ImpliedFactor, ...]
    notes: tuple[Message, ...]

    def lever(self, code: str) -> RoadmapLever:
        """Return a lever by its code; NotYours for an unknown one."""
        found = next((row for row in self.levers if row.code == code), None)
        if found is None:
            raise NotYours("There is no such lever.")
        return found


def roadmap_of(session: ScopedSession, group: Organisation, held: Held) -> Roadmap:
    """Read and compute a group's roadmap, in four queries."""
    rows = {model: _all(session, model, group) for model in _TABLES}
    basis = next(iter(rows[RoadmapBasis]), None)
    levers, measures = _levers(session, group)
    by_id = {row.id: row for row in levers}
    computed = [as_lever(row) for row in levers]
    target = next((t for t in held.targets if basis is not None and t.id == basis.target_id), None)
    notes: list[Message] = []
    kind = basis.basis if basis else Basis.MARKET
    checked = check_stored(held, target.code) if target else None
    line = _line(checked)
    bau = _usual(rows[RoadmapActivity], line)
    wedge = _tried(notes, lambda: draw_wedge(bau, computed, line, kind)) if line and bau else None
    baselines = {
        row.overlap_group: business_as_usual([as_activity(row)], line.base_year, _last(levers, line))
        for row in rows[RoadmapActivity]
        if row.overlap_group and line
    }
    measured = [(as_measured(m, by_id[m.lever_id]), m) for m in measures]
    by_key = {(m.lever_id, m.year): row for m, row in measured}
    realised = _tried(notes, lambda: compare_realised(computed, [m for m, _row in measured], kind)) or ()
    return Roadmap(
        basis, target, levers, tuple(rows[RoadmapActivity]), tuple(rows[RoadmapClaim]), wedge,
        _chart(held, target, checked, wedge),
        _tried(notes, lambda: cost_curve(computed, basis.interest if basis else ZERO)) or (),
        _tried(notes, lambda: plan_capex(computed)) if levers else None,
        (_tried(notes, lambda: find_overlaps(computed, baselines)) or ()) if line else (),
        tuple((each, by_key[each.lever_id, each.year]) for each in realised),
        _foreign(levers, rows[RoadmapClaim], basis), tuple(notes),
    )  # fmt: skip


_TABLES: tuple[Any, ...] = (RoadmapBasis, RoadmapActivity, RoadmapClaim)


def _all(session: ScopedSession, model: Any, group: Organisation) -> list[Any]:
    return list(session.scalars(select(model).where(model.owner_org_id == group.id).order_by(model.id)))


def _levers(
    session: ScopedSession, group: Organisation
) -> tuple[tuple[RoadmapLever, ...], list[RoadmapMeasure]]:
    """The levers of a group by code, and their measured years in the order of noting, in one query."""
    query = (
        select(RoadmapLever, RoadmapMeasure)
        .outerjoin(RoadmapMeasure, RoadmapMeasure.lever_id == RoadmapLever.id)
        .where(RoadmapLever.owner_org_id == group.id)
    )
    rows = session.execute(query).all()
    levers = {row[0] for row in rows}
    measures = {row[1] for row in rows if row[1] is not None}
    return tuple(sorted(levers, key=lambda row: row.code)), sorted(measures, key=lambda row: row.id)


def lever_by_code(session: ScopedSession, group: Organisation, code: str) -> RoadmapLever:
    """A lever of the group."""
    query = select(RoadmapLever).where(RoadmapLever.owner_org_id == group.id, RoadmapLever.code == code)
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such lever.")
    return row


def as_lever(row: RoadmapLever) -> Lever:
    """A stored lever as methods.roadmap computes with it."""
    years = range(row.first_year, row.last_year + 1)
    return Lever(
        row.code, row.kind, tuple(YearValue(year, row.tonnes) for year in years), row.capex,
        (YearValue(row.capex_year, row.capex),) if row.capex else (), row.yearly_cost, row.yearly_saving,
        row.lifetime, row.overlap_group or None,
    )  # fmt: skip


def as_activity(row: RoadmapActivity) -> Activity:
    """A stored driver as methods.roadmap computes with it."""
    return Activity(row.name, row.amount, row.growth, row.factor)


def as_measured(row: RoadmapMeasure, lever: RoadmapLever) -> MeasuredYear:
    """A stored measured year as methods.roadmap computes with it."""
    return MeasuredYear(
        lever.code, row.year, row.baseline_mwh, row.measured_mwh, row.factor, row.confirmed_by
    )


def _line(checked: PreCheck | None) -> AbsoluteTarget | None:
    """The straight line of the target that the roadmap follows; None for what is not counted in tonnes."""
    if checked is None or checked.line.unit != TONNES or not checked.line.points or not checked.base:
        return None
    first, last = checked.line.points[0], checked.line.points[-1]
    return AbsoluteTarget(first.year, first.value, last.year, 1 - last.value / first.value)


def _usual(activities: list[RoadmapActivity], line: AbsoluteTarget | None) -> tuple[YearValue, ...]:
    if line is None or not activities:
        return ()
    return business_as_usual([as_activity(row) for row in activities], line.base_year, line.target_year)


def _last(levers: tuple[RoadmapLever, ...], line: AbsoluteTarget) -> int:
    return max([line.target_year, *(row.last_year for row in levers)])


def _chart(held: Held, target: Target | None, checked: PreCheck | None, wedge: Wedge | None) -> Chart | None:
    if target is None or checked is None or wedge is None:
        return None
    return draw(
        TONNES,
        (
            Series(
                N_("Business as usual"),
                "usual",
                tuple(YearValue(y.year, y.business_as_usual) for y in wedge.years),
            ),
            Series(N_("Planned"), "planned", tuple(YearValue(y.year, y.planned) for y in wedge.years)),
            Series(N_("Target line"), "line", tuple(YearValue(y.year, y.line) for y in wedge.years)),
            Series(N_("Actual"), "actual", actual_points(held, target, checked)),
        ),
    )


def _foreign(
    levers: tuple[RoadmapLever, ...], claims: list[RoadmapClaim], basis: RoadmapBasis | None
) -> tuple[ImpliedFactor, ...]:
    """Levers and published claims whose implied factor is not the inventory's."""
    if basis is None or basis.inventory_factor is None:
        return ()
    stated = [ClaimedSaving(row.code, row.mwh, row.tonnes) for row in levers if row.mwh]
    stated += [ClaimedSaving(row.name, row.mwh, row.tonnes) for row in claims]
    return find_foreign_factors(stated, basis.inventory_factor)


def _tried(notes: list[Message], make: Callable[[], Made]) -> Made | None:
    """Compute, or keep the sentence that says why it cannot be computed."""
    try:
        return make()
    except Uncomputable as refused:
        notes.append(as_message(refused))
        return None
