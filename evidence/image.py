"""Reads a picture: its size, and that no text was read from it; a person draws the boxes, or OCR does, when
there is one.
"""

from __future__ import annotations

from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from evidence.reading import Page, Reading, ReadLimits, failed

NO_OCR = "no OCR here: this picture's figures are captured by hand"
BROKEN = "This picture cannot be opened: it is damaged or of a kind that is not known. Ask for a new copy."
TOO_MANY = (
    "This picture file has {pages} pages, more than the {limit} that are read. Split it and upload the parts."
)


def read_image(path: Path, limits: ReadLimits) -> Reading:
    """One page per frame of the picture, in pixels, with no figures and a flag that says why."""
    try:
        with Image.open(path) as picture:
            count = int(getattr(picture, "n_frames", 1))
            if count > limits.pages:
                return failed("image", "refused", TOO_MANY.format(pages=count, limit=limits.pages))
            pages = []
            for number in range(1, count + 1):
                picture.seek(number - 1)
                width, height = picture.size
                # A photo from a turned camera is displayed upright, and boxes lie on what is displayed.
                if picture.getexif().get(ExifTags.Base.Orientation, 1) in range(5, 9):
                    width, height = height, width
                pages.append(
                    Page(number=number, width=float(width), height=float(height), chars=0, flags=(NO_OCR,))
                )
    except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        return failed("image", "error", BROKEN)
    return Reading(kind="image", status="ok", reason=None, pages=tuple(pages), flags=(NO_OCR,))
