"""Renders the findings log as a workbook: findings, all rounds, effects, uncorrected schedule, ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from reports.contract import DocumentHeader, EvaluationGroup, FindingRow, LedgerRow
from reports.findings_pages import STATES, citations
from reports.ledger_sheet import ledger_sheet
from reports.workbook import Book, Entry, Formula


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


# Title, width in characters, what stands in the column.
_COLUMNS: tuple[tuple[str, int, Callable[[FindingRow], Entry]], ...] = (
    ("Finding", 9, lambda row: row.code),
    ("Type", 18, lambda row: row.kind),
    ("Subtype", 14, lambda row: row.subtype),
    ("Title", 34, lambda row: row.title),
    ("Requirement", 26, lambda row: row.requirement),
    ("Gap", 44, lambda row: row.gap),
    ("State", 20, lambda row: STATES[row.state][0]),
    ("Group", 8, lambda row: row.group),
    ("Version", 10, lambda row: row.statement_version),
    ("Claimed", 16, lambda row: row.claimed),
    ("Verified", 16, lambda row: row.verified),
    ("Net, t CO2e", 14, lambda row: row.net),
    ("Gross, t CO2e", 14, lambda row: row.gross),
    ("Market net, t CO2e", 14, lambda row: row.market_net),
    ("Projected", 11, lambda row: "yes" if row.is_projected else "no"),
    ("Issued", 12, lambda row: row.issued_on),
    ("Due", 12, lambda row: row.due),
    ("Issued by", 18, lambda row: row.issued_by),
    ("Root cause", 28, lambda row: row.root_cause),
    ("Correction", 28, lambda row: row.correction),
    ("Corrective action", 28, lambda row: row.corrective_action),
    ("Closed", 14, lambda row: row.closed_on),
    ("Corrected in", 14, lambda row: row.corrected_in),
    ("Evidence", 30, lambda row: citations(row.evidence)),
)


def _findings(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet("Findings", [width for _, width, _ in _COLUMNS])
    sheet.head([title for title, _, _ in _COLUMNS])
    for row in findings:
        sheet.write([shown(row) for _, _, shown in _COLUMNS])


def _rounds(book: Book, findings: Sequence[FindingRow]) -> None:
    sheet = book.sheet("Rounds", (9, 8, 12, 20, 60, 30, 12, 20, 60, 30, 18))
    answer = ("Finding", "Round", "Answered", "By", "Answer", "Cited")
    sheet.head((*answer, "Assessed", "By", "Assessment", "Assessed with", "Outcome"))
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
                    citations(item.assessed_with),
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
            *("Group", "Basis", "Finding", "Source", "Net, t CO2e", "Gross, t CO2e"),
            *("Share of the group", "Share of the threshold", "Reason"),
        )
    )
    for run in runs:
        first = sheet.row
        for item in run.misstatements:
            gross = sum((abs(effect) for effect in item.effects), Decimal(0))
            shares = _shares(sheet.row, run, item.share, item.threshold_share)
            sheet.write((*_run_of(run), item.finding, item.source, item.net, gross, *shares, item.reason))
        last = sheet.row - 1
        net: Entry = Formula(f"SUM(E{first}:E{last})", run.net) if run.misstatements else run.net
        whole: Entry = Formula(f"SUM(F{first}:F{last})", run.gross) if run.misstatements else run.gross
        shares = _shares(sheet.row, run, run.net_share, abs(run.net) / run.threshold_tonnes)
        sheet.write((*_run_of(run), "all", "", net, whole, *shares), bold=True)


def _run_of(run: EvaluationGroup) -> tuple[str, str]:
    return run.group, run.basis.value


def _shares(row: int, run: EvaluationGroup, of_group: Decimal, of_limit: Decimal) -> tuple[Formula, Formula]:
    return (
        Formula(f"ABS(E{row})/{run.denominator}", of_group, is_share=True),
        Formula(f"ABS(E{row})/{run.threshold_tonnes}", of_limit, is_share=True),
    )
