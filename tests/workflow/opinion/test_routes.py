"""The opinion's pages over HTTP: who may do what, the downloads of each role, and the public status."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from tests.factories import EVERYTHING, the_system
from tests.workflow.ghg_statement.pages import TOKEN, counted_queries
from tests.workflow.opinion.scene import Scene, decided, drafted, in_decision, in_review, issued
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.opinion import reads
from workflow.people import sessions
from workflow.people.models import Mail, Membership, Organisation, Person
from workflow.unit_of_work import reading, unit_of_work

CASE = "/cases/C-2022-0001"


def browser(scene: Scene, actor: Actor) -> FlaskClient:
    """A signed-in browser of somebody on the case."""
    client = create_app(services=scene.house.services).test_client()
    with unit_of_work(the_system()) as uow:
        case = scene.halden.case(uow.session)
        party = uow.session.get_one(Organisation, case.responsible_party_org_id)
        for role in actor.case_roles & {Role.PREPARER, Role.APPROVER}:
            cases.grant(uow, case, party)
            row = Membership(
                owner_org_id=party.id, person_id=actor.person_id or 0, role=role, valid_from=date(2020, 1, 1)
            )
            uow.session.add(row)
            uow.record("membership.add", row)
        person = uow.session.get_one(Person, actor.person_id)
        _row, token = sessions.open_session(
            uow, person, address="127.0.0.1", agent="test", has_second_factor=True
        )
    client.set_cookie(sessions.COOKIE, token)
    return client


def post(client: FlaskClient, path: str, **fields: str) -> int:
    found = TOKEN.search(client.get(CASE).text)
    assert found, "no form on the page"
    return client.post(CASE + path, data={"csrf_token": found[1], **fields}).status_code


def prefix_of(scene: Scene) -> str:
    with reading(EVERYTHING) as session:
        issue = reads.standing_issue(session, scene.halden.case(session))
        assert issue is not None
        return issue.contract_sha256[:32]


@pytest.mark.parametrize("stage", [drafted, in_review, in_decision, decided, issued])
def test_the_page_opens_at_every_stage_for_everybody(scene: Scene, stage) -> None:  # type: ignore[no-untyped-def]
    stage(scene)
    for actor in (scene.lead, scene.reviewer, scene.decider, scene.halden.preparer):
        client = browser(scene, actor)
        for path in ("/opinion", "/package"):
            answer = client.get(CASE + path)
            assert answer.status_code == 200, (actor.name, path, answer.text[-1500:])


def test_the_party_reads_the_draft_and_nothing_of_the_review(scene: Scene) -> None:
    in_review(scene)
    client = browser(scene, scene.halden.preparer)
    page = client.get(CASE + "/opinion").text
    assert "Draft report as PDF" in page
    assert "Independent review</h2>" not in page
    assert client.get(CASE + "/opinion/sign").status_code == 403
    draft = client.get(CASE + "/opinion/draft.pdf")
    assert draft.status_code == 200 and draft.data.startswith(b"%PDF")


def test_the_lead_has_no_right_on_review_and_decision(scene: Scene) -> None:
    in_decision(scene)
    client = browser(scene, scene.lead)
    for path in (
        "/opinion/review/start",
        "/opinion/review/ticks",
        "/opinion/decision",
        "/opinion/sign/signatory",
    ):
        assert post(client, path) == 403, path


def test_a_decision_and_both_signatures_are_made_on_the_pages(scene: Scene) -> None:
    in_decision(scene)
    scene.at(11, 25)
    decider, lead = browser(scene, scene.decider), browser(scene, scene.lead)
    assert post(decider, "/opinion/decision", text="Issued as drafted.") == 303
    page = lead.get(CASE + "/opinion/sign").text
    assert "NA-2022-0041/0" in page and "Sign both documents" in page
    assert post(lead, "/opinion/sign/lead", passphrase="wrong wrong wrong") == 422
    assert post(lead, "/opinion/sign/lead", passphrase="seven small islands") == 303
    assert post(decider, "/opinion/sign/signatory", passphrase="seven small islands") == 303
    page = decider.get(CASE + "/opinion/sign").text
    assert page.count("the bytes are unchanged") == 4
    assert post(decider, "/move/issue") == 303


def test_each_role_downloads_its_own_profile(scene: Scene) -> None:
    issued(scene)
    allowed = {
        scene.lead: {"public", "accreditation"},
        scene.halden.preparer: {"public", "client"},
        scene.reviewer: {"public", "accreditation"},
    }
    for actor, profiles in allowed.items():
        client = browser(scene, actor)
        for profile in ("public", "client", "accreditation"):
            answer = client.get(f"{CASE}/package/0/{profile}.zip")
            assert answer.status_code == (200 if profile in profiles else 403), (actor.name, profile)
        assert client.get(f"{CASE}/package/0/cover-sheet.pdf").data.startswith(b"%PDF")
    client = browser(scene, scene.halden.preparer)
    sent = client.get(f"{CASE}/package/0/client.zip")
    assert "NA-2022-0041-0-client.zip" in sent.headers["Content-Disposition"]
    assert client.get(f"{CASE}/package/7/client.zip").status_code == 404


def test_anybody_looks_a_number_up_and_learns_its_status_alone(scene: Scene) -> None:
    issued(scene)
    stranger = create_app(services=scene.house.services).test_client()
    assert stranger.get("/status").status_code == 200
    assert stranger.get("/status?number=na-2022-0041").headers["Location"].endswith("/status/NA-2022-0041")
    alone = stranger.get("/status/NA-2022-0041")
    assert alone.status_code == 200 and "valid" in alone.text
    for hidden in ("52,267.92", "Halden", "unmodified", "reasonable", prefix_of(scene)[:12]):
        assert hidden not in alone.text, hidden
    wrong = stranger.get("/status/NA-2022-0041?h=" + "0" * 32)
    assert wrong.text.replace("0" * 32, "") == alone.text.replace("0" * 32, "")
    held = stranger.get("/status/NA-2022-0041?h=" + prefix_of(scene)).text
    for shown in ("52,267.92", "49,653.42", "unmodified", "reasonable", prefix_of(scene)):
        assert shown in held, shown
    assert stranger.get("/status/NA-2022-0099").status_code == 404


def test_the_public_package_is_for_who_holds_the_statement(scene: Scene) -> None:
    issued(scene)
    stranger = create_app(services=scene.house.services).test_client()
    assert stranger.get("/status/NA-2022-0041/public.zip").status_code == 404
    sent = stranger.get("/status/NA-2022-0041/public.zip?h=" + prefix_of(scene))
    assert sent.status_code == 200 and sent.data.startswith(b"PK")
    sheet = stranger.get("/status/NA-2022-0041/cover-sheet.pdf?h=" + prefix_of(scene))
    assert sheet.data.startswith(b"%PDF")


def test_the_party_gives_notice_of_a_fact_without_judging_it(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    client = browser(scene, scene.halden.preparer)
    told = {"description": "A meter was changed", "discovered_on": "2022-12-05", "told_by": "Liu Yan"}
    assert post(client, "/opinion/later-facts", **told, effect="-1", group_code="A") == 303
    with reading(EVERYTHING) as session:
        (fact,) = reads.later_facts_of(session, reads.standing_issue(session, scene.halden.case(session)))
    assert (fact.description, fact.effect) == ("A meter was changed", None)


def test_the_party_is_written_to_when_the_draft_waits_for_it(scene: Scene) -> None:
    drafted(scene)
    client = browser(scene, scene.halden.preparer)
    assert post(browser(scene, scene.lead), "/opinion/factual-check/send") == 303
    with reading(EVERYTHING) as session:
        mails = list(session.scalars(select(Mail).order_by(Mail.id)))
    assert [m.address for m in mails] == ["liu.yan@example.org"]
    assert post(client, "/opinion/factual-check/answer", points="") == 303


def test_the_page_keeps_to_twelve_queries(scene: Scene) -> None:
    issued(scene)
    client = browser(scene, scene.lead)
    for path in ("/opinion", "/package", "/opinion/sign"):
        client.get(CASE + path)
        with counted_queries(scene.halden) as told:
            client.get(CASE + path)
        assert len(told) <= 12, (path, told)
