"""Drafting a finding and changing the draft."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.errors import BadInput
from workflow.findings import commands, proposals, queries
from workflow.findings.citing import parse_citations, typed
from workflow.findings.facts import today_of
from workflow.findings.forms import DraftForm
from workflow.findings.models import Finding
from workflow.findings.routes import bp
from workflow.findings.routes.typed import as_typed, effects_of, offer_sources, point_out, wants_more_rows
from workflow.findings.rules import FindingKind, FindingState, Subtype
from workflow.findings.tables import kinds_offered
from workflow.ghg_statement.queries import register_of
from workflow.unit_of_work import unit_of_work
from workflow.web import db, language, now

TAKEN_AS_TYPED = (
    "title", "requirement", "gap", "is_misstatement", "is_nonconformity", "is_projected", "is_correctable",
    "is_systematic", "may_lead_to_adverse", "net", "net_market", "unverified_tonnes",
)  # fmt: skip
EMPTY_IS_NONE = ("claimed_value", "verifier_value", "evidence_absent", "group_code", "sample_code")


def _form(**filled: Any) -> DraftForm:
    form = DraftForm(**filled)
    form.kind.choices = kinds_offered(language())
    groups = cases.groups_of(db(), g.case)
    form.group_code.choices = [("", "–"), *((group.code, f"{group.code} · {group.name}") for group in groups)]
    _offered(form)
    if not g.actor.may(Permission.READ_CONFIDENTIAL):
        del form.is_confidential
    return form


def _offered(form: DraftForm) -> DraftForm:
    """The form with the register's sources to choose from in every row."""
    offer_sources(form.effects, register_of(db(), g.case).values())
    return form


def _page(form: DraftForm, row: Finding | None = None) -> str:
    return render_template("findings/draft.html", form=form, finding=row, reference=g.case.code)


def _fields(form: DraftForm) -> dict[str, Any]:
    """What was typed, as the commands take it; BadInput for places and sources that cannot be read."""
    fields = {name: form[name].data for name in TAKEN_AS_TYPED}
    fields |= {name: form[name].data or None for name in EMPTY_IS_NONE}
    if "is_confidential" in form:
        fields["is_confidential"] = form.is_confidential.data
    fields["requirement"], fields["gap"] = form.requirement.data or "", form.gap.data or ""
    fields["gap_categories"] = [int(n) for n in (form.gap_categories.data or "").split(",") if n.strip()]
    fields["citations"] = parse_citations(form.citations.data or "")
    fields["effects"] = effects_of(form)
    return fields


def _number(text: object) -> int | None:
    return int(str(text)) if str(text or "").isdigit() else None


@bp.get("/new")
@needs(Permission.DRAFT_FINDING)
def new(reference: str) -> str:
    """The form of a new finding; begun at a check, a request or a figure it stands filled in."""
    asked = request.args
    start = proposals.proposed(
        db(), g.case, g.actor, today_of(db(), g.case, now()), check=asked.get("check", type=int),
        request=asked.get("request"), figure=asked.get("figure"), sample=asked.get("sample"),
        notice=asked.get("notice", type=int),
    )  # fmt: skip
    return _page(_form(obj=start))


@bp.post("/new")
@needs(Permission.DRAFT_FINDING)
def draft(reference: str) -> Response | tuple[str, int]:
    """Draft the finding; only the team sees it until it is issued."""
    form = _form()
    if wants_more_rows(form):
        return _page(_offered(form)), 200
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with unit_of_work(g.actor) as uow:
            row = proposals.draft_proposed(
                uow, cases.case_by_code(uow.session, reference), kind=FindingKind(form.kind.data),
                subtype=Subtype(form.subtype.data), check=_number(form.check.data),
                request=form.request_code.data or None, notice=_number(form.notice.data), **_fields(form),
            )  # fmt: skip
            code = row.code
    except BadInput as error:
        point_out(form, error)
        return _page(form), 422
    flash(_("%(code)s is drafted. Only the team sees it until it is issued.", code=code), "done")
    return redirect(url_for("findings.finding", reference=reference, code=code), 303)


def _draft_row(code: str) -> Finding:
    row = queries.finding(db(), g.case, code, viewer=g.actor)
    if row.state is not FindingState.DRAFT:
        raise BadInput(_("An issued finding is not rewritten: withdraw it or answer in the thread."))
    return row


@bp.get("/<code>/edit")
@needs(Permission.DRAFT_FINDING)
def edit(reference: str, code: str) -> str:
    """The draft in its form."""
    row = _draft_row(code)
    form = _form(
        obj=row,
        data={
            "citations": typed(queries.citations_of(db(), row)),
            "effects": as_typed(queries.effects_of(db(), row)),
        },
    )
    form.kind.data, form.subtype.data = row.kind.value, row.subtype.value
    form.gap_categories.data = ", ".join(str(n) for n in row.gap_categories)
    form.citations.data = typed(queries.citations_of(db(), row))
    return _page(form, row)


@bp.post("/<code>/edit")
@needs(Permission.DRAFT_FINDING)
def save(reference: str, code: str) -> Response | tuple[str, int]:
    """Save the draft; who looked at an older one is told."""
    form = _form()
    if wants_more_rows(form):
        return _page(_offered(form), _draft_row(code)), 200
    if not form.validate_on_submit():
        return _page(form, _draft_row(code)), 422
    try:
        with unit_of_work(g.actor) as uow:
            case = cases.case_by_code(uow.session, reference)
            row = queries.finding(uow.session, case, code, viewer=g.actor)
            commands.edit_draft(
                uow, case, row, version=form.seen_version, kind=FindingKind(form.kind.data),
                subtype=Subtype(form.subtype.data), **_fields(form),
            )  # fmt: skip
    except BadInput as error:
        point_out(form, error)
        return _page(form, _draft_row(code)), 422
    flash(_("Saved."), "done")
    return redirect(url_for("findings.finding", reference=reference, code=code), 303)
