"""Reads of the evaluation: what stands against a version, the evaluation in force, and what-if previews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from methods.group_evaluation import GroupEvaluation
from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import AssuranceGroup, Case
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.evaluation.gates import EvaluationFacts
from workflow.evaluation.groups import Standing, judge_group
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
    return Standing(
        misstatements=found.misstatements,
        limitations=found.limitations,
        users_must_know=found.nonconformities_users_must_know,
        fundamental=found.fundamental,
        home=_home_of_findings(session, case),
    )


def standing_now(session: ScopedSession, case: Case) -> Standing:
    """What would stand if every finding still open were left as it is: the live meter."""
    live = findings.misstatements_of(session, case, NOT_CORRECTED)
    settled = standing_uncorrected(session, case)
    return Standing(
        misstatements=tuple(m for _f, m in live),
        limitations=settled.limitations,
        users_must_know=settled.users_must_know,
        fundamental=settled.fundamental,
        home=settled.home,
    )


def standing_if_nothing_were_corrected(session: ScopedSession, case: Case) -> Standing:
    """Every finding with an amount counted in full, as if no correction had ever been made."""
    return Standing(findings.all_misstatements(session, case), home=_home_of_findings(session, case))


def _home_of_findings(session: ScopedSession, case: Case) -> dict[str, str | None]:
    query = select(Finding.code, Finding.group_code).where(Finding.case_id == case.id)
    return {row.code: row.group_code for row in session.execute(query.order_by(Finding.id))}


@dataclass(frozen=True)
class Preview:
    """The groups judged on a version without storing anything."""

    version: StatementVersion
    groups: tuple[tuple[AssuranceGroup, GroupEvaluation], ...]


def preview(session: ScopedSession, case: Case, version: StatementVersion, standing: Standing) -> Preview:
    """Judge every group on a version with what is given to stand; groups without a total are left out."""
    lines = statement.lines_of(session, version)
    totals = statement.totals_of(session, case, version)
    judged = tuple(
        (group, judge_group(case, group, totals, lines, standing))
        for group in cases.groups_of(session, case)
        if totals.groups[group.code][0] > 0
    )
    return Preview(version, judged)


def titles_of_findings(session: ScopedSession, case: Case, codes: Iterable[str]) -> dict[str, Finding]:
    """The findings that a schedule names, by code."""
    query = select(Finding).where(Finding.case_id == case.id, Finding.code.in_(list(codes)))
    return {row.code: row for row in session.scalars(query.order_by(Finding.id))}
