"""What the cells of a drawn table say: each number with its unit, period, label and box, as the grid binds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evidence.columns import clean_label
from evidence.confidence import confidence_of
from evidence.dates import DateOrder, date_order
from evidence.figures import BY_OCR, ONE_ENGINE, UNSURE_OCR, YEAR_LIKE
from evidence.numbers import Printed, scan
from evidence.period_binding import PeriodSource
from evidence.periods import header_period, row_period
from evidence.reading import Box, Figure, Period, box_of
from evidence.region import RegionReading, RegionWord, frame_of
from evidence.separators import SEPARATOR_DOUBT, Chosen, Votes, choose, prefers_comma
from evidence.table_grid import Column, TableGrid
from evidence.table_lines import placed_words, text_lines
from evidence.unit_binding import UnitBond
from evidence.units_printed import unit_alone, unit_in_description, unit_in_header

MANY_NUMBERS = "several numbers stand in this cell; draw a line between them"
_POOR_OCR = 0.9
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class TableCell:
    """The text of a cell and the words it is made of; a row that goes on lends its words to the row it joins."""

    text: str = ""
    words: tuple[RegionWord, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure and the cell it stands in, rows and columns from 0; `place` counts the numbers of the cell."""

    row: int
    column: int
    place: int
    figure: Figure


Cells = tuple[tuple[TableCell, ...], ...]


def cells_of(grid: TableGrid, reading: RegionReading) -> Cells:
    """The words of a region in the cells of the grid, each by its middle, in the order in which they are read."""
    held: list[list[list[RegionWord]]] = [[[] for _ in grid.columns] for _ in grid.rows]
    frame = frame_of(reading.box, reading.angle)
    for line in text_lines(placed_words(reading, frame)):
        for one in line:
            row = next((n for n, row in enumerate(grid.rows) if one.middle < row.bottom), None)
            middle = (one.left + one.right) / 2
            column = next((n for n, column in enumerate(grid.columns) if middle < column.right), None)
            if row is not None and column is not None:
                held[row][column].append(one.word)
    return tuple(
        tuple(TableCell(" ".join(w.text for w in cell), tuple(cell)) for cell in row) for row in held
    )


def figures_in(
    grid: TableGrid, reading: RegionReading, *, stated: Period | None = None
) -> tuple[CellFigure, ...]:
    """Every number below the headers and right of the labels, bound; `stated` is a period of the whole page."""
    return _Binder(grid, reading, stated).bind()


def joined_cells(grid: TableGrid, cells: Cells) -> list[tuple[int, list[TableCell]]]:
    """The rows with those that go on put into the one above, each with its number."""
    rows: list[tuple[int, list[TableCell]]] = []
    for number, (row, texts) in enumerate(zip(grid.rows, cells, strict=True)):
        if row.is_joined and rows and grid.rows[rows[-1][0]].is_header == row.is_header:
            rows[-1] = (rows[-1][0], [_put(one, more) for one, more in zip(rows[-1][1], texts, strict=True)])
        else:
            rows.append((number, list(texts)))
    return rows


def _put(one: TableCell, more: TableCell) -> TableCell:
    return TableCell(f"{one.text} {more.text}".strip(), (*one.words, *more.words))


