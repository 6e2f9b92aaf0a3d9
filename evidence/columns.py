"""Finds for each run of a page what stands over it: its column header, the title of its group, a chart's axis."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from evidence.dates import DAY_OF_MONTH, dated_part, part_of_year
from evidence.lines import Run
from evidence.named_periods import named_period
from evidence.numbers import Scan
from evidence.units_printed import unit_alone

RunKind = Literal["number", "date", "blank", "name", "unit", "text"]

_FURTHEST_POINTS = 110.0
_HEADER_LEVELS = 4
_HEADER_LINES = 90
_BESIDE_POINTS = 30.0
_GROUP_POINTS = 60.0
_SAME_EDGE = 3.0
_PROSE_LINES = 2
_GROUP_LINES = 30
_AXIS_LINES = 25
_LONGEST_BAR = 350.0
_LEVEL = re.compile(r"\(?(?:90|95|99)(?:[.,]\d)?\s?%\)?")
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
    witnessed: list[bool] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    ocr: list[bool] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)


def kind_of(text: str, scan: Scan) -> RunKind:
    """What a run is: only numbers with their units, only dates, a blank, a name or number of something, or
    text.
    """
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
    named = part_of_year(text) if any(char.isdigit() for char in text) else None
    if (
        named
        or (not scan.dates and dated_part(text))
        or named_period(text)
        or (not scan.dates and DAY_OF_MONTH.fullmatch(text))
    ):
        return "date"
    if left_over:
        return "text"
    if scan.numbers or any(aside.kind in ("range", "bound", "band") for aside in scan.asides):
        return "number"
    if scan.dates:
        return "date"
    return "name" if scan.asides else "text"


def look_up(lines: list[list[ReadRun]], turn_of: list[int], page_width: float) -> None:
    """Set for every run the nearest run over it; a line or two of prose is looked through, a paragraph is
    not.
    """
    skyline: list[ReadRun] = []
    turn: int | None = None
    prose = 0
    for runs, line_turn in zip(lines, turn_of, strict=True):
        if line_turn != turn:
            skyline, turn = [], line_turn
        for read in runs:
            over = [other for other in skyline if _stand_over(other.run, read.run)]
            read.over = max(over, key=lambda other: other.run.v1, default=None)
        if any(is_prose(read.run, page_width) for read in runs):
            prose += 1
            if prose > _PROSE_LINES:
                skyline = []
            continue
        prose = 0
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


class Headers:
    """Finds the column header over each run of one page."""

    def __init__(self, lines: list[list[ReadRun]], page_width: float) -> None:
        self._lines = lines
        self._width = page_width
        self._is_header = [_is_header_line(line, page_width) for line in lines]
        for place in range(len(lines) - 2, -1, -1):
            if self._is_header[place + 1] and _heads_groups(lines[place], lines[place + 1], page_width):
                self._is_header[place] = True
        self._dated = [sum(other.kind == "date" or is_years(other) for other in line) for line in lines]
        self._known: dict[int, tuple[ReadRun, ...]] = {}
        upright = [line for line in lines if line and line[0].run.turn in (90, 270)]
        self._upright_years = [other for line in upright for other in line if is_years(other)]

    def of(self, read: ReadRun) -> tuple[ReadRun, ...]:
        """The runs of the column header over a run, from the lowest up; empty when there is none.

        A run of a header line (several texts side by side, no number) wins over a text that merely stands
        nearer.
        """
        known = self._known.get(id(read))
        if known is None:
            near = self._nearest(read)
            known = near
            if not near or not self._is_header[near[0].run.line]:
                known = self._in_header_block(read) or near
            else:
                known = (*near, *(more for more in self._block(read, near[0].run.line) if more not in near))
            self._known[id(read)] = known
        return known

    def corner(self, read: ReadRun) -> str:
        """The text at the left end of the header line over a run: it often holds the table's unit.

        Of two tables beside one another each has its own: the first text to the left that is no year.
        """
        for head in self.of(read):
            if not self._is_header[head.run.line]:
                continue
            line = self._lines[head.run.line]
            place = next(i for i, other in enumerate(line) if other is head)
            while place > 0 and (
                is_years(line[place]) or line[place].kind == "date" or _is_share(line[place])
            ):
                place -= 1
            if line[place].kind in ("text", "unit") and line[place] is not head:
                return line[place].run.text
            if line[0].kind in ("text", "unit") and not _is_share(line[0]):
                return line[0].run.text
        return ""

    def lines_between(self, read: ReadRun) -> list[list[ReadRun]]:
        """The lines between a run's column header and its own, the nearest first; they hold its group's title."""
        top = max((head.run.line for head in self.of(read)), default=max(-1, read.run.line - _GROUP_LINES))
        between = self._lines[top + 1 : read.run.line]
        return [line for line in reversed(between) if line and line[0].run.turn == read.run.turn]

    def title_over(self, read: ReadRun) -> str | None:
        """The words that stand alone between a number's header and its row: the name of the row's group."""
        for line in self.lines_between(read):
            if len(line) == 1 and line[0].kind == "text" and line[0].run.u0 < read.run.u0:
                return clean_label(line[0].run.text) or None
        return None

    def groups_of(self, read: ReadRun) -> list[str]:
        """The years or dates that stand alone to the left between a number's header and its row, nearest first."""
        if read.kind != "number":
            return []
        lines = self.lines_between(read)
        alone = (line[0] for line in lines if len(line) == 1 and line[0].run.u1 < read.run.u0)
        return [one.run.text for one in alone if one.kind == "date" or is_years(one)]

    def axis_of(self, read: ReadRun) -> list[str]:
        """The year under a number of a chart: one of several years side by side with no number below them."""
        if read.kind != "number" or self._is_header[read.run.line]:
            return []
        for place in range(read.run.line + 1, min(len(self._lines), read.run.line + _AXIS_LINES)):
            line = self._lines[place]
            if self._dated[place] < 2 or line[0].run.turn != read.run.turn:
                continue
            under = [other for other in line if _shared(other.run, read.run) > 0]
            is_axis = self._dated[place] == len(line) and not self._numbers_under(place)
            return [under[0].run.text] if under and is_axis else []
        return self._upright_axis(read)

    def _upright_axis(self, read: ReadRun) -> list[str]:
        """The year that stands upright below a number of a chart, one of several at one height."""
        if len(self._upright_years) < 2 or read.run.turn:
            return []
        for other in self._upright_years:
            box = other.run.whole
            over = box.x0 < read.run.u1 + 2 and box.x1 > read.run.u0 - 2
            if over and box.top >= read.run.v1 and box.top - read.run.v1 < _LONGEST_BAR:
                return [other.run.text]
        return []

    def _numbers_under(self, place: int) -> bool:
        below = self._lines[place + 1 : place + 3]
        return any(other.kind == "number" and not is_years(other) for line in below for other in line)

    def closes_years(self, header: tuple[ReadRun, ...]) -> bool:
        """Whether one of a header's lines names days that are a year apart."""
        return any(head.kind == "date" and _days_a_year_apart(self._lines[head.run.line]) for head in header)

    def holds(self, read: ReadRun) -> bool:
        """Whether a run stands in a header line."""
        return self._is_header[read.run.line]

    def _nearest(self, read: ReadRun) -> tuple[ReadRun, ...]:
        over = read.over
        while over is not None and (_states(over) or (over.kind != "text" and not self._is_head(over))):
            known = self._known.get(id(over))
            if known is not None:
                return known
            over = over.over
        return () if over is None else _stack(over, self._width)

    def _is_head(self, over: ReadRun) -> bool:
        """Whether a run stands in a header line or is a unit alone on its line."""
        line = self._lines[over.run.line]
        return self._is_header[over.run.line] or (over.kind == "unit" and len(line) == 1)

    def _in_header_block(self, read: ReadRun) -> tuple[ReadRun, ...]:
        prose = 0
        for place in range(read.run.line - 1, max(-1, read.run.line - _HEADER_LINES), -1):
            line = self._lines[place]
            if line and line[0].run.turn != read.run.turn:
                return ()
            prose += any(is_prose(other.run, self._width) for other in line)
            if prose > _PROSE_LINES:
                return ()
            if self._is_header[place]:
                return self._block(read, place)
        return ()

    def _block(self, read: ReadRun, lowest: int) -> tuple[ReadRun, ...]:
        """The runs over `read` in the header lines that follow one another upwards from `lowest`."""
        found: list[ReadRun] = []
        place = lowest
        while place >= 0 and self._is_header[place] and lowest - place < _HEADER_LEVELS:
            over = [other for other in self._lines[place] if _shared(other.run, read.run) > 0]
            found += over or (self._spanning(read, place) if place < lowest else [])
            place -= 1
        if not found:
            # A centred header over right-aligned numbers may not overlap them: the nearest one is theirs.
            beside = min(self._lines[lowest], key=lambda other: -_shared(other.run, read.run))
            found = [beside] if _shared(beside.run, read.run) > -_BESIDE_POINTS else []
        return tuple(found)

    def _spanning(self, read: ReadRun, place: int) -> list[ReadRun]:
        """The nearest header of a line with fewer headers than the one below: it is centred over its group."""
        line = self._lines[place]
        if len(line) >= len(self._lines[place + 1]):
            return []
        # Where the row goes on with words right under a title, the title is that of the table beside it.
        right = [o.run.u0 for o in self._lines[read.run.line] if o.kind == "text" and o.run.u0 > read.run.u1]
        over = [other for other in line if all(abs(other.run.u0 - at) > _SAME_EDGE for at in right)]
        near = max(over, key=lambda other: _shared(other.run, read.run), default=None)
        if near is None:
            return []
        return [near] if _shared(near.run, read.run) > -_GROUP_POINTS else []


