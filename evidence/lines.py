"""Puts printed characters together: words, lines, and the runs of a line that a wide gap sets apart (its
cells).
"""

# ruff: noqa: PLR1730  min and max cost a call each; here they would be asked for every character of a document.

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evidence.glyphs import Glyph
from evidence.reading import Box, Word, box_of

# Shares of the type size. Between letters of one word, between words, between groups of thousands, between
# cells.
LETTER_GAP = 0.16
GROUP_GAP = 0.42
CELL_GAP = 1.05


@dataclass(slots=True)
class PrintedWord:
    """Glyphs that stand close together; u runs along the reading direction, v down the lines."""

    glyphs: list[Glyph]
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    raised: bool = False
    spaced: bool = False
    _box: Box | None = None

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        """The word's box on the displayed page; asked for only when its line is whole."""
        if self._box is None:
            self._box = union(self.glyphs)
        return self._box


@dataclass(slots=True)
class Run:
    """The words of a line between two wide gaps: a cell, or a piece of prose.

    `text` is normalised (full-width digits become digits) and `marks[i]` is the glyph behind `text[i]`, or
    None for the space between two words; `narrow` holds the places of spaces that are too thin to part two
    numbers.
    """

    words: list[PrintedWord]
    line: int
    turn: int
    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    text: str = ""
    marks: list[Glyph | None] = field(default_factory=list)
    narrow: frozenset[int] = frozenset()

    def box(self, at: int, to: int) -> Box:
        """The box on the displayed page of text[at:to]."""
        return union(glyph for glyph in self.marks[at:to] if glyph is not None)

    @property
    def whole(self) -> Box:
        """The box of the whole run."""
        if self.turn == 0 and self.words[0].glyphs[0].level is None:
            return box_of(self.u0, self.v0, self.u1, self.v1)
        return self.box(0, len(self.marks))


@dataclass(slots=True)
class Line:
    """The runs that stand on one line of text, from left to right."""

    runs: list[Run]
    turn: int
    v0: float
    v1: float

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)


def union(glyphs: Iterable[Glyph]) -> Box:
    """The smallest box around the glyphs."""
    many = iter(glyphs)
    first = next(many)
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for g in many:
        if g.x0 < x0:
            x0 = g.x0
        if g.top < top:
            top = g.top
        if g.x1 > x1:
            x1 = g.x1
        if g.bottom > bottom:
            bottom = g.bottom
    return box_of(x0, top, x1, bottom)


def to_reading(glyph: Glyph) -> tuple[float, float, float, float]:
    """The glyph's box as (u0, v0, u1, v1) in the frame in which its text runs from left to right."""
    if glyph.level is not None:
        return glyph.level
    if glyph.turn == 0:
        return glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if glyph.turn == 90:
        return glyph.top, -glyph.x1, glyph.bottom, -glyph.x0
    if glyph.turn == 180:
        return -glyph.x1, -glyph.bottom, -glyph.x0, -glyph.top
    return -glyph.bottom, glyph.x0, -glyph.top, glyph.x1


def lines_of(glyphs: Sequence[Glyph], upright_rules: Sequence[tuple[float, float, float]] = ()) -> list[Line]:
    """The lines of a page, direction by direction, top to bottom.

    `upright_rules` are vertical rules (x, top, bottom): a rule between two words parts their cells.
    """
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    lines: list[Line] = []
    for turn, many in sorted(by_turn.items()):
        rules = sorted(upright_rules) if turn == 0 else []
        lines += _lines(_words(many), turn, rules)
    for number, line in enumerate(lines):
        for run in line.runs:
            run.line = number
    return lines


def printed_words(lines: Sequence[Line]) -> tuple[Word, ...]:
    """The words of a page in reading order, each with its box on the displayed page."""
    return tuple(Word(word.text, word.box) for line in lines for run in line.runs for word in run.words)


def _words(glyphs: Sequence[Glyph]) -> list[PrintedWord]:
    """Words in the order in which the file prints them: a space, a gap or a change of line ends one."""
    words: list[PrintedWord] = []
    now: PrintedWord | None = None
    for glyph in glyphs:
        text = glyph.text
        if not text or text.isspace():
            if now is not None:
                now.spaced = True
            now = None
            continue
        if glyph.turn or glyph.level is not None:
            u0, v0, u1, v1 = to_reading(glyph)
        else:
            u0, v0, u1, v1 = glyph.x0, glyph.top, glyph.x1, glyph.bottom
        if now is not None and _continues(now, glyph, u0, v0, v1):
            now.glyphs.append(glyph)
            if u0 < now.u0:
                now.u0 = u0
            if u1 > now.u1:
                now.u1 = u1
            if v0 < now.v0:
                now.v0 = v0
            if v1 > now.v1:
                now.v1 = v1
            continue
        now = PrintedWord([glyph], u0, v0, u1, v1, glyph.size)
        words.append(now)
    return words


