"""Separation of duties at the moves of the case: whoever slipped past the naming is refused here too (9.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import the_system
from tests.workflow.opinion.scene import Scene, decided, drafted, sign_both
from workflow.access import Role
from workflow.cases.models import TeamMember
from workflow.errors import RuleViolation


def also(scene: Scene, role: Role) -> None:
    """Lay the lead verifier down in a second role, past the command that refuses it."""
    with scene.by(the_system()) as (uow, case):
        row = TeamMember(
            case_id=case.id, owner_org_id=case.owner_org_id, person_id=scene.lead.person_id,
            person_name=scene.lead.name, role=role, is_proposed=False, valid_from=date(2022, 1, 1),
        )  # fmt: skip
        uow.session.add(row)
        uow.record("test.team", case, covers=[row])


def test_a_reviewer_who_is_the_lead_verifier_is_not_handed_the_draft(scene: Scene) -> None:
    drafted(scene)
    also(scene, Role.INDEPENDENT_REVIEWER)
    with pytest.raises(RuleViolation) as refused:
        scene.move(scene.lead, "hand_to_review")
    assert "SOD-1" in refused.value.codes


def test_a_decision_maker_who_is_the_lead_verifier_does_not_issue(scene: Scene) -> None:
    decided(scene)
    sign_both(scene)
    lead = replace(scene.lead, case_roles=frozenset({Role.LEAD_VERIFIER, Role.DECISION_MAKER}))
    with pytest.raises(RuleViolation) as refused:
        scene.move(lead, "issue")
    assert refused.value.codes == ("G-SOD",)
