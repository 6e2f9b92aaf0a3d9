"""A box that a person drew over a page, and what was read inside it: words with their places, rules, the turn."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal

from evidence.reading import Box, box_of

RegionMethod = Literal["text", "ocr"]
_LONGEST_WORD = 500


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page (from 1), in the frame of the displayed page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class RegionWord:
    """One word: `is_seen` says that a second engine saw its digits too, `sure` (0 to 1) what OCR says of it."""

    text: str
    box: Box
    is_seen: bool
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line of a table: its place, and where it begins and ends along itself, on the displayed page."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RegionReading:
    """What stands in a region. `angle` is how far its lines are turned clockwise, in degrees: a page on its side
    gives 90, a tilted scan a degree or two.
    """

    page: int
    box: Box
    method: RegionMethod
    angle: float
    words: tuple[RegionWord, ...]
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame in which a region's lines run level: the place of its corner, its size, all in points of the page."""

    angle: float
    left: float
    top: float
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """How far a point of the page lies across and down from the corner."""
        across, down = _turned(x, y, self.angle)
        return across - self.left, down - self.top


def frame_of(box: Box, angle: float) -> Frame:
    """The smallest level frame around a box whose print is turned by `angle` degrees."""
    corners = [_turned(x, y, angle) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    across, down = [u for u, _ in corners], [v for _, v in corners]
    left, top = min(across), min(down)
    return Frame(angle, left, top, max(across) - left, max(down) - top)


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    way = math.radians(angle)
    return x * math.cos(way) + y * math.sin(way), y * math.cos(way) - x * math.sin(way)


def to_bytes(reading: RegionReading) -> bytes:
    """The reading as JSON."""
    plain = {
        "page": reading.page,
        "box": _sides(reading.box),
        "method": reading.method,
        "angle": reading.angle,
        "words": [[word.text, *_sides(word.box), word.is_seen, word.sure] for word in reading.words],
        "across": [[rule.at, rule.start, rule.end] for rule in reading.across],
        "down": [[rule.at, rule.start, rule.end] for rule in reading.down],
        "flags": list(reading.flags),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(content: bytes) -> RegionReading:
    """What `to_bytes` wrote; raises ValueError, KeyError or TypeError for anything else."""
    return from_plain(json.loads(content))


def from_plain(held: dict[str, Any]) -> RegionReading:
    """The reading out of its JSON values, each of them checked: they come from the reader's child."""
    if held["method"] not in {"text", "ocr"}:
        raise ValueError("an unknown method")
    return RegionReading(
        page=int(held["page"]),
        box=_box(held["box"]),
        method=held["method"],
        angle=_number(held["angle"]),
        words=tuple(_word(word) for word in held["words"]),
        across=tuple(Rule(*map(_number, rule)) for rule in held["across"]),
        down=tuple(Rule(*map(_number, rule)) for rule in held["down"]),
        flags=tuple(str(flag) for flag in held["flags"]),
    )


def _word(held: list[Any]) -> RegionWord:
    text, x0, top, x1, bottom, is_seen, sure = held
    if not isinstance(text, str) or len(text) > _LONGEST_WORD:
        raise ValueError("a word that is none")
    return RegionWord(text, _box([x0, top, x1, bottom]), bool(is_seen), _number(sure))


def _box(sides: list[Any]) -> Box:
    x0, top, x1, bottom = map(_number, sides)
    return box_of(x0, top, x1, bottom)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a place that is none")
    return number


def _sides(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]
