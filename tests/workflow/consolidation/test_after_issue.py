"""An entity that changes after the group's statement is issued becomes a fact discovered later of the group's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from methods.boundary import Approach
from tests.factories import EVERYTHING, House, the_system
from tests.workflow.consolidation.scene import A, Group, holds, open_entity, state_entity
from tests.workflow.opinion.scene import issued, open_scene
from workflow import worker
from workflow.cases.entity_models import EntityCase, holding_to_json
from workflow.consolidation import reads
from workflow.ghg_statement import queries
from workflow.ghg_statement.consolidated import build, to_json
from workflow.ghg_statement.models import ConsolidatedStatement
from workflow.opinion import reads as opinions
from workflow.opinion.models import LaterFact
from workflow.unit_of_work import reading, unit_of_work


@pytest.fixture
def group(house: House) -> Group:
    """The worked case, issued, laid down as the group case of one entity."""
    scene = open_scene(house)
    issued(scene)
    halden = scene.halden
    with reading(EVERYTHING) as session:
        case = halden.case(session)
        body, party = case.owner_org_id, case.responsible_party_org_id
    assert party is not None
    group = Group(house, halden.case_id, body, party, halden.preparer, halden.approver, halden.lead)
    open_entity(group, "A")
    state_entity(group, "A", A)
    with unit_of_work(the_system()) as uow:
        case, entity = group.case(uow.session), group.entity(uow.session, "A")
        case.is_group_case = True
        row = EntityCase(
            case_id=case.id, owner_org_id=body, entity_case_id=entity.id, code=entity.code, name="A",
            holdings=[holding_to_json(holds("A"))], reason="register",
        )  # fmt: skip
        uow.session.add(row)
        uow.session.flush()
        latest = reads.latest_statements(uow.session, case)
        claims = reads.claims_of(uow.session, case, [row], latest, Approach.EQUITY_SHARE)
        version = queries.latest_submitted(uow.session, case)
        assert version is not None
        made = ConsolidatedStatement(
            case_id=case.id, owner_org_id=body, version_id=version.id,
            content=to_json(build(Approach.EQUITY_SHARE, claims, [])),
        )  # fmt: skip
        uow.session.add(made)
        uow.record("test.group", case, covers=[row, made])
    worker.run_all_due()
    return group


def later_facts(group: Group) -> list[LaterFact]:
    with reading(EVERYTHING) as session:
        return opinions.later_facts_of(session, opinions.standing_issue(session, group.case(session)))


def test_a_corrected_entity_is_noted_as_a_fact_discovered_later(group: Group) -> None:
    assert later_facts(group) == []
    state_entity(group, "A", {**A, "S1": str(Decimal(90))})
    worker.run_all_due()
    (fact,) = later_facts(group)
    assert fact.told_by == group.code("A")
    assert fact.description.startswith("A: version 1 (") and "now version 2 (" in fact.description
    worker.run_all_due()
    assert len(later_facts(group)) == 1
