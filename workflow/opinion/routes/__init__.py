"""Pages of the opinion: draft, review, decision, signing, packages, and the public status of a number."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, redirect, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import blueprint

bp = blueprint("opinion")

Act = Callable[[UnitOfWork, Case], object]


def take(form: FlaskForm) -> None:
    """Refuse a form of the wrong shape with a sentence that names the field."""
    if not form.validate_on_submit():
        name, errors = next(iter(form.errors.items()), ("form", ("",)))
        label = str(form[name].label.text) if name in form else str(name)
        sentence = message(N_("{field}: {problem}"), field=label, problem=str(errors[0]))
        raise BadInput(sentence, str(name))


def act(what: Act, endpoint: str = "opinion.index") -> Response:
    """Do one act on the case of this request, then show the page it belongs to."""
    with unit_of_work(g.actor) as uow:
        what(uow, case_by_code(uow.session, g.case.code))
    return redirect(url_for(endpoint, reference=g.case.code), 303)


from workflow.opinion.routes import (  # noqa: E402  the views need bp
    deciding,
    drafting,
    later,
    numbers,
    package,
    reviewing,
    status,
)

__all__ = ["bp", "deciding", "drafting", "later", "numbers", "package", "reviewing", "status"]
