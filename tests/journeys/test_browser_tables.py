"""A table drawn by hand in a real browser: by drag, a moved line, keys, and figures with their boxes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories import House, a_house, lay_tables
from tests.journeys.served import serving
from tests.workflow.figures.browser import open_browsers
from tests.workflow.figures.scene import a_scene
from tests.workflow.figures.test_drawn_tables import a_report
from workflow import worker
from workflow.config import Config
from workflow.db import make_engine
from workflow.documents.storage import close_reader
from workflow.people.sessions import COOKIE

pytestmark = pytest.mark.browser
VIEW = "/cases/C-2022-0001/evidence/E-001/view?show=all"


def a_signed_in_page(browser: Any, client: Any, base: str) -> Any:
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": client.get_cookie(COOKIE).value, "url": base}])
    context.set_default_timeout(20_000)
    return context.new_page()


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def on_picture(page: Any, x: float, top: float) -> tuple[float, float]:
    """Where a point of the page, in points, stands on the screen."""
    found = page.evaluate(
        """([x, y]) => { const at = new DOMPoint(x, y)
            .matrixTransform(document.querySelector("svg.picture").getScreenCTM()); return [at.x, at.y]; }""",
        [x, top],
    )
    return found[0], found[1]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'assay.sqlite'}"
    engine = make_engine(url)
    lay_tables(engine)
    yield a_house(engine, Config(folder=tmp_path, database_url=url, queue_url="unix:///nowhere"))
    engine.dispose()
    close_reader()


def test_a_table_is_drawn_mended_by_pointer_and_keys_and_taken(
    house: House, browser: Any, tmp_path: Path
) -> None:
    scene = a_scene(house)
    scene.hand_in(a_report(tmp_path), "report.pdf")
    browsers = open_browsers(house, scene)
    with serving(browsers.app) as base:
        page = a_signed_in_page(browser, browsers.lead, base)
        page.goto(base + VIEW)
        page.check("[data-drag-table]")
        page.locator("svg.picture").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('[data-stage]').scrollTop = 0")
        drag(page, on_picture(page, 55, 115), on_picture(page, 430, 190))
        page.wait_for_url("**/tables/1")
        assert "being read" in page.inner_text("[data-table]")
        worker.run_all_due()
        page.wait_for_selector("#mend table")

        _move_the_first_column_line_over_the_second_column(page)
        page.wait_for_selector("#mend td:text-is('Electricity 742,000')")
        _bring_it_back_by_keys(page)
        page.wait_for_selector("#mend td:text-is('Electricity')")

        page.fill("input[name=unit_1]", "MWh")
        page.click("text=Read by this grid")
        page.wait_for_selector("#take td:text-is('MWh')")
        for box in page.locator("#take input[name=cells]").all():
            box.check()
        page.click("text=Take the ticked as figures")
        page.wait_for_selector("svg.picture .box")
        assert page.locator("svg.picture .box:not(.is-rejected)").count() == 6
        assert "MWh" in page.inner_text("article.figure")
        assert "table" in page.inner_text("article.figure .tuple")
        page.context.close()


def _move_the_first_column_line_over_the_second_column(page: Any) -> None:
    line = page.locator('[data-line="column"][data-place="0"] .reach')
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    other = page.locator('[data-line="column"][data-place="1"] .reach').bounding_box()
    height = box["y"] + box["height"] / 2
    drag(page, (box["x"] + box["width"] / 2, height), (other["x"] + other["width"] / 2 - 12, height))


def _bring_it_back_by_keys(page: Any) -> None:
    page.focus('[data-line="column"][data-place="0"]')
    for _ in range(10):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
