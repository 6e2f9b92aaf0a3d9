"""Where the ink of each recognised character lies in its line: the networks know the order, the ink the edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evidence.ocr_engine import Picture, Seen, image_library

# Shares of the line's height.
_WORD_GAP = 0.42
_TOUCHING_GAP = 0.3
_FURTHEST = 0.9
_LEAST_HEIGHT = 0.45


@dataclass(frozen=True, slots=True)
class Edged:
    """A character between its edges, and whether a space or a gap stands before it. Shares of the line."""

    text: str
    sure: float
    left: float
    right: float
    parted: bool


@dataclass(frozen=True, slots=True)
class Inked:
    """The characters of a line with their edges, and where ink begins and ends from top to bottom."""

    chars: tuple[Edged, ...]
    top: float
    bottom: float


def find_edges(line: Picture, seen: Sequence[Seen]) -> Inked:
    """The edges of every character of a straight line, by its ink."""
    ink = _ink_of(line)
    height, width = ink.shape
    columns = ink.sum(axis=0) >= max(1, round(0.06 * height))
    rows = np.flatnonzero(ink.sum(axis=1) >= max(1, round(0.01 * width)))
    top, bottom = (float(rows[0]), float(rows[-1] + 1)) if len(rows) else (0.0, float(height))
    if bottom - top < _LEAST_HEIGHT * height:
        top, bottom = 0.1 * height, 0.9 * height
    chars = _edges(columns, list(seen), float(height), width)
    return Inked(chars, top / height, bottom / height)


def _ink_of(line: Picture) -> npt.NDArray[np.bool_]:
    """True where the line is printed; the rarer of the two shades is the ink."""
    cv2 = image_library()
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink: npt.NDArray[np.bool_] = dark.astype(bool)
    return ~ink if ink.mean() > 0.55 else ink


def _edges(columns: npt.NDArray[np.bool_], seen: list[Seen], height: float, width: int) -> tuple[Edged, ...]:
    shown = [place for place, one in enumerate(seen) if not one.text.isspace()]
    middles = [one.at * width for one in seen]
    found: list[Edged] = []
    for order, place in enumerate(shown):
        before = shown[order - 1] if order else None
        after = shown[order + 1] if order + 1 < len(shown) else None
        low = (middles[before] + middles[place]) / 2 if before is not None else 0.0
        high = (middles[place] + middles[after]) / 2 if after is not None else float(width)
        spaced = before is not None and place - before > 1
        parted = spaced or (
            before is not None and _gap(columns, middles[before], middles[place]) > _WORD_GAP * height
        )
        ends = after is None or after - place > 1
        ends = ends or _gap(columns, middles[place], middles[after or place]) > _WORD_GAP * height
        left = _reach(columns, middles[place], low, -1, height) if parted or before is None else low
        right = _reach(columns, middles[place], high, 1, height) if ends else high
        one = seen[place]
        found.append(Edged(one.text, one.sure, left / width, max(right, left + 1) / width, parted))
    return tuple(found)


def _gap(columns: npt.NDArray[np.bool_], start: float, end: float) -> int:
    """The widest stretch without ink between the middles of two characters."""
    widest = now = 0
    for inked in columns[int(start) : int(end) + 1]:
        now = 0 if inked else now + 1
        widest = max(widest, now)
    return widest


def _reach(columns: npt.NDArray[np.bool_], middle: float, limit: float, step: int, height: float) -> float:
    """How far the ink of a character at the end of a word goes, to the limit at most."""
    place, last, empty = int(middle), middle, 0
    furthest = min(_FURTHEST * height, abs(limit - middle))
    while 0 <= place < len(columns) and abs(place - middle) <= furthest:
        empty = 0 if columns[place] else empty + 1
        if empty > _TOUCHING_GAP * height:
            break
        if columns[place]:
            last = float(place + (step > 0))
        place += step
    if abs(last - middle) < 0.08 * height:
        last = middle + step * min(0.25 * height, abs(limit - middle))
    return last
