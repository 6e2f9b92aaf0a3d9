"""Binds each printed number of a page to its unit, period, label and column, and says how sure the reading
is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evidence.columns import Headers, ReadRun, is_years, label_of
from evidence.confidence import confidence_of
from evidence.dates import DateOrder, dates_in, year_frame
from evidence.header_words import SHARE_HEADER
from evidence.lines import plain
from evidence.numbers import Printed, is_number_label
from evidence.period_binding import PeriodFinder, day_of_row
from evidence.periods import Statement, row_period, statements_in
from evidence.reading import Figure, Method, Other, Period, Table, Word
from evidence.ruled import RuledTables, TablePlace, table_label
from evidence.separators import SEPARATOR_DOUBT, Votes, choose
from evidence.unit_binding import UnitBond, UnitFinder
from evidence.units_printed import is_money

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
        period = row_period(text, context.order) or day_of_row(line)
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
    _ruled: RuledTables = field(init=False)
    _units: UnitFinder = field(init=False)
    _periods: PeriodFinder = field(init=False)

    def __post_init__(self) -> None:
        sketch = self.sketch
        self._headers = Headers(sketch.lines, sketch.width)
        self._ruled = RuledTables(sketch.tables)
        context = self.context
        self._units = UnitFinder(sketch.lines, sketch.width, self._headers, self._ruled, context.currency)
        frames = (year_frame(text) for text in sketch.texts)
        frame = next((frame for frame in frames if frame is not None), None)
        self._periods = PeriodFinder(self.statements, context.period, context.order, sketch.width, frame)
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
            if self._is_name(read, line, number) or self._is_level(read):
                continue
            figures.append(self._figure(read, line, place, quote, period))
        return figures

    def _figure(
        self, read: ReadRun, line: list[ReadRun], place: int, quote: str, period: Period | None
    ) -> Figure:
        number = read.scan.numbers[place]
        box = read.run.box(number.at, number.to)
        cell = self._ruled.place_in(box) if read.kind == "number" else None
        if cell is not None and not _is_alone(cell, read):
            cell = None
        header = self._headers.of(read) if read.kind == "number" else ()
        column = (self._ruled.header_of(cell) if cell else None) or " ".join(
            h.run.text for h in reversed(header)
        )
        label = (table_label(cell) if cell else None) or label_of(read, self.sketch.lines, number.at)
        if label is None and line[0] is not read and is_years(line[0]):
            label = line[0].run.text
        near = self._columns.get(id(header[0]), Votes()) if header else Votes().count(read.scan.numbers)
        chosen = choose(number, near, self.context.votes, self.context.prefers_comma)
        bond = (
            UnitBond(number.unit, "beside")
            if number.unit
            else self._units.bond(read, line, column, label, cell)
        )
        unit = bond.unit
        if is_money(unit) and not number.unit and SHARE_HEADER.search(column):
            unit = "%"
        heads = [*(h.run.text for h in header), column]
        when = self._periods.bond(read, heads, label, period, number.at)
        doubts, worth, method = self._doubts(read, number, place, unit, chosen.doubtful)
        return Figure(
            value=chosen.value,
            raw=number.raw,
            unit=unit,
            period=when.period,
            label=label,
            column=column[:200] or None,
            role=None,
            page=self.sketch.number,
            box=box,
            cell=None,
            method=method,
            witnessed=read.witnessed[place] if read.witnessed else False,
            confidence=confidence_of(bond.source, when.source, bool(label), worth),
            invisible=HIDDEN in doubts,
            quote=_around(quote, number.raw),
            doubts=doubts,
        )

    def _doubts(
        self, read: ReadRun, number: Printed, place: int, unit: str | None, separator: bool
    ) -> tuple[tuple[str, ...], Decimal, Method]:
        """The doubts about a number, what they take from its confidence, and how it was read."""
        doubts: list[str] = []
        worth = Decimal(0)
        ocr = bool(read.ocr) and read.ocr[place]
        sure = _sureness(read, number)
        for holds, doubt, less in (
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
                worth += Decimal(less)
        mark = read.run.marks[number.to - 1]
        method: Method = "ocr" if ocr else "form" if mark is not None and mark.source == "form" else "text"
        return tuple(doubts), worth, method

    def _is_level(self, read: ReadRun) -> bool:
        """Whether a number belongs to a header ("95 %" over a column of ranges) and is no quantity."""
        return read.kind == "number" and not is_years(read) and self._headers.holds(read)

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


def _is_alone(place: TablePlace, read: ReadRun) -> bool:
    """Whether a table's cell holds this run and little else; a ruled column of many rows is no cell of one
    row.
    """
    cell = place.cell
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


def currency_in(units: Iterable[str], text: str) -> str | None:
    """The currency of a document: the one it names, else the one printed beside most of its numbers, whose
    units of money are given.
    """
    named = re.search(
        r"(?:Währung|Currency|币种|Beträge in|amounts? in)\s*[:：]?\s*(EUR|USD|CNY|GBP|CHF|RMB|€|\$|£)",
        text,
        re.I,
    )
    if named:
        return named.group(1)
    count = Counter(unit for unit in units if "/" not in unit)
    if count:
        return count.most_common(1)[0][0]
    alone = re.search(r"(?<![A-Za-z])(EUR|USD|GBP|CNY|CHF|€|￥|¥)(?![A-Za-z])", text)
    return alone.group(1) if alone else None
