"""Every limit of reading evidence, with its default; each has a test that meets it and one over."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from evidence.reading import ReadLimits

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document, archive, picture or reader process may cost before it is refused or stopped."""

    # Receipt and store.
    upload_bytes: int = 200 * MB
    free_space_floor_bytes: int = 512 * MB
    name_characters: int = 200

    # Archives and office packages (which are archives).
    archive_entries: int = 10_000
    archive_unpacked_bytes: int = 200 * MB
    archive_ratio: int = 100
    # A small sheet of equal rows packs better than 100 to 1; below this size the ratio says nothing.
    archive_ratio_free_bytes: int = 5 * MB
    archive_directory_bytes: int = 16 * MB

    # Mails, which are parsed where they are received: what is larger comes as files.
    mail_bytes: int = 50 * MB
    mail_lines: int = 1_000_000
    mail_attachments: int = 200

    # Pictures received, told from their header.
    image_pixels: int = 80_000_000

    # What the readers take from one document.
    reading: ReadLimits = field(default_factory=ReadLimits)

    # What one page of a PDF draws, unpacked, each form as often as it is drawn: more is refused. A document that
    # is read whole and draws more than the second in all is not begun, as if its time had run out: a lane for
    # small files sets it lower.
    page_drawing_bytes: int = 200 * MB
    begun_drawing_bytes: int = 4_000 * MB

    # The reader process: one document, one child.
    wall_base_seconds: float = 20.0
    wall_per_page_seconds: float = 3.0
    # A page that OCR reads takes longer; of those, so many may be begun before the child is stopped.
    wall_per_ocr_page_seconds: float = 20.0
    ocr_pages: int = 2_000
    wall_most_seconds: float = 1_800.0
    cpu_seconds: int = 1_800
    # A longer document is read in parts of so many pages, by so many children at once (at most one a core).
    whole_pages: int = 24
    part_pages: int = 8
    parts_at_once: int = 2
    # So many pages may fail one by one before the rest of the document is given up.
    pages_lost: int = 20
    memory_bytes: int = 1_024 * 1_024 * 1_024
    file_bytes: int = 64 * MB
    open_files: int = 64
    # How far a child gives way to all else that runs (nice): what has time takes it from nobody in a hurry.
    niceness: int = 0
    output_bytes: int = 100 * MB

    # Page pictures.
    picture_dpi: int = 150
    picture_pixels: int = 8_000_000
    thumbnail_width: int = 96
    crop_pixels: int = 4_000_000

    def to_json(self) -> dict[str, Any]:
        """The limits as plain JSON values, to hand to the reader process."""
        return asdict(self)


def limits_from_json(value: dict[str, Any]) -> Limits:
    """The limits that `Limits.to_json` wrote."""
    return Limits(**{**value, "reading": ReadLimits(**value["reading"])})
