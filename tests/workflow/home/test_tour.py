"""The demo's tour keeps its order, remembers what was seen, and exists nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workflow.config import Config
from workflow.home.tour import Stop, Tour, progress, read_tour, remember, write_tour

STOPS = (
    Stop("number", 1, "Ingrid Solberg", "/cases/C-2022-0001", "52,267.92", "L-019"),
    Stop("break", 1, "Ingrid Solberg", "/tour/break"),
    Stop("answer", 9, "Deng Jie", "/cases/C-2022-0002/findings/F-003", "F-003"),
)


@pytest.fixture
def tour() -> Tour:
    return Tour("NA-2022-0041", STOPS)


def test_a_tour_is_read_as_it_was_written_down(tmp_path: Path) -> None:
    config = Config(folder=tmp_path, database_url="sqlite://", queue_url="unix:///nowhere", is_demo=True)
    assert read_tour(config) is None
    write_tour(config, "NA-2022-0041", STOPS)
    assert read_tour(config) == Tour("NA-2022-0041", STOPS)
    assert read_tour(replace(config, is_demo=False)) is None


def test_the_next_stop_is_the_first_that_was_not_seen(tour: Tour) -> None:
    assert progress(tour, "").next == STOPS[0]
    assert progress(tour, "number.answer").next == STOPS[1]
    assert progress(tour, "number.answer.break").next is None


def test_the_visitor_is_at_the_stop_that_was_opened_last(tour: Tour) -> None:
    seen = progress(tour, remember(("number", "break"), "number"))
    assert seen.seen == ("break", "number")
    assert seen.at == STOPS[0]
    assert seen.number(STOPS[0]) == 1


def test_what_follows_a_stop_is_told_by_the_order_and_not_by_what_was_seen(tour: Tour) -> None:
    assert tour.after("number") == STOPS[1]
    assert tour.after("answer") is None


def test_who_left_the_tour_is_at_no_stop_and_keeps_the_ticks(tour: Tour) -> None:
    left = progress(tour, remember(("number", "break"), "left"))
    assert (left.at, left.seen) == (None, ("number", "break"))
    assert progress(tour, remember(left.seen, "number")).at == STOPS[0]


def test_words_that_name_no_stop_are_dropped(tour: Tour) -> None:
    assert progress(tour, "<script>..number").seen == ("number",)
    assert progress(tour, "").at is None
