"""Ruled tables of a PDF page: pdfplumber's table finder on the page's rules, cells filled from the words
read.
"""

from __future__ import annotations

from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from evidence.glyphs import Sheet
from evidence.lines import Line, PrintedWord
from evidence.reading import Cell, Table, box_of

MOST_EDGES = 3_000
TOO_MANY_RULES = (
    "this page has too many rules to look for tables; its figures were read from the lines of text"
)
_SNAP = 3.0
_SHORTEST = 3.0
_CellBox = tuple[float, float, float, float]


def tables_of(sheet: Sheet, lines: list[Line], page: int) -> tuple[Table, ...]:
    """The ruled tables of a page with at least two cells; a page of line art is left alone and flagged."""
    if len(sheet.edges) < 4:
        return ()
    edges = merge_edges(sheet.edges, _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= _SHORTEST]
    if len(edges) > MOST_EDGES:
        sheet.flags.append(TOO_MANY_RULES)
        return ()
    crossings = edges_to_intersections(edges, _SNAP, _SNAP)
    if len(crossings) < 4:
        return ()
    groups: list[list[_CellBox]] = cells_to_tables(intersections_to_cells(crossings))
    words = [word for line in lines for run in line.runs for word in run.words]
    placed = [(*_middle(word), word) for word in words]
    return tuple(_table(cells, placed, page) for cells in groups if len(cells) > 1)


def _middle(word: PrintedWord) -> tuple[float, float]:
    box = word.box
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def _table(cells: list[_CellBox], placed: list[tuple[float, float, Any]], page: int) -> Table:
    x0, top = min(c[0] for c in cells), min(c[1] for c in cells)
    x1, bottom = max(c[2] for c in cells), max(c[3] for c in cells)
    inside = [p for p in placed if x0 <= p[0] <= x1 and top <= p[1] <= bottom]
    columns = sorted({round(c[0], 1) for c in cells})
    rows: list[tuple[Cell | None, ...]] = []
    for row_top in sorted({round(c[1], 1) for c in cells}):
        row: list[Cell | None] = [None] * len(columns)
        for cell in cells:
            if round(cell[1], 1) == row_top:
                row[columns.index(round(cell[0], 1))] = Cell(_text_in(cell, inside), box_of(*cell))
        rows.append(tuple(row))
    return Table(page, box_of(x0, top, x1, bottom), tuple(rows))


def _text_in(cell: _CellBox, placed: list[tuple[float, float, Any]]) -> str:
    x0, top, x1, bottom = cell
    return " ".join(w.text for x, y, w in placed if x0 <= x < x1 and top <= y < bottom)
