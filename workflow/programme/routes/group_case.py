"""The group's boundary on the tab of its group case: what it says otherwise, and the act that takes it over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.consolidation.page import ShownEntities
from workflow.errors import NotYours
from workflow.programme.group_case import Beside, beside_boundary, take_from_boundary
from workflow.programme.routes import bp
from workflow.unit_of_work import unit_of_work
from workflow.web import db


@bp.app_context_processor
def _beside() -> dict[str, Callable[..., Any]]:
    """The tab stands below the programme and asks it by this name."""
    return {"boundary_beside": _of_case}


def _of_case(case: Case, shown: ShownEntities) -> Beside | None:
    rows = [(each.row, each.factor) for each in shown.rows]
    return beside_boundary(db(), case, shown.approach, rows)


@bp.post("/group-cases/<reference>/take")
@needs(Permission.EDIT_STATEMENT)
def take_boundary(reference: str) -> Response:
    """Hold the entities of a group case as the group's boundary has them."""
    if not g.case.is_group_case:
        raise NotYours("This is no group case.")
    with unit_of_work(g.actor) as uow:
        changed = take_from_boundary(uow, cases.case_by_code(uow.session, g.case.code))
    said = ngettext("%(num)s entity is held as the boundary has it now.",
                    "%(num)s entities are held as the boundary has them now.", len(changed))  # fmt: skip
    flash(said if changed else _("Nothing differed."), "done")
    return redirect(url_for("consolidation.index", reference=reference), 303)
