"""Rows and drawings of the programme's lists as HTML, remembered: from look to look nearly all stay the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from methods.boundary import Approach
from workflow.programme.boundary_drawing import draw_boundary
from workflow.programme.boundary_reads import Mark
from workflow.programme.counting import DAYS_REMEMBERED, Counts
from workflow.programme.forms import NewMilestoneForm
from workflow.programme.portfolio import CaseOfEntity, MatrixRow, rates, shares
from workflow.programme.rules import KIND_OF_STANDING
from workflow.programme.timeline_drawing import draw_time_line
from workflow.remembering import Remembering

ROWS_REMEMBERED = 5_000
LANGUAGES = 2
# A group, its approach, the day, the head of its trail, in which every change of the boundary stands, the language.
BoundaryKey = tuple[int, Approach, date, str, str]
_boundaries: Remembering[BoundaryKey, Markup] = Remembering(DAYS_REMEMBERED * LANGUAGES)


# Each is a pure function of its arguments, the language among them: what is remembered is never out of date.
@lru_cache(ROWS_REMEMBERED)
def entity_row(
    row: MatrixRow, case: CaseOfEntity | None, language: str, *, has_cases: bool, is_linked: bool
) -> Markup:
    """An entity's row of the portfolio; the case stands in a column of its own, as a link for who may open it."""
    drawn: Markup = _macros("programme/_drawn_rows.html").entity(row, case, has_cases, is_linked)
    return drawn


@lru_cache(DAYS_REMEMBERED * LANGUAGES)
def milestone_rows(counts: Counts, language: str, on: str | None) -> Markup:
    """The rows of the board, late first; `on` is the day that links keep."""
    draw = _macros("programme/_drawn_rows.html").milestone
    return Markup("").join(draw(row, KIND_OF_STANDING[row.standing], on) for row in counts.late_first())


@lru_cache(DAYS_REMEMBERED * LANGUAGES)
def figures(counts: Counts, approach: Approach, base_year: int, language: str, on: str | None) -> Markup:
    """The verified share and the rates of completion and response; `on` is the day that links keep."""
    draw = _macros("programme/_drawn_rows.html").figures
    drawn: Markup = draw(shares(approach, counts), rates(counts), base_year, on)
    return drawn


@lru_cache(DAYS_REMEMBERED * LANGUAGES)
def time_line(counts: Counts, language: str) -> Markup | None:
    """The milestones' time line, late first; None where none has a day."""
    line = draw_time_line(counts.late_first(), counts.as_of)
    return None if line is None else _macros("programme/_timeline.svg.jinja").time_line(line)


@lru_cache(LANGUAGES)
def blank_milestone(language: str) -> Markup:
    """The fields of a new milestone as nobody has filled them yet."""
    return milestone_fields(NewMilestoneForm(formdata=None))


def milestone_fields(form: NewMilestoneForm) -> Markup:
    """The fields of a new milestone, with what is to be mended."""
    return Markup(render_template("programme/_new_milestone.html", form=form))  # noqa: S704  our own template


def boundary_chart(key: BoundaryKey, read_marks: Callable[[], Sequence[Mark]]) -> Markup:
    """The drawing of the boundary, empty where nothing stands in it; its marks are read when it is drawn anew."""

    def draw() -> Markup:
        drawing = draw_boundary(read_marks())
        chart = _macros("programme/_boundary.svg.jinja").boundary_chart
        return Markup() if drawing is None else chart(drawing)

    return _boundaries.answer(key, draw)


def _macros(template: str) -> Any:
    return current_app.jinja_env.get_template(template).module