@dataclass(slots=True)
class _Binder:
    """Binds one table. A person sees and mends the grid, so what it binds counts as sure as a bond in the row."""

    grid: TableGrid
    reading: RegionReading
    stated: Period | None
    order: DateOrder = field(init=False, default="dmy")
    votes: Votes = field(init=False, default_factory=Votes)
    comma: bool = field(init=False, default=False)
    heads: list[str] = field(init=False, default_factory=list)
    body: list[tuple[int, list[TableCell]]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        text = " ".join(word.text for word in self.reading.words)
        self.order = date_order(text)
        rows = joined_cells(self.grid, cells_of(self.grid, self.reading))
        self.heads = self._heads([cells for number, cells in rows if self.grid.rows[number].is_header])
        self.body = [(number, cells) for number, cells in rows if not self.grid.rows[number].is_header]
        for _number, cells in self.body:
            for cell in self._values(cells):
                self.votes.count(self._scan(cell))
        self.comma = prefers_comma(self.votes, text)

    def bind(self) -> tuple[CellFigure, ...]:
        found: list[CellFigure] = []
        above: list[TableCell] = []
        for number, cells in self.body:
            label, above = self._label(cells, above)
            for place, cell in enumerate(cells):
                if self.grid.columns[place].is_label or unit_alone(cell.text):
                    continue
                printed = self._scan(cell)
                for count, one in enumerate(printed):
                    figure = self._figure(cells, place, one, label, is_lone=len(printed) == 1)
                    found.append(CellFigure(number, place, count, figure))
        return tuple(found)

    def _values(self, cells: Sequence[TableCell]) -> list[TableCell]:
        return [cell for cell, column in zip(cells, self.grid.columns, strict=True) if not column.is_label]

    def _scan(self, cell: TableCell) -> list[Printed]:
        # The lines of the grid part the numbers: a space within a cell parts thousands.
        return scan(cell.text, self.order, may_join=lambda _at: True).numbers

    def _heads(self, rows: Sequence[Sequence[TableCell]]) -> list[str]:
        """The words over each column; a header that spans several columns stands in the first of them."""
        heads: list[list[str]] = [[] for _ in self.grid.columns]
        for level, row in enumerate(rows):
            lent = ""
            for place, cell in enumerate(row):
                if self.grid.columns[place].is_label:
                    heads[place].append(cell.text)
                    continue
                lent = cell.text or lent
                heads[place].append(lent if level < len(rows) - 1 else cell.text)
        return [" ".join(dict.fromkeys(text for text in head if text)) for head in heads]

    def _label(
        self, cells: Sequence[TableCell], above: Sequence[TableCell]
    ) -> tuple[str | None, list[TableCell]]:
        """The words of the label columns; an empty cell but the last takes those of the row above."""
        places = [place for place, column in enumerate(self.grid.columns) if column.is_label]
        labels = [cells[place] for place in places]
        if above and any(cell.text for cell in labels):
            labels = [
                old if not cell.text and place < len(labels) - 1 and _has_letters(old.text) else cell
                for place, (cell, old) in enumerate(zip(labels, above, strict=True))
            ]
        words = [clean_label(cell.text) for cell in labels if cell.text and unit_alone(cell.text) is None]
        return " ".join(word for word in words if word)[-_LONGEST:] or None, labels

    def _figure(
        self, cells: Sequence[TableCell], place: int, printed: Printed, label: str | None, *, is_lone: bool
    ) -> Figure:
        column, cell, head = self.grid.columns[place], cells[place], self.heads[place]
        chosen = self._value(printed, place)
        unit = self._unit(cells, place, printed, label)
        period, source = self._period(column, head, label)
        words = _words_at(cell, printed)
        doubts, worth = self._doubts(words, printed, chosen, is_lone=is_lone)
        return Figure(
            value=chosen.value,
            raw=printed.raw,
            unit=unit.unit,
            period=period,
            label=label,
            column=head[:_LONGEST] or None,
            role=None,
            page=self.reading.page,
            box=_around(words),
            cell=None,
            method=self.reading.method,
            witnessed=all(word.is_seen for word in words),
            confidence=confidence_of(unit.source, source, bool(label), worth),
            invisible=False,
            quote=" | ".join(cell.text for cell in cells if cell.text)[:_LONGEST],
            doubts=doubts,
        )

    def _value(self, printed: Printed, place: int) -> Chosen:
        """By the sign that a person named, else by what the column and the table show."""
        if self.grid.decimals is not None:
            value = printed.with_comma if self.grid.decimals == "comma" else printed.with_dot
            if value is not None:
                return Chosen(value, doubtful=False)
        near = Votes()
        for _number, cells in self.body:
            near.count(self._scan(cells[place]))
        chosen = choose(printed, near, self.votes, self.comma)
        # With a sign that was named, a number that cannot be read by it is asked about.
        return Chosen(chosen.value, doubtful=chosen.doubtful or self.grid.decimals is not None)

    def _unit(self, cells: Sequence[TableCell], place: int, printed: Printed, label: str | None) -> UnitBond:
        """As a person said for the column, else as it is printed, else as a person said for the table."""
        said = self.grid.columns[place].unit
        if said or printed.unit:
            return UnitBond(said or printed.unit, "beside")
        stated = unit_in_header(self.heads[place]) if self.heads[place] else None
        if stated:
            return UnitBond(stated, "row")
        units = [(abs(at - place), unit) for at, c in enumerate(cells) if (unit := unit_alone(c.text))]
        if units:
            return UnitBond(min(units)[1], "row")
        named = unit_in_description(label or "")
        if named:
            return UnitBond(named, "row")
        return UnitBond(self.grid.unit, "beside" if self.grid.unit else "none")

    def _period(self, column: Column, head: str, label: str | None) -> tuple[Period | None, PeriodSource]:
        if column.period is not None:
            return column.period, "row"
        own = row_period(label, self.order) if label else None
        if own is not None:
            return own, "row"
        year = self.stated.start.year if self.stated and self.stated.start else None
        for text in filter(None, (head, label)):
            found = header_period(text, self.order, year)
            if found is not None:
                return found, "row"
        return self.stated, "stated" if self.stated else "none"

    def _doubts(
        self, words: Sequence[RegionWord], printed: Printed, chosen: Chosen, *, is_lone: bool
    ) -> tuple[tuple[str, ...], Decimal]:
        is_ocr = self.reading.method == "ocr"
        is_seen = all(word.is_seen for word in words)
        is_poor = is_ocr and min((word.sure for word in words), default=0.0) < _POOR_OCR
        asked = (
            (is_ocr, BY_OCR, "0.07"),
            (is_poor, UNSURE_OCR, "0.25"),
            (not is_ocr and not is_seen, ONE_ENGINE, "0.30"),
            (chosen.doubtful, SEPARATOR_DOUBT, "0.35"),
            (printed.year_like, YEAR_LIKE, "0.60"),
            (not is_lone, MANY_NUMBERS, "0.20"),
        )
        told = [(doubt, Decimal(less)) for holds, doubt, less in asked if holds]
        return tuple(doubt for doubt, _less in told), sum((less for _doubt, less in told), Decimal(0))


def _words_at(cell: TableCell, printed: Printed) -> list[RegionWord]:
    """The words of a cell in which a number is printed."""
    found, at = [], 0
    for word in cell.words:
        if at < printed.to and at + len(word.text) > printed.at:
            found.append(word)
        at += len(word.text) + 1
    return found


def _around(words: Sequence[RegionWord]) -> Box:
    return box_of(
        min(word.box.x0 for word in words), min(word.box.top for word in words),
        max(word.box.x1 for word in words), max(word.box.bottom for word in words),
    )  # fmt: skip


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
