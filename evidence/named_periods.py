"""Reads the names that headers give to periods: "FY23", "2022/23", "1Q23", "Oct 22", "Apr 22 – Mar 23"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evidence.dates import (
    MONTH,
    YearFrame,
    month_number,
    month_period,
    part_of_year,
    parts_period,
    year_period,
)
from evidence.reading import Period

_YEAR_WORD = (
    r"(?:FYE?|CY|GJ|WJ|Ex\.|Geschäftsjahr|Wirtschaftsjahr|Fiskaljahr|Berichtsjahr|Exercice|Année|"
    r"(?:fiscal|financial|reporting|business) year|year)"
)
_FISCAL_WORD = re.compile(r"(?i)^(?:FY|GJ|WJ|Ex|Geschäfts|Wirtschafts|Fiskal|fiscal|financial|business)|财")
_AFTER = r"(?:\s?[(（]?(?:restated|revised|audited|unaudited|actual|reported|angepasst|retraité)[)）]?|\*)?"
_WHOLE = re.compile(
    rf"(?:(?P<word>{_YEAR_WORD})\s?)?(?P<first>['’]?\d\d|(?:19|20)\d\d)"
    rf"(?:\s?[/–-]\s?(?P<second>['’]?\d\d|(?:19|20)\d\d))?{_AFTER}"
    r"|(?P<chinese>(?:19|20)\d\d)(?:[/–-](?P<to>\d{2,4}))?\s?(?:财政?年度?)",
    re.IGNORECASE,
)
# "1Q23", "Q1 '23", "H1 FY23", "FY23 Q1": the year may be printed with two digits.
_PART = re.compile(
    r"(?:(?P<a>[QTHS])\s?(?P<n>[1-4])|(?P<m>[1-4])\s?(?P<b>[QHTS]))[\s,]*(?P<fy>FY)?\s?(?P<year>['’]?\d\d|(?:19|20)\d\d)|"
    r"(?P<fy2>FY)\s?(?P<year2>['’]?\d\d|(?:19|20)\d\d)[\s,]*(?P<c>[QH])\s?(?P<k>[1-4])",
    re.IGNORECASE,
)
_MONTH = rf"(?P<{{0}}m>{MONTH})\.?\s?['’-]?\s?(?P<{{0}}y>\d\d|(?:19|20)\d\d)"
_MONTHS = re.compile(
    rf"{_MONTH.format('f')}(?:\s?(?:[–—-]|to|bis|à|au)\s?{_MONTH.format('t')})?", re.IGNORECASE
)
# Such a name among other words: "In FY23", "emissions of 2022/23".
_IN_TEXT = re.compile(
    r"(?<![\w.,/-])(?:(?:FY|GJ)\s?['’]?\d\d(?:\s?[/–-]\s?['’]?\d\d)?|(?:(?:FY|GJ)\s?)?(?:19|20)\d\d\s?[/–]\s?(?:20)?\d\d)"
    r"(?![\w/–-]|[.,]\d)"
)
# "Jan–Dec 2023", "2023年1-12月", "9M 2023": the year is named once, behind or before all months.
_MONTHS_OF_YEAR = re.compile(
    rf"(?P<f>{MONTH})\s?(?:[–—-]|to|bis|à)\s?(?P<t>{MONTH})[\s,]*(?P<year>(?:19|20)\d\d)|"
    r"(?P<chinese>(?:19|20)\d\d)\s?年\s?(?P<cf>1[0-2]|[1-9])\s?月?\s?[-–—~至]\s?(?P<ct>1[0-2]|[1-9])\s?月(?:份)?|"
    r"(?P<n>3|6|9|12)\s?M\s?(?P<nyear>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 4, 40
# A month with two digits is a day as well as a year: years of reports lie here.
_FIRST_SHORT, _LAST_SHORT = 5, 40


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A year (of a name of two years the second), the months of it that are meant, and how it is named."""

    year: int
    months: tuple[int, int] | None = None
    is_fiscal: bool = False
    is_split: bool = False

    def in_frame(self, frame: YearFrame | None) -> Period | None:
        """The days that are meant where years run as the frame says; None for "2022/23" where nothing says so."""
        if frame is None or frame.is_calendar:
            if self.is_split:
                return None
            return parts_period(self.year, self.months) if self.months else year_period(self.year)
        if self.months is None:
            return frame.ending_in(self.year)
        if not (self.is_fiscal or self.is_split):
            return parts_period(self.year, self.months)
        return _part_of_frame(frame, self.year, self.months)


