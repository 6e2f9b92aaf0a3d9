"""Places bills after their document was read; run twice, or after a worker was lost, it gives the same places."""

from __future__ import annotations

from workflow.documents import queries as documents
from workflow.figures.grid.placing import place_bills as place
from workflow.worker import JobRun


def place_bills(run: JobRun, version_id: int) -> None:
    """Place the bills of a version in the month grid of its case."""
    with run.finishing() as uow:
        place(uow, *documents.version_by_id(uow.session, version_id))
