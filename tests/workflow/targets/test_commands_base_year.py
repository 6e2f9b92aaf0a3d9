"""The base year: cited, locked, added up with inclusion factors; what is corrected later raises the task."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from reports.contract import Conclusion
from tests.workflow.targets.scene import GROUP, KUNSHAN, OFFICE, PENANG, SIGNATORY, Scene
from workflow.access import Permission, Scope, system_actor
from workflow.errors import BadInput, NotAllowed, RuleViolation
from workflow.opinion.rules import IssueState
from workflow.targets import inventories, recalculation
from workflow.targets.access import group_of
from workflow.targets.inventories import Chosen, TypedYear
from workflow.targets.inventory_values import hash_of
from workflow.targets.models import GroupInventory, InventoryCitation, RecalculationTask, Target
from workflow.targets.queries import hold, values_of
from workflow.targets.rules import Cause, ChangeKind, Origin
from workflow.unit_of_work import unit_of_work

D = Decimal


def inventory(scene: Scene, row_id: int) -> GroupInventory:
    with scene.by(OFFICE) as (uow, _group):
        return uow.session.get_one(GroupInventory, row_id)


def tasks(scene: Scene) -> list[RecalculationTask]:
    with scene.by(OFFICE) as (uow, _group):
        return list(uow.session.scalars(select(RecalculationTask).order_by(RecalculationTask.id)))


def test_values_come_from_the_frozen_contract_with_case_number_revision_and_hashes(scene: Scene) -> None:
    row = inventory(scene, scene.cite())
    values = values_of(row)
    assert values.total((1, 2, 3), "location-based") == D("52267.92")
    assert values.total((1, 2), "market-based") == D("22268.82")
    assert values.scope_3[1] == D("24715.50")
    assert row.sha256 == hash_of(2021, row.values)
    with scene.by(OFFICE) as (uow, _group):
        cited = uow.session.scalars(select(InventoryCitation)).one()
        assert (cited.reference, cited.entity) == ("NA-2022-0041/0", KUNSHAN)
        assert cited.statement_sha256 == "7c1f" * 16
        assert len(cited.contract_sha256) == 64
        assert cited.level == "A reasonable; B limited"


def test_entities_are_added_up_with_their_inclusion_factors(scene: Scene) -> None:
    values = values_of(inventory(scene, scene.cite(penang="0.6")))
    assert values.scope_1 == D("1304.93") + D("782.96")
    assert values.total((1, 2, 3), "location-based") == D("83628.67")


def test_a_year_is_cited_again_as_the_next_edition_and_the_first_stays_as_it_was(scene: Scene) -> None:
    first = inventory(scene, scene.cite())
    code = scene.issue(PENANG, "NA-2022-0042")
    with scene.by(OFFICE) as (uow, group):
        again = inventories.cite_year(uow, group, 2021, [Chosen(code, 0, D(1))])
        assert again.edition == 2
    assert inventory(scene, first.id).sha256 == first.sha256


@pytest.mark.parametrize("conclusion", [Conclusion.ADVERSE, Conclusion.DISCLAIMER, None])
def test_a_statement_without_assurance_is_no_base_year(scene: Scene, conclusion: Conclusion | None) -> None:
    code = scene.issue(KUNSHAN, "NA-2022-0041", conclusion=conclusion)
    with pytest.raises(RuleViolation) as refused, scene.by(OFFICE) as (uow, group):
        inventories.cite_year(uow, group, 2021, [Chosen(code, 0, D(1))])
    assert refused.value.codes == ("G-BASE",)


def test_another_revision_than_the_one_looked_at_is_not_cited(scene: Scene) -> None:
    code = scene.issue(KUNSHAN, "NA-2022-0041")
    with pytest.raises(BadInput, match="no such issued statement"), scene.by(OFFICE) as (uow, group):
        inventories.cite_year(uow, group, 2021, [Chosen(code, 1, D(1))])


def test_the_group_s_own_statement_stands_alone(scene: Scene) -> None:
    chosen = [
        Chosen(scene.issue(party, number), 0, D(1)) for party, number in ((GROUP, "NA-1"), (KUNSHAN, "NA-2"))
    ]
    with pytest.raises(BadInput, match="cite it alone"), scene.by(OFFICE) as (uow, group):
        inventories.cite_year(uow, group, 2021, chosen)
    with scene.by(OFFICE) as (uow, group):
        assert inventories.cite_year(uow, group, 2021, chosen[:1]).origin is Origin.STATEMENTS


def test_an_inclusion_factor_above_one_is_refused_in_a_sentence(scene: Scene) -> None:
    code = scene.issue(KUNSHAN, "NA-2022-0041")
    with pytest.raises(BadInput, match="between 0 and 1"), scene.by(OFFICE) as (uow, group):
        inventories.cite_year(uow, group, 2021, [Chosen(code, 0, D("1.2"))])


def test_typed_values_cannot_replace_cited_ones(scene: Scene) -> None:
    scene.cite()
    with pytest.raises(RuleViolation) as refused, scene.by(OFFICE) as (uow, group):
        inventories.type_year(uow, group, 2021, TypedYear({"S1": (D(1), D(1))}))
    assert refused.value.codes == ("G-BASE",)


def test_a_typed_year_is_marked_and_replaced_by_a_cited_one_for_the_drafts_on_it(scene: Scene) -> None:
    typed = scene.type_year(2021, {"S1": "100", "S2": "900"})
    assert inventory(scene, typed).origin is Origin.TYPED
    code = scene.begin(typed)
    cited = scene.cite()
    with scene.by(OFFICE) as (uow, _group):
        row = uow.session.scalars(select(Target).where(Target.code == code)).one()
        assert row.inventory_id == cited


@pytest.mark.parametrize("values", [{}, {"S1": (D(-1), D(-1))}])
def test_a_typed_year_needs_values_that_are_not_below_zero(
    scene: Scene, values: dict[str, tuple[Decimal, Decimal]]
) -> None:
    with pytest.raises(BadInput), scene.by(OFFICE) as (uow, group):
        inventories.type_year(uow, group, 2020, TypedYear(values))


def look_at(scene: Scene, reference: str) -> None:
    """What the job does, within the group's rights alone."""
    group = frozenset({scene.town.organisations[GROUP]})
    scope = Scope(organisations=group, case_owners=group)
    with unit_of_work(system_actor("look at issue", scope)) as uow:
        recalculation.look_at(uow, scene.issues[reference])


