"""Pages of planning and of the request list; the client sees the plan, the visits and the requests only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import g
from flask_babel import gettext as _

from workflow.access import Permission
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.errors import BadInput
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import blueprint, complain, language

bp = blueprint("planning", "/cases/<reference>/plan")


def keep(form: Any, act: Callable[[UnitOfWork, Case], object]) -> bool:
    """Do the act when the form is whole; True when it is kept.

    What the act says of the input stands beside its field, or above the form when it names none.
    """
    if not form.validate_on_submit():
        return False
    try:
        with unit_of_work(g.actor) as uow:
            act(uow, case_by_code(uow.session, g.case.code))
    except BadInput as bad:
        sentence = say(bad.reason, language())
        if bad.field in form:
            complain(form[bad.field], sentence)
        else:
            form.form_errors = [*form.form_errors, sentence]
        return False
    return True


def codes_in(text: str | None) -> list[str]:
    """The codes typed in a line, parted by commas or spaces, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text or "") if part))


def parts() -> list[dict[str, str]]:
    """The pages of planning that this person may open, as tabs."""
    here = f"/cases/{g.case.code}/plan"
    body = [
        ("analysis", _("Strategic analysis"), "/analysis"),
        ("risks", _("Risks"), "/risks"),
        ("activities", _("Activities"), "/activities"),
        ("samples", _("Samples"), "/samples"),
    ]
    shown = [
        ("plan", _("Verification plan"), ""),
        *(body if g.actor.may(Permission.READ_PLANNING) else []),
        ("visits", _("Site visits"), "/visits"),
        ("requests", _("Requests"), "/requests"),
    ]
    return [{"key": key, "label": label, "url": here + path} for key, label, path in shown]


@bp.context_processor
def _parts() -> dict[str, Any]:
    return {"planning_parts": parts() if g.get("case") is not None else []}


from workflow.planning.routes import (  # noqa: E402, F401  they add their views
    activities,
    plan,
    requests,
    samples,
)
