"""Tables of the engagement."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.access import Role
from workflow.cases.rules import (
    AssuranceLevel,
    CaseState,
    ConsolidationApproach,
    EngagementType,
    Netting,
    SignatureKind,
    ThreatDecision,
    ThreatKind,
    ThreatRisk,
)
from workflow.db import Base, CaseItself, CaseOwned, EnumText, Versioned


class Case(CaseItself, Versioned, Base):
    """One agreed verification; the body owns it (`owner_org_id`)."""

    __tablename__ = "verification_case"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str]
    state: Mapped[CaseState] = mapped_column(EnumText(CaseState), default=CaseState.DRAFT, index=True)
    is_suspended: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    client_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    responsible_party_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    group_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    intended_users: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    is_base_year: Mapped[bool] = mapped_column(default=False)
    is_first_verification: Mapped[bool] = mapped_column(default=True)
    is_group_case: Mapped[bool] = mapped_column(default=False, server_default="0")
    edition: Mapped[str] = mapped_column(String(60), default="ISO 14064-3:2019")
    programme: Mapped[str | None]
    netting: Mapped[Netting] = mapped_column(EnumText(Netting), default=Netting.ALLOWED)
    must_correct_all: Mapped[bool] = mapped_column(default=False)
    reviewer_outside_client: Mapped[bool] = mapped_column(default=False)
    look_back_years: Mapped[int] = mapped_column(default=2)
    pervasive_share: Mapped[Decimal] = mapped_column(default=Decimal("0.50"))
    required_competences: Mapped[list[Any]] = mapped_column(default=list)
    sites: Mapped[str | None]
    categories: Mapped[list[Any]] = mapped_column(default=list)
    activity_description: Mapped[str | None]
    applied_on: Mapped[date | None]
    body_cleared_on: Mapped[date | None]
    body_clearance: Mapped[str | None]
    one_person_waiver: Mapped[str | None]


class CaseGrant(CaseOwned, Base):
    """A dated opening of the case to another organisation, or to one person of it."""

    __tablename__ = "case_grant"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class TeamMember(CaseOwned, Base):
    """A role of a person on the case; removed members stay, with an end (SOD-10)."""

    __tablename__ = "team_member"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str]
    role: Mapped[Role] = mapped_column(EnumText(Role))
    is_proposed: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None]


class AssuranceGroup(CaseOwned, Versioned, Base):
    """Categories judged together: one level, one threshold, one conclusion."""

    __tablename__ = "assurance_group"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(4))
    name: Mapped[str]
    categories: Mapped[list[Any]]
    engagement_type: Mapped[EngagementType] = mapped_column(
        EnumText(EngagementType), default=EngagementType.VERIFICATION
    )
    level: Mapped[AssuranceLevel] = mapped_column(EnumText(AssuranceLevel))
    threshold_percent: Mapped[Decimal]
    performance_share: Mapped[Decimal] = mapped_column(default=Decimal("0.75"))
    qualitative_materiality: Mapped[str | None]


class Agreement(CaseOwned, Versioned, Base):
    """The agreed terms (clause 5.1; fields of 1.2); signed by both sides over its hash."""

    __tablename__ = "agreement"

    objectives: Mapped[str | None]
    criteria: Mapped[str | None]
    organisational_boundary: Mapped[str | None]
    consolidation_approach: Mapped[ConsolidationApproach | None] = mapped_column(
        EnumText(ConsolidationApproach)
    )
    scope_sites: Mapped[str | None]
    scope_categories: Mapped[str | None]
    gases: Mapped[str | None]
    site_visit_plan: Mapped[str | None]
    timetable_start: Mapped[date | None]
    timetable_end: Mapped[date | None]
    access_and_confidentiality: Mapped[str | None]
    fees: Mapped[str | None]
    use_of_statement: Mapped[str | None]
    later_facts_rule: Mapped[str | None]
    restriction_on_use: Mapped[str | None]
    languages: Mapped[list[Any]] = mapped_column(default=lambda: ["en"])
    prevailing_language: Mapped[str] = mapped_column(String(12), default="en")
    agreed_on: Mapped[date | None]
    framework_reference: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))


class SignatureAct(CaseOwned, Base):
    """An act of signing in the product, over the hash that the page showed (decision 13)."""

    __tablename__ = "signature_act"

    kind: Mapped[SignatureKind] = mapped_column(EnumText(SignatureKind))
    subject: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    person_role: Mapped[str]
    organisation_name: Mapped[str]
    signed_at: Mapped[datetime]
    scan_document_code: Mapped[str | None] = mapped_column(String(20))


class ImpartialityDeclaration(CaseOwned, Versioned, Base):
    """What a person declares for this case, and the body's clearance of it."""

    __tablename__ = "impartiality_declaration"
    shown_to_client = False

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str]
    declared_at: Mapped[datetime]
    statement: Mapped[str]
    is_cleared: Mapped[bool] = mapped_column(default=False)
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str | None]
    clearance_reason: Mapped[str | None]


class ImpartialityThreat(CaseOwned, Base):
    """A declared threat with its time, risk, safeguard and decision."""

    __tablename__ = "impartiality_threat"
    shown_to_client = False

    declaration_id: Mapped[int] = mapped_column(ForeignKey("impartiality_declaration.id"), index=True)
    kind: Mapped[ThreatKind] = mapped_column(EnumText(ThreatKind))
    description: Mapped[str]
    is_consultancy: Mapped[bool] = mapped_column(default=False)
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    risk: Mapped[ThreatRisk] = mapped_column(EnumText(ThreatRisk))
    safeguard: Mapped[str | None]
    decision: Mapped[ThreatDecision] = mapped_column(EnumText(ThreatDecision), default=ThreatDecision.OPEN)


class CaseCode(Base):
    """The next number of a series of codes on a case (F, E, L ...); codes are never reused."""

    __tablename__ = "case_code"
    __table_args__ = (UniqueConstraint("case_id", "series"),)
    unrecorded = "the coded thing's own event tells the code"

    case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"), index=True)
    series: Mapped[str] = mapped_column(String(4))
    last: Mapped[int] = mapped_column(default=0)
