"""The tab Package: every revision with its state, hashes and downloads, as far as the role may take them."""

from __future__ import annotations

from flask import abort, g, render_template, send_file
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.storage import store
from workflow.errors import NotYours
from workflow.opinion.models import Issue, Package
from workflow.opinion.packages import file_name
from workflow.opinion.page import may_see_issue
from workflow.opinion.reads import cover_sheet_of, documents_of_issue, issues_of, packages_of
from workflow.opinion.routes import bp
from workflow.opinion.rules import IssueState, Profile
from workflow.opinion.taking import note_taken
from workflow.unit_of_work import unit_of_work
from workflow.web import db

# The newest few; each one takes three queries.
SHOWN = 3


@bp.get("/cases/<reference>/package")
@needs(Permission.READ_CASE)
def packages(reference: str) -> str:
    """The register of the case's issues, newest first."""
    issues = [i for i in issues_of(db(), g.case) if may_see_issue(g.actor, i)]
    shown = issues[::-1][:SHOWN]
    return render_template(
        "opinion/package.html",
        case=g.case,
        issues=issues[::-1],
        packages={i.id: packages_of(db(), i) for i in shown},
        sheets={i.id: cover_sheet_of(db(), i) for i in shown},
        documents={i.id: documents_of_issue(db(), i) for i in shown},
        offered=_offered(),
    )


def _offered() -> tuple[Profile, ...]:
    """The profiles that the person's roles may download (section 6)."""
    found = [Profile.PUBLIC]
    if g.actor.may(Permission.DOWNLOAD_CLIENT_PACKAGE):
        found.append(Profile.CLIENT)
    if g.actor.may(Permission.DOWNLOAD_ACCREDITATION_PACKAGE):
        found.append(Profile.ACCREDITATION)
    return tuple(found)


def _issue(revision: int) -> Issue:
    for issue in reversed(issues_of(db(), g.case)):
        if issue.revision == revision and issue.state is not IssueState.SEALED:
            return issue
    raise NotYours("There is no such issue.")


def _send(revision: int, profile: Profile) -> Response:
    issue = _issue(revision)
    package = packages_of(db(), issue).get(profile)
    if package is None:
        abort(404)
    path = store().path(package.sha256)
    if profile is not Profile.PUBLIC:
        with unit_of_work(g.actor) as uow:
            note_taken(uow, uow.session.get_one(Package, package.id))
    name = file_name(issue, profile)
    return send_file(path, "application/zip", as_attachment=True, download_name=name)


@bp.get("/cases/<reference>/package/<int:revision>/public.zip")
@needs(Permission.READ_CASE)
def public_package(reference: str, revision: int) -> Response:
    """The public package."""
    return _send(revision, Profile.PUBLIC)


@bp.get("/cases/<reference>/package/<int:revision>/client.zip")
@needs(Permission.DOWNLOAD_CLIENT_PACKAGE)
def client_package(reference: str, revision: int) -> Response:
    """The client's package."""
    return _send(revision, Profile.CLIENT)


@bp.get("/cases/<reference>/package/<int:revision>/accreditation.zip")
@needs(Permission.DOWNLOAD_ACCREDITATION_PACKAGE)
def accreditation_package(reference: str, revision: int) -> Response:
    """The whole file."""
    return _send(revision, Profile.ACCREDITATION)


@bp.get("/cases/<reference>/package/<int:revision>/cover-sheet.pdf")
@needs(Permission.READ_CASE)
def cover_sheet(reference: str, revision: int) -> Response:
    """The cover sheet of the present state."""
    issue = _issue(revision)
    sheet = cover_sheet_of(db(), issue)
    if sheet is None:
        abort(404)
    name = f"{issue.number}-{issue.revision}-cover-sheet.pdf"
    return send_file(store().path(sheet.sha256), "application/pdf", as_attachment=True, download_name=name)


@bp.get("/cases/<reference>/package/<int:revision>/cover-sheet.pdf.p7s")
@needs(Permission.READ_CASE)
def cover_sheet_seal(reference: str, revision: int) -> Response:
    """The seal over the cover sheet."""
    issue = _issue(revision)
    sheet = cover_sheet_of(db(), issue)
    if sheet is None:
        abort(404)
    name = f"{issue.number}-{issue.revision}-cover-sheet.pdf.p7s"
    path = store().path(sheet.seal_sha256)
    return send_file(path, "application/pkcs7-signature", as_attachment=True, download_name=name)
