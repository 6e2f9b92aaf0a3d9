"""Dates that a target lives by: windows, due days and clocks, all civil dates."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

# The lengths of the current rules; a rule set hands in its own.
COMMITMENT_MONTHS, PUBLICATION_MONTHS = 24, 6
REVIEW_YEARS, UPDATE_MONTHS = 5, 12
LEAST_YEARS, MOST_YEARS, OLDEST_INVENTORY = 5, 10, 2


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month (29 Feb + 24 is 28 Feb)."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def due_before(year: int, month: int) -> date:
    """Return the last day that satisfies "before <month>": the day before the month begins (section 6)."""
    return date(year, month, 1) - timedelta(days=1)


def window_of(year: int, month: int) -> tuple[date, date]:
    """Return first and last day of "in <month>"."""
    first = date(year, month, 1)
    return first, month_end(first)


def commitment_ends(letter: date, months: int = COMMITMENT_MONTHS) -> date:
    """Return the last day to submit: 24 months after the commitment letter (CM-01, T1)."""
    return add_months(letter, months)


def submission_window(submission: date, least: int = LEAST_YEARS, most: int = MOST_YEARS) -> tuple[int, int]:
    """Return first and last target year allowed for a near-term target, 5 to 10 years on (NT-13, C13).

    The half of the year decides: to 30 June SY + 4 to SY + 9, from 1 July SY + 5 to SY + 10.
    """
    begun = submission.year - 1 if submission.month <= 6 else submission.year
    return begun + least, begun + most


def oldest_recent_year(submission: date, years: int = OLDEST_INVENTORY) -> int:
    """Return the oldest inventory year that counts as most recent at submission: SY - 2 (NT-14)."""
    return submission.year - years


def review_trigger(published: date, years: int = REVIEW_YEARS) -> date:
    """Return the end of the month five years after publication or the last complete update (NT-29, T2)."""
    return month_end(add_months(published, 12 * years))


def review_update_due(published: date, years: int = REVIEW_YEARS, months: int = UPDATE_MONTHS) -> date:
    """Return the last day for the update after a review: 12 months after its trigger (NT-29)."""
    return month_end(add_months(review_trigger(published, years), months))


def publication_due(approved: date, months: int = PUBLICATION_MONTHS) -> date:
    """Return the last day to announce an approved target: six months after the decision (NT-31)."""
    return add_months(approved, months)
