"""Who comes in: session, person, case, roles and the declared permission, before any view runs."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from workflow.access import Actor, Permission, Scope
from workflow.cases import queries
from workflow.errors import NotAllowed, NotYours
from workflow.i18n import N_, message
from workflow.people import sessions
from workflow.unit_of_work import reading, services
from workflow.web import db, wants_json

STRANGER = Actor(person_id=-1, name="stranger", organisation_id=None, scope=Scope())
SEEN_AGAIN_AFTER = timedelta(minutes=1)
OPEN_FILES = frozenset({"static", "bootstrap.static"})


def install(app: Flask) -> None:
    """Ask every request who it is and whether it may."""
    app.before_request(_come_in)


def _come_in() -> Response | None:
    g.actor = STRANGER
    if request.endpoint in OPEN_FILES or request.endpoint is None:
        return None
    signed_in = _who()
    asked = _asked_permission()
    if asked is None:
        return None
    if not signed_in:
        if wants_json() or request.method not in {"GET", "HEAD"}:
            abort(401)
        return redirect(url_for("people.sign_in_page", next=request.full_path.rstrip("?")))
    reference = (request.view_args or {}).get("reference")
    if reference is not None:
        _enter_case(reference)
    if not g.actor.may(asked):
        raise NotAllowed(message(N_("Your role does not allow this.")))
    return None


def _asked_permission() -> Permission | None:
    """The permission that the requested view declares; None when it is public."""
    view = current_app.view_functions[request.endpoint or ""]
    permission: Permission | None = getattr(view, "permission")  # noqa: B009  set by @needs, checked at start
    return permission


def _who() -> bool:
    token = request.cookies.get(sessions.COOKIE)
    if not token:
        return False
    wall = services().wall.now()
    with reading(sessions.LOOKUP) as session:
        found = sessions.live_session(session, token, wall)
        if found is None:
            return False
        row, person = found
        fresh = sessions.is_fresh(row, wall)
        g.actor = queries.actor_of(session, person, services().clock.now().date(), is_fresh=fresh)
        g.session_id = row.id
        g.person = person
        last_seen = row.last_seen_at
    if wall - last_seen > SEEN_AGAIN_AFTER:
        sessions.touch(g.session_id, wall)
    return True


def _enter_case(reference: str) -> None:
    case = queries.case_by_code(db(), reference)
    roles = queries.roles_on(db(), g.actor, case, services().clock.now().date())
    if not roles:
        raise NotYours("There is no such case.")
    g.case = case
    g.actor = g.actor.on_case(case.id, roles)
