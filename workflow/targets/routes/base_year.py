"""Views of the yearly inventories: cited from verified statements or typed, changes noted, recalculations settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.boundary import Approach
from reports.sbt_contract import SCOPE_3_NAMES
from workflow.access import Permission, needs
from workflow.errors import BadInput
from workflow.targets import inventories, queries, recalculation
from workflow.targets.access import may_edit
from workflow.targets.citable import approach_of, citable_statements
from workflow.targets.inventories import Chosen, TypedYear
from workflow.targets.queries import Held, values_of
from workflow.targets.recalculation import measure_changes
from workflow.targets.routes import bp, group_here, group_in, held_here
from workflow.targets.rules import SCOPE_3_CATEGORIES, ChangeKind
from workflow.unit_of_work import unit_of_work
from workflow.web import db

APPROACHES = [(each.value, each.value.replace("_", " ")) for each in Approach]
CODES = ("S1", "S2", *(f"S3-{number}" for number in SCOPE_3_CATEGORIES))


@bp.get("/base-year")
@needs(Permission.READ_TARGETS)
def base_year() -> str:
    """Every year's inventory in its newest edition, what it cites, what changed since, and open tasks."""
    held = held_here()
    return render_template("targets/base_year.html", **_context(held))


def _context(held: Held) -> dict[str, object]:
    newest = held.newest
    changes = {
        row.id: [change for change in held.changes if change.inventory_id == row.id]
        for row in newest.values()
    }
    return {
        "held": held,
        "citations": queries.citations_of(db(), held.group),
        "values": {row.id: values_of(row) for row in newest.values()},
        "changes": changes,
        "measured": {
            row.id: measure_changes(row, changes[row.id]) for row in newest.values() if changes[row.id]
        },
        "may_write": may_edit(g.actor, held.group),
        "change_kinds": [(kind.value, kind.value.replace("_", " ")) for kind in ChangeKind],
        "say_cause": recalculation.say_cause,
        "category_names": SCOPE_3_NAMES,
    }


@bp.get("/base-year/cite")
@needs(Permission.EDIT_TARGETS)
def choose_statements() -> str:
    """The issued statements of a year, with the inclusion factor of the boundary beside each."""
    group = group_here(Permission.EDIT_TARGETS)
    year = _year(request.args.get("year", "2021"))
    found = citable_statements(db(), group, year)
    return render_template(
        "targets/cite.html", year=year, found=found, percent_text=_percent_text, approaches=APPROACHES,
        approach=approach_of(db(), group),
    )  # fmt: skip


@bp.post("/base-year/cite")
@needs(Permission.EDIT_TARGETS)
def cite() -> Response:
    """Lock a year's values as the chosen statements have them."""
    year = _year(request.form.get("year", ""))
    chosen = [
        Chosen(
            code,
            request.form.get(f"revision-{code}", 0, type=int),
            _share(request.form.get(f"share-{code}", "")),
        )
        for code in request.form.getlist("ids")
    ]
    with unit_of_work(g.actor) as uow:
        row = inventories.cite_year(
            uow, group_in(uow), year, chosen, approach=_approach(request.form.to_dict()),
            note=request.form.get("note", ""),
        )  # fmt: skip
        edition = row.edition
    flash(_("%(year)s is cited and locked, edition %(edition)s.", year=year, edition=edition), "done")
    return redirect(url_for("targets.base_year"), 303)


@bp.get("/base-year/type")
@needs(Permission.EDIT_TARGETS)
def type_form() -> str:
    """A form for a year whose statements are not issued yet; it is marked not verified for ever."""
    group_here(Permission.EDIT_TARGETS)
    return _type_page(request.args.get("year", ""), {})


def _type_page(year: str, typed: dict[str, str], error: BadInput | None = None) -> str:
    return render_template(
        "targets/type_year.html", year=year, typed=typed, codes=CODES, category_names=SCOPE_3_NAMES, error=error,
        approaches=APPROACHES,
    )  # fmt: skip


