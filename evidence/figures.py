"""Binds each printed number of a page to its unit, period, label and column, and says how sure the reading
is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evidence.columns import (
    Headers,
    ReadRun,
    TablePlace,
    is_prose,
    is_years,
    label_of,
    place_in,
    table_header,
    table_label,
)
from evidence.dates import DateOrder, dates_in
from evidence.header_words import MONEY_HEADER, PLAIN_HEADER, QUANTITY_HEADER, SHARE_HEADER, UNIT_HEADER
from evidence.lines import plain
from evidence.numbers import Printed, is_number_label
from evidence.periods import Statement, header_period, row_period, stated_for, statements_in
from evidence.reading import Figure, Method, Other, Period, Table, Word
from evidence.separators import SEPARATOR_DOUBT, Votes, choose
from evidence.units_printed import is_money, unit_alone, unit_in_description, unit_in_header, unit_named

ONE_ENGINE = "only one engine saw this number here"
ASKED = "two engines and OCR disagree about this number; a person is asked"
HIDDEN = "a person who looks at the page would not see this number"
YEAR_LIKE = "this may be a year and not a quantity"
_CLEAR_OCR, _POOR_OCR = 0.9, 0.6
LONE = "this number stands in running text without a unit"
OCR_LAYER = "this number comes from a text layer under a scan"
BY_OCR = "this number was read from a picture by OCR"
BLURRED = "OCR is not sure of every digit of this number"
UNSURE_OCR = "OCR could hardly read this number"


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole document says about reading one page of it."""

    votes: Votes = field(default_factory=Votes)
    prefers_comma: bool = False
    order: DateOrder = "dmy"
    period: Period | None = None
    currency: str | None = None


@dataclass(slots=True)
class PageSketch:
    """One page as it was read, before its numbers are bound."""

    number: int
    width: float
    height: float
    chars: int
    words: tuple[Word, ...]
    lines: list[list[ReadRun]]
    tables: tuple[Table, ...]
    flags: list[str]
    # The displayed page, where the lines were read in another frame (a turned or tilted picture).
    shown: tuple[float, float] | None = None

    @property
    def texts(self) -> list[str]:
        """The text of each line."""
        return [" ".join(read.run.text for read in line) for line in self.lines]


@dataclass(slots=True)
class Bound:
    """What binding a page gives: figures, the other things with digits, dates and stated periods."""

    figures: list[Figure]
    others: list[Other]
    dates: list[date]
    statements: list[Statement]


def bind(sketch: PageSketch, context: Context) -> Bound:
    """Every figure of the page, bound; every other thing with digits, named."""
    texts = sketch.texts
    heights = [min((read.run.v0 for read in line), default=0.0) for line in sketch.lines]
    statements = statements_in(list(zip(heights, texts, strict=True)), context.order)
    binder = _Binder(sketch, context, statements)
    bound = Bound([], [], [], statements)
    for line, text in zip(sketch.lines, texts, strict=True):
        period = row_period(text, context.order)
        for read in line:
            bound.figures += binder.figures_of(read, line, text, period)
            bound.others += binder.named_of(read, line)
            bound.others += _others_of(read, sketch.number, context.order)
        for dated in dates_in(text, context.order):
            bound.dates += dated.days
    return bound


def _others_of(read: ReadRun, page: int, order: DateOrder) -> list[Other]:
    run = read.run
    others = [
        Other(aside.kind, run.text[aside.at : aside.to].strip(), page, run.box(aside.at, aside.to), None)
        for aside in read.scan.asides
        if run.text[aside.at : aside.to].strip()
    ]
    for word in run.words:
        if word.raised:
            at = next(i for i, mark in enumerate(run.marks) if mark is word.glyphs[0])
            to = at + len(word.glyphs)
            others.append(Other("footnote", run.text[at:to], page, run.box(at, to), None))
    for number in read.scan.numbers:
        if number.year_like and read.kind != "number":
            others.append(Other("date", number.raw, page, run.box(number.at, number.to), None))
    return others


