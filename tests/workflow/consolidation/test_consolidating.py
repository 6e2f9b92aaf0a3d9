"""The group's statement is made from its entities' statements, with every tonne traced (3.1, 4.2b)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import EVERYTHING, House, the_system
from tests.workflow.consolidation.scene import (
    Group,
    a_group,
    consolidate,
    eliminate,
    holds,
    issue_entity,
    line,
    name_entities,
    open_entity,
    state_entity,
    submit_group,
    two_entities,
)
from workflow.cases import commands as cases
from workflow.cases import entities
from workflow.cases.entities import NamedEntity
from workflow.cases.rules import CaseState, ConsolidationApproach
from workflow.errors import BadInput, RuleViolation
from workflow.ghg_statement import commands as statements
from workflow.ghg_statement import consolidating, queries
from workflow.ghg_statement.consolidated import Consolidation
from workflow.people.models import Organisation
from workflow.unit_of_work import reading, unit_of_work

D = Decimal


def made(group: Group, number: int = 1) -> Consolidation:
    with reading(EVERYTHING) as session:
        found = queries.consolidation_of(session, queries.version(session, group.case(session), number))
    assert found is not None
    return found


def test_the_vector_of_two_entities_gives_1030_tonnes_and_not_1530(group: Group) -> None:
    two_entities(group)
    consolidate(group)
    found = made(group)
    assert {x.key: x.after for x in found.lines} == {
        "S1": D("150.00"),
        "S2": D("300.00"),
        "S3-1": D("580.00"),
    }
    assert (found.totals.before, found.totals.eliminated, found.totals.after) == (1530, 500, 1030)


def test_the_version_states_the_consolidated_tonnes_and_recalculates_to_them(group: Group) -> None:
    two_entities(group)
    version = consolidate(group)
    submit_group(group, version.number)
    with reading(EVERYTHING) as session:
        row = queries.version(session, group.case(session), 1)
        lines = queries.lines_of(session, row)
        result = queries.recalculated(session, row)
    assert (row.total, result.tonnes) == (1030, 1030)
    assert [x.recalculated for x in lines] == [150, 300, 580]


def test_each_tonne_leads_to_its_entity_its_version_and_its_hash(group: Group) -> None:
    two_entities(group)
    issue_entity(group, "A", "NA-2022-0007")
    consolidate(group)
    a, b = (made(group).entity(group.code(name)) for name in ("A", "B"))
    assert a is not None and b is not None
    with reading(EVERYTHING) as session:
        latest = queries.latest_submitted(session, group.entity(session, "A"))
    assert latest is not None
    assert (a.version, a.sha256, a.statement) == (1, latest.sha256, "NA-2022-0007/0")
    assert (b.version, b.statement) == (1, None)
    assert [(x.key, x.reported, x.included) for x in b.lines] == [
        ("S1", 50, 50),
        ("S2", 80, 80),
        ("S3-1", 900, 900),
    ]


def test_under_equity_share_an_entity_and_its_eliminations_enter_at_the_share(group: Group) -> None:
    for name, amounts in (("A", {"S1": "100"}), ("B", {"S3-1": "900"})):
        open_entity(group, name)
        state_entity(group, name, amounts)
    name_entities(group, A="1", B="0.6")
    eliminate(group, "B", "A", "500")
    consolidate(group)
    assert {x.key: (x.before, x.eliminated, x.after) for x in made(group).lines} == {
        "S1": (100, 0, 100),
        "S3-1": (540, 300, 240),
    }


def test_under_control_an_entity_without_control_brings_nothing_and_stands_in_the_table(house: House) -> None:
    group = a_group(house, ConsolidationApproach.OPERATIONAL_CONTROL)
    for name in ("A", "B"):
        open_entity(group, name)
        state_entity(group, name, {"S1": "100"})
    name_entities(group, A="0.6", B="0.4")
    consolidate(group)
    b = made(group).entity(group.code("B"))
    assert made(group).totals.after == 100
    assert b is not None and (b.inclusion, b.lines) == (0, ())


def test_an_entity_sold_in_the_year_enters_for_its_days(group: Group) -> None:
    open_entity(group, "A")
    state_entity(group, "A", {"S1": "365"})
    with unit_of_work(group.preparer) as uow:
        named = NamedEntity(group.entities["A"], holds("A", until=date(2021, 7, 19)), "sold on 19 July")
        entities.name_entities(uow, group.case(uow.session), [named])
    consolidate(group)
    assert made(group).totals.after == 200


def test_a_share_that_changes_in_the_year_is_weighed_by_days(group: Group) -> None:
    open_entity(group, "A")
    state_entity(group, "A", {"S1": "365"})
    with unit_of_work(group.preparer) as uow:
        case = group.case(uow.session)
        first = NamedEntity(group.entities["A"], holds("A", "1", until=date(2021, 7, 19)), "register")
        (row,) = entities.name_entities(uow, case, [first])
        entities.hold_entity(uow, case, row, holds("A", "0.4", since=date(2021, 7, 20)), reason="60 % sold")
    consolidate(group)
    assert made(group).totals.after == D("266.00")


def test_the_market_basis_and_removals_are_consolidated_beside_the_total(group: Group) -> None:
    open_entity(group, "A")
    removal = line(3, "S1", "7", is_removal=True)
    state_entity(group, "A", [line(1, "S2", "220", "90"), line(2, "S1", "10"), removal])
    name_entities(group, A="0.5")
    version = consolidate(group)
    with reading(EVERYTHING) as session:
        totals = queries.totals_of(
            session, group.case(session), queries.version(session, group.case(session), 1)
        )
    assert version.number == 1
    assert (totals.total, totals.total_market, totals.removals) == (115, 50, D("3.50"))


def test_a_market_amount_that_an_entity_claims_outside_imported_energy_is_carried(group: Group) -> None:
    open_entity(group, "A")
    claimed = replace(line(1, "S3-1", "100"), tonnes_market=D("80"))
    state_entity(group, "A", [claimed])
    name_entities(group, A="1")
    consolidate(group)
    totals = made(group).totals
    assert (totals.after, totals.after_market) == (100, 80)


def test_the_consolidation_is_part_of_the_hashed_content(group: Group) -> None:
    two_entities(group)
    submit_group(group, consolidate(group).number)
    with reading(EVERYTHING) as session:
        version = queries.version(session, group.case(session), 1)
    assert version.content is not None
    held = json.loads(version.content)["consolidation"]
    assert [entity["code"] for entity in held["entities"]] == [group.code("A"), group.code("B")]
    assert held["eliminations"][0]["tonnes"] == "500.00"


def test_consolidating_again_while_preparing_changes_the_version_in_preparation(group: Group) -> None:
    two_entities(group)
    consolidate(group)
    eliminate(group, "A", "B", "30")
    assert consolidate(group).number == 1
    assert made(group).totals.after == 1000


def test_a_later_version_keeps_the_sources_of_the_one_before(group: Group) -> None:
    two_entities(group)
    submit_group(group, consolidate(group).number)
    state_entity(group, "A", {"S1": "90", "S2": "220", "S3-1": "180"})
    assert consolidate(group, what_changed="A corrected").number == 2
    with reading(EVERYTHING) as session:
        codes = [s.code for s in queries.register_of(session, group.case(session)).values()]
    assert codes == ["S01", "S02", "S03"]
    assert made(group, 2).totals.after == 1020


def test_a_dropped_elimination_is_not_taken_out(group: Group) -> None:
    two_entities(group)
    with unit_of_work(group.preparer) as uow:
        (row,) = consolidating.eliminations_of(uow.session, group.case(uow.session))
        consolidating.drop_elimination(uow, row, reason="counted by nobody else")
    consolidate(group)
    assert made(group).totals.after == 1530


@pytest.mark.parametrize("hand", ["set", "import", "remove"])
def test_the_lines_of_a_group_s_statement_are_not_typed_by_hand(group: Group, hand: str) -> None:
    two_entities(group)
    consolidate(group)
    acts = {
        "set": lambda uow, v: statements.set_line(uow, v, line(1, "S1", "5")),
        "import": lambda uow, v: statements.import_lines(uow, v, [line(1, "S1", "5")]),
        "remove": lambda uow, v: statements.remove_line(uow, v, "S01"),
    }
    with pytest.raises(RuleViolation, match="consolidate"), unit_of_work(group.preparer) as uow:
        acts[hand](uow, queries.version(uow.session, group.case(uow.session), 1))


def test_an_entity_without_a_statement_stops_it_until_it_is_left_out_with_a_reason(group: Group) -> None:
    two_entities(group)
    open_entity(group, "C")
    name_entities(group, C="1")
    with pytest.raises(RuleViolation, match="no submitted statement"):
        consolidate(group)
    code = group.code("C")
    with unit_of_work(group.preparer) as uow:
        case = group.case(uow.session)
        row = entities.entity_by_code(uow.session, case, code)
        entities.leave_out(uow, case, row, reason="dormant since 2020")
    consolidate(group)
    c = made(group).entity(group.code("C"))
    assert c is not None and (c.left_out, c.lines) == ("dormant since 2020", ())


def test_without_an_approach_in_the_agreement_nothing_is_consolidated(group: Group) -> None:
    two_entities(group)
    group.move_to(CaseState.PRE_ENGAGEMENT)
    with unit_of_work(the_system()) as uow:
        cases.write_agreement(uow, group.case(uow.session), consolidation_approach=None)
    group.move_to(CaseState.PLANNING)
    with pytest.raises(RuleViolation, match="consolidation approach"):
        consolidate(group)


def test_more_than_the_buyer_reports_cannot_be_eliminated(group: Group) -> None:
    two_entities(group)
    eliminate(group, "B", "A", "500")
    with pytest.raises(BadInput, match="cannot be eliminated"):
        consolidate(group)


def test_an_elimination_names_two_entities_a_line_a_reason_and_its_evidence(group: Group) -> None:
    two_entities(group)
    for scope, tonnes, wrong in (("S9", "5", "no line"), ("S3-1", "0", "above 0")):
        with pytest.raises(BadInput, match=wrong):
            eliminate(group, "B", "A", tonnes, scope)
    with pytest.raises(BadInput, match="two different"):
        eliminate(group, "A", "A", "5")


def test_another_group_s_case_or_a_group_case_is_no_entity(group: Group, house: House) -> None:
    with unit_of_work(the_system()) as uow:
        body = uow.session.get_one(Organisation, group.body_id)
        other = uow.session.get_one(Organisation, group.group_id)
        second = entities.open_group_case(uow, body, title="Other", group=other)
        second_id = second.id
    for case_id in (second_id, 9999):
        with pytest.raises(BadInput, match="no entity case"), unit_of_work(group.preparer) as uow:
            named = NamedEntity(case_id, holds("x"), "register")
            entities.name_entities(uow, group.case(uow.session), [named])


def test_an_entity_is_named_once_and_its_share_lies_between_0_and_1(group: Group) -> None:
    open_entity(group, "A")
    with pytest.raises(BadInput, match="between 0 and 1"):
        name_entities(group, A="1.2")
    name_entities(group, A="1")
    with pytest.raises(BadInput, match="already"):
        name_entities(group, A="1")


def test_a_statement_of_another_period_is_not_added(group: Group) -> None:
    open_entity(group, "A", period=(date(2020, 1, 1), date(2020, 12, 31)))
    with pytest.raises(BadInput, match="no entity case"):
        name_entities(group, A="1")


def test_only_a_group_has_a_group_case(group: Group) -> None:
    with pytest.raises(BadInput, match="no group"), unit_of_work(the_system()) as uow:
        body = uow.session.get_one(Organisation, group.body_id)
        entities.open_group_case(uow, body, title="x", group=body)


def test_while_the_group_s_statement_is_issued_its_entities_are_fixed(group: Group) -> None:
    two_entities(group)
    open_entity(group, "C")
    group.move_to(CaseState.ISSUED)
    with pytest.raises(RuleViolation, match="fixed"):
        name_entities(group, C="1")


def test_an_entity_that_is_taken_off_may_be_named_again(group: Group) -> None:
    two_entities(group)
    code = group.code("A")
    with unit_of_work(group.preparer) as uow:
        case = group.case(uow.session)
        row = entities.entity_by_code(uow.session, case, code)
        entities.end_entity(uow, case, row, reason="merged into B")
        assert len(entities.entities_of(uow.session, case)) == 1
    name_entities(group, A="0.5")
    with reading(EVERYTHING) as session:
        assert len(entities.entities_of(session, group.case(session))) == 2
