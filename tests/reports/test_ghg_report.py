import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reports.completeness import IncompleteError, missing_report_items
from reports.contract import AnswerState, Attestation, Person, ReportAnswer, contract_hash
from reports.ghg_report import render_ghg_report
from tests.reports.reading_back import first_page, flat, fonts_of, pages_of
from tests.reports.worked_ghg_report import GHG_REPORT

EMPTIED = {
    "R-a": {"description": ""},
    "R-b": {"responsible_person": Person(name="", role="")},
    "R-d": {"sites": ()},
    "R-e": {"significance_criteria": ()},
    "R-f": {"direct_by_gas": ()},
    "R-g": {"biogenic_treatment": " "},
    "R-h": {"removals_treatment": ""},
    "R-i": {"exclusions": ()},
    "R-j": {"summary": replace(GHG_REPORT.summary, categories=GHG_REPORT.summary.categories[:2])},
    "R-k": {"base_year": ""},
    "R-l": {"base_year_changes": ""},
    "R-m": {"methods": ()},
    "R-n": {"method_changes": ""},
    "R-o": {"factors": ()},
    "R-p": {"uncertainties": ()},
    "R-q": {"uncertainty_assessment": ""},
    "R-r": {"conformity": ""},
    "R-s": {"verification_note": ""},
    "R-t": {"gwp_values": ()},
    "8-a": {"information_management": ""},
    "8-b": {"retention": ""},
    "8-c": {"data_quality_plan": " "},
}
NUMBERS = (
    *("1,304.93", "23,578.39", "20,963.89", "2,381.10", "25,003.50", "52,267.92", "49,653.42"),
    *("1,046.44", "116.39", "2.26", "139.84", "0.4384", "0.1092", "1.6686", "0.0479"),
    *("±5.90 %", "±4.89 %", "±4.64 %", "±20.33 %", "±10.88 %", "2,255.5", "0.0000038931", "50,962.99"),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_ghg_report(GHG_REPORT)


@pytest.mark.parametrize("key", sorted(EMPTIED))
def test_an_unanswered_point_of_the_checklist_is_named_and_refuses_the_report(key: str) -> None:
    emptied = replace(GHG_REPORT, **EMPTIED[key])  # type: ignore[arg-type]

    assert missing_report_items(emptied) == [key]
    with pytest.raises(IncompleteError, match=key):
        render_ghg_report(emptied)


def test_the_complete_report_misses_nothing() -> None:
    assert missing_report_items(GHG_REPORT) == []


def test_no_exclusion_with_a_reason_answers_the_point() -> None:
    assert (
        missing_report_items(replace(GHG_REPORT, exclusions=(), no_exclusions_reason="Nothing is left out."))
        == []
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_each_number_of_the_worked_case_is_read_back(pdf: bytes, number: str) -> None:
    assert number in flat(pdf)


def test_all_points_stand_in_the_checklist(pdf: bytes) -> None:
    words = flat(pdf)

    assert all(f"R-{letter} " in words for letter in "abcdefghijklmnopqrst")
    assert all(f"8-{letter} " in words for letter in "abc")


def test_a_point_that_is_present_names_its_chapter_and_page(pdf: bytes) -> None:
    pages = pages_of(pdf)
    page = next(n for n, words in enumerate(pages, start=1) if "Excluded Reason" in words)

    assert f"R-i exclusions of significant sources explained present Exclusions, page {page}" in " ".join(
        pages
    )


def test_a_point_declared_absent_is_named_absent_with_its_reason() -> None:
    answer = ReportAnswer(key="R-i", state=AnswerState.ABSENT, reason="Not written yet.")
    words = flat(render_ghg_report(replace(GHG_REPORT, exclusions=(), answers=(answer,))))

    assert "R-i exclusions of significant sources explained absent Not written yet." in words
    assert "Not stated in this report." in words


def test_a_point_that_does_not_apply_gives_its_reason() -> None:
    answer = ReportAnswer(key="R-h", state=AnswerState.NOT_APPLICABLE, reason="No sink is owned.")
    words = flat(render_ghg_report(replace(GHG_REPORT, removals_treatment="", answers=(answer,))))

    assert "R-h direct removals, if quantified not applicable No sink is owned." in words


def test_a_point_in_part_says_what_it_lacks() -> None:
    answer = ReportAnswer(key="R-q", state=AnswerState.PARTIAL, reason="Category 4 was not assessed.")
    words = flat(render_ghg_report(replace(GHG_REPORT, answers=(answer,))))

    assert re.search(r"its results partial Uncertainty, page \d+\. Category 4 was not assessed\.", words)


@pytest.mark.parametrize("state", [AnswerState.ABSENT, AnswerState.NOT_APPLICABLE])
def test_an_absent_point_without_a_reason_refuses_the_report(state: AnswerState) -> None:
    silent = replace(GHG_REPORT, answers=(ReportAnswer(key="R-i", state=state, reason=" "),))

    with pytest.raises(IncompleteError, match="R-i"):
        render_ghg_report(silent)


def test_a_point_declared_present_that_the_report_does_not_hold_refuses_the_report() -> None:
    answer = ReportAnswer(key="R-f", state=AnswerState.PRESENT)

    with pytest.raises(IncompleteError, match="R-f"):
        render_ghg_report(replace(GHG_REPORT, direct_by_gas=(), answers=(answer,)))


def test_the_gases_together_and_their_difference_are_printed(pdf: bytes) -> None:
    assert "Gases together 1,304.93, category 1,304.93, difference 0.00." in flat(pdf)


def test_totals_stand_on_the_first_page(pdf: bytes) -> None:
    assert "52,267.92 49,653.42 ±10.88 %" in first_page(pdf)


def test_it_says_that_nobody_has_signed_until_somebody_has(pdf: bytes) -> None:
    act = Attestation(
        person=GHG_REPORT.approved_by,
        at=datetime(2022, 11, 7, 9, 12, tzinfo=UTC),
        over_sha256=contract_hash(GHG_REPORT),
        manner="Act in the product after a fresh sign-in",
    )

    signed = flat(render_ghg_report(GHG_REPORT, act))

    assert "not signed yet" in flat(pdf)
    assert "Zhang Min, General manager, 2022-11-07 09:12 UTC" in signed
    assert f"Signed over SHA-256 {contract_hash(GHG_REPORT)}" in signed


def test_the_same_contract_gives_the_same_bytes_and_embeds_its_fonts(pdf: bytes) -> None:
    assert render_ghg_report(GHG_REPORT) == pdf
    assert all(fonts_of(pdf).values())