def _part_of_frame(frame: YearFrame, year: int, months: tuple[int, int]) -> Period | None:
    """Some months of a year that begins in another month than January, counted from its first."""
    whole = frame.ending_in(year)
    if whole is None or whole.start is None or frame.first[1] != 1:
        return None
    ends = []
    for month in months:
        place = whole.start.month - 1 + month - 1
        ends.append(month_period(whole.start.year + place // 12, place % 12 + 1))
    return Period(ends[0].start, ends[1].end)


def named_in(
    text: str, start: int, end: int, frame: YearFrame | None
) -> list[tuple[int, int, Period | None]]:
    """The years that a text names by two or by their last digits between two places, as (at, to, days)."""
    found = []
    for one in _IN_TEXT.finditer(text, start, end):
        named = named_period(one.group())
        if isinstance(named, NamedPeriod):
            found.append((one.start(), one.end(), named.in_frame(frame)))
    return found


@lru_cache(maxsize=4096)
def named_period(text: str) -> NamedPeriod | Period | None:
    """The period that the whole text names; bare years and ranges of years far apart are not among them."""
    text = text.strip().strip("[]")
    if not _SHORTEST <= len(text) <= _LONGEST or not any(char.isdigit() for char in text):
        return None
    return _whole(text) or _part(text) or _months(text) or _months_of_year(text)


def _whole(text: str) -> NamedPeriod | None:
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    if found["chinese"]:
        first, second, is_fiscal = found["chinese"], found["to"], True
    else:
        first, second = found["first"].lstrip("'’"), found["second"]
        is_fiscal = _FISCAL_WORD.search(found["word"] or "") is not None
        if not found["word"] and (len(first) == 2 or not second):
            return None
    year = _year(first)
    if second is None:
        return NamedPeriod(year, None, is_fiscal)
    after = int(second.lstrip("'’")) % 100
    return NamedPeriod(year + 1, None, is_fiscal, is_split=True) if after == (year + 1) % 100 else None


def _part(text: str) -> NamedPeriod | None:
    found = _PART.fullmatch(text)
    if found is None:
        return None
    letter, number = found["a"] or found["b"] or found["c"], found["n"] or found["m"] or found["k"]
    year = (found["year"] or found["year2"]).lstrip("'’")
    # "S1 22" is a scope and a number as well; a scope has no year in full beside it.
    if letter.upper() == "S" and len(year) == 2:
        return None
    months = part_of_year(f"{letter}{number}")
    return NamedPeriod(_year(year), months, bool(found["fy"] or found["fy2"])) if months else None


def _months(text: str) -> Period | None:
    found = _MONTHS.fullmatch(text)
    if found is None:
        return None
    years = [year for year in (found["fy"], found["ty"]) if year]
    if any(len(year) == 2 and not _FIRST_SHORT <= int(year) <= _LAST_SHORT for year in years):
        return None
    start = month_period(_year(years[0]), month_number(found["fm"]))
    if not found["tm"]:
        return start
    end = month_period(_year(years[1]), month_number(found["tm"]))
    if start.start is None or end.end is None:
        return None
    months = 12 * (end.end.year - start.start.year) + end.end.month - start.start.month + 1
    # "Dec 12 – Jan 13" are days of a bill; periods of reports are a quarter, a half or a year.
    return Period(start.start, end.end) if months in (3, 6, 9, 12) else None


def _months_of_year(text: str) -> Period | None:
    found = _MONTHS_OF_YEAR.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"] or found["chinese"] or found["nyear"])
    if found["n"]:
        return parts_period(year, (1, int(found["n"])))
    first = int(found["cf"]) if found["cf"] else month_number(found["f"])
    last = int(found["ct"]) if found["ct"] else month_number(found["t"])
    return parts_period(year, (first, last)) if first <= last else None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
