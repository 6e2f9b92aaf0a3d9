"""Views of the group's documents: versions with their files and differences, what is stated for them, signing."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.storage import store
from workflow.errors import BadInput, NotYours
from workflow.i18n import say
from workflow.targets import dossier_commands, dossier_queries
from workflow.targets.access import may_edit
from workflow.targets.dossier_fields import LONG, dossier_fields, read_facts
from workflow.targets.dossier_material import facts_of
from workflow.targets.dossier_package import bench_of, package_name, sign_package
from workflow.targets.dossier_page import DocumentsPage, documents_page, files_of, version_page
from workflow.targets.dossier_rules import KIND_WORDS, VERSION_STATE_KINDS, DocumentKind
from workflow.targets.dossier_signing import sign_version
from workflow.targets.fields import Shape, Typed, by_section
from workflow.targets.page import OUTCOME_KINDS, row_of
from workflow.targets.routes import bp, group_here, group_in
from workflow.unit_of_work import unit_of_work
from workflow.web import db, language, now

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "p7s": "application/pkcs7-signature",
    "json": "application/json",
}


@bp.get("/documents")
@needs(Permission.READ_TARGETS)
def documents() -> str:
    """Every version of every document, and the packages in which they went out."""
    return _list(documents_page(db(), g.actor, group_here()))


def _list(page: DocumentsPage, error: BadInput | None = None) -> str:
    years = dossier_queries.years_with_inventory(db(), page.group) if page.may_make else []
    return render_template(
        "targets/documents.html", page=page, error=error, kinds=KIND_WORDS, state_kinds=VERSION_STATE_KINDS,
        said_kinds=[(kind.value, say(words, language())) for kind, words in KIND_WORDS.items()],
        years=[(year, year) for year in years], package_name=package_name,
    )  # fmt: skip


@bp.post("/documents/new")
@needs(Permission.EDIT_TARGETS)
def ask_document() -> Response | tuple[str, int]:
    """Ask for a document's next version; it is made in the background."""
    kind = request.form.get("kind", "")
    try:
        if kind not in {each.value for each in DocumentKind}:
            raise BadInput(_("Choose the document."), "kind")
        year = request.form.get("year", type=int) if kind == DocumentKind.PROGRESS.value else None
        with unit_of_work(g.actor) as uow:
            version = dossier_commands.ask_version(uow, group_in(uow), DocumentKind(kind), year=year)
    except BadInput as error:
        return _list(documents_page(db(), g.actor, group_here()), error), 422
    flash(_("%(code)s is being made.", code=version.code), "done")
    return redirect(url_for("targets.document", code=version.code), 303)


@bp.get("/documents/facts")
@needs(Permission.READ_TARGETS)
def document_facts() -> str:
    """What the office states for the documents, section by section, with its history."""
    return _facts_page()


@bp.post("/documents/facts")
@needs(Permission.EDIT_TARGETS)
def state_document_facts() -> Response | tuple[str, int]:
    """Keep what was stated; what cannot be read is said beside its field and nothing is kept."""
    typed = read_facts(request.form.to_dict())
    if typed.errors:
        return _facts_page(typed), 422
    with unit_of_work(g.actor) as uow:
        edition = request.form.get("edition", type=int)
        row = dossier_commands.state_facts(uow, group_in(uow), typed.answers, edition=edition)
    flash(
        _("Saved what the documents say.") if row else _("Nothing differs from what was saved before."),
        "done",
    )
    return redirect(url_for("targets.document_facts"), 303)


def _facts_page(typed: Typed | None = None) -> str:
    group = group_here()
    stored = facts_of(db(), group)
    answers, errors = (typed.answers, typed.errors) if typed else (stored.answers if stored else {}, {})
    sections = {
        section: [row_of(field, answers, errors, request.form.to_dict()) for field in fields]
        for section, fields in by_section(dossier_fields()).items()
    }
    return render_template(
        "targets/document_facts.html", group=group, sections=sections, shapes=Shape, long=LONG, errors=errors,
        edition=stored.edition if stored else 0, may_write=may_edit(g.actor, group),
        history=dossier_queries.history_of_facts(db(), group),
    )  # fmt: skip


@bp.get("/documents/<code>")
@needs(Permission.READ_TARGETS)
def document(code: str) -> str:
    """One version: state, files, rule results to act on, differences, and signing."""
    return _version(code)


def _version(code: str, error: BadInput | None = None) -> str:
    page = version_page(db(), g.actor, group_here(), code, now(), against=request.args.get("with", ""))
    return render_template(
        "targets/document.html", page=page, version=page.version, error=error, kinds=KIND_WORDS,
        state_kinds=VERSION_STATE_KINDS, outcome_kinds=OUTCOME_KINDS,
    )  # fmt: skip


@bp.get("/documents/<code>/files/<name>")
@needs(Permission.READ_TARGETS)
def document_file(code: str, name: str) -> Response:
    """The stored bytes of one file of a version."""
    version = dossier_queries.version_by_code(db(), group_here(), code)
    found = next((file for file in files_of(version) if file.name == name), None)
    if found is None:
        raise NotYours("There is no such file.")
    return send_file(
        store().path(found.sha256), MEDIA[name.rsplit(".", 1)[-1]], as_attachment=True, download_name=f"{code}-{name}",
    )  # fmt: skip


@bp.post("/documents/<code>/sign")
@needs(Permission.APPROVE_TARGETS)
def sign_document(code: str) -> Response | tuple[str, int]:
    """Sign a version with the person's own key; asks for a fresh sign-in."""
    try:
        sign_version(
            g.actor,
            code,
            passphrase=request.form.get("passphrase", ""),
            is_acknowledged="acknowledged" in request.form,
        )
    except BadInput as error:
        return _version(code, error), 422
    flash(_("%(code)s is signed.", code=code), "done")
    return redirect(url_for("targets.document", code=code), 303)


@bp.get("/documents/package")
@needs(Permission.APPROVE_TARGETS)
def gathering() -> str:
    """What the next package would hold, and what it lacks."""
    return _gathering()


def _gathering(error: BadInput | None = None) -> str:
    bench = bench_of(db(), g.actor)
    return render_template("targets/document_package.html", bench=bench, error=error, kinds=KIND_WORDS)


@bp.post("/documents/package")
@needs(Permission.APPROVE_TARGETS)
def gather_package() -> Response | tuple[str, int]:
    """Sign and store the package."""
    try:
        row = sign_package(g.actor, passphrase=request.form.get("passphrase", ""))
    except BadInput as error:
        return _gathering(error), 422
    flash(_("Package %(number)s is signed and stored.", number=row.number), "done")
    return redirect(url_for("targets.documents") + "#packages", 303)


@bp.get("/documents/packages/<int:number>.zip")
@needs(Permission.READ_TARGETS)
def document_package(number: int) -> Response:
    """The stored bytes of a package."""
    row = dossier_queries.package_by_number(db(), group_here(), number)
    return send_file(
        store().path(row.sha256), "application/zip", as_attachment=True, download_name=package_name(row)
    )
