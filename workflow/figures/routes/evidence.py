"""The Evidence tab: every document with its state, where it came from, and how far its figures are."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from workflow.access import Permission, needs
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import current_versions, sees
from workflow.documents.routes.reading import progress_lines
from workflow.documents.rules import (
    STATE_KINDS,
    STATE_SENTENCES,
    DocumentKind,
    DocumentState,
    Origin,
    refuse_closed_case,
)
from workflow.figures.queries import Counts, counts_of
from workflow.figures.routes import bp
from workflow.i18n import say
from workflow.web import db, language, words

SORTS = {
    "code": lambda row: row["code"],
    "title": lambda row: row["title"].casefold(),
    "state": lambda row: row["state"],
    "received": lambda row: row["received"],
    "figures": lambda row: row["counts"].figures,
    "open": lambda row: row["counts"].proposed,
}


@bp.get("/cases/<reference>/evidence")
@needs(Permission.READ_EVIDENCE)
def evidence(reference: str) -> str:
    """The index of evidence, with the place to send more."""
    pairs = [(d, v) for d, v in current_versions(db(), g.case) if sees(g.actor, d)]
    counts = counts_of(db(), [version.id for _document, version in pairs])
    lines = progress_lines(pairs)
    rows = [
        _row(document, version, counts.get(version.id, Counts()), lines.get(version.id))
        for document, version in pairs
    ]
    shown = _sorted([row for row in rows if _fits(row)])
    return render_template(
        "figures/evidence.html",
        rows=shown,
        total=len(rows),
        sort=request.args.get("sort", "code"),
        kinds=[(kind.value, words(kind)) for kind in DocumentKind],
        states=[(state.value, words(state)) for state in DocumentState],
        origins=[(origin.value, words(origin)) for origin in Origin],
        upload=_upload(),
        request_code=request.args.get("request", "")[:12],
        attention=sum(row["kind"] in {"open", "refused"} for row in rows),
    )


def _row(
    document: Document, version: DocumentVersion, counts: Counts, progress: dict[str, Any] | None
) -> dict[str, Any]:
    here = {"reference": g.case.code, "code": document.code}
    sentence = document.state_reason or STATE_SENTENCES[document.state]
    return {
        "code": document.code,
        "title": document.title,
        "name": version.name,
        "url": url_for("figures.view", **here),
        "details_url": url_for("documents.document", **here),
        "download_url": url_for("documents.original", **here),
        "state_value": document.state.value,
        "state": words(document.state),
        "kind": STATE_KINDS[document.state],
        "sentence": None if document.state is DocumentState.READ else say(sentence, language()),
        "progress": progress,
        "document_kind": document.kind.value,
        "origin": document.origin.value,
        "pages": version.pages,
        "version": version.number,
        "received": version.received_at,
        "counts": counts,
        "flags": len(version.flags),
        "request_code": document.request_code,
        "came_in": version.came_in,
    }


def _fits(row: dict[str, Any]) -> bool:
    asked = request.args
    text = asked.get("title", "").casefold()
    return (
        asked.get("state", "") in ("", row["state_value"])
        and asked.get("document_kind", "") in ("", row["document_kind"])
        and asked.get("origin", "") in ("", row["origin"])
        and text in f"{row['code']} {row['title']} {row['name']}".casefold()
    )


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    asked = request.args.get("sort", "code")
    key = SORTS.get(asked.removeprefix("-"), SORTS["code"])
    by_code = sorted(rows, key=SORTS["code"])
    return sorted(by_code, key=key, reverse=asked.startswith("-"))


def _upload() -> dict[str, Any] | None:
    """Where this person sends files: the responsible party its evidence, the team its working papers."""
    if refuse_closed_case(g.case.state) is not None:
        return None
    if g.actor.may(Permission.ADD_EVIDENCE):
        return {"url": url_for("documents.upload", reference=g.case.code), "label": _("Send evidence")}
    if g.actor.may(Permission.ADD_WORKING_PAPER):
        url = url_for("documents.add_working_papers", reference=g.case.code)
        return {"url": url, "label": _("Add working papers of the team")}
    return None
