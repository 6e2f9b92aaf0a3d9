"""Reads of planning: analysis, risks, activities, visits, samples, and the facts of its gates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.planning.gates import ActivityFacts, PlanningFacts, RiskFacts, VisitFacts
from workflow.planning.models import (
    Activity,
    Plan,
    Risk,
    Sample,
    SampleItem,
    SamplePopulation,
    SiteVisit,
    StrategicAnalysis,
)
from workflow.planning.paper_contents import changed_since_signed, contents_of
from workflow.planning.rules import PlanState, VisitTrigger

PERCENT = Decimal(100)


def may_see(actor: Actor) -> bool:
    """Analysis, risks, activities, papers and samples are the body's own; the client sees the plan."""
    return actor.is_system or actor.may(Permission.READ_PLANNING)


def analysis_of(session: ScopedSession, case: Case) -> StrategicAnalysis | None:
    """The strategic analysis of a case."""
    return session.scalar(select(StrategicAnalysis).where(StrategicAnalysis.case_id == case.id))


def risks_of(session: ScopedSession, case: Case) -> list[Risk]:
    """The risk register by source and assertion."""
    query = select(Risk).where(Risk.case_id == case.id).order_by(Risk.source_code, Risk.assertion, Risk.id)
    return list(session.scalars(query))


def activities_of(session: ScopedSession, case: Case) -> list[Activity]:
    """The evidence-gathering plan by code."""
    query = select(Activity).where(Activity.case_id == case.id).order_by(Activity.code, Activity.id)
    return list(session.scalars(query))


def activity(session: ScopedSession, case: Case, code: str, *, viewer: Actor) -> Activity:
    """One activity by its code; never for the client."""
    row = session.scalar(select(Activity).where(Activity.case_id == case.id, Activity.code == code))
    if row is None or not may_see(viewer):
        raise NotYours("There is no such activity.")
    return row


def visits_of(session: ScopedSession, case: Case) -> list[SiteVisit]:
    """Site visits and justifications in order."""
    query = select(SiteVisit).where(SiteVisit.case_id == case.id).order_by(SiteVisit.id)
    return list(session.scalars(query))


def plan_of(session: ScopedSession, case: Case) -> Plan | None:
    """The verification plan of a case."""
    return session.scalar(select(Plan).where(Plan.case_id == case.id))


def samples_of(session: ScopedSession, case: Case) -> list[Sample]:
    """The samples of a case by code, void ones too."""
    query = select(Sample).where(Sample.case_id == case.id).order_by(Sample.code, Sample.id)
    return list(session.scalars(query))


def sample_by_code(session: ScopedSession, case: Case, code: str, *, viewer: Actor) -> Sample:
    """One sample by its code; never for the client."""
    row = session.scalar(select(Sample).where(Sample.case_id == case.id, Sample.code == code))
    if row is None or not may_see(viewer):
        raise NotYours("There is no such sample.")
    return row


def items_of(session: ScopedSession, sample: Sample) -> list[SampleItem]:
    """The drawn records of a sample in the order of the population."""
    query = select(SampleItem).where(SampleItem.sample_id == sample.id)
    return list(session.scalars(query.order_by(SampleItem.position, SampleItem.id)))


def population_of(session: ScopedSession, sample: Sample) -> list[tuple[str, Decimal]]:
    """The frozen list that a sample was drawn from, in its order: record and t CO2e."""
    row = session.scalar(select(SamplePopulation).where(SamplePopulation.sample_id == sample.id))
    return [(record, Decimal(tonnes)) for record, tonnes in row.records] if row is not None else []


