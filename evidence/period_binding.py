"""Finds the period of a number: in its row, its column header, its label, its sentence, or as stated for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from evidence.columns import ReadRun
from evidence.dates import (
    DateOrder,
    YearFrame,
    dates_in,
    part_of_year,
    parts_period,
    year_earlier,
    year_period,
)
from evidence.header_words import CHANGE_HEADER, PRIOR_YEAR, SCOPE, THIS_YEAR
from evidence.named_periods import named_period
from evidence.named_years import SPLIT_YEAR, follows, with_whole_years
from evidence.paragraphs import Paragraph, YearsHere, period_before, period_in_sentence
from evidence.periods import (
    Statement,
    header_period,
    stacked_period,
    stated_for,
    stated_weight,
)
from evidence.reading import Period

PeriodSource = Literal[
    "row",
    "year",
    "header",
    "part_header",
    "fiscal",
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
    # Of a column of shares without a year of its own: what the number to the left is bound to.
    left: PeriodBond | None = None
    # Whether the header names one day of each of several years, a year apart: years that end on these days.
    closes: bool = False


@dataclass(frozen=True, slots=True)
class PeriodFinder:
    """Finds periods on one page; `carried` is what an earlier page states."""

    statements: Sequence[Statement]
    carried: Period | None
    order: DateOrder
    frame: YearFrame | None = None
    # Whether the page speaks of fiscal years: a bare year is then surely bound only where a frame is known.
    is_fiscal: bool = False

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
        if near.left is not None:
            return near.left
        stacked = self._stacked(heads, near.closes)
        if stacked is not None:
            return stacked
        crossed = self._crossed(heads, label)
        if crossed is not None:
            return crossed
        headed = self._headed(heads, near, label, stated)
        if headed is not None:
            return headed
        paragraph = near.paragraph
        if paragraph is None and read.kind == "text":
            paragraph = Paragraph(read.run.text, {id(read): 0}, read.scan.numbers)
        if paragraph is not None:
            return self._in_sentence(paragraph, paragraph.place_of(read, at), stated)
        return self._labelled(label, stated)

    def _headed(
        self, heads: Sequence[str], near: NearPeriods, label: str | None, stated: Period | None
    ) -> PeriodBond | None:
        """What the header, the group's title or the axis names; of a year the month or quarter that the row names."""
        year = stated.start.year if stated and stated.start else None
        for texts, whole_year in ((heads, "header"), (near.groups, "section"), (near.axis, "axis")):
            for text in texts:
                found = self._said_by(text, stated, year)
                if found is None:
                    continue
                if found.period is None:
                    return found
                months = _months_of(label)
                whole = found.period.start and found.period == year_period(found.period.start.year)
                if months and whole and found.period.start:
                    return PeriodBond(parts_period(found.period.start.year, months), "header")
                parted = _says_more(text, found.period)
                source: PeriodSource = "part_header" if parted else cast("PeriodSource", whole_year)
                if whole and source == "header":
                    source = "fiscal" if self.is_fiscal else "year"
                return PeriodBond(found.period, source)
        return None

    def _in_sentence(self, paragraph: Paragraph, place: int, stated: Period | None) -> PeriodBond:
        here = YearsHere(self.order, self.frame or _frame_of(stated), stated)
        said, decides = period_in_sentence(paragraph, place, here)
        if said or decides:
            return PeriodBond(self._framed(in_reporting_year(said, stated)) if said else None, "sentence")
        told = period_before(paragraph, place, here) if stated is None else None
        return PeriodBond(self._framed(told), "part_header") if told else self._stated(stated)

    def _labelled(self, label: str | None, stated: Period | None) -> PeriodBond:
        if label is None:
            return self._stated(stated)
        named = self._by_named(label, stated)
        if named is not None:
            return PeriodBond(named.period, "label" if named.period else "none")
        said = _named(label, self.order, stated.start.year if stated and stated.start else None)
        return PeriodBond(in_reporting_year(said, stated), "label") if said else self._stated(stated)

    def _crossed(self, heads: Sequence[str], label: str | None) -> PeriodBond | None:
        """The month or quarter of the header in the year of the row."""
        year = _YEAR_ALONE.fullmatch(label) if label else None
        parts = [months for head in heads if (months := part_of_year(head))] if year else []
        return PeriodBond(parts_period(int(year.group(1)), parts[0]), "header") if year and parts else None

    def _stacked(self, heads: Sequence[str], closes: bool) -> PeriodBond | None:
        """What the lines of a header say together: a range or a last day that is broken over them, or a part of the
        year in one line and its year in another.
        """
        if len(heads) < 2:
            return None
        whole = stacked_period(heads[-1], self.order, closes)
        if whole is not None:
            return PeriodBond(whole, "header")
        parts = [months for head in heads[:-1] if (months := part_of_year(head))]
        years = [int(year.group(1)) for head in heads[:-1] if (year := _YEAR_ALONE.fullmatch(head))]
        return PeriodBond(parts_period(years[0], parts[0]), "header") if parts and years else None

    def _by_named(self, text: str, stated: Period | None) -> PeriodBond | None:
        """The period that the whole text is a name of ("FY23", "2022/23", "1Q23"); None where it is no such name."""
        named = named_period(text)
        if named is None or isinstance(named, Period):
            return None if named is None else PeriodBond(named, "header")
        frame = self.frame or _frame_of(stated)
        found = named.in_frame(frame)
        return PeriodBond(found, "header" if found else "none")

    def _said_by(self, text: str, stated: Period | None, year: int | None) -> PeriodBond | None:
        """The period that a header or a group's title names; unknown (not nothing) for "2020/21" without a frame."""
        split = self._by_named(text, stated) or self._split_year(text, stated)
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
        stated, is_carried = self._framed(stated), stated == self.carried
        if is_carried:
            return PeriodBond(stated, "carried")
        return PeriodBond(stated, "stated" if stated_weight(self.statements) else "title")


