"""Pieces that draw themselves: state marks, signature fields, pictures with a box, framed notes."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, Paragraph

from reports.palette import HAIRLINE, MARK_COLOURS, RED

MARK_SIZE = 5.2


class Heading(Paragraph):
    """A heading that the page setter enters into outline and contents."""

    level: int = 1
    plain: str = ""
    anchor: str = ""

    def split(self, available_width: float, available_height: float) -> list[Any]:
        """Split an overlong heading; its first part keeps the name."""
        parts: list[Any] = list(super().split(available_width, available_height))
        if parts:
            parts[0].level, parts[0].plain, parts[0].anchor = self.level, self.plain, self.anchor
        return parts


class Marked(Flowable):
    """A paragraph with a state mark before its first line."""

    def __init__(self, mark: str, paragraph: Paragraph) -> None:
        super().__init__()
        self.mark, self.paragraph = mark, paragraph

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = self.paragraph.wrap(available_width - MARK_SIZE - 4, available_height)
        return available_width, self.height

    def draw(self) -> None:
        style = self.paragraph.style
        middle = self.height - style.fontSize * 0.68
        draw_mark(self.canv, self.mark, MARK_SIZE / 2, middle)
        self.paragraph.drawOn(self.canv, MARK_SIZE + 4, 0)


def draw_mark(canvas: Any, mark: str, x: float, y: float) -> None:
    """Draw a state mark as a path, centred on x, y: dot, triangle, turn, tick, cross or ring."""
    half = MARK_SIZE / 2
    canvas.saveState()
    canvas.setStrokeColor(MARK_COLOURS[mark])
    canvas.setFillColor(MARK_COLOURS[mark])
    canvas.setLineWidth(1.1)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    if mark == "open":
        canvas.circle(x, y, half * 0.85, stroke=0, fill=1)
    elif mark == "waiting":
        path.moveTo(x, y + half)
        path.lineTo(x + half, y - half * 0.8)
        path.lineTo(x - half, y - half * 0.8)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    elif mark == "returned":
        canvas.arc(x - half * 0.8, y - half * 0.8, x + half * 0.8, y + half * 0.8, 120, 290)
        path.moveTo(x - half * 0.9, y + half * 0.95)
        path.lineTo(x - half * 0.5, y + half * 0.65)
        path.lineTo(x - half * 0.95, y + half * 0.2)
        canvas.drawPath(path, stroke=1, fill=0)
    elif mark == "closed":
        path.moveTo(x - half * 0.8, y)
        path.lineTo(x - half * 0.2, y - half * 0.7)
        path.lineTo(x + half * 0.9, y + half * 0.8)
        canvas.drawPath(path, stroke=1, fill=0)
    elif mark == "refused":
        for direction in (1, -1):
            path.moveTo(x - half * 0.7, y - half * 0.7 * direction)
            path.lineTo(x + half * 0.7, y + half * 0.7 * direction)
        canvas.drawPath(path, stroke=1, fill=0)
    else:
        canvas.circle(x, y, half * 0.75, stroke=1, fill=0)
    canvas.restoreState()


class Stacked(Flowable):
    """Two paragraphs of one cell, one above the other."""

    def __init__(self, upper: Paragraph, lower: Paragraph) -> None:
        super().__init__()
        self.upper, self.lower = upper, lower

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.below = self.lower.wrap(available_width, available_height)[1]
        self.height = self.below + self.upper.wrap(available_width, available_height)[1]
        return available_width, self.height

    def draw(self) -> None:
        self.upper.drawOn(self.canv, 0, self.below)
        self.lower.drawOn(self.canv, 0, 0)


class SignatureBox(Flowable):
    """The empty rectangle that a signature fills; its place is a named destination ``signature.NAME``."""

    def __init__(self, name: str, width: float, height: float) -> None:
        super().__init__()
        self.name, self.width, self.height = name, width, height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.rect(0, 0, self.width, self.height)
        canvas.restoreState()
        left, bottom = canvas.absolutePosition(0, 0)
        right, top = canvas.absolutePosition(self.width, self.height)
        canvas.bookmarkPage(
            f"signature.{self.name}", fit="FitR", left=left, bottom=bottom, right=right, top=top
        )


class BoxedPicture(Flowable):
    """A cut-out of a page with the figure's box drawn over it; box in fractions from the top left."""

    def __init__(
        self, picture: Any, size: tuple[float, float], box: tuple[float, ...], greatest: tuple[float, float]
    ) -> None:
        super().__init__()
        scale = min(greatest[0] / size[0], greatest[1] / size[1])
        self.picture, self.box = picture, box
        self.width, self.height = size[0] * scale, size[1] * scale

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.drawImage(self.picture, 0, 0, self.width, self.height)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.rect(0, 0, self.width, self.height)
        if self.box:
            left, top, right, bottom = self.box
            canvas.setStrokeColor(RED)
            canvas.setLineWidth(1.1)
            canvas.rect(
                left * self.width - 1.5,
                (1 - bottom) * self.height - 1.5,
                (right - left) * self.width + 3,
                (bottom - top) * self.height + 3,
            )
        canvas.restoreState()


class Rule(Flowable):
    """A hairline over the whole width."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 1
        return available_width, 1

    def draw(self) -> None:
        self.canv.setStrokeColor(HAIRLINE)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 0, self.width, 0)
