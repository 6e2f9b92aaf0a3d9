"""The independent review: start, tick, comment, answer, close and sign."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.opinion import commands, forms
from workflow.opinion.reads import review_of
from workflow.opinion.routes import act, bp, take
from workflow.opinion.rules import REVIEW_CHECKS
from workflow.unit_of_work import UnitOfWork


@bp.post("/cases/<reference>/opinion/review/start")
@needs(Permission.REVIEW_CASE)
def start_review(reference: str) -> Response:
    """Begin the review, or take it up again."""
    return act(commands.start_review)


@bp.post("/cases/<reference>/opinion/review/ticks")
@needs(Permission.REVIEW_CASE)
def tick(reference: str) -> Response:
    """Take over the checklist as it was sent."""
    return act(_take_ticks)


def _take_ticks(uow: UnitOfWork, case: Case) -> None:
    """Only checks that differ from what is stored are written."""
    review = review_of(uow.session, case)
    known = review.ticks if review else {}
    for key in REVIEW_CHECKS:
        ticked = f"tick_{key}" in request.form
        comment = request.form.get(f"comment_{key}", "").strip()
        evidence = request.form.get(f"evidence_{key}", "").strip()
        was = known.get(key, {})
        before = (bool(was.get("is_ticked")), was.get("comment", ""), was.get("evidence", ""))
        if (ticked, comment, evidence) != before:
            commands.tick(uow, case, key, is_ticked=ticked, comment=comment, evidence=evidence)


@bp.post("/cases/<reference>/opinion/review/comments")
@needs(Permission.REVIEW_CASE)
def comment(reference: str) -> Response:
    """Raise a comment."""
    form = forms.CommentForm()
    take(form)
    return act(
        lambda uow, case: commands.comment(
            uow, case, form.text.data or "", check_key=form.check_key.data or None
        )
    )


@bp.post("/cases/<reference>/opinion/review/comments/<code>/answer")
@needs(Permission.ANSWER_REVIEW)
def answer_comment(reference: str, code: str) -> Response:
    """The team's answer."""
    form = forms.AnswerForm()
    take(form)
    return act(lambda uow, case: commands.answer_comment(uow, case, code, form.text.data or ""))


@bp.post("/cases/<reference>/opinion/review/comments/<code>/close")
@needs(Permission.REVIEW_CASE)
def close_comment(reference: str, code: str) -> Response:
    """The reviewer closes a comment."""
    return act(lambda uow, case: commands.close_comment(uow, case, code))


@bp.post("/cases/<reference>/opinion/review/approve")
@needs(Permission.REVIEW_CASE)
def approve_review(reference: str) -> Response:
    """Sign the review over what was shown."""
    form = forms.HashForm()
    take(form)
    shown = form.sha256.data or ""
    return act(lambda uow, case: commands.approve_review(uow, case, shown_sha256=shown))
