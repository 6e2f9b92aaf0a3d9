"""Tables of the month grid: the meters that have a row, where each bill stands, and what was asked for of a row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.db import Base, CaseOwned, EnumText, Versioned
from workflow.figures.grid.rules import Carrier


class Meter(CaseOwned, Versioned, Base):
    """A meter or billed account of the case, as its bills print it, and the source that it measures."""

    __tablename__ = "meter"
    __table_args__ = (UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(String(12))
    number: Mapped[str | None] = mapped_column(String(80))
    account: Mapped[str | None] = mapped_column(String(80))
    seller: Mapped[str | None]
    site: Mapped[str | None]
    carrier: Mapped[Carrier | None] = mapped_column(EnumText(Carrier))
    source_code: Mapped[str | None] = mapped_column(String(10))
    opened_by: Mapped[str]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    opened_from: Mapped[str | None] = mapped_column(String(40))


class BillPlacement(CaseOwned, Versioned, Base):
    """Where one bill of a document stands in the grid, or why it stands nowhere; a person's word outlasts readings.

    `page` is its first page, `part` the meter where a page bills several. `row` is the code of a meter (M-001)
    or of a source (S06), `month` the first day of its month; both None while it waits for a person, who is told
    `reason` ([sentence, parameters]) and the rows that it may be (`candidates`). A bill `is_beside` another when
    it only charges what that one measures. `placed_by_id` is None where the reading decided.
    """

    __tablename__ = "bill_placement"
    __table_args__ = (UniqueConstraint("document_id", "page", "part"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    page: Mapped[int]
    part: Mapped[str] = mapped_column(String(80), default="")
    meter: Mapped[str | None] = mapped_column(String(80))
    account: Mapped[str | None] = mapped_column(String(80))
    row: Mapped[str | None] = mapped_column(String(12))
    month: Mapped[date | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    is_beside: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[list[Any]] = mapped_column(default=list)
    sureness: Mapped[Decimal] = mapped_column(default=Decimal(0))
    reason: Mapped[list[Any]] = mapped_column(default=list)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    placed_by: Mapped[str]
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    placed_at: Mapped[datetime]
    set_aside_because: Mapped[str | None]


class RequestedMonths(CaseOwned, Base):
    """Which cells of a row a request for evidence asks for; `months` as 2021-03."""

    __tablename__ = "requested_months"
    __table_args__ = (UniqueConstraint("request_id", "row"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("evidence_request.id"), index=True)
    row: Mapped[str] = mapped_column(String(12))
    months: Mapped[list[Any]]
