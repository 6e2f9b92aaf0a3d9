"""The checklist R-a to R-t of ISO 14064-1:2018, 9.3.1, as the GHG report prints it."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.contract import GhgReportContract
from reports.style import Cell, Column, Compositor, Content

# Point, what it asks in our own words, and the chapter that answers it.
POINTS = (
    ("R-a", "the organisation described", "Organisation and responsibility"),
    ("R-b", "the person responsible for the report", "Organisation and responsibility"),
    ("R-c", "the period", "Organisation and responsibility"),
    ("R-d", "the organisational boundary", "Organisational boundary"),
    ("R-e", "the reporting boundary and the criteria of significance", "Reporting boundary and significance"),
    ("R-f", "direct emissions, per gas", "Direct emissions per gas"),
    ("R-g", "treatment of biogenic CO2, amounts apart", "Biogenic CO2, removals, market-based electricity"),
    ("R-h", "direct removals, if quantified", "Biogenic CO2, removals, market-based electricity"),
    ("R-i", "exclusions of significant sources explained", "Exclusions"),
    ("R-j", "indirect emissions per category", "Inventory by source"),
    ("R-k", "base year and base-year inventory", "Base year"),
    ("R-l", "changes to the base year, recalculation", "Base year"),
    ("R-m", "methods and the reasons for them", "Quantification"),
    ("R-n", "changes of method", "Quantification"),
    ("R-o", "factors", "Factors"),
    ("R-p", "effect of uncertainty per category", "Uncertainty"),
    ("R-q", "uncertainty assessment and its results", "Uncertainty"),
    ("R-r", "statement of conformity with ISO 14064-1", "Conformity and signature"),
    ("R-s", "whether verified, kind and level of assurance", "Conformity and signature"),
    ("R-t", "GWP values and their source", "Global warming potentials"),
)


def checklist_table(compositor: Compositor, report: GhgReportContract) -> Flowable:
    """Return each point with its answer; a report is only rendered when none is absent (refused before)."""
    say = compositor.say
    columns = [
        Column(say("Point"), 10),
        Column(say("What ISO 14064-1 asks"), 40),
        Column(say("Answer"), 16),
        Column(say("Where"), 34),
    ]
    rows: list[list[Content]] = [
        [Cell(key, bold=True), say(asked), _answer(compositor, report, key), say(chapter)]
        for key, asked, chapter in POINTS
    ]
    return compositor.table(columns, rows, kind="dense")


def _answer(compositor: Compositor, report: GhgReportContract, key: str) -> Cell:
    idle = {
        "R-f": not report.direct_by_gas,
        "R-h": not report.summary.removals,
        "R-i": not report.exclusions,
    }
    if idle.get(key):
        return Cell(compositor.say("not applicable, reason given"), mark="none")
    return Cell(compositor.say("present"), mark="closed")
