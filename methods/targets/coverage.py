"""Coverage of scope 3 by targets: what counts, what is counted twice, and the tonnes still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, share
from methods.uncomputable import Uncomputable

NEAR_TERM_SCOPE_3, LONG_TERM_SCOPE_3 = Decimal("0.67"), Decimal("0.90")


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """The t CO2e of one scope 3 category that a target covers; a category may be covered in part."""

    target: str
    category: int
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """Covered t CO2e against what is needed; `counted_twice` names categories claimed beyond their total."""

    covered: Decimal
    total: Decimal
    share: Decimal
    needed: Decimal
    shortfall: Decimal
    counted_twice: tuple[tuple[int, Decimal], ...]

    @property
    def is_enough(self) -> bool:
        """Say whether nothing is missing; exactly the needed share is enough."""
        return self.shortfall == 0


def measure_coverage(
    categories: Mapping[int, Decimal], parts: Iterable[CoveredPart], needed_share: Decimal = NEAR_TERM_SCOPE_3
) -> Coverage:
    """Return the coverage of scope 3 in t CO2e (NT-07, NZ-01); a category never counts beyond its total.

    `categories` are t CO2e by category number 1 to 15. Raises Uncomputable for a part of an unknown category
    or below 0, and when scope 3 is 0.
    """
    claimed: dict[int, Decimal] = {}
    for part in parts:
        if part.category not in categories or part.tonnes < 0:
            raise Uncomputable(
                "%(target)s covers %(tonnes)s t of scope 3 category %(category)s, which the inventory lacks or "
                "which is below 0.",
                target=part.target,
                tonnes=part.tonnes,
                category=part.category,
            )
        claimed[part.category] = claimed.get(part.category, ZERO) + part.tonnes
    total = sum(categories.values(), ZERO)
    covered = sum((min(tonnes, categories[number]) for number, tonnes in claimed.items()), ZERO)
    over = {number: tonnes - categories[number] for number, tonnes in claimed.items()}
    needed = needed_share * total
    return Coverage(
        covered=covered,
        total=total,
        share=share(covered, total),
        needed=needed,
        shortfall=max(ZERO, needed - covered),
        counted_twice=tuple(sorted((number, tonnes) for number, tonnes in over.items() if tonnes > 0)),
    )


def choose_categories(
    categories: Mapping[int, Decimal], needed_share: Decimal = NEAR_TERM_SCOPE_3
) -> tuple[int, ...]:
    """Return the largest categories that together reach the needed share, largest first, ties by number."""
    needed = needed_share * sum(categories.values(), ZERO)
    chosen: list[int] = []
    covered = ZERO
    for number, tonnes in sorted(categories.items(), key=lambda item: (-item[1], item[0])):
        if covered >= needed:
            break
        chosen.append(number)
        covered += tonnes
    return tuple(chosen)
