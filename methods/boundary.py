"""The organisational boundary over time: who holds what share of an entity, and how much of it is included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from methods.rounding import ZERO
from methods.uncomputable import Uncomputable


class Approach(StrEnum):
    """The consolidation approach; one holds for the whole group (3.1)."""

    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


@dataclass(frozen=True, slots=True)
class Holding:
    """What the group holds of an entity from one day to another, both included; no last day: until now.

    `equity` is a share (0.6 is 60 %).
    """

    entity: str
    valid_from: date
    valid_to: date | None
    equity: Decimal
    has_operational_control: bool
    has_financial_control: bool

    def inclusion(self, approach: Approach) -> Decimal:
        """Return 1 or 0 under control, the share under equity (3.1)."""
        if approach is Approach.EQUITY_SHARE:
            return self.equity
        is_operational = approach is Approach.OPERATIONAL_CONTROL
        is_controlled = self.has_operational_control if is_operational else self.has_financial_control
        return Decimal(is_controlled)

    def holds_on(self, day: date) -> bool:
        """Say whether the holding stands on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def inclusion_on(holdings: Iterable[Holding], approach: Approach, day: date) -> Decimal:
    """Return one entity's inclusion factor on a day: 0 where nothing is held.

    Raises Uncomputable for holdings of several entities, a share outside 0..1, or two that overlap.
    """
    standing = [holding for holding in _in_order(holdings) if holding.holds_on(day)]
    return standing[0].inclusion(approach) if standing else ZERO


def inclusion_over(
    holdings: Iterable[Holding], approach: Approach, first_day: date, last_day: date
) -> Decimal:
    """Return one entity's inclusion factor for a period, weighed by days, both ends included.

    For an entity whose statement covers the whole period; one that states its months in the group alone takes
    the factor of a day. The standard leaves the choice open: this is the product's own rule.
    """
    days = (last_day - first_day).days + 1
    if days < 1:
        raise Uncomputable(
            "A period ends on %(last)s before it begins, %(first)s.", first=first_day, last=last_day
        )
    weighed = ZERO
    for holding in _in_order(holdings):
        begin = max(first_day, holding.valid_from)
        end = min(last_day, holding.valid_to or last_day)
        weighed += holding.inclusion(approach) * max(0, (end - begin).days + 1)
    return weighed / days


def changes_between(
    holdings: Iterable[Holding], approach: Approach, first_day: date, last_day: date
) -> tuple[tuple[date, Decimal, Decimal], ...]:
    """Return the days in a period on which an entity's factor changed: day, factor before, factor since."""
    listed = _in_order(holdings)
    days = {holding.valid_from for holding in listed}
    days |= {holding.valid_to + timedelta(days=1) for holding in listed if holding.valid_to}
    changes = []
    for day in sorted(day for day in days if first_day <= day <= last_day):
        before, since = (inclusion_on(listed, approach, d) for d in (day - timedelta(days=1), day))
        if before != since:
            changes.append((day, before, since))
    return tuple(changes)


def _in_order(holdings: Iterable[Holding]) -> list[Holding]:
    """Return one entity's holdings by day; raises Uncomputable for what cannot stand beside another."""
    listed = sorted(holdings, key=lambda holding: holding.valid_from)
    for holding in listed:
        if holding.entity != listed[0].entity:
            raise Uncomputable(
                "%(one)s and %(other)s are different entities; each has a factor of its own.",
                one=listed[0].entity,
                other=holding.entity,
            )
        if not 0 <= holding.equity <= 1:
            raise Uncomputable(
                "The share held of %(entity)s is %(share)s; it must lie between 0 and 1.",
                entity=holding.entity,
                share=holding.equity,
            )
    for before, after in pairwise(listed):
        if before.holds_on(after.valid_from):
            raise Uncomputable(
                "%(entity)s is held twice on %(day)s: let the first holding end the day before.",
                entity=after.entity,
                day=after.valid_from,
            )
    return listed
