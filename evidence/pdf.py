"""Reads a PDF: pdfplumber for words and rules with their place, pypdfium2 as the witness, page by page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect

from evidence.columns import ReadRun, kind_of, look_up
from evidence.continued import CarriedColumn, begins_without_header
from evidence.dates import YearFrame, date_order
from evidence.faults import HALF_READ_PAGE, fault_of, kind_of_fault
from evidence.fields import Piece, fields_in
from evidence.figures import Context, PageSketch, bind
from evidence.forms import form_glyphs
from evidence.glyphs import Glyph, Sheet, is_hidden, sheet_of
from evidence.lines import Line, lines_of, printed_words
from evidence.numbers import Printed, scan
from evidence.parts import Habits, Part, Share, with_document_total
from evidence.pdf_tables import tables_of
from evidence.periods import TITLE, stated_for
from evidence.reading import Page, Period, Reading, ReadLimits, Status, failed
from evidence.referee import holds_any, judge_page, note_verdict
from evidence.reporting_year import frame_in, reporting_in
from evidence.scans import OcrBudget, confirms, read_scanned
from evidence.separators import Votes, prefers_comma
from evidence.survey import currency_in
from evidence.units_printed import is_money
from evidence.witness import Frame, Witness, witness_of

LOCKED = "This PDF is locked with a password. Give it on the document's page, or ask for a copy without one."
BROKEN = "This PDF cannot be opened: it is damaged or not a PDF. Ask for a new copy."
NO_PAGES = "This PDF opens but has no pages. Ask for a new copy."
TOO_MANY_PAGES = (
    "This PDF has {pages} pages, more than the {limit} that are read. Split it and upload the parts."
)
TOO_MUCH_TEXT = (
    "This PDF holds more text than the {limit} characters that are read. Split it and upload the parts."
)
TOO_MANY_WORDS = "Page {page} holds more than the {limit} words that are read of one page. Split it in two."
DISAGREE = "engines disagree on this page about {count} numbers; compare them with the picture"
ONE_ENGINE_PAGE = "only one engine could read this page; compare its figures with the picture"
_SCAN_SHARE = 0.5
_DOT_DECIMAL_GROUPS = re.compile(r"\d,\d{3}(?:\.\d|(?![\d,]))")

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


class CannotReadError(Exception):
    """The document is not read; `status` and the sentence say why."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status: Status = status
        self.reason = reason


def read_pdf(path: Path, limits: ReadLimits) -> Reading:
    """The whole PDF as a Reading; never "ok" without a page."""
    try:
        sketches = list(sketch_pages(path, limits))
    except CannotReadError as refusal:
        return failed("pdf", refusal.status, refusal.reason)
    pages = tuple(with_document_total(list(bind_pages(sketches))))
    flags = tuple(f"page {page.number}: {flag}" for page in pages for flag in page.flags)
    return Reading(kind="pdf", status="ok", reason=None, pages=pages, flags=flags)


def sketch_pages(path: Path, limits: ReadLimits) -> Iterator[PageSketch]:
    """Each page as read, before binding; raises CannotReadError when the document cannot be read at all."""
    with _opened(path, limits) as document:
        budget = OcrBudget(limits.ocr_pages)
        chars = 0
        for number in range(1, document.count + 1):
            sketch = document.sketch(number, budget)
            chars += sketch.chars
            if chars > limits.characters:
                raise CannotReadError("refused", TOO_MUCH_TEXT.format(limit=limits.characters))
            yield sketch


def read_pdf_parts(path: Path, limits: ReadLimits, share: Share) -> Iterator[tuple[Page, ...]]:
    """The pages of each part of the share, in order, bound as in the whole document."""
    with _opened(path, limits) as document:
        for part in share.parts:
            budget = OcrBudget(limits.ocr_pages if part.may_use_ocr else 0)
            sketches = [document.sketch(number, budget) for number in part.pages]
            goes_on = part.first > 1 and begins_without_header(sketches[0].lines, sketches[0].width)
            before = document.sketch(part.first - 1, OcrBudget(0)) if goes_on else None
            yield tuple(bind_part(sketches, share.habits, part, before))


