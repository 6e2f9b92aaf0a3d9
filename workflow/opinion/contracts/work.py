"""What the report says of the work: team, dates, risks, tests, checks, visits, samples, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from reports.contract import (
    CheckRow,
    DatedStep,
    EvidenceRow,
    ReportBody,
    RiskRow,
    SamplingHit,
    SamplingRecord,
    TestRow,
    Visit,
)
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents import queries as documents
from workflow.documents.models import Document, DocumentVersion
from workflow.figures import queries as figures
from workflow.findings.models import Citation, Finding
from workflow.ghg_statement import queries as statements
from workflow.opinion import reads
from workflow.opinion.contracts.evaluation import evaluation_runs
from workflow.opinion.contracts.findings import carried_in, findings_rows, ledger_rows
from workflow.opinion.contracts.inventory import Inventory
from workflow.opinion.contracts.parties import Ground, lines, team_as_people
from workflow.opinion.models import DraftOpinion
from workflow.opinion.rules import FactualCheckState
from workflow.planning import queries as planning
from workflow.planning.models import Activity, Risk, Sample, SampleItem

LEVELS = {1: "L", 2: "M", 3: "H"}
LOW_FROM, MEDIUM_FROM = 6, 3
# Moves of the case and of its statement that a reader of the report is told of, in words.
TOLD = {
    "case.engage": "Application taken up",
    "case.agree": "Engagement agreed",
    "statement_version.hand_in": "GHG statement received as a draft",
    "statement_version.submit": "GHG statement signed and submitted",
    "case.approve_plan": "Plan approved",
    "case.evaluate": "Evidence gathering completed",
    "evaluation.compute": "Misstatements evaluated",
    "factual_check.send": "Draft sent for the factual check",
    "factual_check.answer": "Factual check answered",
    "case.approve_review": "Independent review completed",
    "case.review_after_issue": "Fact discovered after issue taken up",
}
# The report reaches people who may not see what a supplier holds in confidence.
IN_CONFIDENCE = "Supplier document held in confidence"
PARTY_SIGNATURE = "signed as an act in the product after a fresh sign-in"


def report_body(
    session: ScopedSession, ground: Ground, inventory: Inventory, draft: DraftOpinion, dated: date
) -> ReportBody:
    """The body of the verification report, from the rows of every noun."""
    planned = planning.planning_of(session, ground.case)
    analysis, activities = planned.analysis, planned.activities
    return ReportBody(
        place=draft.report_place,
        dated=dated,
        team=team_as_people(ground),
        timeline=timeline(session, ground.case),
        strategic_summary=lines(draft.risk_summary)
        or lines(analysis.sector_and_operations if analysis else None),
        risks=risk_rows(planned.risks, activities),
        procedures=_procedures(activities, draft),
        tests=tuple(_test_row(a, planned.changed[a.code]) for a in activities),
        checks=tuple(
            CheckRow(code=c.code, subject=c.subject, answer=c.outcome.value, values=c.sentence)
            for c in figures.check_results_of(session, ground.case)
            if c.outcome.value != "not_applicable"
        ),
        visits=visit_rows(session, ground),
        samples=sampling_records(session, ground),
        data_and_controls=lines(draft.controls_assessment),
        findings=findings_rows(session, ground),
        ledger=ledger_rows(session, ground),
        evaluation=evaluation_runs(session, ground),
        previous_findings=carried_in(session, ground),
        recommendations=lines(draft.recommendations),
        uncertainties=inventory.uncertainties,
        uncertainty_note="Error propagation, half of the 95 % interval; uncertainty is not compared with "
        "materiality.",
        factual_check=_factual_check(session, ground.case),
        representation=_representation(session, ground.case),
        evidence=evidence_rows(session, ground, inventory),
        changes_from_earlier=lines(ground.version.what_changed),
    )


def timeline(session: ScopedSession, case: Case) -> tuple[DatedStep, ...]:
    """The dated steps of the engagement as the trail has them."""
    query = (
        select(AuditEvent)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(AuditStream.name == case_stream(case.id), AuditEvent.verb.in_(TOLD))
        .order_by(AuditEvent.seq)
    )
    return tuple(
        DatedStep(on=event.at.date(), what=TOLD[event.verb], who=event.actor_name)
        for event in session.scalars(query)
    )


def risk_rows(risks: Sequence[Risk], activities: Sequence[Activity]) -> tuple[RiskRow, ...]:
    """Each risk with the activities that answer it."""
    return tuple(
        RiskRow(
            source=risk.source_code,
            assertion=risk.assertion.value.replace("_", " "),
            inherent=LEVELS[risk.inherent],
            control=LEVELS[risk.control],
            score=risk.inherent * risk.control,
            detection=_detection(risk.inherent * risk.control),
            response="; ".join(
                f"{a.code} {a.purpose}"
                for a in activities
                if risk.source_code in a.source_codes and a.assertion is risk.assertion
            )
            or risk.reason,
        )
        for risk in risks
    )


def _detection(score: int) -> str:
    """Allowed detection risk (1.3): a high score allows little."""
    return "low" if score >= LOW_FROM else "medium" if score >= MEDIUM_FROM else "high"


def _procedures(activities: Sequence[Activity], draft: DraftOpinion) -> tuple[str, ...]:
    return lines(draft.evidence_summary) or tuple(a.purpose for a in activities)


def _test_row(row: Activity, changed: Sequence[str]) -> TestRow:
    prepared, reviewed = sign_offs(row, changed)
    return TestRow(
        code=row.code,
        source=", ".join(row.source_codes),
        assertion=row.assertion.value.replace("_", " "),
        technique=row.technique.value.replace("_", " "),
        population=row.population or "",
        extent=row.sampling_method or "all",
        result=row.result.value.replace("_", " "),
        finding=", ".join(row.finding_codes),
        prepared=prepared,
        reviewed=reviewed,
    )


def sign_offs(row: Activity, changed: Sequence[str]) -> tuple[str, str]:
    """Who prepared and who reviewed a working paper; lapsed where what is in it has changed since (1.4)."""
    lapsed = f" (lapsed: {', '.join(changed)} changed since)" if changed else ""
    prepared, reviewed = (
        f"{name} {at.date().isoformat()}{lapsed}" if name and at else ""
        for name, at in ((row.prepared_by, row.prepared_at), (row.reviewed_by, row.reviewed_at))
    )
    return prepared, reviewed


def visit_rows(session: ScopedSession, ground: Ground) -> tuple[Visit, ...]:
    """Sites visited, with dates and people; each visit once, whatever the number of its triggers."""
    found: dict[tuple[str, date, date], Visit] = {}
    for row in planning.visits_of(session, ground.case):
        if not row.is_visited or row.first_day is None:
            continue
        last = row.last_day or row.first_day
        key = (row.site, row.first_day, last)
        reason = row.trigger.value.replace("_", " ")
        known = found.get(key)
        found[key] = Visit(
            site=row.site,
            start=row.first_day,
            end=last,
            people=tuple(p.strip() for p in (row.people or "").split(",") if p.strip()),
            reason=f"{known.reason}; {reason}" if known else reason,
            work=known.work if known else _visit_work(row.mode, row.notes_document_code),
        )
    return tuple(found.values())


def _visit_work(mode: str | None, notes: str | None) -> str:
    return ", ".join(part for part in (mode or "", f"notes in {notes}" if notes else "") if part)


def sampling_records(session: ScopedSession, ground: Ground) -> tuple[SamplingRecord, ...]:
    """Every sample that stands and was evaluated, complete enough to be drawn again by hand."""
    items: dict[int, list[SampleItem]] = {}
    query = select(SampleItem).where(SampleItem.case_id == ground.case.id)
    for item in session.scalars(query.order_by(SampleItem.position, SampleItem.id)):
        items.setdefault(item.sample_id, []).append(item)
    categories = _categories_by_source(ground, session)
    return tuple(
        _sampling_record(
            row,
            items.get(row.id, []),
            ground.group_of(categories.get(row.source_code, 0)),
        )
        for row in planning.samples_of(session, ground.case)
        if row.void_reason is None and row.evaluated_at is not None
    )


def _categories_by_source(ground: Ground, session: ScopedSession) -> Mapping[str, int]:
    return {s.code: s.iso_category for s in statements.sources_of(session, ground.case)}


def _sampling_record(row: Sample, items: Sequence[SampleItem], group: str) -> SamplingRecord:
    zero = Decimal(0)
    over = row.upper_over or zero
    under = row.upper_under or zero
    return SamplingRecord(
        source=row.source_code,
        group=group,
        method=f"{row.method}, tonne-unit sampling by the printed table",
        population=row.population,
        population_size=row.record_count,
        population_tonnes=row.population_tonnes,
        tolerable=row.tolerable,
        expected=row.expected,
        risk=row.risk_percent / 100,
        reliability_factor=row.reliability_factor,
        expansion_factor=row.expansion_factor,
        interval=row.interval,
        planned_size=row.size,
        start=row.start,
        seed=row.seed or "",
        start_reason=row.start_reason or row.method_reason,
        hits=tuple(_hit(item, row.interval) for item in items),
        known=row.known or zero,
        projected=row.projected or zero,
        upper_over=over,
        upper_under=under,
        is_accepted=max(over, under) <= row.tolerable,
    )


def _hit(item: SampleItem, interval: Decimal) -> SamplingHit:
    audited = item.recorded if item.verified is None else item.verified
    taint = (item.recorded - audited) / item.recorded if item.recorded else Decimal(0)
    projected = taint * interval if item.recorded < interval else item.recorded - audited
    return SamplingHit(
        record=item.record, recorded=item.recorded, audited=audited, taint=taint, projected=projected
    )


def evidence_rows(session: ScopedSession, ground: Ground, inventory: Inventory) -> tuple[EvidenceRow, ...]:
    """The evidence index: every version of every document with its links, findings and figures."""
    versions = documents.all_versions(session, ground.case)
    counts = figures.counts_of(session, [version.id for _document, version in versions])
    linked: dict[str, dict[str, None]] = {}
    for row in inventory.trace:
        linked.setdefault(row.document_code, {})[f"{row.line_code} ({row.role.value})"] = None
    cited = _cited(session, ground.case)
    rows = []
    for document, version in versions:
        count = counts.get(version.id, figures.Counts())
        rows.append(
            EvidenceRow(
                code=_code(document, version),
                title=IN_CONFIDENCE if document.is_confidential else document.title,
                kind=document.kind.value.replace("_", " "),
                origin=document.origin.value.replace("_", " "),
                entity=document.entity_name or ground.party.name,
                received_on=version.received_at.date(),
                sha256=version.sha256,
                size=version.size,
                pages=version.pages,
                period=_period(document),
                reliability=document.reliability.value.replace("_", " "),
                lines=tuple(linked.get(document.code, ())),
                findings=tuple(cited.get(document.code, ())),
                figures=count.figures,
                read_right=count.read_right,
                tested=count.tested,
                file_name="" if document.is_confidential else version.name,
            )
        )
    return tuple(rows)


def _code(document: Document, version: DocumentVersion) -> str:
    return document.code if version.number == 1 else f"{document.code} v{version.number}"


def _period(document: Document) -> str:
    start, end = document.period_start, document.period_end
    return f"{start.isoformat()} to {end.isoformat()}" if start and end else ""


def _cited(session: ScopedSession, case: Case) -> dict[str, list[str]]:
    """The findings that cite each document, confidential ones left out."""
    query = (
        select(Citation.document_code, Finding.code)
        .join(Finding, Finding.id == Citation.finding_id)
        .where(Citation.case_id == case.id, Finding.is_confidential.is_(False))
        .distinct()
        .order_by(Citation.document_code, Finding.code)
    )
    found: dict[str, list[str]] = {}
    for document, finding in session.execute(query):
        found.setdefault(document, []).append(finding)
    return found


def _factual_check(session: ScopedSession, case: Case) -> str:
    check = reads.factual_check_of(session, case)
    if check is None or check.sent_on is None:
        return "Not sent yet."
    words = f"Sent {check.sent_on.isoformat()}, due {check.due.isoformat() if check.due else ''}"
    if check.state is FactualCheckState.ANSWERED and check.closed_on:
        points = check.points or "no point raised"
        became = f" What became of it: {check.what_became}" if check.what_became else ""
        return f"{words}, answered {check.closed_on.isoformat()}: {points}.{became}"
    if check.state is FactualCheckState.LAPSED:
        return f"{words}, lapsed without an answer."
    return f"{words}."


def _representation(session: ScopedSession, case: Case) -> str:
    letter = reads.letter_of(session, case)
    if letter is None or letter.signed_by is None:
        return "Not signed yet."
    code = f" {letter.document_code}" if letter.document_code else ""
    return (
        f"Representation letter{code} of {letter.dated.isoformat()}, signed by {letter.signed_by} "
        f"({PARTY_SIGNATURE})."
    )
