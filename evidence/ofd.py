"""Reads OFD, the Chinese layout format of fapiao: its text bound like that of a PDF, its XML invoice beside it."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from evidence.beside_invoice import set_beside_invoices
from evidence.figures import PageSketch
from evidence.glyphs import Sheet
from evidence.invoice_xml import XmlInvoice, invoice_of
from evidence.lines import lines_of, printed_words
from evidence.ofd_pages import OfdPage, OfdRefused, pages_of
from evidence.pdf import bind_pages, read_runs
from evidence.pdf_tables import tables_of
from evidence.reading import Reading, ReadLimits, failed
from evidence.safe_xml import XmlRefused, parsed

BROKEN = "This OFD file cannot be opened: it is damaged or not an OFD. Ask for a new copy, or for the PDF."
NO_PAGES = "This OFD file has no pages. Ask for a new copy, or for the PDF."
TOO_MUCH_TEXT = "This OFD file holds more text than the {limit} characters that are read. Split it."
DRAWN_FROM_TEXT = (
    "the picture of this OFD shows its text and lines alone; seals and pictures are in the original"
)


def read_ofd(path: Path, limits: ReadLimits) -> Reading:
    """The whole OFD as a Reading, set beside the XML invoice that it carries, where it carries one."""
    try:
        pages = list(pages_of(path, limits))
        invoices = _invoices(path)
    except OfdRefused as refusal:
        return failed("ofd", "refused", str(refusal))
    except (XmlRefused, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return failed("ofd", "error", BROKEN)
    if not pages:
        return failed("ofd", "error", NO_PAGES)
    if sum(len(page.glyphs) for page in pages) > limits.characters:
        return failed("ofd", "refused", TOO_MUCH_TEXT.format(limit=limits.characters))
    sketches = [_sketch(page, number) for number, page in enumerate(pages, start=1)]
    bound = tuple(bind_pages(sketches))
    reading = Reading(kind="ofd", status="ok", reason=None, pages=bound, flags=(DRAWN_FROM_TEXT,))
    return set_beside_invoices(reading, invoices, [])


def _sketch(page: OfdPage, number: int) -> PageSketch:
    """The page as the binder takes it; one engine alone read it."""
    sheet = Sheet(page.width, page.height, glyphs=page.glyphs)
    lines = lines_of(sheet.glyphs, [(x0, top, bottom) for x0, top, x1, bottom in page.rules if x1 - x0 < 0.5])
    return PageSketch(
        number=number,
        width=round(page.width, 2),
        height=round(page.height, 2),
        chars=sum(not glyph.text.isspace() for glyph in page.glyphs),
        words=printed_words(lines),
        lines=read_runs(lines, sheet, None),
        tables=tables_of(sheet, lines, number),
        flags=[],
    )


def _invoices(path: Path) -> list[tuple[str, XmlInvoice]]:
    """The XML invoices attached to the OFD, by their names; XML of other kinds is none."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if "/Attachs/" in name and name.lower().endswith(".xml"):
                invoice = invoice_of(parsed(package.read(name)))
                if invoice is not None:
                    found.append((PurePosixPath(name).name, invoice))
    return found
