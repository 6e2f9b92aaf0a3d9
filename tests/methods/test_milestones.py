"""The programme's milestones and clocks, and their units as they stood on any day."""

from __future__ import annotations

from datetime import date

import pytest

from methods.milestones import (
    Clock,
    ClockDates,
    Closing,
    Milestone,
    Scope,
    Standing,
    Unit,
    count_units,
    days_to_due,
    due_day,
    programme_milestones,
    standing_on,
)
from methods.uncomputable import Uncomputable

ALL = {milestone.milestone_id: milestone for milestone in programme_milestones()}
NOTHING_YET = ClockDates()


@pytest.mark.parametrize(
    ("milestone_id", "due"),
    [
        ("M1", date(2022, 1, 31)),
        ("M2", date(2022, 2, 28)),
        ("M3", date(2022, 4, 30)),
        ("M4", date(2022, 4, 30)),
        ("M5", date(2022, 7, 31)),
        ("M6", date(2022, 11, 30)),
        ("M7", date(2023, 5, 31)),
        ("M8", date(2023, 8, 31)),
        ("M9", date(2023, 12, 31)),
        ("M10", None),
        ("T1", None),
        ("T2", None),
    ],
)
def test_each_milestone_has_its_due_day_or_waits_for_its_clock(milestone_id: str, due: date | None) -> None:
    assert due_day(ALL[milestone_id], NOTHING_YET) == due


def test_the_programme_has_ten_milestones_and_two_clocks_in_order() -> None:
    assert list(ALL) == [*(f"M{n}" for n in range(1, 11)), "T1", "T2"]
    assert {m.milestone_id: m.scope for m in ALL.values() if m.scope is not Scope.GROUP} == {
        "M2": Scope.EACH_SUBSIDIARY,
        "M3": Scope.SUPPLIER,
        "M5": Scope.EACH_SUBSIDIARY,
        "M6": Scope.EACH_SUBSIDIARY,
    }
    assert [m.milestone_id for m in ALL.values() if m.closes_from is Closing.CASES] == ["M6"]
    assert ALL["M3"].window_start == date(2022, 4, 1)
    assert all(milestone.closes_with and milestone.text.endswith(".") for milestone in ALL.values())


def test_clocks_run_from_letter_decision_and_publication() -> None:
    clocks = ClockDates(date(2022, 1, 20), date(2023, 12, 20), date(2024, 2, 1))
    assert due_day(ALL["T1"], clocks) == date(2024, 1, 20)
    assert due_day(ALL["M10"], clocks) == date(2024, 6, 20)
    assert due_day(ALL["T2"], clocks) == date(2029, 2, 28)


def test_stages_are_free_of_the_four_steps() -> None:
    own = Milestone(
        "X",
        "Stage 5",
        "Own",
        "Own.",
        None,
        date(2022, 9, 30),
        None,
        Scope.GROUP,
        Closing.EVIDENCE,
        ("minute",),
    )
    assert due_day(own, NOTHING_YET) == date(2022, 9, 30)
    assert {milestone.clock for milestone in ALL.values()} == {None, *Clock}


UNITS = [
    Unit("Kunshan", closed_on=date(2022, 6, 1)),
    Unit("Suzhou", waived_on=date(2022, 6, 15), reason="Sold on 1 June."),
    Unit("Huai'an", closed_on=date(2022, 7, 4)),
]


def test_units_are_counted_with_their_names_as_they_stood_on_a_day() -> None:
    june = count_units(UNITS, date(2022, 6, 30))
    assert (june.closed, june.waived, june.open) == (
        ("Kunshan",),
        (("Suzhou", "Sold on 1 June."),),
        ("Huai'an",),
    )
    assert (june.required, june.finished_on) == (2, None)
    assert count_units(UNITS, date(2022, 6, 14)).open == ("Suzhou", "Huai'an")


def test_a_milestone_of_each_subsidiary_closes_with_its_last_unit() -> None:
    assert count_units(UNITS, date(2022, 7, 3)).finished_on is None
    assert count_units(UNITS, date(2022, 7, 4)).finished_on == date(2022, 7, 4)
    assert count_units([], date(2022, 7, 4)).finished_on is None


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([Unit("Suzhou"), Unit("Suzhou")], "Suzhou is counted twice"),
        ([Unit("Suzhou", waived_on=date(2022, 6, 1), reason=" ")], "State why Suzhou is waived"),
    ],
)
def test_units_that_cannot_be_counted_are_refused(units: list[Unit], words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        count_units(units, date(2022, 7, 1))


@pytest.mark.parametrize(
    ("as_of", "standing"),
    [
        (date(2022, 5, 31), Standing.PLANNED),
        (date(2022, 6, 1), Standing.RUNNING),
        (date(2022, 7, 31), Standing.RUNNING),
        (date(2022, 8, 1), Standing.LATE),
        (date(2022, 8, 2), Standing.DONE_LATE),
    ],
)
def test_late_is_computed_for_the_day(as_of: date, standing: Standing) -> None:
    dates = {"started_on": date(2022, 6, 1), "closed_on": date(2022, 8, 2)}
    assert standing_on(as_of, date(2022, 7, 31), **dates) is standing


def test_what_closes_on_its_due_day_or_has_none_is_in_time() -> None:
    day = date(2022, 7, 31)
    assert standing_on(day, day, closed_on=day) is Standing.DONE
    assert standing_on(day, None, closed_on=day) is Standing.DONE
    assert standing_on(day, None) is Standing.PLANNED


def test_a_waived_milestone_is_late_no_more_from_that_day() -> None:
    due, waived = date(2022, 7, 31), date(2022, 9, 1)
    assert standing_on(date(2022, 8, 31), due, waived_on=waived) is Standing.LATE
    assert standing_on(waived, due, waived_on=waived) is Standing.WAIVED


def test_days_to_due_go_below_zero() -> None:
    assert days_to_due(date(2022, 7, 31), date(2022, 6, 30)) == 31
    assert days_to_due(date(2022, 7, 31), date(2022, 8, 1)) == -1
