"""What one case hands to another: forward actions to the next period, notices to the cases of the group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import EVERYTHING, a_case, an_organisation, the_system
from tests.workflow.findings.browser import Browser
from tests.workflow.findings.scene import Scene
from workflow import worker
from workflow.access import Actor, Role, Scope
from workflow.audit import AuditEvent
from workflow.cases.models import Case, TeamMember
from workflow.cases.rules import CaseState
from workflow.errors import BadInput
from workflow.findings import carrying, moves, proposals, queries
from workflow.findings.models import Finding, Notice
from workflow.findings.rules import FindingKind, FindingState, Subtype
from workflow.lifecycle.commands import move_case
from workflow.people.models import Mail, Organisation
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import reading, unit_of_work

FORWARD: dict[str, Any] = {"kind": FindingKind.FORWARD_ACTION, "subtype": Subtype.CONTROL}
YEAR_2022 = (date(2022, 1, 1), date(2022, 12, 31))
YEAR_2021 = (date(2021, 1, 1), date(2021, 12, 31))
NEXT_DUE = date(2023, 3, 31)


def another_case(
    scene: Scene, code: str, period: tuple[date, date] = YEAR_2022, *, party: str | None = None,
    state: CaseState = CaseState.PLANNING, body: str | None = None,
) -> int:  # fmt: skip
    """A case of the same group, of HIK or of another party, of the same body or of another."""
    with unit_of_work(the_system()) as uow:
        first = scene.case(uow)
        owner = an_organisation(uow, body) if body else uow.session.get_one(Organisation, first.owner_org_id)
        party_id = first.responsible_party_org_id
        if party:
            party_id = an_organisation(uow, party, OrganisationKind.SUBSIDIARY).id
        case = a_case(
            uow, owner, code, responsible_party_org_id=party_id, group_org_id=first.group_org_id,
            period_start=period[0], period_end=period[1], state=state,
        )  # fmt: skip
        return case.id


def carried_forward(scene: Scene, **given: Any) -> str:
    code = scene.draft(**FORWARD, **given)
    scene.act(scene.lead, moves.issue_finding, code)
    scene.act(
        scene.party, moves.respond, code, text="Booked late.", corrective_action="Calibrate each October.",
        citations="E-006",
    )  # fmt: skip
    scene.act(scene.lead, moves.carry_forward, code, due=NEXT_DUE)
    return code


def findings_of(case_id: int) -> list[Finding]:
    with reading(EVERYTHING) as session:
        rows = session.scalars(select(Finding).where(Finding.case_id == case_id).order_by(Finding.id)).all()
        session.expunge_all()
        return list(rows)


def test_a_forward_action_is_an_open_item_of_the_next_period_s_case(scene: Scene) -> None:
    later = another_case(scene, "C-2023-0001")
    code = carried_forward(scene)
    worker.run_all_due()
    (born,) = findings_of(later)
    assert (born.state, born.due, born.carried_from) == (FindingState.OPEN, NEXT_DUE, f"C-2022-0001 {code}")
    assert "Calibrate each October." in born.gap
    assert scene.read(code).carried_into == "C-2023-0001 F-001"


def test_a_carried_item_keeps_the_next_case_from_its_evaluation_until_it_is_closed(scene: Scene) -> None:
    later = another_case(scene, "C-2023-0001", state=CaseState.EXECUTION)
    carried_forward(scene)
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        facts = queries.findings_facts(session, session.get_one(Case, later))
    assert facts.unfinished == (("F-001", "open"),)


def test_a_case_that_is_engaged_later_takes_over_what_waits_for_it(scene: Scene) -> None:
    later = another_case(scene, "C-2023-0001", state=CaseState.DRAFT)
    carried_forward(scene)
    worker.run_all_due()
    assert findings_of(later) == []
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, later)
        case.intended_users, case.sites, case.activity_description = "users", "Kunshan", "connectors"
        case.client_org_id = case.responsible_party_org_id
        case.categories, case.applied_on = [1], date(2023, 1, 2)
        uow.record("test.application", case)
        move_case(uow, case, "engage")
    worker.run_all_due()
    assert [f.carried_from for f in findings_of(later)] == ["C-2022-0001 F-001"]


def test_an_item_is_carried_once_however_often_the_job_runs_and_however_many_cases_follow(
    scene: Scene,
) -> None:
    first = another_case(scene, "C-2023-0001")
    second = another_case(scene, "C-2024-0001", (date(2023, 1, 1), date(2023, 12, 31)))
    carried_forward(scene)
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        carrying.hand_over_around(uow, uow.session.get_one(Case, first))
        carrying.hand_over_around(uow, uow.session.get_one(Case, second))
    assert len(findings_of(first)) == 1
    assert findings_of(second) == []


def test_a_case_that_was_given_up_hands_its_item_on(scene: Scene) -> None:
    first = another_case(scene, "C-2023-0001")
    carried_forward(scene)
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, first)
        setattr(case, "state", CaseState.TERMINATED)  # noqa: B010  laid down past the lifecycle
        uow.record("test.state", case)
    second = another_case(scene, "C-2023-0002")
    with unit_of_work(the_system()) as uow:
        carrying.hand_over_around(uow, uow.session.get_one(Case, second))
    assert [f.carried_from for f in findings_of(second)] == ["C-2022-0001 F-001"]


@pytest.mark.parametrize(
    "other",
    [
        {"party": "Halden Cable (Dongguan)"},
        {"body": "Rival Verification Ltd"},
        {"period": YEAR_2021},
        {"state": CaseState.EVALUATION},
    ],
    ids=["of another party", "of another body", "of the same period", "past its evidence gathering"],
)
def test_no_other_case_takes_the_item(scene: Scene, other: dict[str, Any]) -> None:
    case = another_case(scene, "C-2023-0001", **other)
    carried_forward(scene)
    worker.run_all_due()
    assert findings_of(case) == []


def told(scene: Scene, text: str = "Look for I-RECs that name another beneficiary.") -> str:
    code = scene.draft(subtype=Subtype.CERTIFICATE)
    scene.act(scene.lead, moves.issue_finding, code)
    scene.act(scene.lead, carrying.send_notice, code, text=text)
    worker.run_all_due()
    return code


def notices_of(case_id: int) -> list[Notice]:
    with reading(EVERYTHING) as session:
        return carrying.notices_received(session, session.get_one(Case, case_id))


def test_a_notice_reaches_the_sister_case_in_its_words_alone(scene: Scene) -> None:
    sister = another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    told(scene)
    (notice,) = notices_of(sister)
    assert notice.text == "Look for I-RECs that name another beneficiary."
    assert notice.finding_id is None
    with reading(EVERYTHING) as session:
        body = session.scalars(select(AuditEvent.body).where(AuditEvent.verb == "notice.receive")).one()
    assert "E-002" not in body
    assert "July is missing" not in body


@pytest.mark.parametrize(
    ("period", "other"),
    [
        (YEAR_2022, {}),
        (YEAR_2021, {"body": "Rival Verification Ltd"}),
        (YEAR_2021, {"state": CaseState.DRAFT}),
    ],
    ids=["of another period", "of another body", "not taken up yet"],
)
def test_a_notice_stays_within_the_body_and_the_period(
    scene: Scene, period: tuple[date, date], other: dict[str, Any]
) -> None:
    sister = another_case(scene, "C-2022-0002", period, party="Halden Cable (Dongguan)", **other)
    told(scene)
    assert notices_of(sister) == []


def test_a_draft_or_confidential_finding_is_not_told_of(scene: Scene) -> None:
    code = scene.draft()
    with pytest.raises(BadInput, match="issued"):
        scene.act(scene.lead, carrying.send_notice, code, text="Look.")
    code = scene.draft(is_confidential=True)
    scene.act(scene.lead, moves.issue_finding, code)
    with pytest.raises(BadInput, match="confidential"):
        scene.act(scene.lead, carrying.send_notice, code, text="Look.")


def lead_of_both(scene: Scene, sister: int) -> Actor:
    """The lead, who leads the sister's case too."""
    with unit_of_work(the_system()) as uow:
        row = uow.session.get_one(Case, sister)
        member = TeamMember(
            case_id=sister, owner_org_id=row.owner_org_id, person_id=scene.lead.person_id,
            person_name=scene.lead.name, role=Role.LEAD_VERIFIER, is_proposed=False, valid_from=date(2022, 1, 1),
        )  # fmt: skip
        uow.session.add(member)
        uow.record("test.enrol", row, covers=[member])
    cases = scene.lead.scope.cases | {sister}
    return replace(scene.lead, scope=Scope(scene.lead.scope.organisations, cases), case_id=sister)


