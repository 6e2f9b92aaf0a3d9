"""The independent review: by an eligible reviewer, complete, its comments closed, signed over what was shown."""

from __future__ import annotations

import pytest

from tests.workflow.opinion.scene import DRAFT, Scene, approve, drafted, in_decision, in_review, tick_all
from workflow.errors import RuleViolation
from workflow.opinion import commands, reads
from workflow.opinion.review import review_sha256
from workflow.opinion.rules import REVIEW_CHECKS, ReviewState


def codes_of(refused: pytest.ExceptionInfo[RuleViolation]) -> tuple[str, ...]:
    return refused.value.codes


def test_the_lead_cannot_start_the_review(scene: Scene) -> None:
    drafted(scene)
    with pytest.raises(RuleViolation) as refused, scene.by(scene.lead) as (uow, case):
        commands.start_review(uow, case)
    assert codes_of(refused) == ("G-IRELIG",)


def test_a_competence_that_ran_out_makes_the_reviewer_ineligible(scene: Scene) -> None:
    drafted(scene)
    scene.house.clock.set(scene.house.clock.now().replace(year=2023))
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.lead, "hand_to_review")
    assert codes_of(refused) == ("G-IRELIG",)


def test_the_review_is_not_handed_on_before_the_factual_check(scene: Scene) -> None:
    drafted(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.send_factual_check(uow, case)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.lead, "hand_to_review")
    assert codes_of(refused) == ("G-FACT",)


def test_nobody_else_ticks(scene: Scene) -> None:
    in_review(scene)
    with pytest.raises(RuleViolation) as refused, scene.by(scene.decider) as (uow, case):
        commands.tick(uow, case, "team")
    assert codes_of(refused) == ("G-IRELIG",)


def test_an_incomplete_review_is_not_signed(scene: Scene) -> None:
    in_review(scene)
    with scene.by(scene.reviewer) as (uow, case):
        for key in list(REVIEW_CHECKS)[1:]:
            commands.tick(uow, case, key)
    with pytest.raises(RuleViolation, match="Competence and impartiality"):
        approve(scene)


def test_a_comment_is_closed_only_after_its_answer(scene: Scene) -> None:
    in_review(scene)
    with scene.by(scene.reviewer) as (uow, case):
        assert commands.comment(uow, case, "Why is the gas quantity accepted?").code == "IR-1"
    with pytest.raises(RuleViolation) as refused, scene.by(scene.reviewer) as (uow, case):
        commands.close_comment(uow, case, "IR-1")
    assert codes_of(refused) == ("G-IRDONE",)
    tick_all(scene)
    with pytest.raises(RuleViolation, match="IR-1"):
        approve(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.answer_comment(uow, case, "IR-1", "Compared with production.")
    with scene.by(scene.reviewer) as (uow, case):
        commands.close_comment(uow, case, "IR-1")
    approve(scene)


def test_what_changed_since_it_was_shown_is_not_signed(scene: Scene) -> None:
    in_review(scene)
    tick_all(scene)
    with scene.by(scene.reviewer) as (uow, case):
        review = reads.review_of(uow.session, case)
        assert review is not None
        shown = review_sha256(uow.session, case, review)
        commands.tick(uow, case, "team", comment="on second thought")
    with pytest.raises(RuleViolation) as refused, scene.by(scene.reviewer) as (uow, case):
        commands.approve_review(uow, case, shown_sha256=shown)
    assert codes_of(refused) == ("G-SIG",)


def test_a_draft_is_returned_only_with_a_comment(scene: Scene) -> None:
    in_review(scene)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.reviewer, "return_draft")
    assert codes_of(refused) == ("G-IRDONE",)


def test_a_returned_review_is_taken_up_again_with_its_comments(scene: Scene) -> None:
    in_review(scene)
    with scene.by(scene.reviewer) as (uow, case):
        commands.comment(uow, case, "Say why.")
    scene.move(scene.reviewer, "return_draft")
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)
        commands.answer_comment(uow, case, "IR-1", "Said.")
    scene.move(scene.lead, "hand_to_review")
    with scene.by(scene.reviewer) as (uow, case):
        review = commands.start_review(uow, case)
        assert review.state is ReviewState.OPEN
        assert [c.code for c in reads.comments_of(uow.session, review)] == ["IR-1"]


def test_a_decision_sent_back_lifts_the_review(scene: Scene) -> None:
    in_decision(scene)
    scene.move(scene.decider, "refuse_draft", "Say more on controls.")
    with scene.by(scene.reviewer) as (uow, case):
        review = reads.review_of(uow.session, case)
        assert review is not None
        assert (review.state, review.sha256) == (ReviewState.RETURNED, None)
