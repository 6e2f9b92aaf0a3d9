"""EV-05, EV-08 and EV-11: amounts of invoices, the buyer on them, the refrigerant's mass balance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from methods.evidence_checks import (
    Invoice,
    InvoiceLine,
    MassBalance,
    NamedBuyer,
    Outcome,
    Place,
    check_buyer,
    check_invoice_amounts,
    check_mass_balance,
)
from tests.methods import worked_case as case
from tests.methods.worked_case import D

DIESEL = Invoice(
    "p.1", (InvoiceLine(D(4650), D("4.8850"), D("22715.25")),), tax=D("2952.98"), total=D("25668.23")
)
OURS, CODE = [*case.HIK_NAMES, "海登互连（昆山）有限公司"], ["91320583MADEMHK01X"]
BALANCE = MassBalance(D(20), D(15), D(70), D(8), D(5))


def test_a_diesel_invoice_multiplies_and_adds_up() -> None:
    result = check_invoice_amounts("E-007", [DIESEL])
    assert (result.code, result.outcome) == ("EV-05", Outcome.PASS)


def test_a_unit_price_with_the_digits_of_tax_software_is_exact_enough() -> None:
    line = InvoiceLine(D(2_410_000), D("0.755513236515"), D("1820786.90"))
    invoice = Invoice("p.1", (line,), D("236702.30"), D("2057489.20"))
    assert check_invoice_amounts("E-004", [invoice]).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (InvoiceLine(D(4650), D("4.8850"), D("22715.26")), Outcome.PASS),
        (InvoiceLine(D(4650), D("4.8850"), D("22715.27")), Outcome.FAIL),
    ],
)
def test_quantity_times_price_is_the_amount_to_a_cent(line: InvoiceLine, outcome: Outcome) -> None:
    assert line.amount is not None
    invoice = Invoice("p.1", (line,), tax=D(0), total=line.amount)
    assert check_invoice_amounts("E-007", [invoice]).outcome is outcome


def test_a_total_that_is_not_amount_and_tax_is_named_with_its_invoice() -> None:
    result = check_invoice_amounts("E-007", [DIESEL, replace(DIESEL, name="p.2", total=D("25668.25"))])
    assert (result.outcome, result.value("wrong")) == (
        Outcome.FAIL, "p.2 22715.25 + 2952.98 = 25668.23, not 25668.25",
    )  # fmt: skip


def test_the_tolerance_of_a_total_grows_with_its_lines() -> None:
    invoice = Invoice("p.1", (InvoiceLine(D(1), D(1), D(1)),) * 2, tax=D("0.26"), total=D("2.28"))
    assert check_invoice_amounts("E-007", [invoice]).outcome is Outcome.PASS
    assert check_invoice_amounts("E-007", [replace(invoice, total=D("2.29"))]).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "invoice",
    [
        replace(DIESEL, tax=None),
        replace(DIESEL, total=None),
        replace(DIESEL, lines=()),
        replace(DIESEL, lines=(replace(DIESEL.lines[0], price=None),)),
    ],
)
def test_an_invoice_that_is_not_all_read_right_never_passes(invoice: Invoice) -> None:
    assert check_invoice_amounts("E-007", [DIESEL, invoice]).outcome is Outcome.NOT_APPLICABLE


def test_what_is_wrong_fails_although_something_else_is_missing() -> None:
    wrong = replace(DIESEL, lines=(InvoiceLine(D(1), D(1), D(2)),), tax=None)
    assert check_invoice_amounts("E-007", [wrong]).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (NamedBuyer("p.1", "海登互连(昆山)有限公司"), Outcome.PASS),
        (NamedBuyer("p.1", "HALDEN INTERCONNECT (KUNSHAN) CO LTD"), Outcome.PASS),
        (NamedBuyer("p.1", None, ("91320583MADEMHK01X", "91320500MADEMFU15E")), Outcome.PASS),
        (NamedBuyer("p.1", case.SISTER), Outcome.FAIL),
        (NamedBuyer("p.1", "海登线缆（东莞）有限公司"), Outcome.FAIL),
        (NamedBuyer("p.1", None, ("91441900MADEMHC02Y", "91320500MADEMFU15E")), Outcome.FAIL),
        (NamedBuyer("p.1", None, ("91320500MADEMFU15E",)), Outcome.NOT_APPLICABLE),
        (NamedBuyer("p.1", None), Outcome.NOT_APPLICABLE),
    ],
)
def test_the_buyer_is_the_entity_by_code_or_name(page: NamedBuyer, outcome: Outcome) -> None:
    result = check_buyer("E-004", [page], OURS, CODE)
    assert (result.code, result.outcome) == ("EV-08", outcome)


def test_a_chinese_name_is_not_judged_where_only_a_latin_one_is_on_record() -> None:
    page = NamedBuyer("p.1", "海登互连(昆山)有限公司")
    assert check_buyer("E-001", [page], case.HIK_NAMES, []).outcome is Outcome.NOT_APPLICABLE


def test_one_page_for_somebody_else_fails_the_document_and_is_named() -> None:
    pages = [NamedBuyer("p.1", "HIK"), NamedBuyer("p.2", case.SISTER)]
    result = check_buyer("E-004", pages, OURS, CODE)
    assert (result.outcome, result.value("others")) == (Outcome.FAIL, "p.2 Halden Cable (Dongguan)")


SITES = [
    Place("Kunshan plant", "88 Demo Road, Kunshan, Jiangsu, China"), Place("昆山工厂", "江苏省昆山市示范路88号")
]  # fmt: skip


@pytest.mark.parametrize(
    ("site", "outcome"),
    [
        ("88 Demo Rd., Kunshan, Jiangsu", Outcome.PASS),
        ("KUNSHAN PLANT", Outcome.PASS),
        ("昆山市示范路８８号", Outcome.PASS),
        ("16 Sample Avenue, Dongguan, Guangdong", Outcome.FAIL),
        ("广东省东莞市样例大道16号", Outcome.FAIL),
        # A town alone, and another house in the same road, are neither the site nor surely another.
        ("Kunshan", Outcome.NOT_APPLICABLE),
        ("12 Demo Road, Kunshan, Jiangsu, China", Outcome.NOT_APPLICABLE),
    ],
)
def test_the_site_is_one_of_the_entitys_by_name_or_address(site: str, outcome: Outcome) -> None:
    result = check_buyer("E-001", [NamedBuyer("p.1", None, site=site)], OURS, CODE, SITES)
    assert (result.code, result.outcome) == ("EV-08", outcome)


def test_a_bill_to_the_entity_for_another_place_fails_and_names_the_place() -> None:
    page = NamedBuyer("p.1", "HIK", site="16 Sample Avenue, Dongguan")
    result = check_buyer("E-001", [page], ["HIK"], CODE, SITES)
    assert (result.outcome, result.value("others")) == (Outcome.FAIL, "p.1 16 Sample Avenue, Dongguan")


@pytest.mark.parametrize(
    ("page", "places", "outcome"),
    [
        (NamedBuyer("p.1", None, site="16 Sample Avenue"), [], Outcome.NOT_APPLICABLE),
        (NamedBuyer("p.1", None, site="16 Sample Avenue"), SITES[1:], Outcome.NOT_APPLICABLE),
        (NamedBuyer("p.1", None, site="16 Sample Avenue"), [Place("Hall 3")], Outcome.NOT_APPLICABLE),
        (NamedBuyer("p.1", None, is_metered_here=True), [], Outcome.PASS),
        (NamedBuyer("p.1", None, site="Hall 3", is_metered_here=True), SITES, Outcome.PASS),
        (NamedBuyer("p.1", case.SISTER, is_metered_here=True), SITES, Outcome.FAIL),
    ],
)
def test_a_site_is_judged_by_what_is_on_record_only(
    page: NamedBuyer, places: list[Place], outcome: Outcome
) -> None:
    assert check_buyer("E-001", [page], OURS, CODE, places).outcome is outcome


def test_the_mass_balance_of_the_worked_case_gives_62_kg() -> None:
    assert BALANCE.released == D("62.0")
    result = check_mass_balance("S04", BALANCE, D("62.0"))
    assert (result.code, result.outcome) == ("EV-11", Outcome.PASS)
    assert "20 - 15 + 70 - 8 - 5 = 62 kg" in result.sentence


def test_recovered_gas_that_was_not_deducted_fails() -> None:
    result = check_mass_balance("S04", BALANCE, D("70.0"))
    assert (result.outcome, result.value("released"), result.value("stated")) == (Outcome.FAIL, "62", "70")


@pytest.mark.parametrize("part", ["stock_begin", "stock_end", "bought", "recovered", "net_charge_increase"])
def test_a_balance_that_lacks_a_part_says_which(part: str) -> None:
    result = check_mass_balance("S04", replace(BALANCE, **{part: None}), D(62))
    assert (result.outcome, result.value("missing")) == (Outcome.NOT_APPLICABLE, part.replace("_", " "))


def test_a_line_that_is_no_mass_has_no_balance() -> None:
    result = check_mass_balance("S04", BALANCE, None)
    assert (result.outcome, result.value("missing")) == (Outcome.NOT_APPLICABLE, "the line's mass")
