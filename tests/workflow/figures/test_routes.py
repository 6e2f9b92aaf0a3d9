"""The Evidence tab, the viewer and the Tests tab, as people use them by plain forms and links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from tests.evidence.mailing import File, an_eml
from tests.factories import EVERYTHING, House, a_house, lay_tables
from tests.methods.worked_case import ELECTRICITY_V1
from tests.workflow.figures.browser import Browsers, open_browsers
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow import worker
from workflow.audit import AuditEvent
from workflow.config import Config
from workflow.db import ScopedSession, make_engine
from workflow.documents.models import DocumentVersion
from workflow.figures import review_queue
from workflow.unit_of_work import reading

CASE = "/cases/C-2022-0001"


def a_bill(*lines: str) -> bytes:
    """A small real PDF with one line of print after the other."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 20 * number, line)
    canvas.save()
    return written.getvalue()


BILL = a_bill("Meter HIK-M1", "Period 2021-01-01 to 2021-01-31", "Total consumption 742,000 kWh")


@pytest.fixture(scope="module")
def web_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("web-house")
    url = f"sqlite:///{folder / 'assay.sqlite'}"
    engine = make_engine(url)
    lay_tables(engine)
    yield a_house(engine, Config(folder=folder, database_url=url, queue_url="unix:///nowhere"))
    engine.dispose()


@pytest.fixture(scope="module")
def scene(web_house: House) -> Scene:
    scene = a_scene(web_house)
    hand_in_version(scene, [ELECTRICITY_V1], 1)
    return scene


@pytest.fixture(scope="module")
def browsers(web_house: House, scene: Scene) -> Browsers:
    found = open_browsers(web_house, scene)
    answer = found.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (io.BytesIO(BILL), "Bill January.pdf"), "kind": "electricity_bill"},
        headers={"Accept": "application/json", "Idempotency-Key": "k1"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    worker.run_all_due()
    return found


def figure_page(browsers: Browsers, code: str = "E-001") -> str:
    answer = browsers.lead.get(f"{CASE}/evidence/{code}/view?show=all&q=742")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def figure_id(html: str) -> str:
    found = re.search(r'data-figure="(\d+)"', html)
    assert found
    return found.group(1)


def version_of(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', html)
    assert found
    return found.group(1)


def test_the_evidence_tab_lists_the_document_as_read(browsers: Browsers) -> None:
    html = browsers.preparer.get(f"{CASE}/evidence").get_data(as_text=True)
    assert "Bill January.pdf" in html
    assert "E-001" in html
    assert "data-upload" in html


def test_the_same_sending_twice_is_stored_once(browsers: Browsers) -> None:
    answer = browsers.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (io.BytesIO(BILL), "Bill January.pdf")},
        headers={"Accept": "application/json", "Idempotency-Key": "k1"},
    )
    (result,) = answer.get_json()["results"]
    assert result["code"] == "E-001"
    assert "nothing was stored twice" in result["sentence"]


def test_another_file_under_the_same_key_is_refused(browsers: Browsers) -> None:
    answer = browsers.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (io.BytesIO(a_bill("something else 12 kg")), "other.pdf")},
        headers={"Accept": "application/json", "Idempotency-Key": "k1"},
    )
    assert answer.status_code == 422
    assert "another file" in answer.get_json()["results"][0]["sentence"]


def test_a_zip_becomes_documents_that_keep_where_they_came_from(browsers: Browsers) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2021/gas.pdf", a_bill("Gas 12,345 Nm3"))
        archive.writestr("2021/note.txt", "Diesel 4,650 L bought")
    packed.seek(0)
    answer = browsers.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (packed, "bills.zip")},
        headers={"Accept": "application/json"},
    )
    results = answer.get_json()["results"]
    assert [result["name"] for result in results] == ["gas.pdf", "note.txt"], results
    worker.run_all_due()
    html = browsers.lead.get(f"{CASE}/evidence").get_data(as_text=True)
    assert "bills.zip / 2021/gas.pdf" in html
    paragraphs = browsers.lead.get(f"{CASE}/evidence/{results[1]['code']}/view").get_data(as_text=True)
    assert "Line 1" in paragraphs


