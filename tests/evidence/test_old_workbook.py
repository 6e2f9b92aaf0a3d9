"""An old workbook tells its formulas and hidden rows and columns too, though its values alone do not."""

from __future__ import annotations

import struct
from pathlib import Path

from evidence.grid import HIDDEN_CELL
from evidence.old_workbook import SOME_FORMULA, old_sheets
from evidence.readers import read
from evidence.reading import Figure, Reading, ReadLimits
from tests.evidence.mailing import Folder, a_compound_file

BOF, EOF = 0x809, 0x0A
GLOBALS, SHEET = 0x0005, 0x0010


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def begin(kind: int) -> bytes:
    return record(BOF, struct.pack("<4H2L", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def a_number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, 0, value))


def a_formula(row: int, column: int, value: float, tokens: bytes) -> bytes:
    head = struct.pack("<3HdHL", row, column, 0, value, 0, 0)
    return record(0x06, head + struct.pack("<H", len(tokens)) + tokens)


def a_sum(row: int, column: int, value: float, rows: tuple[int, int]) -> bytes:
    area = struct.pack("<B4H", 0x25, *rows, column | 0xC000, column | 0xC000)
    return a_formula(row, column, value, area + b"\x19\x10\x00\x00")


def a_label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<4HB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def a_row(row: int, *, hidden: bool) -> bytes:
    return record(0x208, struct.pack("<8H", row, 0, 9, 255, 0, 0, 0x120 if hidden else 0x100, 15))


def an_xls(path: Path, *cells: bytes) -> Path:
    """A workbook of one sheet with these records."""
    name = b"Fuel"
    entry = 4 + 8 + len(name)
    start = len(begin(GLOBALS)) + entry + 4
    bound = record(0x85, struct.pack("<LHBB", start, 0, len(name), 0) + name)
    stream = begin(GLOBALS) + bound + record(EOF)
    dimensions = record(0x200, struct.pack("<2L3H", 0, 20, 0, 9, 0))
    stream += begin(SHEET) + dimensions + b"".join(cells) + record(EOF)
    path.write_bytes(a_compound_file(Folder({"Workbook": stream.ljust(4096, b"\0")})))
    return path


def at(reading: Reading, cell: str) -> Figure:
    return next(figure for figure in reading.figures if figure.cell == cell)


def test_formulas_of_an_old_workbook_are_told_from_typed_numbers(tmp_path: Path) -> None:
    other = b"\x1e\x02\x00\x1e\x03\x00\x05"
    path = an_xls(tmp_path / "a.xls", a_number(0, 0, 5), a_formula(1, 0, 6, other), a_sum(2, 0, 11, (0, 1)))
    reading = read(path, ReadLimits(), "xls")
    formulas = [at(reading, f"Fuel!A{row}").formula for row in (1, 2, 3)]
    assert formulas == [None, SOME_FORMULA, "=SUM(A1:A2)"]


def test_a_short_sum_of_an_old_workbook_is_named(tmp_path: Path) -> None:
    numbers = [a_number(row, 1, row + 0.5) for row in range(3)]
    reading = read(an_xls(tmp_path / "a.xls", *numbers, a_sum(3, 1, 2, (0, 1))), ReadLimits(), "xls")
    assert reading.flags == ("sheet 'Fuel': the sum in B4 adds B1:B2 and leaves out B3",)


def test_hidden_rows_and_columns_of_an_old_workbook_are_flagged_and_their_figures_marked(
    tmp_path: Path,
) -> None:
    hidden_column = record(0x7D, struct.pack("<6H", 2, 2, 2560, 15, 1, 0))
    path = an_xls(
        tmp_path / "a.xls", hidden_column, a_row(0, hidden=False), a_row(1, hidden=True),
        a_number(0, 0, 5), a_number(1, 0, 6), a_number(0, 2, 7),
    )  # fmt: skip
    reading = read(path, ReadLimits(), "xls")
    assert reading.flags == ("sheet 'Fuel' has hidden rows: 2", "sheet 'Fuel' has hidden columns: C")
    assert [HIDDEN_CELL in at(reading, f"Fuel!{cell}").doubts for cell in ("A1", "A2", "C1")] == [
        False,
        True,
        True,
    ]


def test_a_damaged_old_workbook_tells_nothing(tmp_path: Path) -> None:
    path = an_xls(tmp_path / "a.xls", a_number(0, 0, 5))
    path.write_bytes(path.read_bytes()[:700])
    assert old_sheets(path) == {}
