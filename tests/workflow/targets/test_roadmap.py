"""The roadmap: levers by sheet and form, wedge against the line, realised savings, foreign factors."""

from __future__ import annotations

import io
from decimal import Decimal
from html import unescape

import openpyxl
import pytest

from methods.quantification import Basis
from methods.roadmap import LeverKind
from tests.workflow.targets.scene import OFFICE, SECOND, Scene
from workflow.errors import BadInput, ChangedMeanwhile
from workflow.targets import roadmap_commands
from workflow.targets.queries import hold, target_by_code
from workflow.targets.roadmap_commands import Activity
from workflow.targets.roadmap_reads import Roadmap, lever_by_code, roadmap_of
from workflow.targets.roadmap_sheet import HEADS, LeverEntry, take_apart

D = Decimal
SUN = LeverEntry("L-01", "Solar roof", LeverKind.RENEWABLE_ON_SITE, 2023, 2030, D("8000"), mwh=D("14000"),
                 capex=D("6000000"), capex_year=2022, lifetime=20, overlap_group="power")  # fmt: skip
DRIVES = LeverEntry("L-02", "Drives", LeverKind.EFFICIENCY, 2024, 2030, D("3000"), mwh=D("5000"),
                    yearly_saving=D("400000"), capex=D("1000000"), capex_year=2023, lifetime=10)  # fmt: skip
HEAD = ["Code", "Lever", "Kind", "First year", "Last year", "t CO2e a year", "Capex"]


def drawn(scene: Scene) -> str:
    """A roadmap against the target on scopes 1 and 2, with two levers and a growing plant."""
    base = scene.cite()
    scene.state_submission()
    code = scene.begin(base)
    with scene.by(OFFICE) as (uow, group):
        roadmap_commands.set_basis(
            uow, group, target=target_by_code(uow.session, group, code), basis=Basis.MARKET, currency="CNY",
            interest=D("0.05"), inventory_factor=D("0.5568"), factor_source="national average 2021",
        )  # fmt: skip
        driver = Activity("Plant", D("24883.32"), "t", D("0.02"), D(1), overlap_group="power")
        roadmap_commands.set_activity(uow, group, driver)
        roadmap_commands.take_levers(uow, group, [SUN, DRIVES])
    return code


def read(scene: Scene) -> Roadmap:
    with scene.by(OFFICE) as (uow, group):
        return roadmap_of(uow.session, group, hold(uow.session, group, uow.now.date()))


def test_the_wedge_stands_against_the_target_s_line(scene: Scene) -> None:
    drawn(scene)
    found = read(scene)
    assert found.wedge is not None and found.notes == ()
    last = found.wedge.years[-1]
    assert (last.year, last.abatement) == (2030, D(11000))
    assert last.line == D("14432.3256")
    assert last.gap == D("24883.32") * D("1.02") ** 9 - 11000 - D("14432.3256")
    assert [s.name for s in found.chart.series] == ["Business as usual", "Planned", "Target line", "Actual"]  # type: ignore[union-attr]
    assert [s.lever_id for s in found.costs] == ["L-02", "L-01"]
    assert found.capex is not None and found.capex.total == D(7000000)


def test_savings_whose_factor_is_not_the_inventory_s_are_listed(scene: Scene) -> None:
    drawn(scene)
    with scene.by(OFFICE) as (uow, group):
        for name, mwh, tonnes in (
            ("first", "271197", "177871"),
            ("second", "49480", "31088"),
            ("own", "10000", "5568"),
        ):
            roadmap_commands.note_claim(
                uow, group, name=name, mwh=D(mwh), tonnes=D(tonnes), source="programme text"
            )
    found = {each.name: round(each.implied, 3) for each in read(scene).foreign}
    assert found == {"L-01": D("0.571"), "L-02": D("0.600"), "first": D("0.656"), "second": D("0.628")}


def test_a_measured_year_stands_against_its_plan_and_waits_for_who_confirms_it(scene: Scene) -> None:
    drawn(scene)
    with scene.by(OFFICE) as (uow, group):
        lever = lever_by_code(uow.session, group, "L-01")
        roadmap_commands.measure(
            uow, lever, 2023, baseline_mwh=D(14000), measured_mwh=D(2000), factor=D("0.5568")
        )
    year, row = read(scene).realised[0]
    assert (year.saved_mwh, year.realised, year.difference) == (D(12000), D("6681.6"), D("-1318.4"))
    assert (year.is_confirmed, row.confirmed_by) == (False, "")


