"""The demo's tour keeps its order, remembers what was seen, and exists nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import EVERYTHING
from tests.workflow.findings.scene import Scene
from workflow.config import Config
from workflow.findings import moves
from workflow.findings.rules import FindingKind
from workflow.home.tour import Stop, Tour, done_stops, progress, read_tour, remember, write_tour
from workflow.unit_of_work import reading

STOPS = (
    Stop("number", 1, "Ingrid Solberg", "/cases/C-2022-0001", "52,267.92", "L-019"),
    Stop("break", 1, "Ingrid Solberg", "/tour/break"),
    Stop(
        "answer",
        9,
        "Deng Jie",
        "/cases/C-2022-0001/findings/F-001",
        "F-001",
        "486.00",
        "C-2022-0001",
        ("responded", "accepted"),
    ),
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


def test_the_next_stop_is_the_first_without_a_tick(tour: Tour) -> None:
    assert progress(tour, "").next == STOPS[0]
    assert progress(tour, "number.answer").next == STOPS[1]
    assert progress(tour, "number.answer.break").next == STOPS[2]
    assert replace(progress(tour, "number.break"), done=frozenset({"answer"})).next is None


def test_an_act_on_a_finding_is_ticked_when_the_finding_says_so_whoever_opened_its_page(
    scene: Scene, tour: Tour
) -> None:
    code = scene.draft(kind=FindingKind.CLARIFICATION)
    scene.act(scene.lead, moves.issue_finding, code)
    assert _done(tour) == frozenset()
    scene.act(scene.party, moves.respond, code, text="So it is.", citations="E-002")
    assert _done(tour) == {"answer"}
    assert progress(tour, "number").ticks == 1
    assert replace(progress(tour, "number"), done=_done(tour)).ticks == 2


def _done(tour: Tour) -> frozenset[str]:
    with reading(EVERYTHING) as session:
        return done_stops(session, tour)


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
