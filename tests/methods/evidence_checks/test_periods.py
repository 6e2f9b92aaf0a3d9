"""EV-01, EV-02 and EV-10: days without a bill, days billed twice, cut-off and calibration gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.evidence_checks import (
    Bill,
    Calibration,
    Outcome,
    Period,
    check_calibration,
    check_period_coverage,
    check_proration,
    prorate,
)
from methods.evidence_checks.periods import overlapping, uncovered
from methods.uncomputable import Uncomputable
from tests.methods import worked_case as case
from tests.methods.worked_case import YEAR, D


def test_meter_a_is_covered() -> None:
    result = check_period_coverage("HIK-M1", case.E001, YEAR)
    assert (result.code, result.outcome) == ("EV-01", Outcome.PASS)
    assert result.sentence.startswith("HIK-M1: 12 bills cover 2021-01-01..2021-12-31 without gap")


def test_meter_b_misses_july_and_holds_january_of_the_next_year() -> None:
    result = check_period_coverage("HIK-M2", case.E002, YEAR)
    assert result.outcome is Outcome.FAIL
    assert (result.value("gaps"), result.value("gap_days")) == ("2021-07-01..2021-07-31", "31")
    assert result.value("out_of_period") == "E-002 2022-01-01..2022-01-31"
    assert result.value("overlap_days") == "0"
    assert "31 days without a bill (2021-07-01..2021-07-31)" in result.sentence


def test_meter_b_is_covered_with_the_july_bill_and_without_january() -> None:
    bills = [bill for bill in case.E002 if bill.period.start.year == 2021] + case.E003
    assert check_period_coverage("HIK-M2", bills, YEAR).outcome is Outcome.PASS


def test_gas_bills_are_complete() -> None:
    assert check_period_coverage("gas", case.E005, YEAR).outcome is Outcome.PASS


def test_days_billed_twice_fail_and_are_counted() -> None:
    bills = [*case.E001, Bill("E-001", Period(date(2021, 3, 30), date(2021, 4, 2)))]
    result = check_period_coverage("HIK-M1", bills, YEAR)
    assert result.outcome is Outcome.FAIL
    assert (result.value("overlaps"), result.value("overlap_days")) == ("2021-03-30..2021-04-02", "4")


def test_a_bill_across_the_edge_is_named_and_does_not_fail() -> None:
    bills = [Bill("E-030", Period(date(2020, 12, 20), date(2021, 1, 19)))]
    bills.append(Bill("E-030", Period(date(2021, 1, 20), date(2021, 12, 31))))
    result = check_period_coverage("M", bills, YEAR)
    assert result.outcome is Outcome.PASS
    assert result.value("crossing") == "E-030 2020-12-20..2021-01-19"


def test_a_meter_without_bills_is_not_judged() -> None:
    assert check_period_coverage("M", [], YEAR).outcome is Outcome.NOT_APPLICABLE


BILL = Bill("E-031", Period(date(2020, 12, 20), date(2021, 1, 19)), D(620), "MWh")


def test_a_bill_over_new_year_is_prorated_by_days() -> None:
    assert BILL.period.days == 31
    assert prorate(BILL.quantity, BILL.period, YEAR) == D(380)


@pytest.mark.parametrize(
    ("included", "outcome"),
    [("380.00", Outcome.PASS), ("380.01", Outcome.PASS), ("380.02", Outcome.FAIL), ("620", Outcome.FAIL)],
)
def test_the_line_takes_the_share_of_its_days(included: str, outcome: Outcome) -> None:
    assert check_proration(BILL, D(included), YEAR).outcome is outcome


def test_a_wrong_cut_off_names_the_difference() -> None:
    sentence = check_proration(BILL, D(620), YEAR).sentence
    assert "19 of 31 days fall into 2021-01-01..2021-12-31" in sentence
    assert "380.00 of 620 MWh belong to it" in sentence
    assert "difference 240.00" in sentence


def test_proration_does_not_concern_a_bill_inside_the_year_and_gives_nothing_to_one_outside() -> None:
    assert check_proration(case.E001[0], D(2410), YEAR).outcome is Outcome.NOT_APPLICABLE
    january = case.E002[-1]
    assert check_proration(january, D(655), YEAR).value("share") == "0.00"
    assert check_proration(january, D(655), YEAR).outcome is Outcome.FAIL


def test_the_gas_meter_was_not_calibrated_on_61_days() -> None:
    result = check_calibration("gas meter", case.E006, YEAR)
    assert (result.code, result.outcome) == ("EV-10", Outcome.FAIL)
    assert (result.value("gap_days"), result.value("gaps")) == ("61", "2021-11-01..2021-12-31")


def test_certificates_that_touch_leave_no_gap_and_none_leaves_the_year() -> None:
    next_one = Calibration("CAL", Period(date(2021, 11, 1), date(2022, 10, 31)))
    assert check_calibration("gas meter", [*case.E006, next_one], YEAR).outcome is Outcome.PASS
    assert check_calibration("gas meter", [], YEAR).value("gap_days") == "365"


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Uncomputable, match="Correct the dates"):
        Period(date(2021, 2, 1), date(2021, 1, 1))


days = st.integers(-40, 400).map(lambda n: date(2021, 1, 1) + timedelta(days=n))
periods = st.lists(st.tuples(days, st.integers(0, 90)), max_size=12).map(
    lambda pairs: [Period(start, start + timedelta(days=length)) for start, length in pairs]
)


@given(periods)
def test_gaps_and_overlaps_are_those_of_counting_every_day(found: list[Period]) -> None:
    def count(day: date) -> int:
        return sum(period.start <= day <= period.end for period in found)

    every = [date(2020, 10, 1) + timedelta(days=n) for n in range(700)]
    gap_days = {d for gap in uncovered(found, YEAR) for d in every if gap.start <= d <= gap.end}
    double_days = {d for twice in overlapping(found) for d in every if twice.start <= d <= twice.end}
    assert gap_days == {d for d in every if YEAR.start <= d <= YEAR.end and count(d) == 0}
    assert double_days == {d for d in every if count(d) >= 2}
    assert sum(twice.days for twice in overlapping(found)) == len(double_days)
