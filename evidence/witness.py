"""The second engine: pypdfium2 reads the same page, and says of each digit whether it saw it at the same
place.

Both engines know where the pen stood for every character, whatever the font's measures say; that is compared.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw

from evidence.glyphs import Glyph

# The raw functions are made at run time, so the type checker cannot know them.
pdfium: Any = pypdfium2.raw
NEAR_POINTS = 4.0
_WATCHED = frozenset("0123456789.,０１２３４５６７８９．，")
_WATCHED_CODE = re.compile("[" + "".join(sorted(_WATCHED)) + "]")
_NO_LETTER = re.compile("[\\x00- \ufffe]")
_INVISIBLE_INK = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """From a page's own space to the displayed page: MediaBox origin taken off, turned by /Rotate, y down."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The displayed point, from the left and from the top."""
        across, down = x - self.x0, self.y1 - y
        width, height = self.x1 - self.x0, self.y1 - self.y0
        if self.rotation == 90:
            return height - down, across
        if self.rotation == 180:
            return width - across, height - down
        if self.rotation == 270:
            return down, width - across
        return across, down

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the displayed page."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.rotation in (90, 270) else (width, height)


@dataclass(frozen=True, slots=True)
class Seen:
    """One digit or separator that the witness saw: where its pen stood on the page, and its index."""

    text: str
    x: float
    y: float
    index: int


