"""The evidence-gathering plan and the working paper of each activity; never shown to the client."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import TEAM_ROLES, Permission, needs
from workflow.cases.models import Case, TeamMember
from workflow.cases.queries import case_by_code, team_of
from workflow.db import ScopedSession
from workflow.figures.rules import Technique
from workflow.ghg_statement.queries import sources_of
from workflow.planning import commands, queries
from workflow.planning.forms import ActivityForm, PaperForm, ReasonForm
from workflow.planning.gates import UNLISTED, refuse_review
from workflow.planning.models import Activity
from workflow.planning.paper_contents import changed_since_signed, contents_of, uploaders_of
from workflow.planning.routes import bp, codes_in, keep
from workflow.planning.rules import ActivityResult, Assertion
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, now

Page = str | Response | tuple[str, int]
RESULT_KINDS = {
    ActivityResult.OPEN: "not_started",
    ActivityResult.NO_EXCEPTION: "closed",
    ActivityResult.EXCEPTION: "overdue",
    ActivityResult.NOT_POSSIBLE: "returned",
}


@bp.get("/activities")
@needs(Permission.READ_PLANNING)
def activities(reference: str) -> str:
    """All activities with their results and sign-offs."""
    return _activities()


def _activities(form: ActivityForm | None = None) -> str:
    rows = queries.activities_of(db(), g.case)
    contents = contents_of(db(), g.case, [row for row in rows if row.prepared_at is not None])
    return render_template(
        "planning/activities.html",
        activities=rows,
        changed={row.code: changed_since_signed(row, contents.get(row.code, {})) for row in rows},
        kinds=RESULT_KINDS,
        form=_with_choices(form or ActivityForm(formdata=None)),
        today=now().date(),
    )


def _with_choices(form: ActivityForm) -> ActivityForm:
    codes = [s.code for s in sources_of(db(), g.case)]
    form.source_codes.choices = [(code, code) for code in (*codes, UNLISTED)]
    people = {m.person_id: m.person_name for m in _team(db(), g.case)}
    form.assigned.choices = [(0, "–"), *people.items()]
    return form


def _team(session: ScopedSession, case: Case) -> list[TeamMember]:
    return [m for m in team_of(session, case, now().date()) if m.role in TEAM_ROLES]


def _typed(uow: UnitOfWork, case: Case, form: ActivityForm) -> dict[str, object]:
    fields = form.fields()
    chosen = fields.pop("assigned")
    member = next((m for m in _team(uow.session, case) if m.person_id == chosen), None)
    return {
        **fields,
        "assertion": Assertion(form.assertion.data),
        "technique": Technique(form.technique.data),
        "assigned_to": member,
    }


@bp.post("/activities")
@needs(Permission.EDIT_PLANNING)
def add_activity(reference: str) -> Page:
    """Plan an activity."""
    form = _with_choices(ActivityForm())

    def act(uow: UnitOfWork, case: Case) -> object:
        return commands.add_activity(uow, case, **_typed(uow, case, form))  # type: ignore[arg-type]

    if not keep(form, act):
        return _activities(form), 422
    return redirect(url_for(".activities", reference=reference), 303)


@bp.get("/activities/<code>")
@needs(Permission.READ_PLANNING)
def activity(reference: str, code: str) -> str:
    """One activity with its working paper."""
    return _activity(code)


def _activity(code: str, *, paper: PaperForm | None = None, plan: ActivityForm | None = None) -> str:
    row = queries.activity(db(), g.case, code, viewer=g.actor)
    changed = changed_since_signed(row, contents_of(db(), g.case, [row])[row.code])
    return render_template(
        "planning/activity.html",
        activity=row,
        kind=RESULT_KINDS[row.result],
        changed=changed,
        review_refusal=_review_refusal(row),
        samples=[s for s in queries.samples_of(db(), g.case) if s.activity_code == code],
        paper_form=paper or _paper_form(row),
        plan_form=_with_choices(
            plan or ActivityForm(formdata=None, obj=row, assigned=row.assigned_to_id or 0)
        ),
        reason_form=ReasonForm(formdata=None),
    )


def _paper_form(row: Activity) -> PaperForm:
    return PaperForm(
        formdata=None, obj=row, evidence=", ".join(row.evidence_codes), findings=", ".join(row.finding_codes)
    )


def _review_refusal(row: Activity) -> object:
    return refuse_review(
        is_prepared=row.prepared_at is not None, reviewer_id=g.actor.person_id,
        preparer_id=row.prepared_by_id, uploader_ids=uploaders_of(db(), g.case, row),
    )  # fmt: skip


@bp.post("/activities/<code>/paper")
@needs(Permission.EDIT_PLANNING)
def write_paper(reference: str, code: str) -> Page:
    """Write work, result and conclusion; lifts both sign-offs."""
    form = PaperForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        commands.record_result(
            uow, queries.activity(uow.session, case, code, viewer=g.actor), work=form.work.data,
            result=ActivityResult(form.result.data), conclusion=form.conclusion.data,
            finding_codes=codes_in(form.findings.data), evidence_codes=codes_in(form.evidence.data),
            version=form.seen(),
        )  # fmt: skip

    if not keep(form, act):
        return _activity(code, paper=form), 422
    flash(_("The paper is saved. Its preparer signs it, then another member."), "done")
    return redirect(url_for(".activity", reference=reference, code=code), 303)


@bp.post("/activities/<code>/plan")
@needs(Permission.EDIT_PLANNING)
def change_activity(reference: str, code: str) -> Page:
    """Change what is planned."""
    form = _with_choices(ActivityForm())

    def act(uow: UnitOfWork, case: Case) -> None:
        row = queries.activity(uow.session, case, code, viewer=g.actor)
        commands.change_activity(uow, case, row, version=form.seen(), **_typed(uow, case, form))  # type: ignore[arg-type]

    if not keep(form, act):
        return _activity(code, plan=form), 422
    return redirect(url_for(".activity", reference=reference, code=code), 303)


@bp.post("/activities/<code>/prepare")
@needs(Permission.EDIT_PLANNING)
def prepare_paper(reference: str, code: str) -> Response:
    """Sign the paper as its preparer."""
    with unit_of_work(g.actor) as uow:
        row = queries.activity(uow.session, case_by_code(uow.session, reference), code, viewer=g.actor)
        commands.prepare_working_paper(uow, row, version=request.form.get("version", type=int))
    flash(_("Signed as prepared."), "done")
    return redirect(url_for(".activity", reference=reference, code=code), 303)


@bp.post("/activities/<code>/review")
@needs(Permission.EDIT_PLANNING)
def review_paper(reference: str, code: str) -> Response:
    """Sign the paper as its reviewer."""
    with unit_of_work(g.actor) as uow:
        row = queries.activity(uow.session, case_by_code(uow.session, reference), code, viewer=g.actor)
        commands.review_working_paper(uow, row, version=request.form.get("version", type=int))
    flash(_("Signed as reviewed."), "done")
    return redirect(url_for(".activity", reference=reference, code=code), 303)


@bp.post("/activities/<code>/drop")
@needs(Permission.EDIT_PLANNING)
def drop_activity(reference: str, code: str) -> Page:
    """Take an activity without work out of the plan."""
    form = ReasonForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        row = queries.activity(uow.session, case, code, viewer=g.actor)
        commands.drop_activity(uow, case, row, reason=form.reason.data)

    if not keep(form, act):
        return _activity(code), 422
    return redirect(url_for(".activities", reference=reference), 303)
