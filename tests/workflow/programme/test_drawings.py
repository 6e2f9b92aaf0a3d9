"""The programme's drawings on the page: drawn as drawings, and what people typed stays words in them."""

from __future__ import annotations

import pytest

from tests.workflow.programme.scene import OFFICE, Scene, inside
from workflow.programme import boundary, milestones
from workflow.programme.chart_drawing import draw_chart
from workflow.programme.models import ChartUnit
from workflow.programme.rules import UnitKind
from workflow.unit_of_work import unit_of_work

TYPED = "<b>Study</b> & letter"
SAID = "&lt;b&gt;Study&lt;/b&gt; &amp; letter"


@pytest.mark.parametrize("page", ["", "/milestones"])
def test_the_time_line_is_drawn_and_a_typed_title_stays_words(scene: Scene, page: str) -> None:
    with unit_of_work(scene.actor()) as uow:
        row = scene.milestone(uow, "M1")
        plan = milestones.Plan(TYPED, row.stage, row.step, row.text, row.due)
        milestones.change_milestone(uow, scene.group(uow), row, plan, reason="")
    shown = scene.town.browser(OFFICE).get(f"/programme{page}").text
    assert '<figure class="time-line">' in shown
    assert f"<title>{SAID}</title>" in shown
    assert TYPED not in shown


def test_the_boundary_is_drawn_anew_after_an_act_and_a_typed_name_stays_words(scene: Scene) -> None:
    browser = scene.town.browser(OFFICE)
    before = browser.get("/programme/boundary").text
    with unit_of_work(scene.actor()) as uow:
        boundary.take(uow, scene.programme(uow), [inside("S-90", TYPED)])
    shown = browser.get("/programme/boundary").text
    assert f"<title>S-90 {SAID}</title>" in shown
    assert TYPED not in shown and "S-90" not in before
    assert browser.get("/programme/boundary").text.count('<rect class="entity') == shown.count(
        '<rect class="entity'
    )
    assert "S-90" not in browser.get("/programme/boundary?on=2019-12-31").text.partition("changes")[0]


def test_the_names_of_units_stay_words_in_the_chart(scene: Scene) -> None:
    browser = scene.town.browser(OFFICE)
    browser.post("/programme/organisation", kind="board", name=TYPED)
    shown = browser.get("/programme/organisation").text
    assert f"<title>{SAID}" in shown
    assert TYPED not in shown


def test_a_long_chinese_name_ends_within_its_box() -> None:
    unit = ChartUnit(
        id=1,
        kind=UnitKind.CENTRE,
        name="海登互连昆山精密连接器与线缆制造有限公司可持续发展中心项目管理办公室与供应链部门",
        holder="Li",
    )
    drawn = draw_chart([unit])
    assert drawn is not None
    (box,) = drawn.boxes
    assert box.lines[0].endswith("…")
    assert len(box.lines[0]) * 2 <= 32
