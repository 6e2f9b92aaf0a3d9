"""What became of the figures of older versions: shown in the viewer and on the document's page, and answered."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import current_version
from workflow.documents.rules import refuse_closed_case
from workflow.errors import BadInput, NotYours
from workflow.figures import anchors, queries
from workflow.figures.anchor_answers import end_figure, take_figure
from workflow.figures.anchors import AnchorRow
from workflow.figures.models import Figure, FigureAnchor
from workflow.figures.routes import bp
from workflow.figures.rules import CARRIED, AnchorAnswer, AnchorOutcome
from workflow.i18n import N_, say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, language, quantity, words

KINDS = {
    AnchorOutcome.EXACT: "closed", AnchorOutcome.MOVED: "closed", AnchorOutcome.CHANGED: "open",
    AnchorOutcome.ASKED: "open", AnchorOutcome.LOST: "refused",
}  # fmt: skip
SENTENCES = {
    AnchorOutcome.EXACT: N_("It stands where it stood; ticks and links were carried over."),
    AnchorOutcome.MOVED: N_("It stands elsewhere now; ticks and links were carried over."),
    AnchorOutcome.CHANGED: N_("Something else stands there now. Its ticks were lifted: read it right as it is now."),
    AnchorOutcome.ASKED: N_("It may be one of several. Its ticks were lifted: say which one it is."),
    AnchorOutcome.LOST: N_("It was not found. Its ticks were lifted: say which figure it is now, or end its links."),
}  # fmt: skip
ANSWERS = {
    AnchorAnswer.TAKEN: N_("taken as it stands now"),
    AnchorAnswer.ENDED: N_("no longer in the document"),
    AnchorAnswer.LOOKED_FOR_AGAIN: N_("looked for again in a newer version"),
}
DIFFERENCES = {
    "value": N_("value"), "unit": N_("unit"), "period": N_("period"), "label": N_("label"),
    "column": N_("column"), "typed": N_("typed over what OCR sees"),
}  # fmt: skip


@bp.app_context_processor
def _at_document() -> dict[str, Any]:
    """What became of older figures in the newest version of the document whose page is shown."""
    document: Document | None = g.get("document_at_hand")
    if document is None or document.current_version < 2:
        return {"carried_figures": None}
    return {"carried_figures": carried_panel(document, current_version(db(), document))}


def carried_panel(document: Document, version: DocumentVersion) -> dict[str, Any] | None:
    """What templates/figures/_carried.html shows; None where nothing of an older version was worked on."""
    rows = anchors.anchors_into(db(), version) if version.number > 1 else []
    if not rows:
        return None
    wanted = {one for row in rows if row.is_open for one in row.anchor.candidates}
    named = {one.id: one for one in queries.figures_by_ids(db(), wanted)}
    shown = [_row(document, row, named) for row in sorted(rows, key=lambda row: not row.is_open)]
    return {
        "version": version.number,
        "rows": shown,
        "open": [row for row in shown if row["is_open"]],
        "kept": sum(row.anchor.outcome in CARRIED for row in rows),
        "total": len(rows),
        "url": url_for("documents.document", reference=g.case.code, code=document.code) + "#carried",
    }


def _row(document: Document, row: AnchorRow, named: dict[int, Figure]) -> dict[str, Any]:
    anchor = row.anchor
    may = g.actor.may(Permission.CONFIRM_FIGURE) and refuse_closed_case(g.case.state) is None
    here = {"reference": g.case.code, "anchor_id": anchor.id}
    candidates = [named[one] for one in anchor.candidates if one in named]
    if row.found is not None and row.found.id not in anchor.candidates:
        candidates.insert(0, row.found)
    return {
        "id": anchor.id,
        "version": anchor.version,
        "is_open": row.is_open,
        "label": row.figure.label or row.figure.raw,
        "old": _end(row.figure, row.older.number),
        "new": _end(row.found, document.current_version) if row.found is not None else None,
        "outcome": words(anchor.outcome),
        "kind": "closed" if anchor.answer is not None else KINDS[anchor.outcome],
        "sentence": say(SENTENCES[anchor.outcome], language()),
        "differs": ", ".join(say(DIFFERENCES.get(one, one), language()) for one in anchor.differs),
        "answer": _answer(anchor),
        "candidates": [(one.code, _named(one)) for one in candidates],
        "jumps": [_end(one, document.current_version) for one in candidates],
        "take_url": url_for("figures.take_anchor", **here) if may and row.is_open else None,
        "end_url": url_for("figures.end_anchor", **here) if may and row.is_open else None,
    }  # fmt: skip


def _named(figure: Figure) -> str:
    return f"{figure.code}: {quantity(figure.value, figure.unit)}, {figure.label or figure.raw}, {_where(figure)}"


def _where(figure: Figure) -> str:
    return figure.cell or f"p.{figure.page}"


def _end(figure: Figure, number: int) -> dict[str, Any]:
    """One end of the way from an older print to a newer one: value, place, and the jump to its box."""
    return {
        "code": figure.code,
        "value": figure.value,
        "unit": figure.unit,
        "place": _where(figure),
        "version": number,
        "url": url_for("figures.jump", reference=g.case.code, code=figure.code),
    }


def _answer(anchor: FigureAnchor) -> str | None:
    if anchor.answer is None:
        return None
    said = f"{say(ANSWERS[anchor.answer], language())}, {anchor.answered_by}"
    return f"{said}: {anchor.answer_reason}" if anchor.answer_reason else said


def _load(uow: UnitOfWork, anchor_id: int) -> FigureAnchor:
    case = case_by_code(uow.session, g.case.code)
    anchor = anchors.anchor_by_id(uow.session, case, anchor_id)
    # Whoever may not see the document does not learn that it has such a figure.
    queries.figure_by_id(uow.session, case, anchor.figure_id, g.actor)
    uow.expect(anchor, request.form.get("version", type=int))
    return anchor


@bp.post("/cases/<reference>/anchors/<int:anchor_id>/take")
@needs(Permission.CONFIRM_FIGURE)
def take_anchor(reference: str, anchor_id: int) -> Response:
    """Say which figure of the newer version it is: read right as it stands there, the links follow."""
    code = request.form.get("found", "").strip()
    with unit_of_work(g.actor) as uow:
        anchor = _load(uow, anchor_id)
        case = case_by_code(uow.session, g.case.code)
        try:
            found = queries.figure_by_code(uow.session, case, code, g.actor)
        except NotYours:
            raise BadInput(
                N_("Type the code of a figure of the newer version, such as E-001.12."), "found"
            ) from None
        take_figure(uow, case, anchor, found)
    flash(_("It is read right as it stands now, and its links follow."), "done")
    return redirect(url_for("figures.jump", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/anchors/<int:anchor_id>/end")
@needs(Permission.CONFIRM_FIGURE)
def end_anchor(reference: str, anchor_id: int) -> Response:
    """Say that the newer version does not hold it any more: its links end."""
    with unit_of_work(g.actor) as uow:
        anchor = _load(uow, anchor_id)
        case = case_by_code(uow.session, g.case.code)
        end_figure(uow, case, anchor, reason=request.form.get("reason", ""))
        document, _version = queries.place_of(uow.session, uow.session.get_one(Figure, anchor.figure_id))
        code = document.code
    flash(_("It is noted that the newer version does not hold it; its links ended."), "done")
    return redirect(url_for("figures.view", reference=reference, code=code), 303)