def test_a_cited_statement_that_stands_raises_nothing(scene: Scene) -> None:
    scene.cite()
    look_at(scene, "NA-2022-0041/0")
    assert tasks(scene) == []


@pytest.mark.parametrize(
    ("state", "cause"), [(IssueState.WITHDRAWN, Cause.WITHDRAWN), (IssueState.SUPERSEDED, Cause.SUPERSEDED)]
)
def test_a_cited_statement_that_falls_raises_the_task_once(
    scene: Scene, state: IssueState, cause: Cause
) -> None:
    scene.cite()
    scene.become("NA-2022-0041/0", state)
    look_at(scene, "NA-2022-0041/0")
    look_at(scene, "NA-2022-0041/0")
    assert [task.cause for task in tasks(scene)] == [cause]


def test_a_revision_after_the_cited_one_raises_the_task_and_citing_it_settles_it(scene: Scene) -> None:
    scene.cite()
    with scene.by(OFFICE) as (uow, _group):
        code = uow.session.scalars(select(InventoryCitation.case_code)).one()
    scene.issue(KUNSHAN, "NA-2022-0041", revision=1, code=code)
    look_at(scene, "NA-2022-0041/1")
    assert [task.reference for task in tasks(scene)] == ["NA-2022-0041/1"]
    with scene.by(OFFICE) as (uow, group):
        inventories.cite_year(uow, group, 2021, [Chosen(code, 1, D(1))])
    assert [task.settled_how for task in tasks(scene)] == ["edition 2"]


