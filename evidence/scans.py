"""Finds what a PDF page shows but does not say (scans, pasted pictures, text under a scan); OCR reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw

from evidence.glyphs import Glyph, Sheet
from evidence.lines import to_reading
from evidence.ocr import OcrChar, OcrPage, read_picture
from evidence.ocr_here import HOW_TO_GET_IT, is_here
from evidence.pictures import POINTS_PER_INCH, draw_page
from evidence.reading import Box

pdfium: Any = pypdfium2.raw

NO_OCR = (
    "no OCR here: this page has no text that can be read, so its figures are captured by hand "
    f"({HOW_TO_GET_IT})"
)
NO_OCR_PICTURE = f"no OCR here: a picture on this page may hold figures that were not read ({HOW_TO_GET_IT})"
BY_OCR = "this page was read by OCR; compare its figures with the picture"
PICTURE_BY_OCR = "a picture on this page was read by OCR; compare its figures with the picture"
NOTHING_SEEN = "OCR found no text on this page; look at the picture"
OCR_ENOUGH = "OCR reads at most {limit} pages of one file, and this page lies beyond; split the file"
OCR_DPI = 200
_PAGE_PIXELS = 9_000_000
# Shares of the page: what counts as a scanned page, and the smallest picture worth a look.
_SCAN_SHARE, _PICTURE_SHARE = 0.5, 0.15
_LAYER_SHARE = 0.8
_LETTERS_OVER_SCAN, _LETTERS_OVER_PICTURE = 300, 25
_PAPER_SHARE, _PAPER_SHADE = 0.5, 170
_OBJECTS = 4_000
_INVISIBLE = 3
_TEXT, _IMAGE = 1, 3

_before_page: list[Callable[[], None]] = []


def before_each_page(tell: Callable[[], None]) -> None:
    """Have `tell` called before OCR begins a page: the reader's child asks for the time that it takes."""
    _before_page[:] = [tell]


@dataclass(slots=True)
class OcrBudget:
    """How many pages of one document OCR may still read."""

    limit: int
    used: int = 0

    def take(self) -> bool:
        """Whether one more page may be read; counts it and tells."""
        if self.used >= self.limit:
            return False
        self.used += 1
        for tell in _before_page:
            tell()
        return True


@dataclass(slots=True)
class _Look:
    """What OCR is asked to read on one page: areas in points; `layer` is the text that nobody sees."""

    areas: list[Box] = field(default_factory=list)
    layer: list[Glyph] = field(default_factory=list)
    is_whole: bool = False


def read_scanned(sheet: Sheet, page: pypdfium2.PdfPage | None, budget: OcrBudget) -> None:
    """Add to the sheet what OCR sees where the page has pictures but no text; the flags say so.

    A text layer under a scan becomes the sheet's `layer`: it may confirm what OCR reads. Where there is no OCR
    it stays the only reading, marked as what it is.
    """
    look = _look_at(sheet, page)
    if page is None or not look.areas:
        if not _letters(sheet.glyphs):
            sheet.flags.append(NOTHING_SEEN if is_here() else NO_OCR)
        return
    if not is_here():
        if not look.layer:
            sheet.flags.append(NO_OCR if look.is_whole else NO_OCR_PICTURE)
        return
    if not budget.take():
        sheet.flags.append(OCR_ENOUGH.format(limit=budget.limit))
        return
    if look.layer:
        sheet.layer = look.layer
        sheet.glyphs = [glyph for glyph in sheet.glyphs if glyph.source == "form"]
    found = [_read_area(sheet, page, area, look.is_whole) for area in look.areas]
    if any(found):
        sheet.flags.append(BY_OCR if look.is_whole else PICTURE_BY_OCR)
    elif look.layer:
        # OCR saw none of it: the text stays what it was, a layer that nobody confirms.
        sheet.glyphs, sheet.layer = [*sheet.glyphs, *look.layer], []
    elif look.is_whole:
        sheet.flags.append(NOTHING_SEEN)


def _read_area(sheet: Sheet, page: pypdfium2.PdfPage, area: Box, is_whole: bool) -> bool:
    """Add what OCR sees in one area; False when it sees nothing."""
    if _area(area) < 1:
        return False
    scale = min(OCR_DPI / POINTS_PER_INCH, (_PAGE_PIXELS / _area(area)) ** 0.5)
    try:
        picture = draw_page(page, scale, area)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        # A page of impossible size cannot be drawn, so nothing is seen on it.
        return False
    seen = read_picture(picture)
    _add(sheet, seen, area, scale, is_whole)
    return bool(seen.words)


def _add(sheet: Sheet, seen: OcrPage, area: Box, scale: float, is_whole: bool) -> None:
    """The words of an area as the sheet's glyphs; text that the file itself prints there goes first."""
    printed = [glyph for glyph in sheet.glyphs if not glyph.text.isspace()]
    glyphs = glyphs_of(seen, scale=1 / scale, left=area.x0, top=area.top, has_level=is_whole and not printed)
    if printed:
        glyphs = [glyph for glyph in glyphs if not _is_printed_over(glyph, printed)]
    elif is_whole and seen.turn in (90, 270):
        sheet.level_size = (sheet.height, sheet.width)
    sheet.glyphs = [*sheet.glyphs, *glyphs]


