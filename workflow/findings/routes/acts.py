"""What is done to a finding beside its moves: more time, comments, rulings, extent tests, amounts anew."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.errors import BadInput
from workflow.findings import carrying, commands, queries, reminders
from workflow.findings.models import Finding
from workflow.findings.routes import bp
from workflow.findings.routes.moves import write
from workflow.findings.routes.typed import effects_of
from workflow.unit_of_work import UnitOfWork, unit_of_work


@bp.post("/<code>/extend")
@needs(Permission.ISSUE_FINDING)
def extend(reference: str, code: str) -> Response | tuple[str, int]:
    """Give more time, once."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        commands.extend(uow, case, row, form.due.data, reason=form.reason.data)

    return write(code, "extend", act)


@bp.post("/<code>/comment")
@needs(Permission.COMMENT_FINDING)
def comment(reference: str, code: str) -> Response | tuple[str, int]:
    """Comment inside the body."""
    return write(code, "comment", lambda u, c, f, form: commands.comment(u, c, f, form.text.data))


@bp.post("/<code>/rule")
@needs(Permission.ISSUE_FINDING)
def rule(reference: str, code: str) -> Response | tuple[str, int]:
    """Rule on what is material by its nature."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        commands.rule_qualitatively(
            uow, case, row, is_material=form.is_material.data, ruling=form.ruling.data,
            is_fundamental=form.is_fundamental.data, users_must_know=form.users_must_know.data,
        )  # fmt: skip

    return write(code, "rule", act)


@bp.post("/<code>/notify")
@needs(Permission.ISSUE_FINDING)
def notify(reference: str, code: str) -> Response | tuple[str, int]:
    """Tell the other cases of the group of the matter."""
    return write(code, "notify", lambda u, c, f, form: carrying.send_notice(u, c, f, form.text.data))


@bp.post("/notices/<int:row_id>/set-aside")
@needs(Permission.ISSUE_FINDING)
def set_notice_aside(reference: str, row_id: int) -> Response:
    """Settle a notice that does not concern this case."""
    with unit_of_work(g.actor) as uow:
        row = carrying.notice_received(uow.session, cases.case_by_code(uow.session, reference), row_id)
        reason = request.form.get("reason", "").strip()
        if not reason:
            raise BadInput(_("Give the reason."), "reason")
        carrying.set_aside(uow, row, reason=reason)
    return redirect(url_for("findings.index", reference=reference), 303)


@bp.post("/<code>/remind")
@needs(Permission.REMIND)
def remind(reference: str, code: str) -> Response:
    """The group's office reminds its subsidiary of the answer."""
    with unit_of_work(g.actor) as uow:
        case = cases.case_by_code(uow.session, reference)
        reminders.remind_by_hand(uow, case, queries.finding(uow.session, case, code, viewer=g.actor))
    flash(_("A reminder goes out by mail."), "done")
    return redirect(url_for("findings.finding", reference=reference, code=code), 303)


@bp.post("/<code>/extent")
@needs(Permission.DRAFT_FINDING)
def extent(reference: str, code: str) -> Response | tuple[str, int]:
    """Write what the test of other sites and sources showed."""
    return write(code, "extent", lambda u, c, f, form: commands.record_extent_test(u, c, f, form.text.data))


@bp.post("/<code>/effects")
@needs(Permission.ISSUE_FINDING)
def effects(reference: str, code: str) -> Response | tuple[str, int]:
    """State the amounts anew."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        commands.revise_effects(
            uow, case, row, effects_of(form), reason=form.reason.data, net=form.net.data,
            net_market=form.net_market.data,
        )  # fmt: skip

    return write(code, "effects", act)
