"""Tables of the evaluation: every number stored, the proposal, and the lead's decision with reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.evaluation.rules import OpinionKind


class Evaluation(CaseOwned, Versioned, Base):
    """One evaluation, computed on one submitted version of the statement."""

    __tablename__ = "evaluation"
    shown_to_client = False

    statement_version: Mapped[int]
    revision: Mapped[int] = mapped_column(default=0)
    computed_by: Mapped[str]
    computed_at: Mapped[datetime]
    void_reason: Mapped[str | None]
    risk_reassessment: Mapped[str | None]
    controls_assessment: Mapped[str | None]


class GroupConclusion(CaseOwned, Versioned, Base):
    """The evaluation of one assurance group: both bases, proposal, decision.

    `location` and `market` hold every branch and intermediate number as JSON of decimal text.
    """

    __tablename__ = "group_conclusion"
    shown_to_client = False

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), index=True)
    group_code: Mapped[str] = mapped_column(String(4))
    reported: Mapped[Decimal]
    threshold: Mapped[Decimal]
    location: Mapped[dict[str, Any]]
    market: Mapped[dict[str, Any] | None]
    proposed: Mapped[OpinionKind] = mapped_column(EnumText(OpinionKind))
    market_proposed: Mapped[OpinionKind | None] = mapped_column(EnumText(OpinionKind))
    market_ruling: Mapped[str | None]
    is_market_material: Mapped[bool | None]
    decided: Mapped[OpinionKind | None] = mapped_column(EnumText(OpinionKind))
    reason: Mapped[str | None]
    matter: Mapped[str | None]
    judgement: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    is_ruled_pervasive: Mapped[bool] = mapped_column(default=False)
    is_misleading: Mapped[bool | None]
