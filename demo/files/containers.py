"""Workbooks and Word files, the same bytes every time; formulas keep the value that a person would see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from demo.files.paper import DEMO_LINE

_MADE = datetime(2022, 1, 31, 9, 0, tzinfo=UTC)
_ZIP_TIME = (2022, 1, 31, 9, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EMPTY_VALUE = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value that it had when the file was saved."""

    text: str
    value: Decimal


CellValue = str | int | Decimal | date | Formula | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from 1 on; `heads` and `totals` are row numbers, `formats` number formats by column."""

    name: str
    rows: Sequence[Sequence[CellValue]]
    widths: Sequence[float]
    heads: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    formats: Mapping[int, str] = field(default_factory=dict)


def write_workbook(path: Path, sheets: Sequence[Sheet], title: str) -> None:
    """Write sheets to an XLSX whose bytes depend on nothing but its content."""
    book = Workbook()
    book.remove(book.worksheets[0])
    saved: list[dict[bytes, Decimal]] = []
    for plan in sheets:
        saved.append(_fill(book.create_sheet(plan.name), plan))
    book.properties.title = title
    book.properties.creator = "DEMO"
    book.properties.created = _MADE.replace(tzinfo=None)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_settle(buffer.getvalue(), saved))


def write_word(path: Path, document: WordDocument, title: str) -> None:
    """Write a Word document whose bytes depend on its content alone; the foot says that it is fictional."""
    document.sections[0].footer.paragraphs[0].text = DEMO_LINE
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = title, "DEMO", "DEMO"
    facts.created = facts.modified = _MADE.replace(tzinfo=None)
    facts.revision = 1
    buffer = BytesIO()
    document.save(buffer)
    path.write_bytes(_settle(buffer.getvalue(), []))


def _fill(sheet: Worksheet, plan: Sheet) -> dict[bytes, Decimal]:
    """Write the rows of one sheet and answer the saved values of its formulas by cell."""
    saved: dict[bytes, Decimal] = {}
    thin = Side(style="thin", color="B8C2D0")
    for row, values in enumerate(plan.rows, 1):
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            cell = sheet.cell(row, column)
            if isinstance(value, Formula):
                saved[f"{get_column_letter(column)}{row}".encode()] = value.value
                cell.value = value.text
            else:
                cell.value = value
            if column in plan.formats and row > min(plan.heads, default=0):
                cell.number_format = plan.formats[column]
            if row in plan.heads:
                cell.fill = PatternFill("solid", fgColor="DDE5F0")
                cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
            if row in plan.heads or row in plan.totals or row == 1:
                cell.font = Font(bold=True, size=13 if row == 1 else 11)
            if plan.heads and row >= plan.heads[0]:
                cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    for column, width in enumerate(plan.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    if plan.heads:
        sheet.freeze_panes = f"A{plan.heads[0] + 1}"
    footer = sheet.oddFooter
    if footer is not None:
        footer.center.text = DEMO_LINE
    return saved


def _settle(content: bytes, saved: Sequence[Mapping[bytes, Decimal]]) -> bytes:
    """Rewrite an office file with fixed times, and formulas with the values that they had when saved."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(buffer, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>2022-01-31T09:00:00Z\g<2>", part)
            sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if sheet:
                part = _with_values(part, saved[int(sheet.group(1)) - 1])
            entry = ZipInfo(name, _ZIP_TIME)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, part)
    return buffer.getvalue()


def _with_values(part: bytes, values: Mapping[bytes, Decimal]) -> bytes:
    """Put the saved value behind each formula: openpyxl leaves it empty, a spreadsheet program does not."""
    return _EMPTY_VALUE.sub(
        lambda found: found.group(1) + b"<v>" + str(values[found.group(2)]).encode() + b"</v>", part
    )
