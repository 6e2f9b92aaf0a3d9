"""Finds printed dates, months, years and periods in text, in English, German, French, Dutch and Chinese."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from evidence.reading import Period

DateOrder = Literal["dmy", "mdy"]
Grain = Literal["day", "month", "year", "range"]

_MONTHS = {
    "jan": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "maa": 3, "mrt": 3, "apr": 4, "avr": 4,
    "may": 5, "mai": 5, "mei": 5, "jun": 6, "juin": 6, "jul": 7, "juil": 7, "aug": 8, "aoû": 8, "sep": 9,
    "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12,
}  # fmt: skip
MONTH = (
    r"(?:Jan(?:uary|uar|vier|v\.?|\.)?|Feb(?:ruary|ruar|ruari|\.)?|F[ée]vr?(?:ier|\.)?|Mar(?:ch|s|\.)?|Mär(?:z|\.)?|Maart|"
    r"Mrt|"
    r"Apr(?:il|\.)?|Avril|Avr\.?|May|Mai|Mei|June?|Juni|Juin|July?|Juli|Juillet|Juil\.?|Aug(?:ust|ustus|\.)?|Août|"
    r"Sept?(?:ember|embre|\.)?|O[ck]t(?:ober|obre|\.)?|Nov(?:ember|embre|\.)?|D[eé][cz](?:ember|embre|\.)?)"
)
_NUMERIC = r"(?P<n1>\d{1,2})(?P<nsep>[./-])(?P<n2>\d{1,2})(?P=nsep)(?P<n3>\d{4}|\d{2})"
_SPACED = r"(?P<s1>\d{1,2}) ?/ ?(?P<s2>\d{1,2}) ?/ ?(?P<s3>\d{4})"
_ISO = r"(?P<i1>(?:19|20)\d\d)(?P<isep>[./-])(?P<i2>\d{1,2})(?P=isep)(?P<i3>\d{1,2})"
_CN_DAY = r"(?:(?P<c1>(?:19|20)\d\d)\s?年\s?)?(?:(?P<c2>\d{1,2})\s?月\s?)?(?P<c3>\d{1,2})\s?日"
_CN_MONTH = r"(?P<cm1>(?:19|20)\d\d)\s?年\s?(?P<cm2>\d{1,2})\s?月(?:份)?(?!\s?\d{1,2}\s?日)"
_CN_PART = r"(?P<k1>1[0-2]|0?[1-9])\s?月(?:份)?(?!\s?\d{1,2}\s?日)"
_CN_YEAR = r"(?P<cy>(?:19|20)\d\d)\s?年度?(?!\s?\d{1,2}\s?月)"
_DAY_FIRST = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ -]?(?:of )?(?P<d2>{MONTH})"
    rf"[ ,.'-]*(?P<d3>(?:19|20)\d\d|\d{{2}}(?![\d:]))"
)
_MONTH_FIRST = (
    rf"(?P<m1>{MONTH}) ?/?(?P<m2>\d{{1,2}})(?:st|nd|rd|th)?,? ?/?"
    rf"(?P<m3>(?:19|20)\d\d|\d{{2}}(?![\d:,.]))"
)
_MONTH_YEAR = rf"(?P<y1>{MONTH})[ ,.'-]*(?P<y2>(?:19|20)\d\d)"
_SHORT_MONTH = rf"(?P<h1>{MONTH})[-'](?P<h2>\d\d)(?!\d)"
_ISO_MONTH = r"(?P<o1>(?:19|20)\d\d)[-/](?P<o2>0[1-9]|1[0-2])(?![-/\d])"
_YEAR_MONTH = r"(?P<q2>0[1-9]|1[0-2])/(?P<q1>(?:19|20)\d\d)"
_PART_DAY = rf"(?P<p1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?P<p2>{MONTH})"
_PART_MONTH = rf"(?P<r1>{MONTH}) (?P<r2>\d{{1,2}})(?:st|nd|rd|th)?"
_PART_DOTTED = r"(?P<t1>\d{1,2})\.(?P<t2>\d{1,2})\.(?=\s?(?:[–—-]|bis))"
_DATE = re.compile(
    # Every way begins with a digit or a month's first letter: the rest of a text is passed over quickly.
    r"(?=[\dADFJMNOS])(?:"
    rf"(?<![A-Za-z0-9_/])(?<!\d\.)(?:{_ISO}|{_NUMERIC}|{_SPACED}|{_ISO_MONTH}|{_YEAR_MONTH}|{_PART_DOTTED})"
    rf"(?![\d/])(?!\.\d)|"
    rf"(?<!\d)(?:{_CN_DAY}|{_CN_MONTH}|{_CN_PART}|{_CN_YEAR})|"
    rf"(?<![A-Za-zÀ-ÿ\d.,])(?:{_DAY_FIRST}|{_MONTH_YEAR}|{_MONTH_FIRST}|{_SHORT_MONTH}|{_PART_DAY}|"
    rf"{_PART_MONTH})"
    r"(?![A-Za-z\d]))",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)")
# A day without its year, the day first ("30 June").
DAY_OF_MONTH = re.compile(
    rf"(?<![\w.,/-])(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|\.)? {MONTH}(?![A-Za-zÀ-ÿ])", re.IGNORECASE
)
_CN_DIGITS = str.maketrans("一二三四", "1234")
_QUARTER = re.compile(
    r"(?:[QT]\s?([1-4])|([1-4])(?:\.|st|nd|rd|th|er|e|ème)?\s?(?:Quartal|quarter|trimestre)|第?([1-4一二三四])\s?季度?)",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?:[HS]\s?([12])|([12])(?:\.|st|nd|er|e)?\s?(?:Halbjahr|half|semestre)|([上下])半年)", re.IGNORECASE
)
_FIRST_DAY = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?:er|st|nd|rd|th|\.)?\s?(?:-|–|to|until|through|bis(?: zum)?|au)\s?(?:the )?$",
    re.IGNORECASE,
)
JOIN = re.compile(
    r"\s*(?:-|–|—|−|‐|to|until|till|through|thru|and|bis(?: zum)?|au|\.\.|t/m|tot|至|到|~|～|∼)\s*", re.I
)
_HINT = re.compile(r"\d|[月年日]")


@dataclass(frozen=True, slots=True)
class Dated:
    """One printed date or period: where in the text it stands, its first and last day, and how fine it is."""

    at: int
    to: int
    grain: Grain
    period: Period
    doubtful: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are themselves printed."""
        if self.grain not in ("day", "range"):
            return ()
        both = (self.period.start, self.period.end)
        return tuple(dict.fromkeys(day for day in both if day is not None))


