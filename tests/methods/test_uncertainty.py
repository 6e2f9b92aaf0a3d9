"""Uncertainty: vectors U1 to U3, shared factors, and quadrature against the linear sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.rounding import round_to
from methods.uncertainty import Component, UncertainLine, of_lines, of_product, of_sum
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D, uncertain_lines


def test_u1_a_product_is_the_root_of_the_squares() -> None:
    assert round_to(of_product([D(3), D(7)]), 2) == D("7.62")


def test_u2_a_sum_weighs_by_tonnes() -> None:
    assert round_to(of_sum([Component(D(100), D(10)), Component(D(50), D(20))]), 2) == D("9.43")


@pytest.mark.parametrize(
    ("categories", "expected"),
    [((1,), "5.90"), ((2,), "4.89"), ((1, 2), "4.64"), ((3, 4), "20.33"), ((1, 2, 3, 4), "10.88")],
)
def test_u3_the_worked_case(categories: tuple[int, ...], expected: str) -> None:
    assert round_to(of_lines(uncertain_lines(categories)), 2) == D(expected)


def test_u3_sublines_of_materials_are_independent() -> None:
    materials = [line for line in uncertain_lines((4,)) if line.source_id.startswith("S11")]
    assert len(materials) == 2
    assert round_to(of_lines(materials), 2) == D("22.42")


def test_a_shared_factor_is_added_linearly_and_raises_the_total() -> None:
    apart = [UncertainLine(name, D(100), D(0), D(10)) for name in ("S1", "S2")]
    alike = [UncertainLine(name, D(100), D(0), D(10), "EF-1") for name in ("S1", "S2")]
    assert round_to(of_lines(apart), 2) == D("7.07")
    assert of_lines(alike) == D(10)


def test_the_activity_part_stays_independent_under_a_shared_factor() -> None:
    alike = [UncertainLine(name, D(100), D(10), D(0), "EF-1") for name in ("S1", "S2")]
    assert round_to(of_lines(alike), 2) == D("7.07")


def test_removals_enter_with_their_sign() -> None:
    assert of_sum([Component(D(100), D(10)), Component(D(-50), D(0))]) == D(20)


def test_nothing_and_negative_uncertainty_are_refused() -> None:
    with pytest.raises(Uncomputable, match="0 t CO2e"):
        of_sum([])
    with pytest.raises(Uncomputable, match="below 0 %"):
        of_product([D(-1)])


tonnes = st.integers(1, 10**6).map(Decimal)
percents = st.integers(0, 200).map(Decimal)


@given(st.lists(st.tuples(tonnes, percents), min_size=1, max_size=8))
def test_quadrature_never_exceeds_the_linear_sum_and_one_shared_group_equals_it(
    items: list[tuple[Decimal, Decimal]],
) -> None:
    total = sum(t for t, _ in items)
    linear = sum(t * p for t, p in items) / total
    noise = D("1e-20")
    assert of_sum([Component(t, p) for t, p in items]) <= linear + noise
    assert abs(of_sum([Component(t, p, "one factor") for t, p in items]) - linear) <= noise


@given(st.lists(percents, min_size=1, max_size=6))
def test_a_product_is_at_least_its_worst_factor_and_at_most_their_sum(found: list[Decimal]) -> None:
    assert max(found) - D("1e-20") <= of_product(found) <= sum(found) + D("1e-20")
