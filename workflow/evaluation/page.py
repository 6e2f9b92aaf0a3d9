"""What the Evaluation tab shows: meters, numbers, branches, schedule and ledger, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from methods.ledger import Ledger, keep_ledger
from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import ZERO, round_to
from workflow.cases import queries as cases
from workflow.cases.models import AssuranceGroup, Case
from workflow.db import ScopedSession
from workflow.evaluation.groups import Standing, judge_group, to_json
from workflow.evaluation.models import Evaluation, GroupConclusion
from workflow.evaluation.queries import NOT_CORRECTED, with_entities
from workflow.findings.models import Effect, Finding
from workflow.findings.queries import as_misstatement
from workflow.findings.rules import FindingState
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import Source, StatementVersion
from workflow.ghg_statement.rules import VersionState
from workflow.ghg_statement.totals import add_up

LEFT_OUT = frozenset({FindingState.WITHDRAWN, FindingState.CONVERTED, FindingState.DRAFT})


@dataclass(frozen=True)
class Tip:
    """The finding that put the tip of the bar where it is."""

    code: str
    url: str


@dataclass(frozen=True)
class Meter:
    """One group on one basis as the drawing takes it; tonnes, and per cent of the group's total."""

    id: str
    title: str
    basis: str
    total: Decimal
    threshold_percent: Decimal
    threshold: Decimal
    performance_percent: Decimal
    performance: Decimal
    net: Decimal
    net_percent: Decimal
    gross: Decimal
    gross_percent: Decimal
    projected: Decimal
    projected_percent: Decimal
    tip: Tip | None


@dataclass(frozen=True)
class Run:
    """A group judged on one basis: its meter, and every number and branch as they are stored."""

    meter: Meter
    held: Mapping[str, Any]

    def number(self, name: str) -> Decimal:
        """A stored number, t CO2e or a share."""
        return Decimal(self.held[name])

    def percent(self, name: str) -> Decimal:
        """A stored share in per cent at 3 decimals, for print only."""
        return round_to(Decimal(self.held[name]) * 100, 3)


@dataclass(frozen=True)
class ScheduleRow:
    """One uncorrected misstatement of the evaluation in force, t CO2e, and its share of the threshold.

    What a group case took over from an entity's case, or projected from it, is no finding of its own.
    """

    code: str
    finding: Finding | None
    group: str
    basis: str
    net: Decimal
    gross: Decimal
    of_threshold: Decimal
    is_projected: bool


@dataclass(frozen=True)
class ShownGroup:
    """One assurance group on the page; without an evaluation in force only its live runs."""

    group: AssuranceGroup
    runs: tuple[Run, ...]
    conclusion: GroupConclusion | None = None


@dataclass(frozen=True)
class ShownEvaluation:
    """Everything on the tab."""

    evaluation: Evaluation | None
    judged: tuple[ShownGroup, ...]
    live: tuple[ShownGroup, ...]
    schedule: tuple[ScheduleRow, ...]
    ledgers: tuple[tuple[str, Ledger], ...]
    findings: Mapping[str, Finding]
    first: StatementVersion | None
    latest: StatementVersion | None


class CaseFindings:
    """The findings of a case with their numbers, loaded once and looked at from several sides."""

    def __init__(self, session: ScopedSession, case: Case) -> None:
        query = select(Finding).where(Finding.case_id == case.id).order_by(Finding.code, Finding.id)
        self.rows = list(session.scalars(query))
        effects = (
            select(Effect, Source.iso_category)
            .join(Source, Source.id == Effect.source_id)
            .where(Effect.case_id == case.id)
            .order_by(Effect.id)
        )
        self._effects: dict[int, list[Effect]] = {}
        self._categories: dict[str, int] = {}
        for effect, category in session.execute(effects):
            self._effects.setdefault(effect.finding_id, []).append(effect)
            self._categories[effect.source_code] = category

    def misstatements(self, states: Iterable[FindingState]) -> tuple[Misstatement, ...]:
        """The findings with numbers in these states."""
        wanted = frozenset(states)
        return tuple(
            as_misstatement(row, self._effects.get(row.id, ()), self._categories)
            for row in self.rows
            if row.state in wanted and (row.id in self._effects or row.is_qualitatively_material)
        )

    def standing(self, states: Iterable[FindingState]) -> Standing:
        """What stands against the statement when findings in these states count in full."""
        chosen = tuple(states)
        closed = [row for row in self.rows if row.state is FindingState.CLOSED_UNCORRECTED]
        limits = [row for row in self.rows if row.state is FindingState.ACCEPTED_LIMITATION]
        return Standing(
            misstatements=self.misstatements(chosen),
            limitations=tuple(
                (row.group_code or "", row.unverified_tonnes or ZERO, tuple(row.gap_categories))
                for row in limits
            ),
            users_must_know=tuple(row.code for row in closed if row.users_must_know),
            fundamental=tuple(row.code for row in closed if row.is_fundamental),
            home={row.code: row.group_code for row in self.rows},
        )


def shown_evaluation(session: ScopedSession, case: Case) -> ShownEvaluation:
    """The evaluation in force, the live meter on the latest submitted version, schedule and ledger."""
    submitted = [v for v in statement.versions_of(session, case) if v.state is VersionState.SUBMITTED]
    groups = cases.groups_of(session, case)
    known = CaseFindings(session, case)
    evaluation, conclusions = _in_force(session, case)
    by_code = {row.code: row for row in known.rows}
    judged = tuple(
        ShownGroup(group, tuple(_stored_runs(case, group, row)), row)
        for group in groups
        for row in conclusions
        if row.group_code == group.code
    )
    latest = submitted[-1] if submitted else None
    return ShownEvaluation(
        evaluation=evaluation,
        judged=judged,
        live=_live(session, case, groups, latest, known) if latest else (),
        schedule=tuple(_schedule(judged, by_code)),
        ledgers=tuple(_ledgers(submitted, known)),
        findings=by_code,
        first=submitted[0] if submitted else None,
        latest=latest,
    )


