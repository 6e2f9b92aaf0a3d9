"""The records that stay with the body and its accreditor: review, decision, declarations, working papers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from reports.contract import Attestation
from reports.numbers import percent
from reports.records import RecordFact, RecordKind, RecordSection, RecordTable
from workflow.cases import queries as cases
from workflow.cases.models import SignatureAct
from workflow.cases.rules import SignatureKind
from workflow.opinion import reads
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.ghg_report import attested
from workflow.opinion.models import Review
from workflow.opinion.records import File, as_record, facts_of, filled, in_words
from workflow.opinion.rules import REVIEW_CHECKS
from workflow.people import queries as people
from workflow.planning import queries as planning


def review(file: File) -> bytes:
    """Item 8: every check with its comment, every comment with its answer, and the reviewer's signature."""
    row = reads.review_of(file.session, file.case)
    if row is None:
        return as_record(file, RecordKind.REVIEW, "Independent review record", ())
    checks = tuple(
        (
            words,
            "ticked" if row.ticks.get(key, {}).get("is_ticked") else "open",
            row.ticks.get(key, {}).get("comment") or "",
            row.ticks.get(key, {}).get("evidence") or "",
        )
        for key, words in REVIEW_CHECKS.items()
    )
    comments = _comment_rows(file, row)
    sections = (
        RecordSection(
            title="Checks",
            table=RecordTable(
                titles=("Check", "Result", "Comment", "Seen in"), shares=(36, 10, 36, 18), rows=checks
            ),
        ),
        RecordSection(
            title="Comments",
            table=RecordTable(
                titles=("Code", "Comment", "Answer", "By", "Closed"),
                shares=(8, 36, 30, 14, 12),
                rows=comments,
            ),
        ),
    )
    acts = (
        cases.signatures_of(file.session, file.case, SignatureKind.REVIEW, row.sha256) if row.sha256 else []
    )
    return as_record(
        file, RecordKind.REVIEW, f"Independent review by {row.reviewer}", sections,
        attestations=tuple(attested(act) for act in acts[-1:]),
    )  # fmt: skip


def _comment_rows(file: File, review: Review) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            c.code,
            c.text,
            c.answer or "",
            c.answered_by or "",
            c.closed_at.date().isoformat() if c.closed_at else "",
        )
        for c in reads.comments_of(file.session, review)
    )


def decision(file: File) -> bytes:
    """Item 8: who decided what, when, on which contract."""
    issue = file.issue
    facts = (
        *facts_of(
            ("Decided by", issue.decided_by), ("Decided at", f"{issue.decided_at:%Y-%m-%d %H:%M} UTC"),
            ("Number", issue.code), ("Date of the opinion", issue.opinion_date.isoformat()),
            *filled(("Replaces", file.statement.replaces), ("What changed", issue.what_changed)),
        ),
        RecordFact(label="SHA-256 of the contract", value=issue.contract_sha256, is_raw=True),
    )  # fmt: skip
    groups = tuple(
        (g.code, g.name, g.level.value, percent(g.threshold), g.conclusion.value if g.conclusion else "")
        for g in file.statement.groups
    )
    table = RecordTable(
        titles=("Group", "Categories", "Level", "Threshold", "Conclusion"),
        shares=(10, 36, 18, 16, 20),
        rows=groups,
    )
    sections = (
        RecordSection(title="Decision", paragraphs=parties.lines(issue.decision_text), facts=facts),
        RecordSection(title="Conclusion of each group", table=table),
    )
    return as_record(file, RecordKind.DECISION, f"Decision on {issue.code}", sections)


