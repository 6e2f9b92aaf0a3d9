"""The bills on the pages of a document, from what was read there: pure, one bill for each meter and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from methods.evidence_checks import Period
from methods.uncomputable import Uncomputable
from methods.units import Dimension, name_unit
from workflow.figures.grid.rules import BillRead, Carrier, carriers_in

_CHARGED = frozenset(
    {Dimension.ENERGY, Dimension.VOLUME, Dimension.NORMAL_VOLUME, Dimension.STANDARD_VOLUME, Dimension.MASS}
)
# Smaller amounts are prices, multipliers and shares, which many bills have in common.
_LEAST = Decimal(10)


@dataclass(frozen=True)
class PrintedAmount:
    """A figure of a page as far as the grid asks."""

    value: Decimal
    unit: str | None = None
    meter: str | None = None
    start: date | None = None
    end: date | None = None
    is_from_picture: bool = False


@dataclass(frozen=True)
class PrintedPage:
    """One page: its labelled fields (name, value) in the order of print, its figures and its words."""

    page: int
    fields: tuple[tuple[str, str], ...] = ()
    amounts: tuple[PrintedAmount, ...] = ()
    text: str = ""
    layouts: frozenset[int] = frozenset()

    def values(self, name: str) -> tuple[str, ...]:
        """The different values of a field, in the order of print."""
        return tuple(dict.fromkeys(value for held, value in self.fields if held == name))


def bills_on(pages: Iterable[PrintedPage], carrier: Carrier | None = None) -> list[BillRead]:
    """The bills of a document by page; a page that only goes on with a bill is part of it.

    `carrier` is the one that the kind of document says, where a person chose it. A document on which nothing
    of a bill is read is one bill with nothing on it, so that it is accounted for.
    """
    bills: list[BillRead] = []
    for page in pages:
        found = _bills_of(page, carrier)
        if bills and all(_goes_on(bill, bills[-1]) for bill in found):
            bills[-1] = _joined(bills[-1], found)
        else:
            bills += found
    return bills


def _bills_of(page: PrintedPage, carrier: Carrier | None) -> list[BillRead]:
    meters = page.values("meter")
    whole = _bill(page, carrier)
    if len(meters) < 2:
        return [replace(whole, meter=meters[0] if meters else None)]
    return [_of_meter(whole, page, meter) for meter in meters]


def _bill(page: PrintedPage, carrier: Carrier | None) -> BillRead:
    period, printed = _period(page)
    return BillRead(
        page=page.page,
        account=_only(page.values("account")),
        seller=_only(page.values("seller")),
        period=period,
        issued=_day(_only(page.values("issue_date"))),
        invoice_number=_only(page.values("invoice_number")),
        carriers=frozenset({carrier}) if carrier else carriers_in(page.text),
        quantities=_quantities(page.amounts),
        text=page.text,
        layouts=page.layouts,
        is_from_picture=any(amount.is_from_picture for amount in page.amounts),
        periods_printed=printed,
    )


def _of_meter(whole: BillRead, page: PrintedPage, meter: str) -> BillRead:
    """One meter's part of a page that names several."""
    own = tuple(amount for amount in page.amounts if amount.meter == meter)
    period = _span(own) or whole.period
    return replace(whole, meter=meter, period=period, quantities=_quantities(own))


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len(values) == 1 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _period(page: PrintedPage) -> tuple[Period | None, int]:
    """The billed period of a page, and how many different ones its labels print."""
    starts, ends = page.values("period_start"), page.values("period_end")
    printed = max(len(starts), len(ends))
    start, end = _day(_only(starts)), _day(_only(ends))
    if start and end and start <= end:
        return Period(start, end), 1
    return (None, printed) if printed > 1 else (_span(page.amounts), 1)


def _span(amounts: Iterable[PrintedAmount]) -> Period | None:
    """From the first to the last day of the figures' own periods: the rows of a statement over several months."""
    spans = [(a.start, a.end) for a in amounts if a.start and a.end and a.start <= a.end]
    if not spans:
        return None
    return Period(min(start for start, _ in spans), max(end for _, end in spans))


def _quantities(amounts: Iterable[PrintedAmount]) -> frozenset[tuple[Decimal, str]]:
    found = ((amount.value, _symbol(amount.unit)) for amount in amounts if abs(amount.value) >= _LEAST)
    return frozenset((value.normalize(), symbol) for value, symbol in found if symbol)


def _symbol(unit: str | None) -> str | None:
    """The one name of a unit of energy or fuel; None for any other."""
    try:
        known = name_unit(unit) if unit else None
    except Uncomputable:
        return None
    return known.symbol if known and known.dimension in _CHARGED else None


def _goes_on(bill: BillRead, before: BillRead) -> bool:
    """True when nothing on a page says that another bill begins there."""
    if bill.meter not in (None, before.meter) or bill.account not in (None, before.account):
        return False
    if bill.invoice_number not in (None, before.invoice_number):
        return False
    is_same = bill.period == before.period
    return is_same if bill.period else not bill.meter and not bill.issued


def _joined(before: BillRead, found: Sequence[BillRead]) -> BillRead:
    more = frozenset().union(*(bill.quantities for bill in found))
    return replace(before, quantities=before.quantities | more)
