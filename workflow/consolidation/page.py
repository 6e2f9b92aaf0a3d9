"""What the pages of a group case show: its entities in a matrix, one entity, one version; each in few queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from methods.boundary import Approach
from methods.rounding import ZERO, round_tonnes
from methods.uncomputable import Uncomputable
from workflow.access import Actor, Permission
from workflow.cases import entities
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import Case
from workflow.consolidation import reads
from workflow.consolidation.models import EntityChange
from workflow.consolidation.reads import LatestStatement
from workflow.db import ScopedSession
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.consolidated import ConsolidatedEntity, Consolidation, EntityLine, GroupLine
from workflow.ghg_statement.consolidating import eliminations_of
from workflow.ghg_statement.models import IntraGroupElimination, StatementVersion
from workflow.ghg_statement.sheet import Entries, Entry
from workflow.i18n import N_

PAGE = 100


class EntityState(StrEnum):
    """How an entity stands in the group's statement."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"
    NO_STATEMENT = "no statement"
    LEFT_OUT = "left out"
    NOT_HELD = "not held"


@dataclass(frozen=True)
class EntityRow:
    """One entity of the matrix: its statement as it stands now, and what it brings into the group's version."""

    row: EntityCase
    latest: LatestStatement
    factor: Decimal | None
    cited: ConsolidatedEntity | None
    is_changed: bool

    @property
    def state(self) -> EntityState:
        if self.row.left_out is not None:
            return EntityState.LEFT_OUT
        if self.factor == 0:
            return EntityState.NOT_HELD
        if self.latest.number is None:
            return EntityState.NO_STATEMENT
        return EntityState.VERIFIED if self.latest.statement else EntityState.NOT_VERIFIED

    @property
    def reported(self) -> Decimal | None:
        """t CO2e of its latest submitted statement, location basis."""
        return self.latest.total

    @property
    def included(self) -> Decimal | None:
        """t CO2e at its factor, as the group's version states it; without a version as it stands now."""
        if self.cited is not None:
            return self.cited.included
        if self.factor is None or self.reported is None or self.row.left_out is not None:
            return None
        return round_tonnes(self.reported * self.factor)

    @property
    def verified(self) -> Decimal:
        """What of it is verified now, t CO2e."""
        return (self.included or ZERO) if self.state is EntityState.VERIFIED else ZERO


@dataclass(frozen=True)
class ShownEntities:
    """Everything on the tab of the entities."""

    approach: Approach | None
    version: StatementVersion | None
    made: Consolidation | None
    rows: tuple[EntityRow, ...]
    eliminations: tuple[IntraGroupElimination, ...]
    codes: Mapping[int, str]
    changes: tuple[EntityChange, ...]
    open_to: frozenset[str]

    @property
    def included(self) -> Decimal:
        """t CO2e of all entities at their factor, before elimination."""
        return sum((row.included or ZERO for row in self.rows), ZERO)

    @property
    def verified(self) -> Decimal:
        return sum((row.verified for row in self.rows), ZERO)

    def share(self, tonnes: Decimal | None) -> Decimal | None:
        """Per cent of all that the entities bring; None while they bring nothing."""
        return tonnes / self.included * 100 if self.included and tonnes is not None else None

    def row(self, code: str) -> EntityRow | None:
        return next((row for row in self.rows if row.row.code == code), None)


def shown_entities(session: ScopedSession, case: Case, viewer: Actor, on: date) -> ShownEntities:
    """The entities of a group case as they stand, in a number of queries that does not grow with them."""
    rows, latest = reads.entities_stated(session, case)
    approach = entities.approach_of(session, case)
    versions = statements.versions_of(session, case, viewer)
    version = versions[-1] if versions else None
    made = statements.consolidation_of(session, version)
    cited = {entity.code: entity for entity in made.entities} if made else {}
    return ShownEntities(
        approach=approach,
        version=version,
        made=made,
        rows=tuple(
            EntityRow(
                row=row, latest=latest[row.entity_case_id], factor=_factor(case, row, approach),
                cited=cited.get(row.code),
                is_changed=row.code in cited and not _is_cited(cited[row.code], latest[row.entity_case_id]),
            )
            for row in rows
        ),
        eliminations=tuple(eliminations_of(session, case)),
        codes={row.entity_case_id: row.code for row in rows},
        changes=tuple(reads.changes_of(session, case)),
        open_to=frozenset(reads.statements_open_to(case, viewer, on)),
    )  # fmt: skip


def _is_cited(entity: ConsolidatedEntity, latest: LatestStatement) -> bool:
    return reads.is_cited(Consolidation("", (entity,), (), ()), latest)


