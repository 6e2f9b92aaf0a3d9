"""Reads a picture (scan, photo, multi-page TIFF): OCR gives its words, and its numbers are bound as on any page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from evidence.faults import raise_own
from evidence.figures import PageSketch
from evidence.glyphs import Glyph, Sheet
from evidence.lines import lines_of, printed_words
from evidence.ocr import MOST_PIXELS, OcrPage, read_picture
from evidence.ocr_here import HOW_TO_GET_IT, is_here
from evidence.parts import Share, with_document_total
from evidence.pdf import bind_pages, bind_part, read_runs
from evidence.pictures import count_frames, know_heic, plain_colours
from evidence.reading import Page, Reading, ReadLimits, failed
from evidence.scans import BY_OCR, NOTHING_SEEN, OCR_ENOUGH, OcrBudget, glyphs_of

NO_OCR = f"no OCR here: this picture's figures are captured by hand ({HOW_TO_GET_IT})"
BROKEN = "This picture cannot be opened: it is damaged or of a kind that is not known. Ask for a new copy."
TOO_MANY = (
    "This picture file has {pages} pages, more than the {limit} that are read. Split it and upload the parts."
)
# Type of ordinary size, in the points in which lines and columns are told apart.
_TYPE_POINTS = 10.0
_TURNED = range(5, 9)


def read_image(path: Path, limits: ReadLimits) -> Reading:
    """One page per frame of the picture, boxes in pixels of the picture as it is displayed."""
    know_heic()
    try:
        with Image.open(path) as picture:
            count = count_frames(picture)
            if count > limits.pages:
                return failed("image", "refused", TOO_MANY.format(pages=count, limit=limits.pages))
            sketches = list(_sketch_frames(picture, range(1, count + 1), OcrBudget(limits.ocr_pages)))
    except (
        UnidentifiedImageError,
        OSError,
        EOFError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise_own(error)
        return failed("image", "error", BROKEN)
    pages = tuple(with_document_total(list(bind_pages(sketches))))
    flags = dict.fromkeys(flag for page in pages for flag in page.flags)
    return Reading(kind="image", status="ok", reason=None, pages=pages, flags=tuple(flags))


def read_image_parts(path: Path, limits: ReadLimits, share: Share) -> Iterator[tuple[Page, ...]]:
    """The pages of each part of the share of a picture of many pages; what one page says is all there is."""
    know_heic()
    with Image.open(path) as picture:
        for part in share.parts:
            budget = OcrBudget(limits.ocr_pages if part.may_use_ocr else 0)
            sketches = list(_sketch_frames(picture, part.pages, budget))
            yield tuple(bind_part(sketches, share.habits, part))


def _sketch_frames(picture: Image.Image, numbers: Iterable[int], budget: OcrBudget) -> Iterator[PageSketch]:
    for number in numbers:
        picture.seek(number - 1)
        width, height = picture.size
        # A photo from a turned camera is displayed upright, and boxes lie on what is displayed.
        if picture.getexif().get(ExifTags.Base.Orientation, 1) in _TURNED:
            width, height = height, width
        if not is_here():
            yield _sketch(number, (width, height), None, NO_OCR)
        elif not budget.take():
            yield _sketch(number, (width, height), None, OCR_ENOUGH.format(limit=budget.limit))
        else:
            seen = read_picture(_displayed(picture))
            yield _sketch(number, (width, height), seen, BY_OCR if seen.words else NOTHING_SEEN)


def _displayed(picture: Image.Image) -> Image.Image:
    """The frame upright and in plain colours, shrunk first to what OCR needs, which saves memory."""
    factor = (MOST_PIXELS / (picture.width * picture.height)) ** 0.5
    if factor < 1:
        size = (max(1, int(picture.width * factor)), max(1, int(picture.height * factor)))
        with suppress(OSError, ValueError):
            picture.draft("RGB", size)
    return plain_colours(ImageOps.exif_transpose(picture), MOST_PIXELS)


def _sketch(number: int, size: tuple[int, int], seen: OcrPage | None, flag: str) -> PageSketch:
    """One frame as a page: lines in points as their type is large, boxes in pixels."""
    sheet = Sheet(float(size[0]), float(size[1]))
    points = 1.0
    if seen is not None and seen.words:
        points = _TYPE_POINTS / median(word.size for word in seen.words)
        turned = seen.turn in {90, 270}
        wide, tall = (seen.height, seen.width) if turned else (seen.width, seen.height)
        sheet.level_size = wide * points, tall * points
        sheet.glyphs = _in_pixels(seen, points, size[0] / seen.width)
    lines = lines_of(sheet.glyphs)
    level = sheet.level_size or (sheet.width, sheet.height)
    return PageSketch(
        number=number,
        width=level[0],
        height=level[1],
        chars=sum(1 for glyph in sheet.glyphs if not glyph.text.isspace()),
        words=printed_words(lines),
        lines=read_runs(lines, sheet, None),
        tables=(),
        flags=[flag],
        shown=(sheet.width, sheet.height),
    )


def _in_pixels(seen: OcrPage, points: float, factor: float) -> list[Glyph]:
    """OCR's words: put together in points, boxes in pixels of the whole picture."""
    glyphs = glyphs_of(seen, scale=points, left=0.0, top=0.0, has_level=True)
    for glyph in glyphs:
        back = factor / points
        glyph.x0, glyph.top, glyph.x1, glyph.bottom = (
            side * back for side in (glyph.x0, glyph.top, glyph.x1, glyph.bottom)
        )
    return glyphs
