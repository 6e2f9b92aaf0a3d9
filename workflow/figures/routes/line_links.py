"""The figures behind each line, for the pages of the GHG statement, which stand below figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import g, request, url_for

from workflow.access import Permission
from workflow.documents.rules import may_see
from workflow.errors import NotYours
from workflow.figures import commands, queries
from workflow.figures.routes import bp
from workflow.figures.rules import LinkRole
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import StatementVersion
from workflow.web import db

PAGES = frozenset({"ghg_statement.index", "ghg_statement.version", "ghg_statement.line"})


@bp.app_context_processor
def _line_links() -> dict[str, Any]:
    """line_links: {source code: {count, sum, url, places}} of the primary figures that one may see."""
    if request.endpoint not in PAGES or g.get("case") is None or not g.actor.may(Permission.READ_EVIDENCE):
        return {}
    version = _shown_version()
    return {"line_links": _by_source(version) if version is not None else {}}


def _shown_version() -> StatementVersion | None:
    number = (request.view_args or {}).get("number")
    try:
        if number is not None:
            return statements.version(db(), g.case, number, g.actor)
    except NotYours:
        return None
    return statements.latest_received(db(), g.case)


def _by_source(version: StatementVersion) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in queries.links_of_lines(db(), version):
        is_seen = may_see(g.actor.case_roles, is_confidential=row.document.is_confidential)
        if row.link.role is not LinkRole.PRIMARY or not is_seen:
            continue
        url = url_for("figures.jump", reference=g.case.code, code=row.figure.code)
        line = found.setdefault(row.source.code, {"count": 0, "sum": Decimal(0), "url": url, "places": []})
        line["count"] += 1
        line["sum"] += row.link.contribution
        place = commands.place_name(row.document, row.figure)
        line["places"].append(
            {"place": place, "url": url, "value": row.link.contribution, "unit": row.link.unit}
        )
    return found
