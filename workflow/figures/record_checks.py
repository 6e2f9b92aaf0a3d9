"""Checks on the record: witnesses (EV-20), extraction (EV-21), dates (EV-22), supplier data (EV-23)."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from methods.evidence_checks import (
    DatedDocument,
    ExtractedFigure,
    SupplierStatement,
    TestedFigure,
    check_document_dates,
    check_extraction,
    check_supplier_statement,
    check_witnesses,
)
from methods.evidence_checks.names import bare
from workflow.documents.models import DocumentVersion
from workflow.documents.rules import DocumentKind, Origin
from workflow.figures.check_parts import Found, codes_of
from workflow.figures.evidence_facts import EvidenceFacts, PageFacts, page_text, period_of
from workflow.figures.queries import LinkRow
from workflow.figures.rules import FigureState

_BOUNDARY = re.compile(
    r"(?i)cradle[- ]to[- ](?:gate|grave)|gate[- ]to[- ]gate|从?摇篮到(?:大门|坟墓)|大门到大门|"
    r"system boundary ?:? ?[a-z][\w -]{2,40}|系统边界[:：]? ?[\u4e00-\u9fff]{2,20}"
)


def witnesses(facts: EvidenceFacts) -> list[Found]:
    """EV-20 over all figures of the case that are tested, by person and not by name."""
    testers: dict[int, set[str]] = {}
    for test in facts.tests:
        testers.setdefault(test.figure_id, set()).add(str(test.tested_by_id))
    tested = [figure for page in facts.pages for figure in page.figures if figure.id in testers]
    result = check_witnesses(
        facts.case.code,
        [
            TestedFigure(
                figure.code,
                figure.is_witnessed,
                str(figure.read_right_by_id) if figure.read_right_by_id is not None else None,
                tuple(sorted(testers[figure.id])),
            )
            for figure in tested
        ],
    )
    alone = result.value("alone").split(", ")
    return [Found(facts.case.code, result, (), codes_of(f for f in tested if f.code in alone))]


def extraction(facts: EvidenceFacts) -> list[Found]:
    """EV-21 over all figures that are linked to a line of the version at hand."""
    rows = [row for line in facts.lines for row in line.links]
    result = check_extraction(facts.case.code, [_extracted(row) for row in rows])
    named = f"{result.value('unread')} {result.value('bare')}"
    return [
        Found(facts.case.code, result, (), codes_of(r.figure for r in rows if f"{r.figure.code} (" in named))
    ]


def _extracted(row: LinkRow) -> ExtractedFigure:
    figure = row.figure
    return ExtractedFigure(
        figure=figure.code,
        line=row.source.code,
        is_read_right=figure.state is FigureState.READ_RIGHT,
        has_place=bool(figure.cell) or len(figure.box or ()) == 4,
        has_raw=bool(figure.raw.strip()),
        has_unit=bool(figure.unit),
        read_right_by=figure.read_right_by,
        is_captured=figure.captured_by is not None,
    )


def document_dates(facts: EvidenceFacts) -> list[Found]:
    """EV-22 over all documents that were handed in, by the civil day where the entity is."""
    zone = ZoneInfo(facts.entity_zone)
    printed: dict[int, date] = {}
    for page in facts.pages:
        day = page.day("issue_date")
        if day is not None:
            printed[page.version.id] = max(day, printed.get(page.version.id, day))
    documents = [
        DatedDocument(
            document=document.code,
            received=version.received_at.astimezone(zone).date(),
            dated=printed.get(version.id),
            requested=facts.asked_on.get(document.request_code or ""),
            created=_made_on(version, zone),
        )
        for document, version in facts.documents
        if document.origin is not Origin.WORKING_PAPER
    ]
    result = check_document_dates(facts.case.code, documents)
    late = tuple(item.document for item in documents if item.dated and item.dated > item.received)
    return [Found(facts.case.code, result, late)]


def _made_on(version: DocumentVersion, zone: ZoneInfo) -> date | None:
    """The civil day on which the file says it was made; None where it says none, or one after it came."""
    said = version.file_made or version.file_changed
    if said is None:
        return None
    made = datetime.fromisoformat(said)
    day = (made.astimezone(zone) if made.tzinfo is not None else made).date()
    # A clock that was wrong once tells nothing: the file was here by then.
    return day if day <= version.received_at.astimezone(zone).date() else None


def supplier_statements(facts: EvidenceFacts) -> list[Found]:
    """EV-23 for each page of a supplier's declaration on which a value is read right."""
    if facts.year is None:
        return []
    found = []
    for page in facts.pages_of(DocumentKind.SUPPLIER_DECLARATION):
        if page.figures:
            result = check_supplier_statement(_statement(page), facts.year)
            found.append(Found(page.name, result, (page.document.code,), codes_of(page.figures)))
    return found


def _statement(page: PageFacts) -> SupplierStatement:
    periods = [period for period in map(period_of, page.figures) if period is not None]
    text = page_text(page)
    boundary = _BOUNDARY.search(text)
    return SupplierStatement(
        page.name, periods[0] if periods else None, boundary.group() if boundary else None, bool(bare(text))
    )
