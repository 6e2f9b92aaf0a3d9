"""Writes of planning: analysis, risks, activities and their papers, visits, the plan and its approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.errors import BadInput, Refusal
from workflow.figures.rules import Technique
from workflow.ghg_statement import queries as statement
from workflow.i18n import N_, message
from workflow.people.models import Person
from workflow.planning import queries
from workflow.planning.gates import UNLISTED
from workflow.planning.machine import PLAN
from workflow.planning.models import Activity, Plan, Risk, SiteVisit, StrategicAnalysis
from workflow.planning.rules import ActivityResult, Assertion, PlanState, RiskLevel, VisitTrigger
from workflow.unit_of_work import UnitOfWork

ANALYSIS_FIELDS = frozenset(
    {
        "sector_and_operations", "boundary_and_sources", "quantification_methods", "data_flow_and_controls",
        "changes_and_prior_findings", "users_needs",
    }
)  # fmt: skip
ACTIVITY_FIELDS = frozenset(
    {
        "source_codes", "assertion", "technique", "purpose", "population", "sampling_method",
        "evidence_requested", "due",
    }
)  # fmt: skip
PLAN_FIELDS = frozenset({"objectives", "timetable", "team_and_roles", "what_is_needed"})


def _take(row: Any, fields: dict[str, Any], allowed: frozenset[str]) -> None:
    for name, value in fields.items():
        if name not in allowed:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(row, name, value)


def write_strategic_analysis(
    uow: UnitOfWork, case: Case, *, version: int | None = None, **fields: Any
) -> StrategicAnalysis:
    """Write the analysis of clause 6.1.1; a change lifts its signature."""
    row = queries.analysis_of(uow.session, case)
    if row is None:
        row = StrategicAnalysis(case_id=case.id, owner_org_id=case.owner_org_id)
        uow.session.add(row)
    else:
        uow.expect(row, version)
    _take(row, fields, ANALYSIS_FIELDS)
    row.signed_by = row.signed_at = None
    uow.record("planning.analysis", row)
    return row


def sign_strategic_analysis(uow: UnitOfWork, case: Case) -> None:
    """Sign the analysis once every part of it is written."""
    row = queries.analysis_of(uow.session, case)
    gaps = sorted(f.replace("_", " ") for f in ANALYSIS_FIELDS if row is None or not getattr(row, f))
    if row is None or gaps:
        raise BadInput(message(N_("Write first: {parts}."), parts=", ".join(gaps)))
    row.signed_by, row.signed_at = uow.actor.name, uow.now
    uow.record("planning.sign_analysis", row)


def assess_risk(
    uow: UnitOfWork, case: Case, source_code: str, assertion: Assertion, *, inherent: RiskLevel,
    control: RiskLevel, is_control_tested: bool, reason: str,
) -> Risk:  # fmt: skip
    """Assess inherent and control risk of a source and assertion; no reliance without a control test."""
    known = {s.code for s in statement.sources_of(uow.session, case)} | {UNLISTED}
    if source_code not in known:
        raise BadInput(
            message(N_("There is no source {code} in the register."), code=source_code), "source_code"
        )
    if not is_control_tested and control is not RiskLevel.HIGH:
        raise BadInput(N_("Without a control test the control risk is high."), "control")
    rows = [
        r
        for r in queries.risks_of(uow.session, case)
        if (r.source_code, r.assertion) == (source_code, assertion)
    ]
    row = rows[0] if rows else Risk(
        case_id=case.id, owner_org_id=case.owner_org_id, source_code=source_code, assertion=assertion
    )  # fmt: skip
    row.inherent, row.control = int(inherent), int(control)
    row.is_control_tested, row.reason = is_control_tested, reason
    uow.session.add(row)
    uow.record("planning.risk", row)
    return row


def add_activity(
    uow: UnitOfWork, case: Case, *, source_codes: Sequence[str], assertion: Assertion, technique: Technique,
    purpose: str, assigned_to: Person | None = None, **more: Any,
) -> Activity:  # fmt: skip
    """Add an activity to the evidence-gathering plan."""
    if not source_codes:
        raise BadInput(
            N_("Name the sources, or the unlisted ones, that the activity covers."), "source_codes"
        )
    row = Activity(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "T"), finding_codes=[],
        assigned_to=assigned_to.name if assigned_to else None, result=ActivityResult.OPEN,
        assigned_to_id=assigned_to.id if assigned_to else None,
    )  # fmt: skip
    fields = {
        "source_codes": list(source_codes),
        "assertion": assertion,
        "technique": technique,
        "purpose": purpose,
    }
    _take(row, {**fields, **more}, ACTIVITY_FIELDS)
    uow.session.add(row)
    uow.record("planning.activity", row)
    return row


def change_activity(uow: UnitOfWork, row: Activity, *, version: int | None = None, **fields: Any) -> None:
    """Change an activity of the plan; its paper's sign-offs are lifted."""
    uow.expect(row, version)
    _take(row, fields, ACTIVITY_FIELDS)
    _lift_sign_offs(row)
    uow.record("planning.change_activity", row)


