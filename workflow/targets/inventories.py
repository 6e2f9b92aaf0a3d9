"""Writes of the group's yearly inventories: cited from verified statements or typed, and locked either way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from methods.boundary import Approach
from methods.consolidation import EntityStatement, consolidate
from methods.rounding import ZERO, round_tonnes
from methods.uncomputable import Uncomputable
from reports.contract import EmissionSummary, StatementContract
from workflow.errors import BadInput, Refusal
from workflow.ghg_statement.inputs import as_message
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.citable import (
    Citable,
    approach_of,
    citable_statements,
    contract_of_citable,
    levels_of,
    lines_by_code,
    refuses,
)
from workflow.targets.inventory_values import hash_of, kept_values
from workflow.targets.models import GroupInventory, InventoryCitation, Target
from workflow.targets.queries import newest_inventory
from workflow.targets.recalculation import settle_all
from workflow.targets.rules import Origin, TargetState
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Chosen:
    """A statement to be cited: its case, the revision that the person looked at, and its inclusion factor."""

    case_code: str
    revision: int
    inclusion: Decimal


@dataclass(frozen=True)
class TypedYear:
    """A year as it is typed: Scope code to t CO2e (location-based, market-based)."""

    by_code: Mapping[str, tuple[Decimal, Decimal]]
    biogenic_co2: Decimal | None = None
    removals: Decimal | None = None
    approach: Approach | None = None
    note: str = ""


def cite_year(
    uow: UnitOfWork, group: Organisation, year: int, chosen: Sequence[Chosen], *,
    approach: Approach | None = None, note: str = "",
) -> GroupInventory:  # fmt: skip
    """Take a year's values from issued statements and lock them as the next edition of that year.

    Entities are added up with their inclusion factors (4.2b); the group's own statement stands alone. The
    programme's consolidation approach holds before the one given here. Settles what asked for a recalculation
    of the year, and moves drafts of targets on to it.
    """
    read = _read(uow, group, year, chosen)
    memo = [(_summary(contract), said.inclusion) for _each, said, contract in read]
    values = TypedYear(
        _added_up(read),
        sum((summary.biogenic_co2 * part for summary, part in memo), ZERO),
        sum((summary.removals * part for summary, part in memo), ZERO),
        approach_of(uow.session, group) or approach,
        note,
    )
    inventory = _lock(uow, group, year, Origin.STATEMENTS, values)
    citations = [_citation(inventory, each, said, contract) for each, said, contract in read]
    uow.session.add_all(citations)
    moved = _move_drafts(uow, inventory)
    settled = settle_all(uow, group, year, inventory)
    uow.record(
        "group_inventory.cite", inventory, covers=[*citations, *moved, *settled], year=year,
        edition=inventory.edition, statements=[c.reference for c in citations],
    )  # fmt: skip
    return inventory


Read = tuple[Citable, Chosen, StatementContract]


def _read(uow: UnitOfWork, group: Organisation, year: int, chosen: Sequence[Chosen]) -> list[Read]:
    """The chosen statements with their frozen contracts; refused when one gives no assurance."""
    found = {each.case.code: each for each in citable_statements(uow.session, group, year)}
    pairs = [(_standing(found, each), each) for each in chosen]
    if not pairs:
        raise BadInput(N_("Choose at least one issued statement."), "chosen")
    if any(each.is_group for each, _ in pairs) and len(pairs) > 1:
        raise BadInput(
            N_("The group's own statement holds its entities already: cite it alone, or the entities."),
            "chosen",
        )
    read = [(each, said, contract_of_citable(each)) for each, said in pairs]
    _refuse_worthless(uow, group, read)
    return read


def type_year(uow: UnitOfWork, group: Organisation, year: int, typed: TypedYear) -> GroupInventory:
    """Keep a year's values as somebody typed them, marked not verified; refused beside a verified edition."""
    newest = newest_inventory(uow.session, group, year)
    if newest is not None and newest.origin is Origin.STATEMENTS:
        words = message(
            N_("{year} is cited from verified statements: typed values cannot replace it."), year=year
        )
        uow.refuse_unless(newest, "group_inventory.type", Refusal("G-BASE", words))
    if not typed.by_code:
        raise BadInput(N_("Give at least one value."), "S1")
    if any(amount < 0 for pair in typed.by_code.values() for amount in pair):
        raise BadInput(N_("Emissions are not below 0; removals have a field of their own."), "S1")
    inventory = _lock(uow, group, year, Origin.TYPED, typed)
    moved = _move_drafts(uow, inventory)
    uow.record("group_inventory.type", inventory, covers=moved, year=year, edition=inventory.edition)
    return inventory


