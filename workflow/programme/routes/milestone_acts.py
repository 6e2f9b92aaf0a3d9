"""Acts on milestones: laid down, added, changed; units closed by evidence, waived, opened again, reminded, noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from methods.milestones import Scope
from workflow.access import Permission, needs
from workflow.documents.kept import keep_file
from workflow.errors import BadInput
from workflow.people.models import Organisation, Person
from workflow.programme import milestones as commands
from workflow.programme import reminders
from workflow.programme.access import group_of
from workflow.programme.forms import AnswerForm, CloseForm, MilestoneForm, NewMilestoneForm, WaiveForm
from workflow.programme.milestone_models import Milestone
from workflow.programme.milestones import Evidence, Plan
from workflow.programme.models import BoundaryEntity
from workflow.programme.open_units import GROUP_ITSELF
from workflow.programme.queries import milestone_by_code
from workflow.programme.routes import bp
from workflow.programme.routes.milestones import milestone_page, milestones_page
from workflow.unit_of_work import UnitOfWork, unit_of_work

P = Permission


def _done(code: str, act: Callable[[UnitOfWork, Organisation, Milestone], object], said: str) -> Response:
    """Do an act on a milestone of the group and go back to it."""
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        act(uow, group, milestone_by_code(uow.session, group.id, code))
    flash(said, "done")
    return redirect(url_for("programme.milestone", code=code), 303)


@bp.post("/milestones/plan")
@needs(P.RUN_PROGRAMME)
def plan_milestones() -> Response:
    """Lay down the ten milestones and two clocks of the published programme."""
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        owner = uow.session.get(Person, uow.actor.person_id)
        commands.plan_programme(uow, group, owner=owner)
    flash(_("Ten milestones and two clocks are laid down; each can be changed."), "done")
    return redirect(url_for("programme.milestones"), 303)


def _plan(form: MilestoneForm, scope: Scope) -> Plan:
    lines = tuple(line.strip() for line in (form.closes_with.data or "").splitlines() if line.strip())
    return Plan(
        form.title.data, form.stage.data, form.step.data or "", form.text.data or "", form.due.data,
        form.window_start.data, scope, lines, form.owner_name.data or None,
    )  # fmt: skip


@bp.post("/milestones/add")
@needs(P.RUN_PROGRAMME)
def add_milestone() -> Response | tuple[str, int]:
    """Add one of the group's own."""
    form = NewMilestoneForm()
    if not form.validate_on_submit():
        return milestones_page(form), 422
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        commands.add_milestone(uow, group, form.code.data.strip(), _plan(form, Scope(form.scope.data)))
    return redirect(url_for("programme.milestone", code=form.code.data.strip()), 303)


@bp.post("/milestones/<code>/change")
@needs(P.RUN_PROGRAMME)
def change_milestone(code: str) -> Response | tuple[str, int]:
    """Change words, owner or due day."""
    form = MilestoneForm()
    if not form.validate_on_submit():
        return milestone_page(code, change_form=form), 422
    seen = int(form.version.data) if str(form.version.data or "").isdigit() else None

    def change(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
        plan = _plan(form, row.scope)
        if row.clock is not None:
            plan = replace(plan, due=row.due)
        commands.change_milestone(uow, group, row, plan, reason=form.reason.data or "", version=seen)

    return _done(code, change, _("Changed."))


def _chosen() -> list[str]:
    return request.form.getlist("ids") or [GROUP_ITSELF]


@bp.post("/milestones/<code>/close")
@needs(P.RUN_PROGRAMME)
def close_units(code: str) -> Response | tuple[str, int]:
    """Close the chosen units by files and cases."""
    form = CloseForm()
    if not form.validate_on_submit():
        return milestone_page(code, close_form=form), 422
    held = [_file(f) for f in request.files.getlist("files") if f.filename]
    held += [Evidence(c.strip().upper()) for c in (form.cases.data or "").split(",") if c.strip()]
    chosen = _chosen()

    def close(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
        commands.close_units(
            uow, group, row, chosen, on=form.on.data, evidence=held, note=form.note.data or None
        )

    said = ngettext("%(num)s unit is closed.", "%(num)s units are closed.", len(chosen))
    return _done(code, close, said)


def _file(upload: FileStorage) -> Evidence:
    kept = keep_file(upload.stream, upload.filename or "")
    return Evidence(kept.name, kept.stored, kept.media_type)


@bp.post("/milestones/<code>/waive")
@needs(P.RUN_PROGRAMME)
def waive_units(code: str) -> Response | tuple[str, int]:
    """Waive the chosen units with a reason."""
    form = WaiveForm()
    if not form.validate_on_submit():
        return milestone_page(code, waive_form=form), 422
    chosen = _chosen()

    def waive(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
        commands.waive_units(uow, group, row, chosen, on=form.on.data, reason=form.reason.data or "")

    return _done(code, waive, ngettext("%(num)s unit is waived.", "%(num)s units are waived.", len(chosen)))


@bp.post("/milestones/<code>/reopen")
@needs(P.RUN_PROGRAMME)
def reopen_unit(code: str) -> Response:
    """Open one unit again."""
    unit, reason = request.form.get("unit", "")[:40], request.form.get("reason", "")[:2000]

    def reopen(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
        commands.reopen_unit(uow, group, row, unit, reason=reason)

    return _done(code, reopen, _("It is open again."))


@bp.post("/milestones/<code>/remind")
@needs(P.RUN_PROGRAMME)
def remind_units(code: str) -> Response:
    """Remind the chosen units by mail today."""
    chosen = request.form.getlist("ids")

    def remind(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
        reminders.remind_by_hand(uow, group, row, _entities(uow, group, chosen))

    return _done(code, remind, _("The mails are on their way; nobody gets two on one day."))


def _entities(uow: UnitOfWork, group: Organisation, codes: list[str]) -> list[int | None]:
    query = select(BoundaryEntity.id).where(
        BoundaryEntity.owner_org_id == group.id, BoundaryEntity.code.in_(codes)
    )
    found: list[int | None] = list(uow.session.scalars(query.order_by(BoundaryEntity.id)))
    return [*found, None] if GROUP_ITSELF in codes else found


@bp.post("/milestones/<code>/answer")
@needs(P.RUN_PROGRAMME)
def note_answer(code: str) -> Response | tuple[str, int]:
    """Keep what a unit said to the office, by telephone or mail."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return milestone_page(code, answer_form=form), 422
    unit = request.form.get("unit", GROUP_ITSELF)

    def answer(uow: UnitOfWork, group: Organisation, row: Milestone) -> Any:
        ids = _entities(uow, group, [unit])
        if not ids:
            raise BadInput(_("Choose the unit that answered."), "unit")
        commands.note_answer(
            uow, row, ids[0], owner_org_id=group.id, text=form.text.data, expected_on=form.expected_on.data,
            said_by=form.said_by.data or None,
        )  # fmt: skip

    return _done(code, answer, _("The answer is kept."))
