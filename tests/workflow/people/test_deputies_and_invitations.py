"""Standing in for somebody, and joining by a mailed link: over a real SMTP conversation and in the outbox."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import EVERYTHING
from tests.servers import Mailbox
from tests.workflow.people.test_commands_sign_in import GOOD, pass_time
from tests.workflow.town import TOKEN, Browser, Town
from workflow import audit, worker
from workflow import unit_of_work as units
from workflow.access import Role
from workflow.errors import BadInput
from workflow.jobs import Job, JobState
from workflow.limits import WEB
from workflow.people import commands, sign_in
from workflow.people.models import Mail
from workflow.unit_of_work import reading, services, unit_of_work

KUNSHAN = "Halden Interconnect (Kunshan)"
TODAY = date(2022, 9, 1)


def stand_in(town: Town, person: str, deputy: str, last: date = TODAY) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        commands.name_deputy(
            uow, town.person(uow, person), town.person(uow, deputy), first=TODAY, last=last, reason="leave"
        )


def acting(town: Town, person: str, deputy: str) -> Browser:
    browser = town.browser(deputy)
    assert browser.post(f"/people/me/act-for/{town.people[person]}").status_code == 303
    return browser


def test_a_deputy_acts_with_the_rights_of_the_person_stood_in_for_and_the_trail_names_both(
    town: Town,
) -> None:
    stand_in(town, "Jonas Lind", "Nils Vik")
    browser = acting(town, "Jonas Lind", "Nils Vik")
    assert "You act for Jonas Lind." in browser.get("/").text
    code = browser.post("/cases/new", title="HIK", responsible_party=town.organisations[KUNSHAN], group=0)
    assert code.status_code == 303
    with reading(EVERYTHING) as session:
        event = next(audit.events_of(session, audit.case_stream(1)))
    assert event.actor_id == town.people["Nils Vik"]
    assert '"name":"Nils Vik","on_behalf_of":"Jonas Lind"' in event.body


def test_a_deputy_acts_in_their_own_name_until_they_choose_and_after_they_stop(town: Town) -> None:
    stand_in(town, "Jonas Lind", "Nils Vik")
    browser = town.browser("Nils Vik")
    assert browser.get("/cases/new").status_code == 403
    browser = acting(town, "Jonas Lind", "Nils Vik")
    assert browser.get("/cases/new").status_code == 200
    assert browser.post("/people/me/act-as-myself").status_code == 303
    assert browser.get("/cases/new").status_code == 403


def test_nobody_acts_for_somebody_who_did_not_name_them(town: Town) -> None:
    here = f"/people/me/act-for/{town.people['Jonas Lind']}"
    assert town.browser("Nils Vik").post(here).status_code == 404


def test_a_deputy_s_time_ends_by_itself_and_by_the_person_s_will(town: Town) -> None:
    stand_in(town, "Jonas Lind", "Nils Vik", last=TODAY + timedelta(days=1))
    assert acting(town, "Jonas Lind", "Nils Vik").get("/cases/new").status_code == 200
    pass_time(town, timedelta(days=1))
    browser = acting(town, "Jonas Lind", "Nils Vik")
    assert browser.get("/cases/new").status_code == 200
    principal = town.browser("Jonas Lind")
    assert "Nils Vik" in principal.get("/people/me").text
    assert principal.post("/people/me/deputies/1/end").status_code == 303
    assert browser.get("/cases/new").status_code == 403
    assert town.browser("Ingrid Solberg").post("/people/me/deputies/1/end").status_code == 404


def test_a_deputy_keeps_their_own_account_and_not_the_other_s(town: Town) -> None:
    stand_in(town, "Jonas Lind", "Nils Vik")
    browser = acting(town, "Jonas Lind", "Nils Vik")
    page = browser.get("/people/me").text
    assert "nils.vik@example.org" in page
    assert "jonas.lind@example.org" not in page
    assert browser.post("/people/me/password", password=GOOD).status_code == 303
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        assert sign_in.sign_in_of(uow.session, town.person(uow, "Jonas Lind")).password_hash is None
        assert sign_in.sign_in_of(uow.session, town.person(uow, "Nils Vik")).password_hash is not None


def test_a_deputy_cannot_sign_nor_prove_a_fresh_sign_in_for_somebody_else(town: Town) -> None:
    stand_in(town, "Jonas Lind", "Nils Vik")
    code = town.open_case(KUNSHAN)
    browser = acting(town, "Jonas Lind", "Nils Vik")
    answer = browser.post(f"/cases/{code}/engagement/sign-for-body", sha256="0" * 64)
    assert "/people/fresh" in answer.headers["Location"]
    refused = browser.get("/people/fresh")
    assert refused.status_code == 409
    assert "only they can sign" in refused.text


def test_who_has_a_role_on_the_case_does_not_come_in_twice(town: Town) -> None:
    stand_in(town, "Ingrid Solberg", "Chen Wei")
    code = town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER, Chen_Wei=Role.TEAM_MEMBER)
    other = town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER)
    browser = acting(town, "Ingrid Solberg", "Chen Wei")
    refused = browser.get(f"/cases/{code}")
    assert refused.status_code == 403
    assert "act in your own name" in refused.text
    assert browser.get(f"/cases/{other}").status_code == 200


@pytest.mark.parametrize("deputy", ["Jonas Lind", "Liu Yan"])
def test_a_deputy_is_another_person_of_the_same_organisation(town: Town, deputy: str) -> None:
    with pytest.raises(BadInput, match="another person of the same organisation"):
        stand_in(town, "Jonas Lind", deputy)


def test_a_deputy_s_days_are_in_order(town: Town) -> None:
    with pytest.raises(BadInput, match="before the first"):
        stand_in(town, "Jonas Lind", "Nils Vik", last=TODAY - timedelta(days=1))


def test_one_names_a_deputy_on_one_s_own_page(town: Town) -> None:
    browser = town.browser("Jonas Lind")
    fields = {"deputy": town.people["Nils Vik"], "first": TODAY, "last": TODAY, "reason": "leave"}
    assert browser.post("/people/me/deputies", **fields).status_code == 303
    assert "Act for Jonas Lind" in town.browser("Nils Vik").get("/people/me").text


def invited(town: Town, name: str = "Wu Lei") -> str:
    """Invite somebody as the body's manager does; gives the link's path from the mail."""
    manager, body = town.browser("Jonas Lind"), town.organisations["Norrland Assurance AS"]
    fields = {"name": name, "email": "Wu.Lei@example.org", "role": "verifier", "role_ends": "2022-12-31"}
    assert manager.post(f"/people/of/{body}/invite", **fields).status_code == 303
    with reading(EVERYTHING) as session:
        text = session.scalars(select(Mail.text).order_by(Mail.id.desc()).limit(1)).one()
    link = re.search(r"(/join/\S+)", text)
    assert link
    return link.group(1)


def accept(town: Town, path: str, password: str = GOOD) -> int:
    visitor = town.visitor()
    token = TOKEN.search(visitor.get(path).text)
    assert token
    return visitor.client.post(path, data={"csrf_token": token.group(1), "password": password}).status_code


def test_an_invitation_makes_an_account_with_its_role_and_end_once(town: Town) -> None:
    path = invited(town)
    assert accept(town, path, "too short") == 422
    assert accept(town, path) == 303
    assert accept(town, path) == 422
    page = town.browser("Jonas Lind").get(f"/people/of/{town.organisations['Norrland Assurance AS']}").text
    assert "wu.lei@example.org" in page
    assert "2022-12-31" in page


def test_an_invitation_runs_out_after_fourteen_days(town: Town) -> None:
    path = invited(town)
    pass_time(town, WEB.invitation_life + timedelta(seconds=1))
    assert accept(town, path) == 422


def test_an_invitation_gives_only_a_role_that_the_organisation_has(town: Town) -> None:
    manager, body = town.browser("Jonas Lind"), town.organisations["Norrland Assurance AS"]
    for role in ("operator", "preparer", "nonsense"):
        fields = {"name": "Wu Lei", "email": "wu@example.org", "role": role}
        assert manager.post(f"/people/of/{body}/invite", **fields).status_code == 422


def test_a_mail_is_held_in_a_real_smtp_conversation_once(town: Town, smtp_server: Mailbox) -> None:
    units.bind(replace(services(), config=replace(services().config, mail_url=smtp_server.url)))
    path = invited(town)
    assert worker.run_all_due() == 1
    assert worker.run_all_due() == 0
    ((sender, receivers, mail),) = smtp_server.envelopes
    assert (sender, receivers) == ("assay@localhost", ["wu.lei@example.org"])
    assert mail["Subject"] == "Invitation to Assay by Norrland Assurance AS"
    assert path in mail.get_payload()


def test_without_a_mail_server_the_mail_lies_in_the_outbox_folder(town: Town) -> None:
    path = invited(town)
    worker.run_all_due()
    (file,) = services().config.outbox_folder.iterdir()
    letter = email.message_from_bytes(file.read_bytes())
    assert file.suffix == ".eml"
    assert letter["To"] == "wu.lei@example.org"
    assert path in letter.get_payload()


def test_a_mail_server_that_is_away_is_tried_again(town: Town) -> None:
    from tests.servers import free_port

    url = f"smtp://127.0.0.1:{free_port()}"
    units.bind(replace(services(), config=replace(services().config, mail_url=url)))
    invited(town)
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.attempts) == (JobState.QUEUED, 1)
        assert "ConnectionRefusedError" in (job.reason or "")


def test_a_line_break_in_a_name_adds_no_header_to_the_mail(town: Town) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        body = town.organisation(uow, "Norrland Assurance AS")
        subject = "Hello\r\nBcc: everybody@example.org"
        commands.write_mail(uow, body, address="x@example.org", subject=subject, text="text")
    worker.run_all_due()
    (file,) = services().config.outbox_folder.iterdir()
    letter = email.message_from_bytes(file.read_bytes())
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hello Bcc: everybody@example.org"


def test_a_mail_with_a_key_is_written_once(town: Town) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        body = town.organisation(uow, "Norrland Assurance AS")
        told = [
            commands.write_mail(uow, body, address="x@example.org", subject="s", text="t", key="due:1")
            for _ in range(2)
        ]
    assert told[0] is not None
    assert told[1] is None
    with reading(EVERYTHING) as session:
        assert len(session.scalars(select(Mail)).all()) == 1


def test_only_the_manager_sees_and_changes_the_people_of_an_organisation(town: Town) -> None:
    norrland, kunshan = town.organisations["Norrland Assurance AS"], town.organisations[KUNSHAN]
    assert town.browser("Ingrid Solberg").get(f"/people/of/{norrland}").status_code == 403
    assert town.browser("Jonas Lind").get(f"/people/of/{kunshan}").status_code == 404
    assert town.browser("Paula Office").get(f"/people/of/{kunshan}").status_code == 200
    assert town.browser("Rita Rival").get(f"/people/of/{norrland}").status_code == 404


def test_a_manager_gives_a_role_ends_it_and_records_a_competence(town: Town) -> None:
    manager, body = town.browser("Jonas Lind"), town.organisations["Norrland Assurance AS"]
    nils = f"/people/of/{body}/{town.people['Nils Vik']}"
    assert manager.post(f"{nils}/roles", role="body_manager").status_code == 303
    assert manager.post(f"{nils}/roles", role="operator").status_code == 422
    assert town.browser("Nils Vik").get("/people").status_code == 200
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        from workflow.people.models import Membership

        newest = uow.session.scalars(select(Membership.id).order_by(Membership.id.desc()).limit(1)).one()
    end = {"on": TODAY - timedelta(days=1), "reason": "mistake"}
    assert manager.post(f"/people/of/{body}/roles/{newest}/end", **end).status_code == 303
    assert town.browser("Nils Vik").get("/people").status_code == 403
    shape = {"area": "sector", "evidence": "ten audits", "valid_from": "2020-01-01"}
    assert manager.post(f"{nils}/competences", **shape).status_code == 303
    assert "ten audits" in manager.get(f"/people/of/{body}").text
    foreign = f"/people/of/{body}/{town.people['Rita Rival']}"
    assert manager.post(f"{foreign}/competences", **shape).status_code == 404
    assert manager.post(f"{foreign}/roles", role="verifier").status_code == 404
