"""Finds what a document says once about the period of all its figures: its year, and from which day years run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from evidence.dates import DateOrder, YearFrame, year_period
from evidence.periods import Statement, statements_in
from evidence.reading import Period
from evidence.year_frames import year_frame

_YEAR_OR_DAY = re.compile(r"\d{2,4}|[一二三四五六七八九十]月")
# Words that say "this is the period" weigh so much; a year so named counts too, a month or a mere range does not.
_SAID, _NAMED = 3, 2
_SHORTEST_YEAR = 360
_REPORT = re.compile(
    r"(?i)(?:(?:19|20)\d\d\s)?\b(?:sustainab|esg\b|annual|integrated|climate|environment|csr\b|non-?financial|"
    r"responsib|impact|ghg\b|greenhouse|carbon|emissions?\b|nachhaltigkeit|umwelt|klima|geschäfts|konzern|rapport|"
    r"déclaration)[^\n\d]{0,40}?(?:report\b|statement\b|review\b|disclosure|data ?book|bericht|erklärung|"
    r"rapport|durabilité|annuel)[^\d\n]{0,12}(?:(?:19|20)\d\d(?![\d/–-]))?|"
    r"(?:19|20)\d\d\s?年?度?[^\d\n]{0,20}(?:可持续发展|环境|社会|责任|ESG|年度)[^\d\n]{0,12}报告"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAGES_OF_RUNNING_TITLE = 3


def frame_in(pages: Sequence[Sequence[str]]) -> YearFrame | None:
    """From which day to which day the document's years run, where a line says so without a year."""
    frames = (year_frame(line) for lines in pages for line in lines)
    return next((frame for frame in frames if frame is not None), None)


def reporting_in(pages: Sequence[Sequence[str]], order: DateOrder) -> Period | None:
    """The period that the document states for all of it, from the lines of its pages.

    The strongest words win, then what is stated most often, then what stands first. Where nothing states a
    period, the year in the title of a report does: on its first page, or running over its pages.
    """
    found = [statement for lines in pages for statement in _statements(lines, order)]
    if found:
        best = max(statement.weight for statement in found)
        counts = Counter(statement.period for statement in found if statement.weight == best)
        return counts.most_common(1)[0][0]
    titled = [{year for line in lines for year in _title_years(line)} for lines in pages]
    first = titled[0] if titled else set()
    often = Counter(year for years in titled for year in years)
    named = first or {year for year, count in often.items() if count >= _PAGES_OF_RUNNING_TITLE}
    return year_period(named.pop()) if len(named) == 1 else None


def _statements(lines: Sequence[str], order: DateOrder) -> list[Statement]:
    if not any(_YEAR_OR_DAY.search(line) for line in lines):
        return []
    placed = [(float(place), line) for place, line in enumerate(lines)]
    return [
        one
        for one in statements_in(placed, order)
        if one.weight >= _SAID or (one.weight >= _NAMED and _is_year(one.period))
    ]


def _is_year(period: Period) -> bool:
    if period.start is None or period.end is None:
        return False
    return (period.end - period.start).days >= _SHORTEST_YEAR


def _title_years(line: str) -> list[int]:
    if len(line) > 120:
        return []
    return [int(year) for title in _REPORT.finditer(line) for year in _YEAR.findall(title.group())]
