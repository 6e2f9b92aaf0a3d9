"""Layouts of documents: made by one button, their page of what they read, and the answers to what they suggest."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.documents import queries as documents
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import refuse_closed_case
from workflow.figures import layout_reads
from workflow.figures.layout_reads import SuggestionRow, hit_rate
from workflow.figures.layouts import make_layout, retire_layout
from workflow.figures.models import DocumentLayout, Suggestion
from workflow.figures.routes import bp
from workflow.figures.rules import FigureState
from workflow.figures.suggestions import accept_suggestion, accept_witnessed, decline_suggestion
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, language, words

BECAME_KINDS = {
    "open": "open", "accepted": "closed", "corrected": "refused", "declined": "refused", "rejected": "refused",
}  # fmt: skip


def _may_work() -> bool:
    return g.actor.may(Permission.CONFIRM_FIGURE) and refuse_closed_case(g.case.state) is None


@bp.get("/cases/<reference>/layouts")
@needs(Permission.READ_EVIDENCE)
def layouts(reference: str) -> str:
    """The layouts learnt on the case, with how often each was right."""
    seen = {row.id for row in documents.documents_of(db(), g.case, g.actor)}
    rows = []
    for layout in layout_reads.layouts_of(db(), g.case):
        document = layout_reads.learnt_on(db(), layout)
        if document.id in seen:
            rows.append(_summary(layout, document))
    return render_template("figures/layouts.html", rows=rows)


def _summary(layout: DocumentLayout, document: Document) -> dict[str, Any]:
    found = layout_reads.suggestion_rows(db(), layout=layout)
    rate = hit_rate(found)
    return {
        "code": layout.code,
        "url": url_for("figures.layout", reference=g.case.code, layout_id=layout.id),
        "issuer": layout.issuer,
        "document": document.code,
        "document_url": url_for("figures.view", reference=g.case.code, code=document.code),
        "fields": layout.fields,
        "suggested": len(found),
        "open": sum(row.became == "open" for row in found),
        "right": rate.right,
        "answered": rate.answered,
        "share": rate.share * 100 if rate.share is not None else None,
        "made_by": layout.made_by,
        "made_at": layout.made_at,
        "retired_at": layout.retired_at,
        "retired_by": layout.retired_by,
        "reason": layout.retired_reason,
    }


@bp.get("/cases/<reference>/layouts/<int:layout_id>")
@needs(Permission.READ_EVIDENCE)
def layout(reference: str, layout_id: int) -> str:
    """Which documents a layout read, how sure, and what a person then did."""
    row = layout_reads.layout_by_id(db(), g.case, layout_id, g.actor)
    here = {"reference": g.case.code, "layout_id": row.id}
    may = _may_work() and row.retired_at is None
    found = layout_reads.suggestion_rows(db(), layout=row)
    seen = {one.id for one in documents.documents_of(db(), g.case, g.actor)}
    return render_template(
        "figures/layout.html",
        layout=_summary(row, layout_reads.learnt_on(db(), row)),
        version=row.version,
        pages=[
            _page(use, document, version, found)
            for use, document, version in layout_reads.uses_of(db(), row)
            if document.id in seen
        ],
        accept_url=url_for("figures.accept_all", **here) if may else None,
        retire_url=url_for("figures.retire", **here) if may else None,
    )


def _page(
    use: Any, document: Document, version: DocumentVersion, found: list[SuggestionRow]
) -> dict[str, Any]:
    rows = [row for row in found if row.version.id == version.id and row.suggestion.page == use.page]
    return {
        "code": document.code,
        "title": document.title,
        "page": use.page,
        "url": url_for(
            "figures.view", reference=g.case.code, code=document.code, version=version.number, page=use.page
        ),
        "score": use.score * 100,
        "rows": [suggestion(row) for row in rows],
        "unread": [(label, say(why, language())) for label, why in use.unread],
    }


def suggestion(row: SuggestionRow) -> dict[str, Any]:
    """A suggestion as templates/figures/_suggested.html lists it."""
    item, figure = row.suggestion, row.figure
    here = {"reference": g.case.code, "suggestion_id": item.id}
    may = _may_work() and row.became == "open" and row.layout.retired_at is None
    is_seen = figure is not None and figure.confidence > 0
    return {
        "id": item.id,
        "version": item.version,
        "label": item.label or item.raw,
        "value": item.value,
        "unit": item.unit,
        "raw": item.raw,
        "meter": item.meter,
        "period_start": item.period_start,
        "period_end": item.period_end,
        "confidence": item.confidence * 100,
        "is_disputed": item.is_disputed,
        "own": {"value": figure.value, "unit": figure.unit} if figure is not None and is_seen else None,
        "place": f"{row.document.code} p.{item.page}",
        "url": _url(row),
        "became": words(row.became),
        "kind": BECAME_KINDS[row.became],
        "is_open": row.became == "open",
        "who": item.answered_by or (figure.read_right_by if figure is not None else None),
        "layout": row.layout.code,
        "layout_url": url_for("figures.layout", reference=g.case.code, layout_id=row.layout.id),
        "accept_url": url_for("figures.accept", **here) if may else None,
        "decline_url": url_for("figures.decline", **here) if may else None,
    }


def _url(row: SuggestionRow) -> str:
    """The box of the suggested print: its figure, or its page where the reader saw no number."""
    if row.figure is not None:
        return url_for("figures.jump", reference=g.case.code, code=row.figure.code)
    here = {"reference": g.case.code, "code": row.document.code, "version": row.version.number}
    return url_for("figures.view", **here, page=row.suggestion.page)


def suggestions_panel(version: DocumentVersion) -> list[dict[str, Any]]:
    """What layouts suggest on a version and nobody answered yet."""
    found = layout_reads.suggestion_rows(db(), version=version)
    return [suggestion(row) for row in found if row.became == "open"]


def learning(document: Document, rows: list[Any]) -> str | None:
    """Where a layout is learnt of a document; None for those who may not, and while nothing is read right."""
    if not _may_work() or not any(row.state is FigureState.READ_RIGHT and row.stored_box for row in rows):
        return None
    return url_for("figures.learn_layout", reference=g.case.code, code=document.code)


@bp.post("/cases/<reference>/evidence/<code>/layout")
@needs(Permission.CONFIRM_FIGURE)
def learn_layout(reference: str, code: str) -> Response:
    """Use what was read right on a document for every other one of the same layout."""
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        document = documents.document_by_code(uow.session, case, code, g.actor)
        made = make_layout(uow, case, document, documents.current_version(uow.session, document))
        layout_id = made.id
    flash(_("Learnt. It is tried on every other document of the case, and on those that come later."), "done")
    return redirect(url_for("figures.layout", reference=reference, layout_id=layout_id), 303)


@bp.post("/cases/<reference>/layouts/<int:layout_id>/retire")
@needs(Permission.CONFIRM_FIGURE)
def retire(reference: str, layout_id: int) -> Response:
    """Read nothing more by a layout."""
    with unit_of_work(g.actor) as uow:
        row = _layout(uow, layout_id)
        uow.expect(row, request.form.get("version", type=int))
        retire_layout(uow, row, reason=request.form.get("reason", ""))
    flash(_("The layout is retired. What was read right by it stays."), "done")
    return redirect(url_for("figures.layout", reference=reference, layout_id=layout_id), 303)


@bp.post("/cases/<reference>/layouts/<int:layout_id>/accept")
@needs(Permission.CONFIRM_FIGURE)
def accept_all(reference: str, layout_id: int) -> Response:
    """Accept at once what nobody disputes and two engines saw."""
    with unit_of_work(g.actor) as uow:
        row = _layout(uow, layout_id)
        done = accept_witnessed(uow, case_by_code(uow.session, g.case.code), row)
    flash(ngettext("%(num)s figure is read right.", "%(num)s figures are read right.", done), "done")
    return redirect(url_for("figures.layout", reference=reference, layout_id=layout_id), 303)


def _layout(uow: UnitOfWork, layout_id: int) -> DocumentLayout:
    case = case_by_code(uow.session, g.case.code)
    return layout_reads.layout_by_id(uow.session, case, layout_id, g.actor)


@bp.post("/cases/<reference>/suggestions/<int:suggestion_id>/accept")
@needs(Permission.CONFIRM_FIGURE)
def accept(reference: str, suggestion_id: int) -> Response:
    """What the layout suggests is what the document says."""
    with unit_of_work(g.actor) as uow:
        row, document = _suggestion(uow, suggestion_id)
        accept_suggestion(uow, case_by_code(uow.session, g.case.code), row)
        layout_id, code = row.layout_id, document.code
    return _back(reference, layout_id, code)


@bp.post("/cases/<reference>/suggestions/<int:suggestion_id>/decline")
@needs(Permission.CONFIRM_FIGURE)
def decline(reference: str, suggestion_id: int) -> Response:
    """It is not; the reader's own number, where it stands against it, is."""
    with unit_of_work(g.actor) as uow:
        row, document = _suggestion(uow, suggestion_id)
        decline_suggestion(uow, case_by_code(uow.session, g.case.code), row)
        layout_id, code = row.layout_id, document.code
    return _back(reference, layout_id, code)


def _suggestion(uow: UnitOfWork, suggestion_id: int) -> tuple[Suggestion, Document]:
    case = case_by_code(uow.session, g.case.code)
    row = layout_reads.suggestion_by_id(uow.session, case, suggestion_id)
    found, _version = documents.version_by_id(uow.session, row.document_version_id)
    # Whoever may not see the document is told that there is no such suggestion.
    document = documents.document_by_code(uow.session, case, found.code, g.actor)
    uow.expect(row, request.form.get("version", type=int))
    return row, document


def _back(reference: str, layout_id: int, code: str) -> Response:
    """To where the person answered: the layout's page or the viewer of the document."""
    if request.form.get("from") == "layout":
        return redirect(url_for("figures.layout", reference=reference, layout_id=layout_id), 303)
    return redirect(url_for("figures.view", reference=reference, code=code), 303)