@pytest.mark.parametrize("year", [2022, 2031])
def test_a_lever_is_measured_in_its_own_years_only(scene: Scene, year: int) -> None:
    drawn(scene)
    with pytest.raises(BadInput, match="works from 2023 to 2030"), scene.by(OFFICE) as (uow, group):
        lever = lever_by_code(uow.session, group, "L-01")
        roadmap_commands.measure(uow, lever, year, baseline_mwh=D(1), measured_mwh=D(0), factor=D(1))


def test_of_two_people_who_set_the_basis_the_second_is_told(scene: Scene) -> None:
    drawn(scene)
    found = read(scene).basis
    assert found is not None
    with pytest.raises(ChangedMeanwhile):
        for name in (SECOND, OFFICE):
            with scene.by(name) as (uow, group):
                roadmap_commands.set_basis(
                    uow, group, target=None, basis=Basis.LOCATION, currency="EUR", interest=D(0),
                    inventory_factor=None, version=found.version,
                )  # fmt: skip
    assert read(scene).basis.currency == "EUR"  # type: ignore[union-attr]


def row(**changes: str) -> list[str | None]:
    cells = dict(zip(HEAD, ["L-01", "Solar roof", "efficiency", "2023", "2030", "8000", "10"], strict=True))
    return [(cells | changes)[head] for head in HEAD]


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"Kind": "magic"}, "Kind", "no kind of lever"),
        ({"First year": "soon"}, "First year", "no number"),
        ({"First year": "1.5"}, "First year", "no such year"),
        ({"t CO2e a year": ""}, "t CO2e a year", "empty"),
        ({"t CO2e a year": "-5"}, "t CO2e a year", "below 0"),
        ({"Last year": "2020"}, "Last year", "ends before it begins"),
        ({"Code": "L-0000000000001"}, "Code", "too long"),
    ],
)
def test_each_error_of_a_sheet_names_row_column_rule_and_mend(
    changes: dict[str, str], column: str, rule: str
) -> None:
    found = take_apart([HEAD, row(), row(**{"Code": "L-02", **changes})])
    assert [(e.row, e.column) for e in found.errors] == [(3, column)]
    assert rule in str(found.errors[0].rule)
    assert str(found.errors[0].fix)


def test_a_code_that_stands_twice_is_named_by_its_row() -> None:
    found = take_apart([HEAD, row(), [None] * 7, row()])
    assert [(e.row, e.column) for e in found.errors] == [(4, "Code")]


def test_the_register_goes_out_and_in_again_through_the_pages(scene: Scene) -> None:
    drawn(scene)
    browser = scene.town.browser(OFFICE)
    out = browser.get("/targets/roadmap/levers.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert [cell.value for cell in book.worksheets[0][1]] == list(HEADS)
    book.worksheets[0]["I2"] = 9000
    changed = io.BytesIO()
    book.save(changed)
    page = browser.post("/targets/roadmap/import", file=(io.BytesIO(changed.getvalue()), "levers.xlsx"))
    assert page.status_code == 200, page.text
    assert "9,000" in page.text
    entries = page.text.split('name="entries" value="', 1)[1].split('"', 1)[0]
    assert browser.post("/targets/roadmap/take", entries=unescape(entries)).status_code == 303
    assert [(lever.code, lever.tonnes) for lever in read(scene).levers] == [
        ("L-01", D(9000)),
        ("L-02", D(3000)),
    ]


def test_a_broken_sheet_is_shown_with_its_errors_and_saves_nothing(scene: Scene) -> None:
    drawn(scene)
    content = "\n".join([",".join(HEAD), ",".join(row(Kind="magic", Code="L-09"))]).encode()
    page = scene.town.browser(OFFICE).post(
        "/targets/roadmap/import", file=(io.BytesIO(content), "levers.csv")
    )
    assert page.status_code == 422
    assert "no kind of lever" in page.text
    assert [lever.code for lever in read(scene).levers] == ["L-01", "L-02"]
