"""An organisation's people, for its manager: invitations, roles with an end, competences."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import GRANTS, Permission, Role, needs
from workflow.errors import NotAllowed, NotYours
from workflow.i18n import N_, message
from workflow.people import commands, queries
from workflow.people.forms import CloseAccountForm, CompetenceForm, EndRoleForm, InviteForm, RoleForm
from workflow.people.models import Membership, Organisation
from workflow.people.routes import bp
from workflow.people.rules import ROLES_OF_KIND, CompetenceArea, OrganisationKind
from workflow.unit_of_work import unit_of_work
from workflow.web import db, words


def _managed(organisation: Organisation) -> Organisation:
    """The organisation, when the person manages its people: its own, or a subsidiary of its group."""
    for owner, role in g.actor.organisation_roles:
        manages = Permission.MANAGE_PEOPLE in GRANTS[role]
        if manages and owner in {organisation.id, organisation.parent_id}:
            return organisation
    raise NotAllowed(message(N_("You do not manage the people of this organisation.")))


def _choices(kind: OrganisationKind) -> list[tuple[str, str]]:
    return [(role.value, words(role)) for role in sorted(ROLES_OF_KIND[kind])]


@bp.get("/people")
@needs(Permission.MANAGE_PEOPLE)
def index() -> str:
    """The organisations whose people one manages."""
    mine = [o for o in queries.organisations(db()) if _may_manage(o)]
    return render_template("people/organisations.html", organisations=mine)


def _may_manage(organisation: Organisation) -> bool:
    try:
        _managed(organisation)
    except NotAllowed:
        return False
    return True


@bp.get("/people/of/<int:organisation_id>")
@needs(Permission.MANAGE_PEOPLE)
def people(organisation_id: int) -> str:
    """People of one organisation with roles and competences."""
    return _page(_managed(queries.organisation(db(), organisation_id)), InviteForm())


def _page(organisation: Organisation, form: InviteForm) -> str:
    form.role.choices = _choices(organisation.kind)
    role_form = RoleForm()
    role_form.role.choices = form.role.choices
    return render_template(
        "people/people.html",
        organisation=organisation,
        rows=queries.people_of(db(), organisation),
        form=form,
        role_form=role_form,
        competence_form=CompetenceForm(),
        end_form=EndRoleForm(),
    )


@bp.post("/people/of/<int:organisation_id>/invite")
@needs(Permission.MANAGE_PEOPLE)
def invite(organisation_id: int) -> Response | tuple[str, int]:
    """Mail an invitation with a role."""
    form = InviteForm()
    seen = _managed(queries.organisation(db(), organisation_id))
    form.role.choices = _choices(seen.kind)
    if not form.validate_on_submit():
        return _page(seen, form), 422
    with unit_of_work(g.actor) as uow:
        organisation = queries.organisation(uow.session, organisation_id)
        commands.invite(
            uow, organisation, email=form.email.data, name=form.name.data, role=Role(form.role.data),
            role_ends=form.role_ends.data,
        )  # fmt: skip
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "done")
    return redirect(url_for("people.people", organisation_id=organisation_id), 303)


@bp.post("/people/of/<int:organisation_id>/<int:person_id>/roles")
@needs(Permission.MANAGE_PEOPLE)
def give_role(organisation_id: int, person_id: int) -> Response | tuple[str, int]:
    """Give a person of the organisation a role."""
    form = RoleForm()
    seen = _managed(queries.organisation(db(), organisation_id))
    form.role.choices = _choices(seen.kind)
    if not form.validate_on_submit():
        return _page(seen, InviteForm()), 422
    with unit_of_work(g.actor) as uow:
        organisation = queries.organisation(uow.session, organisation_id)
        person = queries.person_of(uow.session, organisation, person_id)
        commands.give_role(uow, person, organisation, Role(form.role.data), until=form.role_ends.data)
    return redirect(url_for("people.people", organisation_id=organisation_id), 303)


@bp.post("/people/of/<int:organisation_id>/roles/<int:membership_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def end_role(organisation_id: int, membership_id: int) -> Response | tuple[str, int]:
    """End a role on a date, with a reason."""
    form = EndRoleForm()
    seen = _managed(queries.organisation(db(), organisation_id))
    if not form.validate_on_submit():
        return _page(seen, InviteForm()), 422
    with unit_of_work(g.actor) as uow:
        row = uow.session.get(Membership, membership_id)
        if row is None or row.owner_org_id != organisation_id:
            raise NotYours("There is no such role.")
        commands.end_role(uow, row, on=form.on.data, reason=form.reason.data)
    return redirect(url_for("people.people", organisation_id=organisation_id), 303)


@bp.post("/people/of/<int:organisation_id>/<int:person_id>/competences")
@needs(Permission.MANAGE_PEOPLE)
def add_competence(organisation_id: int, person_id: int) -> Response | tuple[str, int]:
    """Record evidence of a competence with its dates."""
    form = CompetenceForm()
    seen = _managed(queries.organisation(db(), organisation_id))
    if not form.validate_on_submit():
        return _page(seen, InviteForm()), 422
    with unit_of_work(g.actor) as uow:
        organisation = queries.organisation(uow.session, organisation_id)
        person = queries.own_person_of(uow.session, organisation, person_id)
        commands.add_competence(
            uow, person, CompetenceArea(form.area.data), evidence=form.evidence.data,
            valid_from=form.valid_from.data, valid_to=form.valid_to.data,
        )  # fmt: skip
    return redirect(url_for("people.people", organisation_id=organisation_id), 303)


@bp.post("/people/of/<int:organisation_id>/<int:person_id>/close")
@needs(Permission.MANAGE_PEOPLE)
def close_account(organisation_id: int, person_id: int) -> Response | tuple[str, int]:
    """Close an account: its sessions end, its past acts stay attributed."""
    form = CloseAccountForm()
    seen = _managed(queries.organisation(db(), organisation_id))
    if not form.validate_on_submit():
        return _page(seen, InviteForm()), 422
    with unit_of_work(g.actor) as uow:
        person = queries.own_person_of(
            uow.session, queries.organisation(uow.session, organisation_id), person_id
        )
        commands.close_account(uow, person, reason=form.reason.data)
    return redirect(url_for("people.people", organisation_id=organisation_id), 303)
