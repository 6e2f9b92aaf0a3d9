"""Where the boxes of the organisation chart stand: each unit over the middle of those under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.programme.drawn_text import fit
from workflow.programme.models import ChartUnit

BOX, HIGH, BETWEEN, DOWN = 260, 74, 24, 44


@dataclass(frozen=True)
class Box:
    """A unit's box in the drawing's units, and the middle of the one above it."""

    unit: ChartUnit
    x: int
    y: int
    above: tuple[int, int] | None

    @property
    def lines(self) -> tuple[str, str, str]:
        """Name, local name and holder as far as they fit the box."""
        unit = self.unit
        return fit(unit.name, 31), fit(unit.name_local or "", 36), fit(unit.holder or "–", 36)


@dataclass(frozen=True)
class Chart:
    """The whole chart."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    box: int = BOX
    box_height: int = HIGH


def draw_chart(units: Sequence[ChartUnit]) -> Chart | None:
    """Lay out the units; None when there is none."""
    if not units:
        return None
    under: dict[int | None, list[ChartUnit]] = {}
    for unit in units:
        under.setdefault(unit.parent_id, []).append(unit)
    boxes: list[Box] = []
    right = 0

    def lay(unit: ChartUnit, depth: int) -> int:
        nonlocal right
        below = under.get(unit.id, [])
        y = 8 + depth * (HIGH + DOWN)
        if not below:
            x = right
            right += BOX + BETWEEN
        else:
            middles = [lay(child, depth + 1) for child in below]
            x = (middles[0] + middles[-1]) // 2
        boxes.append(Box(unit, x, y, None))
        return x

    for top in under.get(None, []):
        lay(top, 0)
    placed = {box.unit.id: box for box in boxes}
    joined = tuple(
        Box(b.unit, b.x, b.y, (placed[b.unit.parent_id].x + BOX // 2, placed[b.unit.parent_id].y + HIGH))
        if b.unit.parent_id
        else b
        for b in boxes
    )
    return Chart(max(BOX, right - BETWEEN) + 16, max(b.y for b in boxes) + HIGH + 16, joined)
