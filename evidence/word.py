"""Reads a Word document: its paragraphs as lines, its tables as grids, in the order in which they stand."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable

from evidence.dates import date_order
from evidence.faults import raise_own
from evidence.grid import GridCell, GridReading, bind_grid, table_of
from evidence.periods import stated_for, statements_in
from evidence.prose import bind_prose, in_pieces
from evidence.reading import Page, Reading, ReadLimits, failed
from evidence.totals import with_total
from evidence.word_parts import WordParts, parts_of, text_of

BROKEN = "This document cannot be opened: it is damaged or not a Word document. Ask for a new copy."
TOO_LONG = (
    "This document holds more text than the {limit} characters that are read. Split it and upload the parts."
)
EMPTY = "This document has no text. Ask for the file that holds the figures."


def read_word(path: Path, limits: ReadLimits) -> Reading:
    """The whole document as one page; a figure's cell is "Paragraph 3", "Footnote 1" or "Table 1!R2C3"."""
    try:
        document = docx.Document(str(path))
        parts = parts_of(document)
        tables = [WordTable(table, document.element.body) for table in parts.tables]
        grids = [_grid(table, number) for number, table in enumerate(tables, start=1)]
    except (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, OSError) as error:
        raise_own(error)
        return failed("docx", "error", BROKEN)
    texts = [text for _, text in parts.lines]
    texts += [" ".join(cell.text for cell in row if cell) for grid in grids for row in grid]
    chars = sum(len(text.replace(" ", "")) for text in texts)
    if chars > limits.characters:
        return failed("docx", "refused", TOO_LONG.format(limit=limits.characters))
    if chars == 0:
        return failed("docx", "error", EMPTY)
    found = _bound(parts, grids, texts)
    page = Page(
        number=1,
        width=0.0,
        height=0.0,
        chars=chars,
        figures=tuple(with_total(found.figures)),
        tables=tuple(table_of(grid, 1) for grid in grids),
        others=tuple(found.others),
        fields=tuple(dict.fromkeys(found.fields)),
        dates=tuple(sorted(set(found.dates))),
        flags=tuple(parts.flags),
        prose=in_pieces(parts.lines),
    )
    return Reading(kind="docx", status="ok", reason=None, pages=(page,), flags=page.flags)


def _bound(parts: WordParts, grids: list[list[list[GridCell | None]]], texts: list[str]) -> GridReading:
    """Every number of the lines, then of the tables; a period that the document states holds for all of it."""
    order = date_order("\n".join(texts))
    statements = statements_in([(float(at), text) for at, text in enumerate(texts)], order)
    stated = stated_for(statements, float(len(texts)))
    found = bind_prose([(address, text) for address, text in parts.lines if text], 1, order, stated)
    for grid in grids:
        more = bind_grid(grid, 1, order, stated=stated)
        found.figures += more.figures
        found.others += more.others
        found.fields += more.fields
        found.dates += more.dates
    return found


def _grid(table: WordTable, number: int) -> list[list[GridCell | None]]:
    """The table's cells by place; a merged cell stands once, where it begins."""
    seen: set[Any] = set()
    grid: list[list[GridCell | None]] = []
    for r, row in enumerate(table.rows, start=1):
        cells: list[GridCell | None] = []
        for c, cell in enumerate(row.cells, start=1):
            text = text_of(cell._tc)
            fresh = cell._tc not in seen
            seen.add(cell._tc)
            cells.append(GridCell(text, f"Table {number}!R{r}C{c}") if text and fresh else None)
        grid.append(cells)
    return grid
