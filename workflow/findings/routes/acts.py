"""What is done to a finding beside its moves: more time, comments, rulings, extent tests, amounts anew."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.findings import commands
from workflow.findings.models import Finding
from workflow.findings.routes import bp
from workflow.findings.routes.moves import write
from workflow.findings.routes.typed import effects_of
from workflow.unit_of_work import UnitOfWork


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
