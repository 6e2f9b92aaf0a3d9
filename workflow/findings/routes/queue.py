"""The queue of findings with its filters, the ledger, and the same rows as CSV and XLSX."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, url_for
from flask_babel import gettext as _

from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.figures.models import Figure
from workflow.findings import carrying, listing, queries, tables
from workflow.findings.listing import SHOWN_AS, FindingRow, Show
from workflow.findings.models import Notice
from workflow.findings.routes import bp
from workflow.findings.rules import FindingState
from workflow.unit_of_work import reading
from workflow.web import db, language, now, words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.app_context_processor
def _at_figure() -> dict[str, Any]:
    """The findings that cite the figure which the viewer shows, as far as the person may see them."""
    figure: Figure | None = g.get("figure_at_hand")
    if figure is None or not g.actor.may(Permission.READ_FINDINGS):
        return {"findings_at_figure": ()}
    found = queries.findings_citing(db(), g.case, figure, viewer=g.actor)
    here = {"reference": g.case.code}
    return {"findings_at_figure": [(f.code, url_for("findings.finding", **here, code=f.code)) for f in found]}


def _asked() -> Show:
    asked = request.args.get("show", "")
    return Show(asked) if asked in set(Show) else Show.ALL


def _shown(found: listing.Findings) -> list[FindingRow]:
    return tables.select_rows(found.rows, _asked(), request.args)


@bp.get("")
@needs(Permission.READ_FINDINGS)
def index(reference: str) -> str:
    """The queue as filtered by the links, with counts, and the ledger."""
    found = listing.findings_shown(db(), g.case, g.actor, now())
    columns = tables.columns_shown(request.args.getlist("columns"))
    is_told = g.case.group_org_id is not None and g.actor.may(Permission.READ_TESTS)
    notices = carrying.notices_received(db(), g.case) if is_told else []
    return render_template(
        "findings/index.html",
        rows=_shown(found), total=len(found.rows), columns=_columns(columns), shown=_asked(),
        parts=[(show, SHOWN_AS[show], sum(r.is_in(show) for r in found.rows)) for show in Show],
        ledgers=found.ledgers, titles=found.titles, exports=_exports(reference),
        kinds=tables.kinds_offered(language()), notices=notices, origins=_origins(notices),
    )  # fmt: skip


def _origins(notices: list[Notice]) -> dict[int, str]:
    """Where a notice comes from, for who may see that case; others read only that it is of the group."""
    codes = {n.id: (n.origin or "").partition(" ")[0] for n in notices}
    with reading(g.actor.scope) as session:
        seen = cases.codes_seen(session, set(codes.values())) if codes else set()
    return {n.id: n.origin or "" for n in notices if codes[n.id] in seen}


def _columns(chosen: tuple[tables.Column, ...]) -> list[dict[str, object]]:
    """All columns as the table's macro takes them; those that are not chosen are hidden."""
    filters: dict[str, object] = {
        "code": "text",
        "title": "text",
        "sources": "text",
        "kind": tables.kinds_offered(language()),
        "state": [(s.value, words(s)) for s in FindingState],
        "holder": [(h, _(h)) for h in (listing.PARTY, listing.LEAD)],
    }
    return [
        {
            "key": c.key, "label": _(c.label), "num": c.is_number, "sort": True, "wide": c.key == "title",
            "hidden": c not in chosen, **({"filter": filters[c.key]} if c.key in filters else {}),
        }
        for c in tables.COLUMNS
    ]  # fmt: skip


def _exports(reference: str) -> list[tuple[str, str]]:
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    return [
        ("CSV", url_for("findings.as_csv", reference=reference, **asked)),
        ("XLSX", url_for("findings.as_xlsx", reference=reference, **asked)),
    ]


def _attached(content: bytes, kind: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=disposition)


@bp.get("/findings.csv")
@needs(Permission.READ_FINDINGS)
def as_csv(reference: str) -> Response:
    """Exactly the rows and columns that the queue shows, as CSV."""
    found = listing.findings_shown(db(), g.case, g.actor, now())
    columns = tables.columns_shown(request.args.getlist("columns"))
    return _attached(
        tables.as_csv(columns, _shown(found), language()), "text/csv", f"{reference}-findings.csv"
    )


@bp.get("/findings.xlsx")
@needs(Permission.READ_FINDINGS)
def as_xlsx(reference: str) -> Response:
    """Exactly the rows and columns that the queue shows, as a workbook."""
    found = listing.findings_shown(db(), g.case, g.actor, now())
    columns = tables.columns_shown(request.args.getlist("columns"))
    content = tables.as_xlsx(f"{reference} findings", columns, _shown(found), language())
    return _attached(content, XLSX, f"{reference}-findings.xlsx")
