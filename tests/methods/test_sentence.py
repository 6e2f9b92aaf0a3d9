"""Sentences print numbers plainly, and percentages on the side that keeps a threshold honest."""

from __future__ import annotations

from methods.sentence import percent, percent_asked, percent_given, plain, printed, sentence, tonnes
from tests.methods.worked_case import D


def test_numbers_are_printed_by_thousands_without_exponent_and_trailing_zeros() -> None:
    said = sentence(
        "%(big)s, %(small)s, %(none)s, %(many)s", big=D("1E+6"), small=D("0.10"), none=(), many=(1, D("2.0"))
    )
    assert str(said) == "1,000,000, 0.1, -, 1, 2"
    assert said.params["big"] == "1,000,000"
    assert printed("text") == "text"


def test_what_falls_short_is_never_printed_as_what_is_asked() -> None:
    assert printed(percent_given(D("0.66999"))) == "66.99"
    assert printed(percent_asked(D("0.516018"))) == "51.61"
    assert (printed(percent_given(D("0.67"))), printed(percent_asked(D("0.42")))) == ("67", "42")
    assert printed(percent(D("0.46185"))) == "46.19"


def test_tonnes_are_printed_as_every_table_prints_them_and_years_without_a_mark() -> None:
    assert (tonnes(D("24883.32")), tonnes(D("14432.3256")), tonnes(D(9000))) == (
        "24,883.32",
        "14,432.33",
        "9,000.00",
    )
    assert printed(2030) == "2030"


def test_a_form_gets_a_number_that_it_can_read_again() -> None:
    assert (plain(D("7800.50")), plain(D("1E+6"))) == ("7800.5", "1000000")