@dataclass(slots=True)
class _Part:
    at: int
    to: int
    year: int | None
    month: int | None
    day: int | None
    doubtful: bool = False


def date_order(text: str) -> DateOrder:
    """Whether all-digit dates with slashes put the month first: decided by the dates that can mean one
    thing.
    """
    month_first = day_first = 0
    for found in re.finditer(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)", text):
        if int(found.group(1)) > 12:
            day_first += 1
        elif int(found.group(3)) > 12:
            month_first += 1
    if month_first != day_first:
        return "mdy" if month_first > day_first else "dmy"
    american = re.search(r"\$|\b[A-Z]{2} \d{5}\b", text) is not None
    return "mdy" if american and not re.search(r"[€£¥]|元", text) else "dmy"


@lru_cache(maxsize=4096)
def dates_in(text: str, order: DateOrder = "dmy") -> tuple[Dated, ...]:
    """Every date, month, year with 年, and period printed in the text, in order, not overlapping."""
    if not _HINT.search(text):
        return ()
    parts = list(_parts(text, order))
    found: list[Dated] = []
    at = 0
    while at < len(parts):
        if at + 1 < len(parts) and JOIN.fullmatch(text, parts[at].to, parts[at + 1].at):
            period = _joined(parts[at], parts[at + 1])
            if period is not None:
                doubtful = parts[at].doubtful or parts[at + 1].doubtful
                found.append(Dated(parts[at].at, parts[at + 1].to, "range", period, doubtful))
                at += 2
                continue
        single = _month_part(text, parts[at]) or _single(parts[at])
        if single is not None:
            found.append(single)
        at += 1
    return tuple(found)


