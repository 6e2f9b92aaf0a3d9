"""Entities added into a group: the vector of 1,030 t, inclusion factors, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.consolidation import Elimination, EntityInventory, consolidate
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D


def entity(name: str, inclusion: str = "1", **tonnes: str) -> EntityInventory:
    codes = tuple((code.replace("_", "-"), D(value)) for code, value in tonnes.items())
    return EntityInventory(name, D(inclusion), codes)


A = entity("A", S1="100", S2="220", S3_1="180")
B = entity("B", S1="50", S2="80", S3_1="900")
BOUGHT_FROM_A = Elimination("B", "A", "S3-1", D(500))


def test_what_the_group_buys_from_itself_is_counted_once() -> None:
    group = consolidate([A, B], [BOUGHT_FROM_A])
    assert dict(group.after) == {"S1": 150, "S2": 300, "S3-1": 580}
    assert dict(group.before)["S3-1"] == 1080
    assert dict(group.eliminated) == {"S3-1": 500}
    assert group.tonnes == 1030


def test_an_equity_share_counts_emissions_and_eliminations_alike() -> None:
    half = entity("B", "0.5", S1="50", S3_1="900")
    group = consolidate([A, half], [BOUGHT_FROM_A])
    assert dict(group.after) == {"S1": D(125), "S2": D(220), "S3-1": D(180) + D(450) - D(250)}


@pytest.mark.parametrize(
    ("entities", "eliminations", "sentence"),
    [
        ([A, A], [], "A appears twice"),
        ([entity("C", "1.2", S1="1")], [], "between 0 and 1"),
        ([A, B], [Elimination("B", "A", "S3-1", D(901))], "cannot be eliminated"),
        ([A, B], [Elimination("B", "A", "S3-1", D(-1))], "cannot be eliminated"),
        ([A, B], [BOUGHT_FROM_A, Elimination("B", "A", "S3-1", D(401))], "901 t cannot be eliminated"),
        ([B], [BOUGHT_FROM_A], "A is not inside the group"),
        ([entity("A", "0", S1="1"), B], [BOUGHT_FROM_A], "A is not inside the group"),
    ],
)
def test_impossible_consolidations_are_refused(
    entities: list[EntityInventory], eliminations: list[Elimination], sentence: str
) -> None:
    with pytest.raises(Uncomputable, match=sentence):
        consolidate(entities, eliminations)


tonnes = st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100)


@given(st.lists(st.tuples(tonnes, tonnes, st.integers(0, 100)), min_size=2, max_size=6), st.integers(0, 100))
def test_before_minus_eliminated_is_after_and_never_below_zero(
    found: list[tuple[Decimal, Decimal, int]], percent: int
) -> None:
    entities = [
        EntityInventory(str(n), Decimal(max(share, 1)) / 100, (("S1", s1), ("S3-1", s3)))
        for n, (s1, s3, share) in enumerate(found)
    ]
    bought = Elimination("1", "0", "S3-1", found[1][1] * percent / 100)
    group = consolidate(entities, [bought])
    assert sum(t for _, t in group.before) - sum(t for _, t in group.eliminated) == group.tonnes
    assert all(t >= 0 for _, t in group.after)
