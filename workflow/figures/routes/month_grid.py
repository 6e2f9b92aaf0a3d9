"""The month grid: what came for each meter and month, what is missing, and the acts that place or ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from methods.evidence_checks import Period
from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.documents import queries as documents
from workflow.documents.models import Document
from workflow.documents.rules import RequestState, refuse_closed_case
from workflow.errors import BadInput, NotYours
from workflow.figures.grid import commands
from workflow.figures.grid.cells import in_runs
from workflow.figures.grid.placing import place_waiting
from workflow.figures.grid.queries import Cell, Grid, Row, grid_of
from workflow.figures.routes import bp
from workflow.i18n import message
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, now

MONTH = "%Y-%m"


def _grid() -> Grid:
    return grid_of(db(), g.case, viewer=g.actor, today=now().date())


def _is_open() -> bool:
    return refuse_closed_case(g.case.state) is None


def _may_place() -> bool:
    return _is_open() and g.actor.may(Permission.CONFIRM_FIGURE)


@bp.get("/cases/<reference>/months")
@needs(Permission.READ_EVIDENCE)
def month_grid(reference: str) -> str:
    """Rows of meters and sources, columns of months; the tray of what could not be placed under it."""
    grid = _grid()
    may_send = _is_open() and g.actor.may(Permission.ADD_EVIDENCE)
    return render_template(
        "figures/month_grid.html",
        grid=grid,
        may_place=_may_place(),
        may_ask=_is_open() and g.actor.may(Permission.EDIT_REQUESTS),
        upload_url=url_for("documents.upload", reference=reference) if may_send else None,
        open_requests=[(r.code, f"{r.code} {r.item}") for r in grid.requests if r.state is RequestState.OPEN],
        months=_months(grid),
        cell_kind=cell_kind,
        has_period=bool(grid.months),
    )


def _months(grid: Grid) -> list[tuple[str, str]]:
    return [(month.start.strftime(MONTH), month.start.strftime(MONTH)) for month in grid.months]


def cell_kind(cell: Cell) -> str:
    """How a cell is marked: overlaps before gaps, gaps before what only wants a look."""
    if cell.is_missing and cell.request is not None and cell.request.state is RequestState.OPEN:
        return "overdue" if cell.request.is_overdue else "waiting"
    if cell.days.overlap:
        return "refused"
    if cell.is_missing:
        return "open"
    return "closed" if cell.bills else "not_started"


@bp.get("/cases/<reference>/months/rows/<code>")
@needs(Permission.READ_EVIDENCE)
def grid_row(reference: str, code: str) -> str:
    """One row: its meter, its bills with the facts that placed them, and the months that are missing."""
    grid = _grid()
    row = grid.row(code)
    if row is None:
        raise NotYours("There is no such row.")
    missing = [cell.month for cell in row.cells if cell.is_missing]
    bills = {bill.id: bill for cell in row.cells for bill in cell.bills}
    return render_template(
        "figures/grid_row.html",
        row=row,
        bills=sorted(bills.values(), key=lambda bill: (bill.month or date.min, bill.id)),
        months=_months(grid),
        choices=grid.choices,
        sources=[(key, f"{key} {name}") for key, name in grid.choices if not key.startswith("M-")],
        may_place=_may_place(),
        may_ask=_is_open() and g.actor.may(Permission.EDIT_REQUESTS),
        item=_item(row, missing),
        cell_kind=cell_kind,
    )


def _item(row: Row, missing: list[Period]) -> str:
    """What is asked for, as the team may send it or change it."""
    of = f"{row.key} {row.name}" if row.meter is None else _("meter %(meter)s", meter=row.name)
    return _("Bills of %(row)s for %(months)s", row=of, months=", ".join(in_runs(missing)) or "…")


@bp.post("/cases/<reference>/months/rows/<code>/ask")
@needs(Permission.EDIT_REQUESTS)
def ask_for_months(reference: str, code: str) -> Response:
    """Ask for the bills of some months of a row."""
    form = request.form
    with unit_of_work(g.actor) as uow:
        made = commands.ask_for_months(
            uow, case_by_code(uow.session, g.case.code), code, form.getlist("months"),
            item=form.get("item", ""), owner_name=form.get("owner_name", ""), due=_day(form.get("due", "")),
        )  # fmt: skip
    flash(_("Asked for as %(code)s. The responsible party's people get a mail.", code=made.code), "done")
    return redirect(url_for("figures.month_grid", reference=reference), 303)


@bp.post("/cases/<reference>/months/rows/<code>/describe")
@needs(Permission.CONFIRM_FIGURE)
def describe_meter(reference: str, code: str) -> Response:
    """Say which source a meter measures and on which site it stands."""
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        commands.describe_meter(
            uow, case, code, source=request.form.get("source", ""), site=request.form.get("site", "")
        )
    flash(_("Saved."), "done")
    return redirect(url_for("figures.grid_row", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/months/place")
@needs(Permission.CONFIRM_FIGURE)
def place_bill(reference: str) -> Response:
    """Place a bill by hand."""
    form = request.form

    def place(uow: UnitOfWork, case: Case, document: Document, page: int, part: str) -> None:
        month = _day(f"{form.get('month', '')}-01", "month")
        commands.place_by_hand(uow, case, document, page, part, row=form.get("row", ""), month=month)

    return _on_bill(reference, place, _("Placed."))


@bp.post("/cases/<reference>/months/set-aside")
@needs(Permission.CONFIRM_FIGURE)
def set_bill_aside(reference: str) -> Response:
    """Say that something in the tray is no bill for the grid."""
    because = request.form.get("because", "")

    def put(uow: UnitOfWork, case: Case, document: Document, page: int, part: str) -> None:
        commands.set_aside(uow, case, document, page, part, because=because)

    return _on_bill(reference, put, _("Set aside."))


@bp.post("/cases/<reference>/months/release")
@needs(Permission.CONFIRM_FIGURE)
def release_bill(reference: str) -> Response:
    """Let what is printed on a bill decide again."""
    return _on_bill(reference, commands.let_reading_decide, _("It is placed again by what is printed on it."))


def _on_bill(
    reference: str, act: Callable[[UnitOfWork, Case, Document, int, str], object], done: str
) -> Response:
    """Do an act on the bill that the form names by document, page and part."""
    form = request.form
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        document = documents.document_by_code(uow.session, case, form.get("document", ""), g.actor)
        act(uow, case, document, form.get("page", 1, type=int), form.get("part", ""))
    flash(done, "done")
    return redirect(url_for("figures.month_grid", reference=reference), 303)


@bp.post("/cases/<reference>/months/place-waiting")
@needs(Permission.CONFIRM_FIGURE)
def place_all_waiting(reference: str) -> Response:
    """Have what waits, or came before there was a grid, placed once more."""
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        sent = place_waiting(uow, case)
        uow.record("bills.place_waiting", case, documents=sent)
    flash(
        ngettext("%(num)s document is placed once more.", "%(num)s documents are placed once more.", sent),
        "done",
    )
    return redirect(url_for("figures.month_grid", reference=reference), 303)


def _day(text: str, field: str = "due") -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(message(_("Give a day as 2022-11-30.")), field) from None
