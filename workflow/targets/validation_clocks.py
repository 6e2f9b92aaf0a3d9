"""Clocks of a validation by the day: the commitment's 24 months, publication in six, review after five years; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from methods.targets import commitment_ends, publication_due, review_trigger, review_update_due
from workflow.i18n import N_
from workflow.targets.validation_models import CommitmentNote, ValidationSubmission
from workflow.targets.validation_rules import (
    DAYS_SHOWN_AHEAD,
    RUNNING_COMMITMENTS,
    RequestKind,
    SubmissionState,
)

COMMITMENT, PUBLICATION = N_("Submit what was committed to"), N_("Publish the approved targets")
REVIEW, UPDATE = N_("Five-year review of the targets"), N_("Update the targets after the review")
_PUBLISHED = {SubmissionState.PUBLISHED, SubmissionState.ANNOUNCED}


@dataclass(frozen=True)
class Clock:
    """One clock: what is to be done by which day, since when it runs, and the day on which it was done.

    `number` is the submission that it belongs to; None for the commitment.
    """

    what: str
    since: date
    due: date
    number: int | None = None
    done_on: date | None = None

    def days_left(self, today: date) -> int:
        """Days to the due day, negative when it is past."""
        return (self.due - today).days

    def waits(self, today: date) -> bool:
        """True when it is not done and ends within 60 days or is overdue."""
        return self.done_on is None and self.days_left(today) <= DAYS_SHOWN_AHEAD


def commitment_clock(
    letter: date | None, notes: Sequence[CommitmentNote], submissions: Iterable[ValidationSubmission]
) -> Clock | None:
    """Return the clock of the commitment (CM-01): 24 months, or what an extension gave; the first submission ends it.

    None without a letter, and where the commitment does not run any more.
    """
    if letter is None:
        return None
    statuses = [note for note in notes if note.status is not None]
    if statuses and statuses[-1].status not in RUNNING_COMMITMENTS:
        return None
    ends = [note.ends_on for note in statuses if note.ends_on is not None]
    first = (row.first_submitted_on for row in submissions)
    handed_in = [day for day in first if day is not None and day >= letter]
    due = ends[-1] if ends else commitment_ends(letter)
    return Clock(COMMITMENT, letter, due, done_on=min(handed_in, default=None))


def clocks_of(submissions: Sequence[ValidationSubmission]) -> list[Clock]:
    """Return the clocks of submissions that were decided for: publication, then review and update.

    A published submission that came later as a five-year review ends those of the ones before.
    """
    found: list[Clock] = []
    reviews = sorted(
        row.published_on
        for row in submissions
        if row.kind is RequestKind.REVIEW and row.state in _PUBLISHED and row.published_on
    )
    for row in submissions:
        if row.decided_on and row.state in {SubmissionState.APPROVED, *_PUBLISHED}:
            due = publication_due(row.decided_on)
            found.append(Clock(PUBLICATION, row.decided_on, due, row.number, row.published_on))
        published = row.published_on
        if published and row.state in _PUBLISHED:
            done = next((day for day in reviews if day > published), None)
            found += [
                Clock(REVIEW, published, review_trigger(published), row.number, done),
                Clock(UPDATE, published, review_update_due(published), row.number, done),
            ]
    return found
