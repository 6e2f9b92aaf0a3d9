"""The numbers of section 9.5 and the variants V-1 to V-6, through the commands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import EVERYTHING, House, the_system
from tests.methods import worked_case
from tests.workflow.evaluation.scene import (
    ALL,
    F001,
    F002,
    F003,
    F005,
    F007,
    Told,
    evaluate,
    lay_down,
    refuse_evidence,
)
from tests.workflow.ghg_statement.halden import Halden, open_halden, submit, typed_wrongly
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, RuleViolation
from workflow.evaluation import commands, queries
from workflow.evaluation.groups import Judgement
from workflow.evaluation.models import GroupConclusion
from workflow.evaluation.page import if_nothing_were_corrected, shown_evaluation
from workflow.evaluation.rules import OpinionKind, headline
from workflow.findings.rules import EffectBasis, FindingState
from workflow.ghg_statement import queries as statement
from workflow.unit_of_work import reading, unit_of_work

D = Decimal
UNCORRECTED, CORRECTED = FindingState.CLOSED_UNCORRECTED, FindingState.CLOSED_CORRECTED


def percent(text: str, places: int = 2) -> Decimal:
    return round(D(text) * 100, places)


def test_the_corrected_case_is_unmodified_in_both_groups(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    lay_down(halden, (F001, F002, F003, F007), CORRECTED)
    lay_down(halden, (F005,), UNCORRECTED)
    rows = evaluate(halden)
    a, b = rows["A"], rows["B"]
    assert (a.proposed, b.proposed) == (OpinionKind.UNMODIFIED, OpinionKind.UNMODIFIED)
    assert (a.reported, round(a.threshold, 2)) == (D("24883.32"), D("1244.17"))
    assert round(D(a.location["performance"]), 2) == D("933.12")
    assert round(D(a.location["clearly_trivial"]), 2) == D("62.21")
    assert D(a.location["net"]) == 0
    assert a.market is not None
    assert (D(a.market["reported"]), D(a.market["net"])) == (D("22268.82"), 0)
    assert (round(b.threshold, 2), D(b.location["net"])) == (D("2738.46"), D("111.42"))
    assert percent(b.location["net_share"], 3) == D("0.407")
    assert b.market is None


def test_version_1_is_not_material_if_nothing_were_corrected(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, ALL, FindingState.OPEN)
    with reading(EVERYTHING) as session:
        case = halden.case(session)
        found = if_nothing_were_corrected(session, case, halden.version(session, 1))
    runs = {(shown.group.code, run.held["basis"]): run.held for shown in found for run in shown.runs}
    location = runs["A", "location"]
    assert (location["net"], location["gross"]) == ("116.77", "877.88")
    assert (percent(location["net_share"], 3), percent(location["gross_share"], 3)) == (
        D("0.471"),
        D("3.545"),
    )
    assert round(D(location["threshold"]), 2) == D("1238.33")
    market = runs["A", "market"]
    assert (market["reported"], market["net"], market["gross"]) == ("21280.55", "988.27", "1749.38")
    shares = [percent(market[name]) for name in ("net_share", "largest_share", "gross_share")]
    assert shares == [D("4.64"), D("4.10"), D("8.22")]
    assert set(market["flags"]) == {"amber", "gross_over_threshold"}
    assert market["conclusion"] == "unmodified"


def test_the_live_meter_falls_when_a_finding_is_corrected(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F001, F005), FindingState.OPEN)
    lay_down(halden, (F002, F003), CORRECTED)
    with reading(EVERYTHING) as session:
        found = shown_evaluation(session, halden.case(session))
    nets = {shown.group.code: shown.runs[0].held["net"] for shown in found.live}
    assert nets == {"A": "50.55", "B": "111.42"}


def test_v1_one_threshold_per_scope_makes_scope_1_material(house: House) -> None:
    halden = open_halden(house, (("A", [1], "5"), ("B", [2], "5"), ("C", [3, 4], "10")))
    submit(halden, worked_case.V1)
    lay_down(halden, (F001, F002, F003), UNCORRECTED)
    rows = evaluate(halden)
    assert percent(rows["A"].location["net_share"]) == D("5.35")
    assert rows["A"].proposed is OpinionKind.MODIFIED
    assert rows["B"].proposed is OpinionKind.UNMODIFIED
    assert percent(rows["B"].location["net_share"]) == D("0.21")
    assert percent(rows["B"].location["gross_share"]) == D("3.45")


def test_v2_a_quantity_typed_ten_times_too_low_is_adverse(halden: Halden) -> None:
    submit(halden, typed_wrongly(worked_case.V1, "S06", "3864"))
    lay_down(halden, [Told("F-030", (("S06", EffectBasis.BOTH, "-20255.41"),))], UNCORRECTED)
    row = evaluate(halden)["A"]
    assert row.reported == D("4561.69")
    assert percent(row.location["net_share"], 0) == 444
    assert row.location["is_misleading"]
    assert row.proposed is OpinionKind.ADVERSE


def test_v3_all_of_s11_without_evidence_disclaims_group_b_only(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    refuse_evidence(halden, "24715.50", [4])
    rows = evaluate(halden)
    assert percent(rows["B"].location["gap_share"]) == D("90.25")
    kinds = [rows["A"].proposed, rows["B"].proposed]
    assert kinds == [OpinionKind.UNMODIFIED, OpinionKind.DISCLAIMER]
    assert headline(kinds) is OpinionKind.DISCLAIMER


def test_v4_a_limitation_within_the_threshold_is_only_noted(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    refuse_evidence(halden, "1377.50", [3])
    row = evaluate(halden)["B"]
    assert percent(row.location["gap_share"]) == D("5.03")
    assert row.proposed is OpinionKind.UNMODIFIED
    assert row.location["flags"] == ["limitation_noted"]


def test_v4_the_same_limitation_modifies_at_a_threshold_of_5_percent(house: House) -> None:
    halden = open_halden(house, (("A", [1, 2], "5"), ("B", [3, 4], "5")))
    submit(halden, worked_case.V1)
    refuse_evidence(halden, "1377.50", [3])
    assert evaluate(halden)["B"].proposed is OpinionKind.MODIFIED


def test_v5_where_all_must_be_corrected_one_left_is_adverse(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F005,), UNCORRECTED)
    with unit_of_work(the_system()) as uow:
        case = halden.case(uow.session)
        case.must_correct_all = True
        uow.record("test.profile", case)
    rows = evaluate(halden)
    assert (rows["A"].proposed, rows["B"].proposed) == (OpinionKind.UNMODIFIED, OpinionKind.ADVERSE)


def test_v6_no_evaluation_while_a_finding_is_returned(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F003,), FindingState.RETURNED)
    with pytest.raises(RuleViolation) as refused:
        evaluate(halden)
    assert "G-FIND" in refused.value.codes


def test_no_evaluation_outside_its_state(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    with pytest.raises(RuleViolation) as refused, unit_of_work(halden.lead) as uow:
        commands.evaluate(uow, halden.case(uow.session))
    assert refused.value.codes == ("G-STATE",)


def test_no_evaluation_without_a_submitted_version(halden: Halden) -> None:
    with pytest.raises(RuleViolation) as refused:
        evaluate(halden)
    assert refused.value.codes == ("G-STMT",)


def test_a_criteria_failure_ruled_fundamental_is_adverse_in_its_own_group(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    told = Told("F-040", (), more=(("is_fundamental", True), ("group_code", "B")))
    lay_down(halden, [told], UNCORRECTED)
    rows = evaluate(halden)
    assert (rows["A"].proposed, rows["B"].proposed) == (OpinionKind.UNMODIFIED, OpinionKind.ADVERSE)


def test_every_branch_and_number_is_stored(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F005,), UNCORRECTED)
    location = evaluate(halden)["B"].location
    assert [b["code"] for b in location["branches"]] == [
        "limitation", "must_correct_all", "material_misstatement", "fundamental_criteria_failure",
        "nonconformity_users_must_know",
    ]  # fmt: skip
    assert location["misstatements"][0] == {
        "finding": "F-005", "net": "111.42", "gross": "111.42", "effects": [["S11", 4, "111.42"]],
        "is_projected": True, "is_qualitatively_material": False,
    }  # fmt: skip


def decide(halden: Halden, group: str, kind: OpinionKind, reason: str | None = None, **more: str) -> None:
    with unit_of_work(halden.lead) as uow:
        row = queries.conclusion_of_group(uow.session, halden.case(uow.session), group)
        commands.decide_conclusion(uow, row, kind, reason, **more)


def test_a_decision_against_the_proposal_needs_a_reason(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    with pytest.raises(BadInput, match="differs"):
        decide(halden, "A", OpinionKind.MODIFIED, matter="the grid factor")
    decide(halden, "A", OpinionKind.MODIFIED, "the grid factor is of another year", matter="the grid factor")


def test_a_modification_names_its_matter(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    with pytest.raises(BadInput, match="matter"):
        decide(halden, "A", OpinionKind.MODIFIED, "a reason")


def test_the_gates_see_what_is_decided_and_what_is_not(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    decide(halden, "A", OpinionKind.UNMODIFIED)
    with reading(EVERYTHING) as session:
        facts = queries.evaluation_facts(session, halden.case(session))
    assert (facts.computed_on, facts.latest_submitted) == (1, 1)
    assert facts.undecided_groups == ("B",)
    assert not facts.plan_covers_version


def market_breach(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    big = replace(F007, effects=(("S06", F007.effects[0][1], "-1100.00"),))
    lay_down(halden, [big], UNCORRECTED)
    evaluate(halden)


def test_a_breach_of_the_market_basis_waits_on_a_ruling(halden: Halden) -> None:
    market_breach(halden)
    with reading(EVERYTHING) as session:
        assert queries.evaluation_facts(session, halden.case(session)).market_unruled == ("A",)
    with unit_of_work(halden.lead) as uow:
        row = queries.conclusion_of_group(uow.session, halden.case(uow.session), "A")
        assert row.proposed is OpinionKind.UNMODIFIED
        commands.rule_market(uow, row, "users rely on the location basis", is_material=False)
    with reading(EVERYTHING) as session:
        assert queries.evaluation_facts(session, halden.case(session)).market_unruled == ()


def test_there_is_no_ruling_without_a_breach(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    with pytest.raises(BadInput), unit_of_work(halden.lead) as uow:
        row = queries.conclusion_of_group(uow.session, halden.case(uow.session), "A")
        commands.rule_market(uow, row, "nothing to rule on")


def test_ruling_a_misstatement_pervasive_changes_the_proposal(house: House) -> None:
    halden = open_halden(house, (("A", [1], "5"), ("B", [2, 3, 4], "10")))
    submit(halden, worked_case.V1)
    lay_down(halden, (F002, F003), UNCORRECTED)
    assert evaluate(halden)["A"].proposed is OpinionKind.MODIFIED
    with unit_of_work(halden.lead) as uow:
        case = halden.case(uow.session)
        row = queries.conclusion_of_group(uow.session, case, "A")
        commands.rule_judgement(uow, case, row, Judgement(is_ruled_pervasive=True), reason="all of the fleet")
        assert row.proposed is OpinionKind.ADVERSE


def test_evaluating_again_voids_the_earlier_one(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    halden.move_to(CaseState.EXECUTION)
    submit(halden, worked_case.V2)
    evaluate(halden)
    with reading(EVERYTHING) as session:
        rows = queries.evaluations_of(session, halden.case(session))
    assert [(row.statement_version, row.void_reason is None) for row in rows] == [(2, True), (1, False)]


def test_a_void_evaluation_is_not_decided(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    with unit_of_work(halden.lead) as uow:
        old = queries.conclusion_of_group(uow.session, halden.case(uow.session), "A").id
        commands.void_evaluation(uow, halden.case(uow.session), "version 2 was submitted")
    with pytest.raises(RuleViolation) as refused, unit_of_work(halden.lead) as uow:
        row = uow.session.get_one(GroupConclusion, old)
        commands.decide_conclusion(uow, row, OpinionKind.UNMODIFIED)
    assert refused.value.codes == ("G-EVAL",)


def test_the_client_does_not_see_the_evaluation(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    with reading(EVERYTHING) as session:
        current = queries.current_evaluation(session, halden.case(session))
        assert current is not None
        assert queries.may_see(halden.lead, current)
        assert not queries.may_see(halden.preparer, current)
        assert statement.latest_submitted(session, halden.case(session)) is not None


def test_the_ledger_ties_out_on_both_bases(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    lay_down(halden, (F001, F002, F003, F007), CORRECTED)
    with reading(EVERYTHING) as session:
        ledgers = dict(shown_evaluation(session, halden.case(session)).ledgers)
    assert (ledgers["location"].verified, ledgers["market"].verified) == (D("52267.92"), D("49653.42"))
    assert all(ledger.ties_out for ledger in ledgers.values())
    assert [entry.finding_id for entry in ledgers["location"].entries] == ["F-001", "F-002", "F-003"]


def test_the_schedule_lists_each_uncorrected_misstatement_with_its_share(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F005,), UNCORRECTED)
    evaluate(halden)
    with reading(EVERYTHING) as session:
        (row,) = shown_evaluation(session, halden.case(session)).schedule
    assert (row.code, row.group, row.net, row.is_projected) == ("F-005", "B", D("111.42"), True)
    assert round(row.of_threshold, 2) == D("4.07")


def test_the_page_and_the_evaluation_count_the_same_things(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F001, F002, F005), UNCORRECTED)
    lay_down(halden, (F003,), CORRECTED)
    refuse_evidence(halden, "1377.50", [3])
    evaluate(halden)
    with reading(EVERYTHING) as session:
        shown = shown_evaluation(session, halden.case(session))
    assert [[run.held for run in s.runs] for s in shown.live] == [
        [run.held for run in s.runs] for s in shown.judged
    ]
