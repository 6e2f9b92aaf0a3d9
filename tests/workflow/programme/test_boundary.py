"""The organisational boundary: one approach, places over time, the log, and lists taken whole or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from methods.boundary import Approach
from tests.workflow.programme.scene import Scene, inside, supplier
from workflow.errors import BadInput, RuleViolation, UnrecordedChange
from workflow.programme import boundary
from workflow.programme.boundary import Facts, Stand
from workflow.programme.boundary_file import take_apart
from workflow.programme.boundary_reads import changes_of, entities_on
from workflow.programme.models import BoundaryChange, BoundaryEntity
from workflow.programme.rules import ChangeKind, Place
from workflow.unit_of_work import reading, unit_of_work

OPERATIONAL, EQUITY = Approach.OPERATIONAL_CONTROL, Approach.EQUITY_SHARE
HEADS = ["Code", "Name", "Place", "From", "Share %", "Operational control", "To", "t CO2e"]


def entity(scene: Scene, uow: object, code: str) -> BoundaryEntity:
    found = uow.session.scalars(select(BoundaryEntity).where(BoundaryEntity.code == code))  # type: ignore[attr-defined]
    row: BoundaryEntity = found.one()
    return row


def move(scene: Scene, code: str, stand: Stand) -> None:
    with unit_of_work(scene.actor()) as uow:
        boundary.move(uow, scene.programme(uow), entity(scene, uow, code), stand)


def places(scene: Scene, day: str, approach: Approach = OPERATIONAL) -> dict[str, tuple[Place, Decimal]]:
    actor = scene.actor()
    with reading(actor.scope) as session:
        rows = entities_on(session, scene.town.organisations["Halden Precision Group"], approach,
                           date.fromisoformat(day), {})  # fmt: skip
    return {row.code: (row.place, row.inclusion) for row in rows}


def test_an_entity_stands_as_it_stood_on_any_day(scene: Scene) -> None:
    move(scene, "S-04", Stand(Place.OUT, date(2022, 3, 1), reason="sold"))
    assert places(scene, "2022-02-28")["S-04"] == (Place.IN, 1)
    assert places(scene, "2022-03-01")["S-04"] == (Place.OUT, 0)


def test_what_left_the_boundary_is_a_unit_of_no_milestone_from_that_day(scene: Scene) -> None:
    move(scene, "S-04", Stand(Place.OUT, date(2022, 3, 1), reason="sold"))
    assert scene.counted("M5", "2022-02-28").required == 4
    assert scene.counted("M5", "2022-03-01").required == 3


def test_under_operational_control_nothing_stands_inside_without_it(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="Under operational control nothing"):
        move(scene, "S-03", Stand(Place.IN, date(2022, 3, 1), Decimal("0.4")))


def test_what_is_controlled_stands_outside_only_with_a_reason(scene: Scene) -> None:
    controlled = Stand(Place.OUT, date(2022, 3, 1), Decimal(1), has_operational_control=True)
    with pytest.raises(RuleViolation, match="give the reason"):
        move(scene, "S-03", controlled)


def test_what_the_group_controls_is_no_supplier(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="no supplier of the value chain"):
        move(scene, "S-03", Stand(Place.VALUE_CHAIN, date(2022, 3, 1), has_operational_control=True))


def test_one_approach_holds_for_all_and_is_refused_while_an_entity_cannot_stand_under_it(
    scene: Scene,
) -> None:
    with pytest.raises(RuleViolation) as refused, unit_of_work(scene.actor()) as uow:
        boundary.choose_approach(
            uow, scene.programme(uow), EQUITY, from_day=date(2022, 1, 1), reason="the board's decision"
        )
    assert refused.value.codes == ("G-BOUNDARY",)
    assert "S-01" in str(refused.value)


def test_under_equity_an_entity_is_included_by_its_share(scene: Scene) -> None:
    with unit_of_work(scene.actor()) as uow:
        held = [
            (
                Facts(code, code),
                Stand(Place.IN, date(2022, 1, 1), Decimal("0.6"), has_operational_control=True),
            )
            for code in ("S-01", "S-02", "S-03", "S-04")
        ]
        boundary.take(uow, scene.programme(uow), held)
        boundary.choose_approach(
            uow, scene.programme(uow), EQUITY, from_day=date(2022, 1, 1), reason="the board's decision"
        )
    assert places(scene, "2022-02-01", EQUITY)["S-01"] == (Place.IN, Decimal("0.6"))


def test_a_change_never_begins_before_what_stands(scene: Scene) -> None:
    with pytest.raises(BadInput, match="stands as it does since 2020-01-01"):
        move(scene, "S-03", Stand(Place.OUT, date(2019, 1, 1), reason="sold"))


def test_the_log_tells_what_was_and_is_from_which_day_said_by_whom(scene: Scene) -> None:
    move(scene, "S-04", Stand(Place.OUT, date(2022, 3, 1), reason="sold to its managers"))
    actor = scene.actor()
    with reading(actor.scope) as session:
        group_id = scene.town.organisations["Halden Precision Group"]
        newest = changes_of(session, group_id, date(2022, 6, 1))[0]
        earlier = changes_of(session, group_id, date(2022, 2, 28))[0]
    assert (newest.kind, newest.entity_code, newest.reason) == (
        ChangeKind.MOVED,
        "S-04",
        "sold to its managers",
    )
    assert (newest.was["place"], newest.now["place"], newest.said_by) == ("in", "out", "Paula Office")
    assert earlier.kind is ChangeKind.ENTERED


def test_the_log_is_append_only(scene: Scene) -> None:
    with pytest.raises(UnrecordedChange, match="append only"), unit_of_work(scene.actor()) as uow:
        row = uow.session.scalars(select(BoundaryChange).limit(1)).one()
        row.reason = "another"
        uow.session.flush()


def test_a_list_enters_the_new_moves_the_known_and_leaves_what_is_the_same(scene: Scene) -> None:
    sold = Stand(Place.OUT, date(2022, 3, 1), reason="sold")
    with unit_of_work(scene.actor()) as uow:
        done = boundary.take(
            uow,
            scene.programme(uow),
            [inside("S-09"), supplier("V-009"), inside("S-03"), (Facts("S-04", "Halden S-04"), sold)],
        )
    assert (done.entered, done.moved, done.described) == (["S-09", "V-009"], ["S-04"], [])


def test_a_list_is_taken_whole_or_not_at_all(scene: Scene) -> None:
    wrong = (Facts("S-10", "No control"), Stand(Place.IN, date(2022, 3, 1)))
    with pytest.raises(RuleViolation), unit_of_work(scene.actor()) as uow:
        boundary.take(uow, scene.programme(uow), [inside("S-09"), wrong])
    assert "S-09" not in places(scene, "2022-06-01")


def test_a_subsidiary_with_accounts_is_linked_by_its_name(scene: Scene) -> None:
    actor = scene.actor()
    with reading(actor.scope) as session:
        rows = {e.code: e.organisation_id for e in session.scalars(select(BoundaryEntity))}
    assert rows["S-01"] == scene.town.organisations["Halden Interconnect (Kunshan)"]
    assert rows["S-03"] is None


def read(*cells: str | None) -> list[tuple[int, str, str]]:
    """What is wrong with a list of one row: row, column, rule."""
    found = take_apart([HEADS, list(cells)], OPERATIONAL)
    return [(e.row, e.column, str(e.rule)) for e in found.errors]


def test_a_row_that_is_right_has_no_error() -> None:
    assert read("A", "Name", "in", "2020-01-01", "100", "yes", None, "12.5") == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("", "Name", "in", "2020-01-01", None, "yes"), "Code"),
        (("A", "", "in", "2020-01-01", None, "yes"), "Name"),
        (("A" * 21, "Name", "in", "2020-01-01", None, "yes"), "Code"),
        (("A", "Name", "within", "2020-01-01", None, "yes"), "Place"),
        (("A", "Name", "in", "01.02.2020", None, "yes"), "From"),
        (("A", "Name", "in", None, None, "yes"), "From"),
        (("A", "Name", "in", "2020-01-01", "101", "yes"), "Share %"),
        (("A", "Name", "in", "2020-01-01", "-1", "yes"), "Share %"),
        (("A", "Name", "in", "2020-01-01", "60", "perhaps"), "Operational control"),
        (("A", "Name", "in", "2020-01-01", None, "yes", "2019-01-01"), "To"),
        (("A", "Name", "in", "2020-01-01", None, "no"), "Place"),
        (("A", "Name", "in", "2020-01-01", None, "yes", None, "12,5 t"), "t CO2e"),
    ],
)  # fmt: skip
def test_each_error_names_its_row_and_column(cells: tuple[str | None, ...], column: str) -> None:
    assert (2, column) in {(row, head) for row, head, _rule in read(*cells)}


def test_a_list_without_its_columns_is_refused_with_their_names() -> None:
    with pytest.raises(BadInput, match="lacks the columns Place, From"):
        take_apart([["Code", "Name"], ["A", "B"]], OPERATIONAL)
