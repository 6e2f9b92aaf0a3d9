"""The queue of findings as a table: its columns, filters and order, and the same rows as CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.workbook import Book
from workflow.findings.listing import KIND_WORDS, FindingRow, Show
from workflow.i18n import N_, say

Cell = str | int | Decimal | date | None
# A text that begins so is taken for a formula by spreadsheets.
RISKY = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Column:
    """A column: its key in links, its head, what a row shows in it, its width in characters."""

    key: str
    label: str
    cell: Callable[[FindingRow], Cell]
    width: int = 14
    is_number: bool = False
    is_usual: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("code", N_("Code"), lambda r: r.code, 8),
    Column("kind", N_("Type"), lambda r: r.kind.value, 6),
    Column("title", N_("Finding"), lambda r: r.title, 60),
    Column("state", N_("State"), lambda r: r.state.value.replace("_", " "), 18),
    Column("group", N_("Group"), lambda r: r.group, 7, is_usual=False),
    Column("sources", N_("Sources"), lambda r: r.sources, 12),
    Column("net", N_("Effect, t CO₂e"), lambda r: r.net, 14, is_number=True),
    Column("net_market", N_("Market, t CO₂e"), lambda r: r.net_market, 14, is_number=True),
    Column("holder", N_("With"), lambda r: r.holder, 18),
    Column("due", N_("Due"), lambda r: r.due, 11),
    Column("round", N_("Round"), lambda r: r.round, 7, is_number=True, is_usual=False),
    Column("raised_by", N_("Raised by"), lambda r: r.raised_by, 18, is_usual=False),
)
BY_KEY = {column.key: column for column in COLUMNS}


def columns_shown(keys: Sequence[str]) -> tuple[Column, ...]:
    """The chosen columns in their order; the usual ones when none is chosen."""
    chosen = tuple(c for c in COLUMNS if c.key in keys)
    return chosen or tuple(c for c in COLUMNS if c.is_usual)


def select_rows(rows: Iterable[FindingRow], show: Show, typed: Mapping[str, str]) -> list[FindingRow]:
    """The rows of a part of the queue that fit what was typed above the columns, in the asked order."""
    found = [r for r in rows if r.is_in(show) and _fits(r, typed)]
    sort = typed.get("sort", "code")
    column = BY_KEY.get(sort.lstrip("-"), BY_KEY["code"])
    # Two sorts, not one key: an empty cell stays last in either direction, and codes break ties.
    full = sorted((r for r in found if column.cell(r) is not None), key=lambda r: r.code)
    full.sort(key=column.cell, reverse=sort.startswith("-"))  # type: ignore[arg-type]
    return full + [r for r in found if column.cell(r) is None]


def _fits(row: FindingRow, typed: Mapping[str, str]) -> bool:
    exact = (("kind", row.kind.value), ("state", row.state.value), ("holder", row.holder or ""))
    if any(typed.get(key) not in (None, "", value) for key, value in exact):
        return False
    parts = (("code", row.code), ("title", row.title), ("sources", row.sources))
    return all(typed.get(key, "").casefold() in value.casefold() for key, value in parts)


def as_csv(columns: Sequence[Column], rows: Iterable[FindingRow], language: str) -> bytes:
    """The rows as CSV, UTF-8 with a byte-order mark; what looks like a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([say(c.label, language) for c in columns])
    for row in rows:
        writer.writerow([_harmless(c.cell(row), language) for c in columns])
    return "\ufeff".encode() + out.getvalue().encode()


def _harmless(cell: Cell, language: str) -> str:
    if cell is None or cell == "":
        return ""
    if not isinstance(cell, str):
        return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    text = say(cell, language)
    return f"'{text}" if text.startswith(RISKY) and not NUMBER.fullmatch(text) else text


def as_xlsx(title: str, columns: Sequence[Column], rows: Iterable[FindingRow], language: str) -> bytes:
    """The rows as a workbook with one sheet; text stays text, amounts are numbers."""
    book = Book(title)
    sheet = book.sheet(say(N_("Findings"), language), [c.width for c in columns])
    sheet.head([say(c.label, language) for c in columns])
    for row in rows:
        sheet.write([_said(c.cell(row), language) for c in columns])
    return book.set()


def _said(cell: Cell, language: str) -> Cell:
    if isinstance(cell, str):
        return say(cell, language) if cell else None
    return cell


def kinds_offered(language: str) -> list[tuple[str, str]]:
    """The types of findings as choices."""
    return [(k.value, f"{k.value} · {say(word, language)}") for k, word in KIND_WORDS.items()]
