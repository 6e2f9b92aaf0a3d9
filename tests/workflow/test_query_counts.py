"""Pages ask the database at most twelve times, however many rows there are; on a case's, the guard's own are apart."""

from __future__ import annotations

import pytest

from tests.workflow.programme.scene import PENANG, inside, settle_programme, supplier
from tests.workflow.programme.test_from_cases import issue
from tests.workflow.targets import validation_scene
from tests.workflow.targets.scene import settle_scene
from tests.workflow.town import Counted, Town
from workflow.access import Role
from workflow.people import commands, sign_in
from workflow.programme import boundary
from workflow.unit_of_work import unit_of_work

KUNSHAN = "Halden Interconnect (Kunshan)"
# Who comes in: session, roles, scope, the case and the roles on it, before the page asks anything.
GUARD = 7
MOST = 12


def fill(town: Town, rows: int) -> str:
    """Cases with a lead and people in the body; gives the first case's code."""
    codes = [town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER) for _ in range(rows)]
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        body = town.organisation(uow, "Norrland Assurance AS")
        for number in range(rows):
            commands.add_person(uow, body, f"Verifier {rows}-{number}", f"v{rows}.{number}@example.org")
    return codes[0]


def asked(town: Town, name: str, path: str) -> list[str]:
    browser = town.browser(name)
    browser.get(path)
    with Counted(town.house) as counted:
        assert browser.get(path).status_code == 200
    return counted.statements


PAGES = ["/", "/cases", "/people/me", "/people", "/people/of/2", "/cases/{code}", "/cases/{code}/team",
         "/cases/{code}/engagement", "/cases/{code}/trail", "/cases/{code}/evidence", "/cases/{code}/months",
         "/cases/{code}/findings", "/cases/{code}/tests", "/cases/{code}/plan",
         "/cases/{code}/statement", "/search?q=HIK"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_a_small_number_of_times_however_many_rows_there_are(town: Town, path: str) -> None:
    code = fill(town, 1)
    few = asked(town, "Jonas Lind", path.format(code=code))
    fill(town, 29)
    many = asked(town, "Jonas Lind", path.format(code=code))
    assert len(many) == len(few)
    assert len(few) <= GUARD + MOST, "\n".join(few)


PROGRAMME = ["", "?of=suppliers&stage=M3&standing=open", "/milestones", "/milestones/M5", "/milestones/M6",
             "/milestones/M1", "/boundary", "/boundary/entities/1", "/organisation"]  # fmt: skip


def test_the_programme_s_pages_ask_as_often_for_452_entities_as_for_ten(town: Town) -> None:
    scene = settle_programme(town, subsidiaries=6, suppliers=4)
    few = {page: asked(town, "Paula Office", f"/programme{page}") for page in PROGRAMME}
    with unit_of_work(scene.actor()) as uow:
        more = [inside(f"Z-{n:03d}") for n in range(46)] + [supplier(f"Y-{n:03d}") for n in range(396)]
        boundary.take(uow, scene.programme(uow), more)
    many = {page: asked(town, "Paula Office", f"/programme{page}") for page in PROGRAMME}
    assert {page: len(said) for page, said in many.items()} == {page: len(said) for page, said in few.items()}
    assert {page: "\n".join(said) for page, said in many.items() if len(said) > MOST} == {}


@pytest.mark.parametrize("page", ["", "/milestones", "/milestones/M5", "/milestones/M6"])
def test_the_first_look_after_an_act_asks_no_more_than_twelve_times_either(town: Town, page: str) -> None:
    scene = settle_programme(town)
    issue(scene, PENANG, "NA-2022-0042")
    office = town.browser("Paula Office")
    before = office.get(f"/programme{page}").text
    scene.close("M5", ["S-01"], "2022-05-20")
    issue(scene, KUNSHAN, "NA-2022-0041")
    with Counted(town.house) as counted:
        after = office.get(f"/programme{page}").text
    assert after != before
    assert len(counted.statements) <= MOST, "\n".join(counted.statements)


def test_the_targets_pages_ask_at_most_twelve_times(town: Town) -> None:
    number = validation_scene.assessed(settle_scene(town))
    pages = ["/targets", "/targets/documents", "/targets/validation", f"/targets/validation/{number}",
             "/targets/roadmap"]  # fmt: skip
    found = {page: asked(town, validation_scene.OFFICE, page) for page in pages}
    assert {page: "\n".join(said) for page, said in found.items() if len(said) > MOST} == {}
