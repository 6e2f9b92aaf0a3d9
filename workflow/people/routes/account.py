"""One's own account: signed-in browsers, password, signing key, deputies, settings, fresh sign-in."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import BadInput, NotYours, Refusal, RuleViolation
from workflow.i18n import N_, message, say
from workflow.people import commands, keys, queries, sign_in
from workflow.people.forms import DeputyForm, FreshForm, KeyForm, PasswordForm, SettingsForm
from workflow.people.models import Person, WebSession
from workflow.people.routes import _onwards, bp
from workflow.unit_of_work import services, unit_of_work
from workflow.web import complain, db, language, now


@bp.get("/people/me")
@needs(Permission.KEEP_OWN_ACCOUNT)
def me() -> str:
    """Account, keys and sessions of the person."""
    return _account()


def _account(**shown: object) -> str:
    me_id = g.actor.person_id
    person = queries.person(db(), me_id)
    settings = queries.settings_of(db(), person)
    deputies = DeputyForm(None)
    colleagues = _colleagues()
    deputies.deputy.choices = [(p.id, p.name) for p in colleagues]
    context = {
        "person": person,
        "organisation": queries.organisation(db(), person.owner_org_id),
        "browsers": queries.browsers_of(db(), me_id),
        "this_browser": g.session_id,
        "key": queries.live_key_of(db(), me_id),
        "deputies": queries.deputies_of(db(), me_id),
        "stands_in_for": queries.stands_in_for(db(), me_id, now().date()),
        "acting_for_id": g.acting_for_id,
        "names": {p.id: p.name for p in colleagues},
        "settings_form": SettingsForm(None, obj=settings, language=person.language),
        "password_form": PasswordForm(None),
        "key_form": KeyForm(None),
        "deputy_form": deputies,
    }
    return render_template("people/me.html", **{**context, **shown})


def _colleagues() -> list[Person]:
    own = queries.organisation(db(), g.own_actor.organisation_id)
    return [p for p in queries.active_people_of(db(), own) if p.id != g.own_actor.person_id]


@bp.post("/people/me/sessions/<int:session_id>/end")
@needs(Permission.KEEP_OWN_ACCOUNT)
def end_browser(session_id: int) -> Response:
    """End one of one's own signed-in browsers."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.get(WebSession, session_id)
        if row is None or row.person_id != g.actor.person_id:
            raise NotYours("There is no such session.")
        sign_in.end_session(uow, row, g.person, services().wall.now())
    flash(_("That browser is signed out."), "done")
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/password")
@needs(Permission.KEEP_OWN_ACCOUNT)
def change_password() -> Response | tuple[str, int]:
    """Set a new password; asks for a fresh sign-in."""
    form = PasswordForm()
    if not g.actor.is_fresh:
        return redirect(url_for("people.fresh", next=url_for("people.me")), 303)
    try:
        with unit_of_work(g.actor) as uow:
            sign_in.set_password(
                uow, queries.person(uow.session, g.actor.person_id), form.password.data or ""
            )
    except BadInput as wrong:
        complain(form.password, say(wrong.reason, language()))
        return _account(password_form=form), 422
    flash(_("The new password is in force."), "done")
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/key")
@needs(Permission.KEEP_OWN_ACCOUNT)
def new_key() -> Response | tuple[str, int]:
    """Make a signing key under one's own passphrase; asks for a fresh sign-in."""
    form = KeyForm()
    if not g.actor.is_fresh:
        return redirect(url_for("people.fresh", next=url_for("people.me")), 303)
    roles = ", ".join(sorted({r.value.replace("_", " ") for _o, r in g.actor.organisation_roles}))
    try:
        with unit_of_work(g.actor) as uow:
            person = queries.person(uow.session, g.actor.person_id)
            keys.make_key(uow, person, role=roles or "signer", passphrase=form.passphrase.data or "")
    except BadInput as wrong:
        complain(form.passphrase, say(wrong.reason, language()))
        return _account(key_form=form), 422
    flash(_("Your signing key is ready. Nobody can recover its passphrase for you."), "done")
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/deputies")
@needs(Permission.KEEP_OWN_ACCOUNT)
def name_deputy() -> Response | tuple[str, int]:
    """Let a colleague act for one between two dates."""
    form = DeputyForm()
    form.deputy.choices = [(p.id, p.name) for p in _colleagues()]
    if not form.validate_on_submit():
        return _account(deputy_form=form), 422
    with unit_of_work(g.actor) as uow:
        person = queries.person(uow.session, g.actor.person_id)
        deputy = queries.person(uow.session, form.deputy.data)
        commands.name_deputy(
            uow, person, deputy, first=form.first.data, last=form.last.data, reason=form.reason.data
        )
    flash(_("%(name)s may act for you in that time.", name=deputy.name), "done")
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/deputies/<int:row_id>/end")
@needs(Permission.KEEP_OWN_ACCOUNT)
def end_deputy(row_id: int) -> Response:
    """Let a deputy of one's own stand in no longer."""
    with unit_of_work(g.actor) as uow:
        commands.end_deputy(uow, queries.deputy(uow.session, g.actor.person_id, row_id))
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/act-for/<int:person_id>")
@needs(Permission.KEEP_OWN_ACCOUNT)
def act_for(person_id: int) -> Response:
    """Act for somebody whom one stands in for today, until one stops."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.get_one(WebSession, g.session_id)
        deputy = uow.session.get_one(Person, row.person_id)
        sign_in.act_for(uow, row, deputy, queries.person(uow.session, person_id))
    return redirect(url_for("home.index"), 303)


@bp.post("/people/me/act-as-myself")
@needs(Permission.KEEP_OWN_ACCOUNT)
def act_as_myself() -> Response:
    """Stop acting for somebody else."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sign_in.act_as_oneself(uow, uow.session.get_one(WebSession, g.session_id))
    return redirect(url_for("people.me"), 303)


@bp.post("/people/me/settings")
@needs(Permission.KEEP_OWN_ACCOUNT)
def change_settings() -> Response | tuple[str, int]:
    """Take language and mail choices."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return _account(settings_form=form), 422
    with unit_of_work(g.actor) as uow:
        person = queries.person(uow.session, g.actor.person_id)
        settings = queries.settings_of(uow.session, person)
        commands.change_settings(
            uow,
            settings,
            person,
            language=form.language.data,
            mail_assignments=form.mail_assignments.data,
            mail_reminders=form.mail_reminders.data,
        )
    flash(_("Saved."), "done")
    return redirect(url_for("people.me"), 303)


@bp.route("/people/fresh", methods=["GET", "POST"])
@needs(Permission.KEEP_OWN_ACCOUNT)
def fresh() -> Response | str | tuple[str, int]:
    """Prove again who one is, as signing asks; then go on where it was asked for."""
    if g.acting_for_id is not None:
        raise RuleViolation(
            Refusal("G-DEPUTY", message(N_("You act for somebody else: only they can sign.")))
        )
    form = FreshForm()
    onwards = _onwards(request.args.get("next"))
    is_demo = services().config.is_demo
    if not form.validate_on_submit():
        return render_template("people/fresh.html", form=form, onwards=onwards, is_demo=is_demo)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.get_one(WebSession, g.session_id)
        person = uow.session.get_one(Person, g.actor.person_id)
        sign_in.refuse_guessing(uow, person.email, row.address)
        if sign_in.confirm_person(uow, row, person, form.password.data, form.code.data):
            return redirect(onwards, 303)
    complain(form.password, _("Password or code is not right."))
    return render_template("people/fresh.html", form=form, onwards=onwards, is_demo=is_demo), 422
