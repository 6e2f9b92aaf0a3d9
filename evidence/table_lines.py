"""Proposes the lines of a table in a region: rows by its lines of text, columns by the white between, or by rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from evidence.columns import kind_of
from evidence.numbers import scan
from evidence.reading import Box
from evidence.region import Frame, RegionReading, RegionWord, Rule, frame_of
from evidence.table_grid import Column, Row, TableGrid
from evidence.units_printed import unit_alone

_CELL_GAP = 1.05
_RULE_SHARE = 0.5
_SAME_RULE = 3.0
_MOST_HEADERS = 5
_NUMBER_SHARE = 0.4
# Slopes that are tried, in degrees; a scan that lies more askew than that is turned first.
_TILTS = tuple(step / 5 for step in range(-20, 21))
_BETTER = 1.08
_OPEN_ENDS = (",", "/", "&", "(", "-")


@dataclass(frozen=True, slots=True)
class Placed:
    """A word in the level frame of its region."""

    word: RegionWord
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def placed_words(reading: RegionReading, frame: Frame | None = None) -> list[Placed]:
    """The words of a region in its level frame, from the top down."""
    frame = frame or frame_of(reading.box, reading.angle)
    is_upright = round(frame.angle / 90) % 2 == 1
    found = []
    for word in reading.words:
        box = word.box
        across, down = frame.place((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        wide, tall = (box.x1 - box.x0) / 2, (box.bottom - box.top) / 2
        if is_upright:
            wide, tall = tall, wide
        found.append(Placed(word, across - wide, across + wide, down - tall, down + tall))
    return sorted(found, key=lambda one: (one.middle, one.left))


def tilt_of(words: Sequence[RegionWord], box: Box, turn: int) -> float:
    """How many degrees the lines of OCR's words slope, beside the quarter turns; 0 where level fits as well."""
    if len(words) < 6:
        return 0.0

    def levelled(tilt: float) -> float:
        reading = RegionReading(0, box, "ocr", turn + tilt, tuple(words))
        placed = placed_words(reading)
        near = 0.25 * median(one.bottom - one.top for one in placed)
        middles = sorted(one.middle for one in placed)
        return sum(after - before < near for before, after in pairwise(middles)) + 1.0

    best = max(_TILTS, key=lambda tilt: (levelled(tilt), -abs(tilt)))
    return best if levelled(best) > _BETTER * levelled(0.0) else 0.0


def propose_grid(reading: RegionReading) -> TableGrid:
    """The grid that the print of a region suggests; a person moves its lines. One cell where nothing is printed."""
    frame = frame_of(reading.box, reading.angle)
    placed = placed_words(reading, frame)
    lines = text_lines(placed)
    cuts = _row_cuts(lines, _rules_down(reading.across, reading, frame), frame.height)
    columns = _column_cuts(lines, _rules_across(reading.down, reading, frame), frame.width)
    texts = _texts(placed, cuts, columns)
    labels = _label_columns(texts)
    headers = _header_rows(texts, labels)
    joined = _joined_rows(texts, headers, labels)
    return TableGrid(
        rows=tuple(Row(cut, n in headers, n in joined) for n, cut in enumerate(cuts)),
        columns=tuple(Column(cut, n in labels) for n, cut in enumerate(columns)),
    )


def propose_rows(reading: RegionReading, like: TableGrid) -> TableGrid:
    """A grid with the columns of another one and the rows that stand in this region."""
    own = propose_grid(reading)
    frame = frame_of(reading.box, reading.angle)
    within = [column for column in like.columns if column.right < frame.width - 1]
    last = like.columns[len(within)] if len(within) < len(like.columns) else like.columns[-1]
    columns = (*within, Column(frame.width, last.is_label, last.unit))
    # A period that was said for the columns of one document is not that of the next.
    columns = tuple(Column(column.right, column.is_label, column.unit) for column in columns)
    heads = sum(row.is_header for row in like.rows)
    labels = {number for number, column in enumerate(columns) if column.is_label}
    cuts = [row.bottom for row in own.rows]
    texts = _texts(placed_words(reading, frame), cuts, [column.right for column in columns])
    joined = _joined_rows(texts, set(range(heads)), labels)
    rows = tuple(Row(cut, n < heads, n in joined) for n, cut in enumerate(cuts))
    return TableGrid(rows, columns, like.unit, like.decimals)


def text_lines(placed: Sequence[Placed]) -> list[list[Placed]]:
    """The words that stand level with one another, line by line, each from left to right."""
    if not placed:
        return []
    tall = median(one.bottom - one.top for one in placed)
    lines: list[list[Placed]] = []
    for one in placed:
        if lines and one.middle - median(other.middle for other in lines[-1]) < 0.5 * tall:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _rules_down(rules: Sequence[Rule], reading: RegionReading, frame: Frame) -> list[float]:
    """How far down the printed lines lie that run across half of the region."""
    if reading.angle:
        return []
    wanted = _RULE_SHARE * frame.width
    return _thinned(rule.at - reading.box.top for rule in _whole(rules) if rule.end - rule.start >= wanted)


