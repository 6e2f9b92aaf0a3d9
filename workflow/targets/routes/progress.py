"""Views of the yearly progress and of the public disclosure, on the page and as CSV and XLSX."""

from __future__ import annotations

from decimal import Decimal

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.targets import STATUSES
from workflow.access import Permission, needs
from workflow.errors import BadInput
from workflow.ghg_statement.sheet import to_csv, to_xlsx
from workflow.targets import queries
from workflow.targets.access import may_edit
from workflow.targets.fields import Field, Shape, know, read_form
from workflow.targets.progress import disclose, progress_of, say_year
from workflow.targets.queries import Held
from workflow.targets.routes import bp, group_in, held_here
from workflow.unit_of_work import unit_of_work
from workflow.web import db

FORMS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        lambda rows: to_xlsx("Disclosure", rows),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@bp.get("/progress")
@needs(Permission.READ_TARGETS)
def progress() -> str:
    """Every target against its line in a year: actual, gap, achieved, needed rate."""
    held = held_here()
    year, said = _year(held), queries.years_of(db(), held.group)
    return render_template(
        "targets/progress.html", held=held, year=year, years=sorted(held.newest),
        statuses=[(each, each) for each in STATUSES],
        rows=progress_of(held, said, year), disclosure=disclose(held, said, year),
        may_write=may_edit(g.actor, held.group),
    )  # fmt: skip


@bp.get("/disclosure.<form>")
@needs(Permission.READ_TARGETS)
def disclosure(form: str) -> FlaskResponse:
    """The yearly disclosure in the columns of the questionnaire."""
    if form not in FORMS:
        abort(404)
    held = held_here()
    year = _year(held)
    found = disclose(held, queries.years_of(db(), held.group), year)
    write, media = FORMS[form]
    # A dash on the page is an empty cell in a file: a spreadsheet would take it for a formula.
    rows = [["" if cell == "-" else cell for cell in row] for row in found.rows]
    content = write([list(found.heads), *rows])
    answer = FlaskResponse(content, mimetype=media.partition(";")[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="disclosure-{year}.{form}"'
    return answer


def _year(held: Held) -> int:
    """The year asked for, else the newest that has an inventory, else this one."""
    asked = request.args.get("year", type=int)
    return asked if asked and 1990 <= asked <= 2100 else max(held.newest, default=held.today.year)


@bp.post("/<code>/years/<int:number>")
@needs(Permission.EDIT_TARGETS)
def say(code: str, number: int) -> Response:
    """Say what the disclosure needs of a target in a year."""
    fields = (Field("actual", "", Shape.PERCENT if request.form.get("is_share") else Shape.AMOUNT, ""),)
    typed = read_form(fields, request.form.to_dict())
    if typed.errors:
        raise BadInput(typed.errors["actual"], "actual")
    actual = know(fields, typed.answers).get("actual")
    value = actual * 100 if isinstance(actual, Decimal) and request.form.get("is_share") else actual
    with unit_of_work(g.actor) as uow:
        target = queries.target_by_code(uow.session, group_in(uow), code)
        say_year(
            uow, target, number, actual=value if isinstance(value, Decimal) else None,
            status=request.form.get("status", ""), explanation=request.form.get("explanation", ""),
            plan=request.form.get("plan", ""),
        )  # fmt: skip
    flash(_("Saved for %(year)s.", year=number), "done")
    return redirect(url_for("targets.progress", year=number), 303)
