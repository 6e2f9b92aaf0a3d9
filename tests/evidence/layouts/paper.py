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

    def figure(
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


def draw_table(
    sheet: Sheet, x: float, top: float, head: Sequence[Sequence[str]], rows: Sequence[Row], style: Style
) -> float:
    """Draw header lines and rows at (x, top); `style.columns` are widths, the label's first. Answers the bottom."""
    edges = [x]
    for wide in style.columns:
        edges.append(edges[-1] + wide)
    first, bounds = top - 0.75 * style.step, [top - 0.75 * style.step]
    for line in head:
        for place, words in enumerate(line):
            _put_cell(sheet, edges, place, top, words, style)
        top += style.step
    bounds.append(top - 0.75 * style.step)
    for number, row in enumerate(rows):
        for at, words in enumerate(row.label):
            box = sheet.put(x + 3, top + at * (sheet.size + 1.5), words)
            if style.marks and at == 0 and number % 2:
                sheet.mark(box[2] + 0.5, top, str(number + 1))
        for place, cell in enumerate(row.cells, 1):
            if isinstance(cell, str):
                _put_cell(sheet, edges, place, top, cell, style)
            else:
                box = _put_cell(sheet, edges, place, top, cell[0], style)
                sheet.remember(cell[0], cell[1], box)
                if style.marks and (number + place) % 5 == 0:
                    sheet.mark(box[2] + 0.5, top, "2")
        top += style.step + (len(row.label) - 1) * (sheet.size + 1.5)
        bounds.append(top - 0.75 * style.step)
    if style.rules != "none":
        for down in bounds:
            sheet.rule(x, down, edges[-1], down)
    if style.rules == "grid":
        for across in edges:
            sheet.rule(across, first, across, bounds[-1])
    return top


def _put_cell(sheet: Sheet, edges: list[float], place: int, top: float, words: str, style: Style) -> Corners:
    if place == 0:
        return sheet.put(edges[0] + 3, top, words)
    if style.align == "right":
        return sheet.put(edges[place + 1] - 4, top, words, "right")
    if style.align == "centre":
        return sheet.put((edges[place] + edges[place + 1]) / 2, top, words, "centre")
    return sheet.put(edges[place] + 3, top, words)
