"""My work, search by code or word, help, and the answers to health checks."""

from __future__ import annotations

import re

from flask import g, redirect, render_template, request, session
from sqlalchemy import text
from werkzeug.wrappers import Response

from workflow.access import Permission, needs, public
from workflow.home import queries, search
from workflow.unit_of_work import reading, services
from workflow.web import blueprint, db, now

bp = blueprint("home")
CASE_CODE = re.compile(r"^C-\d{4}-\d{4}$", re.IGNORECASE)


@bp.get("/")
@needs(Permission.USE_OWN_ACCOUNT)
def index() -> str:
    """Everything that waits on the person."""
    work = queries.my_work(db(), g.actor, now().date())
    # Counted here and shown on the other pages as it was then: it costs seven queries.
    g.my_work_count = session["my_work"] = len(work.waiting)
    return render_template(
        "home/my_work.html", waiting=work.waiting, elsewhere=work.elsewhere, cases=work.cases
    )


@bp.get("/search")
@needs(Permission.USE_OWN_ACCOUNT)
def find() -> str | Response:
    """Cases, findings, documents and figures by code, number or word, within what the person sees."""
    asked = request.args.get("q", "").strip()[:200]
    if CASE_CODE.match(asked):
        return redirect(f"/cases/{asked.upper()}")
    return render_template("home/search.html", asked=asked, hits=search.find(db(), g.actor, asked))


@bp.get("/help")
@public
def help_page() -> str:
    """Words, roles and states, and where to begin."""
    return render_template("home/help.html")


@bp.get("/health/live")
@public
def live() -> dict[str, str]:
    """The process answers."""
    return {"state": "live"}


@bp.get("/health/ready")
@public
def ready() -> dict[str, str]:
    """The database answers; the queue may be away without loss, so it is told but not asked for."""
    with reading(g.actor.scope) as looked:
        looked.connection().execute(text("SELECT 1"))
    sender = services().sender
    there = sender is not None and sender.is_there()
    return {"state": "ready", "queue": "there" if there else "away"}
