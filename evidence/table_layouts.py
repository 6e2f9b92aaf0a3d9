"""Finds on other pages the place of a table that a person drew: by the page's fixed words, then by the table's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from evidence.layout_page import LayoutPage
from evidence.layout_reading import read_with
from evidence.layouts import PageLayout
from evidence.reading import Box, Page, Reading, box_of

MOST_ANCHORS = 40
_LEAST_ANCHORS, _ANCHOR_SHARE = 2, 0.5


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fixed word of a table, and how far its corner lies from the corner of the table's box."""

    word: str
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The fixed words of a page and of the table on it."""

    head: tuple[str, ...]
    words: tuple[str, ...]
    height: float
    box: Box
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table of this layout may stand: page, box, and how alike the page is (0 to 1)."""

    page: int
    box: Box
    likeness: Decimal


def learn_table(page: Page, box: Box) -> TableLayout | None:
    """What tells a table on other pages; None where no fixed word stands in it."""
    sheet = LayoutPage(page)
    anchors = [
        Anchor(text, round(word.box.x0 - box.x0, 1), round(word.box.top - box.top, 1))
        for row in sheet.fixed
        for text, word in row
        if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1
        and box.top <= (word.box.top + word.box.bottom) / 2 <= box.bottom
    ][:MOST_ANCHORS]
    if len(anchors) < _LEAST_ANCHORS:
        return None
    return TableLayout(sheet.head, tuple(sorted(sheet.words)), page.height, box, tuple(anchors))


def find_table(layout: TableLayout, reading: Reading) -> tuple[FoundTable, ...]:
    """The pages that are laid out like the table's own, each with the place of the table there."""
    pages = {page.number: page for page in reading.pages}
    alike = read_with((PageLayout(layout.head, layout.words, layout.height, ()),), reading)
    found = [(one, _place(layout, pages[one.page])) for one in alike]
    return tuple(FoundTable(one.page, box, one.score) for one, box in found if box is not None)


def _place(layout: TableLayout, page: Page) -> Box | None:
    """The table's box moved as most of its fixed words moved; None where half of them are not there."""
    there: dict[str, list[tuple[float, float]]] = {}
    for row in LayoutPage(page).fixed:
        for text, word in row:
            there.setdefault(text, []).append((word.box.x0, word.box.top))
    box = layout.box
    moves = [
        (x - box.x0 - anchor.across, y - box.top - anchor.down)
        for anchor in layout.anchors
        if (nearest := _nearest(there.get(anchor.word, ()), box.x0 + anchor.across, box.top + anchor.down))
        for x, y in [nearest]
    ]
    if len(moves) < max(_LEAST_ANCHORS, _ANCHOR_SHARE * len(layout.anchors)):
        return None
    across, down = (median(move[way] for move in moves) for way in (0, 1))
    moved = box_of(
        max(0.0, box.x0 + across), max(0.0, box.top + down),
        min(page.width, box.x1 + across), min(page.height, box.bottom + down),
    )  # fmt: skip
    return moved if moved.x1 - moved.x0 > 1 and moved.bottom - moved.top > 1 else None


def _nearest(places: Sequence[tuple[float, float]], x: float, y: float) -> tuple[float, float] | None:
    return min(places, key=lambda at: abs(at[0] - x) + abs(at[1] - y), default=None)


def as_plain(layout: TableLayout) -> dict[str, Any]:
    """The layout as JSON keeps it."""
    return asdict(layout)


def from_plain(held: Mapping[str, Any]) -> TableLayout:
    """The layout out of what `as_plain` gave."""
    anchors: Sequence[Mapping[str, Any]] = held["anchors"]
    return TableLayout(
        tuple(held["head"]), tuple(held["words"]), held["height"], Box(**held["box"]),
        tuple(Anchor(**anchor) for anchor in anchors),
    )  # fmt: skip
