"""The entity cases of a group case: whose statements enter the group's, and at which share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from methods.boundary import Approach, Holding, inclusion_over
from workflow.db import Base, CaseOwned, Versioned


class EntityCase(CaseOwned, Versioned, Base):
    """One entity of a group case, with the case in which its own statement is verified.

    `holdings` are what the group holds of it and from when to when, as JSON; the inclusion factor follows from
    them, the approach of the agreement and the period. `left_out` says why the group's statement goes without
    it. `stratum` and `coverage` are the verifier's: which sample of sites speaks for the entity, and how.
    """

    __tablename__ = "entity_case"
    __table_args__ = (UniqueConstraint("case_id", "entity_case_id"),)

    entity_case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    holdings: Mapped[list[Any]]
    reason: Mapped[str]
    left_out: Mapped[str | None]
    stratum: Mapped[str | None] = mapped_column(String(60))
    coverage: Mapped[str | None]
    covered_by: Mapped[str | None]
    ended_reason: Mapped[str | None]

    @property
    def held(self) -> tuple[Holding, ...]:
        """The holdings as methods.boundary computes with them."""
        return tuple(_holding(self.code, item) for item in self.holdings)

    def inclusion(self, approach: Approach, first_day: date, last_day: date) -> Decimal:
        """The share of the entity's statement that enters the group's for a period, 0 to 1.

        Raises Uncomputable for holdings that overlap or lie outside 0..1.
        """
        return inclusion_over(self.held, approach, first_day, last_day)


def holding_to_json(holding: Holding) -> dict[str, Any]:
    """A holding as it is kept; the entity is the row's own."""
    return {
        "from": holding.valid_from.isoformat(),
        "to": holding.valid_to.isoformat() if holding.valid_to else None,
        "equity": format(holding.equity, "f"),
        "operational": holding.has_operational_control,
        "financial": holding.has_financial_control,
    }


def _holding(entity: str, item: dict[str, Any]) -> Holding:
    last = item["to"]
    return Holding(
        entity=entity,
        valid_from=date.fromisoformat(item["from"]),
        valid_to=date.fromisoformat(last) if last else None,
        equity=Decimal(item["equity"]),
        has_operational_control=item["operational"],
        has_financial_control=item["financial"],
    )
