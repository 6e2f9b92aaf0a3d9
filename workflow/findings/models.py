"""Tables of findings: effects, rounds of response, citations and comments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype


class Finding(CaseOwned, Versioned, Base):
    """A misstatement, nonconformity, question, limitation or matter for next period (F-001)."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("case_id", "code"), UniqueConstraint("case_id", "carried_from_id"))

    code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[FindingKind] = mapped_column(EnumText(FindingKind))
    subtype: Mapped[Subtype] = mapped_column(EnumText(Subtype))
    state: Mapped[FindingState] = mapped_column(
        EnumText(FindingState), default=FindingState.DRAFT, index=True
    )
    is_misstatement: Mapped[bool] = mapped_column(default=False)
    # Civil dates on which the group's office reminded of the answer by hand.
    reminded_on: Mapped[list[Any]] = mapped_column(default=list)
    is_nonconformity: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str]
    requirement: Mapped[str]
    gap: Mapped[str]
    statement_version: Mapped[int | None]
    claimed_value: Mapped[str | None]
    verifier_value: Mapped[str | None]
    group_code: Mapped[str | None] = mapped_column(String(4))
    net: Mapped[Decimal | None]
    net_market: Mapped[Decimal | None]
    is_projected: Mapped[bool] = mapped_column(default=False)
    sample_code: Mapped[str | None] = mapped_column(String(12))
    is_correctable: Mapped[bool] = mapped_column(default=True)
    is_qualitatively_material: Mapped[bool] = mapped_column(default=False)
    is_fundamental: Mapped[bool] = mapped_column(default=False)
    users_must_know: Mapped[bool] = mapped_column(default=False)
    qualitative_ruling: Mapped[str | None]
    is_systematic: Mapped[bool] = mapped_column(default=False)
    extent_test: Mapped[str | None]
    may_lead_to_adverse: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    evidence_absent: Mapped[str | None]
    addressee_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    raised_by: Mapped[str]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    proposed_by_check: Mapped[str | None] = mapped_column(String(8))
    issued_by: Mapped[str | None]
    issued_at: Mapped[datetime | None]
    due: Mapped[date | None]
    is_extended: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=1)
    resolution: Mapped[str | None]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    corrected_in_version: Mapped[int | None]
    remainder: Mapped[Decimal | None]
    remainder_reason: Mapped[str | None]
    converted_from: Mapped[str | None] = mapped_column(String(12))
    converted_to: Mapped[str | None] = mapped_column(String(12))
    reopened_reason: Mapped[str | None]
    carried_due: Mapped[date | None]
    carried_from: Mapped[str | None] = mapped_column(String(40))
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    carried_into: Mapped[str | None] = mapped_column(String(40))
    unverified_tonnes: Mapped[Decimal | None]
    gap_categories: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def shown_to_client(self) -> bool:
        """Drafts and confidential findings are the team's own."""
        return self.state is not FindingState.DRAFT and not self.is_confidential


class Effect(CaseOwned, Base):
    """A signed amount of a finding on one source and basis: reported minus correct, t CO2e at 0.01."""

    __tablename__ = "effect"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    source_code: Mapped[str] = mapped_column(String(12))
    basis: Mapped[EffectBasis] = mapped_column(EnumText(EffectBasis))
    amount: Mapped[Decimal]
    is_projected: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]


class Response(CaseOwned, Base):
    """One round: the responsible party's answer, and the verifier's assessment of it; then frozen."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("finding_id", "round"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    round: Mapped[int]
    text: Mapped[str]
    is_refusal: Mapped[bool] = mapped_column(default=False)
    root_cause: Mapped[str | None]
    correction: Mapped[str | None]
    corrective_action: Mapped[str | None]
    responded_by: Mapped[str]
    responded_at: Mapped[datetime]
    assessment: Mapped[str | None]
    assessed_by: Mapped[str | None]
    assessed_at: Mapped[datetime | None]
    is_returned: Mapped[bool] = mapped_column(default=False)


class Citation(CaseOwned, Base):
    """A finding's or a response's use of a place in evidence, frozen with the file's hash.

    `round` is set where the verifier cites a place in the assessment of that round's answer.
    """

    __tablename__ = "citation"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
    round: Mapped[int | None]
    document_code: Mapped[str] = mapped_column(String(12))
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    page: Mapped[int | None]
    cell: Mapped[str | None] = mapped_column(String(120))
    box: Mapped[list[Any] | None]
    quote: Mapped[str | None]
    figure_code: Mapped[str | None] = mapped_column(String(24))


class FindingComment(CaseOwned, Base):
    """A comment inside the body, for instance the reviewer's."""

    __tablename__ = "finding_comment"
    shown_to_client = False

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    text: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime]


class Notice(CaseOwned, Versioned, Base):
    """Word about a finding to the other cases of the same body and group; it carries text and no evidence.

    The case that writes it has the row with `finding_id`; every case that receives it has a copy with
    `origin_id`, which is settled there by a finding or by a reason.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("case_id", "origin_id"),)
    shown_to_client = False

    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    origin: Mapped[str | None] = mapped_column(String(40))
    subtype: Mapped[Subtype] = mapped_column(EnumText(Subtype))
    text: Mapped[str]
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    received_by: Mapped[int] = mapped_column(default=0)
    finding_code: Mapped[str | None] = mapped_column(String(12))
    set_aside_reason: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
