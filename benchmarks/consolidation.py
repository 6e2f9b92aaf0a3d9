"""Entity statements added into a group's, in one decimal pass, against the same sums in plain Python.

    .venv/bin/python -m benchmarks.consolidation

Ours checks factors and names, rounds each entity's scopes half-up to 0.01 t, takes out what the group bought
from itself and keeps where each tonne comes from. Plain Python adds the same Decimals and does none of these.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from methods.consolidation import Elimination, EntityStatement, consolidate

ENTITIES, LINES, ROUNDS = 452, 200, 15
CODES = ("S1-1", "S1-2", "S1-3", "S1-4", "S2-1", "S2-2", *(f"S3-{n}" for n in range(1, 16)))


def main() -> None:
    """Print one table row: the best of all rounds of both in milliseconds, and their ratio."""
    statements = _statements()
    eliminations = [
        Elimination(buyer.entity, seller.entity, "S3-1", Decimal(1)) for buyer, seller in pairwise(statements)
    ]
    ours, plain = [], []
    # In turns, so that a busy moment falls on both.
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: consolidate(statements, eliminations)))
        plain.append(_timed(lambda: _add_plainly(statements)))
    total = consolidate(statements, eliminations).tonnes
    expected = sum(_add_plainly(statements).values()) - len(eliminations)
    assert abs(total - expected) < ENTITIES * len(CODES) * Decimal("0.005")
    mine, theirs = min(ours) * 1000, min(plain) * 1000
    print("| measure | ours | baseline | ratio |\n| --- | --- | --- | --- |")
    print(
        f"| consolidation, {ENTITIES} entities x {LINES} lines ÷ the same sums in plain Python | {mine:.0f} ms "
        f"| {theirs:.0f} ms | {mine / theirs:.2f} |"
    )


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _statements() -> list[EntityStatement]:
    chance = random.Random(2021)
    return [
        EntityStatement(
            entity=f"Entity {number}",
            reference=f"{number}/1",
            inclusion=Decimal(1),
            lines=tuple(
                (CODES[line % len(CODES)], Decimal(chance.randrange(100, 10**7)) / 100)
                for line in range(LINES)
            ),
        )
        for number in range(ENTITIES)
    ]


def _add_plainly(statements: list[EntityStatement]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for statement in statements:
        for code, tonnes in statement.lines:
            total[code] = total.get(code, Decimal(0)) + tonnes * statement.inclusion
    return total


if __name__ == "__main__":
    main()
