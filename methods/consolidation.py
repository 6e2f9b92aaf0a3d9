"""Entity statements added into a group's: inclusion factors, and what the group bought from itself taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, round_tonnes, share
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class EntityStatement:
    """An entity's statement as it enters the group's: its reference, and lines of (Scope code, t CO2e).

    `inclusion` is 1 or 0 under control, the share under equity (methods.boundary).
    """

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
class Contribution:
    """What one statement brings into one Scope code of the group's: t CO2e reported, and after its factor."""

    entity: str
    reference: str
    scope_code: str
    reported: Decimal
    included: Decimal


@dataclass(frozen=True, slots=True)
class GroupStatement:
    """The group's inventory: each Scope code before and after elimination, and the total after.

    Contributions foot to `before`; `unverified` is the included t CO2e of entities neither verified nor covered
    by the sample of sites and analytical tests (4.2b).
    """

    before: tuple[tuple[str, Decimal], ...]
    eliminated: tuple[tuple[str, Decimal], ...]
    after: tuple[tuple[str, Decimal], ...]
    tonnes: Decimal
    contributions: tuple[Contribution, ...]
    unverified: Decimal


def consolidate(statements: Iterable[EntityStatement], eliminations: Iterable[Elimination]) -> GroupStatement:
    """Add statements x inclusion factor and take out intra-group tonnes (verification.md 3.1, 4.2b).

    Each Scope code of an entity is added up first, then included and rounded once. Raises Uncomputable for a
    factor outside 0..1, an entity named twice, or more eliminated than reported.
    """
    inside: dict[str, EntityStatement] = {}
    contributions: list[Contribution] = []
    for statement in statements:
        _require_inclusion(statement)
        if statement.entity in inside:
            raise Uncomputable("%(entity)s appears twice in the group.", entity=statement.entity)
        inside[statement.entity] = statement
        contributions += _contributions(statement)
    before: dict[str, Decimal] = {}
    for part in contributions:
        before[part.scope_code] = before.get(part.scope_code, ZERO) + part.included
    reported = {(part.entity, part.scope_code): part.reported for part in contributions}
    out = _eliminated(inside, reported, eliminations)
    after = {code: tonnes - out.get(code, ZERO) for code, tonnes in before.items()}
    relied_on = {item.entity for item in inside.values() if item.is_verified or item.is_covered_by_sample}
    return GroupStatement(
        before=tuple(sorted(before.items())),
        eliminated=tuple(sorted(out.items())),
        after=tuple(sorted(after.items())),
        tonnes=sum(after.values(), ZERO),
        contributions=tuple(contributions),
        unverified=sum((part.included for part in contributions if part.entity not in relied_on), ZERO),
    )


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


def _contributions(statement: EntityStatement) -> list[Contribution]:
    sums: dict[str, Decimal] = {}
    for code, tonnes in statement.lines:
        sums[code] = sums.get(code, ZERO) + tonnes
    entity, reference, factor = statement.entity, statement.reference, statement.inclusion
    return [
        Contribution(entity, reference, code, tonnes, round_tonnes(tonnes * factor))
        for code, tonnes in sums.items()
    ]


def _require_inclusion(statement: EntityStatement) -> None:
    if not 0 <= statement.inclusion <= 1:
        raise Uncomputable(
            "The inclusion factor of %(entity)s is %(factor)s; it must lie between 0 and 1.",
            entity=statement.entity,
            factor=statement.inclusion,
        )


def _eliminated(
    inside: Mapping[str, EntityStatement],
    reported: Mapping[tuple[str, str], Decimal],
    eliminations: Iterable[Elimination],
) -> dict[str, Decimal]:
    """Return tonnes to take out by Scope code, at the buyer's inclusion factor; both parties are inside."""
    asked: dict[tuple[str, str], Decimal] = {}
    for item in eliminations:
        for party in (item.buyer, item.seller):
            if party not in inside or inside[party].inclusion == 0:
                raise Uncomputable(
                    "%(party)s is not inside the group, so nothing between it and the group is eliminated.",
                    party=party,
                )
        key = (item.buyer, item.scope_code)
        asked[key] = asked.get(key, ZERO) + item.tonnes
    out: dict[str, Decimal] = {}
    for (buyer, code), tonnes in asked.items():
        there = reported.get((buyer, code), ZERO)
        if not 0 <= tonnes <= there:
            raise Uncomputable(
                "%(buyer)s reports %(reported)s t in %(code)s, so %(tonnes)s t cannot be eliminated there.",
                buyer=buyer,
                reported=there,
                code=code,
                tonnes=tonnes,
            )
        out[code] = out.get(code, ZERO) + round_tonnes(tonnes * inside[buyer].inclusion)
    return out
