"""Writes of queries: noted as the validator asked, answered with evidence, asked again, closed; due in working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from workflow.db import Base
from workflow.documents.kept import KeptFile
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.people.models import Organisation, Person
from workflow.programme.rules import DAYS_BEFORE, moments
from workflow.targets.access import today_of
from workflow.targets.validation_commands import Noted, facts_of, file_row, refuse_others
from workflow.targets.validation_machine import QUERY, VALIDATION, QueryFacts
from workflow.targets.validation_models import QuerySaid, ValidationQuery, ValidationSubmission
from workflow.targets.validation_reads import held, office_of
from workflow.targets.validation_rules import ANSWER_WORKING_DAYS, FileRole, QueryState, SubmissionState
from workflow.unit_of_work import UnitOfWork

TELL = "workflow.targets.validation_jobs.tell"
REMIND = "workflow.targets.validation_jobs.remind"
LONGEST_CRITERION = 60


@dataclass(frozen=True)
class Question:
    """What the validator asked: the day, the criterion it names, its words, and who answers it here."""

    asked_on: date | None
    criterion: str
    text: str
    holder_id: int | None = None
    deputy_id: int | None = None


def due_of(group: Organisation, asked_on: date) -> date:
    """The last day for the answer: two working days of the group's calendar after it was asked."""
    return group.calendar.add_working_days(asked_on, ANSWER_WORKING_DAYS)


def note_query(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, question: Question,
    *, version: int | None = None,
) -> ValidationQuery:  # fmt: skip
    """Note a query of the validator; the submission waits for its answer, and who answers is told by mail."""
    refuse_others(uow, group, "ask")
    uow.expect(row, version)
    criterion, text = question.criterion.strip(), question.text.strip()
    if not criterion or len(criterion) > LONGEST_CRITERION:
        words = N_("Name the criterion that it asks about, at most {most} characters.")
        raise BadInput(message(words, most=LONGEST_CRITERION), "criterion")
    if not text:
        raise BadInput(N_("Write what is asked."), "text")
    asked_on = _day(uow, group, question.asked_on, row.submitted_on)
    holder, deputy = _who_answers(uow, group, question)
    query = ValidationQuery(
        owner_org_id=group.id, submission_id=row.id, number=row.asked + 1, round=row.round,
        criterion=criterion, state=QueryState.OPEN, turn=1, due=due_of(group, asked_on),
        holder_id=holder.id if holder else None, holder=holder.name if holder else None,
        deputy_id=deputy.id if deputy else None, deputy=deputy.name if deputy else None,
    )  # fmt: skip
    row.asked += 1
    uow.session.add(query)
    uow.session.flush()
    said = _say(uow, query, asked_on, text, is_answer=False)
    facts = facts_of(uow, group, held(uow.session, row), Noted())
    uow.move(VALIDATION, row, "ask", facts=facts, covers=[query, said], query=query.code)
    _call_for_answer(uow, group, query)
    return query


def answer_query(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, query: ValidationQuery, *,
    on: date | None, text: str, files: Sequence[KeptFile] = (), version: int | None = None,
) -> None:  # fmt: skip
    """Answer a query in its turn, with evidence; the answer stands for ever. The last one answers the submission."""
    uow.expect(query, version)
    facts = _query_facts(uow, group, query, on, text)
    covers: list[Base] = []
    if not QUERY.blockers("answer", query.state, facts):
        assert on is not None
        said = _say(uow, query, on, text.strip(), is_answer=True)
        evidence = [file_row(uow, row, FileRole.EVIDENCE, kept, said_id=said.id) for kept in files]
        uow.session.add_all(evidence)
        covers = [said, *evidence]
    uow.move(QUERY, query, "answer", facts=facts, covers=covers, submission=row.code)
    _follow(uow, group, row)


