"""Finds from which day to which day a document's years run, where it says so without naming a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from evidence.dates import JOIN, MONTH, YearFrame, days_without_year, month_number, month_period

# The year in which a frame is tried out; the year after a leap year's February is none.
_TRIED = 2023
_SAYS_YEAR = re.compile(r"(?i)year|jahr|exercice|année|twelve months|12 months|年|\b(?:from|vom|von|du|de)\b")
_FISCAL = re.compile(
    r"\bFYE?\s?['’]?\d\d|(?i:fiscal|financial year|years? (?:ended|ending)|geschäftsjahr|wirtschaftsjahr|"
    r"exercices? clos|财年|财政年度)|\bGJ (?:19|20)\d\d"
)
_YEAR_ENDS = re.compile(
    r"(?i)(?:\byears?[- ]end(?:s|ed|ing)?(?: date)?(?: is| are|:)?(?: (?:on|at|to))?(?: the)?|"
    r"\byears? (?:runs |closes |to )?(?:up )?(?:to|on)|\b(?:twelve|12) months (?:to|ended|ending)(?: on)?|"
    r"jahre?s? (?:endete?|endend|schließt|läuft|zum|bis)(?: jeweils)?(?: (?:am|zum|bis zum))?|jahresende:?(?: am)?|"
    r"exercices? (?:\w+ )?(?:clos|clôturés?|terminés?|arrêtés?|prend fin|se termine)(?: chaque année)? (?:le|au)|"
    r"年度?(?:截至|截止|结束于|止于)|(?:财政|会计)年度?.{0,6}(?:截至|截止|至)(?:每年|次年)?)\s*$"
)
_ENDS_BEFORE = re.compile(r"(?i)\s*(?:financial |fiscal |reporting )?year[- ]end")
_MONTH = re.compile(rf"(?i)(?<![\w.])(?:{MONTH}|(?:1[0-2]|[1-9])\s?月)(?![A-Za-zÀ-ÿ\d])")


def speaks_of_fiscal_years(text: str) -> bool:
    """Whether a line names years that may not be the calendar's: fiscal, financial, ended on a day."""
    return _FISCAL.search(text) is not None


@lru_cache(maxsize=4096)
def year_frame(text: str) -> YearFrame | None:
    """The frame of twelve months that a text states without a year.

    "from 1 July to 30 June", "from July to June", "our financial year ends on 31 March".
    """
    if not _SAYS_YEAR.search(text):
        return None
    days = list(days_without_year(text))
    for left, right in pairwise(days):
        if JOIN.fullmatch(text, left[2], right[1]) and (frame := _of_twelve_months(left[0], right[0])):
            return frame
    for day, at, to in days:
        if (_YEAR_ENDS.search(text, max(0, at - 60), at) or _ENDS_BEFORE.match(text, to)) and (
            frame := _ending_on(day)
        ):
            return frame
    return next(_months_apart(text), None) if not days else None


def _of_twelve_months(first: tuple[int, int], last: tuple[int, int]) -> YearFrame | None:
    frame = YearFrame(first, last)
    year = frame.ending_in(_TRIED)
    whole = year is not None and year.start and year.end and 363 <= (year.end - year.start).days <= 365
    return frame if whole and not frame.is_calendar else None


def _ending_on(day: tuple[int, int]) -> YearFrame | None:
    """The frame of the years that end with a month; other last days (53 weeks) say too little."""
    end = month_period(_TRIED, day[0]).end
    if end is None or day[0] == 12 or end.day - day[1] not in (0, -1):
        return None
    return YearFrame((day[0] % 12 + 1, 1), day)


def _months_apart(text: str) -> Iterator[YearFrame]:
    """Frames that two months name ("July to June", "4月至次年3月"), no day and no year beside them."""
    for left, right in pairwise(_MONTH.finditer(text)):
        between = text[left.end() : right.start()].replace("次年", "").replace("翌年", "")
        if not JOIN.fullmatch(between) or any(char.isdigit() for char in between):
            continue
        one, two = (_number(month.group()) for month in (left, right))
        near = text[left.start() - 5 : left.start()] + text[right.end() : right.end() + 6]
        end = month_period(_TRIED, two).end
        if one != 1 and two % 12 + 1 == one and end is not None and not re.search(r"\d", near):
            yield YearFrame((one, 1), (two, end.day))


def _number(month: str) -> int:
    digits = re.match(r"\d+", month)
    return int(digits.group()) if digits else month_number(month)
