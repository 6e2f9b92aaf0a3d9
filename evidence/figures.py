"""Binds each printed number of a page to its unit, period, label and column, and says how sure the reading
is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evidence.asides import others_of
from evidence.charts import marks_of_scales, pages_of_contents
from evidence.columns import Headers, ReadRun, is_years
from evidence.confidence import confidence_of
from evidence.continued import CarriedColumn, CarriedTable, column_for
from evidence.dates import DateOrder, YearFrame, dates_in, is_dates_alone
from evidence.header_words import SHARE_HEADER
from evidence.lines import plain
from evidence.named_numbers import is_note_column, is_number_column, is_number_label, is_rate_or_capital
from evidence.numbers import Printed
from evidence.paragraphs import Paragraph, label_in_sentence, paragraphs_of, unit_in_sentence
from evidence.period_binding import NearPeriods, PeriodBond, PeriodFinder, day_of_row, is_share_beside
from evidence.periods import Statement, row_period, statements_in
from evidence.reading import LONE, Box, Figure, Method, Other, Period, Table, Word
from evidence.row_labels import label_of
from evidence.ruled import RuledTables, TablePlace, table_label
from evidence.section_numbers import is_listed_page, is_note, is_page_number, is_section_number
from evidence.separators import SEPARATOR_DOUBT, Votes, choose
from evidence.tiles import label_of_chart, label_of_tile, large_titles, unit_of_tile, usual_size
from evidence.unit_binding import NO_UNIT, UnitBond, UnitFinder
from evidence.units_printed import is_money
from evidence.year_frames import speaks_of_fiscal_years, year_frame

# What may be the number of a note: "12", "3.1".
_NOTE = re.compile(r"\d+(?:\.\d{1,2})?")
ONE_ENGINE = "only one engine saw this number here"
ASKED = "two engines and OCR disagree about this number; a person is asked"
HIDDEN = "a person who looks at the page would not see this number"
YEAR_LIKE = "this may be a year and not a quantity"
_CLEAR_OCR, _POOR_OCR = 0.9, 0.6
RATE = "this is a rate of tax or a sum of capital and no quantity of the period"
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
    frame: YearFrame | None = None
    # The columns of the table that reached the foot of the page before.
    table: tuple[CarriedColumn, ...] = ()


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
    table: tuple[CarriedColumn, ...] = ()


def bind(sketch: PageSketch, context: Context) -> Bound:
    """Every figure of the page, bound; every other thing with digits, named."""
    texts = sketch.texts
    heights = [min((read.run.v0 for read in line), default=0.0) for line in sketch.lines]
    statements = statements_in(list(zip(heights, texts, strict=True)), context.order)
    statements += large_titles(sketch.lines)
    binder = _Binder(sketch, context, statements)
    bound = Bound([], [], [], statements)
    for line, text in zip(sketch.lines, texts, strict=True):
        period = row_period(text, context.order) or day_of_row(line)
        for read in line:
            bound.figures += binder.figures_of(read, line, text, period)
            bound.others += binder.named_of(read, line)
            bound.others += others_of(read, sketch.number)
        for dated in dates_in(text, context.order):
            bound.dates += dated.days
    bound.table = binder.table.ends_page(sketch.lines, sketch.width, sketch.height)
    return bound


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a number stands: in running text, in a ruled table's cell, or under a column header."""

    read: ReadRun
    number: Printed
    box: Box
    paragraph: Paragraph | None
    cell: TablePlace | None
    header: tuple[ReadRun, ...]
    column: str
    carried: CarriedColumn | None

    @property
    def heads(self) -> list[str]:
        """The texts over the number, on its own page or carried over from the one before."""
        over = [head.run.text for head in self.header]
        return [*over, self.column] if over or self.carried is None else [*self.carried.heads, self.column]


