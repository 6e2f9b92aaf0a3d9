"""Tells people about findings by mail: what was issued or answered, what is nearly due, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.figures import anchoring
from workflow.findings import carrying
from workflow.findings.facts import today_of
from workflow.findings.machine import WITH_PARTY
from workflow.findings.models import Citation, Finding, Notice
from workflow.findings.recipients import Recipient, leads_of, office_of, party_of, team_of
from workflow.findings.reminders import TELL_PARTY, Reminder
from workflow.i18n import N_, message, say
from workflow.people.commands import write_mail
from workflow.unit_of_work import UnitOfWork, services
from workflow.worker import JobRun

TO_PARTY = {
    "issued": N_("{code} was issued: answer by {due}."),
    "returned": N_("{code} was returned to you: answer again by {due}."),
    "extended": N_("{code}: you have more time, until {due}."),
    "accepted": N_("{code}: your answer was accepted."),
    "converted": N_("{code} was converted: the finding goes on as {converted_to}."),
    "reopened": N_("{code} was opened again: answer by {due}."),
    "closed_corrected": N_("{code} is closed as corrected."),
    "closed_clarified": N_("{code} is closed as clarified."),
    "closed_uncorrected": N_("{code} is closed as uncorrected and goes into the schedule."),
    "carried_in": N_("{code} comes from the period before: answer by {due}."),
    "carried_forward": N_("{code} is carried into the next period."),
    "accepted_limitation": N_("{code}: the limitation stands and enters the evaluation."),
    "lifted": N_("{code}: the limitation is lifted."),
    "withdrawn": N_("{code} was withdrawn; nothing is asked of you any more."),
}
TO_TEAM = {
    "answered": N_("{code} was answered: assess the answer."),
    "acknowledged": N_("{code} was acknowledged."),
}
OF_DEADLINE = {
    Reminder.SOON: N_("{code} is due on {due}: answer it."),
    Reminder.OVERDUE: N_("{code} was due on {due} and is overdue: answer it."),
    Reminder.ESCALATED: N_("{code} was due on {due} and has been overdue for five days."),
    Reminder.BY_HAND: N_("Your group's office reminds you: {code} was to be answered by {due}."),
}
NOTICE_CAME = N_("Another case of the group tells of a matter that may concern this one.")
OPEN_IT = N_("Open it here: {url}")


def follow_citations(run: JobRun, version_id: int) -> None:
    """Find what findings cite of a document again in a newer version; the citation itself stays frozen."""
    with run.finishing() as uow:
        document, version = documents.version_by_id(uow.session, version_id)
        cited = select(Citation.figure_code).where(
            Citation.document_code == document.code,
            Citation.case_id == document.case_id,
            Citation.figure_code.is_not(None),
        )
        codes = [code for code in uow.session.scalars(cited.order_by(Citation.id)) if code]
        if codes:
            anchoring.anchor_figures(uow, document, version, codes)


def tell_responsible_party(run: JobRun, finding_id: int, what: str) -> None:
    """Mail to the preparers and approvers of the responsible party; nothing of a confidential finding."""
    with run.finishing() as uow:
        case, row = _loaded(uow, finding_id)
        if not row.shown_to_client:
            return
        people = party_of(uow.session, case, today_of(uow.session, case, uow.now))
        _write(uow, case, row, TO_PARTY[what], _assigned(people), key=f"{row.round}:{what}")


def tell_team(run: JobRun, finding_id: int, what: str) -> None:
    """Mail to the lead verifier and to who raised the finding."""
    with run.finishing() as uow:
        case, row = _loaded(uow, finding_id)
        people = team_of(uow.session, case, row, today_of(uow.session, case, uow.now))
        _write(uow, case, row, TO_TEAM[what], _assigned(people), key=f"{row.round}:{what}")


def remind(run: JobRun, finding_id: int, what: str, due: str) -> None:
    """Remind of a deadline, unless it was met or moved meanwhile; escalation also tells the group office."""
    with run.finishing() as uow:
        case, row = _loaded(uow, finding_id)
        if row.state not in WITH_PARTY or row.due != date.fromisoformat(due) or not row.shown_to_client:
            return
        today = today_of(uow.session, case, uow.now)
        reminder = Reminder(what)
        people = party_of(uow.session, case, today)
        if reminder is Reminder.ESCALATED:
            people = office_of(uow.session, case, today)
        wanted = [p for p in people if p.wants_reminders]
        # What is asked for by hand may be asked for again on another day.
        again = f":{today}" if reminder is Reminder.BY_HAND else ""
        _write(uow, case, row, OF_DEADLINE[reminder], wanted, key=f"{row.round}:{what}:{due}{again}")


def hand_over(run: JobRun, case_id: int) -> None:
    """Carry forward actions into the next period's case and notices to the cases of the group, each once."""
    with run.finishing() as uow:
        case = uow.session.get_one(Case, case_id)
        for other, row in carrying.hand_over_around(uow, case):
            if isinstance(row, Finding):
                key = f"finding:{row.id}:{row.round}:carried_in"
                uow.after_commit(TELL_PARTY, row.id, "carried_in", subject=row, key=key)
            else:
                _tell_of_notice(uow, other, row)


def _tell_of_notice(uow: UnitOfWork, case: Case, notice: Notice) -> None:
    """Mail to the lead verifier; the words of the notice stand in the product, for the body alone."""
    url = f"{services().config.base_url}/cases/{case.code}/findings#notices"
    for recipient in _assigned(leads_of(uow.session, case, today_of(uow.session, case, uow.now))):
        person = recipient.person
        line = say(message(NOTICE_CAME), person.language)
        here = say(message(OPEN_IT, url=url), person.language)
        write_mail(
            uow, case.owner_org_id, address=person.email, subject=f"{case.code} {line}",
            text=f"{line}\n{here}\n", person=person, key=f"notice:{notice.id}:{person.id}",
        )  # fmt: skip


def _loaded(uow: UnitOfWork, finding_id: int) -> tuple[Case, Finding]:
    row = uow.session.get_one(Finding, finding_id)
    return uow.session.get_one(Case, row.case_id), row


def _assigned(people: Iterable[Recipient]) -> list[Recipient]:
    return [p for p in people if p.wants_assignments]


def _write(
    uow: UnitOfWork, case: Case, row: Finding, sentence: str, people: Iterable[Recipient], *, key: str
) -> None:
    """One mail to each person, in that person's language, once for each key."""
    url = f"{services().config.base_url}/cases/{case.code}/findings/{row.code}"
    said = message(sentence, code=row.code, due=row.due or "–", converted_to=row.converted_to or "–")
    for recipient in people:
        person = recipient.person
        line = say(said, person.language)
        here = say(message(OPEN_IT, url=url), person.language)
        write_mail(
            uow, case.owner_org_id, address=person.email, subject=f"{case.code} {line}",
            text=f"{row.title}\n\n{line}\n{here}\n", person=person,
            key=f"finding:{row.id}:{key}:{person.id}",
        )  # fmt: skip
