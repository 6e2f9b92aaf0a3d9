"""A body's series of statement numbers, for its manager: what was given last, and where one begins."""

from __future__ import annotations

from itertools import count

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, Role, needs
from workflow.errors import BadInput, NotAllowed
from workflow.i18n import N_, message, say
from workflow.opinion import numbers
from workflow.opinion.forms import SeriesForm
from workflow.opinion.routes import bp
from workflow.people.models import Organisation
from workflow.people.queries import organisation
from workflow.unit_of_work import unit_of_work
from workflow.web import complain, db, language, now


def _own_body(row: Organisation) -> Organisation:
    """The body, when the person is its manager."""
    if not g.actor.holds(Role.BODY_MANAGER, row.id):
        raise NotAllowed(message(N_("You do not manage this verification body.")))
    return row


def _page(body: Organisation, form: SeriesForm) -> str:
    return render_template(
        "opinion/numbers.html", body=body, series=numbers.series_of(db(), body), form=form,
        prefix=numbers.prefix_of(body),
    )  # fmt: skip


@bp.get("/people/of/<int:organisation_id>/numbers")
@needs(Permission.CREATE_CASE)
def number_series(organisation_id: int) -> str:
    """The series of a body, newest year first."""
    body = _own_body(organisation(db(), organisation_id))
    begun = {row.year for row in numbers.series_of(db(), body)}
    year = next(year for year in count(now().year) if year not in begun)
    return _page(body, SeriesForm(year=year))


@bp.post("/people/of/<int:organisation_id>/numbers")
@needs(Permission.CREATE_CASE)
def open_series(organisation_id: int) -> Response | tuple[str, int]:
    """Begin a year's series with the number that follows those given before Assay."""
    form = SeriesForm()
    body = _own_body(organisation(db(), organisation_id))
    if not form.validate_on_submit():
        return _page(body, form), 422
    try:
        with unit_of_work(g.actor) as uow:
            owner = organisation(uow.session, organisation_id)
            numbers.open_series(uow, owner, year=form.year.data or 0, first=form.first.data or 0)
    except BadInput as wrong:
        complain(form[wrong.field or "year"], say(wrong.reason, language()))
        return _page(body, form), 422
    flash(_("The series of %(year)s is open.", year=form.year.data), "done")
    return redirect(url_for("opinion.number_series", organisation_id=organisation_id), 303)
