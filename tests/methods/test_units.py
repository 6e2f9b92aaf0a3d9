"""Units as printed, Latin and Chinese, their conversions, and what is refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.uncomputable import Uncomputable
from methods.units import UNITS, Dimension, convert, mass_of_volume, name_unit
from tests.methods.worked_case import D


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("千瓦时", "kWh"), ("度", "kWh"), ("kW·h", "kWh"), ("KWH", "kWh"),
        ("kW•h", "kWh"), ("（千瓦时）", "kWh"), ("ｋＷｈ", "kWh"), ("万千瓦时", "10⁴ kWh"),
        ("万kWh", "10⁴ kWh"), ("10⁴kWh", "10⁴ kWh"), ("×10⁴ kWh", "10⁴ kWh"), ("MWh", "MWh"),
        ("兆瓦时", "MWh"), ("立方米", "m³"), ("m3", "m³"), ("㎥", "m³"),
        ("万立方米", "10⁴ m³"), ("Nm3", "Nm³"), ("标准立方米", "Nm³"), ("吨", "t"),
        ("公斤", "kg"), ("Kg", "kg"), ("升", "L"), ("吉焦", "GJ"),
        ("t·km", "t.km"), ("吨公里", "t.km"), ("人·公里", "p.km"), ("tCO2e", "t CO2e"),
        ("tCO₂e", "t CO2e"), ("kvarh", "kvarh"), ("t", "t"), ("person-days", "person-day"),
    ],
)  # fmt: skip
def test_a_printed_unit_is_named(printed: str, symbol: str) -> None:
    assert name_unit(printed).symbol == symbol


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("ton", "short ton"),
        ("gallon", "imp gal"),
        ("mWh", "no unit known"),
        ("ML", "no unit known"),
        ("元", "no unit known"),
        ("", "no unit known"),
    ],
)
def test_an_uncertain_unit_is_asked_for(printed: str, sentence: str) -> None:
    with pytest.raises(Uncomputable, match=sentence):
        name_unit(printed)


@pytest.mark.parametrize(
    ("value", "start", "end", "expected"),
    [
        ("742", "MWh", "kWh", "742000"),
        ("2", "万千瓦时", "MWh", "20"),
        ("3.6", "GJ", "MWh", "1"),
        ("1", "MWh", "GJ", "3.6"),
        ("1", "tce", "GJ", "29.307"),
        ("1", "US gal", "L", "3.785411784"),
        ("1", "imp gal", "L", "4.54609"),
        ("1", "lb", "kg", "0.45359237"),
        ("1", "short ton", "t", "0.90718474"),
        ("1.5", "万吨", "t", "15000"),
        ("86000", "kg.km", "t.km", "86"),
        ("620", "mi", "km", "997.79328"),
    ],
)
def test_conversions_are_exact(value: str, start: str, end: str, expected: str) -> None:
    assert convert(D(value), start, end) == D(expected)


@pytest.mark.parametrize(
    ("start", "end", "missing"),
    [
        ("L", "kg", "density"),
        ("m3", "Nm3", "pressure and temperature"),
        ("Nm3", "kWh", "calorific value"),
        ("kvarh", "kWh", "take the kWh row"),
        ("kg", "kg CO2e", "the gas and its GWP"),
        ("t", "km", "do not measure the same thing"),
    ],
)
def test_what_does_not_convert_says_what_is_missing(start: str, end: str, missing: str) -> None:
    with pytest.raises(Uncomputable, match=missing):
        convert(D(1), start, end)


def test_litres_become_kilograms_by_a_density() -> None:
    assert mass_of_volume(D(18_600), "L", D("0.84")) == D(15_624)
    assert mass_of_volume(D("24.3"), "m3", D("0.73")) == D(17_739)
    with pytest.raises(Uncomputable, match="above 0 kg/L"):
        mass_of_volume(D(1), "L", D(0))


def test_every_unit_has_a_source_and_names_itself() -> None:
    for symbol, unit in UNITS.items():
        assert unit.source
        assert name_unit(symbol) is unit
        assert unit.per_base > 0


symbols = st.sampled_from(sorted(UNITS))


@given(symbols, symbols, st.decimals(-(10**9), 10**9, places=4))
def test_a_conversion_and_back_changes_nothing_within_one_dimension(a: str, b: str, value: Decimal) -> None:
    if UNITS[a].dimension is UNITS[b].dimension:
        assert abs(convert(convert(value, a, b), b, a) - value) <= D("1e-12")
    else:
        with pytest.raises(Uncomputable):
            convert(value, a, b)


def test_dimensions_that_look_alike_are_kept_apart() -> None:
    assert name_unit("m3").dimension is Dimension.VOLUME
    assert name_unit("Nm3").dimension is Dimension.NORMAL_VOLUME
    assert name_unit("Sm3").dimension is Dimension.STANDARD_VOLUME
