"""Serves the original bytes, always as an attachment, and the page pictures that the reader drew."""

from __future__ import annotations

from pathlib import Path

from flask import abort, g, send_file
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents import queries
from workflow.documents.models import DocumentVersion
from workflow.documents.routes import bp
from workflow.documents.storage import picture_names, pictures_of, store
from workflow.errors import Refusal, RuleViolation
from workflow.i18n import Message
from workflow.web import db

# Whatever the file holds, a browser that opens it runs nothing of it in our name.
SANDBOX = "sandbox; default-src 'none'"
PICTURE_SECONDS = 86_400


@bp.get("/cases/<reference>/evidence/<code>/original")
@needs(Permission.READ_EVIDENCE)
def original(reference: str, code: str) -> Response:
    """The bytes of the version that counts."""
    document = queries.document_by_code(db(), g.case, code, g.actor)
    return _attachment(queries.current_version(db(), document))


@bp.get("/cases/<reference>/evidence/<code>/original/<int:number>")
@needs(Permission.READ_EVIDENCE)
def original_of_version(reference: str, code: str, number: int) -> Response:
    """The bytes of one version."""
    document = queries.document_by_code(db(), g.case, code, g.actor)
    return _attachment(queries.version_of(db(), document, number))


def _attachment(version: DocumentVersion) -> Response:
    # Bytes that are no longer those of the hash are never served as good.
    problem = store().verify(version.sha256)
    if problem is not None:
        raise RuleViolation(Refusal("G-STORE", Message(problem.sentence)))
    answer = send_file(
        store().path(version.sha256), mimetype=version.media_type, as_attachment=True,
        download_name=version.name, conditional=True, etag=version.sha256,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@bp.get("/cases/<reference>/evidence/<code>/pages/<int:number>/<int:page>.webp")
@needs(Permission.READ_EVIDENCE)
def picture(reference: str, code: str, number: int, page: int) -> Response:
    """The picture of a page."""
    return _picture(code, number, picture_names(page)[0])


@bp.get("/cases/<reference>/evidence/<code>/thumbnails/<int:number>/<int:page>.webp")
@needs(Permission.READ_EVIDENCE)
def thumbnail(reference: str, code: str, number: int, page: int) -> Response:
    """The small picture of a page."""
    return _picture(code, number, picture_names(page)[1])


def _picture(code: str, number: int, name: str) -> Response:
    document = queries.document_by_code(db(), g.case, code, g.actor)
    version = queries.version_of(db(), document, number)
    return send_picture(pictures_of(version.sha256) / name)


def send_picture(path: Path) -> Response:
    """A picture that we drew; it never changes under its address."""
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype="image/webp", conditional=True)
    answer.headers["Cache-Control"] = f"private, max-age={PICTURE_SECONDS}"
    return answer
