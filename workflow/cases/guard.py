"""Who comes in: session, person, case, roles and the declared permission, before any view runs."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import Response as FlaskResponse
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from workflow.access import Actor, Permission, Scope
from workflow.cases import queries
from workflow.errors import NotAllowed, NotYours
from workflow.i18n import N_, message
from workflow.people import queries as people
from workflow.people import sessions, sign_in
from workflow.unit_of_work import reading, services, unit_of_work
from workflow.web import db, wants_json

log = logging.getLogger(__name__)
STRANGER = Actor(person_id=-1, name="stranger", organisation_id=None, scope=Scope())
SEEN_AGAIN_AFTER = timedelta(minutes=1)
OPEN_FILES = frozenset({"static", "bootstrap.static"})


def install(app: Flask) -> None:
    """Ask every request who it is and whether it may; what is denied goes into the security log."""
    app.before_request(_come_in)
    app.after_request(_note_denial)


def _come_in() -> Response | None:
    g.actor = g.own_actor = STRANGER
    if request.endpoint in OPEN_FILES:
        return None
    signed_in = _who()
    if request.endpoint is None:
        return None
    asked = _asked_permission()
    if asked is None:
        return None
    if not signed_in:
        if wants_json() or request.method not in {"GET", "HEAD"}:
            abort(401)
        return redirect(url_for("people.sign_in_page", next=request.full_path.rstrip("?")))
    reference = (request.view_args or {}).get("reference")
    if g.acting_for_id is not None and asked is not Permission.KEEP_OWN_ACCOUNT:
        _stand_in()
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
        row, person, memberships = found
        fresh, on = sessions.is_fresh(row, wall), services().clock.now().date()
        g.actor = queries.actor_of(session, person, on, is_fresh=fresh, memberships=memberships)
        g.own_actor = g.actor
        g.session_id = row.id
        g.acting_for_id = row.acting_for_id
        g.person = person
        last_seen = row.last_seen_at
    if wall - last_seen > SEEN_AGAIN_AFTER:
        sessions.touch(g.session_id, wall)
    return True


def _stand_in() -> None:
    """Go on with the rights of the person stood in for, without those of signing."""
    on = services().clock.now().date()
    with reading(sessions.LOOKUP) as session:
        if not people.may_act_for(session, g.own_actor.person_id, g.acting_for_id, on):
            return
        principal = queries.actor_of(session, people.person(session, g.acting_for_id), on)
    own = g.own_actor
    g.actor = replace(
        principal, name=own.name, on_behalf_of=principal.name, deputy_id=own.person_id, language=own.language
    )


def _enter_case(reference: str) -> None:
    on = services().clock.now().date()
    case, roles = queries.case_entered(db(), g.actor, reference, on)
    if not roles:
        raise NotYours("There is no such case.")
    # Two names of one person would pass every separation of duties.
    if g.actor.deputy_id is not None and queries.roles_on(db(), g.own_actor, case, on):
        raise NotAllowed(message(N_("You have a role of your own on this case: act in your own name.")))
    # A page of one case reads that case: whoever is on a hundred others has no slower pages for it.
    db().info["scope"] = replace(g.actor.scope, cases=frozenset({case.id}), case_owners=frozenset())
    g.case = case
    g.actor = g.actor.on_case(case.id, roles)


def _note_denial(response: FlaskResponse) -> FlaskResponse:
    """A signed-in person who is answered 403 or 404 stands in the security log with what was asked for."""
    is_denied = response.status_code in {403, 404} and "session_id" in g
    if is_denied and request.endpoint not in OPEN_FILES:
        try:
            with unit_of_work(g.own_actor) as uow:
                sign_in.log_security(
                    uow, "access.denied", status=response.status_code, method=request.method, path=_place()
                )
        except OperationalError as busy:
            log.warning("security_log.busy %s", type(busy.orig).__name__)
    return response


def _place() -> str:
    """The path asked for; of a public view only its rule, for such a path may hold a token."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.url_rule is not None and getattr(view, "permission", None) is None:
        return request.url_rule.rule
    return request.path[:300]
