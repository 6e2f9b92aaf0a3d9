"""Reads what stands in a region that a person drew: print as the file says it, pictures by OCR of the region alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import mode

import pdfplumber
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from evidence.forms import form_glyphs
from evidence.glyphs import Glyph, Sheet, is_hidden, sheet_of
from evidence.lines import PrintedWord, lines_of, plain
from evidence.ocr import MOST_PIXELS, OcrPage, read_picture
from evidence.ocr_here import HOW_TO_GET_IT, is_here
from evidence.ofd_pages import OfdRefused, pages_of
from evidence.pdf import BROKEN, LOCKED, CannotReadError
from evidence.pictures import POINTS_PER_INCH, draw_page, know_heic, plain_colours
from evidence.reading import Box, Kind, ReadLimits
from evidence.region import Region, RegionReading, RegionWord, Rule
from evidence.scans import OcrBudget, areas_to_read, confirms, glyphs_of
from evidence.table_lines import tilt_of
from evidence.witness import Witness, witness_of

NO_PAGE = "The document has no page {page}."
TOO_MUCH_PRINT = "The box holds more than {limit} words. Draw it around one table."
NO_OCR = f"No OCR here: what stands in this box is a picture ({HOW_TO_GET_IT})."
NOT_DRAWN = "Boxes are read on pages with a picture: PDF, OFD, scans and photos."
NOTHING_SEEN = "No print was found in this box."
HIDDEN_LEFT_OUT = "{count} characters that a person who looks at the page would not see were left out"
REGION_WORDS = 6_000
_REGION_DPI, _REGION_PIXELS = 300, 9_000_000
_SHORTEST_RULE, _THIN = 8.0, 2.0
_PICTURED_SHARE = 0.3


def read_region(path: Path, kind: Kind, limits: ReadLimits, region: Region) -> RegionReading:
    """What stands in a region of one page; raises CannotReadError with a sentence."""
    readers = {"pdf": _read_pdf, "image": _read_image, "ofd": _read_ofd}
    if kind not in readers:
        raise CannotReadError("refused", NOT_DRAWN)
    found = readers[kind](path, limits, region)
    if len(found.words) > REGION_WORDS:
        raise CannotReadError("refused", TOO_MUCH_PRINT.format(limit=REGION_WORDS))
    return found


def _read_pdf(path: Path, limits: ReadLimits, region: Region) -> RegionReading:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise CannotReadError("password" if locked else "error", LOCKED if locked else BROKEN) from error
    try:
        if not 1 <= region.page <= len(document):
            raise CannotReadError("refused", NO_PAGE.format(page=region.page))
        if document.get_formtype() != 0:
            document.init_forms()
        page = document[region.page - 1]
        witness = witness_of(page)
        sheet = _sheet(path, region.page, page, witness)
        return _of_page(sheet, page, witness, region, limits)
    finally:
        document.close()


def _sheet(path: Path, number: int, page: pypdfium2.PdfPage, witness: Witness) -> Sheet:
    """The page by the first engine; by the second one where the first cannot read it."""
    try:
        with pdfplumber.open(path, pages=[number]) as document:
            first = document.pages[0]
            sheet = sheet_of(first)
            sheet.glyphs += form_glyphs(first, page)
    except MemoryError:
        raise
    except Exception:  # pdfminer raises many kinds; the second engine reads the page alone
        width, height = witness.frame.size
        return Sheet(width, height, glyphs=witness.glyphs())
    return sheet if sheet.glyphs else Sheet(sheet.width, sheet.height, witness.glyphs(), sheet.edges)


def _of_page(
    sheet: Sheet, page: pypdfium2.PdfPage, witness: Witness, region: Region, limits: ReadLimits
) -> RegionReading:
    areas, layer = areas_to_read(sheet, page)
    inside = [glyph for glyph in sheet.glyphs if _is_in(glyph, region.box)]
    shown = [glyph for glyph in inside if glyph.text.isspace() or not is_hidden(glyph, sheet)]
    flags = [HIDDEN_LEFT_OUT.format(count=len(inside) - len(shown))] if len(shown) < len(inside) else []
    pictured = sum(_shared_area(area, region.box) for area in areas)
    has_print = not layer and any(not glyph.text.isspace() for glyph in shown)
    if has_print and pictured < _PICTURED_SHARE * _shared_area(region.box, region.box):
        return _by_text(sheet, shown, witness, region, flags)
    if not is_here():
        raise CannotReadError("refused", NO_OCR)
    OcrBudget(limits.ocr_pages).take()
    scale = min(_REGION_DPI / POINTS_PER_INCH, (_REGION_PIXELS / _shared_area(region.box, region.box)) ** 0.5)
    seen = read_picture(draw_page(page, scale, region.box))
    found = _by_ocr(seen, 1 / scale, region, layer, [] if layer else shown)
    return replace(found, flags=(*flags, *found.flags))


def _by_text(
    sheet: Sheet, glyphs: Sequence[Glyph], witness: Witness, region: Region, flags: Sequence[str]
) -> RegionReading:
    across, down = _rules(sheet, region.box)
    lines = lines_of(glyphs, [(rule.at, rule.start, rule.end) for rule in down])
    words = [word for line in lines for run in line.runs for word in run.words if not word.raised]
    turns = [word.glyphs[0].turn for word in words]
    seen = tuple(
        RegionWord(plain(word.text)[:500], word.box, witness.agrees(word.glyphs) or not _has_digit(word.text))
        for word in words
    )
    angle = float(mode(turns)) if turns else 0.0
    return RegionReading(region.page, region.box, "text", angle, seen, across, down, tuple(flags))


def _by_ocr(
    seen: OcrPage, scale: float, region: Region, layer: Sequence[Glyph], printed: Sequence[Glyph]
) -> RegionReading:
    """What OCR sees of the region; what the file itself prints over the picture goes first."""
    box = region.box
    glyphs = glyphs_of(seen, scale=scale, left=box.x0, top=box.top, has_level=not printed)
    taken = [glyph for glyph in printed if not glyph.text.isspace()]
    glyphs = [glyph for glyph in glyphs if not any(_covers(own, glyph) for own in taken)]
    words = _words([*glyphs, *printed])
    found = _without_echoes([_ocr_word(word, layer) for word in words])
    angle = seen.turn + tilt_of(found, box, seen.turn)
    told = () if found else (NOTHING_SEEN,)
    return RegionReading(region.page, box, "ocr", round(angle % 360, 2), found, flags=told)


def _ocr_word(word: PrintedWord, layer: Sequence[Glyph]) -> RegionWord:
    is_own = word.glyphs[0].source != "ocr"
    is_seen = not is_own and (not _has_digit(word.text) or confirms(layer, word.glyphs))
    sure = 1.0 if is_own else round(min(glyph.sure for glyph in word.glyphs), 2)
    return RegionWord(plain(word.text)[:500], word.box, is_seen, sure)


def _without_echoes(words: Sequence[RegionWord]) -> tuple[RegionWord, ...]:
    """The words but those that OCR saw once more within a larger one."""
    sizes = [_shared_area(word.box, word.box) for word in words]
    return tuple(
        word
        for word, size in zip(words, sizes, strict=True)
        if not any(
            other is not word and large > 1.5 * size and _shared_area(word.box, other.box) > 0.6 * size
            for other, large in zip(words, sizes, strict=True)
        )
    )


def _words(glyphs: Sequence[Glyph]) -> list[PrintedWord]:
    lines = lines_of(glyphs)
    return [word for line in lines for run in line.runs for word in run.words]


def _read_image(path: Path, limits: ReadLimits, region: Region) -> RegionReading:
    know_heic()
    if not is_here():
        raise CannotReadError("refused", NO_OCR)
    try:
        with Image.open(path) as picture:
            with suppress(EOFError):
                picture.seek(region.page - 1)
            shown = ImageOps.exif_transpose(picture)
            box = region.box
            piece = shown.crop((int(box.x0), int(box.top), round(box.x1), round(box.bottom)))
            piece = plain_colours(piece, MOST_PIXELS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CannotReadError("error", BROKEN) from error
    OcrBudget(limits.ocr_pages).take()
    seen = read_picture(piece)
    scale = (round(box.x1) - int(box.x0)) / max(1, seen.width)
    return _by_ocr(seen, scale, region, [], [])


def _read_ofd(path: Path, limits: ReadLimits, region: Region) -> RegionReading:
    try:
        pages = list(pages_of(path, limits))
    except OfdRefused as refusal:
        raise CannotReadError("refused", str(refusal)) from refusal
    if not 1 <= region.page <= len(pages):
        raise CannotReadError("refused", NO_PAGE.format(page=region.page))
    page = pages[region.page - 1]
    words = _words([glyph for glyph in page.glyphs if _is_in(glyph, region.box)])
    seen = tuple(RegionWord(plain(word.text)[:500], word.box, not _has_digit(word.text)) for word in words)
    return RegionReading(region.page, region.box, "text", 0.0, seen)


def _rules(sheet: Sheet, box: Box) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The printed lines that run across and down the region."""
    across, down = [], []
    for edge in sheet.edges:
        wide = min(edge["x1"], box.x1) - max(edge["x0"], box.x0)
        tall = min(edge["bottom"], box.bottom) - max(edge["top"], box.top)
        if edge["orientation"] == "h" and wide >= _SHORTEST_RULE and tall >= -_THIN:
            across.append(Rule(edge["top"], max(edge["x0"], box.x0), min(edge["x1"], box.x1)))
        elif edge["orientation"] == "v" and tall >= _SHORTEST_RULE and wide >= -_THIN:
            down.append(Rule(edge["x0"], max(edge["top"], box.top), min(edge["bottom"], box.bottom)))
    most = REGION_WORDS
    if any(len(rules) > most for rules in (across, down)):
        # Line art, no table: its lines say nothing.
        return (), ()
    return tuple(map(_rounded, across)), tuple(map(_rounded, down))


def _rounded(rule: Rule) -> Rule:
    return Rule(round(float(rule.at), 2), round(float(rule.start), 2), round(float(rule.end), 2))


def _is_in(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _covers(own: Glyph, other: Glyph) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return own.x0 - 1 <= x <= own.x1 + 1 and own.top - 1 <= y <= own.bottom + 1


def _shared_area(one: Box, other: Box) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return max(0.0, wide) * max(0.0, min(one.bottom, other.bottom) - max(one.top, other.top))


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
