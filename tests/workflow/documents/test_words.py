"""Words are cut alike from pages and questions: folded, Chinese one by one, numbers whichever way they are printed."""

from __future__ import annotations

import pytest

from workflow.documents.words import (
    LONGEST_QUESTION,
    MOST_TERMS,
    for_postgres,
    for_sqlite,
    hits_in,
    understand,
    value_of,
    words_of,
)


def folded(text: str) -> list[str]:
    return [word.folded for word in words_of(text)]


def found(question: str, text: str) -> list[str]:
    words = list(words_of(text))
    hits = hits_in([word.folded for word in words], understand(question))
    return [text[words[first].start : words[last].end] for first, last in hits]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("52267.92", "Total 52,267.92 kWh"),
        ("52,267.92", "Total 52267.92 kWh"),
        ("52267.92", "Summe 52.267,92 kWh"),
        ("52.267,92", "Total 52,267.92 kWh"),
        ("52,267.92", "Total 52 267,92 kWh"),
        ("52 267,92", "Total 52,267.92 kWh"),
        ("52 267.92", "Total 52\u202f267.92 kWh"),
        ("1234", "Summe 1.234 kWh"),
        ("1.234", "Total 1,234 kWh"),
        ("1234567", "1,234,567"),
        ("1234567", "1 234 567"),
        ("12'345.6", "12345.6"),
        ("742000", "合计７４２，０００千瓦时"),
        ("031", "meter 031"),
    ],
)
def test_a_number_is_found_however_its_thousands_are_printed(question: str, text: str) -> None:
    assert len(found(question, text)) == 1


@pytest.mark.parametrize(
    ("question", "text"),
    [("15", "1.5"), ("1234", "12345"), ("267", "52,267.92"), ("12", "31.5"), ("1.5", "15")],
)
def test_another_number_is_not_found(question: str, text: str) -> None:
    assert found(question, text) == []


def test_days_of_a_date_are_words_of_their_own() -> None:
    assert folded("31.12.2021 2021-12-31") == ["31", "12", "2021", "2021", "12", "31"]


@pytest.mark.parametrize("question", ["电", "电费", "上海电费", "电费 上海", '"海电"'])
def test_chinese_is_found_by_one_two_or_more_characters(question: str) -> None:
    assert found(question, "上海电费账单")


def test_chinese_characters_that_do_not_stand_together_are_not_a_word() -> None:
    assert found("上费", "上海电费账单") == []


@pytest.mark.parametrize(
    ("question", "text"),
    [("ab12", "ＡＢ１２"), ("MULLER", "Müller"), ("co2", "t CO₂e"), ("m3", "12 m³"), ("strom", "Stromverbrauch"),
     ("ÉNERGIE", "énergie"), ("kWh/m2", "9 kWh / m²")],
)  # fmt: skip
def test_case_width_accents_and_endings_do_not_matter(question: str, text: str) -> None:
    assert found(question, text)


def test_a_phrase_in_quotes_is_found_as_it_stands_and_ends_where_it_ends() -> None:
    assert found('"total energy"', "Total energy, total of energy") == ["Total energy"]
    assert found('"total ener"', "Total energy") == []
    assert found("ener", "Total energy") == ["energy"]


def test_a_hit_is_told_by_its_place_in_the_text_as_it_was_printed() -> None:
    assert found("ＡＢ", "x ＡＢ y ab") == ["ＡＢ", "ab"]
    assert found("m3", "1 m³ 2") == ["m³"]


def test_a_minus_leaves_out_and_alone_asks_for_nothing() -> None:
    question = understand("bill -draft")
    assert [term.typed for term in question.unwanted] == ["draft"]
    assert understand("-draft").wanted == ()


@pytest.mark.parametrize(
    "typed",
    ['"', "'", '" OR 1', "a AND (", "NEAR(a b)", "*", "^a", "terms : x", "a:*", "'; DROP TABLE page_words; --", "\\",
     "%_", "\x00\x01", "\ud800", "a\u202eb", "()", "-", "--", "!", "& |", "<->", "x" * 10_000,
     "a b " * 3000, "1,2" * 900],
)  # fmt: skip
def test_whatever_is_typed_becomes_quoted_words_and_nothing_else(typed: str) -> None:
    question = understand(typed)
    assert len(question.wanted) + len(question.unwanted) <= MOST_TERMS
    assert sum(len(term.typed) for term in question.wanted) <= LONGEST_QUESTION
    for said, quote in ((for_sqlite(question), '"'), (for_postgres(question), "'")):
        outside = "".join(said.split(quote)[::2])
        assert set(outside) <= set("ANDORT()*|&!<->: ")
        assert said.count(quote) % 2 == 0


def test_more_than_is_asked_is_told() -> None:
    assert understand("a " * 20).is_cut
    assert understand("x" * 500).is_cut
    assert not understand("one two").is_cut


def test_a_term_tells_the_value_that_it_may_mean() -> None:
    assert value_of(understand("52,267.92").wanted[0]) == {"52267.92"}
    assert value_of(understand("1.234").wanted[0]) == {"1234", "1.234"}
    assert value_of(understand("kWh").wanted[0]) == set()
