"""Where bars and marks of the milestones' time line stand; rows in the order given, months along the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.programme.counting import Counted
from workflow.programme.drawn_text import fit

LEFT, RIGHT, TOP, ROW = 275, 24, 34, 30
WIDTH = 1200
A_MONTH = 31


@dataclass(frozen=True)
class Bar:
    """One milestone's row: from where to where its window runs, its due mark, its end and its forecast."""

    row: Counted
    y: int
    begin: int
    due: int | None
    planned: int | None
    finished: int | None
    forecast: tuple[int, int, int] | None

    @property
    def label(self) -> str:
        """The title as far as it fits before the bars."""
        return fit(self.row.title, 32)


@dataclass(frozen=True)
class TimeLine:
    """The whole time line in the drawing's units."""

    width: int
    height: int
    months: tuple[tuple[int, str], ...]
    today: int
    bars: tuple[Bar, ...]


def draw_time_line(rows: Sequence[Counted], day: date) -> TimeLine | None:
    """Lay out the milestones that have a day; None when none has."""
    dated = [row for row in rows if row.due or row.finished_on]
    if not dated:
        return None
    days = [d for row in dated for d in (row.window_start, row.planned_due, row.due, row.finished_on) if d]
    days += [row.forecast.expected for row in dated if row.forecast]
    first = (min(*days, day) - timedelta(days=A_MONTH)).replace(day=1)
    last = max(*days, day) + timedelta(days=A_MONTH)
    # A clock that ends years ahead would press the present months together.
    last = min(last, day + timedelta(days=3 * 365))

    def at(when: date) -> int:
        span = (last - first).days
        return LEFT + (WIDTH - LEFT - RIGHT) * min((when - first).days, span) // span

    bars = tuple(
        Bar(
            row, TOP + n * ROW, at(row.window_start or min(first, row.due or first)),
            at(row.due) if row.due else None,
            at(row.planned_due) if row.planned_due and row.planned_due != row.due else None,
            at(row.finished_on) if row.finished_on else None,
            (at(row.forecast.earliest), at(row.forecast.expected), at(row.forecast.latest)) if row.forecast else None,
        )
        for n, row in enumerate(dated)
    )  # fmt: skip
    return TimeLine(WIDTH, TOP + len(bars) * ROW + 10, _months(first, last, at), at(day), bars)


def _months(first: date, last: date, at: Callable[[date], int]) -> tuple[tuple[int, str], ...]:
    every = 1 if (last - first).days < 500 else 3
    found: list[tuple[int, str]] = []
    when = first
    while when <= last:
        if (when.month - 1) % every == 0:
            found.append(
                (at(when), when.strftime("%Y-%m") if when.month == 1 or not found else when.strftime("%m"))
            )
        when = (when + timedelta(days=A_MONTH)).replace(day=1)
    return tuple(found)
