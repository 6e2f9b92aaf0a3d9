"""Which row and which month a bill belongs in: pure, refusals first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from methods.evidence_checks import Period
from workflow.figures.grid.bills import PrintedAmount, PrintedPage, bills_on
from workflow.figures.grid.cells import (
    Days,
    days_of,
    home_month,
    in_runs,
    month_of,
    months_of,
    stands_in,
)
from workflow.figures.grid.month_choice import Month, Neighbour, choose_month
from workflow.figures.grid.rules import (
    BillRead,
    Carrier,
    Choice,
    Fact,
    GridRow,
    carriers_in,
    choose_row,
    sureness_of,
)

POWER, GAS = frozenset({Carrier.ELECTRICITY}), frozenset({Carrier.NATURAL_GAS})
FIRST = GridRow(
    "M-001", Carrier.ELECTRICITY, meter="HX-100", account="4711", seller="Northern Ltd", is_meter=True
)
SECOND = GridRow("M-002", Carrier.ELECTRICITY, meter="HX-200", is_meter=True)
POWER_SOURCE, GAS_SOURCE = GridRow("S06", Carrier.ELECTRICITY), GridRow("S01", Carrier.NATURAL_GAS)
SOURCES = (GAS_SOURCE, POWER_SOURCE)
JANUARY = Period(date(2021, 1, 1), date(2021, 1, 31))
YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))


def choose(bill: BillRead, *rows: GridRow, sources: tuple[GridRow, ...] = SOURCES) -> Choice:
    return choose_row(bill, rows or (GAS_SOURCE, FIRST, SECOND), sources)


def test_two_rows_that_fit_are_both_named_and_neither_is_chosen() -> None:
    choice = choose(BillRead(1, carriers=POWER))
    assert choice.row is None
    assert choice.candidates == ("M-001", "M-002")
    assert "M-001, M-002" in str(choice.reason)


def test_two_rows_of_one_number_are_not_told_apart() -> None:
    twin = replace(FIRST, key="M-003")
    assert choose(BillRead(1, meter="HX-100"), FIRST, twin).candidates == ("M-001", "M-003")


def test_nothing_of_a_bill_is_placed_nowhere_with_a_sentence() -> None:
    choice = choose(BillRead(1))
    assert (choice.row, choice.candidates) == (None, ())
    assert str(choice.reason).endswith(".")


def test_a_bill_for_what_no_source_uses_says_so() -> None:
    assert "water" in str(choose(BillRead(1, carriers=frozenset({Carrier.WATER}))).reason)


def test_a_meter_printed_in_another_width_is_the_same_meter() -> None:
    choice = choose(BillRead(1, meter="ＨＸ 100", carriers=POWER))
    assert choice.row == "M-001"
    assert choice.facts[0] is Fact.METER


def test_an_account_decides_where_no_meter_is_printed() -> None:
    choice = choose(BillRead(1, account="47 11", carriers=POWER), FIRST, SECOND)
    assert (choice.row, choice.facts) == ("M-001", (Fact.ACCOUNT, Fact.CARRIER))


def test_a_meter_of_another_kind_of_energy_is_not_the_row() -> None:
    assert choose(BillRead(1, meter="HX-100", carriers=GAS)).row != "M-001"


def test_a_new_meter_opens_a_row_under_the_only_source_of_its_energy() -> None:
    choice = choose(BillRead(1, meter="HX-300", carriers=POWER))
    assert (choice.row, choice.opens) == ("S06", True)


def test_a_new_meter_that_two_sources_may_use_asks_and_names_both() -> None:
    ovens = GridRow("S02", Carrier.NATURAL_GAS)
    choice = choose(BillRead(1, meter="G-1", carriers=GAS), FIRST, sources=(GAS_SOURCE, ovens))
    assert (choice.row, choice.candidates) == (None, ("S01", "S02"))


def test_a_number_read_from_a_picture_that_is_almost_a_known_one_is_asked() -> None:
    read = BillRead(1, meter="HX-700", carriers=POWER, is_from_picture=True)
    assert choose(read, FIRST).candidates == ("M-001",)
    assert choose(replace(read, is_from_picture=False), FIRST).opens


def test_an_account_alone_may_be_that_of_a_meter_whose_account_is_not_known() -> None:
    choice = choose(BillRead(1, account="999", carriers=POWER), SECOND)
    assert choice.row is None
    assert choice.candidates == ("M-002", "S06")


def test_a_seller_tells_rows_apart_only_when_that_of_every_other_is_known() -> None:
    bill = BillRead(1, seller="Northern Ltd", carriers=POWER)
    assert choose(bill, FIRST, SECOND).row is None
    assert choose(bill, FIRST, replace(SECOND, seller="Southern Ltd")).row == "M-001"


def test_a_site_printed_on_the_bill_tells_two_meters_apart() -> None:
    bill = BillRead(1, carriers=POWER, text="Supply point: Kunshan plant")
    rows = (replace(FIRST, site="Kunshan plant"), replace(SECOND, site="Sales office"))
    assert choose(bill, *rows).row == "M-001"


def test_what_was_sent_for_a_row_goes_there_unless_its_print_says_otherwise() -> None:
    asked = replace(SECOND, is_asked=True)
    assert choose(BillRead(1, carriers=POWER), FIRST, asked).row == "M-002"
    other = choose(BillRead(1, meter="HX-999", carriers=POWER), FIRST, asked)
    assert other.row is None
    assert "HX-999" in str(other.reason)


def test_the_only_row_of_an_energy_is_chosen_and_said_to_want_a_look() -> None:
    choice = choose(BillRead(1, carriers=GAS))
    assert (choice.row, choice.facts) == ("S01", (Fact.CARRIER,))
    assert sureness_of(choice.facts, Fact.PERIOD) == Decimal("0.60")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国网电费账单 electricity kWh", {Carrier.ELECTRICITY}),
        ("Erdgasrechnung: Erdgas Erdgas, Strom", {Carrier.NATURAL_GAS}),
        ("0号车用柴油", {Carrier.DIESEL}),
        ("Minutes of the board", set()),
        ("Facture de gaz naturel", {Carrier.NATURAL_GAS}),
        ("Steam and heat: 蒸汽供热结算单", {Carrier.STEAM}),
    ],
)
def test_the_energy_of_a_bill_is_what_it_speaks_of_most(text: str, found: set[Carrier]) -> None:
    assert carriers_in(text) == found


def month_for(
    bill: BillRead, *neighbours: Neighbour, asked: tuple[str, ...] = (), is_monthly: bool = True
) -> Month:
    return choose_month(bill, YEAR, lambda: neighbours, asked, is_monthly=is_monthly)


def test_a_bill_of_another_year_waits_with_its_period_named() -> None:
    old = BillRead(1, period=Period(date(2020, 12, 1), date(2020, 12, 31)))
    month = month_for(old)
    assert month.day is None
    assert "2020-12-01" in str(month.reason)


def test_the_same_bill_again_is_refused_by_the_name_of_the_first() -> None:
    bill = BillRead(1, period=JANUARY, quantities=frozenset({(Decimal(12), "kWh")}))
    first = Neighbour("E-001 p.1", JANUARY.start, JANUARY, bill)
    assert "E-001 p.1" in str(month_for(bill, first).reason)
    corrected = replace(bill, quantities=frozenset({(Decimal(13), "kWh")}))
    assert month_for(corrected, first).day == JANUARY.start


def test_an_invoice_without_a_period_stands_beside_the_bill_whose_amount_it_charges() -> None:
    held = frozenset({(Decimal(2_410_000), "kWh")})
    bill = BillRead(1, period=JANUARY, quantities=held | {(Decimal(77), "kWh")})
    later = Neighbour("E-001 p.4", date(2021, 4, 1), month_of(date(2021, 4, 1)), bill)
    invoice = BillRead(1, issued=date(2021, 2, 8), quantities=held)
    month = month_for(invoice, Neighbour("E-001 p.1", JANUARY.start, JANUARY, bill), later)
    assert (month.day, month.fact, month.is_beside) == (JANUARY.start, Fact.QUANTITY, True)


def test_a_date_of_issue_gives_the_month_only_where_nothing_is_billed_by_the_month() -> None:
    invoice = BillRead(1, issued=date(2021, 2, 24))
    assert month_for(invoice).day is None
    assert month_for(invoice, is_monthly=False).day == date(2021, 2, 1)


def test_the_one_month_that_was_asked_for_is_taken_where_none_is_printed() -> None:
    assert month_for(BillRead(1), asked=("2021-03",)).day == date(2021, 3, 1)
    assert month_for(BillRead(1), asked=("2021-03", "2021-04")).day is None


def test_several_printed_periods_are_asked() -> None:
    page = PrintedPage(1, fields=(("period_start", "2021-01-01"), ("period_start", "2021-02-01")))
    (bill,) = bills_on([page])
    assert "more than one period" in str(month_for(bill).reason)


def test_a_bill_from_the_21st_to_the_20th_belongs_to_the_month_of_most_of_its_days() -> None:
    crossing = Period(date(2020, 12, 21), date(2021, 1, 20))
    assert home_month(crossing) == date(2021, 1, 1)
    assert stands_in(JANUARY, date(2021, 1, 1), crossing)
    assert not stands_in(month_of(date(2020, 12, 1)), date(2021, 1, 1), crossing)


def test_a_statement_over_a_year_stands_in_each_of_its_months() -> None:
    home = home_month(YEAR)
    assert all(stands_in(month, home, YEAR) for month in months_of(YEAR))


def test_days_of_gap_and_of_overlap_are_counted_in_their_month() -> None:
    bills = [Period(date(2021, 1, 1), date(2021, 1, 20)), Period(date(2021, 1, 18), date(2021, 1, 29))]
    assert days_of(JANUARY, bills, bills) == Days(gap=2, overlap=3)
    assert days_of(month_of(date(2021, 2, 1)), bills, bills) == Days(gap=28, overlap=0)


def a_page(number: int, *fields: tuple[str, str], amounts: tuple[PrintedAmount, ...] = ()) -> PrintedPage:
    return PrintedPage(number, fields=fields, amounts=amounts, text="Electricity")


def test_pages_of_twelve_months_are_twelve_bills_and_a_page_that_goes_on_is_none() -> None:
    pages = [
        a_page(1, ("meter", "A"), ("period_start", "2021-01-01"), ("period_end", "2021-01-31")),
        a_page(2),
        a_page(3, ("meter", "A"), ("period_start", "2021-02-01"), ("period_end", "2021-02-28")),
    ]
    assert [(bill.page, bill.period and bill.period.start.month) for bill in bills_on(pages)] == [
        (1, 1),
        (3, 2),
    ]


def test_a_page_that_bills_two_meters_is_two_bills_with_the_figures_of_each() -> None:
    amounts = (PrintedAmount(Decimal(500), "kWh", "A"), PrintedAmount(Decimal(700), "kWh", "B"))
    page = a_page(
        1, ("meter", "A"), ("meter", "B"), ("period_start", "2021-01-01"), ("period_end", "2021-01-31"),
        amounts=amounts,
    )  # fmt: skip
    found = bills_on([page])
    assert [(bill.meter, bill.period) for bill in found] == [("A", JANUARY), ("B", JANUARY)]
    assert [sorted(bill.quantities) for bill in found] == [
        [(Decimal(500), "kWh")],
        [(Decimal(700), "kWh")],
    ]


def test_a_document_with_nothing_of_a_bill_is_still_accounted_for() -> None:
    assert len(bills_on([PrintedPage(1, text="Minutes"), PrintedPage(2, text="more")])) == 1


def test_months_are_named_in_runs() -> None:
    months = months_of(YEAR)
    assert in_runs([*months[:3], months[6]]) == ["2021-01 – 2021-03", "2021-07"]
