"""Reads of the evaluation: what stands uncorrected, the evaluation in force, and what its gate asks."""

from __future__ import annotations

from sqlalchemy import select

from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.evaluation.entities import carried_up
from workflow.evaluation.gates import EvaluationFacts
from workflow.evaluation.groups import Standing
from workflow.evaluation.models import Evaluation, GroupConclusion
from workflow.findings import queries as findings
from workflow.findings.machine import IN_THE_OPEN
from workflow.findings.models import Finding
from workflow.findings.rules import FindingState
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import StatementVersion
from workflow.planning.models import Plan
from workflow.planning.rules import PlanState

NOT_CORRECTED = (*IN_THE_OPEN, FindingState.CLOSED_UNCORRECTED)


def may_see(actor: Actor, _evaluation: Evaluation) -> bool:
    """The evaluation is the body's own working paper; the client reads its result in the report."""
    return actor.may(Permission.READ_EVALUATION)


def evaluations_of(session: ScopedSession, case: Case) -> list[Evaluation]:
    """Every evaluation of the case, newest first, void ones too."""
    query = select(Evaluation).where(Evaluation.case_id == case.id).order_by(Evaluation.id.desc())
    return list(session.scalars(query))


def current_evaluation(session: ScopedSession, case: Case) -> Evaluation | None:
    """The evaluation in force for the case's present revision."""
    query = select(Evaluation).where(
        Evaluation.case_id == case.id, Evaluation.revision == case.revision, Evaluation.void_reason.is_(None)
    )
    return session.scalar(query.order_by(Evaluation.id.desc()).limit(1))


def conclusions_of(session: ScopedSession, evaluation: Evaluation) -> list[GroupConclusion]:
    """The evaluated groups by code."""
    query = select(GroupConclusion).where(GroupConclusion.evaluation_id == evaluation.id)
    return list(session.scalars(query.order_by(GroupConclusion.group_code, GroupConclusion.id)))


def conclusion_of_group(session: ScopedSession, case: Case, group_code: str) -> GroupConclusion:
    """One group of the evaluation in force; NotYours when there is none."""
    evaluation = current_evaluation(session, case)
    for row in conclusions_of(session, evaluation) if evaluation else ():
        if row.group_code == group_code:
            return row
    raise NotYours("There is no such group in the evaluation in force.")


def evaluation_facts(session: ScopedSession, case: Case) -> EvaluationFacts:
    """What the gates of the case ask about the evaluation."""
    version = statement.latest_submitted(session, case)
    evaluation = current_evaluation(session, case)
    rows = conclusions_of(session, evaluation) if evaluation else []
    return EvaluationFacts(
        latest_submitted=version.number if version else None,
        computed_on=evaluation.statement_version if evaluation else None,
        plan_covers_version=version is not None and _plan_covers(session, case, version),
        undecided_groups=tuple(r.group_code for r in rows if r.decided is None),
        market_unruled=tuple(r.group_code for r in rows if needs_market_ruling(r)),
        conclusions=tuple((r.group_code, r.decided) for r in rows if r.decided is not None),
    )


def needs_market_ruling(row: GroupConclusion) -> bool:
    """Say whether a breach on the market basis still waits on the lead verifier's ruling (4.1)."""
    return (
        row.market_proposed is not None
        and row.market_proposed.value != "unmodified"
        and row.market_ruling is None
    )


def _plan_covers(session: ScopedSession, case: Case, version: StatementVersion) -> bool:
    query = select(Plan).where(Plan.case_id == case.id).order_by(Plan.id.desc()).limit(1)
    plan = session.scalar(query)
    if plan is None or plan.state is not PlanState.APPROVED:
        return False
    return {s.code for s in statement.sources_of(session, case, version)} <= set(plan.sources_covered)


def standing_uncorrected(session: ScopedSession, case: Case) -> Standing:
    """All that stands uncorrected once the findings are settled: what the evaluation is computed on."""
    found = findings.uncorrected_misstatements(session, case)
    standing = Standing(
        misstatements=found.misstatements,
        limitations=found.limitations,
        users_must_know=found.nonconformities_users_must_know,
        fundamental=found.fundamental,
        home=_home_of_findings(session, case),
    )
    return with_entities(session, case, standing, statement.latest_submitted(session, case))


def with_entities(
    session: ScopedSession, case: Case, standing: Standing, version: StatementVersion | None
) -> Standing:
    """The same with what a group case takes over from its entities' cases (4.2b); other cases have none."""
    if not case.is_group_case:
        return standing
    carried = carried_up(session, case, statement.consolidation_of(session, version))
    return carried.join(standing, cases.groups_of(session, case))


def _home_of_findings(session: ScopedSession, case: Case) -> dict[str, str | None]:
    query = select(Finding.code, Finding.group_code).where(Finding.case_id == case.id)
    return {row.code: row.group_code for row in session.execute(query.order_by(Finding.id))}
