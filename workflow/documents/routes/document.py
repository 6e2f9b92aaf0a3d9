"""The page of one document: what it is, its versions, and the acts on it."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from evidence.store import StoreError
from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.documents import commands, queries
from workflow.documents.commands import READ_KINDS
from workflow.documents.forms import DescribeForm, UnlockForm
from workflow.documents.intake import take_in
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.routes import bp
from workflow.documents.routes.reading import document_to_change, progress_lines, rest_move
from workflow.documents.routes.upload import sending_key
from workflow.documents.rules import (
    DOCUMENT,
    STATE_KINDS,
    STATE_SENTENCES,
    DocumentKind,
    DocumentState,
    Origin,
    ReadingFacts,
    Reliability,
)
from workflow.documents.unlocking import UNLOCKED_KINDS, unlocked_copy
from workflow.errors import BadInput
from workflow.faults import crashpoint
from workflow.i18n import say
from workflow.unit_of_work import unit_of_work
from workflow.web import db, language, words


@bp.get("/cases/<reference>/evidence/<code>")
@needs(Permission.READ_EVIDENCE)
def document(reference: str, code: str) -> str:
    """What a document is, where it came from, and every version of it."""
    return _page(code)


def _page(code: str, form: DescribeForm | None = None, unlock_form: UnlockForm | None = None) -> str:
    row = queries.document_by_code(db(), g.case, code, g.actor)
    versions = queries.versions_of(db(), row)
    # Figures stand above documents: their pages say, as the template is drawn, which ones a newer version kept.
    g.document_at_hand = row
    may_work = g.actor.may(Permission.CONFIRM_FIGURE)
    return render_template(
        "documents/document.html",
        document=row,
        state_kind=STATE_KINDS[row.state],
        state_sentence=say(row.state_reason or STATE_SENTENCES[row.state], language()),
        files=[file_line(row, version) for version in reversed(versions)],
        flags=versions[-1].flags if versions else [],
        came_in=_came_in(versions[-1]) if versions else None,
        form=form or DescribeForm(obj=row),
        unlock_form=(unlock_form or UnlockForm()) if may_work and _is_locked(row, versions[-1]) else None,
        may_work=may_work,
        read_again=_read_again(row, versions[-1]) if may_work else None,
        read_the_rest=rest_move(row, versions[-1]) if may_work else None,
        progress=progress_lines([(row, versions[-1])], is_short=False).get(versions[-1].id),
        version_url=_version_url(row),
    )


def file_line(row: Document, version: DocumentVersion) -> dict[str, Any]:
    """A version as templates/_macros_casework.html lists files."""
    here = {"reference": g.case.code, "code": row.code}
    return {
        "code": row.code,
        "url": url_for("figures.view", **here, version=version.number),
        "name": version.name,
        "version": version.number,
        "pages": version.pages,
        "state": words(row.state) if version.number == row.current_version else _("replaced"),
        "kind": STATE_KINDS[row.state] if version.number == row.current_version else "not_started",
        "received": version.received_at,
        "short_hash": version.sha256[:12],
        "hash": version.sha256,
        "download_url": url_for("documents.original_of_version", **here, number=version.number),
        "note": _("from %(archive)s", archive=version.came_in) if version.came_in else None,
    }


def _came_in(version: DocumentVersion) -> dict[str, Any] | None:
    """The archive or mail that the version was taken out of, with its hash and, if it is here, its document."""
    if version.came_in is None:
        return None
    sha256 = version.came_in_sha256
    held = queries.same_bytes(db(), g.case, sha256) if sha256 else []
    code = next((row.code for row, _version in held if queries.sees(g.actor, row)), None)
    return {
        "place": version.came_in,
        "hash": sha256,
        "short_hash": sha256[:12] if sha256 else None,
        "code": code,
        "url": url_for("documents.document", reference=g.case.code, code=code) if code else None,
    }


def _is_locked(row: Document, version: DocumentVersion) -> bool:
    return row.state is DocumentState.PASSWORD and version.file_kind in UNLOCKED_KINDS


def _read_again(row: Document, version: DocumentVersion) -> dict[str, Any] | None:
    facts = ReadingFacts(version.file_kind in READ_KINDS)
    if DOCUMENT.move("read_again", row.state) is None:
        return None
    return {
        "label": _("Read again"),
        "url": url_for("documents.read_again", reference=g.case.code, code=row.code),
        "refusals": DOCUMENT.blockers("read_again", row.state, facts),
    }


def _version_url(row: Document) -> str | None:
    """Where a newer version is sent, None for those who may not send one."""
    is_paper = row.origin is Origin.WORKING_PAPER
    if not g.actor.may(Permission.ADD_WORKING_PAPER if is_paper else Permission.ADD_EVIDENCE):
        return None
    name = "documents.add_paper_version" if is_paper else "documents.add_version"
    return url_for(name, reference=g.case.code, code=row.code)


@bp.post("/cases/<reference>/evidence/<code>/describe")
@needs(Permission.CONFIRM_FIGURE)
def describe(reference: str, code: str) -> Response | tuple[str, int]:
    """Say what a document is; how reliable it is only the team says."""
    form = DescribeForm()
    if not form.validate_on_submit():
        return _page(code, form), 422
    fields = {k: v for k, v in form.data.items() if k not in {"csrf_token", "version", "reliability"}}
    fields.update(kind=DocumentKind(form.kind.data), entity_name=form.entity_name.data or None)
    if g.actor.may(Permission.TEST_FIGURE):
        fields["reliability"] = Reliability(form.reliability.data)
    with unit_of_work(g.actor) as uow:
        row = document_to_change(uow, code)
        uow.expect(row, int(form.version.data) if (form.version.data or "").isdigit() else None)
        commands.describe_document(uow, row, **fields)
    flash(_("Saved."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/evidence/<code>/read-again")
@needs(Permission.CONFIRM_FIGURE)
def read_again(reference: str, code: str) -> Response:
    """Have the newest version read once more."""
    with unit_of_work(g.actor) as uow:
        commands.read_again(uow, document_to_change(uow, code))
    flash(_("It waits to be read again."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/evidence/<code>/unlock")
@needs(DOCUMENT.permission("unlock"))
def unlock(reference: str, code: str) -> Response | tuple[str, int]:
    """Read a locked file with the password that the person gives; it is used once and kept nowhere."""
    form = UnlockForm()
    if not form.validate_on_submit():
        return _page(code, unlock_form=form), 422
    row = queries.document_by_code(db(), g.case, code, g.actor)
    try:
        copy = unlocked_copy(queries.current_version(db(), row), form.password.data or "")
    except BadInput as wrong:
        with unit_of_work(g.actor) as uow:
            commands.note_refused_password(uow, document_to_change(uow, code), wrong.reason.id)
        form.password.errors = (say(wrong.reason, language()),)
        return _page(code, unlock_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.unlock_document(uow, document_to_change(uow, code), copy)
    flash(_("It is unlocked and waits to be read; the password was not kept."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)


@bp.post("/cases/<reference>/evidence/<code>/versions")
@needs(Permission.ADD_EVIDENCE)
def add_version(reference: str, code: str) -> Response:
    """Take a newer version of a document of the responsible party."""
    return _take_version(reference, code)


@bp.post("/cases/<reference>/evidence/<code>/paper-versions")
@needs(Permission.ADD_WORKING_PAPER)
def add_paper_version(reference: str, code: str) -> Response:
    """Take a newer version of a working paper."""
    return _take_version(reference, code)


def _take_version(reference: str, code: str) -> Response:
    file = request.files.get("files")
    if file is None or not file.filename:
        raise BadInput(_("Choose the file of the new version first."), "files")
    try:
        received = take_in(file.stream, file.filename, key=sending_key(0, 1))
    except StoreError as error:
        raise BadInput(str(error), "files") from error
    if len(received) != 1:
        raise BadInput(_("A version is one file. Send the ZIP as new documents instead."), "files")
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        commands.take_version(uow, case, document_to_change(uow, code), received[0])
    crashpoint("upload.after_commit")
    flash(_("The new version is received and waits to be read."), "done")
    return redirect(url_for("documents.document", reference=reference, code=code), 303)
