"""Importing the list of entities: the errors or the preview first, then one act that takes all of it."""

from __future__ import annotations

import json

from flask import Response as FlaskResponse
from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import BadInput
from workflow.i18n import say
from workflow.programme import boundary as commands
from workflow.programme.boundary_file import EntityList, from_json, read_list, rows_of, to_json
from workflow.programme.boundary_reads import entities_on
from workflow.programme.forms import ListForm, TakeForm
from workflow.programme.routes import bp, exported, frame, here
from workflow.programme.routes.boundary import boundary_page, programme_in
from workflow.unit_of_work import unit_of_work
from workflow.web import complain, db, language, sent_file


@bp.post("/boundary/import")
@needs(Permission.RUN_PROGRAMME)
def preview_list() -> str | tuple[str, int]:
    """Read a list and show its errors, or what it would change; nothing is saved here."""
    form = ListForm()
    try:
        found = _read()
    except BadInput as error:
        complain(form.file, say(error.reason, language()))
        return boundary_page(list_form=form), 422
    place = here()
    known = {row.code for row in entities_on(db(), place.group.id, place.approach, place.today, {})}
    taken = TakeForm(formdata=None, entries=json.dumps(to_json(found.entries), ensure_ascii=False))
    page = render_template(
        "programme/import.html", **frame(place, "boundary"), found=found, take_form=taken,
        new=[facts for facts, _stand in found.entries if facts.code not in known],
        known=[facts for facts, _stand in found.entries if facts.code in known],
    )  # fmt: skip
    return (page, 422) if found.errors else page


def _read() -> EntityList:
    with sent_file(_("Choose a file.")) as (path, name):
        return read_list(path, name, here().approach)


@bp.post("/boundary/take")
@needs(Permission.RUN_PROGRAMME)
def take_list() -> Response:
    """Take the entities that the preview showed, all in one act."""
    form = TakeForm()
    if not form.validate_on_submit():
        raise BadInput(_("The preview is gone: import the file again."))
    try:
        entries = from_json(json.loads(form.entries.data))
    except (ValueError, TypeError, ArithmeticError) as error:
        raise BadInput(_("The preview is damaged: import the file again.")) from error
    with unit_of_work(g.actor) as uow:
        done = commands.take(uow, programme_in(uow), entries)
    flash(
        _("Imported: %(entered)s entered, %(moved)s moved, %(described)s described anew.",
          entered=len(done.entered), moved=len(done.moved), described=len(done.described)), "done",
    )  # fmt: skip
    return redirect(url_for("programme.boundary"), 303)


@bp.get("/boundary/template.<form>")
@needs(Permission.READ_PROGRAMME)
def list_template(form: str) -> FlaskResponse:
    """The empty list with the columns that the import reads."""
    return exported(form, "boundary-template", "Boundary", rows_of([]))
