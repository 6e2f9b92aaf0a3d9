"""Ruled tables of a PDF page: pdfplumber's table finder on the page's rules, cells filled from the words
read.
"""

from __future__ import annotations

from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

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
_Point = tuple[float, float]


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
    groups: list[list[_CellBox]] = cells_to_tables(cells_of(crossings))
    words = [word for line in lines for run in line.runs for word in run.words]
    placed = [(*_middle(word), word) for word in words]
    return tuple(_table(cells, placed, page) for cells in groups if len(cells) > 1)


def cells_of(crossings: dict[_Point, dict[str, list[dict[str, Any]]]]) -> list[_CellBox]:
    """The smallest cell right and down of each crossing of rules, as pdfplumber finds them: there each pair of
    points is compared anew, which takes longer than reading the page.
    """
    on: dict[_Point, dict[str, frozenset[_CellBox]]] = {
        point: {
            way: frozenset((e["x0"], e["top"], e["x1"], e["bottom"]) for e in edges)
            for way, edges in ways.items()
        }
        for point, ways in crossings.items()
    }
    rows: dict[float, list[_Point]] = {}
    columns: dict[float, list[_Point]] = {}
    # From the far end, so that a row or column holds what lies beyond a point, the last of it the nearest.
    cells: list[_CellBox] = []
    for point in sorted(on, reverse=True):
        row, column = rows.setdefault(point[1], []), columns.setdefault(point[0], [])
        cell = _cell_at(point, row, column, on)
        if cell is not None:
            cells.append(cell)
        row.append(point)
        column.append(point)
    return cells[::-1]


def _cell_at(
    point: _Point, row: list[_Point], column: list[_Point], on: dict[_Point, dict[str, frozenset[_CellBox]]]
) -> _CellBox | None:
    down, across = on[point]["v"], on[point]["h"]
    right = [other for other in reversed(row) if not across.isdisjoint(on[other]["h"])]
    for below in reversed(column):
        if down.isdisjoint(on[below]["v"]):
            continue
        for beside in right:
            corner = (beside[0], below[1])
            rules = on.get(corner)
            if rules is None or rules["v"].isdisjoint(on[beside]["v"]):
                continue
            if not rules["h"].isdisjoint(on[below]["h"]):
                return (*point, *corner)
    return None


def _middle(word: PrintedWord) -> tuple[float, float]:
    box = word.box
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def _table(cells: list[_CellBox], placed: list[tuple[float, float, Any]], page: int) -> Table:
    x0, top = min(c[0] for c in cells), min(c[1] for c in cells)
    x1, bottom = max(c[2] for c in cells), max(c[3] for c in cells)
    inside = [p for p in placed if x0 <= p[0] <= x1 and top <= p[1] <= bottom]
    columns = {left: place for place, left in enumerate(sorted({round(c[0], 1) for c in cells}))}
    by_row: dict[float, list[_CellBox]] = {}
    for cell in cells:
        by_row.setdefault(round(cell[1], 1), []).append(cell)
    rows: list[tuple[Cell | None, ...]] = []
    for _, beside in sorted(by_row.items()):
        first, last = min(c[1] for c in beside), max(c[3] for c in beside)
        level = [p for p in inside if first <= p[1] < last]
        row: list[Cell | None] = [None] * len(columns)
        for cell in beside:
            row[columns[round(cell[0], 1)]] = Cell(_text_in(cell, level), box_of(*cell))
        rows.append(tuple(row))
    return Table(page, box_of(x0, top, x1, bottom), tuple(rows))


def _text_in(cell: _CellBox, placed: list[tuple[float, float, Any]]) -> str:
    x0, top, x1, bottom = cell
    return " ".join(w.text for x, y, w in placed if x0 <= x < x1 and top <= y < bottom)
