"""A quoted passage is found again: exact, moved or lost."""

from __future__ import annotations

from pathlib import Path

from evidence.locate import Passage, locate
from evidence.reading import Reading, box_of
from tests.evidence.drawing import read_drawn, text


def drawn(
    folder: Path, x: float = 100, top: float = 100, words: str = "742,000 kWh", page: int = 1
) -> Reading:
    blank = text((50, 50, "other words"))
    return read_drawn(folder, *[blank] * (page - 1), text((x, top, words)))


def quoted(reading: Reading) -> Passage:
    figure = reading.figures[0]
    return Passage(figure.page, figure.box, "742,000")


def test_the_same_place_is_exact(tmp_path: Path) -> None:
    passage = quoted(drawn(tmp_path))
    assert locate(passage, drawn(tmp_path)).outcome == "exact"


def test_another_place_or_page_is_moved_and_told(tmp_path: Path) -> None:
    passage = quoted(drawn(tmp_path))
    lower, later = locate(passage, drawn(tmp_path, top=300)), locate(passage, drawn(tmp_path, page=3))
    assert (lower.outcome, later.outcome) == ("moved", "moved")
    assert later.passage is not None
    assert later.passage.page == 3


def test_a_changed_number_is_lost(tmp_path: Path) -> None:
    passage = quoted(drawn(tmp_path))
    assert locate(passage, drawn(tmp_path, words="724,000 kWh")).outcome == "lost"


def test_the_nearest_of_several_equal_texts_is_the_one(tmp_path: Path) -> None:
    reading = read_drawn(tmp_path, text((100, 300, "55.5"), (100, 700, "55.5")))
    found = locate(Passage(1, box_of(100, 290, 120, 302), "55.5"), reading)
    assert found.passage is not None
    assert found.passage.box is not None
    assert found.passage.box.top < 310


def test_an_empty_quote_is_never_found(tmp_path: Path) -> None:
    assert locate(Passage(1, None, "  "), drawn(tmp_path)).outcome == "lost"
