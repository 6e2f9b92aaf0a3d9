"""A subsidiary's own rows of its group's programme, and its answers to the office."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.programme import milestones as commands
from workflow.programme.forms import AnswerForm
from workflow.programme.own import own_milestone, own_place, own_units
from workflow.programme.routes import bp
from workflow.programme.rules import KIND_OF_UNIT
from workflow.unit_of_work import unit_of_work
from workflow.web import db, now


@bp.get("/mine")
@needs(Permission.READ_OWN_PROGRAMME)
def mine() -> str:
    """Where the organisation stands in the boundary, and on each milestone."""
    return _mine_page(AnswerForm(formdata=None))


def _mine_page(form: AnswerForm) -> str:
    day = now().date()
    place = own_place(db(), g.actor, day)
    return render_template(
        "programme/mine.html", own=place, units=own_units(db(), place, day), kinds=KIND_OF_UNIT, form=form,
    )  # fmt: skip


@bp.post("/mine/<code>/answer")
@needs(Permission.READ_OWN_PROGRAMME)
def answer_own(code: str) -> Response | tuple[str, int]:
    """Tell the office when it will be done, or what stands in the way."""
    form = AnswerForm()
    place = own_place(db(), g.actor, now().date())
    own_milestone(db(), place, code)
    if not form.validate_on_submit():
        return _mine_page(form), 422
    with unit_of_work(g.actor) as uow:
        row = own_milestone(uow.session, place, code)
        assert place.entity.organisation_id is not None
        commands.note_answer(
            uow, row, place.entity.id, owner_org_id=place.entity.organisation_id, text=form.text.data,
            expected_on=form.expected_on.data,
        )  # fmt: skip
    flash(_("Your group's office reads your answer."), "done")
    return redirect(url_for("programme.mine"), 303)
