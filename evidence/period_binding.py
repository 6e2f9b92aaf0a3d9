"""Finds the period of a number: in its row, its column header, its label, its sentence, or as stated for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from evidence.columns import ReadRun, is_prose
from evidence.dates import (
    DateOrder,
    YearFrame,
    dates_in,
    part_of_year,
    parts_period,
    year_earlier,
    year_period,
)
from evidence.header_words import CHANGE_HEADER, PRIOR_YEAR, THIS_YEAR
from evidence.named_years import SPLIT_YEAR, follows, with_whole_years
from evidence.paragraphs import Paragraph, period_in_sentence
from evidence.periods import Statement, header_period, sentence_period, stated_for, stated_weight
from evidence.reading import Period

PeriodSource = Literal[
    "row",
    "header",
    "part_header",
    "section",
    "axis",
    "label",
    "sentence",
    "stated",
    "title",
    "carried",
    "none",
]


@dataclass(frozen=True, slots=True)
class PeriodBond:
    """A period and where it was found."""

    period: Period | None
    source: PeriodSource


@dataclass(frozen=True, slots=True)
class NearPeriods:
    """What stands near a number besides its header: its row's own period, the titles of its group of rows
    (nearest first), and the years of the axis below a chart.
    """

    row: Period | None = None
    groups: Sequence[str] = ()
    axis: Sequence[str] = ()
    paragraph: Paragraph | None = None


@dataclass(frozen=True, slots=True)
class PeriodFinder:
    """Finds periods on one page; `carried` is what an earlier page states."""

    statements: Sequence[Statement]
    carried: Period | None
    order: DateOrder
    width: float
    frame: YearFrame | None = None

    def bond(
        self, read: ReadRun, heads: Sequence[str], label: str | None, near: NearPeriods, at: int
    ) -> PeriodBond:
        """The row's own period, else the header's, the group's, the label's or the sentence's, else what is
        stated.

        `heads` are the texts over the number, `near` what its row, group and axis say, `at` its place in its run.
        """
        stated = stated_for(self.statements, read.run.v0) or self.carried
        if near.row is not None and near.paragraph is None:
            return PeriodBond(near.row, "row")
        own = _year_beside(read, at)
        if own is not None:
            return PeriodBond(self._framed(in_reporting_year(own, stated)), "row")
        if any(_is_change(head, read.run.text) for head in heads):
            return PeriodBond(None, "none")
        year = stated.start.year if stated and stated.start else None
        for texts, whole_year in ((heads, "header"), (near.groups, "section"), (near.axis, "axis")):
            for text in texts:
                found = self._said_by(text, stated, year)
                if found is not None:
                    parted = found.period is not None and _says_more(text, found.period)
                    source: PeriodSource = "part_header" if parted else cast("PeriodSource", whole_year)
                    return PeriodBond(found.period, source) if found.period else found
        if near.paragraph is not None:
            said, decides = period_in_sentence(near.paragraph, near.paragraph.place_of(read, at), self.order)
            if said or decides:
                return PeriodBond(self._framed(in_reporting_year(said, stated)) if said else None, "sentence")
            return self._stated(stated)
        if read.kind == "text" or is_prose(read.run, self.width):
            said = sentence_period(read.run.text, at, self.order)
            return PeriodBond(in_reporting_year(said, stated), "sentence") if said else self._stated(stated)
        said = _named(label, self.order, year) if label else None
        return PeriodBond(in_reporting_year(said, stated), "label") if said else self._stated(stated)

    def _said_by(self, text: str, stated: Period | None, year: int | None) -> PeriodBond | None:
        """The period that a header or a group's title names; unknown (not nothing) for "2020/21" without a frame."""
        split = self._split_year(text, stated)
        if split is not None:
            return split
        found = _named(text, self.order, year)
        if found is None:
            return _by_name(text, stated)
        return PeriodBond(self._framed(in_reporting_year(found, stated)), "header")

    def _split_year(self, head: str, stated: Period | None) -> PeriodBond | None:
        """The period of a header such as "2020/21": known only where the text says when such years begin."""
        head = with_whole_years(head)
        found = SPLIT_YEAR.search(head)
        if found is None or not follows(found):
            return None
        frame = self.frame if self.frame and not self.frame.is_calendar else _frame_of(stated)
        if frame is None:
            return None if dates_in(head, self.order) else PeriodBond(None, "none")
        return PeriodBond(frame.ending_in(int(found.group(1)) + 1), "header")

    def _framed(self, found: Period) -> Period:
        """A bare year in the frame that the page states; any other period as it is."""
        if self.frame is None or found.end is None or found != year_period(found.end.year):
            return found
        return self.frame.ending_in(found.end.year) or found

    def _stated(self, stated: Period | None) -> PeriodBond:
        if stated is None:
            return PeriodBond(None, "none")
        if stated == self.carried:
            return PeriodBond(stated, "carried")
        return PeriodBond(stated, "stated" if stated_weight(self.statements) else "title")