def _factor(case: Case, row: EntityCase, approach: Approach | None) -> Decimal | None:
    if approach is None or case.period_start is None or case.period_end is None:
        return None
    try:
        return row.inclusion(approach, case.period_start, case.period_end)
    except Uncomputable:
        return None  # consolidating says what does not fit


def waiting(shown: ShownEntities) -> tuple[EntityChange, ...]:
    """The changes that nothing answers yet."""
    latest = {row.row.entity_case_id: row.latest for row in shown.rows}
    answered = shown.made if shown.version is not None and shown.version.submitted_at else None
    return tuple(reads.open_changes(shown.changes, latest, answered))


SORTS: dict[str, Callable[[EntityRow], Any]] = {
    "name": lambda r: r.row.name.casefold(),
    "factor": lambda r: r.factor,
    "state": lambda r: r.state.value,
    "reported": lambda r: r.reported,
    "included": lambda r: r.included,
}
HEADS = (
    N_("Entity"), N_("Case"), N_("Factor"), N_("State"), N_("Statement"), N_("Version"), N_("SHA-256"),
    N_("Reported, t CO₂e"), N_("In the group, t CO₂e"), N_("Share of the group, %"), N_("Verified, t CO₂e"),
)  # fmt: skip


def selected(shown: ShownEntities, typed: Mapping[str, str]) -> list[EntityRow]:
    """The rows that fit what was asked, in the asked order; an empty cell stays last, codes break ties."""
    name, state = typed.get("name", "").casefold(), typed.get("state", "")
    rows = [
        row
        for row in shown.rows
        if name in row.row.name.casefold()
        and (not state or row.state.value == state or (state == "changed" and row.is_changed))
    ]
    sort = typed.get("sort", "name")
    key = SORTS.get(sort.lstrip("-"), SORTS["name"])
    full = sorted((r for r in rows if key(r) is not None), key=lambda r: r.row.code)
    full.sort(key=key, reverse=sort.startswith("-"))
    return full + [r for r in rows if key(r) is None]


def matrix(shown: ShownEntities, rows: Iterable[EntityRow]) -> Entries:
    """The rows as the page shows them, for a file; heads are left to the caller."""
    return [
        [
            row.row.name, row.row.code, row.factor, row.state.value, row.latest.statement,
            row.latest.number, row.latest.sha256, row.reported, row.included, _percent(shown, row), row.verified,
        ]
        for row in rows
    ]  # fmt: skip


def _percent(shown: ShownEntities, row: EntityRow) -> Entry:
    share = shown.share(row.included)
    return None if share is None else round_tonnes(share)


LINE_HEADS = (
    N_("Line"), N_("Before, t CO₂e"), N_("Eliminated, t CO₂e"), N_("After, t CO₂e"), N_("Market before, t CO₂e"),
    N_("Market eliminated, t CO₂e"), N_("Market after, t CO₂e"),
)  # fmt: skip
PART_HEADS = (
    N_("Line"), N_("Entity"), N_("Case"), N_("Version"), N_("SHA-256"), N_("Statement"), N_("Factor"),
    N_("Reported, t CO₂e"), N_("In the group, t CO₂e"), N_("Market reported, t CO₂e"),
    N_("Market in the group, t CO₂e"),
)  # fmt: skip
OUT_HEADS = (
    N_("Elimination"), N_("Buyer"), N_("Seller"), N_("Line"), N_("t CO₂e at the buyer"),
    N_("Market t CO₂e at the buyer"), N_("Reason"), N_("Evidence"),
)  # fmt: skip


def parts_of(made: Consolidation, key: str | None = None) -> list[tuple[ConsolidatedEntity, EntityLine]]:
    """What the entities bring into one line of the group's statement, or into all, largest first."""
    parts = [(e, x) for e in made.entities for x in e.lines if key in {None, x.key}]
    order = [line.key for line in made.lines]
    return sorted(parts, key=lambda part: (order.index(part[1].key), -part[1].included, part[0].code))


def line_entries(lines: Sequence[GroupLine]) -> Entries:
    return [[line.key, *line.amounts] for line in lines]


def part_entries(parts: Iterable[tuple[ConsolidatedEntity, EntityLine]]) -> Entries:
    return [
        [
            x.key, e.name, e.code, e.version, e.sha256, e.statement, e.inclusion, x.reported, x.included,
            x.reported_market, x.included_market,
        ]
        for e, x in parts
    ]  # fmt: skip


def out_entries(made: Consolidation) -> Entries:
    return [
        [x.code, x.buyer, x.seller, x.key, x.tonnes, x.tonnes_market, x.reason, x.evidence]
        for x in made.eliminations
    ]


def may_cover(viewer: Actor) -> bool:
    """Which entities the sample covers is the body's own working paper."""
    return viewer.may(Permission.READ_EVALUATION)
