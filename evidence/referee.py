"""Asks OCR of one drawn box where the two engines disagree about a number; undecided, a person is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image

from evidence.columns import ReadRun
from evidence.glyphs import Glyph, Sheet
from evidence.lines import plain, union
from evidence.ocr import read_line
from evidence.ocr_here import is_here
from evidence.pictures import draw_page
from evidence.reading import Box
from evidence.witness import Witness

MOST_PER_PAGE = 20
# Recognition sees lines of this height, in pixels, with some paper around the print.
_LINE_PIXELS, _MARGIN = 40.0, 0.2
_LEAST_SURE = 0.6
_SIGNS = frozenset("0123456789.,")


@dataclass(slots=True)
class Verdict:
    """What OCR decided on one page: glyphs that the page is to be read with instead, boxes it confirmed, and
    boxes about which a person is asked.
    """

    replaced: list[tuple[list[Glyph], list[Glyph]]] = field(default_factory=list)
    confirmed: list[Box] = field(default_factory=list)
    asked: list[Box] = field(default_factory=list)


def judge_page(
    lines: Sequence[Sequence[ReadRun]], sheet: Sheet, witness: Witness | None, page: pypdfium2.PdfPage | None
) -> Verdict:
    """Ask OCR about the numbers of a page that only one engine saw, the first twenty."""
    verdict = Verdict()
    if page is None or witness is None or not is_here():
        return verdict
    theirs: list[Glyph] | None = None
    for marks in _disputed(lines)[:MOST_PER_PAGE]:
        box = union(marks)
        seen, sure = _read_drawn(page, box, marks[0].turn)
        if sure < _LEAST_SURE:
            verdict.asked.append(box)
            continue
        if _signs(seen) == _signs("".join(mark.text for mark in marks)):
            verdict.confirmed.append(box)
            continue
        theirs = witness.glyphs() if theirs is None else theirs
        inside = [glyph for glyph in theirs if _holds(box, glyph)]
        if inside and _signs(seen) == _signs("".join(glyph.text for glyph in inside)):
            verdict.replaced.append((list(marks), inside))
            verdict.confirmed.append(union(inside))
        else:
            verdict.asked.append(box)
    return verdict


def note_verdict(sheet: Sheet, verdict: Verdict) -> None:
    """Note on the sheet what was decided, with the witness's characters where OCR found it right."""
    sheet.confirmed, sheet.asked = verdict.confirmed, verdict.asked
    for mine, theirs in verdict.replaced:
        gone = {id(glyph) for glyph in mine}
        sheet.glyphs = [glyph for glyph in sheet.glyphs if id(glyph) not in gone] + theirs


def holds_any(boxes: Sequence[Box], marks: Sequence[Glyph]) -> bool:
    """Whether the middle of the marks lies in one of the boxes."""
    if not boxes:
        return False
    whole = union(marks)
    middle = Glyph("", whole.x0, whole.top, whole.x1, whole.bottom, 0.0, 0, 0.0, 0.0)
    return any(_holds(box, middle) for box in boxes)


def _disputed(lines: Sequence[Sequence[ReadRun]]) -> list[list[Glyph]]:
    found = []
    for line in lines:
        for read in line:
            for number, seen, hidden in zip(read.scan.numbers, read.witnessed, read.hidden, strict=True):
                marks = [mark for mark in read.run.marks[number.at : number.to] if mark is not None]
                if not seen and not hidden and all(mark.source in {"text", "witness"} for mark in marks):
                    found.append(marks)
    return found


def _read_drawn(page: pypdfium2.PdfPage, box: Box, turn: int) -> tuple[str, float]:
    wide, tall = box.x1 - box.x0, box.bottom - box.top
    height = max(1.0, tall if turn in {0, 180} else wide)
    edge = _MARGIN * height
    window = Box(box.x0 - edge, box.top - edge, box.x1 + edge, box.bottom + edge)
    try:
        piece = draw_page(page, min(8.0, _LINE_PIXELS / height), window)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return "", 0.0
    backwards = {
        90: Image.Transpose.ROTATE_90,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_270,
    }
    return read_line(piece.transpose(backwards[turn]) if turn in backwards else piece)


def _signs(text: str) -> str:
    return "".join(char for char in plain(text) if char in _SIGNS).strip(".,")


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