@dataclass(slots=True)
class Witness:
    """What the second engine saw on one page."""

    frame: Frame
    letters: int
    seen: list[Seen]
    _text_page: Any = None
    _cells: dict[tuple[int, int], list[Seen]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.seen:
            self._cells.setdefault((int(one.x // 8), int(one.y // 8)), []).append(one)

    def near(self, x: float, y: float, reach: float) -> Iterator[Seen]:
        """Every watched character whose pen stood within `reach` points of the place."""
        cells = self._cells
        downs = range(int((y - reach) // 8), int((y + reach) // 8) + 1)
        for across in range(int((x - reach) // 8), int((x + reach) // 8) + 1):
            for down in downs:
                for one in cells.get((across, down), ()):
                    if abs(one.x - x) <= reach and abs(one.y - y) <= reach:
                        yield one

    def match(self, glyph: Glyph) -> Seen | None:
        """The same character at the same place, the nearest one; None when the witness did not see it."""
        text, x, y = glyph.text, glyph.origin_x, glyph.origin_y
        same = [seen for seen in self.near(x, y, NEAR_POINTS) if seen.text == text]
        if len(same) < 2:
            return same[0] if same else None
        return min(same, key=lambda s: abs(s.x - x) + abs(s.y - y))

    def agrees(self, glyphs: Iterable[Glyph]) -> bool:
        """Whether the witness saw exactly these digits and separators, in this order, and no digit among
        them.
        """
        watched = [glyph for glyph in glyphs if glyph.text in _WATCHED]
        matched = [self.match(glyph) for glyph in watched]
        if not watched or any(one is None for one in matched):
            return False
        indexes = {one.index for one in matched if one is not None}
        if len(indexes) != len(watched):
            return False
        return not any(
            extra.index not in indexes and extra.text.isdigit() and not self._doubled(extra, watched)
            for extra in self._within(watched)
        )

    def _within(self, glyphs: list[Glyph]) -> list[Seen]:
        x0, x1 = min(g.x0 for g in glyphs) + 0.5, max(g.x1 for g in glyphs) - 0.5
        top, bottom = min(g.origin_y for g in glyphs) - 1.5, max(g.origin_y for g in glyphs) + 1.5
        reach = max(x1 - x0, bottom - top)
        return [s for s in self.near(x0, top, reach) if x0 <= s.x <= x1 and top <= s.y <= bottom]

    def _doubled(self, extra: Seen, glyphs: list[Glyph]) -> bool:
        return any(
            g.text == extra.text and abs(g.origin_x - extra.x) < 1.7 and abs(g.origin_y - extra.y) < 1.7
            for g in glyphs
        )

    def lost(self, glyphs: Iterable[Glyph]) -> list[Seen]:
        """The digits that only the witness saw; one that the first engine saw elsewhere on the line is not
        lost.
        """
        mine: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            if glyph.text in _WATCHED:
                mine.setdefault((int(glyph.origin_x // 8), int(glyph.origin_y // 8)), []).append(glyph)
        unknown = [one for one in self.seen if one.text.isdigit() and not _is_known(one, mine)]
        if not unknown:
            return []
        moved = [g for many in mine.values() for g in many if g.text.isdigit() and self.match(g) is None]
        lost = []
        for one in unknown:
            twin = next((g for g in moved if g.text == one.text and _drifted(g, one)), None)
            if twin is None:
                lost.append(one)
            else:
                moved.remove(twin)
        return lost

    def ink(self, glyph: Glyph) -> bool:
        """False when the page prints this character in invisible ink (text render mode 3)."""
        one = self.match(glyph)
        if one is None:
            return True
        text_object = pdfium.FPDFText_GetTextObject(self._text_page, one.index)
        return not text_object or pdfium.FPDFTextObj_GetTextRenderMode(text_object) != _INVISIBLE_INK

    def glyphs(self) -> list[Glyph]:
        """Every character as the witness sees it, to read a page that the first engine lost."""
        return [
            glyph
            for index in range(pdfium.FPDFText_CountChars(self._text_page))
            if (glyph := _glyph_at(self._text_page, index, self.frame)) is not None
        ]


def _drifted(glyph: Glyph, one: Seen) -> bool:
    """The same line, some way along: the engines differ about a letter's width, not about the text."""
    along, across = abs(glyph.origin_x - one.x), abs(glyph.origin_y - one.y)
    if glyph.turn in (90, 270):
        along, across = across, along
    return across <= 3 and along <= 60


def _is_known(one: Seen, mine: dict[tuple[int, int], list[Glyph]]) -> bool:
    reach = NEAR_POINTS
    for across in range(int((one.x - reach) // 8), int((one.x + reach) // 8) + 1):
        for down in range(int((one.y - reach) // 8), int((one.y + reach) // 8) + 1):
            for glyph in mine.get((across, down), ()):
                close = abs(glyph.origin_x - one.x) <= reach and abs(glyph.origin_y - one.y) <= reach
                if close and glyph.text == one.text:
                    return True
    return False


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    """The frame of a page, as the displayed page needs it; a broken MediaBox counts as US Letter."""
    x0, y0, x1, y1 = page.get_mediabox() or (0.0, 0.0, 612.0, 792.0)
    return Frame(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), int(page.get_rotation()) % 360)


def witness_of(page: pypdfium2.PdfPage, frame: Frame | None = None) -> Witness:
    """Every digit and separator that the second engine sees on the page, in the frame that the first one
    uses.
    """
    frame = frame or frame_of(page)
    text_page = page.get_textpage()
    raw = text_page.raw
    codes = _codes_of(raw)
    seen: list[Seen] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for found in _WATCHED_CODE.finditer(codes):
        if pdfium.FPDFText_GetCharOrigin(raw, found.start(), x, y):
            seen.append(Seen(found[0], *frame.place(x.value, y.value), found.start()))
    letters = len(codes) - len(_NO_LETTER.findall(codes))
    witness = Witness(frame, letters, seen)
    witness._text_page = text_page
    return witness


def _codes_of(raw: Any) -> str:
    """The character at each of the text page's places, asked for all at once where each place has one."""
    count = pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    told = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(memoryview(buffer).cast("B"))[: 2 * count].decode("utf-16-le", "surrogatepass")
    # Places without a character of their own are left out of the text, and then the rest stands elsewhere.
    if told == count + 1 and len(text) == count:
        return text
    return "".join(map(chr, (pdfium.FPDFText_GetUnicode(raw, place) for place in range(count))))


def _glyph_at(text_page: Any, index: int, frame: Frame) -> Glyph | None:
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code < 32 or code == 0xFFFE or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
        return None
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
        return None
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    one, two = frame.place(box.left, box.top), frame.place(box.right, box.bottom)
    origin = frame.place(x.value, y.value)
    matrix = pdfium.FS_MATRIX()
    turn = frame.rotation
    if pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        a, b = matrix.a, matrix.b
        own = (0 if a >= 0 else 180) if abs(a) >= abs(b) else (270 if b > 0 else 90)
        turn = (own + frame.rotation) % 360
    top, bottom = min(one[1], two[1]), max(one[1], two[1])
    x0, x1 = min(one[0], two[0]), max(one[0], two[0])
    size = (bottom - top) if turn in (0, 180) else (x1 - x0)
    return Glyph(chr(code), x0, top, x1, bottom, size, turn, *origin, source="witness")
