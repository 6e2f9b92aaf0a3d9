"""Verification plan, strategic analysis, risk register and site visits."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.documents.queries import document_by_code
from workflow.planning import commands, queries
from workflow.planning.forms import AnalysisForm, PlanForm, RiskForm, VisitForm, VisitRecordForm
from workflow.planning.gates import APPROVAL_GATES, UNLISTED
from workflow.planning.queries import Planning
from workflow.planning.routes import bp, keep
from workflow.planning.rules import Assertion, RiskLevel, VisitTrigger, allowed_detection_risk
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, now

Page = str | Response | tuple[str, int]


@bp.get("")
@needs(Permission.READ_PLAN)
def plan(reference: str) -> str:
    """The verification plan; for the body also what is missing for its approval."""
    return _plan()


def _plan(form: PlanForm | None = None) -> str:
    if not queries.may_see(g.actor):
        row = queries.plan_of(db(), g.case)
        return render_template("planning/plan_shown.html", plan=row if row and row.sent_at else None)
    planning = queries.planning_of(db(), g.case)
    facts = planning.facts()
    return render_template(
        "planning/plan.html",
        planning=planning,
        plan=planning.plan,
        facts=facts,
        missing=[r for r in (asked.refusal(facts) for asked in APPROVAL_GATES) if r is not None],
        form=form or PlanForm(obj=planning.plan),
    )


@bp.post("")
@needs(Permission.APPROVE_PLAN)
def write_plan(reference: str) -> Page:
    """Write what the client reads of the plan."""
    form = PlanForm()
    if not keep(form, lambda uow, case: commands.write_plan(uow, case, version=form.seen(), **form.fields())):
        return _plan(form), 422
    flash(_("The plan is saved. Send it to the client when it is whole."), "done")
    return redirect(url_for(".plan", reference=reference), 303)


@bp.post("/send")
@needs(Permission.APPROVE_PLAN)
def send_plan(reference: str) -> Response:
    """Send the plan to the responsible party's people."""
    with unit_of_work(g.actor) as uow:
        commands.send_plan(uow, case_by_code(uow.session, reference))
    flash(_("The plan is sent: the responsible party's people get a mail and see it here."), "done")
    return redirect(url_for(".plan", reference=reference), 303)


@bp.get("/analysis")
@needs(Permission.READ_PLANNING)
def analysis(reference: str) -> str:
    """What the team understands of the organisation."""
    return _analysis()


def _analysis(form: AnalysisForm | None = None) -> str:
    row = queries.analysis_of(db(), g.case)
    return render_template("planning/analysis.html", analysis=row, form=form or AnalysisForm(obj=row))


@bp.post("/analysis")
@needs(Permission.EDIT_PLANNING)
def write_analysis(reference: str) -> Page:
    """Write the analysis; a change lifts its signature."""
    form = AnalysisForm()

    def act(uow: UnitOfWork, case: Case) -> object:
        return commands.write_strategic_analysis(uow, case, version=form.seen(), **form.fields())

    if not keep(form, act):
        return _analysis(form), 422
    flash(_("The analysis is saved and waits for the lead verifier's signature."), "done")
    return redirect(url_for(".analysis", reference=reference), 303)


@bp.post("/analysis/sign")
@needs(Permission.APPROVE_PLAN)
def sign_analysis(reference: str) -> Response:
    """The lead verifier's signature under the analysis as it was shown."""
    version = request.form.get("version", type=int)
    with unit_of_work(g.actor) as uow:
        commands.sign_strategic_analysis(uow, case_by_code(uow.session, reference), version=version)
    flash(_("The analysis is signed."), "done")
    return redirect(url_for(".analysis", reference=reference), 303)


@bp.get("/risks")
@needs(Permission.READ_PLANNING)
def risks(reference: str) -> str:
    """The register: every source and the unlisted ones against the six assertions."""
    return _risks()


def _risks(form: RiskForm | None = None) -> str:
    planning = queries.planning_of(db(), g.case)
    cells = {(r.source_code, r.assertion): r for r in planning.risks}
    source, assertion = request.args.get("source", ""), request.args.get("assertion", "")
    chosen = cells.get((source, Assertion(assertion))) if assertion in set(Assertion) else None
    if form is None:
        form = RiskForm(obj=chosen) if chosen else RiskForm(request.args)
    form.source_code.choices = [(c, c) for c in (*planning.facts().source_codes(), UNLISTED)]
    return render_template(
        "planning/risks.html",
        planning=planning,
        rows=_register(planning),
        cells=cells,
        assertions=list(Assertion),
        levels={level.value: level.name[0] for level in RiskLevel},
        allowed=allowed_detection_risk,
        form=form,
        is_chosen=bool(source),
    )


def _register(planning: Planning) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"code": code, "tonnes": tonnes, "is_material": limit is not None and abs(tonnes) > limit}
        for code, tonnes, limit in planning.sources
    ]
    return [*rows, {"code": UNLISTED, "tonnes": None, "is_material": False}]


@bp.post("/risks")
@needs(Permission.EDIT_PLANNING)
def assess_risk(reference: str) -> Page:
    """Assess one source and assertion."""
    form = RiskForm()
    register = queries.planning_of(db(), g.case)
    form.source_code.choices = [(c, c) for c in (*register.facts().source_codes(), UNLISTED)]

    def act(uow: UnitOfWork, case: Case) -> object:
        return commands.assess_risk(
            uow, case, form.source_code.data, Assertion(form.assertion.data),
            inherent=RiskLevel(form.inherent.data), control=RiskLevel(form.control.data),
            is_control_tested=form.is_control_tested.data, reason=form.reason.data, version=form.seen(),
        )  # fmt: skip

    if not keep(form, act):
        return _risks(form), 422
    return redirect(url_for(".risks", reference=reference), 303)


@bp.get("/visits")
@needs(Permission.READ_PLAN)
def visits(reference: str) -> str:
    """Each trigger of a site visit with its answer."""
    return _visits()


def _visits(form: VisitForm | None = None) -> str:
    rows = queries.visits_of(db(), g.case)
    planning = queries.planning_of(db(), g.case) if queries.may_see(g.actor) else None
    return render_template(
        "planning/visits.html",
        visits=rows,
        missing=planning.facts().missing_triggers if planning else (),
        form=form or VisitForm(request.args),
        record_form=VisitRecordForm(formdata=None),
        today=now().date(),
    )


@bp.post("/visits")
@needs(Permission.EDIT_PLANNING)
def decide_visit(reference: str) -> Page:
    """Answer a trigger by a visit or a justification."""
    form = VisitForm()

    def act(uow: UnitOfWork, case: Case) -> object:
        fields = form.fields()
        return commands.decide_visit(
            uow, case, VisitTrigger(fields.pop("trigger")), version=form.seen(), **fields
        )

    if not keep(form, act):
        return _visits(form), 422
    return redirect(url_for(".visits", reference=reference), 303)


@bp.post("/visits/<int:visit_id>/record")
@needs(Permission.EDIT_PLANNING)
def record_visit(reference: str, visit_id: int) -> Page:
    """Record that a visit took place."""
    form = VisitRecordForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        notes = form.notes_document_code.data or None
        if notes:
            document_by_code(uow.session, case, notes)
        row = queries.visit(uow.session, case, visit_id)
        commands.record_visit(uow, row, people=form.people.data, notes_document_code=notes)

    if not keep(form, act):
        return _visits(), 422
    return redirect(url_for(".visits", reference=reference), 303)