@dataclass(slots=True)
class _Opened:
    """A PDF as both engines opened it; pages are counted from 1."""

    second: pypdfium2.PdfDocument | None
    pages: list[Any]
    count: int
    most_words: int

    def sketch(self, number: int, budget: OcrBudget) -> PageSketch:
        """One page as read; what the engines keep of it goes with it."""
        place = number - 1
        first = self.pages[place] if place < len(self.pages) else None
        sketch = _sketch(first, _page_of(self.second, place), number, budget)
        if len(sketch.words) > self.most_words:
            raise CannotReadError("refused", TOO_MANY_WORDS.format(page=number, limit=self.most_words))
        return sketch


@contextmanager
def _opened(path: Path, limits: ReadLimits) -> Iterator[_Opened]:
    second = _open_witness(path)
    first, pages = _open_first(path)
    try:
        count = len(second) if second is not None else len(pages)
        if count == 0 and not pages:
            raise CannotReadError("error", NO_PAGES if second is not None else BROKEN)
        count = max(count, len(pages))
        if count > limits.pages:
            raise CannotReadError("refused", TOO_MANY_PAGES.format(pages=count, limit=limits.pages))
        yield _Opened(second, pages, count, limits.words_per_page)
    finally:
        if first is not None:
            first.close()
        if second is not None:
            second.close()


def _open_witness(path: Path) -> pypdfium2.PdfDocument | None:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise CannotReadError("password", LOCKED) from error
        return None


def _open_first(path: Path) -> tuple[Any, list[Any]]:
    """The document and its pages by pdfplumber; nothing when only the witness may open it."""
    try:
        document = pdfplumber.open(path)
        return document, list(document.pages)
    except MemoryError:  # the child's own limit: named as such, not taken for damage
        raise
    except Exception as error:  # pdfminer raises many kinds; the witness goes on
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise CannotReadError("password", LOCKED) from error
        return None, []


def _page_of(document: pypdfium2.PdfDocument | None, place: int) -> pypdfium2.PdfPage | None:
    if document is None or place >= len(document):
        return None
    try:
        page: pypdfium2.PdfPage = document[place]
    except pypdfium2.PdfiumError:
        return None
    return page


def _sketch(first: Any, second: pypdfium2.PdfPage | None, number: int, budget: OcrBudget) -> PageSketch:
    sheet, witness = _marks(first, second)
    read_scanned(sheet, second, budget)
    lines = _lines_of_sheet(sheet)
    tables = tables_of(sheet, lines, number)
    chars = sum(1 for glyph in sheet.glyphs if not glyph.text.isspace())
    read = read_runs(lines, sheet, witness)
    verdict = judge_page(read, sheet, witness, second)
    if verdict.confirmed or verdict.asked:
        note_verdict(sheet, verdict)
        lines = _lines_of_sheet(sheet) if verdict.replaced else lines
        read = read_runs(lines, sheet, witness)
    unseen = sum(_unseen(run) for line in read for run in line)
    if witness is not None and unseen > 1:
        sheet.flags.append(DISAGREE.format(count=unseen))
    size = round(sheet.width, 2), round(sheet.height, 2)
    level = sheet.level_size or size
    sketch = PageSketch(
        number=number,
        width=level[0],
        height=level[1],
        chars=chars,
        words=printed_words(lines),
        lines=read,
        tables=tables,
        flags=list(dict.fromkeys(sheet.flags)),
        shown=size,
    )
    if first is not None:
        first.close()
    if second is not None:
        second.close()
    return sketch


def _lines_of_sheet(sheet: Sheet) -> list[Line]:
    rules = [(edge["x0"], edge["top"], edge["bottom"]) for edge in sheet.edges if edge["orientation"] == "v"]
    return lines_of(sheet.glyphs, rules)


