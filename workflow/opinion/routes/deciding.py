"""The decision and the two signatures, with a preview of the exact bytes."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.storage import store
from workflow.opinion import commands, forms
from workflow.opinion.reads import documents_of_issue, sealed_issue, standing_issue
from workflow.opinion.routes import bp, take
from workflow.opinion.rules import SIGNED_KINDS
from workflow.opinion.signatures import has_key, verdict_on
from workflow.web import db, now


@bp.post("/cases/<reference>/opinion/decision")
@needs(Permission.DECIDE_CASE)
def record_decision(reference: str) -> Response:
    """Record the decision: number, frozen contract, rendered documents."""
    form = forms.DecisionForm()
    take(form)
    decision = commands.Decision(form.text.data or "", form.opinion_date.data, form.what_changed.data)
    commands.record_decision(g.actor, g.case.code, decision)
    return _to_the_signatures()


def _to_the_signatures() -> Response:
    return redirect(url_for("opinion.signing", reference=g.case.code), 303)


@bp.get("/cases/<reference>/opinion/sign")
@needs(Permission.READ_REVIEW)
def signing(reference: str) -> str:
    """The documents to sign, the order of signers, and in plain words what the signatures are worth."""
    issue = sealed_issue(db(), g.case) or standing_issue(db(), g.case)
    documents = [d for d in (documents_of_issue(db(), issue) if issue else []) if d.kind in SIGNED_KINDS]
    verdicts = {d.id: verdict_on(d, now()) for d in documents if d.lead_signed_at}
    return render_template(
        "opinion/sign.html",
        case=g.case,
        issue=issue,
        documents=documents,
        verdicts=verdicts,
        form=forms.PassphraseForm(),
        has_key=has_key(db(), g.actor.person_id),
    )


@bp.get("/cases/<reference>/opinion/documents/<int:document_id>.pdf")
@needs(Permission.READ_REVIEW)
def document(reference: str, document_id: int) -> Response:
    """The exact bytes of a document of this case's issue."""
    issue = sealed_issue(db(), g.case) or standing_issue(db(), g.case)
    found = [d for d in (documents_of_issue(db(), issue) if issue else []) if d.id == document_id]
    if not found or issue is None:
        abort(404)
    name = f"{issue.number}-{issue.revision}-{found[0].kind.value}.pdf"
    return send_file(store().path(found[0].sha256), "application/pdf", download_name=name)


@bp.post("/cases/<reference>/opinion/sign/lead")
@needs(Permission.SIGN_AS_LEAD)
def sign_as_lead(reference: str) -> Response:
    """The lead verifier signs with a key of their own."""
    form = forms.PassphraseForm()
    take(form)
    commands.sign_as_lead(g.actor, g.case.code, passphrase=form.passphrase.data or "")
    return _to_the_signatures()


@bp.post("/cases/<reference>/opinion/sign/signatory")
@needs(Permission.SIGN_AS_SIGNATORY)
def sign_as_signatory(reference: str) -> Response:
    """The authorised signatory signs and locks."""
    form = forms.PassphraseForm()
    take(form)
    commands.sign_as_signatory(g.actor, g.case.code, passphrase=form.passphrase.data or "")
    return _to_the_signatures()
