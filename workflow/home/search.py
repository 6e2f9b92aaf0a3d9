"""Search by code, title or printed number over what a person may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from workflow.access import Actor
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import seen_over_cases
from workflow.figures.models import Figure
from workflow.findings.models import Finding
from workflow.findings.queries import may_see

EACH = 20


@dataclass(frozen=True)
class SearchHit:
    """One thing found, with where it stands."""

    code: str
    url: str
    what: str
    case_code: str


def find(session: ScopedSession, actor: Actor, asked: str) -> list[SearchHit]:
    """Cases, documents, findings and figures whose code, title or print holds what was asked."""
    if not asked:
        return []
    like = "%" + asked.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    hits = [
        SearchHit(c.code, f"/cases/{c.code}", c.title, c.code)
        for c in session.scalars(
            select(Case)
            .where(or_(Case.code.ilike(like, "\\"), Case.title.ilike(like, "\\")))
            .order_by(Case.id)
            .limit(EACH)
        )
    ]
    hits += _documents(session, actor, like)
    hits += _findings(session, actor, like)
    return hits + _figures(session, actor, like, asked)


def _documents(session: ScopedSession, actor: Actor, like: str) -> list[SearchHit]:
    query = (
        select(Document, Case.code)
        .join(Case, Case.id == Document.case_id)
        .where(or_(Document.code.ilike(like, "\\"), Document.title.ilike(like, "\\")), seen_over_cases(actor))
        .order_by(Document.case_id, Document.code, Document.id)
        .limit(EACH)
    )
    return [
        SearchHit(d.code, f"/cases/{code}/evidence/{d.code}", d.title, code)
        for d, code in session.execute(query)
    ]


def _findings(session: ScopedSession, actor: Actor, like: str) -> list[SearchHit]:
    query = (
        select(Finding, Case)
        .join(Case, Case.id == Finding.case_id)
        .where(or_(Finding.code.ilike(like, "\\"), Finding.title.ilike(like, "\\")))
        .order_by(Finding.case_id, Finding.code, Finding.id)
        .limit(EACH)
    )
    found = []
    for row, case in session.execute(query):
        # Drafts and confidential findings are the team's: outside a case only what a party may see is shown.
        if may_see(actor.on_case(case.id, frozenset()), row):
            found.append(SearchHit(row.code, f"/cases/{case.code}/findings/{row.code}", row.title, case.code))
    return found


def _figures(session: ScopedSession, actor: Actor, like: str, asked: str) -> list[SearchHit]:
    query = (
        select(Figure, Case.code)
        .join(Case, Case.id == Figure.case_id)
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(or_(Figure.code == asked, Figure.raw.ilike(like, "\\")), seen_over_cases(actor))
        .order_by(Figure.case_id, Figure.code, Figure.id)
        .limit(EACH)
    )
    return [
        SearchHit(
            f.code, f"/cases/{code}/figures/{f.code}", f"{f.raw} {f.unit or ''} {f.label or ''}".strip(), code
        )
        for f, code in session.execute(query)
    ]
