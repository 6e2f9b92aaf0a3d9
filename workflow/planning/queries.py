"""Reads of planning: analysis, risks, activities, visits, samples, and the facts of its gates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from sqlalchemy import bindparam, select

from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.models import AssuranceGroup, Case
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.planning.gates import ActivityFacts, RiskFacts, VisitFacts
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


_PLAN_WITH_ACTIVITIES = (
    select(Plan, Activity)
    .select_from(Case)
    .outerjoin(Plan, Plan.case_id == Case.id)
    .outerjoin(Activity, Activity.case_id == Case.id)
    .where(Case.id == bindparam("case"))
    .order_by(Activity.code, Activity.id)
)


def plan_with_activities(session: ScopedSession, case: Case) -> tuple[Plan | None, list[Activity]]:
    """The verification plan and the evidence-gathering plan by code; one query."""
    rows = session.execute(_PLAN_WITH_ACTIVITIES, {"case": case.id}).all()
    return (rows[0][0] if rows else None), [activity for _plan, activity in rows if activity is not None]


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
    lines: Iterable[tuple[StatementLine, Source]], groups: Iterable[AssuranceGroup]
) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
    """Per source of a version: its tonnes and the materiality of its assurance group in tonnes."""
    rows = sorted((source.code, line.id, source.iso_category, line.tonnes) for line, source in lines)
    limits: dict[int, Decimal] = {}
    for group in groups:
        total = sum((t for _c, _id, category, t in rows if category in group.categories), Decimal(0))
        for category in group.categories:
            limits[category] = total * group.threshold_percent / PERCENT
    return tuple((code, tonnes, limits.get(category)) for code, _id, category, tonnes in rows)


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


class Planning:
    """A case's planning on the newest received version of the statement; each part is read when first asked
    for, for one page asks for few of them."""

    def __init__(self, session: ScopedSession, case: Case) -> None:
        self._session, self._case = session, case

    @cached_property
    def _received(self) -> tuple[StatementVersion | None, list[tuple[StatementLine, Source]]]:
        return statement.received_with_lines(self._session, self._case)

    @property
    def version(self) -> StatementVersion | None:
        return self._received[0]

    @property
    def lines(self) -> list[StatementLine]:
        return [line for line, _source in self._received[1]]

    @cached_property
    def groups(self) -> list[AssuranceGroup]:
        return cases.groups_of(self._session, self._case)

    @cached_property
    def sources(self) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
        lines = self._received[1]
        return preliminary_tonnes(lines, self.groups) if lines else ()

    @cached_property
    def analysis(self) -> StrategicAnalysis | None:
        return analysis_of(self._session, self._case)

    @cached_property
    def risks(self) -> list[Risk]:
        return risks_of(self._session, self._case)

    @cached_property
    def _planned(self) -> tuple[Plan | None, list[Activity]]:
        return plan_with_activities(self._session, self._case)

    @property
    def activities(self) -> list[Activity]:
        return self._planned[1]

    @cached_property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """What changed in signed papers since, by activity."""
        prepared = [a for a in self.activities if a.prepared_at is not None]
        contents = contents_of(self._session, self._case, prepared)
        return {a.code: changed_since_signed(a, contents.get(a.code, {})) for a in self.activities}

    @cached_property
    def visits(self) -> list[SiteVisit]:
        return visits_of(self._session, self._case)

    @property
    def plan(self) -> Plan | None:
        return self._planned[0]

    @cached_property
    def triggers(self) -> tuple[VisitTrigger, ...]:
        return triggers_of(self._case, self.plan, self.sources)

    def facts(self) -> GatheredPlanning:
        """What the gates of planning look at."""
        return GatheredPlanning(self)


class GatheredPlanning:
    """The same fields as PlanningFacts, each made when a gate first looks at it."""

    def __init__(self, planning: Planning) -> None:
        self._planning = planning

    @property
    def analysis_is_signed(self) -> bool:
        analysis = self._planning.analysis
        return analysis is not None and analysis.signed_at is not None

    @property
    def version_is_received(self) -> bool:
        return self._planning.version is not None

    @property
    def sources(self) -> tuple[tuple[str, Decimal, Decimal | None], ...]:
        return self._planning.sources

    def source_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _tonnes, _threshold in self.sources)

    @cached_property
    def risks(self) -> tuple[RiskFacts, ...]:
        return tuple(
            RiskFacts(r.source_code, r.assertion, r.inherent * r.control) for r in self._planning.risks
        )

    @cached_property
    def activities(self) -> tuple[ActivityFacts, ...]:
        changed = self._planning.changed
        return tuple(_activity_facts(a, changed[a.code]) for a in self._planning.activities)

    @cached_property
    def visits(self) -> tuple[VisitFacts, ...]:
        return tuple(_visit_facts(v) for v in self._planning.visits)

    @property
    def missing_triggers(self) -> tuple[str, ...]:
        answered = {v.trigger for v in self._planning.visits}
        return tuple(t.value for t in self._planning.triggers if t not in answered)

    @property
    def plan_is_approved(self) -> bool:
        plan = self._planning.plan
        return plan is not None and plan.state is PlanState.APPROVED

    @property
    def approved_sources(self) -> tuple[str, ...]:
        plan = self._planning.plan
        return tuple(plan.sources_covered) if plan else ()

    @property
    def plan_is_sent(self) -> bool:
        plan = self._planning.plan
        return plan is not None and plan.sent_at is not None


def planning_of(session: ScopedSession, case: Case) -> Planning:
    """All that planning holds of a case, on the newest received version of the statement."""
    return Planning(session, case)


def planning_facts(session: ScopedSession, case: Case) -> GatheredPlanning:
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
