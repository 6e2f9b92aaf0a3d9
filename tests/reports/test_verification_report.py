from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

import pytest

from reports.contract import (
    CheckRow,
    ContractError,
    EvidenceLink,
    FindingRow,
    VerificationReportContract,
    contract_hash,
    join_report,
)
from reports.findings_pages import STATES
from reports.pages import signature_places
from reports.trace_pages import render_trace_pages
from reports.verification_report import render_verification_report
from tests.reports.reading_back import destinations, first_page, flat, fonts_of, outside_links
from tests.reports.worked_contract import HASH, REPORT, TRACE
from tests.reports.worked_findings import FINDINGS
from workflow.findings.rules import FindingState

NUMBERS = (
    # Totals, thresholds and the ledger.
    *(
        "52,151.15",
        "52,267.92",
        "49,653.42",
        "24,883.32",
        "27,384.60",
        "1,244.17",
        "933.12",
        "62.21",
        "2,738.46",
    ),
    *("2,053.85", "22,268.82", "22,449.84", "18,963.84", "19,885.89", "−922.05", "−116.77"),
    # Evaluation of v1 on both bases, of v2.
    *(
        "0.471 %",
        "877.88",
        "3.545 %",
        "21,280.55",
        "1,064.03",
        "798.02",
        "−988.27",
        "4.644 %",
        "1,749.38",
        "8.221 %",
    ),
    *("4.095 %", "+111.42", "0.407 %", "1,238.33"),
    # Findings.
    *("−50.55", "−431.10", "+380.56", "811.66", "−10.38", "−55.84", "−871.50", "+20.01"),
    # The sample.
    *(
        "1,114.19",
        "2,053.845",
        "1,948.72",
        "1,793.85",
        "22 hits",
        "CU-03",
        "PL-76",
        "200.10",
        "180.09",
        "10.00 %",
    ),
    # Uncertainty.
    *("±5.90 %", "±4.89 %", "±4.64 %", "±20.33 %", "±10.88 %"),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_verification_report(REPORT)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_number_of_the_worked_case_is_read_back(pdf: bytes, number: str) -> None:
    assert number in flat(pdf)


def test_every_finding_is_printed_with_each_of_its_rounds(pdf: bytes) -> None:
    words = flat(pdf)

    for finding in FINDINGS:
        assert f"{finding.code} {finding.title}" in words
        for item in finding.rounds:
            assert item.answer in words
            assert item.assessment in words


def test_every_state_of_a_finding_has_its_words_and_shape() -> None:
    assert set(STATES) == {state.value for state in FindingState}


def test_the_ledger_ties_out_in_the_contract_that_is_printed() -> None:
    for row in REPORT.body.ledger:
        assert row.reported - sum(item.net for item in row.corrections) - row.remainder == row.verified


def test_the_first_page_says_conclusion_level_and_totals_before_anything_else(pdf: bytes) -> None:
    page = first_page(pdf)

    order = ("unmodified", "reasonable assurance", "52,267.92", "Opinion", "Contents")
    places = [page.index(word) for word in order]

    assert places == sorted(places)


def test_the_foot_carries_the_contract_hash_of_the_statement(pdf: bytes) -> None:
    assert flat(pdf).count(f"SHA-256 {HASH}") >= 12


def test_a_body_that_its_statement_is_not_bound_to_is_refused() -> None:
    other = VerificationReportContract(statement=REPORT.statement, body=replace(REPORT.body, place="Oslo"))

    with pytest.raises(ContractError, match="bound"):
        render_verification_report(other)


def test_joining_binds_the_body_so_that_one_hash_fixes_both() -> None:
    moved = join_report(REPORT.statement, replace(REPORT.body, place="Oslo"))

    assert contract_hash(moved.statement) != HASH


def test_the_same_contract_gives_the_same_bytes(pdf: bytes) -> None:
    assert render_verification_report(REPORT) == pdf


def test_all_fonts_are_embedded(pdf: bytes) -> None:
    assert all(fonts_of(pdf).values())


def test_the_evidence_index_holds_every_document_with_its_hash_on_one_line(pdf: bytes) -> None:
    words = flat(pdf)

    for row in REPORT.body.evidence:
        assert row.code in words
        assert row.sha256 in words


def test_each_number_of_a_line_links_to_the_trace_pages(pdf: bytes) -> None:
    names = {name for path, name in outside_links(pdf) if path == "../16-trace/trace-pages.pdf"}

    assert {f"line.{line.code}" for line in REPORT.statement.lines} <= names
    assert names <= destinations(render_trace_pages(TRACE))


def test_both_signature_places_are_kept(pdf: bytes) -> None:
    assert set(signature_places(pdf)) == {"LeadVerifier", "AuthorisedSignatory"}


def test_an_answer_longer_than_a_page_is_printed_to_its_end() -> None:
    long_answer = "The bill was found. " * 900 + "This is the end."
    first = FINDINGS[0]
    wordy: FindingRow = replace(first, rounds=(replace(first.rounds[0], answer=long_answer),))
    body = replace(REPORT.body, findings=(wordy, *FINDINGS[1:]))

    assert "This is the end." in flat(render_verification_report(join_report(REPORT.statement, body)))


def test_a_case_without_findings_samples_or_visits_is_printed() -> None:
    body = replace(
        REPORT.body,
        findings=(),
        samples=(),
        visits=(),
        checks=(),
        tests=(),
        recommendations=(),
        risks=(),
        evidence=(),
    )

    words = flat(render_verification_report(join_report(REPORT.statement, body)))

    assert "No finding was raised." in words
    assert "No site was visited" in words


def test_a_remainder_is_printed_with_its_reason() -> None:
    row = replace(REPORT.body.ledger[0], remainder=D("-0.03"), remainder_reason="Rounding of three meters.")
    body = replace(REPORT.body, ledger=(row, *REPORT.body.ledger[1:]))

    words = flat(render_verification_report(join_report(REPORT.statement, body)))

    assert "S01: remainder −0.03. Rounding of three meters." in words


def test_a_table_cell_longer_than_a_page_is_printed_to_its_end() -> None:
    title = "One meter after the other was read. " * 200 + "This is the end."
    checks = (replace(REPORT.body.checks[0], values=title),)
    finding = replace(FINDINGS[0], title=title)
    body = replace(REPORT.body, checks=checks, findings=(finding,))

    words = flat(render_verification_report(join_report(REPORT.statement, body)))

    assert words.count("This is the end.") == 4


def test_only_checks_that_did_not_pass_are_listed_and_the_others_counted() -> None:
    checks = (
        CheckRow(code="EV-04", subject="E-001.5", answer="pass", values="742,000 kWh, as the bill states."),
        CheckRow(code="EV-04", subject="E-001.9", answer="pass", values="610,000 kWh, as the bill states."),
        CheckRow(code="EV-10", subject="HIK-G1", answer="fail", values="No valid calibration on 61 days."),
    )
    body = replace(REPORT.body, checks=checks)

    words = flat(render_verification_report(join_report(REPORT.statement, body)))

    assert "No valid calibration on 61 days." in words and "742,000 kWh" not in words
    assert "Passed: EV-04 2 ×." in words


def test_what_was_cited_in_assessing_an_answer_is_printed_with_the_assessment() -> None:
    first = FINDINGS[0]
    held = replace(first.rounds[0], assessed_with=(EvidenceLink(document="E-097", page=3),))
    body = replace(REPORT.body, findings=(replace(first, rounds=(held,)), *FINDINGS[1:]))

    words = flat(render_verification_report(join_report(REPORT.statement, body)))

    assert f"{held.assessment} (E-097 p. 3)" in words
