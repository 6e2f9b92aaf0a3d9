"""Writes of planning: analysis, risks, activities and their papers, visits, the plan and its approval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow.cases.commands import next_code
from workflow.cases.models import Case, TeamMember
from workflow.db import Base
from workflow.errors import BadInput
from workflow.figures.rules import Technique
from workflow.ghg_statement import queries as statement
from workflow.i18n import N_, message
from workflow.people.models import Person
from workflow.planning import queries
from workflow.planning.gates import UNLISTED, refuse_plan_change
from workflow.planning.machine import PLAN
from workflow.planning.models import Activity, Plan, Risk, StrategicAnalysis
from workflow.planning.papers import (
    lift_sign_offs,
    prepare_working_paper,
    record_result,
    review_working_paper,
)
from workflow.planning.rules import ActivityResult, Assertion, PlanState, RiskLevel
from workflow.planning.samples import draw_sample, evaluate_sample, record_verified, void_sample
from workflow.planning.visits import decide_visit, record_visit
from workflow.unit_of_work import UnitOfWork

__all__ = [
    "add_activity", "approve_plan", "assess_risk", "change_activity", "decide_visit", "draw_sample",
    "drop_activity", "evaluate_sample", "lift_approval", "prepare_working_paper", "record_result",
    "record_verified", "record_visit", "review_working_paper", "send_plan", "sign_strategic_analysis",
    "void_sample", "write_plan", "write_strategic_analysis",
]  # fmt: skip

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


def _open_for_change(uow: UnitOfWork, case: Case, row: Base, verb: str) -> None:
    plan = queries.plan_of(uow.session, case)
    uow.refuse_unless(row, verb, refuse_plan_change(case.state, plan.state if plan else None))


def write_strategic_analysis(
    uow: UnitOfWork, case: Case, *, version: int | None = None, **fields: Any
) -> StrategicAnalysis:
    """Write the analysis of clause 6.1.1; a change lifts its signature."""
    row = queries.analysis_of(uow.session, case)
    if row is None:
        row = StrategicAnalysis(case_id=case.id, owner_org_id=case.owner_org_id)
    else:
        uow.expect(row, version)
    _open_for_change(uow, case, row, "planning.analysis")
    uow.session.add(row)
    _take(row, fields, ANALYSIS_FIELDS)
    row.signed_by = row.signed_at = None
    uow.record("planning.analysis", row)
    return row


def sign_strategic_analysis(uow: UnitOfWork, case: Case, *, version: int | None = None) -> None:
    """Sign the analysis, as it was shown, once every part of it is written."""
    row = queries.analysis_of(uow.session, case)
    gaps = sorted(f.replace("_", " ") for f in ANALYSIS_FIELDS if row is None or not getattr(row, f))
    if row is None or gaps:
        raise BadInput(message(N_("Write first: {parts}."), parts=", ".join(gaps)))
    uow.expect(row, version)
    _open_for_change(uow, case, row, "planning.sign_analysis")
    row.signed_by, row.signed_at = uow.actor.name, uow.now
    uow.record("planning.sign_analysis", row)


def assess_risk(
    uow: UnitOfWork, case: Case, source_code: str, assertion: Assertion, *, inherent: RiskLevel,
    control: RiskLevel, is_control_tested: bool, reason: str, version: int | None = None,
) -> Risk:  # fmt: skip
    """Assess inherent and control risk of a source and assertion; no reliance without a control test."""
    _known_sources(uow, case, [source_code])
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
    if rows:
        uow.expect(row, version)
    _open_for_change(uow, case, row, "planning.risk")
    row.inherent, row.control = int(inherent), int(control)
    row.is_control_tested, row.reason = is_control_tested, reason
    uow.session.add(row)
    uow.record("planning.risk", row)
    return row


def _known_sources(uow: UnitOfWork, case: Case, codes: Sequence[str]) -> None:
    known = {s.code for s in statement.sources_of(uow.session, case)} | {UNLISTED}
    unknown = sorted(set(codes) - known)
    if unknown:
        sentence = message(N_("There is no source {code} in the register."), code=", ".join(unknown))
        raise BadInput(sentence, "source_codes")


def add_activity(
    uow: UnitOfWork, case: Case, *, source_codes: Sequence[str], assertion: Assertion, technique: Technique,
    purpose: str, assigned_to: Person | TeamMember | None = None, **more: Any,
) -> Activity:  # fmt: skip
    """Add an activity to the evidence-gathering plan."""
    _sources_named(uow, case, source_codes)
    row = Activity(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_codes=[], evidence_codes=[],
        result=ActivityResult.OPEN,
    )  # fmt: skip
    _open_for_change(uow, case, row, "planning.activity")
    row.code = next_code(uow, case, "T")
    _assign(row, assigned_to)
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


def _sources_named(uow: UnitOfWork, case: Case, source_codes: Sequence[str]) -> None:
    if not source_codes:
        raise BadInput(
            N_("Name the sources, or the unlisted ones, that the activity covers."), "source_codes"
        )
    _known_sources(uow, case, source_codes)


def _assign(row: Activity, to: Person | TeamMember | None) -> None:
    if isinstance(to, TeamMember):
        row.assigned_to, row.assigned_to_id = to.person_name, to.person_id
    else:
        row.assigned_to, row.assigned_to_id = (to.name, to.id) if to else (None, None)


def change_activity(
    uow: UnitOfWork, case: Case, row: Activity, *, assigned_to: Person | TeamMember | None = None,
    version: int | None = None, **fields: Any,
) -> None:  # fmt: skip
    """Change an activity of the plan, its paper's sign-offs are lifted; the result is kept."""
    uow.expect(row, version)
    _open_for_change(uow, case, row, "planning.change_activity")
    if "source_codes" in fields:
        _sources_named(uow, case, fields["source_codes"])
    _take(row, fields, ACTIVITY_FIELDS)
    if assigned_to is not None:
        _assign(row, assigned_to)
    lift_sign_offs(row)
    uow.record("planning.change_activity", row)


def drop_activity(uow: UnitOfWork, case: Case, row: Activity, *, reason: str) -> None:
    """Take an activity without work out of the plan; its code is never given again, the trail keeps it."""
    _open_for_change(uow, case, row, "planning.drop_activity")
    if row.result is not ActivityResult.OPEN or row.work:
        raise BadInput(
            N_("Work was done on this activity: it stays. Record why it was not possible instead.")
        )
    uow.session.delete(row)
    uow.record("planning.drop_activity", row, comment=reason)


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
    _open_for_change(uow, case, row, "plan.write")
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
    row = queries.plan_of(uow.session, case)
    if row is None or row.state is not PlanState.APPROVED:
        return
    row.lifted_reason = reason
    uow.move(PLAN, row, "lift", comment=reason)
