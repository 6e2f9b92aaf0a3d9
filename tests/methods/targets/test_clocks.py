"""Windows, due days and clocks of targets, at their edges."""

from __future__ import annotations

from datetime import date

import pytest

from methods.targets import (
    add_months,
    commitment_ends,
    due_before,
    month_end,
    oldest_recent_year,
    publication_due,
    review_trigger,
    review_update_due,
    submission_window,
    window_of,
)


def test_before_a_month_means_the_day_before_it_begins() -> None:
    assert due_before(2022, 2) == date(2022, 1, 31)
    assert due_before(2022, 3) == date(2022, 2, 28)
    assert due_before(2023, 1) == date(2022, 12, 31)


def test_in_april_is_the_whole_month() -> None:
    assert window_of(2022, 4) == (date(2022, 4, 1), date(2022, 4, 30))


@pytest.mark.parametrize(
    ("submission", "window"),
    [
        (date(2024, 1, 1), (2028, 2033)),
        (date(2024, 6, 30), (2028, 2033)),
        (date(2024, 7, 1), (2029, 2034)),
        (date(2023, 12, 31), (2028, 2033)),
    ],
)
def test_the_half_of_the_year_decides_the_target_years(submission: date, window: tuple[int, int]) -> None:
    assert submission_window(submission) == window


def test_the_inventory_is_no_more_than_two_years_old_at_submission() -> None:
    assert oldest_recent_year(date(2024, 3, 1)) == 2022
    assert oldest_recent_year(date(2023, 9, 1)) == 2021


@pytest.mark.parametrize(
    ("letter", "last"),
    [
        (date(2022, 1, 31), date(2024, 1, 31)),
        (date(2022, 1, 10), date(2024, 1, 10)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_commitment_lasts_24_months(letter: date, last: date) -> None:
    assert commitment_ends(letter) == last


def test_a_review_falls_due_at_a_month_end_and_leaves_a_year_to_update() -> None:
    assert review_trigger(date(2023, 12, 5)) == date(2028, 12, 31)
    assert review_update_due(date(2023, 12, 5)) == date(2029, 12, 31)
    assert review_update_due(date(2022, 2, 10)) == date(2028, 2, 29)


def test_an_approved_target_is_announced_within_six_months() -> None:
    assert publication_due(date(2023, 8, 31)) == date(2024, 2, 29)


def test_months_run_over_the_year_and_stop_at_the_end_of_shorter_ones() -> None:
    assert add_months(date(2022, 12, 31), 2) == date(2023, 2, 28)
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
