"""Finds for each run of a page what stands over it and what stands to its left: its column header and row label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from evidence.lines import Line, Run
from evidence.numbers import Scan
from evidence.reading import Box, Table
from evidence.units_printed import unit_alone

RunKind = Literal["number", "date", "blank", "name", "unit", "text"]

_FURTHEST_POINTS = 110.0
_HEADER_LEVELS = 4
_LETTERS = re.compile(r"[^\W\d_]")
# A rule of dots or dashes between label and value, bullets, footnote stars: no text of their own.
_FILLER = re.compile(r"[\s.·…_*†‡#|:：;,()\[\]/=+&%-]+")


@dataclass(slots=True)
class ReadRun:
    """A run with what was found in it and where it belongs."""

    run: Run
    scan: Scan
    kind: RunKind
    over: ReadRun | None = None
    header: tuple[ReadRun, ...] | None = None
    witnessed: list[bool] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    ocr: list[bool] = field(default_factory=list)


def kind_of(text: str, scan: Scan) -> RunKind:
    """What a run is: only numbers with their units, only dates, a blank, a name or number of something, or text."""
    if any(aside.kind == "not_available" for aside in scan.asides):
        return "blank"
    if unit_alone(text):
        return "unit"
    rest = list(text)
    for number in scan.numbers:
        rest[number.at : number.unit_to] = " " * (number.unit_to - number.at)
    for aside in scan.asides:
        rest[aside.at : aside.to] = " " * (aside.to - aside.at)
    left_over = _LETTERS.search("".join(rest)) is not None
    if left_over:
        return "text"
    if scan.numbers or any(aside.kind in ("range", "bound", "band") for aside in scan.asides):
        return "number"
    if scan.dates:
        return "date"
    return "name" if scan.asides else "text"


def look_up(lines: list[list[ReadRun]], turn_of: list[int]) -> None:
    """Set for every run the nearest run over it, line by line from the top of the page."""
    skyline: list[ReadRun] = []
    turn: int | None = None
    for runs, line_turn in zip(lines, turn_of, strict=True):
        if line_turn != turn:
            skyline, turn = [], line_turn
        for read in runs:
            over = [other for other in skyline if _stand_over(other.run, read.run)]
            read.over = max(over, key=lambda other: other.run.v1, default=None)
        lowest = max((read.run.v0 for read in runs), default=0.0)
        skyline = [
            other
            for other in skyline
            if lowest - other.run.v1 < _FURTHEST_POINTS and not _covered(other.run, runs)
        ] + runs


def _stand_over(upper: Run, lower: Run) -> bool:
    shared = min(upper.u1, lower.u1) - max(upper.u0, lower.u0)
    return (
        upper.v1 <= lower.v0 + 0.4 * lower.size
        and shared > 0.2 * min(upper.u1 - upper.u0, lower.u1 - lower.u0)
        and lower.v0 - upper.v1 < _FURTHEST_POINTS
    )


def _covered(upper: Run, runs: list[ReadRun]) -> bool:
    shared = sum(max(0.0, min(upper.u1, r.run.u1) - max(upper.u0, r.run.u0)) for r in runs)
    return shared > 0.8 * (upper.u1 - upper.u0)


def header_of(read: ReadRun, page_width: float) -> tuple[ReadRun, ...]:
    """The runs of the column header over a run, from the lowest up; empty when there is none."""
    if read.header is not None:
        return read.header
    chain: list[ReadRun] = []
    over = read.over
    while over is not None and over.header is None and over.kind != "text":
        chain.append(over)
        over = over.over
    header: tuple[ReadRun, ...] = ()
    if over is not None:
        header = over.header or () if over.kind != "text" else _stack(over, page_width)
    for each in (*chain, read):
        if each.kind != "text":
            each.header = header
    return header


def _stack(lowest: ReadRun, page_width: float) -> tuple[ReadRun, ...]:
    stack: list[ReadRun] = []
    now: ReadRun | None = lowest
    while now is not None and len(stack) < _HEADER_LEVELS and not is_prose(now.run, page_width):
        stack.append(now)
        above = now.over
        near = above is not None and now.run.v0 - above.run.v1 < 0.9 * now.run.size
        now = (
            above if near and above is not None and above.kind in ("text", "date", "unit", "number") else None
        )
    return tuple(stack)


def is_prose(run: Run, page_width: float) -> bool:
    """Whether a run is a line of running text rather than a cell."""
    return run.u1 - run.u0 > 0.45 * page_width and run.text.count(" ") >= 7


def label_of(read: ReadRun, line: list[ReadRun], at: int) -> str | None:
    """The words that name the row: the text before the number in its own run, and every text to its left."""
    own = clean_label(read.run.text[:at]) if read.kind == "text" else ""
    left = [
        clean_label(other.run.text)
        for other in line
        if other.run.u1 <= read.run.u0 + 0.5 and other is not read and other.kind in ("text", "name", "date")
    ]
    words = " ".join(part for part in (*left, own) if part).strip()
    return words[-200:] or None


def clean_label(text: str) -> str:
    """The label without the dots that lead to its value and without a closing colon."""
    text = re.sub(r"(?:\s?[.·…_]){3,}", " ", text)
    text = re.sub(r"\s+", " ", text).strip(" :：|*†‡-–")
    return "" if _FILLER.fullmatch(text or " ") else text


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a box lies in a ruled table: which table, row and column."""

    table: Table
    row: int
    column: int


def place_in(tables: tuple[Table, ...], box: Box) -> TablePlace | None:
    """The cell of a ruled table (of two rows and columns at least) that holds the middle of the box."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    for table in tables:
        outer = table.box
        if outer is None or len(table.rows) < 2 or len(table.rows[0]) < 2:
            continue
        if not (outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom):
            continue
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                inner = cell.box if cell else None
                if inner and inner.x0 <= x < inner.x1 and inner.top <= y < inner.bottom:
                    return TablePlace(table, row, column)
    return None


def table_label(place: TablePlace) -> str | None:
    """The texts of the cells to the left in the same row; a cell that spans rows lends its text to each."""
    parts = []
    for column in range(place.column):
        cell = next(
            (
                place.table.rows[row][column]
                for row in range(place.row, -1, -1)
                if place.table.rows[row][column]
            ),
            None,
        )
        if cell is None or not cell.text or cell.box is None:
            continue
        own = place.table.rows[place.row][place.column]
        if own is None or own.box is None or cell.box.bottom < own.box.top + 0.5:
            continue
        if _LETTERS.search(cell.text):
            parts.append(clean_label(cell.text))
    return " ".join(part for part in parts if part)[-200:] or None


def lines_text(lines: list[Line]) -> str:
    """The page's text, line under line."""
    return "\n".join(line.text for line in lines)
