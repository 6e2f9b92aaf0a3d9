"""Writes workbooks that are the same bytes each time: text stays text, formulas live and carry a value."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - workbook properties have no zone; the value only has to be fixed
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_FORMULA_CELL = re.compile(
    rb'<c r="(?P<place>[A-Z]+[0-9]+)"(?P<style> s="[0-9]+")?><f>(?P<formula>[^<]*)</f><v ?/?>(?:</v>)?</c>'
)
_TONNES = "#,##0.00;\u2212#,##0.00;0.00"
_SHARE = "0.000%"
# A text that begins so is read as a formula when a person edits the cell again.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value it gives, written beside it for readers that do not calculate."""

    text: str
    value: Decimal | str
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A plain ratio, shown as per cent."""

    value: Decimal


Entry = str | int | Decimal | date | Formula | Share | None


@dataclass
class Book:
    """A workbook under construction; sheets appear in the order in which they are begun."""

    title: str
    _book: Workbook = field(default_factory=Workbook)
    _values: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._book.remove(self._book.worksheets[0])
        self._book.properties.title = self.title
        self._book.properties.creator = "Assay"
        self._book.properties.created = self._book.properties.modified = _EPOCH

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """Begin a sheet; the name is cut to what workbooks allow, widths are in characters."""
        safe = re.sub(r"[\[\]:*?/\\']", " ", name)[:31]
        inner = self._book.create_sheet(safe)
        for at, width in enumerate(widths, start=1):
            inner.column_dimensions[get_column_letter(at)].width = width
        inner.page_setup.orientation = "landscape"
        inner.page_setup.fitToWidth, inner.page_setup.fitToHeight = 1, 0
        inner.sheet_properties.pageSetUpPr.fitToPage = True
        return Sheet(safe, inner, self._values.setdefault(safe, {}))

    def set(self) -> bytes:
        """Return the workbook's bytes; the same entries give the same bytes."""
        raw = io.BytesIO()
        self._book.save(raw)
        paths = {
            f"xl/worksheets/sheet{at}.xml": name for at, name in enumerate(self._book.sheetnames, start=1)
        }
        out = io.BytesIO()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in sorted(source.namelist()):
                content = source.read(name)
                if name in paths:
                    content = _with_values(content, self._values[paths[name]])
                if name == "docProps/core.xml":
                    content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
                entry = zipfile.ZipInfo(name, _ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                target.writestr(entry, content)
        return out.getvalue()


# openpyxl stamps the moment of saving over the property that was set.
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass
class Sheet:
    """One sheet; ``row`` is the number of the next row to be written."""

    name: str
    inner: Any
    values: dict[str, str]
    row: int = 1

    def head(self, titles: Sequence[str]) -> None:
        """Write a head row and freeze what is above the next row if it is the first head."""
        for at, title in enumerate(titles, start=1):
            cell = self._text(self.row, at, title)
            cell.font = Font(bold=True)
            cell.border = Border(bottom=Side(style="thin"))
            cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        self.row += 1
        if self.inner.freeze_panes is None:
            self.inner.freeze_panes = f"A{self.row}"

    def write(self, entries: Sequence[Entry], *, bold: bool = False) -> int:
        """Write one row and return its number."""
        for at, entry in enumerate(entries, start=1):
            cell = self._put(self.row, at, entry)
            if bold and cell is not None:
                cell.font = Font(bold=True)
        self.row += 1
        return self.row - 1

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def _put(self, row: int, column: int, entry: Entry) -> Any:
        if entry is None:
            return None
        if isinstance(entry, str):
            return self._text(row, column, entry)
        cell = self.inner.cell(row=row, column=column)
        cell.alignment = Alignment(vertical="top")
        if isinstance(entry, Formula):
            cell.value = f"={entry.text}"
            cell.number_format = _SHARE if entry.is_share else _TONNES
            self.values[cell.coordinate] = str(entry.value)
        elif isinstance(entry, Share):
            cell.value, cell.number_format = entry.value, _SHARE
        else:
            cell.value = entry
            if isinstance(entry, Decimal):
                cell.number_format = _TONNES
            elif isinstance(entry, date):
                cell.number_format = "yyyy-mm-dd"
        return cell

    def _text(self, row: int, column: int, text: str) -> Any:
        clean = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell = self.inner.cell(row=row, column=column, value=clean)
        cell.data_type = "s"  # a text that looks like a formula stays a text
        if clean.startswith(_RISKY):
            cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell


def _with_values(content: bytes, values: dict[str, str]) -> bytes:
    """Put the calculated value beside each formula of a sheet's XML, as openpyxl wrote it."""

    def filled(match: re.Match[bytes]) -> bytes:
        place, style, formula = match["place"], match["style"] or b"", match["formula"]
        value = values[place.decode()]
        kind = b"" if _is_number(value) else b' t="str"'
        return b'<c r="%s"%s%s><f>%s</f><v>%s</v></c>' % (place, style, kind, formula, escape(value).encode())

    return _FORMULA_CELL.sub(filled, content)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", text) is not None
