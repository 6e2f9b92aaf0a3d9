"""Reads of targets and of what stands around them: inventories, citations, tasks, paths, versions, years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from methods.targets import SectorPath, SectorYear
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.people.models import Organisation
from workflow.targets.fields import SUBMISSION_FIELDS, fields_of, know
from workflow.targets.inventory_values import YearValues, read_values
from workflow.targets.models import (
    BaseYearChange,
    GroupInventory,
    InventoryCitation,
    RecalculationTask,
    SectorPathRow,
    SubmissionBasis,
    Target,
    TargetVersion,
    TargetYear,
)
from workflow.targets.rules import LIVE, Origin, TargetState
from workflow.targets.target_inputs import Change, Dates, Draft, Ground, StatedPath


@dataclass(frozen=True)
class Stated:
    """What a form says of a target: answers by field, base year and sector path by id."""

    answers: Mapping[str, str]
    inventory_id: int | None
    path_id: int | None


@dataclass(frozen=True)
class Held:
    """All of a group's targets and what they stand on, read once for a page (four queries)."""

    group: Organisation
    today: date
    targets: tuple[Target, ...]
    inventories: tuple[GroupInventory, ...]
    paths: tuple[SectorPathRow, ...]
    tasks: tuple[RecalculationTask, ...]
    changes: tuple[BaseYearChange, ...]
    submission: SubmissionBasis | None

    def target(self, code: str) -> Target:
        """Return a target by its code; NotYours for another's."""
        found = next((row for row in self.targets if row.code == code), None)
        if found is None:
            raise NotYours("There is no such target.")
        return found

    def inventory(self, inventory_id: int | None) -> GroupInventory | None:
        return next((row for row in self.inventories if row.id == inventory_id), None)

    def path(self, path_id: int | None) -> SectorPathRow | None:
        return next((row for row in self.paths if row.id == path_id), None)

    @property
    def newest(self) -> dict[int, GroupInventory]:
        """Return the newest edition of each year, by year."""
        return {row.year: row for row in sorted(self.inventories, key=lambda each: (each.year, each.edition))}

    def open_tasks(self, inventory_id: int | None) -> list[RecalculationTask]:
        """Return the tasks of a base year that nobody settled."""
        return [t for t in self.tasks if t.inventory_id == inventory_id and t.settled_at is None]

    def draft(self, row: Target, stated: Stated | None = None) -> Draft:
        """Return a target as the rules see it: as stored, or as somebody states it without saving."""
        if stated is None:
            stated = Stated(row.answers, row.inventory_id, row.path_id)
        inventory, path = self.inventory(stated.inventory_id), self.path(stated.path_id)
        return Draft(
            row.code, row.kind, know(fields_of(row.kind), stated.answers),
            values_of(inventory) if inventory else None, stated_path(path) if path else None, row.state,
            Dates(row.submitted_on, row.validated_on, row.published_on),
        )  # fmt: skip

    def ground(self, code: str, inventory_id: int | None) -> Ground:
        """Return what stands around one target; the near-term question of net-zero is answered by who asks."""
        return Ground(
            today=self.today,
            submission=know(SUBMISSION_FIELDS, self.submission.answers if self.submission else {}),
            others=[self.draft(row) for row in self.targets if row.code != code and row.state in LIVE],
            inventories={year: values_of(row) for year, row in self.newest.items()},
            changes=[Change(c.scope, c.tonnes) for c in self.changes if c.inventory_id == inventory_id],
            open_tasks_due=[task.due for task in self.open_tasks(inventory_id)],
        )


def hold(session: ScopedSession, group: Organisation, today: date) -> Held:
    """Read all targets of a group with what they stand on."""
    inventories, tasks, changes = _inventories(session, group)
    return Held(
        group, today,
        tuple(_all(session, Target, group, Target.id)), inventories,
        tuple(_all(session, SectorPathRow, group, SectorPathRow.name)), tasks, changes,
        submission_of(session, group),
    )  # fmt: skip


def _inventories(
    session: ScopedSession, group: Organisation
) -> tuple[tuple[GroupInventory, ...], tuple[RecalculationTask, ...], tuple[BaseYearChange, ...]]:
    """The inventories of a group with their tasks, by due day, and their changes, by day, in one query."""
    year, task, change = GroupInventory, RecalculationTask, BaseYearChange
    earlier = aliased(task)
    first = select(func.min(earlier.id)).where(earlier.inventory_id == year.id).scalar_subquery()
    query = (
        select(year, task, change)
        .outerjoin(task, task.inventory_id == year.id)
        # Changes stand beside the first task alone: each beside each would be rows by the product.
        .outerjoin(change, and_(change.inventory_id == year.id, or_(task.id.is_(None), task.id == first)))
        .where(year.owner_org_id == group.id)
        .order_by(year.year, year.edition, year.id)
    )
    rows = session.execute(query).all()
    tasks = {row[1] for row in rows if row[1] is not None}
    changes = {row[2] for row in rows if row[2] is not None}
    return (
        tuple(dict.fromkeys(row[0] for row in rows)),
        tuple(sorted(tasks, key=lambda each: (each.due, each.id))),
        tuple(sorted(changes, key=lambda each: (each.happened_on, each.id))),
    )