def record_result(
    uow: UnitOfWork, row: Activity, *, work: str, result: ActivityResult, conclusion: str,
    finding_codes: Sequence[str] = (), version: int | None = None,
) -> None:  # fmt: skip
    """Write the working paper: work done, result, conclusion; an exception names its finding."""
    uow.expect(row, version)
    if result is ActivityResult.EXCEPTION and not finding_codes:
        raise BadInput(N_("An exception names the finding that was raised for it."), "finding_codes")
    row.work, row.result, row.conclusion = work, result, conclusion
    row.finding_codes = list(finding_codes)
    _lift_sign_offs(row)
    uow.record("paper.write", row)


def _lift_sign_offs(row: Activity) -> None:
    row.prepared_by = row.prepared_by_id = row.prepared_at = None
    row.reviewed_by = row.reviewed_by_id = row.reviewed_at = None


def prepare_working_paper(uow: UnitOfWork, row: Activity) -> None:
    """Sign the paper as its preparer."""
    if row.result is ActivityResult.OPEN or not row.conclusion:
        raise BadInput(N_("Write work, result and conclusion before you sign the paper."))
    row.prepared_by, row.prepared_by_id, row.prepared_at = uow.actor.name, uow.actor.person_id, uow.now
    uow.record("paper.prepare", row)


def review_working_paper(uow: UnitOfWork, row: Activity) -> None:
    """Sign the paper as its reviewer, who is another person than the preparer."""
    refusal = None
    if row.prepared_at is None:
        refusal = Refusal("G-PAPER", message(N_("The preparer signs first.")))
    elif row.prepared_by_id == uow.actor.person_id:
        refusal = Refusal("SOD-5", message(N_("Another member reviews the paper that you prepared.")))
    uow.refuse_unless(row, "paper.review", refusal)
    row.reviewed_by, row.reviewed_by_id, row.reviewed_at = uow.actor.name, uow.actor.person_id, uow.now
    uow.record("paper.review", row)


def _plan(uow: UnitOfWork, case: Case) -> Plan:
    row = queries.plan_of(uow.session, case)
    if row is None:
        row = Plan(case_id=case.id, owner_org_id=case.owner_org_id, sources_covered=[])
        uow.session.add(row)
        uow.session.flush()
    return row


def write_plan(uow: UnitOfWork, case: Case, *, version: int | None = None, **fields: Any) -> Plan:
    """Write the verification plan that the client sees; a change asks for sending it again."""
    row = _plan(uow, case)
    uow.expect(row, version)
    _take(row, fields, PLAN_FIELDS)
    row.sent_at = None
    uow.record("plan.write", row)
    return row


def send_plan(uow: UnitOfWork, case: Case) -> None:
    """Send the verification plan to the responsible party."""
    row = _plan(uow, case)
    gaps = sorted(f.replace("_", " ") for f in PLAN_FIELDS if not getattr(row, f))
    if gaps:
        raise BadInput(message(N_("Write first: {parts}."), parts=", ".join(gaps)))
    row.sent_at = uow.now
    uow.record("plan.send", row)
    uow.after_commit("workflow.planning.jobs.tell_plan_is_sent", row.id, subject=row)


def decide_visit(
    uow: UnitOfWork, case: Case, trigger: VisitTrigger, *, site: str, mode: str | None = None,
    first_day: date | None = None, last_day: date | None = None, people: str | None = None,
    justification: str | None = None,
) -> SiteVisit:  # fmt: skip
    """Answer a trigger: plan a visit, or justify in writing why none is needed."""
    if first_day is None and not justification:
        raise BadInput(
            N_("Plan the visit's first day, or justify in writing why none is needed."), "first_day"
        )
    if first_day and last_day and last_day < first_day:
        raise BadInput(N_("The visit ends before it starts: check both dates."), "last_day")
    row = SiteVisit(
        case_id=case.id, owner_org_id=case.owner_org_id, site=site, trigger=trigger, mode=mode,
        first_day=first_day, last_day=last_day or first_day, people=people, justification=justification,
        justified_by=uow.actor.name if justification else None,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("visit.decide", row)
    return row


def record_visit(uow: UnitOfWork, row: SiteVisit, *, people: str, notes_document_code: str | None) -> None:
    """Record that a visit took place, who was there, and where its notes are."""
    row.is_visited, row.people, row.notes_document_code = True, people, notes_document_code
    uow.record("visit.record", row)


def approve_plan(uow: UnitOfWork, case: Case) -> None:
    """Approve plan and activities on the newest received version; part of the case's move."""
    row = _plan(uow, case)
    version = statement.latest_received(uow.session, case)
    sources = statement.sources_of(uow.session, case, version) if version else []
    row.sources_covered = [s.code for s in sources]
    row.approved_by, row.approved_at = uow.actor.name, uow.now
    row.approved_on_version = version.number if version else None
    row.lifted_reason = None
    uow.move(PLAN, row, "approve")


def lift_approval(uow: UnitOfWork, case: Case, reason: str) -> None:
    """Lift the approval where there is one; results are kept, the amended plan is approved again."""
    row = _plan(uow, case)
    if row.state is not PlanState.APPROVED:
        return
    row.lifted_reason = reason
    uow.move(PLAN, row, "lift", comment=reason)
