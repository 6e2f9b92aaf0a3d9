"""Lays down the text of what was read for the search: one version after its reading, or all that lack it."""

from __future__ import annotations

from workflow.access import Scope, system_actor
from workflow.documents import full_text, page_text, queries
from workflow.documents.commands import INDEX_JOB
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import stored_reading
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.worker import JobRun

INDEX_ALL_JOB = "workflow.documents.index_jobs.index_all"
EVERY_VERSION = system_actor(
    "index all", Scope(everything="the text of every case is laid down for the search")
)
# So many parts in one transaction: on SQLite others wait for its end.
AT_ONCE = 100


def index_text(run: JobRun, version_id: int) -> None:
    """Lay down the text of a version's reading; what was there of it before goes."""
    with run.step() as uow:
        _, version = queries.version_by_id(uow.session, version_id)
        page_text.forget(uow.session, version)
        sha256 = version.reading_sha256
    parts = list(page_text.parts_of(stored_reading(sha256))) if sha256 else []
    for start in range(0, len(parts), AT_ONCE):
        with run.step() as uow:
            _, version = queries.version_by_id(uow.session, version_id)
            page_text.lay_down(uow.session, version, parts[start : start + AT_ONCE])
        run.report(min(start + AT_ONCE, len(parts)), len(parts))
    with run.finishing() as uow:
        _, version = queries.version_by_id(uow.session, version_id)
        # Read once more meanwhile: the job of that reading lays it down.
        if sha256 is not None and version.reading_sha256 == sha256:
            page_text.lay_down(uow.session, version, [page_text.marker()])


def index_all(run: JobRun) -> None:
    """Have every version indexed whose text is not laid down as it would be today."""
    with unit_of_work(EVERY_VERSION) as uow:
        for version_id in uow.session.scalars(full_text.lacking().order_by(DocumentVersion.id)):
            have_indexed(uow, uow.session.get_one(DocumentVersion, version_id))


def have_indexed(uow: UnitOfWork, version: DocumentVersion) -> None:
    """Have the text of a version laid down; asked twice before it begins, it is done once."""
    uow.after_commit(INDEX_JOB, version.id, subject=version, is_merged=True)
