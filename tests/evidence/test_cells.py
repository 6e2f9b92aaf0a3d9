"""Workbooks, CSV files and Word documents: cells with their address, formula and whether they are hidden."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from evidence.grid import HIDDEN_CELL
from evidence.readers import read
from evidence.reading import Figure, Period, Reading, ReadLimits
from evidence.spreadsheet import exact


def a_workbook(path: Path, rows: Sequence[Sequence[object]], title: str = "Fuel 2021") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def at(reading: Reading, cell: str) -> Figure:
    return next(figure for figure in reading.figures if figure.cell == cell)


def test_a_number_in_a_sheet_has_its_address_label_header_and_unit(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["Vehicle", "Petrol (L)"], ["Car 1", 812.5], ["Car 2", 1_040]])
    figure = at(read(path, ReadLimits(), "xlsx"), "Fuel 2021!B3")
    assert (figure.value, figure.unit, figure.label, figure.column) == (
        Decimal(1040),
        "L",
        "Car 2",
        "Petrol (L)",
    )
    assert (figure.method, figure.formula, figure.page) == ("cell", None, 1)


def test_a_binary_number_is_read_as_the_sheet_shows_it() -> None:
    assert exact(0.1 + 0.2) == Decimal("0.3")
    assert exact(1_204_310.0) == Decimal(1204310)


def test_a_row_with_two_days_is_a_period_and_days_are_no_figures(tmp_path: Path) -> None:
    rows = [["From", "To", "Steam (GJ)"], [date(2021, 1, 1), date(2021, 1, 31), 816]]
    reading = read(a_workbook(tmp_path / "a.xlsx", rows), ReadLimits(), "xlsx")
    assert [figure.period for figure in reading.figures] == [Period(date(2021, 1, 1), date(2021, 1, 31))]
    assert reading.dates == (date(2021, 1, 1), date(2021, 1, 31))


def test_the_unit_column_of_a_row_gives_the_unit(tmp_path: Path) -> None:
    rows = [["Item", "Unit", "Quantity"], ["Diesel", "L", 18_600], ["LPG", "kg", 17_500]]
    reading = read(a_workbook(tmp_path / "a.xlsx", rows), ReadLimits(), "xlsx")
    assert [figure.unit for figure in reading.figures] == ["L", "kg"]


INVENTORY = [
    ["Reporting period", "2021-01-01 to 2021-12-31"],
    [
        "Source", "ISO category", "Scope", "Quantity", "Unit", "Conversion", "Conversion unit", "Factor",
        "Factor unit", "GWP",
    ],
    ["Ovens", 1, "S1", 96_000, "Nm3", None, None, 2.1622, "kg CO2/Nm3", 1],
    ["Gensets", 1, "S1", 6_300, "L", 0.84, "kg/L", 3.0959, "kg CO2/kg", 27.9],
    ["Top-up", 1, "S1", 23, "kg", None, None, 1, "kg R-410A/kg", 2255.5],
]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "units"),
    [
        ("B", [None, None, None]),
        ("D", ["Nm3", "L", "kg"]),
        ("F", ["kg/L"]),
        ("H", ["kg CO2/Nm3", "kg CO2/kg", "kg R-410A/kg"]),
        ("J", [None, None, None]),
    ],
)
def test_a_unit_column_is_for_the_column_that_it_names(
    column: str, units: list[str | None], tmp_path: Path
) -> None:
    reading = read(a_workbook(tmp_path / "a.xlsx", INVENTORY), ReadLimits(), "xlsx")
    assert [figure.unit for figure in reading.figures if f"!{column}" in (figure.cell or "")] == units


def test_a_scope_is_no_half_of_the_year(tmp_path: Path) -> None:
    reading = read(a_workbook(tmp_path / "a.xlsx", INVENTORY), ReadLimits(), "xlsx")
    year = Period(date(2021, 1, 1), date(2021, 12, 31))
    assert {figure.period for figure in reading.figures} == {year}


FACTORS = [
    ["Example", None, None, 40],
    ["The sums of the example are in litres"],
    [],
    ["Activity", "Fuel", "Unit", "kg CO2e", "kg CO2e of CH4 per unit"],
    ["Gases", "Butane", "tonnes", 3033.38, 2.52],
    [None, None, "kWh (Net CV)", 0.24106, 0.0002],
    [None, "LPG", "tonnes", 2939.36, 2.55],
    [None, None, "litres", 1.55713, 0.00136],
    [None, None, "kWh (Net CV)", 0.23031, 0.0002],
]


def test_each_factor_of_a_list_has_the_header_of_its_own_table_and_both_merged_names(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", FACTORS)
    book = openpyxl.load_workbook(path)
    for area in ("A5:A9", "B5:B6", "B7:B9"):
        book["Fuel 2021"].merge_cells(area)
    book.save(path)
    reading = read(path, ReadLimits(), "xlsx")
    found = [at(reading, f"Fuel 2021!{cell}") for cell in ("D6", "D8", "D9", "E9")]
    assert [(figure.unit, figure.label, figure.column) for figure in found] == [
        ("kg CO2e", "Gases Butane kWh (Net CV)", "kg CO2e"),
        ("kg CO2e", "Gases LPG", "kg CO2e"),
        ("kg CO2e", "Gases LPG kWh (Net CV)", "kg CO2e"),
        ("kg CO2e", "Gases LPG kWh (Net CV)", "kg CO2e of CH4 per unit"),
    ]


def saved(path: Path, formula: str, value: str) -> Path:
    """The workbook as a spreadsheet program saves it: with the formula's value beside the formula."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    empty = rf"<f>{re.escape(formula)}</f><v ?/>|<f>{re.escape(formula)}</f><v></v>".encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, re.sub(empty, f"<f>{formula}</f><v>{value}</v>".encode(), part))
    return path


