"""Who reads and writes a group's targets: subsidiaries are refused, suppliers and other groups told nothing."""

from __future__ import annotations

import pytest

from tests.workflow.targets.scene import BOARD, OFFICE, SIGNATORY, Scene
from workflow.access import Role
from workflow.opinion.rules import IssueState
from workflow.people.rules import OrganisationKind
from workflow.targets.recalculation import look_at

READ = (
    "/targets", "/targets/Abs1", "/targets/base-year", "/targets/progress", "/targets/roadmap", "/targets/paths",
    "/targets/submission", "/targets/Abs1/compare", "/targets/disclosure.csv", "/targets/roadmap/levers.csv",
)  # fmt: skip
WRITE = (
    "/targets/new",
    "/targets/Abs1",
    "/targets/submission",
    "/targets/base-year/type",
    "/targets/roadmap/basis",
)


@pytest.fixture
def filled(scene: Scene) -> Scene:
    scene.begin(scene.cite(), name="canary of the group")
    scene.town.settle(
        "Taihe Copper", OrganisationKind.SUPPLIER, Su_Pplier=Role.APPROVER, Pre_Pare=Role.PREPARER
    )
    return scene


@pytest.mark.parametrize("name", ["Liu Yan", "Zhang Min", "Tan Mei", "Ingrid Solberg", "Jonas Lind"])
def test_subsidiaries_and_the_body_are_answered_403(filled: Scene, name: str) -> None:
    browser = filled.town.browser(name)
    assert {browser.get(path).status_code for path in READ} == {403}
    assert {browser.post(path).status_code for path in WRITE} == {403}


@pytest.mark.parametrize("name", ["Su Pplier", "Pre Pare", "Omar Other"])
def test_suppliers_are_answered_as_if_there_were_nothing(filled: Scene, name: str) -> None:
    browser = filled.town.browser(name)
    assert {browser.get(path).status_code for path in READ} == {404}
    assert {browser.post(path).status_code for path in WRITE} == {404}


def test_another_group_finds_none_of_it(filled: Scene) -> None:
    browser = filled.town.browser("Rolf Rival")
    assert browser.get("/targets/Abs1").status_code == 404
    assert browser.post("/targets/Abs1", name="x").status_code == 404
    for path in ("/targets", "/targets/base-year", "/targets/progress", "/targets/roadmap"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "canary" not in answer.text and "52,267" not in answer.text


@pytest.mark.parametrize("name", [SIGNATORY, BOARD])
def test_signatory_and_board_read_all_and_write_nothing(filled: Scene, name: str) -> None:
    browser = filled.town.browser(name)
    assert {browser.get(path).status_code for path in READ} == {200}
    assert {browser.post(path).status_code for path in WRITE} == {403}


def test_a_role_in_a_subsidiary_does_not_approve_for_the_group(filled: Scene) -> None:
    assert filled.town.browser("Zhang Min").post("/targets/Abs1/moves/approve").status_code == 403
    assert filled.town.browser(OFFICE).post("/targets/Abs1/moves/approve").status_code == 403


def test_an_open_recalculation_waits_at_the_office_and_nobody_else(filled: Scene) -> None:
    filled.become("NA-2022-0041/0", IssueState.WITHDRAWN)
    with filled.by(OFFICE) as (uow, _group):
        look_at(uow, filled.issues["NA-2022-0041/0"])
    words = "A cited statement is withdrawn: NA-2022-0041/0"
    assert words in filled.town.browser(OFFICE).get("/").text
    for name in (SIGNATORY, "Liu Yan", "Rolf Rival", "Jonas Lind"):
        assert words not in filled.town.browser(name).get("/").text


def test_a_draft_on_a_verified_base_year_waits_at_the_group_s_approver_alone(filled: Scene) -> None:
    words = "approve it: canary of the group"
    assert words in filled.town.browser(SIGNATORY).get("/").text
    for name in (OFFICE, "Zhang Min", "Su Pplier", "Rolf Rival"):
        assert words not in filled.town.browser(name).get("/").text
