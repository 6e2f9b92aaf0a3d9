"""The changes of entities that a group case is told of, and what was made of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, Versioned


class EntityChange(CaseOwned, Versioned, Base):
    """An entity's statement as it stands now differs from what the group's newest version was made from.

    `was` and `now` cite both, as LatestStatement.citation words them. The change is settled when a submitted
    version cites `now`, or when the lead verifier rules that the group's statement may stay as it is.
    """

    __tablename__ = "entity_change"

    entity_case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    was: Mapped[str]
    now: Mapped[str]
    raised_at: Mapped[datetime]
    ruling: Mapped[str | None]
    ruled_by: Mapped[str | None]
