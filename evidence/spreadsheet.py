"""Reads workbooks: each number with its cell address, typed or by formula, hidden or not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import python_calamine
from openpyxl.utils import get_column_letter

from evidence.dates import date_order
from evidence.grid import GridCell, GridReading, as_day, bind_grid, table_of
from evidence.old_workbook import old_sheets
from evidence.periods import stated_for, statements_in
from evidence.reading import Figure, Kind, Page, Reading, ReadLimits, failed
from evidence.sheet_checks import Remark, remarks_on
from evidence.sparse import TooMany, TooSpread, occupied_cells, places_of, sheet_parts
from evidence.totals import with_total

LOCKED = "This workbook is locked with a password. Ask for a copy without one."
BROKEN = "This workbook cannot be opened: it is damaged or not a workbook. Ask for a new copy."
EMPTY = "This workbook has no sheet with cells. Ask for the file that holds the figures."
TOO_MANY = "This file has more than the {limit} cells that are read. Split it and upload the parts."
TOO_SPREAD = (
    "The cells of sheet {name!r} stand too far apart to be read. Put them side by side in a new file."
)
FAR_APART = "sheet {name!r} has cells far apart; only its occupied rows and columns were read"
HIDDEN_SHEET = "sheet {name!r} is hidden"
HIDDEN_ROWS = "sheet {name!r} has hidden rows: {rows}"
HIDDEN_COLUMNS = "sheet {name!r} has hidden columns: {columns}"
FORMULAS = "sheet {name!r}: {remarks}"
NO_VALUES = (
    "sheet {name!r} has {count} formulas without a saved value; open and save it in a spreadsheet program"
)
_UNREADABLE = (
    python_calamine.CalamineError,
    python_calamine.XmlError,
    python_calamine.ZipError,
    OSError,
    ValueError,
)
_ODD = Decimal("0.30")
_SIGNIFICANT = 15
_LONGEST_CELL = 20_000


def read_workbook(path: Path, limits: ReadLimits, kind: Kind) -> Reading:
    """Every sheet of a workbook as a page: values by calamine, formulas and hidden parts by openpyxl."""
    try:
        # By content, not by name: an old .xls may be called .xlsx, and a stored file has no name at all.
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except python_calamine.PasswordError:
        return failed(kind, "password", LOCKED)
    except _UNREADABLE:
        return failed(kind, "error", BROKEN)
    facts = _facts_of(path) if kind == "xlsx" else _old_facts(path) if kind == "xls" else {}
    places = places_of(path) if kind == "xlsx" else {}
    pages: list[Page] = []
    cells = 0
    for number, meta in enumerate(book.sheets_metadata, start=1):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        try:
            is_wide = places.get(meta.name, 0) > limits.cells
            sheet = _sparse(path, meta.name, limits) if is_wide else _dense(book, meta.name)
        except TooMany:
            return failed(kind, "refused", TOO_MANY.format(limit=limits.cells))
        except TooSpread:
            return failed(kind, "refused", TOO_SPREAD.format(name=meta.name))
        cells += sum(len(row) for row in sheet.values)
        if cells > limits.cells:
            return failed(kind, "refused", TOO_MANY.format(limit=limits.cells))
        pages.append(page_of_sheet(number, meta.name, sheet, hidden=hidden, facts=facts.get(meta.name)))
    if not pages:
        return failed(kind, "error", EMPTY)
    flags = tuple(flag for page in pages for flag in page.flags)
    return Reading(kind=kind, status="ok", reason=None, pages=with_book_total(pages), flags=flags)


def with_book_total(pages: list[Page]) -> tuple[Page, ...]:
    """The sheets with the file's total marked."""
    figures = with_total([figure for page in pages for figure in page.figures])
    at, marked = 0, []
    for page in pages:
        marked.append(replace(page, figures=tuple(figures[at : at + len(page.figures)])))
        at += len(page.figures)
    return tuple(marked)


