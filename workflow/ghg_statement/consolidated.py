"""A group's statement made from its entities' statements: each tonne with its entity, each elimination named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from methods.boundary import Approach
from methods.consolidation import Elimination, EntityStatement, GroupStatement, consolidate
from methods.quantification import Co2eFactor, FactorMass, SourceLine
from methods.rounding import ZERO, round_tonnes
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.rules import CATEGORY_OF_SCOPE, WITHOUT_SCOPE

UNIT = "consolidated inventory"
IMPORTED_ENERGY = 2
Frozen = TypeVar("Frozen")


@dataclass(frozen=True)
class EntityLine:
    """What one entity brings into one line of the group's statement, t CO2e before and after its factor."""

    key: str
    reported: Decimal
    included: Decimal
    reported_market: Decimal
    included_market: Decimal
    is_removal: bool = False


@dataclass(frozen=True)
class ConsolidatedEntity:
    """An entity as it enters the group's statement: its case, the version by number and hash, its lines.

    `statement` is NUMBER/REV of the verification statement on exactly that version, None while it is not verified.
    An entity that is left out, or not held, has no lines.
    """

    code: str
    name: str
    inclusion: Decimal
    left_out: str | None
    version: int | None
    sha256: str | None
    statement: str | None
    lines: tuple[EntityLine, ...]

    @property
    def is_inside(self) -> bool:
        return bool(self.inclusion) and self.left_out is None

    @property
    def reported(self) -> Decimal:
        return sum((line.reported for line in self.lines if not line.is_removal), ZERO)

    @property
    def included(self) -> Decimal:
        return sum((line.included for line in self.lines if not line.is_removal), ZERO)

    @property
    def included_market(self) -> Decimal:
        return sum((line.included_market for line in self.lines if not line.is_removal), ZERO)

    def included_by_category(self) -> dict[int, Decimal]:
        """t CO2e that enter the group's statement, by ISO category, before elimination."""
        found: dict[int, Decimal] = {}
        for line in self.lines:
            if not line.is_removal:
                category = category_of(line.key)
                found[category] = found.get(category, ZERO) + line.included
        return found


@dataclass(frozen=True)
class Eliminated:
    """What is taken out between two entities, by the codes of their cases: t CO2e in the buyer's line."""

    code: str
    buyer: str
    seller: str
    key: str
    tonnes: Decimal
    tonnes_market: Decimal
    reason: str
    evidence: str


@dataclass(frozen=True)
class GroupLine:
    """One line of the group's statement, t CO2e on both bases: before and after elimination."""

    key: str
    before: Decimal
    eliminated: Decimal
    after: Decimal
    before_market: Decimal
    eliminated_market: Decimal
    after_market: Decimal
    is_removal: bool = False

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The six amounts in their order."""
        return (
            self.before, self.eliminated, self.after, self.before_market, self.eliminated_market,
            self.after_market,
        )  # fmt: skip


@dataclass(frozen=True)
class Consolidation:
    """The whole of it: the approach, entities, eliminations and the group's lines."""

    approach: str
    entities: tuple[ConsolidatedEntity, ...]
    eliminations: tuple[Eliminated, ...]
    lines: tuple[GroupLine, ...]

    def entity(self, code: str) -> ConsolidatedEntity | None:
        return next((entity for entity in self.entities if entity.code == code), None)

    @property
    def totals(self) -> GroupLine:
        """The sum of the lines that are no removals."""
        own = [line.amounts for line in self.lines if not line.is_removal]
        before, out, after, *market = (sum(column, ZERO) for column in zip(*own, strict=True))
        return GroupLine("", before, out, after, market[0], market[1], market[2])


@dataclass(frozen=True)
class EntityClaim:
    """An entity's latest statement before it is consolidated; amounts are (location, market) t CO2e by key."""

    code: str
    name: str
    inclusion: Decimal
    left_out: str | None
    version: int | None
    sha256: str | None
    statement: str | None
    amounts: Mapping[str, tuple[Decimal, Decimal]]
    removals: Mapping[str, tuple[Decimal, Decimal]]

    @property
    def is_inside(self) -> bool:
        return bool(self.inclusion) and self.left_out is None


def key_of(iso_category: int, scope_code: str) -> str:
    """A line of the group's statement: the Scope code, or C3 and C6 where the category has none."""
    return f"C{iso_category}" if scope_code == WITHOUT_SCOPE else scope_code


def category_of(key: str) -> int:
    """The ISO category of a line."""
    return CATEGORY_OF_SCOPE[key] if key in CATEGORY_OF_SCOPE else int(key[1:])


KEYS = tuple(sorted((*CATEGORY_OF_SCOPE, "C3", "C6"), key=lambda key: (category_of(key), len(key), key)))


