"""Formulas of a sheet are looked over: sums too short, numbers typed over a formula, each named with its cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from evidence.readers import read
from evidence.reading import Reading, ReadLimits


def reading_of(path: Path, rows: Sequence[object]) -> Reading:
    """The rows as a spreadsheet program saves them: each formula has a value beside it (a 7)."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Fuel"
    for row in rows:
        assert isinstance(row, list)
        sheet.append(row)
    plain = path / "plain.xlsx"
    book.save(plain)
    with zipfile.ZipFile(plain) as held, zipfile.ZipFile(path / "a.xlsx", "w") as package:
        for name in held.namelist():
            package.writestr(name, re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>7</v>", held.read(name)))
    return read(path / "a.xlsx", ReadLimits(), "xlsx")


def remarks(path: Path, rows: Sequence[object]) -> list[str]:
    return [told for flag in reading_of(path, rows).flags for told in flag.partition(": ")[2].split("; ")]


def test_a_sum_that_stops_before_the_last_number_names_what_it_leaves_out(tmp_path: Path) -> None:
    rows = [["Item", "kg"], ["a", 1], ["b", 2], ["c", 3], ["Sum", "=SUM(B2:B3)"]]
    assert remarks(tmp_path, rows) == ["the sum in B5 adds B2:B3 and leaves out B4"]


def test_a_sum_that_begins_after_the_first_number_names_it(tmp_path: Path) -> None:
    rows = [["Item", "kg"], ["a", 1], ["b", 2], ["c", 3], ["Sum", "=SUM($B$3:$B$4)"]]
    assert remarks(tmp_path, rows) == ["the sum in B5 adds B3:B4 and leaves out B2"]


def test_a_sum_along_a_row_is_looked_over_too(tmp_path: Path) -> None:
    assert remarks(tmp_path, [["Item", "Q1", "Q2", "Q3", "Year"], ["a", 1, 2, 3, "=SUM(B2:C2)"]]) == [
        "the sum in E2 adds B2:C2 and leaves out D2"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Item", "kg"], ["a", 1], ["b", 2], ["Sum", "=SUM(B2:B3)"]],
        [["Item", 2021], ["a", 1], ["b", 2], ["Sum", "=SUM(B2:B3)"]],
        [["a", 1], ["b", 2], ["Sum", "=SUM(B1:B2)"], ["c", 3], ["Sum", "=SUM(B4:B4)"], ["All", "=B3+B5"]],
        [["a", 1], ["b", 2], ["Sum", "=SUM(B1:B2)"], ["c", 3], ["All", "=SUM(B3:B4)"]],
        [["a", 1], ["b", 2], ["Sum", "=SUM(B1:B2)"], [None, None], ["again", "=SUM(B1:B2)"]],
    ],
)
def test_a_whole_sum_is_not_doubted_nor_a_year_over_it_nor_a_subtotal(
    rows: list[object], tmp_path: Path
) -> None:
    assert reading_of(tmp_path, rows).flags == ()


def test_a_number_typed_over_a_formula_is_named_and_its_figure_doubted(tmp_path: Path) -> None:
    rows: list[object] = [["Item", "L", "t"], *([f"car {n}", n, f"=B{n}*0.00231"] for n in range(2, 8))]
    rows[4] = ["car 5", 5, 99.5]
    reading = reading_of(tmp_path, rows)
    assert reading.flags == ("sheet 'Fuel': a number is typed into C5, among formulas of one kind",)
    figure = next(figure for figure in reading.figures if figure.cell == "Fuel!C5")
    assert figure.doubts == ("a number is typed into C5, among formulas of one kind",)
    assert figure.confidence <= Decimal("0.69")


def test_a_typed_number_between_formulas_of_other_kinds_is_not_doubted(tmp_path: Path) -> None:
    rows = [["Item", "t"], ["a", "=A1*2"], ["b", 5], ["c", "=A9/3"]]
    assert reading_of(tmp_path, rows).flags == ()


def test_a_typed_column_is_not_doubted(tmp_path: Path) -> None:
    rows = [
        ["Item", "L", "t"],
        *([f"car {n}", n, n * 2] for n in range(2, 8)),
        ["Sum", "=SUM(B2:B7)", "=SUM(C2:C7)"],
    ]
    assert reading_of(tmp_path, rows).flags == ()
