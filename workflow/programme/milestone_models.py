"""Tables of milestones, the acts that close or waive their units, answers and reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from methods.milestones import Clock, Closing, Scope
from workflow.db import Base, EnumText, OrganisationOwned, Versioned
from workflow.programme.rules import ClosingState, EvidenceKind, Reminder


class Milestone(OrganisationOwned, Versioned, Base):
    """A milestone or clock of the programme: whose it is, when it is due, and what closes it.

    `planned_due` is the day first set; what `due` moved since is the slip. Where a clock gives the day, both are
    empty. `starts_clock` names the clock that its own closing starts.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("owner_org_id", "code"),)

    code: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    step: Mapped[str]
    stage: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    scope: Mapped[Scope] = mapped_column(EnumText(Scope))
    closes_from: Mapped[Closing] = mapped_column(EnumText(Closing))
    closes_with: Mapped[list[Any]]
    window_start: Mapped[date | None]
    planned_due: Mapped[date | None]
    due: Mapped[date | None]
    clock: Mapped[Clock | None] = mapped_column(EnumText(Clock))
    starts_clock: Mapped[Clock | None] = mapped_column(EnumText(Clock))
    owner_name: Mapped[str | None]
    owner_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class MilestoneClosing(OrganisationOwned, Base):
    """One act that closes units of a milestone by its evidence, or waives them with a reason."""

    __tablename__ = "milestone_closing"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    state: Mapped[ClosingState] = mapped_column(EnumText(ClosingState), default=ClosingState.OPEN)
    ended_on: Mapped[date]
    note: Mapped[str | None]
    acted_by: Mapped[str]
    acted_at: Mapped[datetime]


class ClosedUnit(OrganisationOwned, Base):
    """One unit that an act closed or waived; the group itself has no entity. Opened again, it stays with its day."""

    __tablename__ = "milestone_unit"
    __table_args__ = (Index("ix_milestone_unit_counted", "milestone_id", "entity_id", "ended_on"),)

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    closing_id: Mapped[int] = mapped_column(ForeignKey("milestone_closing.id"), index=True)
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("boundary_entity.id"), index=True)
    is_waived: Mapped[bool]
    ended_on: Mapped[date]
    reopened_on: Mapped[date | None]
    reopened_reason: Mapped[str | None]


class ClosingEvidence(OrganisationOwned, Base):
    """What an act of closing stands on: a file in the store by its hash, or a verification case by its code."""

    __tablename__ = "milestone_evidence"

    closing_id: Mapped[int] = mapped_column(ForeignKey("milestone_closing.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(EnumText(EvidenceKind))
    name: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(100))


class MilestoneAnswer(OrganisationOwned, Base):
    """What somebody says about an open unit: text and the day by which it will be done; owned by who says it."""

    __tablename__ = "milestone_answer"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("boundary_entity.id"), index=True)
    text: Mapped[str]
    expected_on: Mapped[date | None]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class MilestoneReminder(OrganisationOwned, Base):
    """A reminder that went out for a unit, to whom and of which due day."""

    __tablename__ = "milestone_reminder"
    __table_args__ = (Index("ix_milestone_reminder_unit", "milestone_id", "entity_id"),)

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    entity_id: Mapped[int | None] = mapped_column(ForeignKey("boundary_entity.id"))
    what: Mapped[Reminder] = mapped_column(EnumText(Reminder))
    due: Mapped[date | None]
    sent_at: Mapped[datetime]
    sent_to: Mapped[str]
