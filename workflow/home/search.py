"""Search over all that a person may see: the text of every page, and codes, titles and words of the casework."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, exists, func, or_, select, type_coerce

from workflow.access import Actor, Permission
from workflow.cases.models import Case
from workflow.cases.reach import permitted
from workflow.db import ScopedSession
from workflow.documents.full_text import OF_A_VERSION, PageHit, PageHits, Within, find_pages, seen_by
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.words import Question, Term, understand, value_of
from workflow.figures.models import Figure
from workflow.findings.models import Finding
from workflow.findings.rules import FindingState
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.ghg_statement.rules import VersionState

EACH = 20
P = Permission


@dataclass(frozen=True)
class SearchHit:
    """One thing found, with where it stands."""

    code: str
    url: str
    what: str
    case_code: str


@dataclass(frozen=True)
class Section:
    """Things of one kind: the first twenty, and how many there are."""

    name: str
    hits: list[SearchHit]
    total: int


@dataclass(frozen=True)
class VersionHits:
    """The pages found of one version of a document; `more` are found and not listed."""

    case_code: str
    case_title: str
    code: str
    title: str
    version: int
    is_current: bool
    hits: list[PageHit]
    more: int


@dataclass(frozen=True)
class Found:
    """Everything that answers a question; no sections and no pages when nothing was asked."""

    question: Question
    sections: list[Section]
    pages: PageHits


@dataclass(frozen=True)
class _Search:
    session: ScopedSession
    actor: Actor
    on: date
    question: Question
    within: Within

    def section(self, name: str, query: Any, order: Iterable[Any], make: Any) -> Section:
        """The rows of a query, each with its case and the count of all as its last columns."""
        if self.within.case_code is not None:
            query = query.where(Case.code == self.within.case_code)
        rows = self.session.execute(
            query.add_columns(Case.code, func.count().over()).order_by(*order).limit(EACH)
        ).all()
        return Section(name, [make(*row[:-1]) for row in rows], rows[0][-1] if rows else 0)

    def may(self, permission: Permission) -> ColumnElement[bool]:
        return permitted(self.actor, permission, self.on)


def find(
    session: ScopedSession, actor: Actor, on: date, asked: str, within: Within, *, start: int = 0
) -> Found:
    """What answers, within what the person may see; at most seven queries. Any text may be asked."""
    question = understand(asked)
    if not question.wanted:
        return Found(question, [], PageHits([], 0, 0, 0))
    pages = find_pages(session, actor, on, question, within, start=start)
    if within.document_code is not None or start:
        return Found(question, [], pages)
    search = _Search(session, actor, on, question, within)
    sections = [
        _cases(search),
        _documents(search),
        _findings(search),
        _lines(search),
        _figures(search, asked),
    ]
    return Found(question, [section for section in sections if section.hits], pages)


def by_version(pages: PageHits, within: Within) -> list[VersionHits]:
    """Listed hits under the versions that they are of, in the order in which they were found."""
    found = []
    for _version, group in groupby(pages.hits, key=lambda hit: hit.version_id):
        hits = list(group)
        first = hits[0]
        more = 0 if within.document_code is not None else max(0, first.parts_of_version - OF_A_VERSION)
        found.append(
            VersionHits(
                first.case_code, first.case_title, first.document_code, first.document_title, first.version,
                first.is_current, hits, more,
            )
        )  # fmt: skip
    return found


def _holds(question: Question, *columns: Any) -> ColumnElement[bool]:
    """True when the columns together hold every wanted term and none that is unwanted."""
    held = columns[0]
    for column in columns[1:]:
        held = held + " " + func.coalesce(column, "")
    wanted = [_holds_term(held, term) for term in question.wanted]
    return and_(*wanted, *(~_holds_term(held, term) for term in question.unwanted))


def _holds_term(held: Any, term: Term) -> ColumnElement[bool]:
    typed = {term.typed.strip(), unicodedata.normalize("NFKC", term.typed).strip()}
    return or_(*(held.ilike(_like(text), escape="\\") for text in sorted(typed)))


def _like(text: str) -> str:
    return "%" + text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


def _cases(search: _Search) -> Section:
    query = select(Case).where(_holds(search.question, Case.code, Case.title))
    return search.section(
        "cases", query, (Case.id.desc(),), lambda c, code: SearchHit(code, f"/cases/{code}", c.title, code)
    )


def _documents(search: _Search) -> Section:
    """Documents by code and title, and by the name of any file that came as a version of them."""
    by_name = exists().where(
        DocumentVersion.document_id == Document.id, _holds(search.question, DocumentVersion.name)
    )
    query = (
        select(Document)
        .join(Case, Case.id == Document.case_id)
        .where(
            or_(_holds(search.question, Document.code, Document.title), by_name),
            seen_by(search.actor, search.on),
        )
    )
    return search.section(
        "documents",
        query,
        (Case.id.desc(), Document.code, Document.id),
        lambda d, code: SearchHit(d.code, f"/cases/{code}/evidence/{d.code}", d.title, code),
    )


def _findings(search: _Search) -> Section:
    """Findings by their words; drafts and confidential ones only for whom the case shows them."""
    query = (
        select(Finding)
        .join(Case, Case.id == Finding.case_id)
        .where(
            _holds(search.question, Finding.code, Finding.title, Finding.requirement, Finding.gap),
            search.may(P.READ_FINDINGS),
            or_(
                and_(Finding.is_confidential.is_(False), Finding.state != FindingState.DRAFT),
                and_(Finding.is_confidential.is_(False), search.may(P.READ_TESTS)),
                and_(Finding.is_confidential.is_(True), search.may(P.READ_CONFIDENTIAL)),
            ),
        )
    )
    return search.section(
        "findings",
        query,
        (Case.id.desc(), Finding.code, Finding.id),
        lambda f, code: SearchHit(f.code, f"/cases/{code}/findings/{f.code}", f.title, code),
    )


def _lines(search: _Search) -> Section:
    """Lines of GHG statements by code and source, newest version first."""
    query = (
        select(StatementLine.code, Source.code, Source.name, StatementVersion.number)
        .join(StatementVersion, StatementVersion.id == StatementLine.version_id)
        .join(Source, Source.id == StatementLine.source_id)
        .join(Case, Case.id == StatementLine.case_id)
        .where(
            _holds(search.question, StatementLine.code, Source.code, Source.name, Source.site),
            or_(
                and_(StatementVersion.state != VersionState.PREPARING, search.may(P.READ_STATEMENT)),
                and_(StatementVersion.state == VersionState.PREPARING, search.may(P.EDIT_STATEMENT)),
            ),
        )
    )
    return search.section(
        "statement lines",
        query,
        (Case.id.desc(), StatementVersion.number.desc(), StatementLine.code, StatementLine.id),
        lambda line, source, name, number, code: SearchHit(
            line, f"/cases/{code}/statement/{number}/lines/{line}", f"{source} {name} (v{number})", code
        ),
    )


def _figures(search: _Search, asked: str) -> Section:
    """Figures by code, by what is printed, by label, and by their value however it is printed."""
    terms = (
        or_(
            _holds_term(Figure.raw + " " + func.coalesce(Figure.label, ""), term),
            type_coerce(Figure.value, Text).in_(sorted(value_of(term))),
        )
        for term in search.question.wanted
    )
    query = (
        select(Figure)
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Case, Case.id == Document.case_id)
        .where(or_(Figure.code == asked, and_(*terms)), seen_by(search.actor, search.on))
    )
    return search.section(
        "figures",
        query,
        (Case.id.desc(), Figure.code, Figure.id),
        lambda f, code: SearchHit(
            f.code, f"/cases/{code}/figures/{f.code}", f"{f.raw} {f.unit or ''} {f.label or ''}".strip(), code
        ),
    )
