"""A sheet of paper to draw a document on: text, rules, boxes, tables, pictures and QR codes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab import rl_config
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from demo.files.fonts import Fonts

# The text form of streams is a third larger and made by a slow loop; nobody reads it.
rl_config.useA85 = 0
INK = "#1c2430"
GREY = "#6d7683"
DEMO_LINE = "DEMO - fictional document 演示文件，内容虚构"
Rows = Sequence[Sequence[str]]


class Paper:
    """A PDF in the making; lengths in points, `top` measured from the upper edge of the page downwards."""

    def __init__(
        self, path: Path, title: str, fonts: Fonts, face: str = "cjk", size: tuple[float, float] = A4
    ) -> None:
        self.width, self.height = size
        self._fonts = fonts
        self._face = face
        self._canvas = Canvas(str(path), pagesize=size, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("DEMO")
        self._pictures: dict[int, ImageReader] = {}

    def text(
        self,
        x: float,
        top: float,
        words: str,
        size: float = 9,
        *,
        bold: bool = False,
        align: str = "l",
        colour: str = INK,
    ) -> float:
        """Write one line with its baseline at `top`; align l, c or r about x; answers the width."""
        runs = self._runs(words, "bold" if bold else "regular")
        width = sum(stringWidth(part, name, size) for name, part in runs)
        at = x - {"l": 0.0, "c": width / 2, "r": width}[align]
        self._canvas.setFillColor(HexColor(colour))
        for name, part in runs:
            self._canvas.setFont(name, size)
            self._canvas.drawString(at, self.height - top, part)
            at += stringWidth(part, name, size)
        return float(width)

    def lines(
        self, x: float, top: float, lines: Sequence[str], size: float = 9, leading: float = 14
    ) -> float:
        """Write lines one below the other and answer the top of the next one."""
        for line in lines:
            self.text(x, top, line, size)
            top += leading
        return top

    def rule(self, x0: float, top: float, x1: float, width: float = 0.5, colour: str = INK) -> None:
        """Draw a horizontal rule."""
        self._pen(width, colour)
        self._canvas.line(x0, self.height - top, x1, self.height - top)

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        line: str | None = INK,
        pen: float = 0.5,
        dash: bool = False,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle whose upper left corner is (x, top)."""
        self._pen(pen, line or INK)
        self._canvas.setDash([3, 2] if dash else [])
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        corner = (x, self.height - top - height, width, height)
        stroke, filled = int(line is not None), int(fill is not None)
        if radius:
            self._canvas.roundRect(*corner, radius, stroke=stroke, fill=filled)
        else:
            self._canvas.rect(*corner, stroke=stroke, fill=filled)
        self._canvas.setDash([])

    def arrow(self, x0: float, top0: float, x1: float, top1: float, colour: str = GREY) -> None:
        """Draw a connecting line of a chart."""
        self._pen(0.8, colour)
        self._canvas.line(x0, self.height - top0, x1, self.height - top1)

    def table(
        self,
        x: float,
        top: float,
        widths: Sequence[float],
        rows: Rows,
        align: str,
        *,
        size: float = 8,
        height: float = 17,
        head: str | None = "#eef1f5",
        line: str = "#5b6470",
        grid: bool = True,
        total: bool = False,
    ) -> float:
        """Draw rows, the first as the head, the last in bold when it is a total; answers the lower edge."""
        for number, row in enumerate(rows):
            tallest = max(cell.count("\n") for cell in row) + 1
            deep = height + (tallest - 1) * (size + 2)
            is_head = number == 0 and head is not None
            if is_head:
                self.box(x, top, sum(widths), deep, fill=head, line=None)
            bold = is_head or (total and number == len(rows) - 1)
            side = "c" * len(row) if is_head and grid else align
            self._row(x, top, widths, row, align=side, size=size, deep=deep, bold=bold)
            self._edges(x, top, widths, deep, line=line, grid=grid)
            top += deep
        return top

    def picture(self, x: float, top: float, width: float, height: float, image: Image.Image) -> None:
        """Place a picture; the same picture on many pages is stored once."""
        reader = self._pictures.setdefault(id(image), ImageReader(image))
        self._canvas.drawImage(reader, x, self.height - top - height, width, height, mask="auto")

    def photograph(self, image: Image.Image, quality: int = 60) -> None:
        """Fill the page with one grey JPEG, as a scanner does."""
        jpeg = BytesIO()
        image.convert("L").save(jpeg, "JPEG", quality=quality)
        self._canvas.drawImage(ImageReader(jpeg), 0, 0, self.width, self.height)

    def qr(self, x: float, top: float, side: float, payload: str) -> None:
        """Draw a QR code of `payload`."""
        widget: Any = QrCodeWidget(payload, barBorder=0)
        widget.qr.make()
        dot = side / widget.qr.getModuleCount()
        # One path for all dots: a shape for each takes longer than the rest of the page.
        dots = self._canvas.beginPath()
        for number, row in enumerate(widget.qr.modules):
            column = 0
            for is_dark, run in groupby(map(bool, row)):
                length = len(list(run))
                if is_dark:
                    dots.rect(x + column * dot, self.height - top - (number + 1) * dot, length * dot, dot)
                column += length
        self._canvas.saveState()
        self._canvas.setFillColor(HexColor("#000000"))
        self._canvas.drawPath(dots, stroke=0, fill=1)
        self._canvas.restoreState()

    def turn(self, *, say_demo: bool = True) -> None:
        """End the page with the demo line and begin the next."""
        if say_demo:
            self.text(self.width / 2, self.height - 14, DEMO_LINE, 6.5, align="c", colour=GREY)
        self._canvas.showPage()

    def save(self) -> None:
        """Write the file."""
        self._canvas.save()

    def _runs(self, words: str, weight: str) -> list[tuple[str, str]]:
        """Cut words where the face changes, so that every character has a glyph."""
        faces = groupby(words, key=lambda character: self._fonts.face_of(character, self._face))
        return [(self._fonts.name(face, weight), "".join(part)) for face, part in faces]

    def _row(
        self,
        x: float,
        top: float,
        widths: Sequence[float],
        row: Sequence[str],
        *,
        align: str,
        size: float,
        deep: float,
        bold: bool,
    ) -> None:
        for width, cell, side in zip(widths, row, align, strict=True):
            at = x + {"l": 4.0, "c": width / 2, "r": width - 4}[side]
            parts = cell.split("\n")
            first = top + deep / 2 + size * 0.36 - (len(parts) - 1) * (size + 2) / 2
            for number, part in enumerate(parts):
                self.text(at, first + number * (size + 2), part, size, bold=bold, align=side)
            x += width

    def _edges(
        self, x: float, top: float, widths: Sequence[float], deep: float, *, line: str, grid: bool
    ) -> None:
        if not grid:
            self.rule(x, top + deep, x + sum(widths), 0.4, line)
            return
        for width in widths:
            self.box(x, top, width, deep, line=line, pen=0.5)
            x += width

    def _pen(self, width: float, colour: str) -> None:
        self._canvas.setLineWidth(width)
        stroke: Color = HexColor(colour)
        self._canvas.setStrokeColor(stroke)
