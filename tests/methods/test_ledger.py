"""The ledger ties out: reported minus corrections is verified, and every source is traced onwards."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from methods.ledger import keep_ledger, trace_corrections
from methods.misstatement import Misstatement
from methods.quantification import Basis, quantify
from tests.methods import worked_case as case
from tests.methods.worked_case import D, on

V1, V2 = quantify(case.V1, case.GWP_SET), quantify(case.V2, case.GWP_SET)


def test_v1_minus_its_corrections_is_v2_on_both_bases() -> None:
    for basis, reported, stated in (
        (Basis.LOCATION, D("24766.55"), D("24883.32")),
        (Basis.MARKET, D("21280.55"), D("22268.82")),
    ):
        assert (V1.group_total(case.GROUP_A, basis), V2.group_total(case.GROUP_A, basis)) == (
            reported,
            stated,
        )
        ledger = keep_ledger(reported, case.CORRECTED, basis, stated)
        assert ledger.verified == stated
        assert ledger.ties_out


def test_the_balance_runs_finding_by_finding() -> None:
    ledger = keep_ledger(D("24766.55"), case.CORRECTED, Basis.LOCATION)
    assert [(e.finding_id, str(e.amount), str(e.balance)) for e in ledger.entries] == [
        ("F-001", "-50.55", "24817.10"),
        ("F-002", "-10.38", "24827.48"),
        ("F-003", "-55.84", "24883.32"),
        ("F-007", "0", "24883.32"),
    ]


def test_an_uncorrected_projection_leaves_the_verified_figure_below_the_reported_one() -> None:
    ledger = keep_ledger(D("27384.60"), [case.F005], Basis.LOCATION)
    assert ledger.verified == D("27273.18")
    assert ledger.entries[0].is_projected


def test_a_version_that_lacks_a_correction_does_not_tie_out() -> None:
    ledger = keep_ledger(D("24766.55"), case.CORRECTED, Basis.LOCATION, D("24827.48"))
    assert (ledger.difference, ledger.ties_out) == (D("-55.84"), False)


def test_every_corrected_source_of_the_worked_case_is_traced_into_v2() -> None:
    for basis, expected in (
        (Basis.LOCATION, {"S04": "10.38", "S06": "50.55", "S13": "55.84"}),
        (Basis.MARKET, {"S04": "10.38", "S06": "922.05", "S13": "55.84"}),
    ):
        before = {line.source_id: line.on(basis) for line in V1.lines}
        after = {line.source_id: line.on(basis) for line in V2.lines}
        traced = trace_corrections(before, after, case.CORRECTED, basis)
        assert {item.source_id: str(item.expected_change) for item in traced} == expected
        assert all(item.is_corrected for item in traced)


def test_a_source_that_did_not_change_is_not_corrected() -> None:
    unchanged = {line.source_id: line.tonnes for line in V1.lines}
    (item,) = trace_corrections(unchanged, unchanged, [case.F002], Basis.LOCATION)
    assert (item.remainder, item.is_corrected) == (D("-10.38"), False)


def test_a_remainder_of_one_hundredth_passes_and_two_do_not() -> None:
    for after, passes in (("139.85", True), ("139.86", False)):
        (item,) = trace_corrections({"S04": D("129.46")}, {"S04": D(after)}, [case.F002], Basis.LOCATION)
        assert item.is_corrected is passes


@given(st.integers(1, 10**9), st.lists(st.integers(-(10**7), 10**7), max_size=12))
def test_reported_minus_corrections_is_always_verified(reported: int, cents: list[int]) -> None:
    found = [
        Misstatement(f"F-{n}", (on(f"S{n % 4}", 1 + n % 3, str(Decimal(c) / 100)),))
        for n, c in enumerate(cents)
    ]
    ledger = keep_ledger(Decimal(reported) / 100, found, Basis.LOCATION)
    assert ledger.reported - sum(entry.amount for entry in ledger.entries) == ledger.verified
    assert not ledger.entries or ledger.entries[-1].balance == ledger.verified