class SheetFacts:
    """What the values do not tell: formulas by cell, and hidden rows and columns (counted from 1)."""

    def __init__(self) -> None:
        self.formulas: dict[tuple[int, int], str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()


Lent = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Sheet:
    """The values of a sheet; the numbers of their rows and columns where empty ones were left out.

    `lent` holds the text that a merged area lends to each of its cells but the first, by place from 0.
    """

    values: list[list[Any]]
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    lent: Lent = field(default_factory=dict)


def _dense(book: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    return Sheet(values, lent=_merged_texts(values, sheet.merged_cell_ranges or ()))


def _sparse(path: Path, name: str, limits: ReadLimits) -> Sheet:
    found = occupied_cells(path, name, limits.cells)
    return Sheet(found.values, found.rows, found.columns)


def _merged_texts(rows: list[list[Any]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Lent:
    """The text that a merged area lends to each of its cells but the first, by (row, column) from 0."""
    lent: Lent = {}
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        for row in range(top, min(bottom, len(rows) - 1, top + 500) + 1):
            for column in range(left, min(right, left + 100) + 1):
                if (row, column) != (top, left):
                    lent[(row, column)] = rows[top][left]
    return lent


def page_of_sheet(
    number: int,
    name: str,
    sheet: Sheet,
    *,
    hidden: bool = False,
    facts: SheetFacts | None = None,
) -> Page:
    """One sheet, its cells bound."""
    facts = facts or SheetFacts()
    grid = _grid(name, sheet, facts, hidden=hidden)
    texts = [" ".join(cell.text for cell in row if cell) for row in grid]
    everything = "\n".join(texts)
    order = date_order(everything)
    stated = stated_for(statements_in([(0.0, name)], order), 0.0)
    found: GridReading = bind_grid(grid, number, order, stated=stated, title=name, lent=sheet.lent)
    flags = _flags(name, grid, hidden, facts)
    remarks = remarks_on(_by_place(sheet, grid)) if facts.formulas else []
    if remarks:
        told = _listed((remark.sentence for remark in remarks), "; ")
        flags = (*flags, FORMULAS.format(name=name, remarks=told))
    if sheet.rows:
        flags = (*flags, FAR_APART.format(name=name))
    return Page(
        number=number,
        width=float(max((len(row) for row in grid), default=0)),
        height=float(len(grid)),
        chars=sum(len(text.replace(" ", "")) for text in texts),
        words=(),
        figures=_doubted(found.figures, name, remarks),
        tables=(table_of(grid, number),),
        others=tuple(found.others),
        fields=tuple(found.fields),
        dates=tuple(sorted(set(found.dates))),
        flags=flags,
        title=name,
    )


def _by_place(sheet: Sheet, grid: list[list[GridCell | None]]) -> dict[tuple[int, int], GridCell]:
    """The cells of a sheet by row and column, counted from 1 as the sheet counts them."""
    rows = sheet.rows or range(1, len(grid) + 1)
    columns = sheet.columns or range(1, max(map(len, grid), default=0) + 1)
    return {
        (r, c): cell
        for r, row in zip(rows, grid, strict=True)
        for c, cell in zip(columns, row, strict=False)
        if cell is not None
    }


def _doubted(figures: Iterable[Figure], name: str, remarks: Iterable[Remark]) -> tuple[Figure, ...]:
    """The figures, those doubted about whose cells something is odd."""
    odd: dict[str, tuple[str, ...]] = {}
    for remark in remarks:
        cell = f"{name}!{get_column_letter(remark.at[1])}{remark.at[0]}"
        odd[cell] = (*odd.get(cell, ()), remark.sentence)
    return tuple(
        replace(
            figure,
            doubts=(*figure.doubts, *odd[figure.cell]),
            confidence=max(figure.confidence - _ODD, Decimal("0.05")),
        )
        if figure.cell in odd
        else figure
        for figure in figures
    )


def _grid(name: str, sheet: Sheet, facts: SheetFacts, *, hidden: bool) -> list[list[GridCell | None]]:
    """The cells of a sheet with address, formula and whether they are hidden."""
    numbers = sheet.rows or range(1, len(sheet.values) + 1)
    columns = sheet.columns or range(1, max(map(len, sheet.values), default=0) + 1)
    return [
        [
            _cell(
                value,
                f"{name}!{get_column_letter(c)}{r}",
                formula=facts.formulas.get((r, c)),
                hidden=hidden or r in facts.rows or c in facts.columns,
            )
            for c, value in zip(columns, row, strict=False)
        ]
        for r, row in zip(numbers, sheet.values, strict=True)
    ]


def _flags(name: str, grid: list[list[GridCell | None]], hidden: bool, facts: SheetFacts) -> tuple[str, ...]:
    """What a reviewer should know about a sheet beside its numbers."""
    flags = []
    if hidden:
        flags.append(HIDDEN_SHEET.format(name=name))
    if facts.rows:
        flags.append(HIDDEN_ROWS.format(name=name, rows=_listed(str(row) for row in sorted(facts.rows))))
    if facts.columns:
        letters = (get_column_letter(column) for column in sorted(facts.columns))
        flags.append(HIDDEN_COLUMNS.format(name=name, columns=_listed(letters)))
    unsaved = sum(cell is not None and bool(cell.formula) and not cell.text for row in grid for cell in row)
    if unsaved:
        flags.append(NO_VALUES.format(name=name, count=unsaved))
    return tuple(flags)


def _listed(names: Iterable[str], sign: str = ", ") -> str:
    many = list(names)
    return sign.join(many[:20]) + (f" and {len(many) - 20} more" if len(many) > 20 else "")


def _cell(value: Any, address: str, *, formula: str | None, hidden: bool) -> GridCell | None:
    if (value is None or value == "") and formula is None:
        return None
    if isinstance(value, bool):
        return GridCell(str(value), address, formula=formula, hidden=hidden)
    if isinstance(value, int | float):
        number = exact(value)
        return GridCell(format(number, "f"), address, number=number, formula=formula, hidden=hidden)
    day = as_day(value)
    if day is not None:
        return GridCell(day.isoformat(), address, day=day, formula=formula, hidden=hidden)
    if isinstance(value, time | timedelta):
        return GridCell(str(value), address, formula=formula, hidden=hidden)
    return GridCell(str(value or "").strip()[:_LONGEST_CELL], address, formula=formula, hidden=hidden)


def exact(value: float) -> Decimal:
    """The decimal that a workbook shows for its binary number: fifteen significant digits, as spreadsheets
    keep.
    """
    number = Decimal(f"{value:.{_SIGNIFICANT}g}")
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole and abs(number) < Decimal(10) ** 25 else number


def _facts_of(path: Path) -> dict[str, SheetFacts]:
    """Formulas and hidden rows and columns of each sheet; nothing when openpyxl cannot read what calamine
    can.
    """
    try:
        facts = _hidden_parts(path)
        # A stream, not a path: a stored file has no ending, and openpyxl judges paths by theirs.
        stream = io.BytesIO(path.read_bytes())
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                mine = facts.setdefault(sheet.title, SheetFacts())
                # Not the size that the file claims: every row would be filled up to its last column.
                sheet.reset_dimensions()
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.data_type == "f":
                            text = getattr(cell.value, "text", cell.value)
                            mine.formulas[(int(cell.row or 0), int(cell.column or 0))] = str(text)[:500]
        finally:
            book.close()
    except (OSError, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, ParseError):
        return {}
    return facts


def _old_facts(path: Path) -> dict[str, SheetFacts]:
    """The same of an .xls, out of its own records."""
    found: dict[str, SheetFacts] = {}
    for name, sheet in old_sheets(path).items():
        facts = found.setdefault(name, SheetFacts())
        facts.formulas, facts.rows, facts.columns = sheet.formulas, sheet.rows, sheet.columns
    return found


def _hidden_parts(path: Path) -> dict[str, SheetFacts]:
    """Hidden rows and columns, from the sheets' own XML: openpyxl's fast mode does not tell them."""
    found: dict[str, SheetFacts] = {}
    with zipfile.ZipFile(path) as package:
        for name, part in sheet_parts(package):
            facts = found.setdefault(name, SheetFacts())
            raw = package.read(part)
            for tag in re.finditer(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>", raw):
                place = re.search(rb"\br=\"(\d+)\"", tag.group())
                if place:
                    facts.rows.add(int(place.group(1)))
            for tag in re.finditer(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>", raw):
                sides = [re.search(side, tag.group()) for side in (rb"\bmin=\"(\d+)\"", rb"\bmax=\"(\d+)\"")]
                first, last = (int(side.group(1)) if side else 0 for side in sides)
                facts.columns.update(range(first, min(last, first + 200) + 1))
    return found
