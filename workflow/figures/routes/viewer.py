"""The evidence viewer: gathers what templates/figures/viewer.html shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.routes.reading import progress_lines
from workflow.documents.rules import STATE_KINDS as DOCUMENT_KINDS
from workflow.documents.rules import STATE_SENTENCES, DocumentState, refuse_closed_case
from workflow.documents.storage import stored_reading
from workflow.documents.words import LONGEST_QUESTION
from workflow.errors import Refusal
from workflow.figures import queries, review_queue
from workflow.figures.models import Figure
from workflow.figures.review_queue import FILTERS, Asked, QueueRow
from workflow.figures.routes import bp, drawn_rows, sheets
from workflow.figures.routes.carried import carried_panel
from workflow.figures.routes.figure_panel import figure_panel
from workflow.figures.routes.found_text import boxes_found, mark_found, row_found
from workflow.figures.routes.layouts import learning, suggestions_panel
from workflow.figures.routes.table_panel import tables_panel
from workflow.figures.rules import (
    FIGURE,
    FigureFacts,
    FigureState,
    refuse_bulk,
)
from workflow.i18n import N_, message, say
from workflow.web import db, language, words

THUMBNAILS = 200
SHEETS = frozenset({"xlsx", "xls", "ods", "csv"})
TEXTS = frozenset({"docx", "text", "mail"})


@dataclass(frozen=True)
class Place:
    """The document version on the stage, and what the person asked to see of it."""

    document: Document
    version: DocumentVersion
    asked: Asked
    is_suggested: bool = False
    has_tables: bool = False

    def url(self, **changes: object) -> str:
        """The viewer's address with some of what was asked changed."""
        given = {name: value for name, value in changes.items() if value is not None}
        if given.keys().isdisjoint(self._held):
            return self.here + "".join(f"&{name}={quote_plus(str(value))}" for name, value in given.items())
        return f"{self._path}?{urlencode({**self._held, **given})}"

    # Worked out once: a page holds more than a hundred of its addresses.
    @cached_property
    def _held(self) -> dict[str, Any]:
        held: dict[str, Any] = dict(self.asked.fields)
        if self.version.number != self.document.current_version:
            held["version"] = self.version.number
        return held

    @cached_property
    def here(self) -> str:
        return f"{self._path}?{urlencode(self._held)}"

    @cached_property
    def _path(self) -> str:
        return url_for("figures.view", reference=g.case.code, code=self.document.code)

    def picture_url(self, page: int, *, small: bool = False) -> str | None:
        if not self.version.has_pictures:
            return None
        name = "documents.thumbnail" if small else "documents.picture"
        here = {"reference": g.case.code, "code": self.document.code, "number": self.version.number}
        return url_for(name, **here, page=page)


def asked_of(held: Any) -> Asked:
    """What a request asks to see, from its query or its form."""
    show = held.get("show", review_queue.USUAL)
    act = held.get("act")
    return Asked(
        show=show if show in FILTERS else review_queue.USUAL,
        search=held.get("q", "")[:200],
        page=held.get("page", type=int),
        figure_id=held.get("figure", type=int),
        act=act if act in {"edit", "reject", "link", "test"} else None,
        find=held.get("find", "")[:LONGEST_QUESTION],
        row=held.get("row", type=int),
    )


@bp.get("/cases/<reference>/evidence/<code>/view")
@needs(Permission.READ_EVIDENCE)
def view(reference: str, code: str) -> str:
    """The viewer at a page, a figure, or the first figure of the filter."""
    return show(code, asked_of(request.args), number=request.args.get("version", type=int))


@bp.get("/cases/<reference>/figures/<code>")
@needs(Permission.READ_EVIDENCE)
def jump(reference: str, code: str) -> Response:
    """From a figure's code anywhere to its box."""
    figure = queries.figure_by_code(db(), g.case, code, g.actor)
    document, version = queries.place_of(db(), figure)
    place = Place(document, version, Asked(show="all"))
    return redirect(place.url(figure=figure.id), 302)


def show(code: str, asked: Asked, number: int | None = None, errors: dict[str, str] | None = None) -> str:
    """The viewer page; with errors, the form of the act stands open with them."""
    stage = queries.on_stage(db(), g.case, code, g.actor, number)
    place = Place(stage.document, stage.version, asked, stage.is_suggested, stage.has_tables)
    rows = review_queue.remembered_rows(db(), stage.version, stage.head)
    queue = review_queue.in_filter(rows, asked)
    row = review_queue.chosen(rows, queue, asked)
    figure = queries.figure_by_id(db(), g.case, row.id) if row is not None else None
    return render_template(
        "figures/viewer.html",
        viewer=_viewer(place, rows, queue, row, figure, errors=errors or {}),
    )


