"""What happens elsewhere ends milestones of the group itself and sets the days of its clocks, by the same acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select

from methods.milestones import Clock, Closing, Scope
from workflow.people.models import Organisation
from workflow.programme import reminders
from workflow.programme.milestone_models import ClosedUnit, Milestone
from workflow.programme.milestones import Evidence, close_units
from workflow.programme.open_units import GROUP_ITSELF
from workflow.programme.queries import milestones_of
from workflow.unit_of_work import UnitOfWork


def close_fulfilled(
    uow: UnitOfWork, group: Organisation, is_fulfilled: Callable[[Milestone], bool], *, on: date,
    evidence: Sequence[Evidence], note: str,
) -> None:  # fmt: skip
    """Close each open milestone of the group that this fulfils; one that is ended already stays as it is."""
    rows = [row for row in milestones_of(uow.session, group.id) if is_fulfilled(row)]
    ended = set(
        uow.session.scalars(
            select(ClosedUnit.milestone_id).where(
                ClosedUnit.milestone_id.in_([row.id for row in rows]), ClosedUnit.reopened_on.is_(None)
            )
        )
    )
    for row in rows:
        if row.id not in ended and row.scope is Scope.GROUP and row.closes_from is Closing.EVIDENCE:
            close_units(uow, group, row, [GROUP_ITSELF], on=on, evidence=evidence, note=note)


def set_clock(uow: UnitOfWork, group: Organisation, clock: Clock, due: date) -> None:
    """Set the day on which a clock of the group ends, as a letter or an extension gives it; the first day stays."""
    for row in milestones_of(uow.session, group.id):
        if row.clock is clock and row.due != due:
            row.due, row.planned_due = due, row.planned_due or due
            uow.record("milestone.clock", row)
            reminders.plan(uow, group, row, due)
