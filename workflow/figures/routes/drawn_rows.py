"""Rows of the queue and boxes of the page as HTML, remembered: from figure to figure nearly all stay the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from workflow.figures.review_queue import QueueRow
from workflow.figures.rules import BOX_STATES, DISPUTED_BELOW, STATE_KINDS, FigureState
from workflow.i18n import say
from workflow.web import grouped, quantity

REMEMBERED = 20_000


# Each is a pure function of its arguments, the language among them: what is remembered is never out of date.
@lru_cache(REMEMBERED)
def queue_line(row: QueueRow, document: str, here: str, language: str, *, is_selected: bool) -> Markup:
    """A figure's line in the queue; `here` is the viewer's address as far as the figure's id."""
    where = (row.cell or "").rpartition("!")[2] if row.cell else f"p.{row.page}"
    return _drawn(
        "queue_line",
        {
            "id": row.id,
            "url": f"{here}&figure={row.id}",
            "label": row.label,
            "value": grouped(row.value),
            "unit": row.unit,
            "place": f"{document} {where}",
            "state": _word(row.state, language),
            "kind": STATE_KINDS[row.state],
            "is_witnessed": row.is_witnessed,
            "is_selected": is_selected,
        },
    )


@lru_cache(REMEMBERED)
def box(row: QueueRow, here: str, language: str, *, is_selected: bool) -> Markup:
    """A figure's box over the picture of its page, as a link that selects it."""
    x0, top, x1, bottom = row.box or (0, 0, 0, 0)
    is_disputed = row.state is FigureState.PROPOSED and (
        not row.is_witnessed or row.confidence < DISPUTED_BELOW
    )
    return _drawn(
        "box",
        {
            "id": row.id,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "state": "disputed" if is_disputed else BOX_STATES[row.state],
            "says": f"{quantity(row.value, row.unit)}, {_word(row.state, language)}",
            "url": f"{here}&figure={row.id}",
            "is_selected": is_selected,
        },
    )


def _drawn(macro: str, fields: dict[str, Any]) -> Markup:
    html: Markup = getattr(current_app.jinja_env.get_template("figures/_viewer_rows.html").module, macro)(
        fields
    )
    return html


def _word(state: FigureState, language: str) -> str:
    return say(state.value.replace("_", " "), language)
