"""The portfolio page, and exactly its rows as CSV and XLSX."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import g, render_template
from markupsafe import Markup

from workflow.access import Permission, needs
from workflow.ghg_statement.sheet import Entries
from workflow.limits import WEB
from workflow.programme.portfolio import Matrix, matrix, ring_of
from workflow.programme.routes import (
    Look,
    Pages,
    bp,
    drawn_rows,
    exported,
    exports,
    filters,
    frame,
    here,
    start_asked,
)
from workflow.programme.rules import Place, UnitStanding
from workflow.web import db, language


def _matrix(place: Look, *, start: int = 0, most: int | None = None) -> Matrix:
    return matrix(db(), place.counts, filters(), start=start, most=most)


def _figures(place: Look) -> Markup | None:
    if place.programme is None:
        return None
    return drawn_rows.figures(
        place.counts, place.approach, place.programme.base_year, language(), place.kept_day
    )


@bp.get("")
@needs(Permission.READ_PROGRAMME)
def portfolio() -> str:
    """Entities by stages with filters that are links; shares, rates and the milestones late first."""
    place, start, said = here(), start_asked(), language()
    found = _matrix(place, start=start, most=WEB.page_rows)
    ring, is_linked = ring_of(filters()), g.actor.may(Permission.RUN_PROGRAMME)
    return render_template(
        "programme/portfolio.html", **frame(place, "portfolio"), matrix=found, ring=ring,
        rows=[
            drawn_rows.entity_row(
                row, found.cases.get(row.organisation_id), said, has_cases=ring is Place.IN, is_linked=is_linked
            )
            for row in found.rows
        ],
        figures=_figures(place),
        entities={p: place.counts.entities(p) for p in Place}, line=drawn_rows.time_line(place.counts, said),
        standings=list(UnitStanding), asked=filters(),
        pages=Pages(start, found.found), exports=exports("programme.portfolio_file"),
        places=Place,
    )  # fmt: skip


@bp.get("/portfolio.<form>")
@needs(Permission.READ_PROGRAMME)
def portfolio_file(form: str) -> FlaskResponse:
    """Exactly the rows and columns of the filter."""
    place = here()
    found = _matrix(place)
    heads = ["Code", "Name", "Local name", "t CO2e", "Statement", "Case", "Case state"]
    for stage in found.stages:
        heads += [f"{stage.code} {stage.stage}", f"{stage.code} on"]
    rows: Entries = [list(heads)]
    for row in found.rows:
        case = found.cases.get(row.organisation_id)
        cells: list[str | None] = []
        for cell in row.cells:
            cells += [cell.standing.value, cell.ended_on.isoformat() if cell.ended_on else None]
        rows.append(
            [
                row.code, row.name, row.name_local, row.tonnes, row.statement,
                case.code if case else None, case.state.value.replace("_", " ") if case else None, *cells,
            ]
        )  # fmt: skip
    return exported(form, f"portfolio-{place.day}", "Portfolio", rows)
