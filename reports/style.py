"""The compositor: sets headings, text, facts and tables of a document in its fonts and language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from reportlab.graphics.shapes import Drawing
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from reports.flowables import Heading, Marked
from reports.fonts import FontSet, Weight
from reports.numbers import tonnes
from reports.palette import CONTENT_WIDTH, HAIRLINE, INK, QUIET, SCALE
from reports.wording import English

_ALIGN: dict[str, Any] = {"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER}


@dataclass(frozen=True)
class Cell:
    """One cell: its text and how it stands; ``link`` is an href for the paragraph (``pdf:file#name``)."""

    text: str
    bold: bool = False
    quiet: bool = False
    link: str = ""
    raw: bool = False
    mark: str = ""
    align: str = ""


@dataclass(frozen=True)
class Column:
    """A column: title, share of the table's width, alignment."""

    title: str
    share: float
    align: str = "left"


Content = str | Decimal | Cell | Flowable | None


class Compositor:
    """Sets the pieces of one document in its fonts and its language."""

    def __init__(self, fonts: FontSet, words: English, findings: Iterable[str] = ()) -> None:
        self.fonts = fonts
        self.words = words
        self._findings = frozenset(findings)
        self._headings = 0

    def style(
        self,
        kind: str = "body",
        *,
        bold: bool = False,
        quiet: bool = False,
        align: str = "left",
        size: float | None = None,
        after: float = 0,
    ) -> ParagraphStyle:
        """Return the paragraph style of one step of the scale."""
        points, leading = SCALE[kind]
        weight = Weight.SEMIBOLD if bold or kind in ("title", "h1", "h2") else Weight.REGULAR
        return ParagraphStyle(
            f"{kind}-{weight}-{quiet}-{align}-{size}-{after}",
            fontName=self.fonts.name(weight),
            fontSize=size or points,
            leading=leading,
            textColor=QUIET if quiet else INK,
            alignment=_ALIGN[align],
            spaceAfter=after,
            allowWidows=0,
            allowOrphans=0,
        )

    def say(self, label: str) -> str:
        """Return a label in the document's language."""
        return self.words.say(label)

    def text(
        self,
        text: str,
        kind: str = "body",
        *,
        bold: bool = False,
        quiet: bool = False,
        align: str = "left",
        after: float = 4,
        link: str = "",
        raw: bool = False,
    ) -> Paragraph:
        """Return a paragraph of plain text."""
        weight = Weight.SEMIBOLD if bold or kind in ("title", "h1", "h2") else Weight.REGULAR
        marked = _linked(self.fonts.mark(text, weight, raw=raw), link)
        return Paragraph(marked, self.style(kind, bold=bold, quiet=quiet, align=align, after=after))

    def finding_link(self, code: str) -> str:
        """Return the href of a finding in this document; nothing when the document does not print it."""
        return f"#finding.{code}" if code in self._findings else ""

    def links(self, targets: Sequence[tuple[str, str]], kind: str = "table") -> Paragraph:
        """Return several links in one paragraph, each a text and its href."""
        marked = ",  ".join(_linked(self.fonts.mark(text), link) for text, link in targets)
        return Paragraph(marked, self.style(kind, after=4))

    def heading(self, text: str, level: int = 1, anchor: str = "") -> Heading:
        """Return a heading; the page setter keeps it with what follows."""
        kind = f"h{level}"
        style = self.style(kind)
        style.spaceBefore = {1: 14, 2: 8}[level]
        style.spaceAfter = {1: 5, 2: 3}[level]
        heading = Heading(self.fonts.mark(text, Weight.SEMIBOLD), style)
        self._headings += 1
        heading.level, heading.plain = level, text
        heading.anchor = anchor or f"section-{self._headings}"
        return heading

    def bullets(self, items: Sequence[str]) -> list[Flowable]:
        """Return a list with en dashes."""
        style = self.style("body", after=2)
        style.leftIndent, style.bulletIndent = 10, 0
        style.bulletFontName, style.bulletFontSize = style.fontName, style.fontSize
        return [Paragraph(self.fonts.mark(item), style, bulletText="–") for item in items]

    def space(self, points: float = 6) -> Spacer:
        return Spacer(1, points)

    def facts(
        self,
        rows: Sequence[tuple[str, Content]],
        label_share: float = 0.26,
        *,
        width: float = CONTENT_WIDTH,
        rule_above: bool = True,
    ) -> Flowable:
        """Return label and value pairs with hairlines between; the labels are quiet."""
        if not rows:
            return Spacer(0, 0)
        widths = [width * label_share, width * (1 - label_share)]
        cells = [
            [
                self._cell(Cell(label, quiet=True), widths[0], "left", "table"),
                self._cell(value, widths[1], "left", "table"),
            ]
            for label, value in rows
        ]
        # A long answer may be longer than a page: then its row is split.
        table = Table(cells, colWidths=widths, hAlign="LEFT", splitInRow=1)
        above = [("LINEABOVE", (0, 0), (-1, 0), 0.5, HAIRLINE)] if rule_above else []
        table.setStyle(TableStyle([*self._base(), *above]))
        return table

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
        *,
        totals: int = 0,
        kind: str = "table",
        width: float = CONTENT_WIDTH,
        empty: str = "",
    ) -> Flowable:
        """Return a ruled table whose head repeats; the last ``totals`` rows stand semibold under a rule.

        With no row the sentence ``empty`` is printed instead.
        """
        if not rows:
            return self.text(empty, quiet=True)
        sum_of_shares = sum(column.share for column in columns)
        widths = [width * column.share / sum_of_shares for column in columns]
        head = [
            self._cell(Cell(column.title, quiet=True), own, column.align, "small")
            for column, own in zip(columns, widths, strict=True)
        ]
        body = [
            [
                self._cell(_bold(value) if at >= len(rows) - totals else value, own, column.align, kind)
                for value, column, own in zip(row, columns, widths, strict=True)
            ]
            for at, row in enumerate(rows)
        ]
        # A cell may hold more than a page of a person's words: then its row is split.
        table = Table([head, *body], colWidths=widths, repeatRows=1, hAlign="LEFT", splitInRow=1)
        table.setStyle(TableStyle([*self._base(), *_head_rules(columns), *_total_rules(totals)]))
        return table

    def drawing(self, drawing: Drawing) -> Flowable:
        """Return a drawing as a piece of the story."""
        # Each drawing starts in Helvetica, which is not embedded, unless it names another font.
        piece: Any = drawing
        piece.initialFontName = self.fonts.name()
        return drawing

    def beside(self, cells: Sequence[object], widths: Sequence[float], *, right_last: bool = False) -> Table:
        """Return pieces side by side without rules or padding; the last may stand at the right edge."""
        table = Table([list(cells)], colWidths=list(widths), hAlign="LEFT")
        sides = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
        rules: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *sides, self._font_rule()]
        if right_last:
            rules.append(("ALIGN", (-1, 0), (-1, 0), "RIGHT"))
        table.setStyle(TableStyle(rules))
        return table

    def _font_rule(self) -> tuple[object, ...]:
        # A table sets its own font even when each cell brings one: Helvetica, unless told, and not embedded.
        return ("FONTNAME", (0, 0), (-1, -1), self.fonts.name())

    def _base(self) -> list[Any]:
        return [*_BASE, self._font_rule()]

    def together(self, *flowables: Flowable) -> KeepTogether:
        """Return the flowables on one page where they fit on one."""
        return KeepTogether(list(flowables))

    def _cell(self, value: Content, width: float, align: str, kind: str) -> Flowable:
        if isinstance(value, Flowable):
            return value
        if value is None or isinstance(value, Decimal):
            value = Cell(tonnes(value))
        cell = value if isinstance(value, Cell) else Cell(value)
        weight = Weight.SEMIBOLD if cell.bold else Weight.REGULAR
        side = cell.align or align
        # A number is never broken over two lines: it shrinks to its column instead.
        size = self._fitted(cell.text, width - 6, kind, weight) if side == "right" else None
        style = self.style(kind, bold=cell.bold, quiet=cell.quiet, align=side, size=size)
        paragraph = Paragraph(_linked(self.fonts.mark(cell.text, weight, raw=cell.raw), cell.link), style)
        return Marked(cell.mark, paragraph) if cell.mark else paragraph

    def _fitted(self, text: str, width: float, kind: str, weight: Weight) -> float | None:
        points = SCALE[kind][0]
        widest = max((self.fonts.width(word, points, weight) for word in text.split(" ")), default=0)
        return None if widest <= width else max(5.0, points * width / widest)


