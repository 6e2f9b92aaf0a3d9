"""Checks on time: coverage of the year by bills (EV-01), cut-off (EV-02), calibration gaps (EV-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.rounding import ZERO, round_to
from methods.uncomputable import Uncomputable

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Civil dates, both included; raises Uncomputable when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Uncomputable(
                "A period cannot end (%(end)s) before it starts (%(start)s). Correct the dates.",
                start=self.start,
                end=self.end,
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def common(self, other: Period) -> Period | None:
        """Return the days both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill of one meter; the quantity is needed for proration only."""

    document: str
    period: Period
    quantity: Decimal = ZERO
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration certificate of a meter and the days it is valid."""

    certificate: str
    valid: Period


def uncovered(periods: Iterable[Period], year: Period) -> tuple[Period, ...]:
    """Return the parts of `year` that no period covers, in order."""
    gaps: list[Period] = []
    next_day = year.start
    for period in sorted(periods):
        inside = period.common(year)
        if inside is None:
            continue
        if inside.start > next_day:
            gaps.append(Period(next_day, inside.start - ONE_DAY))
        next_day = max(next_day, inside.end + ONE_DAY)
    if next_day <= year.end:
        gaps.append(Period(next_day, year.end))
    return tuple(gaps)


def overlapping(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return the stretches of days that two or more periods cover, joined where they touch."""
    doubled: list[Period] = []
    seen: Period | None = None
    for period in sorted(periods):
        twice = None if seen is None else period.common(seen)
        if twice is not None:
            if doubled and twice.start <= doubled[-1].end + ONE_DAY:
                doubled[-1] = Period(doubled[-1].start, max(doubled[-1].end, twice.end))
            else:
                doubled.append(twice)
        if seen is None or period.end > seen.end:
            seen = period
    return tuple(doubled)


def _days(periods: Iterable[Period]) -> int:
    return sum(period.days for period in periods)


def check_period_coverage(meter: str, bills: Sequence[Bill], year: Period) -> CheckResult:
    """EV-01: the bills of a meter cover the reporting period without gap, overlap or bill from outside.

    A bill that crosses the edge of the period is named and left to EV-02.
    """
    periods = [bill.period for bill in bills]
    gaps, overlaps = uncovered(periods, year), overlapping(periods)
    outside = [bill for bill in bills if bill.period.common(year) is None]
    crossing = [bill for bill in bills if bill not in outside and bill.period.common(year) != bill.period]
    return answer(
        "EV-01",
        None if not bills else not (gaps or overlaps or outside),
        Sentences(
            fails="%(meter)s, %(year)s: %(gap_days)s days without a bill (%(gaps)s), %(overlap_days)s days "
            "billed twice (%(overlaps)s), bills from outside: %(out_of_period)s.",
            passes="%(meter)s: %(bills)s bills cover %(year)s without gap or overlap; across its edge: "
            "%(crossing)s.",
            not_applicable="%(meter)s has no bill yet.",
        ),
        meter=meter,
        year=year,
        bills=len(bills),
        gap_days=_days(gaps),
        gaps=listed([str(gap) for gap in gaps]),
        overlap_days=_days(overlaps),
        overlaps=listed([str(overlap) for overlap in overlaps]),
        out_of_period=listed([f"{bill.document} {bill.period}" for bill in outside]),
        crossing=listed([f"{bill.document} {bill.period}" for bill in crossing]),
    )


def prorate(quantity: Decimal, period: Period, year: Period) -> Decimal:
    """Return the part of a billed quantity that falls into `year`, by days, unrounded, in the bill's unit."""
    inside = period.common(year)
    return ZERO if inside is None else quantity * inside.days / period.days


def check_proration(bill: Bill, included: Decimal, year: Period) -> CheckResult:
    """EV-02: what the line takes from a bill is its share by days, to 0.01 of the bill's unit.

    Not applicable to a bill that lies inside the reporting period.
    """
    inside = bill.period.common(year)
    share = round_to(prorate(bill.quantity, bill.period, year), 2)
    difference = included - share
    return answer(
        "EV-02",
        None if inside == bill.period else abs(difference) <= Decimal("0.01"),
        Sentences(
            fails="%(document)s: %(inside_days)s of %(days)s days fall into %(year)s, so %(share)s of "
            "%(quantity)s %(unit)s belong to it; the line takes %(included)s (difference %(difference)s).",
            passes="%(document)s: %(inside_days)s of %(days)s days fall into %(year)s; the line takes "
            "%(included)s of %(quantity)s %(unit)s.",
            not_applicable="%(document)s lies inside %(year)s; nothing is prorated.",
        ),
        document=bill.document,
        period=bill.period,
        year=year,
        inside_days=0 if inside is None else inside.days,
        days=bill.period.days,
        quantity=bill.quantity,
        unit=bill.unit,
        share=share,
        included=included,
        difference=difference,
    )


def check_calibration(meter: str, certificates: Sequence[Calibration], year: Period) -> CheckResult:
    """EV-10: a calibration certificate of the meter is valid on every day of the reporting period."""
    gaps = uncovered((item.valid for item in certificates), year)
    return answer(
        "EV-10",
        not gaps,
        Sentences(
            fails="%(meter)s has no valid calibration on %(gap_days)s days of %(year)s (%(gaps)s).",
            passes="%(meter)s was calibrated on every day of %(year)s.",
        ),
        meter=meter,
        year=year,
        certificates=listed([f"{item.certificate} {item.valid}" for item in certificates]),
        gap_days=_days(gaps),
        gaps=listed([str(gap) for gap in gaps]),
    )
