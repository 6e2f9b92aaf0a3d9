"""EV-03, EV-09, EV-16 and EV-17: powers of ten, meter against invoice, profile, intensity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from methods.evidence_checks import (
    Bill,
    IntensityPoint,
    LinkedFigure,
    LinkRole,
    Outcome,
    Period,
    check_intensity,
    check_meter_against_invoices,
    check_month_profile,
    check_unit_and_scale,
    check_year_on_year,
)
from tests.methods import worked_case as case
from tests.methods.worked_case import D


def figures(bills: list[Bill]) -> list[LinkedFigure]:
    return [LinkedFigure(f"{b.document} {b.period}", b.quantity, b.unit) for b in bills]


V1, V2 = figures([*case.E001, *case.E002]), figures([*case.E001, *case.E002[:-1], *case.E003])


def test_the_electricity_of_the_worked_case_has_no_power_of_ten_in_it() -> None:
    result = check_unit_and_scale(
        "S06", D(38_640), "MWh", V1, {"HIK-M1": figures(case.E001), "HIK-M2": figures(case.E002)},
        is_declared_complete=True,
    )  # fmt: skip
    assert (result.code, result.outcome, result.value("total")) == ("EV-03", Outcome.PASS, "38640")


def test_electricity_typed_with_a_digit_less_is_a_factor_of_ten() -> None:
    result = check_unit_and_scale("S06", D(3_864), "MWh", V2, {}, is_declared_complete=True)
    assert (result.outcome, result.value("factor")) == (Outcome.FAIL, "10")
    assert "give 38727 MWh, the line says 3864 (a factor of 10)" in result.sentence


@pytest.mark.parametrize(
    ("quantity", "factor"), [("38640000", "1/1000"), ("38.64", "1000"), ("386400", "1/10")]
)
def test_kilowatt_hours_as_megawatt_hours_are_a_factor_of_a_thousand(quantity: str, factor: str) -> None:
    result = check_unit_and_scale("S06", D(quantity), "MWh", V1, {}, is_declared_complete=True)
    assert (result.outcome, result.value("factor")) == (Outcome.FAIL, factor)


def test_a_tenth_of_the_documents_is_no_factor_of_ten_while_more_may_come() -> None:
    result = check_unit_and_scale("S06", D(386_400), "MWh", V1, {}, is_declared_complete=False)
    assert result.outcome is Outcome.NOT_APPLICABLE


def test_more_than_the_line_is_a_factor_of_ten_even_while_more_may_come() -> None:
    result = check_unit_and_scale("S06", D(3_864), "MWh", V1, {}, is_declared_complete=False)
    assert result.outcome is Outcome.FAIL


def test_one_bill_of_a_meter_in_the_wrong_unit_is_named() -> None:
    bills = figures(case.E001)
    bills[4] = LinkedFigure("E-001 May", D(2_640_000), "MWh")
    result = check_unit_and_scale(
        "S06", D(2_668_260), "MWh", bills, {"HIK-M1": bills}, is_declared_complete=True
    )
    assert result.outcome is Outcome.FAIL
    assert result.value("outliers") == "E-001 May (2640000, x 1000 of the others)"


def test_a_unit_that_does_not_convert_is_named() -> None:
    found = [*V1, LinkedFigure("E-011.3", D(12), "Nm³")]
    result = check_unit_and_scale("S06", D(38_640), "MWh", found, {}, is_declared_complete=True)
    assert (result.outcome, result.value("unfit")) == (Outcome.FAIL, "E-011.3 (Nm³)")


def test_what_only_corroborates_is_not_held_against_the_scale() -> None:
    beside = [LinkedFigure("E-004.1", D(1), "GWh", LinkRole.CORROBORATING)]
    result = check_unit_and_scale("S06", D(1), "MWh", beside, {}, is_declared_complete=True)
    assert result.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("metered", "invoiced", "klass", "outcome"),
    [
        ("7740", "7827", None, Outcome.PASS),  # the worked case: 1.12 %, July for January 2022
        ("30900", "30900", None, Outcome.PASS),
        ("1000", "1020", None, Outcome.PASS),
        ("1000", "1021", None, Outcome.FAIL),
        ("1000", "979", None, Outcome.FAIL),
        ("1000", "1021", "2.5", Outcome.PASS),
        ("1000", "1019", "0.5", Outcome.PASS),
    ],
)
def test_meter_and_invoice_agree_within_two_per_cent_or_class(
    metered: str, invoiced: str, klass: str | None, outcome: Outcome
) -> None:
    result = check_meter_against_invoices(
        "HIK-M2", D(metered), D(invoiced), "MWh", Decimal(klass) if klass else None, is_declared_complete=True
    )
    assert (result.code, result.outcome) == ("EV-09", outcome)


@pytest.mark.parametrize(
    ("metered", "invoiced", "is_complete"), [(None, "1", True), ("1", None, True), ("1", "1", False)]
)
def test_incomplete_bills_or_invoices_are_not_compared(
    metered: str | None, invoiced: str | None, is_complete: bool
) -> None:
    result = check_meter_against_invoices(
        "HIK-M2", D(metered) if metered else None, D(invoiced) if invoiced else None, "MWh", None,
        is_declared_complete=is_complete,
    )  # fmt: skip
    assert result.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("bills", [case.E001, case.E002, case.E005])
def test_the_months_of_the_worked_case_follow_each_other(bills: list[Bill]) -> None:
    result = check_month_profile("meter", bills)
    assert (result.code, result.outcome) == ("EV-16", Outcome.PASS)


def test_a_short_february_is_no_change() -> None:
    bills = [
        Bill("a", case.month(1), D(310)),
        Bill("a", case.month(2), D(280)),
        Bill("a", case.month(3), D(310)),
    ]
    assert check_month_profile("M", bills).value("largest") == "0.00"


def test_a_jump_of_more_than_a_fifth_needs_an_explanation() -> None:
    bills = [Bill("a", case.month(4), D(300)), Bill("a", case.month(6), D("360.3"))]
    result = check_month_profile("M", bills)
    assert (result.outcome, result.value("jumps")) == (Outcome.FAIL, "2021-06-01..2021-06-30 +20.10 %")
    assert check_month_profile("M", [bills[0], Bill("a", case.month(6), D(360))]).outcome is Outcome.PASS


def test_one_bill_has_no_profile() -> None:
    assert check_month_profile("M", case.E003).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("earlier", "outcome"),
    [("100", Outcome.PASS), ("83.33", Outcome.FAIL), ("125", Outcome.PASS), ("126", Outcome.FAIL)],
)
def test_a_year_is_held_against_the_year_before(earlier: str, outcome: Outcome) -> None:
    assert check_year_on_year("S06", D(100), "MWh", D(earlier)).outcome is outcome


@pytest.mark.parametrize("earlier", [None, D(0)])
def test_a_base_year_has_no_year_before(earlier: Decimal | None) -> None:
    result = check_year_on_year("S06", D(38_640), "MWh", earlier)
    assert result.outcome is Outcome.NOT_APPLICABLE
    assert "no quantity of the period before" in result.sentence


MONTHS = [
    IntensityPoint("Jan", D(100), D(10)),
    IntensityPoint("Feb", D(90), D(9)),
    IntensityPoint("Mar", D(110), D(11)),
]


def test_use_that_follows_the_output_passes() -> None:
    result = check_intensity("M1", "MWh/t", MONTHS)
    assert (result.code, result.outcome, result.value("reference")) == ("EV-17", Outcome.PASS, "10")


def test_a_month_that_uses_more_per_output_needs_an_explanation() -> None:
    result = check_intensity("M1", "MWh/t", [*MONTHS, IntensityPoint("Apr", D(140), D(10))])
    assert result.outcome is Outcome.FAIL
    assert result.value("far") == "Apr 14 (+27.27 %)"


def test_a_year_is_held_against_the_intensity_before() -> None:
    year = [IntensityPoint("2021", D(121), D(10))]
    assert check_intensity("S06", "MWh/t", year, D(10)).outcome is Outcome.FAIL
    assert check_intensity("S06", "MWh/t", year, D(11)).outcome is Outcome.PASS


@pytest.mark.parametrize("points", [[], MONTHS[:1], [IntensityPoint("Jan", D(1), D(0)), *MONTHS[:1]]])
def test_without_output_there_is_no_intensity(points: list[IntensityPoint]) -> None:
    assert check_intensity("M1", "MWh/t", points).outcome is Outcome.NOT_APPLICABLE


def test_a_bill_in_the_year_before_counts_by_its_days() -> None:
    bills = [
        Bill("a", Period(date(2020, 12, 20), date(2021, 1, 19)), D(620)),
        Bill("a", case.month(2), D(560)),
    ]
    assert check_month_profile("M", bills).value("largest") == "0.00"
