"""A page as layouts look at it: rows of words, the words that stay from month to month, and every number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from evidence.dates import Dated, date_order, dates_in, month_of
from evidence.numbers import scan
from evidence.reading import Box, Figure, Page, Period, Word, box_of
from evidence.surroundings import bare, rows_of

HEAD_LINES = 3
BESIDE, ABOVE, AROUND = 8, 4, 3
UNIT_GAP, THOUSANDS_GAP = 18.0, 4.0


@dataclass(frozen=True, slots=True)
class Print:
    """A number on a page, the reader's figure for it where there is one."""

    box: Box
    raw: str
    figure: Figure | None

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2


class LayoutPage:
    """A page as layouts look at it: rows of words, and the words that do not change from month to month."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = rows_of(page.words)
        self.fixed = [[(bare(word.text), word) for word in row if _is_fixed(word.text)] for row in self.rows]
        self.words = frozenset(text for row in self.fixed for text, _ in row)
        self.order = date_order(" ".join(word.text for word in page.words))

    @property
    def head(self) -> tuple[str, ...]:
        """The fixed words of the first lines: who issued the page."""
        lines = [row for row in self.fixed if row][:HEAD_LINES]
        return tuple(dict.fromkeys(text for row in lines for text, _ in row))

    def row_at(self, middle: float) -> int:
        """The row whose middle is nearest to a height."""
        return min(range(len(self.rows)), key=lambda n: abs(_middle(self.rows[n]) - middle), default=0)

    def beside(self, at: Print) -> tuple[str, ...]:
        """The fixed words left of a number in its row, nearest first."""
        row = self.fixed[self.row_at(at.middle)]
        left = [(word.box.x1, text) for text, word in row if word.box.x1 <= at.box.x0 + 1]
        return tuple(text for _x, text in sorted(left, reverse=True)[:BESIDE])

    def above(self, at: Print) -> tuple[tuple[str, float], ...]:
        """Fixed words over a number with how far left of its right edge they begin, nearest first."""
        number = self.row_at(at.middle)
        found = [
            (_middle([word]), text, round(at.box.x1 - word.box.x0, 1))
            for row in self.fixed[:number]
            for text, word in row
            if word.box.x0 <= at.box.x1 and word.box.x1 >= at.box.x0
        ]
        return tuple((text, across) for _y, text, across in sorted(found, reverse=True)[:ABOVE])

    def around(self, at: Print) -> tuple[str, ...]:
        """The fixed words of the lines above and below a number."""
        number = self.row_at(at.middle)
        near = [*self.fixed[max(0, number - AROUND) : number], *self.fixed[number + 1 : number + 1 + AROUND]]
        return tuple(dict.fromkeys(text for row in near for text, _ in row))

    def prints(self) -> Iterator[Print]:
        """Every number of the page: the reader's figures, and other words that are numbers."""
        taken = []
        for figure in self.page.figures:
            if figure.box is not None:
                taken.append(figure.box)
                yield Print(figure.box, figure.raw, figure)
        for row in self.rows:
            for box, text in _numbers_in(row):
                if not any(overlap(box, other) for other in taken):
                    yield Print(box, text, None)

    def unit_beside(self, at: Print) -> str | None:
        """The word that follows a number closely, as units do."""
        row = self.rows[self.row_at(at.middle)]
        after = [w for w in row if 0 <= w.box.x0 - at.box.x1 < UNIT_GAP and not _has_digit(w.text)]
        return min(after, key=lambda word: word.box.x0).text if after else None

    def dated_lines(self) -> Iterator[tuple[frozenset[str], tuple[Dated, ...]]]:
        """The lines that print dates, with their fixed words."""
        for row, fixed in zip(self.rows, self.fixed, strict=True):
            dated = dates_in(" ".join(word.text for word in row), self.order)
            if dated:
                yield frozenset(text for text, _ in fixed), dated

    def coded_lines(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The fixed words of each line that holds words with digits, and those words."""
        for row, fixed in zip(self.rows, self.fixed, strict=True):
            coded = tuple(word.text for word in row if _has_digit(word.text))
            if coded:
                yield tuple(sorted({text for text, _ in fixed})), coded

    def field(self, name: str) -> str | None:
        """The value of a labelled fact when the page holds just one of it."""
        values = {field.value for field in self.page.fields if field.name == name}
        return values.pop() if len(values) == 1 else None

    def period(self) -> Period | None:
        """The period of the page's labelled dates; None when they are not both there."""
        start, end = self.field("period_start"), self.field("period_end")
        try:
            return Period(date.fromisoformat(start), date.fromisoformat(end)) if start and end else None
        except ValueError:
            return None

    def meter_at(self, at: Print) -> str | None:
        """The meter named in a number's row, else the only one of the page."""
        for field in self.page.fields:
            if (
                field.name == "meter"
                and field.box is not None
                and field.box.top <= at.middle <= field.box.bottom
            ):
                return field.value
        return self.field("meter")


def _is_fixed(text: str) -> bool:
    return bool(bare(text)) and not _has_digit(text) and month_of(text) is None


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _middle(words: Sequence[Word]) -> float:
    return (words[0].box.top + words[0].box.bottom) / 2 if words else 0.0


def overlap(one: Box, other: Box) -> bool:
    """True when two boxes share more than their edges."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 1


def _numbers_in(row: Sequence[Word]) -> Iterator[tuple[Box, str]]:
    """Words of a row that are one number, groups of thousands put together."""
    held: list[Word] = []
    for word in [*sorted(row, key=lambda word: word.box.x0), None]:
        joins = (
            word is not None and held and len(word.text.split(",")[0].split(".")[0]) == 3
            and word.text[:3].isdigit() and word.box.x0 - held[-1].box.x1 < THOUSANDS_GAP
        )  # fmt: skip
        if held and not joins:
            text = " ".join(one.text for one in held)
            if len(scan(text).numbers) == 1:
                yield box_of(held[0].box.x0, held[0].box.top, held[-1].box.x1, held[-1].box.bottom), text
            held = []
        if word is not None and (joins or _has_digit(word.text)):
            held.append(word)