def _rules_across(rules: Sequence[Rule], reading: RegionReading, frame: Frame) -> list[float]:
    if reading.angle:
        return []
    wanted = _RULE_SHARE * frame.height
    return _thinned(rule.at - reading.box.x0 for rule in _whole(rules) if rule.end - rule.start >= wanted)


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    """Rules put together of pieces: tables print a piece for each cell."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.start)):
        last = whole[-1] if whole else None
        if last and abs(rule.at - last.at) < _SAME_RULE and rule.start <= last.end + _SAME_RULE:
            whole[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            whole.append(rule)
    return whole


def _thinned(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SAME_RULE:
            kept.append(place)
    return kept


def _row_cuts(lines: Sequence[Sequence[Placed]], rules: Sequence[float], height: float) -> list[float]:
    """Where each row ends. Between two rules stands one row, or several where several lines hold numbers."""
    bands = [0.0, *(rule for rule in rules if _SAME_RULE < rule < height - _SAME_RULE), height]
    cuts: list[float] = []
    for top, bottom in pairwise(bands):
        inside = [line for line in lines if top <= median(one.middle for one in line) < bottom]
        numbered = sum(any(_is_number(one.word.text) for one in line[1:] or line) for line in inside)
        if len(bands) == 2 or numbered > 1:
            cuts += [_between(line, below) for line, below in pairwise(inside)]
        if inside or len(bands) == 2:
            cuts.append(bottom)
    if cuts and cuts[-1] < height:
        cuts[-1] = height
    return [round(cut, 1) for cut in cuts] or [round(height, 1)]


def _between(line: Sequence[Placed], below: Sequence[Placed]) -> float:
    return (max(one.bottom for one in line) + min(one.top for one in below)) / 2


def _column_cuts(lines: Sequence[Sequence[Placed]], rules: Sequence[float], width: float) -> list[float]:
    """Where each column ends: at the rules, else in the white that no row with numbers crosses."""
    inner = [rule for rule in rules if _SAME_RULE < rule < width - _SAME_RULE]
    if not inner:
        inner = _white(lines, width)
    return [*(round(cut, 1) for cut in inner), round(width, 1)]


def _white(lines: Sequence[Sequence[Placed]], width: float) -> list[float]:
    body = [line for line in lines if sum(_is_number(one.word.text) for one in line)] or list(lines)
    runs = [run for line in body for run in _runs(line)]
    few = 0.04 * len(body)
    edges = sorted({0.0, width, *(side for run in runs for side in run)})
    white: list[tuple[float, float]] = []
    for left, right in pairwise(edges):
        if sum(start < right and end > left for start, end in runs) > few:
            continue
        if white and white[-1][1] == left:
            white[-1] = (white[-1][0], right)
        else:
            white.append((left, right))
    return [(left + right) / 2 for left, right in white if left > 0 and right < width]


def _runs(line: Sequence[Placed]) -> list[tuple[float, float]]:
    """The pieces of a line between wide gaps, from where to where each reaches."""
    runs = [(line[0].left, line[0].right)]
    for before, one in pairwise(line):
        tall = min(before.bottom - before.top, one.bottom - one.top)
        if one.left - runs[-1][1] > _CELL_GAP * tall:
            runs.append((one.left, one.right))
        else:
            runs[-1] = (runs[-1][0], max(runs[-1][1], one.right))
    return runs


def _texts(placed: Sequence[Placed], rows: Sequence[float], columns: Sequence[float]) -> list[list[str]]:
    texts = [["" for _ in columns] for _ in rows]
    for one in placed:
        row = next((n for n, cut in enumerate(rows) if one.middle < cut), len(rows) - 1)
        across = (one.left + one.right) / 2
        column = next((n for n, cut in enumerate(columns) if across < cut), len(columns) - 1)
        texts[row][column] = f"{texts[row][column]} {one.word.text}".strip()
    return texts


def _is_number(text: str) -> bool:
    found = scan(text, may_join=lambda _at: True)
    return bool(found.numbers) and kind_of(text, found) == "number"


def _is_year(text: str) -> bool:
    numbers = scan(text, may_join=lambda _at: True).numbers
    return bool(numbers) and all(number.year_like for number in numbers)


def _label_columns(texts: Sequence[Sequence[str]]) -> set[int]:
    """The columns at the left that name the rows; a column of units among them is part of the row's name."""
    labels: set[int] = set()
    for place in range(len(texts[0]) - 1):
        cells = [row[place] for row in texts if row[place]]
        numbers = sum(_is_number(cell) and not _is_year(cell) for cell in cells)
        if cells and numbers > _NUMBER_SHARE * len(cells):
            break
        labels.add(place)
    return labels


def _header_rows(texts: Sequence[Sequence[str]], labels: set[int]) -> set[int]:
    headers: set[int] = set()
    for number, row in enumerate(texts[:_MOST_HEADERS]):
        values = [cell for place, cell in enumerate(row) if place not in labels and cell]
        if any(_is_number(cell) and not _is_year(cell) for cell in values):
            return headers
        headers.add(number)
    return headers if len(headers) < len(texts) else set()


def _joined_rows(texts: Sequence[Sequence[str]], headers: set[int], labels: set[int]) -> set[int]:
    """Rows whose label goes on from the row above (it begins small, or the one above has an open end).

    One of the two holds no value: the words of a label stand on two lines, its numbers on one.
    """
    joined: set[int] = set()
    for number in range(1, len(texts)):
        if number in headers or number - 1 in headers:
            continue
        (above, are_above_values), (label, are_values) = (
            _label_and_values(texts[place], labels) for place in (number - 1, number)
        )
        goes_on = (label[:1].islower() and unit_alone(label) is None) or above.endswith(_OPEN_ENDS)
        if label and goes_on and not (are_values and are_above_values):
            joined.add(number)
    return joined


def _label_and_values(row: Sequence[str], labels: set[int]) -> tuple[str, bool]:
    label = " ".join(row[place] for place in sorted(labels) if row[place])
    return label.strip(), any(cell for place, cell in enumerate(row) if place not in labels)
