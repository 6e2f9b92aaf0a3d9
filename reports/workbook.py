"""Writes workbooks that are the same bytes each time: text stays text, formulas live and carry a value."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks; cells of one look share one style of the workbook."""

    format: str = "General"
    wraps: bool = False
    is_bold: bool = False
    is_head: bool = False
    is_quoted: bool = False

    def put_on(self, cell: Any) -> None:
        cell.number_format = self.format
        cell.alignment = Alignment(
            wrap_text=True if self.wraps else None, vertical="bottom" if self.is_head else "top"
        )
        if self.is_bold:
            cell.font = Font(bold=True)
        if self.is_head:
            cell.border = Border(bottom=Side(style="thin"))
        if self.is_quoted:
            cell.quotePrefix = True


@dataclass
class Book:
    """A workbook under construction; sheets appear in the order in which they are begun."""

    title: str
    _book: Workbook = field(default_factory=Workbook)
    _values: dict[str, dict[str, str]] = field(default_factory=dict)
    _styles: dict[_Look, Any] = field(default_factory=dict)

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
        return Sheet(safe, inner, self._values.setdefault(safe, {}), self._styles)

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
    styles: dict[_Look, Any]
    row: int = 1

    def head(self, titles: Sequence[str]) -> None:
        """Write a head row and freeze what is above the next row if it is the first head."""
        for at, title in enumerate(titles, start=1):
            self._text(self.row, at, title, _Look(wraps=True, is_bold=True, is_head=True))
        self.row += 1
        if self.inner.freeze_panes is None:
            self.inner.freeze_panes = f"A{self.row}"

    def write(self, entries: Sequence[Entry], *, bold: bool = False) -> int:
        """Write one row and return its number."""
        for at, entry in enumerate(entries, start=1):
            self._put(self.row, at, entry, bold)
        self.row += 1
        return self.row - 1

    def skip(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def _put(self, row: int, column: int, entry: Entry, bold: bool) -> None:
        if entry is None:
            return
        if isinstance(entry, str):
            self._text(row, column, entry, _Look(wraps=True, is_bold=bold))
            return
        cell = self.inner.cell(row=row, column=column)
        shown = "General"
        if isinstance(entry, Formula):
            cell.value = f"={entry.text}"
            shown = _SHARE if entry.is_share else _TONNES
            self.values[cell.coordinate] = str(entry.value)
        elif isinstance(entry, Share):
            cell.value, shown = entry.value, _SHARE
        else:
            cell.value = entry
            if isinstance(entry, Decimal):
                shown = _TONNES
            elif isinstance(entry, date):
                shown = "yyyy-mm-dd"
        self._dress(cell, _Look(shown, is_bold=bold))

    def _text(self, row: int, column: int, text: str, look: _Look) -> None:
        clean = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell = self.inner.cell(row=row, column=column, value=clean)
        cell.data_type = "s"  # a text that looks like a formula stays a text
        self._dress(cell, replace(look, is_quoted=clean.startswith(_RISKY)))

    def _dress(self, cell: Any, look: _Look) -> None:
        # openpyxl compares each style set with all the workbook has; a copy of a cell's style needs no comparing.
        style = self.styles.get(look)
        if style is None:
            look.put_on(cell)
            self.styles[look] = cell._style
        else:
            cell._style = copy(style)


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
