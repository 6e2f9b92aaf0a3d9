"""A sheet of paper that is drawn on in the frame of the displayed page and remembers its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

import fontpkg_noto_sans
import justmytype_intl_cjk
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.evidence.layouts.truth import Corners, Span, Truth

WIDTH, HEIGHT = 595.0, 842.0
LATIN, CHINESE, PLAIN = "LayoutLatin", "LayoutChinese", "Helvetica"
Align = Literal["left", "right", "centre"]


def _load_fonts() -> None:
    if LATIN not in pdfmetrics.getRegisteredFontNames():
        latin = fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"
        folder = Path(str(justmytype_intl_cjk.__file__)).parent
        chinese = next(folder.rglob("NotoSansSC*.ttf"))
        pdfmetrics.registerFont(TTFont(LATIN, str(latin)))
        pdfmetrics.registerFont(TTFont(CHINESE, str(chinese)))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a printed number says besides its value."""

    value: Decimal
    unit: str | None
    period: Span | None
    label: str


@dataclass(slots=True)
class Sheet:
    """One page; x from the left, top (of the baseline) from the top of the page as it is displayed."""

    canvas: Canvas
    width: float
    height: float
    font: str
    size: float = 9.0
    number: int = 1
    truths: list[Truth] = field(default_factory=list)

    def put(self, x: float, top: float, text: str, align: Align = "left", size: float = 0) -> Corners:
        """Print a text and answer its box."""
        size = size or self.size
        wide = pdfmetrics.stringWidth(text, self.font, size)
        left = x - wide if align == "right" else x - wide / 2 if align == "centre" else x
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(left, self.height - top, text)
        return left, top - 0.75 * size, left + wide, top + 0.22 * size

    def figure(  # noqa: PLR0917 - written as the table is
        self, x: float, top: float, raw: str, means: Meaning, align: Align = "left", size: float = 0
    ) -> Corners:
        """Print a number and remember what it says."""
        box = self.put(x, top, raw, align, size)
        self.remember(raw, means, box)
        return box

    def remember(self, raw: str, means: Meaning, box: Corners) -> None:
        self.truths.append(
            Truth(means.value, raw, means.unit, means.period, means.label, self.number, box=box)
        )

    def flow(self, x: float, top: float, parts: Sequence[str | tuple[str, Meaning]]) -> None:
        """Print texts and figures one after another on one line."""
        for part in parts:
            if isinstance(part, str):
                self.put(x, top, part)
                x += pdfmetrics.stringWidth(part, self.font, self.size)
            else:
                x = self.figure(x, top, part[0], part[1])[2]

    def mark(self, x: float, top: float, text: str) -> None:
        """A raised small footnote mark."""
        self.put(x, top - 0.38 * self.size, text, size=0.6 * self.size)

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)


def on_paper(
    path: Path,
    draw: Callable[[Sheet], None],
    *,
    font: str = PLAIN,
    turned: bool = False,
    origin: tuple[float, float] = (0.0, 0.0),
    wide: bool = False,
    size: float = 9.0,
) -> list[Truth]:
    """A PDF of one page; `turned` lays it on its side with /Rotate 90, `origin` moves its MediaBox."""
    _load_fonts()
    width, height = (HEIGHT, WIDTH) if wide else (WIDTH, HEIGHT)
    own = (height, width) if turned else (width, height)
    canvas = Canvas(str(path), pagesize=own, invariant=1)
    canvas.translate(*origin)
    if turned:
        canvas.setPageRotation(90)
        canvas.transform(0, 1, -1, 0, own[0], 0)
    sheet = Sheet(canvas, width, height, font, size)
    draw(sheet)
    canvas.showPage()
    canvas.save()
    if origin != (0.0, 0.0):
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            page = document[0]
            box = (origin[0], origin[1], own[0] + origin[0], own[1] + origin[1])
            page.set_mediabox(*box)
            page.set_cropbox(*box)
            document.save(str(path))
    return sheet.truths


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a drawn table: label lines, then for each column a figure, a text or nothing."""

    label: tuple[str, ...]
    cells: tuple[tuple[str, Meaning] | str, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is set."""

    columns: tuple[float, ...]
    step: float = 16.0
    rules: Literal["none", "lines", "grid"] = "none"
    align: Align = "right"
    marks: bool = False


@dataclass(slots=True)
class _Grid:
    """Where the columns of a table that is being drawn begin, and how it is set."""

    sheet: Sheet
    edges: list[float]
    style: Style

    def put(self, place: int, top: float, words: str) -> Corners:
        """Print a cell of the column at `place`."""
        left, right = self.edges[place], self.edges[place + 1]
        if place == 0:
            return self.sheet.put(left + 3, top, words)
        if self.style.align == "right":
            return self.sheet.put(right - 4, top, words, "right")
        if self.style.align == "centre":
            return self.sheet.put((left + right) / 2, top, words, "centre")
        return self.sheet.put(left + 3, top, words)

    def put_row(self, number: int, top: float, row: Row) -> None:
        """Print the label lines and the cells of a row, with footnote marks where the style asks for them."""
        for at, words in enumerate(row.label):
            box = self.sheet.put(self.edges[0] + 3, top + at * (self.sheet.size + 1.5), words)
            if self.style.marks and at == 0 and number % 2:
                self.sheet.mark(box[2] + 0.5, top, str(number + 1))
        for place, cell in enumerate(row.cells, 1):
            if isinstance(cell, str):
                self.put(place, top, cell)
                continue
            box = self.put(place, top, cell[0])
            self.sheet.remember(cell[0], cell[1], box)
            if self.style.marks and (number + place) % 5 == 0:
                self.sheet.mark(box[2] + 0.5, top, "2")

    def rule(self, bounds: list[float]) -> None:
        """Draw the rules that the style asks for."""
        if self.style.rules != "none":
            for down in bounds:
                self.sheet.rule(self.edges[0], down, self.edges[-1], down)
        if self.style.rules == "grid":
            for across in self.edges:
                self.sheet.rule(across, bounds[0], across, bounds[-1])


def draw_table(  # noqa: PLR0917 - written as the table is
    sheet: Sheet,
    x: float,
    top: float,
    head: Sequence[Sequence[str]],
    rows: Sequence[Row],
    style: Style,
) -> float:
    """Draw header lines and rows at (x, top); `style.columns` are widths, the label's first. Answers the bottom."""
    edges = [x]
    for wide in style.columns:
        edges.append(edges[-1] + wide)
    grid = _Grid(sheet, edges, style)
    bounds = [top - 0.75 * style.step]
    for line in head:
        for place, words in enumerate(line):
            grid.put(place, top, words)
        top += style.step
    bounds.append(top - 0.75 * style.step)
    for number, row in enumerate(rows):
        grid.put_row(number, top, row)
        top += style.step + (len(row.label) - 1) * (sheet.size + 1.5)
        bounds.append(top - 0.75 * style.step)
    grid.rule(bounds)
    return top
