"""Reminds by mail of open units of milestones: who answers for the unit, in their language, by their own settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.access import RESPONSIBLE_PARTY_ROLES, Role
from workflow.db import Base
from workflow.i18n import N_, message, say
from workflow.people.commands import write_mail
from workflow.people.models import Organisation, Person, PersonalSettings
from workflow.people.queries import addressees
from workflow.programme.access import base_year_of, today_of
from workflow.programme.counting import counts_on
from workflow.programme.milestone_models import Milestone, MilestoneReminder
from workflow.programme.models import BoundaryEntity
from workflow.programme.open_units import Unit, still_open, units_on
from workflow.programme.rules import Reminder, is_still_true
from workflow.unit_of_work import UnitOfWork, services
from workflow.worker import JobRun

SAID = {
    Reminder.WEEK_BEFORE: N_("{code} {title} is due on {due} for {unit}."),
    Reminder.DAY_BEFORE: N_("{code} {title} is due on {due} for {unit}: that is tomorrow."),
    Reminder.OVERDUE: N_("{code} {title} was due on {due} for {unit} and is overdue."),
    Reminder.BY_HAND: N_("Your group's office reminds you: {code} {title} for {unit}, due on {due}."),
}
WANTED = N_("What closes it: {wanted}.")
OPEN_IT = N_("Open it here: {url}")
ANSWER_IT = N_("Answer the group's office, which keeps the programme.")


@dataclass(frozen=True)
class _To:
    """Whom a mail goes to; somebody without an account has an address alone."""

    name: str
    address: str
    language: str
    person: Person | None
    path: str | None


def remind(run: JobRun, milestone_id: int, what: str, due: str) -> None:
    """Remind every unit that is still open, unless the due day moved meanwhile."""
    with run.finishing() as uow:
        row = uow.session.get_one(Milestone, milestone_id)
        group = uow.session.get_one(Organisation, row.owner_org_id)
        _remind(uow, group, row, Reminder(what), only=None, of_day=date.fromisoformat(due))


def remind_units(run: JobRun, milestone_id: int, entity_id: int, _day: str) -> None:
    """Remind one unit, asked for by hand; 0 stands for the group itself."""
    with run.finishing() as uow:
        row = uow.session.get_one(Milestone, milestone_id)
        group = uow.session.get_one(Organisation, row.owner_org_id)
        _remind(uow, group, row, Reminder.BY_HAND, only=entity_id or None, of_day=None)


def _remind(
    uow: UnitOfWork, group: Organisation, row: Milestone, what: Reminder, *, only: int | None,
    of_day: date | None,
) -> None:  # fmt: skip
    today = today_of(group, uow.now)
    counts = counts_on(uow.session, group.id, base_year_of(uow.session, group), today)
    due = next(m.due for m in counts.milestones if m.id == row.id)
    if of_day is not None and (due != of_day or not is_still_true(what, of_day, today)):
        return
    waiting = still_open(units_on(uow.session, group, row, due, today, counts.issued))
    if what is Reminder.BY_HAND:
        waiting = [u for u in waiting if u.entity_id == only]
    sent: list[Base] = []
    for unit in waiting:
        for to in _addressed(uow, group, row, unit, today):
            key = f"milestone:{row.id}:{what.value}:{of_day or today}:{unit.entity_id}:{to.address}"
            if _write(uow, group, row, unit, to, what=what, due=due, key=key):
                sent.append(
                    MilestoneReminder(
                        owner_org_id=group.id, milestone_id=row.id, entity_id=unit.entity_id, what=what, due=due,
                        sent_at=uow.now, sent_to=to.name,
                    )
                )  # fmt: skip
    if sent:
        uow.session.add_all(sent)
        uow.record("milestone.remind", row, covers=sent, what=what, mails=len(sent))


def _addressed(
    uow: UnitOfWork, group: Organisation, row: Milestone, unit: Unit, today: date
) -> Iterable[_To]:
    """Who answers for a unit: its people here who want reminders, else the contact that the boundary names."""
    if unit.entity_id is None:
        people = addressees(uow.session, group.id, frozenset({Role.GROUP_OFFICE}), today)
        owner = [pair for pair in people if pair[0].id == row.owner_person_id]
        return _wanting(owner or people, f"/programme/milestones/{row.code}")
    entity = uow.session.get_one(BoundaryEntity, unit.entity_id)
    if entity.organisation_id is not None:
        people = addressees(uow.session, entity.organisation_id, RESPONSIBLE_PARTY_ROLES, today)
        if people:
            return _wanting(people, "/programme/mine")
    if entity.contact_email:
        name = entity.contact_name or entity.contact_email
        return [_To(name, entity.contact_email, "en", None, None)]
    return []


def _wanting(people: Iterable[tuple[Person, PersonalSettings | None]], path: str) -> list[_To]:
    return [
        _To(person.name, person.email, person.language, person, path)
        for person, chosen in people
        if chosen is None or chosen.mail_reminders
    ]


def _write(
    uow: UnitOfWork, group: Organisation, row: Milestone, unit: Unit, to: _To, *, what: Reminder,
    due: date | None, key: str,
) -> bool:  # fmt: skip
    said = message(SAID[what], code=row.code, title=row.title, due=due or "–", unit=unit.name)
    line = say(said, to.language)
    wanted = say(message(WANTED, wanted=", ".join(row.closes_with)), to.language)
    where = message(OPEN_IT, url=services().config.base_url + to.path) if to.path else message(ANSWER_IT)
    mail = write_mail(
        uow, group, address=to.address, subject=line, text=f"{line}\n{wanted}\n\n{say(where, to.language)}\n",
        person=to.person, key=key,
    )  # fmt: skip
    return mail is not None
