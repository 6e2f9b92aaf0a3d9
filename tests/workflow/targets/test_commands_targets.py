"""Targets: written by the office, approved by the signatory, one of two editors wins, moved through their life."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.workflow.targets.scene import (
    NEAR_TERM,
    OFFICE,
    SCOPE_3,
    SECOND,
    SIGNATORY,
    Scene,
)
from workflow.errors import BadInput, ChangedMeanwhile, NotAllowed, RuleViolation
from workflow.targets import target_commands
from workflow.targets.models import SubmissionBasis, Target, TargetVersion
from workflow.targets.pre_check import check_stored
from workflow.targets.queries import hold, target_by_code
from workflow.targets.recalculation import raise_task
from workflow.targets.rules import Cause, TargetKind, TargetState
from workflow.targets.target_commands import Written


def state_of(scene: Scene, code: str) -> TargetState:
    with scene.by(OFFICE) as (uow, group):
        return target_by_code(uow.session, group, code).state


def ready(scene: Scene) -> str:
    """A near-term target over scopes 1 and 2 of which no rule is broken, with the one on scope 3 beside it."""
    base = scene.cite()
    scene.state_submission()
    scene.begin(base, answers=SCOPE_3, name="Scope 3")
    return scene.begin(base)


def test_the_worked_target_keeps_every_rule_that_applies(scene: Scene) -> None:
    code = ready(scene)
    with scene.by(OFFICE) as (uow, group):
        found = check_stored(hold(uow.session, group, date(2023, 9, 2)), code)
    assert (found.broken, found.missing) == ((), 0)
    assert str(found.base) == "24883.32"


def test_codes_follow_the_series_of_the_disclosure(scene: Scene) -> None:
    kinds = [
        TargetKind.ABSOLUTE,
        TargetKind.COMBINED,
        TargetKind.PHYSICAL,
        TargetKind.RENEWABLE,
        TargetKind.NET_ZERO,
    ]
    assert [scene.begin(None, kind, {}) for kind in kinds] == ["Abs1", "Abs2", "Int1", "Oth1", "NZ1"]


def test_approval_freezes_target_base_year_and_results(scene: Scene) -> None:
    code = ready(scene)
    scene.move(SIGNATORY, code, "approve")
    with scene.by(OFFICE) as (uow, _group):
        version = uow.session.scalars(select(TargetVersion)).one()
    assert state_of(scene, code) is TargetState.APPROVED
    assert version.approved_by == SIGNATORY
    assert version.content["base_year"]["statements"][0]["statement"] == "NA-2022-0041/0"
    assert {"rule", "outcome", "values", "sentence"} == set(version.content["results"][0])
    assert "42%" in version.content["wording"]


@pytest.mark.parametrize("is_typed", [True, False])
def test_without_a_verified_base_year_a_target_is_checked_but_not_approved(
    scene: Scene, is_typed: bool
) -> None:
    base = scene.type_year(2021, {"S1": "1000", "S2": "9000"}) if is_typed else None
    scene.state_submission()
    code = scene.begin(base)
    with scene.by(OFFICE) as (uow, group):
        assert check_stored(hold(uow.session, group, date(2023, 9, 2)), code).results
    with pytest.raises(RuleViolation) as refused:
        scene.move(SIGNATORY, code, "approve")
    assert "G-BASE" in refused.value.codes


def test_an_open_recalculation_keeps_a_target_from_approval(scene: Scene) -> None:
    code = ready(scene)
    with scene.by(OFFICE) as (uow, group):
        held = hold(uow.session, group, date(2023, 9, 2))
        row = held.inventory(held.target(code).inventory_id)
        assert row is not None
        raise_task(uow, row, Cause.WITHDRAWN, "NA-2022-0041/0", key="x")
    with pytest.raises(RuleViolation) as refused:
        scene.move(SIGNATORY, code, "approve")
    assert refused.value.codes == ("G-RECALC",)


def test_a_broken_rule_keeps_a_target_from_approval(scene: Scene) -> None:
    base = scene.cite()
    scene.state_submission()
    scene.begin(base, answers=SCOPE_3, name="Scope 3")
    code = scene.begin(base, answers={**NEAR_TERM, "reduction": "0.4199"})
    with pytest.raises(RuleViolation) as refused:
        scene.move(SIGNATORY, code, "approve")
    assert refused.value.codes == ("G-RULES",)
    assert "NT-17" in str(refused.value)


def test_who_wrote_a_target_does_not_approve_it(scene: Scene) -> None:
    code = ready(scene)
    with scene.by(SIGNATORY) as (uow, group):
        target = target_by_code(uow.session, group, code)
        target.written_by_id = uow.actor.person_id
        uow.record("test.written", target)
    with pytest.raises(RuleViolation) as refused:
        scene.move(SIGNATORY, code, "approve")
    assert refused.value.codes == ("G-OTHER",)


@pytest.mark.parametrize(("name", "move"), [(OFFICE, "approve"), (SIGNATORY, "withdraw")])
def test_each_move_asks_for_its_own_right(scene: Scene, name: str, move: str) -> None:
    code = ready(scene)
    with pytest.raises(NotAllowed):
        scene.move(name, code, move, text="x")


def test_a_target_goes_from_approval_to_publication_with_a_day_for_each_step(scene: Scene) -> None:
    code = ready(scene)
    scene.move(SIGNATORY, code, "approve")
    scene.town.house.clock.at = scene.town.house.clock.at.replace(year=2024)
    scene.move(OFFICE, code, "submit", on=date(2023, 9, 1))
    scene.move(OFFICE, code, "validate", on=date(2023, 12, 20), text="Letter of 20 December")
    scene.move(OFFICE, code, "publish", on=date(2024, 2, 1), text="https://example.org/targets")
    assert state_of(scene, code) is TargetState.PUBLISHED


@pytest.mark.parametrize(
    ("on", "code_of_gate"), [(None, "G-DAY"), (date(2030, 1, 1), "G-DAY"), (date(2022, 1, 1), "G-DAY")]
)
def test_a_step_needs_a_day_that_has_come_and_follows_the_one_before(
    scene: Scene, on: date | None, code_of_gate: str
) -> None:
    code = ready(scene)
    scene.move(SIGNATORY, code, "approve")
    with pytest.raises(RuleViolation) as refused:
        scene.move(OFFICE, code, "submit", on=on)
    assert refused.value.codes == (code_of_gate,)


@pytest.mark.parametrize(
    ("move", "gate"), [("validate", "G-DECISION"), ("publish", "G-PLACE"), ("expire", "G-REASON")]
)
def test_later_steps_name_what_they_rest_on(scene: Scene, move: str, gate: str) -> None:
    code = ready(scene)
    today = scene.town.house.clock.now().date()
    scene.move(SIGNATORY, code, "approve")
    scene.move(OFFICE, code, "submit", on=today)
    if move != "validate":
        scene.move(OFFICE, code, "validate", on=today, text="Letter")
    with pytest.raises(RuleViolation) as refused:
        scene.move(OFFICE, code, move, on=today)
    assert refused.value.codes == (gate,)


def test_a_revised_target_is_a_draft_of_the_next_version_and_keeps_the_approved_one(scene: Scene) -> None:
    code = ready(scene)
    scene.move(SIGNATORY, code, "approve")
    scene.move(OFFICE, code, "revise", text="The validation asks for a higher cut.")
    with scene.by(OFFICE) as (uow, group):
        row = target_by_code(uow.session, group, code)
        assert (row.state, row.number, row.approved_on) == (TargetState.DRAFT, 2, None)
        assert len(uow.session.scalars(select(TargetVersion)).all()) == 1


def test_what_is_approved_is_not_written_over(scene: Scene) -> None:
    code = ready(scene)
    scene.move(SIGNATORY, code, "approve")
    with pytest.raises(RuleViolation) as refused, scene.by(OFFICE) as (uow, group):
        target_commands.write_target(uow, target_by_code(uow.session, group, code), written("x"))
    assert refused.value.codes == ("G-STATE",)


def written(name: str, rule_set: str = "nt-5.3.1") -> Written:
    return Written(name, rule_set, NEAR_TERM)


def test_of_two_people_who_edit_one_target_one_wins_and_the_other_is_told(scene: Scene) -> None:
    code = ready(scene)
    with scene.by(OFFICE) as (uow, group):
        seen = target_by_code(uow.session, group, code).version
    with scene.by(SECOND) as (uow, group):
        target_commands.write_target(
            uow, target_by_code(uow.session, group, code), written("second"), version=seen
        )
    with pytest.raises(ChangedMeanwhile), scene.by(OFFICE) as (uow, group):
        target_commands.write_target(
            uow, target_by_code(uow.session, group, code), written("first"), version=seen
        )
    with scene.by(OFFICE) as (uow, _group):
        row = uow.session.scalars(select(Target).where(Target.code == code)).one()
        assert (row.name, row.written_by) == ("second", SECOND)


def test_of_two_people_who_state_the_submission_the_second_is_told(scene: Scene) -> None:
    scene.state_submission()
    with scene.by(OFFICE) as (uow, _group):
        seen = uow.session.scalars(select(SubmissionBasis)).one().version
    for name, is_told in ((SECOND, False), (OFFICE, True)):
        try:
            with scene.by(name) as (uow, group):
                target_commands.state_submission(uow, group, {"staff": "1"}, version=seen)
        except ChangedMeanwhile:
            assert is_told
        else:
            assert not is_told


@pytest.mark.parametrize(
    ("name", "rule_set", "field"), [("", "nt-5.3.1", "name"), ("x", "cnzs-2.0", "rule_set_id")]
)
def test_a_target_needs_a_name_and_a_rule_set_that_may_be_chosen(
    scene: Scene, name: str, rule_set: str, field: str
) -> None:
    code = scene.begin(None)
    with pytest.raises(BadInput) as refused, scene.by(OFFICE) as (uow, group):
        target_commands.write_target(uow, target_by_code(uow.session, group, code), written(name, rule_set))
    assert refused.value.field == field