def test_formulas_are_told_from_typed_numbers(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["Item", "kg"], ["A", 2], ["Sum", "=B2*2"]])
    formulas = {
        figure.cell: figure.formula for figure in read(saved(path, "B2*2", "4"), ReadLimits(), "xlsx").figures
    }
    assert formulas == {"Fuel 2021!B2": None, "Fuel 2021!B3": "=B2*2"}


def test_a_formula_without_a_saved_value_is_told_and_not_dropped_silently(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["Item", "kg"], ["A", 2], ["Sum", "=B2*2"]])
    assert "1 formulas without a saved value" in read(path, ReadLimits(), "xlsx").flags[0]


def test_hidden_rows_columns_and_sheets_are_flagged_and_their_figures_marked(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["Item", "kg", "old kg"], ["A", 2, 3], ["B", 4, 5]])
    book = openpyxl.load_workbook(path)
    sheet = book["Fuel 2021"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Secret").append(["x", 1])
    book["Secret"].sheet_state = "hidden"
    book.save(path)
    reading = read(path, ReadLimits(), "xlsx")
    hidden = {figure.cell for figure in reading.figures if figure.invisible}
    assert hidden == {"Fuel 2021!B3", "Fuel 2021!C2", "Fuel 2021!C3", "Secret!B1"}
    assert HIDDEN_CELL in at(reading, "Secret!B1").doubts
    assert len(reading.flags) == 3


def test_a_merged_area_names_each_of_its_rows(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx",
        [["Size", "Fuel", "kg CO2e"], ["Small car", "Petrol", 1.5], [None, "Diesel", 1.2]],
    )
    book = openpyxl.load_workbook(path)
    book["Fuel 2021"].merge_cells("A2:A3")
    book.save(path)
    assert at(read(path, ReadLimits(), "xlsx"), "Fuel 2021!C3").label == "Small car Diesel"


def test_too_many_cells_are_refused_with_the_limit(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["a", 1]] * 10)
    reading = read(path, ReadLimits(cells=10), "xlsx")
    assert reading.status == "refused"
    assert "10 cells" in (reading.reason or "")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "docx", "image", "pdf"])
def test_a_file_that_is_not_what_it_says_ends_in_an_error_with_a_sentence(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"this is none of them")
    reading = read(path, ReadLimits(), kind)  # type: ignore[arg-type]
    assert reading.status == "error"
    assert (reading.reason or "").endswith(".")


