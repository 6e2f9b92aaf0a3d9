"""Carries the header of a table over to the next page, where the table goes on without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence.columns import Headers, ReadRun, is_prose, is_years
from evidence.reading import Table
from evidence.unit_binding import UnitBond

_NEAR = 6.0
_LINES_AFTER = 12
_FOOT = 0.7


@dataclass(frozen=True, slots=True)
class CarriedColumn:
    """A column of numbers: where it stands across, what stands over it, and the unit that holds for all of it."""

    u0: float
    u1: float
    heads: tuple[str, ...]
    column: str
    unit: UnitBond


@dataclass(slots=True)
class CarriedTable:
    """The columns of the last table of a page, by the lines on which their numbers stand."""

    columns: dict[int, list[CarriedColumn]] = field(default_factory=dict)
    bottom: float = 0.0

    def add(self, line: int, column: CarriedColumn, ruled: Table | None) -> None:
        """Note the column of one number, and where its table ends where rules say so."""
        self.columns.setdefault(line, []).append(column)
        self.bottom = ruled.box.bottom if ruled is not None and ruled.box is not None else 0.0

    def ends_page(
        self, lines: Sequence[Sequence[ReadRun]], width: float, height: float
    ) -> tuple[CarriedColumn, ...]:
        """The columns of the table that reaches the foot of the page: its rules do, or below its last row stand
        few lines and no sentence.
        """
        if not self.columns:
            return ()
        last = max(self.columns)
        after = lines[last + 1 :]
        is_last = len(after) <= _LINES_AFTER and not any(
            is_prose(read.run, width) for line in after for read in line
        )
        if not is_last and self.bottom < _FOOT * height:
            return ()
        widest = max(
            (place for place in self.columns if place > last - 12), key=lambda p: len(self.columns[p])
        )
        return tuple(self.columns[widest])


def column_for(read: ReadRun, carried: Sequence[CarriedColumn]) -> CarriedColumn | None:
    """The carried column in which a number stands: it ends where the column's numbers end, or begins with them."""
    run = read.run
    near = [one for one in carried if abs(one.u1 - run.u1) < _NEAR or abs(one.u0 - run.u0) < _NEAR]
    return min(near, key=lambda one: min(abs(one.u1 - run.u1), abs(one.u0 - run.u0)), default=None)


def begins_without_header(lines: Sequence[Sequence[ReadRun]], page_width: float) -> bool:
    """Whether the first row of numbers of a page has no header over it on that page."""
    headers = Headers([list(line) for line in lines], page_width)
    for line in lines:
        numbers = [
            read for read in line if read.kind == "number" and read.scan.numbers and not is_years(read)
        ]
        if len(numbers) > 1:
            return not any(headers.holds(head) for head in headers.of(numbers[-1]))
    return False