def is_dates_alone(text: str, order: DateOrder = "dmy") -> bool:
    """Whether a text holds whole dates or periods and no words besides."""
    found = dates_in(text, order)
    rest = list(text)
    for dated in found:
        rest[dated.at : dated.to] = " " * (dated.to - dated.at)
    return bool(found) and not any(char.isalpha() for char in "".join(rest))


def month_of(text: str) -> int | None:
    """The month that the whole text names without a year ("March", "3月", "Mär"); else None."""
    named = re.fullmatch(rf"({MONTH})", text.strip(), re.IGNORECASE)
    if named:
        return month_number(named.group(1))
    chinese = re.fullmatch(r"(1[0-2]|0?[1-9])\s?月(?:份)?", text.strip())
    return int(chinese.group(1)) if chinese else None


@lru_cache(maxsize=4096)
def part_of_year(text: str) -> tuple[int, int] | None:
    """The first and last month of the month, quarter or half-year that the whole text names; else None."""
    month = month_of(text.strip().strip("()[]（）"))
    if month is not None:
        return month, month
    found = _QUARTER.fullmatch(text.strip())
    if found:
        number = int(next(group for group in found.groups() if group).translate(_CN_DIGITS))
        return 3 * number - 2, 3 * number
    half = _HALF.fullmatch(text.strip())
    if half:
        first = next(group for group in half.groups() if group) in "1上"
        return (1, 6) if first else (7, 12)
    return None


def dated_part(text: str) -> Period | None:
    """The quarter or half-year that a text names with its year ("Q1 2021", "2021年上半年"); else None."""
    year = _ANY_YEAR.search(text)
    if year is None:
        return None
    months = part_of_year(f"{text[: year.start()]}{text[year.end() :]}".strip(" ,./-–'"))
    return parts_period(int(year.group(1)), months) if months else None


@dataclass(frozen=True, slots=True)
class YearFrame:
    """The first and last (month, day) of years that are not the calendar's."""

    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def code(self) -> str:
        """The frame as text: "0401-0331"."""
        return "{:02d}{:02d}-{:02d}{:02d}".format(*self.first, *self.last)

    @classmethod
    def of_code(cls, code: str) -> YearFrame:
        """The frame that `code` wrote; raises ValueError for anything else."""
        first, last = code.split("-")
        return cls((int(first[:2]), int(first[2:])), (int(last[:2]), int(last[2:])))

    @property
    def is_calendar(self) -> bool:
        """Whether these are the calendar's years after all."""
        return self.first == (1, 1)

    def ending_in(self, year: int) -> Period | None:
        """The year that ends in this calendar year; None where a day does not exist in it."""
        start, end = _day(year - 1, *self.first), _day(year, *self.last)
        return Period(start, end) if start and end else None


def parts_period(year: int, months: tuple[int, int]) -> Period:
    """From the first day of the first month to the last day of the last month of a year."""
    return Period(date(year, months[0], 1), month_period(year, months[1]).end)


def month_period(year: int, month: int) -> Period:
    """The first and last day of a month."""
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_earlier(period: Period) -> Period | None:
    """The same days a year before; None where one of them does not exist."""
    if period.start is None or period.end is None:
        return None
    start = _day(period.start.year - 1, period.start.month, period.start.day)
    end = _day(period.end.year - 1, period.end.month, period.end.day)
    return Period(start, end) if start and end else None


