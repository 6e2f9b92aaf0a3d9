"""Reads CSV files: encoding, separator of cells and decimal sign are told from the file, never assumed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from evidence.numbers import Printed, scan
from evidence.reading import Figure, Reading, ReadLimits, failed
from evidence.separators import SEPARATOR_DOUBT, Votes
from evidence.spreadsheet import BROKEN, EMPTY, TOO_MANY, Sheet, page_of_sheet, with_book_total
from evidence.text import TOO_LONG, decoded

_SEPARATORS = ",;\t|"
_SAMPLE_ROWS = 200
_SAMPLE = 100_000
# The first line by which a spreadsheet program is told the separator.
_TOLD = re.compile(r"\s*\"?sep=(.)\"?\s*\r?$", re.IGNORECASE)
_DOUBT = Decimal("0.30")


def read_csv(path: Path, limits: ReadLimits) -> Reading:
    """A CSV file as one page of cells; a figure's cell is "CSV!B4"."""
    raw = path.read_bytes()
    if len(raw) > 4 * limits.characters:
        return failed("csv", "refused", TOO_LONG.format(limit=limits.characters))
    text = decoded(raw)
    if len(text) > limits.characters:
        return failed("csv", "refused", TOO_LONG.format(limit=limits.characters))
    separator, told = separator_of(text)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        return failed("csv", "error", BROKEN)
    if sum(len(row) for row in rows) > limits.cells:
        return failed("csv", "refused", TOO_MANY.format(limit=limits.cells))
    if told and rows:
        rows[0] = []
    if not any(cell.strip() for row in rows for cell in row):
        return failed("csv", "error", EMPTY)
    page = page_of_sheet(1, "CSV", Sheet(rows))
    page = replace(page, figures=_with_signs(page.figures, rows, separator))
    return Reading(kind="csv", status="ok", reason=None, pages=with_book_total([page]), flags=page.flags)


def separator_of(text: str) -> tuple[str, bool]:
    """What separates the cells, and whether the first line says so: it cuts most rows into equally many cells."""
    head = text[:_SAMPLE]
    told = _TOLD.match(head.split("\n", 1)[0])
    if told is not None:
        return told.group(1), True
    lines = head.splitlines(keepends=True)[:_SAMPLE_ROWS]
    scores = {separator: _evenness(lines, separator) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: scores[separator]), False


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    """How many rows have the commonest number of cells above one, and how many cells that is."""
    try:
        lengths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0, 0
    cells, rows = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, cells


def _with_signs(figures: Iterable[Figure], rows: list[list[str]], separator: str) -> tuple[Figure, ...]:
    """The figures; where no number of the file shows the decimal sign, the doubtful ones are asked.

    A file whose cells are separated by semicolons was written where the comma is the decimal sign.
    """
    votes = Votes()
    for row in rows:
        for cell in row:
            if any(char.isdigit() for char in cell):
                votes.count(scan(cell).numbers)
    if votes.dot != votes.comma:
        return tuple(figures)
    return tuple(_asked(figure, separator) for figure in figures)


def _asked(figure: Figure, separator: str) -> Figure:
    printed = next((number for number in scan(figure.raw).numbers if _reads_twice(number)), None)
    if printed is None:
        return figure
    value = printed.with_comma if separator == ";" else printed.with_dot
    assert value is not None
    if SEPARATOR_DOUBT in figure.doubts:
        return replace(figure, value=value)
    doubts = (*figure.doubts, SEPARATOR_DOUBT)
    return replace(
        figure, value=value, doubts=doubts, confidence=max(figure.confidence - _DOUBT, Decimal("0.05"))
    )


def _reads_twice(number: Printed) -> bool:
    return (
        number.with_dot is not None and number.with_comma is not None and number.with_dot != number.with_comma
    )