def visit(session: ScopedSession, case: Case, visit_id: int) -> SiteVisit:
    """One answered trigger of the case by its id."""
    row = session.get(SiteVisit, visit_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such site visit.")
    return row


def preliminary_tonnes(
    session: ScopedSession, case: Case, version: StatementVersion
) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
    """Per source of a version: its tonnes and the materiality of its assurance group in tonnes."""
    rows = session.execute(
        select(Source.code, Source.iso_category, StatementLine.tonnes)
        .join(StatementLine, StatementLine.source_id == Source.id)
        .where(StatementLine.version_id == version.id)
        .order_by(Source.code, StatementLine.id)
    ).all()
    limits: dict[int, Decimal] = {}
    for group in cases.groups_of(session, case):
        total = sum((t for _c, category, t in rows if category in group.categories), Decimal(0))
        for category in group.categories:
            limits[category] = total * group.threshold_percent / PERCENT
    return tuple((code, tonnes, limits.get(category)) for code, category, tonnes in rows)


def triggers_of(
    case: Case, plan: Plan | None = None, sources: tuple[tuple[str, Decimal, Decimal | None], ...] = ()
) -> tuple[VisitTrigger, ...]:
    """The triggers of a site visit that the case itself shows (section 1.5).

    A source that the plan approved before did not know, and that is above materiality, is one of them; what
    only people know (ownership, data system ...) the team adds.
    """
    found = [VisitTrigger.FIRST_VERIFICATION] if case.is_first_verification else []
    was_approved = plan is not None and plan.approved_on_version is not None
    covered = set(plan.sources_covered) if plan is not None else set()
    if was_approved and any(
        code not in covered and limit is not None and abs(tonnes) > limit for code, tonnes, limit in sources
    ):
        found.append(VisitTrigger.NEW_MATERIAL_SOURCE)
    return (*found, VisitTrigger.CENTRAL_OFFICE)


@dataclass(frozen=True)
class Planning:
    """Everything of a case's planning in one reading; `changed` names what changed in signed papers."""

    version: StatementVersion | None
    sources: tuple[tuple[str, Decimal, Decimal | None], ...]
    analysis: StrategicAnalysis | None
    risks: list[Risk]
    activities: list[Activity]
    changed: dict[str, tuple[str, ...]]
    visits: list[SiteVisit]
    plan: Plan | None
    triggers: tuple[VisitTrigger, ...]

    def facts(self) -> PlanningFacts:
        """What the gates of planning look at."""
        answered = {v.trigger for v in self.visits}
        plan = self.plan
        return PlanningFacts(
            analysis_is_signed=self.analysis is not None and self.analysis.signed_at is not None,
            version_is_received=self.version is not None,
            sources=self.sources,
            risks=tuple(RiskFacts(r.source_code, r.assertion, r.inherent * r.control) for r in self.risks),
            activities=tuple(_activity_facts(a, self.changed[a.code]) for a in self.activities),
            visits=tuple(_visit_facts(v) for v in self.visits),
            missing_triggers=tuple(t.value for t in self.triggers if t not in answered),
            plan_is_approved=plan is not None and plan.state is PlanState.APPROVED,
            approved_sources=tuple(plan.sources_covered) if plan else (),
            plan_is_sent=plan is not None and plan.sent_at is not None,
        )


def planning_of(session: ScopedSession, case: Case) -> Planning:
    """All that planning holds of a case, on the newest received version of the statement."""
    version = statement.latest_received(session, case)
    sources = preliminary_tonnes(session, case, version) if version else ()
    activities = activities_of(session, case)
    contents = contents_of(session, case, [a for a in activities if a.prepared_at is not None])
    plan = plan_of(session, case)
    return Planning(
        version=version,
        sources=sources,
        analysis=analysis_of(session, case),
        risks=risks_of(session, case),
        activities=activities,
        changed={a.code: changed_since_signed(a, contents.get(a.code, {})) for a in activities},
        visits=visits_of(session, case),
        plan=plan,
        triggers=triggers_of(case, plan, sources),
    )


def planning_facts(session: ScopedSession, case: Case) -> PlanningFacts:
    """What the gates of planning look at, on the newest received version."""
    return planning_of(session, case).facts()


def _activity_facts(row: Activity, changed: tuple[str, ...]) -> ActivityFacts:
    return ActivityFacts(
        code=row.code,
        source_codes=tuple(row.source_codes),
        assertion=row.assertion,
        technique=row.technique,
        result=row.result,
        is_prepared=row.prepared_at is not None and not changed,
        is_reviewed=row.reviewed_at is not None and not changed,
        has_conclusion=bool(row.conclusion),
    )


def _visit_facts(row: SiteVisit) -> VisitFacts:
    return VisitFacts(
        site=row.site,
        trigger=row.trigger.value,
        is_visited=row.is_visited,
        is_planned=row.first_day is not None,
        is_justified=bool(row.justification and row.justified_by),
    )
