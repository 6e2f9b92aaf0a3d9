"""Recalculating a GHG statement: every total of the worked case, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from methods.gwp import GasFamily
from methods.quantification import (
    Basis,
    CategoryResult,
    Co2eFactor,
    FactorMass,
    GasFactor,
    Instrument,
    StatementResult,
    quantify,
    quantify_line,
)
from methods.uncomputable import Uncomputable
from tests.methods import worked_case as case
from tests.methods.worked_case import D

V1 = {
    "S01": "892.79", "S02": "48.54", "S03": "54.09", "S04": "129.46", "S05": "113.83", "S06": "22449.84",
    "S07": "1078.00", "S08": "903.00", "S09": "1003.60", "S10": "474.50", "S11": "24715.50", "S12": "288.00",
}  # fmt: skip
V2 = V1 | {"S04": "139.84", "S06": "22500.39", "S13": "55.84"}


@pytest.fixture(scope="module")
def v1() -> StatementResult:
    return quantify(case.V1, case.GWP_SET)


@pytest.fixture(scope="module")
def v2() -> StatementResult:
    return quantify(case.V2, case.GWP_SET)


def by_family(category: CategoryResult) -> dict[GasFamily, D]:
    return {gas.family: gas.tonnes for gas in category.gases}


def test_every_line_of_v1_comes_out_at_the_hundredth(v1: StatementResult) -> None:
    assert {line.source_id: str(line.tonnes) for line in v1.lines} == V1


def test_every_line_of_v2_comes_out_at_the_hundredth(v2: StatementResult) -> None:
    assert {line.source_id: str(line.tonnes) for line in v2.lines} == V2


@pytest.mark.parametrize(
    ("category", "in_v1", "in_v2"),
    [
        (1, "1238.71", "1304.93"),
        (2, "23527.84", "23578.39"),
        (3, "2381.10", "2381.10"),
        (4, "25003.50", "25003.50"),
    ],
)
def test_categories_are_sums_of_rounded_sources(
    v1: StatementResult, v2: StatementResult, category: int, in_v1: str, in_v2: str
) -> None:
    assert (str(v1.category(category).tonnes), str(v2.category(category).tonnes)) == (in_v1, in_v2)


def test_groups_and_totals_of_both_versions(v1: StatementResult, v2: StatementResult) -> None:
    assert v1.group_total(case.GROUP_A) == D("24766.55")
    assert v2.group_total(case.GROUP_A) == D("24883.32")
    assert v1.group_total(case.GROUP_B) == v2.group_total(case.GROUP_B) == D("27384.60")
    assert (v1.tonnes, v2.tonnes) == (D("52151.15"), D("52267.92"))


def test_category_1_by_gas_is_a_memo_rounded_once(v2: StatementResult) -> None:
    category = v2.category(1)
    assert by_family(category) == {
        GasFamily.CO2: D("1046.44"),
        GasFamily.CH4: D("116.39"),
        GasFamily.N2O: D("2.26"),
        GasFamily.HFC: D("139.84"),
    }
    assert sum(by_family(category).values()) == category.tonnes
    assert category.gas_difference == 0


def test_nitrous_oxide_cells_have_four_decimals_and_rounding_them_first_would_differ(
    v2: StatementResult,
) -> None:
    cells = {
        line.source_id: gas.cell for line in v2.lines for gas in line.gases if gas.family is GasFamily.N2O
    }
    assert cells == {"S01": D("0.4384"), "S02": D("0.1092"), "S03": D("1.6686"), "S13": D("0.0479")}
    assert sum(cells.values()) == D("2.2641")
    assert sum(cell.quantize(D("0.01")) for cell in cells.values()) == D("2.27")


def test_market_basis_deducts_the_certificates(v1: StatementResult, v2: StatementResult) -> None:
    assert v1.category(2).market_tonnes == D("20041.84")
    assert v2.category(2).market_tonnes == D("20963.89")
    assert v1.line("S06").on(Basis.MARKET) == D("18963.84")
    assert v2.line("S06").on(Basis.MARKET) == D("19885.89")
    assert v1.group_total(case.GROUP_A, Basis.MARKET) == D("21280.55")
    assert v2.group_total(case.GROUP_A, Basis.MARKET) == D("22268.82")


def test_sublines_keep_their_own_tonnes_and_the_line_is_rounded_once(v2: StatementResult) -> None:
    line = v2.line("S11")
    assert line.sublines == (("copper alloy", D("8707.50")), ("plastics", D("16008.00")))
    assert line.tonnes == D("24715.50")


def test_sublines_are_not_rounded_before_the_line() -> None:
    part = replace(case.MATERIALS.sublines[0], activity=D("0.004"), factor=Co2eFactor(D(1), FactorMass.TONNE))
    assert quantify_line(replace(case.MATERIALS, sublines=(part, part)), "AR5").tonnes == D("0.01")


def test_a_gas_difference_is_shown_and_not_spread() -> None:
    line = replace(case.GAS, activity=D(1), gas_factors=(GasFactor("CO2", D(4)), GasFactor("CO2", D(4))))
    two = quantify([line, replace(line, source_id="S99")], case.GWP_SET).category(1)
    assert (two.tonnes, two.gases[0].tonnes, two.gas_difference) == (D("0.02"), D("0.02"), D("0.00"))
    small = replace(line, gas_factors=(GasFactor("CO2", D("5")),))
    three = quantify([replace(small, source_id=f"S{n}") for n in range(3)], case.GWP_SET).category(1)
    assert (three.tonnes, three.gases[0].tonnes, three.gas_difference) == (D("0.03"), D("0.02"), D("0.01"))


def test_biogenic_co2_stays_outside_the_total_and_biogenic_methane_inside() -> None:
    line = replace(
        case.GAS,
        activity=D(1000),
        gas_factors=(GasFactor("CO2", D(2), is_biogenic=True), GasFactor("CH4", D(1), is_biogenic=True)),
    )
    result = quantify([line], "AR6-split")
    assert result.tonnes == D("27.00")
    assert result.category(1).biogenic_co2 == D("2.00")


def test_removals_are_reported_apart() -> None:
    forest = replace(case.WASTE, source_id="S90", iso_category=1, is_removal=True)
    result = quantify([case.GAS, forest], case.GWP_SET)
    assert (result.tonnes, result.category(1).removals) == (D("892.79"), D("288.00"))


def test_instruments_in_megawatt_hours_reduce_a_line_in_kilowatt_hours() -> None:
    line = replace(
        case.ELECTRICITY_V2,
        activity=D(38_727_000),
        unit="kWh",
        co2e_factor=Co2eFactor(D("0.581"), FactorMass.KG),
    )
    assert quantify_line(line, case.GWP_SET).market_tonnes == D("19885.89")


def test_a_residual_mix_and_a_contract_factor_are_used_on_the_market_basis_only() -> None:
    line = replace(
        case.ELECTRICITY_V2,
        activity=D(100),
        instruments=(Instrument("PPA", D(40), D("0.1")),),
        market_factor=Co2eFactor(D("0.7"), FactorMass.TONNE),
    )
    result = quantify_line(line, case.GWP_SET)
    assert (result.tonnes, result.market_tonnes) == (D("58.10"), D("46.00"))


def test_more_certificates_than_consumption_are_refused() -> None:
    line = replace(case.ELECTRICITY_V1, activity=D(5_000))
    with pytest.raises(Uncomputable, match="Claim no more than was consumed"):
        quantify_line(line, case.GWP_SET)
    covered = replace(case.ELECTRICITY_V1, activity=D(6_000))
    assert quantify_line(covered, case.GWP_SET).market_tonnes == 0


def test_instruments_on_a_fuel_line_are_refused() -> None:
    with pytest.raises(Uncomputable, match="only imported energy"):
        quantify_line(replace(case.GAS, instruments=(case.R1,)), case.GWP_SET)


@pytest.mark.parametrize("broken", [{"gas_factors": ()}, {"co2e_factor": case.GRID}])
def test_a_line_needs_exactly_one_way_of_factors(broken: dict[str, object]) -> None:
    with pytest.raises(Uncomputable, match="exactly one of"):
        quantify_line(replace(case.GAS, **broken), case.GWP_SET)  # type: ignore[arg-type]


def test_a_source_with_two_lines_and_an_unknown_category_are_refused() -> None:
    with pytest.raises(Uncomputable, match="S01 has two lines"):
        quantify([case.GAS, case.GAS], case.GWP_SET)
    with pytest.raises(Uncomputable, match="1 to 6"):
        quantify_line(replace(case.GAS, iso_category=7), case.GWP_SET)


def test_asking_for_what_the_statement_does_not_have_is_answered_by_a_sentence(v1: StatementResult) -> None:
    with pytest.raises(Uncomputable, match="no line for source S13"):
        v1.line("S13")
    with pytest.raises(Uncomputable, match="ISO category 6"):
        v1.category(6)