@dataclass(slots=True)
class _Binder:
    """Binds the numbers of one page; holds what is looked up more than once."""

    sketch: PageSketch
    context: Context
    statements: list[Statement]
    _columns: dict[int, Votes] = field(default_factory=dict)
    _headers: Headers = field(init=False)

    def __post_init__(self) -> None:
        self._headers = Headers(self.sketch.lines, self.sketch.width)
        for line in self.sketch.lines:
            for read in line:
                head = self._headers.of(read) if read.kind == "number" else ()
                if head:
                    self._columns.setdefault(id(head[0]), Votes()).count(read.scan.numbers)

    def figures_of(
        self, read: ReadRun, line: list[ReadRun], quote: str, period: Period | None
    ) -> list[Figure]:
        """The figures of one run."""
        raised = {id(word.glyphs[0]) for word in read.run.words if word.raised}
        figures = []
        for place, number in enumerate(read.scan.numbers):
            mark = read.run.marks[number.at]
            if id(mark) in raised or (number.year_like and read.kind != "number"):
                continue
            if self._is_name(read, line, number):
                continue
            figures.append(self._figure(read, line, place, quote, period))
        return figures

    def _figure(
        self, read: ReadRun, line: list[ReadRun], place: int, quote: str, period: Period | None
    ) -> Figure:
        number = read.scan.numbers[place]
        box = read.run.box(number.at, number.to)
        cell = place_in(self.sketch.tables, box) if read.kind == "number" else None
        if cell is not None and not _is_alone(cell, read):
            cell = None
        header = self._headers.of(read) if read.kind == "number" else ()
        column = (table_header(cell) if cell else None) or " ".join(h.run.text for h in reversed(header))
        label = (table_label(cell) if cell else None) or label_of(read, self.sketch.lines, number.at)
        if label is None and line[0] is not read and is_years(line[0]):
            label = line[0].run.text
        near = self._columns.get(id(header[0]), Votes()) if header else Votes().count(read.scan.numbers)
        chosen = choose(number, near, self.context.votes, self.context.prefers_comma)
        unit = number.unit or self._unit(read, line, column, label)
        if is_money(unit) and not number.unit and SHARE_HEADER.search(column):
            unit = "%"
        doubts, confidence, method = self._doubts(read, number, place, unit, chosen.doubtful)
        return Figure(
            value=chosen.value,
            raw=number.raw,
            unit=unit,
            period=self._period(read, column, label, period),
            label=label,
            column=column[:200] or None,
            role=None,
            page=self.sketch.number,
            box=box,
            cell=None,
            method=method,
            witnessed=read.witnessed[place] if read.witnessed else False,
            confidence=confidence,
            invisible=HIDDEN in doubts,
            quote=_around(quote, number.raw),
            doubts=doubts,
        )

    def _doubts(
        self, read: ReadRun, number: Printed, place: int, unit: str | None, separator: bool
    ) -> tuple[tuple[str, ...], Decimal, Method]:
        doubts: list[str] = []
        confidence = Decimal("0.97")
        ocr = bool(read.ocr) and read.ocr[place]
        sure = _sureness(read, number)
        for holds, doubt, worth in (
            (ocr and sure is None, OCR_LAYER, "0.30"),
            (sure is not None, BY_OCR, "0.07"),
            (sure is not None and sure < _CLEAR_OCR, BLURRED, "0.25"),
            (sure is not None and sure < _POOR_OCR, UNSURE_OCR, "0.25"),
            (sure is None and not (read.witnessed and read.witnessed[place]), ONE_ENGINE, "0.30"),
            (bool(read.asked) and read.asked[place], ASKED, "0.30"),
            (bool(read.hidden) and read.hidden[place], HIDDEN, "0.50"),
            (separator, SEPARATOR_DOUBT, "0.35"),
            (number.year_like, YEAR_LIKE, "0.60"),
            (unit is None and read.kind == "text", LONE, "0.20"),
        ):
            if holds:
                doubts.append(doubt)
                confidence -= Decimal(worth)
        if unit is None:
            confidence -= Decimal("0.07")
        mark = read.run.marks[number.to - 1]
        method: Method = "ocr" if ocr else "form" if mark is not None and mark.source == "form" else "text"
        return tuple(doubts), max(confidence, Decimal("0.05")), method

    def named_of(self, read: ReadRun, line: list[ReadRun]) -> list[Other]:
        """The bare whole numbers that are numbers of something."""
        return [
            Other("identifier", number.raw, self.sketch.number, read.run.box(number.at, number.to), None)
            for number in read.scan.numbers
            if self._is_name(read, line, number)
        ]

    def _is_name(self, read: ReadRun, line: list[ReadRun], number: Printed) -> bool:
        """Whether the words before a bare whole number say that it numbers something and is no quantity."""
        if number.unit or not number.raw.isdigit() or number.to < len(read.run.text):
            return False
        if self._is_page_number(read, number):
            return True
        before = read.run.text[: number.at]
        if not before.strip():
            left = [other for other in line if other.run.u1 <= read.run.u0 + 0.5]
            before = left[-1].run.text if left and left[-1].kind == "text" else ""
        return is_number_label(before)

    def _is_page_number(self, read: ReadRun, number: Printed) -> bool:
        """Whether a short whole number stands by itself on the first or last line, in the margin of the page."""
        if (
            read.run.turn
            or read.kind != "number"
            or len(number.raw) > 4
            or number.to - number.at < len(read.run.text)
        ):
            return False
        upright = [line for line in self.sketch.lines if line and line[0].run.turn == 0]
        outermost = any(read is other for other in (*upright[0], *upright[-1]))
        margin = read.run.v1 < 0.08 * self.sketch.height or read.run.v0 > 0.92 * self.sketch.height
        return outermost and margin and len(upright) > 2

    def _unit(self, read: ReadRun, line: list[ReadRun], head: str, label: str | None) -> str | None:
        """The unit of a number that has none beside it: the row's unit cell, the header, the label, a
        caption.
        """
        if read.kind != "number":
            return self._unit_after_text(read, line) or unit_named(read.run.text)
        if PLAIN_HEADER.search(head):
            return None
        stated = unit_in_header(head) if head else None
        money = bool(MONEY_HEADER.search(head)) and not QUANTITY_HEADER.search(head)
        if stated and not (is_money(stated) and not money):
            return stated
        if not money:
            beside = self._unit_beside(read, line)
            if beside:
                return beside
        named = unit_in_description(label or "") or stated
        if named:
            return named
        if SHARE_HEADER.search(head):
            return "%"
        if money:
            return self.context.currency
        return unit_named(self._headers.corner(read)) or self._captioned(read)

    def _unit_beside(self, read: ReadRun, line: list[ReadRun]) -> str | None:
        """The unit cell of this row: the neighbour first, then a cell under a header that says "unit"."""
        units = [other for other in line if other.kind == "unit"]
        if not units:
            return None
        place = next(i for i, other in enumerate(line) if other is read)
        for beside in (place + 1, place - 1):
            if 0 <= beside < len(line) and line[beside].kind == "unit":
                return unit_alone(line[beside].run.text)
        for other in units:
            head = self._headers.of(other)
            if head and UNIT_HEADER.search(head[0].run.text):
                return unit_alone(other.run.text)
        return None

    def _unit_after_text(self, read: ReadRun, line: list[ReadRun]) -> str | None:
        """The unit cell that follows a run whose last word is the number."""
        if not read.scan.numbers or read.scan.numbers[-1].to < len(read.run.text):
            return None
        place = next(i for i, other in enumerate(line) if other is read)
        beside = line[place + 1] if place + 1 < len(line) else None
        return unit_alone(beside.run.text) if beside is not None and beside.kind == "unit" else None

    def _captioned(self, read: ReadRun) -> str | None:
        """The unit that a caption over the table states for all of it ("单位：kWh", "in thousand tonnes
        CO2e").
        """
        for line in reversed(self.sketch.lines[max(0, read.run.line - 25) : read.run.line]):
            for other in line:
                if other.kind == "text" and re.search(
                    r"单位|[(（\[]\s?in |\bin (?:thousand|million|kt|Mt|t)\b", other.run.text
                ):
                    unit = unit_named(other.run.text)
                    if unit:
                        return unit
        return None

    def _period(self, read: ReadRun, head: str, label: str | None, row: Period | None) -> Period | None:
        """The row's own period, else the header's, else the label's, else what the page or the document
        states.
        """
        stated = stated_for(self.statements, read.run.v0) or self.context.period
        if row is not None:
            return row
        year = stated.start.year if stated and stated.start else None
        for text in (head, label or ""):
            if not text or (text == label and is_prose(read.run, self.sketch.width)):
                continue
            found = header_period(text, self.context.order, year)
            if found:
                return _in_reporting_year(found, stated)
        return stated