def _standing(found: Mapping[str, Citable], chosen: Chosen) -> Citable:
    each = found.get(chosen.case_code)
    if each is None or each.issue.revision != chosen.revision:
        raise BadInput(
            message(
                N_("{case} has no such issued statement any more: look at the list again."),
                case=chosen.case_code,
            ),
            "chosen",
        )
    return each


def _refuse_worthless(uow: UnitOfWork, group: Organisation, read: Sequence[Read]) -> None:
    refusals = []
    for each, _said, contract in read:
        code = refuses(contract)
        if code is not None:
            words = message(
                N_("{statement} gives no assurance on group {group}: its figures cannot be a verified base year."),
                statement=each.issue.code, group=code,
            )  # fmt: skip
            refusals.append(Refusal("G-BASE", words))
    uow.refuse_unless(group, "group_inventory.cite", *refusals)


def _added_up(read: Sequence[Read]) -> dict[str, tuple[Decimal, Decimal]]:
    """Both bases added up by the one consolidation of the house; each Scope code is rounded once per entity."""
    summed: list[dict[str, Decimal]] = []
    for basis in (0, 1):
        statements = [
            EntityStatement(
                each.case.code, each.issue.code, said.inclusion,
                tuple((code, pair[basis]) for code, pair in lines_by_code(contract.lines).items()), is_verified=True,
            )
            for each, said, contract in read
        ]  # fmt: skip
        try:
            summed.append(dict(consolidate(statements, ()).after))
        except Uncomputable as error:
            raise BadInput(as_message(error), "chosen") from error
    location, market = summed
    return {code: (tonnes, market[code]) for code, tonnes in location.items()}


def _summary(contract: StatementContract) -> EmissionSummary:
    assert contract.summary is not None
    return contract.summary


def _citation(
    inventory: GroupInventory, each: Citable, said: Chosen, contract: StatementContract
) -> InventoryCitation:
    assert contract.ghg_statement is not None and contract.summary is not None
    return InventoryCitation(
        owner_org_id=inventory.owner_org_id, inventory_id=inventory.id, cited_case_id=each.case.id,
        case_code=each.case.code, entity=each.entity, number=each.issue.number, revision=each.issue.revision,
        contract_sha256=each.issue.contract_sha256, statement_sha256=contract.ghg_statement.sha256,
        body=contract.body.name, level=levels_of(contract), dated=each.issue.opinion_date,
        inclusion=said.inclusion, tonnes=contract.summary.total,
    )  # fmt: skip


def _lock(
    uow: UnitOfWork, group: Organisation, year: int, origin: Origin, typed: TypedYear
) -> GroupInventory:
    last = newest_inventory(uow.session, group, year)
    kept = kept_values({code: (round_tonnes(a), round_tonnes(b)) for code, (a, b) in typed.by_code.items()})
    inventory = GroupInventory(
        owner_org_id=group.id, year=year, edition=last.edition + 1 if last else 1, origin=origin,
        approach=typed.approach.value if typed.approach else None, values=kept,
        biogenic_co2=None if typed.biogenic_co2 is None else round_tonnes(typed.biogenic_co2),
        removals=None if typed.removals is None else round_tonnes(typed.removals),
        sha256=hash_of(year, kept), note=typed.note.strip() or None, made_by=uow.actor.name, made_at=uow.now,
    )  # fmt: skip
    uow.session.add(inventory)
    uow.session.flush()
    return inventory


def _move_drafts(uow: UnitOfWork, inventory: GroupInventory) -> list[Target]:
    """Drafts that stand on an older edition of the year stand on the new one from here on."""
    older = select(GroupInventory.id).where(
        GroupInventory.owner_org_id == inventory.owner_org_id,
        GroupInventory.year == inventory.year,
        GroupInventory.id != inventory.id,
    )
    query = select(Target).where(Target.state == TargetState.DRAFT, Target.inventory_id.in_(older))
    drafts = list(uow.session.scalars(query.order_by(Target.id)))
    for target in drafts:
        target.inventory_id = inventory.id
    return drafts
