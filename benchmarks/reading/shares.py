"""A share: how many of how many are right, and the cases that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many are right; `misses` are the other cases in words."""

    right: int
    of: int
    misses: tuple[str, ...] = ()

    @property
    def percent(self) -> Decimal:
        """Hundredths right; 0 where there is nothing to count."""
        return Decimal(100 * self.right) / self.of if self.of else Decimal(0)


def share(cases: Sequence[tuple[str, bool]]) -> Share:
    """A share from (case in words, whether it is right)."""
    return Share(sum(right for _, right in cases), len(cases), tuple(c for c, right in cases if not right))
