"""Views of the roadmap: wedge, cost curve, capex, realised savings, foreign factors; levers by form and by sheet."""

from __future__ import annotations

import json
from decimal import Decimal

from flask import Response as FlaskResponse
from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.quantification import Basis
from methods.roadmap import LeverKind
from methods.sentence import plain
from workflow.access import Permission, needs
from workflow.errors import BadInput
from workflow.ghg_statement.sheet import to_csv, to_xlsx
from workflow.targets import queries, roadmap_commands
from workflow.targets.access import may_edit
from workflow.targets.cost_drawing import draw_costs
from workflow.targets.fields import Field, Shape, know, read_form
from workflow.targets.queries import Held
from workflow.targets.roadmap_commands import Activity
from workflow.targets.roadmap_reads import lever_by_code, roadmap_of
from workflow.targets.roadmap_sheet import (
    HEADS,
    NEEDED,
    Register,
    entry_of,
    read_register,
    sheet_rows,
    to_json,
)
from workflow.targets.routes import bp, group_here, group_in, held_here
from workflow.unit_of_work import unit_of_work
from workflow.web import db, sent_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/roadmap")
@needs(Permission.READ_TARGETS)
def roadmap() -> str:
    """The way to a target: register of levers and everything computed from it."""
    return _page(held_here())


def _page(held: Held, **more: object) -> str:
    found = roadmap_of(db(), held.group, held)
    return render_template(
        "targets/roadmap.html", held=held, roadmap=found, costs=draw_costs(found.costs),
        may_write=may_edit(g.actor, held.group), kinds=[(k.value, k.value.replace("_", " ")) for k in LeverKind],
        bases=[(b.value, f"{b.value}-based") for b in Basis], heads=HEADS, needed=NEEDED,
        targets_to_choose=[(row.code, f"{row.code} {row.name}") for row in held.targets], plain=plain,
        **{"read": None, **more},
    )  # fmt: skip


@bp.get("/roadmap/levers.<form>")
@needs(Permission.READ_TARGETS)
def levers(form: str) -> FlaskResponse:
    """The register of levers in the layout of the import."""
    held = held_here()
    rows = sheet_rows(roadmap_of(db(), held.group, held).levers)
    is_csv = form == "csv"
    content = to_csv(rows) if is_csv else to_xlsx("Levers", rows)
    answer = FlaskResponse(content, mimetype="text/csv" if is_csv else XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="levers.{"csv" if is_csv else "xlsx"}"'
    return answer


@bp.post("/roadmap/basis")
@needs(Permission.EDIT_TARGETS)
def set_basis() -> Response:
    """Say what the roadmap is drawn against."""
    known = _numbers(("interest", Shape.PERCENT), ("inventory_factor", Shape.AMOUNT))
    basis = request.form.get("basis", "")
    with unit_of_work(g.actor) as uow:
        group = group_in(uow)
        code = request.form.get("target", "")
        target = queries.target_by_code(uow.session, group, code) if code else None
        roadmap_commands.set_basis(
            uow, group, target=target, basis=Basis(basis) if basis in set(Basis) else Basis.MARKET,
            currency=request.form.get("currency", ""), interest=known.get("interest", Decimal(0)),
            inventory_factor=known.get("inventory_factor"), factor_source=request.form.get("factor_source", ""),
            version=request.form.get("version", type=int),
        )  # fmt: skip
    return _back()


@bp.post("/roadmap/activities")
@needs(Permission.EDIT_TARGETS)
def set_activity() -> Response:
    """Enter a driver of business as usual, or state it anew."""
    known = _numbers(("amount", Shape.AMOUNT), ("growth", Shape.PERCENT), ("factor", Shape.AMOUNT))
    form = request.form
    stated = Activity(
        form.get("name", ""), known.get("amount", Decimal(-1)), form.get("unit", ""), known.get("growth", Decimal(0)),
        known.get("factor", Decimal(-1)), form.get("factor_source", ""), form.get("overlap_group", "").strip() or None,
    )  # fmt: skip
    with unit_of_work(g.actor) as uow:
        roadmap_commands.set_activity(uow, group_in(uow), stated)
    return _back()


@bp.post("/roadmap/levers")
@needs(Permission.EDIT_TARGETS)
def set_lever() -> Response:
    """Enter one lever, or state one of that code anew, by the rules of the sheet."""
    entry = entry_of(request.form.to_dict())
    with unit_of_work(g.actor) as uow:
        roadmap_commands.take_levers(uow, group_in(uow), [entry])
    return _back()


@bp.post("/roadmap/import")
@needs(Permission.EDIT_TARGETS)
def preview_levers() -> str | tuple[str, int]:
    """Read a register and show its errors, or what would be taken; nothing is saved here."""
    group_here(Permission.EDIT_TARGETS)
    read = _read()
    page = _page(held_here(), read=read, entries=json.dumps(to_json(read.levers), ensure_ascii=False))
    return (page, 422) if read.errors else page


def _read() -> Register:
    with sent_file(_("Choose the file: XLSX or CSV.")) as (path, name):
        return read_register(path, name)


@bp.post("/roadmap/take")
@needs(Permission.EDIT_TARGETS)
def take_levers() -> Response:
    """Take the levers that the preview showed."""
    try:
        entries = [
            entry_of({k: str(v) for k, v in item.items()})
            for item in json.loads(request.form.get("entries", ""))
        ]
    except (ValueError, AttributeError) as error:
        raise BadInput(_("The preview is damaged: import the file again.")) from error
    with unit_of_work(g.actor) as uow:
        entered, again = roadmap_commands.take_levers(uow, group_in(uow), entries)
    flash(_("Taken: %(entered)s new levers, %(again)s stated anew.", entered=entered, again=again), "done")
    return _back()


@bp.post("/roadmap/levers/<code>/years")
@needs(Permission.EDIT_TARGETS)
def measure(code: str) -> Response:
    """Note what a lever really saved in a year."""
    names = ("baseline_mwh", "measured_mwh", "factor")
    known = _numbers(*((name, Shape.AMOUNT) for name in names))
    if len(known) < len(names):
        raise BadInput(_("Give baseline and measured MWh, and the factor."), "measured_mwh")
    with unit_of_work(g.actor) as uow:
        lever = lever_by_code(uow.session, group_in(uow), code)
        roadmap_commands.measure(
            uow,
            lever,
            request.form.get("year", 0, type=int),
            **known,
            confirmed_by=request.form.get("confirmed_by", ""),
        )
    return _back()


@bp.post("/roadmap/claims")
@needs(Permission.EDIT_TARGETS)
def note_claim() -> Response:
    """Note a published saving."""
    known = _numbers(("mwh", Shape.AMOUNT), ("tonnes", Shape.AMOUNT))
    with unit_of_work(g.actor) as uow:
        roadmap_commands.note_claim(
            uow, group_in(uow), name=request.form.get("name", ""), mwh=known.get("mwh", Decimal(0)),
            tonnes=known.get("tonnes", Decimal(0)), source=request.form.get("source", ""),
        )  # fmt: skip
    return _back()


def _numbers(*asked: tuple[str, Shape]) -> dict[str, Decimal]:
    """The numbers of a form by name; BadInput with the first that cannot be read, blank ones are left out."""
    fields = tuple(Field(name, "", shape, "") for name, shape in asked)
    typed = read_form(fields, request.form.to_dict())
    for name, error in typed.errors.items():
        raise BadInput(error, name)
    return {name: value for name, value in know(fields, typed.answers).items() if isinstance(value, Decimal)}


def _back() -> Response:
    return redirect(url_for("targets.roadmap"), 303)
