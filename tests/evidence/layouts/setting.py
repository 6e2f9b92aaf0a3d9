"""Sets the figures of published pages by hand: cells at given edges, rows of them, documents of several pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import LATIN, Align, Meaning, Sheet, on_paper
from tests.evidence.layouts.truth import Language, Span, Truth
from tests.evidence.layouts.words import a_value, printed


@dataclass(frozen=True, slots=True)
class Col:
    """A column of figures: its right edge and what its figures say; `form` is what is printed around them."""

    right: float
    unit: str | None
    span: Span | None
    decimals: int = 0
    digits: int = 5
    form: str = "{}"


@dataclass(slots=True)
class Hand:
    """Sets figures with values of chance in the habit of a language."""

    sheet: Sheet
    chance: Random
    language: Language = "en"

    def figure(self, col: Col, top: float, label: str, *, align: Align = "right", size: float = 0) -> None:
        """A number ending (or starting, or centred) at the column's edge."""
        raw, means = self.make(col, label)
        self.sheet.figure(col.right, top, raw, means, align, size)

    def make(self, col: Col, label: str) -> tuple[str, Meaning]:
        """A number as it is printed, and what it says."""
        value = a_value(self.chance, col.decimals, col.digits)
        raw = col.form.format(printed(value, self.language))
        is_less = col.form.startswith(("(", "-", "–", "\u2212"))
        return raw, Meaning(-value if is_less else value, col.unit, col.span, label)

    def row(self, x: float, top: float, label: str, cells: Sequence[Col | tuple[float, str]]) -> None:
        """A row: its label, then figures and words (or blanks' marks) ending at their edges."""
        self.sheet.put(x, top, label)
        for cell in cells:
            if isinstance(cell, Col):
                self.figure(cell, top, label)
            else:
                self.sheet.put(cell[0], top, cell[1], "right")

    def head(self, top: float, cells: Sequence[tuple[float, str]], *, align: Align = "right") -> None:
        """Words of a header line at their edges."""
        for at, words in cells:
            self.sheet.put(at, top, words, align)

    def say(self, x: float, top: float, parts: Sequence[str | tuple[Col, str]]) -> None:
        """A line of words and figures, one after another."""
        flow = [part if isinstance(part, str) else self.make(*part) for part in parts]
        self.sheet.flow(x, top, flow)


def on_pages(
    path: Path, draw: Sequence[Callable[[Sheet], None]], *, font: str = LATIN, size: float = 9.0
) -> list[Truth]:
    """A PDF with one page for each function."""

    def all_pages(sheet: Sheet) -> None:
        for number, one in enumerate(draw, 1):
            if number > 1:
                sheet.canvas.showPage()
                sheet.number = number
            one(sheet)

    return on_paper(path, all_pages, font=font, size=size)
