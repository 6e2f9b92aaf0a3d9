"""What is printed on the pages of a version, from figures, fields, layouts and words, as the grid's rules read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select

from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import DocumentKind
from workflow.documents.storage import stored_reading
from workflow.figures.grid.bills import PrintedAmount, PrintedPage, bills_on
from workflow.figures.grid.rules import BillRead, Carrier
from workflow.figures.models import Figure, LayoutUse, PrintedField, Suggestion
from workflow.figures.queries import fields_of_versions, figures_of
from workflow.figures.rules import FigureState

CARRIERS = {
    DocumentKind.ELECTRICITY_BILL: Carrier.ELECTRICITY,
    DocumentKind.GAS_BILL: Carrier.NATURAL_GAS,
    DocumentKind.STEAM_SETTLEMENT: Carrier.STEAM,
}
OfPage = TypeVar("OfPage", Figure, PrintedField, LayoutUse, Suggestion)
_CODES = frozenset({"meter", "account"})


def bills_of(session: ScopedSession, document: Document, version: DocumentVersion) -> list[BillRead]:
    """The bills of a version that was read; four queries."""
    return bills_on(printed_pages(session, version), CARRIERS.get(document.kind))


def printed_pages(session: ScopedSession, version: DocumentVersion) -> list[PrintedPage]:
    """Every page of a version in order, with what layouts read on it where the reader itself saw nothing."""
    figures = _by_page(f for f in figures_of(session, version) if f.state is not FigureState.REJECTED)
    fields = _by_page(fields_of_versions(session, [version.id]))
    uses = _by_page(session.scalars(select(LayoutUse).where(LayoutUse.document_version_id == version.id)))
    taught = _by_page(session.scalars(select(Suggestion).where(Suggestion.document_version_id == version.id)))
    texts = _texts(version)
    return [
        PrintedPage(
            page,
            fields=_named(fields.get(page, ()), taught.get(page, ())),
            amounts=tuple(map(_amount, (*figures.get(page, ()), *taught.get(page, ())))),
            text=texts.get(page, ""),
            layouts=frozenset(use.layout_id for use in uses.get(page, ())),
        )
        for page in sorted({*texts, *figures, *fields})
    ]


def _by_page(rows: Iterable[OfPage]) -> dict[int, list[OfPage]]:
    pages: dict[int, list[OfPage]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    return pages


def _texts(version: DocumentVersion) -> dict[int, str]:
    """The words of each page that was read."""
    if version.reading_sha256 is None:
        return {1: ""}
    pages = stored_reading(version.reading_sha256)["pages"]
    return {number: " ".join(word[0] for word in page["words"]) for number, page in enumerate(pages, start=1)}


def _named(fields: Iterable[PrintedField], taught: Iterable[Suggestion]) -> tuple[tuple[str, str], ...]:
    found = [(field.name, field.value) for field in fields]
    if not any(name in _CODES for name, _value in found):
        found += [("meter", row.meter) for row in taught if row.meter]
    return tuple(found)


def _amount(row: Figure | Suggestion) -> PrintedAmount:
    return PrintedAmount(
        row.value, row.unit, row.meter, row.period_start, row.period_end,
        is_from_picture=isinstance(row, Figure) and row.method == "ocr",
    )  # fmt: skip
