"""Views that show the entities of a group case and its consolidated statement, and give both out as files."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response as FlaskResponse
from flask import g, render_template, request
from flask_babel import gettext as _

from workflow.access import Permission, needs
from workflow.cases import entities
from workflow.cases.entities import FIXED
from workflow.cases.models import Case
from workflow.consolidation import page
from workflow.consolidation.forms import (
    ConsolidateForm,
    CoverageForm,
    EliminationForm,
    HoldingForm,
    NameForm,
    ReasonForm,
    RulingForm,
)
from workflow.consolidation.page import EntityState, ShownEntities
from workflow.consolidation.reads import statements_open_to
from workflow.consolidation.routes import bp
from workflow.errors import NotYours
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.consolidated import KEYS, Consolidation
from workflow.ghg_statement.models import StatementVersion
from workflow.ghg_statement.sheet import Entries, to_csv, to_xlsx
from workflow.i18n import say
from workflow.web import db, language, now

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KINDS = {
    EntityState.VERIFIED: "closed",
    EntityState.NOT_VERIFIED: "open",
    EntityState.NO_STATEMENT: "not_started",
    EntityState.LEFT_OUT: "returned",
    EntityState.NOT_HELD: "not_started",
}


def the_group_case() -> Case:
    """The case of this request, where it is a group's; NotYours for every other."""
    case: Case = g.case
    if not case.is_group_case:
        raise NotYours("This is no group case.")
    return case


def _shown() -> ShownEntities:
    return page.shown_entities(db(), the_group_case(), g.actor, now().date())


def entities_page(**shown: object) -> str:
    """The tab of the entities; forms with errors stand in for fresh ones."""
    found = _shown()
    case: Case = g.case
    rows = page.selected(found, request.args)
    begin = max(request.args.get("after", 0, type=int), 0)
    context = {
        "case": case, "shown": found, "rows": rows[begin : begin + page.PAGE], "count": len(rows),
        "begin": begin, "page_size": page.PAGE, "state_choices": _state_choices(), "kinds": KINDS, "query": _query(),
        "waiting": page.waiting(found), "is_open": case.state not in FIXED,
        "sort": request.args.get("sort", "name"), "name_form": _name_form(case), "ruling_form": RulingForm(None),
        "elimination_form": elimination_form(found), "reason_form": ReasonForm(None),
        "consolidate_form": _consolidate_form(found), "open_for": None,
    }  # fmt: skip
    return render_template("consolidation/index.html", **{**context, **shown})


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, say(state.value, language())) for state in EntityState] + [
        ("changed", _("changed since"))
    ]


def _query() -> str:
    """What was asked of the table, for the links that give out exactly what is shown."""
    kept = {key: value for key, value in request.args.items() if key in {"name", "state", "sort"}}
    return f"?{urlencode(kept)}" if kept else ""


def _name_form(case: Case) -> NameForm:
    form = NameForm(formdata=None)
    form.entity.choices = name_choices(case) if g.actor.may(Permission.EDIT_STATEMENT) else []
    return form


def name_choices(case: Case) -> list[tuple[int, str]]:
    """The cases of the group that may be named, with the name of the entity."""
    return [(row.id, f"{row.code} · {name}") for row, name in entities.cases_to_name(db(), case)]


def elimination_form(shown: ShownEntities, form: EliminationForm | None = None) -> EliminationForm:
    """The form of an elimination between the entities of the case."""
    form = form or EliminationForm(formdata=None)
    choices = [(row.row.code, f"{row.row.code} · {row.row.name}") for row in shown.rows]
    form.buyer.choices = form.seller.choices = choices
    return form


def _consolidate_form(shown: ShownEntities) -> ConsolidateForm:
    version = shown.version
    year = g.case.period_start.year if g.case.period_start else now().year - 1
    return ConsolidateForm(
        formdata=None, dated=now().date(),
        title=version.title if version else _("GHG statement of the group %(year)s", year=year),
        gwp_set=version.gwp_set if version else None,
    )  # fmt: skip


