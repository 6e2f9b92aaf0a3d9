"""The programme's pages: who sees what, what is shown, imported and answered through the browser."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest

from methods.milestones import Clock
from tests.workflow.programme.scene import OFFICE, Scene
from tests.workflow.town import Town
from workflow.programme.fulfilled import set_clock
from workflow.programme.rules import Place
from workflow.unit_of_work import unit_of_work

PAGES = (
    "",
    "/milestones",
    "/milestones/M5",
    "/milestones/M6",
    "/milestones/M1",
    "/boundary",
    "/organisation",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_office_and_the_board_read_every_page(scene: Scene, page: str) -> None:
    for name in (OFFICE, "Bo Board"):
        answer = scene.town.browser(name).get(f"/programme{page}")
        assert answer.status_code == 200, name


@pytest.mark.parametrize("page", PAGES)
def test_subsidiaries_bodies_and_suppliers_are_refused(scene: Scene, page: str) -> None:
    for name in ("Liu Yan", "Jonas Lind", "Omar Other"):
        assert scene.town.browser(name).get(f"/programme{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "/milestones", "/boundary", "/organisation"])
def test_a_group_without_a_programme_is_told_where_to_begin(town: Town, page: str) -> None:
    answer = town.browser(OFFICE).get(f"/programme{page}")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_the_board_changes_nothing(scene: Scene) -> None:
    bo = scene.town.browser("Bo Board")
    for path in (
        "/milestones/M5/close",
        "/boundary/take",
        "/organisation",
        "/begin",
        "/milestones/M5/remind",
    ):
        assert bo.post(f"/programme{path}").status_code == 403


def test_the_board_page_says_how_many_are_closed_and_who_is_late(scene: Scene) -> None:
    scene.close("M5", ["S-01"], "2022-05-20")
    scene.day("2022-08-03")
    page = scene.town.browser(OFFICE).get("/programme/milestones/M5").text
    assert "3 days late" in page
    assert re.search(r"1 of 4\s*<span class=\"quiet\">25\.0 %", page)
    rows = re.findall(r'class="code">.*?S-0(\d)</a>', page)
    assert rows[:3] == ["2", "3", "4"] or sorted(rows[:3]) == ["2", "3", "4"]


def test_an_empty_program_is_begun_filled_and_planned_through_the_pages(town: Town) -> None:
    office = town.browser(OFFICE)
    office.post("/programme/begin", base_year="2021")
    sheet = "Code,Name,Place,From,Operational control\nS-01,Halden Interconnect (Kunshan),in,2020-01-01,yes\n"
    found = office.post("/programme/boundary/import", file=(io.BytesIO(sheet.encode()), "list.csv"))
    assert found.status_code == 200, found.text[-600:]
    entries = re.search(r'name="entries"[^>]*value="([^"]+)"', found.text)
    assert entries
    import html

    taken = office.post("/programme/boundary/take", entries=html.unescape(entries[1]))
    assert taken.status_code == 303
    assert "S-01" in office.get("/programme/boundary").text
    assert office.post("/programme/milestones/plan").status_code == 303
    page = office.get("/programme/milestones").text
    assert all(code in page for code in ("M1", "M10", "T1", "T2"))


def test_a_broken_list_is_answered_with_row_column_rule_and_fix_and_nothing_is_saved(scene: Scene) -> None:
    sheet = (
        "Code,Name,Place,Share %,Operational control,From,To,Contact mail\n"
        "X-1,One,inside,50,yes,2020-01-01,,\n"
        "X-2,,in,120,maybe,2020-13-01,,nobody\n"
        "X-2,Three,in,,no,2021-01-01,2020-01-01,\n"
    )
    office = scene.town.browser(OFFICE)
    found = office.post("/programme/boundary/import", file=(io.BytesIO(sheet.encode()), "list.csv"))
    assert found.status_code == 422
    for words in (
        "“inside” is no place",
        "Name is empty",
        "120 % is more",
        "neither yes nor no",
        "is no day",
        "is no mail address",
        "stands in row 3 already",
        "before it begins",
        "nothing of it is included",
    ):
        assert words in found.text, words
    assert "X-1" not in office.get("/programme/boundary").text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "of", ["portfolio", "milestones", "boundary", "boundary/template", "milestones/M5/units"]
)
def test_what_is_shown_is_to_be_had_as_a_file(scene: Scene, of: str, form: str) -> None:
    answer = scene.town.browser(OFFICE).get(f"/programme/{of}.{form}")
    assert answer.status_code == 200
    assert len(answer.data) > 20


def test_the_exported_boundary_is_read_back_as_it_stands(scene: Scene) -> None:
    office = scene.town.browser(OFFICE)
    content = office.get("/programme/boundary.xlsx").data
    found = office.post("/programme/boundary/import", file=(io.BytesIO(content), "boundary.xlsx"))
    assert found.status_code == 200, found.text[-1500:]
    assert "0 entities are new" in found.text


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("", ["S-01", "S-02", "S-03", "S-04"]), ("?stage=M5&standing=closed", ["S-01"]),
        ("?stage=M5&standing=open", ["S-02", "S-03", "S-04"]), ("?stage=M5&standing=waived", []),
        ("?stage=M6&standing=closed", []), ("?of=suppliers", ["V-001", "V-002"]), ("?q=penang", ["S-02"]),
        ("?verified=no", ["S-01", "S-02", "S-03", "S-04"]), ("?sort=-code", ["S-04", "S-03", "S-02", "S-01"]),
    ],
)  # fmt: skip
def test_the_portfolio_is_filtered_by_links_and_its_file_has_the_same_rows(
    scene: Scene, asked: str, codes: list[str]
) -> None:
    scene.close("M5", ["S-01"], "2022-05-20")
    office = scene.town.browser(OFFICE)
    page = office.get(f"/programme{asked}").text
    matrix = page[page.index('id="portfolio-table"') :]
    assert re.findall(r'<a class="code"[^>]*>([SV]-\d+)</a>', matrix) == codes
    sheet = office.get(f"/programme/portfolio.csv{asked}").text.splitlines()[1:]
    assert [line.split(",")[0] for line in sheet] == codes


def test_a_subsidiary_reads_its_own_rows_and_answers_and_the_office_sees_it(scene: Scene) -> None:
    liu = scene.town.browser("Liu Yan")
    page = liu.get("/programme/mine").text
    assert "M5" in page
    assert "M7" not in page
    assert "Halden Cables" not in page
    answered = liu.post(
        "/programme/mine/M5/answer", text="The boiler log is missing", expected_on="2022-07-15"
    )
    assert answered.status_code == 303
    assert "The boiler log is missing" in scene.town.browser(OFFICE).get("/programme/milestones/M5").text
    assert "The boiler log is missing" not in scene.town.browser("Tan Mei").get("/programme/mine").text


def test_a_subsidiary_answers_no_milestone_of_the_group_s(scene: Scene) -> None:
    assert scene.town.browser("Liu Yan").post("/programme/mine/M7/answer", text="x").status_code == 404


def test_a_supplier_and_who_stands_in_no_boundary_find_nothing(scene: Scene) -> None:
    assert scene.town.browser("Omar Other").get("/programme/mine").status_code == 404


def test_a_unit_is_closed_through_the_page_by_a_file_that_can_be_had_again(scene: Scene) -> None:
    office = scene.town.browser(OFFICE)
    sent = office.post(
        "/programme/milestones/M5/close", ids=["S-01", "S-02"], on="2022-05-30",
        files=(io.BytesIO(b"name,attended\nLiu Yan,yes\n"), "attendance.csv"),
    )  # fmt: skip
    assert sent.status_code == 303, sent.text[-800:]
    page = office.get("/programme/milestones/M5").text
    link = re.search(r'href="(/programme/evidence/\d+)"', page)
    assert link
    assert office.get(link[1]).data == b"name,attended\nLiu Yan,yes\n"
    assert scene.town.browser("Liu Yan").get(link[1]).status_code == 403


def test_closing_without_evidence_is_answered_with_what_is_missing(scene: Scene) -> None:
    sent = scene.town.browser(OFFICE).post("/programme/milestones/M5/close", ids=["S-01"], on="2022-05-30")
    assert sent.status_code == 409
    assert "coaching log" in sent.text


def test_another_group_reads_its_own_programme_and_nothing_of_this_one(scene: Scene) -> None:
    from workflow.access import Role
    from workflow.people.rules import OrganisationKind

    scene.town.settle("Other Group", OrganisationKind.GROUP, Otto_Other=Role.GROUP_OFFICE)
    otto = scene.town.browser("Otto Other")
    assert otto.get("/programme/milestones/M5").status_code == 404
    assert otto.get("/programme/boundary/entities/1").status_code == 404
    assert "Kunshan" not in otto.get("/programme").text


def test_a_place_is_told_by_three_words() -> None:
    assert [place.value for place in Place] == ["in", "out", "value_chain"]


def test_a_clock_whose_day_a_letter_gave_keeps_it_when_its_words_change(scene: Scene) -> None:
    with unit_of_work(scene.actor()) as uow:
        set_clock(uow, scene.group(uow), Clock.COMMITMENT, date(2024, 1, 20))
        version = scene.milestone(uow, "T1").version
    typed = {"title": "The commitment ends", "stage": "Clocks", "version": str(version)}
    assert scene.town.browser(OFFICE).post("/programme/milestones/T1/change", **typed).status_code == 303
    found = scene.counted("T1", "2022-06-01")
    assert (found.title, found.due) == ("The commitment ends", date(2024, 1, 20))
