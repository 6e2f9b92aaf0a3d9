"""Reads of learnt layouts: what they read where, how sure, and how often people found them right."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from workflow.access import Actor
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import sees
from workflow.errors import NotYours
from workflow.figures.models import DocumentLayout, Figure, LayoutUse, Suggestion
from workflow.figures.rules import FigureState, SuggestionAnswer


def layouts_of(session: ScopedSession, case: Case) -> list[DocumentLayout]:
    """The layouts learnt on a case, those in use first."""
    query = select(DocumentLayout).where(DocumentLayout.case_id == case.id)
    return list(session.scalars(query.order_by(DocumentLayout.retired_at.is_not(None), DocumentLayout.id)))


def layout_by_id(
    session: ScopedSession, case: Case, layout_id: int, viewer: Actor | None = None
) -> DocumentLayout:
    """A layout of the case; NotYours too for one learnt on a document that may not be seen."""
    layout = session.get(DocumentLayout, layout_id)
    if layout is None or layout.case_id != case.id:
        raise NotYours("There is no such layout.")
    if viewer is not None and not sees(viewer, learnt_on(session, layout)):
        raise NotYours("There is no such layout.")
    return layout


def learnt_on(session: ScopedSession, layout: DocumentLayout) -> Document:
    """The document that a layout was learnt on."""
    query = (
        select(Document)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id == layout.document_version_id)
    )
    return session.scalars(query).one()


def untried(session: ScopedSession, case: Case, version: DocumentVersion) -> list[DocumentLayout]:
    """Layouts in use that read nothing on a version yet, but for the one that was learnt on it."""
    tried = select(LayoutUse.layout_id).where(LayoutUse.document_version_id == version.id)
    query = select(DocumentLayout).where(
        DocumentLayout.case_id == case.id,
        DocumentLayout.retired_at.is_(None),
        DocumentLayout.document_version_id != version.id,
        DocumentLayout.id.not_in(tried),
    )
    return list(session.scalars(query.order_by(DocumentLayout.id)))


def open_of_layout(session: ScopedSession, layout: DocumentLayout) -> list[Suggestion]:
    """Suggestions of a layout that nobody answered, in the order in which they were made."""
    query = select(Suggestion).where(Suggestion.layout_id == layout.id, Suggestion.answer.is_(None))
    return list(session.scalars(query.order_by(Suggestion.id)))


def suggestion_by_id(session: ScopedSession, case: Case, suggestion_id: int) -> Suggestion:
    """A suggestion of the case by its id."""
    row = session.get(Suggestion, suggestion_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such suggestion.")
    return row


@dataclass(frozen=True)
class SuggestionRow:
    """A suggestion with the document it is about and the figure that stands there."""

    suggestion: Suggestion
    layout: DocumentLayout
    document: Document
    version: DocumentVersion
    figure: Figure | None

    @property
    def became(self) -> str:
        """What a person did: open, accepted, corrected or declined; reading right without the button counts."""
        row, figure = self.suggestion, self.figure
        if row.answer is SuggestionAnswer.DECLINED:
            return "declined"
        is_read = figure is not None and figure.state is FigureState.READ_RIGHT
        if row.answer is None and not is_read:
            return "rejected" if figure is not None and figure.state is FigureState.REJECTED else "open"
        same = figure is not None and (figure.value, figure.unit) == (row.value, row.unit)
        return "accepted" if same else "corrected"


def suggestion_rows(
    session: ScopedSession, *, layout: DocumentLayout | None = None, version: DocumentVersion | None = None
) -> list[SuggestionRow]:
    """Suggestions of a layout, or on a version by layouts in use; by document and place; one query."""
    query = (
        select(Suggestion, DocumentLayout, Document, DocumentVersion, Figure)
        .join(DocumentLayout, DocumentLayout.id == Suggestion.layout_id)
        .join(DocumentVersion, DocumentVersion.id == Suggestion.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .outerjoin(Figure, Figure.id == Suggestion.figure_id)
        .order_by(Document.code, DocumentVersion.number, Suggestion.page, Suggestion.place, Suggestion.id)
    )
    if layout is not None:
        query = query.where(Suggestion.layout_id == layout.id)
    if version is not None:
        query = query.where(
            Suggestion.document_version_id == version.id,
            DocumentLayout.retired_at.is_(None),
            Suggestion.answer.is_(None),
        )
    return [SuggestionRow(*row) for row in session.execute(query)]


def uses_of(
    session: ScopedSession, layout: DocumentLayout
) -> list[tuple[LayoutUse, Document, DocumentVersion]]:
    """The pages that were found to be of a layout, by document."""
    query = (
        select(LayoutUse, Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.id == LayoutUse.document_version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(LayoutUse.layout_id == layout.id)
        .order_by(Document.code, DocumentVersion.number, LayoutUse.page, LayoutUse.id)
    )
    return [(use, document, version) for use, document, version in session.execute(query)]


@dataclass(frozen=True)
class HitRate:
    """How often people found a layout right, of what they have looked at."""

    right: int
    answered: int

    @property
    def share(self) -> Decimal | None:
        """As a fraction; None while nobody has looked at anything."""
        return Decimal(self.right) / self.answered if self.answered else None


def hit_rate(rows: list[SuggestionRow]) -> HitRate:
    """Accepted as suggested, of all that was accepted, corrected, declined or rejected."""
    became = [row.became for row in rows]
    return HitRate(became.count("accepted"), sum(word != "open" for word in became))
