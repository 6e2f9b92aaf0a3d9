"""Views that show the GHG statement and give it out as a file."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import g, render_template
from flask_babel import gettext as _

from workflow.access import Permission, needs
from workflow.cases.rules import CaseState
from workflow.errors import NotYours
from workflow.ghg_statement import queries
from workflow.ghg_statement.differences import as_stored, compare
from workflow.ghg_statement.forms import ActForm, ImportForm, ItemForm, SignForm, VersionForm
from workflow.ghg_statement.page import ShownVersion, shown_version
from workflow.ghg_statement.routes import bp
from workflow.ghg_statement.rules import REPORT_ITEMS, ReportItemState
from workflow.ghg_statement.sheet import TABLE_HEADS, Entries, inventory_entries, table_rows, to_csv, to_xlsx
from workflow.web import db, now

STATE_KINDS = {"preparing": "open", "draft_received": "waiting", "submitted": "closed"}
ITEM_KINDS = {"present": "closed", "partial": "open", "absent": "overdue", "not_applicable": "not_started"}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def statement_page(number: int | None = None, **shown: object) -> str:
    """The tab of the GHG statement with one version open; forms with errors stand in for fresh ones."""
    version = shown_version(db(), g.case, g.actor, number)
    if version is None and number is not None:
        raise NotYours("There is no such version.")
    context = {
        "case": g.case,
        "shown": version,
        "report_items": REPORT_ITEMS,
        "state_kinds": STATE_KINDS,
        "item_kinds": ITEM_KINDS,
        "version_form": VersionForm(formdata=None, dated=now().date(), title=_first_title(version)),
        "import_form": ImportForm(formdata=None),
        "item_form": ItemForm(formdata=None, state=ReportItemState.PRESENT.value),
        "sign_form": SignForm(formdata=None, sha256=version.version.sha256 if version else ""),
        "act_form": ActForm(formdata=None),
        "is_prepared_now": version is not None
        and any(v.state.value == "preparing" for v in version.versions),
        "may_start": g.case.state not in {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT},
    }
    return render_template("ghg_statement/version.html", **{**context, **shown})


def _first_title(version: ShownVersion | None) -> str:
    if version is not None:
        return version.version.title
    year = g.case.period_start.year if g.case.period_start else now().year - 1
    return str(_("GHG report %(year)s", year=year))


@bp.get("")
@needs(Permission.READ_STATEMENT)
def index(reference: str) -> str:
    """The newest version that the person may see."""
    return statement_page()


@bp.get("/<int:number>")
@needs(Permission.READ_STATEMENT)
def version(reference: str, number: int) -> str:
    """One version: lines, totals, memo per gas, uncertainty, checklist."""
    return statement_page(number)


@bp.get("/<int:number>/lines/<code>")
@needs(Permission.READ_STATEMENT)
def line(reference: str, number: int, code: str) -> str:
    """One line with its formula, factors and recalculation."""
    shown = shown_version(db(), g.case, g.actor, number)
    found = next((s for s in shown.lines if s.line.code == code), None) if shown else None
    if shown is None or found is None:
        raise NotYours("There is no such line.")
    return render_template("ghg_statement/line.html", case=g.case, shown=shown, one=found)


@bp.get("/<int:number>/against/<int:other>")
@needs(Permission.READ_STATEMENT)
def difference(reference: str, number: int, other: int) -> str:
    """What differs between two versions."""
    after = queries.version(db(), g.case, number, g.actor)
    before = queries.version(db(), g.case, other, g.actor)
    old, new = (map(as_stored, queries.lines_of(db(), v)) for v in (before, after))
    return render_template(
        "ghg_statement/difference.html", case=g.case, before=before, after=after, rows=compare(old, new)
    )


@bp.get("/<int:number>/content.json")
@needs(Permission.READ_STATEMENT)
def content(reference: str, number: int) -> FlaskResponse:
    """The canonical content: exactly the bytes that were hashed."""
    found = queries.version(db(), g.case, number, g.actor)
    if found.content is None:
        raise NotYours("This version is not handed in yet.")
    return _file(found.content.encode(), "application/json", f"{reference}-statement-v{number}.json")


@bp.get("/<int:number>/lines.<any(csv,xlsx):form>")
@needs(Permission.READ_STATEMENT)
def export(reference: str, number: int, form: str) -> FlaskResponse:
    """The table of lines exactly as it is shown."""
    shown = shown_version(db(), g.case, g.actor, number)
    if shown is None:
        raise NotYours("There is no such version.")
    rows: Entries = [list(TABLE_HEADS), *table_rows(shown.entries, shown.complete)]
    made = to_csv(rows) if form == "csv" else to_xlsx(f"GHG statement v{number}", rows)
    return _file(made, MEDIA[form], f"{reference}-statement-v{number}.{form}")


@bp.get("/<int:number>/inventory.xlsx")
@needs(Permission.READ_STATEMENT)
def inventory(reference: str, number: int) -> FlaskResponse:
    """The version in the layout that the import reads back."""
    shown = shown_version(db(), g.case, g.actor, number)
    if shown is None:
        raise NotYours("There is no such version.")
    rows = inventory_entries(shown.entries, shown.version)
    return _file(to_xlsx("Inventory", rows), MEDIA["xlsx"], f"{reference}-inventory-v{number}.xlsx")


def _file(content: bytes, media: str, name: str) -> FlaskResponse:
    disposition = f'attachment; filename="{name}"'
    return FlaskResponse(content, mimetype=media, headers={"Content-Disposition": disposition})
