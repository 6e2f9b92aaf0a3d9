"""Signing in and out, the second factor, invitations, and the demo's role cards."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import abort, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs, public
from workflow.clock import DemoClock
from workflow.errors import BadInput
from workflow.i18n import say
from workflow.people import commands, queries, sessions, sign_in
from workflow.people.forms import CodeForm, PasswordForm, SignInForm
from workflow.people.models import Person, WebSession
from workflow.unit_of_work import UnitOfWork, reading, services, unit_of_work
from workflow.web import blueprint, complain, language

bp = blueprint("people")
HALF = "half_signed_in"


def _address() -> str:
    return request.remote_addr or "unknown"


def _onwards(target: str | None) -> str:
    """Only a path of this site is followed after signing in."""
    parts = urlsplit(target or "")
    safe = target and not parts.scheme and not parts.netloc and target.startswith("/") and "\\" not in target
    return target if safe and target and not target.startswith("//") else url_for("home.index")


def _enter(uow: UnitOfWork, person: Person, shown_first: str | None = None) -> Response:
    """Open a signed-in browser with a new token and go where the person wanted to, or show a page first."""
    agent = request.headers.get("User-Agent", "")
    _row, token = sessions.open_session(uow, person, address=_address(), agent=agent, has_second_factor=True)
    sign_in.log_security(uow, "sign_in.succeeded", person=person.id)
    onwards = _onwards(session.pop("next", None))
    session.clear()
    response = redirect(onwards, 303) if shown_first is None else make_response(shown_first)
    response.set_cookie(
        sessions.COOKIE,
        token,
        httponly=True,
        samesite="Lax",
        secure=services().config.base_url.startswith("https:"),
    )
    return response


@bp.get("/sign-in")
@public
def sign_in_page() -> str | Response:
    """The door: address and password, or the demo's role cards; an empty installation is set up first."""
    with reading(sign_in.DOORKEEPER.scope) as everything:
        if not queries.is_anybody_there(everything):
            return redirect("/set-up")
    session["next"] = request.args.get("next") or session.get("next")
    return _door(SignInForm())


def _door(form: SignInForm) -> str:
    cards = []
    if services().config.is_demo:
        with reading(sign_in.DOORKEEPER.scope) as everything:
            cards = queries.role_cards(everything)
    return render_template("people/sign_in.html", form=form, cards=cards)


@bp.post("/sign-in")
@public
def sign_in_now() -> Response | tuple[str, int]:
    """Take address and password; the second factor follows."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _door(form), 422
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sign_in.refuse_guessing(uow, form.email.data, _address())
        person = sign_in.check_password(uow, form.email.data, form.password.data, _address())
        if person is not None:
            session[HALF] = person.id
            means = sign_in.sign_in_of(uow.session, person)
            must_set_up = sign_in.must_set_up_app(uow.session, person)
            if not means.is_totp_confirmed and not must_set_up:
                sign_in.mail_code(uow, person)
    if person is None:
        complain(form.password, _("Address and password do not fit together."))
        return _door(form), 422
    return redirect(url_for("people.set_up_app" if must_set_up else "people.code"), 303)


def _half(uow: UnitOfWork) -> Person:
    """The person who gave the right password and owes the second factor."""
    person = uow.session.get(Person, session.get(HALF, 0))
    if person is None or not person.is_active:
        abort(401)
    return person


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> Response | str | tuple[str, int]:
    """Take the second factor: the app's code, a mailed one, or a recovery code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("people/code.html", form=form)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = _half(uow)
        sign_in.refuse_guessing(uow, person.email, _address())
        if sign_in.check_second_factor(uow, person, form.code.data):
            return _enter(uow, person)
        sign_in.count_failure(uow, person.email, _address())
    complain(form.code, _("This code is not right, was used already, or has run out."))
    return render_template("people/code.html", form=form), 422


