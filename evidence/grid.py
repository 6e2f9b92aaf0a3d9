"""Binds the numbers of a grid of cells (a sheet, a CSV file, a table in a document) to label, header, unit,
period.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from evidence.columns import clean_label
from evidence.dates import DateOrder
from evidence.fields import Piece, fields_in
from evidence.figures import YEAR_LIKE
from evidence.header_words import (
    MONEY_HEADER,
    PLAIN_HEADER,
    QUANTITY_HEADER,
    SCOPE,
    SHARE_HEADER,
    UNIT_HEADER,
    UNIT_OF,
)
from evidence.numbers import Printed, scan
from evidence.periods import Statement, header_period, row_period, stated_for, statements_in
from evidence.reading import Cell, Field, Figure, Other, Period, Table
from evidence.separators import SEPARATOR_DOUBT, Votes, choose, prefers_comma
from evidence.units_printed import is_money, unit_alone, unit_in_header, unit_named

HIDDEN_CELL = "this number stands in a hidden sheet, row or column"
_HEADER_LEVELS = 4
_PROSE = 120
_TITLE = 60
_LONGEST_UNIT = 30
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: what it shows, its typed value when the file keeps one, and where it is."""

    text: str
    address: str
    number: Decimal | None = None
    day: date | None = None
    formula: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class GridReading:
    """What binding a grid gives."""

    figures: list[Figure] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


Grid = Sequence[Sequence[GridCell | None]]


def bind_grid(
    grid: Grid,
    page: int,
    order: DateOrder,
    *,
    stated: Period | None = None,
    title: str = "",
    lent: Mapping[tuple[int, int], str] | None = None,
) -> GridReading:
    """Every number of the grid, bound.

    `stated` is a period that holds for the whole grid; `title` names it; `lent` holds the text that a merged
    area lends to its cells, by (row, column) from 0.
    """
    return _GridBinder(grid, page, order, stated=stated, title=title, lent=lent or {}).bind()


