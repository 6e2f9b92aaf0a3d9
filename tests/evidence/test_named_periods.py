"""Periods are found by the names that headers give them, alone, broken over lines, and crossed with their rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from evidence.dates import YearFrame
from evidence.named_periods import NamedPeriod, named_period
from evidence.reading import Page, Period
from evidence.year_frames import year_frame
from tests.evidence.drawing import HEIGHT, a_table, read_page, text, the_figure

TO_MARCH = YearFrame((4, 1), (3, 31))
HEAT = [("Heat", "MWh", "1,250", "1,310")]
EDGES = (60.0, 200.0, 300.0, 420.0)


def a_period(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period(date(*first), date(*last))


def heat_under(tmp_path: Path, *heads: tuple[str, str], over: str = "", below: str = "") -> Page:
    """A page with one row of heat under two columns whose header has these lines, texts over and below it."""
    first = [
        (EDGES[n + 2] + 3, 111.0 + 11 * at, words)
        for at, line in enumerate(heads)
        for n, words in enumerate(line)
    ]
    row = [
        (EDGES[0], 150.0, "Heat"),
        (EDGES[1], 150.0, "MWh"),
        (EDGES[2] + 3, 150.0, "1,250"),
        (EDGES[3] + 3, 150.0, "1,310"),
    ]
    return read_page(tmp_path, text((60, 80, over), (60, 190, below), *first, *row))


@pytest.mark.parametrize(
    "name", ["FY2022/23", "FY 22/23", "2022/23", "2022-2023", "GJ 2022/23", "Exercice 2022-2023"]
)
def test_a_year_named_by_two_ends_in_the_second(name: str) -> None:
    named = named_period(name)
    assert isinstance(named, NamedPeriod) and named.is_split
    assert named.in_frame(TO_MARCH) == a_period((2022, 4, 1), (2023, 3, 31))
    assert named.in_frame(None) is None


@pytest.mark.parametrize(
    "name", ["FY23", "FY'23", "FY 2023", "2023财年", "Financial year 2023", "FY23 (restated)"]
)
def test_a_fiscal_year_ends_in_the_year_of_its_name(name: str) -> None:
    named = named_period(name)
    assert isinstance(named, NamedPeriod)
    assert named.in_frame(TO_MARCH) == a_period((2022, 4, 1), (2023, 3, 31))
    assert named.in_frame(None) == a_period((2023, 1, 1), (2023, 12, 31))


@pytest.mark.parametrize("name", ["Q1 2023", "1Q23", "Q1 '23", "1Q 2023", "Q1 23"])
def test_a_quarter_is_named_in_few_letters(name: str) -> None:
    named = named_period(name)
    assert isinstance(named, NamedPeriod)
    assert named.in_frame(None) == a_period((2023, 1, 1), (2023, 3, 31))


def test_a_quarter_of_a_fiscal_year_is_counted_from_its_first_month() -> None:
    named = named_period("Q4 FY23")
    assert isinstance(named, NamedPeriod)
    assert named.in_frame(TO_MARCH) == a_period((2023, 1, 1), (2023, 3, 31))


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Oct 22", a_period((2022, 10, 1), (2022, 10, 31))),
        ("déc. 22", a_period((2022, 12, 1), (2022, 12, 31))),
        ("Mär 2023", a_period((2023, 3, 1), (2023, 3, 31))),
        ("Apr 22 – Mar 23", a_period((2022, 4, 1), (2023, 3, 31))),
    ],
)
def test_months_with_two_digits_of_their_year_are_no_days(name: str, period: Period) -> None:
    assert named_period(name) == period


@pytest.mark.parametrize(
    "name", ["2023", "12-13", "S1 22", "Dec 12 – Jan 13", "1.23", "2019/24", "T1", "Scope 2 2023"]
)
def test_other_words_with_digits_name_no_period(name: str) -> None:
    assert named_period(name) is None


@pytest.mark.parametrize(
    "line",
    [
        "Our financial year ends on 31 March.",
        "Financial years ended 31 March",
        "the twelve months to 31 March",
        "The fiscal year runs from April to March.",
        "Fiscal year ends March 31.",
        "Das Geschäftsjahr endet am 31. März.",
        "Exercices clos le 31 mars",
        "本集团财政年度截至3月31日止。",
        "31 March year end",
    ],
)
def test_the_last_day_or_the_months_of_years_are_a_frame(line: str) -> None:
    assert year_frame(line) == TO_MARCH


@pytest.mark.parametrize(
    "line",
    [
        "The calendar year ends on 31 December.",
        "Delivery from May to March",
        "The year ended 31 March 2023",
        "Paid on 31 March",
    ],
)
def test_other_days_and_months_are_no_frame(line: str) -> None:
    assert year_frame(line) is None


@pytest.mark.parametrize(
    "heads",
    [
        [("Year ended", "Year ended"), ("31 March 2023", "31 March 2022")],
        [("12 months to", "12 months to"), ("31 March", "31 March"), ("2023", "2022")],
        [("Apr 2022 –", "Apr 2021 –"), ("Mar 2023", "Mar 2022")],
        [("31 March 2023", "31 March 2022")],
        [("Year to March 2023", "Year to March 2022")],
    ],
)
def test_a_header_is_read_over_its_lines(tmp_path: Path, heads: list[tuple[str, str]]) -> None:
    page = heat_under(tmp_path, *heads)
    assert the_figure(page, "1,250").period == a_period((2022, 4, 1), (2023, 3, 31))
    assert the_figure(page, "1,310").period == a_period((2021, 4, 1), (2022, 3, 31))


def test_meter_readings_a_year_apart_close_no_year(tmp_path: Path) -> None:
    page = heat_under(tmp_path, ("Meter reading", "Meter reading"), ("31 March 2023", "31 March 2022"))
    assert the_figure(page, "1,250").period is None


def test_fiscal_years_take_the_frame_of_the_page(tmp_path: Path) -> None:
    page = heat_under(tmp_path, ("FY23", "FY22"), below="Our financial year ends on 31 March.")
    assert the_figure(page, "1,310").period == a_period((2021, 4, 1), (2022, 3, 31))


def test_a_share_is_of_the_year_of_the_column_to_its_left(tmp_path: Path) -> None:
    table = a_table(100, ("MWh", "2022", "in %", "2023", "in %"), [("Heat", "1,250", "41", "1,310", "43")],
                    at=(60, 200, 270, 340, 410))  # fmt: skip
    page = read_page(tmp_path, table)
    assert the_figure(page, "41").period == a_period((2022, 1, 1), (2022, 12, 31))
    assert the_figure(page, "43").period == a_period((2023, 1, 1), (2023, 12, 31))
    assert the_figure(page, "1,310").unit == "MWh"


def test_a_month_of_a_row_lies_in_the_year_of_its_column(tmp_path: Path) -> None:
    table = a_table(
        100,
        ("kWh", "2022", "2023"),
        [("January", "1,250", "1,310"), ("Mai", "980", "970")],
        at=(60, 200, 300),
    )
    page = read_page(tmp_path, table)
    assert the_figure(page, "1,310").period == a_period((2023, 1, 1), (2023, 1, 31))
    assert the_figure(page, "980").period == a_period((2022, 5, 1), (2022, 5, 31))


def test_a_quarter_of_a_column_lies_in_the_year_of_its_row(tmp_path: Path) -> None:
    table = a_table(100, ("Year", "Q1", "Q2"), [("2022", "1,250 kWh", "1,310 kWh")], at=(60, 200, 300))
    assert the_figure(read_page(tmp_path, table), "1,310").period == a_period((2022, 4, 1), (2022, 6, 30))


def test_years_that_stand_upright_below_bars_are_their_axis(tmp_path: Path) -> None:
    def years(canvas: Canvas) -> None:
        for x, year in ((110, "2021"), (210, "2022"), (310, "2023")):
            canvas.saveState()
            canvas.translate(x, HEIGHT - 340)
            canvas.rotate(90)
            canvas.drawString(0, 0, year)
            canvas.restoreState()

    values = text((60, 90, "Water withdrawal"), (100, 200, "125.4"), (200, 220, "131.7"), (300, 180, "118.2"))
    page = read_page(tmp_path, lambda canvas: (values(canvas), years(canvas))[0])
    assert the_figure(page, "131.7").period == a_period((2022, 1, 1), (2022, 12, 31))
    assert the_figure(page, "131.7").label == "Water withdrawal"


def test_a_sentence_may_name_fiscal_years(tmp_path: Path) -> None:
    lines = text(
        (60, 90, "In FY23, gas use was 1,250 GJ (FY22: 1,310 GJ)."), (60, 150, "Our year-end is 31 March.")
    )
    page = read_page(tmp_path, lines)
    assert the_figure(page, "1,250").period == a_period((2022, 4, 1), (2023, 3, 31))
    assert the_figure(page, "1,310").period == a_period((2021, 4, 1), (2022, 3, 31))


def test_of_two_numbers_respectively_each_has_its_year(tmp_path: Path) -> None:
    page = read_page(
        tmp_path, text((60, 90, "Hazardous waste came to 412 t and 398 t in 2021 and 2022, respectively."))
    )
    assert the_figure(page, "412").period == a_period((2021, 1, 1), (2021, 12, 31))
    assert the_figure(page, "398").period == a_period((2022, 1, 1), (2022, 12, 31))


def test_a_later_sentence_is_about_the_year_that_the_paragraph_named(tmp_path: Path) -> None:
    words = "In 2021 our sites in both regions used 1,250 MWh of power. They drew 1,310 m³ of water."
    assert the_figure(read_page(tmp_path, text((60, 90, words))), "1,310").period == a_period(
        (2021, 1, 1), (2021, 12, 31)
    )


def test_numbers_of_notes_are_no_figures(tmp_path: Path) -> None:
    table = a_table(
        100, ("MWh", "Note", "2022", "2023"), [("Heat", "3.1", "1,250", "1,310")], at=(60, 200, 300, 400)
    )
    assert {figure.raw for figure in read_page(tmp_path, table).figures} & {"3.1", "1,310"} == {"1,310"}


def test_a_decimal_under_a_number_sign_is_a_figure_all_the_same(tmp_path: Path) -> None:
    table = a_table(100, ("Source", "#", "%"), [("Example", "0.2", "0.5")], at=(60, 200, 300))
    assert "0.2" in {figure.raw for figure in read_page(tmp_path, table).figures}


def test_a_rate_of_tax_in_a_sentence_is_hardly_sure(tmp_path: Path) -> None:
    words = "In 2022 our electricity use was 1,250 MWh. The rate of tax is 19 %."
    page = read_page(tmp_path, text((60, 90, words)))
    assert the_figure(page, "19").confidence < the_figure(page, "1,250").confidence


def test_the_unit_may_stand_right_under_a_number(tmp_path: Path) -> None:
    years = text((100, 90, "2021"), (200, 90, "2022"), (100, 104, "1,250"), (200, 104, "1,310"))
    page = read_page(
        tmp_path, text((60, 70, "Power made on site")), years, text((100, 115, "MWh"), (200, 115, "MWh"))
    )
    assert [(f.unit, f.label) for f in page.figures if f.raw == "1,310"] == [("MWh", "Power made on site")]


def test_a_unit_beside_a_number_wins_over_a_sentence_above_it(tmp_path: Path) -> None:
    page = read_page(
        tmp_path,
        text(
            (60, 90, "Our sites used 84.7 GWh of power in all."),
            (60, 130, "Waste"),
            (200, 130, "1,310"),
            (250, 130, "t"),
        ),
    )
    assert the_figure(page, "1,310").unit == "t"


@pytest.mark.parametrize("caption", ["Emissions, MWh", "Emissions per site in 2022, MWh"])
def test_a_caption_may_name_the_unit_behind_a_comma(tmp_path: Path, caption: str) -> None:
    table = a_table(100, ("Source", "2021", "2022"), [("Example", "1,250", "1,310")], at=(60, 200, 300))
    assert the_figure(read_page(tmp_path, text((60, 80, caption)), table), "1,310").unit == "MWh"


def test_a_business_year_is_no_gigajoule(tmp_path: Path) -> None:
    words = text((60, 70, "Das Geschäftsjahr endet am 31. März."))
    table = a_table(
        100, ("MWh", "GJ 2022/23", "GJ 2021/22"), [("Example", "1,250", "1,310")], at=(60, 200, 300)
    )
    figure = the_figure(read_page(tmp_path, words, table), "1,250")
    assert (figure.unit, figure.period) == ("MWh", a_period((2022, 4, 1), (2023, 3, 31)))


def test_a_unit_before_all_numbers_of_a_row_is_that_of_each(tmp_path: Path) -> None:
    table = a_table(
        100, ("", "", "2022", "2023"), [("Heat", "MWh", "1,250", "1,310")], at=(60, 200, 300, 400)
    )
    assert the_figure(read_page(tmp_path, table), "1,310").unit == "MWh"


def test_a_title_over_the_labels_of_the_table_beside_is_not_over_these_columns(tmp_path: Path) -> None:
    titles = text((60, 80, "Fuel use (GJ)"), (330, 80, "Dust (kg)"))
    years = text((180, 93, "2022"), (250, 93, "2021"), (430, 93, "2021"), (500, 93, "2022"))
    row = text(
        (60, 108, "Diesel"),
        (180, 108, "1,250"),
        (250, 108, "1,310"),
        (330, 108, "Mill"),
        (430, 108, "41"),
        (500, 108, "43"),
    )
    page = read_page(tmp_path, titles, years, row)
    assert [the_figure(page, raw).unit for raw in ("1,250", "1,310", "41", "43")] == ["GJ", "GJ", "kg", "kg"]
