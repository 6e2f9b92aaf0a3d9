"""How far a long document is read: its progress for the screen, stopping, and reading the rest."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.documents import parts, queries
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.parts import Progress
from workflow.documents.routes import bp
from workflow.documents.rules import DOCUMENT, ReadingFacts
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db

NOTHING_LEFT = 204


def progress_lines(
    rows: list[tuple[Document, DocumentVersion]], *, is_short: bool = True
) -> dict[int, dict[str, Any]]:
    """By version id, what documents/_progress.html shows of each long document that is being read."""
    found = parts.progress_of(db(), rows)
    documents = {version.id: document for document, version in rows}
    return {key: _line(documents[key], progress, is_short) for key, progress in found.items()}


def _line(document: Document, progress: Progress, is_short: bool) -> dict[str, Any]:
    here = {"reference": g.case.code, "code": document.code}
    may_stop = g.actor.may(Permission.CONFIRM_FIGURE) and progress.stop_asked_by is None
    return {
        "read": progress.read,
        "pages": progress.pages,
        "sentence": _sentence(progress),
        "url": url_for("documents.progress", **here, short=1 if is_short else None),
        "stop_url": url_for("documents.stop_reading", **here) if may_stop and not is_short else None,
    }


def _sentence(progress: Progress) -> str:
    if progress.stop_asked_by is not None:
        return _("%(name)s asked to stop; the pages at hand are finished first.", name=progress.stop_asked_by)
    if progress.read == 0:
        return _("%(pages)s pages, none read yet", pages=progress.pages)
    if progress.read == progress.up_to:
        return _("pages 1–%(read)s of %(pages)s read", read=progress.read, pages=progress.pages)
    return _("%(read)s of %(pages)s pages read", read=progress.read, pages=progress.pages)


@bp.get("/cases/<reference>/evidence/<code>/progress")
@needs(Permission.READ_EVIDENCE)
def progress(reference: str, code: str) -> str | tuple[str, int]:
    """The piece of the page that tells how far reading is; nothing any more when it ended."""
    row = queries.document_by_code(db(), g.case, code, g.actor)
    version = queries.current_version(db(), row)
    lines = progress_lines([(row, version)], is_short=bool(request.args.get("short")))
    if version.id not in lines:
        return "", NOTHING_LEFT
    return render_template("documents/_progress.html", progress=lines[version.id])


@bp.post("/cases/<reference>/evidence/<code>/stop-reading")
@needs(Permission.CONFIRM_FIGURE)
def stop_reading(reference: str, code: str) -> Response:
    """Stop at the end of the pages at hand; what was read stays."""
    with unit_of_work(g.actor) as uow:
        parts.stop_reading(uow, document_to_change(uow, code))
    flash(_("Reading stops when the pages at hand are finished. What was read stays."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/evidence/<code>/read-the-rest")
@needs(DOCUMENT.permission("read_the_rest"))
def read_the_rest(reference: str, code: str) -> Response:
    """Go on with the pages that were not read."""
    with unit_of_work(g.actor) as uow:
        parts.read_the_rest(uow, document_to_change(uow, code))
    flash(_("The rest waits to be read."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)


def document_to_change(uow: UnitOfWork, code: str) -> Document:
    """The document that a request is about, loaded in its unit of work."""
    case = case_by_code(uow.session, g.case.code)
    return queries.document_by_code(uow.session, case, code, g.actor)


def rest_move(row: Document, version: DocumentVersion) -> dict[str, Any] | None:
    """The button that goes on with the rest; none where there is no rest."""
    if DOCUMENT.move("read_the_rest", row.state) is None:
        return None
    left = parts.pages_left(db(), version)
    if not left:
        return None
    return {
        "label": _("Read the rest"),
        "url": url_for("documents.read_the_rest", reference=g.case.code, code=row.code),
        "refusals": DOCUMENT.blockers("read_the_rest", row.state, ReadingFacts(pages_left=left)),
        "is_primary": True,
    }
