"""Working days of an organisation: Monday to Friday, less holidays, plus make-up workdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days an organisation works; deadlines end at 24:00 in its zone (decision 7)."""

    zone: str = "UTC"
    holidays: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """True when the organisation works on that day."""
        if day in self.makeup_workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def add_working_days(self, start: date, days: int) -> date:
        """The day that lies `days` working days after (or, negative, before) `start`."""
        step = timedelta(days=1 if days >= 0 else -1)
        day, left = start, abs(days)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day

    def working_days(self, first: date, last: date) -> list[date]:
        """All working days from first to last, both included."""
        span = (last - first).days
        return [d for n in range(span + 1) if self.is_working_day(d := first + timedelta(days=n))]

    def local_date(self, instant: datetime) -> date:
        """The civil date of an instant in the organisation's zone."""
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """The instant at which a deadline on that day has passed: 24:00 in the zone, as UTC."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC)

    def days_overdue(self, due: date, now: datetime) -> int:
        """Civil days past the due date, 0 when not overdue."""
        return max(0, (self.local_date(now) - due).days)
