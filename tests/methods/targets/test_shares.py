"""Intensity, engagement, renewable electricity and coverage by the worked numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.targets import (
    LONG_TERM_SCOPE_3,
    CoveredPart,
    EngagedParty,
    absolute_effect,
    choose_categories,
    compound,
    compounded_reduction,
    emission_intensity,
    engagement_coverage,
    engagement_share,
    historic_physical_reduction,
    intensity_at,
    measure_coverage,
    minimum_intensity_reduction,
    renewable_share,
    required_renewable_share,
    share_line_at,
    value_added,
)
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D


def test_economic_intensity_falls_by_seven_percent_compounded() -> None:
    assert round(intensity_at(D("0.002"), 2020, 2030), 9) == D("0.000967965")
    assert round(compounded_reduction(10), 6) == D("0.516018")


def test_a_validated_intensity_target_confirms_the_years_counted() -> None:
    assert round(minimum_intensity_reduction(2024, 2033), 4) == D("0.6107")


def test_the_older_physical_rule_is_kept_for_history() -> None:
    assert round(historic_physical_reduction(10, D(500), D(700)), 6) == D("0.285714")
    assert historic_physical_reduction(10, D(500), D(500)) == D("0.2")


def test_an_intensity_target_may_still_let_emissions_rise() -> None:
    base = emission_intensity(D(1000), value_added(D(900), D(400)))
    assert base == 2
    assert absolute_effect(D(1), D(1200), D(1000)) == absolute_effect(D("0.5"), D(2400), D(1000))
    assert absolute_effect(D(1), D(1200), D(1000)).rises
    assert not absolute_effect(D(1), D(1000), D(1000)).rises


@pytest.mark.parametrize(
    ("share", "tonnes", "of_all"), [("0.85", 680_000, "0.68"), ("0.80", 640_000, "0.64")]
)
def test_engaged_suppliers_count_by_their_share_of_what_is_covered(
    share: str, tonnes: int, of_all: str
) -> None:
    found = engagement_coverage(D(share), D(800_000), D(1_000_000))
    assert (found.tonnes, found.share) == (tonnes, D(of_all))
    category = {1: D(800_000), 4: D(200_000)}
    assert measure_coverage(category, [CoveredPart("E1", 1, found.tonnes)]).is_enough is (share == "0.85")


def test_only_targets_in_force_on_the_day_are_engaged() -> None:
    parties = [
        EngagedParty("Anfeng Copper", D(300), date(2022, 5, 1)),
        EngagedParty("Baili Resin", D(500), date(2022, 1, 1), date(2022, 12, 31)),
        EngagedParty("Cheng Tools", D(200)),
    ]
    days = (date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
    shares = [engagement_share(parties, as_of) for as_of in days]
    assert shares == [0, D("0.5"), D("0.8"), D("0.3")]


def test_an_engagement_line_is_straight_and_level_outside() -> None:
    years = (2019, 2020, 2022, 2025, 2026)
    assert [share_line_at(2020, D("0.1"), 2025, D("0.6"), year) for year in years] == [
        D("0.1"),
        D("0.1"),
        D("0.3"),
        D("0.6"),
        D("0.6"),
    ]


def test_renewable_electricity_climbs_from_80_to_100_percent() -> None:
    years = (2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031)
    asked = [D(text) for text in ("0", "0.80", "0.84", "0.88", "0.92", "0.96", "1", "1")]
    assert [required_renewable_share(year) for year in years] == asked
    assert required_renewable_share(2026, held=D("0.9")) == D("0.9")
    assert renewable_share(D(271_197), D(1_741_792)) == D(271_197) / D(1_741_792)


def test_two_thirds_of_two_million_tonnes() -> None:
    found = measure_coverage(
        {1: D(1_200_000), 4: D(300_000), 11: D(500_000)}, [CoveredPart("T2", 1, D(1_200_000))]
    )
    assert (found.needed, found.shortfall, found.share) == (1_340_000, 140_000, D("0.6"))
    assert not found.is_enough


def test_exactly_the_needed_share_is_enough() -> None:
    assert measure_coverage({1: D(67), 2: D(33)}, [CoveredPart("T2", 1, D(67))]).is_enough


def test_a_category_claimed_by_two_targets_counts_once_and_is_named() -> None:
    found = measure_coverage(
        {1: D(80), 2: D(20)}, [CoveredPart("T2", 1, D(70)), CoveredPart("T3", 1, D(30))], LONG_TERM_SCOPE_3
    )
    assert (found.covered, found.counted_twice, found.shortfall) == (80, ((1, D(20)),), 10)


def test_the_largest_categories_are_proposed_until_they_suffice() -> None:
    categories = {1: D(50), 3: D(10), 4: D(20), 11: D(20)}
    assert choose_categories(categories) == (1, 4)
    assert choose_categories(categories, LONG_TERM_SCOPE_3) == (1, 4, 11)
    assert choose_categories(categories, D(1)) == (1, 4, 11, 3)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: compound(D(1), D(0), -1), "cannot be below 0"),
        (lambda: value_added(D(1), D(2)), "no value added"),
        (lambda: engagement_coverage(D("1.1"), D(1), D(1)), "between 0 and 100 %"),
        (lambda: share_line_at(2025, D(0), 2025, D(1), 2025), "must come after"),
        (lambda: renewable_share(D(2), D(1)), "do not fit"),
        (lambda: engagement_share([], date(2022, 1, 1)), "share of nothing"),
        (lambda: measure_coverage({1: D(1)}, [CoveredPart("T2", 2, D(1))]), "category 2, which"),
        (lambda: measure_coverage({1: D(1)}, [CoveredPart("T2", 1, D(-1))]), "below 0"),
    ],
)
def test_what_cannot_be_computed_is_said(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]


tonnes = st.integers(1, 10**9).map(D)


@given(
    st.dictionaries(st.integers(1, 15), tonnes, min_size=1),
    st.lists(st.tuples(st.integers(1, 15), tonnes), max_size=20),
)
def test_coverage_never_exceeds_everything_and_what_is_missing_fills_it(
    categories: dict[int, D], claims: list[tuple[int, D]]
) -> None:
    parts = [CoveredPart("T", number, claim) for number, claim in claims if number in categories]
    found = measure_coverage(categories, parts)
    assert 0 <= found.share <= 1
    assert found.is_enough or found.covered + found.shortfall == found.needed
    chosen = choose_categories(categories)
    assert measure_coverage(categories, [CoveredPart("T", n, categories[n]) for n in chosen]).is_enough
