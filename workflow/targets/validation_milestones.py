"""What commitment and submission bring about in the group's milestones: which they close, and whose clock they set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evidence.store import Stored
from methods.milestones import Clock
from methods.targets import commitment_ends
from workflow.documents.kept import KeptFile
from workflow.people.models import Organisation
from workflow.programme.fulfilled import close_fulfilled, set_clock
from workflow.programme.milestone_models import Milestone
from workflow.programme.milestones import Evidence
from workflow.targets.validation_models import ValidationFile, ValidationSubmission
from workflow.targets.validation_reads import Submission
from workflow.targets.validation_rules import FileRole, RequestKind
from workflow.unit_of_work import UnitOfWork


def set_commitment_clock(
    uow: UnitOfWork, group: Organisation, letter: date, *, extended_to: date | None = None
) -> None:
    """The commitment ends 24 months after its letter, or on the day to which it is extended (CM-01)."""
    set_clock(uow, group, Clock.COMMITMENT, extended_to or commitment_ends(letter))


def close_milestones(
    uow: UnitOfWork, group: Organisation, now: Submission, move: str, *, on: date, files: Sequence[KeptFile]
) -> None:
    """Close what a move of the submission fulfils by its files; without a file nothing closes (targets.md 6)."""
    held = [Evidence(file.name, file.stored, file.media_type) for file in files]
    if move == "accept":
        held = [*_receipts(now), *held]
    if not held:
        return
    row = now.row
    if move == "announce":
        on = row.published_on or on
    said = {"submit": row.portal_reference, "accept": row.decision}.get(move)
    note = ", ".join(filter(None, (row.code, said)))
    close_fulfilled(
        uow, group, lambda milestone: _fulfils(row, move, milestone), on=on, evidence=held, note=note
    )


def _fulfils(row: ValidationSubmission, move: str, milestone: Milestone) -> bool:
    """Whether a move ends a milestone: known by the clock that it is, or that it starts."""
    match move:
        case "submit":
            return milestone.clock is Clock.COMMITMENT
        case "accept":
            return milestone.starts_clock is Clock.PUBLICATION
        case "publish" | "announce":
            is_review = row.kind is RequestKind.REVIEW and milestone.clock is Clock.REVIEW
            return milestone.clock is Clock.PUBLICATION or is_review
    return False


def _receipts(now: Submission) -> list[Evidence]:
    return [_evidence(file) for file in now.files if file.role is FileRole.RECEIPT]


def _evidence(file: ValidationFile) -> Evidence:
    return Evidence(file.name, Stored(file.sha256, file.size), file.media_type)