def test_a_notice_is_settled_by_a_finding_or_by_a_reason_once(scene: Scene) -> None:
    sister = another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    told(scene)
    lead = lead_of_both(scene, sister)
    with unit_of_work(lead) as uow:
        case = uow.session.get_one(Case, sister)
        (notice,) = carrying.notices_received(uow.session, case)
        start = proposals.proposed(uow.session, case, lead, date(2022, 10, 17), notice=notice.id)
        row = proposals.draft_proposed(
            uow, case, kind=FindingKind.CLARIFICATION, subtype=Subtype(start.subtype), title="R2",
            requirement="criteria", gap=start.gap, notice=notice.id,
        )  # fmt: skip
        assert row.gap == "Look for I-RECs that name another beneficiary."
    (settled,) = notices_of(sister)
    assert settled.finding_code == "F-001"
    with pytest.raises(BadInput, match="settled already"), unit_of_work(lead) as uow:
        case = uow.session.get_one(Case, sister)
        carrying.set_aside(uow, carrying.notice_received(uow.session, case, settled.id), reason="None here.")


def test_the_sister_s_lead_is_told_by_mail_without_the_words_of_the_notice(scene: Scene) -> None:
    sister = another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    lead_of_both(scene, sister)
    told(scene)
    with reading(EVERYTHING) as session:
        mail = session.scalars(select(Mail).where(Mail.subject.startswith("C-2022-0002"))).one()
    assert "I-REC" not in mail.subject + mail.text


