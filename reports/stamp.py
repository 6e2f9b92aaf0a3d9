"""The visible box of a signature: who, role, time and certificate, in embedded fonts."""

from __future__ import annotations

import binascii
import io
import uuid
from dataclasses import dataclass

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from reports.fonts import FontSet, font_set

INK = HexColor(0x1B2B34)
QUIET = HexColor(0x5A6B75)
RULE = HexColor(0x1F6F5C)
LEFT = 8.0


@dataclass(frozen=True)
class StampText:
    """What the box says; `lines` stand below the name in reading order, in the document's language."""

    name: str
    lines: tuple[str, ...]


class _DrawnBox(PdfContent):
    """One drawn page as the content of the box; the library itself reads pages from named files only."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        """Import the page into the document that is being signed and return the operators that show it."""
        writer = self.writer
        if writer is None:
            raise ValueError("The box is drawn before it is told into which document.")
        drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        name = b"/Box" + binascii.hexlify(uuid.uuid4().bytes)
        self.resources.xobject[name.decode("ascii")] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name + b" Do"


def stamp_style(text: StampText, width: float, height: float) -> StaticStampStyle:
    """Draw the box at its true size in points and hand it over as a stamp without a frame of its own."""
    middle = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID)
    return StaticStampStyle(
        background=_DrawnBox(draw_box(text, width, height)),
        background_layout=middle,
        background_opacity=1.0,
        border_width=0,
    )


def draw_box(text: StampText, width: float, height: float) -> bytes:
    """Draw the box as a one-page PDF: a rule at the left, the name, then the lines, shrunk to fit."""
    fonts = font_set(text.name + "".join(text.lines))
    paper = io.BytesIO()
    # Named from the start: the library's default would be Helvetica, which is not embedded.
    first = fonts.name()
    canvas = Canvas(paper, pagesize=(width, height), invariant=1, initialFontName=first)  # type: ignore[arg-type]
    canvas.setFillColor(RULE)
    canvas.rect(0, 0, 2, height, stroke=0, fill=1)
    size = min(9.5, height / (1.35 * (len(text.lines) + 1.4)))
    canvas.setFillColor(INK)
    _write(canvas, fonts, (text.name,), (width, height - size * 1.35), size * 1.15)
    canvas.setFillColor(QUIET)
    _write(canvas, fonts, text.lines, (width, height - size * 2.7), size * 0.9)
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


def _write(
    canvas: Canvas, fonts: FontSet, lines: tuple[str, ...], corner: tuple[float, float], size: float
) -> None:
    """Write lines downwards from the baseline at `corner` (right edge, height), each shrunk to fit."""
    right, top = corner
    room = right - LEFT - 2
    for number, words in enumerate(lines):
        fitting = min(size, size * room / max(fonts.width(words, size), 1))
        pen = canvas.beginText(LEFT, top - number * size * 1.5)
        for font, run in fonts.runs(words):
            pen.setFont(font, fitting)
            pen.textOut(run)
        canvas.drawText(pen)
