"""A number on a published page finds what its table, its sentence, its tile, its chart or an earlier page says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from evidence.confidence import confidence_of, stated_error_rate
from evidence.dates import YearFrame, is_dates_alone
from evidence.named_years import with_whole_years
from evidence.numbers import scan
from evidence.reading import Figure, Period
from evidence.units_printed import unit_in_header
from tests.evidence.drawing import Draw, a_table, read_drawn, read_page, text, the_figure

Y2021, Y2022 = (Period(date(y, 1, 1), date(y, 12, 31)) for y in (2021, 2022))


def raws(figures: tuple[Figure, ...]) -> list[str]:
    return [figure.raw for figure in figures]


def test_a_year_alone_over_rows_is_the_period_of_each(tmp_path: Path) -> None:
    page = read_page(
        tmp_path,
        text(
            (60, 90, "Emissions by region (t CO2e)"),
            (250, 110, "Europe"),
            (350, 110, "Asia"),
            (450, 110, "All"),
        ),
        text(
            (60, 126, "2022"),
            (66, 142, "Scope one"),
            (250, 142, "1,250"),
            (350, 142, "310"),
            (450, 142, "1,560"),
        ),
        text(
            (60, 158, "2021"),
            (66, 174, "Scope one"),
            (250, 174, "1,150"),
            (350, 174, "290"),
            (450, 174, "1,440"),
        ),
    )
    assert [the_figure(page, raw).period for raw in ("1,250", "1,440")] == [Y2022, Y2021]


def test_a_fiscal_year_of_two_digits_takes_the_year_end_that_is_stated(tmp_path: Path) -> None:
    page = read_page(
        tmp_path,
        text((60, 80, "FY22 is the year ended 30 June 2022.")),
        a_table(110, ("Source", "FY22", "FY21"), [("Heat", "1,250", "1,310")], at=(60, 300, 400)),
    )
    assert the_figure(page, "1,310").period == Period(date(2020, 7, 1), date(2021, 6, 30))


def test_a_column_of_changes_has_no_period(tmp_path: Path) -> None:
    head = ("Source", "2021", "2022", "Change 2022/2021")
    page = read_page(
        tmp_path, a_table(110, head, [("Heat", "1,250", "1,310", "4.8%")], at=(60, 250, 330, 410))
    )
    assert the_figure(page, "4.8").period is None
    assert the_figure(page, "1,310").period == Y2022


def test_a_title_of_rows_lends_its_unit_to_them_alone(tmp_path: Path) -> None:
    rows = [("Energy (GJ)", "", ""), ("Gas", "1,250", "1,310"), ("Water (m3)", "", ""), ("Mains", "77", "88")]
    page = read_page(tmp_path, a_table(110, ("", "2022", "2021"), rows, at=(60, 300, 400)))
    assert [the_figure(page, raw).unit for raw in ("1,250", "88")] == ["GJ", "m3"]


def test_a_header_over_several_ruled_columns_lends_its_unit_to_each(tmp_path: Path) -> None:
    def rules(canvas: Canvas) -> None:
        for top in (100, 116, 132, 148):
            canvas.line(60, 842 - top, 480, 842 - top)
        for x in (60, 180, 480):
            canvas.line(x, 842 - 100, x, 842 - 148)
        for x in (280, 380):
            canvas.line(x, 842 - 116, x, 842 - 148)

    words = text(
        (184, 112, "Emission factor, kgCO2e / kWh"), (184, 128, "CO2"), (284, 128, "CH4"), (384, 128, "Total")
    )
    row = text((64, 144, "Grid power"), (184, 144, "0.211"), (284, 144, "0.001"), (384, 144, "0.212"))
    page = read_page(tmp_path, rules, words, row)
    assert [figure.unit for figure in page.figures] == ["kgCO2e / kWh"] * 3


def test_a_table_goes_on_overleaf_under_its_header(tmp_path: Path) -> None:
    first = a_table(740, ("Source", "2022", "2021"), [("Heat (MWh)", "1,250", "1,310")], at=(60, 300, 400))
    second = text((63, 60, "Power (MWh)"), (303, 60, "2,250"), (403, 60, "2,310"))
    reading = read_drawn(tmp_path, first, second)
    assert [figure.period for figure in reading.figures if figure.page == 2] == [Y2022, Y2021]


def test_a_frame_of_years_on_one_page_holds_on_the_next(tmp_path: Path) -> None:
    said = text((60, 80, "Our financial year runs from 1 April to 31 March."))
    table = a_table(110, ("Source", "2021/22", "2022/23"), [("Heat", "1,250", "1,310")], at=(60, 300, 400))
    figures = read_drawn(tmp_path, said, table).figures
    assert figures[-1].period == Period(date(2022, 4, 1), date(2023, 3, 31))


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        (
            "Our direct emissions fell from 41.2 to 38.7 kt CO2e between 2021 and 2022 as planned.",
            [Y2021, Y2022],
        ),
        (
            "In 2022 the group as a whole emitted 41.2 kt CO2e (2021: 43.9 kt CO2e) of these gases.",
            [Y2022, Y2021],
        ),
        (
            "Energy use of the group rose from 444.8 TJ in 2021 to 450.1 TJ in 2022 at all sites.",
            [Y2021, Y2022],
        ),
    ],
)
def test_each_figure_of_a_sentence_has_its_own_year(
    tmp_path: Path, sentence: str, periods: list[Period]
) -> None:
    page = read_page(tmp_path, text((60, 90, sentence)))
    assert [figure.period for figure in page.figures] == periods
    assert all(figure.unit for figure in page.figures)


def test_two_columns_of_text_are_read_apart(tmp_path: Path) -> None:
    left = text(
        (50, 90, "The use of heat in all our offices"), (50, 101, "came to 1,250 GJ over the whole year.")
    )
    right = text(
        (320, 90, "Water for cooling and for cleaning"), (320, 101, "stood at 77 m3 over the whole year.")
    )
    page = read_page(tmp_path, left, right)
    assert "heat" in (the_figure(page, "1,250").label or "")
    assert "Water" in (the_figure(page, "77").label or "")


@pytest.mark.parametrize(
    ("printed", "quantities"),
    [
        ("Inventory (in 1,000 t CO2e)", []),
        ("Supply number (MPAN) 10 1234 5678 345", []),
        ("Scope 1, 2 and 3 are in Table 5", []),
        ("Losses (2), total", []),
        ("published by the office (2007)", ["2007"]),
        ("fell from 41.2 to 38.7 kt", ["41.2", "38.7"]),
        ("51.61p each", ["51.61"]),
    ],
)
def test_what_is_no_quantity_is_told_from_one(printed: str, quantities: list[str]) -> None:
    assert [number.raw for number in scan(printed).numbers] == quantities


def test_the_scale_of_a_chart_is_no_column_of_figures(tmp_path: Path) -> None:
    scale: Draw = text(*((40, 100 + 30 * place, str(500 - 100 * place)) for place in range(5)))
    page = read_page(tmp_path, scale, text((200, 300, "Emissions over the years")))
    assert raws(page.figures) == []
    assert {other.kind for other in page.others} == {"identifier"}


def test_a_number_of_a_heading_is_no_figure(tmp_path: Path) -> None:
    page = read_page(tmp_path, text((60, 90, "3.2 Climate change"), (60, 120, "Heat used: 12.5 MWh")))
    assert raws(page.figures) == ["12.5"]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("THG-Emissionen (in t CO₂-Äq.)", "t CO₂-Äq."),
        ("Intensity, tCO2e/£m", "tCO2e/£m"),
        ("Total kg CO2e per £", "kg CO2e per £"),
        ("Water withdrawal (thousand m3)", "thousand m3"),
        ("Revenue (€ million)", "€ million"),
        ("Unit", None),
    ],
)
def test_a_header_states_a_unit_of_several_parts(header: str, unit: str | None) -> None:
    assert unit_in_header(header) == unit


def test_years_of_two_digits_are_written_out() -> None:
    assert with_whole_years("FY22/23 and FY21") == "FY 2022/23 and FY 2021"
    assert YearFrame.of_code(YearFrame((4, 1), (3, 31)).code) == YearFrame((4, 1), (3, 31))


def test_a_row_named_by_dates_alone_is_known() -> None:
    assert is_dates_alone("01.01.2022 30.06.2022")
    assert not is_dates_alone("Power 01.01.2022")


def test_a_bond_that_was_not_found_makes_a_figure_less_sure_than_one_from_a_caption() -> None:
    beside = confidence_of("beside", "header", True, Decimal(0))
    caption = confidence_of("caption", "header", True, Decimal(0))
    assert beside >= caption > confidence_of("none", "header", True, Decimal(0))


def test_the_rate_of_errors_is_stated_with_what_it_was_counted_on() -> None:
    rate = stated_error_rate("text", witnessed=True)
    assert rate is not None
    assert rate.of > 1_000
    assert 0 < rate.percent < 5
    assert stated_error_rate("text", witnessed=False) is None
    assert stated_error_rate("manual", witnessed=False) is None