def _viewer(
    place: Place, rows: list[QueueRow], queue: list[QueueRow], row: QueueRow | None, figure: Figure | None,
    *, errors: dict[str, str],
) -> dict[str, Any]:  # fmt: skip
    asked = place.asked
    page = row.page if row is not None else min(max(asked.page or 1, 1), max(place.version.pages or 1, 1))
    before, after = review_queue.neighbours(queue, row)
    return {
        "case_code": g.case.code,
        "case_url": url_for("lifecycle.overview", reference=g.case.code),
        "evidence_url": url_for("figures.evidence", reference=g.case.code),
        "document": _document(place),
        **_stage(place, rows, row, page),
        "thumbnails": _thumbnails(place, rows, page),
        **_queue(place, rows, queue, row),
        "previous_url": place.url(figure=before.id) if before else None,
        "next_url": place.url(figure=after.id) if after else None,
        "next_picture_url": place.picture_url(after.page) if after else None,
        "next_crop_url": None,
        "capture": _capture(place),
        "carried": carried_panel(place.document, place.version),
        "suggested": suggestions_panel(place.version) if place.is_suggested else [],
        "tables": tables_panel(place.document, place.version) if place.has_tables else [],
        "learn_url": learning(place.document, rows),
        "find": asked.find,
        "search_url": url_for("home.find"),
        "open_act": asked.act,
        "errors": errors,
        "selected": figure_panel(place, figure, row) if row and figure else None,
    }


def _document(place: Place) -> dict[str, Any]:
    row, version = place.document, place.version
    note = row.state_reason or (None if row.state is DocumentState.READ else STATE_SENTENCES[row.state])
    flags = [flag for flag in version.flags if isinstance(flag, str)]
    is_current = version.number == row.current_version
    return {
        "code": row.code,
        "name": version.name,
        "version": version.number,
        "state": words(row.state) if is_current else _("replaced"),
        "kind": DOCUMENT_KINDS[row.state] if is_current else "not_started",
        "pages": version.pages or 0,
        "note": say(note, language()) if note else "; ".join(flags[:3]) or None,
        "short_hash": version.sha256[:12],
        "hash": version.sha256,
        "progress": progress_lines([(row, version)]).get(version.id),
        "download_url": url_for(
            "documents.original_of_version", reference=g.case.code, code=row.code, number=version.number
        ),
    }


def _stage(place: Place, rows: list[QueueRow], row: QueueRow | None, page: int) -> dict[str, Any]:
    """What stands on the stage: the page's picture with boxes, a sheet, paragraphs, or nothing."""
    version, on_page = place.version, [other for other in rows if other.page == page]
    facts = version.page_facts[page - 1] if page <= len(version.page_facts) else [0.0, 0.0, ""]
    shown: dict[str, Any] = {"view": "none", "sheet": None, "blocks": [], "boxes": [], "found": []}
    find, link = place.asked.find, lambda other: place.url(figure=other.id)
    if version.has_pictures:
        shown |= {"view": "picture", "boxes": _boxes(place, on_page, row)}
        if find and version.reading_sha256 is not None:
            shown["found"] = boxes_found(stored_reading(version.reading_sha256)["pages"][page - 1], find)
    elif version.reading_sha256 is not None and version.file_kind in SHEETS:
        held = stored_reading(version.reading_sha256)["pages"][page - 1]
        at = row_found(held, find, place.asked.row or 1) if find else 0
        sheet = sheets.sheet_of(held, on_page, row, link, around=at)
        if find:
            mark_found((cell for line in sheet["rows"] for cell in line["cells"]), find)
        shown |= {"view": "grid", "sheet": sheet}
    elif version.reading_sha256 is not None and version.file_kind in TEXTS:
        held = stored_reading(version.reading_sha256)["pages"][page - 1]
        quotes = {other.id: quote for other, quote in zip(on_page, _quotes(held, on_page), strict=True)}
        blocks = sheets.blocks_of(held, on_page, quotes, row, link)
        if find:
            mark_found(
                (run for block in blocks for line in block["rows"] for cell in line for run in cell), find
            )
        shown |= {"view": "paragraphs", "blocks": blocks}
    label = facts[2] or _("p.%(number)s", number=page)
    picture = place.picture_url(page)
    shown["page"] = {
        "number": page,
        "label": label,
        "picture_url": picture,
        "width": facts[0],
        "height": facts[1],
    }
    return shown


