"""A number finds the period that its column, its row, its sentence, the title or a statement names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.dates import dates_in, part_of_year
from evidence.periods import header_period, row_period, stated_for, statements_in
from evidence.reading import Period
from evidence.year_frames import year_frame
from tests.evidence.drawing import a_table, read_page, text, the_figure

HEAT = [("Heat", "MWh", "1,250", "1,310")]


def a_period(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period(date(*first), date(*last))


@pytest.mark.parametrize(
    ("heads", "period"),
    [
        (("January", "February"), a_period((2019, 2, 1), (2019, 2, 28))),
        (("janv.", "févr."), a_period((2019, 2, 1), (2019, 2, 28))),
        (("Q1", "Q2"), a_period((2019, 4, 1), (2019, 6, 30))),
        (("1. Halbjahr", "2. Halbjahr"), a_period((2019, 7, 1), (2019, 12, 31))),
    ],
)
def test_a_part_of_the_year_over_a_column_takes_the_year_of_the_title(
    tmp_path: Path, heads: tuple[str, str], period: Period
) -> None:
    table = a_table(120, ("Source", "Unit", *heads), HEAT, at=(60, 200, 300, 400))
    page = read_page(tmp_path, text((60, 90, "Use of energy 2019")), table)
    assert the_figure(page, "1,310").period == period


def test_a_year_named_by_two_needs_a_word_on_when_such_years_begin(tmp_path: Path) -> None:
    table = a_table(120, ("MWh", "2019/20", "2020/21"), [("Heat", "1,250", "1,310")], at=(60, 200, 300))
    assert the_figure(read_page(tmp_path, table), "1,310").period is None
    said = text((60, 180, "Reporting years run from 1 July to 30 June."))
    page = read_page(tmp_path, table, said)
    assert the_figure(page, "1,310").period == a_period((2020, 7, 1), (2021, 6, 30))
    assert {figure.raw for figure in page.figures} == {"1,250", "1,310"}


def test_a_row_of_a_day_list_is_about_its_day(tmp_path: Path) -> None:
    table = a_table(120, ("Day", "Line 1", "Line 2"), [("2021-03-04", "51.5", "52.5")], at=(60, 200, 300))
    page = read_page(tmp_path, text((60, 90, "March 2021")), table)
    assert the_figure(page, "52.5").period == a_period((2021, 3, 4), (2021, 3, 4))


def test_a_figure_in_a_sentence_takes_the_year_of_its_own_sentence(tmp_path: Path) -> None:
    said = "In 2019 we used 5,000 MWh of power. In the next year, 2020, we used 4,000 MWh."
    page = read_page(tmp_path, text((60, 90, said), (60, 150, "We used 3,000 MWh in 2021.")))
    assert the_figure(page, "5,000").period == a_period((2019, 1, 1), (2019, 12, 31))
    assert the_figure(page, "4,000").period == a_period((2020, 1, 1), (2020, 12, 31))
    assert the_figure(page, "3,000").period == a_period((2021, 1, 1), (2021, 12, 31))


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("This report covers the financial year 2019, that is 1 July 2018 to 30 June 2019.",
         a_period((2018, 7, 1), (2019, 6, 30))),
        ("Geschäftsjahr zum 31. März 2022", a_period((2021, 4, 1), (2022, 3, 31))),
        ("Exercice clos le 31 mars 2022", a_period((2021, 4, 1), (2022, 3, 31))),
        ("截至2022年3月31日止年度", a_period((2021, 4, 1), (2022, 3, 31))),
        ("Berichtsjahr: 2018", a_period((2018, 1, 1), (2018, 12, 31))),
        ("Année de reporting : 2018", a_period((2018, 1, 1), (2018, 12, 31))),
        ("抄表周期：2022-11-01至2022-11-30", a_period((2022, 11, 1), (2022, 11, 30))),
        ("Période du 1er au 31 mars 2020", a_period((2020, 3, 1), (2020, 3, 31))),
    ],
)  # fmt: skip
def test_a_reporting_period_is_read_as_it_is_said(words: str, period: Period) -> None:
    assert stated_for(statements_in([(10.0, words)], "dmy"), 100.0) == period


def test_a_title_holds_for_what_stands_below_it_and_gives_way_to_a_statement() -> None:
    title, said = (50.0, "Energy report 2021"), (80.0, "Reporting period: 1 April 2020 to 31 March 2021")
    assert stated_for(statements_in([title], "dmy"), 20.0) is None
    assert stated_for(statements_in([title], "dmy"), 90.0) == a_period((2021, 1, 1), (2021, 12, 31))
    assert stated_for(statements_in([title, said], "dmy"), 90.0) == a_period((2020, 4, 1), (2021, 3, 31))


@pytest.mark.parametrize("words", ["© Copyright 2021", "Version 3, published 2021", "the base year 1990"])
def test_a_year_that_names_no_period_states_none(words: str) -> None:
    assert statements_in([(10.0, words)], "dmy") == []


def test_the_year_that_a_period_leaves_out_is_the_one_that_makes_it_a_period() -> None:
    assert row_period("1 April 2019 to 31 March", "dmy") == a_period((2019, 4, 1), (2020, 3, 31))
    assert row_period("1 December to 30 November 2021", "dmy") == a_period((2020, 12, 1), (2021, 11, 30))


def test_an_impossible_printed_period_stays_as_printed() -> None:
    (found,) = dates_in("Dec 14, 2020 - Jan 13, 2020", "mdy")
    assert found.period == a_period((2020, 12, 14), (2020, 1, 13))


def test_parts_of_a_year_are_named_in_four_languages() -> None:
    assert [part_of_year(words) for words in ("Q3", "2. Quartal", "T4", "三季度", "上半年", "7月", "août")] == [
        (7, 9), (4, 6), (10, 12), (7, 9), (1, 6), (7, 7), (8, 8)
    ]  # fmt: skip
    assert part_of_year("Quarterly") is None


@pytest.mark.parametrize("head", ["H1 2021", "1. Halbjahr 2021", "2021 S1", "2021年上半年"])
def test_a_half_year_with_its_year_needs_no_title(head: str) -> None:
    assert header_period(head, "dmy", None) == a_period((2021, 1, 1), (2021, 6, 30))


def test_a_bill_for_a_month_is_about_that_month() -> None:
    lines = [(10.0, "District heating invoice for March 2017"), (30.0, "Date of issue 9 April 2017")]
    assert stated_for(statements_in(lines, "dmy"), 50.0) == a_period((2017, 3, 1), (2017, 3, 31))
    assert statements_in([(10.0, "Date: March 2017")], "dmy") == []


def test_a_header_that_says_more_than_its_year_is_less_sure(tmp_path: Path) -> None:
    table = a_table(120, ("MWh", "2019", "V3 2019"), [("Heat", "1,250", "1,310")], at=(60, 200, 300))
    page = read_page(tmp_path, table)
    assert the_figure(page, "1,250").confidence > Decimal("0.8") > the_figure(page, "1,310").confidence


def test_a_frame_of_twelve_months_is_told_from_a_shorter_one() -> None:
    assert year_frame("Geschäftsjahre laufen vom 1. Juli bis 30. Juni") is not None
    assert year_frame("The heating season runs from 1 October to 30 April") is None
