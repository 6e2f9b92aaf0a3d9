import io
from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from reports.sbt_contract import Reach
from reports.sbt_forms import OFFICIAL_TABS, render_forms
from tests.office import recalculated
from tests.reports import worked_sbt as worked


@pytest.fixture(scope="module")
def forms() -> bytes:
    return render_forms(worked.DOSSIER)


def _open(raw: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=values)


def _formulas(raw: bytes) -> list[tuple[str, str]]:
    return [
        (sheet.title, cell.coordinate)
        for sheet in _open(raw)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def _rows(raw: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(_open(raw, values=True)[sheet].iter_rows(values_only=True))


def test_the_first_tabs_stand_in_the_order_of_the_official_form(forms: bytes) -> None:
    assert tuple(_open(forms).sheetnames[: len(OFFICIAL_TABS)]) == OFFICIAL_TABS


def test_the_same_contract_gives_the_same_workbook(forms: bytes) -> None:
    assert render_forms(worked.DOSSIER) == forms


def test_libreoffice_calculates_every_formula_to_the_number_of_the_dossier(
    forms: bytes, tmp_path: Path
) -> None:
    live, written, places = recalculated(forms, tmp_path), _open(forms, values=True), _formulas(forms)

    assert len(places) > 120
    for sheet, place in places:
        expected, found = written[sheet][place].value, live[sheet][place].value
        # Fifteen digits: a spreadsheet calculates in binary.
        assert abs(D(str(found)) - D(str(expected))) < D("1e-6"), (sheet, place, found, expected)


def test_the_live_lines_are_those_of_the_dossier(forms: bytes) -> None:
    differences = [
        row[3] for row in _rows(forms, "Target lines") if isinstance(row[0], int) and 2000 < row[0] < 2100
    ]

    assert len(differences) == 20
    assert set(differences) == {0}


def test_the_live_costs_are_those_of_the_register(forms: bytes) -> None:
    rows = [row for row in _rows(forms, "Levers") if str(row[0]).startswith("L-")]

    assert len(rows) == 12
    for row in rows:
        assert abs(D(str(row[5])) - D(str(row[6]))) <= D("0.005001")


def test_the_live_total_of_the_inventory_is_the_declared_one(forms: bytes) -> None:
    total = next(row for row in _rows(forms, "GHG Inventory") if row[1] == "Total, all scopes")

    assert D(str(total[2])) == worked.INVENTORY.declared_base


def test_the_register_and_the_roadmap_abate_the_same(forms: bytes) -> None:
    rows = [row for row in _rows(forms, "Roadmap") if isinstance(row[0], int)]

    assert len(rows) == 10
    for row in rows:
        assert abs(D(str(row[2])) - D(str(row[6]))) < D("0.01")


def test_a_field_that_nobody_stated_names_who_can() -> None:
    rows = {row[0]: row for row in _rows(render_forms(worked.EMPTY), "Company Information")}

    assert rows["LEI"][1] == "not stated"
    assert rows["LEI"][3] == "the finance department"


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    odd = replace(worked.DOSSIER, company=replace(worked.COMPANY, legal_name="=1+1"))
    cell = _open(render_forms(odd))["Company Information"]["B7"]

    assert cell.value == "=1+1"
    assert cell.data_type == "s"


def test_a_hundred_levers_stand_in_the_workbook() -> None:
    raw = render_forms(replace(worked.DOSSIER, delivery=worked.make_delivery(100)))

    assert sum(str(row[0]).startswith("L-") for row in _rows(raw, "Levers")) == 100


def test_net_zero_targets_have_tabs_of_their_own() -> None:
    far = replace(worked.T1, target_id="T9", reach=Reach.LONG, target_year=2050)
    raw = render_forms(replace(worked.DOSSIER, targets=(worked.T1, far)))

    assert "T9" in {row[0] for row in _rows(raw, "Net-Zero Targets")}
    assert "T9" not in {row[0] for row in _rows(raw, "Near-Term Targets")}