@bp.route("/sign-in/app", methods=["GET", "POST"])
@public
def set_up_app() -> Response | str | tuple[str, int]:
    """Set up the authenticator app that the person's role asks for; then show the recovery codes once."""
    form = CodeForm()
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        person = _half(uow)
        # Whoever holds only the password must not bring an app of their own past a mailed code.
        if not sign_in.must_set_up_app(uow.session, person):
            return redirect(url_for("people.code"), 303)
        sign_in.refuse_guessing(uow, person.email, _address())
        if request.method == "POST" and form.validate():
            try:
                codes = sign_in.confirm_app(uow, person, form.code.data)
            except BadInput as wrong:
                sign_in.count_failure(uow, person.email, _address())
                complain(form.code, say(wrong.reason, language()))
            else:
                page = render_template("people/recovery_codes.html", codes=codes)
                return _enter(uow, person, shown_first=page)
        secret = sign_in.pending_secret(uow, person)
        picture = sign_in.app_picture(person, secret)
    return render_template("people/app.html", form=form, secret=secret, picture=picture)


@bp.post("/sign-out")
@needs(Permission.KEEP_OWN_ACCOUNT)
def sign_out() -> Response:
    """End this browser's session on the server and forget the cookie."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = uow.session.get_one(WebSession, g.session_id)
        sign_in.end_session(uow, row, g.person, services().wall.now())
    session.clear()
    response = redirect(url_for("people.sign_in_page"), 303)
    response.delete_cookie(sessions.COOKIE)
    return response


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def join(token: str) -> Response | str | tuple[str, int]:
    """Accept an invitation by choosing a password; who has an account already accepts it signed in."""
    form = PasswordForm()
    with reading(sign_in.DOORKEEPER.scope) as everything:
        invitation, organisation = queries.invitation(everything, token)
        account = queries.account_of(everything, invitation)
    if account is not None and invitation.accepted_at is None:
        is_theirs = "session_id" in g and g.person.id == account.id
        return render_template(
            "people/join_with_account.html", form=form, invitation=invitation, organisation=organisation,
            is_theirs=is_theirs, token=token,
        )  # fmt: skip
    if not form.validate_on_submit():
        return render_template(
            "people/join.html", form=form, invitation=invitation, organisation=organisation
        )
    try:
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            person = commands.accept_invitation(uow, *queries.invitation(uow.session, token))
            sign_in.set_password(uow, person, form.password.data)
    except BadInput as wrong:
        complain(form.password, say(wrong.reason, language()))
        page = render_template(
            "people/join.html", form=form, invitation=invitation, organisation=organisation
        )
        return page, 422
    flash(_("Your account is ready: sign in with your mail address and the new password."), "done")
    return redirect(url_for("people.sign_in_page"), 303)


@bp.post("/join/<token>/with-account")
@needs(Permission.KEEP_OWN_ACCOUNT)
def join_with_account(token: str) -> Response:
    """Take a role in another organisation with the account that one has."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        invitation, organisation = queries.invitation(uow.session, token)
        person = uow.session.get_one(Person, g.person.id)
        commands.accept_invitation(uow, invitation, organisation, person)
        # The new role may ask for the authenticator app: it is set up at the next sign-in, which is now.
        if sign_in.must_set_up_app(uow.session, person):
            for row in queries.browsers_of(uow.session, person.id):
                sign_in.end_session(uow, row, person, services().wall.now())
    flash(_("You have a role in %(organisation)s now.", organisation=organisation.name), "done")
    return redirect(url_for("home.index"), 303)


@bp.post("/demo/sign-in/<int:person_id>")
@public
def become(person_id: int) -> Response:
    """Become a person of the demo with one click; exists only in a demo installation."""
    if not services().config.is_demo:
        abort(404)
    session["next"] = request.form.get("next") or session.get("next")
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        card = next((c for c in queries.role_cards(uow.session) if c.person.id == person_id), None)
        if card is None:
            abort(404)
        return _enter(uow, card.person)


@bp.post("/demo/clock")
@needs(Permission.KEEP_OWN_ACCOUNT)
def move_clock() -> Response:
    """Let the demo's time move on by some days."""
    clock = services().clock
    if not isinstance(clock, DemoClock):
        abort(404)
    days = request.form.get("days", type=int) or 1
    clock.move_on(timedelta(days=min(max(days, 1), 366)))
    return redirect(_onwards(urlsplit(request.referrer or "").path), 303)


from workflow.people.routes import account, people  # noqa: E402  they add their views to bp

__all__ = ["account", "bp", "people"]
