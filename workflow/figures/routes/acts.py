"""What people do in the viewer: read right, edit, reject, link, test, capture; each a plain form."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.documents import queries as documents
from workflow.errors import BadInput
from workflow.figures import commands, queries, review_queue
from workflow.figures.forms import (
    BY_DAYS,
    CaptureForm,
    EditForm,
    EndLinkForm,
    FigureTestForm,
    LinkForm,
    RejectForm,
)
from workflow.figures.models import Figure
from workflow.figures.review_queue import SHOWN, Asked
from workflow.figures.routes import bp
from workflow.figures.routes.viewer import Place, asked_of, show
from workflow.figures.rules import LinkRole, Technique, TestResult
from workflow.ghg_statement.queries import line_by_code
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, language

Answer = Response | tuple[str, int]


def _figure(uow: UnitOfWork, figure_id: int) -> tuple[Case, Figure]:
    """The figure of this request, loaded for writing; refused when somebody saved since it was shown."""
    case = case_by_code(uow.session, g.case.code)
    figure = queries.figure_by_id(uow.session, case, figure_id, g.actor)
    version = request.form.get("version", type=int)
    uow.expect(figure, version)
    return case, figure


def _place(figure_id: int) -> tuple[Place, Figure]:
    figure = queries.figure_by_id(db(), g.case, figure_id, g.actor)
    return Place(*queries.place_of(db(), figure), asked_of(request.form)), figure


def _to(figure_id: int, **changes: object) -> Response:
    """Back to the same figure."""
    place, _figure_now = _place(figure_id)
    return redirect(place.url(figure=figure_id, **changes), 303)


def _next_url(figure_id: int) -> str:
    """The address of the next figure in the filter, worked out before the act takes this one out of it."""
    place, figure = _place(figure_id)
    rows = review_queue.rows_of(db(), place.version)
    queue = review_queue.in_filter(rows, place.asked)
    row = next(item for item in rows if item.id == figure.id)
    before, after = review_queue.neighbours(queue, row)
    other = after or before
    return place.url(figure=other.id) if other else place.url(page=figure.page)


def _again(figure_id: int, act: str, errors: dict[str, str]) -> Answer:
    """The viewer with the form open and the errors beside their fields."""
    place, figure = _place(figure_id)
    asked = Asked(place.asked.show, place.asked.search, None, figure.id, act)
    return show(place.document.code, asked, place.version.number, errors), 422


def _errors(form: Any) -> dict[str, str]:
    return {name: " ".join(map(str, told)) for name, told in form.errors.items() if name}


@bp.post("/cases/<reference>/figures/<int:figure_id>/confirm")
@needs(Permission.CONFIRM_FIGURE)
def confirm(reference: str, figure_id: int) -> Response:
    """Read right, then the next."""
    url = _next_url(figure_id)
    with unit_of_work(g.actor) as uow:
        commands.confirm_figure(uow, _figure(uow, figure_id)[1])
    return redirect(url, 303)


@bp.post("/cases/<reference>/figures/<int:figure_id>/edit")
@needs(Permission.CONFIRM_FIGURE)
def edit(reference: str, figure_id: int) -> Answer:
    """Write what the print really says."""
    form = EditForm()
    if not form.validate_on_submit():
        return _again(figure_id, "edit", _errors(form))
    try:
        with unit_of_work(g.actor) as uow:
            commands.correct_figure(
                uow, _figure(uow, figure_id)[1], value=form.value.number, unit=form.unit.data,
                label=form.label.data, period_start=form.period_start.data, period_end=form.period_end.data,
            )  # fmt: skip
    except BadInput as error:
        return _again(figure_id, "edit", _told(error))
    return _to(figure_id)


def _told(error: BadInput) -> dict[str, str]:
    return {error.field or "value": say(error.reason, language())}


@bp.post("/cases/<reference>/figures/<int:figure_id>/reject")
@needs(Permission.CONFIRM_FIGURE)
def reject(reference: str, figure_id: int) -> Answer:
    """Say why it is no figure, then the next."""
    form = RejectForm()
    if not form.validate_on_submit():
        return _again(figure_id, "reject", _errors(form))
    url = _next_url(figure_id)
    with unit_of_work(g.actor) as uow:
        commands.reject_figure(uow, _figure(uow, figure_id)[1], reason=form.reason.data)
    return redirect(url, 303)


@bp.post("/cases/<reference>/figures/<int:figure_id>/link")
@needs(Permission.CONFIRM_FIGURE)
def link(reference: str, figure_id: int) -> Answer:
    """Let it carry, or stand beside, a statement line."""
    form = LinkForm()
    if not form.validate_on_submit():
        return _again(figure_id, "link", _errors(form))
    by_days = form.role.data == BY_DAYS
    role = LinkRole.PRIMARY if by_days else LinkRole(form.role.data)
    try:
        with unit_of_work(g.actor) as uow:
            case, figure = _figure(uow, figure_id)
            line = line_by_code(uow.session, case, form.line.data)
            commands.link_figure(uow, case, figure, line, role, by_days=by_days)
    except BadInput as error:
        return _again(figure_id, "link", _told(error))
    return _to(figure_id)


@bp.post("/cases/<reference>/figures/<int:figure_id>/links/<int:link_id>/end")
@needs(Permission.CONFIRM_FIGURE)
def end_link(reference: str, figure_id: int, link_id: int) -> Answer:
    """Take it off a line."""
    form = EndLinkForm()
    if not form.validate_on_submit():
        return _again(figure_id, "link", _errors(form))
    with unit_of_work(g.actor) as uow:
        case, figure = _figure(uow, figure_id)
        row = queries.link_by_id(uow.session, case, link_id)
        commands.end_link(uow, figure, row, reason=form.reason.data)
    return _to(figure_id)


@bp.post("/cases/<reference>/figures/<int:figure_id>/test")
@needs(Permission.TEST_FIGURE)
def test(reference: str, figure_id: int) -> Answer:
    """The second act: it holds against its line, or does not; then the next."""
    form = FigureTestForm()
    if not form.validate_on_submit():
        return _again(figure_id, "test", _errors(form))
    url = _next_url(figure_id)
    try:
        with unit_of_work(g.actor) as uow:
            _case, figure = _figure(uow, figure_id)
            links = queries.links_of_figures(uow.session, [figure.id])
            line = max((row.line for row in links), key=lambda row: row.id, default=None)
            commands.test_figure(
                uow, figure, technique=Technique(form.technique.data), result=TestResult(form.result.data),
                line=line, note=form.note.data,
            )  # fmt: skip
    except BadInput as error:
        return _again(figure_id, "test", _told(error))
    return redirect(url, 303)


@bp.post("/cases/<reference>/evidence/<code>/figures/confirm")
@needs(Permission.CONFIRM_FIGURE)
def confirm_many(reference: str, code: str) -> Response:
    """Read right, many at once; what is left out is named with why."""
    ids = [int(text) for text in request.form.getlist("ids") if text.isdigit()][:SHOWN]
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        figures = [queries.figure_by_id(uow.session, case, one, g.actor) for one in dict.fromkeys(ids)]
        by_code = {figure.code: figure.id for figure in figures}
        result = commands.confirm_figures(uow, figures)
    session["bulk"] = (result.done, [by_code[code] for code, _why in result.failed])
    document = documents.document_by_code(db(), g.case, code, g.actor)
    version = documents.current_version(db(), document)
    return redirect(Place(document, version, asked_of(request.form)).url(), 303)


@bp.post("/cases/<reference>/evidence/<code>/capture")
@needs(Permission.CONFIRM_FIGURE)
def capture(reference: str, code: str) -> Response:
    """Take the print inside a drawn box as a figure, with its form open once there is something in it."""
    form = CaptureForm()
    if not form.validate_on_submit():
        raise BadInput(_("Draw the box over the page, or type its four sides in points."), "box")
    sides = {name: float(getattr(form, name).data) for name in ("x0", "top", "x1", "bottom")}
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        document = documents.document_by_code(uow.session, case, code, g.actor)
        version = documents.current_version(uow.session, document)
        drawn = commands.Drawn(form.page.data, **sides)
        figure = commands.capture_figure(uow, case, document, version, drawn)
        # The session that only reads began before this act and does not see its figure.
        is_read = bool(figure.raw)
        place = Place(document, version, asked_of(request.form))
        url = place.url(figure=figure.id, act="edit" if is_read else None)
    if not is_read:
        flash(_("The print in this box is being read. Look again in a moment, or type it yourself."), "done")
    return redirect(url, 303)


@bp.post("/cases/<reference>/tests/run")
@needs(Permission.TEST_FIGURE)
def run_checks(reference: str) -> Response:
    """Run the evidence checks on what is read right."""
    with unit_of_work(g.actor) as uow:
        results = commands.run_checks(uow, case_by_code(uow.session, g.case.code))
        failed = sum(row.outcome.value == "fail" for row in results)
    told = ngettext("%(num)s result fails.", "%(num)s results fail.", failed)
    flash(_("The checks ran.") + " " + told, "done")
    return redirect(url_for("figures.tests", reference=reference), 303)
