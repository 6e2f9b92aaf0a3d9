"""A region that a person drew is read as a table, its grid is mended, and its cells become figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.child import ReaderProcess, Region, RegionReading, RegionRefused
from evidence.limits import Limits
from evidence.ocr_here import is_here
from evidence.reading import Box, Kind, Period
from evidence.region import RegionWord, from_bytes, to_bytes
from evidence.table_figures import cells_of, figures_in
from evidence.table_grid import (
    Column,
    GridError,
    Lines,
    Row,
    Said,
    TableGrid,
    as_plain,
    from_plain,
    with_lines,
    with_said,
)
from evidence.table_layouts import find_table, learn_table
from evidence.table_lines import propose_grid, propose_rows
from tests.evidence.drawing import a_pdf, a_table, read_drawn, text, together
from tests.evidence.scanning import draw_bill, scanned, turned

BOX = Box(55, 115, 430, 205)
COLUMNS = (60, 220, 330)
ROWS = (
    ("Electricity", "742,000", "801,500"),
    ("Natural gas,", "", ""),
    ("town network", "12,300", "11,000"),
    ("Total", "754,300", "812,500"),
)
LIMITS = {"most_rows": 200, "most_columns": 60}


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


@pytest.fixture(scope="module")
def table(reader: ReaderProcess, tmp_path_factory: pytest.TempPathFactory) -> RegionReading:
    drawn = a_table(120, ["Source", "2021 (kWh)", "2022 (kWh)"], ROWS, at=COLUMNS)
    path = a_pdf(tmp_path_factory.mktemp("drawn") / "a.pdf", together(text((60, 80, "Energy report")), drawn))
    return read(reader, path, "pdf", BOX)


def read(reader: ReaderProcess, path: Path, kind: Kind, box: Box, page: int = 1) -> RegionReading:
    return reader.read_region(path, Limits(), kind, Region(page, box))


def texts(grid: TableGrid, reading: RegionReading) -> list[list[str]]:
    return [[cell.text for cell in row] for row in cells_of(grid, reading)]


def words(*placed: tuple[str, float, float], **fields: object) -> RegionReading:
    """A reading of words, each 20 wide and 10 high, in a box of 400 by 200."""
    found = tuple(RegionWord(said, Box(x, y, x + 20, y + 10), is_seen=True) for said, x, y in placed)
    return replace(RegionReading(1, Box(0, 0, 400, 200), "text", 0.0, found), **fields)  # type: ignore[arg-type]


def unchanged(grid: TableGrid) -> tuple[Lines, Lines]:
    return Lines([row.bottom for row in grid.rows[:-1]]), Lines([c.right for c in grid.columns[:-1]])


def test_rows_columns_headers_and_labels_are_proposed_by_the_print(table: RegionReading) -> None:
    grid = propose_grid(table)
    assert texts(grid, table)[1] == ["Electricity", "742,000", "801,500"]
    assert [row.is_header for row in grid.rows] == [True, False, False, False, False]
    assert [column.is_label for column in grid.columns] == [True, False, False]


def test_a_number_of_the_grid_has_value_unit_period_label_box_and_a_second_witness(
    table: RegionReading,
) -> None:
    first = figures_in(propose_grid(table), table)[0].figure
    assert (first.value, first.unit, first.label) == (Decimal(742000), "kWh", "Electricity")
    assert first.period == Period(date(2021, 1, 1), date(2021, 12, 31))
    assert first.witnessed
    assert first.confidence >= Decimal("0.9")
    assert first.box is not None
    assert 222 < first.box.x0 < 224
    assert 139 < first.box.top < 141


def test_a_label_on_two_lines_is_put_together(table: RegionReading) -> None:
    labels = [one.figure.label for one in figures_in(propose_grid(table), table)]
    assert "Natural gas, town network" in labels


def test_the_title_above_the_box_is_no_part_of_the_table(table: RegionReading) -> None:
    assert "report" not in " ".join(word.text for word in table.words)


def test_printed_rules_part_rows_of_several_lines(reader: ReaderProcess, tmp_path: Path) -> None:
    drawn = a_table(
        120, ["Source", "kWh"], [["Electricity", "742,000"], ["Gas", "12,300"]], at=(60, 220), ruled=True
    )
    path = a_pdf(tmp_path / "ruled.pdf", drawn)
    grid = propose_grid(read(reader, path, "pdf", Box(58, 118, 312, 170)))
    assert [round(column.right) for column in grid.columns] == [162, 254]
    assert len(grid.rows) == 3


def test_what_a_person_does_not_see_is_left_out_and_said(reader: ReaderProcess, tmp_path: Path) -> None:
    def hidden(canvas: object) -> None:
        canvas.setFillGray(1)  # type: ignore[attr-defined]
        canvas.drawString(230, 700, "999,999")  # type: ignore[attr-defined]

    path = a_pdf(tmp_path / "hidden.pdf", together(text((60, 142, "Electricity")), hidden))
    found = read(reader, path, "pdf", BOX)
    assert "999,999" not in {word.text for word in found.words}
    assert "would not see" in found.flags[0]


def test_a_page_that_is_not_there_is_refused_in_a_sentence(reader: ReaderProcess, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "one.pdf", text((60, 142, "one")))
    with pytest.raises(RegionRefused, match="no page 7"):
        read(reader, path, "pdf", BOX, page=7)


def test_a_damaged_file_is_refused_in_a_sentence(reader: ReaderProcess, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(RegionRefused, match="damaged"):
        read(reader, path, "pdf", BOX)


@pytest.mark.skipif(not is_here(), reason="no OCR here")
@pytest.mark.parametrize("quarters", [0, 1])
def test_a_tilted_scan_and_one_on_its_side_are_read_by_ocr_in_the_box(
    reader: ReaderProcess, tmp_path: Path, quarters: int
) -> None:
    sheet = turned(scanned(draw_bill("en", 3), 1, degrees=1.2), quarters)
    sheet.image.save(tmp_path / "scan.png")
    wide, tall = sheet.image.size
    box = Box(100, 360, wide - 80, tall * 0.75) if quarters == 0 else Box(400, 50, wide - 330, tall - 100)
    found = read(reader, tmp_path / "scan.png", "image", box)
    assert abs(found.angle - 90 * quarters) > 0.3, "the scan is askew"
    grid = propose_grid(found)
    printed = {number.text for number in sheet.numbers}
    raws = [one.figure.raw for one in figures_in(grid, found)]
    assert found.method == "ocr"
    assert len(raws) == len(set(raws)) >= 40
    assert set(raws) <= printed


def test_a_reading_survives_its_way_and_nonsense_is_refused(table: RegionReading) -> None:
    assert from_bytes(to_bytes(table)) == table
    with pytest.raises(ValueError, match="place"):
        from_bytes(to_bytes(table).replace(b'"angle":0.0', b'"angle":Infinity'))


def test_a_moved_line_takes_a_word_over_to_the_next_column(table: RegionReading) -> None:
    grid = propose_grid(table)
    rows, columns = unchanged(grid)
    moved = with_lines(grid, rows, Lines([columns.moved[0], 330.0]), **LIMITS)
    assert texts(moved, table)[1] == ["Electricity", "742,000 801,500", ""]


def test_a_row_cut_in_two_stays_what_it_was_and_one_taken_out_joins_the_row_below(
    table: RegionReading,
) -> None:
    grid = propose_grid(table)
    rows, columns = unchanged(grid)
    cut = with_lines(grid, Lines(rows.moved, added=[10.0]), columns, **LIMITS)
    assert [row.is_header for row in cut.rows[:3]] == [True, True, False]
    fewer = with_lines(grid, Lines(rows.moved, dropped=[1]), columns, **LIMITS)
    assert texts(fewer, table)[1][0] == "Electricity Natural gas,"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (Lines([40.0, 20.0, 60.0, 70.0]), "wrong order"),
        (Lines([20.0, 40.0, 60.0, 900.0]), "outside"),
        (Lines([20.0, 40.0]), "wrong order"),
        (Lines([21.4, 37.4, 53.4, 69.4], added=[-5.0]), "outside"),
        (Lines([21.4, 37.4, 53.4, 69.4], added=[float(n) for n in range(10_000)]), "at most 200 rows"),
    ],
)
def test_lines_that_make_no_grid_are_refused_in_a_sentence(
    table: RegionReading, lines: Lines, sentence: str
) -> None:
    grid = propose_grid(table)
    with pytest.raises(GridError, match=sentence):
        with_lines(grid, lines, unchanged(grid)[1], **LIMITS)


def said(grid: TableGrid, **changes: object) -> TableGrid:
    usual: dict[str, object] = {
        "headers": [n for n, row in enumerate(grid.rows) if row.is_header],
        "joined": [n for n, row in enumerate(grid.rows) if row.is_joined],
        "labels": [n for n, column in enumerate(grid.columns) if column.is_label],
        "units": {}, "periods": {}, "unit": None, "decimals": None,
    }  # fmt: skip
    return with_said(grid, Said(**{**usual, **changes}))  # type: ignore[arg-type]


def test_what_a_person_says_of_a_column_wins_over_its_header(table: RegionReading) -> None:
    half = Period(date(2021, 7, 1), date(2021, 12, 31))
    grid = said(propose_grid(table), units={1: "MWh"}, periods={1: half})
    first, second = (one.figure for one in figures_in(grid, table)[:2])
    assert (first.unit, first.period) == ("MWh", half)
    assert (second.unit, second.period) == ("kWh", Period(date(2022, 1, 1), date(2022, 12, 31)))


def test_the_unit_of_the_table_holds_only_where_none_is_printed() -> None:
    reading = words(("Gas", 0, 20), ("12.5", 100, 20), ("%", 122, 20), ("Oil", 0, 40), ("3.5", 100, 40))
    figures = figures_in(said(propose_grid(reading), unit="t"), reading)
    assert [one.figure.unit for one in figures] == ["%", "t"]


@pytest.mark.parametrize(("decimals", "value"), [("dot", "1.234"), ("comma", "1234")])
def test_the_sign_that_a_person_names_decides_what_a_print_means(decimals: str, value: str) -> None:
    reading = words(("Gas", 0, 20), ("1.234", 100, 20))
    (one,) = figures_in(said(propose_grid(reading), decimals=decimals), reading)
    assert one.figure.value == Decimal(value)


def test_a_number_that_the_named_sign_cannot_read_is_doubted() -> None:
    reading = words(("Gas", 0, 20), ("1.234.567", 100, 20))
    (one,) = figures_in(said(propose_grid(reading), decimals="dot"), reading)
    assert one.figure.value == 1234567
    assert any("two ways" in doubt for doubt in one.figure.doubts)


def test_two_numbers_in_a_cell_are_doubted_and_a_header_is_no_figure() -> None:
    reading = words(("Gas", 0, 20), ("12.5", 100, 20), ("a", 150, 20), ("14.5", 180, 20))
    grid = said(propose_grid(reading), labels=[0])
    rows, columns = unchanged(grid)
    one_column = with_lines(grid, rows, Lines(columns.moved, dropped=range(1, 9)), **LIMITS)
    figures = figures_in(one_column, reading)
    assert [str(one.figure.value) for one in figures] == ["12.5", "14.5"]
    assert all(any("draw a line" in doubt for doubt in one.figure.doubts) for one in figures)
    assert figures_in(said(one_column, headers=[0]), reading) == ()


def test_an_empty_label_takes_the_words_of_the_group_above() -> None:
    reading = words(
        ("Plant", 0, 20), ("gas", 60, 20), ("12.5", 120, 20), ("oil", 60, 40), ("3.5", 120, 40),
    )  # fmt: skip
    labels = [one.figure.label for one in figures_in(said(propose_grid(reading), labels=[0, 1]), reading)]
    assert labels == ["Plant gas", "Plant oil"]


def test_a_grid_is_kept_and_comes_back_as_it_was(table: RegionReading) -> None:
    grid = said(
        propose_grid(table), periods={1: Period(date(2021, 1, 1), None)}, unit="kWh", decimals="comma"
    )
    assert from_plain(as_plain(grid)) == grid


def test_a_table_is_found_on_the_next_bill_of_its_layout_further_down_and_its_columns_fit(
    reader: ReaderProcess, tmp_path: Path, table: RegionReading
) -> None:
    names = text((60, 80, "Energy report"), (60, 700, "Signed by the keeper of the meters"))
    head = ["Source", "2021 (kWh)", "2022 (kWh)"]
    first = read_drawn(tmp_path, together(names, a_table(120, head, ROWS, at=COLUMNS)))
    layout = learn_table(first.pages[0], BOX)
    assert layout is not None
    rows = [("Electricity", "7,000", "8,000"), *ROWS[1:3], ("Total", "9,000", "9,500")]
    other = text((60, 300, "A letter about something else"), (60, 330, "with other words and no table"))
    later = read_drawn(tmp_path, other, together(names, a_table(150, head, rows, at=COLUMNS)))
    (found,) = find_table(layout, later)
    assert found.page == 2
    assert abs(found.box.top - 145) < 1
    again = read(reader, tmp_path / "drawn.pdf", "pdf", found.box, page=2)
    grid = propose_rows(again, said(propose_grid(table), unit="kWh"))
    assert texts(grid, again)[1] == ["Electricity", "7,000", "8,000"]
    assert grid.unit == "kWh"


def test_a_table_of_the_most_rows_is_taken_and_one_more_is_not() -> None:
    grid = TableGrid((Row(400.0),), (Column(100.0),))
    most = [float(2 * n) for n in range(1, 200)]
    assert len(with_lines(grid, Lines((), added=most), Lines(()), **LIMITS).rows) == 200
    with pytest.raises(GridError, match="at most 200 rows"):
        with_lines(grid, Lines((), added=[*most, 399.0]), Lines(()), **LIMITS)
