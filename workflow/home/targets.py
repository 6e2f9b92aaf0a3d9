"""What of a group's targets waits: base years to be calculated again, drafts to be approved, documents to be signed."""

from __future__ import annotations

from datetime import date

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession
from workflow.home.desk import WorkItem
from workflow.i18n import N_, Message, message, say
from workflow.targets.dossier_queries import to_be_signed
from workflow.targets.queries import open_tasks_of, to_be_approved
from workflow.targets.recalculation import say_cause


def targets_wait(session: ScopedSession, actor: Actor, today: date) -> list[WorkItem]:
    """The recalculations that nobody settled, for who writes targets; drafts and documents, for who approves."""
    found = []
    writes, approves = _where(actor, Permission.EDIT_TARGETS), _where(actor, Permission.APPROVE_TARGETS)
    if writes:
        for task in open_tasks_of(session, writes):
            state, late = N_("to be calculated again"), (today - task.due).days
            found.append(
                _item(actor, N_("base year"), "/targets/base-year", say_cause(task), state, task.due, late)
            )
    if approves:
        for row in to_be_approved(session, approves, actor.person_id):
            what = message(N_("Look at the target and approve it: {name}"), name=row.name)
            found.append(_item(actor, row.code, f"/targets/{row.code}", what, N_("draft"), None, 0))
        for version in to_be_signed(session, approves):
            what = message(N_("Look at the document and sign it: {name}"), name=version.code)
            path = f"/targets/documents/{version.code}"
            found.append(_item(actor, version.code, path, what, N_("made"), None, 0))
    return found


def _where(actor: Actor, permission: Permission) -> set[int]:
    return {o for o, role in actor.organisation_roles if permission in GRANTS[role]}


def _item(  # noqa: PLR0917 - the parts of one row
    actor: Actor, code: str, path: str, what: Message, state: str, due: date | None, late: int
) -> WorkItem:
    said, kind = say(what, actor.language), "overdue" if late > 0 else "waiting"
    return WorkItem(code, path, said, "", "", "/targets", due, late, say(state, actor.language), kind, None)