def _all(session: ScopedSession, model: Any, group: Organisation, *order: Any) -> Iterable[Any]:
    query = select(model).where(model.owner_org_id == group.id).order_by(*order, model.id)
    return session.scalars(query)


def submission_of(session: ScopedSession, group: Organisation) -> SubmissionBasis | None:
    """What the group states of its submission; None before anything was said."""
    return session.scalar(select(SubmissionBasis).where(SubmissionBasis.owner_org_id == group.id))


def target_by_code(session: ScopedSession, group: Organisation, code: str) -> Target:
    """A target of the group."""
    row = session.scalar(select(Target).where(Target.owner_org_id == group.id, Target.code == code))
    if row is None:
        raise NotYours("There is no such target.")
    return row


def inventory_of(session: ScopedSession, group: Organisation, inventory_id: int) -> GroupInventory:
    """An inventory of the group."""
    query = select(GroupInventory).where(
        GroupInventory.owner_org_id == group.id, GroupInventory.id == inventory_id
    )
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such inventory.")
    return row


def newest_inventory(session: ScopedSession, group: Organisation, year: int) -> GroupInventory | None:
    """The newest edition of a year; None where there is none."""
    query = select(GroupInventory).where(GroupInventory.owner_org_id == group.id, GroupInventory.year == year)
    return session.scalar(query.order_by(GroupInventory.edition.desc()).limit(1))


def task_of(session: ScopedSession, group: Organisation, task_id: int) -> RecalculationTask:
    """A task of the group that nobody settled yet."""
    query = select(RecalculationTask).where(
        RecalculationTask.owner_org_id == group.id, RecalculationTask.id == task_id,
        RecalculationTask.settled_at.is_(None),
    )  # fmt: skip
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such task.")
    return row


def open_tasks_of(session: ScopedSession, groups: Collection[int]) -> list[RecalculationTask]:
    """The recalculations that nobody settled, of some groups, by due day."""
    query = select(RecalculationTask).where(
        RecalculationTask.owner_org_id.in_(groups), RecalculationTask.settled_at.is_(None)
    )
    return list(session.scalars(query.order_by(RecalculationTask.due, RecalculationTask.id)))


def to_be_approved(session: ScopedSession, groups: Collection[int], approver_id: int | None) -> list[Target]:
    """The drafts of some groups on a verified base year, but for those that the approver wrote."""
    query = (
        select(Target)
        .join(GroupInventory, GroupInventory.id == Target.inventory_id)
        .where(
            Target.owner_org_id.in_(groups), Target.state == TargetState.DRAFT,
            GroupInventory.origin == Origin.STATEMENTS, Target.written_by_id.is_distinct_from(approver_id),
        )
    )  # fmt: skip
    return list(session.scalars(query.order_by(Target.id)))


def citations_of(session: ScopedSession, group: Organisation) -> dict[int, list[InventoryCitation]]:
    """What each inventory of the group cites, by inventory."""
    found: dict[int, list[InventoryCitation]] = {}
    for row in _all(session, InventoryCitation, group, InventoryCitation.entity):
        found.setdefault(row.inventory_id, []).append(row)
    return found


def versions_of(session: ScopedSession, target: Target) -> list[TargetVersion]:
    """The approved versions of a target, newest first."""
    query = select(TargetVersion).where(TargetVersion.target_id == target.id)
    return list(session.scalars(query.order_by(TargetVersion.number.desc())))


def years_of(session: ScopedSession, group: Organisation) -> dict[tuple[int, int], TargetYear]:
    """What was said of targets in reporting years, by target and year."""
    return {(row.target_id, row.year): row for row in _all(session, TargetYear, group, TargetYear.year)}


def values_of(row: GroupInventory) -> YearValues:
    """A stored inventory as arithmetic sees it."""
    return YearValues(
        row.year, row.origin, read_values(row.values), row.biogenic_co2, row.removals, row.approach
    )  # fmt: skip


def stated_path(row: SectorPathRow) -> StatedPath:
    """A stored sector path as arithmetic sees it."""
    years = tuple(
        SectorYear(int(year), *(None if cell is None else Decimal(cell) for cell in cells))  # type: ignore[arg-type]
        for year, *cells in row.years
    )
    path = SectorPath(row.name, row.activity_unit, row.source, row.licence, years)
    return StatedPath(path, row.ambition, row.is_approved, row.allows_rise)