def _shared(one: Run, two: Run) -> float:
    return min(one.u1, two.u1) - max(one.u0, two.u0)


def _is_header_line(line: list[ReadRun], page_width: float) -> bool:
    """Several cells side by side, of words, units or years, none of them a quantity or a sentence."""
    if len(line) < 2 or any(is_prose(read.run, page_width) for read in line):
        return False
    years = [read for read in line if is_years(read)]
    if any(read.kind == "number" and not is_years(read) and not _is_level(read) for read in line):
        return False
    if _days_a_year_apart(line):
        return True
    words = [
        read for read in line if read.kind == "text" and not re.search(r"[:：]\s*\S|[:：]$", read.run.text)
    ]
    dated = years + [
        read for read in line if read.kind == "date" and all(d.grain != "day" for d in read.scan.dates)
    ]
    if len(dated) >= 2 or all(read.kind == "unit" for read in line):
        return True
    return len(words) >= 2 and len(words) + sum(read.kind in ("unit", "date", "number") for read in line) >= 3


def _days_a_year_apart(line: list[ReadRun]) -> bool:
    """Whether a header names one day of each of several years, or a day of no year more than once."""
    days = [read for read in line if read.kind == "date"]
    if len(days) < 2 or any(read.kind not in ("date", "text", "unit") for read in line):
        return False
    if all(DAY_OF_MONTH.fullmatch(read.run.text) for read in days):
        return len({read.run.text for read in days}) == 1
    if any([one.grain for one in read.scan.dates] != ["day"] for read in days):
        return False
    ends = [read.scan.dates[0].period.end for read in days]
    return len(set(ends)) == len(ends) and len({(day.month, day.day) for day in ends if day}) == 1


