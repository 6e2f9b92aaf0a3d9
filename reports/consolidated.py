"""What a group's documents say of its entities: whose statements were consolidated, and what was taken out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidatedEntity:
    """One entity: its case, the version by hash, NUMBER/REV where that is verified; t CO2e, location basis.

    ``inclusion`` is the factor, 0 to 1; ``left_out`` says why the group's statement goes without the entity.
    """

    case: str
    name: str
    inclusion: Decimal
    version: str
    sha256: str
    statement: str
    reported: Decimal
    included: Decimal
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elimination:
    """What a buyer's line held of a seller inside the group; ``tonnes`` at the buyer's own 100 %."""

    code: str
    buyer: str
    seller: str
    line: str
    tonnes: Decimal
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidated:
    """The group's statement as it was made: before elimination, eliminated and after, t CO2e."""

    entities: tuple[ConsolidatedEntity, ...]
    eliminations: tuple[Elimination, ...]
    before: Decimal
    eliminated: Decimal
    after: Decimal
