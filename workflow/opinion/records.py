"""The simple documents of a package: plan, visits, samples, review, decision, declarations, agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from reports.contract import DocumentHeader, ReportBody, StatementContract
from reports.numbers import number, percent
from reports.records import (
    Record,
    RecordFact,
    RecordKind,
    RecordSection,
    RecordTable,
    render_record,
)
from workflow.cases import queries as cases
from workflow.cases.models import Agreement, Case
from workflow.cases.rules import SignatureKind
from workflow.db import ScopedSession
from workflow.opinion import reads
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.ghg_report import attested
from workflow.opinion.letters import render_letter
from workflow.opinion.models import Issue
from workflow.planning import queries as planning

UNTOLD = frozenset({"id", "version", "owner_org_id", "case_id", "sha256"})


@dataclass(frozen=True)
class File:
    """The rows and frozen contracts from which the records of one issue are made."""

    session: ScopedSession
    case: Case
    issue: Issue
    statement: StatementContract
    body: ReportBody
    header: DocumentHeader


def header_of(issue: Issue, statement: StatementContract) -> DocumentHeader:
    """The head of every document of an issue."""
    ghg = statement.ghg_statement
    assert ghg is not None
    return DocumentHeader(
        case_reference=statement.case_reference,
        party=statement.responsible_party.name,
        period=ghg.period,
        body=statement.body.name,
        statement_version=ghg.version,
        statement_sha256=ghg.sha256,
        number=issue.number,
        revision=issue.revision,
        audit_head=statement.audit_head,
    )


def as_record(
    file: File, kind: RecordKind, title: str, sections: Iterable[RecordSection], **more: Any
) -> bytes:
    found = tuple(sections) or (RecordSection(title=title, paragraphs=("None.",)),)
    return render_record(
        Record(
            kind=kind, header=file.header, title=title, sections=found, notices=file.statement.notices, **more
        )
    )


def facts_of(*rows: tuple[str, object]) -> tuple[RecordFact, ...]:
    """Labelled values as people read them."""
    return tuple(RecordFact(label=label, value=in_words(value)) for label, value in rows)


def filled(*rows: tuple[str, object]) -> tuple[tuple[str, object], ...]:
    """The rows that say something: what does not apply is left out rather than shown as missing."""
    return tuple((label, value) for label, value in rows if value not in (None, "", [], ()))


def in_words(value: object) -> str:
    """A value of the case in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(in_words(v) for v in value)
    text = str(getattr(value, "value", value))
    return text.replace("_", " ") if hasattr(value, "value") else text


def plan(file: File) -> bytes:
    """Item 6: the verification plan as the client has it."""
    row = planning.plan_of(file.session, file.case)
    sections = []
    if row is not None:
        sections = [
            RecordSection(title=title, paragraphs=parties.lines(text) or ("Not stated.",))
            for title, text in (
                ("Objectives", row.objectives),
                ("Timetable", row.timetable),
                ("Team and roles", row.team_and_roles),
                ("What is needed", row.what_is_needed),
            )
        ]
        approved = row.approved_at.date().isoformat() if row.approved_at else ""
        sent = row.sent_at.date().isoformat() if row.sent_at else ""
        facts = facts_of(
            ("Sources covered", row.sources_covered), ("Approved by", row.approved_by),
            ("Approved on", approved), ("Sent on", sent),
        )  # fmt: skip
        sections.append(RecordSection(title="Approval", facts=facts))
    return as_record(file, RecordKind.PLAN, "Verification plan", sections)


def visits(file: File) -> bytes:
    """Item 6: where the team was, when and with whom, and where it was not and why."""
    sections = [
        RecordSection(
            title=visit.site,
            facts=facts_of(
                ("Days", f"{visit.start.isoformat()} to {visit.end.isoformat()}"),
                ("People", visit.people), ("Reason", visit.reason), ("Work", visit.work),
            ),
        )
        for visit in file.body.visits
    ]  # fmt: skip
    waived = [v for v in planning.visits_of(file.session, file.case) if v.justification]
    if waived:
        rows = tuple(
            (v.site, in_words(v.trigger), v.justification or "", v.justified_by or "") for v in waived
        )
        table = RecordTable(
            titles=("Site", "Trigger", "Justification", "By"), shares=(20, 20, 45, 15), rows=rows
        )
        sections.append(RecordSection(title="Not visited, with the justification", table=table))
    return as_record(file, RecordKind.SITE_VISIT, "Site visits", sections)


