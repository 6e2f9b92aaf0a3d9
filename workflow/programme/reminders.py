"""When the open units of a milestone are reminded of: seven days before, the day before, and once it is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from methods.milestones import Closing
from workflow.errors import BadInput
from workflow.i18n import N_
from workflow.people.models import Organisation
from workflow.programme.access import today_of
from workflow.programme.milestone_models import Milestone
from workflow.programme.rules import DAYS_BEFORE, Reminder, moments
from workflow.unit_of_work import UnitOfWork

REMIND = "workflow.programme.jobs.remind"
REMIND_UNITS = "workflow.programme.jobs.remind_units"


def plan(uow: UnitOfWork, group: Organisation, row: Milestone, due: date | None) -> None:
    """Write the reminder jobs of a due day; each looks again before it says anything, and says it once."""
    if due is None:
        return
    for what, at in moments(due, group.calendar).items():
        # A reminder "in seven days" makes no sense for a day that is nearer than that.
        if what in DAYS_BEFORE and at <= uow.now:
            continue
        uow.after_commit(
            REMIND, row.id, what.value, due.isoformat(), subject=row, due_at=at,
            key=f"milestone:{row.id}:{what.value}:{due.isoformat()}",
        )  # fmt: skip


def remind_by_hand(
    uow: UnitOfWork, group: Organisation, row: Milestone, entity_ids: Sequence[int | None]
) -> None:
    """The office reminds units by mail today; each once a day however often the button is pressed."""
    if not entity_ids:
        raise BadInput(N_("Choose at least one unit."), "units")
    if row.closes_from is Closing.CASES:
        raise BadInput(
            N_("This closes from the cases: remind in the case that is open, of what waits there."), "units"
        )
    today = today_of(group, uow.now).isoformat()
    uow.record("milestone.remind_by_hand", row, units=len(entity_ids))
    for entity_id in entity_ids:
        uow.after_commit(
            REMIND_UNITS, row.id, entity_id or 0, today, subject=row,
            key=f"milestone:{row.id}:{Reminder.BY_HAND.value}:{entity_id}:{today}",
        )  # fmt: skip
