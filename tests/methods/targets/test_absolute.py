"""Absolute contraction is linear, and the years of ambition are counted from 2020 at the latest."""

from __future__ import annotations

import pytest

from methods.targets import (
    ANNUAL_RATES,
    AbsoluteTarget,
    Ambition,
    contract,
    count_years,
    forward_looking_limit,
    line_at,
    measure_base_year_change,
    measure_progress,
    minimum_reduction,
    target_line,
)
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

BEST, SECOND, HISTORY = (
    ANNUAL_RATES[a] for a in (Ambition.ONE_POINT_FIVE, Ambition.WELL_BELOW_TWO, Ambition.TWO)
)


@pytest.mark.parametrize(
    ("rate", "scope_1", "scope_2", "together", "reduction"),
    [(SECOND, 72_500, 181_250, 253_750, "0.275"), (BEST, 53_800, 134_500, 188_300, "0.462")],
)
def test_scopes_contract_apart_and_add_up(
    rate: D, scope_1: int, scope_2: int, together: int, reduction: str
) -> None:
    found = [contract(D(base), 2019, 2030, rate) for base in (100_000, 250_000)]
    assert (found, sum(found)) == ([scope_1, scope_2], together)
    assert 1 - sum(found) / 350_000 == D(reduction)


@pytest.mark.parametrize(("rate", "left"), [(HISTORY, 877_000), (SECOND, 750_000), (BEST, 580_000)])
def test_a_million_tonnes_of_scope_3_in_ten_years(rate: D, left: int) -> None:
    assert contract(D(1_000_000), 2020, 2030, rate) == left


@pytest.mark.parametrize(
    ("year", "left"), [(2030, 158_000), (2035, 116_000), (2040, 74_000), (2045, 32_000), (2050, 0)]
)
def test_the_line_goes_down_by_the_same_tonnes_and_stops_at_nothing(year: int, left: int) -> None:
    assert contract(D(200_000), 2025, year, BEST) == left


def test_the_rate_is_not_compounded() -> None:
    # Compounded, 4.2 % a year from 2019 to 2030 would ask for 37.6 % only.
    assert minimum_reduction(2019, 2030, BEST) == D("0.462")
    assert 1 - contract(D(1), 2019, 2030, BEST) == D("0.462")


@pytest.mark.parametrize(
    ("base_year", "target_year", "best", "second"),
    [
        (2021, 2030, "0.42", "0.25"),
        (2021, 2033, "0.546", "0.325"),
        (2022, 2030, "0.42", "0.25"),
        (2020, 2030, "0.42", "0.25"),
        (2018, 2030, "0.504", "0.3"),
    ],
)
def test_a_late_base_year_wins_nothing(base_year: int, target_year: int, best: str, second: str) -> None:
    asked = (
        minimum_reduction(base_year, target_year, BEST),
        minimum_reduction(base_year, target_year, SECOND),
    )
    assert asked == (D(best), D(second))


def test_no_more_than_everything_is_asked_for() -> None:
    assert minimum_reduction(2015, 2050, BEST) == 1


def test_the_published_line_is_straight_from_the_base_year_itself() -> None:
    target = AbsoluteTarget(2021, D(900), 2030, D("0.42"))
    line = target_line(target)
    assert [point.year for point in line] == list(range(2021, 2031))
    assert (line[0].value, line[3].value, line[-1].value, target.tonnes) == (900, 774, 522, 522)
    assert line_at(target, 2040) == 522


def test_progress_says_what_is_achieved_and_what_is_still_needed() -> None:
    found = measure_progress(AbsoluteTarget(2019, D(350_000), 2030, D("0.462")), 2025, D(290_000))
    assert found.achieved is not None
    assert round(found.achieved, 4) == D("0.3711")
    assert (round(found.line, 2), round(found.gap, 2)) == (D("261800.00"), D("28200.00"))
    assert round(found.elapsed, 4) == D("0.5455")
    assert found.needed_rate == (D(290_000) - D(188_300)) / 350_000 / 5


def test_progress_in_the_target_year_has_no_needed_rate_and_a_target_of_nothing_no_achievement() -> None:
    assert measure_progress(AbsoluteTarget(2019, D(100), 2030, D("0.5")), 2030, D(60)).needed_rate is None
    assert measure_progress(AbsoluteTarget(2019, D(100), 2030, D(0)), 2025, D(60)).achieved is None


@pytest.mark.parametrize(("residual", "limit"), [("0", "214285.7"), ("0.10", "222857.1")])
def test_a_target_may_leave_no_more_than_the_way_to_2050_allows(residual: str, limit: str) -> None:
    assert round(forward_looking_limit(D(300_000), 2022, 2030, D(residual)), 1) == D(limit)


@pytest.mark.parametrize(
    ("changes", "net", "gross", "largest", "is_triggered"),
    [
        (["30", "-29"], "0.001", "0.059", "0.03", True),
        (["50"], "0.05", "0.05", "0.05", True),
        (["20", "-25"], "0.005", "0.045", "0.025", False),
        (["-20", "-20", "-20"], "0.06", "0.06", "0.02", True),
        ([], "0", "0", "0", False),
    ],
)
def test_a_base_year_has_moved_when_any_of_three_measures_reaches_five_percent(
    changes: list[str], net: str, gross: str, largest: str, is_triggered: bool
) -> None:
    found = measure_base_year_change([D(change) for change in changes], D(1000))
    assert (found.net, found.gross, found.largest) == (D(net), D(gross), D(largest))
    assert found.is_triggered is is_triggered


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: contract(D(-1), 2020, 2030, BEST), "below 0"),
        (lambda: contract(D(1), 2020, 2019, BEST), "before the base year"),
        (lambda: count_years(2030, 2030), "must come after"),
        (lambda: line_at(AbsoluteTarget(2020, D(1), 2030, D("1.1")), 2025), "between 0 and 100 %"),
        (lambda: line_at(AbsoluteTarget(2020, D(1), 2030, D("0.1")), 2019), "before the base year"),
        (lambda: forward_looking_limit(D(1), 2050, 2051), "not after 2050"),
    ],
)
def test_what_cannot_be_computed_is_said(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]
