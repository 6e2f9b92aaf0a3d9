"""Reads of the operator's screens: organisations, signed-in people, jobs. No content of any case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from workflow.db import ScopedSession, across_tenants
from workflow.errors import NotYours
from workflow.jobs import Job, JobState
from workflow.people.models import Organisation, Person, WebSession

ROWS = 100


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation with the number of its accounts."""

    organisation: Organisation
    people: int


def organisations(session: ScopedSession) -> list[OrganisationRow]:
    """All organisations of the installation."""
    query = (
        select(Organisation, func.count(Person.id))
        .outerjoin(Person, Person.owner_org_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(Organisation.name, Organisation.id)
    )
    options = across_tenants("the operator registers organisations")
    return [OrganisationRow(o, n) for o, n in session.execute(query.execution_options(**options))]


def jobs(session: ScopedSession, state: JobState | None, before: int | None = None) -> list[Job]:
    """Jobs, newest first, of one state or all."""
    query = select(Job).order_by(Job.id.desc()).limit(ROWS)
    if state is not None:
        query = query.where(Job.state == state)
    if before is not None:
        query = query.where(Job.id < before)
    return list(session.scalars(query))


def job_counts(session: ScopedSession) -> dict[str, int]:
    """How many jobs stand in each state."""
    return {s.value: n for s, n in session.execute(select(Job.state, func.count()).group_by(Job.state))}


def failed_job(session: ScopedSession, job_id: int) -> Job:
    """A job that failed for good."""
    job = session.get(Job, job_id)
    if job is None or job.state is not JobState.FAILED:
        raise NotYours("There is no such failed job.")
    return job


def live_sessions(session: ScopedSession) -> list[tuple[WebSession, Person]]:
    """Signed-in browsers of everybody, newest first."""
    query = (
        select(WebSession, Person)
        .join(Person, Person.id == WebSession.person_id)
        .where(WebSession.ended_at.is_(None))
        .order_by(WebSession.last_seen_at.desc(), WebSession.id.desc())
        .limit(ROWS)
    )
    options = across_tenants("the operator sees and ends sessions")
    return [(w, p) for w, p in session.execute(query.execution_options(**options))]