@bp.post("/base-year/type")
@needs(Permission.EDIT_TARGETS)
def type_year() -> Response | tuple[str, int]:
    """Keep typed values of a year."""
    form = request.form.to_dict()
    try:
        year, typed = _year(form.get("year", "")), _typed(form)
        with unit_of_work(g.actor) as uow:
            inventories.type_year(uow, group_in(uow), year, typed)
    except BadInput as error:
        return _type_page(form.get("year", ""), form, error), 422
    flash(_("%(year)s is kept, marked not verified.", year=year), "done")
    return redirect(url_for("targets.base_year"), 303)


def _typed(form: dict[str, str]) -> TypedYear:
    by_code = {}
    for code in CODES:
        location, market = _amount(form, code), _amount(form, f"{code}-market")
        if location is not None or market is not None:
            by_code[code] = (location if location is not None else market or Decimal(0),
                             market if market is not None else location or Decimal(0))  # fmt: skip
    return TypedYear(
        by_code,
        _amount(form, "biogenic_co2"),
        _amount(form, "removals"),
        _approach(form),
        form.get("note", ""),
    )


def _approach(form: dict[str, str]) -> Approach | None:
    approach = form.get("approach", "")
    return Approach(approach) if approach in {each.value for each in Approach} else None


@bp.post("/base-year/<int:row_id>/changes")
@needs(Permission.EDIT_TARGETS)
def note_change(row_id: int) -> Response:
    """Note a change of base-year emissions since the inventory was made."""
    kind = request.form.get("kind", "")
    if kind not in {each.value for each in ChangeKind}:
        raise BadInput(_("Choose what kind of change it is."), "kind")
    happened_on = request.form.get("happened_on", type=date.fromisoformat)
    if happened_on is None:
        raise BadInput(_("Give the day of the change as YYYY-MM-DD."), "happened_on")
    tonnes = _amount(request.form.to_dict(), "tonnes") or Decimal(0)
    with unit_of_work(g.actor) as uow:
        inventory = queries.inventory_of(uow.session, group_in(uow), row_id)
        recalculation.note_change(
            uow, inventory, kind=ChangeKind(kind), scope=request.form.get("scope", 0, type=int), tonnes=tonnes,
            happened_on=happened_on, reason=request.form.get("reason", ""),
        )  # fmt: skip
    return redirect(url_for("targets.base_year") + "#changes", 303)


@bp.post("/base-year/tasks/<int:row_id>/settle")
@needs(Permission.EDIT_TARGETS)
def settle(row_id: int) -> Response:
    """Settle a recalculation by hand, with its reason."""
    with unit_of_work(g.actor) as uow:
        task = queries.task_of(uow.session, group_in(uow), row_id)
        recalculation.settle(uow, task, request.form.get("how", ""))
    flash(_("The recalculation is settled."), "done")
    return redirect(url_for("targets.base_year"), 303)


def _percent_text(share: Decimal | None) -> str:
    return "100" if share is None else f"{(share * 100).normalize() + 0:f}"


def _year(text: str) -> int:
    try:
        year = int(text)
    except ValueError:
        year = 0
    if not 1990 <= year <= 2100:
        raise BadInput(_("Give a year of four digits from 1990 to 2100."), "year")
    return year


def _amount(form: dict[str, str], name: str) -> Decimal | None:
    text = form.get(name, "").replace(",", "").replace("\N{MINUS SIGN}", "-").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10**13 or value != round(value, 2):
        raise BadInput(
            _("%(text)s is no number of tonnes: at most two decimals, no unit.", text=text[:40]), name
        )
    return value


def _share(text: str) -> Decimal:
    try:
        value = Decimal(text.strip() or "100") / 100
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise BadInput(_("The inclusion factor lies between 0 and 100 %."), "chosen")
    return value
