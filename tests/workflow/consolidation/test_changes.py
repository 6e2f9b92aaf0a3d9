"""A later correction in an entity's case is raised on the group case; the base year is locked once verified."""

from __future__ import annotations

import pytest

from tests.factories import EVERYTHING, a_case, the_system
from tests.workflow.consolidation.scene import (
    A,
    Group,
    consolidate,
    issue_entity,
    name_entities,
    open_entity,
    state_entity,
    submit_group,
    two_entities,
)
from workflow import worker
from workflow.cases.rules import CaseState
from workflow.consolidation import commands, reads
from workflow.consolidation.facts import consolidation_facts
from workflow.consolidation.models import EntityChange
from workflow.consolidation.rules import ConsolidationFacts
from workflow.errors import BadInput
from workflow.lifecycle.machine import CASE
from workflow.lifecycle.queries import FORWARD, facts_of
from workflow.opinion.register import put_under_review
from workflow.people.models import Organisation
from workflow.unit_of_work import reading, unit_of_work

CORRECTED = {**A, "S1": "90"}


def facts(group: Group) -> ConsolidationFacts:
    with reading(EVERYTHING) as session:
        return consolidation_facts(session, group.case(session))


def changes(group: Group) -> list[EntityChange]:
    with reading(EVERYTHING) as session:
        return reads.changes_of(session, group.case(session))


@pytest.fixture
def made(group: Group) -> Group:
    """A group's statement, consolidated and submitted, with every job done."""
    two_entities(group)
    submit_group(group, consolidate(group).number)
    worker.run_all_due()
    return group


def test_a_statement_made_of_the_entities_as_they_stand_has_no_change(made: Group) -> None:
    assert changes(made) == []
    assert facts(made).open_changes == ()
    assert facts(made).consolidated == facts(made).entities


def test_a_later_version_of_an_entity_is_raised_with_both_statements(made: Group) -> None:
    state_entity(made, "A", CORRECTED)
    worker.run_all_due()
    (row,) = changes(made)
    assert (row.code, row.name) == (made.code("A"), "A")
    assert row.was.startswith("version 1 (") and row.now.startswith("version 2 (")
    assert facts(made).open_changes == (made.code("A"),)


def test_a_change_is_raised_once(made: Group) -> None:
    state_entity(made, "A", CORRECTED)
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        assert commands.raise_changes(uow, made.case(uow.session)) == []
    assert len(changes(made)) == 1


def test_consolidating_the_corrected_statement_answers_the_change(made: Group) -> None:
    state_entity(made, "A", CORRECTED)
    worker.run_all_due()
    consolidate(made, what_changed="A corrected")
    assert facts(made).open_changes == (made.code("A"),), "a version in preparation answers nothing"
    submit_group(made, 2)
    assert facts(made).open_changes == ()


def test_the_lead_verifier_may_rule_that_the_group_s_statement_stays(made: Group) -> None:
    issue_entity(made, "B", "NA-2022-0002")
    with unit_of_work(the_system()) as uow:
        commands.raise_changes(uow, made.case(uow.session))
    row = changes(made)[0]
    assert row.now.endswith("verified as NA-2022-0002/0")
    with pytest.raises(BadInput), unit_of_work(made.lead) as uow:
        commands.rule_change(uow, uow.session.get_one(EntityChange, row.id), ruling=" ")
    with unit_of_work(made.lead) as uow:
        held = uow.session.get_one(EntityChange, row.id)
        commands.rule_change(uow, held, ruling="verified on the bytes that are cited")
    assert facts(made).open_changes == ()
    assert changes(made)[0].ruled_by == "Ingrid Solberg"


def test_a_change_after_a_ruling_is_open_again(made: Group) -> None:
    state_entity(made, "A", CORRECTED)
    worker.run_all_due()
    with unit_of_work(made.lead) as uow:
        held = uow.session.get_one(EntityChange, changes_id(made))
        commands.rule_change(uow, held, ruling="10 t, clearly trivial")
    state_entity(made, "A", {**A, "S1": "40"})
    worker.run_all_due()
    assert facts(made).open_changes == (made.code("A"),)


def changes_id(group: Group) -> int:
    return changes(group)[0].id


def test_an_issue_put_under_review_in_an_entity_s_case_is_raised(group: Group) -> None:
    two_entities(group)
    issue_entity(group, "A", "NA-2022-0001")
    submit_group(group, consolidate(group).number)
    with unit_of_work(the_system()) as uow:
        put_under_review(uow, group.entity(uow.session, "A"))
    worker.run_all_due()
    assert changes(group)[0].now.endswith("NA-2022-0001/0 is under review")


def test_an_entity_without_a_group_case_sets_nothing_off(group: Group) -> None:
    open_entity(group, "A")
    state_entity(group, "A", A)
    worker.run_all_due()
    assert changes(group) == []


def test_a_new_entity_is_missing_from_the_statement_until_it_is_consolidated(made: Group) -> None:
    open_entity(made, "C")
    state_entity(made, "C", A)
    name_entities(made, C="1")
    given = facts(made)
    assert set(given.entities) - set(given.consolidated or ()) == {made.code("C")}


def refusals(group: Group, state: CaseState) -> set[str]:
    group.move_to(state)
    with reading(EVERYTHING) as session:
        gathered = facts_of(session, group.case(session), the_system())
        return {r.code for r in CASE.blockers(FORWARD[state], state, gathered)}


def test_the_case_s_own_moves_wait_on_entities_and_changes(made: Group) -> None:
    assert "G-ENTITY" not in refusals(made, CaseState.DRAFT_OPINION)
    state_entity(made, "A", CORRECTED)
    worker.run_all_due()
    for state in (CaseState.EVALUATION, CaseState.DRAFT_OPINION, CaseState.DECISION):
        assert "G-ENTITY" in refusals(made, state)
    assert "G-ENTITIES" not in refusals(made, CaseState.PLAN_APPROVED)


def test_a_group_case_without_entities_is_not_agreed(group: Group) -> None:
    assert "G-ENTITIES" in refusals(group, CaseState.PRE_ENGAGEMENT)
    assert "G-ENTITIES" in refusals(group, CaseState.PLAN_APPROVED)


def test_a_second_case_of_a_verified_base_year_is_not_taken_up(group: Group) -> None:
    open_entity(group, "A")
    state_entity(group, "A", A)
    with unit_of_work(the_system()) as uow:
        case = group.entity(uow.session, "A")
        case.is_base_year = True
        uow.record("test.base_year", case)
        body = uow.session.get_one(Organisation, case.owner_org_id)
        second = a_case(
            uow, body, "C-2022-0999", responsible_party_org_id=case.responsible_party_org_id, is_base_year=True
        ).id  # fmt: skip
    group.entities["again"] = second

    def locked() -> str | None:
        with reading(EVERYTHING) as session:
            return consolidation_facts(session, group.entity(session, "again")).locked_base_year

    assert locked() is None
    issue_entity(group, "A", "NA-2022-0001")
    assert locked() == "NA-2022-0001/0"
    with reading(EVERYTHING) as session:
        gathered = facts_of(session, group.entity(session, "again"), the_system())
        (refusal,) = [r for r in CASE.blockers("engage", CaseState.DRAFT, gathered) if r.code == "G-BASE"]
    assert "fact discovered later" in str(refusal.reason)


def test_the_base_year_s_own_case_is_not_locked_by_itself(group: Group) -> None:
    open_entity(group, "A")
    state_entity(group, "A", A)
    issue_entity(group, "A", "NA-2022-0001")
    with reading(EVERYTHING) as session:
        assert consolidation_facts(session, group.entity(session, "A")).locked_base_year is None
