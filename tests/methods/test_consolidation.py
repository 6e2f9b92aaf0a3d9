"""Entity statements added into a group's: the vector of 1,030 t, inclusion factors, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.consolidation import (
    Elimination,
    EntityStatement,
    allocate_supplier,
    consolidate,
)
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D


def entity(name: str, inclusion: str = "1", is_verified: bool = True, **tonnes: str) -> EntityStatement:
    lines = tuple((code.replace("_", "-"), D(value)) for code, value in tonnes.items())
    return EntityStatement(name, f"{name}-2021/1", D(inclusion), lines, is_verified)


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
    entities: list[EntityStatement], eliminations: list[Elimination], sentence: str
) -> None:
    with pytest.raises(Uncomputable, match=sentence):
        consolidate(entities, eliminations)


tonnes = st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100)


@given(st.lists(st.tuples(tonnes, tonnes, st.integers(0, 100)), min_size=2, max_size=6), st.integers(0, 100))
def test_before_minus_eliminated_is_after_and_never_below_zero(
    found: list[tuple[Decimal, Decimal, int]], percent: int
) -> None:
    entities = [
        EntityStatement(str(n), f"{n}/1", Decimal(max(share, 1)) / 100, (("S1", s1), ("S3-1", s3)))
        for n, (s1, s3, share) in enumerate(found)
    ]
    bought = Elimination("1", "0", "S3-1", found[1][1] * percent / 100)
    group = consolidate(entities, [bought])
    assert sum(t for _, t in group.before) - sum(t for _, t in group.eliminated) == group.tonnes
    assert all(t >= 0 for _, t in group.after)


def test_every_tonne_of_the_group_is_traced_to_the_statement_it_comes_from() -> None:
    group = consolidate([A, B], [BOUGHT_FROM_A])
    assert sum(part.included for part in group.contributions) == 1530
    bought = [part for part in group.contributions if part.scope_code == "S3-1"]
    assert [(part.entity, part.reference, part.included) for part in bought] == [
        ("A", "A-2021/1", 180),
        ("B", "B-2021/1", 900),
    ]


def test_lines_of_one_scope_are_added_before_the_factor_is_applied() -> None:
    lines = tuple(("S1", D("0.01")) for _ in range(3))
    group = consolidate([EntityStatement("A", "A-2021/1", D("0.5"), lines)], [])
    assert group.after == (("S1", D("0.02")),)
    assert (group.contributions[0].reported, group.contributions[0].included) == (D("0.03"), D("0.02"))


def test_a_buyer_may_eliminate_what_all_its_lines_report_together() -> None:
    buyer = EntityStatement("B", "B-2021/1", D(1), (("S3-1", D(300)), ("S3-1", D(200))))
    assert consolidate([A, buyer], [BOUGHT_FROM_A]).after == (("S1", 100), ("S2", 220), ("S3-1", 180))


def test_tonnes_of_entities_that_nobody_looked_at_are_unverified_at_their_factor() -> None:
    sampled = EntityStatement("C", "C-2021/1", D(1), (("S1", D(70)),), is_covered_by_sample=True)
    alone = entity("B", "0.6", is_verified=False, S1="50", S2="50")
    assert consolidate([entity("A", S1="100"), alone, sampled], []).unverified == 60


def test_a_suppliers_share_of_sales_is_its_share_of_emissions() -> None:
    assert allocate_supplier(D(80_000), D(12), D(100)) == 9_600
    with pytest.raises(Uncomputable, match="do not fit"):
        allocate_supplier(D(80_000), D(101), D(100))
