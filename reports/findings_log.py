"""Renders the findings log as a workbook: findings, all rounds, effects, uncorrected schedule, ledger."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.contract import DocumentHeader, EvaluationGroup, FindingRow, LedgerRow
from reports.findings_pages import STATES, citations
from reports.ledger_sheet import ledger_sheet
from reports.workbook import Book, Formula


def render_findings_log(
    header: DocumentHeader,
    findings: Sequence[FindingRow],
    runs: Sequence[EvaluationGroup] = (),
    ledger: Sequence[LedgerRow] = (),
) -> bytes:
    """Return the XLSX of a case's findings; sums are live formulas, every text cell is a text."""
    book = Book(title=f"Findings {header.case_reference}")
    _findings(book, findings)
    _rounds(book, findings)
    _effects(book, findings)
    _steps(book, findings)
    _uncorrected(book, [run for run in runs if run.is_under_opinion])
    if ledger:
        ledger_sheet(book, ledger)
    return book.set()


def _findings(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet(
        "Findings",
        (9, 18, 14, 34, 26, 44, 20, 8, 10, 16, 16, 14, 14, 14, 12, 12, 18, 28, 28, 28, 14, 14, 30, 12),
    )
    sheet.head(
        (
            "Finding",
            "Type",
            "Subtype",
            "Title",
            "Requirement",
            "Gap",
            "State",
            "Group",
            "Version",
            "Claimed",
            "Verified",
            "Net, t CO2e",
            "Gross, t CO2e",
            "Market net, t CO2e",
            "Issued",
            "Due",
            "Issued by",
            "Root cause",
            "Correction",
            "Corrective action",
            "Closed",
            "Corrected in",
            "Evidence",
            "Projected",
        )
    )
    for row in findings:
        sheet.write(
            (
                row.code,
                row.kind,
                row.subtype,
                row.title,
                row.requirement,
                row.gap,
                STATES[row.state][0],
                row.group,
                row.statement_version,
                row.claimed,
                row.verified,
                row.net,
                row.gross,
                row.market_net,
                row.issued_on,
                row.due,
                row.issued_by,
                row.root_cause,
                row.correction,
                row.corrective_action,
                row.closed_on,
                row.corrected_in,
                citations(row.evidence),
                "yes" if row.is_projected else "no",
            )
        )


def _rounds(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet("Rounds", (9, 8, 12, 20, 60, 30, 12, 20, 60, 18))
    sheet.head(
        ("Finding", "Round", "Answered", "By", "Answer", "Cited", "Assessed", "By", "Assessment", "Outcome")
    )
    for row in findings:
        for item in row.rounds:
            sheet.write(
                (
                    row.code,
                    item.number,
                    item.answered_on,
                    item.answered_by,
                    item.answer,
                    citations(item.cited),
                    item.assessed_on,
                    item.assessed_by,
                    item.assessment,
                    item.outcome,
                )
            )


def _effects(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet("Effects", (9, 10, 12, 16, 30))
    sheet.head(("Finding", "Source", "Basis", "Effect, t CO2e", "Label"))
    for row in findings:
        for effect in row.effects:
            sheet.write((row.code, effect.source, effect.basis.value, effect.amount, effect.label))


def _steps(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet("Life", (9, 12, 22, 20, 50))
    sheet.head(("Finding", "Day", "State", "By", "Note"))
    for row in findings:
        for step in row.steps:
            sheet.write((row.code, step.on, STATES[step.state][0], step.by, step.note))


def _uncorrected(book: Book, runs: Sequence[EvaluationGroup]) -> None:
    """Write the schedule per run: net and gross are sums of its rows, shares are of the run's D."""
    sheet = book.sheet("Uncorrected", (9, 11, 10, 10, 16, 16, 16, 16, 40))
    sheet.head(
        (
            "Group",
            "Basis",
            "Finding",
            "Source",
            "Net, t CO2e",
            "Gross, t CO2e",
            "Share of the group",
            "Share of the threshold",
            "Reason",
        )
    )
    for run in runs:
        first = sheet.row
        for item in run.misstatements:
            at = sheet.row
            gross = sum((abs(effect) for effect in item.effects), Decimal(0))
            sheet.write(
                (
                    run.group,
                    run.basis.value,
                    item.finding,
                    item.source,
                    item.net,
                    gross,
                    Formula(f"ABS(E{at})/{run.denominator}", item.share, is_share=True),
                    Formula(f"ABS(E{at})/{run.threshold_tonnes}", item.threshold_share, is_share=True),
                    item.reason,
                )
            )
        last = sheet.row - 1
        net, gross_sum = (
            (Formula(f"SUM({letter}{first}:{letter}{last})", value) if run.misstatements else Decimal("0.00"))
            for letter, value in (("E", run.net), ("F", run.gross))
        )
        at = sheet.row
        share = Formula(f"ABS(E{at})/{run.denominator}", run.net_share, is_share=True)
        of_limit = Formula(
            f"ABS(E{at})/{run.threshold_tonnes}", abs(run.net) / run.threshold_tonnes, is_share=True
        )
        sheet.write((run.group, run.basis.value, "all", "", net, gross_sum, share, of_limit), bold=True)
