"""The exact numbers of the worked case (section 9.2) through the commands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from methods.gwp import GasFamily
from tests.factories import EVERYTHING
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import Halden, prepare, submit
from workflow.ghg_statement import queries
from workflow.ghg_statement.totals import memo_of, uncertainties_of
from workflow.unit_of_work import reading

D = Decimal
EXPECTED = {
    1: {
        "categories": {1: "1238.71", 2: "23527.84", 3: "2381.10", 4: "25003.50"},
        "A": ("24766.55", "21280.55"),
        "B": ("27384.60", "27384.60"),
        "total": "52151.15",
        "market 2": "20041.84",
    },
    2: {
        "categories": {1: "1304.93", 2: "23578.39", 3: "2381.10", 4: "25003.50"},
        "A": ("24883.32", "22268.82"),
        "B": ("27384.60", "27384.60"),
        "total": "52267.92",
        "market 2": "20963.89",
    },
}


@pytest.mark.parametrize("number", [1, 2])
def test_a_version_has_the_totals_of_the_worked_case(halden: Halden, number: int) -> None:
    submit(halden, worked_case.V1)
    if number == 2:
        submit(halden, worked_case.V2)
    with reading(EVERYTHING) as session:
        totals = queries.totals_of(session, halden.case(session), halden.version(session, number))
    wanted = EXPECTED[number]
    assert {c: str(pair[0]) for c, pair in totals.categories.items()} == wanted["categories"]
    assert tuple(map(str, totals.groups["A"])) == wanted["A"]
    assert tuple(map(str, totals.groups["B"])) == wanted["B"]
    assert str(totals.total) == wanted["total"]
    assert str(totals.categories[2][1]) == wanted["market 2"]


def test_each_line_states_the_tonnes_of_the_worked_case(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    with reading(EVERYTHING) as session:
        lines = queries.lines_of(session, halden.version(session, 2))
        stated = {line.inputs["source_id"]: (line.code, str(line.tonnes)) for line in lines}
        recalculated = {line.inputs["source_id"]: line.recalculated for line in lines}
        electricity = next(line for line in lines if line.inputs["source_id"] == "S06")
    assert stated == {
        "S01": ("L-013", "892.79"), "S02": ("L-014", "48.54"), "S03": ("L-015", "54.09"),
        "S04": ("L-016", "139.84"), "S05": ("L-017", "113.83"), "S13": ("L-018", "55.84"),
        "S06": ("L-019", "22500.39"), "S07": ("L-020", "1078.00"), "S08": ("L-021", "903.00"),
        "S09": ("L-022", "1003.60"), "S10": ("L-023", "474.50"), "S11": ("L-024", "24715.50"),
        "S12": ("L-025", "288.00"),
    }  # fmt: skip
    assert recalculated["S11"] == D("24715.50")
    assert electricity.tonnes_market == electricity.recalculated_market == D("19885.89")


def test_the_gas_memo_is_rounded_once_per_category(halden: Halden) -> None:
    submit(halden, worked_case.V2)
    with reading(EVERYTHING) as session:
        memo = memo_of(queries.recalculated(session, halden.version(session, 1)))
    direct = {gas.family: str(gas.tonnes) for gas in memo[0].gases}
    assert direct == {
        GasFamily.CO2: "1046.44", GasFamily.CH4: "116.39", GasFamily.N2O: "2.26", GasFamily.HFC: "139.84",
    }  # fmt: skip


def test_uncertainty_is_propagated_to_category_group_and_total(halden: Halden) -> None:
    submit(halden, worked_case.V2)
    with reading(EVERYTHING) as session:
        version = halden.version(session, 1)
        found = uncertainties_of(
            queries.lines_of(session, version),
            queries.recalculated(session, version),
            queries.groups_by_category(session, halden.case(session)),
        )
    rounded = {key: round(value, 2) for key, value in found.groups.items() if value is not None}
    assert rounded == {"A": D("4.64"), "B": D("20.33")}
    assert found.total is not None
    assert round(found.total, 2) == D("10.88")
    assert (round(found.categories[1] or D(0), 2), round(found.categories[2] or D(0), 2)) == (
        D("5.90"),
        D("4.89"),
    )


def test_the_client_s_typed_gwp_is_used_as_it_stands(halden: Halden) -> None:
    prepare(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        line = queries.line_by_code(session, halden.case(session), "L-004")
        assert line.inputs["gas_factors"][0]["stated_gwp"] == "2088"
        assert line.tonnes == D("129.46")
