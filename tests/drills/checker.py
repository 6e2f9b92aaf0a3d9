"""What must hold after every drill: nothing acknowledged lost, nothing done twice, nothing half done."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import func, select

from tests.drills.drill import PATIENCE, UNDER_WAY, Acknowledged, Drill
from tests.factories import EVERYTHING
from tests.servers import wait_until
from workflow.admin.doctor import examine
from workflow.audit import AuditEvent
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.storage import store
from workflow.figures.models import Figure
from workflow.jobs import Job, JobState
from workflow.opinion.models import Issue, NumberSeries, Package, SealedDocument
from workflow.opinion.signatures import verdict_on
from workflow.unit_of_work import reading, services

# What depends on the machine of the drill and not on the product.
OF_THE_MACHINE = {"sandbox", "space"}
ONCE = (
    "document.receive", "document.finish_reading", "document.finish_in_part", "document.ask_for_attention",
    "document.fail", "figure.propose", "sign.lead", "sign.signatory", "package.build", "decision.record",
)  # fmt: skip


def check(drill: Drill) -> None:
    """Wait until the installation is at rest, then hold every promise against what is there."""
    wait_until(lambda: not under_way(), PATIENCE, "rest (still under way: " + str(under_way()) + ")")
    problems = [
        f"{a.what}: {a.sentence}" for a in examine() if not a.is_in_order and a.what not in OF_THE_MACHINE
    ]
    with reading(EVERYTHING) as session:
        for one in drill.acknowledged:
            problems += _lost_or_doubled(session, one)
        problems += _done_twice(session)
        problems += _doubled_figures(session)
        problems += _half_signed(session)
        problems += _doubled_numbers(session)
        problems += _broken_packages(session)
    assert problems == []
    wait_until(drill.installation.answers, PATIENCE, "the pages")


def under_way() -> list[str]:
    """Jobs that are due or run, and documents that are not in a named end."""
    with reading(EVERYTHING) as session:
        waiting = session.execute(
            select(Job.name, Job.args, Job.state, Job.attempts).where(
                (Job.state == JobState.RUNNING)
                | ((Job.state == JobState.QUEUED) & (Job.due_at <= services().clock.now()))
            )
        )
        found = [f"{name}{args} {state} {attempts}" for name, args, state, attempts in waiting]
        found += [
            f"{code} {state}"
            for code, state in session.execute(
                select(Document.code, Document.state).where(Document.state.in_(UNDER_WAY))
            )
        ]
    return found


def _lost_or_doubled(session: ScopedSession, one: Acknowledged) -> list[str]:
    rows = session.execute(
        select(Document.code, DocumentVersion.sha256)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(DocumentVersion.sha256 == one.sha256)
    ).all()
    problems = [] if [(one.code, one.sha256)] == [tuple(row) for row in rows] else [f"{one} stands as {rows}"]
    problem = store().verify(one.sha256)
    return problems + ([problem.sentence] if problem else [])


def _done_twice(session: ScopedSession) -> list[str]:
    found = session.execute(
        select(AuditEvent.stream_id, AuditEvent.subject, AuditEvent.verb, func.count())
        .where(AuditEvent.verb.in_(ONCE))
        .group_by(AuditEvent.stream_id, AuditEvent.subject, AuditEvent.verb)
        .having(func.count() > 1)
    )
    return [
        f"{subject} {verb} stands {count} times in trail {stream}" for stream, subject, verb, count in found
    ]


def _doubled_figures(session: ScopedSession) -> list[str]:
    places: Counter[tuple[int, int, str | None, str, str]] = Counter()
    for version, page, cell, box, raw in session.execute(
        select(Figure.document_version_id, Figure.page, Figure.cell, Figure.box, Figure.raw)
    ):
        places[version, page, cell, json.dumps(box), raw] += 1
    return [f"the figure at {place} stands {count} times" for place, count in places.items() if count > 1]


def _half_signed(session: ScopedSession) -> list[str]:
    problems = []
    signed: dict[int, set[tuple[bool, bool]]] = {}
    for row in session.scalars(select(SealedDocument).order_by(SealedDocument.id)):
        if row.lead_signed_at is None:
            if row.sha256 != row.rendered_sha256:
                problems.append(f"{row.kind} carries a signature that no row knows")
            continue
        signed.setdefault(row.issue_id, set()).add((True, row.signatory_signed_at is not None))
        verdict = verdict_on(row, services().clock.now())
        if not verdict.signed:
            problems.append(f"{row.kind} is half signed: {verdict.problems}")
    problems += [
        f"issue {i}: its documents are signed differently" for i, how in signed.items() if len(how) > 1
    ]
    return problems


def _doubled_numbers(session: ScopedSession) -> list[str]:
    """Numbers of a series are one after the other; a revision shares the number of its first issue."""
    problems = []
    given = [issue.number for issue in session.scalars(select(Issue).where(Issue.revision == 0))]
    if len(given) != len(set(given)):
        problems.append(f"a number was given twice: {given}")
    for series in session.scalars(select(NumberSeries)):
        numbers = sorted(int(number.rsplit("-", 1)[1]) for number in given)
        if numbers and numbers != list(range(numbers[0], series.last + 1)):
            problems.append(f"the series of {series.year} ends at {series.last}, given were {numbers}")
    return problems


def _broken_packages(session: ScopedSession) -> list[str]:
    return [
        f"package {row.id} has another size than its row says"
        for row in session.scalars(select(Package))
        if store().path(row.sha256).stat().st_size != row.size
    ]
