"""Tables of figures with their place, their links, tests and the results of checks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.figures.rules import (
    AnchorAnswer,
    AnchorOutcome,
    CheckOutcome,
    FigureState,
    LinkRole,
    SuggestionAnswer,
    Technique,
    TestResult,
)


class Figure(CaseOwned, Versioned, Base):
    """One printed number with its place: file hash, page or cell, and box in points of the shown page."""

    __tablename__ = "figure"
    __table_args__ = (UniqueConstraint("document_version_id", "number"),)

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(24))
    page: Mapped[int]
    cell: Mapped[str | None] = mapped_column(String(120))
    box: Mapped[list[Any] | None]
    raw: Mapped[str]
    quote: Mapped[str]
    read_value: Mapped[Decimal | None]
    value: Mapped[Decimal]
    unit: Mapped[str | None] = mapped_column(String(40))
    label: Mapped[str | None]
    column: Mapped[str | None]
    meter: Mapped[str | None] = mapped_column(String(80))
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    method: Mapped[str] = mapped_column(String(12))
    is_witnessed: Mapped[bool] = mapped_column(default=False)
    is_invisible: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[Decimal]
    state: Mapped[FigureState] = mapped_column(EnumText(FigureState), default=FigureState.PROPOSED)
    read_right_by: Mapped[str | None]
    read_right_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_right_at: Mapped[datetime | None]
    rejected_reason: Mapped[str | None]
    captured_by: Mapped[str | None]


class FigureAnchor(CaseOwned, Versioned, Base):
    """What became of a figure that a person worked on in a newer version of its document.

    `figure_id` is the figure of the older version, `found_id` that of the newer one: the same print, or what
    stands there now. `differs` names what changed, `candidates` the figures that it may be.
    """

    __tablename__ = "figure_anchor"
    __table_args__ = (UniqueConstraint("figure_id", "document_version_id"),)

    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    outcome: Mapped[AnchorOutcome] = mapped_column(EnumText(AnchorOutcome))
    found_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"), index=True)
    differs: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    found_at: Mapped[datetime]
    read_right_by: Mapped[str | None]
    read_right_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_right_at: Mapped[datetime | None]
    was_tested: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[AnchorAnswer | None] = mapped_column(EnumText(AnchorAnswer))
    answer_reason: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class DocumentLayout(CaseOwned, Versioned, Base):
    """Where figures stand on the documents of one layout, learnt from the one that a person worked on."""

    __tablename__ = "document_layout"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    issuer: Mapped[str]
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    pages: Mapped[list[Any]]
    fields: Mapped[int]
    made_by: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    retired_by: Mapped[str | None]
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str | None]


class LayoutUse(CaseOwned, Base):
    """A page that was found to be of a layout: how alike it is, and what could not be read on it."""

    __tablename__ = "layout_use"
    __table_args__ = (UniqueConstraint("layout_id", "document_version_id", "page"),)

    layout_id: Mapped[int] = mapped_column(ForeignKey("document_layout.id"), index=True)
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    page: Mapped[int]
    score: Mapped[Decimal]
    unread: Mapped[list[Any]] = mapped_column(default=list)
    tried_at: Mapped[datetime]


class Suggestion(CaseOwned, Versioned, Base):
    """A figure that a layout reads on a page; `figure_id` is the reader's own figure there, if it saw one."""

    __tablename__ = "figure_suggestion"
    __table_args__ = (UniqueConstraint("layout_id", "document_version_id", "page", "place"),)

    layout_id: Mapped[int] = mapped_column(ForeignKey("document_layout.id"), index=True)
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    figure_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"), index=True)
    page: Mapped[int]
    place: Mapped[int]
    box: Mapped[list[Any]]
    raw: Mapped[str]
    value: Mapped[Decimal]
    unit: Mapped[str | None] = mapped_column(String(40))
    label: Mapped[str | None]
    meter: Mapped[str | None] = mapped_column(String(80))
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    confidence: Mapped[Decimal]
    is_disputed: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[SuggestionAnswer | None] = mapped_column(EnumText(SuggestionAnswer))
    answered_by: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class DrawnTable(CaseOwned, Versioned, Base):
    """A region of a page that a person drew to be read as a table, and its grid as they mended it.

    `reading_sha256` names what the reader saw in the box, `reason` says why it saw nothing. A table without
    `drawn_by` is only offered: it stands where that of `offered_from_id` may stand on a page of the same layout,
    which `layout` knows once figures were taken of it.
    """

    __tablename__ = "drawn_table"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(24))
    page: Mapped[int]
    box: Mapped[list[Any]]
    reading_sha256: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None]
    grid: Mapped[dict[str, Any] | None]
    drawn_by: Mapped[str | None]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime | None]
    offered_from_id: Mapped[int | None] = mapped_column(ForeignKey("drawn_table.id"), index=True)
    likeness: Mapped[Decimal | None]
    layout: Mapped[dict[str, Any] | None]
    taken_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class PrintedField(CaseOwned, Base):
    """A labelled thing that is no figure: meter, invoice number, dates, readings, certificate."""

    __tablename__ = "printed_field"
    unrecorded = "it is part of the reading, whose event tells its hash"

    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str]
    page: Mapped[int]
    cell: Mapped[str | None] = mapped_column(String(120))
    box: Mapped[list[Any] | None]


class FigureLink(CaseOwned, Versioned, Base):
    """A figure bound to a source's line: what it contributes, in the line's unit."""

    __tablename__ = "figure_link"

    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("statement_line.id"), index=True)
    role: Mapped[LinkRole] = mapped_column(EnumText(LinkRole))
    contribution: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(40))
    conversion: Mapped[str | None]
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class FigureTest(CaseOwned, Base):
    """The second act: a verifier found that the figure holds against the line, or does not."""

    __tablename__ = "figure_test"
    shown_to_client = False

    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("statement_line.id"), index=True)
    activity_code: Mapped[str | None] = mapped_column(String(12))
    technique: Mapped[Technique] = mapped_column(EnumText(Technique))
    result: Mapped[TestResult] = mapped_column(EnumText(TestResult))
    verifier_value: Mapped[Decimal | None]
    note: Mapped[str | None]
    tested_by: Mapped[str]
    tested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tested_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class CheckResult(CaseOwned, Base):
    """What an automatic check (EV-01 ...) found, with the numbers it used."""

    __tablename__ = "check_result"
    shown_to_client = False

    code: Mapped[str] = mapped_column(String(8), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    outcome: Mapped[CheckOutcome] = mapped_column(EnumText(CheckOutcome))
    sentence: Mapped[str]
    numbers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    checked_at: Mapped[datetime]
    is_current: Mapped[bool] = mapped_column(default=True)
    finding_code: Mapped[str | None] = mapped_column(String(12))


class CertificateClaim(CaseOwned, Base):
    """What a case claims of an energy certificate; EV-12 asks for the same certificate over all cases."""

    __tablename__ = "certificate_claim"
    __table_args__ = (UniqueConstraint("case_id", "certificate"),)
    unrecorded = "it restates links and lines, whose own events tell of them"

    certificate: Mapped[str] = mapped_column(String(120), index=True)
    claimant: Mapped[str]
    mwh: Mapped[Decimal]
