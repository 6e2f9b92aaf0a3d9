"""Reads a workbook's sheet by its occupied cells alone, where a cell far away would make it enormous.

A stray cell at XFD1048576 makes a sheet of seventeen thousand million places; what is read is what is there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.xml.functions import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=['\"]([A-Z]{1,3})([0-9]{1,7})['\"]")
# openpyxl hands out the empty places before a row's last cell too; more of them than this are not walked.
_PLACES = 20_000_000


class TooSpread(Exception):
    """The occupied cells stand in so many rows and columns that they make no table that can be shown."""


class TooMany(Exception):
    """More cells are occupied than are read."""


@dataclass(frozen=True)
class Occupied:
    """The rows and columns that hold something, counted from 1, and the values where they cross."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: list[list[Any]]


def sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet with the part of the package that holds it."""
    targets = {
        one.get("Id"): str(one.get("Target"))
        for one in fromstring(package.read("xl/_rels/workbook.xml.rels")).iter(f"{_PACKAGE}Relationship")
    }
    held = set(package.namelist())
    for sheet in fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_REL}id"), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in held:
            yield str(sheet.get("name")), part


def places_of(path: Path) -> dict[str, int]:
    """How many places each sheet spans from A1 to its farthest cell; nothing where the package is unusual."""
    try:
        with zipfile.ZipFile(path) as package:
            return {name: _span(package.read(part)) for name, part in sheet_parts(package)}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ParseError):
        return {}


def _span(raw: bytes) -> int:
    last_row, letters = 0, b"A"
    for found in _CELL.finditer(raw):
        column = found[1]
        if (len(column), column) > (len(letters), letters):
            letters = column
        last_row = max(last_row, int(found[2]))
    return last_row * column_index_from_string(letters.decode())


def occupied_cells(path: Path, name: str, most: int) -> Occupied:
    """The values of a sheet without its empty rows and columns; TooMany of them, TooSpread to be a table."""
    found: dict[tuple[int, int], Any] = {}
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    try:
        walked = 0
        sheet = book[name]
        # The size that the file claims would fill every row with empty places up to its last column.
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            walked += len(row)
            for cell in row:
                if cell.value is not None and cell.value != "":
                    found[int(cell.row or 0), int(cell.column or 0)] = cell.value
            if len(found) > most:
                raise TooMany
            if walked > _PLACES:
                raise TooSpread
    finally:
        book.close()
    rows, columns = (tuple(sorted({place[side] for place in found})) for side in (0, 1))
    if len(rows) * len(columns) > most:
        raise TooSpread
    return Occupied(rows, columns, [[found.get((r, c)) for c in columns] for r in rows])
