"""GWP sets as named variants, blends by mass, gases as printed."""

from __future__ import annotations

import pytest

from methods.gwp import BLENDS, GWP_SETS, GasFamily, gas_family, gwp, gwp_set, name_gas
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D


@pytest.mark.parametrize(
    ("set_id", "gas", "value"),
    [
        ("AR6-27.9", "CO2", "1"), ("AR6-27.9", "CH4", "27.9"), ("AR6-27.9", "N2O", "273"),
        ("AR6-27.9", "HFC-32", "771"), ("AR6-27.9", "HFC-125", "3740"), ("AR6-27.9", "R-134a", "1530"),
        ("AR6-27.9", "R-410A", "2255.5"), ("AR4-100", "R-410A", "2087.5"), ("AR4-100", "CH4", "25"),
        ("AR4-100", "N2O", "298"), ("AR5", "CH4", "28"), ("AR5", "N2O", "265"), ("AR5", "SF6", "23500"),
        ("AR5", "R-404A", "3942.8"), ("AR6-split", "CH4", "29.8"),
    ],
)  # fmt: skip
def test_the_values_of_the_sets(set_id: str, gas: str, value: str) -> None:
    record = gwp(set_id, gas)
    assert (record.value, record.set_id) == (D(value), set_id)
    assert record.source


def test_methane_depends_on_its_origin_in_the_split_set_only() -> None:
    assert gwp("AR6-split", "CH4", is_biogenic=True).value == D("27.0")
    assert gwp("AR6-27.9", "CH4", is_biogenic=True).value == D("27.9")


@pytest.mark.parametrize(
    ("printed", "gas"),
    [("R410A", "R-410A"), ("r-410a", "R-410A"), ("CH₄", "CH4"), ("甲烷", "CH4"), ("HFC134a", "HFC-134a"),
     ("R32", "HFC-32"), ("CF4", "PFC-14"), (" n2o ", "N2O")],
)  # fmt: skip
def test_a_gas_is_named_as_printed(printed: str, gas: str) -> None:
    assert name_gas(printed) == gas


@pytest.mark.parametrize("printed", ["R-22", "coffee", ""])
def test_what_is_none_of_the_seven_gases_is_refused(printed: str) -> None:
    with pytest.raises(Uncomputable, match="no gas or blend"):
        name_gas(printed)


def test_an_unknown_set_and_a_set_without_the_gas_are_refused() -> None:
    with pytest.raises(Uncomputable, match=r"AR4-100, AR5, AR6-27\.9, AR6-split"):
        gwp_set("AR7")
    with pytest.raises(Uncomputable, match="AR4-100 has no value for HFC-41"):
        gwp("AR4-100", "HFC-41")


def test_every_gas_of_every_set_has_a_family_and_co2_is_1() -> None:
    for found in GWP_SETS.values():
        for gas, value in found.values:
            assert gas_family(gas) is not GasFamily.UNSPLIT
            assert value >= 1
        assert gwp(found.set_id, "CO2").value == 1


def test_blends_add_up_to_at_most_their_whole_mass() -> None:
    for name, parts in BLENDS.items():
        mass = sum(part for _, part in parts)
        assert mass == 1 or (name == "R-417A" and mass == D("0.966"))
        assert gas_family(name) is GasFamily.HFC
