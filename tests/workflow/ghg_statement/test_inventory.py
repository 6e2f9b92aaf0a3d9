"""An inventory workbook becomes stated lines, or errors that say row, column, rule and fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from demo.files.inventories import HEADS, draw_inventory
from methods.quantification import quantify
from tests.methods import worked_case
from workflow.errors import BadInput
from workflow.ghg_statement.import_file import read_inventory
from workflow.ghg_statement.inventory import Expected, Inventory, take_apart

YEAR = Expected("AR6-27.9", date(2021, 1, 1), date(2021, 12, 31))
STEAM = (
    "S07", "Purchased steam", "2", "S2", "9800", "GJ", None, None, "CO2e", "0.11", "t CO2e/GJ", "1",
    "1078.00", None, None, "3", "10",
)  # fmt: skip
DIESEL = (
    "S02", "Diesel gensets", "1", "S1", "18600", "L", "0.84", "kg/L", "CO2", "3.0959", "kg CO2/kg", "1",
    "48.37", None, None, "3", "5",
)  # fmt: skip


def sheet(*rows: tuple[str | None, ...], total: str | None = None) -> list[list[str | None]]:
    grid = [["GWP set", "AR6-27.9"], list(HEADS), *map(list, rows)]
    return [*grid, ["Total", *[None] * 11, total]] if total else grid  # type: ignore[list-item]


def changed(row: tuple[str | None, ...], head: str, text: str | None) -> tuple[str | None, ...]:
    place = HEADS.index(head)
    return (*row[:place], text, *row[place + 1 :])


def only_error(found: Inventory) -> tuple[str, str]:
    (error,) = found.errors
    return error.cell, str(error.rule)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Inventory]]:
    folder: Path = tmp_path_factory.mktemp("inventories")
    files = {version: draw_inventory(folder, version) for version in (1, 2)}
    yield {version: read_inventory(file.path, file.path.name, YEAR) for version, file in files.items()}


@pytest.mark.parametrize(("version", "total"), [(1, "52151.15"), (2, "52267.92")])
def test_the_client_s_workbook_gives_the_lines_of_the_worked_case(
    drawn: dict[int, Inventory], version: int, total: str
) -> None:
    found = drawn[version]
    assert found.errors == ()
    lines = worked_case.V1 if version == 1 else worked_case.V2
    assert [line.source.source_id for line in found.lines] == [line.source_id for line in lines]
    assert sum(line.tonnes or 0 for line in found.lines) == Decimal(total)
    result = quantify([line.source for line in found.lines], YEAR.gwp_set)
    assert result.tonnes == Decimal(total)
    assert result.market_tonnes == quantify(lines, YEAR.gwp_set).market_tonnes


def test_a_gwp_of_another_set_is_kept_as_the_client_typed_it(drawn: dict[int, Inventory]) -> None:
    stated = [f.stated_gwp for line in drawn[1].lines for f in line.source.gas_factors]
    assert [value for value in stated if value is not None] == [Decimal(2088)]


def test_a_clean_row_gives_its_line() -> None:
    found = take_apart(sheet(STEAM, total="1078"), YEAR)
    assert found.errors == ()
    assert found.lines[0].tonnes == Decimal("1078.00")


@pytest.mark.parametrize(
    ("head", "text", "cell", "rule"),
    [
        ("Source", "7", "A3", "no source id"),
        ("Name", None, "B3", "empty"),
        ("ISO category", "9", "C3", "no ISO category"),
        ("GHG Protocol", "S3-4", "D3", "does not belong to ISO category 2"),
        ("Quantity", "9,800", "E3", "no number"),
        ("Unit", "barrels of steam", "F3", "no unit"),
        ("Gas", "XYZ", "K3", "is not a mass of XYZ per GJ"),
        ("Factor", "a lot", "J3", "no number"),
        ("Factor unit", "t CO2e/MWh", "K3", "is not a mass of CO2e per GJ"),
        ("t CO2e", "1078.005", "M3", "finer than 0.01"),
        ("U factor %", "-3", "Q3", "no number of 0 or more"),
    ],
)
def test_each_error_names_its_cell_and_rule(head: str, text: str | None, cell: str, rule: str) -> None:
    found = take_apart(sheet(changed(STEAM, head, text)), YEAR)
    assert found.lines == ()
    told_cell, told_rule = next((e.cell, str(e.rule)) for e in found.errors if e.cell == cell)
    assert told_cell == cell
    assert rule in told_rule
    assert all(str(error.fix) for error in found.errors)


def test_a_factor_per_converted_unit_needs_the_conversion() -> None:
    without = changed(changed(DIESEL, "Conversion", None), "Conversion unit", None)
    assert only_error(take_apart(sheet(without), YEAR))[0] == "K3"


def test_a_source_in_two_places_is_refused() -> None:
    found = take_apart(sheet(STEAM, DIESEL, STEAM), YEAR)
    assert only_error(found) == ("A5", "S07 stands in row 3 already.")


def test_a_total_that_does_not_foot_is_refused() -> None:
    cell, rule = only_error(take_apart(sheet(STEAM, total="1079"), YEAR))
    assert (cell, "1079.00" in rule) == ("M4", True)


def test_a_sheet_of_another_gwp_set_is_refused() -> None:
    found = take_apart(sheet(STEAM), replace(YEAR, gwp_set="AR6-split"))
    assert only_error(found)[0] == "B1"


def test_a_claim_that_differs_from_its_own_factor_is_noted_and_kept() -> None:
    found = take_apart(sheet(changed(STEAM, "t CO2e", "1100.00")), YEAR)
    assert found.errors == ()
    assert found.lines[0].tonnes == Decimal("1100.00")
    assert "1078.00" in str(found.notes[0])


def test_more_green_power_than_consumption_is_an_error_of_its_row() -> None:
    power = changed(changed(changed(STEAM, "Unit", "MWh"), "Factor unit", "t CO2e/MWh"), "Green MWh", "9900")
    assert "Claim no more" in only_error(take_apart(sheet(power), YEAR))[1]


@pytest.mark.parametrize(("named", "ok"), [("R1: 4500; R2: 1500", True), ("R1: 4500", False), ("R1", False)])
def test_certificates_are_named_and_add_up_to_the_green_power(named: str, ok: bool) -> None:
    power = changed(changed(changed(STEAM, "Unit", "MWh"), "Factor unit", "t CO2e/MWh"), "Green MWh", "6000")
    grid = sheet(power)
    grid[2].extend([None] * (len(grid[1]) - len(grid[2])))
    grid[1].append("Certificates")
    grid[2].append(named)
    found = take_apart(grid, YEAR)
    assert (found.errors == ()) is ok
    if ok:
        assert [i.instrument_id for i in found.lines[0].source.instruments] == ["R1", "R2"]


def test_a_sheet_without_heads_says_which_it_needs() -> None:
    with pytest.raises(BadInput, match="Factor unit"):
        take_apart([["a", "b"], ["1", "2"]], YEAR)


def test_a_file_that_is_no_workbook_is_refused_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "inventory.xlsx"
    path.write_bytes(b"%PDF-1.4 not a workbook")
    with pytest.raises(BadInput):
        read_inventory(path, path.name, YEAR)
