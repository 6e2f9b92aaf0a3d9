"""The forecast of a milestone: the pace of eight weeks, a range, and silence where too little is known."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from methods.forecast import Forecast, closings_in_window, forecast
from methods.milestones import Unit, count_units
from tests.methods.worked_case import D

AS_OF, DUE = date(2022, 6, 30), date(2022, 7, 31)


def units(recent: int, older: int, still_open: int) -> list[Unit]:
    days = [AS_OF - timedelta(days=n) for n in range(recent)]
    days += [AS_OF - timedelta(days=56 + n) for n in range(older)]
    closed = [Unit(f"S{n}", closed_on=day) for n, day in enumerate(days)]
    return closed + [Unit(f"O{n}") for n in range(still_open)]


def ask(listed: list[Unit], due: date | None = DUE, as_of: date = AS_OF) -> Forecast | None:
    return forecast(count_units(listed, as_of), [u.closed_on for u in listed if u.closed_on], due)


def test_half_of_52_at_the_pace_of_june_is_done_on_12_october_73_days_late() -> None:
    found = ask(units(recent=14, older=12, still_open=26))
    assert found is not None
    assert (found.closed, found.open, found.required, found.per_week) == (26, 26, 52, D("1.75"))
    assert (found.expected, found.days_late) == (date(2022, 10, 12), 73)
    assert str(found.sentence) == "52 of 52 on 2022-10-12, 73 days late"


def test_the_range_is_what_the_count_could_have_been() -> None:
    found = ask(units(recent=4, older=0, still_open=6))
    assert found is not None
    # 4 closings could have been 6 or 2: 56, 84 and 168 days for 6 open units.
    days = [(day - AS_OF).days for day in (found.earliest, found.expected, found.latest)]
    assert days == [56, 84, 168]


def test_under_four_closings_in_eight_weeks_nothing_is_foretold() -> None:
    assert ask(units(recent=3, older=20, still_open=5)) is None
    assert ask(units(recent=4, older=0, still_open=5)) is not None


def test_the_window_is_the_last_eight_weeks_with_the_day_itself() -> None:
    days = [AS_OF, AS_OF - timedelta(days=55), AS_OF - timedelta(days=56), AS_OF + timedelta(days=1)]
    assert closings_in_window(days, AS_OF) == 2


def test_what_is_finished_needs_no_forecast() -> None:
    assert ask(units(recent=9, older=0, still_open=0)) is None


def test_an_earlier_day_sees_only_what_had_closed_by_then() -> None:
    found = ask(units(recent=14, older=12, still_open=26), as_of=AS_OF - timedelta(days=5))
    assert found is not None
    assert (found.closed, found.open) == (21, 31)


def test_a_forecast_in_time_says_so_and_one_without_due_day_only_the_day() -> None:
    listed = units(recent=28, older=0, still_open=2)
    in_time, free = ask(listed), ask(listed, due=None)
    assert in_time is not None
    assert free is not None
    assert (str(in_time.sentence), in_time.days_late) == ("30 of 30 on 2022-07-04, in time", -27)
    assert (str(free.sentence), free.days_late) == ("30 of 30 on 2022-07-04", None)


@given(st.integers(4, 60), st.integers(0, 60), st.integers(1, 400))
def test_the_expected_day_always_lies_within_its_range(recent: int, older: int, still_open: int) -> None:
    found = ask(units(min(recent, 56), older, still_open))
    assert found is not None
    assert AS_OF < found.earliest <= found.expected <= found.latest
