"""What of a group case waits on whom: a change of an entity, until somebody answers it."""

from __future__ import annotations

import pytest

from tests.factories import House
from tests.workflow.consolidation.scene import (
    A,
    Group,
    a_group,
    consolidate,
    state_entity,
    submit_group,
    two_entities,
)
from workflow import worker
from workflow.access import GRANTS, Actor, Permission
from workflow.consolidation import commands
from workflow.consolidation.reads import changes_of
from workflow.home.desk import Desk
from workflow.home.group_case import entity_changes_wait
from workflow.unit_of_work import reading, unit_of_work


@pytest.fixture
def changed(house: House) -> Group:
    """A group's statement that was submitted before an entity corrected its own."""
    group = a_group(house)
    two_entities(group)
    submit_group(group, consolidate(group).number)
    state_entity(group, "A", {**A, "S1": "90"})
    worker.run_all_due()
    return group


def waiting(group: Group, actor: Actor) -> list[tuple[str, str]]:
    with reading(actor.scope) as session:
        rights = frozenset[Permission]().union(*(GRANTS[role] for role in actor.case_roles))
        case = group.case(session)
        desk = Desk(actor, group.house.clock.now().date(), {case.id: case}, {case.id: rights})
        return [(item.url, item.what) for item in entity_changes_wait(session, desk)]


def test_an_entity_that_changed_waits_on_who_rules_and_on_who_consolidates(changed: Group) -> None:
    place = f"/entities/{changed.code('A')}"
    ((url, asked_of_lead),) = waiting(changed, changed.lead)
    assert url.endswith(place) and "rule on it" in asked_of_lead
    ((_url, asked_of_preparer),) = waiting(changed, changed.preparer)
    assert asked_of_preparer == "A changed: consolidate the group's statement again"


def test_a_change_that_is_ruled_on_waits_no_more(changed: Group) -> None:
    with unit_of_work(changed.lead) as uow:
        (row,) = changes_of(uow.session, changed.case(uow.session))
        commands.rule_change(uow, row, ruling="10 t, clearly trivial")
    assert waiting(changed, changed.lead) == []
