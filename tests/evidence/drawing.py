"""Draws small PDF pages whose truth is known by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from evidence.pdf import read_pdf
from evidence.reading import Figure, Page, Reading, ReadLimits

WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[[Canvas], None]


def a_pdf(path: Path, *pages: Draw, password: str | None = None) -> Path:
    """A PDF with one page per drawing function."""
    lock = StandardEncryption(password, ownerPassword="owner") if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=lock, invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(*lines: tuple[float, float, str]) -> Draw:
    """A drawing of texts at (x from the left, y from the top)."""

    def draw(canvas: Canvas) -> None:
        for x, top, words in lines:
            canvas.drawString(x, HEIGHT - top, words)

    return draw


def a_table(
    top: float,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    at: Sequence[float],
    ruled: bool = False,
) -> Draw:
    """A drawing of a table whose columns begin at the given x; with rules around each cell when asked."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for number, row in enumerate([header, *rows]):
            for x, words in zip(at, row, strict=True):
                canvas.drawString(x + 3, HEIGHT - top - 16 * number - 11, words)
        if ruled:
            right = at[-1] + 90
            for number in range(len(rows) + 2):
                canvas.line(at[0], HEIGHT - top - 16 * number, right, HEIGHT - top - 16 * number)
            for x in (*at, right):
                canvas.line(x, HEIGHT - top, x, HEIGHT - top - 16 * (len(rows) + 1))

    return draw


def together(*parts: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def read_drawn(folder: Path, *pages: Draw, limits: ReadLimits | None = None) -> Reading:
    return read_pdf(a_pdf(folder / "drawn.pdf", *pages), limits or ReadLimits())


def read_page(folder: Path, *parts: Draw) -> Page:
    reading = read_drawn(folder, together(*parts))
    assert reading.status == "ok"
    return reading.pages[0]


def the_figure(page: Page, raw: str) -> Figure:
    """The one figure with this print."""
    found = [figure for figure in page.figures if figure.raw == raw]
    assert len(found) == 1, [figure.raw for figure in page.figures]
    return found[0]
