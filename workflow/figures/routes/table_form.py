"""The shape of what people type about the grid of a table; what makes a grid is asked elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from evidence.reading import Period
from evidence.table_grid import Decimals, Lines, Said
from workflow.errors import BadInput
from workflow.i18n import N_
from workflow.limits import TABLE

NO_PLACE = N_("Type the place of a line as a number of points, such as 120.5.")
NO_DAY = N_("Type a day as year-month-day, such as 2022-01-31.")
PERIOD_ENDS_BEFORE = N_("The period of a column ends before it starts: check both dates.")
Form = MultiDict[str, str]
_T = TypeVar("_T")


def lines_from(form: Form, way: str) -> Lines:
    """What is done to the lines of one direction ("row" or "column"): moved, taken out, added."""
    return Lines(
        moved=[_place(text) for text in form.getlist(way)],
        dropped=_places(form, f"drop_{way}"),
        added=[_place(text) for text in re.split(r"[\s;]+", form.get(f"add_{way}", "").strip()) if text],
    )


def said_from(form: Form) -> Said:
    """What is said of rows, columns and the table."""
    columns = range(min(len(form.getlist("column")) + 1, TABLE.columns))
    units = {place: form.get(f"unit_{place}", "").strip() for place in columns}
    periods = {place: _period(form, place) for place in columns}
    signs: dict[str, Decimals] = {"dot": "dot", "comma": "comma"}
    return Said(
        headers=_places(form, "header"),
        joined=_places(form, "joined"),
        labels=_places(form, "label"),
        units={place: unit for place, unit in units.items() if unit},
        periods={place: period for place, period in periods.items() if period is not None},
        unit=form.get("unit", "").strip() or None,
        decimals=signs.get(form.get("decimals", "")),
    )


def _places(form: Form, name: str) -> list[int]:
    return [int(text) for text in form.getlist(name) if text.isdecimal() and len(text) < 5]


def _place(text: str) -> float:
    place = _typed(text.replace(",", "."), float, NO_PLACE, "lines")
    if not math.isfinite(place):
        raise BadInput(NO_PLACE, "lines")
    return round(place, 2)


def _period(form: Form, place: int) -> Period | None:
    texts = [form.get(f"{name}_{place}", "").strip() for name in ("from", "to")]
    start, end = (_typed(text, date.fromisoformat, NO_DAY, "periods") if text else None for text in texts)
    if start and end and end < start:
        raise BadInput(PERIOD_ENDS_BEFORE, "periods")
    return Period(start, end) if start or end else None


def _typed(text: str, read: Callable[[str], _T], sentence: str, field: str) -> _T:
    try:
        return read(text)
    except ValueError:
        raise BadInput(sentence, field) from None
