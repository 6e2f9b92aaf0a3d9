"""What of the validation by SBTi waits: queries and clocks at the office, approvals at the group's signatory."""

from __future__ import annotations

from datetime import date

from workflow.access import Actor
from workflow.db import ScopedSession
from workflow.home.desk import WorkItem
from workflow.i18n import say
from workflow.targets.validation_work import waits_on


def validation_waits(session: ScopedSession, actor: Actor, today: date) -> list[WorkItem]:
    """Queries to answer, submissions to approve and clocks that run out, for who acts on a group's targets."""
    found = []
    for each in waits_on(session, actor, today):
        late = (today - each.due).days if each.due else 0
        found.append(
            WorkItem(
                each.code, each.url, say(each.what, actor.language), "", each.group.name, "/targets/validation",
                each.due, late, say(each.state, actor.language), "overdue" if late > 0 else "waiting", None,
            )
        )  # fmt: skip
    return found