_LONGEST_NAME = 60
# "S1", "S2" alone are scopes of emissions; a half-year in French has its year beside it.
_SCOPE = re.compile(r"S\s?[123]")
_YEARS = re.compile(r"(?:19|20)\d\d")
_BETWEEN = re.compile(
    r"(?i)[ΔΔ∆]|\bdelta\b|\bvs\.?\b|\byoy\b|y-o-y|year[- ]on[- ]year|同比|环比|\bn ?/ ?n ?- ?1\b"
)


def _by_name(text: str, stated: Period | None) -> PeriodBond | None:
    """The stated year or the one before it, where a header says "reporting year" or "prior year" and no date."""
    if len(text) > _LONGEST_NAME or any(char.isdigit() for char in text):
        return None
    if PRIOR_YEAR.search(text):
        return PeriodBond(year_earlier(stated), "part_header") if stated else PeriodBond(None, "none")
    return PeriodBond(stated, "header") if stated and THIS_YEAR.search(text) else None


def _year_beside(read: ReadRun, at: int) -> Period | None:
    """The year that stands before a number in its own cell ("2022: 45.1 kt")."""
    if read.kind != "number" or len(read.scan.numbers) < 2 or not read.scan.numbers[0].year_like:
        return None
    first = read.scan.numbers[0]
    apart = read.run.text[first.to :].lstrip()[:1] in (":", "：", "–", "=")
    return year_period(int(first.raw)) if first.at < at and apart else None


def _is_change(head: str, printed: str) -> bool:
    """Whether a column holds changes between two periods: in percent, between two years, or called so."""
    if not CHANGE_HEADER.search(head):
        return False
    years = set(_YEARS.findall(head))
    return "%" in head or "%" in printed or len(years) == 2 or _BETWEEN.search(head) is not None


def _frame_of(stated: Period | None) -> YearFrame | None:
    """The frame of a stated year that is not the calendar's; None for any other period."""
    if stated is None or stated.start is None or stated.end is None:
        return None
    first, last = stated.start, stated.end
    if first.month == 1 or not 360 <= (last - first).days <= 370:
        return None
    return YearFrame((first.month, first.day), (last.month, last.day))


def _named(text: str, order: DateOrder, year: int | None) -> Period | None:
    """The period that a text names as a whole, or with a month among its first words."""
    if _SCOPE.fullmatch(text.strip()):
        return None
    found = header_period(text, order, year)
    if found is not None or year is None:
        return found
    months = [part for word in text.split()[:6] if (part := part_of_year(word.strip(",:()")))]
    return parts_period(year, months[0]) if len(months) == 1 else None


def _says_more(head: str, found: Period) -> bool:
    """Whether a header has a letter and a digit besides its year ("S1 2021"): it may mean a part of that year."""
    if found.start is None or found != year_period(found.start.year):
        return False
    rest = head.replace(str(found.start.year), "", 1)
    return any(char.isdigit() for char in re.sub(r"CO2|m[23]|N2O|CH4", "", rest))


def day_of_row(line: Sequence[ReadRun]) -> Period | None:
    """The day that names a row of a day list: its first cell is one date, all others are numbers or units."""
    if len(line) < 2 or line[0].kind != "date" or any(r.kind in ("text", "name", "date") for r in line[1:]):
        return None
    dates = line[0].scan.dates
    return dates[0].period if len(dates) == 1 and dates[0].grain == "day" else None


def in_reporting_year(found: Period, stated: Period | None) -> Period:
    """A bare year means the reporting year when the document states one that is not the calendar's."""
    if not (found.start and found.end and stated and stated.start and stated.end):
        return found
    whole_year = (found.start.month, found.start.day, found.end.month, found.end.day) == (1, 1, 12, 31)
    if (
        not whole_year
        or found.start.year != found.end.year
        or not 360 <= (stated.end - stated.start).days <= 370
    ):
        return found
    shift = found.end.year - stated.end.year
    try:
        return Period(
            stated.start.replace(year=stated.start.year + shift),
            stated.end.replace(year=stated.end.year + shift),
        )
    except ValueError:  # 29 February
        return found