def _live(
    session: ScopedSession,
    case: Case,
    groups: Sequence[AssuranceGroup],
    latest: StatementVersion,
    known: CaseFindings,
) -> tuple[ShownGroup, ...]:
    standing = with_entities(session, case, known.standing(NOT_CORRECTED), latest)
    return judge_as(session, case, groups, latest, standing)


def if_nothing_were_corrected(
    session: ScopedSession, case: Case, version: StatementVersion
) -> tuple[ShownGroup, ...]:
    """The groups on a version with every finding counted in full, whatever became of it later."""
    standing = CaseFindings(session, case).standing(s for s in FindingState if s not in LEFT_OUT)
    return judge_as(session, case, cases.groups_of(session, case), version, standing)


def judge_as(
    session: ScopedSession,
    case: Case,
    groups: Sequence[AssuranceGroup],
    version: StatementVersion,
    standing: Standing,
) -> tuple[ShownGroup, ...]:
    """Judge every group of a version without storing anything; a group of 0 t is left out."""
    lines = statement.lines_of(session, version)
    totals = add_up(lines, {group.code: tuple(group.categories) for group in groups})
    shown = []
    for group in groups:
        if totals.groups[group.code][0] <= 0:
            continue
        result = judge_group(case, group, totals, lines, standing)
        held = [to_json(p) for p in (result.location, result.market) if p is not None]
        shown.append(ShownGroup(group, tuple(Run(_meter(case, group, h, "live"), h) for h in held)))
    return tuple(shown)


def _in_force(session: ScopedSession, case: Case) -> tuple[Evaluation | None, list[GroupConclusion]]:
    query = (
        select(Evaluation, GroupConclusion)
        .outerjoin(GroupConclusion, GroupConclusion.evaluation_id == Evaluation.id)
        .where(
            Evaluation.case_id == case.id,
            Evaluation.revision == case.revision,
            Evaluation.void_reason.is_(None),
        )
        .order_by(Evaluation.id.desc(), GroupConclusion.group_code, GroupConclusion.id)
    )
    rows = list(session.execute(query))
    if not rows:
        return None, []
    newest = rows[0][0]
    return newest, [row for evaluation, row in rows if evaluation.id == newest.id and row is not None]


def _stored_runs(case: Case, group: AssuranceGroup, row: GroupConclusion) -> Iterable[Run]:
    for held in (row.location, row.market):
        if held is not None:
            yield Run(_meter(case, group, held, "judged"), held)


def _meter(case: Case, group: AssuranceGroup, held: Mapping[str, Any], prefix: str) -> Meter:
    total, threshold = Decimal(held["reported"]), Decimal(held["threshold"])
    performance = Decimal(held["performance"])
    projected = sum((Decimal(m["net"]) for m in held["misstatements"] if m["is_projected"]), ZERO)
    net = sum((Decimal(m["net"]) for m in held["misstatements"]), ZERO)
    largest = max(held["misstatements"], key=lambda m: abs(Decimal(m["net"])), default=None)
    return Meter(
        id=f"{prefix}-{group.code}-{held['basis']}",
        title=f"{group.code} {group.name}" if group.name != group.code else group.code,
        basis=f"{held['basis']}-based",
        total=total,
        threshold_percent=Decimal(held["threshold_percent"]),
        threshold=round_to(threshold, 2),
        performance_percent=performance / total * 100,
        performance=round_to(performance, 2),
        net=net,
        net_percent=Decimal(held["net_share"]) * 100,
        gross=Decimal(held["gross"]),
        gross_percent=Decimal(held["gross_share"]) * 100,
        projected=projected,
        projected_percent=abs(projected) / total * 100,
        tip=_tip(case, largest),
    )


def _tip(case: Case, largest: Mapping[str, Any] | None) -> Tip | None:
    if largest is None or not Decimal(largest["net"]):
        return None
    code, _space, carried = largest["finding"].partition(" ")
    page = f"{case.code}/entities" if carried else f"{case.code}/findings/{code}"
    return Tip(largest["finding"], f"/cases/{page}")


def _schedule(judged: Sequence[ShownGroup], findings: Mapping[str, Finding]) -> Iterable[ScheduleRow]:
    for shown in judged:
        for run in shown.runs:
            for item in run.held["misstatements"]:
                net = Decimal(item["net"])
                yield ScheduleRow(
                    code=item["finding"],
                    finding=findings.get(item["finding"]),
                    group=shown.group.code,
                    basis=run.held["basis"],
                    net=net,
                    gross=Decimal(item["gross"]),
                    of_threshold=abs(net) / run.number("threshold") * 100,
                    is_projected=item["is_projected"],
                )


def _ledgers(submitted: Sequence[StatementVersion], known: CaseFindings) -> Iterable[tuple[str, Ledger]]:
    """Reported in the first submitted version − corrections = verified, held against the latest."""
    if not submitted:
        return
    first, latest = submitted[0], submitted[-1]
    corrected = known.misstatements([FindingState.CLOSED_CORRECTED])
    has_later = latest.number != first.number
    for basis, was, is_now in (
        (Basis.LOCATION, first.total, latest.total),
        (Basis.MARKET, first.total_market, latest.total_market),
    ):
        touching = [item for item in corrected if item.effects_on(basis)]
        yield basis.value, keep_ledger(was or ZERO, touching, basis, is_now if has_later else None)
