"""Views by which the responsible party prepares, imports, hands in, signs and submits its statement."""

from __future__ import annotations

import json
import re

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import BadInput, NotYours
from workflow.ghg_statement import commands, queries
from workflow.ghg_statement.differences import as_stated, as_stored, compare
from workflow.ghg_statement.forms import (
    ActForm,
    ImportForm,
    ItemForm,
    LineForm,
    SignForm,
    TakeForm,
    VersionForm,
)
from workflow.ghg_statement.import_file import read_inventory
from workflow.ghg_statement.inputs import stated_from_json, stated_to_json
from workflow.ghg_statement.inventory import Expected, Inventory, take_apart
from workflow.ghg_statement.models import StatementVersion
from workflow.ghg_statement.register import next_source_code
from workflow.ghg_statement.routes import bp, case_of, version_of
from workflow.ghg_statement.routes.reading import statement_page
from workflow.ghg_statement.rules import CATEGORY_OF_SCOPE, WITHOUT_SCOPE, ReportItemState
from workflow.ghg_statement.sheet import inventory_rows
from workflow.ghg_statement.sheet_rows import HEADS
from workflow.i18n import say
from workflow.unit_of_work import unit_of_work
from workflow.web import complain, db, language, sent_file

ROWS_OF_A_LINE = 5
EVIDENCE_CODE = re.compile(r"E-\d{3,}")
PER_ROW = ("Gas", "Factor", "Factor unit", "GWP")
OF_A_PART = ("Name", "Quantity", "Unit")


def _back(reference: str, number: int) -> Response:
    return redirect(url_for("ghg_statement.version", reference=reference, number=number), 303)


@bp.post("/new")
@needs(Permission.EDIT_STATEMENT)
def start(reference: str) -> Response | tuple[str, int]:
    """Begin the next version."""
    form = VersionForm()
    if not form.validate_on_submit():
        return statement_page(version_form=form), 422
    fields = {k: v for k, v in form.data.items() if k != "csrf_token"}
    with unit_of_work(g.actor) as uow:
        case = case_of(uow)
        if case.period_start is None or case.period_end is None:
            raise BadInput(_("The case has no period yet: fill in the application first."))
        version = commands.start_version(
            uow, case, period_start=case.period_start, period_end=case.period_end, **fields
        )
        number = version.number
    return _back(reference, number)


def _expected(version: StatementVersion) -> Expected:
    return Expected(version.gwp_set, version.period_start, version.period_end)


@bp.post("/<int:number>/import")
@needs(Permission.EDIT_STATEMENT)
def preview_import(reference: str, number: int) -> Response | tuple[str, int] | str:
    """Read an inventory and show its errors or what it would change; nothing is saved here."""
    form = ImportForm()
    version = queries.version(db(), g.case, number, g.actor)
    try:
        found = _read(form, _expected(version))
    except BadInput as error:
        complain(form.file, say(error.reason, language()))
        return statement_page(number, import_form=form), 422
    return _preview(version, found)


def _read(form: ImportForm, expected: Expected) -> Inventory:
    if form.pasted.data and form.pasted.data.strip():
        grid = [[cell or None for cell in row.split("\t")] for row in form.pasted.data.splitlines()]
        return take_apart(grid, expected)
    with sent_file(_("Choose a file, or paste the table.")) as (path, name):
        return read_inventory(path, name, expected)


def _preview(version: StatementVersion, found: Inventory) -> str | tuple[str, int]:
    versions = queries.versions_of(db(), g.case, g.actor)
    own = queries.lines_of(db(), version)
    earlier = [v for v in versions if v.number < version.number]
    before = own if own or not earlier else queries.lines_of(db(), earlier[-1])
    rows = compare(map(as_stored, before), (as_stated(line, version.gwp_set) for line in found.lines))
    context = {
        "case": g.case,
        "version": version,
        "before": version if own or not earlier else earlier[-1],
        "found": found,
        "rows": rows,
        "take_form": TakeForm(
            formdata=None, lines=json.dumps([stated_to_json(line) for line in found.lines])
        ),
    }
    page = render_template("ghg_statement/import.html", **context)
    return (page, 422) if found.errors else page


@bp.post("/<int:number>/take")
@needs(Permission.EDIT_STATEMENT)
def take_import(reference: str, number: int) -> Response:
    """Take the lines that the preview showed."""
    form = TakeForm()
    if not form.validate_on_submit():
        raise BadInput(_("The preview is gone: import the file again."))
    try:
        held = json.loads(form.lines.data)
        lines = [stated_from_json(item) for item in held]
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput(_("The preview is damaged: import the file again.")) from error
    with unit_of_work(g.actor) as uow:
        done = commands.import_lines(uow, version_of(uow, number), lines)
    flash(
        _("Imported: %(added)s added, %(changed)s taken over, %(removed)s removed.",
          added=done.added, changed=done.changed, removed=done.removed), "done",
    )  # fmt: skip
    return _back(reference, number)


