"""The group case holds what it was told of shares against the boundary, and takes them over when asked to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from methods.boundary import Approach
from tests.factories import EVERYTHING, House, the_system
from tests.workflow.consolidation.scene import PERIOD, Group, a_group, name_entities, open_entity
from workflow.cases import entities
from workflow.errors import RuleViolation
from workflow.people.models import Organisation
from workflow.programme import boundary
from workflow.programme.boundary import Facts, Stand
from workflow.programme.group_case import Beside, beside_boundary, take_from_boundary
from workflow.programme.rules import Place
from workflow.unit_of_work import reading, unit_of_work

D = Decimal
JULY = date(2021, 7, 1)


@pytest.fixture
def group(house: House) -> Group:
    """A group case by equity share with A and B at 100 %."""
    group = a_group(house)
    for name in ("A", "B"):
        open_entity(group, name)
    name_entities(group, A="1", B="1")
    return group


def draw(group: Group, *stands: tuple[str, Stand], approach: Approach = Approach.EQUITY_SHARE) -> None:
    """Draw the group's boundary: an entity's code is its name, those named twice move."""
    with unit_of_work(the_system()) as uow:
        programme = boundary.set_up(uow, uow.session.get_one(Organisation, group.group_id), base_year=2021)
        programme.approach = approach
        for name, stand in stands:
            boundary.take(uow, programme, [(Facts(f"X-{name}", name, None, None, None), stand)])


def inside(share: str, since: date = date(2015, 1, 1)) -> Stand:
    return Stand(Place.IN, since, D(share), has_operational_control=True, has_financial_control=True)


def beside(group: Group) -> Beside | None:
    with reading(EVERYTHING) as session:
        case = group.case(session)
        rows = entities.entities_of(session, case)
        held = [(row, row.inclusion(Approach.EQUITY_SHARE, *PERIOD)) for row in rows]
        return beside_boundary(session, case, entities.approach_of(session, case), held)


def test_without_a_boundary_there_is_nothing_to_compare(group: Group) -> None:
    assert beside(group) is None


def test_shares_over_the_period_that_agree_say_nothing(group: Group) -> None:
    draw(group, ("A", inside("1")), ("B", inside("1")))
    found = beside(group)
    assert found is not None and found.agrees


def test_a_share_that_changed_within_the_period_is_weighed_by_its_days_and_differs(group: Group) -> None:
    draw(group, ("A", inside("1")), ("B", inside("1")), ("B", inside("0.6", JULY)))
    found = beside(group)
    assert found is not None
    (one,) = found.differences
    assert (one.name, one.here, one.boundary) == ("B", D(1), (D(181) + D("0.6") * 184) / 365)


def test_what_stands_outside_counts_nothing_and_what_the_boundary_lacks_is_said(group: Group) -> None:
    draw(group, ("A", Stand(Place.OUT, date(2015, 1, 1), D("0.4"), reason="Associate.")), ("C", inside("1")))
    found = beside(group)
    assert found is not None
    assert [(row.name, row.boundary) for row in found.differences] == [("A", D(0)), ("B", None)]
    assert found.not_named == ("C",)


def test_a_supplier_of_the_ring_is_no_entity_that_lacks(group: Group) -> None:
    draw(
        group, ("A", inside("1")), ("B", inside("1")), ("Copper", Stand(Place.VALUE_CHAIN, date(2021, 1, 1)))
    )
    found = beside(group)
    assert found is not None and found.not_named == ()


def test_another_approach_of_the_boundary_is_said(group: Group) -> None:
    draw(group, ("A", inside("1")), ("B", inside("1")), approach=Approach.FINANCIAL_CONTROL)
    found = beside(group)
    assert found is not None and found.approach is Approach.FINANCIAL_CONTROL


def test_shares_are_taken_over_in_one_act_and_agree_from_then_on(group: Group) -> None:
    draw(
        group, ("A", Stand(Place.OUT, date(2015, 1, 1), D("0.4"), reason="Associate.")), ("B", inside("0.6"))
    )
    with unit_of_work(group.preparer) as uow:
        changed = take_from_boundary(uow, group.case(uow.session))
        assert [row.name for row in changed] == ["A", "B"]
        assert changed[0].reason == "as the group's organisational boundary has it, 2021-01-01 to 2021-12-31"
    found = beside(group)
    assert found is not None and found.agrees
    with unit_of_work(group.preparer) as uow:
        assert take_from_boundary(uow, group.case(uow.session)) == []


def test_a_boundary_that_knows_no_entity_of_the_case_is_not_taken(group: Group) -> None:
    draw(group, ("C", inside("1")))
    with pytest.raises(RuleViolation, match="G-BOUNDARY"), unit_of_work(group.preparer) as uow:
        take_from_boundary(uow, group.case(uow.session))
