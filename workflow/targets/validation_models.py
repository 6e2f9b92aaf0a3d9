"""Tables of the validation: submissions with rounds, steps, queries and files, and what became of the commitment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, EnumText, OrganisationOwned, Versioned
from workflow.targets.validation_rules import (
    CommitmentStatus,
    FileRole,
    QueryState,
    RequestKind,
    SubmissionState,
)


class ValidationSubmission(OrganisationOwned, Versioned, Base):
    """One submission of targets to SBTi; `round` grows with each revision, `asked` counts its queries."""

    __tablename__ = "validation_submission"
    __table_args__ = (UniqueConstraint("owner_org_id", "number"),)

    number: Mapped[int]
    kind: Mapped[RequestKind] = mapped_column(EnumText(RequestKind))
    state: Mapped[SubmissionState] = mapped_column(EnumText(SubmissionState), default=SubmissionState.DRAFT)
    round: Mapped[int] = mapped_column(default=1)
    asked: Mapped[int] = mapped_column(default=0)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    prepared_by: Mapped[str]
    booked_for: Mapped[date | None]
    first_submitted_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    portal_reference: Mapped[str | None]
    decided_on: Mapped[date | None]
    decision: Mapped[str | None]
    published_on: Mapped[date | None]
    announced_on: Mapped[date | None]
    latest_on: Mapped[date | None]

    @property
    def code(self) -> str:
        """The name by which people call it."""
        return f"SBT-{self.number}"


class SubmittedTarget(OrganisationOwned, Base):
    """A target that a submission holds."""

    __tablename__ = "validation_target"
    __table_args__ = (UniqueConstraint("submission_id", "target_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("validation_submission.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)


class ValidationRound(OrganisationOwned, Base):
    """What was approved for submission in a round: targets and documents by hash; never changed."""

    __tablename__ = "validation_round"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("validation_submission.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str]
    approved_at: Mapped[datetime]


class ValidationStep(OrganisationOwned, Base):
    """One move of a submission as it was noted: the day it happened, what was said, by whom; never changed."""

    __tablename__ = "validation_step"

    submission_id: Mapped[int] = mapped_column(ForeignKey("validation_submission.id"), index=True)
    round: Mapped[int]
    move: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    text: Mapped[str | None]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]


class ValidationQuery(OrganisationOwned, Versioned, Base):
    """A question of the validator; what was asked and answered stands in its turns."""

    __tablename__ = "validation_query"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("validation_submission.id"), index=True)
    number: Mapped[int]
    round: Mapped[int]
    criterion: Mapped[str] = mapped_column(String(60))
    state: Mapped[QueryState] = mapped_column(EnumText(QueryState), default=QueryState.OPEN)
    turn: Mapped[int] = mapped_column(default=1)
    due: Mapped[date] = mapped_column(index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    holder: Mapped[str | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy: Mapped[str | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]

    @property
    def code(self) -> str:
        """The name by which people call it within its submission."""
        return f"Q-{self.number}"


class QuerySaid(OrganisationOwned, Base):
    """One thing said on a query, asked or answered, in its turn; never changed."""

    __tablename__ = "validation_query_said"
    __table_args__ = (UniqueConstraint("query_id", "turn", "is_answer"),)

    query_id: Mapped[int] = mapped_column(ForeignKey("validation_query.id"), index=True)
    turn: Mapped[int]
    is_answer: Mapped[bool]
    said_on: Mapped[date]
    due: Mapped[date | None]
    text: Mapped[str]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]


class CommitmentNote(OrganisationOwned, Base):
    """What became of the commitment on a day: the letter itself (no status), or how SBTi lists it since."""

    __tablename__ = "commitment_note"

    status: Mapped[CommitmentStatus | None] = mapped_column(EnumText(CommitmentStatus))
    since: Mapped[date]
    ends_on: Mapped[date | None]
    text: Mapped[str | None]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]


class ValidationFile(OrganisationOwned, Base):
    """A file of a submission, of an answer or of the commitment, in the store by its hash.

    `version_code` names the version of the group's own document that it is a file of.
    """

    __tablename__ = "validation_file"

    role: Mapped[FileRole] = mapped_column(EnumText(FileRole))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("validation_submission.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("validation_step.id"), index=True)
    said_id: Mapped[int | None] = mapped_column(ForeignKey("validation_query_said.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment_note.id"), index=True)
    round: Mapped[int | None]
    version_code: Mapped[str | None] = mapped_column(String(24))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