def _unseen(read: ReadRun) -> int:
    """How many printed numbers of a run the witness does not confirm; its text layer has no form values, no scans."""
    pairs = zip(read.scan.numbers, read.witnessed, strict=True)
    marks = [read.run.marks[number.to - 1] for number, seen in pairs if not seen]
    return sum(mark is None or mark.source not in {"form", "ocr"} for mark in marks)


def _marks(first: Any, second: pypdfium2.PdfPage | None) -> tuple[Sheet, Witness | None]:
    """The page's marks by the first engine, mended by the witness where that one saw more."""
    sheet: Sheet | None = None
    frame: Frame | None = None
    fault: str | None = None
    if first is not None:
        try:
            sheet = sheet_of(first)
            sheet.glyphs += form_glyphs(first, second)
            frame = _frame_of_first(first)
        except MemoryError:
            raise
        except Exception as error:  # a damaged page is read by the witness alone
            sheet, fault = None, fault_of(error)
    witness = witness_of(second, frame) if second is not None else None
    if sheet is None:
        width, height = witness.frame.size if witness else (612.0, 792.0)
        failed_on = [] if fault is None else [HALF_READ_PAGE.format(kind=kind_of_fault(fault))]
        sheet = Sheet(width, height, flags=[*failed_on, ONE_ENGINE_PAGE])
    if witness is None:
        sheet.flags.append(ONE_ENGINE_PAGE)
        return sheet, None
    mine = sum(1 for glyph in sheet.glyphs if not glyph.text.isspace())
    if mine < 0.5 * witness.letters:
        kept = [glyph for glyph in sheet.glyphs if glyph.source == "form"]
        sheet.glyphs = witness.glyphs() + kept
        sheet.flags.append(ONE_ENGINE_PAGE)
    else:
        sheet.glyphs += _lost_by_first(sheet.glyphs, witness)
    return sheet, witness


def _frame_of_first(page: Any) -> Frame:
    x0, y0, x1, y1 = (float(side) for side in page.page_obj.mediabox)
    return Frame(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), int(page.rotation) % 360)


def _lost_by_first(glyphs: Sequence[Glyph], witness: Witness) -> list[Glyph]:
    """What only the witness saw about digits that the first engine lost: nothing is dropped silently."""
    lost = witness.lost(glyphs)
    if not lost:
        return []
    found = []
    for glyph in witness.glyphs():
        if glyph.text.isspace():
            continue
        near = any(abs(glyph.origin_y - s.y) <= 2 and abs(glyph.origin_x - s.x) <= 60 for s in lost)
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if near and not any(g.x0 <= x <= g.x1 and g.top <= y <= g.bottom for g in glyphs):
            found.append(glyph)
    return found


def read_runs(lines: Iterable[Line], sheet: Sheet, witness: Witness | None) -> list[list[ReadRun]]:
    """Each run of each line with its numbers, what kind it is, and what the second engine says of them."""
    lines = list(lines)
    groups_by_space = not any(_DOT_DECIMAL_GROUPS.search(run.text) for line in lines for run in line.runs)
    scanned = any(
        (x1 - x0) * (bottom - top) > _SCAN_SHARE * sheet.width * sheet.height
        for x0, top, x1, bottom in sheet.pictures
    )
    read: list[list[ReadRun]] = []
    for line in lines:
        row = []
        for run in line.runs:
            narrow = run.narrow if groups_by_space else frozenset()
            found = scan(run.text, may_join=narrow.__contains__)
            one = ReadRun(run, found, kind_of(run.text, found))
            for number in found.numbers:
                _attest(one, number, sheet, witness, scanned)
            row.append(one)
        read.append(row)
    look_up(read, [line.turn for line in lines], (sheet.level_size or (sheet.width,))[0])
    return read


