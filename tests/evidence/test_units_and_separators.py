"""Printed units, and the decision between dot and comma."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evidence.numbers import scan
from evidence.separators import Votes, choose, prefers_comma
from evidence.units_printed import is_money, unit_alone, unit_in_description, unit_in_header, unit_named


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Electricity (kWh)", "kWh"),
        ("用电量（千瓦时）", "千瓦时"),
        ("单位：吨", "吨"),
        ("Beträge in EUR", "EUR"),
        ("Emissions in thousand tonnes CO2e", "thousand tonnes CO2e"),
        ("kg CO2e of CH4 per unit", "kg CO2e"),
        ("Rate ($/kWh)", "$/kWh"),
        ("Menge", None),
    ],
)
def test_a_header_states_its_unit(header: str, unit: str | None) -> None:
    assert unit_in_header(header) == unit


def test_a_cell_that_is_a_unit_is_told_from_words() -> None:
    assert unit_alone("Nm³") == "Nm³"
    assert unit_alone("kWh") == "kWh"
    assert unit_alone("Total") is None


def test_an_article_can_carry_its_unit() -> None:
    assert unit_in_description("Heiße Luft pro Liter") == "Liter"


def test_a_row_label_gives_no_unit_by_chance() -> None:
    assert unit_named("Boiler in building 4") is None


def test_money_is_told_from_physical_units() -> None:
    assert is_money("元/kWh")
    assert not is_money("kWh")


def votes_of(*printed: str) -> Votes:
    return Votes().count(number for one in printed for number in scan(one).numbers)


def test_the_document_decides_an_open_separator() -> None:
    number = scan("2.801").numbers[0]
    assert choose(number, Votes(), votes_of("0.5", "48,636.1"), False).value == Decimal("2.801")
    assert choose(number, Votes(), votes_of("0,5", "48.636,1"), True).value == Decimal(2801)


def test_the_column_decides_before_the_document() -> None:
    number = scan("2.801").numbers[0]
    chosen = choose(number, votes_of("1.234,5"), votes_of("0.5"), False)
    assert chosen.value == Decimal(2801)


def test_a_document_of_mixed_habits_leaves_a_doubt() -> None:
    mixed = votes_of("0.5", "1.25", "0,5", "1,25")
    assert choose(scan("2.801").numbers[0], Votes(), mixed, False).doubtful


def test_the_language_decides_where_no_number_does() -> None:
    assert prefers_comma(Votes(), "Rechnung über die Menge und den Betrag der Lieferung, MwSt")
    assert not prefers_comma(Votes(), "Invoice for the quantity delivered")