def _quotes(held: dict[str, Any], rows: list[QueueRow]) -> list[str]:
    """The sentence around each figure of a text page, as the reading holds it."""
    said = {(figure["cell"], figure["raw"]): figure["quote"] for figure in held["figures"]}
    return [said.get((row.cell, row.raw), row.raw) for row in rows]


def _boxes(place: Place, rows: list[QueueRow], selected: QueueRow | None) -> list[Markup]:
    tongue, held = language(), selected.id if selected is not None else None
    return [
        drawn_rows.box(row, place.here, tongue, is_selected=row.id == held) for row in rows if row.stored_box
    ]


def _thumbnails(place: Place, rows: list[QueueRow], page: int) -> list[dict[str, Any]]:
    """One mark per page: a figure waits on it, all is read right, or none was found."""
    open_pages = {row.page for row in rows if row.state is FigureState.PROPOSED}
    held = {row.page for row in rows}
    first = max(1, min(page - THUMBNAILS // 2, (place.version.pages or 0) - THUMBNAILS + 1))
    last = min(place.version.pages or 0, first + THUMBNAILS - 1)
    marks = {True: ("open", _("figures to read")), False: ("closed", _("read"))}
    shown = []
    for number in range(first, last + 1):
        kind, word = marks[number in open_pages] if number in held else ("not_started", _("no figure"))
        shown.append(
            {
                "number": number,
                "label": place.version.page_facts[number - 1][2] or _("p.%(number)s", number=number),
                "url": place.url(page=number),
                "picture_url": place.picture_url(number, small=True),
                "kind": kind,
                "word": word,
                "is_current": number == page,
            }
        )
    return shown


def _queue(place: Place, rows: list[QueueRow], queue: list[QueueRow], row: QueueRow | None) -> dict[str, Any]:
    counts, asked = review_queue.counts(rows), place.asked
    at = next((n for n, other in enumerate(queue, start=1) if row is not None and other.id == row.id), 0)
    return {
        "filters": [
            {
                "label": say(label, language()),
                "url": place.url(show=name),
                "count": counts[name],
                "is_active": name == asked.show,
            }
            for name, (label, _fits) in FILTERS.items()
        ],
        "filter_fields": asked.fields,
        "search": asked.search,
        "queue": _lines(place, review_queue.around(queue, row), row),
        "position": at,
        "total": len(queue),
        "bulk": {
            "url": url_for("figures.confirm_many", reference=g.case.code, code=place.document.code),
            "refusals": _no_right(Permission.CONFIRM_FIGURE),
        },
        "bulk_result": _bulk_result(rows),
    }


def _lines(place: Place, rows: list[QueueRow], selected: QueueRow | None) -> list[dict[str, Any]]:
    tongue, code = language(), place.document.code
    held = selected.id if selected is not None else None
    return [
        {
            "id": row.id,
            "is_selected": row.id == held,
            "line": drawn_rows.queue_line(row, code, place.here, tongue, is_selected=row.id == held),
        }
        for row in rows
    ]


def _bulk_result(rows: list[QueueRow]) -> dict[str, Any] | None:
    """What the last bulk act did, shown once; why a figure was left out is asked again of the rules."""
    told = session.pop("bulk", None)
    if told is None:
        return None
    done, left = told
    failed = []
    for row in rows:
        if row.id in left:
            shut = [refuse_bulk(is_witnessed=row.is_witnessed)]
            shut += FIGURE.blockers("confirm", row.state, FigureFacts(has_value=row.confidence > 0))
            reasons = [say(refusal.reason, language()) for refusal in shut if refusal is not None]
            failed.append((row.code, reasons[0] if reasons else _("It was changed meanwhile.")))
    return {"done": done, "failed": failed}


def _capture(place: Place) -> dict[str, Any]:
    shut = refuse_closed_case(g.case.state)
    return {
        "url": url_for("figures.capture", reference=g.case.code, code=place.document.code),
        "table_url": url_for("figures.draw_table", reference=g.case.code, code=place.document.code),
        "refusals": [*_no_right(Permission.CONFIRM_FIGURE), *([shut] if shut else [])],
    }


def _no_right(permission: Permission) -> list[Refusal]:
    if g.actor.may(permission):
        return []
    return [Refusal("403", message(N_("Your role on this case reads here, and does not change.")))]