def ask_again(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, query: ValidationQuery, *,
    on: date | None, text: str, version: int | None = None,
) -> None:  # fmt: skip
    """Note that the validator asks again: the next turn of the query, due two working days after that day."""
    uow.expect(query, version)
    facts = _query_facts(uow, group, query, on, text)
    covers: list[Base] = []
    if not QUERY.blockers("ask_again", query.state, facts):
        assert on is not None
        query.turn += 1
        query.due = due_of(group, on)
        covers = [_say(uow, query, on, text.strip(), is_answer=False)]
    uow.move(QUERY, query, "ask_again", facts=facts, covers=covers, submission=row.code)
    now = held(uow.session, row)
    uow.move(VALIDATION, row, "ask", facts=facts_of(uow, group, now, Noted()), query=query.code)
    _call_for_answer(uow, group, query)


def close_query(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, query: ValidationQuery, *,
    on: date | None, reason: str = "", version: int | None = None,
) -> None:  # fmt: skip
    """Close a query on the day the validator was satisfied; one that is still open needs the reason."""
    uow.expect(query, version)
    name = "drop" if query.state is QueryState.OPEN else "close"
    facts = _query_facts(uow, group, query, on, reason)
    if not QUERY.blockers(name, query.state, facts):
        query.closed_on, query.close_reason = on, facts.text
    uow.move(QUERY, query, name, facts=facts, submission=row.code, comment=facts.text)
    _follow(uow, group, row)


def _query_facts(
    uow: UnitOfWork, group: Organisation, query: ValidationQuery, on: date | None, text: str
) -> QueryFacts:
    refuse_others(uow, group, "ask")
    latest = uow.session.scalar(select(func.max(QuerySaid.said_on)).where(QuerySaid.query_id == query.id))
    return QueryFacts(on, today_of(group, uow.now), latest, text.strip() or None)


def _day(uow: UnitOfWork, group: Organisation, on: date | None, before: date | None) -> date:
    if on is None or on > today_of(group, uow.now) or (before is not None and on < before):
        raise BadInput(
            N_("Give the day on which it was asked: not ahead, and not before the submission."), "on"
        )
    return on


def _who_answers(
    uow: UnitOfWork, group: Organisation, question: Question
) -> tuple[Person | None, Person | None]:
    office = {person.id: person for person in office_of(uow.session, group, uow.now)}
    chosen = [person_id for person_id in (question.holder_id, question.deputy_id) if person_id is not None]
    if any(person_id not in office for person_id in chosen):
        raise BadInput(N_("Choose people of the project office."), "holder")
    if len(chosen) == 2 and chosen[0] == chosen[1]:
        raise BadInput(N_("The deputy is another person than who answers."), "deputy")
    holder_id = question.holder_id or uow.actor.person_id
    return office.get(holder_id or 0), office.get(question.deputy_id or 0)


def _say(uow: UnitOfWork, query: ValidationQuery, on: date, text: str, *, is_answer: bool) -> QuerySaid:
    said = QuerySaid(
        owner_org_id=query.owner_org_id, query_id=query.id, turn=query.turn, is_answer=is_answer, said_on=on,
        due=None if is_answer else query.due, text=text, noted_by=uow.actor.name, noted_at=uow.now,
    )  # fmt: skip
    uow.session.add(said)
    uow.session.flush()
    return said


def _follow(uow: UnitOfWork, group: Organisation, row: ValidationSubmission) -> None:
    """With its last open query the submission is answered."""
    now = held(uow.session, row)
    if row.state is SubmissionState.QUERY_OPEN and not now.open_queries:
        uow.move(VALIDATION, row, "answer", facts=facts_of(uow, group, now, Noted()))


def _call_for_answer(uow: UnitOfWork, group: Organisation, query: ValidationQuery) -> None:
    """Tell who answers, and write the reminders of the due day; each looks again before it says anything."""
    uow.after_commit(
        TELL, query.id, query.turn, subject=query, key=f"validation_query:{query.id}:{query.turn}"
    )
    for what, at in moments(query.due, group.calendar).items():
        # The day before is over already when the query was noted late; a week before never comes.
        if what in DAYS_BEFORE and at <= uow.now:
            continue
        uow.after_commit(
            REMIND, query.id, query.turn, what.value, subject=query, due_at=at,
            key=f"validation_query:{query.id}:{query.turn}:{what.value}",
        )  # fmt: skip
