"""EV-04, EV-06, EV-07, EV-18 and EV-19 on the worked case's documents and at their edges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from methods.evidence_checks import (
    Bill,
    ClaimedFactor,
    DocumentEntry,
    LedgerItem,
    LinkedFigure,
    LinkRole,
    MeterReading,
    Outcome,
    check_duplicates,
    check_implied_factor,
    check_primary_links,
    check_readings,
    check_reverse_completeness,
    declared_factor,
)
from methods.quantification import quantify
from tests.methods import worked_case as case
from tests.methods.worked_case import D

JULY = MeterReading("E-003", "HIK-M2", D("14690.10"), D("15432.10"), D(1000), D(742), "MWh")


def figures(bills: list[Bill]) -> list[LinkedFigure]:
    return [LinkedFigure(f"{bill.document} {bill.period.start}", bill.quantity, bill.unit) for bill in bills]


def test_readings_times_multiplier_are_the_july_bill() -> None:
    result = check_readings(JULY)
    assert (result.code, result.outcome) == ("EV-04", Outcome.PASS)
    assert result.value("computed") == "742000"


@pytest.mark.parametrize(
    ("changed", "difference"),
    [({"multiplier": D(100)}, "667800"), ({"stated": D("742.001")}, "1"), ({"end": D("14690.00")}, "742100")],
)
def test_a_missing_multiplier_a_typing_error_and_swapped_readings_fail(
    changed: dict[str, object], difference: str
) -> None:
    result = check_readings(replace(JULY, **changed))  # type: ignore[arg-type]
    assert (result.outcome, result.value("difference")) == (Outcome.FAIL, difference)


def test_half_a_kilowatt_hour_is_the_rounding_of_the_bill() -> None:
    assert check_readings(replace(JULY, stated=D("742.0005"))).outcome is Outcome.PASS
    assert check_readings(replace(JULY, stated=D("742.0006"))).outcome is Outcome.FAIL


def test_the_primary_figures_of_v1_add_up_to_its_line() -> None:
    result = check_primary_links("S06", D(38_640), "MWh", figures(case.E001 + case.E002), True)
    assert (result.code, result.outcome, result.value("total")) == ("EV-06", Outcome.PASS, "38640")


def test_the_primary_figures_of_v2_add_up_with_july_and_without_january() -> None:
    bills = case.E001 + [bill for bill in case.E002 if bill.period.start.year == 2021] + case.E003
    result = check_primary_links("S06", D(38_727), "MWh", figures(bills), True)
    assert (result.outcome, result.value("total")) == (Outcome.PASS, "38727")


def test_corroborating_figures_are_never_added() -> None:
    beside = [LinkedFigure("E-004", D(38_640), "MWh", LinkRole.CORROBORATING)]
    result = check_primary_links("S06", D(38_640), "MWh", figures(case.E001 + case.E002) + beside, True)
    assert result.value("total") == "38640"


def test_kilowatt_hours_and_ten_thousands_of_them_are_converted() -> None:
    mixed = [LinkedFigure("a", D(500_000), "kWh"), LinkedFigure("b", D(50), "万千瓦时")]
    assert check_primary_links("S06", D(1000), "MWh", mixed, True).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("total", "outcome"),
    [("100.5", Outcome.PASS), ("99.5", Outcome.PASS), ("100.51", Outcome.FAIL), ("99.49", Outcome.FAIL)],
)
def test_half_a_per_cent_is_the_edge(total: str, outcome: Outcome) -> None:
    found = [LinkedFigure("a", D(total), "t")]
    assert check_primary_links("S12", D(100), "t", found, True).outcome is outcome


def test_a_set_that_is_not_declared_complete_is_not_judged() -> None:
    result = check_primary_links("S06", D(38_640), "MWh", figures(case.E001), False)
    assert result.outcome is Outcome.NOT_APPLICABLE
    assert "not declared complete" in result.sentence


def test_a_figure_that_does_not_convert_fails_and_is_named() -> None:
    found = [LinkedFigure("E-004 p.1", D(100), "kvarh"), LinkedFigure("E-001", D(100), "kWh")]
    result = check_primary_links("S06", D(100), "kWh", found, True)
    assert (result.outcome, result.value("unfit")) == (Outcome.FAIL, "E-004 p.1 (kvarh)")


def test_a_complete_set_without_a_primary_figure_fails_and_a_zero_line_has_no_percentage() -> None:
    assert check_primary_links("S12", D(640), "t", [], True).outcome is Outcome.FAIL
    nothing = check_primary_links("S12", D(0), "t", [LinkedFigure("a", D(1), "t")], True)
    assert (nothing.outcome, nothing.value("percent")) == (Outcome.FAIL, "-")


def entry(document: str, name: str, **given: object) -> DocumentEntry:
    return replace(DocumentEntry(document, name, "bill", f"hash of {document}"), **given)  # type: ignore[arg-type]


def test_twelve_bills_in_one_file_are_no_duplicates() -> None:
    bills = [
        entry("E-001", str(bill.period.start), meter="HIK-M1", period=bill.period, quantity=bill.quantity)
        for bill in case.E001
    ]
    result = check_duplicates(bills)
    assert (result.code, result.outcome) == ("EV-07", Outcome.PASS)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"sha256": "same"}, {"sha256": "same"}, "same file"),
        ({"invoice_number": "0042"}, {"invoice_number": "0042"}, "same invoice number"),
        (
            {"meter": "M", "period": case.month(3), "quantity": D("640.0")},
            {"meter": "M", "period": case.month(3), "quantity": D(640)},
            "same meter, period and quantity",
        ),
    ],
)
def test_each_kind_of_duplicate_is_found(
    first: dict[str, object], second: dict[str, object], reason: str
) -> None:
    result = check_duplicates([entry("E-040", "", **first), entry("E-041", "", **second)])
    assert (result.outcome, result.value("duplicates")) == (Outcome.FAIL, f"{reason}: E-040 = E-041")


def test_a_fapiao_beside_its_bill_is_no_duplicate() -> None:
    same = {"meter": "M", "period": case.month(3), "quantity": D(640)}
    bill, fapiao = entry("E-001", "", **same), entry("E-004", "", document_type="fapiao", **same)
    assert check_duplicates([bill, fapiao]).outcome is Outcome.PASS


def test_no_entries_are_not_judged() -> None:
    assert check_duplicates([]).outcome is Outcome.NOT_APPLICABLE


def test_the_typed_gwp_of_v1_is_not_the_declared_sets() -> None:
    declared = declared_factor(case.REFRIGERANT_V1.gas_factors, case.GWP_SET)
    tonnes = quantify(case.V1, case.GWP_SET).line("S04").tonnes
    result = check_implied_factor(ClaimedFactor("S04", tonnes, D("62.0"), "kg"), "R-410A AR6-27.9", declared)
    assert (result.code, result.outcome) == ("EV-18", Outcome.FAIL)
    assert (result.value("implied"), result.value("declared")) == ("2088", "2255.5")


@pytest.mark.parametrize("source_id", [line.source_id for line in case.V2 if line.gas_factors])
def test_every_line_by_gas_of_v2_implies_the_declared_set(source_id: str) -> None:
    line = next(line for line in case.V2 if line.source_id == source_id)
    tonnes = quantify(case.V2, case.GWP_SET).line(source_id).tonnes
    claim = ClaimedFactor(
        source_id, tonnes, line.activity * line.conversion, line.converted_unit or line.unit
    )
    declared = declared_factor(line.gas_factors, case.GWP_SET)
    assert check_implied_factor(claim, source_id, declared).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("tonnes", "outcome"),
    [("100.50", Outcome.PASS), ("100.51", Outcome.FAIL), ("99.50", Outcome.PASS), ("99.49", Outcome.FAIL)],
)
def test_half_a_per_cent_off_the_record_is_the_edge(tonnes: str, outcome: Outcome) -> None:
    claim = ClaimedFactor("S07", D(tonnes), D(1000), "GJ")
    assert check_implied_factor(claim, "steam", D(100)).outcome is outcome


def test_the_rounding_of_a_small_claim_is_no_deviation() -> None:
    assert (
        check_implied_factor(ClaimedFactor("S99", D("0.01"), D(1), "kg"), "x", D(6)).outcome is Outcome.PASS
    )
    assert (
        check_implied_factor(ClaimedFactor("S99", D("0.01"), D(1), "kg"), "x", D(4)).outcome is Outcome.FAIL
    )


def test_without_quantity_or_record_no_factor_is_implied() -> None:
    nothing = ClaimedFactor("S99", D(0), D(0), "kg")
    assert check_implied_factor(nothing, "x", D(6)).outcome is Outcome.NOT_APPLICABLE
    unknown = ClaimedFactor("S99", D(1), D(1), "kg")
    assert check_implied_factor(unknown, "x", None).outcome is Outcome.NOT_APPLICABLE


def test_biogenic_co2_is_no_part_of_the_declared_factor() -> None:
    factors = [replace(factor, is_biogenic=True) for factor in case.per_gas("3", "1", "0")]
    assert declared_factor(factors, "AR6-split") == D("27.0")


CYLINDERS = LedgerItem("E-019", "350 LPG cylinders of 50 kg")


def test_a_ledger_item_without_a_source_fails() -> None:
    result = check_reverse_completeness([CYLINDERS], {line.source_id for line in case.V1})
    assert (result.code, result.outcome) == ("EV-19", Outcome.FAIL)
    assert "E-019 350 LPG cylinders of 50 kg" in result.sentence


def test_the_item_passes_once_v2_has_its_source() -> None:
    item = replace(CYLINDERS, source_id="S13")
    assert check_reverse_completeness([item], {line.source_id for line in case.V2}).outcome is Outcome.PASS
    assert check_reverse_completeness([item], {line.source_id for line in case.V1}).outcome is Outcome.FAIL


def test_a_recorded_reason_stands_for_a_source_and_an_empty_list_is_not_judged() -> None:
    item = replace(CYLINDERS, excluded_because="returned unused")
    assert check_reverse_completeness([item], set()).outcome is Outcome.PASS
    assert check_reverse_completeness([], set()).outcome is Outcome.NOT_APPLICABLE