@dataclass(slots=True)
class _Binder:
    """Binds the numbers of one page; holds what is looked up more than once."""

    sketch: PageSketch
    context: Context
    statements: list[Statement]
    table: CarriedTable = field(default_factory=CarriedTable)
    _columns: dict[int, Votes] = field(default_factory=dict)
    _headers: Headers = field(init=False)
    _ruled: RuledTables = field(init=False)
    _paragraphs: dict[int, Paragraph] = field(init=False)
    _usual: float = field(init=False)
    _marks: set[int] = field(init=False)
    _units: UnitFinder = field(init=False)
    _periods: PeriodFinder = field(init=False)
    _left: tuple[list[ReadRun], PeriodBond] | None = None

    def __post_init__(self) -> None:
        sketch = self.sketch
        self._headers = Headers(sketch.lines, sketch.width)
        self._ruled = RuledTables(sketch.tables)
        context = self.context
        self._usual = usual_size(sketch.lines)
        self._marks = marks_of_scales(sketch.lines) | pages_of_contents(sketch.lines)
        self._paragraphs = paragraphs_of(sketch.lines, sketch.width, context.order)
        self._units = UnitFinder(sketch.lines, sketch.width, self._headers, self._ruled, context.currency)
        frames = (year_frame(text) for text in sketch.texts)
        frame = next((frame for frame in frames if frame is not None), context.frame)
        fiscal = frame is None and any(speaks_of_fiscal_years(text) for text in sketch.texts)
        self._periods = PeriodFinder(self.statements, context.period, context.order, frame, is_fiscal=fiscal)
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
            if self._is_named(read, line, number) or self._is_level(read):
                continue
            figures.append(self._figure(read, line, place, quote, period))
        return figures

    def _figure(
        self, read: ReadRun, line: list[ReadRun], place: int, quote: str, period: Period | None
    ) -> Figure:
        number = read.scan.numbers[place]
        site = self._site(read, line, number)
        header, column = site.header, site.column
        axis = self._headers.axis_of(read) if not site.paragraph else []
        label = self._label(site, line, bool(axis) or _is_of_a_year(site))
        votes = self._columns.get(id(header[0]), Votes()) if header else Votes().count(read.scan.numbers)
        chosen = choose(number, votes, self.context.votes, self.context.prefers_comma)
        bond = self._unit(site, line, label)
        near = self._near(site, line, period, axis)
        heads = site.heads
        if site.cell or site.carried or any(self._headers.holds(head) for head in header):
            own = bond if bond.source not in ("beside", "row", "label") else NO_UNIT
            carried = CarriedColumn(read.run.u0, read.run.u1, tuple(heads), column, own)
            self.table.add(read.run.line, carried, site.cell.table if site.cell else None)
        when = self._periods.bond(read, heads, label, near, number.at)
        if when.period is not None:
            self._left = line, when
        doubts, worth, method = self._doubts(read, number, place, bond.unit, chosen.doubtful)
        return Figure(
            value=chosen.value,
            raw=number.raw,
            unit=bond.unit,
            period=when.period,
            label=label,
            column=column[:200] or None,
            role=None,
            page=self.sketch.number,
            box=site.box,
            cell=None,
            method=method,
            witnessed=read.witnessed[place] if read.witnessed else False,
            confidence=confidence_of(bond.source, when.source, bool(label), worth),
            invisible=HIDDEN in doubts,
            quote=_around(quote, number.raw),
            doubts=doubts,
        )

    def _near(self, site: _Site, line: list[ReadRun], period: Period | None, axis: list[str]) -> NearPeriods:
        read, paragraph = site.read, site.paragraph
        is_share = not paragraph and is_share_beside(site.header, read, site.column)
        left = self._left[1] if is_share and self._left and self._left[0] is line else None
        closes = self._headers.closes_years(site.header)
        return NearPeriods(period, self._headers.groups_of(read), axis, paragraph, left, closes)

    def _site(self, read: ReadRun, line: list[ReadRun], number: Printed) -> _Site:
        box = read.run.box(number.at, number.to)
        paragraph = self._paragraphs.get(id(read))
        in_table = read.kind == "number" and paragraph is None
        cell = self._ruled.place_in(box) if in_table else None
        if cell is not None and not _is_alone(cell, read):
            cell = None
        header = self._headers.of(read) if in_table else ()
        over = " ".join(h.run.text for h in reversed(header))
        column = (self._ruled.header_of(cell) if cell else None) or over
        carried = column_for(read, self.context.table) if in_table else None
        if (
            carried is not None
            and any(self._headers.holds(head) for head in header)
            and column != carried.column
        ):
            carried = None
        if carried is not None and column != carried.column:
            header, column = (), carried.column
        return _Site(read, number, box, paragraph, cell, header, column, carried)

    def _label(self, site: _Site, line: list[ReadRun], in_chart: bool) -> str | None:
        """The words of a number's row, its sentence, its tile or its chart."""
        read, lines = site.read, self.sketch.lines
        if site.paragraph is not None:
            return label_in_sentence(site.paragraph, site.paragraph.place_of(read, site.number.at))
        label = (table_label(site.cell) if site.cell else None) or label_of_tile(read, lines, self._usual)
        label = label or label_of(read, lines, site.number.at)
        if label is None and read.over is not None:
            label = label_of_tile(read.over, lines, self._usual)
        if label is None and in_chart:
            return label_of_chart(read, lines)
        if label is not None and is_dates_alone(label, self.context.order):
            title = self._headers.title_over(read)
            return f"{title} {label}" if title else label
        if label is None and line[0] is not read and is_years(line[0]):
            title = self._headers.title_over(read)
            return f"{title} {line[0].run.text}" if title else line[0].run.text
        return label

    def _unit(self, site: _Site, line: list[ReadRun], label: str | None) -> UnitBond:
        if site.number.unit:
            return UnitBond(site.number.unit, "beside")
        if site.paragraph is not None:
            place = site.paragraph.place_of(site.read, site.number.at)
            unit = unit_in_sentence(site.paragraph, place)
            return UnitBond(unit, "beside" if unit else "none")
        own = unit_of_tile(site.read, self.sketch.lines, self._usual)
        if own:
            return UnitBond(own, "beside")
        bond = self._units.bond(site.read, line, site.column, label, site.cell)
        if bond.unit is None and site.carried is not None:
            return site.carried.unit
        if is_money(bond.unit) and SHARE_HEADER.search(site.column):
            return UnitBond("%", bond.source)
        return bond

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
            (read.kind == "text" and is_rate_or_capital(read.run.text, number.at), RATE, "0.40"),
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
            if self._is_named(read, line, number)
        ]

    def _is_named(self, read: ReadRun, line: list[ReadRun], number: Printed) -> bool:
        """Whether a number names something (a section, a page, a meter) and is no quantity."""
        if is_note(read, line, number, self._usual):
            return True
        if id(read) in self._marks and number.to == len(read.run.text):
            return True
        return is_section_number(read, line, number) or self._is_name(read, line, number)

    def _is_name(self, read: ReadRun, line: list[ReadRun], number: Printed) -> bool:
        """Whether the words before a bare whole number say that it numbers something and is no quantity."""
        head = self._headers.of(read)[:1] if read.kind == "number" and not number.unit else ()
        if head and is_note_column(head[0].run.text) and _NOTE.fullmatch(read.run.text):
            return True
        if number.unit or not number.raw.isdigit():
            return False
        if is_page_number(read, number, self.sketch.lines, self.sketch.height) or is_listed_page(read, line):
            return True
        if number.to < len(read.run.text):
            return False
        if head and is_number_column(head[0].run.text):
            return True
        before = read.run.text[: number.at]
        if not before.strip():
            left = [other for other in line if other.run.u1 <= read.run.u0 + 0.5]
            before = left[-1].run.text if left and left[-1].kind == "text" else ""
        return is_number_label(before)


def _is_of_a_year(site: _Site) -> bool:
    """Whether a number stands right under a year, or behind one in its own cell."""
    under = bool(site.header) and is_years(site.header[0])
    return site.paragraph is None and (under or site.read.scan.numbers[0].year_like)


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
