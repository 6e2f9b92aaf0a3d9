"""Reads of what became of figures in newer versions of their documents, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.errors import NotYours
from workflow.figures.models import Figure, FigureAnchor
from workflow.figures.rules import CARRIED, AnchorAnswer


@dataclass(frozen=True)
class AnchorRow:
    """One figure of an older version, what became of it, and the figure that stands there now."""

    anchor: FigureAnchor
    figure: Figure
    older: DocumentVersion
    found: Figure | None

    @property
    def is_open(self) -> bool:
        """True while a person has to say what becomes of it."""
        return self.anchor.outcome not in CARRIED and self.anchor.answer is None


def anchors_into(session: ScopedSession, version: DocumentVersion) -> list[AnchorRow]:
    """What became of the figures of older versions in this one, in their order; two queries at most."""
    found = aliased(Figure)
    query = (
        select(FigureAnchor, Figure, DocumentVersion, found)
        .join(Figure, Figure.id == FigureAnchor.figure_id)
        .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
        .outerjoin(found, found.id == FigureAnchor.found_id)
        .where(FigureAnchor.document_version_id == version.id)
        .order_by(DocumentVersion.number, Figure.page, Figure.number, FigureAnchor.id)
    )
    return [AnchorRow(*row) for row in session.execute(query)]


def open_of_figure(session: ScopedSession, figure: Figure) -> list[FigureAnchor]:
    """Anchors of a figure that wait for an answer."""
    query = select(FigureAnchor).where(
        FigureAnchor.figure_id == figure.id,
        FigureAnchor.outcome.not_in(CARRIED),
        FigureAnchor.answer.is_(None),
    )
    return list(session.scalars(query.order_by(FigureAnchor.id)))


def last_lifted(session: ScopedSession, figure: Figure) -> FigureAnchor | None:
    """The anchor of a version in between that lifted the ticks of a figure; None when none did."""
    query = select(FigureAnchor).where(
        FigureAnchor.figure_id == figure.id,
        FigureAnchor.answer == AnchorAnswer.LOOKED_FOR_AGAIN,
        FigureAnchor.read_right_by.is_not(None),
    )
    return session.scalar(query.order_by(FigureAnchor.id.desc()).limit(1))


def anchor_by_id(session: ScopedSession, case: Case, anchor_id: int) -> FigureAnchor:
    """An anchor of the case by its id."""
    row = session.get(FigureAnchor, anchor_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such figure.")
    return row


@dataclass(frozen=True)
class Waiting:
    """A document of a case with figures that were not found as they stood."""

    case_id: int
    document: Document
    version_number: int
    figures: int


def waiting_over_cases(session: ScopedSession, case_ids: Collection[int]) -> list[Waiting]:
    """Documents with figures that wait for an answer, by case and code; one query."""
    if not case_ids:
        return []
    query = (
        select(Document, DocumentVersion.number, func.count(FigureAnchor.id))
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(FigureAnchor, FigureAnchor.document_version_id == DocumentVersion.id)
        .where(
            Document.case_id.in_(case_ids),
            FigureAnchor.outcome.not_in(CARRIED),
            FigureAnchor.answer.is_(None),
        )
        .group_by(Document.id, DocumentVersion.number)
        .order_by(Document.case_id, Document.code, Document.id)
    )
    return [Waiting(doc.case_id, doc, number, count) for doc, number, count in session.execute(query)]


def carried_from(session: ScopedSession, figure: Figure) -> Figure | None:
    """The figure of the version before that this one carries on; None for a fresh one."""
    query = (
        select(Figure)
        .join(FigureAnchor, FigureAnchor.figure_id == Figure.id)
        .where(FigureAnchor.found_id == figure.id, FigureAnchor.outcome.in_(CARRIED))
        .order_by(FigureAnchor.id)
        .limit(1)
    )
    return session.scalar(query)