def test_a_csv_file_is_read_by_its_own_separators(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Monat;Verbrauch (kWh)\nJanuar 2021;1.234,5\nFebruar 2021;987,25\n", encoding="utf-8")
    figures = read(path, ReadLimits(), "csv").figures
    assert [(f.value, f.unit) for f in figures] == [(Decimal("1234.5"), "kWh"), (Decimal("987.25"), "kWh")]
    assert figures[0].period == Period(date(2021, 1, 1), date(2021, 1, 31))


def test_a_word_document_gives_figures_of_tables_and_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Reporting period: 2021-01-01 to 2021-12-31")
    document.add_paragraph("Attendance in total: 1,020,000 person-days")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Month", "Days", "June", "85,000"], strict=True
    ):
        cell.text = words
    path = tmp_path / "a.docx"
    document.save(str(path))
    reading = read(path, ReadLimits(), "docx")
    assert at(reading, "Paragraph 2").value == Decimal(1020000)
    assert at(reading, "Paragraph 2").period == Period(date(2021, 1, 1), date(2021, 12, 31))
    assert at(reading, "Table 1!R2C2").period == Period(date(2021, 6, 1), date(2021, 6, 30))


def test_a_text_file_is_read_line_by_line_in_chinese_too(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("用电量：1234.5 千瓦时\n".encode("gb18030"))
    figure = read(path, ReadLimits(), "text").figures[0]
    assert (figure.value, figure.unit, figure.label, figure.cell) == (
        Decimal("1234.5"),
        "千瓦时",
        "用电量",
        "Line 1",
    )


def a_far_workbook(path: Path, places: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Fuel 2021"
    for place, value in places.items():
        sheet[place] = value
    book.save(path)
    return path


def test_a_cell_at_the_far_corner_is_read_with_the_occupied_ones_alone(tmp_path: Path) -> None:
    near = {"A1": "Vehicle", "B1": "Petrol (L)", "A2": "Car 1", "B2": 812.5}
    path = a_far_workbook(tmp_path / "far.xlsx", {**near, "XFD1048576": 7})
    reading = read(path, ReadLimits(), "xlsx")
    assert reading.status == "ok"
    figure = at(reading, "Fuel 2021!B2")
    assert (figure.value, figure.unit, figure.label) == (Decimal("812.5"), "L", "Car 1")
    assert at(reading, "Fuel 2021!XFD1048576").value == 7
    assert any("far apart" in flag for flag in reading.flags)


def test_a_lone_cell_at_the_far_corner_is_read(tmp_path: Path) -> None:
    path = a_far_workbook(tmp_path / "far.xlsx", {"XFD1048576": 7})
    assert at(read(path, ReadLimits(), "xlsx"), "Fuel 2021!XFD1048576").value == 7


def test_a_sheet_whose_cells_stand_everywhere_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = a_far_workbook(
        tmp_path / "far.xlsx", {f"{c}{r}": r for c, r in zip("ABCDE", (1, 9, 99, 999, 9_999), strict=True)}
    )
    refused = read(path, ReadLimits(cells=20), "xlsx")
    assert refused.status == "refused"
    assert "stand too far apart" in str(refused.reason)


def test_a_sheet_within_the_limit_keeps_its_empty_rows(tmp_path: Path) -> None:
    path = a_far_workbook(
        tmp_path / "near.xlsx", {"A1": "Vehicle", "B1": "Petrol (L)", "A40": "Car 1", "B40": 5}
    )
    reading = read(path, ReadLimits(), "xlsx")
    assert at(reading, "Fuel 2021!B40").value == 5
    assert reading.pages[0].height == 40


def repacked(path: Path, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).replace(old, new) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def test_a_merged_area_of_all_cells_and_thousands_of_small_ones_keep_nobody_waiting(tmp_path: Path) -> None:
    areas = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (row, row) for row in range(3, 2_000))
    for name, merged in (("one", b'<mergeCell ref="A1:XFD1048576"/>'), ("many", areas)):
        path = a_workbook(tmp_path / f"{name}.xlsx", [["Diesel (L)"], [5]])
        repacked(path, b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>")
        (figure,) = read(path, ReadLimits(), "xlsx").figures
        assert (figure.value, figure.unit) == (Decimal(5), "L")


def test_a_workbook_in_the_strict_form_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", [["Diesel (L)"], [5]])
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        repacked(path, old, new)
    assert [figure.value for figure in read(path, ReadLimits(), "xlsx").figures] == [Decimal(5)]


def test_a_word_document_of_as_many_characters_as_allowed_is_read_and_one_more_is_refused(
    tmp_path: Path,
) -> None:
    document = docx.Document()
    document.add_paragraph("Diesel: 12 L")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx", ReadLimits(characters=10), "docx").status == "ok"
    refused = read(tmp_path / "a.docx", ReadLimits(characters=9), "docx")
    assert (refused.status, "9 characters" in (refused.reason or "")) == ("refused", True)
