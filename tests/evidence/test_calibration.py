"""What reading says about how sure it is comes from counts noted at first sight, and from nothing drawn for scoring."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from benchmarks.reading.calibration import Count, TracedConfidence, counts_of, fit, noted, tracing
from benchmarks.reading.own import scored
from evidence.confidence import LABELLED, NO_LABEL, PERIOD, UNIT, confidence_of
from tests.evidence.layouts import SCORING, SEALED, TUNING, practice


def seen(source: str, figures: int, right: int, *, layout: str = "one") -> Count:
    return Count("7453aee", layout, "period", source, figures, right)


def test_the_shares_in_use_are_those_of_the_fit() -> None:
    counts = noted()
    assert fit(counts, "unit") == UNIT
    assert fit(counts, "period") == PERIOD
    assert fit(counts, "label") == {"labelled": LABELLED, "no_label": NO_LABEL}


def test_no_layout_for_scoring_takes_part_in_the_fit() -> None:
    layouts = {count.layout for count in noted()}
    assert layouts.isdisjoint(layout.name for layout in SCORING)
    assert layouts <= {layout.name for layout in TUNING}
    assert len(SEALED) >= 10


def test_a_layout_says_no_more_by_repeating_itself() -> None:
    few = [
        seen("fiscal", 20, 0),
        seen("fiscal", 20, 20, layout="two"),
        seen("fiscal", 20, 20, layout="three"),
    ]
    many = [
        seen("fiscal", 20, 0),
        seen("fiscal", 900, 900, layout="two"),
        seen("fiscal", 20, 20, layout="three"),
    ]
    assert fit(few, "period")["fiscal"] == fit(many, "period")["fiscal"] < Decimal("0.70")


def test_a_source_seen_on_few_layouts_is_held_back() -> None:
    assert fit([seen("fiscal", 900, 900)], "period")["fiscal"] <= Decimal("0.93")


def test_a_figure_of_a_bare_year_and_a_unit_in_its_row_may_be_said_nine_tenths() -> None:
    assert confidence_of("row", "year", True, Decimal(0)) >= Decimal("0.9")
    assert confidence_of("row", "fiscal", True, Decimal(0)) < Decimal("0.9")


def test_noting_counts_each_bond_by_where_it_was_found(tmp_path: Path) -> None:
    layout = next(one for one in practice.PRACTICE_TABLES if one.name == "current-previous")
    with tracing():
        matches = [match for _, score in scored((layout,), tmp_path) for match in score.matches]
    assert all(isinstance(match.figure.confidence, TracedConfidence) for match in matches if match.figure)
    units = [one for one in counts_of("now", layout.name, matches) if one.bond == "unit"]
    assert [(one.source, one.figures) for one in units] == [("row", len(matches))]
