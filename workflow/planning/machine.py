"""The verification plan's two states; its gates are asked by the case's own move."""

from __future__ import annotations

from workflow.access import Permission
from workflow.i18n import N_
from workflow.machine import Machine, Move
from workflow.planning.rules import PlanState

PLAN = Machine(
    "plan",
    PlanState,
    PlanState.DRAFT,
    frozenset(),
    (
        Move("approve", (PlanState.DRAFT,), PlanState.APPROVED, Permission.APPROVE_PLAN, (), N_("Approve")),
        Move("lift", (PlanState.APPROVED,), PlanState.DRAFT, Permission.APPROVE_PLAN, (), N_("Lift")),
    ),
)