def declarations(file: File) -> bytes:
    """Item 9: competence, impartiality and confidentiality, person by person."""
    found = cases.declarations_of(file.session, file.case)
    sections = []
    for row, threats in found:
        sections.append(
            RecordSection(
                title=row.person_name,
                paragraphs=parties.lines(row.statement),
                facts=facts_of(
                    ("Declared at", f"{row.declared_at:%Y-%m-%d %H:%M} UTC"), ("Cleared", row.is_cleared),
                    ("Cleared by", row.cleared_by), ("Reason", row.clearance_reason),
                ),
                table=RecordTable(
                    titles=("Threat", "Kind", "Risk", "Decision", "Safeguard"), shares=(32, 16, 12, 18, 22),
                    empty="No threat to impartiality is declared.",
                    rows=tuple(
                        (t.description, in_words(t.kind), in_words(t.risk), in_words(t.decision), t.safeguard or "")
                        for t in threats
                    ),
                ),
            )
        )  # fmt: skip
    team = {m.person_id: m.person_name for m in cases.team_of(file.session, file.case)}
    held = people.competence_rows(file.session, list(team))
    rows = tuple(
        (
            team[c.person_id], in_words(c.area), c.evidence,
            f"{c.valid_from.isoformat()} to {c.valid_to.isoformat() if c.valid_to else 'further notice'}",
        )
        for c in held
    )  # fmt: skip
    table = RecordTable(
        titles=("Person", "Competence", "Evidence", "Valid"), shares=(22, 20, 34, 24), rows=rows
    )
    sections.append(RecordSection(title="Competence", table=table))
    return as_record(file, RecordKind.COMPETENCE, "Declarations and competence", sections)


def strategic_analysis(file: File) -> bytes:
    """Item 14: strategic analysis and risk register."""
    row = planning.analysis_of(file.session, file.case)
    sections = [
        RecordSection(title=title, paragraphs=parties.lines(text) or ("Not stated.",))
        for title, text in (
            ("Sector and operations", row.sector_and_operations),
            ("Boundary and sources", row.boundary_and_sources),
            ("Quantification methods", row.quantification_methods),
            ("Data flow and controls", row.data_flow_and_controls),
            ("Changes and prior findings", row.changes_and_prior_findings),
            ("Users' needs", row.users_needs),
        )
    ] if row else []  # fmt: skip
    rows = tuple(
        (r.source, r.assertion, r.inherent, r.control, str(r.score), r.detection, r.response)
        for r in file.body.risks
    )
    table = RecordTable(
        titles=("Source", "Assertion", "IR", "CR", "Score", "Detection", "Response"),
        shares=(12, 16, 6, 6, 8, 12, 40), rows=rows, right=(4,),
    )  # fmt: skip
    sections.append(RecordSection(title="Risk register", table=table))
    return as_record(
        file, RecordKind.STRATEGIC_ANALYSIS, "Strategic analysis and risk register", sections,
        attestations=_attested(file, SignatureKind.STRATEGIC_ANALYSIS),
    )  # fmt: skip


def working_papers(file: File) -> bytes:
    """Item 14: the evidence-gathering plan with each activity's work, result, conclusion and sign-offs.

    A sign-off lapses with a change of what is in the paper up to the decision, as the report has it.
    """
    signed = {test.code: test for test in file.body.tests}
    sections = [
        RecordSection(
            title=f"{a.code}  {a.purpose}",
            paragraphs=parties.lines(a.work),
            facts=facts_of(
                ("Sources", a.source_codes), ("Assertion", a.assertion), ("Technique", a.technique),
                *filled(("Population", a.population), ("Sampling", a.sampling_method)),
                ("Result", a.result), *filled(("Findings", a.finding_codes)), ("Conclusion", a.conclusion),
                ("Prepared", signed[a.code].prepared if a.code in signed else ""),
                ("Reviewed", signed[a.code].reviewed if a.code in signed else ""),
            ),
        )
        for a in planning.activities_of(file.session, file.case)
    ]  # fmt: skip
    rows = tuple((c.code, c.subject, c.answer, c.values) for c in file.body.checks)
    table = RecordTable(titles=("Check", "Subject", "Answer", "Values"), shares=(10, 20, 12, 58), rows=rows)
    sections.append(RecordSection(title="Automatic checks", table=table))
    return as_record(file, RecordKind.WORKING_PAPER, "Evidence-gathering plan and working papers", sections)


def _attested(file: File, kind: SignatureKind) -> tuple[Attestation, ...]:
    query = select(SignatureAct).where(SignatureAct.case_id == file.case.id, SignatureAct.kind == kind)
    acts: Sequence[SignatureAct] = file.session.scalars(query.order_by(SignatureAct.id)).all()
    return tuple(attested(act) for act in acts[-1:])
