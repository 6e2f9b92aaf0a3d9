"""What of a group's targets waits: base years to be calculated again, at those who write the targets."""

from __future__ import annotations

from datetime import date

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession
from workflow.home.desk import WorkItem
from workflow.i18n import N_, say
from workflow.targets.queries import open_tasks_of
from workflow.targets.recalculation import say_cause


def targets_wait(session: ScopedSession, actor: Actor, today: date) -> list[WorkItem]:
    """The recalculations that nobody settled, in the groups whose targets the person writes."""
    groups = {o for o, role in actor.organisation_roles if Permission.EDIT_TARGETS in GRANTS[role]}
    if not groups:
        return []
    found = []
    for task in open_tasks_of(session, groups):
        late = (today - task.due).days
        found.append(
            WorkItem(
                N_("base year"), "/targets/base-year", say(say_cause(task), actor.language), "", "", "/targets",
                task.due, late, say(N_("to be calculated again"), actor.language),
                "overdue" if late > 0 else "waiting", None,
            )
        )  # fmt: skip
    return found
