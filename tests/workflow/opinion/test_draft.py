"""The draft opinion and the factual check of it."""

from __future__ import annotations

import pytest

from tests.workflow.opinion.scene import DRAFT, Scene, drafted, evaluated, lettered
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, RuleViolation
from workflow.evaluation import commands as evaluations
from workflow.opinion import commands, reads
from workflow.opinion.queries import opinion_facts
from workflow.opinion.rules import FactualCheckState


def missing(scene: Scene) -> str:
    with scene.by(scene.lead) as (uow, case):
        return ", ".join(opinion_facts(uow.session, case, scene.lead).missing_elements)


def test_a_draft_stands_on_an_evaluation(scene: Scene) -> None:
    scene.halden.move_to(CaseState.EVALUATION)
    with pytest.raises(BadInput, match="Evaluate"), scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)


def test_each_empty_element_is_named(scene: Scene) -> None:
    evaluated(scene)
    assert "the draft opinion itself" in missing(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT | {"addressee": "", "evidence_summary": " "})
    assert missing(scene) == "2 addressee, 15 summary of evidence gathering"
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)
    assert missing(scene) == ""


def test_the_case_goes_on_only_with_letter_and_content(scene: Scene) -> None:
    evaluated(scene)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.lead, "draft_opinion")
    assert set(refused.value.codes) == {"G-REP", "G-CONTENT"}
    lettered(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)
    scene.move(scene.lead, "draft_opinion")


def test_a_new_evaluation_voids_the_draft_written_before(scene: Scene) -> None:
    evaluated(scene)
    with scene.by(scene.lead) as (uow, case):
        first = commands.write_draft(uow, case, **DRAFT).id
    with scene.by(scene.lead) as (uow, case):
        evaluations.evaluate(uow, case)
    with scene.by(scene.lead) as (uow, case):
        second = commands.write_draft(uow, case, **DRAFT)
        assert second.id != first


def test_a_field_that_is_none_of_the_draft_is_refused(scene: Scene) -> None:
    evaluated(scene)
    with pytest.raises(BadInput, match="void_reason"), scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, void_reason="x")


def test_an_unanswered_check_lapses_only_after_its_due_date(scene: Scene) -> None:
    drafted(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.send_factual_check(uow, case)
    with pytest.raises(RuleViolation) as refused, scene.by(scene.lead) as (uow, case):
        commands.lapse_factual_check(uow, case)
    assert refused.value.codes == ("G-FACT",)
    scene.at(11, 23)
    with scene.by(scene.lead) as (uow, case):
        assert commands.lapse_factual_check(uow, case).state is FactualCheckState.LAPSED


def test_the_default_due_date_is_five_working_days_away(scene: Scene) -> None:
    drafted(scene)
    scene.at(11, 18)
    with scene.by(scene.lead) as (uow, case):
        due = commands.send_factual_check(uow, case).due
    assert due is not None and due.isoformat() == "2022-11-25"


def test_an_answered_check_is_not_answered_again(scene: Scene) -> None:
    drafted(scene)
    with pytest.raises(RuleViolation) as refused, scene.by(scene.halden.preparer) as (uow, case):
        commands.answer_factual_check(uow, case, points="one more")
    assert refused.value.codes == ("G-STATE",)


def test_what_became_of_each_point_is_kept(scene: Scene) -> None:
    drafted(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.send_factual_check(uow, case)
    with scene.by(scene.halden.preparer) as (uow, case):
        commands.answer_factual_check(uow, case, points="The plant is in Kunshan, not Kunming.")
    with scene.by(scene.lead) as (uow, case):
        commands.settle_points(uow, case, what_became="Corrected.")
    with scene.by(scene.lead) as (uow, case):
        check = reads.factual_check_of(uow.session, case)
        assert check is not None
        assert (check.points, check.what_became) == ("The plant is in Kunshan, not Kunming.", "Corrected.")


def test_a_new_version_voids_draft_check_and_review(scene: Scene) -> None:
    drafted(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.void_drafts(uow, case, "version 3 was submitted")
    with scene.by(scene.lead) as (uow, case):
        assert reads.draft_of(uow.session, case) is None
        assert reads.factual_check_of(uow.session, case) is None
