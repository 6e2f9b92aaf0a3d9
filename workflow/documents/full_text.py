"""Search over the text of every page that was read, within what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from workflow.access import Actor, Permission, Role
from workflow.cases.models import Case
from workflow.cases.reach import permitted
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.page_text import INDEXER, MARKER_PAGE, PageText, matching
from workflow.documents.words import Question, hits_in, words_of

A_PAGE = 60
OF_A_VERSION = 4
LAST_START = 1_200
_AROUND = 70
_PLACES = 2


@dataclass(frozen=True)
class Within:
    """Where to look: one case, one document of it, or everywhere."""

    case_code: str | None = None
    document_code: str | None = None


@dataclass(frozen=True)
class Piece:
    """A run of a snippet; a hit is marked."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class PageHit:
    """One part of a page that answers, with the document version that it is of."""

    case_code: str
    case_title: str
    document_code: str
    document_title: str
    version: int
    is_current: bool
    version_id: int
    parts_of_version: int
    page: int
    label: str
    first_row: int | None
    hits: int
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class PageHits:
    """One screen of hits and how many there are in all, counted over what the person may see."""

    hits: list[PageHit]
    total: int
    documents: int
    listed: int


def seen_by(actor: Actor, on: date) -> ColumnElement[bool]:
    """True for a document (joined with its case) that the person would be shown in the case's evidence list."""
    others = permitted(actor, Permission.READ_EVIDENCE, on, by_other_than=frozenset({Role.GROUP_OFFICE}))
    return and_(
        permitted(actor, Permission.READ_EVIDENCE, on), or_(Document.is_confidential.is_(False), others)
    )


def find_pages(
    session: ScopedSession, actor: Actor, on: date, question: Question, within: Within, *, start: int = 0
) -> PageHits:  # fmt: skip
    """Pages that answer, newest case first and newest version of each document first; two queries.

    Unless one document is asked for, at most four parts of each version are listed.
    """
    found = _found(session, actor, on, question, within).subquery()
    counted = select(func.count(), func.count(found.c.document.distinct())).select_from(found)
    listed = select(found.c.id, found.c.of_version)
    if within.document_code is None:
        first = case((found.c.place <= OF_A_VERSION, 1), else_=0)
        counted = counted.add_columns(func.coalesce(func.sum(first), 0))
        listed = listed.where(found.c.place <= OF_A_VERSION)
    counts: list[int] = [int(count) for count in session.execute(counted).one()]
    shown = listed.subquery()
    query = (
        select(Case, Document, DocumentVersion, PageText, shown.c.of_version)
        .join(shown, shown.c.id == PageText.id)
        .join(DocumentVersion, DocumentVersion.id == PageText.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Case, Case.id == Document.case_id)
        .order_by(
            Case.id.desc(), Document.id.desc(), DocumentVersion.number.desc(), PageText.page, PageText.part
        )
        .limit(A_PAGE)
        .offset(start)
    )
    hits = [_hit(question, row) for row in session.execute(query)]
    return PageHits(
        hits, total=counts[0], documents=counts[1], listed=counts[-1] if len(counts) > 2 else counts[0]
    )


def _found(
    session: ScopedSession, actor: Actor, on: date, question: Question, within: Within
) -> Select[int, int, int, int]:
    version = PageText.document_version_id
    query = (
        select(
            PageText.id,
            Document.id.label("document"),
            func.row_number()
            .over(partition_by=version, order_by=(PageText.page, PageText.part))
            .label("place"),
            func.count().over(partition_by=version).label("of_version"),
        )
        .join(DocumentVersion, DocumentVersion.id == PageText.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Case, Case.id == Document.case_id)
        .where(PageText.id.in_(matching(session.get_bind().dialect.name, question)), seen_by(actor, on))
    )
    if within.case_code is not None:
        query = query.where(Case.code == within.case_code)
    if within.document_code is not None:
        query = query.where(Document.code == within.document_code)
    return query


def _hit(question: Question, row: Any) -> PageHit:
    its_case: Case = row[0]
    document: Document = row[1]
    version: DocumentVersion = row[2]
    held: PageText = row[3]
    facts = version.page_facts
    label = facts[held.page - 1][2] if held.page <= len(facts) else ""
    count, snippet = snippet_of(held.text, question)
    return PageHit(
        its_case.code, its_case.title, document.code, document.title, version.number,
        version.number == document.current_version, version.id, row[4], held.page, label, held.first_row, count,
        snippet,
    )  # fmt: skip


def snippet_of(text: str, question: Question) -> tuple[int, tuple[Piece, ...]]:
    """How many hits a text has, and the words around the first ones with the hits marked."""
    words = list(words_of(text))
    hits = hits_in([word.folded for word in words], question)
    places = [(words[first].start, words[last].end) for first, last in hits]
    pieces: list[Piece] = []
    shown_to = 0
    for start, end in _some_apart(places):
        begin = max(shown_to, _at_a_space(text, start - _AROUND))
        if begin > shown_to or (not pieces and begin):
            pieces.append(Piece("… ", False))
        until = min(len(text), end + _AROUND)
        for first, last in ((f, e) for f, e in places if f >= start and e <= until):
            pieces += [Piece(_one_line(text[begin:first]), False), Piece(text[first:last], True)]
            begin = last
        pieces.append(Piece(_one_line(text[begin:until]), False))
        shown_to = until
    if shown_to < len(text):
        pieces.append(Piece(" …", False))
    return len(hits), tuple(piece for piece in pieces if piece.text)


def _some_apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for start, end in places:
        if not chosen or start > chosen[-1][1] + _AROUND:
            chosen.append((start, end))
        if len(chosen) == _PLACES:
            break
    return chosen


def _at_a_space(text: str, at: int) -> int:
    """The place at or shortly before, where a word begins, so that a snippet does not cut one."""
    if at <= 0:
        return 0
    found = max(text.rfind(" ", at - 12, at + 1), text.rfind("\n", at - 12, at + 1))
    return found + 1 if found >= 0 else at


def _one_line(text: str) -> str:
    return text.replace("\n", " · ")


def lacking() -> Select[int]:
    """Ids of versions whose text was read and is not laid down as it would be today."""
    laid = exists().where(
        PageText.document_version_id == DocumentVersion.id,
        PageText.page == MARKER_PAGE,
        PageText.reading_sha256 == DocumentVersion.reading_sha256,
        PageText.indexer == INDEXER,
    )
    return select(DocumentVersion.id).where(DocumentVersion.reading_sha256.is_not(None), ~laid)
