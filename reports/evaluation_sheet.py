"""Renders the evaluation as a workbook: the numbers of 4.1 as live formulas over ledger and effects."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.contract import DocumentHeader, EvaluationGroup, LedgerRow
from reports.ledger_sheet import LedgerRange, ledger_sheet
from reports.workbook import Book, Entry, Formula, Share, Sheet


def render_evaluation_sheet(
    header: DocumentHeader, runs: Sequence[EvaluationGroup], ledger: Sequence[LedgerRow]
) -> bytes:
    """Return the XLSX: summary, one sheet per run, the ledger; formulas give the totals of the report."""
    book = Book(title=f"Evaluation {header.case_reference}")
    summary = book.sheet("Summary", (30, 12, 14, 18, 14, 16, 16, 14, 14, 16, 18))
    sheets = [(run, book.sheet(_name(run), (22, 12, 12, 18, 18, 16, 18, 40))) for run in runs]
    place = ledger_sheet(book, ledger)
    _head(summary, header)
    summary.head(
        (
            "Run",
            "Version",
            "Basis",
            "Total D, t CO2e",
            "Threshold",
            "Threshold, t CO2e",
            "Net, t CO2e",
            "Net share",
            "Gross share",
            "Material",
            "Conclusion",
        )
    )
    for run, sheet in sheets:
        cells = _run(sheet, run, place)
        quoted = f"'{sheet.name}'!"
        summary.write(
            (
                f"Group {run.group}, {run.name}",
                run.version,
                run.basis.value,
                Formula(f"{quoted}{cells['D']}", run.denominator),
                Share(run.threshold),
                Formula(f"{quoted}{cells['limit']}", run.threshold_tonnes),
                Formula(f"{quoted}{cells['net']}", run.net),
                Formula(f"{quoted}{cells['net_share']}", run.net_share, is_share=True),
                Formula(f"{quoted}{cells['gross_share']}", run.gross_share, is_share=True),
                Formula(f"{quoted}{cells['material']}", _yes(_passes(run))),
                (run.decided or run.proposed).value,
            )
        )
    return book.set()


def _name(run: EvaluationGroup) -> str:
    return f"{run.group} {run.basis.value} {run.version}"


def _head(sheet: Sheet, header: DocumentHeader) -> None:
    for label, value in (
        ("Case", header.case_reference),
        ("Responsible party", header.party),
        ("Period", f"{header.period.start} to {header.period.end}"),
        ("Statement version", header.statement_version),
        ("SHA-256 of the GHG statement", header.statement_sha256),
        ("Number", f"{header.number} rev {header.revision}" if header.number else ""),
    ):
        sheet.write((label, value))
    sheet.skip()


def _run(sheet: Sheet, run: EvaluationGroup, ledger: LedgerRange) -> dict[str, str]:
    """Write one run and return the cells that the summary points at."""
    first, last = _misstatements(sheet, run)
    sheet.skip()
    cells: dict[str, str] = {}

    def fact(key: str, label: str, entry: Entry) -> None:
        row = sheet.write((label, None, None, entry), bold=key in ("D", "net", "gross"))
        cells[key] = f"D{row}"

    def over(letter: str) -> str:
        return f"{letter}{first}:{letter}{last}"

    fact("D", "Total of the group, D", _denominator(run, ledger))
    fact("T", "Threshold, share of D", Share(run.threshold))
    fact("limit", "Threshold, t CO2e", Formula(f"ROUND({cells['D']}*{cells['T']},2)", run.threshold_tonnes))
    fact("performance", "Performance materiality, t CO2e", run.performance_tonnes)
    fact("trivial", "Clearly trivial, t CO2e", run.trivial_tonnes)
    fact("net", "Net of all uncorrected", Formula(f"SUM({over('D')})", run.net))
    fact("gross", "Gross of all uncorrected", Formula(f"SUM({over('E')})", run.gross))
    fact("largest", "Largest misstatement", Formula(f"MAX({over('F')})", run.largest))
    fact("net_share", "Net, share of D", Formula(f"ABS({cells['net']})/{cells['D']}", run.net_share, True))
    fact("gross_share", "Gross, share of D", Formula(f"{cells['gross']}/{cells['D']}", run.gross_share, True))
    fact(
        "largest_share",
        "Largest, share of D",
        Formula(f"{cells['largest']}/{cells['D']}", run.largest_share, True),
    )
    fact("unverified", "Without sufficient evidence, t CO2e", run.unverified)
    fact(
        "gap_share",
        "Without evidence, share of D",
        Formula(f"{cells['unverified']}/{cells['D']}", run.gap_share, True),
    )
    passes = f"MAX({cells['net_share']},{cells['largest_share']})>{cells['T']}"
    fact(
        "material",
        "Net or largest passes the threshold",
        Formula(f'IF({passes},"yes","no")', _yes(_passes(run))),
    )
    flagged = f"{cells['gross_share']}>{cells['T']}"
    fact(
        "flag",
        "Gross passes the threshold (flag)",
        Formula(f'IF({flagged},"yes","no")', _yes(run.is_gross_flagged)),
    )
    fact("ruling", "Judged material, rulings included", _yes(run.is_material))
    fact("proposed", "Proposed", run.proposed.value)
    fact("decided", "Decided by the lead verifier", run.decided.value if run.decided else "")
    fact("reason", "Reason", run.decision_reason)
    for branch in run.branches:
        sheet.write((f"Branch: {branch.name}", None, None, branch.proposes.value, branch.compared))
    return cells


def _misstatements(sheet: Sheet, run: EvaluationGroup) -> tuple[int, int]:
    """Write one row per misstatement with its effects; an empty run keeps one empty row to sum over."""
    sheet.head(
        (
            "Finding",
            "Source",
            "Category",
            "Net, t CO2e",
            "Gross, t CO2e",
            "Largest, t CO2e",
            "Projected",
            "Effects, t CO2e",
        )
    )
    first = sheet.row
    for item in run.misstatements:
        at = sheet.row
        gross = "+".join(f"ABS({effect})" for effect in item.effects)
        sheet.write(
            (
                item.finding,
                item.source,
                item.iso_category,
                item.net,
                Formula(gross, sum((abs(effect) for effect in item.effects), Decimal(0))),
                Formula(f"ABS(D{at})", abs(item.net)),
                _yes(item.is_projected),
                "; ".join(str(effect) for effect in item.effects),
            )
        )
    if not run.misstatements:
        sheet.write(("none", "", None, Decimal("0.00"), Decimal("0.00"), Decimal("0.00")))
    return first, sheet.row - 1


def _denominator(run: EvaluationGroup, ledger: LedgerRange) -> Entry:
    """Return D as a sum over the ledger where it is one; for a version between, the plain number."""
    for of_verified in (True, False):
        formula = ledger.total(run.group, run.basis, of_verified=of_verified)
        if formula.value == run.denominator:
            return formula
    return run.denominator


def _passes(run: EvaluationGroup) -> bool:
    return max(run.net_share, run.largest_share) > run.threshold


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"
