"""Company seals as pictures: a red ring, the name around it, a star and a word across."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFont

from demo.files.fonts import Fonts

_SIDE = 260
_RED = (196, 30, 40, 205)


def draw_seal(fonts: Fonts, around: str, across: str, *, star: bool = True) -> Image.Image:
    """A round seal on a clear ground; squeeze it when placing it to get the oval one of invoices."""
    seal = Image.new("RGBA", (_SIDE, _SIDE), (255, 255, 255, 0))
    pen = ImageDraw.Draw(seal)
    pen.ellipse((4, 4, _SIDE - 5, _SIDE - 5), outline=_RED, width=6)
    if star:
        pen.polygon(_star(_SIDE / 2, _SIDE / 2 - 4, 34), fill=_RED)
    font = ImageFont.truetype(str(fonts.path("cjk", "bold")), 30 if len(around) < 15 else 23)
    _write_around(seal, around, font)
    small = ImageFont.truetype(str(fonts.path("cjk", "bold")), 23)
    pen.text((_SIDE / 2, _SIDE * (0.76 if star else 0.55)), across, font=small, fill=_RED, anchor="mm")
    return seal


def _write_around(seal: Image.Image, words: str, font: ImageFont.FreeTypeFont) -> None:
    """Write along the upper arc, each character turned to face the middle."""
    step = min(250 / max(len(words) - 1, 1), 26)
    for number, character in enumerate(words):
        angle = (number - (len(words) - 1) / 2) * step
        tile = Image.new("RGBA", (44, 44), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((22, 22), character, font=font, fill=_RED, anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        reach = _SIDE / 2 - 28
        x = _SIDE / 2 + reach * math.sin(math.radians(angle)) - 22
        y = _SIDE / 2 - reach * math.cos(math.radians(angle)) - 22
        seal.alpha_composite(tile, (round(x), round(y)))


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The ten corners of a five-pointed star."""
    corners = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.4
        angle = math.radians(number * 36 - 90)
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return corners
