"""The pages of targets: shown, typed, saved, refused beside the field."""

from __future__ import annotations

import pytest

from tests.workflow.targets.scene import BOARD, NEAR_TERM, OFFICE, SIGNATORY, Scene
from tests.workflow.town import Counted

GUARD, MOST = 7, 12
PAGES = (
    "/targets", "/targets/base-year", "/targets/submission", "/targets/paths", "/targets/Abs1",
    "/targets/Abs1/compare", "/targets/progress", "/targets/roadmap", "/targets/base-year/cite?year=2021",
)  # fmt: skip


def filled(scene: Scene) -> str:
    base = scene.cite()
    scene.state_submission()
    return scene.begin(base)


@pytest.mark.parametrize("path", ["/targets", "/targets/base-year", "/targets/submission", "/targets/paths"])
def test_an_empty_page_says_what_to_do_first(scene: Scene, path: str) -> None:
    answer = scene.town.browser(OFFICE).get(path)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_at_most_twelve_times(scene: Scene, path: str) -> None:
    filled(scene)
    browser = scene.town.browser(OFFICE)
    with Counted(scene.town.house) as counted:
        answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert len(counted.statements) <= GUARD + MOST, "\n".join(counted.statements)


@pytest.mark.parametrize("path", PAGES[:8])
@pytest.mark.parametrize("name", [SIGNATORY, BOARD])
def test_signatory_and_board_read_every_page_without_its_forms(scene: Scene, path: str, name: str) -> None:
    filled(scene)
    text = scene.town.browser(name).get(path).text
    assert "<h1" in text
    assert 'name="reduction"' not in text
    # They may open no case: a link to one would lead them to a page that is not there.
    assert 'href="/cases/' not in text


def test_the_office_comes_from_the_base_year_to_its_cases(scene: Scene) -> None:
    filled(scene)
    assert 'href="/cases/C-' in scene.town.browser(OFFICE).get("/targets/base-year").text


def test_the_builder_says_beside_the_field_what_cannot_be_read_and_saves_nothing(scene: Scene) -> None:
    code = filled(scene)
    browser = scene.town.browser(OFFICE)
    answer = browser.post(f"/targets/{code}", **typed(reduction="forty-two", target_year="soon"))
    assert answer.status_code == 422
    assert "Write per cent as a number" in answer.text
    assert "Give a year of four digits" in answer.text
    assert "forty-two" in answer.text
    assert 'value="42"' in browser.get(f"/targets/{code}").text


def typed(**changes: str) -> dict[str, str]:
    fields = {"name": "Scopes 1 and 2", "rule_set_id": "nt-5.3.1", **NEAR_TERM, "reduction": "42"}
    return fields | changes


def test_the_pre_check_answers_for_what_is_typed_and_saves_nothing(scene: Scene) -> None:
    code = filled(scene)
    browser = scene.town.browser(OFFICE)
    base = {"inventory_id": "1"}
    part = browser.client.post(
        f"/targets/{code}/check",
        data={"csrf_token": token(browser), **typed(reduction="41"), **base},
        headers={"X-Part": "pre-check"},
    ).text
    assert "<html" not in part
    assert "NT-17" in part and "42" in part
    assert 'value="42"' in browser.get(f"/targets/{code}").text


def token(browser: object) -> str:
    browser.post("/targets/none")  # type: ignore[attr-defined]
    return browser.token  # type: ignore[attr-defined,no-any-return]


def test_without_a_script_the_same_check_is_a_page(scene: Scene) -> None:
    code = filled(scene)
    answer = scene.town.browser(OFFICE).post(
        f"/targets/{code}/check", **typed(reduction="41"), inventory_id="1"
    )
    assert answer.status_code == 200
    assert "<html" in answer.text and 'value="41"' in answer.text


def test_the_coverage_helper_chooses_the_largest_categories_until_it_is_enough(scene: Scene) -> None:
    base = scene.cite()
    scene.state_submission()
    code = scene.begin(base, answers={"scopes": "3", "target_year": "2030", "reduction": "0.25"})
    browser = scene.town.browser(OFFICE)
    text = browser.post(
        f"/targets/{code}/check", **typed(scopes="3", reduction="25"), inventory_id=str(base), act="choose"
    ).text
    assert 'name="cover_1" value="100"' in text
    assert "enough" in text
