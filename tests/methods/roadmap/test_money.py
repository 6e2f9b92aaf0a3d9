"""Costs per tonne, their curve and the capex plan, which ties to the register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from methods.roadmap import (
    Lever,
    LeverKind,
    abatement_cost,
    capital_recovery_factor,
    cost_curve,
    plan_capex,
    typical_abatement,
)
from methods.targets import YearValue
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

ROOF = Lever(
    "L1",
    LeverKind.RENEWABLE_ON_SITE,
    tuple(YearValue(year, D(2)) for year in range(2022, 2042)),
    capex=D(80_000),
    spending=(YearValue(2021, D(30_000)), YearValue(2022, D(50_000))),
    yearly_cost=D(200),
    lifetime=20,
)
LEDS = Lever(
    "L2",
    LeverKind.EFFICIENCY,
    (YearValue(2022, D(0)), YearValue(2023, D(10)), YearValue(2024, D(30))),
    capex=D(1_000),
    spending=(YearValue(2022, D(1_000)),),
    yearly_saving=D(600),
    lifetime=10,
)


def test_the_published_example_costs_2100_per_tonne() -> None:
    assert abatement_cost(ROOF, D(0)) == 2100


def test_interest_makes_the_same_lever_dearer() -> None:
    assert round(capital_recovery_factor(D("0.08"), 20), 6) == D("0.101852")
    assert round(abatement_cost(ROOF, D("0.08")), 2) == D("4174.09")


def test_levers_that_save_money_stand_left_of_zero() -> None:
    steps = cost_curve([ROOF, LEDS, replace(LEDS, lever_id="L0")], D(0))
    assert [(s.lever_id, s.cost, s.width, s.begins, s.ends) for s in steps] == [
        ("L0", -25, 20, 0, 20),
        ("L2", -25, 20, 20, 40),
        ("L1", 2100, 2, 40, 42),
    ]


def test_the_capex_plan_ties_to_the_register_both_ways() -> None:
    plan = plan_capex([ROOF, LEDS])
    assert [(y.year, y.by_lever, y.total, y.cumulative) for y in plan.years] == [
        (2021, (("L1", D(30_000)),), 30_000, 30_000),
        (2022, (("L1", D(50_000)), ("L2", D(1_000))), 51_000, 81_000),
    ]
    assert plan.total == sum(amount for _, amount in plan.by_lever) == 81_000
    assert plan.tonnes_per_money == D(80) / 81_000


def test_a_register_without_capex_has_a_plan_of_nothing() -> None:
    assert plan_capex([replace(LEDS, capex=D(0), spending=())]).tonnes_per_money is None


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: plan_capex([replace(ROOF, capex=D(80_001)), LEDS]), "capex of: L1"),
        (lambda: abatement_cost(replace(LEDS, abatement=()), D(0)), "L2 abates nothing"),
        (lambda: capital_recovery_factor(D(0), 0), "at least one year"),
        (lambda: capital_recovery_factor(D("-0.01"), 5), "interest of 0 or more"),
    ],
)
def test_what_cannot_be_costed_is_refused(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]


def test_a_lever_that_abates_nothing_has_no_typical_year() -> None:
    assert typical_abatement(replace(LEDS, abatement=(YearValue(2022, D(0)),))) == 0
