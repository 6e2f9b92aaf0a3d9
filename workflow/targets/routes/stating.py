"""Views of what is stated once for all targets: the submission, and uploaded sector paths."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.targets import Ambition, PathHeading
from reports.sbt_contract import SCOPE_3_NAMES
from workflow.access import Permission, needs
from workflow.errors import BadInput
from workflow.targets import queries, target_commands
from workflow.targets.access import may_edit
from workflow.targets.fields import SUBMISSION_FIELDS, Shape, Typed, by_section, read_form
from workflow.targets.page import Row, row_of
from workflow.targets.queries import Held
from workflow.targets.routes import bp, group_here, group_in, held_here
from workflow.targets.sector_paths import ReadPath, Upload, keep_path, read_upload
from workflow.unit_of_work import unit_of_work
from workflow.web import sent_file

HEADING = ("name", "activity_unit", "source", "licence")
AMBITIONS = [(Ambition.ONE_POINT_FIVE.value, "1.5 °C"), (Ambition.WELL_BELOW_TWO.value, "WB2C")]


@bp.get("/submission")
@needs(Permission.READ_TARGETS)
def submission() -> str:
    """What the group states of its submission, section by section."""
    return _submission_page(held_here())


@bp.post("/submission")
@needs(Permission.EDIT_TARGETS)
def state_submission() -> Response | tuple[str, int]:
    """Keep what was stated; what cannot be read is said beside its field and nothing is kept."""
    typed = read_form(SUBMISSION_FIELDS, request.form.to_dict())
    if typed.errors:
        return _submission_page(held_here(), typed), 422
    with unit_of_work(g.actor) as uow:
        version = request.form.get("version", type=int)
        target_commands.state_submission(uow, group_in(uow), typed.answers, version=version)
    flash(_("Saved what holds for all targets."), "done")
    return redirect(url_for("targets.submission"), 303)


def _submission_page(held: Held, typed: Typed | None = None) -> str:
    stored = held.submission.answers if held.submission else {}
    answers, errors = (typed.answers, typed.errors) if typed else (stored, {})
    sections: dict[str, list[Row]] = {
        section: [row_of(field, answers, errors, request.form.to_dict()) for field in fields]
        for section, fields in by_section(SUBMISSION_FIELDS).items()
    }
    return render_template(
        "targets/submission.html", held=held, sections=sections, shapes=Shape, category_names=SCOPE_3_NAMES,
        may_write=may_edit(g.actor, held.group), errors=errors,
    )  # fmt: skip


@bp.get("/paths")
@needs(Permission.READ_TARGETS)
def paths() -> str:
    """The group's sector paths, and the form for another one."""
    return _paths_page({})


@bp.post("/paths")
@needs(Permission.EDIT_TARGETS)
def upload_path() -> Response | tuple[str, int]:
    """Read an uploaded sector path; kept only when nothing in it is broken."""
    group_here(Permission.EDIT_TARGETS)
    form = request.form.to_dict()
    try:
        problems = _take_upload(form)
    except BadInput as error:
        return _paths_page(form, error=error), 422
    if problems.path is None:
        return _paths_page(form, read=problems), 422
    flash(_("Sector path “%(name)s” is kept.", name=problems.path.name), "done")
    return redirect(url_for("targets.paths"), 303)


def _take_upload(form: dict[str, str]) -> ReadPath:
    if form.get("ambition") not in {value for value, _label in AMBITIONS}:
        raise BadInput(_("Say which temperature goal the path stands for."), "ambition")
    heading = PathHeading(*(form.get(name, "").strip() for name in HEADING))
    with sent_file(_("Choose the file: XLSX or CSV.")) as (path, name):
        upload = Upload(path, name)
        read = read_upload(upload, heading)
        if read.path is not None:
            with unit_of_work(g.actor) as uow:
                keep_path(
                    uow, group_in(uow), read.path, upload, ambition=Ambition(form["ambition"]),
                    is_approved="is_approved" in form, allows_rise="allows_rise" in form,
                )  # fmt: skip
    return read


def _paths_page(form: dict[str, str], *, read: ReadPath | None = None, error: BadInput | None = None) -> str:
    held = held_here()
    return render_template(
        "targets/paths.html", held=held, form=form, read=read, error=error, ambitions=AMBITIONS,
        paths=[queries.stated_path(row) for row in held.paths], may_write=may_edit(g.actor, held.group),
    )  # fmt: skip
