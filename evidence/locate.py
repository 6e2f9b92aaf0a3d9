"""Finds a quoted passage again in another reading of the same or a newer document: exact, moved or lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evidence.reading import Box, Page, Reading, Word, box_of

SAME_PLACE_POINTS = 4.0
Outcome = Literal["exact", "moved", "lost"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document and the text that stood there; a cell instead of a box in workbooks."""

    page: int
    box: Box | None
    text: str
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Where the passage is now: at the same place, elsewhere (the nearest place), or nowhere."""

    outcome: Outcome
    passage: Passage | None


def locate(passage: Passage, reading: Reading) -> Located:
    """Look for the passage: same page and place first, then the nearest equal text, page by page outwards."""
    wanted = _plain(passage.text)
    if not wanted:
        return Located("lost", None)
    pages = sorted(reading.pages, key=lambda page: (abs(page.number - passage.page), page.number))
    found: Passage | None = None
    for page in pages:
        places = [*_in_words(page, wanted), *_in_cells(page, wanted)]
        for place in places:
            if page.number == passage.page and _same_place(passage, place):
                return Located("exact", place)
        if places and found is None:
            found = min(places, key=lambda place: _distance(passage, place))
    return Located("moved", found) if found is not None else Located("lost", None)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _in_words(page: Page, wanted: str) -> Iterator[Passage]:
    """Every run of whole words on the page that spells the text, spaces left out."""
    texts = [_plain(word.text) for word in page.words]
    for start, first in enumerate(texts):
        if not first or not (wanted.startswith(first) or first.startswith(wanted)):
            continue
        spelt, end = "", start
        while end < len(texts) and len(spelt) < len(wanted):
            spelt += texts[end]
            end += 1
        if spelt == wanted or (end == start + 1 and spelt.startswith(wanted)):
            words = page.words[start:end]
            yield Passage(page.number, _around(words), " ".join(word.text for word in words))


def _in_cells(page: Page, wanted: str) -> Iterator[Passage]:
    """Every figure of a page of cells whose print or quoted row is the text."""
    for figure in page.figures:
        if figure.cell is not None and wanted in (_plain(figure.raw), _plain(figure.quote)):
            yield Passage(page.number, None, figure.raw, figure.cell)


def _around(words: tuple[Word, ...]) -> Box:
    return box_of(
        min(word.box.x0 for word in words),
        min(word.box.top for word in words),
        max(word.box.x1 for word in words),
        max(word.box.bottom for word in words),
    )


def _same_place(passage: Passage, place: Passage) -> bool:
    if passage.cell is not None or place.cell is not None:
        return passage.cell == place.cell
    return _distance(passage, place) <= SAME_PLACE_POINTS


def _distance(passage: Passage, place: Passage) -> float:
    """How far the middle of the text has moved, in points; cells and boxes are far from each other."""
    if passage.box is None or place.box is None:
        return 0.0 if passage.cell == place.cell else 1e6
    one, two = passage.box, place.box
    across = abs((one.x0 + one.x1) - (two.x0 + two.x1)) / 2
    down = abs((one.top + one.bottom) - (two.top + two.bottom)) / 2
    return max(across, down)
