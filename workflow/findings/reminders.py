"""When a finding's deadline is reminded of: three days before, when it is overdue, and at the group office."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.calendar import WorkingCalendar
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.findings.machine import ANSWERED_KINDS
from workflow.findings.models import Finding
from workflow.unit_of_work import UnitOfWork

TELL_PARTY = "workflow.findings.jobs.tell_responsible_party"
TELL_TEAM = "workflow.findings.jobs.tell_team"
REMIND = "workflow.findings.jobs.remind"
DAYS_BEFORE = 3
DAYS_TO_ESCALATION = 5


class Reminder(StrEnum):
    """What is said about a deadline, each once (section 2.3)."""

    SOON = "soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


def moments(due: date, calendar: WorkingCalendar) -> dict[Reminder, datetime]:
    """The instants from which each reminder is due; days begin at 0:00 in the body's zone."""
    return {
        Reminder.SOON: calendar.end_of(due - timedelta(days=DAYS_BEFORE + 1)),
        Reminder.OVERDUE: calendar.end_of(due),
        Reminder.ESCALATED: calendar.end_of(due + timedelta(days=DAYS_TO_ESCALATION - 1)),
    }


def plan(uow: UnitOfWork, case: Case, row: Finding) -> None:
    """Write the reminder jobs of the finding's due date; each looks again before it says anything."""
    if row.due is None or row.kind not in ANSWERED_KINDS:
        return
    for what, at in moments(row.due, cases.calendar_of(uow.session, case)).items():
        # A reminder "in three days" makes no sense for a deadline that is nearer than that.
        if what is Reminder.SOON and at <= uow.now:
            continue
        uow.after_commit(
            REMIND, row.id, what.value, row.due.isoformat(), subject=row, due_at=at,
            key=f"finding:{row.id}:{row.round}:{what.value}:{row.due.isoformat()}",
        )  # fmt: skip