def _heads_groups(line: list[ReadRun], below: list[ReadRun], page_width: float) -> bool:
    """Whether a line right over a header line heads groups of its columns: fewer texts, none a quantity."""
    if not 2 <= len(line) < len(below) or line[0].run.turn != below[0].run.turn:
        return False
    if any(read.kind not in ("text", "date", "unit") and not is_years(read) for read in line):
        return False
    near = below[0].run.v0 - line[0].run.v1 < 1.2 * line[0].run.size
    return near and not any(is_prose(read.run, page_width) for read in line)


def _is_share(read: ReadRun) -> bool:
    """Whether a run heads a column of shares ("in %"): it is no unit of the columns beside it."""
    return "%" in read.run.text and read.kind in ("unit", "text")


def _states(read: ReadRun) -> bool:
    """Whether a text states a quantity of its own: it is a sentence or a row and heads nothing."""
    return read.kind == "text" and any(number.unit and number.unit != "%" for number in read.scan.numbers)


def _is_level(read: ReadRun) -> bool:
    """Whether a run is a level of confidence over a column of ranges ("95 %")."""
    return _LEVEL.fullmatch(read.run.text) is not None


def is_years(read: ReadRun) -> bool:
    """Whether a run holds years and nothing else."""
    if read.kind != "number" or not read.scan.numbers:
        return False
    # "2022" with a raised mark of a note is a year all the same.
    raised = {id(word.glyphs[0]) for word in read.run.words if word.raised}
    plain = [number for number in read.scan.numbers if id(read.run.marks[number.at]) not in raised]
    return bool(plain) and all(number.year_like for number in plain)


def _stack(lowest: ReadRun, page_width: float) -> tuple[ReadRun, ...]:
    stack: list[ReadRun] = []
    now: ReadRun | None = lowest
    while now is not None and len(stack) < _HEADER_LEVELS and not is_prose(now.run, page_width):
        stack.append(now)
        above = now.over
        near = above is not None and now.run.v0 - above.run.v1 < 0.9 * now.run.size
        fits = above is not None and (above.kind in ("text", "date", "unit") or is_years(above))
        now = above if near and fits else None
    return tuple(stack)


def is_prose(run: Run, page_width: float) -> bool:
    """Whether a run is a line of running text rather than a cell."""
    return run.u1 - run.u0 > 0.45 * page_width and run.text.count(" ") >= 7


def clean_label(text: str) -> str:
    """The label without the dots that lead to its value and without a closing colon."""
    text = re.sub(r"(?:\s?[.·…_]){3,}", " ", text)
    text = re.sub(r"\s+", " ", text).strip(" :：|*†‡-–")
    return "" if _FILLER.fullmatch(text or " ") else text
