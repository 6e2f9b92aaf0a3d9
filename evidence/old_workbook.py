"""Looks into the old workbook format (BIFF8, .xls) for what its values do not tell: formulas, hidden rows, columns."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import get_column_letter

from evidence.compound import CompoundDamaged, CompoundFile

# A formula whose text is not taken apart: that it is one is what counts.
SOME_FORMULA = "=…"
_BOF, _EOF, _SHEET, _ROW, _COLUMNS, _FORMULA = 0x809, 0x0A, 0x85, 0x208, 0x7D, 0x06
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_AREA = frozenset({0x25, 0x45, 0x65})
_SUM_FUNCTION, _ATTRIBUTE, _SUMS = b"\x01\x04\x00", 0x19, 0x10
_COLUMN_BITS = 0x3FFF
_MOST_COLUMNS = 256
_LARGEST = 64_000_000


@dataclass(slots=True)
class OldSheet:
    """Formulas by row and column, and hidden rows and columns, all counted from 1."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def old_sheets(path: Path) -> dict[str, OldSheet]:
    """What each sheet of an .xls holds beside its values; nothing where the file is no BIFF8 workbook."""
    if path.stat().st_size > _LARGEST:
        return {}
    try:
        file = CompoundFile(path.read_bytes())
        place = next(
            (file.root.streams[name] for name in ("Workbook", "Book") if name in file.root.streams), None
        )
        stream = file.read(place) if place else b""
        return {name: _sheet(stream, start) for name, start in _places(stream)}
    except (CompoundDamaged, struct.error, ValueError):
        return {}


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook, from its beginning to its end."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        # A chart inside a sheet begins and ends by itself.
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return


def _places(stream: bytes) -> Iterator[tuple[str, int]]:
    """The name of each sheet and where its records begin."""
    for kind, held in _records(stream, 0):
        if kind == _SHEET and len(held) > 8:
            length, is_wide = held[6], held[7] & 1
            raw = held[8 : 8 + length * (2 if is_wide else 1)]
            yield raw.decode("utf-16-le" if is_wide else "latin-1"), struct.unpack_from("<L", held)[0]


def _sheet(stream: bytes, start: int) -> OldSheet:
    sheet = OldSheet()
    for kind, held in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<H", held, 12)[0] & _ROW_HIDDEN:
            sheet.rows.add(struct.unpack_from("<H", held)[0] + 1)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<5H", held)
            if options & _COLUMN_HIDDEN:
                sheet.columns.update(range(first + 1, min(last, _MOST_COLUMNS - 1) + 2))
        elif kind == _FORMULA:
            row, column = struct.unpack_from("<2H", held)
            sheet.formulas[(row + 1, column + 1)] = _text(held[22:])
    return sheet


def _text(tokens: bytes) -> str:
    """A sum over one range in words, any other formula as SOME_FORMULA."""
    if len(tokens) < 12 or tokens[0] not in _AREA:
        return SOME_FORMULA
    top, bottom, left, right = struct.unpack_from("<4H", tokens, 1)
    rest = tokens[9:]
    is_sum = (rest[0] == _ATTRIBUTE and rest[1] & _SUMS) or (
        rest[0] in {0x22, 0x42, 0x62} and rest[1:4] == _SUM_FUNCTION
    )
    if not is_sum or len(rest) > 4:
        return SOME_FORMULA
    first = f"{get_column_letter((left & _COLUMN_BITS) + 1)}{top + 1}"
    return f"=SUM({first}:{get_column_letter((right & _COLUMN_BITS) + 1)}{bottom + 1})"
