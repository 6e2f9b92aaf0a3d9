"""Facts discovered after the issue: told by anybody on the case, assessed, users warned, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.errors import NotAllowed
from workflow.i18n import N_, message
from workflow.opinion import commands, forms
from workflow.opinion.routes import act, bp, take


@bp.post("/cases/<reference>/opinion/later-facts")
@needs(Permission.READ_CASE)
def note_later_fact(reference: str) -> Response:
    """Tell a fact discovered after the issue: lead verifier, body manager, or a party that gives notice."""
    if not (g.actor.may(Permission.RAISE_LATER_FACT) or g.actor.may(Permission.GIVE_NOTICE)):
        raise NotAllowed(message(N_("Your role on this case does not allow this.")))
    form = forms.LaterFactForm()
    take(form)
    judged = _judged(form) if g.actor.may(Permission.RAISE_LATER_FACT) else {}
    return act(
        lambda uow, case: commands.note_later_fact(
            uow,
            case,
            description=form.description.data or "",
            discovered_on=form.discovered_on.data,
            told_by=form.told_by.data or "",
            **judged,
        )
    )


def _judged(form: forms.LaterFactForm | forms.AssessForm) -> dict[str, Any]:
    """The effect as typed; only the body states it."""
    return {
        "source_code": (form.source_code.data or "").strip() or None,
        "effect": form.effect.data,
        "group_code": (form.group_code.data or "").strip() or None,
        "is_qualitative": bool(form.is_qualitative.data),
    }


@bp.post("/cases/<reference>/opinion/later-facts/<int:fact_id>/assess")
@needs(Permission.RAISE_LATER_FACT)
def assess_later_fact(reference: str, fact_id: int) -> Response:
    """State the effect of a fact."""
    form = forms.AssessForm()
    take(form)
    judged = _judged(form)
    return act(lambda uow, case: commands.assess_later_fact(uow, case, fact_id, **judged))


@bp.post("/cases/<reference>/opinion/later-facts/<int:fact_id>/warn")
@needs(Permission.RAISE_LATER_FACT)
def warn_users(reference: str, fact_id: int) -> Response:
    """List whom the body warned."""
    form = forms.WarnForm()
    take(form)
    users = form.users.data or ""
    return act(lambda uow, case: commands.warn_users(uow, case, fact_id, users=users))


@bp.post("/cases/<reference>/opinion/withdraw")
@needs(Permission.DECIDE_CASE)
def withdraw(reference: str) -> Response:
    """Withdraw the issue under review."""
    reason = request.form.get("reason", "")
    return act(lambda uow, case: commands.withdraw(uow, case, reason=reason), "opinion.packages")
