"""Yearly progress and disclosure, and the way from a base year to the export through the pages alone."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from tests.workflow.targets.scene import KUNSHAN, OFFICE, SIGNATORY, SUBMISSION, Scene
from workflow.errors import BadInput
from workflow.targets.progress import disclose, progress_of, say_year
from workflow.targets.queries import hold, target_by_code, years_of
from workflow.targets.rules import Origin, TargetKind

D = Decimal


def begun(scene: Scene) -> str:
    base = scene.cite()
    scene.state_submission()
    return scene.begin(base)


def test_the_figures_of_a_year_follow_the_line(scene: Scene) -> None:
    code = begun(scene)
    scene.type_year(2024, {"S1": "1000", "S2": "20000"})
    with scene.by(OFFICE) as (uow, group):
        held = hold(uow.session, group, uow.now.date())
        found = progress_of(held, {}, 2024)[0]
    assert (found.target.code, found.origin, found.is_verified) == (code, Origin.TYPED, False)
    assert found.line is not None and round(found.line, 4) == D("21399.6552")
    assert found.actual == D("21000.00")
    assert found.gap is not None and round(found.gap, 4) == D("-399.6552")
    assert found.achieved is not None and round(found.achieved, 4) == round(D("3883.32") / D("10450.9944"), 4)
    assert found.needed_rate is not None
    assert round(found.needed_rate, 6) == round((D("21000") - D("14432.3256")) / 6 / D("24883.32"), 6)


def test_the_base_year_s_own_row_is_verified_and_new(scene: Scene) -> None:
    begun(scene)
    with scene.by(OFFICE) as (uow, group):
        found = progress_of(hold(uow.session, group, uow.now.date()), {}, 2021)[0]
    assert (found.is_verified, found.gap, found.achieved) == (True, D(0), D(0))


def test_a_share_is_typed_and_marked_not_verified(scene: Scene) -> None:
    base = scene.cite()
    answers = {"base_share": "0.2", "share": "1", "target_year": "2030"}
    code = scene.begin(base, TargetKind.RENEWABLE, answers, "Green power")
    browser = scene.town.browser(OFFICE)
    answer = browser.post(f"/targets/{code}/years/2024", actual="40", is_share="yes", status="underway")
    assert answer.status_code == 303
    with scene.by(OFFICE) as (uow, group):
        found = progress_of(hold(uow.session, group, uow.now.date()), years_of(uow.session, group), 2024)[0]
    assert (found.actual, found.origin, found.status) == (D("40.0"), Origin.TYPED, "underway")
    assert found.gap is not None and found.gap < 0


def test_an_unknown_status_is_refused(scene: Scene) -> None:
    code = begun(scene)
    with pytest.raises(BadInput, match="underway"), scene.by(OFFICE) as (uow, group):
        say_year(uow, target_by_code(uow.session, group, code), 2024, status="fine")


def test_a_target_over_two_scopes_is_disclosed_once_per_scope(scene: Scene) -> None:
    begun(scene)
    with scene.by(OFFICE) as (uow, group):
        found = disclose(hold(uow.session, group, uow.now.date()), {}, 2021)
    scopes = [dict(zip(found.heads, row, strict=True)) for row in found.rows]
    assert [row["Scopes"] for row in scopes] == ["Scope 1", "Scope 2"]
    total = "Base-year emissions covered, total (t CO2e)"
    assert [row[total] for row in scopes] == ["1304.93", "23578.39"]


def test_what_is_left_out_of_the_boundary_keeps_the_scopes_together(scene: Scene) -> None:
    base = scene.cite()
    scene.state_submission()
    scene.begin(
        base,
        answers={"scopes": "1,2", "target_year": "2030", "reduction": "0.42", "excluded_from_target": "100"},
    )
    with scene.by(OFFICE) as (uow, group):
        found = disclose(hold(uow.session, group, uow.now.date()), {}, 2021)
    row = dict(zip(found.heads, found.rows[0], strict=True))
    assert (len(found.rows), row["Scopes"]) == (1, "Scope 1, Scope 2")
    assert row["Base-year emissions covered, total (t CO2e)"] == "24783.32"


def test_an_intensity_and_a_share_have_their_rows_in_the_disclosure_once_their_figure_is_typed(
    scene: Scene,
) -> None:
    base = scene.cite()
    scene.state_submission()
    power = scene.begin(
        base, TargetKind.RENEWABLE, {"base_share": "0.2", "share": "1", "target_year": "2030"}, "Power"
    )
    answers = {"scopes": "3", "target_year": "2031", "reduction": "0.5161", "cover_1": "1", "base_activity": "500",
               "target_activity": "700", "activity_unit": "tonne sold"}  # fmt: skip
    output = scene.begin(base, TargetKind.PHYSICAL, answers, "Output")
    with scene.by(OFFICE) as (uow, group):
        say_year(uow, target_by_code(uow.session, group, power), 2022, actual=D(40))
        say_year(uow, target_by_code(uow.session, group, output), 2022, actual=D(45))
    with scene.by(OFFICE) as (uow, group):
        held = hold(uow.session, group, uow.now.date())
        found = disclose(held, years_of(uow.session, group), 2022)
        unsaid = disclose(held, years_of(uow.session, group), 2023)
    kind, by = "Kind of target", {row[0]: dict(zip(found.heads, row, strict=True)) for row in found.rows}
    assert [(code, row[kind]) for code, row in by.items()] == [("Oth1", "other"), ("Int1", "intensity")]
    assert by["Int1"]["Metric of an intensity or a share"] == "t CO₂e / tonne sold"
    assert by["Int1"]["Base-year figure in that metric"] == "49.431"
    assert by["Int1"]["Scope 3 categories"] == "1" and by["Oth1"]["Scopes"] == "Scope 2"
    assert by["Oth1"]["Target achieved (%)"] == "25"
    assert [str(why) for _code, why in unsaid.left_out][1] == (
        "Its figure of 2023, in t CO₂e / tonne sold, is not stated yet."
    )


def test_a_year_without_an_inventory_is_said_and_not_disclosed(scene: Scene) -> None:
    begun(scene)
    with scene.by(OFFICE) as (uow, group):
        found = disclose(hold(uow.session, group, uow.now.date()), {}, 2026)
    assert found.rows == ()
    assert [str(why) for _code, why in found.left_out] == ["2026 has no inventory yet."]


def test_from_the_base_year_to_the_export_through_the_pages(scene: Scene) -> None:
    case = scene.issue(KUNSHAN, "NA-2022-0041")
    office, signatory = scene.town.browser(OFFICE), scene.town.browser(SIGNATORY)
    assert "NA-2022-0041/0" in office.get("/targets/base-year/cite?year=2021").text
    fields = {"year": "2021", "ids": case, f"revision-{case}": "0", f"share-{case}": "100"}
    assert office.post("/targets/base-year/cite", approach="operational_control", **fields).status_code == 303
    stated = {**SUBMISSION, "inventory_is_complete": "yes"}
    assert office.post("/targets/submission", **stated).status_code == 303
    assert office.post("/targets/new", kind="absolute", name="Scopes 1 and 2").status_code == 303
    assert office.post("/targets/new", kind="absolute", name="Scope 3").status_code == 303
    common = {"inventory_id": "1", "rule_set_id": "nt-5.3.1", "target_year": "2030", "method_is_current": "yes",
              "credits_counted": "0", "avoided_counted": "0", "is_flag_target": "no", "version": "1"}  # fmt: skip
    first = {"name": "Scopes 1 and 2", "scopes": "1,2", "reduction": "42", "excluded_from_target": "0"}
    third = {"name": "Scope 3", "scopes": "3", "reduction": "25", "cover_1": "100"}
    for code, said in (("Abs1", first), ("Abs2", third)):
        assert office.post(f"/targets/{code}", **common, **said).status_code == 303
    assert signatory.post("/targets/Abs1/moves/approve").status_code == 303
    assert "internally approved" in office.get("/targets/Abs1").text
    assert "not verified" not in office.get("/targets/progress?year=2021").text
    rows = list(
        csv.reader(io.StringIO(office.get("/targets/disclosure.csv?year=2021").data.decode("utf-8-sig")))
    )
    assert [row[0] for row in rows] == ["Target reference", "Abs1", "Abs1", "Abs2"]
    book = openpyxl.load_workbook(io.BytesIO(office.get("/targets/disclosure.xlsx?year=2021").data))
    sheet = book.worksheets[0]
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
