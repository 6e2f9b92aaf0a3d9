"""The register of statement numbers: a gap-free series per body and year, and the next REV of a number."""

from __future__ import annotations

from sqlalchemy import select

from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.models import Issue, NumberSeries
from workflow.people.models import Organisation
from workflow.unit_of_work import UnitOfWork


def open_series(uow: UnitOfWork, body: Organisation, *, year: int, first: int) -> NumberSeries:
    """The opening balance of a series that begins elsewhere than at 1; only before its first number."""
    if first < 1:
        raise BadInput(N_("The first number is 1 or more."), "first")
    if _series(uow, body, year) is not None:
        sentence = message(N_("The series of {year} has begun already; its numbers follow on."), year=year)
        raise BadInput(sentence, "year")
    row = NumberSeries(owner_org_id=body.id, year=year, prefix=prefix_of(body), last=first - 1)
    uow.session.add(row)
    uow.record("number_series.open", row, first=first)
    return row


def series_of(session: ScopedSession, body: Organisation) -> list[NumberSeries]:
    """The body's series, newest year first."""
    query = select(NumberSeries).where(NumberSeries.owner_org_id == body.id)
    return list(session.scalars(query.order_by(NumberSeries.year.desc(), NumberSeries.id)))


def prefix_of(body: Organisation) -> str:
    """What the body's numbers begin with: as set, else the initials of its name."""
    initials = "".join(word[0] for word in body.name.split() if word[0].isalpha())
    return body.number_prefix or initials.upper()[:4]


def _series(uow: UnitOfWork, body: Organisation, year: int) -> NumberSeries | None:
    # The row stays locked to the end of the transaction: two decisions never take one number.
    query = select(NumberSeries).where(NumberSeries.owner_org_id == body.id, NumberSeries.year == year)
    return uow.session.scalar(query.with_for_update())


def upcoming_number(session: ScopedSession, body: Organisation, year: int) -> str:
    """The number that comes next; it is nobody's until `next_number` takes it."""
    query = select(NumberSeries).where(NumberSeries.owner_org_id == body.id, NumberSeries.year == year)
    row = session.scalar(query)
    return _number(row.prefix, year, row.last + 1) if row else _number(prefix_of(body), year, 1)


def next_number(uow: UnitOfWork, body: Organisation, year: int) -> tuple[str, NumberSeries]:
    """Take the next number of the body's series; it is given in this transaction or not at all."""
    row = _series(uow, body, year)
    if row is None:
        row = NumberSeries(owner_org_id=body.id, year=year, prefix=prefix_of(body), last=0)
        uow.session.add(row)
    row.last += 1
    uow.session.flush()
    return _number(row.prefix, row.year, row.last), row


def _number(prefix: str, year: int, place: int) -> str:
    return f"{prefix}-{year}-{place:04d}"


def next_revision(session: ScopedSession, case: Case, standing: Issue) -> int:
    """The next REV of a number that keeps on: void ones count, for none is given twice."""
    used = [i.revision for i in reads.issues_of(session, case) if i.number == standing.number]
    return max(used) + 1
