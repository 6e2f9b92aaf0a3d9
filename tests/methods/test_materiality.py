"""Misstatements against materiality: vectors M1 to M10, the worked case, variants, every branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.group_evaluation import (
    evaluate_group,
    headline,
    include_in_group_case,
    project_to_stratum,
)
from methods.materiality import (
    Conclusion,
    Flag,
    GroupFacts,
    Netting,
    Proposal,
    measure,
    propose,
    set_thresholds,
)
from methods.misstatement import Effect, Misstatement, Net
from methods.programmes import PROGRAMMES
from methods.quantification import Basis, quantify
from methods.rounding import print_percent, round_tonnes
from methods.uncomputable import Uncomputable
from tests.methods import worked_case as case
from tests.methods.worked_case import D, on

UNMODIFIED, MODIFIED, ADVERSE, DISCLAIM = Conclusion


def one(amount: str, category: int = 1, finding: str = "F-001") -> Misstatement:
    return Misstatement(finding, (on(f"{finding} source", category, amount),))


def some(*amounts: str) -> tuple[Misstatement, ...]:
    return tuple(one(amount, finding=f"F-{number:03}") for number, amount in enumerate(amounts, 1))


def facts(
    reported: str, threshold: str = "0.05", *misstatements: Misstatement, **given: object
) -> GroupFacts:
    base = GroupFacts("A", Basis.LOCATION, D(reported), D(threshold), misstatements)
    return replace(base, **given)  # type: ignore[arg-type]


def percents(proposal: Proposal) -> tuple[str, str, str]:
    found = proposal.measures
    return (
        print_percent(found.net_share),
        print_percent(found.gross_share),
        print_percent(found.largest_share),
    )


def reached(proposal: Proposal) -> dict[str, Conclusion]:
    return {branch.code: branch.conclusion for branch in proposal.branches if branch.applies}


def test_m1_three_that_offset_are_not_material_but_gross_is_flagged() -> None:
    proposal = propose(facts("10000", "0.05", *some("300", "-250", "100")))
    assert percents(proposal) == ("1.50", "6.50", "3.00")
    assert proposal.conclusion is UNMODIFIED
    assert Flag.GROSS_OVER_THRESHOLD in proposal.flags


def test_m2_exactly_the_threshold_is_not_material() -> None:
    proposal = propose(facts("100000", "0.05", one("5000")))
    assert (proposal.measures.net_share, proposal.measures.is_material) == (D("0.05"), False)


def test_m3_one_hundredth_of_a_tonne_more_is_material() -> None:
    proposal = propose(facts("100000", "0.05", one("-5000.01")))
    assert (proposal.measures.net_share, proposal.conclusion) == (D("0.0500001"), MODIFIED)


def test_m4_eu_ets_thresholds_go_by_size() -> None:
    rule = PROGRAMMES["eu-ets"].threshold
    amounts = [set_thresholds(D(size), rule(D(size))).amount for size in (480_000, 600_000, 500_000)]
    assert amounts == [24_000, 12_000, 25_000]


def test_m5_groups_are_never_netted_with_each_other() -> None:
    a, b = propose(facts("1000", "0.05", one("-60"))), propose(facts("9000", "0.05", one("60")))
    assert (percents(a)[0], a.conclusion) == ("6.00", MODIFIED)
    assert (percents(b)[0], b.conclusion) == ("0.67", UNMODIFIED)


def test_m6_a_programme_that_corrects_all_makes_one_tonne_adverse() -> None:
    assert propose(facts("100000", "0.05", one("1"))).conclusion is UNMODIFIED
    strict = propose(facts("100000", "0.05", one("1"), must_correct_all=True))
    assert reached(strict) == {"must_correct_all": ADVERSE}


@pytest.mark.parametrize("harmless", [{"is_correctable": False}, {"affects_emissions": False}])
def test_errors_that_cannot_be_corrected_or_touch_no_emissions_stay_harmless(
    harmless: dict[str, bool],
) -> None:
    item = replace(one("1"), **harmless)
    assert propose(facts("100000", "0.05", item, must_correct_all=True)).conclusion is UNMODIFIED


def test_m7_the_denominator_is_always_the_reported_total() -> None:
    proposal = propose(facts("2244.98", "0.05", one("-20255.41")))
    assert print_percent(proposal.measures.net_share, 0) == "902"
    assert print_percent(D("20255.41") / D("22500.39"), 1) == "90.0"


def test_m8_a_limitation_does_not_hide_a_misstatement() -> None:
    proposal = propose(facts("10000", "0.05", one("-1200"), unverified=D(600), gap_categories=1))
    assert reached(proposal) == {"limitation": MODIFIED, "material_misstatement": ADVERSE}
    assert proposal.measures.is_misleading
    assert proposal.conclusion is ADVERSE


def test_m9_a_disclaimer_says_that_it_is_adverse_too() -> None:
    proposal = propose(facts("10000", "0.05", one("-1200"), unverified=D(6000), gap_categories=1))
    assert proposal.conclusion is DISCLAIM
    assert Flag.ADVERSE_TOO in proposal.flags
    assert reached(proposal)["material_misstatement"] is ADVERSE


def test_m10_the_market_basis_of_v1() -> None:
    reported = quantify(case.V1, case.GWP_SET).group_total(case.GROUP_A, Basis.MARKET)
    proposal = propose(GroupFacts("A", Basis.MARKET, reported, D("0.05"), case.CORRECTED))
    assert reported == D("21280.55")
    assert percents(proposal) == ("4.64", "8.22", "4.10")
    assert (proposal.measures.net, proposal.measures.gross) == (D("988.27"), D("1749.38"))
    limits = proposal.measures.thresholds
    assert (round_tonnes(limits.amount), round_tonnes(limits.performance)) == (D("1064.03"), D("798.02"))
    assert proposal.conclusion is UNMODIFIED
    assert proposal.flags == (Flag.GROSS_OVER_THRESHOLD, Flag.AMBER)


def test_the_market_basis_of_v1_builds_up_finding_by_finding() -> None:
    def share_of(*found: Misstatement) -> tuple[D, str]:
        measures = measure(GroupFacts("A", Basis.MARKET, D("21280.55"), D("0.05"), found))
        return measures.net, print_percent(measures.net_share)

    assert share_of(case.F007) == (D("871.50"), "4.10")
    assert share_of(case.F007, case.F001) == (D("922.05"), "4.33")
    assert share_of(*case.CORRECTED) == (D("988.27"), "4.64")


def test_thresholds_of_the_worked_case() -> None:
    planning = set_thresholds(D("24766.55"), D("0.05"))
    final = set_thresholds(D("24883.32"), D("0.05"))
    b = set_thresholds(D("27384.60"), D("0.10"))
    assert round_tonnes(planning.amount) == D("1238.33")
    assert round_tonnes(final.amount) == D("1244.17")
    assert round_tonnes(final.performance) == D("933.12")
    assert round_tonnes(final.clearly_trivial) == D("62.21")
    assert round_tonnes(b.amount) == D("2738.46")
    assert b.performance == D("2053.845")
    assert round_tonnes(b.performance) == D("2053.85")


def test_v1_would_not_be_material_if_nothing_were_corrected() -> None:
    proposal = propose(facts("24766.55", "0.05", *case.CORRECTED))
    assert (proposal.measures.net, proposal.measures.gross) == (D("116.77"), D("877.88"))
    assert print_percent(proposal.measures.net_share, 3) == "0.471"
    assert print_percent(proposal.measures.gross_share, 3) == "3.545"
    assert proposal.conclusion is UNMODIFIED


def test_v2_leaves_only_the_projected_amount_in_group_b() -> None:
    a = propose(facts("24883.32"))
    b = propose(facts("27384.60", "0.10", case.F005))
    assert (a.measures.net, a.conclusion) == (0, UNMODIFIED)
    assert (b.measures.net, print_percent(b.measures.net_share, 3)) == (D("111.42"), "0.407")
    assert headline({"A": a.conclusion, "B": b.conclusion}) is UNMODIFIED


def test_variant_1_the_same_facts_are_material_on_scope_1_alone() -> None:
    scope_1 = propose(facts("1238.71", "0.05", case.F002, case.F003))
    scope_2 = propose(facts("23527.84", "0.05", case.F001))
    assert percents(scope_1)[0] == print_percent(D("66.22") / D("1238.71")) == "5.35"
    assert scope_1.conclusion is MODIFIED
    assert percents(scope_2)[:2] == ("0.21", "3.45")
    assert scope_2.conclusion is UNMODIFIED
    assert PROGRAMMES["climate-registry"].is_per_scope


def test_variant_2_a_misplaced_digit_is_adverse() -> None:
    typed = replace(case.ELECTRICITY_V1, activity=D(3_864), instruments=())
    result = quantify([typed if line.source_id == "S06" else line for line in case.V1], case.GWP_SET)
    assert result.line("S06").tonnes == D("2244.98")
    total = result.group_total(case.GROUP_A)
    assert total == D("4561.69")
    proposal = propose(facts(str(total), "0.05", Misstatement("F-001", (on("S06", 2, "-20255.41"),))))
    assert print_percent(proposal.measures.net_share, 0) == "444"
    assert proposal.conclusion is ADVERSE


def test_variant_3_no_evidence_for_materials_disclaims_group_b_alone() -> None:
    b = propose(facts("27384.60", "0.10", unverified=D("24715.50"), gap_categories=1))
    assert print_percent(b.measures.gap_share) == "90.25"
    assert b.conclusion is DISCLAIM
    a = propose(facts("24883.32"))
    assert a.conclusion is UNMODIFIED
    assert headline({"A": a.conclusion, "B": b.conclusion}) is DISCLAIM


def test_variant_4_a_small_limitation_is_noted_and_a_stricter_threshold_modifies() -> None:
    noted = propose(facts("27384.60", "0.10", unverified=D("1377.50"), gap_categories=1))
    assert print_percent(noted.measures.gap_share) == "5.03"
    assert (noted.conclusion, noted.flags) == (UNMODIFIED, (Flag.LIMITATION_NOTED,))
    strict = propose(facts("27384.60", "0.05", unverified=D("1377.50"), gap_categories=1))
    assert strict.conclusion is MODIFIED


def test_variant_5_correct_all_makes_group_b_adverse() -> None:
    assert propose(facts("27384.60", "0.10", case.F005, must_correct_all=True)).conclusion is ADVERSE


@pytest.mark.parametrize(
    ("factor", "amount", "percent", "conclusion"),
    [("0.13", "196.00", "0.79", UNMODIFIED), ("0.24", "1274.00", "5.12", MODIFIED)],
)
def test_variant_9_a_later_steam_factor(
    factor: str, amount: str, percent: str, conclusion: Conclusion
) -> None:
    correct = D(9_800) * D(factor)
    effect = Effect("S07", 2, round_tonnes(D("1078.00") - correct))
    proposal = propose(facts("24883.32", "0.05", Misstatement("F-008", (effect,))))
    assert (proposal.measures.net, percents(proposal)[0]) == (D(amount), percent)
    assert proposal.conclusion is conclusion


def test_without_netting_a_gross_above_the_threshold_is_material() -> None:
    both = some("300", "-250", "100")
    assert propose(facts("10000", "0.05", *both, netting=Netting.NONE)).conclusion is MODIFIED


def test_a_qualitative_ruling_is_material_at_any_size_even_without_an_amount() -> None:
    boundary = Misstatement("F-009", (), is_qualitatively_material=True)
    assert reached(propose(facts("10000", "0.05", boundary))) == {"material_misstatement": MODIFIED}


@pytest.mark.parametrize(
    "given",
    [
        {"misstatements": some("5001")},
        {"misstatements": some("600"), "is_misleading": True},
        {"misstatements": some("600"), "is_ruled_pervasive": True},
        {"misstatements": (one("510", 1, "F-001"), one("-501", 2, "F-002")), "is_misleading": False},
    ],
)
def test_a_pervasive_or_misleading_material_misstatement_is_adverse(given: dict[str, object]) -> None:
    proposal = propose(facts("10000", **given))  # type: ignore[arg-type]
    assert reached(proposal)["material_misstatement"] is ADVERSE


def test_the_lead_may_rule_that_twice_the_threshold_is_not_misleading() -> None:
    assert propose(facts("10000", "0.05", one("1001"))).conclusion is ADVERSE
    assert propose(facts("10000", "0.05", one("1001"), is_misleading=False)).conclusion is MODIFIED


@pytest.mark.parametrize(
    ("unverified", "categories", "expected"),
    [("500", 1, UNMODIFIED), ("500.01", 1, MODIFIED), ("2500.01", 1, MODIFIED), ("2500", 2, MODIFIED),
     ("2500.01", 2, DISCLAIM), ("5000", 1, MODIFIED), ("5000.01", 1, DISCLAIM)],
)  # fmt: skip
def test_a_limitation_by_size_and_spread(unverified: str, categories: int, expected: Conclusion) -> None:
    proposal = propose(facts("10000", unverified=D(unverified), gap_categories=categories))
    assert proposal.conclusion is expected


def test_fundamental_failures_and_nonconformities_have_branches_of_their_own() -> None:
    assert propose(facts("10000", fundamental_failures=("F-010",))).conclusion is ADVERSE
    told = propose(facts("10000", nonconformities_users_must_know=("F-011",)))
    assert told.conclusion is MODIFIED
    assert "F-011" in next(b.sentence for b in told.branches if b.applies)


def test_every_branch_is_kept_with_a_sentence_even_when_it_does_not_apply() -> None:
    proposal = propose(facts("10000"))
    assert [branch.code for branch in proposal.branches] == [
        "limitation",
        "must_correct_all",
        "material_misstatement",
        "fundamental_criteria_failure",
        "nonconformity_users_must_know",
    ]
    assert not any(branch.applies for branch in proposal.branches)
    assert proposal.branches[2].sentence == (
        "Net 0.00 %, largest 0.00 %, gross 0.00 % of the group, threshold 5.00 %; categories above it: -."
    )


def test_the_location_basis_decides_and_a_market_breach_asks_for_a_ruling() -> None:
    market = GroupFacts("A", Basis.MARKET, D("20000"), D("0.05"), (case.F007, *some("-500")))
    evaluation = evaluate_group(facts("24883.32"), market)
    assert evaluation.conclusion is UNMODIFIED
    assert evaluation.needs_market_ruling
    assert not evaluate_group(facts("24883.32")).needs_market_ruling


def test_bases_and_groups_are_not_mixed_up() -> None:
    market = replace(facts("100"), basis=Basis.MARKET)
    with pytest.raises(Uncomputable, match="location basis first"):
        evaluate_group(market)
    with pytest.raises(Uncomputable, match="different groups"):
        evaluate_group(facts("100"), replace(market, group="B"))
    with pytest.raises(Uncomputable, match="no headline"):
        headline({})


def test_three_entities_below_their_own_threshold_are_material_for_the_group() -> None:
    imported = [
        item
        for entity, amount in (("A", "-20000"), ("B", "-18000"), ("C", "-13000"))
        for item in include_in_group_case([one(amount)], D(1), entity)
    ]
    proposal = propose(facts("1000000", "0.05", *imported))
    assert (percents(proposal)[0], proposal.conclusion) == ("5.10", MODIFIED)


def test_an_entity_counts_at_its_inclusion_factor_with_nets_and_signs() -> None:
    (half,) = include_in_group_case([case.F001], D("0.5"), "HIK")
    assert (half.finding_id, half.net(Basis.LOCATION), half.gross(Basis.LOCATION)) == (
        "HIK F-001",
        D("-25.28"),
        D("405.83"),
    )
    with pytest.raises(Uncomputable, match="between 0 and 1"):
        include_in_group_case([case.F001], D("1.5"), "HIK")


def test_a_stratum_takes_the_rate_of_its_visited_sites() -> None:
    assert project_to_stratum(D(-600), D(40_000), D(100_000)) == D("-1500.00")
    with pytest.raises(Uncomputable, match="no more than the stratum"):
        project_to_stratum(D(-600), D(0), D(100_000))


def test_what_cannot_be_judged_is_said() -> None:
    with pytest.raises(Uncomputable, match="needs a total above 0"):
        propose(facts("0"))
    with pytest.raises(Uncomputable, match="below 0"):
        propose(facts("100", unverified=D(-1)))
    with pytest.raises(Uncomputable, match="between 0 and 100 %"):
        propose(facts("100", "5"))
    with pytest.raises(Uncomputable, match="50 to 75 %"):
        set_thresholds(D(100), D("0.05"), D("0.8"))
    with pytest.raises(Uncomputable, match="below 0 t"):
        PROGRAMMES["eu-ets"].threshold(D(-1))


def test_a_net_must_agree_with_its_effects_but_for_rounding() -> None:
    assert case.F001.net(Basis.LOCATION) == D("-50.55")
    assert sum(effect.amount for effect in case.F001.effects) == D("-50.54")
    assert case.F001.gross(Basis.MARKET) == D("811.66")
    with pytest.raises(Uncomputable, match="Correct the effects or the net"):
        replace(case.F001, nets=(Net("S06", D("-50.60")),))
    with pytest.raises(Uncomputable, match="S99"):
        replace(case.F001, nets=(Net("S99", D("0.01")),))


def test_a_market_effect_does_not_touch_the_location_basis() -> None:
    assert (case.F007.net(Basis.LOCATION), case.F007.net(Basis.MARKET)) == (0, D("-871.50"))


def test_a_limitation_is_only_noted_up_to_the_threshold() -> None:
    assert propose(facts("10000", unverified=D(500))).flags == (Flag.LIMITATION_NOTED,)
    assert propose(facts("10000", unverified=D("500.01"))).flags == ()
    assert propose(facts("10000")).flags == ()


def test_amber_begins_above_performance_materiality() -> None:
    assert propose(facts("10000", "0.05", one("375"))).flags == ()
    assert propose(facts("10000", "0.05", one("375.01"))).flags == (Flag.AMBER,)


def test_a_net_may_be_stated_for_one_basis_only() -> None:
    both = Misstatement(
        "F-020", (on("S06", 2, "1.00"), on("S06", 2, "2.00")), nets=(Net("S06", D("3.01"), Basis.MARKET),)
    )
    assert (both.net(Basis.LOCATION), both.net(Basis.MARKET)) == (D("3.00"), D("3.01"))


cents = st.integers(-10_000_00, 10_000_00).map(lambda n: Decimal(n) / 100)
amounts = st.lists(cents, max_size=6)


@given(amounts, st.integers(1, 1_000_000), st.integers(0, 60))
def test_net_is_never_above_gross_and_gross_never_below_the_largest(
    found: list[Decimal], reported: int, gap_percent: int
) -> None:
    measures = measure(facts(str(reported), "0.05", *some(*map(str, found)), gap_categories=gap_percent % 3))
    assert measures.net <= measures.gross
    assert measures.largest <= measures.gross


@given(
    amounts,
    st.integers(1, 1_000_000),
    st.integers(0, 60),
    st.integers(0, 3),
    st.sampled_from(["0.05", "0.1"]),
)
def test_adding_a_limitation_never_makes_the_proposal_better(
    found: list[Decimal], reported: int, gap_percent: int, categories: int, threshold: str
) -> None:
    before = facts(str(reported), threshold, *some(*map(str, found)))
    gap = Decimal(reported) * gap_percent / 100
    after = replace(before, unverified=gap, gap_categories=categories)
    assert propose(after).conclusion >= propose(before).conclusion


@given(st.lists(cents.map(abs), max_size=6), cents.map(abs), st.integers(1, 1_000_000))
def test_more_of_the_same_direction_never_makes_the_proposal_better(
    found: list[Decimal], more: Decimal, reported: int
) -> None:
    before = facts(str(reported), "0.05", *some(*map(str, found)))
    after = replace(before, misstatements=(*before.misstatements, one(str(more), 1, "F-999")))
    assert propose(after).conclusion >= propose(before).conclusion


@given(amounts, st.integers(1, 1_000_000))
def test_a_stricter_profile_never_makes_the_proposal_better(found: list[Decimal], reported: int) -> None:
    mild = facts(str(reported), "0.10", *some(*map(str, found)))
    for strict in (
        replace(mild, threshold=D("0.05")),
        replace(mild, netting=Netting.NONE),
        replace(mild, must_correct_all=True),
        replace(mild, fundamental_failures=("F-500",)),
    ):
        assert propose(strict).conclusion >= propose(mild).conclusion
