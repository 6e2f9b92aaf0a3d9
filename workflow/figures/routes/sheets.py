"""The stage of the viewer for documents without page pictures: a sheet's cells, or paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from workflow.figures.review_queue import QueueRow
from workflow.figures.rules import BOX_STATES

ROWS, COLUMNS = 400, 60
_ADDRESS = re.compile(r"([A-Z]+)(\d+)$")
_NUMBER = re.compile(r"^-?[\d.,\s]+$")
Link = Callable[[QueueRow], str]


def column_name(place: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_of(
    page: dict[str, Any], figures: list[QueueRow], selected: QueueRow | None, link: Link, *, around: int = 0
) -> dict[str, Any]:
    """A sheet as columns and rows, at most 400 rows around the selected cell or, without one, around a row.

    Cells of figures are links.
    """
    rows = page["tables"][0]["rows"] if page["tables"] else []
    width = min(max((len(row) for row in rows), default=0), COLUMNS)
    start = max(0, min((_row_of(selected) or around) - ROWS // 2, len(rows) - ROWS))
    by_cell: dict[str, QueueRow] = {}
    for row in figures:
        by_cell.setdefault((row.cell or "").rpartition("!")[2], row)
    shown = [
        {
            "number": number,
            "cells": [
                _cell(rows[number - 1], place, by_cell.get(f"{column_name(place)}{number}"), selected, link)
                for place in range(width)
            ],
        }
        for number in range(start + 1, min(start + ROWS, len(rows)) + 1)
    ]
    return {"columns": [column_name(place) for place in range(width)], "rows": shown}


def _row_of(selected: QueueRow | None) -> int:
    found = _ADDRESS.search(selected.cell) if selected is not None and selected.cell else None
    return int(found.group(2)) if found else 0


def _cell(
    row: list[Any], place: int, figure: QueueRow | None, selected: QueueRow | None, link: Link
) -> dict[str, Any]:
    held = row[place] if place < len(row) else None
    text = held[0] if held else ""
    return {
        "text": text,
        "is_number": bool(_NUMBER.match(text)),
        "state": BOX_STATES[figure.state] if figure else None,
        "url": link(figure) if figure else None,
        "is_selected": bool(figure and selected and figure.id == selected.id),
    }


def blocks_of(
    page: dict[str, Any],
    figures: list[QueueRow],
    quotes: dict[int, str],
    selected: QueueRow | None,
    link: Link,
) -> list[dict[str, Any]]:
    """Every paragraph and table in order, at most 400 around the selected figure; each figure is marked where
    it stands.
    """
    by_cell: dict[str, list[QueueRow]] = {}
    for row in figures:
        by_cell.setdefault(row.cell or "", []).append(row)
    tables = {f"Table {number}": table for number, table in enumerate(page["tables"], start=1)}
    prose = _prose(page, by_cell, quotes, tables)
    here = selected.cell.partition("!")[0] if selected is not None and selected.cell else None
    at = next((place for place, (address, _text) in enumerate(prose) if address == here), 0)
    start = max(0, min(at - ROWS // 2, len(prose) - ROWS))
    blocks: list[dict[str, Any]] = []
    for address, text in prose[start : start + ROWS]:
        if address in tables and not text:
            rows = _table_rows(address, tables[address], by_cell, selected, link)
        else:
            rows = [[_runs(text, by_cell.get(address, []), selected, link)]]
        blocks.append({"ref": address, "rows": rows})
    if len(prose) > ROWS:
        told = _(
            "Paragraphs %(first)s to %(last)s of %(all)s are shown. Choose a figure to see those around it.",
            first=start + 1, last=start + len(blocks), all=len(prose),
        )  # fmt: skip
        blocks.insert(0, {"ref": "…", "rows": [[_runs(told, [], selected, link)]]})
    return blocks


def _prose(
    page: dict[str, Any],
    by_cell: dict[str, list[QueueRow]],
    quotes: dict[int, str],
    tables: dict[str, Any],
) -> list[tuple[str, str]]:
    """The page's paragraphs and the places of its tables; an older reading kept only those with figures."""
    prose = [(address, text) for address, text in page.get("prose", ())]
    if not prose:
        for cell, held in by_cell.items():
            if cell.partition("!")[0] not in tables:
                prose.append((cell, max((quotes.get(row.id, row.raw) for row in held), key=len)))
    placed = {address for address, text in prose if not text}
    return [*prose, *((name, "") for name in tables if name not in placed)]


def _table_rows(
    name: str,
    table: dict[str, Any],
    by_cell: dict[str, list[QueueRow]],
    selected: QueueRow | None,
    link: Link,
) -> list[list[list[dict[str, Any]]]]:
    return [
        [
            _runs(cell[0] if cell else "", by_cell.get(f"{name}!R{r}C{c}", []), selected, link)
            for c, cell in enumerate(row, start=1)
        ]
        for r, row in enumerate(table["rows"][:ROWS], start=1)
    ]


def _runs(text: str, held: list[QueueRow], selected: QueueRow | None, link: Link) -> list[dict[str, Any]]:
    """A text cut into runs, one for each figure that stands in it, in order."""
    runs: list[dict[str, Any]] = []
    for row in held:
        before, found, after = text.partition(row.raw)
        if not found:
            continue
        is_selected = selected is not None and selected.id == row.id
        runs.append({"text": before, "state": None, "url": None, "is_selected": False})
        runs.append(
            {"text": found, "state": BOX_STATES[row.state], "url": link(row), "is_selected": is_selected}
        )
        text = after
    return [*runs, {"text": text, "state": None, "url": None, "is_selected": False}]