@bp.route("/<int:number>/line", methods=["GET", "POST"])
@needs(Permission.EDIT_STATEMENT)
def edit_line(reference: str, number: int) -> Response | tuple[str, int] | str:
    """Enter or change the line of one source, by the same rules as the import."""
    version = queries.version(db(), g.case, number, g.actor)
    form = LineForm()
    if not form.validate_on_submit():
        return _line_page(version, form, _cells_of(version, request.args.get("source")))
    cells = [{head: request.form.get(f"{head}-{row}", "") for head in HEADS} for row in range(ROWS_OF_A_LINE)]
    found = take_apart([list(HEADS), *_grid(cells)], _expected(version))
    if found.errors:
        return _line_page(version, form, cells, found), 422
    with unit_of_work(g.actor) as uow:
        saved = commands.set_line(uow, version_of(uow, number), found.lines[0])
        flash(_("Saved %(code)s: %(tonnes)s t CO₂e.", code=saved.code, tonnes=saved.tonnes), "done")
    return _back(reference, number)


def _grid(cells: list[dict[str, str]]) -> list[list[str | None]]:
    """The form's rows as the sheet has them: later rows carry the source's id when they hold anything."""
    rows = []
    for number, row in enumerate(cells):
        held = {head: text.strip() for head, text in row.items()}
        if number and any(held.values()):
            held["Source"] = cells[0]["Source"].strip()
        rows.append([held[head] or None for head in HEADS])
    return rows


def _cells_of(version: StatementVersion, source_code: str | None) -> list[dict[str, str]]:
    rows: list[dict[str, object]] = []
    for line, source in queries.entries_of(db(), version):
        if source.code == source_code:
            rows = [dict(row) for row in inventory_rows(line, source, version.gwp_set)]
    if not rows:
        code = source_code or next_source_code(queries.register_of(db(), g.case))
        rows = [{"Source": code}]
    rows += [{}] * (ROWS_OF_A_LINE - len(rows))
    return [{head: _cell(row.get(head)) for head in HEADS} for row in rows]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _line_page(
    version: StatementVersion, form: LineForm, cells: list[dict[str, str]], found: Inventory | None = None
) -> str:
    scopes = [*CATEGORY_OF_SCOPE, WITHOUT_SCOPE]
    return render_template(
        "ghg_statement/line_form.html", case=g.case, version=version, form=form, cells=cells, found=found,
        scopes=[(code, code) for code in scopes], per_row=PER_ROW, of_a_part=OF_A_PART,
    )  # fmt: skip


@bp.post("/<int:number>/line/remove")
@needs(Permission.EDIT_STATEMENT)
def remove_line(reference: str, number: int) -> Response:
    """Take a line out of a version in preparation."""
    with unit_of_work(g.actor) as uow:
        commands.remove_line(uow, version_of(uow, number), request.form.get("source", ""))
    return _back(reference, number)


@bp.post("/<int:number>/report")
@needs(Permission.EDIT_STATEMENT)
def describe(reference: str, number: int) -> Response | tuple[str, int]:
    """Say what the report holds on one item of its checklist."""
    form = ItemForm()
    if not form.validate_on_submit():
        return statement_page(number, item_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.describe_report_item(
            uow, version_of(uow, number), form.key.data, state=ReportItemState(form.state.data),
            text=form.text.data or "", reason=form.reason.data or None,
        )  # fmt: skip
    return redirect(url_for("ghg_statement.version", reference=reference, number=number) + "#report", 303)


@bp.post("/<int:number>/hand-in")
@needs(Permission.EDIT_STATEMENT)
def hand_in(reference: str, number: int) -> Response:
    """Hand the version in as draft; it is hashed and never changes from here on."""
    document_code = request.form.get("document_code", "").strip().upper()
    if document_code and not EVIDENCE_CODE.fullmatch(document_code):
        raise BadInput(_("Type the code of a document of the Evidence tab, such as E-021."), "document_code")
    with unit_of_work(g.actor) as uow:
        version = commands.hand_in_draft(uow, version_of(uow, number), document_code=document_code or None)
        flash(_("Handed in as draft. SHA-256 %(hash)s…", hash=(version.sha256 or "")[:12]), "done")
    return _back(reference, number)


@bp.post("/<int:number>/sign")
@needs(Permission.SIGN_FOR_RESPONSIBLE_PARTY)
def sign(reference: str, number: int) -> Response | tuple[str, int]:
    """Sign over the hash that the page showed; asks for a fresh sign-in."""
    form = SignForm()
    if not g.actor.is_fresh:
        here = url_for("ghg_statement.version", reference=reference, number=number)
        return redirect(url_for("people.fresh", next=here), 303)
    if not form.validate_on_submit():
        return statement_page(number, sign_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.sign_version(uow, version_of(uow, number), shown_sha256=form.sha256.data)
    flash(_("Signed for the responsible party."), "done")
    return _back(reference, number)


@bp.post("/<int:number>/submit")
@needs(Permission.EDIT_STATEMENT)
def submit(reference: str, number: int) -> Response:
    """Submit the signed version."""
    with unit_of_work(g.actor) as uow:
        commands.submit_version(uow, version_of(uow, number))
    flash(_("Version %(number)s is submitted.", number=number), "done")
    return _back(reference, number)


@bp.post("/<int:number>/complete")
@needs(Permission.EDIT_STATEMENT)
def declare_complete(reference: str, number: int) -> Response:
    """Declare that the documents behind the chosen lines are all there are."""
    if not ActForm().validate_on_submit():
        raise NotYours("This form is too old.")
    with unit_of_work(g.actor) as uow:
        version, case = version_of(uow, number), case_of(uow)
        for code in request.form.getlist("ids"):
            commands.declare_complete(uow, version, queries.source_by_code(uow.session, case, code))
    return _back(reference, number)
