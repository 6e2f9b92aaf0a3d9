"""What the viewer and a table's page show of drawn tables."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from evidence.reading import Box
from evidence.region import Frame, RegionReading, frame_of
from evidence.table_figures import Cells, cells_of
from evidence.table_grid import TableGrid, from_plain
from workflow.documents.models import Document, DocumentVersion
from workflow.figures import table_reads
from workflow.figures.models import DrawnTable
from workflow.figures.table_reads import CellStanding, Standing
from workflow.i18n import N_, say
from workflow.web import db, language

MARGIN = 0.06
# What a person is told of each number before they take it, and how its mark looks.
STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.FREE: (N_("new"), "open"),
    Standing.SAME: (N_("a figure already"), "closed"),
    Standing.REPLACEABLE: (N_("takes the place of"), "waiting"),
    Standing.REJECTED: (N_("rejected before"), "refused"),
    Standing.KEPT: (N_("stays as it is"), "closed"),
}


def tables_panel(document: Document, version: DocumentVersion) -> list[dict[str, Any]]:
    """The tables drawn and offered on a version, as the viewer lists them."""
    return [
        {
            "code": row.code,
            "url": table_url(document, row),
            "page": row.page,
            "is_offered": row.drawn_by is None,
            "likeness": row.likeness * 100 if row.likeness is not None else None,
            "is_taken": row.taken_at is not None,
            "is_waiting": row.drawn_by is not None and row.grid is None and row.reason is None,
        }
        for row in table_reads.tables_of(db(), version)
    ]


def table_url(document: Document, table: DrawnTable) -> str:
    """The page of a table."""
    return url_for("figures.table", reference=g.case.code, code=document.code, number=table.number)


def picture_of(
    table: DrawnTable, version: DocumentVersion, document: Document, angle: float
) -> dict[str, Any]:
    """The piece of the page around the box, as the drawing shows it: all sides in points of the page."""
    width, height = version.page_facts[table.page - 1][:2]
    x0, top, x1, bottom = table.box
    margin = MARGIN * max(x1 - x0, bottom - top)
    left, up = max(0.0, x0 - margin), max(0.0, top - margin)
    here = {"reference": g.case.code, "code": document.code, "number": version.number}
    frame = frame_of(Box(*table.box), angle)
    return {
        "url": url_for("documents.picture", **here, page=table.page),
        "width": width, "height": height, "x": left, "y": up,
        "w": min(width, x1 + margin) - left, "h": min(height, bottom + margin) - up,
        "box": {"x": x0, "y": top, "w": x1 - x0, "h": bottom - top},
        "angle": frame.angle, "left": frame.left, "top": frame.top, "across": frame.width, "down": frame.height,
    }  # fmt: skip


def grid_of(table: DrawnTable, reading: RegionReading) -> dict[str, Any]:
    """Rows and columns with what is said of them and the texts of their cells."""
    assert table.grid is not None
    grid = from_plain(table.grid)
    cells = cells_of(grid, reading)
    return {
        "rows": _rows(grid, cells),
        "columns": [
            {
                "place": place,
                "name": str(place + 1),
                "right": column.right,
                "is_last": place == len(grid.columns) - 1,
                "is_label": column.is_label,
                "unit": column.unit or "",
                "start": column.period.start if column.period else None,
                "end": column.period.end if column.period else None,
            }
            for place, column in enumerate(grid.columns)
        ],
        "unit": grid.unit or "",
        "decimals": grid.decimals or "",
        "signs": [
            ("", _("as the numbers show")),
            ("dot", _("a point: 1,234.5")),
            ("comma", _("a comma: 1.234,5")),
        ],
    }


def _rows(grid: TableGrid, cells: Cells) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "name": str(place + 1),
            "bottom": row.bottom,
            "is_last": place == len(grid.rows) - 1,
            "is_header": row.is_header,
            "is_joined": row.is_joined,
            "cells": [cell.text for cell in texts],
        }
        for place, (row, texts) in enumerate(zip(grid.rows, cells, strict=True))
    ]


def lines_of(grid: TableGrid, frame: Frame) -> list[dict[str, Any]]:
    """The inner lines of a grid, each with the places between which it may be moved."""
    down = [0.0, *(row.bottom for row in grid.rows)]
    across = [0.0, *(column.right for column in grid.columns)]
    rows = [_line("row", place, at, frame.height) for place, at in _inner(down)]
    return [*rows, *(_line("column", place, at, frame.width) for place, at in _inner(across))]


def _inner(ends: list[float]) -> list[tuple[int, float]]:
    return [(place, end) for place, (_before, end) in enumerate(pairwise(ends[:-1]))]


def _line(way: str, place: int, at: float, most: float) -> dict[str, Any]:
    names = {"row": _("Line below row %(number)s", number=place + 1)}
    name = names.get(way) or _("Line right of column %(number)s", number=place + 1)
    return {"way": way, "place": place, "at": at, "most": most, "name": name}


def number_row(document: Document, row: CellStanding) -> dict[str, Any]:
    """A number of the grid with what it would become, and what stands in its box."""
    figure, there = row.found.figure, row.there
    word, kind = STANDINGS[row.standing]
    period = figure.period
    return {
        "key": row.key,
        "place": _("row %(row)s, column %(column)s", row=row.found.row + 1, column=row.found.column + 1),
        "raw": figure.raw,
        "value": figure.value,
        "unit": figure.unit,
        "label": figure.label,
        "column": figure.column,
        "start": period.start if period else None,
        "end": period.end if period else None,
        "confidence": figure.confidence * 100,
        "is_witnessed": figure.witnessed,
        "doubts": [say(doubt, language()) for doubt in figure.doubts],
        "box": figure.box,
        "standing": say(word, language()),
        "kind": kind,
        "may_take": row.standing not in {Standing.SAME, Standing.KEPT},
        "is_ticked": row.standing is Standing.FREE,
        "there": [
            {
                "code": one.code,
                "value": one.value,
                "unit": one.unit,
                "url": url_for("figures.jump", reference=g.case.code, code=one.code),
            }
            for one in there
        ],
    }
