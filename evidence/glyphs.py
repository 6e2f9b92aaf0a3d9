"""The printed characters of one PDF page in one frame: the displayed page, origin top left of the MediaBox,
points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from evidence.marks import Glyph, Path, is_pale, marks_of
from evidence.reading import Box

__all__ = ["Glyph", "Sheet", "is_hidden", "sheet_of"]

TINY_POINTS = 3.0


@dataclass(slots=True)
class Sheet:
    """The raw marks of one page: characters, rules, filled areas and pictures, all on the displayed page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    visible: tuple[float, float, float, float] | None = None
    flags: list[str] = field(default_factory=list)
    # The text that lies under a scan, unseen; and the size of the page as its lines run, where it was turned.
    layer: list[Glyph] = field(default_factory=list)
    level_size: tuple[float, float] | None = None
    # Where OCR of the drawn box confirmed a number that one engine saw, and where it could not decide.
    confirmed: list[Box] = field(default_factory=list)
    asked: list[Box] = field(default_factory=list)


def sheet_of(page: Any) -> Sheet:
    """The marks of one pdfplumber page, taken straight from its content: one pass, no dictionaries per
    character.
    """
    width, height = float(page.width), float(page.height)
    sheet = Sheet(width, height)
    left, top = float(page.mediabox[0]), float(page.mediabox[1])
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    sheet.visible = (max(0.0, x0 - left), max(0.0, y0 - top), min(width, x1 - left), min(height, y1 - top))
    marks = marks_of(page.pdf.rsrcmgr, page.page_obj, height)
    sheet.glyphs = marks.glyphs
    sheet.pictures = [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in marks.pictures]
    for path in marks.paths:
        _add_rule(sheet, path, height)
    if marks.unmapped:
        sheet.flags.append(f"{marks.unmapped} characters have no letter behind them in this file")
    _mend_boxes(sheet)
    sheet.glyphs = _without_doubles(sheet.glyphs)
    return sheet


def _add_rule(sheet: Sheet, path: Path, height: float) -> None:
    """A thin filled or stroked rectangle or line is a rule; a large filled one is a background."""
    x0, y0, x1, y1 = path.bounds
    top, bottom = height - y1, height - y0
    if path.kind == "curve" and path.points > 8:
        return
    wide, tall = x1 - x0, bottom - top
    if path.kind != "line":
        if path.fill and wide > 4 and tall > 4 and not is_pale(path.colour):
            sheet.fills.append((x0, top, x1, bottom))
        if path.kind == "curve" and not (wide < 2 or tall < 2):
            return
        if not path.stroke and not path.fill:
            return
        if wide > 2 and tall > 2:
            for y in (top, bottom):
                sheet.edges.append(_edge(x0, y, x1, y, "h"))
            for x in (x0, x1):
                sheet.edges.append(_edge(x, top, x, bottom, "v"))
            return
    if tall <= 2 and wide > 2:
        middle = (top + bottom) / 2
        sheet.edges.append(_edge(x0, middle, x1, middle, "h"))
    elif wide <= 2 and tall > 2:
        middle = (x0 + x1) / 2
        sheet.edges.append(_edge(middle, top, middle, bottom, "v"))


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _mend_boxes(sheet: Sheet) -> None:
    """Give the glyphs of a font whose descriptor is broken a box about their baseline.

    The pen's origin must lie in (or at the edge of) an upright character's own box; where a font puts its
    boxes elsewhere, a signed box would point at other text.
    """
    by_font: dict[tuple[str, int], list[Glyph]] = {}
    for glyph in sheet.glyphs:
        by_font.setdefault((glyph.font, glyph.turn), []).append(glyph)
    for (_, turn), glyphs in by_font.items():
        if turn not in (0, 180):
            continue
        sample = glyphs[:40]
        off = median(
            (g.bottom - g.origin_y if turn == 0 else g.origin_y - g.top) / (g.size or 1) for g in sample
        )
        tall = median((g.bottom - g.top) / (g.size or 1) for g in sample)
        if -0.15 <= off <= 0.75 and 0.4 <= tall <= 2.0:
            continue
        for g in glyphs:
            size = g.size if 1 <= g.size <= 200 else 10.0
            up, down = (0.78, 0.22) if turn == 0 else (0.22, 0.78)
            g.top, g.bottom = g.origin_y - up * size, g.origin_y + down * size
        sheet.flags.append("a font's measures are broken; its boxes were set about the baseline")


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that were printed twice at the same place to look bold."""
    rough = [(g.text, round(g.x0 / 2), round(g.top / 2)) for g in glyphs if g.text != " "]
    if len(rough) - len(set(rough)) < 2:
        return glyphs
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for g in glyphs:
        cell = (int(g.x0 / 2), int(g.top / 2))
        if g.text != " " and any(
            _same_place(g, other)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((g.text, cell[0] + dx, cell[1] + dy), ())
        ):
            continue
        seen.setdefault((g.text, *cell), []).append(g)
        kept.append(g)
    return kept


def _same_place(one: Glyph, two: Glyph) -> bool:
    near = min(1.6, 0.45 * min(one.x1 - one.x0, two.x1 - two.x0) + 0.05)
    return abs(one.x0 - two.x0) <= near and abs(one.top - two.top) <= min(1.6, 0.2 * max(one.size, 1))


def is_hidden(glyph: Glyph, sheet: Sheet) -> bool:
    """Whether a person who looks at the displayed page would not see this glyph."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if sheet.visible and not _inside(x, y, sheet.visible):
        return True
    if min(glyph.size, max(glyph.bottom - glyph.top, glyph.x1 - glyph.x0)) < TINY_POINTS:
        return True
    return glyph.pale and not any(_inside(x, y, area) for area in (*sheet.fills, *sheet.pictures))


def _inside(x: float, y: float, area: Iterable[float]) -> bool:
    x0, top, x1, bottom = area
    return x0 - 0.5 <= x <= x1 + 0.5 and top - 0.5 <= y <= bottom + 0.5
