"""Renders the verification report: the statement's elements and all that stands behind the opinion."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports import places
from reports.completeness import refuse_incomplete_statement
from reports.contract import (
    ContractError,
    InventoryLine,
    VerificationReportContract,
    canonical,
    contract_hash,
)
from reports.evaluation_pages import evaluation_pages, ledger_pages, uncertainty_table, uncorrected_pages
from reports.findings_pages import findings_pages
from reports.fonts import font_set
from reports.lines import line_table
from reports.masthead import opening, opinions, summary_table
from reports.pages import Plan, set_pages
from reports.palette import CONTENT_WIDTH
from reports.style import Cell, Column, Compositor, Content
from reports.verification_statement import running_of, signatures, statement_work, subject
from reports.wording import wording
from reports.work_pages import evidence_table, work_pages


def render_verification_report(report: VerificationReportContract, *, is_draft: bool = False) -> bytes:
    """Return the PDF of the report; its foot carries the statement's contract hash, which fixes the body too.

    Raises ContractError when the body is not the one that the statement names, IncompleteError and
    MissingGlyphError as the statement does.
    """
    refuse_incomplete_statement(report.statement, is_draft=is_draft)
    if report.statement.report_body_sha256 != contract_hash(report.body):
        raise ContractError("The report's body is not the one that its statement is bound to.")
    words = wording(report.statement.language)
    fonts = font_set(canonical(report).decode() + words.characters())
    sha256 = contract_hash(report.statement)

    def story(plan: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words, [finding.code for finding in report.body.findings])
        return [
            *opening(
                compositor, report.statement, sha256, words.report_title(report.statement), places.REPORT
            ),
            *opinions(compositor, report.statement),
            *_contents(compositor, plan),
            *_chapters(compositor, report, is_draft),
        ]

    running = running_of(report.statement, sha256, "Verification report", is_draft=is_draft)
    return set_pages(story, running, fonts)


def _chapters(compositor: Compositor, report: VerificationReportContract, is_draft: bool) -> list[Flowable]:
    statement, body, say = report.statement, report.body, compositor.say
    assert statement.summary is not None  # element 13 is refused before
    return [
        *subject(compositor, statement),
        compositor.heading(say("Summary of the GHG statement")),
        *summary_table(compositor, statement.summary, places.REPORT),
        *ledger_pages(compositor, body.ledger),
        *uncorrected_pages(compositor, body),
        *evaluation_pages(compositor, body.evaluation),
        *findings_pages(compositor, body),
        compositor.heading(say("Recommendations")),
        *(compositor.bullets(body.recommendations) or [compositor.text(say("None."))]),
        *statement_work(compositor, statement),
        *work_pages(compositor, body),
        compositor.heading(say("Uncertainty")),
        compositor.text(body.uncertainty_note),
        uncertainty_table(compositor, body.uncertainties),
        *signatures(
            compositor,
            statement,
            is_draft=is_draft,
            place=f"{body.place}, {compositor.words.day(body.dated)}",
        ),
        *_annexes(compositor, report),
    ]


def _contents(compositor: Compositor, plan: Plan) -> list[Flowable]:
    rows: list[list[Content]] = [
        [Cell(text, link=f"#{anchor}"), Cell(str(page))]
        for text, level, anchor, page in plan.headings
        if level == 1
    ]
    if not rows:
        return []
    columns = [Column(compositor.say("Contents"), 88), Column(compositor.say("Page"), 12, "right")]
    width, gutter, half = (CONTENT_WIDTH - 20) / 2, 20, (len(rows) + 1) // 2
    pair = [compositor.table(columns, part, kind="dense", width=width) for part in (rows[:half], rows[half:])]
    return [compositor.space(10), compositor.beside(pair, [width + gutter, width])]


def _annexes(compositor: Compositor, report: VerificationReportContract) -> list[Flowable]:
    say, statement = compositor.say, report.statement

    def to_trace(line: InventoryLine) -> str:
        return places.link_to(places.TRACE, places.line_name(line.code), places.REPORT)

    return [
        compositor.heading(say("Annex A. Lines of the GHG statement"), anchor=places.LINES_NAME),
        line_table(compositor, statement.lines, to_trace),
        compositor.heading(say("Annex B. Sites")),
        compositor.table(
            [Column(say("Site"), 38), Column(say("Address"), 36), Column(say("Activity"), 26)],
            [[site.name, site.address, site.activity] for site in statement.sites],
        ),
        compositor.heading(say("Annex C. Evidence index")),
        evidence_table(compositor, report.body.evidence),
    ]
