"""Names the printed things with digits that are no quantities, each with its place."""

from __future__ import annotations

from evidence.columns import ReadRun
from evidence.reading import Other


def others_of(read: ReadRun, page: int) -> list[Other]:
    """The ranges, bounds, blanks, identifiers, dates and footnote marks of one run."""
    run = read.run
    others = [
        Other(aside.kind, run.text[aside.at : aside.to].strip(), page, run.box(aside.at, aside.to), None)
        for aside in read.scan.asides
        if run.text[aside.at : aside.to].strip()
    ]
    for word in run.words:
        if word.raised:
            at = next(i for i, mark in enumerate(run.marks) if mark is word.glyphs[0])
            to = at + len(word.glyphs)
            others.append(Other("footnote", run.text[at:to], page, run.box(at, to), None))
    for number in read.scan.numbers:
        if number.year_like and read.kind != "number":
            others.append(Other("date", number.raw, page, run.box(number.at, number.to), None))
    return others