def build(
    approach: Approach, claims: Sequence[EntityClaim], eliminations: Sequence[Eliminated]
) -> Consolidation:
    """Consolidate the claims on both bases, removals apart; raises Uncomputable with what does not fit."""
    inside = [claim for claim in claims if claim.is_inside]
    location, market = (
        consolidate(
            [_statement(claim, claim.amounts, basis) for claim in inside],
            [Elimination(e.buyer, e.seller, e.key, (e.tonnes, e.tonnes_market)[basis]) for e in eliminations],
        )
        for basis in (0, 1)
    )
    removals, removals_market = (
        consolidate([_statement(claim, claim.removals, basis) for claim in inside], []) for basis in (0, 1)
    )
    return Consolidation(
        approach=approach.value,
        entities=tuple(_entity(claim) for claim in claims),
        eliminations=tuple(eliminations),
        lines=(*_group_lines(location, market), *_group_lines(removals, removals_market, is_removal=True)),
    )


def _statement(
    claim: EntityClaim, amounts: Mapping[str, tuple[Decimal, Decimal]], basis: int
) -> EntityStatement:
    lines = tuple((key, pair[basis]) for key, pair in amounts.items())
    return EntityStatement(claim.code, f"{claim.code} v{claim.version}", claim.inclusion, lines)


def _group_lines(
    location: GroupStatement, market: GroupStatement, *, is_removal: bool = False
) -> Iterable[GroupLine]:
    (before, out, after), (market_before, market_out, market_after) = (
        (dict(run.before), dict(run.eliminated), dict(run.after)) for run in (location, market)
    )
    for key in sorted(before, key=KEYS.index):
        yield GroupLine(
            key, before[key], out.get(key, ZERO), after[key], market_before[key], market_out.get(key, ZERO),
            market_after[key], is_removal,
        )  # fmt: skip


def _entity(claim: EntityClaim) -> ConsolidatedEntity:
    kinds = ((claim.amounts, False), (claim.removals, True)) if claim.is_inside else ()
    return ConsolidatedEntity(
        code=claim.code, name=claim.name, inclusion=claim.inclusion, left_out=claim.left_out,
        version=claim.version, sha256=claim.sha256, statement=claim.statement,
        lines=tuple(
            EntityLine(
                key, pair[0], round_tonnes(pair[0] * claim.inclusion), pair[1],
                round_tonnes(pair[1] * claim.inclusion), is_removal,
            )
            for amounts, is_removal in kinds
            for key, pair in sorted(amounts.items(), key=lambda item: KEYS.index(item[0]))
        ),
    )  # fmt: skip


def line_name(line: GroupLine) -> str:
    """How a line of the group's statement is called in its register of sources."""
    what = f"Scope {line.key[1:]}" if line.key.startswith("S") else f"Category {line.key[1:]}"
    return f"{what}, removals, consolidated" if line.is_removal else f"{what}, consolidated"


def as_stated(line: GroupLine, source_code: str, entities: int, year: int) -> StatedLine:
    """The line as a version of the GHG statement takes it: one inventory of so many t CO2e, on both bases."""
    # Elsewhere an entity's market-based amount is a claim of its own that no factor gives.
    has_market = line.after_market != line.after and category_of(line.key) == IMPORTED_ENERGY
    source = SourceLine(
        source_id=source_code, iso_category=category_of(line.key),
        scope_code=line.key if line.key.startswith("S") else WITHOUT_SCOPE, activity=Decimal(1), unit=UNIT,
        co2e_factor=Co2eFactor(line.after, FactorMass.TONNE),
        market_factor=Co2eFactor(line.after_market, FactorMass.TONNE) if has_market else None,
        is_removal=line.is_removal,
    )  # fmt: skip
    return StatedLine(
        source, line_name(line), tonnes=line.after, tonnes_market=line.after_market,
        factor_source=f"statements of the entities, {year}, group, supplier-specific",
        method=f"consolidation of {entities} entities",
    )  # fmt: skip


def to_json(consolidation: Consolidation) -> dict[str, Any]:
    """The consolidation as JSON values; decimals are text."""
    held: dict[str, Any] = _plain(asdict(consolidation))
    return held


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def from_json(held: Mapping[str, Any]) -> Consolidation:
    """The consolidation that `to_json` wrote."""
    return Consolidation(
        approach=held["approach"],
        entities=tuple(
            _read(ConsolidatedEntity, {**item, "lines": tuple(_read(EntityLine, x) for x in item["lines"])})
            for item in held["entities"]
        ),
        eliminations=tuple(_read(Eliminated, item) for item in held["eliminations"]),
        lines=tuple(_read(GroupLine, item) for item in held["lines"]),
    )


def _read(kind: type[Frozen], held: Mapping[str, Any]) -> Frozen:
    amounts = {f.name for f in fields(kind) if f.type == "Decimal"}  # type: ignore[arg-type]
    return kind(**{name: Decimal(value) if name in amounts else value for name, value in held.items()})
