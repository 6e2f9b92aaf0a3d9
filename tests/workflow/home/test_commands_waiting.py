"""What My work asks of who reads, reminds, settles a notice or looks after the installation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import EVERYTHING, an_organisation, the_system
from tests.workflow.findings.browser import Browser
from tests.workflow.findings.scene import Scene
from tests.workflow.findings.test_commands_carrying import (
    YEAR_2021,
    another_case,
    lead_of_both,
    notices_of,
    told,
)
from workflow.access import Actor, Role
from workflow.cases.models import Case
from workflow.documents import requests
from workflow.documents.queries import document_by_code
from workflow.errors import BadInput
from workflow.findings import carrying, moves, reminders
from workflow.home.installation import to_be_looked_after
from workflow.home.queries import my_work
from workflow.jobs import Job, JobState
from workflow.people.models import Mail
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import reading, unit_of_work
from workflow.worker import run_all_due

DUE = date(2022, 10, 20)


def waiting(scene: Scene, actor: Actor, role: Role, on: date) -> list[tuple[str, str]]:
    """Codes and words of what waits on a person who holds a role in their own organisation."""
    assert actor.organisation_id
    held = replace(actor, organisation_roles=frozenset({(actor.organisation_id, role)}))
    with reading(held.scope) as session:
        work = my_work(session, held, on, scene.house.services.config)
        return [(item.code, item.what) for item in work.waiting]


def late(scene: Scene) -> str:
    code = scene.draft(title="Meter B")
    scene.act(scene.lead, moves.issue_finding, code, due=DUE)
    return code


def test_the_office_is_asked_to_remind_of_an_answer_that_is_five_days_late(scene: Scene) -> None:
    code = late(scene)
    assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, 24)) == []
    asked = waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, 25))
    assert asked == [(code, "Remind them: Meter B")]


def test_the_office_is_asked_to_remind_of_a_document_that_is_five_days_late(scene: Scene) -> None:
    with unit_of_work(scene.lead) as uow:
        row = requests.ask_for(uow, scene.case(uow), item="Gas bills", owner_name="Liu Yan", due=DUE)
        code = row.code
    assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, 24)) == []
    asked = [(code, "Remind them: Gas bills")]
    assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, 25)) == asked
    scene.at(10, 25)
    with unit_of_work(scene.office) as uow:
        row = requests.request_for_writing(uow.session, scene.case(uow), code)
        requests.remind_of_request(uow, row)
    assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, 25)) == []


def test_who_was_reminded_is_left_in_peace_for_five_days(scene: Scene) -> None:
    code = late(scene)
    scene.at(10, 25)
    scene.act(scene.office, reminders.remind_by_hand, code)
    for day, expected in ((25, []), (29, []), (30, [(code, "Remind them: Meter B")])):
        assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 10, day)) == expected


def test_a_reminder_by_hand_is_mailed_to_the_responsible_party_once_a_day(scene: Scene) -> None:
    code = late(scene)
    scene.at(10, 25)
    run_all_due()
    scene.act(scene.office, reminders.remind_by_hand, code)
    with pytest.raises(BadInput, match="today already"):
        scene.act(scene.office, reminders.remind_by_hand, code)
    run_all_due()
    scene.at(10, 26)
    scene.act(scene.office, reminders.remind_by_hand, code)
    run_all_due()
    with reading(EVERYTHING) as session:
        told_of = session.scalars(select(Mail).where(Mail.text.contains("office reminds you"))).all()
    assert [mail.address for mail in told_of] == ["liu.yan@example.org"] * 2


def test_nobody_is_reminded_of_what_they_answered(scene: Scene) -> None:
    code = late(scene)
    scene.act(scene.party, moves.respond, code, text="Here.", correction="Added.", citations="E-002")
    assert waiting(scene, scene.office, Role.GROUP_OFFICE, date(2022, 11, 25)) == []
    with pytest.raises(BadInput, match="nothing to remind of"):
        scene.act(scene.office, reminders.remind_by_hand, code)


def test_the_office_reminds_on_the_finding_s_page_and_the_lead_cannot(scene: Scene, app: Flask) -> None:
    code = late(scene)
    scene.at(10, 25)
    office = Browser(app, scene.office)
    assert "Remind by mail" in office.get(f"/{code}").text
    assert "Remind by mail" not in Browser(app, scene.party).get(f"/{code}").text
    assert office.post(f"/{code}/remind").status_code == 303
    assert "You reminded them today" in office.get(f"/{code}").text
    assert Browser(app, scene.lead).post(f"/{code}/remind").status_code == 403


def test_a_notice_waits_on_the_lead_until_it_is_settled(scene: Scene) -> None:
    sister = another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    told(scene)
    lead = lead_of_both(scene, sister)
    words = ("C-2022-0002", "Look for I-RECs that name another beneficiary.")
    assert words in waiting(scene, lead, Role.VERIFIER, date(2022, 10, 17))
    assert words not in waiting(scene, scene.member, Role.VERIFIER, date(2022, 10, 17))
    (notice,) = notices_of(sister)
    with unit_of_work(lead) as uow:
        row = carrying.notice_received(uow.session, uow.session.get_one(Case, sister), notice.id)
        carrying.set_aside(uow, row, reason="No I-RECs here.")
    assert words not in waiting(scene, lead, Role.VERIFIER, date(2022, 10, 17))


def operator(scene: Scene) -> Actor:
    with unit_of_work(the_system()) as uow:
        home = an_organisation(uow, "Operator", OrganisationKind.OPERATOR)
        uow.session.flush()
        held = frozenset({(home.id, Role.OPERATOR)})
        return replace(scene.office, case_id=None, case_roles=frozenset(), organisation_roles=held)


def looked_after(scene: Scene, actor: Actor, mail_url: str | None) -> list[str]:
    config = replace(scene.house.services.config, mail_url=mail_url)
    with reading(EVERYTHING) as session:
        return [item.code for item in to_be_looked_after(session, actor, config)]


def test_the_operator_is_told_that_mail_reaches_nobody_until_a_server_is_set(scene: Scene) -> None:
    kari = operator(scene)
    assert looked_after(scene, kari, None) == ["Mail"]
    assert looked_after(scene, kari, "smtp://mail.example.org") == []
    assert looked_after(scene, scene.lead, None) == []


def test_the_operator_is_told_of_jobs_that_failed_for_good(scene: Scene) -> None:
    late(scene)
    with unit_of_work(the_system()) as uow:
        job = uow.session.scalars(select(Job).order_by(Job.id).limit(1)).one()
        setattr(job, "state", JobState.FAILED)  # noqa: B010  laid down, not moved
    assert looked_after(scene, operator(scene), "smtp://mail.example.org") == ["Jobs"]


def hold_in_confidence(scene: Scene) -> None:
    with unit_of_work(the_system()) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-009")
        document.is_confidential = True
        uow.record("test.confidential", document)


def test_a_place_that_a_supplier_holds_in_confidence_is_no_evidence_for_the_office(
    scene: Scene, app: Flask
) -> None:
    code = scene.draft(citations="E-009 p.2, E-002 p.3")
    scene.act(scene.lead, moves.issue_finding, code)
    hold_in_confidence(scene)
    office, lead = (
        Browser(app, scene.office).get(f"/{code}").text,
        Browser(app, scene.lead).get(f"/{code}").text,
    )
    assert "E-002 p.3" in office
    assert "E-009" not in office
    assert "E-009 p.2" in lead


def test_search_finds_nothing_for_the_office_that_a_supplier_holds_in_confidence(
    scene: Scene, app: Flask
) -> None:
    hold_in_confidence(scene)
    asked = "/search?q=Document E-00"
    office, lead = (
        Browser(app, scene.office).client.get(asked).text,
        Browser(app, scene.lead).client.get(asked).text,
    )
    assert "Document E-002" in office
    assert "Document E-009" not in office
    assert "Document E-009" in lead