def table_of(grid: Grid, page: int) -> Table:
    """The grid as a table without boxes."""
    return Table(
        page,
        None,
        tuple(tuple(None if cell is None else Cell(cell.text, None) for cell in row) for row in grid),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the grid, and the period that it states for itself."""

    number: int
    cells: Sequence[GridCell | None]
    period: Period | None


class _GridBinder:
    """Binds one grid; keeps for each column the header cells that stand over the row at hand."""

    def __init__(
        self,
        grid: Grid,
        page: int,
        order: DateOrder,
        *,
        stated: Period | None,
        title: str,
        lent: Mapping[tuple[int, int], str],
    ) -> None:
        self.grid = grid
        self.lent = lent
        self.page = page
        self.order = order
        self.stated = stated
        self.title = title
        self.result = GridReading()
        texts = [" ".join(cell.text for cell in row if cell is not None) for row in grid]
        self.result.statements = statements_in([(float(i), text) for i, text in enumerate(texts)], order)
        votes = Votes()
        for row in grid:
            for cell in row:
                if (
                    cell is not None
                    and cell.number is None
                    and cell.day is None
                    and any(c.isdigit() for c in cell.text)
                ):
                    votes.count(scan(cell.text, order).numbers)
        self.votes = votes
        self.comma = prefers_comma(votes, " ".join(texts[:200]))
        self.headers: list[list[str]] = [[] for _ in range(max((len(row) for row in grid), default=0))]
        self.in_body = [False] * len(self.headers)
        self.corners: dict[int, str] = {}
        self.named_units: dict[int, int] | None = None
        self.is_after_gap = False
        self.caption: str | None = unit_named(title) if title else None

    def bind(self) -> GridReading:
        """Go down the rows once; headers are what the columns last said in words."""
        for number, row in enumerate(self.grid):
            self._bind_row(number, row)
        pieces = [
            [
                Piece(cell.text, float(place), place + 1.0, self.page, None, cell.address)
                for place, cell in enumerate(row)
                if cell is not None and cell.text
            ]
            for row in self.grid
        ]
        self.result.fields = list(fields_in(pieces, self.order, self.comma))
        return self.result

    def _bind_row(self, number: int, cells: Sequence[GridCell | None]) -> None:
        row = _Row(number, cells, self._period_of_row(cells))
        above = self.grid[number - 1] if number else ()
        self.is_after_gap = not any(cell is not None and cell.text for cell in above)
        for place in range(len(self.headers)):
            text = self.lent.get((number, place))
            # A merged area that runs across columns is a header of each of them.
            if text and ((number, place - 1) in self.lent or self._is_text(cells, place - 1)):
                self._as_header(cells, place, text)
        for place, cell in enumerate(cells):
            if cell is None or not cell.text:
                continue
            if cell.day is not None:
                self.result.dates.append(cell.day)
                self.result.others.append(Other("date", cell.text, self.page, None, cell.address))
                self.in_body[place] = True
            elif cell.number is not None:
                self._add(row, place, cell, None)
            else:
                self._bind_text(row, place, cell)

    @staticmethod
    def _is_text(row: Sequence[GridCell | None], place: int) -> bool:
        cell = row[place] if 0 <= place < len(row) else None
        return cell is not None and cell.number is None

    def _bind_text(self, row: _Row, place: int, cell: GridCell) -> None:
        """A text cell: a number with its unit, words with numbers in them, or a header."""
        found = scan(cell.text, self.order, may_join=lambda _at: True)
        for dated in found.dates:
            self.result.dates += dated.days
        for aside in found.asides:
            raw = cell.text[aside.at : aside.to].strip()
            if raw:
                self.result.others.append(Other(aside.kind, raw, self.page, None, cell.address))
        whole = len(found.numbers) == 1 and not cell.text[: found.numbers[0].at].strip()
        if whole and not cell.text[found.numbers[0].unit_to :].strip(" .*†"):
            self._add(row, place, cell, found.numbers[0])
            return
        for printed in found.numbers:
            if not printed.year_like and (printed.unit or re.search(r"[:：=]\s*$", cell.text[: printed.at])):
                self._add(row, place, cell, printed)
        if not found.asides or any(c.isalpha() for c in cell.text):
            self._as_header(row.cells, place, cell.text)

    def _as_header(self, row: Sequence[GridCell | None], place: int, text: str) -> None:
        """Keep a text as its column's header; words after the first numbers begin a new header."""
        named = unit_named(text)
        if named and re.search(r"单位|\bunits?\b|\bin ", text, re.IGNORECASE):
            self.caption = named
        if len(text) > _PROSE or (self.headers[place] and any(map(_is_quantity, row))):
            return
        words = sum(cell is not None and bool(cell.text) and cell.number is None for cell in row)
        if self.in_body[place] and (words < 2 or any(c is not None and c.number is not None for c in row)):
            return
        if words > 1 and self.is_after_gap and not self.in_body[place]:
            # A line of headers after an empty row begins a table: of what stood above only the years hold on.
            self.headers[place] = [kept for kept in self.headers[place] if self._is_heading_of_years(kept)]
        if self.in_body[place]:
            self.headers[place], self.in_body[place] = [], False
            self.corners.pop(place, None)
        self.headers[place] = [*self.headers[place], text][-_HEADER_LEVELS:]
        self.named_units = None
        self._note_corner(row, place)

    def _is_heading_of_years(self, text: str) -> bool:
        return len(text) < _TITLE and self._named(text, None) is not None

    def _header(self, place: int) -> str:
        """The header of a column; a merged header on its left lends its words when the column has none of
        its own.
        """
        own = self.headers[place]
        for left in range(place, max(-1, place - 12), -1):
            if self.headers[left] and not own:
                own = self.headers[left][:1]
                break
        return " ".join(own)

    def _label(self, row: _Row, place: int) -> str | None:
        """The texts to the left of a cell; a merged area to the left lends its words."""
        left = []
        for column, cell in enumerate(row.cells[:place]):
            at = (row.number, column)
            if cell is not None and cell.text and cell.number is None and not unit_alone(cell.text):
                left.append(clean_label(cell.text))
            elif (
                cell is None and at in self.lent and self.lent.get((row.number, column - 1)) != self.lent[at]
            ):
                left.append(clean_label(self.lent[at]))
        words = " ".join(part for part in left if part)
        return words[-200:] or None

    def _add(self, row: _Row, place: int, cell: GridCell, printed: Printed | None) -> None:
        """One figure: the cell's typed number, or the number printed in its text."""
        header = self._header(place)
        label = self._label(row, place)
        value, doubtful, raw = cell.number, False, cell.text
        if printed is not None:
            raw = printed.raw
            chosen = choose(printed, Votes(), self.votes, self.comma)
            value, doubtful = chosen.value, chosen.doubtful
            own = clean_label(cell.text[: printed.at])
            label = " ".join(part for part in (label, own) if part) or None
        if value is None:
            return
        year_like = self._is_head_year(row.cells, cell, place)
        asked = ((doubtful, SEPARATOR_DOUBT), (cell.hidden, HIDDEN_CELL), (year_like, YEAR_LIKE))
        doubts = tuple(doubt for holds, doubt in asked if holds)
        unit = (printed.unit if printed else None) or self._unit(row.cells, place, header, label)
        confidence = Decimal("0.99") - Decimal("0.30") * len(doubts) - (0 if unit else Decimal("0.07"))
        self.result.figures.append(
            Figure(
                value=value,
                raw=raw[:200],
                unit=unit,
                period=self._period(row, header, label),
                label=label,
                column=header[:200] or None,
                role=None,
                page=self.page,
                box=None,
                cell=cell.address,
                method="cell",
                witnessed=False,
                confidence=max(confidence, Decimal("0.05")),
                invisible=cell.hidden,
                quote=" | ".join(c.text for c in row.cells if c is not None and c.text)[:200],
                formula=cell.formula,
                doubts=doubts,
            )
        )

    def _is_head_year(self, row: Sequence[GridCell | None], cell: GridCell, place: int) -> bool:
        """Whether a number is a year over its column; anything else begins the column's body."""
        if cell.formula or self.in_body[place] or not _YEAR.fullmatch(cell.text):
            self.in_body[place] = True
            return False
        self.headers[place] = [*self.headers[place], cell.text][-_HEADER_LEVELS:]
        self._note_corner(row, place)
        return True

    def _unit(self, row: Sequence[GridCell | None], place: int, header: str, label: str | None) -> str | None:
        # What stands over the header of a table may be the value of a row above.
        own = self.headers[place][-1:]
        if any(PLAIN_HEADER.search(text) for text in (header, *own)):
            return None
        stated = unit_in_header(header) if header else None
        money = bool(MONEY_HEADER.search(header)) and not QUANTITY_HEADER.search(header)
        if stated and not (is_money(stated) and not money and not header.endswith(stated)):
            return stated
        if SHARE_HEADER.search(header) and not money:
            return "%"
        if not money:
            beside = self._unit_cell(row, place)
            if beside:
                return beside
        named = unit_named(label or "") or stated
        if named or money:
            return named
        return self.corners.get(place) or self.caption

    def _note_corner(self, row: Sequence[GridCell | None], place: int) -> None:
        """Keep the unit that the header of the labels states for a column ("Source (t CO2e)")."""
        first = next((at for at, cell in enumerate(row) if cell is not None and cell.text), place)
        cell = row[first] if first < place else None
        unit = unit_named(cell.text) if cell is not None else None
        if unit:
            self.corners[place] = unit

    def _unit_cell(self, row: Sequence[GridCell | None], place: int) -> str | None:
        """The unit of this row: in the column that names the number's, next to it, or in the column called "unit"."""
        named = self._columns_of_units()
        own = next((at for at, of in named.items() if of == place), None)
        if own is not None:
            cell = row[own] if own < len(row) else None
            return (unit_alone(cell.text) or cell.text[:_LONGEST_UNIT]) if cell and cell.text else None
        units = [
            (at, unit)
            for at, cell in enumerate(row)
            if cell is not None and at not in named and (unit := unit_alone(cell.text))
        ]
        for at, unit in units:
            if abs(at - place) == 1:
                return unit
        for at, unit in units:
            if self.headers[at] and UNIT_HEADER.search(self.headers[at][-1]):
                return unit
        return units[0][1] if len(units) == 1 and not is_money(units[0][1]) else None

    def _columns_of_units(self) -> dict[int, int]:
        """The columns of units that name the column they are for ("Factor unit"), each with that column."""
        if self.named_units is not None:
            return self.named_units
        heads = [column[-1].strip().casefold() if column else "" for column in self.headers]
        said = {at: UNIT_OF.fullmatch(head) for at, head in enumerate(heads)}
        self.named_units = {
            at: heads.index(of.group(1)) for at, of in said.items() if of and of.group(1) in heads
        }
        return self.named_units

    def _period_of_row(self, row: Sequence[GridCell | None]) -> Period | None:
        days = [cell.day for cell in row if cell is not None and cell.day is not None]
        if len(days) == 2 and days[0] <= days[1]:
            return Period(days[0], days[1])
        text = " ".join(
            cell.text for cell in row if cell is not None and cell.number is None and cell.day is None
        )
        found = row_period(text, self.order)
        if found is None and len(days) == 1:
            return Period(days[0], days[0])
        return found

    def _period(self, row: _Row, header: str, label: str | None) -> Period | None:
        """The row's own period, else the header's, else the label's, else what the grid states."""
        if row.period is not None:
            return row.period
        stated = stated_for(self.result.statements, float(row.number)) or self.stated
        year = stated.start.year if stated and stated.start else None
        for text in (header, label or ""):
            found = self._named(text, year)
            if found is None and year is not None:
                for word in re.split(r"[\s|]+", text)[:6]:
                    found = found or self._named(word, year)
            if found:
                return found
        return stated

    def _named(self, text: str, year: int | None) -> Period | None:
        return header_period(text, self.order, year) if text and not SCOPE.fullmatch(text) else None


def _is_quantity(cell: GridCell | None) -> bool:
    return cell is not None and cell.number is not None and not _YEAR.fullmatch(cell.text)


def as_day(value: object) -> date | None:
    """The civil day of a cell's typed value; None when it is no date."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
