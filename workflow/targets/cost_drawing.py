"""The abatement cost curve as positions in a drawing: a step for each lever, savings below the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from methods.roadmap import CostStep
from methods.rounding import ZERO, round_to
from workflow.targets.drawing import BOTTOM, LEFT, RIGHT, TOP

NARROWEST_LABEL = 34


@dataclass(frozen=True)
class StepDrawing:
    """One lever's step: its corner, width and height in the drawing; `saves` lies below the axis."""

    step: CostStep
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    @property
    def saves(self) -> bool:
        return self.step.cost < 0

    @property
    def has_label(self) -> bool:
        """Say whether the step is wide enough for its code; the table beside names them all."""
        return self.width >= NARROWEST_LABEL


@dataclass(frozen=True)
class CostDrawing:
    """The curve with its axis and the highest and lowest cost."""

    steps: tuple[StepDrawing, ...]
    axis: Decimal
    highest: Decimal
    lowest: Decimal


def draw_costs(steps: Sequence[CostStep]) -> CostDrawing | None:
    """Return the drawing of a curve; None without levers."""
    if not steps:
        return None
    highest, lowest = max(ZERO, *(s.cost for s in steps)), min(ZERO, *(s.cost for s in steps))
    whole, reach = steps[-1].ends, highest - lowest or Decimal(1)
    axis = TOP + (BOTTOM - TOP) * highest / reach
    found = []
    for step in steps:
        x = LEFT + (RIGHT - LEFT) * step.begins / whole
        width = (RIGHT - LEFT) * step.width / whole
        height = (BOTTOM - TOP) * abs(step.cost) / reach
        y = axis if step.cost < 0 else axis - height
        found.append(StepDrawing(step, *(round_to(each, 1) for each in (x, y, width, height))))
    return CostDrawing(tuple(found), round_to(axis, 1), highest, lowest)
