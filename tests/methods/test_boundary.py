"""Inclusion over time: control is all or nothing, equity is the share, and a change of the year counts by days."""

from __future__ import annotations

from datetime import date

import pytest

from methods.boundary import Approach, Holding, changes_between, inclusion_on, inclusion_over
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

OPERATIONAL, FINANCIAL, EQUITY = (
    Approach.OPERATIONAL_CONTROL,
    Approach.FINANCIAL_CONTROL,
    Approach.EQUITY_SHARE,
)
# 40 % with the operation in others' hands, then 75 % with both controls from 1 July 2021 on.
MINORITY = Holding("Kunshan", date(2019, 1, 1), date(2021, 6, 30), D("0.40"), False, True)
MAJORITY = Holding("Kunshan", date(2021, 7, 1), None, D("0.75"), True, True)
BOTH = [MAJORITY, MINORITY]


@pytest.mark.parametrize(
    ("approach", "before", "since"), [(OPERATIONAL, 0, 1), (FINANCIAL, 1, 1), (EQUITY, D("0.40"), D("0.75"))]
)
def test_the_factor_of_a_day_follows_the_approach(approach: Approach, before: D, since: D) -> None:
    assert inclusion_on(BOTH, approach, date(2021, 6, 30)) == before
    assert inclusion_on(BOTH, approach, date(2021, 7, 1)) == since


def test_nothing_is_included_of_what_is_not_held() -> None:
    assert inclusion_on(BOTH, EQUITY, date(2018, 12, 31)) == 0
    assert inclusion_on([], EQUITY, date(2018, 12, 31)) == 0


def test_a_year_with_a_change_counts_each_part_by_its_days() -> None:
    year = (date(2021, 1, 1), date(2021, 12, 31))
    assert inclusion_over(BOTH, OPERATIONAL, *year) == D(184) / 365
    assert inclusion_over(BOTH, FINANCIAL, *year) == 1
    assert inclusion_over(BOTH, EQUITY, *year) == (D("0.40") * 181 + D("0.75") * 184) / 365


def test_a_part_of_the_year_that_is_not_held_counts_nothing() -> None:
    sold = Holding("Kunshan", date(2019, 1, 1), date(2020, 1, 31), D(1), True, True)
    assert inclusion_over([sold], OPERATIONAL, date(2020, 1, 1), date(2020, 12, 31)) == D(31) / 366
    assert inclusion_over([sold], OPERATIONAL, date(2021, 1, 1), date(2021, 12, 31)) == 0


def test_the_change_log_names_days_on_which_the_factor_changed() -> None:
    years = (date(2019, 1, 1), date(2022, 12, 31))
    day = date(2021, 7, 1)
    assert changes_between(BOTH, EQUITY, *years) == (
        (date(2019, 1, 1), 0, D("0.40")),
        (day, D("0.40"), D("0.75")),
    )
    assert changes_between(BOTH, FINANCIAL, date(2020, 1, 1), date(2022, 12, 31)) == ()
    assert changes_between([MINORITY], FINANCIAL, date(2020, 1, 1), date(2022, 12, 31)) == ((day, 1, 0),)


@pytest.mark.parametrize(
    ("holdings", "words"),
    [
        ([MINORITY, Holding("Suzhou", date(2022, 1, 1), None, D(1), True, True)], "different entities"),
        ([Holding("Kunshan", date(2019, 1, 1), None, D("1.1"), True, True)], "between 0 and 1"),
        (
            [MINORITY, Holding("Kunshan", date(2021, 6, 30), None, D(1), True, True)],
            "held twice on 2021-06-30",
        ),
        (
            [Holding("Kunshan", date(2019, 1, 1), None, D(1), True, True), MAJORITY],
            "held twice on 2021-07-01",
        ),
    ],
)
def test_holdings_that_cannot_stand_together_are_refused(holdings: list[Holding], words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        inclusion_on(holdings, EQUITY, date(2021, 1, 1))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Uncomputable, match="before it begins"):
        inclusion_over(BOTH, EQUITY, date(2021, 1, 2), date(2021, 1, 1))
