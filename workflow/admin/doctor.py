"""Is everything in order? Store against rows both ways, every chain, jobs, sandbox level, free space."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from evidence.sandbox import sandbox_level
from workflow import audit
from workflow.access import Scope
from workflow.db import ScopedSession
from workflow.documents.full_text import lacking as lacking_text
from workflow.documents.models import DocumentVersion, ReadingPart
from workflow.documents.storage import store
from workflow.figures.models import DrawnTable
from workflow.jobs import Job, JobState
from workflow.limits import WEB
from workflow.opinion.models import CoverSheet, Issue, Package, SealedDocument
from workflow.programme.milestone_models import ClosingEvidence
from workflow.targets.dossier_models import DossierVersion, SbtPackage
from workflow.targets.models import SectorPathRow
from workflow.targets.validation_models import ValidationFile
from workflow.unit_of_work import reading, services

WHOLE = Scope(everything="the operator's checks look at the whole installation, at hashes and states only")
# Every column that names sealed bytes in the store, and what they are.
FILED = (
    (ReadingPart.reading_sha256, "a part of a reading"),
    (DrawnTable.reading_sha256, "a drawn table as it was read"),
    (SealedDocument.sha256, "a sealed document"),
    (SealedDocument.rendered_sha256, "a document as it was rendered"),
    (Package.sha256, "a package"),
    (CoverSheet.sha256, "a cover sheet"),
    (CoverSheet.seal_sha256, "the seal of a cover sheet"),
    (ClosingEvidence.sha256, "evidence of a milestone"),
    (Issue.contract_sha256, "a frozen contract"),
    (Issue.report_body_sha256, "the frozen body of a report"),
    (Issue.ghg_contract_sha256, "the frozen contract of a GHG report"),
    (SectorPathRow.file_sha256, "an uploaded sector path"),
    (ValidationFile.sha256, "a file of a submission to SBTi"),
    (DossierVersion.contract_sha256, "the frozen data of a group's document"),
    (DossierVersion.document_sha256, "a group's document"),
    (DossierVersion.workbook_sha256, "the workbook of a group's dossier"),
    (DossierVersion.document_signature_sha256, "the signature of a group's document"),
    (DossierVersion.workbook_signature_sha256, "the signature of a group's workbook"),
    (SbtPackage.sha256, "a group's SBT package"),
)
OVERDUE_JOB = timedelta(minutes=15)


@dataclass(frozen=True)
class Answer:
    """One thing that was looked at: in order or not, and the sentence."""

    what: str
    is_in_order: bool
    sentence: str


def examine() -> Iterator[Answer]:
    """Every check of the installation, one answer after the other."""
    with reading(WHOLE) as session:
        yield _rows_have_their_bytes(session)
        yield _bytes_have_their_rows(session)
        yield from _chains_hold(session)
        yield from _jobs_go_on(session)
        yield _texts_can_be_found(session)
    yield _readers_are_walled_in()
    yield _there_is_space()
    yield _queue_is_there()


def hashes_in_rows(session: ScopedSession) -> dict[str, str]:
    """Every hash that a row names, with what it is."""
    named: dict[str, str] = {}
    for version in session.scalars(select(DocumentVersion)):
        derived = (
            (version.reading_sha256, f"the reading of {version.name}"),
            (version.survey_sha256, f"the first look at {version.name}"),
            (version.unlocked_sha256, f"the unlocked copy of {version.name}"),
            (version.came_in_sha256, f"what {version.name} came in"),
        )
        named.update({sha256: words for sha256, words in derived if sha256})
        named[version.sha256] = f"evidence {version.name}"
    for column, words in FILED:
        filed = session.scalars(select(column).where(column.is_not(None)))
        named.update({sha256: words for sha256 in filed if sha256})
    return named


def _rows_have_their_bytes(session: ScopedSession) -> Answer:
    wrong = []
    for sha256, words in hashes_in_rows(session).items():
        problem = store().verify(sha256)
        if problem is not None:
            wrong.append(f"{words}: {problem.sentence}")
    if wrong:
        return Answer(
            "store", False, f"{len(wrong)} stored files are missing or changed; " + "; ".join(wrong[:5])
        )
    return Answer("store", True, "Every row has its bytes, and every byte is as it was hashed.")


def _bytes_have_their_rows(session: ScopedSession) -> Answer:
    known = hashes_in_rows(session).keys()
    orphans = [sha256 for sha256 in store().walk() if sha256 not in known]
    # A crash may leave a file without a row; that loses nothing, so it is told and is no fault.
    words = (
        f"{len(orphans)} stored files belong to no row; they are harmless."
        if orphans
        else "No file is without a row."
    )
    return Answer("orphans", True, words)


def _chains_hold(session: ScopedSession) -> Iterator[Answer]:
    broken = 0
    streams = audit.all_streams(session)
    for stream in streams:
        problem = audit.verify_chain(session, stream)
        if problem is not None:
            broken += 1
            yield Answer(
                "trail",
                False,
                f"The trail {problem.stream} is broken at event {problem.seq}: {problem.sentence}.",
            )
    if not broken:
        yield Answer("trail", True, f"All {len(streams)} trails hold from their first event to their head.")


def _jobs_go_on(session: ScopedSession) -> Iterator[Answer]:
    failed = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)) or 0
    if failed:
        yield Answer(
            "failed jobs",
            False,
            f"{failed} jobs failed for good: look at them under Jobs and send them again.",
        )
    long_ago = services().clock.now() - OVERDUE_JOB
    stuck = session.scalar(
        select(func.count()).select_from(Job).where(Job.state == JobState.QUEUED, Job.due_at < long_ago)
    )
    if stuck:
        yield Answer(
            "waiting jobs", False, f"{stuck} jobs have waited for more than 15 minutes: is a worker running?"
        )
    if not failed and not stuck:
        yield Answer("jobs", True, "No job failed for good and none waits too long.")


def _texts_can_be_found(session: ScopedSession) -> Answer:
    lacking = session.scalar(select(func.count()).select_from(lacking_text().subquery())) or 0
    if lacking:
        words = (
            f"The text of {lacking} document version{'s' if lacking > 1 else ''} is not in the search: wait for the"
            " jobs, or have it laid down under Installation, Checks."
        )
        return Answer("text index", False, words)
    return Answer("text index", True, "The search knows the text of every document that was read.")


def _readers_are_walled_in() -> Answer:
    level = sandbox_level()
    return Answer("sandbox", level.name != "none" or services().config.reader_without_sandbox, level.sentence)


def _there_is_space() -> Answer:
    free = shutil.disk_usage(services().config.folder).free
    words = f"{free // 1024**2} MB are free; uploads stop below {WEB.free_space_floor // 1024**2} MB."
    return Answer("space", free >= WEB.free_space_floor, words)


def _queue_is_there() -> Answer:
    sender = services().sender
    there = sender is not None and sender.is_there()
    words = (
        "The queue server answers."
        if there
        else "The queue server is away; jobs wait in the database, nothing is lost."
    )
    return Answer("queue", True, words)
