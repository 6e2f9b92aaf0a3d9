"""Mails about queries of the validator: to who answers and the deputy, when it came, the day before and once late."""

from __future__ import annotations

from workflow.access import Role
from workflow.i18n import N_, Message, message, say
from workflow.people.commands import write_mail
from workflow.people.models import Organisation, Person, PersonalSettings
from workflow.people.queries import addressees
from workflow.programme.rules import Reminder
from workflow.targets.access import today_of
from workflow.targets.validation_models import ValidationQuery, ValidationSubmission
from workflow.targets.validation_rules import QueryState
from workflow.unit_of_work import UnitOfWork, services
from workflow.worker import JobRun

CAME = N_("{query} of {submission} asks about {criterion}: answer by {due}.")
SAID = {
    Reminder.WEEK_BEFORE: N_("{query} of {submission} is to be answered by {due}."),
    Reminder.DAY_BEFORE: N_("{query} of {submission} is to be answered by {due}: that is tomorrow."),
    Reminder.OVERDUE: N_("{query} of {submission} was to be answered by {due} and is overdue."),
}
OPEN_IT = N_("Open it here: {url}")


def tell(run: JobRun, query_id: int, turn: int) -> None:
    """Tell who answers a query, and the deputy, that it was asked."""
    with run.finishing() as uow:
        _write(uow, query_id, turn, CAME, "came", is_reminder=False)


def remind(run: JobRun, query_id: int, turn: int, what: str) -> None:
    """Remind of an answer that is still open in that turn."""
    with run.finishing() as uow:
        _write(uow, query_id, turn, SAID[Reminder(what)], what, is_reminder=True)


def _write(uow: UnitOfWork, query_id: int, turn: int, words: str, what: str, *, is_reminder: bool) -> None:
    query = uow.session.get_one(ValidationQuery, query_id)
    if query.state is not QueryState.OPEN or query.turn != turn:
        return
    group = uow.session.get_one(Organisation, query.owner_org_id)
    submission = uow.session.get_one(ValidationSubmission, query.submission_id)
    said = message(
        words, query=query.code, submission=submission.code, criterion=query.criterion, due=query.due
    )
    where = message(
        OPEN_IT, url=f"{services().config.base_url}/targets/validation/{submission.number}#{query.code}"
    )
    for person, chosen in _addressed(uow, group, query):
        wants = chosen is None or (chosen.mail_reminders if is_reminder else chosen.mail_assignments)
        if wants:
            _mail(
                uow, group, person, said, where, key=f"validation_query:{query.id}:{turn}:{what}:{person.id}"
            )


def _addressed(
    uow: UnitOfWork, group: Organisation, query: ValidationQuery
) -> list[tuple[Person, PersonalSettings | None]]:
    """Who answers and the deputy, while they are of the office; everybody of it when neither is."""
    today = today_of(group, uow.now)
    office = addressees(uow.session, group.id, frozenset({Role.GROUP_OFFICE}), today)
    named = [pair for pair in office if pair[0].id in {query.holder_id, query.deputy_id}]
    return named or office


def _mail(
    uow: UnitOfWork, group: Organisation, person: Person, said: Message, where: Message, *, key: str
) -> None:
    line = say(said, person.language)
    write_mail(
        uow, group, address=person.email, subject=line, text=f"{line}\n\n{say(where, person.language)}\n",
        person=person, key=key,
    )  # fmt: skip
