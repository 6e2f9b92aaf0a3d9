"""Dates and periods as they are printed."""

from __future__ import annotations

from datetime import date

import pytest

from evidence.dates import date_order, dates_in, month_of
from evidence.periods import header_period, row_period, stated_for, statements_in
from evidence.reading import Period


@pytest.mark.parametrize(
    "printed",
    [
        "2021年1月1日至31日",
        "2021年01月01日 至 2021年01月31日",
        "01.01.2021 - 31.01.2021",
        "01.01. - 31.01.2021",
        "2021-01-01..2021-01-31",
        "1 January to 31 January 2021",
        "Jan 1, 2021 – Jan 31, 2021",
        "01/01/2021 to 31/01/2021",
        "2021.01.01—2021.01.31",
    ],
)
def test_a_period_has_both_ends_in_every_print(printed: str) -> None:
    assert dates_in(printed)[0].period == Period(date(2021, 1, 1), date(2021, 1, 31))


def test_an_impossible_period_is_kept_as_printed() -> None:
    period = dates_in("Dec 14, 2020 – Jan 13, 2020")[0].period
    assert (period.start, period.end) == (date(2020, 12, 14), date(2020, 1, 13))


def test_the_order_of_day_and_month_is_told_from_dates_that_can_mean_one_thing() -> None:
    assert date_order("04/24/20 - 05/01/20") == "mdy"
    assert date_order("24/04/20 - 01/05/20") == "dmy"


def test_a_date_that_can_be_turned_around_is_doubtful() -> None:
    assert dates_in("03/04/2021")[0].doubtful
    assert not dates_in("03/24/2021")[0].doubtful


@pytest.mark.parametrize(
    ("printed", "month"), [("March", 3), ("3月", 3), ("12月份", 12), ("Electricity", None)]
)
def test_a_month_without_a_year_is_known(printed: str, month: int | None) -> None:
    assert month_of(printed) == month


def test_an_invoice_number_is_no_date() -> None:
    assert dates_in("GE2020211-471102") == ()


def test_the_stated_period_nearest_above_wins_among_equal_words() -> None:
    lines = [
        (10.0, "Billing period: 2021-01-01 to 2021-01-31"),
        (400.0, "Billing period: 2021-02-01 to 2021-02-28"),
    ]
    statements = statements_in(lines, "dmy")
    assert stated_for(statements, 100.0) == Period(date(2021, 1, 1), date(2021, 1, 31))
    assert stated_for(statements, 500.0) == Period(date(2021, 2, 1), date(2021, 2, 28))


def test_the_validity_of_a_certificate_is_no_reporting_period() -> None:
    assert statements_in([(0.0, "Valid 2021-01-01 to 2021-12-31")], "dmy") == []


def test_twelve_months_that_end_in_june_are_one_period() -> None:
    statements = statements_in([(0.0, "for the year ended 30 June 2021")], "dmy")
    assert stated_for(statements, 0.0) == Period(date(2020, 7, 1), date(2021, 6, 30))


def test_two_days_in_a_row_are_its_period() -> None:
    assert row_period("03/30/20 04/26/20 7 $1,605.00", "mdy") == Period(date(2020, 3, 30), date(2020, 4, 26))


def test_the_day_of_issue_in_a_header_is_no_year() -> None:
    assert header_period("开票日期:2021年02月08日", "dmy", None) is None
    assert header_period("2021", "dmy", None) == Period(date(2021, 1, 1), date(2021, 12, 31))
