"""Takes uploads in: each file is hashed into the store as it comes, then becomes a document of the case."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import flash, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from evidence.store import StoreError, StoreFull, TooManyBytes
from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.documents import commands, queries
from workflow.documents.commands import Receipt
from workflow.documents.intake import Received, take_in
from workflow.documents.routes import bp
from workflow.documents.rules import (
    STATE_KINDS,
    STATE_SENTENCES,
    DocumentKind,
    Origin,
)
from workflow.errors import BadInput
from workflow.faults import crashpoint
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import language, wants_json, words

NO_FILE, TOO_LARGE, NO_SPACE = 422, 413, 507


@dataclass(frozen=True)
class Result:
    """What became of one file, as the upload line shows it."""

    name: str
    code: str | None
    url: str | None
    state: str
    kind: str
    sentence: str


@bp.post("/cases/<reference>/evidence/upload")
@needs(Permission.ADD_EVIDENCE)
def upload(reference: str) -> Response | tuple[Response, int]:
    """Evidence of the responsible party."""
    origin = Origin(request.form.get("origin", Origin.CLIENT.value, type=_origin) or Origin.CLIENT)
    return _answer(reference, *_take_all(origin))


@bp.post("/cases/<reference>/evidence/working-papers")
@needs(Permission.ADD_WORKING_PAPER)
def add_working_papers(reference: str) -> Response | tuple[Response, int]:
    """Working papers of the team: notes, photos, own counts."""
    return _answer(reference, *_take_all(Origin.WORKING_PAPER))


def _origin(text: str) -> str:
    return Origin.THIRD_PARTY.value if text == Origin.THIRD_PARTY.value else Origin.CLIENT.value


def sending_key(number: int, most: int) -> str | None:
    """The key of one file of this sending; the header belongs to a request, the number to a file in it."""
    key = request.headers.get("Idempotency-Key") or request.form.get("intake_key")
    if not key:
        return None
    person = g.actor.person_id
    return f"{person}:{key[:200]}" if most == 1 else f"{person}:{key[:200]}:{number}"


def _take_all(origin: Origin) -> tuple[list[Result], int]:
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        raise BadInput(_("Choose a file first, or drop it into the frame."), "files")
    results: list[Result] = []
    status = 200
    for number, file in enumerate(files):
        try:
            results += _take_one(file, sending_key(number, len(files)), origin)
        except (StoreError, BadInput) as error:
            results.append(_failed(file, str(error)))
            status = _status(error)
    return results, status


def _take_one(file: FileStorage, key: str | None, origin: Origin) -> list[Result]:
    received = take_in(file.stream, file.filename or "", key=key)
    try:
        results = _into_case(received, origin)
    except IntegrityError:
        # The same sending arrived twice at once and the other one was first: now it is found.
        results = _into_case(received, origin)
    crashpoint("upload.after_commit")
    return results


def _into_case(received: list[Received], origin: Origin) -> list[Result]:
    with unit_of_work(g.actor) as uow:
        return [_result(_take_into_case(uow, one, origin, alone=len(received) == 1)) for one in received]


def _take_into_case(uow: UnitOfWork, received: Received, origin: Origin, *, alone: bool) -> Receipt:
    case = case_by_code(uow.session, g.case.code)
    kind = request.form.get("kind", "")
    asked = request.form.get("request_code") or None
    code = _reserved_code(uow, case.id, asked) if asked and alone else None
    return commands.take_into_case(
        uow, case, received, origin=origin, code=code, request_code=asked,
        kind=DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.OTHER,
    )  # fmt: skip


def _reserved_code(uow: UnitOfWork, case_id: int, request_code: str) -> str | None:
    """The code that a request keeps for its document, while nothing stands under it."""
    row = queries.request_of(uow.session, case_id, request_code)
    if row is None or row.reserved_code is None:
        return None
    return None if queries.is_taken(uow.session, case_id, row.reserved_code) else row.reserved_code


def _result(receipt: Receipt) -> Result:
    document = receipt.document
    sentence = document.state_reason or STATE_SENTENCES[document.state]
    if not receipt.is_new:
        sentence = _("These bytes are here already; nothing was stored twice.")
    return Result(
        name=receipt.version.name,
        code=document.code,
        url=url_for("figures.view", reference=g.case.code, code=document.code),
        state=words(document.state),
        kind=STATE_KINDS[document.state],
        sentence=say(sentence, language()),
    )


def _failed(file: FileStorage, sentence: str) -> Result:
    return Result(file.filename or "", None, None, _("not taken"), "refused", sentence)


def _status(error: Exception) -> int:
    if isinstance(error, StoreFull):
        return NO_SPACE
    return TOO_LARGE if isinstance(error, TooManyBytes) else NO_FILE


def _answer(reference: str, results: list[Result], status: int) -> Response | tuple[Response, int]:
    if wants_json():
        return jsonify(results=[asdict(result) for result in results]), status
    for result in results:
        line = f"{result.code or ''} {result.name}: {result.state}. {result.sentence}".strip()
        flash(line, "done" if result.code else "error")
    shown = "figures.month_grid" if request.form.get("show") == "months" else "figures.evidence"
    return redirect(url_for(shown, reference=reference), 303)
