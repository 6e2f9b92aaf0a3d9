"""Draws the pages of an OFD from its text and lines, so that boxes have a page to stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from evidence.glyphs import Glyph
from evidence.limits import Limits
from evidence.ofd_pages import OfdPage, pages_of

_FONT = Path("fonts/ofl/notosanssc/NotoSansSC[wght].ttf")
_REGULAR = 400
_PAPER, _INK, _RULE = (255, 255, 255), (20, 20, 20), (150, 60, 50)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_ofd(path: Path, limits: Limits) -> Iterator[tuple[int, Image.Image]]:
    """Each page, counted from 1, at the resolution of page pictures."""
    for number, page in enumerate(pages_of(path, limits.reading), start=1):
        most = (limits.picture_pixels / max(page.width * page.height, 1)) ** 0.5
        yield number, _draw(page, min(limits.picture_dpi / 72, most))


def _draw(page: OfdPage, scale: float) -> Image.Image:
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    picture = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(picture)
    for rule in page.rules:
        pen.line([side * scale for side in rule], fill=_RULE, width=max(1, round(scale / 2)))
    for glyph in page.glyphs:
        if not glyph.text.isspace():
            _print(pen, glyph, scale)
    return picture


def _print(pen: ImageDraw.ImageDraw, glyph: Glyph, scale: float) -> None:
    """One character on its baseline; what runs up or down the page is drawn upright in its box."""
    font = _font(max(1, round(glyph.size * scale)))
    if glyph.turn == 0 and isinstance(font, ImageFont.FreeTypeFont):
        pen.text((glyph.origin_x * scale, glyph.origin_y * scale), glyph.text, _INK, font, anchor="ls")
    else:
        pen.text((glyph.x0 * scale, glyph.top * scale), glyph.text, _INK, font)


@lru_cache(maxsize=64)
def _font(pixels: int) -> Font:
    """The Chinese font of the product at a size, in its regular weight; a plain one where it is missing."""
    wheel = find_spec("justmytype_intl_cjk")
    if wheel is None or wheel.origin is None:
        return ImageFont.load_default(pixels)
    font = ImageFont.truetype(Path(wheel.origin).parent / _FONT, pixels)
    with suppress(OSError):
        font.set_variation_by_axes([_REGULAR])
    return font