@bp.get("")
@needs(Permission.READ_STATEMENT)
def index(reference: str) -> str:
    """The entities in a matrix, what changed, the eliminations, and consolidating."""
    return entities_page()


@bp.get("/list.<any(csv, xlsx):form>")
@needs(Permission.READ_STATEMENT)
def export(reference: str, form: str) -> FlaskResponse:
    """The entities exactly as they are shown."""
    found = _shown()
    return _file(
        _heads(page.HEADS) + page.matrix(found, page.selected(found, request.args)), form, "entities"
    )


@bp.get("/<code>")
@needs(Permission.READ_STATEMENT)
def entity(reference: str, code: str) -> str:
    """One entity: what is held of it, and what it brings into each line of the group's statement."""
    return entity_page(code)


def entity_page(code: str, **shown: object) -> str:
    """The page of one entity; forms with errors stand in for fresh ones."""
    found = _shown()
    row = found.row(code)
    if row is None:
        raise NotYours("There is no such entity.")
    context = {
        "case": g.case, "shown": found, "row": row, "kinds": KINDS, "is_open": g.case.state not in FIXED,
        "holding_form": HoldingForm(formdata=None), "reason_form": ReasonForm(None),
        "coverage_form": CoverageForm(formdata=None, stratum=row.row.stratum, coverage=row.row.coverage),
        "may_see_coverage": page.may_cover(g.actor),
    }  # fmt: skip
    return render_template("consolidation/entity.html", **{**context, **shown})


def _version(number: int) -> tuple[StatementVersion, Consolidation]:
    version = statements.version(db(), the_group_case(), number, g.actor)
    made = statements.consolidation_of(db(), version)
    if made is None:
        raise NotYours("This version is not consolidated.")
    return version, made


@bp.get("/statement/<int:number>")
@needs(Permission.READ_STATEMENT)
def statement(reference: str, number: int) -> str:
    """A version of the group's statement: lines before and after elimination, and what each is made of."""
    version, made = _version(number)
    asked = request.args.get("line")
    key = asked if asked in KEYS else None
    parts = page.parts_of(made, key)
    begin = max(request.args.get("after", 0, type=int), 0)
    names = {x.code: x.name for x in made.entities}
    return render_template(
        "consolidation/statement.html", case=g.case, version=version, made=made, key=key, names=names,
        parts=parts[begin : begin + page.PAGE], count=len(parts), begin=begin, page_size=page.PAGE,
        open_to=statements_open_to(g.case, g.actor, now().date()),
    )  # fmt: skip


@bp.get("/statement/<int:number>.<any(csv, xlsx):form>")
@needs(Permission.READ_STATEMENT)
def export_statement(reference: str, number: int, form: str) -> FlaskResponse:
    """A version with its lines, its parts as they are shown, and its eliminations, one below the other."""
    _row, made = _version(number)
    asked = request.args.get("line")
    rows = _heads(page.LINE_HEADS) + page.line_entries([*made.lines, made.totals])
    rows += _apart(page.PART_HEADS) + page.part_entries(page.parts_of(made, asked))
    if made.eliminations:
        rows += _apart(page.OUT_HEADS) + page.out_entries(made)
    return _file(rows, form, f"consolidated-v{number}")


def _heads(heads: tuple[str, ...]) -> Entries:
    return [[say(head, language()) for head in heads]]


def _apart(heads: tuple[str, ...]) -> Entries:
    """An empty row, then the heads of the next part."""
    empty: Entries = [[None]]
    return empty + _heads(heads)


def _file(rows: Entries, form: str, name: str) -> FlaskResponse:
    made = to_csv(rows) if form == "csv" else to_xlsx(name, rows)
    disposition = f'attachment; filename="{g.case.code}-{name}.{form}"'
    return FlaskResponse(made, mimetype=MEDIA[form], headers={"Content-Disposition": disposition})
