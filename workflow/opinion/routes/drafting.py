"""The page itself, the representation letter, the draft opinion and its factual check."""

from __future__ import annotations

from io import BytesIO

from flask import abort, g, render_template, send_file
from werkzeug.wrappers import Response

from reports.verification_report import render_verification_report
from workflow.access import Permission, needs
from workflow.errors import NotYours
from workflow.opinion import commands, forms
from workflow.opinion.contracts.parties import ground_of
from workflow.opinion.contracts.statement import verification_report
from workflow.opinion.letters import USUAL_TEXT, render_letter
from workflow.opinion.page import may_see_draft, opinion_page
from workflow.opinion.reads import draft_of, factual_check_of, letter_of
from workflow.opinion.review import open_checks
from workflow.opinion.routes import act, bp, take
from workflow.opinion.rules import REVIEW_CHECKS
from workflow.web import db


@bp.get("/cases/<reference>/opinion")
@needs(Permission.READ_CASE)
def index(reference: str) -> str:
    """Where the opinion stands, with the acts of the person's roles."""
    page = opinion_page(db(), g.case, g.actor)
    letter_form = forms.LetterForm(text=USUAL_TEXT)
    draft_form = forms.DraftForm(obj=page.draft)
    return render_template(
        "opinion/index.html",
        case=g.case,
        page=page,
        forms=forms,
        letter_form=letter_form,
        draft_form=draft_form,
        checks=REVIEW_CHECKS,
        open_checks=open_checks(page.review),
    )


@bp.post("/cases/<reference>/opinion/letter")
@needs(Permission.WRITE_REPRESENTATION)
def write_letter(reference: str) -> Response:
    """Write the representation letter."""
    form = forms.LetterForm()
    take(form)
    return act(
        lambda uow, case: commands.write_representation(
            uow,
            case,
            text=form.text.data or "",
            dated=form.dated.data,
            uncorrected_reasons=form.uncorrected_reasons.data,
        )
    )


@bp.post("/cases/<reference>/opinion/letter/sign")
@needs(Permission.SIGN_FOR_RESPONSIBLE_PARTY)
def sign_letter(reference: str) -> Response:
    """The approver signs the letter as shown."""
    form = forms.SignLetterForm()
    take(form)
    code = (form.document_code.data or "").strip() or None
    return act(
        lambda uow, case: commands.sign_representation(
            uow, case, shown_sha256=form.sha256.data or "", document_code=code
        )
    )


@bp.get("/cases/<reference>/opinion/letter.pdf")
@needs(Permission.READ_CASE)
def letter_pdf(reference: str) -> Response:
    """The letter as it stands; the signed one is in the evidence."""
    letter = letter_of(db(), g.case)
    if letter is None:
        abort(404)
    return send_file(BytesIO(render_letter(db(), g.case, letter, None)), "application/pdf")


@bp.post("/cases/<reference>/opinion/draft")
@needs(Permission.LEAD_CASE)
def write_draft(reference: str) -> Response:
    """Write or change the draft opinion."""
    form = forms.DraftForm()
    take(form)
    fields = {name: form[name].data or "" for name in commands.DRAFT_FIELDS}
    seen = int(form.version.data) if (form.version.data or "").isdigit() else None
    return act(lambda uow, case: commands.write_draft(uow, case, version=seen, **fields))


@bp.get("/cases/<reference>/opinion/draft.pdf")
@needs(Permission.READ_DRAFT)
def draft_pdf(reference: str) -> Response:
    """The verification report as a draft, marked DRAFT and unsigned."""
    if draft_of(db(), g.case) is None or not may_see_draft(g.actor, factual_check_of(db(), g.case)):
        raise NotYours("There is no such draft.")
    report = verification_report(db(), ground_of(db(), g.case))
    return send_file(BytesIO(render_verification_report(report, is_draft=True)), "application/pdf")


@bp.post("/cases/<reference>/opinion/factual-check/send")
@needs(Permission.LEAD_CASE)
def send_factual_check(reference: str) -> Response:
    """Send the draft to the responsible party."""
    form = forms.DueForm()
    take(form)
    return act(lambda uow, case: commands.send_factual_check(uow, case, due=form.due.data))


@bp.post("/cases/<reference>/opinion/factual-check/answer")
@needs(Permission.ANSWER_FACTUAL_CHECK)
def answer_factual_check(reference: str) -> Response:
    """The responsible party's answer."""
    form = forms.PointsForm()
    take(form)
    return act(lambda uow, case: commands.answer_factual_check(uow, case, points=form.points.data))


@bp.post("/cases/<reference>/opinion/factual-check/settle")
@needs(Permission.LEAD_CASE)
def settle_points(reference: str) -> Response:
    """What became of each point."""
    form = forms.SettleForm()
    take(form)
    return act(lambda uow, case: commands.settle_points(uow, case, what_became=form.what_became.data or ""))


@bp.post("/cases/<reference>/opinion/factual-check/lapse")
@needs(Permission.LEAD_CASE)
def lapse_factual_check(reference: str) -> Response:
    """Let an unanswered check lapse."""
    return act(commands.lapse_factual_check)
