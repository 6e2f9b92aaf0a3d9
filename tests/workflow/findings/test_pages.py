"""The pages of findings: who sees what, who may do what, and what is said when it is refused."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import event

from tests.factories import a_person, an_actor, an_organisation, the_system
from tests.workflow.findings.browser import FINDINGS, Browser
from tests.workflow.findings.scene import Scene
from workflow.documents.queries import document_by_code
from workflow.findings import moves
from workflow.findings.commands import StatedEffect
from workflow.findings.rules import FindingState
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import unit_of_work

D = Decimal
ANSWER = {"text": "July found.", "correction": "+742 MWh", "citations": "E-003 p.1"}


@pytest.fixture
def lead(app: Flask, scene: Scene) -> Browser:
    return Browser(app, scene.lead)


@pytest.fixture
def party(app: Flask, scene: Scene) -> Browser:
    return Browser(app, scene.party)


@pytest.fixture
def issued(scene: Scene) -> str:
    code = scene.draft(is_misstatement=True, effects=[StatedEffect("S06", D("-50.55"))])
    scene.act(scene.lead, moves.issue_finding, code)
    return code


def test_a_stranger_is_asked_to_sign_in(app: Flask, issued: str) -> None:
    assert app.test_client().get(f"{FINDINGS}/{issued}").status_code == 302


def test_another_tenant_finds_nothing(app: Flask, scene: Scene, issued: str) -> None:
    with unit_of_work(the_system()) as uow:
        sister = an_organisation(uow, "Halden Cable (Dongguan)", OrganisationKind.SUBSIDIARY)
        other = an_actor(a_person(uow, sister, "Wu Fang"))
    assert Browser(app, other).get(f"/{issued}").status_code == 404


def test_a_draft_does_not_exist_for_the_responsible_party(scene: Scene, party: Browser) -> None:
    code = scene.draft()
    assert party.get(f"/{code}").status_code == 404
    assert code not in party.get().text


def test_a_confidential_finding_does_not_exist_for_the_party_nor_for_a_team_member(
    app: Flask, scene: Scene, party: Browser, lead: Browser
) -> None:
    code = scene.draft(is_confidential=True)
    scene.act(scene.lead, moves.issue_finding, code)
    seen = [
        b.get(f"/{code}").status_code
        for b in (party, Browser(app, scene.member), lead, Browser(app, scene.reviewer))
    ]
    assert seen == [404, 404, 200, 200]


def test_a_draft_says_when_the_office_would_read_what_a_supplier_holds_in_confidence(
    scene: Scene, lead: Browser
) -> None:
    with unit_of_work(the_system()) as uow:
        row = document_by_code(uow.session, scene.case(uow), "E-009")
        row.is_confidential = True
        uow.record("document.describe", row)
    warning = "came in confidence from a supplier"
    assert warning in lead.get(f"/{scene.draft(citations='E-009 p.2')}").text
    assert warning not in lead.get(f"/{scene.draft(citations='E-002')}").text
    assert warning not in lead.get(f"/{scene.draft(citations='E-009', is_confidential=True)}").text


@pytest.mark.parametrize(
    "move",
    ["issue", "return", "accept", "close-corrected", "close-clarified", "close-uncorrected", "convert",
     "carry-forward", "accept-limitation", "lift", "reopen", "withdraw", "extend", "rule", "effects", "comment"],
)  # fmt: skip
def test_the_responsible_party_can_never_close_nor_judge(party: Browser, issued: str, move: str) -> None:
    assert party.post(f"/{issued}/{move}", reason="We are done.").status_code == 403


def test_a_verifier_never_answers(lead: Browser, issued: str) -> None:
    assert lead.post(f"/{issued}/respond", **ANSWER).status_code == 403


def test_the_group_office_reads_and_answers_nothing(app: Flask, scene: Scene, issued: str) -> None:
    office = Browser(app, scene.office)
    assert office.get(f"/{issued}").status_code == 200
    assert office.post(f"/{issued}/respond", **ANSWER).status_code == 403


def test_the_reviewer_comments_and_never_edits(app: Flask, scene: Scene, issued: str) -> None:
    reviewer = Browser(app, scene.reviewer)
    assert reviewer.post(f"/{issued}/comment", text="Why only July?").status_code == 303
    assert reviewer.post(f"/{issued}/effects", reason="x").status_code == 403
    assert "Why only July?" in reviewer.get(f"/{issued}").text


def test_comments_of_the_body_are_not_shown_to_the_party(
    app: Flask, scene: Scene, party: Browser, issued: str
) -> None:
    Browser(app, scene.reviewer).post(f"/{issued}/comment", text="Why only July?")
    page = party.get(f"/{issued}").text
    assert "Why only July?" not in page
    assert "Inside the body" not in page


def test_the_party_answers_on_the_page_and_its_evidence_is_pinned(party: Browser, issued: str) -> None:
    assert party.post(f"/{issued}/respond", **ANSWER).status_code == 303
    page = party.get(f"/{issued}").text
    assert "July found." in page
    assert 'href="/cases/C-2022-0001/evidence/E-003?page=1"' in page


def test_an_answer_without_evidence_is_refused_with_its_reason(
    party: Browser, scene: Scene, issued: str
) -> None:
    answer = party.post(f"/{issued}/respond", text="Done.", correction="Done.")
    assert answer.status_code == 409
    assert "G-RESPONSE" in answer.text
    assert scene.read(issued).state is FindingState.OPEN


def test_an_unknown_place_is_said_beside_the_field_and_what_was_typed_stays(
    party: Browser, issued: str
) -> None:
    answer = party.post(f"/{issued}/respond", **{**ANSWER, "citations": "E-077 p.2"})
    assert answer.status_code == 422
    assert "There is no document E-077 on this case." in answer.text
    assert "July found." in answer.text


def test_a_file_sent_with_the_answer_becomes_evidence_and_is_cited(
    party: Browser, scene: Scene, issued: str
) -> None:
    typed = {**ANSWER, "citations": "", "files": (io.BytesIO(b"meter,kWh\nB,742000\n"), "july.csv")}
    assert party.post(f"/{issued}/respond", **typed).status_code == 303
    assert re.search(r'/evidence/(E-\d+)"', party.get(f"/{issued}").text)


def test_a_shut_move_stands_on_the_page_with_its_reason(
    lead: Browser, party: Browser, scene: Scene, issued: str
) -> None:
    party.post(f"/{issued}/respond", **ANSWER)
    lead.post(f"/{issued}/accept", reason="Right.")
    page = lead.get(f"/{issued}").text
    assert "Ask for a new version of the GHG statement that contains the correction." in page
    assert lead.post(f"/{issued}/close-corrected", reason="Soon.").status_code == 409
    assert scene.read(issued).state is FindingState.ACCEPTED


def test_moves_that_a_kind_never_makes_are_not_offered(lead: Browser, issued: str) -> None:
    page = lead.get(f"/{issued}").text
    assert "carry-forward" not in page
    assert "acknowledge" not in page


def draft_fields(**changed: str) -> dict[str, str]:
    typed = {
        "kind": "CAR", "subtype": "cut_off", "title": "July is missing", "requirement": "6.2", "gap": "No bill.",
        "citations": "E-002 p.2, E-021 p.7", "is_misstatement": "y", "effects-0-source": "S06",
        "effects-0-amount": "−431.10", "effects-0-basis": "both", "effects-1-source": "S06",
        "effects-1-amount": "+380.56", "effects-1-basis": "both", "net": "-50.55",
    }  # fmt: skip
    return {**typed, **changed}


def test_a_finding_is_drafted_with_places_and_signed_effects(lead: Browser, scene: Scene) -> None:
    answer = lead.post("/new", **draft_fields())
    assert answer.status_code == 303
    page = lead.get("/F-001").text
    assert "−431.10" in page
    assert "+380.56" in page
    assert "E-021 p.7" in page
    assert scene.read("F-001").net == D("-50.55")


def test_a_net_that_is_not_the_sum_of_its_effects_is_refused(lead: Browser) -> None:
    answer = lead.post("/new", **draft_fields(net="-60"))
    assert answer.status_code == 422
    assert "the effects on it add to" in answer.text


def test_a_source_that_the_inventory_lacks_is_entered_with_its_finding(lead: Browser) -> None:
    typed = draft_fields(
        **{"effects-0-source": "+", "effects-0-amount": "-55.84", "effects-1-source": "",
           "effects-1-amount": "", "net": "", "omitted_name": "LPG forklifts", "omitted_category": "1",
           "omitted_scope": "S1"}
    )  # fmt: skip
    assert lead.post("/new", **typed).status_code == 303
    assert "S13" in lead.get("/F-001").text


def test_of_two_who_edit_a_draft_one_wins_and_one_is_told(app: Flask, scene: Scene, lead: Browser) -> None:
    code = scene.draft()
    member = Browser(app, scene.member)
    found = re.search(r'name="version" value="(\d+)"', member.get(f"/{code}/edit").text)
    assert found
    first = lead.post(f"/{code}/edit", **draft_fields(version=found[1], title="Meter B, July"))
    second = member.post(f"/{code}/edit", **draft_fields(version=found[1], title="Meter B"))
    assert (first.status_code, second.status_code) == (303, 409)
    assert scene.read(code).title == "Meter B, July"


def test_the_edit_form_holds_what_was_drafted(lead: Browser) -> None:
    lead.post("/new", **draft_fields())
    page = lead.get("/F-001/edit").text
    assert "E-002 p.2, E-021 p.7" in page
    assert 'value="-431.10"' in page
    assert re.search(r'<option selected value="S06">', page)


def test_an_issued_finding_is_not_edited(lead: Browser, issued: str) -> None:
    assert lead.get(f"/{issued}/edit").status_code == 422
    assert lead.post(f"/{issued}/edit", **draft_fields()).status_code == 422


def test_a_party_does_not_draft(party: Browser) -> None:
    assert party.get("/new").status_code == 403


def test_the_queue_says_who_holds_the_ball_and_what_it_weighs(
    lead: Browser, party: Browser, issued: str
) -> None:
    assert "responsible party" in lead.get().text
    assert "−50.55" in lead.get().text
    assert "<b>you</b>" in party.get().text


def test_parts_of_the_queue_are_links_with_counts(lead: Browser, scene: Scene, issued: str) -> None:
    scene.draft(title="Not issued yet")
    page = lead.get("", show="drafts").text
    assert "Not issued yet" in page
    assert "Meter B</a>" not in page
    assert "show=with_party" in page


def test_a_finding_past_its_day_is_overdue(app: Flask, scene: Scene, issued: str) -> None:
    scene.at(11, 16)
    assert "2 days late" in Browser(app, scene.lead).get("", show="overdue").text


def test_the_csv_holds_exactly_what_is_shown_and_no_formula(lead: Browser, scene: Scene, issued: str) -> None:
    scene.draft(title='=HYPERLINK("http://example.org")')
    text = lead.get("/findings.csv", show="drafts").data.decode("utf-8-sig")
    head, row = text.splitlines()
    assert "'=HYPERLINK" in row
    assert head.startswith("Code,Type,Finding")
    everything = lead.get("/findings.csv").data.decode("utf-8-sig")
    assert "-50.55" in everything
    assert "'-50.55" not in everything


def test_the_workbook_holds_amounts_as_numbers_and_texts_as_texts(
    lead: Browser, scene: Scene, issued: str
) -> None:
    scene.draft(title="=1+1")
    book = load_workbook(io.BytesIO(lead.get("/findings.xlsx", columns=["title", "net"]).data))
    rows = list(book.active.iter_rows(values_only=False))
    assert [c.value for c in rows[0]] == ["Finding", "Effect, t CO₂e"]
    assert rows[1][1].value == pytest.approx(-50.55)
    assert (rows[2][0].value, rows[2][0].data_type) == ("=1+1", "s")


def test_no_id_stands_twice_on_a_page(lead: Browser, party: Browser, scene: Scene, issued: str) -> None:
    party.post(f"/{issued}/respond", **ANSWER)
    for page in (lead.get(f"/{issued}").text, lead.get("/new").text, lead.get().text):
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_a_page_of_findings_takes_at_most_twelve_queries(
    app: Flask, scene: Scene, lead: Browser, issued: str
) -> None:
    for _more in range(5):
        scene.draft(effects=[StatedEffect("S06", D("-1.00"))])
    asked: list[str] = []

    def count(*given: Any) -> None:
        asked.append(given[2])

    event.listen(scene.house.engine, "before_cursor_execute", count)
    for path in ("", f"/{issued}", "/new"):
        lead.get(path)
        asked.clear()
        assert lead.get(path).status_code == 200
        assert len([s for s in asked if s.startswith("SELECT")]) <= 12
