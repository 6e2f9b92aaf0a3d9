"""Reads the words of a picture with their places: turned, tilted and photographed pages too; no network, ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from evidence.ocr_engine import Picture, Points, Seen, cut_line, detect, recognise
from evidence.ocr_ink import Inked, find_edges

# A page of this many pixels shows small print well; what is larger is shrunk before it is read.
MOST_PIXELS = 12_000_000
_LEAST_SURE = 0.5
_CLEAR = 0.85
_SAMPLE = 6
_TALL = 1.5
# Corrections tried of the slope, and of how much it changes from the centre to the edge of the page.
_TILTS = tuple(step / 400 for step in range(-8, 9))
_FANS = tuple(step / 100 for step in range(-6, 7))
_LEVEL_SHARE = 0.2
# The type size as a share of the height of a line as it is found.
_TYPE_SIZE = 0.75

Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class OcrChar:
    """One character: its box in the picture, its box in the frame in which the page's lines run level."""

    text: str
    box: Place
    level: Place
    sure: float


@dataclass(frozen=True, slots=True)
class OcrWord:
    """Characters that stand together; `turn` is how far the word is turned on its page, clockwise."""

    chars: tuple[OcrChar, ...]
    size: float
    turn: int = 0

    @property
    def text(self) -> str:
        """The word."""
        return "".join(char.text for char in self.chars)

    @property
    def box(self) -> Place:
        """The box around the word, in pixels of the picture."""
        x0, top, x1, bottom = zip(*(char.box for char in self.chars), strict=True)
        return min(x0), min(top), max(x1), max(bottom)

    @property
    def confidence(self) -> float:
        """How sure the least sure character is, 0 to 1."""
        return min(char.sure for char in self.chars)


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The words of one picture, and how far clockwise (0, 90, 180, 270) its text was turned."""

    words: tuple[OcrWord, ...]
    turn: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Line:
    corners: Points
    inked: Inked
    turn: int


def read_picture(image: Image.Image) -> OcrPage:
    """Every word of a picture as it is displayed (EXIF already honoured), boxes in its pixels."""
    factor = max(1.0, (image.width * image.height / MOST_PIXELS) ** 0.5)
    shrunk = image
    if factor > 1.0:
        size = (max(1, round(image.width / factor)), max(1, round(image.height / factor)))
        shrunk = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    picture: Picture = np.ascontiguousarray(np.asarray(shrunk.convert("RGB"))[:, :, ::-1])
    if int(picture.max()) - int(picture.min()) < 8:
        return OcrPage((), 0, image.width, image.height)
    upright, quads, turn = _set_upright(picture, detect(picture))
    lines = [line for quad in quads if (line := _read_quad(upright, quad)) is not None]
    level = _level_of(lines, upright.shape[1], upright.shape[0])
    to_shown = _to_shown(turn, upright.shape[1], upright.shape[0], image.width / shrunk.width)
    words = tuple(word for line in lines for word in _words_of(line, level, to_shown))
    return OcrPage(words, turn, image.width, image.height)


def read_line(image: Image.Image) -> tuple[str, float]:
    """The text of a picture that holds one level line, and how sure its least sure character is."""
    picture: Picture = np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
    seen = recognise(picture)
    return "".join(one.text for one in seen).strip(), min((one.sure for one in seen), default=0.0)


def _set_upright(picture: Picture, quads: list[Points]) -> tuple[Picture, list[Points], int]:
    """The picture turned so that its lines run from left to right, its lines, and how far it was turned."""
    across = sum(_side(q, 0) for q in quads if _side(q, 0) > 2 * _side(q, 1))
    down = sum(_side(q, 1) for q in quads if _side(q, 1) > 2 * _side(q, 0))
    turn = 0
    if down > across:
        picture, quads, turn = _turn_back(picture), [_quarter(q, picture) for q in quads], 90
    longest = sorted(quads, key=lambda q: -_side(q, 0))[:_SAMPLE]
    pieces = [cut_line(picture, quad) for quad in longest]
    if _mean_sure(recognise(piece) for piece in pieces) >= _CLEAR:
        return picture, quads, turn
    flipped = _mean_sure(recognise(np.ascontiguousarray(piece[::-1, ::-1])) for piece in pieces)
    if flipped <= _mean_sure(recognise(piece) for piece in pieces):
        return picture, quads, turn
    for _ in range(2):
        quads = [_quarter(q, picture) for q in quads]
        picture = _turn_back(picture)
    return picture, quads, (turn + 180) % 360


def _turn_back(picture: Picture) -> Picture:
    return np.ascontiguousarray(np.rot90(picture))


def _quarter(quad: Points, picture: Picture) -> Points:
    """The corners after the picture was turned a quarter against the clock."""
    turned = np.stack([quad[:, 1], picture.shape[1] - quad[:, 0]], axis=1)
    return np.roll(turned, -1, axis=0).astype(np.float32)


def _side(quad: Points, which: int) -> float:
    return float(np.linalg.norm(quad[which] - quad[which + 1]))


def _mean_sure(lines: Iterable[Sequence[Seen]]) -> float:
    sure = [one.sure for line in lines for one in line]
    return sum(sure) / len(sure) if sure else 0.0


def _read_quad(picture: Picture, quad: Points) -> _Line | None:
    piece = cut_line(picture, quad)
    ways: list[tuple[int, Picture]] = []
    tall = piece.shape[0] > _TALL * piece.shape[1]
    if not tall or piece.shape[0] < 2.4 * piece.shape[1]:
        ways.append((0, piece))
    if tall:
        ways += [(90, np.ascontiguousarray(np.rot90(piece))), (270, np.ascontiguousarray(np.rot90(piece, 3)))]
    read = [(_mean_sure([seen]), turn, way, seen) for turn, way in ways if (seen := recognise(way))]
    if not read:
        return None
    sure, turn, way, seen = max(read, key=lambda one: one[0])
    if sure < _LEAST_SURE or not any(not one.text.isspace() for one in seen):
        return None
    corners = np.roll(quad, {0: 0, 90: -1, 270: 1}[turn], axis=0)
    return _Line(corners, find_edges(way, seen), turn)


def _level_of(
    lines: Sequence[_Line], width: int, height: int
) -> Callable[[float, float], tuple[float, float]]:
    """From the upright picture to the frame in which all lines run level.

    The slope of a line is a + c·y: the tilt of the page, and the fan of a photo taken at an angle.
    """
    middle, centre = width / 2, height / 2
    slope, fan = _slope_of([line.corners for line in lines if line.turn == 0], middle, centre)

    def level(x: float, y: float) -> tuple[float, float]:
        across = x - middle
        down = _down(across, y - centre, slope, fan) + centre
        return x + (slope + fan * (down - centre)) * (down - centre), down

    return level


def _slope_of(quads: Sequence[Points], middle: float, centre: float) -> tuple[float, float]:
    """The slope at the centre and its change from top to bottom that bring most pieces of lines level.

    The edges of short pieces tell the slope roughly; that the cells of a row stand level tells it well.
    """
    wide = sorted((q for q in quads if _side(q, 0) > 3 * _side(q, 1)), key=lambda q: -_side(q, 0))[:40]
    if not wide:
        return 0.0, 0.0
    rough = float(
        np.median([(q[1] + q[2] - q[0] - q[3])[1] / (q[1] + q[2] - q[0] - q[3])[0] for q in wide[:9]])
    )
    points = np.array([q.mean(axis=0) for q in quads], np.float64) - (middle, centre)
    near = _LEVEL_SHARE * float(np.median([_side(q, 1) for q in quads]))

    def levelled(slope: float, fan: float) -> float:
        downs = np.sort(_down(points[:, 0], points[:, 1], slope, fan))
        pairs = np.searchsorted(downs, downs + near) - np.arange(len(downs)) - 1
        # Of two that level as much, the one nearer to what the edges say.
        return float(pairs.sum()) - 20 * abs(slope - rough) - abs(fan) * centre

    tries = [(rough + tilt, turn / centre) for tilt in _TILTS for turn in _FANS]
    slope, fan = max(tries, key=lambda one: levelled(*one))
    finer = [(slope + tilt / 5, fan + turn / 5 / centre) for tilt in _TILTS for turn in _FANS]
    return max(finer, key=lambda one: levelled(*one))


def _down(across: Any, down: Any, slope: float, fan: float) -> Any:
    """How far below the centre the level line through a point (from the centre) crosses the middle."""
    return (down - slope * across) / np.maximum(0.2, 1 + fan * across)


def _to_shown(
    turn: int, width: int, height: int, scale: float
) -> Callable[[float, float], tuple[float, float]]:
    """From the upright picture back to the picture as it is displayed."""

    def shown(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            x, y = height - y, x
        elif turn == 180:
            x, y = width - x, height - y
        elif turn == 270:
            x, y = y, width - x
        return x * scale, y * scale

    return shown


def _words_of(
    line: _Line,
    level: Callable[[float, float], tuple[float, float]],
    to_shown: Callable[[float, float], tuple[float, float]],
) -> list[OcrWord]:
    quad, inked = line.corners, line.inked
    size = _side(quad, 1) * _TYPE_SIZE

    def point(along: float, down: float) -> tuple[float, float]:
        upper = quad[0] + (quad[1] - quad[0]) * along
        lower = quad[3] + (quad[2] - quad[3]) * along
        x, y = upper + (lower - upper) * down
        return float(x), float(y)

    words: list[list[OcrChar]] = []
    for char in inked.chars:
        corners = [
            point(along, down) for along in (char.left, char.right) for down in (inked.top, inked.bottom)
        ]
        if line.turn:
            place = _around([level(*corner) for corner in corners])
        else:
            (u0, v0), (u1, v1) = (level(*point(along, 0.5)) for along in (char.left, char.right))
            place = (u0, (v0 + v1 - size) / 2, u1, (v0 + v1 + size) / 2)
        if char.parted or not words:
            words.append([])
        shown = _around([to_shown(*corner) for corner in corners])
        words[-1].append(OcrChar(char.text, shown, place, char.sure))
    return [OcrWord(tuple(chars), size, line.turn) for chars in words]


def _around(points: Sequence[tuple[float, float]]) -> Place:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)
