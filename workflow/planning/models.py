"""Tables of planning; the evidence-gathering side is never shown to the client."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.figures.rules import Technique
from workflow.planning.rules import ActivityResult, Assertion, PlanState, VisitTrigger


class StrategicAnalysis(CaseOwned, Versioned, Base):
    """Clause 6.1.1: what the team understands of the organisation before it assesses risk."""

    __tablename__ = "strategic_analysis"
    shown_to_client = False

    sector_and_operations: Mapped[str | None]
    boundary_and_sources: Mapped[str | None]
    quantification_methods: Mapped[str | None]
    data_flow_and_controls: Mapped[str | None]
    changes_and_prior_findings: Mapped[str | None]
    users_needs: Mapped[str | None]
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]


class Risk(CaseOwned, Versioned, Base):
    """Clause 6.1.2: inherent and control risk of one source (or the unlisted ones) and assertion, 1 to 3."""

    __tablename__ = "risk"
    __table_args__ = (UniqueConstraint("case_id", "source_code", "assertion"),)
    shown_to_client = False

    source_code: Mapped[str] = mapped_column(String(12))
    assertion: Mapped[Assertion] = mapped_column(EnumText(Assertion))
    inherent: Mapped[int]
    control: Mapped[int]
    is_control_tested: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]


class Activity(CaseOwned, Versioned, Base):
    """A line of the evidence-gathering plan, and the working paper of doing it.

    `signed_content` is what each document and figure in the paper was like when its preparer signed.
    """

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("case_id", "code"),)
    shown_to_client = False

    code: Mapped[str] = mapped_column(String(12))
    source_codes: Mapped[list[Any]]
    assertion: Mapped[Assertion] = mapped_column(EnumText(Assertion))
    technique: Mapped[Technique] = mapped_column(EnumText(Technique))
    purpose: Mapped[str]
    population: Mapped[str | None]
    sampling_method: Mapped[str | None]
    evidence_requested: Mapped[str | None]
    assigned_to: Mapped[str | None]
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due: Mapped[date | None]
    work: Mapped[str | None]
    result: Mapped[ActivityResult] = mapped_column(EnumText(ActivityResult), default=ActivityResult.OPEN)
    conclusion: Mapped[str | None]
    finding_codes: Mapped[list[Any]] = mapped_column(default=list)
    evidence_codes: Mapped[list[Any]] = mapped_column(default=list)
    prepared_by: Mapped[str | None]
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    signed_content: Mapped[dict[str, Any] | None]


class Plan(CaseOwned, Versioned, Base):
    """The verification plan that the client sees, and the approval of it and of the activities."""

    __tablename__ = "verification_plan"

    state: Mapped[PlanState] = mapped_column(EnumText(PlanState), default=PlanState.DRAFT)
    objectives: Mapped[str | None]
    timetable: Mapped[str | None]
    team_and_roles: Mapped[str | None]
    what_is_needed: Mapped[str | None]
    sources_covered: Mapped[list[Any]] = mapped_column(default=list)
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    approved_on_version: Mapped[int | None]
    lifted_reason: Mapped[str | None]
    sent_at: Mapped[datetime | None]


class SiteVisit(CaseOwned, Versioned, Base):
    """A trigger of section 1.5, answered by a visit or by the lead verifier's justification."""

    __tablename__ = "site_visit"

    site: Mapped[str]
    trigger: Mapped[VisitTrigger] = mapped_column(EnumText(VisitTrigger))
    is_visited: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str | None] = mapped_column(String(20))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    people: Mapped[str | None]
    justification: Mapped[str | None]
    justified_by: Mapped[str | None]
    notes_document_code: Mapped[str | None] = mapped_column(String(12))


class Sample(CaseOwned, Versioned, Base):
    """A tonne-unit sample by the printed-table method (section 5.2): plan, draw and evaluation."""

    __tablename__ = "sample"
    __table_args__ = (UniqueConstraint("case_id", "code"),)
    shown_to_client = False

    code: Mapped[str] = mapped_column(String(12))
    activity_code: Mapped[str] = mapped_column(String(12))
    source_code: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(12))
    method_reason: Mapped[str]
    population: Mapped[str]
    population_document_code: Mapped[str | None] = mapped_column(String(12))
    population_sha256: Mapped[str] = mapped_column(String(64))
    population_file_sha256: Mapped[str | None] = mapped_column(String(64))
    population_factors: Mapped[str | None]
    population_tonnes: Mapped[Decimal]
    record_count: Mapped[int]
    tolerable: Mapped[Decimal]
    expected: Mapped[Decimal]
    risk_percent: Mapped[Decimal]
    reliability_factor: Mapped[Decimal]
    expansion_factor: Mapped[Decimal]
    interval: Mapped[Decimal]
    size: Mapped[int]
    start: Mapped[Decimal]
    start_reason: Mapped[str | None]
    seed: Mapped[str | None] = mapped_column(String(80))
    uniform: Mapped[Decimal | None]
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    replaces: Mapped[str | None] = mapped_column(String(12))
    void_reason: Mapped[str | None]
    evaluated_at: Mapped[datetime | None]
    projected: Mapped[Decimal | None]
    known: Mapped[Decimal | None]
    upper_over: Mapped[Decimal | None]
    upper_under: Mapped[Decimal | None]


class SampleItem(CaseOwned, Base):
    """One drawn record: recorded and verified tonnes, and where the verified value is printed."""

    __tablename__ = "sample_item"
    shown_to_client = False

    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"), index=True)
    record: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    recorded: Mapped[Decimal]
    hits: Mapped[int]
    is_certain: Mapped[bool] = mapped_column(default=False)
    verified: Mapped[Decimal | None]
    citation: Mapped[str | None]


class SamplePopulation(CaseOwned, Base):
    """The frozen list that a sample was drawn from, [record, tonnes] in its order, for drawing it again."""

    __tablename__ = "sample_population"
    unrecorded = "its hash stands in the event of the draw"

    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"), unique=True)
    records: Mapped[list[Any]]
