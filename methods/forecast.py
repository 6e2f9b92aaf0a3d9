"""When the open units of a milestone will be closed, by the pace of the last eight weeks, with a range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from methods.milestones import UnitCount
from methods.sentence import Sentence, sentence

WEEKS, DAYS_A_WEEK, LEAST_CLOSINGS = 8, 7, 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day on which the last open unit closes at the present pace, and the range about it.

    `per_week` is closings a week; `days_late` counts from the due day, below 0 early, None without one. The
    range takes the pace one standard deviation of a count up and down: n closings could have been n +/- sqrt(n).
    """

    as_of: date
    required: int
    closed: int
    open: int
    per_week: Decimal
    earliest: date
    expected: date
    latest: date
    days_late: int | None
    sentence: Sentence


def closings_in_window(closed_on: Iterable[date], as_of: date) -> int:
    """Return closings of the last eight weeks, the day itself included."""
    begins = as_of - timedelta(days=WEEKS * DAYS_A_WEEK)
    return sum(1 for day in closed_on if begins < day <= as_of)


def forecast(count: UnitCount, closed_on: Iterable[date], due: date | None) -> Forecast | None:
    """Return the forecast as of the count's day; None when nothing is open or under four closings are known.

    `closed_on` are the closing days of the units; open units / closings a week, rounded up to a whole day.
    """
    closings = closings_in_window(closed_on, count.as_of)
    return forecast_numbers(count.as_of, len(count.closed), len(count.open), closings, due)


def forecast_numbers(
    as_of: date, closed: int, still_open: int, closings: int, due: date | None
) -> Forecast | None:
    """Return the forecast from the numbers alone: units closed and open, `closings` of the last eight weeks."""
    if still_open == 0 or closings < LEAST_CLOSINGS:
        return None
    pace = Decimal(closings)
    spread = pace.sqrt()
    expected = _closes(as_of, still_open, pace)
    days_late = None if due is None else (expected - due).days
    required = closed + still_open
    return Forecast(
        as_of=as_of,
        required=required,
        closed=closed,
        open=still_open,
        per_week=pace / WEEKS,
        earliest=_closes(as_of, still_open, pace + spread),
        expected=expected,
        latest=_closes(as_of, still_open, pace - spread),
        days_late=days_late,
        sentence=_say(required, expected, days_late),
    )


def _closes(as_of: date, left: int, closings: Decimal) -> date:
    days = left * WEEKS * DAYS_A_WEEK / closings
    return as_of + timedelta(days=int(days.to_integral_value(rounding=ROUND_CEILING)))


def _say(required: int, expected: date, days_late: int | None) -> Sentence:
    known = {"required": required, "day": expected.isoformat()}
    if days_late is None:
        return sentence("%(required)s of %(required)s on %(day)s", **known)
    if days_late > 0:
        return sentence(
            "%(required)s of %(required)s on %(day)s, %(days)s days late", days=days_late, **known
        )
    return sentence("%(required)s of %(required)s on %(day)s, in time", **known)
