"""Printed-table tonne-unit sampling: vectors P1 to P4, finding F-005, refusals and the draw's properties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.rounding import round_to, round_tonnes
from methods.sampling import (
    Draw,
    Examined,
    Record,
    SampleConclusion,
    SampleEvaluation,
    SamplePlan,
    Start,
    conclude,
    draw_sample,
    draw_start,
    evaluate_sample,
    plan_sample,
    project,
    reliability_factor,
    state_start,
)
from methods.uncomputable import Uncomputable
from tests.methods import worked_case as case
from tests.methods.worked_case import D

REASON = "worked case: same list in every build, and the misstated lot is in it"
LOTS = tuple(Record(name, tonnes) for name, tonnes in case.LOTS)


def the_plan() -> SamplePlan:
    return plan_sample(D("24715.50"), D("2053.845"), D(200), D("0.20"))


def the_draw() -> Draw:
    plan = the_plan()
    return draw_sample(LOTS, plan.interval, state_start(plan.interval, D(500), REASON))


def f005() -> SampleEvaluation:
    draw = the_draw()
    verified = {hit.record_id: hit.recorded for hit in draw.hits} | {"PL-43": D("39.15") * D("4.60")}
    return evaluate_sample(draw, verified, the_plan())


@pytest.mark.parametrize(
    ("risk", "printed"),
    [
        ("0.05", ["3.00", "4.75", "6.30", "7.76", "9.16"]),
        ("0.10", ["2.31", "3.89", "5.33", "6.69", "8.00"]),
        ("0.20", ["1.61", "3.00", "4.28", "5.52", "6.73"]),
    ],
)
def test_reliability_factors_are_the_printed_ones(risk: str, printed: list[str]) -> None:
    assert [str(reliability_factor(D(risk), errors)) for errors in range(5)] == printed


def test_p1_interval_and_size() -> None:
    plan = plan_sample(D(1_000_000), D(50_000), D(10_000), D("0.05"))
    assert round_tonnes(plan.interval) == D("11333.33")
    assert round_to(plan.population / plan.interval, 2) == D("88.24")
    assert plan.size == 89


def p2() -> SampleEvaluation:
    plan = plan_sample(D(1_000_000), D(50_000), D(10_000), D("0.05"))
    examined = (
        Examined("a", D(100), D(95)),
        Examined("b", D(11_700), D(11_488)),
        Examined("c", D(65), D("58.50")),
    )
    return project(examined, plan.interval, plan.risk, plan.tolerable)


def test_p2_projects_taints_and_takes_certain_items_as_they_are() -> None:
    over = p2().over
    assert [(error.record_id, round_tonnes(error.projected)) for error in over.errors] == [
        ("c", D("1133.33")),
        ("a", D("566.67")),
        ("b", D("212.00")),
    ]
    assert round_tonnes(over.projected) == D("1912.00")
    assert [error.is_certain for error in over.errors] == [False, False, True]


def test_p3_upper_limit_of_p2_is_accepted() -> None:
    over = p2().over
    assert [round_tonnes(error.allowance) for error in over.errors] == [D("850.00"), D("311.67"), D("0.00")]
    assert over.basic_precision == D(34_000)
    assert round_tonnes(over.upper_limit) == D("37073.67")
    assert over.is_accepted


def test_p4_points_select_records_and_the_large_one_is_certain() -> None:
    amounts = (40, 10, 25, 5, 60, 20, 15, 25)
    records = [Record(str(number), D(amount)) for number, amount in enumerate(amounts, 1)]
    draw = draw_sample(records, D(50), state_start(D(50), D(20), "vector P4"))
    assert draw.points == (20, 70, 120, 170)
    assert [hit.position for hit in draw.hits] == [1, 3, 5, 7]
    assert [hit.is_certain for hit in draw.hits] == [False, False, True, False]


def test_vector_e_09_of_an_open_package() -> None:
    population = {"A": 7, "B": 3, "C": 4, "D": 9, "E": 1, "F": 8, "G": 2, "H": 6, "I": 5}
    records = [Record(name, D(value)) for name, value in population.items()]
    start = state_start(D(9), D("2.588197681121528"), "published draw")
    assert [hit.record_id for hit in draw_sample(records, D(9), start).hits] == ["A", "C", "D", "F", "H"]


def test_the_plan_of_f_005() -> None:
    plan = the_plan()
    assert (plan.reliability_factor, plan.expansion_factor) == (D("1.61"), D("1.3"))
    assert round_to(plan.interval * plan.reliability_factor, 12) == D("1793.845")
    assert round_tonnes(plan.interval) == D("1114.19")
    assert round_to(plan.population / plan.interval, 2) == D("22.18")
    assert plan.size == 23


def test_the_draw_of_f_005_names_22_lots() -> None:
    draw = the_draw()
    copper = [f"CU-{n:02}" for n in (3, 10, 16, 23, 29, 35, 42, 48)]
    plastics = [f"PL-{n:02}" for n in (4, 10, 15, 21, 26, 32, 37, 43, 49, 54, 60, 65, 71, 76)]
    assert [hit.record_id for hit in draw.hits] == copper + plastics
    assert (len(draw.hits), draw.record_count, draw.population) == (22, 130, D("24715.50"))
    assert draw.covered == 8 * D("174.15") + 14 * D("200.10")


def test_the_stated_start_carries_its_reason_and_origin() -> None:
    start = the_draw().start
    assert (start.origin, start.reason, start.value) == ("stated", REASON, 500)


def test_starts_above_398_86_up_to_598_96_reach_the_misstated_lot() -> None:
    interval = the_plan().interval

    def reaches(value: str) -> bool:
        draw = draw_sample(LOTS, interval, state_start(interval, D(value), "edge"))
        return "PL-43" in {hit.record_id for hit in draw.hits}

    assert [reaches(value) for value in ("398.85", "398.87", "598.95", "598.97")] == [
        False,
        True,
        True,
        False,
    ]


def test_the_result_of_f_005() -> None:
    over = f005().over
    (error,) = over.errors
    assert (error.record_id, error.known, error.taint) == ("PL-43", D("20.01"), D("0.1"))
    assert over.misstatement == D("111.42")
    assert round_tonnes(over.basic_precision) == D("1793.85")
    assert round_tonnes(over.allowance) == D("43.45")
    assert round_tonnes(over.upper_limit) == D("1948.72")
    assert over.is_accepted


def test_understatement_is_evaluated_apart() -> None:
    under = f005().under
    assert (under.errors, under.misstatement) == ((), 0)
    assert under.upper_limit == D("1793.845")
    assert round_tonnes(under.upper_limit) == D("1793.85")
    assert f005().is_accepted


def test_an_understated_record_enters_with_a_negative_sign_and_does_not_offset() -> None:
    result = project(
        [Examined("a", D(100), D(90)), Examined("b", D(100), D(110))], D(1000), D("0.05"), D(9_999)
    )
    assert (result.over.misstatement, result.under.misstatement) == (D("100.00"), D("-100.00"))


def test_a_seed_gives_the_same_draw_again_from_its_stored_uniform() -> None:
    interval = the_plan().interval
    start, again = draw_start(interval, 20221024), draw_start(interval, 20221024)
    assert start == again
    assert start.uniform is not None
    assert start.value == interval * (1 - start.uniform)
    assert start.origin == "numpy PCG64, seed 20221024"
    assert draw_start(interval, 1).value != start.value


def test_too_many_errors_are_not_accepted() -> None:
    draw = the_draw()
    halved = {hit.record_id: hit.recorded / 2 for hit in draw.hits}
    evaluation = evaluate_sample(draw, halved, the_plan())
    assert not evaluation.is_accepted
    assert evaluation.under.is_accepted


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"population": D(0)}, "nothing to sample"),
        ({"tolerable": D("24715.50")}, "no sample is needed"),
        ({"expected": D(2054)}, "below the tolerable"),
        ({"expected": D(-1)}, "at least 0"),
        ({"expected": D(1600)}, "leaves nothing"),
        ({"risk": D("0.12")}, "no printed expansion factor"),
    ],
)
def test_impossible_plans_are_refused(changed: dict[str, Decimal], sentence: str) -> None:
    given = {"population": D("24715.50"), "tolerable": D("2053.845"), "expected": D(200), "risk": D("0.20")}
    with pytest.raises(Uncomputable, match=sentence):
        plan_sample(**(given | changed))


def test_a_risk_outside_0_to_100_per_cent_is_refused() -> None:
    with pytest.raises(Uncomputable, match="between 0 and 100 %"):
        reliability_factor(D(1), 0)


def test_a_stated_start_needs_a_reason_and_a_place_in_the_interval() -> None:
    with pytest.raises(Uncomputable, match="needs a reason"):
        state_start(D(50), D(20), "  ")
    for outside in ("0", "50.01"):
        with pytest.raises(Uncomputable, match="at most the interval"):
            state_start(D(50), D(outside), "vector")
    with pytest.raises(Uncomputable, match="above 0 t"):
        draw_start(D(0), 1)


def test_credits_doubles_and_empty_lists_are_refused() -> None:
    start = state_start(D(50), D(20), "vector")
    with pytest.raises(Uncomputable, match="population of their own"):
        draw_sample([Record("a", D(10)), Record("b", D(-1))], D(50), start)
    with pytest.raises(Uncomputable, match="twice"):
        draw_sample([Record("a", D(10)), Record("a", D(1))], D(50), start)
    with pytest.raises(Uncomputable, match="every record holds 0 t"):
        draw_sample([Record("a", D(0))], D(50), start)
    with pytest.raises(Uncomputable, match="outside the interval"):
        draw_sample([Record("a", D(10))], D(5), Start(D(20), reason="vector"))


def test_an_evaluation_needs_every_drawn_record_and_the_plan_of_its_draw() -> None:
    draw, plan = the_draw(), the_plan()
    verified = {hit.record_id: hit.recorded for hit in draw.hits}
    with pytest.raises(Uncomputable, match=r"Missing: CU-03\. Not drawn: -"):
        evaluate_sample(draw, {k: v for k, v in verified.items() if k != "CU-03"}, plan)
    with pytest.raises(Uncomputable, match="Not drawn: CU-01"):
        evaluate_sample(draw, verified | {"CU-01": D(1)}, plan)
    with pytest.raises(Uncomputable, match="another plan"):
        evaluate_sample(draw, verified, replace(plan, interval=D(1000)))
    with pytest.raises(Uncomputable, match="above 0 t are projected"):
        project([Examined("a", D(0), D(1))], D(50), D("0.05"), D(100))


def test_a_record_of_exactly_the_interval_is_certain_and_adds_no_allowance() -> None:
    draw = draw_sample([Record("a", D(50)), Record("b", D(50))], D(50), state_start(D(50), D(1), "edge"))
    assert [hit.is_certain for hit in draw.hits] == [True, True]
    over = project([Examined("a", D(50), D(40))], D(50), D("0.05"), D(160)).over
    assert (over.errors[0].is_certain, over.projected, over.allowance) == (True, D(10), D(0))


def test_an_upper_limit_that_ties_with_the_tolerable_misstatement_is_accepted() -> None:
    examined = [Examined("a", D(50), D(40))]
    assert project(examined, D(50), D("0.05"), D("160.00")).is_accepted
    assert not project(examined, D(50), D("0.05"), D("159.99")).is_accepted


def test_zero_records_are_counted_and_never_drawn() -> None:
    records = [Record("a", D(50)), Record("zero", D(0)), Record("b", D(50))]
    draw = draw_sample(records, D(50), state_start(D(50), D(50), "edge"))
    assert ([hit.record_id for hit in draw.hits], draw.zero_count) == (["a", "b"], 1)


@pytest.mark.parametrize(
    ("likely", "upper", "materiality", "expected"),
    [
        ("145439", None, "440625", SampleConclusion.NOT_MATERIAL),
        ("101", None, "100", SampleConclusion.MATERIAL),
        ("50", "100", "100", SampleConclusion.NOT_MATERIAL),
        ("50", "100.01", "100", SampleConclusion.INCONCLUSIVE),
        ("100", "120", "100", SampleConclusion.INCONCLUSIVE),
    ],
)
def test_what_a_sample_says(
    likely: str, upper: str | None, materiality: str, expected: SampleConclusion
) -> None:
    assert conclude(D(likely), None if upper is None else D(upper), D(materiality)) is expected


kilograms = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=60).filter(any)


@given(kilograms, st.integers(1, 3_000_000), st.integers(0, 2**63 - 1))
def test_hits_are_floor_or_ceil_of_the_population_over_the_interval(
    amounts: list[int], interval_kg: int, seed: int
) -> None:
    interval = max(D(interval_kg), D(sum(amounts)) / 500) / 1000
    records = [Record(str(n), D(amount) / 1000) for n, amount in enumerate(amounts)]
    draw = draw_sample(records, interval, draw_start(interval, seed))
    exact = draw.population / interval
    assert floor(exact) <= len(draw.points) <= ceil(exact)
    assert sum(len(hit.points) for hit in draw.hits) == len(draw.points)
    assert {record.record_id for record in records if record.recorded >= interval} <= {
        hit.record_id for hit in draw.hits
    }
    assert all(hit.low < point <= hit.high for hit in draw.hits for point in hit.points)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=10), st.integers(0, 9), st.integers(1, 50))
def test_the_upper_limit_never_falls_when_a_taint_rises(taints: list[int], which: int, more: int) -> None:
    index = which % len(taints)
    worse = [t + more if n == index else t for n, t in enumerate(taints)]

    def limit(of: list[int]) -> Decimal:
        examined = [Examined(f"{n:02}", D(100), D(100) - t) for n, t in enumerate(of)]
        return project(examined, D(1000), D("0.05"), D(1)).over.upper_limit

    assert limit(worse) > limit(taints)


@given(st.sampled_from(["0.05", "0.10", "0.20"]), st.integers(1, 99), st.integers(0, 40))
def test_a_larger_tolerable_misstatement_never_needs_a_larger_sample(
    risk: str, percent: int, expected: int
) -> None:
    def size(tolerable: int) -> int | None:
        try:
            return plan_sample(D(10_000), D(tolerable), D(expected), D(risk)).size
        except Uncomputable:
            return None

    small, large = size(percent * 100), size(percent * 100 + 50)
    assert small is None or large is None or large <= small
