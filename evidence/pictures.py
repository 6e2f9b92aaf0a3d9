"""Draws pages as pictures for the screen and crops for trace pages; runs in the reader's child only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from evidence.limits import Limits
from evidence.ofd_picture import draw_ofd
from evidence.reading import Box, Kind
from evidence.request import Picture

POINTS_PER_INCH = 72
_QUALITY, _EFFORT = 85, 2
# What lies outside the crop box is on no displayed page; grey says so, and the boxes keep their frame.
_OUTSIDE = (236, 236, 236)


def draw_pictures(
    path: Path, kind: Kind, folder: Path, limits: Limits, wanted: range | None = None
) -> Iterator[Picture]:
    """Draw every page of a PDF, OFD or picture (those wanted) into `folder` as WebP, with a thumbnail; other kinds
    have none.
    """
    if kind == "pdf":
        for number, page in _pages(path, limits, wanted):
            width, height = _frame(page)
            yield _save(draw_page(page, _scale(width, height, limits), None), number, folder, limits)
    elif kind == "image":
        for number, picture in _frames(path, limits, wanted):
            yield _save(plain_colours(picture, limits.picture_pixels), number, folder, limits)
    elif kind == "ofd":
        for number, picture in draw_ofd(path, limits):
            yield _save(picture, number, folder, limits)


def cut_crop(path: Path, kind: Kind, limits: Limits, *, page: int, box: Box, scale: float) -> bytes:
    """The piece of a page inside `box` as PNG, `scale` pixels to the point (pictures: to the pixel).

    The scale is lowered where the piece would pass the pixel limit. Raises ValueError when there is no such
    page or the box is empty.
    """
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    if box.x1 <= box.x0 or box.bottom <= box.top:
        raise ValueError("The box is empty.")
    scale = min(scale, (limits.crop_pixels / area) ** 0.5)
    pages = _pages(path, limits) if kind == "pdf" else _frames(path, limits)
    for number, content in pages:
        if number == page:
            piece = (
                _cut(content, box, scale)
                if isinstance(content, Image.Image)
                else draw_page(content, scale, box)
            )
            written = io.BytesIO()
            piece.save(written, "PNG", optimize=False)
            return written.getvalue()
    raise ValueError(f"The document has no page {page}.")


def _pages(
    path: Path, limits: Limits, wanted: range | None = None
) -> Iterator[tuple[int, pypdfium2.PdfPage]]:
    document = pypdfium2.PdfDocument(path)
    try:
        if document.get_formtype() != 0:
            document.init_forms()
        for number in _numbers(min(len(document), limits.reading.pages), wanted):
            page = document[number - 1]
            yield number, page
            page.close()
    finally:
        document.close()


def _numbers(count: int, wanted: range | None) -> range:
    return range(1, count + 1) if wanted is None else range(wanted.start, min(wanted.stop, count + 1))


def _frames(path: Path, limits: Limits, wanted: range | None = None) -> Iterator[tuple[int, Image.Image]]:
    know_heic()
    with Image.open(path) as image:
        for number in _numbers(min(count_frames(image), limits.reading.pages), wanted):
            image.seek(number - 1)
            yield number, ImageOps.exif_transpose(image)


@lru_cache(maxsize=1)
def know_heic() -> None:
    """Teach the picture library HEIC, where that is installed: the picture alone, and no threads."""
    if find_spec("pi_heif") is not None:
        pi_heif = import_module("pi_heif")
        pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


def count_frames(picture: Image.Image) -> int:
    """How many pages a picture file has; a photo that carries a preview or a depth map beside it is one."""
    return 1 if picture.format in {"MPO", "HEIF"} else int(getattr(picture, "n_frames", 1))


def plain_colours(image: Image.Image, pixels: int) -> Image.Image:
    """The picture on white paper within `pixels`, shrunk before its colours are worked out, which takes memory."""
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail(_bounded(image.size, pixels))
    return _flatten(image)


def _flatten(image: Image.Image) -> Image.Image:
    """The picture in plain colours on white paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    if image.mode.startswith("I;16"):
        # 16-bit scans: the upper byte is what the eye sees.
        return image.point(lambda level: level / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _scale(width: float, height: float, limits: Limits) -> float:
    wanted = limits.picture_dpi / POINTS_PER_INCH
    return float(min(wanted, (limits.picture_pixels / max(width * height, 1)) ** 0.5))


def _sides(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """How far the crop box lies inside the media box on each displayed side: left, top, right, bottom."""
    left, bottom, right, top = page.get_mediabox()
    x0, y0, x1, y1 = page.get_cropbox()
    insets = [max(0.0, x0 - left), max(0.0, top - y1), max(0.0, right - x1), max(0.0, y0 - bottom)]
    # Each turn clockwise by 90 degrees brings the bottom side to the left.
    steps = page.get_rotation() // 90
    left, top, right, bottom = insets[-steps:] + insets[:-steps]
    return left, top, right, bottom


def _frame(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Width and height of the displayed media box in points."""
    width, height = page.get_size()
    left, top, right, bottom = _sides(page)
    return width + left + right, height + top + bottom


def draw_page(page: pypdfium2.PdfPage, scale: float, window: Box | None) -> Image.Image:
    """The window of the displayed media box (all of it when None), drawn as a viewer shows it."""
    left, top, _, _ = _sides(page)
    shown_width, shown_height = page.get_size()
    width, height = _frame(page)
    view = window or Box(0, 0, width, height)
    canvas = Image.new(
        "RGB", (_pixels(view.x1 - view.x0, scale), _pixels(view.bottom - view.top, scale)), _OUTSIDE
    )
    # The part of the window that the viewer shows, in the frame of the crop box.
    x0, x1 = max(view.x0 - left, 0), min(view.x1 - left, shown_width)
    y0, y1 = max(view.top - top, 0), min(view.bottom - top, shown_height)
    if x0 >= x1 or y0 >= y1:
        return canvas
    away = (x0, shown_height - y1, shown_width - x1, y0)
    bitmap = page.render(scale=scale, crop=away, may_draw_forms=True)
    canvas.paste(
        bitmap.to_pil(), (round((x0 + left - view.x0) * scale), round((y0 + top - view.top) * scale))
    )
    bitmap.close()
    return canvas


def _cut(image: Image.Image, box: Box, scale: float) -> Image.Image:
    piece = _flatten(image.crop((round(box.x0), round(box.top), round(box.x1), round(box.bottom))))
    return piece.resize((_pixels(piece.width, scale), _pixels(piece.height, scale)))


def _pixels(length: float, scale: float) -> int:
    return max(1, round(length * scale))


def _save(picture: Image.Image, number: int, folder: Path, limits: Limits) -> Picture:
    picture.thumbnail(_bounded(picture.size, limits.picture_pixels))
    file, thumbnail = f"page-{number}.webp", f"thumbnail-{number}.webp"
    picture.save(folder / file, "WEBP", quality=_QUALITY, method=_EFFORT)
    small = picture.copy()
    small.thumbnail((limits.thumbnail_width, limits.thumbnail_width * 4), reducing_gap=2.0)
    small.save(folder / thumbnail, "WEBP", quality=_QUALITY, method=_EFFORT)
    return Picture(number, file, thumbnail, picture.width, picture.height)


def _bounded(size: tuple[int, int], most: int) -> tuple[int, int]:
    """The size scaled down to at most `most` pixels; WebP holds at most 16,383 a side."""
    width, height = size
    factor = min(1.0, (most / (width * height)) ** 0.5, 16_383 / max(width, height))
    return max(1, int(width * factor)), max(1, int(height * factor))
