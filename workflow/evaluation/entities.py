"""What a group case takes over from its entities' cases: misstatements at their share, and what is not verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import and_, func, select

from methods.group_evaluation import include_in_group_case, project_to_stratum
from methods.misstatement import Effect as MethodEffect
from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import ZERO, round_tonnes
from workflow.cases.entities import OF_THE_GROUP
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import AssuranceGroup, Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.evaluation.groups import Limitation, Standing
from workflow.findings.machine import IN_THE_OPEN
from workflow.findings.models import Effect, Finding
from workflow.findings.queries import as_misstatement
from workflow.findings.rules import FindingState
from workflow.ghg_statement.consolidated import ConsolidatedEntity, Consolidation
from workflow.ghg_statement.models import Source, StatementVersion
from workflow.ghg_statement.rules import VersionState

AFTER_ISSUE = frozenset({CaseState.ISSUED, CaseState.POST_ISSUE_REVIEW, CaseState.ARCHIVED})
TAKEN = (*IN_THE_OPEN, FindingState.CLOSED_UNCORRECTED, FindingState.ACCEPTED_LIMITATION)


@dataclass(frozen=True)
class CarriedEntity:
    """One entity as the group's evaluation takes it, t CO2e at its inclusion factor.

    `is_verified` holds for exactly the version that the group's statement cites; `is_covered` while a visited
    entity of its stratum speaks for it.
    """

    row: EntityCase
    entity: ConsolidatedEntity
    is_verified: bool
    is_covered: bool
    misstatements: tuple[Misstatement, ...]
    limitations: tuple[Limitation, ...]

    @property
    def net(self) -> Decimal:
        """The sum of its uncorrected misstatements on the location basis, signed."""
        return sum((item.net(Basis.LOCATION) for item in self.misstatements), ZERO)

    @property
    def is_unverified(self) -> bool:
        return self.entity.is_inside and not (self.is_verified or self.is_covered)


@dataclass(frozen=True)
class CarriedUp:
    """All of it: the entities, and what is projected from visited ones to their strata."""

    entities: tuple[CarriedEntity, ...]
    projected: tuple[Misstatement, ...]

    def join(self, standing: Standing, groups: Sequence[AssuranceGroup]) -> Standing:
        """What stands on the group case itself, and this with it."""
        misstatements = (m for item in self.entities for m in item.misstatements)
        return replace(
            standing,
            misstatements=(*standing.misstatements, *misstatements, *self.projected),
            limitations=(*standing.limitations, *self._gaps(groups)),
        )

    def _gaps(self, groups: Sequence[AssuranceGroup]) -> Iterator[Limitation]:
        for item in self.entities:
            if not item.is_unverified:
                yield from (_in_group(gap, groups) for gap in item.limitations)
                continue
            totals = item.entity.included_by_category()
            for group in groups:
                own = {c: t for c, t in totals.items() if c in group.categories and t}
                if own:
                    yield group.code, sum(own.values(), ZERO), tuple(sorted(own))


def carried_up(session: ScopedSession, case: Case, made: Consolidation | None) -> CarriedUp:
    """What the entities that a consolidation is made of bring into the group's evaluation; two queries."""
    if made is None:
        return CarriedUp((), ())
    rows = _entities(session, case)
    cited = {row.entity_case_id: made.entity(row.code) for row, *_rest in rows}
    found = _findings(session, case)
    carried = []
    for row, state, owner, sha256 in rows:
        entity = cited[row.entity_case_id]
        if entity is None or not entity.is_inside:
            continue
        # Another body's work is its own until its opinion is out.
        may_take = owner == case.owner_org_id or state in AFTER_ISSUE
        taken = found.get(row.entity_case_id, []) if may_take else []
        carried.append(_carried(row, entity, state, entity.sha256 == sha256, taken))
    return _with_strata(carried)


def _entities(session: ScopedSession, case: Case) -> Sequence[tuple[EntityCase, CaseState, int, str | None]]:
    """The entities with their cases' states and owners, and the hash of the newest submitted statement."""
    newest = (
        select(StatementVersion.case_id, func.max(StatementVersion.number).label("number"))
        .where(StatementVersion.state == VersionState.SUBMITTED)
        .group_by(StatementVersion.case_id)
        .subquery()
    )
    of_newest = and_(StatementVersion.case_id == newest.c.case_id, StatementVersion.number == newest.c.number)
    query = (
        select(EntityCase, Case.state, Case.owner_org_id, StatementVersion.sha256)
        .join(Case, Case.id == EntityCase.entity_case_id)
        .outerjoin(newest, newest.c.case_id == Case.id)
        .outerjoin(StatementVersion, of_newest)
        .where(EntityCase.case_id == case.id, EntityCase.ended_reason.is_(None))
        .order_by(EntityCase.code, EntityCase.id)
    )
    return [(*row,) for row in session.execute(query.execution_options(**OF_THE_GROUP))]


Noted = tuple[Finding, list[tuple[Effect, int]]]