@pytest.mark.parametrize(
    ("tonnes", "is_raised"), [(["2613.00"], False), (["2614.00"], True), (["1306.70", "-1306.70"], True)]
)
def test_changes_that_add_up_to_five_per_cent_raise_the_task(
    scene: Scene, tonnes: list[str], is_raised: bool
) -> None:
    row_id = scene.cite()
    for amount in tonnes:
        with scene.by(OFFICE) as (uow, _group):
            row = uow.session.get_one(GroupInventory, row_id)
            # Spread over the scopes in their proportion, so that the whole decides and no scope alone.
            for scope, share in ((1, "1304.93"), (2, "23578.39"), (3, "27384.60")):
                part = round(D(amount) * D(share) / D("52267.92"), 2)
                recalculation.note_change(
                    uow, row, kind=ChangeKind.ACQUISITION, scope=scope, tonnes=part,
                    happened_on=scene.town.house.clock.now().date(), reason="A plant was bought.",
                )  # fmt: skip
    assert bool(tasks(scene)) is is_raised


def test_a_change_below_five_per_cent_of_all_may_be_five_per_cent_of_a_target_s_scopes(scene: Scene) -> None:
    row_id = scene.cite()
    with scene.by(OFFICE) as (uow, _group):
        row = uow.session.get_one(GroupInventory, row_id)
        recalculation.note_change(
            uow, row, kind=ChangeKind.ERROR, scope=1, tonnes=D("1300"), reason="Meter read twice.",
            happened_on=scene.town.house.clock.now().date(),
        )  # fmt: skip
    assert [task.cause for task in tasks(scene)] == [Cause.STRUCTURE]


def test_each_task_and_each_change_is_held_once_however_many_a_base_year_has(scene: Scene) -> None:
    row_id = scene.cite()
    bare = scene.type_year(2022, {"S1": "1000"})
    scene.become("NA-2022-0041/0", IssueState.WITHDRAWN)
    look_at(scene, "NA-2022-0041/0")
    with scene.by(OFFICE) as (uow, group):
        row = uow.session.get_one(GroupInventory, row_id)
        today = scene.town.house.clock.now().date()
        for tonnes in ("5000", "1", "2"):
            recalculation.note_change(
                uow, row, kind=ChangeKind.ERROR, scope=1, tonnes=D(tonnes), reason="Meter read twice.",
                happened_on=today,
            )  # fmt: skip
        held = hold(uow.session, group, today)
        assert [each.id for each in held.inventories] == [row_id, bare]
        assert [each.tonnes for each in held.changes] == [D(5000), D(1), D(2)]
        assert sorted(each.cause for each in held.tasks) == [Cause.STRUCTURE, Cause.WITHDRAWN]


def test_a_task_is_settled_by_hand_with_a_reason_only(scene: Scene) -> None:
    scene.cite()
    scene.become("NA-2022-0041/0", IssueState.WITHDRAWN)
    look_at(scene, "NA-2022-0041/0")
    task_id = tasks(scene)[0].id
    for how, is_settled in (("  ", False), ("The correction is 0.2 % of the base year.", True)):
        with scene.by(OFFICE) as (uow, _group):
            task = uow.session.get_one(RecalculationTask, task_id)
            if is_settled:
                recalculation.settle(uow, task, how)
            else:
                with pytest.raises(BadInput):
                    recalculation.settle(uow, task, how)
        assert (tasks(scene)[0].settled_at is not None) is is_settled


def test_the_signatory_does_not_write_the_base_year(scene: Scene) -> None:
    with scene.by(SIGNATORY) as (uow, _group), pytest.raises(NotAllowed):
        group_of(uow.session, uow.actor, Permission.EDIT_TARGETS)
