"""Pages of tables that people draw over a page: the grid over its picture, its figures, and what may be done."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from evidence.region import frame_of
from evidence.table_grid import from_plain
from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.documents import queries as documents
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import CLOSED_CASES
from workflow.errors import BadInput
from workflow.figures import table_reads, tables
from workflow.figures.forms import CaptureForm
from workflow.figures.models import DrawnTable
from workflow.figures.proposals import Drawn
from workflow.figures.routes import bp
from workflow.figures.routes.table_form import lines_from, said_from
from workflow.figures.routes.table_panel import grid_of, lines_of, number_row, picture_of
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, language

HERE = "/cases/<reference>/evidence/<code>/tables"


@bp.post(HERE)
@needs(Permission.CONFIRM_FIGURE)
def draw_table(reference: str, code: str) -> Response:
    """Have a drawn region read as a table."""
    form = CaptureForm()
    if not form.validate_on_submit():
        raise BadInput(_("Draw the box over the page, or type its four sides in points."), "box")
    sides = {name: float(getattr(form, name).data) for name in ("x0", "top", "x1", "bottom")}
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        document = documents.document_by_code(uow.session, case, code, g.actor)
        version = documents.current_version(uow.session, document)
        drawn = tables.draw_table(uow, case, document, version, Drawn(form.page.data, **sides))
        number = drawn.number
    return _to(reference, code, number)


@bp.get(f"{HERE}/<int:number>")
@needs(Permission.READ_EVIDENCE)
def table(reference: str, code: str, number: int) -> str:
    """A drawn table: its grid over the page and as a table, and the figures that it gives."""
    document = documents.document_by_code(db(), g.case, code, g.actor)
    row, version = table_reads.table_by_number(db(), document, number)
    return render_template("figures/table.html", table=_shown(document, version, row))


def _shown(document: Document, version: DocumentVersion, row: DrawnTable) -> dict[str, Any]:
    here = {"reference": g.case.code, "code": document.code, "number": row.number}
    may = g.actor.may(Permission.CONFIRM_FIGURE) and g.case.state not in CLOSED_CASES
    reading = table_reads.reading_of(row)
    shown: dict[str, Any] = {
        "code": row.code,
        "title": document.title,
        "version": row.version,
        "page": row.page,
        "reason": say(row.reason, language()) if row.reason else None,
        "drawn_by": row.drawn_by,
        "drawn_at": row.drawn_at,
        "taken_by": row.taken_by,
        "taken_at": row.taken_at,
        "likeness": row.likeness * 100 if row.likeness is not None else None,
        "view_url": url_for("figures.view", **_without_number(here), version=version.number, page=row.page),
        "picture": picture_of(row, version, document, reading.angle if reading else 0.0),
        "grid": None,
        "lines": [],
        "numbers": [],
        "flags": [],
        "method": reading.method if reading else None,
        **{name: url_for(f"figures.{view}", **here) if may else None for name, view in _ACTS.items()},
    }
    if reading is not None and row.grid is not None:
        frame = frame_of(reading.box, reading.angle)
        shown["grid"], shown["lines"] = grid_of(row, reading), lines_of(from_plain(row.grid), frame)
        shown["numbers"] = [number_row(document, one) for one in table_reads.standings(db(), row, version)]
        shown["flags"] = [say(flag, language()) for flag in reading.flags]
    return shown


_ACTS = {
    "mend_url": "mend_table",
    "take_url": "take_figures",
    "offer_url": "take_table_offer",
    "remove_url": "remove_table",
}


def _without_number(here: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in here.items() if name != "number"}


@bp.post(f"{HERE}/<int:number>/mend")
@needs(Permission.CONFIRM_FIGURE)
def mend_table(reference: str, code: str, number: int) -> Response:
    """Read the box by the grid as it was mended."""
    form = request.form
    rows, columns, said = lines_from(form, "row"), lines_from(form, "column"), said_from(form)
    with unit_of_work(g.actor) as uow:
        case, row = _table(uow, code, number)
        tables.mend_table(uow, case, row, rows=rows, columns=columns, said=said)
    return _to(reference, code, number)


@bp.post(f"{HERE}/<int:number>/take")
@needs(Permission.CONFIRM_FIGURE)
def take_figures(reference: str, code: str, number: int) -> Response:
    """Make figures of the numbers that were ticked."""
    keys = frozenset(request.form.getlist("cells"))
    with unit_of_work(g.actor) as uow:
        case, row = _table(uow, code, number)
        taken = tables.take_figures(uow, case, row, keys)
        done, first = len(taken.figures), next((figure.code for figure in taken.figures), None)
    told = ngettext(
        "%(num)s figure was taken from the table.", "%(num)s figures were taken from the table.", done
    )
    if taken.replaced:
        told += " " + ngettext(
            "%(num)s of the reader gave way to it.", "%(num)s of the reader gave way to them.", taken.replaced
        )
    flash(" ".join([told, *(say(why, language()) for _raw, why in taken.left)]), "done")
    if first is None:
        return _to(reference, code, number)
    return redirect(url_for("figures.jump", reference=reference, code=first), 303)


@bp.post(f"{HERE}/<int:number>/offer")
@needs(Permission.CONFIRM_FIGURE)
def take_table_offer(reference: str, code: str, number: int) -> Response:
    """Have an offered table read by the grid that is known."""
    with unit_of_work(g.actor) as uow:
        case, row = _table(uow, code, number)
        tables.take_offer(uow, case, row)
    return _to(reference, code, number)


@bp.post(f"{HERE}/<int:number>/remove")
@needs(Permission.CONFIRM_FIGURE)
def remove_table(reference: str, code: str, number: int) -> Response:
    """Take a table away, or decline an offered one."""
    with unit_of_work(g.actor) as uow:
        case, row = _table(uow, code, number)
        page = row.page
        tables.remove_table(uow, case, row)
    flash(_("The table is gone. Figures that were taken of it stay."), "done")
    return redirect(url_for("figures.view", reference=reference, code=code, page=page), 303)


def _table(uow: UnitOfWork, code: str, number: int) -> tuple[Case, DrawnTable]:
    """The table of this request, loaded for writing; refused when somebody saved since it was shown."""
    case = case_by_code(uow.session, g.case.code)
    document = documents.document_by_code(uow.session, case, code, g.actor)
    row, _version = table_reads.table_by_number(uow.session, document, number)
    uow.expect(row, request.form.get("version", type=int))
    return case, row


def _to(reference: str, code: str, number: int) -> Response:
    return redirect(url_for("figures.table", reference=reference, code=code, number=number), 303)
