"""What a newer version did not keep stands first in the viewer, on the document's page and in My work."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.evidence.drawing import a_pdf, a_table, text, together
from tests.factories import House
from tests.methods.worked_case import ELECTRICITY_V1
from tests.workflow.figures.browser import Browsers, open_browsers
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow import worker
from workflow.documents import commands as documents
from workflow.documents.queries import document_by_code
from workflow.documents.storage import store
from workflow.figures import commands
from workflow.figures.queries import figures_of_versions
from workflow.figures.rules import LinkRole
from workflow.ghg_statement.queries import latest_received, lines_of
from workflow.unit_of_work import unit_of_work

CASE = "/cases/C-2022-0001"
HEADER = ("Meter", "Electricity 2021 (kWh)")


def a_list(folder: Path, *rows: tuple[str, str]) -> bytes:
    table = a_table(140, HEADER, rows, at=(60, 260), ruled=True)
    return a_pdf(
        folder / "list.pdf", together(text((60, 60, "Electricity of the year 2021")), table)
    ).read_bytes()


@pytest.fixture
def scene(house: House, tmp_path: Path) -> Scene:
    """The list read right and linked; then a version with one number changed and one row gone."""
    scene = a_scene(house)
    hand_in_version(scene, [ELECTRICITY_V1], 1)
    scene.hand_in(
        a_list(tmp_path, ("Press shop", "742,000"), ("Paint line", "318,400"), ("Offices", "96,120")),
        "list.pdf",
    )
    with unit_of_work(scene.lead) as uow:
        version = latest_received(uow.session, scene.case(uow))
        assert version is not None
        line = lines_of(uow.session, version)[0]
        for figure in figures_of_versions(uow.session, [1]):
            commands.confirm_figure(uow, figure)
            commands.link_figure(uow, scene.case(uow), figure, line, LinkRole.PRIMARY)
    with unit_of_work(scene.preparer) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        content = a_list(tmp_path, ("Press shop", "742,000"), ("Paint line", "381,400"))
        stored = store().put(io.BytesIO(content), 10_000_000)
        documents.add_version(uow, scene.case(uow), document, name="list.pdf", stored=stored)
    worker.run_all_due()
    return scene


@pytest.fixture
def browsers(house: House, scene: Scene) -> Browsers:
    return open_browsers(house, scene)


def viewer(browsers: Browsers) -> str:
    answer = browsers.lead.get(f"{CASE}/evidence/E-001/view")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def form_of(html: str, act: str, near: str) -> str:
    """The address of an act on the row of a label."""
    row = next(item for item in html.split('<li id="carried-') if f"<b>{near}</b>" in item)
    found = re.search(rf'action="([^"]*/anchors/\d+/{act})"', row)
    assert found
    return found.group(1)


def test_the_viewer_lists_what_was_not_kept_before_its_queue(browsers: Browsers) -> None:
    html = viewer(browsers)
    listed = html.index("2 figures of older versions do not stand as they stood.")
    assert listed < html.index("data-queue")
    assert "1 of 3 were carried over" in html
    row = next(item for item in html.split('<li id="carried-') if "<b>Paint line</b>" in item)
    assert "318,400" in row
    assert "381,400" in row
    assert f"{CASE}/figures/E-001." in row


def test_the_page_of_the_document_lists_every_figure_with_both_ends(browsers: Browsers) -> None:
    html = browsers.preparer.get(f"{CASE}/evidence/E-001").get_data(as_text=True)
    assert "1 of 3 figures that somebody worked on were carried over into version 2" in html
    assert html.count('<li id="carried-') == 3


def test_my_work_names_the_document_for_those_who_read_right(browsers: Browsers) -> None:
    assert "Version 2 does not hold 2 figures as they stood" in browsers.lead.get("/").get_data(as_text=True)
    assert "as they stood" not in browsers.office.get("/").get_data(as_text=True)


def test_a_changed_figure_is_taken_and_a_lost_one_ended_by_plain_forms(browsers: Browsers) -> None:
    html = viewer(browsers)
    code = re.search(r'<option value="(E-001\.\d+)"', html.split("<b>Paint line</b>")[1])
    assert code
    taken = browsers.lead.post(form_of(html, "take", "Paint line"), data={"found": code.group(1)})
    assert taken.status_code == 303
    again = browsers.lead.post(form_of(html, "take", "Paint line"), data={"found": code.group(1)})
    assert again.status_code == 422
    bare = browsers.lead.post(form_of(html, "end", "Offices"), data={"reason": " "})
    assert bare.status_code == 422
    ended = browsers.lead.post(form_of(html, "end", "Offices"), data={"reason": "let to others since"})
    assert ended.status_code == 303
    assert "do not stand as they stood" not in viewer(browsers)
    page = browsers.lead.get(f"{CASE}/evidence/E-001").get_data(as_text=True)
    assert "let to others since" in page


def test_an_unknown_code_is_asked_again_in_a_sentence(browsers: Browsers) -> None:
    answer = browsers.lead.post(form_of(viewer(browsers), "take", "Offices"), data={"found": "E-009.1"})
    assert answer.status_code == 422
    assert "Type the code of a figure of the newer version" in answer.get_data(as_text=True)


def test_a_stranger_and_the_office_answer_nothing(browsers: Browsers) -> None:
    url = form_of(viewer(browsers), "end", "Offices")
    assert browsers.office.post(url, data={"reason": "x"}).status_code == 403
    assert browsers.stranger.post(url, data={"reason": "x"}).status_code == 404
