"""The pages of the validation: from the commitment letter to the announced target, who reads, who is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from tests.workflow.targets.scene import BOARD, KUNSHAN, OFFICE, SECOND, SIGNATORY, Scene
from tests.workflow.targets.test_routes import GUARD, MOST
from tests.workflow.targets.validation_scene import (
    a_pdf,
    accepted,
    add_dossier,
    approved_target,
    ask,
    assessed,
    begin,
    day,
    move,
    submitted,
)
from tests.workflow.town import Browser, Counted
from workflow.access import Role
from workflow.people.rules import OrganisationKind

ONE = "/targets/validation/1"


def versions(browser: Browser, path: str = ONE) -> str:
    """The version of the submission that the page shows."""
    found = re.search(r'name="version" value="(\d+)"', browser.get(path).text)
    assert found
    return found[1]


def pdf(name: str, content: str = "x") -> tuple[io.BytesIO, str]:
    return io.BytesIO(a_pdf(content)), name


def send(browser: Browser, path: str, **fields: Any) -> None:
    answer = browser.post(path, **fields)
    assert answer.status_code == 303, answer.text[-1500:]


def office_on(scene: Scene, iso: str) -> Browser:
    """The office's browser on a later day: a session does not last that long."""
    day(scene, iso)
    return scene.town.browser(OFFICE)


def test_the_way_from_the_commitment_letter_to_the_announced_target(scene: Scene) -> None:
    code = approved_target(scene)
    office, second, signatory = (scene.town.browser(name) for name in (OFFICE, SECOND, SIGNATORY))
    send(office, "/targets/validation/letter", on="2022-01-20", files=pdf("letter.pdf"))
    send(office, "/targets/validation/status", status="active", on="2022-02-10", text="Listed as committed")
    page = office.get("/targets/validation").text
    assert "2024-01-20" in page and "letter.pdf" in page
    send(second, "/targets/validation/begin", kind="new", codes=code)
    send(second, f"{ONE}/documents", version=versions(second), files=pdf("dossier.pdf", "dossier"))
    send(second, f"{ONE}/moves/hand_in", version=versions(second))
    shown = re.search(r'name="sha256" value="([0-9a-f]{64})"', signatory.get(ONE).text)
    assert shown
    send(signatory, f"{ONE}/moves/approve", sha256=shown[1])
    send(office, f"{ONE}/moves/submit", on="2023-09-01", text="SBTi-1", files=pdf("receipt.pdf"))
    office = office_on(scene, "2023-09-18")
    send(office, f"{ONE}/moves/screen", on="2023-09-08", text="complete")
    send(office, f"{ONE}/moves/sign_contract", on="2023-09-18", files=pdf("contract.pdf"))
    send(office, f"{ONE}/moves/assess", on="2023-09-18")
    question = {"on": "2023-09-18", "criterion": "C15", "text": "Which factor was used?"}
    send(office, f"{ONE}/queries", version=versions(office), **question)
    page = office.get(ONE).text
    assert "Which factor was used?" in page and "2023-09-20" in page
    send(
        office,
        f"{ONE}/queries/1/answer",
        on="2023-09-18",
        text="The national one.",
        files=pdf("factor.pdf", "f"),
    )
    office = office_on(scene, "2023-11-20")
    send(office, f"{ONE}/queries/1/close", on="2023-11-20")
    send(office, f"{ONE}/moves/accept", on="2023-11-20", text="D-1: approved", files=pdf("decision.pdf"))
    assert "2024-05-20" in office.get(ONE).text
    send(office, f"{ONE}/moves/publish", on="2023-11-20", text="https://example.org/dashboard")
    send(office, f"{ONE}/moves/announce", on="2023-11-20", text="https://example.org/news")
    page = office.get(ONE).text
    assert "announced" in page and "2028-11-30" in page and "2029-11-30" in page
    assert "published" in office.get(f"/targets/{code}").text
    evidence = re.search(r'href="(/targets/validation/files/\d+)">factor.pdf', page)
    assert evidence
    assert office.get(evidence[1]).data == a_pdf("f")


