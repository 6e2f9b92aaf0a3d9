"""Facts discovered after the issue: noted, or revised, given up, withdrawn; the number keeps its revisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import EVERYTHING
from tests.methods import worked_case
from tests.workflow.evaluation.scene import evaluate
from tests.workflow.ghg_statement.halden import submit
from tests.workflow.opinion.scene import (
    DRAFT,
    Scene,
    approve,
    approve_plan_again,
    decide,
    issued,
    lettered,
    sign_both,
    tick_all,
)
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, NotYours, RuleViolation
from workflow.evaluation import commands as evaluations
from workflow.evaluation.rules import OpinionKind
from workflow.opinion import commands, reads
from workflow.opinion.effects import effects_of
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState, LaterFactOutcome
from workflow.opinion.status import status_of
from workflow.unit_of_work import reading
from workflow.worker import run_all_due


def tell(scene: Scene, effect: str | None, **more: object) -> int:
    with scene.by(scene.lead) as (uow, case):
        return commands.note_later_fact(
            uow, case, description="Steam factor of the utility was wrong", discovered_on=date(2022, 12, 5),
            told_by="Liu Yan", source_code="S07", effect=Decimal(effect) if effect else None, **more,  # type: ignore[arg-type]
        ).id  # fmt: skip


def state_of(scene: Scene, revision: int = 0) -> Issue:
    with reading(EVERYTHING) as session:
        issues = reads.issues_of(session, scene.halden.case(session))
        return next(i for i in issues if i.revision == revision)


def test_a_fact_is_told_only_of_what_is_issued(scene: Scene) -> None:
    with pytest.raises(RuleViolation) as refused:
        tell(scene, None)
    assert refused.value.codes == ("G-STATE",)


def test_an_effect_needs_its_group(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    with pytest.raises(BadInput, match="group"), scene.by(scene.lead) as (uow, case):
        commands.note_later_fact(
            uow, case, description="x", discovered_on=date(2022, 12, 5), told_by="y", effect=Decimal(1)
        )


def test_a_small_effect_is_noted_and_the_opinion_stands(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    with pytest.raises(RuleViolation, match="G-LATER"):
        scene.move(scene.lead, "review_after_issue")
    tell(scene, "-196.00")
    scene.move(scene.lead, "review_after_issue")
    assert state_of(scene).state is IssueState.UNDER_REVIEW
    with scene.by(scene.decider) as (uow, case):
        issue = reads.standing_issue(uow.session, case)
        assert issue is not None
        (effect,) = effects_of(issue, reads.later_facts_of(uow.session, issue))
        assert f"{effect.share * 100:.2f}" == "0.79"
    with pytest.raises(RuleViolation, match="note it instead"):
        scene.move(scene.decider, "revise", "steam")
    scene.move(scene.decider, "note_only", "0.79 % of group A")
    assert state_of(scene).state is IssueState.ISSUED
    with scene.by(scene.decider) as (uow, case):
        facts = reads.later_facts_of(uow.session, reads.standing_issue(uow.session, case))
        assert [f.outcome for f in facts] == [LaterFactOutcome.NOT_MATERIAL]


def test_the_register_follows_a_material_effect_to_revision_1(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    fact = tell(scene, "-1274.00")
    scene.move(scene.lead, "review_after_issue")
    with pytest.raises(RuleViolation, match="revised, not noted"):
        scene.move(scene.decider, "note_only", "small")
    with pytest.raises(RuleViolation, match="Warn the users"):
        scene.move(scene.decider, "revise", "5.12 % of group A")
    with scene.by(scene.lead) as (uow, case):
        commands.warn_users(uow, case, fact, users="Halden Precision Group\nBuyer Ltd")
    scene.move(scene.decider, "revise", "5.12 % of group A")
    assert state_of(scene).state is IssueState.UNDER_REVIEW
    revise(scene)
    assert state_of(scene, 0).state is IssueState.SUPERSEDED
    assert state_of(scene, 1).state is IssueState.ISSUED
    with reading(EVERYTHING) as session:
        old = status_of(session, "NA-2022-0041", state_of(scene, 0).contract_sha256[:32])
        new = status_of(session, "NA-2022-0041")
    assert old is not None and (old.word, old.superseded_by) == ("superseded", 1)
    assert new is not None and (new.word, new.revision, new.details) == ("valid", 1, None)
    with scene.by(scene.decider) as (uow, case):
        first = reads.issues_of(uow.session, case)[0]
        sheet = reads.cover_sheet_of(uow.session, first)
        assert sheet is not None and sheet.state is IssueState.SUPERSEDED


def revise(scene: Scene) -> None:
    """From the evaluation of the revision to the issue of its REV."""
    scene.halden.move_to(CaseState.EXECUTION)
    submit(scene.halden, worked_case.V2)
    approve_plan_again(scene)
    rows = evaluate(scene.halden)
    for code in rows:
        with scene.by(scene.lead) as (uow, _case):
            row = uow.session.get_one(type(rows[code]), rows[code].id)
            evaluations.decide_conclusion(uow, row, OpinionKind.UNMODIFIED)
    lettered(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)
    scene.move(scene.lead, "draft_opinion")
    with scene.by(scene.lead) as (uow, case):
        commands.send_factual_check(uow, case)
    with scene.by(scene.halden.preparer) as (uow, case):
        commands.answer_factual_check(uow, case)
    scene.move(scene.lead, "hand_to_review")
    with scene.by(scene.reviewer) as (uow, case):
        commands.start_review(uow, case)
    tick_all(scene)
    approve(scene)
    scene.move(scene.reviewer, "approve_review")
    with pytest.raises(BadInput, match="what changed"):
        decide(scene)
    assert decide(scene, what_changed="Steam factor corrected.") == "NA-2022-0041/1"
    sign_both(scene)
    scene.move(scene.decider, "issue")
    run_all_due()


def test_a_withdrawal_needs_its_reason_and_the_review_of_the_issue(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    with pytest.raises(RuleViolation) as refused, scene.by(scene.decider) as (uow, case):
        commands.withdraw(uow, case, reason="error")
    assert refused.value.codes == ("G-STATE",)
    tell(scene, None, is_qualitative=True)
    scene.move(scene.lead, "review_after_issue")
    with pytest.raises(RuleViolation) as refused, scene.by(scene.decider) as (uow, case):
        commands.withdraw(uow, case, reason=" ")
    assert refused.value.codes == ("G-REASON",)
    with scene.by(scene.decider) as (uow, case):
        commands.withdraw(uow, case, reason="The client will not correct.")
    run_all_due()
    with reading(EVERYTHING) as session:
        found = status_of(session, "NA-2022-0041")
    assert found is not None and found.word == "withdrawn"


def test_a_settled_fact_is_not_assessed_again(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    fact = tell(scene, "-196.00")
    scene.move(scene.lead, "review_after_issue")
    scene.move(scene.decider, "note_only", "0.79 %")
    with pytest.raises(NotYours), scene.by(scene.lead) as (uow, case):
        commands.assess_later_fact(uow, case, fact, effect=Decimal(1), group_code="A")


def test_small_effects_add_up(scene: Scene) -> None:
    issued(scene)
    scene.at(12, 6)
    tell(scene, "-700.00")
    scene.move(scene.lead, "review_after_issue")
    scene.move(scene.decider, "note_only", "2.81 %")
    tell(scene, "-600.00")
    scene.move(scene.lead, "review_after_issue")
    with pytest.raises(RuleViolation, match="revised, not noted"):
        scene.move(scene.decider, "note_only", "2.41 %")