def _is_printed_over(glyph: Glyph, printed: Sequence[Glyph]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(g.x0 - 1 <= x <= g.x1 + 1 and g.top - 1 <= y <= g.bottom + 1 for g in printed)


def glyphs_of(seen: OcrPage, *, scale: float, left: float, top: float, has_level: bool) -> list[Glyph]:
    """OCR's words as glyphs of a page: `scale` turns pixels into its units, (left, top) is where the picture
    lies. With `has_level` the lines are put together in the frame in which they run level.
    """
    usual = median([word.size for word in seen.words]) if seen.words else 1.0
    glyphs: list[Glyph] = []
    for word in seen.words:
        # Sizes by OCR scatter; a small difference is no other type.
        size = (usual if 0.7 < word.size / usual < 1.4 else word.size) * scale
        turn = word.turn if has_level else (word.turn + seen.turn) % 360
        for char in word.chars:
            x0, y0, x1, y1 = char.box
            x0, y0, x1, y1 = left + x0 * scale, top + y0 * scale, left + x1 * scale, top + y1 * scale
            level = _level_box(char, word.turn, size, scale) if has_level else None
            glyphs.append(
                Glyph(
                    char.text, x0, y0, x1, y1, size, turn, x0, y1, source="ocr", level=level, sure=char.sure
                )
            )
        glyphs.append(replace(glyphs[-1], text=" "))
    return glyphs


def _level_box(char: OcrChar, turn: int, size: float, scale: float) -> tuple[float, float, float, float]:
    u0, v0, u1, v1 = (side * scale for side in char.level)
    if turn:
        return to_reading(Glyph(char.text, u0, v0, u1, v1, size, turn, u0, v1))
    middle = (v0 + v1) / 2
    return u0, middle - size / 2, u1, middle + size / 2


def confirms(layer: Sequence[Glyph], marks: Sequence[Glyph]) -> bool:
    """Whether the text layer under a scan holds the same digits where OCR saw the number."""
    x0, x1 = min(m.x0 for m in marks) - 2, max(m.x1 for m in marks) + 2
    top, bottom = min(m.top for m in marks) - 2, max(m.bottom for m in marks) + 2
    inside = [g for g in layer if x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= (g.top + g.bottom) / 2 <= bottom]
    digits = "".join(g.text for g in sorted(inside, key=lambda g: g.x0) if g.text.isdigit())
    return bool(digits) and digits == "".join(m.text for m in marks if m.text.isdigit())


def areas_to_read(sheet: Sheet, page: pypdfium2.PdfPage) -> tuple[list[Box], list[Glyph]]:
    """The areas of a page that only OCR can read, and the text under a scan that nobody sees."""
    look = _look_at(sheet, page)
    return look.areas, look.layer


def _look_at(sheet: Sheet, page: pypdfium2.PdfPage | None) -> _Look:
    everything = Box(0.0, 0.0, sheet.width, sheet.height)
    letters = _letters(sheet.glyphs)
    pictures = [box for raw in sheet.pictures if (box := _clipped(raw, sheet)) is not None]
    pictures = [box for box in pictures if _area(box) >= _PICTURE_SHARE * _area(everything)]
    if not letters:
        return _Look([everything], is_whole=True)
    if page is None or not pictures:
        return _Look()
    largest = max(pictures, key=_area)
    if _area(largest) >= _SCAN_SHARE * _area(everything) and _is_layer(page):
        return _Look([everything], letters, is_whole=True)
    areas = []
    for box in pictures:
        inside = sum(1 for glyph in letters if _holds(box, glyph))
        is_scan = _area(box) >= _SCAN_SHARE * _area(everything)
        if inside <= (_LETTERS_OVER_SCAN if is_scan else _LETTERS_OVER_PICTURE) and _is_paper(page, box):
            areas.append(box)
    return _Look(
        [box for box in areas if not any(_lies_in(box, other) for other in areas if other is not box)]
    )


def _letters(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.text.isspace()]


def _clipped(raw: tuple[float, float, float, float], sheet: Sheet) -> Box | None:
    x0, top, x1, bottom = raw
    box = Box(max(0.0, x0), max(0.0, top), min(sheet.width, x1), min(sheet.height, bottom))
    return box if box.x1 - box.x0 > 1 and box.bottom - box.top > 1 else None


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _lies_in(inner: Box, outer: Box) -> bool:
    shared = Box(
        max(inner.x0, outer.x0),
        max(inner.top, outer.top),
        min(inner.x1, outer.x1),
        min(inner.bottom, outer.bottom),
    )
    is_smaller = _area(inner) < _area(outer) or (inner != outer and _area(inner) == _area(outer))
    has_part = shared.x1 > shared.x0 and shared.bottom > shared.top
    return is_smaller and has_part and _area(shared) > 0.8 * _area(inner)


def _is_layer(page: pypdfium2.PdfPage) -> bool:
    """Whether nearly all text of a scanned page is invisible: in ink that does not print, or under the scan."""
    unseen = texts = 0
    width, height = page.get_size()
    waiting = 0
    for item in islice(page.get_objects(max_depth=3), _OBJECTS):
        if item.type == _TEXT:
            texts += 1
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE:
                unseen += 1
            else:
                waiting += 1
        elif item.type == _IMAGE:
            left, bottom, right, top = item.get_bounds()
            if abs(right - left) * abs(top - bottom) >= _SCAN_SHARE * width * height:
                # Whatever was printed before a picture of the whole page lies under it.
                unseen, waiting = unseen + waiting, 0
    return texts > 0 and unseen >= _LAYER_SHARE * texts


def _is_paper(page: pypdfium2.PdfPage, box: Box) -> bool:
    """Whether a picture is mostly light and even, as paper is; a photograph for decoration is not."""
    small = draw_page(page, max(0.05, min(0.5, (40_000 / _area(box)) ** 0.5)), box).convert("L")
    shades = small.histogram()
    return sum(shades[_PAPER_SHADE:]) >= _PAPER_SHARE * sum(shades)
