"""Entity statements added into a group's: inclusion factors, and what the group bought from itself taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, round_tonnes, share
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class EntityInventory:
    """One entity's t CO2e by Scope code; `inclusion` is 1 or 0 under control, the share under equity."""

    entity: str
    inclusion: Decimal
    tonnes: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class EntityStatement:
    """An entity's statement as it enters the group's: its reference, factor, and lines of (Scope code, t CO2e)."""

    entity: str
    reference: str
    inclusion: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    is_verified: bool = False
    is_covered_by_sample: bool = False


@dataclass(frozen=True, slots=True)
class Elimination:
    """Tonnes of a buyer's indirect emissions that a seller inside the group already reports."""

    buyer: str
    seller: str
    scope_code: str
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The group's inventory: each Scope code before and after elimination, and the total after."""

    before: tuple[tuple[str, Decimal], ...]
    eliminated: tuple[tuple[str, Decimal], ...]
    after: tuple[tuple[str, Decimal], ...]
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one statement brings into one Scope code of the group's: t CO2e reported, and after its factor."""

    entity: str
    reference: str
    scope_code: str
    reported: Decimal
    included: Decimal


@dataclass(frozen=True, slots=True)
class GroupStatement:
    """The group's inventory, where each tonne of it comes from, and the t CO2e that nobody verified (4.2b)."""

    consolidation: Consolidation
    contributions: tuple[Contribution, ...]
    unverified: Decimal


def consolidate_statements(
    statements: Iterable[EntityStatement], eliminations: Iterable[Elimination]
) -> GroupStatement:
    """Add entity statements into the group's; contributions foot to it before elimination.

    `unverified` is the included total of entities neither verified nor covered by the sample of sites and
    analytical tests (4.2b). Raises what `consolidate` raises.
    """
    listed = tuple(statements)
    inventories = [EntityInventory(item.entity, item.inclusion, _by_code(item.lines)) for item in listed]
    consolidation = consolidate(inventories, eliminations)
    contributions = tuple(
        Contribution(item.entity, item.reference, code, tonnes, round_tonnes(tonnes * item.inclusion))
        for item, inventory in zip(listed, inventories, strict=True)
        for code, tonnes in inventory.tonnes
    )
    relied_on = {item.entity for item in listed if item.is_verified or item.is_covered_by_sample}
    unverified = sum((part.included for part in contributions if part.entity not in relied_on), ZERO)
    return GroupStatement(consolidation, contributions, unverified)


def allocate_supplier(supplier_tonnes: Decimal, sales_to_group: Decimal, supplier_sales: Decimal) -> Decimal:
    """Return a supplier's t CO2e that feed the group's purchases: total x its sales to the group / its sales (3.1).

    Suppliers stand outside the boundary: this is scope 3 category 1, never scope 1 or 2.
    """
    if not 0 <= sales_to_group <= supplier_sales:
        raise Uncomputable(
            "Sales to the group of %(part)s do not fit into the supplier's sales of %(whole)s.",
            part=sales_to_group,
            whole=supplier_sales,
        )
    return round_tonnes(supplier_tonnes * share(sales_to_group, supplier_sales))


def consolidate(entities: Iterable[EntityInventory], eliminations: Iterable[Elimination]) -> Consolidation:
    """Add entities x inclusion factor and take out intra-group tonnes (verification.md 3.1).

    Raises Uncomputable for a factor outside 0..1, an entity named twice, or more eliminated than reported.
    """
    inventories: dict[str, EntityInventory] = {}
    for entity in entities:
        _require_inclusion(entity)
        if entity.entity in inventories:
            raise Uncomputable("%(entity)s appears twice in the group.", entity=entity.entity)
        inventories[entity.entity] = entity
    before: dict[str, Decimal] = {}
    for entity in inventories.values():
        for code, tonnes in _by_code(entity.tonnes):
            before[code] = before.get(code, ZERO) + round_tonnes(tonnes * entity.inclusion)
    out = _eliminated(inventories, eliminations)
    after = {code: tonnes - out.get(code, ZERO) for code, tonnes in before.items()}
    return Consolidation(
        before=tuple(sorted(before.items())),
        eliminated=tuple(sorted(out.items())),
        after=tuple(sorted(after.items())),
        tonnes=sum(after.values(), ZERO),
    )


def _by_code(lines: Iterable[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    """Return the sum of each Scope code, in the order of first appearance."""
    sums: dict[str, Decimal] = {}
    for code, tonnes in lines:
        sums[code] = sums.get(code, ZERO) + tonnes
    return tuple(sums.items())


def _require_inclusion(entity: EntityInventory) -> None:
    if not 0 <= entity.inclusion <= 1:
        raise Uncomputable(
            "The inclusion factor of %(entity)s is %(factor)s; it must lie between 0 and 1.",
            entity=entity.entity,
            factor=entity.inclusion,
        )


def _eliminated(
    inventories: dict[str, EntityInventory], eliminations: Iterable[Elimination]
) -> dict[str, Decimal]:
    """Return tonnes to take out by Scope code, at the buyer's inclusion factor; both parties are inside."""
    asked: dict[tuple[str, str], Decimal] = {}
    for item in eliminations:
        for party in (item.buyer, item.seller):
            if party not in inventories or inventories[party].inclusion == 0:
                raise Uncomputable(
                    "%(party)s is not inside the group, so nothing between it and the group is eliminated.",
                    party=party,
                )
        key = (item.buyer, item.scope_code)
        asked[key] = asked.get(key, ZERO) + item.tonnes
    out: dict[str, Decimal] = {}
    for (buyer, code), tonnes in asked.items():
        reported = dict(_by_code(inventories[buyer].tonnes)).get(code, ZERO)
        if not 0 <= tonnes <= reported:
            raise Uncomputable(
                "%(buyer)s reports %(reported)s t in %(code)s, so %(tonnes)s t cannot be eliminated there.",
                buyer=buyer,
                reported=reported,
                code=code,
                tonnes=tonnes,
            )
        out[code] = out.get(code, ZERO) + round_tonnes(tonnes * inventories[buyer].inclusion)
    return out
