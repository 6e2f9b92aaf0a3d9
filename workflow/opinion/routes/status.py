"""The status page: open to anybody; by number the status alone, with the QR's prefix what the holder knows."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from workflow.access import public
from workflow.documents.storage import store
from workflow.opinion.routes import bp
from workflow.opinion.status import newest_cover_sheet, public_package, status_of
from workflow.web import db

LONGEST_NUMBER = 40


@bp.get("/status")
@public
def look_up() -> Response | str:
    """A form for a statement's number."""
    number = request.args.get("number", "").strip().upper()[:LONGEST_NUMBER]
    if number:
        number, _slash, revision = number.partition("/")
        asked = int(revision) if revision.isdigit() else None
        return redirect(url_for("opinion.status", number=number, revision=asked))
    return render_template("opinion/status.html", number=None, found=None, prefix=None)


@bp.get("/status/<number>")
@bp.get("/status/<number>/<int:revision>")
@public
def status(number: str, revision: int | None = None) -> tuple[str, int]:
    """The status of a number; a wrong prefix answers as none does."""
    prefix = request.args.get("h")
    found = status_of(db(), number.upper()[:LONGEST_NUMBER], prefix, revision)
    held = prefix if found and found.details else None
    page = render_template("opinion/status.html", number=number, found=found, prefix=held)
    return page, 200 if found else 404


@bp.get("/status/<number>/public.zip")
@public
def public_download(number: str) -> Response:
    """The public package, for who holds the statement and so its prefix."""
    found = status_of(db(), number.upper()[:LONGEST_NUMBER], request.args.get("h"))
    package = public_package(db(), found.details.issue_id) if found and found.details else None
    if found is None or package is None:
        abort(404)
    name = f"{found.number}-{found.revision}-public.zip"
    path = store().path(package.sha256)
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


@bp.get("/status/<number>/cover-sheet.pdf")
@public
def public_cover_sheet(number: str) -> Response:
    """The cover sheet of the present state, for who holds the statement."""
    found = status_of(db(), number.upper()[:LONGEST_NUMBER], request.args.get("h"))
    sheet = newest_cover_sheet(db(), found.details.issue_id) if found and found.details else None
    if found is None or sheet is None:
        abort(404)
    name = f"{found.number}-{found.revision}-cover-sheet.pdf"
    return send_file(store().path(sheet.sha256), "application/pdf", as_attachment=True, download_name=name)
