"""Reads the documents drawn by the tests, whose truth is known by construction, and matches what was read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading.matching import Printed, Score, label_words, match
from evidence.readers import read
from evidence.reading import Kind, ReadLimits
from tests.evidence.layouts import SCORING, TUNING
from tests.evidence.layouts.truth import Drawn, Family, Layout, Part, Truth, draw_all

_KINDS: dict[str, Kind] = {".pdf": "pdf", ".xlsx": "xlsx", ".csv": "csv", ".docx": "docx"}


def score_own(part: Part) -> dict[Family, Score]:
    """The score of one set of layouts, drawn afresh, for reports and for bills."""
    scores: dict[Family, Score] = {"reports": Score(), "bills": Score()}
    with tempfile.TemporaryDirectory() as folder:
        layouts = SCORING if part == "scoring" else TUNING
        for drawn, score in scored(layouts, Path(folder)):
            scores[drawn.family].matches += score.matches
            scores[drawn.family].extra += score.extra
    return scores


def scored(layouts: tuple[Layout, ...], folder: Path) -> Iterator[tuple[Drawn, Score]]:
    """Each document of these layouts, drawn into the folder and read, with its score."""
    for drawn in draw_all(layouts, folder):
        reading = read(drawn.path, ReadLimits(), _KINDS[drawn.path.suffix])
        figures = [figure for figure in reading.figures if not _is_head_year(figure.raw)]
        yield drawn, match(drawn.name, [_printed(truth) for truth in drawn.truths], figures)


def _is_head_year(raw: str) -> bool:
    """A year at the head of a column is read as a figure that may be a year; it is none of the quantities."""
    return len(raw) == 4 and raw.isdigit() and raw[:2] in ("19", "20")


def _printed(truth: Truth) -> Printed:
    return Printed(
        values=frozenset({truth.value}),
        raw=truth.raw,
        page=truth.page,
        box=truth.box,
        cell=truth.cell,
        unit=truth.unit,
        period=truth.period,
        label=label_words(truth.label),
    )
