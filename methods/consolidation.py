"""Entities added into a group: inclusion factors, and what the group bought from itself taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, round_tonnes
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class EntityInventory:
    """One entity's t CO2e by Scope code; `inclusion` is 1 or 0 under control, the share under equity."""

    entity: str
    inclusion: Decimal
    tonnes: tuple[tuple[str, Decimal], ...]


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
        for code, tonnes in entity.tonnes:
            before[code] = before.get(code, ZERO) + round_tonnes(tonnes * entity.inclusion)
    out = _eliminated(inventories, eliminations)
    after = {code: tonnes - out.get(code, ZERO) for code, tonnes in before.items()}
    return Consolidation(
        before=tuple(sorted(before.items())),
        eliminated=tuple(sorted(out.items())),
        after=tuple(sorted(after.items())),
        tonnes=sum(after.values(), ZERO),
    )


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
        reported = dict(inventories[buyer].tonnes).get(code, ZERO)
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
