"""The arithmetic of a reduction roadmap: business as usual, levers, the wedge, what it costs and what it saved."""

from methods.roadmap.money import (
    CapexPlan,
    CapexYear,
    CostStep,
    abatement_cost,
    capital_recovery_factor,
    cost_curve,
    plan_capex,
    typical_abatement,
)
from methods.roadmap.savings import (
    ClaimedSaving,
    ImpliedFactor,
    MeasuredYear,
    RealisedYear,
    compare_realised,
    find_foreign_factors,
)
from methods.roadmap.wedge import (
    Activity,
    Lever,
    LeverKind,
    OverlapExcess,
    Wedge,
    WedgeYear,
    abatement_in,
    business_as_usual,
    draw_wedge,
    find_overlaps,
)

__all__ = [
    "Activity",
    "CapexPlan",
    "CapexYear",
    "ClaimedSaving",
    "CostStep",
    "ImpliedFactor",
    "Lever",
    "LeverKind",
    "MeasuredYear",
    "OverlapExcess",
    "RealisedYear",
    "Wedge",
    "WedgeYear",
    "abatement_cost",
    "abatement_in",
    "business_as_usual",
    "capital_recovery_factor",
    "compare_realised",
    "cost_curve",
    "draw_wedge",
    "find_foreign_factors",
    "find_overlaps",
    "plan_capex",
    "typical_abatement",
]