_LONGEST_NAME = 60
_YEARS = re.compile(r"(?:19|20)\d\d")
_YEAR_ALONE = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)(?:\s?年度?)?")
_PART_WORD = re.compile(
    r"(?i)\b(?:YTD|LTM|TTM|HY|YE|to date|rolling|half|quarter|months?|weeks?|Quartal|Monate?|Halbjahr|Hj|mois|semestre|"
    r"trimestre|cumul\w*|since|until|through|seit|depuis)\b|累计|[^\W\d_]\s?[–—-]\s*$"
)
_SHARE_OF = re.compile(r"(?i)%|\bshare\b|\banteil|\bpart\b|proportion|percent|占比|比例|prozent")
_BETWEEN = re.compile(
    r"(?i)[ΔΔ∆]|\bdelta\b|\bvs\.?\b|\byoy\b|y-o-y|year[- ]on[- ]year|同比|环比|\bn ?/ ?n ?- ?1\b"
)


def _by_name(text: str, stated: Period | None) -> PeriodBond | None:
    """The stated year or the one before it, where a header says "reporting year" or "prior year" and no date."""
    if len(text) > _LONGEST_NAME or any(char.isdigit() for char in re.sub(r"\bN ?[-–] ?1\b", "", text)):
        return None
    if PRIOR_YEAR.search(text):
        return PeriodBond(year_earlier(stated), "part_header") if stated else PeriodBond(None, "none")
    return PeriodBond(stated, "header") if stated and THIS_YEAR.search(text) else None


def _months_of(label: str | None) -> tuple[int, int] | None:
    """The months of the part of a year that a whole label names; "S1" alone is a scope of emissions."""
    return part_of_year(label) if label and not SCOPE.fullmatch(label.strip()) else None


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
    if SCOPE.fullmatch(text.strip()):
        return None
    found = header_period(text, order, year)
    if found is not None or year is None:
        return found
    months = [part for word in text.split()[:6] if (part := part_of_year(word.strip(",:()")))]
    return parts_period(year, months[0]) if len(months) == 1 else None


def _says_more(head: str, found: Period) -> bool:
    """Whether a header has more besides its date than was understood: a digit ("V3 2021"), or a word or dash that
    means a part of the time or a longer one ("YTD May 2021").
    """
    rest = head
    for dated in reversed(dates_in(head)):
        rest = f"{rest[: dated.at]} {rest[dated.to :]}"
    if found.start is not None and found == year_period(found.start.year):
        rest = rest.replace(str(found.start.year), "", 1)
        if any(char.isdigit() for char in re.sub(r"CO2|m[23]|N2O|CH4", "", rest)):
            return True
    return named_period(head) is None and _PART_WORD.search(rest) is not None


def is_share_beside(header: Sequence[ReadRun], read: ReadRun, column: str) -> bool:
    """Whether a column holds shares of the one to its left: called so, and no year stands right over it."""
    if not _SHARE_OF.search(column) or (not header and _YEARS.search(column)):
        return False
    return not any(
        _YEARS.search(head.run.text) and head.run.u0 < read.run.u1 and head.run.u1 > read.run.u0
        for head in header
    )


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
