"""My work, search by code or word, help, the demo's first five minutes, and the answers to health checks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, send_file, session
from sqlalchemy import text
from werkzeug.wrappers import Response

from workflow.access import Permission, Scope, needs, public
from workflow.documents.full_text import A_PAGE, LAST_START, Within
from workflow.documents.words import LONGEST_QUESTION, MOST_TERMS
from workflow.home import breaking, queries, search, tour
from workflow.opinion.served import packaged_file
from workflow.programme.own import has_place
from workflow.targets.access import reads_targets
from workflow.unit_of_work import reading, services
from workflow.web import blueprint, db, now

bp = blueprint("home")
CASE_CODE = re.compile(r"^C-\d{4}-\d{4}$", re.IGNORECASE)
# The stops of the tour that this browser saw; no more than a convenience, so it is signed by nobody.
TOUR_COOKIE = "assay_tour"
TOUR_GUIDE = Scope(everything="the demo's tour says which of its findings were answered and closed")


@bp.get("/")
@needs(Permission.USE_OWN_ACCOUNT)
def index() -> str:
    """Everything that waits on the person."""
    work = queries.my_work(db(), g.actor, now().date(), services().config)
    # Counted here and shown on the other pages as it was then: it costs seven queries.
    g.my_work_count = session["my_work"] = len(work.waiting)
    # So is where the bar leads: a subsidiary's people hold the same roles as a group's and a supplier's.
    session["targets_of"] = g.actor.person_id if reads_targets(db(), g.actor) else None
    session["programme_of"] = g.actor.person_id if has_place(db(), g.actor, now().date()) else None
    return render_template(
        "home/my_work.html",
        waiting=work.waiting,
        elsewhere=work.elsewhere,
        cases=work.cases,
        progress=_ticked(_progress()),
    )


@bp.get("/search")
@needs(Permission.USE_OWN_ACCOUNT)
def find() -> str | Response:
    """Pages, cases, documents, findings, lines and figures that answer, within what the person sees."""
    asked = request.args.get("q", "").strip()
    if CASE_CODE.match(asked):
        return redirect(f"/cases/{asked.upper()}")
    within = Within(_code_asked("case"), _code_asked("document") if _code_asked("case") else None)
    start = min(max(request.args.get("start", 0, type=int), 0), LAST_START)
    found = search.find(db(), g.actor, now().date(), asked, within, start=start)
    return render_template(
        "home/search.html",
        asked=asked[:LONGEST_QUESTION],
        found=found,
        within=within,
        versions=search.by_version(found.pages, within),
        start=start,
        next_start=start + A_PAGE if start + A_PAGE < found.pages.listed else None,
        last_start=LAST_START,
        longest=LONGEST_QUESTION,
        most_terms=MOST_TERMS,
    )


def _code_asked(name: str) -> str | None:
    return request.args.get(name, "").strip().replace("\x00", "")[:20].upper() or None


@bp.get("/help")
@public
def help_page() -> str:
    """Words, roles and states, and where to begin."""
    return render_template("home/help.html")


@bp.app_context_processor
def _on_every_page() -> dict[str, Any]:
    """What the demo's strip says of the tour, and where the bar leads; nothing is asked for it."""
    return {"tour_progress": _progress, "bar_leads_to": _bar_leads_to}


def _bar_leads_to(place: str) -> bool:
    """Whether the person had a way to the group's targets, or an own place in its programme, when My work was open."""
    return bool(session.get(f"{place}_of") == g.actor.person_id)


def _progress() -> tour.Progress | None:
    """How far this browser came in the demo's tour; None where there is none."""
    found = tour.read_tour(services().config)
    return tour.progress(found, request.cookies.get(TOUR_COOKIE, "")) if found else None


def _ticked(found: tour.Progress | None) -> tour.Progress | None:
    """With the ticks of what was done, whoever did it and whoever looks."""
    if found is None:
        return None
    with reading(TOUR_GUIDE) as session:
        return replace(found, done=tour.done_stops(session, found.tour))


def _touring() -> tour.Progress:
    return _progress() or abort(404)


@bp.get("/tour")
@needs(Permission.USE_OWN_ACCOUNT)
def tour_page() -> str:
    """The first five minutes: every stop, as whom, and which were seen."""
    return render_template("home/tour.html", progress=_ticked(_touring()))


@bp.get("/tour/<name>")
@needs(Permission.USE_OWN_ACCOUNT)
def tour_stop(name: str) -> Response:
    """Remember that a stop was seen, and go there."""
    seen = _touring()
    stop = seen.tour.stop(name) or abort(404)
    answer = redirect(stop.path, 303)
    answer.set_cookie(TOUR_COOKIE, tour.remember(seen.seen, name), httponly=True, samesite="Lax")
    return answer


@bp.post("/tour/leave")
@needs(Permission.USE_OWN_ACCOUNT)
def leave_tour() -> Response:
    """Put the tour's strip away; what was seen stays ticked, and the tour can be taken up again."""
    seen = _touring()
    answer = redirect("/", 303)
    answer.set_cookie(TOUR_COOKIE, tour.remember(seen.seen, tour.LEFT), httponly=True, samesite="Lax")
    return answer


@bp.get("/tour/break")
@needs(Permission.USE_OWN_ACCOUNT)
def break_page() -> Response:
    """The files of an issued package, one of which is to be broken."""
    seen = _touring()
    answer = make_response(_shown_package(seen.tour))
    answer.set_cookie(TOUR_COOKIE, tour.remember(seen.seen, "break"), httponly=True, samesite="Lax")
    return answer


@bp.post("/tour/break")
@needs(Permission.USE_OWN_ACCOUNT)
def break_it() -> str:
    """Judge a copy of the package with one byte changed, or as it was issued when no file is named."""
    found = _touring().tour
    package, path = _package(found), request.form.get("path", "")
    broken = breaking.break_one_byte(package, path) if path else None
    content = broken.content if broken else package.read_bytes()
    verdict = breaking.judge(content, breaking.root_of(services().config), now())
    return _shown_package(found, path=path, broken=broken, verdict=verdict)


@bp.get("/tour/break/broken.zip")
@needs(Permission.USE_OWN_ACCOUNT)
def broken_package() -> Response:
    """The broken copy, to be checked on one's own machine."""
    package = _package(_touring().tour)
    broken = breaking.break_one_byte(package, request.args.get("path", ""))
    return send_file(
        io.BytesIO(broken.content), "application/zip", as_attachment=True, download_name="broken.zip"
    )


def _package(found: tour.Tour) -> Path:
    """The public package as it was issued: everybody may have it, so everybody may break a copy."""
    try:
        return packaged_file(found.statement, "public")[0]
    except LookupError:
        abort(404)


def _shown_package(found: tour.Tour, **judged: Any) -> str:
    return render_template(
        "home/break.html",
        statement=found.statement,
        members=breaking.members_of(_package(found)),
        suggested=breaking.SUGGESTED,
        root=breaking.root_of(services().config),
        **{"path": None, "broken": None, "verdict": None, **judged},
    )


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
