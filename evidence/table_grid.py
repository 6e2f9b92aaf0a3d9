"""The grid of a table that a person drew: its lines, what its rows and columns are, and how a person mends it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from evidence.reading import Period

Decimals = Literal["dot", "comma"]
LEAST_STEP = 1.0
WRONG_ORDER = (
    "Two lines stand in the wrong order or on one another: each must lie at least 1 pt beyond the one before."
)
OUTSIDE = "A line stands outside the table: its place is counted from the upper left corner of the box."
TOO_MANY_LINES = "A table may have at most {rows} rows and {columns} columns. Draw the box around one table."


class GridError(ValueError):
    """The grid cannot be as it was asked for; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: how far below the upper edge it ends, and what it is. `is_joined`: it goes on with the row above."""

    bottom: float
    is_header: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how far from the left edge it ends, and what a person says of it."""

    right: float
    is_label: bool = False
    unit: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TableGrid:
    """Rows from the top and columns from the left of a region's level frame, in its points.

    `unit` holds where neither column nor print says one; `decimals` is the sign before decimals, None when the
    numbers themselves decide.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    unit: str | None = None
    decimals: Decimals | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """What a person does to the inner lines of one direction: where each now stands, which go, and new ones."""

    moved: Sequence[float]
    dropped: Collection[int] = ()
    added: Sequence[float] = ()


def with_lines(
    grid: TableGrid, across: Lines, down: Lines, *, most_rows: int, most_columns: int
) -> TableGrid:
    """The grid with its lines moved, taken out and drawn anew. `across` are the lines between rows.

    What a row or column is goes on with it; both halves of one that is cut are what it was. Raises GridError.
    """
    if len(across.added) + len(grid.rows) > most_rows + len(across.dropped) or (
        len(down.added) + len(grid.columns) > most_columns + len(down.dropped)
    ):
        raise GridError(TOO_MANY_LINES.format(rows=most_rows, columns=most_columns))
    return replace(
        grid, rows=_with_row_lines(grid.rows, across), columns=_with_column_lines(grid.columns, down)
    )


def _with_row_lines(rows: Sequence[Row], lines: Lines) -> tuple[Row, ...]:
    ends = _moved([row.bottom for row in rows], lines.moved)
    changed = [replace(row, bottom=end) for row, end in zip(rows, ends, strict=True)]
    for place in sorted(_inner(lines.dropped, len(rows)), reverse=True):
        changed[place : place + 2] = [replace(changed[place], bottom=changed[place + 1].bottom)]
    for cut in lines.added:
        place = _holding([row.bottom for row in changed], cut)
        upper, lower = replace(changed[place], bottom=cut), replace(changed[place], is_joined=False)
        changed[place : place + 1] = [upper, lower]
    _refuse_disorder([row.bottom for row in changed])
    return tuple(changed)


def _with_column_lines(columns: Sequence[Column], lines: Lines) -> tuple[Column, ...]:
    ends = _moved([column.right for column in columns], lines.moved)
    changed = [replace(column, right=end) for column, end in zip(columns, ends, strict=True)]
    for place in sorted(_inner(lines.dropped, len(columns)), reverse=True):
        changed[place : place + 2] = [replace(changed[place], right=changed[place + 1].right)]
    for cut in lines.added:
        place = _holding([column.right for column in changed], cut)
        changed[place : place + 1] = [replace(changed[place], right=cut), changed[place]]
    _refuse_disorder([column.right for column in changed])
    return tuple(changed)


def _moved(ends: Sequence[float], moved: Sequence[float]) -> list[float]:
    """The ends with the inner ones moved; the last one is the edge of the box and stays."""
    if len(moved) != len(ends) - 1:
        raise GridError(WRONG_ORDER)
    return [*moved, ends[-1]]


def _inner(places: Collection[int], count: int) -> list[int]:
    return [place for place in set(places) if 0 <= place < count - 1]


def _holding(ends: Sequence[float], cut: float) -> int:
    if not 0 < cut < ends[-1]:
        raise GridError(OUTSIDE)
    return next(place for place, end in enumerate(ends) if cut <= end)


def _refuse_disorder(ends: Sequence[float]) -> None:
    if any(after - before < LEAST_STEP for before, after in pairwise([0.0, *ends])):
        raise GridError(OUTSIDE if any(end < 0 or end > ends[-1] for end in ends) else WRONG_ORDER)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the rows and columns as they are shown."""

    headers: Collection[int]
    joined: Collection[int]
    labels: Collection[int]
    units: Mapping[int, str]
    periods: Mapping[int, Period]
    unit: str | None
    decimals: Decimals | None


def with_said(grid: TableGrid, said: Said) -> TableGrid:
    """The grid with its rows and columns as a person says that they are; the first row joins nothing."""
    rows = tuple(
        replace(row, is_header=place in said.headers, is_joined=place > 0 and place in said.joined)
        for place, row in enumerate(grid.rows)
    )
    columns = tuple(
        replace(
            column, is_label=place in said.labels, unit=said.units.get(place), period=said.periods.get(place)
        )
        for place, column in enumerate(grid.columns)
    )
    return TableGrid(rows, columns, said.unit, said.decimals)


def as_plain(grid: TableGrid) -> dict[str, Any]:
    """The grid as JSON keeps it."""
    return {
        "rows": [[row.bottom, row.is_header, row.is_joined] for row in grid.rows],
        "columns": [
            [column.right, column.is_label, column.unit, *_days(column.period)] for column in grid.columns
        ],
        "unit": grid.unit,
        "decimals": grid.decimals,
    }


def from_plain(held: Mapping[str, Any]) -> TableGrid:
    """The grid out of what `as_plain` gave."""
    return TableGrid(
        rows=tuple(Row(*row) for row in held["rows"]),
        columns=tuple(
            Column(right, is_label, unit, _period(start, end))
            for right, is_label, unit, start, end in held["columns"]
        ),
        unit=held["unit"],
        decimals=held["decimals"],
    )


def _days(period: Period | None) -> tuple[str | None, str | None]:
    if period is None:
        return None, None
    start, end = period.start, period.end
    return (start.isoformat() if start else None), (end.isoformat() if end else None)


def _period(start: str | None, end: str | None) -> Period | None:
    if start is None and end is None:
        return None
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
