"""Finds the words that name a number's row: what stands to its left, put together over the lines that hold it."""

from __future__ import annotations

import re

from evidence.columns import ReadRun, clean_label

# A line of running text, or a pair such as "Address: 88 Model Road", that stands beside a label of its own.
_APART = re.compile(r"(?: \S*){5}|[^\W\d_]\s?[:：]\s*\S")
_OPEN_END = re.compile(r"(?:[/,&(+-]|\b(?:and|or|of|the|for|by|in|und|der|et|de))$|\([^)]*$")
_LETTERS = re.compile(r"[^\W\d_]")


def label_of(read: ReadRun, lines: list[list[ReadRun]], at: int) -> str | None:
    """The words that name the row: the text before the number in its own run, and every text to its left.

    A label that is broken over several lines is put together; where nothing stands to the left, the text to
    the right names the row ("200,00 | hot air per litre").
    """
    line = lines[read.run.line]
    own = clean_label(read.run.text[:at]) if read.kind == "text" else ""
    beside = [other for other in line if other.run.u1 <= read.run.u0 + 0.5 and _names(other)]
    if own:
        beside = [other for other in beside if not _APART.search(other.run.text)]
    # A range among the numbers of a row is a value of its own; a band names the row only where no words do.
    if any(other.kind != "number" for other in beside):
        beside = [other for other in beside if other.kind != "number"]
    left = [clean_label(other.run.text) for other in beside]
    words = " ".join(part for part in (*left, own) if part).strip()
    if read.kind == "number":
        words = _continued(read, lines, words)
        if not _LETTERS.search(words):
            right = [other for other in line if other.run.u0 >= read.run.u1 and other.kind == "text"]
            words = clean_label(f"{words} {right[0].run.text}") if right else words
    return words[-200:] or None


def _names(read: ReadRun) -> bool:
    """Whether a run can be part of a row's label: words, a name, a date, or a band such as "$5,000–9,999"."""
    return read.kind in ("text", "name", "date") or (read.kind == "number" and not read.scan.numbers)


def _continued(read: ReadRun, lines: list[list[ReadRun]], words: str) -> str:
    """The label with the lines over and under the number's own line that belong to it."""
    place = read.run.line
    size = read.run.size
    before, after = _lone_text(lines, place - 1, read), _lone_text(lines, place + 1, read)
    over = before is not None and read.run.v0 - before.run.v1 < 0.6 * size
    under = after is not None and after.run.v0 - read.run.v1 < 0.6 * size
    if not words:
        tight = before is not None and read.run.v0 - before.run.v1 < 0.1 * size
        if before is not None and after is not None and tight and under:
            return f"{clean_label(before.run.text)} {clean_label(after.run.text)}"
        return clean_label(before.run.text) if before is not None and tight else ""
    if (
        before is not None
        and over
        and (words[:1].islower() or _OPEN_END.search(before.run.text))
        and not before.run.text.rstrip().endswith((".", ":"))
    ):
        words = f"{clean_label(before.run.text)} {words}"
    if (after is not None and under and (_OPEN_END.search(words) or after.run.text[:1].islower())) or (
        after is not None and under and not re.search(r"[^\W\d_]{3}", words)
    ):
        words = f"{words} {clean_label(after.run.text)}"
    return words


def _lone_text(lines: list[list[ReadRun]], place: int, read: ReadRun) -> ReadRun | None:
    """The text left of the number on a neighbouring line without numbers; None where there is none."""
    if not 0 <= place < len(lines) or not lines[place] or lines[place][0].run.turn != read.run.turn:
        return None
    line = lines[place]
    if any(other.kind in ("number", "unit", "blank") for other in line):
        return None
    first = line[0]
    return (
        first if first.kind == "text" and first.run.u0 < read.run.u0 and first.run.u1 < read.run.u1 else None
    )
