"""Try your own file: drop a document, see its boxes in seconds; no case, nothing kept beyond an hour."""

from __future__ import annotations

from typing import Any

from flask import g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents import tried
from workflow.documents.routes import bp
from workflow.documents.routes.files import send_picture
from workflow.errors import BadInput
from workflow.jobs import Lane
from workflow.unit_of_work import unit_of_work
from workflow.web import wants_json

READ_JOB = "workflow.documents.jobs.read_tried_file"
SHOWN_FIGURES = 400
LOOK_AGAIN_SECONDS = "2"


@bp.get("/try")
@needs(Permission.TRY_OWN_FILE)
def try_file() -> str:
    """Where a file is dropped."""
    return render_template("documents/try.html")


@bp.post("/try")
@needs(Permission.TRY_OWN_FILE)
def try_it() -> Response:
    """Take one file and have it read."""
    file = request.files.get("files")
    if file is None or not file.filename:
        raise BadInput(_("Choose a file first, or drop it into the frame."), "files")
    token = tried.keep_for_an_hour(file.stream, file.filename, g.actor.person_id)
    with unit_of_work(g.actor) as uow:
        uow.after_commit(READ_JOB, token, lane=Lane.QUICK)
    here = url_for("documents.tried_file", token=token)
    if wants_json():
        told = {"name": file.filename, "code": _("see it"), "url": here, "state": _("being read")}
        return jsonify(results=[{**told, "kind": "waiting", "sentence": _("Open it to see its boxes.")}])
    return redirect(here, 303)


@bp.get("/try/<token>")
@needs(Permission.TRY_OWN_FILE)
def tried_file(token: str) -> Response:
    """The pages of a tried file with boxes over every figure."""
    found = tried.tried(token, g.actor.person_id)
    number = max(1, request.args.get("page", 1, type=int))
    answer = make_response(render_template("documents/tried.html", tried=found, **_shown(found, number)))
    if found.status is None:
        answer.headers["Refresh"] = LOOK_AGAIN_SECONDS
    return answer


def _shown(found: tried.Tried, number: int) -> dict[str, Any]:
    pages: list[dict[str, Any]] = found.reading["pages"] if found.reading else []
    page = pages[number - 1] if number <= len(pages) else None
    is_drawn = found.reading is not None and found.reading["kind"] in {"pdf", "ofd", "image"}
    picture = url_for("documents.tried_picture", token=found.token, page=number) if is_drawn else None
    figures = page["figures"] if page else []
    return {
        "page": page,
        "number": number,
        "pages": [(p["number"], p["title"], len(p["figures"])) for p in pages],
        "picture_url": picture,
        "figures": figures[:SHOWN_FIGURES],
        "figure_count": len(figures),
        "flags": found.reading["flags"] if found.reading else [],
    }


@bp.get("/try/<token>/pages/<int:page>.webp")
@needs(Permission.TRY_OWN_FILE)
def tried_picture(token: str, page: int) -> Response:
    """The picture of a page of a tried file."""
    return send_picture(tried.page_picture(token, g.actor.person_id, page))
