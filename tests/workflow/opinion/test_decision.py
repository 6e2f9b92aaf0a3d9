"""The decision: by somebody off the team, with the next number, a frozen contract and rendered documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reports.contract import AnswerState
from tests.factories import the_system
from tests.workflow.opinion.scene import CASE, Scene, approve, decide, decided, in_decision, in_review
from workflow.access import Role
from workflow.audit import case_stream, events_of
from workflow.errors import BadInput, ChangedMeanwhile, RuleViolation
from workflow.opinion import commands, reads
from workflow.opinion.decision import TRIES
from workflow.opinion.numbers import next_number
from workflow.opinion.rules import DocumentKind
from workflow.opinion.signatures import body_of_issue, contract_of, ghg_of, read
from workflow.people.models import Organisation
from workflow.unit_of_work import unit_of_work


def test_a_decision_is_refused_before_the_review_has_passed_it_on(scene: Scene) -> None:
    in_review(scene)
    with pytest.raises(RuleViolation) as refused:
        decide(scene)
    assert refused.value.codes == ("G-STATE",)


def test_who_worked_on_the_case_does_not_decide(scene: Scene) -> None:
    in_decision(scene)
    lead = replace(scene.lead, case_roles=frozenset({Role.DECISION_MAKER}))
    with pytest.raises(RuleViolation) as refused:
        commands.record_decision(lead, CASE, commands.Decision("issued"))
    assert "G-SOD" in refused.value.codes


def test_a_decision_needs_its_sentence(scene: Scene) -> None:
    in_decision(scene)
    with pytest.raises(BadInput):
        commands.record_decision(scene.decider, CASE, commands.Decision(" "))


def test_the_contract_holds_the_numbers_of_the_worked_case(scene: Scene) -> None:
    decided(scene)
    with scene.by(scene.decider) as (uow, case):
        issue = reads.sealed_issue(uow.session, case)
        assert issue is not None
        statement, body = contract_of(issue), body_of_issue(issue)
        kinds = {d.kind for d in reads.documents_of_issue(uow.session, issue)}
    assert kinds == set(DocumentKind)
    assert statement.summary is not None
    assert [str(c.tonnes) for c in statement.summary.categories] == [
        "1304.93", "23578.39", "2381.10", "25003.50",
    ]  # fmt: skip
    assert (str(statement.summary.total), str(statement.summary.market_total)) == ("52267.92", "49653.42")
    assert [str(g.threshold_tonnes) for g in statement.groups] == ["1244.17", "2738.46"]
    assert {row.label: str(row.percent) for row in body.uncertainties}["Total"] == "10.88"
    under = [run for run in body.evaluation if run.is_under_opinion and run.group == "B"]
    assert str(under[0].net) == "111.42"
    if_nothing = [r for r in body.evaluation if not r.is_under_opinion and r.group == "A"]
    assert [str(r.net) for r in if_nothing] == ["-116.77", "-988.27"]


def test_the_ledger_of_the_contract_ties_out_line_by_line(scene: Scene) -> None:
    decided(scene)
    with scene.by(scene.decider) as (uow, case):
        issue = reads.sealed_issue(uow.session, case)
        assert issue is not None
        rows = body_of_issue(issue).ledger
    market = [r for r in rows if r.basis.value == "market"]
    assert [(r.source, str(r.reported), str(r.verified)) for r in market] == [("S06", "18963.84", "19885.89")]
    s06 = next(r for r in rows if r.source == "S06")
    assert [(c.finding, str(c.net)) for c in s06.corrections] == [("F-001", "-50.55")]
    assert all(r.remainder == 0 for r in rows)


def test_the_contract_is_found_by_its_own_hash_and_carries_the_hash_of_the_body(scene: Scene) -> None:
    decided(scene)
    with scene.by(scene.decider) as (uow, case):
        issue = reads.sealed_issue(uow.session, case)
        assert issue is not None
        assert contract_of(issue).report_body_sha256 == issue.report_body_sha256
        assert b'"number":"NA-2022-0041"' in read(issue.contract_sha256)


def test_a_second_decision_is_refused(scene: Scene) -> None:
    decided(scene)
    with pytest.raises(RuleViolation) as refused:
        decide(scene)
    assert refused.value.codes == ("G-NUM",)


def test_a_number_given_up_is_void_and_never_given_again(scene: Scene) -> None:
    decided(scene)
    scene.move(scene.decider, "refuse_draft", "Say more on controls.")
    scene.move(scene.lead, "hand_to_review")
    with scene.by(scene.reviewer) as (uow, case):
        commands.start_review(uow, case)
    approve(scene)
    scene.move(scene.reviewer, "approve_review")
    assert decide(scene) == "NA-2022-0042/0"
    with scene.by(scene.decider) as (uow, case):
        first, second = reads.issues_of(uow.session, case)
        assert (first.number, first.void_reason) == ("NA-2022-0041", "Say more on controls.")
        assert second.void_reason is None


def test_a_failed_decision_takes_no_number(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    in_decision(scene)

    def broken(*_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("workflow.opinion.drawing_up.render_verification_report", broken)
    with pytest.raises(RuntimeError):
        decide(scene)
    monkeypatch.undo()
    assert decide(scene) == "NA-2022-0041/0"


def test_a_series_is_opened_once(scene: Scene) -> None:
    in_decision(scene)
    with pytest.raises(BadInput, match="begun"), scene.by(scene.decider) as (uow, case):
        body = uow.session.get_one(Organisation, case.owner_org_id)
        commands.open_series(uow, body, year=2022, first=1)


def test_issuing_is_refused_before_a_decision_and_before_the_signatures(scene: Scene) -> None:
    in_decision(scene)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.decider, "issue")
    assert {"G-NUM", "G-SIGN"} <= set(refused.value.codes)
    decide(scene)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.decider, "issue")
    assert refused.value.codes == ("G-SIGN",)


def test_the_ghg_report_of_a_party_that_said_nothing_names_each_point_as_absent(scene: Scene) -> None:
    decided(scene)
    with scene.by(scene.decider) as (uow, case):
        issue = reads.sealed_issue(uow.session, case)
        assert issue is not None
        report = ghg_of(issue)
    absent = {a.key for a in report.answers if a.state is AnswerState.ABSENT and a.reason}
    assert {"R-a", "R-i", "R-q", "8-a", "8-b", "8-c"} <= absent
    assert {"R-c", "R-f", "R-j", "R-o"}.isdisjoint(absent), "the inventory itself answers these"


def meanwhile(monkeypatch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> None:
    """Let each act happen in its turn, after the documents are drawn up and before they are applied."""
    waiting = list(acts)

    def at(point: str) -> None:
        if waiting:
            waiting.pop(0)()

    monkeypatch.setattr("workflow.opinion.decision.crashpoint", at)


def another_notes(scene: Scene) -> None:
    with scene.by(scene.reviewer) as (uow, case):
        uow.record("case.noted", case)


def test_a_change_while_the_documents_are_rendered_has_them_drawn_up_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_decision(scene)
    meanwhile(monkeypatch, lambda: another_notes(scene))
    assert decide(scene) == "NA-2022-0041/0"
    with scene.by(scene.decider) as (uow, case):
        issue = reads.sealed_issue(uow.session, case)
        assert issue is not None
        noted, decided_on = list(events_of(uow.session, case_stream(case.id)))[-2:]
        frozen = contract_of(issue)
    assert (noted.verb, decided_on.verb) == ("case.noted", "decision.record")
    assert frozen.audit_head == noted.hash == decided_on.prev


def test_a_number_taken_meanwhile_is_given_to_one_case_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_decision(scene)

    def another_case_takes_the_number() -> None:
        with unit_of_work(the_system()) as uow:
            body = uow.session.get_one(Organisation, scene.halden.case(uow.session).owner_org_id)
            taken, series = next_number(uow, body, 2022)
            assert taken == "NA-2022-0041"
            uow.record("number_series.taken", series)

    meanwhile(monkeypatch, another_case_takes_the_number)
    assert decide(scene) == "NA-2022-0042/0"


def test_a_case_that_never_stands_still_is_decided_by_nobody(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_decision(scene)
    meanwhile(monkeypatch, *(lambda: another_notes(scene),) * TRIES)
    with pytest.raises(ChangedMeanwhile, match="decide again"):
        decide(scene)
    monkeypatch.undo()
    assert decide(scene) == "NA-2022-0041/0"
