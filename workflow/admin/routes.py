"""The operator's screens: set-up, organisations, sessions, jobs with retry, checks, limits in force."""

from __future__ import annotations

import dataclasses

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from evidence.limits import Limits
from workflow.access import Permission, Role, needs, public
from workflow.admin import commands, doctor, queries
from workflow.admin.forms import OrganisationForm, SetUpForm
from workflow.errors import BadInput, NotYours
from workflow.i18n import say
from workflow.jobs import JobState
from workflow.limits import WEB
from workflow.people import commands as people
from workflow.people import sign_in
from workflow.people.models import Organisation, WebSession
from workflow.people.queries import is_anybody_there
from workflow.people.rules import ROLES_OF_KIND, OrganisationKind
from workflow.unit_of_work import reading, services, unit_of_work
from workflow.web import blueprint, complain, db, language

bp = blueprint("admin")
FIRST_ROLE = {
    OrganisationKind.BODY: Role.BODY_MANAGER,
    OrganisationKind.GROUP: Role.GROUP_OFFICE,
    OrganisationKind.SUBSIDIARY: Role.PREPARER,
    OrganisationKind.SUPPLIER: Role.PREPARER,
    OrganisationKind.ACCREDITATION_BODY: Role.ACCREDITATION_READER,
    OrganisationKind.OPERATOR: Role.OPERATOR,
}


@bp.route("/set-up", methods=["GET", "POST"])
@public
def set_up() -> Response | str | tuple[str, int]:
    """The first minute of an empty installation: operator, first body, first person."""
    with reading(sign_in.DOORKEEPER.scope) as everything:
        if is_anybody_there(everything):
            return redirect(url_for("people.sign_in_page"))
    form = SetUpForm()
    commands.set_up_code(services().config)
    if not form.validate_on_submit():
        return render_template("admin/set_up.html", form=form)
    try:
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            fields = {k: v for k, v in form.data.items() if k != "csrf_token"}
            commands.set_up(uow, **fields)
    except BadInput as wrong:
        complain(form[wrong.field or "code"], say(wrong.reason, language()))
        return render_template("admin/set_up.html", form=form), 422
    flash(_("Assay is set up: sign in, then set up your authenticator app."), "done")
    return redirect(url_for("people.sign_in_page"), 303)


@bp.get("/admin")
@needs(Permission.OPERATE)
def index() -> str:
    """Organisations, jobs and limits at a glance."""
    limits = [(f.name, getattr(WEB, f.name)) for f in dataclasses.fields(WEB)]
    limits += [(f.name, getattr(Limits(), f.name)) for f in dataclasses.fields(Limits)]
    return _page(_organisation_form(), limits)


def _organisation_form() -> OrganisationForm:
    form = OrganisationForm()
    known = queries.organisations(db())
    groups = [
        (r.organisation.id, r.organisation.name)
        for r in known
        if r.organisation.kind is OrganisationKind.GROUP
    ]
    form.parent.choices = [(0, "–"), *groups]
    return form


def _page(form: OrganisationForm, limits: list[tuple[str, object]]) -> str:
    return render_template(
        "admin/index.html", form=form, limits=limits, rows=queries.organisations(db()),
        counts=queries.job_counts(db()), config=services().config,
    )  # fmt: skip


@bp.post("/admin/organisations")
@needs(Permission.OPERATE)
def add_organisation() -> Response | tuple[str, int]:
    """Register an organisation and invite its first person."""
    form = _organisation_form()
    if not form.validate_on_submit():
        return _page(form, []), 422
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        parent = uow.session.get(Organisation, form.parent.data) if form.parent.data else None
        kind = OrganisationKind(form.kind.data)
        organisation = commands.add_organisation(uow, form.name.data, kind, parent)
        role = FIRST_ROLE[kind]
        assert role in ROLES_OF_KIND[kind]
        people.invite(
            uow, organisation, email=form.manager_email.data, name=form.manager_name.data, role=role
        )
    flash(_("%(name)s is registered and its first person invited.", name=form.name.data), "done")
    return redirect(url_for("admin.index"), 303)


@bp.get("/admin/sessions")
@needs(Permission.OPERATE)
def live_sessions() -> str:
    """Signed-in browsers of everybody."""
    return render_template("admin/sessions.html", rows=queries.live_sessions(db()))


@bp.post("/admin/sessions/<int:session_id>/end")
@needs(Permission.OPERATE)
def end_session(session_id: int) -> Response:
    """End somebody's signed-in browser."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.get(WebSession, session_id)
        if row is None:
            raise NotYours("There is no such session.")
        person = next(p for w, p in queries.live_sessions(uow.session) if w.id == session_id)
        sign_in.end_session(uow, row, person, services().wall.now())
    return redirect(url_for("admin.live_sessions"), 303)


@bp.get("/admin/jobs")
@needs(Permission.OPERATE)
def jobs() -> str:
    """Jobs with their states and reasons."""
    asked = request.args.get("state")
    state = JobState(asked) if asked in set(JobState) else None
    rows = queries.jobs(db(), state, request.args.get("before", type=int))
    return render_template("admin/jobs.html", rows=rows, counts=queries.job_counts(db()), state=asked)


@bp.post("/admin/jobs/<int:job_id>/again")
@needs(Permission.OPERATE)
def send_again(job_id: int) -> Response:
    """Let a failed job run again."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        commands.send_again(uow, queries.failed_job(uow.session, job_id))
    flash(_("The job waits to run again."), "done")
    return redirect(url_for("admin.jobs"), 303)


@bp.get("/admin/checks")
@needs(Permission.OPERATE)
def checks() -> str:
    """Store, trails, jobs, sandbox and space, as ./assay doctor says them."""
    return render_template("admin/checks.html", answers=list(doctor.examine()))


@bp.post("/admin/text-index")
@needs(Permission.OPERATE)
def index_text() -> Response:
    """Have the text laid down of every document that the search lacks."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        commands.index_all(uow)
    flash(_("The text of the documents is laid down for the search, as jobs."), "done")
    return redirect(url_for("admin.checks"), 303)
