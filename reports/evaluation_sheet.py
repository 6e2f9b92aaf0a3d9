"""Renders the evaluation as a workbook: the numbers of 4.1 as live formulas over ledger and effects."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.contract import DocumentHeader, EvaluationGroup, LedgerRow
from reports.ledger_sheet import LedgerRange, ledger_sheet
from reports.workbook import Book, Entry, Formula, Share, Sheet

_SUMMARY = (
    *(("Run", 30), ("Version", 12), ("Basis", 14), ("Total D, t CO2e", 18), ("Threshold", 14)),
    *(("Threshold, t CO2e", 16), ("Net, t CO2e", 16), ("Net share", 14), ("Gross share", 14)),
    *(("Material", 16), ("Conclusion", 18)),
)


def render_evaluation_sheet(
    header: DocumentHeader, runs: Sequence[EvaluationGroup], ledger: Sequence[LedgerRow]
) -> bytes:
    """Return the XLSX: summary, one sheet per run, the ledger; formulas give the totals of the report."""
    book = Book(title=f"Evaluation {header.case_reference}")
    summary = book.sheet("Summary", [width for _, width in _SUMMARY])
    sheets = [(run, book.sheet(_name(run), (22, 12, 12, 18, 18, 16, 18, 40))) for run in runs]
    place = ledger_sheet(book, ledger)
    _head(summary, header)
    summary.head([title for title, _ in _SUMMARY])
    for run, sheet in sheets:
        summary.write(_summary_of(run, f"'{sheet.name}'!", _run(sheet, run, place)))
    return book.set()


def _summary_of(run: EvaluationGroup, sheet: str, cells: dict[str, str]) -> tuple[Entry, ...]:
    return (
        *(f"Group {run.group}, {run.name}", run.version, run.basis.value),
        Formula(f"{sheet}{cells['D']}", run.denominator),
        Share(run.threshold),
        Formula(f"{sheet}{cells['limit']}", run.threshold_tonnes),
        Formula(f"{sheet}{cells['net']}", run.net),
        Formula(f"{sheet}{cells['net_share']}", run.net_share, is_share=True),
        Formula(f"{sheet}{cells['gross_share']}", run.gross_share, is_share=True),
        Formula(f"{sheet}{cells['material']}", _yes(_passes(run))),
        (run.decided or run.proposed).value,
    )


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
    cells = _Facts(sheet)
    cells.put("D", "Total of the group, D", _denominator(run, ledger))
    cells.put("T", "Threshold, share of D", Share(run.threshold))
    limit = Formula(f"ROUND({cells['D']}*{cells['T']},2)", run.threshold_tonnes)
    cells.put("limit", "Threshold, t CO2e", limit)
    cells.put("performance", "Performance materiality, t CO2e", run.performance_tonnes)
    cells.put("trivial", "Clearly trivial, t CO2e", run.trivial_tonnes)
    cells.put("net", "Net of all uncorrected", Formula(f"SUM(D{first}:D{last})", run.net))
    cells.put("gross", "Gross of all uncorrected", Formula(f"SUM(E{first}:E{last})", run.gross))
    cells.put("largest", "Largest misstatement", Formula(f"MAX(F{first}:F{last})", run.largest))
    cells.put("unverified", "Without sufficient evidence, t CO2e", run.unverified)
    _judgement(cells, run)
    for branch in run.branches:
        sheet.write((f"Branch: {branch.name}", None, None, branch.proposes.value, branch.compared))
    return cells


class _Facts(dict[str, str]):
    """Labelled facts of a run; remembers the cell in which each stands."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def put(self, key: str, label: str, entry: Entry) -> None:
        row = self._sheet.write((label, None, None, entry), bold=key in ("D", "net", "gross"))
        self[key] = f"D{row}"


def _judgement(cells: _Facts, run: EvaluationGroup) -> None:
    """Write shares of D, what passes the threshold, what was proposed and decided."""
    base = cells["D"]
    cells.put("net_share", "Net, share of D", Formula(f"ABS({cells['net']})/{base}", run.net_share, True))
    cells.put("gross_share", "Gross, share of D", Formula(f"{cells['gross']}/{base}", run.gross_share, True))
    largest = Formula(f"{cells['largest']}/{base}", run.largest_share, True)
    cells.put("largest_share", "Largest, share of D", largest)
    gap = Formula(f"{cells['unverified']}/{base}", run.gap_share, True)
    cells.put("gap_share", "Without evidence, share of D", gap)
    passes = f"MAX({cells['net_share']},{cells['largest_share']})>{cells['T']}"
    material = Formula(f'IF({passes},"yes","no")', _yes(_passes(run)))
    cells.put("material", "Net or largest passes the threshold", material)
    flag = Formula(f'IF({cells["gross_share"]}>{cells["T"]},"yes","no")', _yes(run.is_gross_flagged))
    cells.put("flag", "Gross passes the threshold (flag)", flag)
    cells.put("ruling", "Judged material, rulings included", _yes(run.is_material))
    cells.put("proposed", "Proposed", run.proposed.value)
    cells.put("decided", "Decided by the lead verifier", run.decided.value if run.decided else "")
    cells.put("reason", "Reason", run.decision_reason)


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
