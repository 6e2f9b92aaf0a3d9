"""The case page: what is missing next, the moves, the trail; and the frame of every page of a case."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow import audit
from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.errors import NotAllowed, NotYours
from workflow.findings.queries import may_see
from workflow.ghg_statement.totals import add_up
from workflow.i18n import N_, message, say
from workflow.lifecycle import commands, queries
from workflow.lifecycle.frame import frame_of
from workflow.lifecycle.machine import CASE
from workflow.unit_of_work import unit_of_work
from workflow.web import blueprint, db, language, now

bp = blueprint("lifecycle", "/cases")


@bp.app_context_processor
def _case_frame() -> dict[str, Any]:
    case: Case | None = g.get("case")
    if case is None:
        return {}
    return {"case_frame": frame_of(case, g.actor, g.get("missing", ()))}


@bp.get("/<reference>")
@needs(Permission.READ_CASE)
def overview(reference: str) -> str:
    """Where the case stands, what is missing next, and who may do what."""
    facts = queries.facts_of(db(), g.case, g.actor)
    moves = queries.moves_of(g.case, facts, g.actor)
    g.missing = queries.missing_for(moves, g.actor)
    planned = facts.planned
    categories = {group.code: tuple(group.categories) for group in planned.groups}
    names, team = cases.who_takes_part(db(), g.case, now().date())
    return render_template(
        "lifecycle/overview.html",
        case=g.case,
        moves=[m for m in moves if m.is_mine],
        asks_reason=queries.asks_reason,
        carried=[f for f in facts.standings if f.carried_from_id is not None and may_see(g.actor, f)],
        team=[(role.value.replace("_", " "), name) for role, name in team],
        groups=planned.groups,
        names=names,
        version=planned.version,
        totals=add_up(planned.lines, categories) if planned.version else None,
        events=queries.trail_of(db(), g.case, g.actor, whole=g.actor.may(Permission.READ_TRAIL), rows=8),
    )


@bp.post("/<reference>/move/<name>")
@needs(Permission.READ_CASE)
def move(reference: str, name: str) -> Response:
    """Make a move of the case; who may is the move's own permission."""
    if not any(m.name == name for m in CASE.moves):
        raise NotYours("There is no such move.")
    if not g.actor.may(CASE.permission(name)):
        raise NotAllowed(message(N_("Your role on this case does not allow this.")))
    with unit_of_work(g.actor) as uow:
        case = cases.case_by_code(uow.session, reference)
        commands.move_case(uow, case, name, comment=request.form.get("reason", "").strip() or None)
        state = case.state
    flash(_("The case is now: %(state)s.", state=say(state.value.replace("_", " "), language())), "done")
    return redirect(url_for("lifecycle.overview", reference=reference), 303)


@bp.post("/<reference>/suspend")
@needs(Permission.RUN_CASE)
def suspend(reference: str) -> Response:
    """Suspend the case, or take it up again; with a reason."""
    reason = request.form.get("reason", "").strip() or _("no reason given")
    with unit_of_work(g.actor) as uow:
        case = cases.case_by_code(uow.session, reference)
        act = commands.take_up_again if case.is_suspended else commands.suspend
        act(uow, case, reason=reason)
    return redirect(url_for("lifecycle.overview", reference=reference), 303)


@bp.get("/<reference>/trail")
@needs(Permission.READ_CASE)
def trail(reference: str) -> str:
    """The trail, newest first; whole for the body, own acts for the others."""
    whole = g.actor.may(Permission.READ_TRAIL)
    if not whole and not g.actor.may(Permission.READ_OWN_TRAIL):
        raise NotAllowed(message(N_("Your role on this case does not see the trail.")))
    before = request.args.get("before", type=int)
    events = queries.trail_of(db(), g.case, g.actor, whole=whole, before=before)
    head = audit.head_of(db(), audit.case_stream(g.case.id))
    return render_template("lifecycle/trail.html", events=events, head=head, whole=whole)


@bp.get("/<reference>/trail/check")
@needs(Permission.READ_TRAIL)
def check_trail(reference: str) -> Response:
    """Recompute the whole chain and say where it breaks, if it does."""
    problem = audit.verify_chain(db(), audit.case_stream(g.case.id))
    if problem is None:
        seq, head = audit.head_of(db(), audit.case_stream(g.case.id))
        flash(_("The chain holds: %(seq)s events, head %(head)s.", seq=seq, head=head[:16]), "done")
    else:
        flash(
            _("The chain is broken at event %(seq)s: %(why)s.", seq=problem.seq, why=problem.sentence),
            "error",
        )
    return redirect(url_for("lifecycle.trail", reference=reference), 303)
