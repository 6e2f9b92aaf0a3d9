"""Views of the validation: submissions with their clocks, the commitment, one submission, and files of both."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.kept import KeptFile, keep_file
from workflow.documents.storage import store
from workflow.errors import BadInput
from workflow.i18n import say
from workflow.targets import validation_commands as commands
from workflow.targets import validation_commitment as commitment
from workflow.targets import validation_reads as reads
from workflow.targets.access import may_edit, today_of
from workflow.targets.routes import bp, group_here, group_in
from workflow.targets.validation_clocks import clocks_of, commitment_clock
from workflow.targets.validation_page import STEP_WORDS, submission_page
from workflow.targets.validation_rules import (
    QUERY_KINDS,
    REQUEST_WORDS,
    RUNNING_COMMITMENTS,
    STATE_KINDS,
    CommitmentStatus,
    RequestKind,
)
from workflow.unit_of_work import unit_of_work
from workflow.web import db, language, now


@bp.get("/validation")
@needs(Permission.READ_TARGETS)
def validation() -> str:
    """Every submission of the group, the commitment, and what runs out."""
    return list_page()


def list_page(error: BadInput | None = None) -> str:
    """The list, after a refused form with its sentence and what was typed."""
    group = group_here()
    today = today_of(group, now())
    submissions, notes = reads.submissions_of(db(), group), reads.commitment_of(db(), group)
    letter = commitment.letter_date(db(), group)
    running = commitment_clock(letter, notes, submissions)
    return render_template(
        "targets/validation.html", group=group, submissions=submissions, notes=notes, letter=letter,
        clocks=[*([running] if running else []), *clocks_of(submissions)], today=today,
        files=reads.commitment_files(db(), group), state_kinds=STATE_KINDS, request_words=REQUEST_WORDS,
        targets=reads.choosable_targets(db(), group),
        kinds=[(kind.value, say(words, language())) for kind, words in REQUEST_WORDS.items()],
        statuses=[(each.value, say(each.value, language())) for each in CommitmentStatus],
        running=RUNNING_COMMITMENTS, may_write=may_edit(g.actor, group), error=error,
        typed=request.form if error else {},
    )  # fmt: skip


@bp.get("/validation/<int:number>")
@needs(Permission.READ_TARGETS)
def validation_submission(number: int) -> str:
    """One submission: what it hands in, what is missing for the next step, its queries and its history."""
    return one_page(number)


def one_page(number: int, error: BadInput | None = None) -> str:
    """A submission, after a refused form with its sentence and what was typed."""
    group = group_here()
    row, rounds = reads.row_and_rounds(db(), group, number)
    writes = may_edit(g.actor, group)
    office = reads.office_of(db(), group, now()) if writes else []
    page = submission_page(db(), group, row, g.actor, today_of(group, now()), rounds=rounds, office=office)
    return render_template(
        "targets/validation_submission.html", page=page, row=row, state_kinds=STATE_KINDS,
        query_kinds=QUERY_KINDS, request_words=REQUEST_WORDS, step_words=STEP_WORDS, error=error,
        typed=request.form if error else {},
    )  # fmt: skip


@bp.get("/validation/files/<int:row_id>")
@needs(Permission.READ_TARGETS)
def validation_file(row_id: int) -> Response:
    """The bytes of a file as they came."""
    file = reads.file_of(db(), group_here(), row_id)
    return send_file(
        store().path(file.sha256), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )


@bp.post("/validation/letter")
@needs(Permission.EDIT_TARGETS)
def note_letter() -> Response | tuple[str, int]:
    """Note the commitment letter with its file."""
    try:
        kept = uploaded()
        with unit_of_work(g.actor) as uow:
            commitment.note_letter(
                uow, group_in(uow), day_of("on"), kept[0] if kept else None, text=request.form.get("text", "")
            )
    except BadInput as error:
        return list_page(error), 422
    flash(_("The commitment letter is noted; its clock runs."), "done")
    return redirect(url_for("targets.validation"), 303)


@bp.post("/validation/status")
@needs(Permission.EDIT_TARGETS)
def note_status() -> Response | tuple[str, int]:
    """Note how SBTi lists the commitment."""
    try:
        word = request.form.get("status", "")
        if word not in {each.value for each in CommitmentStatus}:
            raise BadInput(_("Choose how SBTi lists the commitment."), "status")
        kept = uploaded()
        with unit_of_work(g.actor) as uow:
            commitment.note_status(
                uow, group_in(uow), CommitmentStatus(word), day_of("on"), ends_on=day_of("ends_on"),
                text=request.form.get("text", ""), kept=kept[0] if kept else None,
            )  # fmt: skip
    except BadInput as error:
        return list_page(error), 422
    flash(_("Noted."), "done")
    return redirect(url_for("targets.validation"), 303)


@bp.post("/validation/begin")
@needs(Permission.EDIT_TARGETS)
def begin_submission() -> Response | tuple[str, int]:
    """Begin a submission of chosen targets."""
    try:
        word = request.form.get("kind", "")
        if word not in {each.value for each in RequestKind}:
            raise BadInput(_("Choose what the submission asks for."), "kind")
        with unit_of_work(g.actor) as uow:
            codes = request.form.getlist("codes")
            row = commands.begin_submission(uow, group_in(uow), RequestKind(word), codes)
            number = row.number
    except BadInput as error:
        return list_page(error), 422
    return redirect(url_for("targets.validation_submission", number=number), 303)


def uploaded() -> list[KeptFile]:
    """The files of this request, in the store; those that the reader would refuse are refused."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    return [keep_file(file.stream, file.filename or "") for file in sent]


def day_of(name: str) -> date | None:
    """A day as a form sends it; None when it is blank, BadInput when it is no day."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(_("Give the day as YYYY-MM-DD."), name) from None


def whole(name: str) -> int | None:
    """A whole number of a form, None for anything else."""
    found: Any = request.form.get(name, type=int)
    return found if isinstance(found, int) else None
