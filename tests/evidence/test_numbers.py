"""What printed numbers mean, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evidence.named_numbers import is_number_label
from evidence.numbers import scan


@pytest.mark.parametrize(
    ("printed", "dot", "comma"),
    [
        ("1,234.50", "1234.50", None),
        ("1.234,50", None, "1234.50"),
        ("742,000", "742000", "742.000"),
        ("17.806", "17.806", "17806"),
        ("0,123", None, "0.123"),
        ("1'743", "1743", "1743"),
        ("12345", "12345", "12345"),
    ],
)
def test_a_number_keeps_both_readings_until_evidence_decides(
    printed: str, dot: str, comma: str | None
) -> None:
    number = scan(printed).numbers[0]
    assert number.with_dot == (Decimal(dot) if dot else None)
    assert number.with_comma == (Decimal(comma) if comma else None)


def test_spaces_group_thousands_only_where_they_are_narrow() -> None:
    assert [n.raw for n in scan("1 479,85", may_join=lambda _at: True).numbers] == ["1 479,85"]
    assert [n.raw for n in scan("1 479,85", may_join=lambda _at: False).numbers] == ["1", "479,85"]


@pytest.mark.parametrize("printed", ["(17,836)", "-17,836", "−17,836", "17,836-"])
def test_brackets_and_either_minus_make_a_number_negative(printed: str) -> None:
    assert scan(printed).numbers[0].with_dot == Decimal(-17836)


def test_a_number_in_brackets_with_its_unit_is_no_negative() -> None:
    assert scan("(35.13 €)").numbers[0].with_dot == Decimal("35.13")


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("620 MWh", "MWh"),
        ("1234千瓦时", "千瓦时"),
        ("12.5 t CO2e", "t CO2e"),
        ("0.052 EUR/kWh", "EUR/kWh"),
        ("$0.356621/therm", "$/therm"),
        ("17.806therms", "therms"),
        ("€ 399.00", "€"),
        ("15%", "%"),
    ],
)
def test_the_unit_beside_a_number_is_taken_as_printed(printed: str, unit: str) -> None:
    assert scan(printed).numbers[0].unit == unit


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("(1.0–1.8)", "range"),
        ("10,000–14,999", "range"),
        ("<0.1", "bound"),
        ("Less than 50", "bound"),
        ("n/a", "not_available"),
        ("–", "not_available"),
        ("2021年1月1日至31日", "date"),
        ("DE89 3704 0044 0532 0130 00", "identifier"),
        ("INV-2021/0099", "identifier"),
        ("Page 3 of 12", "identifier"),
        ("+49 932 431 500", "identifier"),
        ("19:30", "identifier"),
    ],
)
def test_what_is_no_quantity_is_named_and_never_a_number(printed: str, kind: str) -> None:
    found = scan(printed)
    assert kind in {aside.kind for aside in found.asides}
    assert [
        number.raw for number in found.numbers if number.raw in ("1.0", "1.8", "0.1", "50", "14,999", "31")
    ] == []


def test_words_that_number_something_are_known() -> None:
    assert is_number_label("Order No.: ")
    assert is_number_label("电表号 ") is is_number_label("表号：")
    assert not is_number_label("Electricity used ")


def test_a_glued_letter_makes_a_name_and_not_a_number() -> None:
    assert scan("CO2").numbers == []
    assert scan("12 kg of CO2").numbers[0].raw == "12"
