"""The checklist of ISO 14064-1:2018, 9.3.1 (R-a to R-t) and clause 8, as the GHG report prints it."""

from __future__ import annotations

from reportlab.platypus import Flowable

from reports.contract import AnswerState, GhgReportContract, ReportAnswer
from reports.pages import Plan
from reports.style import Cell, Column, Compositor, Content

BOUNDARY = "Reporting boundary and significance"
APART = "Biogenic CO2, removals, market-based electricity"
SIGNATURE = "Conformity and signature"
MANAGEMENT = "Information management"
# Point, what it asks in our own words, and the chapter that answers it.
POINTS = (
    ("R-a", "the organisation described", "Organisation and responsibility"),
    ("R-b", "the person responsible for the report", "Organisation and responsibility"),
    ("R-c", "the period", "Organisation and responsibility"),
    ("R-d", "the organisational boundary", "Organisational boundary"),
    ("R-e", "the reporting boundary and the criteria of significance", BOUNDARY),
    ("R-f", "direct emissions, per gas", "Direct emissions per gas"),
    ("R-g", "treatment of biogenic CO2, amounts apart", APART),
    ("R-h", "direct removals, if quantified", APART),
    ("R-i", "exclusions of significant sources explained", "Exclusions"),
    ("R-j", "indirect emissions per category", "Inventory by source"),
    ("R-k", "base year and base-year inventory", "Base year"),
    ("R-l", "changes to the base year, recalculation", "Base year"),
    ("R-m", "methods and the reasons for them", "Quantification"),
    ("R-n", "changes of method", "Quantification"),
    ("R-o", "factors", "Factors"),
    ("R-p", "effect of uncertainty per category", "Uncertainty"),
    ("R-q", "uncertainty assessment and its results", "Uncertainty"),
    ("R-r", "statement of conformity with ISO 14064-1", SIGNATURE),
    ("R-s", "whether verified, kind and level of assurance", SIGNATURE),
    ("R-t", "GWP values and their source", "Global warming potentials"),
    ("8-a", "procedures of information management", MANAGEMENT),
    ("8-b", "retention of documents", MANAGEMENT),
    ("8-c", "plan of data quality", MANAGEMENT),
)
MARKS = {
    AnswerState.PRESENT: "closed",
    AnswerState.PARTIAL: "open",
    AnswerState.ABSENT: "refused",
    AnswerState.NOT_APPLICABLE: "none",
}


def checklist_table(compositor: Compositor, report: GhgReportContract, plan: Plan) -> Flowable:
    """Return each point with the answer declared on it, where it stands by chapter and page, and any reason."""
    say = compositor.say
    columns = [
        Column(say("Point"), 8),
        Column(say("What ISO 14064-1 asks"), 32),
        Column(say("Answer"), 16),
        Column(say("Where, or why not"), 44),
    ]
    declared = {answer.key: answer for answer in report.answers}
    places = {plain: (anchor, page) for plain, _level, anchor, page in plan.headings}
    rows: list[list[Content]] = []
    for key, asked, chapter in POINTS:
        answer = declared.get(key, ReportAnswer(key=key, state=AnswerState.PRESENT))
        mark = Cell(say(answer.state.value), mark=MARKS[answer.state])
        rows.append([Cell(key, bold=True), say(asked), mark, _where(compositor, answer, chapter, places)])
    return compositor.table(columns, rows, kind="dense")


def _where(
    compositor: Compositor, answer: ReportAnswer, chapter: str, places: dict[str, tuple[str, int]]
) -> Cell:
    if answer.state in {AnswerState.ABSENT, AnswerState.NOT_APPLICABLE}:
        return Cell(answer.reason)
    title = compositor.say(chapter)
    anchor, page = places.get(title, ("", 0))
    found = f"{title}, {compositor.say('page')}\u00a0{page}" if page else title
    return Cell(f"{found}. {answer.reason}" if answer.reason else found, link=f"#{anchor}" if anchor else "")
