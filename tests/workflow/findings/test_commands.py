"""Findings are drafted, issued, extended and reopened by the rules; people are told once, by their choice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import EVERYTHING, the_system
from tests.workflow.findings.scene import Scene
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.rules import CaseState
from workflow.documents import requests
from workflow.documents.models import EvidenceRequest
from workflow.errors import BadInput, ChangedMeanwhile, NotAllowed, RuleViolation
from workflow.figures.models import CheckResult
from workflow.figures.rules import CheckOutcome
from workflow.findings import commands, conversion, moves, proposals, queries
from workflow.findings.citing import parse_citations
from workflow.findings.commands import StatedEffect
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.people.models import Mail, PersonalSettings
from workflow.unit_of_work import reading, unit_of_work

D = Decimal
ANSWER = {"text": "Done.", "correction": "+742 MWh", "citations": "E-003"}


def issued(scene: Scene, **given: Any) -> str:
    code = scene.draft(**given)
    scene.act(scene.lead, moves.issue_finding, code)
    return code


def refused_codes(scene: Scene, verb: Any, code: str, actor: Any = None, **given: Any) -> tuple[str, ...]:
    with pytest.raises(RuleViolation) as refused:
        scene.act(actor or scene.lead, verb, code, **given)
    return refused.value.codes


def mails(scene: Scene) -> list[tuple[str, str]]:
    """Address and subject of every mail written so far, all due jobs having run."""
    worker.run_all_due()
    with reading(EVERYTHING) as session:
        return [(m.address, m.subject) for m in session.scalars(select(Mail).order_by(Mail.id))]


def test_a_draft_without_evidence_requirement_or_gap_is_not_issued(scene: Scene) -> None:
    code = scene.draft(citations="", requirement="", gap="")
    assert refused_codes(scene, moves.issue_finding, code) == ("G-EVIDENCE", "G-REQUIREMENT")


def test_a_refusal_is_kept_in_the_trail(scene: Scene) -> None:
    refused_codes(scene, moves.issue_finding, scene.draft(citations=""))
    with reading(EVERYTHING) as session:
        verbs = list(session.scalars(select(AuditEvent.verb).where(AuditEvent.subject == "finding:F-001")))
    assert verbs == ["finding.draft", "finding.issue.refused"]


def test_a_team_member_drafts_but_does_not_issue(scene: Scene) -> None:
    code = scene.draft(scene.member)
    with pytest.raises(NotAllowed):
        scene.act(scene.member, moves.issue_finding, code)


def test_a_finding_is_addressed_to_the_responsible_party_that_the_lead_does_not_belong_to(
    scene: Scene,
) -> None:
    assert scene.read(issued(scene)).addressee_org_id == scene.party.organisation_id


def test_a_limitation_states_what_was_asked_and_the_tonnes_without_evidence(scene: Scene) -> None:
    code = scene.draft(kind=FindingKind.LIMITATION, subtype=Subtype.EVIDENCE_MISSING)
    assert refused_codes(scene, moves.issue_finding, code) == ("G-LIM",)


def test_a_limitation_is_accepted_and_its_tonnes_enter_the_evaluation(scene: Scene) -> None:
    code = issued(
        scene, kind=FindingKind.LIMITATION, subtype=Subtype.EVIDENCE_MISSING, group_code="B",
        evidence_absent="R-001, asked of Liu Yan", unverified_tonnes=D("903.00"), gap_categories=[3],
    )  # fmt: skip
    assert refused_codes(scene, moves.close_uncorrected, code, reason="x") == ("G-KIND", "G-QUANT")
    scene.act(scene.lead, moves.accept_limitation, code, reason="Production data were tried.")
    with reading(EVERYTHING) as session:
        standing = queries.uncorrected_misstatements(session, scene.halden.case(session))
    assert standing.limitations == (("B", D("903.00"), (3,)),)


def test_an_unknown_place_source_and_page_are_refused_with_their_sentence(scene: Scene) -> None:
    for given, says in (
        ({"citations": "E-077"}, "no document E-077"),
        ({"citations": "E-002 p.13"}, "12 pages: there is no page 13"),
        ({"citations": "E-002.9"}, "no figure E-002.9"),
        ({"effects": [StatedEffect("S99", D(1))]}, "no source S99"),
    ):
        with pytest.raises(BadInput) as refused:
            scene.draft(**given)
        assert says in str(refused.value)


def test_a_net_stands_on_one_line_and_agrees_with_its_effects(scene: Scene) -> None:
    two_lines = [StatedEffect("S06", D(1)), StatedEffect("S07", D(1))]
    for effects, net in (([StatedEffect("S06", D(1))], D(2)), (two_lines, D(2)), ([], D(2))):
        with pytest.raises(BadInput):
            scene.draft(effects=effects, net=net)


def test_a_net_of_a_finding_on_the_market_basis_counts_there_only(scene: Scene) -> None:
    effects = [StatedEffect("S06", D("-871.505"), EffectBasis.MARKET)]
    scene.draft(is_misstatement=True, effects=effects, net=D("-871.50"))
    with reading(EVERYTHING) as session:
        [(_row, item)] = queries.misstatements_of(session, scene.halden.case(session), [FindingState.DRAFT])
    assert [(n.amount, n.basis.value) for n in item.nets if n.basis] == [(D("-871.50"), "market")]


def test_who_saves_an_older_draft_is_told(scene: Scene) -> None:
    code = scene.draft()
    scene.act(scene.lead, commands.edit_draft, code, version=1, title="July")
    with pytest.raises(ChangedMeanwhile):
        scene.act(scene.member, commands.edit_draft, code, version=1, title="June")
    assert scene.read(code).title == "July"


def test_editing_replaces_places_and_effects_and_the_trail_keeps_the_old(scene: Scene) -> None:
    code = scene.draft(effects=[StatedEffect("S06", D("-1.00"))])
    scene.act(
        scene.lead, commands.edit_draft, code, effects=[StatedEffect("S07", D("2.00"))], citations="E-009",
    )  # fmt: skip
    with reading(EVERYTHING) as session:
        row = queries.finding(session, scene.halden.case(session), code, viewer=the_system())
        assert [(e.source_code, e.amount) for e in queries.effects_of(session, row)] == [("S07", D("2.00"))]
        assert [c.document_code for c in queries.citations_of(session, row)] == ["E-009"]
        edit = session.scalars(select(AuditEvent).where(AuditEvent.verb == "finding.edit")).one()
    assert '"-1.00"' in edit.body


def test_an_issued_finding_is_not_rewritten(scene: Scene) -> None:
    code = issued(scene)
    for verb, given in ((commands.edit_draft, {"title": "x"}), (commands.cite, {"citations": "E-009"})):
        with pytest.raises(BadInput):
            scene.act(scene.lead, verb, code, **given)


def test_amounts_are_stated_anew_with_a_reason_until_the_finding_ends(scene: Scene) -> None:
    code = issued(scene, effects=[StatedEffect("S06", D("-431.10"))])
    scene.act(
        scene.lead, commands.revise_effects, code, effects=[StatedEffect("S06", D("-50.55"))], reason="Both"
    )
    with reading(EVERYTHING) as session:
        row = queries.finding(session, scene.halden.case(session), code, viewer=the_system())
        assert [e.amount for e in queries.effects_of(session, row)] == [D("-50.55")]
    scene.act(scene.lead, moves.withdraw, code, reason="Raised in error.")
    with pytest.raises(BadInput):
        scene.act(scene.lead, commands.revise_effects, code, effects=[], reason="x")


def test_time_is_extended_once_and_only_forward(scene: Scene) -> None:
    code = issued(scene)
    with pytest.raises(BadInput):
        scene.act(scene.lead, commands.extend, code, due=date(2022, 11, 14), reason="x")
    scene.act(scene.lead, commands.extend, code, due=date(2022, 11, 21), reason="Holidays.")
    with pytest.raises(BadInput):
        scene.act(scene.lead, commands.extend, code, due=date(2022, 11, 28), reason="Again.")
    assert scene.read(code).due == date(2022, 11, 21)


def test_after_three_rounds_the_lead_decides(scene: Scene) -> None:
    code = issued(scene)
    for _round in range(2):
        scene.act(scene.party, moves.respond, code, **ANSWER)
        scene.act(scene.lead, moves.return_finding, code, reason="Not yet.")
    scene.act(scene.party, moves.respond, code, **ANSWER)
    assert refused_codes(scene, moves.return_finding, code, reason="Still not.") == ("G-ROUNDS",)


def test_a_member_returns_only_what_they_raised(scene: Scene) -> None:
    theirs, the_leads = scene.draft(scene.member), scene.draft()
    for code in (theirs, the_leads):
        scene.act(scene.lead, moves.issue_finding, code)
        scene.act(scene.party, moves.respond, code, **ANSWER)
    scene.act(scene.member, moves.return_finding, theirs, reason="Not yet.")
    codes = refused_codes(scene, moves.return_finding, the_leads, scene.member, reason="x")
    assert codes == ("G-OWN",)


def test_a_second_answer_in_the_same_round_is_refused_by_the_machine(scene: Scene) -> None:
    code = issued(scene)
    scene.act(scene.party, moves.respond, code, **ANSWER)
    assert refused_codes(scene, moves.respond, code, scene.party, **ANSWER) == ("G-STATE",)


def test_an_uncorrected_nonconformity_needs_a_ruling(scene: Scene) -> None:
    code = issued(scene, is_nonconformity=True)
    assert refused_codes(scene, moves.close_uncorrected, code, reason="Late.") == ("G-QUANT",)
    scene.act(scene.lead, commands.rule_qualitatively, code, is_material=False, ruling="No effect.")
    scene.act(scene.lead, moves.close_uncorrected, code, reason="Late.")
    assert scene.read(code).state is FindingState.CLOSED_UNCORRECTED


def test_a_closed_finding_is_reopened_in_a_new_round_but_not_after_issue(scene: Scene) -> None:
    code = issued(scene, kind=FindingKind.CLARIFICATION)
    scene.act(scene.party, moves.respond, code, text="Here.", citations="E-003")
    scene.act(scene.lead, moves.close_clarified, code, resolution="Clear.")
    scene.act(scene.reviewer, moves.reopen, code, reason="It changes a number.")
    row = scene.read(code)
    assert (row.state, row.round, row.resolution, row.due) == (FindingState.OPEN, 2, None, date(2022, 10, 31))
    scene.act(scene.party, moves.respond, code, text="Here again.", citations="E-003")
    scene.act(scene.lead, moves.close_clarified, code, resolution="Clear.")
    scene.halden.move_to(CaseState.ISSUED)
    assert refused_codes(scene, moves.reopen, code, reason="x") == ("G-ISSUED",)


def test_a_car_with_an_effect_is_not_turned_into_a_forward_action(scene: Scene) -> None:
    code = issued(scene, effects=[StatedEffect("S06", D(1))])
    scene.act(scene.party, moves.respond, code, **ANSWER)
    given = {"kind": FindingKind.FORWARD_ACTION, "reason": "Next year."}
    assert refused_codes(scene, conversion.convert, code, **given) == ("G-CONVERT",)
    assert scene.draft() == "F-002"


def test_a_confidential_finding_stays_so_when_it_is_converted(scene: Scene) -> None:
    code = issued(scene, kind=FindingKind.CLARIFICATION, is_confidential=True)
    scene.act(scene.party, moves.respond, code, text="Here.", citations="E-003")
    scene.act(
        scene.lead, conversion.convert, code, kind=FindingKind.CORRECTIVE_ACTION, reason="Intended.",
        requirement="6.2",
    )  # fmt: skip
    assert scene.read("F-002").is_confidential


def test_a_recommendation_is_acknowledged_by_the_party(scene: Scene) -> None:
    code = issued(scene, kind=FindingKind.RECOMMENDATION)
    assert scene.read(code).due is None
    scene.act(scene.party, moves.acknowledge, code)
    assert scene.read(code).state is FindingState.ACKNOWLEDGED


def test_a_failed_check_names_the_draft_that_began_at_it(scene: Scene) -> None:
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        check = CheckResult(
            case_id=case.id, owner_org_id=case.owner_org_id, code="EV-01", subject="HIK-M2",
            outcome=CheckOutcome.FAIL, sentence="No bill covers 2021-07.", checked_at=uow.now,
            numbers={"documents": "E-002", "figures": []},
        )  # fmt: skip
        uow.session.add(check)
        uow.record("checks.run", case, covers=[check])
        check_id = check.id
    with unit_of_work(scene.member) as uow:
        case = scene.case(uow)
        start = proposals.proposed(uow.session, case, scene.member, date(2022, 10, 17), check=check_id)
        proposals.draft_proposed(
            uow, case, check=check_id, kind=FindingKind(start.kind), subtype=Subtype(start.subtype),
            title=start.title, requirement="6.2", gap=start.gap, citations=parse_citations(start.citations),
        )  # fmt: skip
    with reading(EVERYTHING) as session:
        assert session.get_one(CheckResult, check_id).finding_code == "F-001"
    row = scene.read("F-001")
    assert (row.proposed_by_check, row.subtype, row.gap) == (
        "EV-01", Subtype.CUT_OFF, "No bill covers 2021-07."
    )  # fmt: skip


def test_an_unmet_request_begins_a_limitation_that_says_what_was_asked(scene: Scene) -> None:
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        row = EvidenceRequest(
            case_id=case.id, owner_org_id=case.owner_org_id, code="R-001", item="Freight ledger",
            owner_name="Liu Yan", asked_of_org_id=case.responsible_party_org_id, asked_on=date(2022, 9, 20),
            due=date(2022, 10, 4),
        )  # fmt: skip
        uow.session.add(row)
        uow.record("request.ask", row)
        start = proposals.proposed(uow.session, case, scene.lead, date(2022, 10, 17), request="R-001")
        proposals.draft_proposed(
            uow, case, request="R-001", kind=FindingKind(start.kind), subtype=Subtype(start.subtype),
            title=start.title, requirement="6.2", gap="Nothing came.", evidence_absent=start.evidence_absent,
        )  # fmt: skip
        assert requests.request_for_writing(uow.session, case, "R-001").finding_code == "F-001"
    assert "Freight ledger, asked of Liu Yan on 2022-09-20" in str(scene.read("F-001").evidence_absent)


def test_the_party_is_told_of_an_issue_and_the_team_of_the_answer_once_each(scene: Scene) -> None:
    code = issued(scene)
    scene.act(scene.party, moves.respond, code, **ANSWER)
    expected = [
        ("liu.yan@example.org", "C-2022-0001 F-001 was issued: answer by 2022-11-14."),
        ("ingrid.solberg@example.org", "C-2022-0001 F-001 was answered: assess the answer."),
    ]
    assert mails(scene) == expected
    assert mails(scene) == expected


def test_nothing_of_a_confidential_finding_is_mailed_to_the_party(scene: Scene) -> None:
    issued(scene, is_confidential=True)
    assert mails(scene) == []


def test_who_chose_no_mail_of_assignments_gets_none(scene: Scene) -> None:
    with unit_of_work(the_system()) as uow:
        chosen = PersonalSettings(
            owner_org_id=scene.party.organisation_id, person_id=scene.party.person_id, mail_assignments=False
        )
        uow.session.add(chosen)
        uow.record("person.settings", chosen)
    issued(scene)
    assert mails(scene) == []


def test_a_deadline_is_reminded_of_before_it_when_it_passed_and_at_the_office(scene: Scene) -> None:
    issued(scene)
    told = {}
    for month, day in ((10, 17), (11, 10), (11, 11), (11, 14), (11, 15), (11, 18), (11, 19), (12, 20)):
        scene.at(month, day)
        told[month, day] = len(mails(scene))
    assert told == {
        (10, 17): 1, (11, 10): 1, (11, 11): 2, (11, 14): 2, (11, 15): 3, (11, 18): 3, (11, 19): 4,
        (12, 20): 4,
    }  # fmt: skip
    assert [address for address, _subject in mails(scene)[1:]] == [
        "liu.yan@example.org", "liu.yan@example.org", "sofia.marques@example.org",
    ]  # fmt: skip


def test_an_answered_finding_is_not_reminded_of(scene: Scene) -> None:
    code = issued(scene)
    scene.act(scene.party, moves.respond, code, **ANSWER)
    before = mails(scene)
    scene.at(12, 20)
    assert mails(scene) == before
