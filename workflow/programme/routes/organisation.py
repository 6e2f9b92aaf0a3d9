"""The programme's organisation as a chart, and the acts that change its units."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, Role, needs
from workflow.programme import chart as commands
from workflow.programme.access import group_of
from workflow.programme.chart import UnitSaid
from workflow.programme.chart_drawing import draw_chart
from workflow.programme.forms import UnitForm
from workflow.programme.models import ChartUnit
from workflow.programme.routes import bp, frame, here
from workflow.programme.rules import ROLES_OF_UNIT, UnitKind
from workflow.unit_of_work import unit_of_work
from workflow.web import db, words

P = Permission


@bp.get("/organisation")
@needs(P.READ_PROGRAMME)
def organisation() -> str:
    """The chart and its units as a list."""
    return organisation_page()


def organisation_page(form: UnitForm | None = None, row: ChartUnit | None = None) -> str:
    """The page, with a form for a new unit or for one that is changed."""
    place = here()
    units = commands.units_of(db(), place.group.id)
    chosen = form or UnitForm(formdata=None, obj=row)
    if form is None and row is not None:
        chosen.role.data, chosen.parent.data = (row.role or ""), str(row.parent_id or "")
        chosen.kind.data = row.kind.value
    chosen.role.choices = _roles()
    chosen.parent.choices = [("", _("nothing: it stands at the top"))]
    chosen.parent.choices += [(str(u.id), u.name) for u in units if row is None or u.id != row.id]
    return render_template(
        "programme/organisation.html", **frame(place, "organisation"), units=units, chart=draw_chart(units),
        form=chosen, changed=row, names={u.id: u.name for u in units},
    )  # fmt: skip


def _roles() -> list[tuple[str, str]]:
    known = sorted({role for roles in ROLES_OF_UNIT.values() for role in roles})
    return [("", _("none")), *((role.value, words(role)) for role in known)]


@bp.get("/organisation/<int:row_id>")
@needs(P.RUN_PROGRAMME)
def chart_unit(row_id: int) -> str:
    """The chart with one unit opened to be changed."""
    return organisation_page(row=commands.unit_by_id(db(), here().group.id, row_id))


def _said(form: UnitForm) -> UnitSaid:
    parent = form.parent.data or ""
    return UnitSaid(
        UnitKind(form.kind.data), form.name.data, form.name_local.data or None, form.holder.data or None,
        Role(form.role.data) if form.role.data in set(Role) else None, int(parent) if parent.isdigit() else None,
    )  # fmt: skip


@bp.post("/organisation")
@needs(P.RUN_PROGRAMME)
def add_unit() -> Response | tuple[str, int]:
    """Add a unit."""
    form = UnitForm()
    if not form.validate_on_submit():
        return organisation_page(form), 422
    with unit_of_work(g.actor) as uow:
        commands.add_unit(uow, group_of(uow.session, uow.actor), _said(form))
    return redirect(url_for("programme.organisation"), 303)


@bp.post("/organisation/<int:row_id>")
@needs(P.RUN_PROGRAMME)
def change_unit(row_id: int) -> Response | tuple[str, int]:
    """Change a unit."""
    form = UnitForm()
    if not form.validate_on_submit():
        return organisation_page(form, commands.unit_by_id(db(), here().group.id, row_id)), 422
    seen = int(form.version.data) if str(form.version.data or "").isdigit() else None
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        row = commands.unit_by_id(uow.session, group.id, row_id)
        commands.change_unit(uow, group, row, _said(form), version=seen)
    flash(_("Changed."), "done")
    return redirect(url_for("programme.organisation"), 303)


@bp.post("/organisation/<int:row_id>/remove")
@needs(P.RUN_PROGRAMME)
def remove_unit(row_id: int) -> Response:
    """Take a unit out of the chart."""
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        commands.remove_unit(uow, group, commands.unit_by_id(uow.session, group.id, row_id))
    return redirect(url_for("programme.organisation"), 303)
