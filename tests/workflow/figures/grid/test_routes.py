"""The month grid through the web: what each side sees, the tray's forms, and no more queries for more rows."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from tests.evidence.mailing import File, an_eml
from tests.factories import House, a_document
from tests.workflow.figures.browser import Browsers, open_browsers
from tests.workflow.figures.grid.drawn import a_bill, a_page, a_zip
from tests.workflow.figures.grid.test_commands_grid import electricity, name_sources
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from tests.workflow.test_query_counts import GUARD, MOST
from tests.workflow.town import Counted
from workflow import worker
from workflow.documents.queries import current_version, document_by_code
from workflow.figures.grid.models import BillPlacement, Meter
from workflow.figures.grid.rules import Carrier
from workflow.unit_of_work import unit_of_work

GRID = "/cases/C-2022-0001/months"
UPLOAD = "/cases/C-2022-0001/evidence/upload"


@pytest.fixture
def scene(house: House) -> Scene:
    scene = a_scene(house)
    hand_in_version(scene, [electricity()], 1)
    name_sources(scene)
    worker.run_all_due()
    return scene


@pytest.fixture
def browsers(house: House, scene: Scene) -> Browsers:
    return open_browsers(house, scene)


def send(client: FlaskClient, content: bytes, name: str, **fields: str) -> str:
    """Send one file with the plain form of the grid; gives the page that it leads to."""
    data = {"files": (io.BytesIO(content), name), "show": "months", **fields}
    answer = client.post(UPLOAD, data=data, content_type="multipart/form-data", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == GRID
    worker.run_all_due()
    return answer.text


def cell(text: str, row: str, month: int) -> str:
    """The words of one cell of the shown grid, by row and month."""
    (found,) = [line for line in text.split("<tr>") if f">{row}</a>" in line]
    inner = re.findall(r'<td class="cell[^"]*">(.*?)</td>', found, re.S)[month - 1]
    return " ".join(re.sub(r"<[^>]+>", " ", inner).split())


def test_a_zip_with_bills_of_three_months_fills_three_cells(browsers: Browsers) -> None:
    send(browsers.preparer, a_zip(jan=a_bill(1), feb=a_bill(2), mar=a_bill(3)), "bills.zip")
    text = browsers.lead.get(GRID).text
    assert [bool(re.search(r"E-\d+ p.1 read", cell(text, "M-001", month))) for month in range(1, 5)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "missing" in cell(text, "M-001", 4)


def test_a_mail_s_bill_lands_in_its_cell_and_the_mail_itself_is_not_in_the_tray(browsers: Browsers) -> None:
    send(browsers.preparer, an_eml([File("may.pdf", a_bill(5), "application/pdf")]), "bill.eml")
    text = browsers.lead.get(GRID).text
    assert "read" in cell(text, "M-001", 5)
    assert "every bill that came stands in its cell" in text


def test_a_duplicate_is_refused_in_a_sentence(browsers: Browsers) -> None:
    send(browsers.preparer, a_bill(1), "jan.pdf")
    assert "nothing was stored twice" in send(browsers.preparer, a_bill(1), "again.pdf")


def test_the_tray_s_form_places_a_bill_without_script(browsers: Browsers) -> None:
    send(browsers.preparer, a_bill(1), "jan.pdf")
    send(browsers.preparer, a_page("Something scanned badly"), "bad.pdf")
    text = browsers.preparer.get(GRID).text
    code = re.search(r'name="document" value="(E-\d+)"', text)
    assert code
    placed = browsers.preparer.post(
        f"{GRID}/place", data={"document": code[1], "page": "1", "row": "M-001", "month": "2021-02"},
        follow_redirects=True,
    )  # fmt: skip
    assert "by hand" in cell(placed.text, "M-001", 2)


def test_a_wrong_row_or_month_is_answered_by_a_sentence(browsers: Browsers) -> None:
    send(browsers.preparer, a_bill(1), "jan.pdf")
    code = re.search(r"E-\d+", cell(browsers.lead.get(GRID).text, "M-001", 1))
    assert code
    for fields in ({"row": "X-1", "month": "2021-02"}, {"row": "M-001", "month": "soon"}):
        data = {"document": code[0], "page": "1", **fields}
        assert browsers.preparer.post(f"{GRID}/place", data=data).status_code == 422


def test_an_empty_cell_shows_whom_was_asked_when_it_is_due_and_the_reminder(browsers: Browsers) -> None:
    send(browsers.preparer, a_bill(1), "jan.pdf")
    fields = {
        "months": ["2021-04"],
        "item": "The bill of April",
        "owner_name": "Liu Yan",
        "due": "2032-11-30",
    }
    asked = browsers.lead.post(f"{GRID}/rows/M-001/ask", data=fields, follow_redirects=True)
    assert "R-001 Liu Yan due 2032-11-30" in cell(asked.text, "M-001", 4)
    assert browsers.office.post("/cases/C-2022-0001/plan/requests/R-001/remind").status_code == 303
    assert re.search(r"reminded \d{4}-", cell(browsers.preparer.get(GRID).text, "M-001", 4))


def test_the_row_s_page_says_by_which_facts_each_bill_was_placed(browsers: Browsers) -> None:
    send(browsers.preparer, a_bill(1, account="4711-22"), "jan.pdf")
    text = browsers.lead.get(f"{GRID}/rows/M-001").text
    assert "meter, account, carrier, period" in text
    assert browsers.lead.get(f"{GRID}/rows/M-009").status_code == 404


def test_the_office_sees_a_filled_cell_but_not_whose_confidential_bill_it_is(
    scene: Scene, browsers: Browsers
) -> None:
    code = scene.hand_in(a_bill(1), "jan.pdf", is_confidential=True)
    text = browsers.office.get(GRID).text
    assert code not in text
    assert "held in confidence" in cell(text, "M-001", 1)
    assert code in browsers.lead.get(GRID).text


def test_another_tenant_is_answered_404(browsers: Browsers) -> None:
    assert browsers.stranger.get(GRID).status_code == 404
    assert browsers.stranger.post(f"{GRID}/place", data={"document": "E-001"}).status_code == 404


def test_the_office_may_look_and_not_place(browsers: Browsers) -> None:
    assert browsers.office.get(GRID).status_code == 200
    assert browsers.office.post(f"{GRID}/place", data={"document": "E-001"}).status_code == 403


def test_an_empty_grid_says_what_to_do_first(house: House) -> None:
    scene = a_scene(house)
    assert "Send the first bills" in open_browsers(house, scene).preparer.get(GRID).text


def fill(scene: Scene, rows: int) -> None:
    """Rows of meters with a bill for each month."""
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        a_document(uow, case, f"E-9{rows:02}", pages=12 * rows)
        document = document_by_code(uow.session, case, f"E-9{rows:02}")
        version = current_version(uow.session, document)
        made: list[Meter | BillPlacement] = []
        for number in range(rows):
            meter = Meter(
                case_id=case.id, owner_org_id=case.owner_org_id, code=f"M-{rows:02}{number:02}",
                number=f"HX-{rows}-{number}", carrier=Carrier.ELECTRICITY, opened_by="test", opened_at=uow.now,
            )  # fmt: skip
            made.append(meter)
            for month in range(1, 13):
                made.append(
                    BillPlacement(
                        case_id=case.id, owner_org_id=case.owner_org_id, document_id=document.id,
                        document_version_id=version.id, page=12 * number + month, part="", row=meter.code,
                        month=date(2021, month, 1), period_start=date(2021, month, 1),
                        period_end=date(2021, month, 28), facts=["meter", "period"], sureness=Decimal("0.98"),
                        placed_by="place bills", placed_at=uow.now,
                    )
                )  # fmt: skip
        uow.session.add_all(made)
        uow.record("test.fill", case, covers=made)


def test_sixty_rows_ask_the_database_as_often_as_one(scene: Scene, browsers: Browsers) -> None:
    def asked() -> int:
        browsers.lead.get(GRID)
        with Counted(scene.house) as counted:
            assert browsers.lead.get(GRID).status_code == 200
        return len(counted.statements)

    fill(scene, 1)
    few = asked()
    fill(scene, 60)
    assert asked() == few
    assert few <= GUARD + MOST
