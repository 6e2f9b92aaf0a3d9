"""One rounding rule: half-up to 0.01 t, and floats that come in only as finite decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.rounding import from_float, print_percent, round_to, round_tonnes, round_up, share
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("2053.845", "2053.85")],
)
def test_a_tie_goes_away_from_zero(exact: str, rounded: str) -> None:
    assert str(round_tonnes(D(exact))) == rounded


def test_there_is_no_negative_zero() -> None:
    assert str(round_tonnes(D("-0.001"))) == "0.00"


def test_printed_factors_are_rounded_up() -> None:
    assert (round_up(D("2.3026"), 2), round_up(D("-1.239"), 2)) == (D("2.31"), D("-1.23"))


def test_shares_stay_unrounded_and_print_as_per_cent() -> None:
    assert share(D(1), D(8)) == D("0.125")
    assert (print_percent(D("0.00471")), print_percent(D("0.0047149"), 3)) == ("0.47", "0.471")
    with pytest.raises(Uncomputable, match="0 t CO2e"):
        share(D(1), D(0))


def test_a_float_comes_in_as_a_decimal_and_never_as_nan() -> None:
    assert from_float(0.1) == D("0.1")
    for broken in (float("nan"), float("inf")):
        with pytest.raises(Uncomputable, match="no finite number"):
            from_float(broken)


def test_an_error_keeps_its_template_and_values_for_translation() -> None:
    error = Uncomputable("%(a)s is %(b)s %%.", a="x", b=D("1.50"))
    assert (str(error), error.template, error.params) == (
        "x is 1.50 %.",
        "%(a)s is %(b)s %%.",
        {"a": "x", "b": "1.50"},
    )


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 5))
def test_rounding_moves_a_value_by_half_a_step_at_most_and_once_only(value: Decimal, places: int) -> None:
    rounded = round_to(value, places)
    assert abs(rounded - value) <= Decimal(1).scaleb(-places) / 2
    assert round_to(rounded, places) == rounded
    assert round_to(-value, places) == -rounded