def samples(file: File) -> bytes:
    """Item 6: each sample with seed or start, interval and hits, so that anybody can draw it again."""
    sections = []
    for sample in file.body.samples:
        rows = tuple(
            (
                hit.record,
                number(hit.recorded, 2),
                number(hit.audited, 2),
                percent(hit.taint),
                number(hit.projected, 2),
            )
            for hit in sample.hits
        )
        sections.append(
            RecordSection(
                title=f"{sample.source}: {sample.population}",
                facts=facts_of(
                    ("Method", sample.method), ("Tolerable, t", number(sample.tolerable)),
                    ("Expected, t", number(sample.expected)), ("Risk", percent(sample.risk)),
                    ("Interval, t", number(sample.interval, 2)), ("Start, t", number(sample.start)),
                    ("Seed", sample.seed or "none: the start is stated"), ("Reason", sample.start_reason),
                    ("Known, t", number(sample.known, 2)), ("Projected, t", number(sample.projected, 2)),
                    ("Upper limit over, t", number(sample.upper_over, 2)),
                    ("Upper limit under, t", number(sample.upper_under, 2)),
                    ("Accepted", sample.is_accepted),
                ),
                table=RecordTable(
                    titles=("Record", "Recorded, t", "Audited, t", "Taint", "Projected, t"),
                    shares=(28, 18, 18, 18, 18), rows=rows, right=(1, 2, 3, 4),
                ),
            )
        )  # fmt: skip
    return as_record(file, RecordKind.SAMPLING, "Sampling record", sections)


def confirmation(file: File) -> bytes:
    """Item 17: that review and decision exist, are complete, by whom and when; instead of 8 and 9."""
    row = reads.review_of(file.session, file.case)
    signed = row.approved_at.date().isoformat() if row and row.approved_at else ""
    sections = (
        RecordSection(
            title="What is confirmed",
            paragraphs=(
                "An independent review and a decision record exist for this statement and are complete; so do "
                "declarations of competence, impartiality and confidentiality of everybody on the case. They "
                "are kept by the verification body and shown to its accreditation body.",
            ),
            facts=facts_of(
                ("Reviewed by", row.reviewer if row else ""), ("Review signed on", signed),
                ("Decided by", file.issue.decided_by),
                ("Decided on", file.issue.decided_at.date().isoformat()),
            ),
        ),
    )  # fmt: skip
    return as_record(file, RecordKind.CONFIRMATION, "Confirmation of review", sections)


def agreement(file: File) -> bytes:
    """Item 12: the agreed terms with both signatures."""
    row = cases.agreement_of(file.session, file.case)
    if row is None:
        return as_record(file, RecordKind.AGREEMENT, "Agreement", ())
    terms = tuple(
        RecordFact(label=a.key.replace("_", " ").capitalize(), value=in_words(getattr(row, a.key)))
        for a in inspect(Agreement).column_attrs
        if a.key not in UNTOLD and getattr(row, a.key) not in (None, "", [])
    )
    groups = tuple(
        (g.code, g.name, in_words(g.categories), in_words(g.level), f"{number(g.threshold_percent)} %")
        for g in cases.groups_of(file.session, file.case)
    )
    sections = (
        RecordSection(title="Terms", facts=terms),
        RecordSection(
            title="Assurance groups",
            table=RecordTable(
                titles=("Group", "Name", "Categories", "Level", "Threshold"),
                shares=(10, 34, 20, 20, 16),
                rows=groups,
            ),
        ),
    )
    acts = [a for a in cases.agreement_signatures(file.session, file.case) if a.sha256 == row.sha256]
    return as_record(
        file, RecordKind.AGREEMENT, "Agreement", sections, attestations=tuple(attested(a) for a in acts)
    )


def letter(file: File) -> bytes | None:
    """Item 12: the representation letter as it was signed."""
    row = reads.letter_of(file.session, file.case)
    if row is None:
        return None
    acts = cases.signatures_of(file.session, file.case, SignatureKind.REPRESENTATION, row.sha256)
    return render_letter(file.session, file.case, row, acts[-1] if acts else None)


def claim(file: File) -> bytes:
    """Item 10: the short-form claim and the rules of using it, as plain text."""
    s = file.statement
    assert s.ghg_statement is not None
    period = s.ghg_statement.period
    groups = [
        f"  {g.code} {g.name}: {g.level.value} assurance, materiality {percent(g.threshold)}, "
        f"conclusion {g.conclusion.value if g.conclusion else 'none'}"
        for g in s.groups
    ]
    lines = [
        "Short-form claim",
        "",
        f"The GHG statement of {s.responsible_party.name} for {period.start.isoformat()} to "
        f"{period.end.isoformat()} was verified by {s.body.name} according to {s.verification_standard}, "
        f"verification statement {s.number} rev {s.revision}.",
        *groups,
        f"The full statement and its status: {s.status_url}/{s.number}",
        "",
        "Rules",
        "- The claim is used whole: number, period, level, materiality and where the statement is found.",
        "- The body's mark and the accreditation symbol stand on statement and report only, never on products.",
        "- Words such as certified, guaranteed or approved are not used for a verified GHG statement.",
        "- When the status page says withdrawn, or superseded, use stops.",
        *([s.restriction] if s.restriction else []),
        *s.notices,
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n").encode()
