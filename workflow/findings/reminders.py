"""When a finding's deadline is reminded of: three days before, when it is overdue, and at the group office."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.calendar import WorkingCalendar
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.errors import BadInput
from workflow.findings.machine import ANSWERED_KINDS, WITH_PARTY
from workflow.findings.models import Finding
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork

TELL_PARTY = "workflow.findings.jobs.tell_responsible_party"
TELL_TEAM = "workflow.findings.jobs.tell_team"
REMIND = "workflow.findings.jobs.remind"
DAYS_BEFORE = 3
DAYS_TO_ESCALATION = 5
DAYS_BETWEEN = 5


class Reminder(StrEnum):
    """What is said about a deadline: by itself each once (section 2.3), by hand once a day."""

    SOON = "soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    BY_HAND = "by_hand"


def moments(due: date, calendar: WorkingCalendar) -> dict[Reminder, datetime]:
    """The instants from which each reminder is due; days begin at 0:00 in the body's zone."""
    return {
        Reminder.SOON: calendar.end_of(due - timedelta(days=DAYS_BEFORE + 1)),
        Reminder.OVERDUE: calendar.end_of(due),
        Reminder.ESCALATED: calendar.end_of(due + timedelta(days=DAYS_TO_ESCALATION - 1)),
    }


def is_to_be_reminded_of(row: Finding, today: date) -> bool:
    """Whether an answer is so late that it is the group office's to ask for, and was not asked for these days."""
    if row.state not in WITH_PARTY or row.due is None or today < row.due + timedelta(days=DAYS_TO_ESCALATION):
        return False
    last = max(map(date.fromisoformat, row.reminded_on), default=None)
    return last is None or today >= last + timedelta(days=DAYS_BETWEEN)


def remind_by_hand(uow: UnitOfWork, case: Case, row: Finding) -> None:
    """The group's office reminds its subsidiary by mail of an answer that is asked for; once a day."""
    if row.state not in WITH_PARTY or not row.shown_to_client:
        raise BadInput(N_("Nothing waits on the responsible party here: there is nothing to remind of."))
    today = cases.calendar_of(uow.session, case).local_date(uow.now).isoformat()
    if today in row.reminded_on:
        raise BadInput(N_("They were reminded today already."))
    row.reminded_on = [*row.reminded_on, today]
    uow.record("finding.remind", row)
    key = f"finding:{row.id}:asked-by-hand:{today}"
    uow.after_commit(
        REMIND, row.id, Reminder.BY_HAND.value, (row.due or uow.now.date()).isoformat(), subject=row, key=key
    )


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