def year_period(year: int) -> Period:
    """The first and last day of a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def month_number(name: str) -> int:
    """The number of a month that MONTH matched."""
    name = name.lower()
    return _MONTHS.get(name[:4]) or _MONTHS[name[:3]]


def _whole_year(text: str) -> int:
    year = int(text)
    return year if year > 99 else (2000 + year if year < 70 else 1900 + year)


def days_without_year(text: str) -> Iterator[tuple[tuple[int, int], int, int]]:
    """The days of a month that stand without a year, as ((month, day), at, to)."""
    for part in _parts(text, "dmy"):
        if part.month and part.day and not part.year and 1 <= part.month <= 12:
            yield (part.month, part.day), part.at, part.to


def _parts(text: str, order: DateOrder) -> Iterator[_Part]:
    for found in _DATE.finditer(text):
        part = _part(found, order)
        if part is not None:
            yield part


# Which groups of the pattern hold year, month and day of each way to print a date; None where it is not
# printed.
_WAYS: tuple[tuple[str | None, str | None, str | None], ...] = (
    ("i1", "i2", "i3"),
    ("cm1", "cm2", None),
    ("o1", "o2", None),
    ("q1", "q2", None),
    (None, "k1", None),
    ("cy", None, None),
    ("d3", "d2", "d1"),
    ("m3", "m1", "m2"),
    ("y2", "y1", None),
    ("h2", "h1", None),
    (None, "p2", "p1"),
    (None, "r1", "r2"),
    (None, "t2", "t1"),
)


def _part(found: re.Match[str], order: DateOrder) -> _Part | None:
    g = found.groupdict()
    for first, second, third, sep in (("n1", "n2", "n3", g["nsep"]), ("s1", "s2", "s3", "/")):
        if g[first]:
            month_first = order == "mdy" and sep != "."
            return _numeric(found.span(), (int(g[first]), int(g[second])), g[third], sep == "/", month_first)
    at, to = found.span()
    if g["c3"]:
        return _Part(at, to, _year(g["c1"]), _month(g["c2"]), int(g["c3"]))
    for year, month, day in _WAYS:
        if all(name is None or g[name] for name in (year, month, day)):
            return _Part(
                at,
                to,
                _year(g[year]) if year else None,
                _month(g[month]) if month else None,
                int(g[day]) if day else None,
            )
    return None


def _year(text: str | None) -> int | None:
    return _whole_year(text) if text else None


def _month(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else month_number(text)


def _numeric(
    span: tuple[int, int], two: tuple[int, int], year: str, slashed: bool, month_first: bool
) -> _Part | None:
    """An all-digit date; doubtful when day and month could change places."""
    one, other = two
    if one > 12 and other > 12:
        return None
    open_question = one <= 12 and other <= 12 and one != other
    if one > 12 or (other <= 12 and not month_first):
        return _Part(*span, _whole_year(year), other, one, doubtful=slashed and open_question)
    return _Part(*span, _whole_year(year), one, other, doubtful=open_question)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _single(part: _Part) -> Dated | None:
    if part.year is None or not 1900 <= part.year <= 2100:
        return None
    if part.month is None:
        return Dated(part.at, part.to, "year", year_period(part.year))
    if not 1 <= part.month <= 12:
        return None
    if part.day is None:
        return Dated(part.at, part.to, "month", month_period(part.year, part.month))
    day = _day(part.year, part.month, part.day)
    return Dated(part.at, part.to, "day", Period(day, day), part.doubtful) if day else None


def _month_part(text: str, part: _Part) -> Dated | None:
    """Two days of one month, of which the first is a number alone ("du 1er au 31 mars 2020")."""
    if part.day is None or part.month is None or part.year is None:
        return None
    first = _FIRST_DAY.search(text, max(0, part.at - 24), part.at)
    if first is None or not 0 < int(first.group(1)) < part.day:
        return None
    start, end = _day(part.year, part.month, int(first.group(1))), _day(part.year, part.month, part.day)
    return Dated(first.start(), part.to, "range", Period(start, end)) if start and end else None


def _joined(left: _Part, right: _Part) -> Period | None:
    """The period from left to right; what one side leaves out is taken from the other."""
    year_l, year_r = left.year or right.year, right.year or left.year
    month_l, month_r = left.month or right.month, right.month or left.month
    if year_l is None or year_r is None:
        return None
    if month_l is None or month_r is None:
        return Period(date(year_l, 1, 1), date(year_r, 12, 31)) if year_l <= year_r else None
    if not (1 <= month_l <= 12 and 1 <= month_r <= 12):
        return None
    start = _day(year_l, month_l, left.day or 1)
    end = _day(year_r, month_r, right.day) if right.day else month_period(year_r, month_r).end
    if start and end and start > end and not (left.year and right.year):
        # "1 April 2019 to 31 March": the year that is not printed is the one that makes it a period.
        if left.year:
            end = _day(year_r + 1, end.month, end.day)
        else:
            start = _day(year_l - 1, start.month, start.day)
    return Period(start, end) if start and end else None
