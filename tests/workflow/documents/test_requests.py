"""The request list: asked for, reminded of, answered, accepted, asked again; refusals first."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.factories import House
from tests.workflow.planning.desk import Desk, a_document, open_desk
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.rules import CaseState
from workflow.documents import requests
from workflow.documents.models import Document
from workflow.documents.requests import RequestRow
from workflow.documents.rules import RequestState
from workflow.errors import BadInput, ChangedMeanwhile, NotAllowed, NotYours, RuleViolation
from workflow.people.models import Mail, PersonalSettings

DUE = date(2022, 9, 15)


@pytest.fixture
def desk(house: House) -> Desk:
    return open_desk(house)


def ask(desk: Desk, **changed: object) -> str:
    with desk.on("Chen Wei") as (uow, case):
        inputs = {"item": "Bill of July, meter B", "owner_name": "Liu Yan", "due": DUE, **changed}
        return requests.ask_for(uow, case, **inputs).code  # type: ignore[arg-type]


def seen(desk: Desk, code: str, by: str = "Chen Wei") -> RequestRow:
    with desk.on(by) as (uow, case):
        return requests.request_by_code(
            uow.session, case, code, viewer=uow.actor, today=desk.house.clock.now().date()
        )


def answer(desk: Desk, code: str, **how: object) -> None:
    with desk.on("Liu Yan") as (uow, case):
        row = requests.request_for_writing(uow.session, case, code)
        requests.answer_request(uow, case, row, **how)  # type: ignore[arg-type]


def ask_again(desk: Desk, code: str, **changed: object) -> None:
    with desk.on("Chen Wei") as (uow, case):
        row = requests.request_for_writing(uow.session, case, code)
        inputs = {"due": date(2022, 9, 30), "reason": "July is missing", **changed}
        requests.ask_again(uow, case, row, **inputs)  # type: ignore[arg-type]


def mails(desk: Desk) -> list[str]:
    """Run what is due; the subjects of all mails so far to Liu Yan."""
    worker.run_all_due()
    with desk.on() as (uow, _case):
        query = uow.session.query(Mail).filter_by(address="liu.yan@example.org").order_by(Mail.id)
        return [m.subject for m in query]


def go_to(desk: Desk, day: date) -> None:
    now = desk.house.clock.now()
    desk.house.clock.set(datetime.combine(day, now.timetz()))


def test_a_due_date_in_the_past_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="has passed already"):
        ask(desk, due=date(2022, 8, 31))


def test_nothing_is_asked_for_once_the_case_is_issued(desk: Desk) -> None:
    desk.move_to(CaseState.ISSUED)
    with pytest.raises(RuleViolation, match="G-STATE"):
        ask(desk)


def test_only_codes_of_evidence_are_kept_and_each_for_one_request(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no code of evidence"):
        ask(desk, reserved_code="F-003")
    ask(desk, reserved_code="E-003")
    with pytest.raises(BadInput, match="E-003 is kept for R-001"):
        ask(desk, reserved_code="E-003")


def test_a_code_that_a_document_has_is_not_kept(desk: Desk) -> None:
    a_document(desk, "E-003")
    with pytest.raises(BadInput, match="E-003 is here already"):
        ask(desk, reserved_code="E-003")


def test_the_activity_behind_a_request_is_not_shown_to_the_client_nor_in_its_trail(desk: Desk) -> None:
    code = ask(desk, activity_code="T-007")
    assert seen(desk, code).activity_code == "T-007"
    assert seen(desk, code, by="Liu Yan").activity_code is None
    with desk.on() as (uow, _case):
        told = [e for e in uow.session.query(AuditEvent) if "T-007" in str(e.body)]
        assert [(e.verb, e.for_client) for e in told] == [("request.serve_activity", False)]


def test_a_stranger_to_the_request_list_finds_nothing(desk: Desk) -> None:
    code = ask(desk)
    with pytest.raises(NotYours):
        seen(desk, "R-099")
    assert seen(desk, code, by="Sofia Marques").item == "Bill of July, meter B"


def test_an_answer_names_a_document_or_says_something(desk: Desk) -> None:
    code = ask(desk)
    with pytest.raises(RuleViolation, match="G-ANSWER"):
        answer(desk, code)
    with pytest.raises(BadInput, match="no document E-099"):
        answer(desk, code, document_codes=["E-099"])


def test_documents_that_were_sent_for_a_request_answer_it(desk: Desk) -> None:
    code = ask(desk, reserved_code="E-003")
    a_document(desk, "E-003")
    with desk.on() as (uow, _case):
        document = uow.session.query(Document).one()
        document.request_code = code
        uow.record("test.sent_for", document)
    answer(desk, code)
    row = seen(desk, code)
    assert (row.state, row.document_codes, row.received_on) == (
        RequestState.RECEIVED,
        ("E-003",),
        date(2022, 9, 1),
    )


def test_what_was_received_is_accepted_by_the_team(desk: Desk) -> None:
    code = ask(desk)
    answer(desk, code, answer="There is no such bill.")
    with pytest.raises(NotAllowed), desk.on("Liu Yan") as (uow, case):
        requests.accept_request(uow, requests.request_for_writing(uow.session, case, code))
    with desk.on("Chen Wei") as (uow, case):
        requests.accept_request(uow, requests.request_for_writing(uow.session, case, code))
    assert (seen(desk, code).state, seen(desk, code).accepted_on) == (RequestState.ACCEPTED, date(2022, 9, 1))


def test_what_was_not_received_is_not_accepted(desk: Desk) -> None:
    code = ask(desk)
    with pytest.raises(RuleViolation, match="G-STATE"), desk.on("Chen Wei") as (uow, case):
        requests.accept_request(uow, requests.request_for_writing(uow.session, case, code))


def test_asking_again_needs_a_reason_and_keeps_each_date(desk: Desk) -> None:
    code = ask(desk)
    with pytest.raises(RuleViolation, match="G-REASON"):
        ask_again(desk, code, reason="")
    go_to(desk, date(2022, 9, 16))
    ask_again(desk, code)
    go_to(desk, date(2022, 9, 20))
    ask_again(desk, code)
    row = seen(desk, code)
    assert row.asked_again_on == (date(2022, 9, 16), date(2022, 9, 20))
    assert (row.asked_on, row.due, row.state) == (date(2022, 9, 1), date(2022, 9, 30), RequestState.OPEN)


def test_a_request_over_which_somebody_saved_is_not_overwritten(desk: Desk) -> None:
    code = ask(desk)
    version = seen(desk, code).version
    answer(desk, code, answer="Here.")
    with pytest.raises(ChangedMeanwhile):
        ask_again(desk, code, version=version)


def test_a_cancelled_request_says_why_and_frees_its_code(desk: Desk) -> None:
    code = ask(desk, reserved_code="E-003")
    with desk.on("Chen Wei") as (uow, case):
        row = requests.request_for_writing(uow.session, case, code)
        requests.cancel_request(uow, row, reason="asked twice")
    assert ask(desk, reserved_code="E-003") == "R-002"


def test_mail_goes_out_at_once_seven_days_and_one_day_before_due_and_when_overdue(desk: Desk) -> None:
    ask(desk)
    assert mails(desk) == ["C-2022-0001 R-001: asked for, due 2022-09-15"]
    told = []
    for day in (7, 8, 13, 14, 15, 16, 20):
        before = len(mails(desk))
        go_to(desk, date(2022, 9, day))
        told += [(day, subject.split(": ")[1]) for subject in mails(desk)[before:]]
    assert told == [(8, "due in 7 days"), (14, "due tomorrow"), (16, "1 day overdue")]


def test_an_answered_request_is_not_reminded_of(desk: Desk) -> None:
    code = ask(desk)
    answer(desk, code, answer="Here.")
    before = len(mails(desk))
    go_to(desk, date(2022, 9, 20))
    assert len(mails(desk)) == before


def test_whoever_wants_no_reminders_gets_none(desk: Desk) -> None:
    ask(desk)
    with desk.on() as (uow, case):
        person = desk.actors["Liu Yan"].person_id
        chosen = PersonalSettings(
            owner_org_id=case.responsible_party_org_id, person_id=person, mail_reminders=False
        )
        uow.session.info["scope"] = desk.actors["Liu Yan"].scope
        uow.session.add(chosen)
        uow.record("test.settings", chosen)
    before = len(mails(desk))
    go_to(desk, date(2022, 9, 20))
    assert len(mails(desk)) == before


def test_the_group_s_office_reminds_once_a_day(desk: Desk) -> None:
    code = ask(desk)
    before = len(mails(desk))

    def remind(by: str) -> None:
        with desk.on(by) as (uow, case):
            requests.remind_of_request(uow, requests.request_for_writing(uow.session, case, code))

    with pytest.raises(NotAllowed):
        remind("Liu Yan")
    remind("Sofia Marques")
    with pytest.raises(BadInput, match="today already"):
        remind("Sofia Marques")
    assert mails(desk)[before:] == ["C-2022-0001 R-001: due in 14 days"]
    assert seen(desk, code).reminded_on == (date(2022, 9, 1),)


def test_an_overdue_request_is_carried_into_a_finding_that_the_client_is_not_told_of_here(desk: Desk) -> None:
    code = ask(desk)
    go_to(desk, date(2022, 9, 20))
    assert (seen(desk, code).days_overdue, seen(desk, code).kind) == (5, "overdue")
    with desk.on("Chen Wei") as (uow, case):
        requests.carry_into_finding(uow, requests.request_for_writing(uow.session, case, code), "F-001")
    assert seen(desk, code).finding_code == "F-001"
    assert seen(desk, code, by="Liu Yan").finding_code is None
