"""What of a group's programme waits: late milestones at the office, what is asked of a subsidiary at its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.home.desk import WorkItem
from workflow.i18n import N_, Message, message, say
from workflow.programme.access import base_year_of, group_of
from workflow.programme.counting import counts_on
from workflow.programme.own import own_place, own_units
from workflow.programme.rules import DAYS_BEFORE, UnitStanding

SOON = timedelta(days=max(DAYS_BEFORE.values()))


@dataclass(frozen=True)
class _Waiting:
    """One thing that waits: which milestone, what to do there, when it was due."""

    code: str
    path: str
    what: Message
    due: date


def programme_waits(session: ScopedSession, actor: Actor, today: date) -> list[WorkItem]:
    """Milestones that are late or due within a week, for who runs the programme or is asked by it."""
    held = {right for _organisation, role in actor.organisation_roles for right in GRANTS[role]}
    try:
        if Permission.RUN_PROGRAMME in held:
            return [_item(actor, w, today) for w in _of_office(session, actor, today)]
        if Permission.READ_OWN_PROGRAMME in held:
            return [_item(actor, w, today) for w in _of_subsidiary(session, actor, today)]
    except NotYours:
        # No programme names this organisation: nothing waits there.
        return []
    return []


def _of_office(session: ScopedSession, actor: Actor, today: date) -> list[_Waiting]:
    group = group_of(session, actor)
    counts = counts_on(session, group.id, base_year_of(session, group), today)
    words = N_("{title}: {open} of {required} open")
    return [
        _Waiting(
            m.code, f"/programme/milestones/{m.code}",
            message(words, title=m.title, open=m.open, required=m.required), m.due,
        )
        for m in counts.late_first()
        if m.due is not None and not m.is_ended and m.due <= today + SOON
    ]  # fmt: skip


def _of_subsidiary(session: ScopedSession, actor: Actor, today: date) -> list[_Waiting]:
    place = own_place(session, actor, today)
    words = N_("{title}: reach it, or say when")
    return [
        _Waiting(u.milestone.code, "/programme/mine", message(words, title=u.milestone.title), u.milestone.due)
        for u in own_units(session, place, today)
        if u.standing in {UnitStanding.OPEN, UnitStanding.LATE}
        and u.milestone.due is not None
        and u.milestone.due <= today + SOON
    ]  # fmt: skip


def _item(actor: Actor, waiting: _Waiting, today: date) -> WorkItem:
    late = (today - waiting.due).days
    state = N_("milestone late") if late > 0 else N_("milestone due")
    return WorkItem(
        waiting.code, waiting.path, say(waiting.what, actor.language), "", "", "/programme", waiting.due, late,
        say(state, actor.language), "overdue" if late > 0 else "waiting", None,
    )  # fmt: skip
