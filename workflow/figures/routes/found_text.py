"""Marks on the stage of the viewer what a search found on the page: boxes over the print, words in cells and text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow.documents.words import Question, hits_in, understand, words_of

MOST_BOXES = 400


def boxes_found(page: dict[str, Any], asked: str) -> list[dict[str, float]]:
    """The boxes of the printed words of a stored page that answer what was asked, at most four hundred."""
    folded: list[str] = []
    printed: list[int] = []
    for at, word in enumerate(page["words"]):
        for found in words_of(word[0]):
            folded.append(found.folded)
            printed.append(at)
    hits = hits_in(folded, understand(asked))
    places = {at for first, last in hits for at in range(printed[first], printed[last] + 1)}
    return [_box(page["words"][at]) for at in sorted(places)[:MOST_BOXES]]


def _box(word: list[Any]) -> dict[str, float]:
    _text, x0, top, x1, bottom = word
    return {"x0": x0, "top": top, "width": x1 - x0, "height": bottom - top}


def row_found(page: dict[str, Any], asked: str, from_row: int) -> int:
    """The first row of a sheet, counted from 1, that holds a hit at or after a row; that row when none does."""
    question = understand(asked)
    rows = page["tables"][0]["rows"] if page["tables"] else []
    for number in range(max(from_row, 1), len(rows) + 1):
        said = "  ".join(cell[0] for cell in rows[number - 1] if cell)
        if _hits(said, question):
            return number
    return from_row


def mark_found(runs: Iterable[dict[str, Any]], asked: str) -> None:
    """Cut the texts of cells or runs into `pieces`, (text, is a hit), where there is a hit."""
    question = understand(asked)
    for run in runs:
        text: str = run["text"]
        places = _hits(text, question)
        if not places:
            continue
        pieces: list[tuple[str, bool]] = []
        at = 0
        for start, end in places:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
        run["pieces"] = [*pieces, (text[at:], False)]


def _hits(text: str, question: Question) -> list[tuple[int, int]]:
    words = list(words_of(text))
    hits = hits_in([word.folded for word in words], question)
    return [(words[first].start, words[last].end) for first, last in hits]
