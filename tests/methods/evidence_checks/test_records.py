"""EV-20 to EV-23: witnesses, what a figure keeps, dates of documents, supplier data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from methods.evidence_checks import (
    DatedDocument,
    ExtractedFigure,
    Outcome,
    Period,
    SupplierStatement,
    TestedFigure,
    check_document_dates,
    check_extraction,
    check_supplier_statement,
    check_witnesses,
)
from tests.methods.worked_case import YEAR

READ = ExtractedFigure("E-001.5", "S06", True, True, True, True, "Liu Yan")
CAME = DatedDocument("E-008", received=date(2022, 9, 21), dated=date(2022, 1, 12))
LETTER = SupplierStatement("E-016 p.1", YEAR, "cradle to gate")


@pytest.mark.parametrize(
    ("figure", "outcome"),
    [
        (TestedFigure("E-001.5", True, "Chen Wei", ("Chen Wei",)), Outcome.PASS),
        (TestedFigure("E-009.6", False, "Liu Yan", ("Chen Wei",)), Outcome.PASS),
        (TestedFigure("E-009.6", False, "Chen Wei", ("Chen Wei",)), Outcome.FAIL),
        (TestedFigure("E-009.6", False, "Chen Wei", ("Ingrid Solberg", "Chen Wei")), Outcome.FAIL),
        (TestedFigure("E-009.6", False, None, ("Chen Wei",)), Outcome.FAIL),
    ],
)
def test_an_unwitnessed_figure_is_tested_on_two_peoples_word(figure: TestedFigure, outcome: Outcome) -> None:
    result = check_witnesses("C-2022-0001", [figure])
    assert (result.code, result.outcome) == ("EV-20", outcome)


def test_without_a_test_there_is_nothing_to_witness() -> None:
    assert check_witnesses("C-2022-0001", []).outcome is Outcome.NOT_APPLICABLE


def test_a_figure_that_keeps_all_of_its_reading_passes() -> None:
    result = check_extraction("C-2022-0001", [READ])
    assert (result.code, result.outcome) == ("EV-21", Outcome.PASS)


def test_a_linked_figure_that_is_no_longer_read_right_is_named_with_its_line() -> None:
    result = check_extraction("C-2022-0001", [READ, replace(READ, figure="E-001.9", is_read_right=False)])
    assert (result.outcome, result.value("unread")) == (Outcome.FAIL, "E-001.9 (S06)")


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"has_place": False}, "place"),
        ({"has_raw": False}, "raw print"),
        ({"has_unit": False}, "unit"),
        ({"read_right_by": None}, "reader"),
    ],
)
def test_what_a_figure_lacks_is_named(changed: dict[str, object], lacks: str) -> None:
    result = check_extraction("C-2022-0001", [replace(READ, **changed)])  # type: ignore[arg-type]
    assert (result.outcome, result.value("bare")) == (Outcome.FAIL, f"E-001.5 ({lacks})")


def test_a_box_typed_over_a_scan_needs_no_raw_print() -> None:
    captured = replace(READ, has_raw=False, is_captured=True)
    assert check_extraction("C-2022-0001", [captured]).outcome is Outcome.PASS


def test_without_a_link_there_is_nothing_extracted() -> None:
    assert check_extraction("C-2022-0001", []).outcome is Outcome.NOT_APPLICABLE


def test_a_document_dated_before_it_came_passes() -> None:
    result = check_document_dates("C-2022-0001", [CAME, DatedDocument("E-009", CAME.received)])
    assert (result.code, result.outcome, result.value("dated")) == ("EV-22", Outcome.PASS, "1")


def test_a_document_dated_on_the_day_it_came_passes_and_a_day_later_fails() -> None:
    assert check_document_dates("C", [replace(CAME, dated=CAME.received)]).outcome is Outcome.PASS
    result = check_document_dates("C", [replace(CAME, dated=date(2022, 9, 22))])
    assert (result.outcome, result.value("late")) == (Outcome.FAIL, "E-008 2022-09-22 (came 2022-09-21)")


def test_a_file_made_after_it_was_asked_for_is_a_note_and_no_fail() -> None:
    made = replace(CAME, requested=date(2022, 9, 10), created=date(2022, 9, 12))
    result = check_document_dates("C-2022-0001", [made])
    assert (result.outcome, result.value("notes")) == (Outcome.PASS, "E-008 2022-09-12")
    assert check_document_dates("C", [replace(made, created=date(2022, 9, 9))]).value("notes") == "-"


def test_without_the_day_a_file_was_made_its_note_says_so() -> None:
    result = check_document_dates("C-2022-0001", [replace(CAME, requested=date(2022, 9, 10))])
    assert (result.outcome, result.value("notes")) == (Outcome.PASS, "not known")


def test_documents_without_a_date_are_not_judged() -> None:
    undated = DatedDocument("E-009", CAME.received)
    assert check_document_dates("C-2022-0001", [undated]).outcome is Outcome.NOT_APPLICABLE


def test_a_supplier_letter_about_the_year_with_a_boundary_passes() -> None:
    result = check_supplier_statement(LETTER, YEAR)
    assert (result.code, result.outcome) == ("EV-23", Outcome.PASS)


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"period": Period(date(2020, 7, 1), date(2021, 6, 30))}, Outcome.PASS),
        ({"period": Period(date(2019, 1, 1), date(2019, 12, 31))}, Outcome.FAIL),
        ({"boundary": None}, Outcome.FAIL),
        ({"period": None}, Outcome.NOT_APPLICABLE),
        ({"boundary": None, "has_text": False}, Outcome.NOT_APPLICABLE),
        ({"period": None, "boundary": None}, Outcome.FAIL),
    ],
)
def test_old_data_and_an_unstated_boundary_fail(changed: dict[str, object], outcome: Outcome) -> None:
    assert check_supplier_statement(replace(LETTER, **changed), YEAR).outcome is outcome  # type: ignore[arg-type]