def _in_reporting_year(found: Period, stated: Period | None) -> Period:
    """A bare year in a header means the reporting year when the document states one that is not the
    calendar's.
    """
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


def _is_alone(place: TablePlace, read: ReadRun) -> bool:
    """Whether a table's cell holds this run and little else; a ruled column of many rows is no cell of one
    row.
    """
    cell = place.table.rows[place.row][place.column]
    return cell is not None and plain(cell.text).replace(" ", "") == read.run.text.replace(" ", "")


def _sureness(read: ReadRun, number: Printed) -> float | None:
    """How sure OCR is of the least sure character of a number; None when it is no OCR of ours."""
    marks = [mark for mark in read.run.marks[number.at : number.to] if mark is not None]
    return min((mark.sure for mark in marks if mark.source == "ocr"), default=None)


def _around(quote: str, raw: str) -> str:
    """At most 200 characters of the line, with the number in them."""
    if len(quote) <= 200:
        return quote
    at = max(0, quote.find(raw) - 90)
    return quote[at : at + 200]


def currency_of(lines: Sequence[Sequence[ReadRun]], text: str) -> str | None:
    """The currency of a document: the one it names, else the one printed beside most of its numbers."""
    named = re.search(
        r"(?:Währung|Currency|币种|Beträge in|amounts? in)\s*[:：]?\s*(EUR|USD|CNY|GBP|CHF|RMB|€|\$|£)",
        text,
        re.I,
    )
    if named:
        return named.group(1)
    count = Counter(
        number.unit
        for line in lines
        for read in line
        for number in read.scan.numbers
        if number.unit and is_money(number.unit) and "/" not in number.unit
    )
    if count:
        return count.most_common(1)[0][0]
    alone = re.search(r"(?<![A-Za-z])(EUR|USD|GBP|CNY|CHF|€|￥|¥)(?![A-Za-z])", text)
    return alone.group(1) if alone else None