def _attest(read: ReadRun, number: Printed, sheet: Sheet, witness: Witness | None, scanned: bool) -> None:
    """Note for one number whether the witness agrees, whether it can be seen, and whether it is an OCR
    layer.
    """
    marks = [mark for mark in read.run.marks[number.at : number.to] if mark is not None]
    if any(mark.source == "ocr" for mark in marks):
        read.witnessed.append(confirms(sheet.layer, marks))
        read.ocr.append(True)
        read.hidden.append(False)
        read.asked.append(False)
        return
    digit = next(mark for mark in marks if mark.text[-1:].isdigit())
    own = all(mark.source == "text" for mark in marks)
    ink = witness.ink(digit) if witness is not None and own else True
    agrees = own and witness is not None and witness.agrees(marks)
    read.witnessed.append(agrees or holds_any(sheet.confirmed, marks))
    read.asked.append(not agrees and holds_any(sheet.asked, marks))
    read.ocr.append(scanned and not ink)
    read.hidden.append(is_hidden(digit, sheet) or (not ink and not scanned))


def context_of(sketches: Sequence[PageSketch]) -> Context:
    """What the whole document says: its decimal sign, the order of its dates, its currency."""
    text = "\n".join(line for sketch in sketches for line in sketch.texts)
    lines = [line for sketch in sketches for line in sketch.lines]
    votes = Votes()
    for line in lines:
        for read in line:
            votes.count(read.scan.numbers)
    return Context(
        votes=votes,
        prefers_comma=prefers_comma(votes, text),
        order=date_order(text),
        currency=currency_in(_money_of(lines), text),
        frame=frame_in([sketch.texts for sketch in sketches]),
    )


def _money_of(lines: Sequence[Sequence[ReadRun]]) -> Iterator[str]:
    for line in lines:
        for read in line:
            for number in read.scan.numbers:
                if number.unit and is_money(number.unit):
                    yield number.unit


def bind_pages(sketches: Sequence[PageSketch]) -> Iterator[Page]:
    """Each page with its figures; a page that states no period takes the one of the page before it, and the
    first ones what the document states anywhere for all of it.
    """
    context = context_of(sketches)
    return _bind(sketches, context, reporting_in([sketch.texts for sketch in sketches], context.order))


def bind_part(
    sketches: Sequence[PageSketch], habits: Habits, part: Part, before: PageSketch | None = None
) -> Iterator[Page]:
    """The pages of a part, bound by what the witness tells of the whole; where it sees no letter, by their own.

    `before` is the page before the part, where a table of it may go on.
    """
    if not habits.letters:
        return _bind(sketches, context_of(sketches), part.carried)
    context = Context(
        votes=Votes(habits.dot, habits.comma),
        prefers_comma=habits.prefers_comma,
        order=habits.order,
        currency=habits.currency,
        frame=YearFrame.of_code(habits.frame) if habits.frame else None,
    )
    if before is not None:
        context = replace(context, table=bind(before, context).table)
    return _bind(sketches, context, part.carried)


def _bind(sketches: Sequence[PageSketch], context: Context, carried: Period | None) -> Iterator[Page]:
    for sketch in sketches:
        page, period, table = bind_page(sketch, replace(context, period=carried))
        carried = period or carried
        context = replace(context, table=table)
        yield page


def bind_page(sketch: PageSketch, context: Context) -> tuple[Page, Period | None, tuple[CarriedColumn, ...]]:
    """One page bound, the period it states for itself, and the columns of a table that reaches its foot."""
    bound = bind(sketch, context)
    pieces = [
        [Piece(r.run.text, r.run.u0, r.run.u1, sketch.number, r.run.whole) for r in line]
        for line in sketch.lines
    ]
    width, height = sketch.shown or (sketch.width, sketch.height)
    page = Page(
        number=sketch.number,
        width=width,
        height=height,
        chars=sketch.chars,
        words=sketch.words,
        figures=tuple(bound.figures),
        tables=sketch.tables,
        others=tuple(bound.others),
        fields=fields_in(pieces, context.order, context.prefers_comma),
        dates=tuple(sorted(set(bound.dates))),
        flags=tuple(sketch.flags),
    )
    # A title holds for its own page; what a page states of its period holds on.
    said = [statement for statement in bound.statements if statement.weight > TITLE]
    return page, stated_for(said, sketch.height), bound.table