def test_the_approval_asks_for_a_fresh_sign_in(scene: Scene) -> None:
    approved_target(scene)
    second = scene.town.browser(SECOND)
    send(second, "/targets/validation/begin", kind="new", codes="Abs1")
    send(second, f"{ONE}/documents", files=pdf("dossier.pdf"))
    send(second, f"{ONE}/moves/hand_in")
    stale = scene.town.browser(SIGNATORY, is_fresh=False)
    answer = stale.post(f"{ONE}/moves/approve", sha256="0" * 64)
    assert answer.status_code == 303 and "/fresh" in answer.headers["Location"]
    assert "internal approval" in second.get(ONE).text


def test_a_double_click_submits_once_and_says_so(scene: Scene) -> None:
    number = assessed(scene)
    office = scene.town.browser(OFFICE)
    seen = versions(office)
    question = {"version": seen, "on": "2023-09-18", "criterion": "C15", "text": "Why?"}
    answers = [office.post(f"/targets/validation/{number}/queries", **question) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 409]
    assert "Look at it again" in answers[1].text
    assert office.get(ONE).text.count('id="Q-') == 1


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(scene: Scene) -> None:
    assessed(scene)
    office = scene.town.browser(OFFICE)
    answer = office.post(f"{ONE}/queries", form="query", on="soon", criterion="C15", text="A long question")
    assert answer.status_code == 422
    assert "Give the day as YYYY-MM-DD." in answer.text and "A long question" in answer.text
    answer = office.post("/targets/validation/status", form="status", status="extended", on="2022-03-01")
    assert answer.status_code == 422
    assert "Give the day to which it is extended." in answer.text


def test_a_shut_move_says_why_and_a_refused_one_records_nothing(scene: Scene) -> None:
    approved_target(scene)
    office = scene.town.browser(OFFICE)
    send(office, "/targets/validation/begin", kind="new", codes="Abs1")
    assert "Add the dossier of this round" in office.get(ONE).text
    answer = office.post(f"{ONE}/moves/hand_in")
    assert answer.status_code == 409
    assert "Add the dossier of this round" in answer.text
    assert "What happened" not in office.get(ONE).text


@pytest.mark.parametrize("path", ["/targets/validation", ONE])
def test_a_page_asks_at_most_twelve_times_however_much_was_asked(scene: Scene, path: str) -> None:
    number = assessed(scene)
    office = scene.town.browser(OFFICE)
    counts = []
    for _ in range(2):
        for _ in range(3):
            ask(scene, number, "2023-09-18")
        with Counted(scene.town.house) as counted:
            assert office.get(path).status_code == 200
        counts.append(len(counted.statements))
    assert counts[0] == counts[1] <= GUARD + MOST, "\n".join(counted.statements)


def test_the_board_and_the_signatory_read_and_the_board_changes_nothing(scene: Scene) -> None:
    submitted(scene)
    for name in (BOARD, SIGNATORY):
        browser = scene.town.browser(name)
        for path in ("/targets/validation", ONE):
            text = browser.get(path).text
            assert "SBT-1" in text
            assert 'name="criterion"' not in text and "Note the letter" not in text
    board = scene.town.browser(BOARD)
    for path in (
        f"{ONE}/moves/screen",
        f"{ONE}/moves/return",
        f"{ONE}/queries",
        "/targets/validation/letter",
    ):
        assert board.post(path, on="2023-09-01", text="x").status_code == 403


