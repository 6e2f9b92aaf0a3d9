"""Finds the words of a figure that stands by itself: over or under a large number, or over a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from evidence.columns import ReadRun, RunKind, clean_label, is_years
from evidence.dates import year_period
from evidence.periods import TITLE, Statement
from evidence.units_printed import unit_alone

_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]*\d)")
_NO_TITLE = re.compile(r"(?i)©|base year|since|seit|depuis|until|by 20|target|ISO|version")
_LONGEST_TITLE = 60
_LARGE = 1.35
_REACH = 1.6
_LINES = 6
_CHART_LINES = 40


def usual_size(lines: Sequence[Sequence[ReadRun]]) -> float:
    """The size of most of a page's print, in points."""
    sizes = [read.run.size for line in lines for read in line]
    return median(sizes) if sizes else 0.0


def large_titles(lines: Sequence[Sequence[ReadRun]]) -> list[Statement]:
    """The years of titles: short lines of words in large print that name one year ("Our 2023 in figures")."""
    usual = usual_size(lines)
    found = []
    for line in lines:
        text = " ".join(read.run.text for read in line)
        years = _YEAR.findall(text)
        is_large = all(read.run.size >= _LARGE * usual and read.kind == "text" for read in line)
        if is_large and len(years) == 1 and len(text) <= _LONGEST_TITLE and not _NO_TITLE.search(text):
            found.append(Statement(year_period(int(years[0])), line[0].run.v0, TITLE))
    return found


def label_of_tile(read: ReadRun, lines: Sequence[Sequence[ReadRun]], usual: float) -> str | None:
    """The words nearest over or under a number that is set larger than the page's print; None for any other."""
    if read.kind != "number" or read.run.size < _LARGE * usual:
        return None
    under, over = _nearest(read, lines, 1), _nearest(read, lines, -1)
    gaps = [(under.run.v0 - read.run.v1, under)] if under else []
    gaps += [(read.run.v0 - over.run.v1, over)] if over else []
    if not gaps:
        return None
    label = min(gaps, key=lambda one: one[0])[1]
    more = _nearest(label, lines, 1) if label is under else None
    goes_on = more is not None and not more.scan.numbers and more.run.v0 - label.run.v1 < 0.6 * label.run.size
    text = f"{label.run.text} {more.run.text}" if more is not None and goes_on else label.run.text
    return clean_label(text) or None


def unit_of_tile(read: ReadRun, lines: Sequence[Sequence[ReadRun]], usual: float) -> str | None:
    """The unit that stands alone right under or over a number set larger than the page's print."""
    if read.kind != "number" or read.run.size < _LARGE * usual:
        return None
    beside = [_nearest(read, lines, step, "unit") for step in (1, -1)]
    return next((unit_alone(other.run.text) for other in beside if other is not None), None)


def _nearest(
    read: ReadRun, lines: Sequence[Sequence[ReadRun]], step: int, kind: RunKind = "text"
) -> ReadRun | None:
    """The nearest text over (step -1) or under (step 1) a run that begins with it or is centred on it."""
    place = read.run.line + step
    middle = (read.run.u0 + read.run.u1) / 2
    while 0 <= place < len(lines) and abs(place - read.run.line) <= _LINES:
        for other in lines[place]:
            run = other.run
            gap = run.v0 - read.run.v1 if step > 0 else read.run.v0 - run.v1
            near = (
                abs(run.u0 - read.run.u0) < 6
                or abs((run.u0 + run.u1) / 2 - middle) < 8
                or run.u0 <= middle <= run.u1
            )
            if other.kind == kind and run.turn == read.run.turn and near and gap < _REACH * read.run.size:
                return other
        place += step
    return None


def label_of_chart(read: ReadRun, lines: Sequence[Sequence[ReadRun]]) -> str | None:
    """The title over a chart's number: the nearest text that stands alone on its line above it."""
    for place in range(read.run.line - 1, max(-1, read.run.line - _CHART_LINES), -1):
        line = lines[place]
        texts = [other for other in line if other.kind == "text"]
        if len(texts) == 1 and len(line) == 1 and not is_years(line[0]):
            return clean_label(texts[0].run.text) or None
    return None