def test_the_pages_send_show_and_set_aside_a_notice(scene: Scene, app: Flask) -> None:
    sister = another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    lead_of_both(scene, sister)
    code = scene.draft()
    scene.act(scene.lead, moves.issue_finding, code)
    lead = Browser(app, scene.lead)
    assert "Tell the other cases of the group" in lead.get(f"/{code}").text
    assert lead.post(f"/{code}/notify", text="Look at the I-RECs.").status_code == 303
    worker.run_all_due()
    assert "received by one case" in lead.get(f"/{code}").text
    there = lead.client.get("/cases/C-2022-0002/findings").text
    assert "Look at the I-RECs." in there
    assert f"C-2022-0001 {code}" in there
    (notice,) = notices_of(sister)
    aside = f"/cases/C-2022-0002/findings/notices/{notice.id}/set-aside"
    token = {"csrf_token": lead._token}
    assert lead.client.post(aside, data={**token, "reason": " "}).status_code == 422
    assert lead.client.post(aside, data={**token, "reason": "No I-RECs here."}).status_code == 303
    assert "No I-RECs here." in lead.client.get("/cases/C-2022-0002/findings").text


def test_who_is_not_on_the_other_case_reads_only_that_it_is_of_the_group(scene: Scene, app: Flask) -> None:
    another_case(scene, "C-2022-0002", YEAR_2021, party="Halden Cable (Dongguan)")
    with unit_of_work(the_system()) as uow:
        row = Notice(
            case_id=scene.case(uow).id, owner_org_id=scene.case(uow).owner_org_id, origin_id=None,
            finding_id=None, origin="C-2022-0002 F-001", subtype=Subtype.FACTOR, text="Look.", sent_by="L",
            sent_at=uow.now,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("test.notice", row)
        row.origin_id = row.id
        uow.record("test.notice", row)
    page = Browser(app, scene.lead).get().text
    assert "another case of the group" in page
    assert "C-2022-0002" not in page
    assert "Look." not in Browser(app, scene.party).get().text


def test_the_pages_say_where_an_item_was_carried_from_and_into(scene: Scene, app: Flask) -> None:
    later = another_case(scene, "C-2023-0001")
    lead_of_both(scene, later)
    code = carried_forward(scene)
    worker.run_all_due()
    lead = Browser(app, scene.lead).client
    for page in ("", "/findings", "/findings/F-001"):
        text = lead.get(f"/cases/C-2023-0001{page}").text
        assert "arried from" in text
        assert f"C-2022-0001 {code}" in text
    assert "C-2023-0001 F-001" in Browser(app, scene.party).get(f"/{code}").text
    link = f'href="/cases/C-2022-0001/findings/{code}"'
    assert link in lead.get("/cases/C-2023-0001/findings/F-001").text
