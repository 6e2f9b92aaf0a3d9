"""How many sites: the table of IAF MD 1 by analogy, the strata of the group, and the random part."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.sites import Round, SiteRisk, Stratum, choose_sites, plan_sites, root_rule, sites_to_visit
from methods.uncomputable import Uncomputable


@pytest.mark.parametrize(
    ("sites", "initial", "surveillance", "recertification"),
    [
        (0, 0, 0, 0),
        (1, 1, 1, 1),
        (2, 2, 1, 2),
        (24, 5, 3, 4),
        (26, 6, 4, 5),
        (52, 8, 5, 6),
        (400, 20, 12, 16),
    ],
)
def test_the_site_table(sites: int, initial: int, surveillance: int, recertification: int) -> None:
    expected = {
        Round.INITIAL: initial,
        Round.SURVEILLANCE: surveillance,
        Round.RECERTIFICATION: recertification,
    }
    assert {which: sites_to_visit(sites, which) for which in Round} == expected


def test_52_subsidiaries_in_three_strata_make_17_visits() -> None:
    plan = plan_sites([Stratum("large", 6, visit_all=True), Stratum("medium", 20), Stratum("small", 26)])
    assert [(item.name, item.visits, item.random_visits) for item in plan.strata] == [
        ("large", 6, 0),
        ("medium", 5, 2),
        ("small", 6, 2),
    ]
    assert plan.visits == 17
    assert plan.note.startswith("By analogy")


@pytest.mark.parametrize(("risk", "visits"), [(SiteRisk.HIGH, 6), (SiteRisk.MEDIUM, 5), (SiteRisk.LOW, 4)])
def test_the_risk_factor_is_inside_the_root_rule(risk: SiteRisk, visits: int) -> None:
    assert plan_sites([Stratum("twenty", 20, risk)]).visits == visits


def test_a_stratum_never_has_more_visits_than_sites() -> None:
    assert plan_sites([Stratum("one", 1, SiteRisk.HIGH)]).visits == 1


def test_the_verifier_goes_upwards_only() -> None:
    assert plan_sites([Stratum("twenty", 20, at_least=9)]).visits == 9
    assert plan_sites([Stratum("twenty", 20, at_least=2)]).visits == 5
    with pytest.raises(Uncomputable, match="twenty has 20 sites"):
        plan_sites([Stratum("twenty", 20, at_least=21)])


def test_the_random_part_is_repeated_by_its_seed() -> None:
    names = [f"site {n}" for n in range(20)]
    assert choose_sites(names, 5, 7) == choose_sites(names, 5, 7)
    assert len(set(choose_sites(names, 5, 7))) == 5
    assert choose_sites(names, 5, 7) != choose_sites(names, 5, 8)


def test_impossible_site_samples_are_refused() -> None:
    with pytest.raises(Uncomputable, match="below 0"):
        root_rule(-1)
    with pytest.raises(Uncomputable, match="cannot be chosen"):
        choose_sites(["a"], 2, 1)
    with pytest.raises(Uncomputable, match="twice"):
        choose_sites(["a", "a"], 1, 1)


@given(st.integers(1, 10**9), st.sampled_from([Fraction(1), Fraction(3, 5), Fraction(4, 5), Fraction(5, 4)]))
def test_the_root_rule_is_the_smallest_whole_number_above_the_root(sites: int, factor: Fraction) -> None:
    y = root_rule(sites, factor)
    assert y == sites or y**2 >= factor**2 * sites
    assert (y - 1) ** 2 < factor**2 * sites
