"""Tells the numbers of sections and the pages of a list of contents from quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.columns import ReadRun
from evidence.numbers import Printed
from evidence.units_printed import unit_after

_SECTION = re.compile(r"\d{1,2}(?:\.[1-9]\d?)+\.?")
_SMALL = 0.92
_HEADING = re.compile(r"\s*[A-ZÄÖÜÉ][^\W\d_]")


def is_section_number(read: ReadRun, line: Sequence[ReadRun], number: Printed) -> bool:
    """Whether "3.2" begins a line of words with no other quantity: it numbers the heading or paragraph."""
    if line[0] is not read or number.at > 0 or number.unit or not _SECTION.fullmatch(number.raw):
        return False
    rest = read.run.text[number.to :]
    if rest.strip(" ."):
        follows = (
            _HEADING.match(rest.lstrip(".")) is not None and unit_after(read.run.text, number.to) is None
        )
    else:
        follows = len(line) > 1 and line[1].kind == "text" and _HEADING.match(line[1].run.text) is not None
    # A quantity beside it would be the row's own; the page at the end of a line of contents is none.
    others = [other for one in line for other in one.scan.numbers if other is not number]
    return follows and all(other.raw.isdigit() and not other.unit for other in others)


def is_listed_page(read: ReadRun, line: Sequence[ReadRun]) -> bool:
    """Whether a whole number ends a line of contents: a section's number, its heading, its page."""
    if read.kind != "number" or line[-1] is not read or len(line) < 3 or not read.run.text.isdigit():
        return False
    first = line[0].run.text
    return (
        re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*\.?", first) is not None
        and len(line) == 3
        and line[1].kind == "text"
    )


def is_note(read: ReadRun, line: Sequence[ReadRun], number: Printed, usual: float) -> bool:
    """Whether a small whole number begins a line of words in small print: it is the mark of a note."""
    if line[0] is not read or number.at > 0 or number.unit or not re.fullmatch(r"\d{1,2}", number.raw):
        return False
    rest = read.run.text[number.to :]
    return read.run.size < _SMALL * usual and _HEADING.match(rest) is not None


def is_page_number(read: ReadRun, number: Printed, lines: Sequence[Sequence[ReadRun]], height: float) -> bool:
    """Whether a short whole number stands by itself on the first or last line, in the margin of the page."""
    bare = number.raw == read.run.text.strip(" –—-|·•") and len(number.raw) <= 4
    if read.run.turn or read.kind != "number" or not bare:
        return False
    upright = [line for line in lines if line and line[0].run.turn == 0]
    outermost = any(read is other for other in (*upright[0], *upright[-1]))
    edge = (0.14 if len(lines[read.run.line]) == 1 else 0.08) * height
    margin = read.run.v1 < edge or read.run.v0 > height - edge
    return outermost and margin and len(upright) > 2
