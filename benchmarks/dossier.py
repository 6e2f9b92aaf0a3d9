"""Writing an SBT dossier of 100 levers, against bare python-docx writing the same tables.

    .venv/bin/python -m benchmarks.dossier [ROUNDS]

The bare side opens python-docx's own empty document and writes the cells of the dossier's tables, without
styles, captions, charts or sums. Both sides run in turns in one process and take the best of their rounds;
the first round, which reads fonts, is not counted.
"""

from __future__ import annotations

import io
import sys
import time
from dataclasses import replace
from typing import Any

from docx import Document

from reports.sbt_dossier import render_dossier
from tests.reports import worked_sbt

ROUNDS, LEVERS, LIMIT = 5, 100, 1.5


def main(arguments: list[str]) -> None:
    """Print one table row: seconds of the dossier, of the bare tables, and the ratio."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    contract = replace(worked_sbt.DOSSIER, delivery=worked_sbt.make_delivery(LEVERS))
    tables = _cells(render_dossier(contract))
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: render_dossier(contract)))
        bare.append(_seconds(lambda: _write_bare(tables)))
    cells = sum(len(row) for table in tables for row in table)
    print("| measure | ours | baseline | ratio | to hold |\n" + "| --- " * 5 + "|")
    print(
        f"| dossier with {LEVERS} levers, {len(tables)} tables, {cells} cells ÷ bare python-docx "
        f"| {min(ours):.2f} s | {min(bare):.2f} s | {min(ours) / min(bare):.2f} | ≤ {LIMIT} |"
    )


def _cells(raw: bytes) -> list[list[list[str]]]:
    paper = Document(io.BytesIO(raw))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]


def _write_bare(tables: list[list[list[str]]]) -> bytes:
    """Write each table row by row, the quickest way that python-docx's own interface offers."""
    paper: Any = Document()
    for rows in tables:
        table = paper.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _seconds(act: Any) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(sys.argv[1:])
