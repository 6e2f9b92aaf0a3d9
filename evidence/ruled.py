"""Finds a number's row label, column header, unit cell and group row in the ruled table that holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evidence.columns import clean_label, kind_of
from evidence.header_words import UNIT_HEADER
from evidence.numbers import scan
from evidence.reading import Box, Cell, Table
from evidence.units_printed import unit_alone

_LETTERS = re.compile(r"[^\W\d_]")
# A header that is set in lines may be ruled as cells: what goes on in small letters is one text.
_OPEN_END = re.compile(r"(?:[,/&(+-]|\b(?:per|of|in|and|or|pro|je|und|de|et|par))$")
_NOTHING = re.compile(
    r"(?i)(?:none|nil|n\.?\s?/?\s?[ad]\.?|k\.\s?A\.|"
    r"not (?:known|quantified|available|applicable|included|material|reported))\.?"
)
# Between the texts of two header cells: a unit or a year never begins in one and ends in the other.
BETWEEN_CELLS = " | "
_LONGEST_UNIT = 30


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a box lies in a ruled table: which table, row and column."""

    table: Table
    row: int
    column: int

    @property
    def cell(self) -> Cell | None:
        """The cell itself."""
        return self.table.rows[self.row][self.column]


@dataclass(slots=True)
class RuledTables:
    """The ruled tables of one page, with what is asked of them more than once."""

    tables: tuple[Table, ...]
    _depths: dict[int, int] = field(default_factory=dict)

    def place_in(self, box: Box) -> TablePlace | None:
        """The cell of a table (of two rows and columns at least) that holds the middle of the box."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        for table in self.tables:
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

    def header_of(self, place: TablePlace) -> str | None:
        """The words over a cell, from the top down; a header that spans columns stands over each of them."""
        own = place.cell
        if own is None or own.box is None:
            return None
        middle = (own.box.x0 + own.box.x1) / 2
        words: list[str] = []
        for row in place.table.rows[: min(self._depth(place.table), place.row)]:
            text = _text_over(row, middle)
            if not text or words[-1:] == [text]:
                continue
            if words and (text[0].islower() or _OPEN_END.search(words[-1])):
                words[-1] += f" {text}"
            else:
                words.append(text)
        header = BETWEEN_CELLS.join(words)
        says = _LETTERS.search(header) or unit_alone(header) or any(char.isdigit() for char in header)
        return header[:200] if says else None

    def unit_of_row(self, place: TablePlace) -> str | None:
        """What stands in this row under a header that says "unit", as it is printed."""
        depth = self._depth(place.table)
        for column, cell in enumerate(place.table.rows[place.row]):
            if cell is None or column == place.column or not 0 < len(cell.text) <= _LONGEST_UNIT:
                continue
            heads = (row[column] for row in place.table.rows[:depth])
            if any(head is not None and UNIT_HEADER.search(head.text) for head in heads):
                return unit_alone(cell.text) or cell.text
        return None

    def groups_of(self, place: TablePlace) -> list[str]:
        """The rows above, below the header, that hold one text and name what follows; the nearest first."""
        found = []
        for row in range(place.row - 1, self._depth(place.table) - 1, -1):
            texts = [cell.text for cell in place.table.rows[row] if cell is not None and cell.text]
            if len(texts) == 1 and kind_of(texts[0], scan(texts[0])) != "number":
                found.append(texts[0])
        return found

    def corners_of(self, place: TablePlace) -> list[str]:
        """What the header says over the labels and over the whole table; the nearest first."""
        rows = place.table.rows[: min(self._depth(place.table), place.row)]
        return [row[0].text for row in reversed(rows) if row[0] is not None and row[0].text]

    def _depth(self, table: Table) -> int:
        """How many rows at the top are header: those before the first that holds a quantity beside its label."""
        known = self._depths.get(id(table))
        if known is None:
            known = next(
                (number for number, row in enumerate(table.rows) if _holds_quantity(row)), len(table.rows)
            )
            self._depths[id(table)] = known
        return known


def _holds_quantity(row: tuple[Cell | None, ...]) -> bool:
    for cell in row[1:]:
        if cell is None or not any(char.isdigit() for char in cell.text):
            continue
        found = scan(cell.text)
        is_year = bool(found.numbers) and all(number.year_like for number in found.numbers)
        if found.numbers and not is_year and kind_of(cell.text, found) == "number":
            return True
    return False


def _text_over(row: tuple[Cell | None, ...], x: float) -> str:
    """The text of the row's cell that holds this place across."""
    for cell in row:
        if cell is not None and cell.box is not None and cell.box.x0 <= x < cell.box.x1:
            return cell.text
    return ""


def table_label(place: TablePlace) -> str | None:
    """The texts of the cells to the left in the same row; a cell that spans rows lends its text to each."""
    own = place.cell
    if own is None or own.box is None:
        return None
    parts = []
    for column in range(place.column):
        above = (place.table.rows[row][column] for row in range(place.row, -1, -1))
        cell = next((cell for cell in above if cell is not None), None)
        if cell is None or not cell.text or cell.box is None or cell.box.bottom < own.box.top + 0.5:
            continue
        if _LETTERS.search(cell.text) and not _NOTHING.fullmatch(cell.text):
            parts.append(clean_label(cell.text))
    return " ".join(part for part in parts if part)[-200:] or None
