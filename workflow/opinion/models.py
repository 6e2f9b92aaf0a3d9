"""Tables from the representation letter to the issue, its packages and facts discovered later."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, OrganisationOwned, Versioned
from workflow.opinion.rules import (
    DocumentKind,
    FactualCheckState,
    IssueState,
    LaterFactOutcome,
    Profile,
    ReviewState,
)


class RepresentationLetter(CaseOwned, Versioned, Base):
    """What the responsible party's approver confirms in writing, dated on or after the latest version."""

    __tablename__ = "representation_letter"

    statement_version: Mapped[int]
    text: Mapped[str]
    uncorrected_reasons: Mapped[str | None]
    dated: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    document_code: Mapped[str | None] = mapped_column(String(12))


class DraftOpinion(CaseOwned, Versioned, Base):
    """The lead's draft of what statement and report say beyond what the case itself holds."""

    __tablename__ = "draft_opinion"
    shown_to_client = False

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    addressee: Mapped[str]
    evidence_summary: Mapped[str]
    controls_assessment: Mapped[str]
    risk_summary: Mapped[str]
    recommendations: Mapped[str | None]
    report_place: Mapped[str]
    modification_reasons: Mapped[str | None]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    void_reason: Mapped[str | None]


class FactualCheck(CaseOwned, Versioned, Base):
    """The responsible party reads the draft for facts only."""

    __tablename__ = "factual_check"

    state: Mapped[FactualCheckState] = mapped_column(
        EnumText(FactualCheckState), default=FactualCheckState.NOT_SENT
    )
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft_opinion.id"))
    sent_on: Mapped[date | None]
    due: Mapped[date | None]
    closed_on: Mapped[date | None]
    points: Mapped[str | None]
    what_became: Mapped[str | None]
    void_reason: Mapped[str | None]


class Review(CaseOwned, Versioned, Base):
    """The independent review of one draft."""

    __tablename__ = "independent_review"
    shown_to_client = False

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft_opinion.id"))
    reviewer: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ReviewState] = mapped_column(EnumText(ReviewState), default=ReviewState.OPEN)
    started_on: Mapped[date]
    approved_at: Mapped[datetime | None]
    ticks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str | None] = mapped_column(String(64))


class ReviewComment(CaseOwned, Versioned, Base):
    """A comment of the reviewer (IR-1), the team's answer, and the reviewer's closing of it."""

    __tablename__ = "review_comment"
    shown_to_client = False

    code: Mapped[str] = mapped_column(String(12))
    review_id: Mapped[int] = mapped_column(ForeignKey("independent_review.id"), index=True)
    check_key: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str]
    raised_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class NumberSeries(OrganisationOwned, Base):
    """The gap-free series of statement numbers of a body."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("owner_org_id", "year"),)

    year: Mapped[int]
    prefix: Mapped[str] = mapped_column(String(12))
    last: Mapped[int]


class Issue(CaseOwned, Versioned, Base):
    """One revision of an issued statement: its number, frozen contract, documents and state."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("number", "revision"),)

    number: Mapped[str] = mapped_column(String(40), index=True)
    revision: Mapped[int]
    state: Mapped[IssueState] = mapped_column(EnumText(IssueState), default=IssueState.SEALED)
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    decision_text: Mapped[str]
    opinion_date: Mapped[date]
    contract_sha256: Mapped[str] = mapped_column(String(64))
    report_body_sha256: Mapped[str] = mapped_column(String(64))
    ghg_contract_sha256: Mapped[str] = mapped_column(String(64))
    statement_version: Mapped[int]
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    what_changed: Mapped[str | None]
    void_reason: Mapped[str | None]
    issued_at: Mapped[datetime | None]
    trail_seq: Mapped[int | None]
    trail_head: Mapped[str | None] = mapped_column(String(64))
    withdrawn_reason: Mapped[str | None]

    @property
    def code(self) -> str:
        return f"{self.number}/{self.revision}"


class SealedDocument(CaseOwned, Versioned, Base):
    """A document of an issue: rendered from the contract, then signed; bytes are in the store."""

    __tablename__ = "sealed_document"
    __table_args__ = (UniqueConstraint("issue_id", "kind"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(EnumText(DocumentKind))
    rendered_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    signed_by_lead: Mapped[str | None]
    lead_signed_at: Mapped[datetime | None]
    signed_by_signatory: Mapped[str | None]
    signatory_signed_at: Mapped[datetime | None]


class Package(CaseOwned, Base):
    """A package as it was built once for a profile; served as these bytes from then on."""

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("issue_id", "profile"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    profile: Mapped[Profile] = mapped_column(EnumText(Profile))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    built_at: Mapped[datetime]


class PackageTaken(CaseOwned, Base):
    """Who took a package of an issue, from inside the product, and when first."""

    __tablename__ = "package_taken"
    __table_args__ = (UniqueConstraint("package_id", "person_id"),)
    shown_to_client = False

    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str]
    at: Mapped[datetime]


class CoverSheet(CaseOwned, Base):
    """One page on what became of an issue, made at every state from issued on."""

    __tablename__ = "cover_sheet"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    state: Mapped[IssueState] = mapped_column(EnumText(IssueState))
    sha256: Mapped[str] = mapped_column(String(64))
    seal_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class LaterFact(CaseOwned, Versioned, Base):
    """A fact discovered after the issue, and what was decided on it (clause 10)."""

    __tablename__ = "later_fact"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    description: Mapped[str]
    discovered_on: Mapped[date]
    told_by: Mapped[str]
    source_code: Mapped[str | None] = mapped_column(String(12))
    effect: Mapped[Decimal | None]
    group_code: Mapped[str | None] = mapped_column(String(4))
    is_qualitative: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[LaterFactOutcome] = mapped_column(
        EnumText(LaterFactOutcome), default=LaterFactOutcome.OPEN
    )
    note: Mapped[str | None]
    warned_users: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