def test_the_team_cannot_add_evidence_of_the_client(browsers: Browsers) -> None:
    answer = browsers.lead.post(f"{CASE}/evidence/upload", data={"files": (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code == 403


def test_the_team_adds_a_working_paper(browsers: Browsers) -> None:
    answer = browsers.lead.post(
        f"{CASE}/evidence/working-papers",
        data={"files": (io.BytesIO(b"Counted 12 cylinders"), "count.txt")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.get_json()["results"][0]["code"]


def test_a_stranger_finds_no_case(browsers: Browsers) -> None:
    for path in ("evidence", "evidence/E-001/view", "evidence/E-001/original", "figures/E-001.1"):
        assert browsers.stranger.get(f"{CASE}/{path}").status_code == 404


def test_the_original_comes_as_a_sandboxed_attachment(browsers: Browsers) -> None:
    answer = browsers.lead.get(f"{CASE}/evidence/E-001/original")
    assert answer.data == BILL
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_viewer_states_how_often_a_number_read_so_was_wrong(browsers: Browsers) -> None:
    shown = browsers.lead.get(f"{CASE}/figures/E-001.1", follow_redirects=True).get_data(as_text=True)
    plain = re.sub(r"<[^>]+>", "", shown)
    assert re.search(r"wrong 2\.5\s?% of 7,666 compared on real tables", plain)


def test_the_viewer_shows_the_page_with_its_box_and_the_figure(browsers: Browsers) -> None:
    html = figure_page(browsers)
    assert 'class="picture"' in html
    assert "742,000" in html
    picture = browsers.lead.get(f"{CASE}/evidence/E-001/pages/1/1.webp")
    assert picture.mimetype == "image/webp"


def test_a_figure_is_read_right_linked_and_tested_by_plain_forms(browsers: Browsers) -> None:
    html = figure_page(browsers)
    one = figure_id(html)
    url = f"{CASE}/figures/{one}"
    refused = browsers.lead.post(
        f"{url}/link", data={"line": "L-001", "role": "primary", "version": version_of(html)}
    )
    assert refused.status_code == 409
    assert "Read it right first" in refused.get_data(as_text=True)
    answer = browsers.preparer.post(f"{url}/confirm", data={"version": version_of(html), "show": "all"})
    assert answer.status_code == 303
    html = figure_page(browsers)
    linked = browsers.lead.post(
        f"{url}/link", data={"line": "L-001", "role": "primary", "version": version_of(html)}
    )
    assert linked.status_code == 303, linked.get_data(as_text=True)
    tested = browsers.lead.post(
        f"{url}/test",
        data={
            "technique": "tracing",
            "result": "holds",
            "note": "",
            "version": version_of(figure_page(browsers)),
        },
    )
    assert tested.status_code == 303, tested.get_data(as_text=True)
    html = browsers.lead.get(f"{CASE}/tests").get_data(as_text=True)
    assert "742" in html
    assert "tested" in html


def test_who_handed_it_in_cannot_test_it(browsers: Browsers) -> None:
    one = figure_id(figure_page(browsers))
    answer = browsers.preparer.post(
        f"{CASE}/figures/{one}/test", data={"technique": "tracing", "result": "holds"}
    )
    assert answer.status_code == 403


def test_a_stale_save_is_told(browsers: Browsers) -> None:
    one = figure_id(figure_page(browsers))
    answer = browsers.lead.post(f"{CASE}/figures/{one}/edit", data={"value": "1", "version": "1"})
    assert answer.status_code == 409


def test_a_wrong_number_keeps_the_form_open_with_the_error_beside_it(browsers: Browsers) -> None:
    html = figure_page(browsers)
    answer = browsers.lead.post(
        f"{CASE}/figures/{figure_id(html)}/edit", data={"value": "many", "version": version_of(html)}
    )
    assert answer.status_code == 422
    assert "Type a number" in answer.get_data(as_text=True)


def test_a_drawn_box_becomes_a_figure_with_its_text(browsers: Browsers) -> None:
    answer = browsers.lead.post(
        f"{CASE}/evidence/E-001/capture",
        data={"page": "1", "x0": "55", "top": "100", "x1": "400", "bottom": "130"},
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    html = browsers.lead.get(answer.headers["Location"]).get_data(as_text=True)
    assert "742,000" in html
    assert 'data-key="e" open' in html


def test_bulk_reads_right_what_two_engines_saw_and_says_what_failed(browsers: Browsers) -> None:
    html = browsers.lead.get(f"{CASE}/evidence/E-001/view?show=open").get_data(as_text=True)
    ids = re.findall(r'name="ids" value="(\d+)"', html)
    answer = browsers.lead.post(
        f"{CASE}/evidence/E-001/figures/confirm", data={"ids": ids}, follow_redirects=True
    )
    html = answer.get_data(as_text=True)
    assert "read right" in html
    assert "Only one engine saw this number" in html


def test_the_code_of_a_figure_leads_to_its_box(browsers: Browsers) -> None:
    answer = browsers.lead.get(f"{CASE}/figures/E-001.1")
    assert answer.status_code == 302
    assert "/evidence/E-001/view" in answer.headers["Location"]


def test_the_checks_run_by_a_button_and_propose_findings(browsers: Browsers) -> None:
    answer = browsers.lead.post(f"{CASE}/tests/run", follow_redirects=True)
    html = answer.get_data(as_text=True)
    assert "EV-06" in html
    assert re.search(r"/findings/new\?check=\d+", html)


def test_the_results_are_filtered_by_check_and_outcome(browsers: Browsers) -> None:
    browsers.lead.post(f"{CASE}/tests/run")
    html = browsers.lead.get(f"{CASE}/tests?code=EV-03").get_data(as_text=True)
    shown = set(re.findall(r"<b title=[^>]*>(EV-\d\d)</b>", html))
    assert shown == {"EV-03"}
    assert "off by a power of ten" in html
    none = browsers.lead.get(f"{CASE}/tests?code=EV-03&outcome=not_applicable").get_data(as_text=True)
    assert not re.findall(r"<b title=[^>]*>(EV-\d\d)</b>", none)


def test_the_client_does_not_see_the_tests(browsers: Browsers) -> None:
    assert browsers.preparer.get(f"{CASE}/tests").status_code == 403


def test_a_supplier_confidential_document_is_hidden_from_the_office_only(browsers: Browsers) -> None:
    answer = browsers.preparer.post(
        f"{CASE}/evidence/E-002/describe",
        data={
            "title": "PCF letter",
            "kind": "supplier_declaration",
            "reliability": "internal",
            "is_confidential": "y",
        },
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert browsers.office.get(f"{CASE}/evidence/E-001/original").status_code == 200
    assert browsers.office.get(f"{CASE}/evidence/E-002/original").status_code == 404
    assert "PCF letter" not in browsers.office.get(f"{CASE}/evidence").get_data(as_text=True)
    assert browsers.lead.get(f"{CASE}/evidence/E-002/original").status_code == 200


def test_a_tried_file_shows_its_boxes_to_its_person_only(browsers: Browsers) -> None:
    answer = browsers.stranger.post("/try", data={"files": (io.BytesIO(BILL), "my bill.pdf")})
    assert answer.status_code == 303
    url = answer.headers["Location"]
    assert "being read" in browsers.stranger.get(url).get_data(as_text=True)
    worker.run_all_due()
    html = browsers.stranger.get(url).get_data(as_text=True)
    assert "742,000" in html
    assert 'class="box is-proposed"' in html
    assert browsers.stranger.get(f"{url}/pages/1.webp").mimetype == "image/webp"
    assert browsers.lead.get(url).status_code == 404


def test_the_viewer_answers_within_its_number_of_queries(browsers: Browsers, web_house: House) -> None:
    from sqlalchemy import event

    counted: list[str] = []

    def count(*args: object) -> None:
        counted.append(str(args[2]))

    event.listen(web_house.engine, "before_cursor_execute", count)
    try:
        browsers.lead.get(f"{CASE}/evidence/E-001/view?show=all")
    finally:
        event.remove(web_house.engine, "before_cursor_execute", count)
    assert len([sql for sql in counted if "SELECT" in sql]) <= 24, counted


def test_a_mail_and_its_attachment_are_documents_that_know_each_other(browsers: Browsers) -> None:
    mail = an_eml([File("gas.pdf", a_bill("Gas 777 Nm3"))], text="Diesel 4,651 L bought")
    answer = browsers.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (io.BytesIO(mail), "June.eml")},
        headers={"Accept": "application/json"},
    )
    whole, bill = answer.get_json()["results"]
    worker.run_all_due()
    viewer = browsers.lead.get(f"{CASE}/evidence/{whole['code']}/view").get_data(as_text=True)
    assert "Bills of June" in viewer
    assert "4,651" in viewer
    page = browsers.lead.get(f"{CASE}/evidence/{bill['code']}").get_data(as_text=True)
    assert "Taken out of June.eml (“Bills of June”, Li Wei" in page
    assert f"{CASE}/evidence/{whole['code']}" in page


def test_a_locked_pdf_is_unlocked_on_its_page(browsers: Browsers) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_bill("Steam 818 GJ"))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="tell-nobody"))
    locked.seek(0)
    answer = browsers.preparer.post(
        f"{CASE}/evidence/upload",
        data={"files": (locked, "locked.pdf")},
        headers={"Accept": "application/json"},
    )
    page = f"{CASE}/evidence/{answer.get_json()['results'][0]['code']}"
    worker.run_all_due()
    assert "Password of the file" in browsers.preparer.get(page).get_data(as_text=True)
    wrong = browsers.preparer.post(f"{page}/unlock", data={"password": "wrong-one"})
    assert wrong.status_code == 422
    assert "does not open with this password" in wrong.get_data(as_text=True)
    assert "wrong-one" not in wrong.get_data(as_text=True)
    with reading(EVERYTHING) as session:
        tried = [one for one in session.scalars(select(AuditEvent)) if one.verb == "document.unlock.refused"]
    assert len(tried) == 1
    assert "wrong-one" not in str(vars(tried[0]))
    browsers.preparer.post(f"{page}/unlock", data={"password": "tell-nobody"})
    worker.run_all_due()
    html = browsers.preparer.get(page).get_data(as_text=True)
    assert "unlocked copy" in html
    assert "Password of the file" not in html
    assert "818" in browsers.preparer.get(f"{page}/view").get_data(as_text=True)


def test_figures_are_asked_for_once_until_somebody_does_something(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure_page(browsers)
    asked: list[int] = []
    rows_of = review_queue.rows_of

    def counted(session: ScopedSession, version: DocumentVersion) -> list[review_queue.QueueRow]:
        asked.append(version.id)
        return rows_of(session, version)

    monkeypatch.setattr(review_queue, "rows_of", counted)
    figure_page(browsers)
    assert asked == []

    described = {"title": "Bill of January", "kind": "electricity_bill", "reliability": "external"}
    answer = browsers.lead.post(f"{CASE}/evidence/E-001/describe", data=described)
    assert answer.status_code == 303
    figure_page(browsers)
    assert len(asked) == 1
