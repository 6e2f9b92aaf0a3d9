"""The stage shows a document without pictures whole: every paragraph and table, figures marked where they stand."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from workflow.figures.review_queue import QueueRow
from workflow.figures.routes.sheets import ROWS, blocks_of
from workflow.figures.rules import FigureState


def a_row(cell: str, raw: str, number: int = 1) -> QueueRow:
    return QueueRow(
        id=number, code=f"F-{number:03}", number=number, state=FigureState.PROPOSED, page=1, cell=cell,
        stored_box=None, label=None, raw=raw, stored_value=raw, unit=None, is_witnessed=False,
        stored_confidence="0.9", is_linked=False, is_tested=False,
    )  # fmt: skip


def shown(
    page: dict[str, Any], rows: list[QueueRow], selected: QueueRow | None = None
) -> list[tuple[str, str]]:
    """Each block as (ref, its texts), marked figures in brackets."""
    blocks = blocks_of(page, rows, {}, selected, lambda row: f"/{row.code}")

    def said(cell: list[dict[str, Any]]) -> str:
        return "".join(f"[{run['text']}]" if run["url"] else run["text"] for run in cell)

    return [(b["ref"], "; ".join(said(cell) for row in b["rows"] for cell in row)) for b in blocks]


@pytest.fixture(autouse=True)
def speaking() -> Any:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def test_paragraphs_without_figures_are_shown_too_in_their_order() -> None:
    page = {
        "tables": [{"rows": [[["85,000", None]]]}],
        "prose": [["Paragraph 1", "Intro."], ["Table 1", ""], ["Paragraph 2", "Diesel 5 L"]],
    }
    rows = [a_row("Paragraph 2", "5"), a_row("Table 1!R1C1", "85,000", 2)]
    assert shown(page, rows) == [
        ("Paragraph 1", "Intro."),
        ("Table 1", "[85,000]"),
        ("Paragraph 2", "Diesel [5] L"),
    ]


def test_a_reading_of_before_shows_the_paragraphs_that_hold_figures() -> None:
    page = {"tables": [{"rows": [[["85,000", None]]]}]}
    assert shown(page, [a_row("Paragraph 7", "5")]) == [("Paragraph 7", "[5]"), ("Table 1", "85,000")]


def test_a_long_text_is_shown_around_the_chosen_figure_and_says_so() -> None:
    lines = [[f"Line {number}", f"text {number}"] for number in range(1, 2_001)]
    chosen = a_row("Line 1000", "1000")
    blocks = shown({"tables": [], "prose": lines}, [chosen], chosen)
    assert blocks[0] == (
        "…", "Paragraphs 800 to 1199 of 2000 are shown. Choose a figure to see those around it.",
    )  # fmt: skip
    assert ("Line 1000", "text [1000]") in blocks
    assert len(blocks) == ROWS + 1