def _continues(word: PrintedWord, glyph: Glyph, u0: float, v0: float, v1: float) -> bool:
    own, size = glyph.size, word.size
    largest = max(size, own, 1.0)
    if not -0.35 * largest <= u0 - word.u1 <= LETTER_GAP * largest:
        return False
    if v0 == word.v0 and v1 == word.v1 and own >= 0.8 * size:
        # The same height, as nearly all letters of a word: nothing to compare.
        return True
    if min(v1, word.v1) - max(v0, word.v0) < 0.5 * min(v1 - v0, word.v1 - word.v0):
        return False
    # A raised small digit after anything but a letter is a footnote mark, never part of the number or its dot.
    last = word.glyphs[-1]
    return not (own < 0.8 * size and glyph.text.isdigit() and not last.text[-1:].isalpha())


def _lines(words: list[PrintedWord], turn: int, rules: list[tuple[float, float, float]]) -> list[Line]:
    rows: list[list[PrintedWord]] = []
    sides: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: ((w.v0 + w.v1) / 2, w.u0)):
        middle = (word.v0 + word.v1) / 2
        for place in range(len(rows) - 1, max(-1, len(rows) - 5), -1):
            v0, v1 = sides[place]
            shared = min(v1, word.v1) - max(v0, word.v0)
            if shared >= 0.55 * min(v1 - v0, word.v1 - word.v0) and (
                v0 <= middle <= v1 or word.v0 <= (v0 + v1) / 2 <= word.v1
            ):
                rows[place].append(word)
                break
        else:
            rows.append([word])
            sides.append((word.v0, word.v1))
    lines = []
    for row in rows:
        row.sort(key=lambda w: w.u0)
        runs = _runs(_merged(row), turn, rules)
        lines.append(Line(runs, turn, min(r.v0 for r in runs), max(r.v1 for r in runs)))
    lines.sort(key=lambda line: (line.v0 + line.v1) / 2)
    return lines


def _merged(row: list[PrintedWord]) -> list[PrintedWord]:
    """Words that the file prints in pieces, joined where nothing parts them; raised marks noted."""
    merged = [row[0]]
    if len(row) > 1 and row[0].text.isdigit() and row[0].size < 0.8 * row[1].size:
        row[0].raised = row[0].v1 < row[1].v1 - 0.12 * row[1].size
    for word in row[1:]:
        last = merged[-1]
        size = max(min(last.size, word.size), 1.0)
        gap = word.u0 - last.u1
        raised = word.size < 0.8 * last.size and word.v1 < last.v1 - 0.12 * last.size
        if raised and word.text.isdigit() and not last.text[-1:].isalpha() and gap < 0.5 * size:
            word.raised = True
        elif not last.spaced and -0.35 * size <= gap <= LETTER_GAP * size and not last.raised:
            last.glyphs += word.glyphs
            last.u1, last.spaced = max(last.u1, word.u1), word.spaced
            last.v0, last.v1 = min(last.v0, word.v0), max(last.v1, word.v1)
            continue
        merged.append(word)
    return merged


def _runs(row: list[PrintedWord], turn: int, rules: list[tuple[float, float, float]]) -> list[Run]:
    groups = [[row[0]]]
    for last, word in pairwise(row):
        gap = word.u0 - last.u1
        size = max(min(last.size, word.size), 1.0)
        if gap > CELL_GAP * size or (rules and _ruled(last, word, rules)):
            groups.append([word])
        else:
            groups[-1].append(word)
    return [_run(words, turn) for words in groups]


def _ruled(left: PrintedWord, right: PrintedWord, rules: list[tuple[float, float, float]]) -> bool:
    middle = (left.v0 + left.v1) / 2
    for place in range(bisect_left(rules, (left.u1 - 0.5,)), len(rules)):
        x, top, bottom = rules[place]
        if x > right.u0 + 0.5:
            return False
        if top <= middle <= bottom:
            return True
    return False


def _run(words: list[PrintedWord], turn: int) -> Run:
    run = Run(
        words, 0, turn, min(w.u0 for w in words), min(w.v0 for w in words), max(w.u1 for w in words),
        max(w.v1 for w in words), words[0].size,
    )  # fmt: skip
    text: list[str] = []
    narrow: set[int] = set()
    for place, word in enumerate(words):
        if place:
            gap, size = word.u0 - words[place - 1].u1, max(min(word.size, words[place - 1].size), 1.0)
            if gap <= GROUP_GAP * size and not word.raised:
                narrow.add(len(text))
            text.append(" ")
            run.marks.append(None)
        for glyph in word.glyphs:
            for char in plain(glyph.text):
                text.append(char)
                run.marks.append(glyph)
    run.text = "".join(text)
    run.narrow = frozenset(narrow)
    return run


def plain(text: str) -> str:
    """The text with full-width forms, square unit signs and ligatures as ordinary letters; raised digits
    stay.
    """
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", char)
        if "\uff00" <= char <= "\uffef" or "\u3300" <= char <= "\u33ff" or "\ufb00" <= char <= "\ufb06"
        or "\u2f00" <= char <= "\u2fdf"
        else char
        for char in text
    )  # fmt: skip
