"""The pages of the GHG statement, as the people of the case see and use them."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from demo.files.inventories import draw_inventory
from tests.factories import EVERYTHING
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import Halden, hand_in, prepare, submit
from tests.workflow.ghg_statement.pages import Browser, browsers, counted_queries
from workflow.ghg_statement import queries
from workflow.unit_of_work import reading, unit_of_work

PREVIEWED = "This would change version 1"


@pytest.fixture
def people(halden: Halden) -> dict[str, Browser]:
    return browsers(halden)


def test_a_stranger_does_not_find_the_statement(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    people["stranger"].get("/statement", status=404)


def test_the_verifier_reads_but_cannot_prepare(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    page = people["lead"].get("/statement")
    assert "52,151.15" in page
    assert "Prepare a version" not in page
    people["lead"].post("/statement/1/hand-in", status=403)


def test_the_verifier_does_not_find_a_version_in_preparation(
    halden: Halden, people: dict[str, Browser]
) -> None:
    prepare(halden, worked_case.V1)
    assert "has not handed in" in people["lead"].get("/statement")
    people["lead"].get("/statement/1", status=404)
    people["lead"].get("/statement/1/lines.csv", status=404)


def test_the_page_shows_totals_memo_and_uncertainty(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    page = people["lead"].get("/statement/2")
    for number in ("52,267.92", "24,883.32", "27,384.60", "22,268.82", "1,046.44", "116.39", "2.26", "4.64"):
        assert number in page, number


def test_the_difference_of_two_versions_adds_up(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    page = people["lead"].get("/statement/2/against/1")
    for number in ("+50.55", "+10.38", "+55.84", "+116.77", "+988.27"):
        assert number in page, number


def test_a_line_shows_claim_and_recalculation(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    page = people["lead"].get("/statement/1/lines/L-004")
    assert "2,088" in page
    assert "129.46" in page


def test_the_whole_way_from_workbook_to_submission(
    halden: Halden, people: dict[str, Browser], tmp_path: Path
) -> None:
    preparer, approver = people["preparer"], people["approver"]
    preparer.post(
        "/statement/new", title="GHG report 2021", dated="2022-09-12", gwp_set="AR6-27.9", what_changed=""
    )
    drawn = draw_inventory(tmp_path, 1)
    with drawn.path.open("rb") as file:
        page = preparer.post("/statement/1/import", status=200, file=(file, drawn.path.name))
    assert PREVIEWED in page
    assert "52,151.15" in page
    with reading(EVERYTHING) as session:
        assert queries.lines_of(session, halden.version(session, 1)) == []
    preparer.post("/statement/1/take", lines=_hidden(page, "lines"))
    preparer.post("/statement/1/report", key="R-c", state="present", text="the year 2021")
    preparer.post("/statement/1/hand-in")
    digest = _hidden(approver.get("/statement/1"), "sha256")
    approver.post("/statement/1/sign", sha256=digest)
    preparer.post("/statement/1/submit")
    assert "submitted" in people["lead"].get("/statement/1")
    with reading(EVERYTHING) as session:
        facts = queries.statement_facts(session, halden.case(session))
    assert (facts.submitted_number, facts.is_signed) == (1, True)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def test_a_preparer_who_posts_a_signature_is_refused_by_role(
    halden: Halden, people: dict[str, Browser]
) -> None:
    digest = hand_in(halden, prepare(halden, worked_case.V1))
    people["preparer"].post("/statement/1/sign", status=403, sha256=digest)


def test_a_pasted_table_with_an_error_names_the_cell_and_saves_nothing(
    halden: Halden, people: dict[str, Browser]
) -> None:
    prepare(halden, ())
    heads = "Source\tName\tISO category\tGHG Protocol\tQuantity\tUnit\tGas\tFactor\tFactor unit"
    row = "S07\tSteam\t2\tS2\tmuch\tGJ\tCO2e\t0.11\tt CO2e/GJ"
    page = people["preparer"].post("/statement/1/import", status=422, pasted=f"{heads}\n{row}")
    assert "E2" in page
    assert "Nothing is saved" in page


def test_a_line_is_typed_by_the_same_rules(halden: Halden, people: dict[str, Browser]) -> None:
    prepare(halden, ())
    cells = {
        "Source-0": "S07", "Name-0": "Purchased steam", "ISO category-0": "2", "GHG Protocol-0": "S2",
        "Quantity-0": "9800", "Unit-0": "GJ", "Gas-0": "CO2e", "Factor-0": "0.11",
        "Factor unit-0": "t CO2e/MWh",
    }  # fmt: skip
    page = people["preparer"].post("/statement/1/line", status=422, cells=cells)
    assert "is not a mass of CO2e per GJ" in page
    people["preparer"].post("/statement/1/line", cells={**cells, "Factor unit-0": "t CO2e/GJ"})
    assert "1,078.00" in people["preparer"].get("/statement/1")


def test_each_line_of_the_worked_case_can_be_opened_for_change_and_saved_unchanged(
    halden: Halden, people: dict[str, Browser]
) -> None:
    prepare(halden, worked_case.V1)
    with reading(EVERYTHING) as session:
        before = {ln.code: ln.inputs for ln in queries.lines_of(session, halden.version(session, 1))}
    for code in ("S02", "S04", "S06", "S07", "S11"):
        page = people["preparer"].get(f"/statement/1/line?source={code}")
        cells = {
            name: html.unescape(value)
            for name, value in re.findall(r'<input[^>]*name="([^"]+-\d)"[^>]*value="([^"]*)"', page)
        }
        for name in ("ISO category-0", "GHG Protocol-0"):
            select = re.search(rf'name="{name}".*?<option value="([^"]*)" selected', page, re.S)
            assert select
            cells[name] = select[1]
        people["preparer"].post("/statement/1/line", cells=cells)
    with reading(EVERYTHING) as session:
        after = {ln.code: ln.inputs for ln in queries.lines_of(session, halden.version(session, 1))}
    assert after == before


def test_the_export_is_what_is_shown_and_holds_no_formula(halden: Halden, people: dict[str, Browser]) -> None:
    number = prepare(halden, worked_case.V1)
    with unit_of_work(halden.preparer) as uow:
        source = queries.register_of(uow.session, halden.case(uow.session))["S07"]
        source.name = '=HYPERLINK("http://evil")'
        uow.record("test.name", source)
    exported = people["preparer"].bytes_of(f"/statement/{number}/lines.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(exported)))
    by_source = {row[1]: row for row in rows}
    assert by_source["S07"][2].startswith("'=")
    assert by_source["S06"][8:10] == ["22449.84", "18963.84"]
    book = openpyxl.load_workbook(io.BytesIO(people["preparer"].bytes_of(f"/statement/{number}/lines.xlsx")))
    cells = {row[1].value: row for row in book.active.iter_rows()}  # type: ignore[union-attr]
    assert cells["S07"][2].data_type == "s"
    assert cells["S01"][8].value == pytest.approx(892.79)


def test_the_inventory_that_goes_out_comes_back_unchanged(halden: Halden, people: dict[str, Browser]) -> None:
    prepare(halden, worked_case.V2)
    book = people["preparer"].bytes_of("/statement/1/inventory.xlsx")
    page = people["preparer"].post(
        "/statement/1/import", status=200, file=(io.BytesIO(book), "inventory.xlsx")
    )
    kinds = re.findall(r">(added|dropped|changed|unchanged)<", page.replace("</svg>", ">"))
    assert kinds == ["unchanged"] * 13


def test_the_hashed_bytes_can_be_taken_and_hash_to_what_is_shown(
    halden: Halden, people: dict[str, Browser]
) -> None:
    digest = hand_in(halden, prepare(halden, worked_case.V1))
    assert sha256(people["lead"].bytes_of("/statement/1/content.json")).hexdigest() == digest


def test_documents_are_declared_complete_on_the_page(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    people["preparer"].post("/statement/1/complete", ids=["S01", "S06"])
    with reading(EVERYTHING) as session:
        assert len(queries.complete_sets_of(session, halden.version(session, 1))) == 2


def test_a_signature_asks_for_a_fresh_sign_in_first(halden: Halden, people: dict[str, Browser]) -> None:
    digest = hand_in(halden, prepare(halden, worked_case.V1))
    halden.house.clock.set(halden.house.clock.now() + timedelta(hours=1))
    people["approver"].post("/statement/1/sign", sha256=digest)
    with reading(EVERYTHING) as session:
        assert queries.signatures_of(session, halden.case(session), halden.version(session, 1)) == []


def test_the_page_asks_the_database_twelve_times_at_most(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    people["lead"].get("/statement")
    with counted_queries(halden) as told:
        people["lead"].get("/statement")
    assert len(told) <= 12, "\n\n".join(told)
