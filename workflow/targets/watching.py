"""Background work of targets: what the verification side calls by name when an issue changes."""

from __future__ import annotations

from workflow.targets.recalculation import look_at
from workflow.worker import JobRun


def look_at_issue(run: JobRun, issue_id: int) -> None:
    """Raise the recalculation of base years that cite an issue; run twice it raises nothing anew."""
    with run.finishing() as uow:
        look_at(uow, issue_id)