def only_filled(
    columns: Sequence[Column], rows: Sequence[Sequence[Content]]
) -> tuple[list[Column], list[list[Content]]]:
    """Return the table without columns in which no row says anything; the first column always stays."""
    kept = [at for at in range(len(columns)) if at == 0 or any(row[at] not in {"", None} for row in rows)]
    return [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]


_BASE: list[Any] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2.4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LINEBELOW", (0, 0), (-1, -1), 0.35, HAIRLINE),
]


def _head_rules(columns: Sequence[Column]) -> list[Any]:
    """Return rules around the head row, and room between a number and the words right of it."""
    rules: list[Any] = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, INK),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]
    for at, (left, right) in enumerate(pairwise(columns), start=1):
        if left.align == "right" and right.align == "left":
            rules.append(("LEFTPADDING", (at, 0), (at, -1), 12))
    return rules


def _total_rules(totals: int) -> list[Any]:
    if not totals:
        return []
    return [("LINEABOVE", (0, -totals), (-1, -totals), 0.5, INK), ("NOSPLIT", (0, -totals - 1), (-1, -1))]


def _linked(markup: str, link: str) -> str:
    return f'<a href="{link}" color="#0b5cad">{markup}</a>' if link else markup


def _bold(value: Content) -> Content:
    if isinstance(value, Cell):
        return Cell(value.text, True, value.quiet, value.link, value.raw, value.mark, value.align)
    if isinstance(value, Flowable):
        return value
    return Cell(value if isinstance(value, str) else tonnes(value), bold=True)