def test_subsidiaries_are_refused_and_suppliers_and_other_groups_find_nothing(scene: Scene) -> None:
    submitted(scene)
    scene.town.settle("A Supplier", OrganisationKind.SUPPLIER, Sam_Supplier=Role.APPROVER)
    paths = ("/targets/validation", ONE, "/targets/validation/files/1")
    for name, status in (("Liu Yan", 403), ("Zhang Min", 403), ("Sam Supplier", 404), ("Omar Other", 404)):
        browser = scene.town.browser(name)
        assert {browser.get(path).status_code for path in paths} == {status}, name
        assert browser.post(f"{ONE}/moves/withdraw", text="x").status_code == status, name
    rival = scene.town.browser("Rolf Rival")
    assert rival.get("/targets/validation").status_code == 200
    assert "SBT-1" not in rival.get("/targets/validation").text
    assert {rival.get(path).status_code for path in paths[1:]} == {404}
    assert rival.post(f"{ONE}/moves/withdraw", text="x").status_code == 404


@pytest.mark.parametrize("name", [OFFICE, SIGNATORY, BOARD])
def test_an_empty_page_says_where_to_begin(scene: Scene, name: str) -> None:
    answer = scene.town.browser(name).get("/targets/validation")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_a_correction_of_the_base_year_is_told_on_the_submission_in_validation(scene: Scene) -> None:
    assessed(scene)
    office = scene.town.browser(OFFICE)
    send(
        office, "/targets/base-year/1/changes", kind="error", scope="1", tonnes="90000",
        happened_on="2023-09-01", reason="A boiler was counted twice.",
    )  # fmt: skip
    assert "The base year is to be calculated again" in office.get(ONE).text


def test_my_work_tells_queries_and_clocks_to_the_office_and_approvals_to_the_signatory(scene: Scene) -> None:
    number = accepted(scene)
    assert "Publish the approved targets" not in scene.town.browser(OFFICE).get("/").text
    assert "Publish the approved targets" in office_on(scene, "2024-03-25").get("/").text
    late = office_on(scene, "2024-05-21").get("/").text
    assert "1 day late" in late and f"/targets/validation/{number}" in late
    assert "Publish the approved targets" not in scene.town.browser(SIGNATORY).get("/").text


def test_my_work_tells_an_open_query_until_it_is_answered(scene: Scene) -> None:
    number = assessed(scene)
    ask(scene, number, "2023-09-18")
    office = scene.town.browser(OFFICE)
    assert "Answer SBTi about C15" in office.get("/").text
    send(office, f"{ONE}/queries/1/answer", on="2023-09-18", text="Because.")
    assert "Answer SBTi about C15" not in office.get("/").text


def test_my_work_asks_the_signatory_for_the_approval(scene: Scene) -> None:
    approved_target(scene)
    second = scene.town.browser(SECOND)
    send(second, "/targets/validation/begin", kind="new", codes="Abs1")
    send(second, f"{ONE}/documents", files=pdf("dossier.pdf"))
    send(second, f"{ONE}/moves/hand_in")
    assert "Approve the submission to SBTi" in scene.town.browser(SIGNATORY).get("/").text


def test_my_work_asks_the_office_to_hand_in_and_to_submit(scene: Scene) -> None:
    number = begin(scene, approved_target(scene))
    office = scene.town.browser(OFFICE)
    assert "hand it in for approval" in office.get("/").text
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    assert "hand it in for approval" not in office.get("/").text
    move(scene, SIGNATORY, number, "approve")
    assert "Submit it to SBTi" in office.get("/").text


def test_the_bar_leads_the_groups_signatory_to_its_targets_and_no_subsidiarys(scene: Scene) -> None:
    for name, leads in ((SIGNATORY, True), (BOARD, True), ("Zhang Min", False), ("Liu Yan", False)):
        browser = scene.town.browser(name)
        browser.get("/")
        page = browser.get("/people/me").text
        assert ('href="/targets"' in page) is leads, name
        assert 'href="/programme/mine"' not in page, "no boundary names them"


def test_the_groups_signatory_is_shown_no_case_that_would_not_open(scene: Scene) -> None:
    code = scene.town.open_case(KUNSHAN)
    for name, opens in ((OFFICE, True), (SIGNATORY, False)):
        browser = scene.town.browser(name)
        assert (browser.get(f"/cases/{code}").status_code == 200) is opens, name
        for path in ("/", "/cases"):
            assert (code in browser.get(path).text) is opens, (name, path)
