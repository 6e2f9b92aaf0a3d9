"""Which month a bill belongs in: by its period, by the bill whose amount it charges, by what was asked, by its date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from methods.evidence_checks import Period
from workflow.figures.grid.cells import home_month, month_of
from workflow.figures.grid.rules import BillRead, Fact
from workflow.i18n import N_, Message, message

OUTSIDE = N_(
    "Its period {period} lies outside the reporting period. If it was read wrongly, choose the month."
)
SEVERAL_PERIODS = N_("It prints more than one period. Choose the month that it bills.")
NO_MONTH = N_("No billed period is printed on it. Choose its month.")
ONLY_DATED = N_("It is dated {day} and prints no billed period. Choose its month.")
SAME_BILL = N_(
    "It is the same bill as {place}: same row, same period, same amounts. Set it aside, or place it all the same."
)
# An invoice is written this soon after the days that it charges.
DAYS_TO_INVOICE = 45


@dataclass(frozen=True)
class Month:
    """The month of a bill by the fact that decided; or none, with the reason."""

    day: date | None
    fact: Fact = Fact.PERIOD
    reason: Message | None = None
    is_beside: bool = False


@dataclass(frozen=True)
class Neighbour:
    """A bill that stands in the row already, with its name (E-001 p.3)."""

    place: str
    month: date
    period: Period
    read: BillRead
    came_first: bool = True


def choose_month(
    bill: BillRead, year: Period | None, neighbours: Callable[[], Sequence[Neighbour]],
    asked: Collection[str], *, is_monthly: bool,
) -> Month:  # fmt: skip
    """The month of a bill in its row; `neighbours` are looked up only where they are needed.

    A row that is billed by the month takes no month from a date of issue: that is another one as a rule.
    """
    if bill.period is not None:
        return _by_period(bill, bill.period, year, neighbours())
    if bill.periods_printed > 1:
        return Month(None, reason=message(SEVERAL_PERIODS))
    measured = _measured(bill, neighbours()) if bill.quantities else None
    if measured is not None:
        return Month(measured.month, Fact.QUANTITY, is_beside=True)
    if len(asked) == 1:
        return Month(date.fromisoformat(f"{next(iter(asked))}-01"), Fact.REQUEST)
    if bill.issued is None:
        return Month(None, reason=message(NO_MONTH))
    if is_monthly:
        return Month(None, reason=message(ONLY_DATED, day=bill.issued))
    if _is_outside(Period(bill.issued, bill.issued), year):
        return Month(None, reason=message(OUTSIDE, period=bill.issued))
    return Month(month_of(bill.issued).start, Fact.ISSUE_DATE)


def _by_period(bill: BillRead, period: Period, year: Period | None, neighbours: Iterable[Neighbour]) -> Month:
    if _is_outside(period, year):
        return Month(None, reason=message(OUTSIDE, period=f"{period.start} – {period.end}"))
    for other in neighbours:
        if other.came_first and other.period == period and other.read.quantities == bill.quantities:
            return Month(None, reason=message(SAME_BILL, place=other.place))
    return Month(home_month(period))


def _is_outside(period: Period, year: Period | None) -> bool:
    return year is not None and period.common(year) is None


def _measured(bill: BillRead, neighbours: Iterable[Neighbour]) -> Neighbour | None:
    """The one bill whose amount this invoice charges; of several, the one that it was written soon after."""
    fitting = [other for other in neighbours if other.read.quantities & bill.quantities]
    if len(fitting) > 1 and bill.issued is not None:
        fitting = [o for o in fitting if 0 <= (bill.issued - o.period.end).days <= DAYS_TO_INVOICE]
    return fitting[0] if len(fitting) == 1 else None
