"""What stands around a place in a document, and how much two places have around them in common."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from evidence.reading import Box, Page, Reading, Word, box_of

LINES_EACH_WAY = 3
# The nearest line says most about where one stands.
_WEIGHTS = (3.0, 2.0, 1.0)
_ALIKE = 0.6
_TABLE_CELL = re.compile(r"Table (\d+)!R(\d+)C\d+")
_SHEET_CELL = re.compile(r"!\$?[A-Z]{1,3}\$?(\d+)$")


def bare(text: str | None) -> str:
    """A text as it is compared: letters and digits of any script, lower case, nothing else."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(character for character in folded if character.isalnum())


def tokens_of(text: str) -> frozenset[str]:
    """The words of a text as they are compared."""
    return frozenset(filter(None, (bare(part) for part in text.split())))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Up to three lines above and below a place, nearest first, and the other words of its own line."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a page that stand at one height."""

    text: str
    top: float
    bottom: float


class Around:
    """The surroundings of places in one reading; pages are laid out in lines when they are first asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._pages = {page.number: page for page in reading.pages}
        self._lines: dict[int, list[Line]] = {}
        self._rows: dict[int, list[str]] = {}

    @cached_property
    def page_tokens(self) -> dict[int, frozenset[str]]:
        """The words of each page."""
        return {number: _tokens(page) for number, page in self._pages.items()}

    def at(self, page: int, box: Box | None, cell: str | None, raw: str, quote: str) -> Surroundings:
        """What stands around a box of a printed page, or around a cell."""
        held = self._pages.get(page)
        if held is None:
            return Surroundings((), (), frozenset())
        if cell is None and box is not None and held.words:
            return self._at_box(held, box, raw)
        return self._at_cell(held, cell or "", raw, quote)

    def _at_box(self, page: Page, box: Box, raw: str) -> Surroundings:
        lines = self._lines.setdefault(page.number, _lines_of(page.words))
        middle = (box.top + box.bottom) / 2
        at = min(
            range(len(lines)), key=lambda n: abs((lines[n].top + lines[n].bottom) / 2 - middle), default=None
        )
        if at is None:
            return Surroundings((), (), frozenset())
        return _around([line.text for line in lines], at, raw)

    def _at_cell(self, page: Page, cell: str, raw: str, quote: str) -> Surroundings:
        table = _TABLE_CELL.search(cell)
        if table is not None and int(table.group(1)) <= len(page.tables):
            rows = _texts(page, int(table.group(1)) - 1)
            return _around(rows, min(int(table.group(2)), len(rows)) - 1, raw)
        sheet = _SHEET_CELL.search(cell)
        if sheet is not None and page.tables:
            rows = self._rows.setdefault(page.number, _texts(page, 0))
            return _around(rows, _row_of(rows, int(sheet.group(1)) - 1, quote), raw)
        quotes = list(
            dict.fromkeys(figure.quote for figure in page.figures if "!" not in (figure.cell or ""))
        )
        return _around(quotes, quotes.index(quote) if quote in quotes else 0, raw)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a page that stand at one height, from top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box.top + word.box.bottom, word.box.x0)):
        middle = (word.box.top + word.box.bottom) / 2
        if rows and rows[-1][0].box.top <= middle <= rows[-1][0].box.bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.box.x0) for row in rows]


def _lines_of(words: Sequence[Word]) -> list[Line]:
    return [
        Line(
            " ".join(word.text for word in row),
            min(word.box.top for word in row),
            max(word.box.bottom for word in row),
        )
        for row in rows_of(words)
    ]


def _tokens(page: Page) -> frozenset[str]:
    texts = [word.text for word in page.words] or [figure.quote for figure in page.figures]
    return tokens_of(" ".join([page.title or "", *texts]))


def _texts(page: Page, number: int) -> list[str]:
    return [" | ".join(cell.text for cell in row if cell) for row in page.tables[number].rows]


def _row_of(rows: Sequence[str], at: int, quote: str) -> int:
    """The row of a sheet: the one of its number, else (rows were left out) the nearest that reads so."""
    if at < len(rows) and quote and quote in rows[at]:
        return at
    same = [n for n, row in enumerate(rows) if quote and quote in row]
    return min(same, key=lambda n: abs(n - at), default=min(at, len(rows) - 1))


def _around(texts: Sequence[str], at: int, raw: str) -> Surroundings:
    above = [text for text in reversed(texts[:at]) if text][:LINES_EACH_WAY]
    below = [text for text in texts[at + 1 :] if text][:LINES_EACH_WAY]
    own = tokens_of(texts[at].replace(raw, " ")) if texts else frozenset()
    return Surroundings(tuple(map(bare, above)), tuple(map(bare, below)), own)


def likeness(one: Surroundings, other: Surroundings) -> float:
    """From 0 to 1, how much two places have around them in common."""
    near = (_side(one.above, other.above) + _side(one.below, other.below)) / 2
    return 0.7 * near + 0.3 * _shared(one.beside, other.beside)


def _side(one: Sequence[str], other: Sequence[str]) -> float:
    """Lines one way, nearest first: each counts where it stands again, at most one line further or nearer."""
    if not one and not other:
        return 1.0
    most = max(len(one), len(other))
    counted = sum(
        weight * max((_line(one[n], other[m]) for m in (n - 1, n, n + 1) if 0 <= m < len(other)), default=0.0)
        for n, weight in zip(range(len(one)), _WEIGHTS, strict=False)
    )
    return counted / sum(_WEIGHTS[:most])


def _line(one: str, other: str) -> float:
    if one == other:
        return 1.0
    pieces, others = _pieces(one), _pieces(other)
    shared = sum((pieces & others).values())
    most = max(sum(pieces.values()), sum(others.values()), 1)
    return 0.5 if shared / most >= _ALIKE else 0.0


def _pieces(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+|[a-z]+|[^\W\d]", text))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def page_likeness(one: frozenset[str], other: frozenset[str], seen: Counter[str]) -> float:
    """From 0 to 1, how alike two pages are; a word that stands on many pages says little about any."""
    union = one | other
    if not union:
        return 1.0
    weights = {word: 1.0 / max(seen[word], 1) for word in union}
    return sum(weights[word] for word in one & other) / sum(weights.values())


def plain(text: str) -> str:
    """A print as it is compared: full-width digits as digits, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def lies_in(box: Box, outer: Box) -> bool:
    """True when the middle of a box lies in another one."""
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return outer.x0 <= across <= outer.x1 and outer.top <= down <= outer.bottom


def runs_of(page: Page, wanted: str) -> Iterator[tuple[Box, str]]:
    """Every run of whole words that spells a text, spaces left out."""
    texts = [plain(word.text) for word in page.words]
    for start, first in enumerate(texts):
        if not first or not wanted.startswith(first):
            continue
        spelt, end = "", start
        while end < len(texts) and len(spelt) < len(wanted):
            spelt += texts[end]
            end += 1
        if spelt == wanted:
            words = page.words[start:end]
            yield box_around(words), " ".join(word.text for word in words)


def box_around(words: Sequence[Word]) -> Box:
    """The box that holds all these words."""
    return box_of(
        min(word.box.x0 for word in words),
        min(word.box.top for word in words),
        max(word.box.x1 for word in words),
        max(word.box.bottom for word in words),
    )
