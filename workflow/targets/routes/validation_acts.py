"""Acts on a submission: its documents, the moves of its life, and the queries of the validator."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import BadInput, NotYours
from workflow.targets import validation_asking as asking
from workflow.targets import validation_commands as commands
from workflow.targets import validation_documents as documents
from workflow.targets import validation_reads as reads
from workflow.targets.routes import bp, group_in
from workflow.targets.routes.validation import day_of, one_page, uploaded, whole
from workflow.targets.validation_commands import Noted
from workflow.targets.validation_machine import VALIDATION
from workflow.targets.validation_page import BY_QUERIES
from workflow.unit_of_work import unit_of_work

Answer = Response | tuple[str, int]


def _back(number: int, place: str = "") -> Response:
    return redirect(url_for("targets.validation_submission", number=number) + place, 303)


@bp.post("/validation/<int:number>/documents")
@needs(Permission.EDIT_TARGETS)
def add_documents(number: int) -> Answer:
    """Add a signed version of the group's documents, or files, to the round that is being prepared."""
    code = request.form.get("code", "")
    try:
        kept = uploaded()
        with unit_of_work(g.actor) as uow:
            group = group_in(uow)
            row = reads.locked_row(uow, group, number)
            if code:
                documents.add_version(uow, group, row, code, version=whole("version"))
            else:
                documents.add_documents(uow, row, kept, version=whole("version"))
    except BadInput as error:
        return one_page(number, error), 422
    flash(_("Added."), "done")
    return _back(number, "#documents")


@bp.post("/validation/<int:number>/documents/<int:row_id>/remove")
@needs(Permission.EDIT_TARGETS)
def remove_document(number: int, row_id: int) -> Answer:
    """Take a document out of the round that is being prepared."""
    with unit_of_work(g.actor) as uow:
        group = group_in(uow)
        row = reads.locked_row(uow, group, number)
        documents.remove_document(uow, row, reads.file_of(uow.session, group, row_id))
    return _back(number, "#documents")


@bp.post("/validation/<int:number>/moves/<name>")
@needs(Permission.READ_TARGETS)
def move_submission(number: int, name: str) -> Answer:
    """Make a move of a submission; each asks for a right of its own, the approval for a fresh sign-in."""
    if name in BY_QUERIES or name not in {move.name for move in VALIDATION.moves}:
        raise NotYours("There is no such move.")
    if name == "approve" and not g.actor.is_fresh:
        here = url_for("targets.validation_submission", number=number)
        return redirect(url_for("people.fresh", next=here), 303)
    try:
        noted = Noted(
            day_of("on"), request.form.get("text", ""), uploaded(), request.form.get("sha256"),
            day_of("booked_for"), frozenset(request.form.getlist("codes")),
        )  # fmt: skip
        with unit_of_work(g.actor) as uow:
            group = group_in(uow, VALIDATION.permission(name))
            row = reads.locked_row(uow, group, number)
            commands.move_submission(uow, group, row, name, noted, version=whole("version"))
    except BadInput as error:
        return one_page(number, error), 422
    flash(_("Noted."), "done")
    return _back(number)


@bp.post("/validation/<int:number>/queries")
@needs(Permission.EDIT_TARGETS)
def note_query(number: int) -> Answer:
    """Note a query of the validator."""
    try:
        question = asking.Question(
            day_of("on"), request.form.get("criterion", ""), request.form.get("text", ""), whole("holder"),
            whole("deputy"),
        )  # fmt: skip
        with unit_of_work(g.actor) as uow:
            group = group_in(uow)
            row = reads.locked_row(uow, group, number)
            query = asking.note_query(uow, group, row, question, version=whole("version"))
            code, due = query.code, query.due
    except BadInput as error:
        return one_page(number, error), 422
    flash(_("%(code)s is noted: answer by %(due)s.", code=code, due=due.isoformat()), "done")
    return _back(number, f"#{code}")


@bp.post("/validation/<int:number>/queries/<int:other>/<name>")
@needs(Permission.EDIT_TARGETS)
def move_query(number: int, other: int, name: str) -> Answer:
    """Answer a query, note that it is asked again, or close it."""
    if name not in {"answer", "ask_again", "close"}:
        raise NotYours("There is no such move.")
    try:
        on, text, version = day_of("on"), request.form.get("text", ""), whole("version")
        kept = uploaded()
        with unit_of_work(g.actor) as uow:
            group = group_in(uow)
            row = reads.locked_row(uow, group, number)
            query = reads.query_row(uow, row, other)
            if name == "answer":
                asking.answer_query(uow, group, row, query, on=on, text=text, files=kept, version=version)
            elif name == "ask_again":
                asking.ask_again(uow, group, row, query, on=on, text=text, version=version)
            else:
                asking.close_query(uow, group, row, query, on=on, reason=text, version=version)
    except BadInput as error:
        return one_page(number, error), 422
    flash(_("Noted."), "done")
    return _back(number, f"#Q-{other}")
