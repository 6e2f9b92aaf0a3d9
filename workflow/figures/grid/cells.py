"""Months and days of the grid: which months a bill stands in, and the days of gap and of overlap in each."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from methods.evidence_checks import Period
from methods.evidence_checks.periods import overlapping, uncovered

MOST_MONTHS = 36


def month_of(day: date) -> Period:
    """The whole month in which a day lies."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def months_of(period: Period) -> tuple[Period, ...]:
    """The months that a period touches, in order, MOST_MONTHS at most."""
    months = [month_of(period.start)]
    while months[-1].end < period.end and len(months) < MOST_MONTHS:
        year, month = months[-1].start.year, months[-1].start.month
        months.append(month_of(date(year + month // 12, month % 12 + 1, 1)))
    return tuple(months)


def home_month(period: Period) -> date:
    """The first day of the month that holds most days of a bill; of two equal ones the later."""
    return max(months_of(period), key=lambda month: (_days(month.common(period)), month.start)).start


def stands_in(month: Period, home: date, period: Period | None) -> bool:
    """True in a bill's own month, and in each other of which it covers more than half."""
    if month.start == home:
        return True
    return period is not None and 2 * _days(month.common(period)) > month.days


def in_runs(months: Sequence[Period]) -> list[str]:
    """Months as people write them: 2021-01 – 2021-03, 2021-07; they come in order."""
    runs: list[list[Period]] = []
    for month in months:
        if runs and (month.start - runs[-1][-1].end).days == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [" – ".join(dict.fromkeys(f"{end.start:%Y-%m}" for end in (run[0], run[-1]))) for run in runs]


def _days(period: Period | None) -> int:
    return period.days if period else 0


@dataclass(frozen=True)
class Days:
    """Days of one month that no bill of a row covers, and those that two or more cover."""

    gap: int
    overlap: int


def days_of(month: Period, periods: Sequence[Period], billed: Iterable[Period]) -> Days:
    """The days of a month: gaps between all that covers it, overlaps between the bills themselves."""
    missing = sum(gap.days for gap in uncovered(periods, month))
    twice = sum(_days(month.common(stretch)) for stretch in overlapping(billed))
    return Days(missing, twice)
