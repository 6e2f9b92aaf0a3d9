"""The bars of reading hold on documents whose truth is known by construction, and on real ones."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.reading.bars import bars_of_corpora, bars_of_own, judged, sure_and_right, witnessed
from benchmarks.reading.matching import Score
from benchmarks.reading.own import score_own
from tests.evidence.layouts import SCORING, TUNING
from tests.evidence.layouts.truth import Family

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
# The words of these rows are glued in the truth itself; the row below it takes them apart.
GLUED = "tables: row label, words as the truth has them"


@pytest.fixture(scope="module")
def scores() -> dict[Family, Score]:
    return score_own("scoring")


def test_no_layout_serves_for_tuning_and_for_scoring() -> None:
    assert {layout.name for layout in TUNING}.isdisjoint(layout.name for layout in SCORING)
    assert {layout.draw for layout in TUNING}.isdisjoint(layout.draw for layout in SCORING)


def test_there_are_a_hundred_documents_and_forty_of_them_are_chinese_bills() -> None:
    layouts = (*TUNING, *SCORING)
    assert sum(layout.seeds * len(layout.languages) for layout in layouts) >= 100
    chinese = [layout for layout in layouts if "zh" in layout.languages and layout.family == "bills"]
    assert sum(layout.seeds for layout in chinese) >= 40


@pytest.mark.slow
def test_every_bar_is_met_on_the_layouts_for_scoring(scores: dict[Family, Score]) -> None:
    short = {bar.line(): bar.found.misses[:3] for bar in bars_of_own(scores) if not bar.is_met}
    assert short == {}


@pytest.mark.slow
def test_nine_in_ten_are_right_of_those_said_with_nine_tenths(scores: dict[Family, Score]) -> None:
    sure = sure_and_right(judged(list(scores.values())), Decimal("0.9"))
    assert sure.of > 500
    assert sure.percent >= 90


@pytest.mark.slow
def test_the_second_engine_saw_every_figure_that_was_drawn(scores: dict[Family, Score]) -> None:
    seen = witnessed(judged(list(scores.values())))
    assert seen.of > 500
    assert seen.right == seen.of


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the real documents are not beside the project")
@pytest.mark.timeout(900)
def test_every_bar_is_met_on_the_real_documents() -> None:
    bars, tables = bars_of_corpora(CORPORA, at_once=2)
    short = {bar.line(): bar.found.misses[:3] for bar in bars if not bar.is_met and bar.measure != GLUED}
    assert short == {}
    assert sure_and_right(tables, Decimal("0.9")).percent >= 90
