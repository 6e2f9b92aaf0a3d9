"""What of a group case waits: a statement of an entity that changed since the group's was made from it."""

from __future__ import annotations

from workflow.access import Permission
from workflow.consolidation.reads import open_changes_over
from workflow.db import ScopedSession
from workflow.home.desk import Desk, WorkItem
from workflow.i18n import N_, Message, message

# Who may answer a change, and by what: a new version that stands on it, or a ruling that the group's may stay.
ANSWERS: tuple[tuple[Permission, str], ...] = (
    (
        Permission.EVALUATE,
        N_("{name} changed: rule on it, or ask for a new version of the group's statement"),
    ),
    (Permission.EDIT_STATEMENT, N_("{name} changed: consolidate the group's statement again")),
)


def entity_changes_wait(session: ScopedSession, desk: Desk) -> list[WorkItem]:
    """Changes of entities that nothing answers yet, for the lead verifier and for who prepares the statement."""
    told = {
        case.id: case
        for case in desk.cases.values()
        if case.is_group_case and any(desk.may(case.id, right) for right, _words in ANSWERS)
    }
    if not told:
        return []
    return [
        desk.item(
            row.case_id, row.code, f"/entities/{row.code}", _what(desk, row.case_id, row.name), due=None,
            state=N_("entity changed"), kind="waiting",
        )
        for row in open_changes_over(session, told)
    ]  # fmt: skip


def _what(desk: Desk, case_id: int, name: str) -> Message:
    words = next(words for right, words in ANSWERS if desk.may(case_id, right))
    return message(words, name=name)
