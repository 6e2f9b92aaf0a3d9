"""An inventory of a year as arithmetic sees it: t CO2e by scope and scope 3 category, on one basis for scope 2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from methods.rounding import ZERO
from workflow.targets.rules import Origin

SCOPE_1, SCOPE_2, SCOPE_3 = "S1", "S2", "S3-"
MARKET = "market-based"


@dataclass(frozen=True)
class YearValues:
    """t CO2e of one year: Scope code to (location-based, market-based); other codes stand outside the scopes."""

    year: int
    origin: Origin
    by_code: Mapping[str, tuple[Decimal, Decimal]]
    biogenic_co2: Decimal | None = None
    removals: Decimal | None = None
    approach: str | None = None

    @property
    def is_verified(self) -> bool:
        """Say whether the values were cited from verified statements."""
        return self.origin is Origin.STATEMENTS

    @property
    def scope_1(self) -> Decimal:
        return self.by_code.get(SCOPE_1, (ZERO, ZERO))[0]

    def scope_2(self, approach: str) -> Decimal:
        """Return scope 2 by "market-based" or "location-based"."""
        location, market = self.by_code.get(SCOPE_2, (ZERO, ZERO))
        return market if approach == MARKET else location

    @property
    def scope_3(self) -> dict[int, Decimal]:
        """Return the categories that have a value, by number."""
        return {
            int(code.removeprefix(SCOPE_3)): pair[0]
            for code, pair in sorted(self.by_code.items(), key=lambda item: _order(item[0]))
            if code.startswith(SCOPE_3)
        }

    def total(self, scopes: Iterable[int], approach: str) -> Decimal:
        """Return t CO2e of some scopes, whole."""
        parts = {
            1: self.scope_1, 2: self.scope_2(approach), 3: sum(self.scope_3.values(), ZERO)
        }  # fmt: skip
        return sum((parts[scope] for scope in scopes), ZERO)


def kept_values(by_code: Mapping[str, tuple[Decimal, Decimal]]) -> list[Any]:
    """Return values as rows of canonical text, in the order of scopes."""
    return [
        [code, format(by_code[code][0], "f"), format(by_code[code][1], "f")]
        for code in sorted(by_code, key=_order)
    ]


def read_values(kept: Iterable[Any]) -> dict[str, tuple[Decimal, Decimal]]:
    """Return kept rows as values again."""
    return {code: (Decimal(location), Decimal(market)) for code, location, market in kept}


def hash_of(year: int, kept: list[Any]) -> str:
    """Return the hash by which an inventory is locked (RFC 8785, SHA-256)."""
    return sha256(rfc8785.dumps({"year": year, "values": kept})).hexdigest()


def _order(code: str) -> tuple[int, int, str]:
    if code.startswith(SCOPE_3):
        return (3, int(code.removeprefix(SCOPE_3)), code)
    return ({SCOPE_1: 1, SCOPE_2: 2}.get(code, 9), 0, code)
