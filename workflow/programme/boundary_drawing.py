"""Where the marks of the boundary's drawing stand: entities inside a frame, suppliers as a ring around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, isqrt

from workflow.programme.boundary_reads import Mark
from workflow.programme.rules import Place

SIDE, STEP, GAP = 18, 22, 16
DOT = 10
MOST_MARKS = 600


@dataclass(frozen=True)
class Drawn:
    """One mark: its place and size in the drawing's units, its look, and what it stands for."""

    x: int
    y: int
    look: str
    title: str
    entity_id: int | None


@dataclass(frozen=True)
class Drawing:
    """The whole drawing; `per_dot` suppliers stand in one dot of the ring, `per_mark` entities in one square."""

    width: int
    height: int
    frame: tuple[int, int, int, int]
    marks: tuple[Drawn, ...]
    ring: tuple[Drawn, ...]
    outside: tuple[Drawn, ...]
    per_mark: int
    per_dot: int
    counts: tuple[int, int, int]


def draw_boundary(marks: Sequence[Mark]) -> Drawing | None:
    """Lay out the marks; None when there is nothing to draw."""
    if not marks:
        return None
    inside, outside, suppliers = ([m for m in marks if m.place is place] for place in Place)
    per_mark, per_dot = _per(inside), _per(suppliers)
    squares, dots = _gather(inside, per_mark), _gather(suppliers, per_dot)
    columns = max(8, isqrt(max(1, len(squares)) * 4))
    rows = max(2, ceil(len(squares) / columns))
    # Sides of whole steps of the ring, so that its corners meet.
    wide, high = (ceil((n * STEP + GAP) / DOT) * DOT for n in (columns, rows))
    margin = _rings(len(dots), wide, high) * DOT + GAP
    frame = (margin, margin, wide, high)
    out = _gather(outside, _per(outside))
    drawn = tuple(
        Drawn(
            margin + GAP // 2 + n % columns * STEP + 2, margin + GAP // 2 + n // columns * STEP + 2, _look(group),
            _title(group), group[0].id if len(group) == 1 else None,
        )
        for n, group in enumerate(squares)
    )  # fmt: skip
    right = frame[0] + frame[2] + margin
    aside = tuple(
        Drawn(
            right + n % 4 * STEP, margin + n // 4 * STEP + 18, "out", _title(group),
            group[0].id if len(group) == 1 else None,
        )
        for n, group in enumerate(out)
    )  # fmt: skip
    ring = tuple(
        Drawn(x, y, "supplier", _title(group), group[0].id if len(group) == 1 else None)
        for (x, y), group in zip(_around(frame, len(dots)), dots, strict=True)
    )
    height = max(frame[3] + 2 * margin, margin + ceil(len(out) / 4) * STEP + 40)
    return Drawing(
        right + (4 * STEP + GAP if out else 0), height, frame, drawn, ring, aside, per_mark, per_dot,
        (len(inside), len(outside), len(suppliers)),
    )  # fmt: skip


def _per(marks: Sequence[Mark]) -> int:
    return max(1, ceil(len(marks) / MOST_MARKS))


def _gather(marks: Sequence[Mark], per: int) -> list[Sequence[Mark]]:
    return [marks[n : n + per] for n in range(0, len(marks), per)]


def _look(group: Sequence[Mark]) -> str:
    return "whole" if all(m.inclusion == Decimal(1) for m in group) else "part"


def _title(group: Sequence[Mark]) -> str:
    first = group[0]
    return f"{first.code} {first.name}" if len(group) == 1 else f"{first.code} – {group[-1].code}"


def _rings(dots: int, width: int, height: int) -> int:
    """How many rows of dots the ring needs."""
    rings, left = 0, dots
    while left > 0:
        rings += 1
        left -= _round(width, height, rings)
    return max(1, rings)


def _round(width: int, height: int, ring: int) -> int:
    return 2 * ((width + height) // DOT + 2 * (2 * ring - 1))


def _around(frame: tuple[int, int, int, int], dots: int) -> list[tuple[int, int]]:
    """Places of dots clockwise around a frame, row after row outwards."""
    x, y, width, height = frame
    places: list[tuple[int, int]] = []
    ring = 0
    while len(places) < dots:
        ring += 1
        off = ring * DOT
        left, top, right, bottom = x - off, y - off, x + width + off, y + height + off
        places += [(px, top) for px in range(left, right, DOT)]
        places += [(right, py) for py in range(top, bottom, DOT)]
        places += [(px, bottom) for px in range(right, left, -DOT)]
        places += [(left, py) for py in range(bottom, top, -DOT)]
    return places[:dots]