def _findings(session: ScopedSession, case: Case) -> dict[int, list[Noted]]:
    """The findings of all entities that stand uncorrected or leave a gap, with effects and categories."""
    query = (
        select(Finding, Effect, Source.iso_category)
        .join(EntityCase, EntityCase.entity_case_id == Finding.case_id)
        .outerjoin(Effect, Effect.finding_id == Finding.id)
        .outerjoin(Source, Source.id == Effect.source_id)
        .where(EntityCase.case_id == case.id, Finding.state.in_(TAKEN))
        .order_by(Finding.case_id, Finding.code, Effect.id)
    )
    found: dict[int, dict[int, Noted]] = {}
    for finding, effect, category in session.execute(query.execution_options(**OF_THE_GROUP)):
        _row, effects = found.setdefault(finding.case_id, {}).setdefault(finding.id, (finding, []))
        if effect is not None:
            effects.append((effect, category))
    return {case_id: list(rows.values()) for case_id, rows in found.items()}


def _carried(
    row: EntityCase, entity: ConsolidatedEntity, state: CaseState, is_latest: bool, taken: Sequence[Noted]
) -> CarriedEntity:
    # In these states the newest submitted version is the one that is opined on.
    is_issued = state is CaseState.ISSUED or (state is CaseState.ARCHIVED and entity.statement is not None)
    own = [
        as_misstatement(finding, [e for e, _c in effects], {e.source_code: c for e, c in effects})
        for finding, effects in taken
        if finding.state is not FindingState.ACCEPTED_LIMITATION
        and (effects or finding.is_qualitatively_material)
    ]
    return CarriedEntity(
        row=row,
        entity=entity,
        is_verified=is_issued and is_latest,
        is_covered=False,
        misstatements=include_in_group_case(own, entity.inclusion, entity.code),
        limitations=tuple(
            ("", round_tonnes((f.unverified_tonnes or ZERO) * entity.inclusion), tuple(f.gap_categories))
            for f, _effects in taken
            if f.state is FindingState.ACCEPTED_LIMITATION
        ),
    )


def _with_strata(carried: Sequence[CarriedEntity]) -> CarriedUp:
    """Let the visited entities of each stratum speak for those that its sample covers (4.2b)."""
    strata: dict[str, list[CarriedEntity]] = {}
    for item in carried:
        if item.row.stratum and (item.is_verified or item.row.coverage):
            strata.setdefault(item.row.stratum, []).append(item)
    covered: set[int] = set()
    projected = []
    for name, members in sorted(strata.items()):
        visited = [item for item in members if item.is_verified]
        others = [item for item in members if not item.is_verified]
        if not sum((item.entity.included for item in visited), ZERO) or not others:
            continue  # a sample without a visit speaks for nobody
        covered |= {item.row.id for item in others}
        effects = tuple(_projected(name, visited, members))
        if effects:
            projected.append(Misstatement(f"{name} projected", effects, is_projected=True))
    entities = tuple(replace(item, is_covered=item.row.id in covered) for item in carried)
    return CarriedUp(entities, tuple(projected))


def _projected(
    name: str, visited: Sequence[CarriedEntity], members: Sequence[CarriedEntity]
) -> Iterator[MethodEffect]:
    """What the visited entities' rate adds on the others, by ISO category; on each basis where they differ."""
    added = {basis: _added(basis, visited, members) for basis in Basis}
    if added[Basis.LOCATION] == added[Basis.MARKET]:
        bases: Iterable[tuple[Basis | None, Mapping[int, Decimal]]] = [(None, added[Basis.LOCATION])]
    else:
        bases = added.items()
    for basis, amounts in bases:
        for category, amount in sorted(amounts.items()):
            yield MethodEffect(f"{name} C{category}", category, amount, basis)


def _added(
    basis: Basis, visited: Sequence[CarriedEntity], members: Sequence[CarriedEntity]
) -> dict[int, Decimal]:
    def total(items: Sequence[CarriedEntity]) -> Decimal:
        return sum(
            (x.entity.included if basis is Basis.LOCATION else x.entity.included_market for x in items), ZERO
        )

    nets: dict[int, Decimal] = {}
    for misstatement in (m for item in visited for m in item.misstatements):
        category_of = {effect.source_id: effect.iso_category for effect in misstatement.effects}
        for source, amount in misstatement.net_by_source(basis).items():
            category = category_of[source]
            nets[category] = nets.get(category, ZERO) + amount
    whole = {c: project_to_stratum(net, total(visited), total(members)) for c, net in nets.items()}
    return {
        category: whole[category] - nets[category] for category in nets if whole[category] != nets[category]
    }


def _in_group(gap: Limitation, groups: Sequence[AssuranceGroup]) -> Limitation:
    """An entity's own limitation in the group's assurance group that holds its first category."""
    _code, tonnes, categories = gap
    home = next((g.code for g in groups if categories and categories[0] in g.categories), "")
    return home, tonnes, categories
