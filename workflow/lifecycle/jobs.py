"""What a newly submitted version of the GHG statement sets off in the case (section 1.11)."""

from __future__ import annotations

from workflow.cases.models import Case
from workflow.evaluation.queries import current_evaluation
from workflow.ghg_statement.models import StatementVersion
from workflow.ghg_statement.queries import latest_submitted, sources_of
from workflow.lifecycle.commands import move_case
from workflow.lifecycle.machine import AFTER_EVALUATION
from workflow.planning import commands as planning
from workflow.planning.queries import plan_of
from workflow.planning.rules import PlanState
from workflow.worker import JobRun

CARRY_LINKS = "workflow.figures.jobs.carry_links"


def version_submitted(run: JobRun, version_id: int) -> None:
    """Lift the plan's approval when sources were added or dropped; go back to the evaluation when past it.

    A job that comes late changes nothing: a newer version speaks for itself, and what was evaluated on this
    one stands.
    """
    with run.finishing() as uow:
        version = uow.session.get_one(StatementVersion, version_id)
        case = uow.session.get_one(Case, version.case_id)
        uow.after_commit(CARRY_LINKS, version.id, subject=version, key=f"carry_links:{version.id}")
        latest = latest_submitted(uow.session, case)
        if latest is None or latest.id != version.id:
            return
        plan = plan_of(uow.session, case)
        codes = {s.code for s in sources_of(uow.session, case, version)}
        if plan is not None and plan.state is PlanState.APPROVED and codes != set(plan.sources_covered):
            added = ", ".join(sorted(codes - set(plan.sources_covered))) or "none"
            dropped = ", ".join(sorted(set(plan.sources_covered) - codes)) or "none"
            reason = f"version {version.number} was submitted: sources added {added}, dropped {dropped}"
            planning.lift_approval(uow, case, reason)
        evaluation = current_evaluation(uow.session, case)
        is_evaluated = evaluation is not None and evaluation.statement_version == version.number
        if case.state in AFTER_EVALUATION and not is_evaluated:
            move_case(uow, case, "take_new_version", comment=f"version {version.number} was submitted")
