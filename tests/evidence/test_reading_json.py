"""What a child process wrote is checked field by field before anyone believes it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evidence.reading import (
    Cell,
    Field,
    Figure,
    Other,
    Page,
    Period,
    Reading,
    Table,
    Word,
    box_of,
    failed,
)
from evidence.reading_json import MalformedReadingError, from_json, to_json

BOX = box_of(10, 20, 30.123, 40)


def a_figure(**changes: Any) -> Figure:
    facts: dict[str, Any] = {
        "value": Decimal("742000.50"),
        "raw": "742,000.50",
        "unit": "kWh",
        "period": Period(date(2021, 1, 1), None),
        "label": "Usage",
        "column": None,
        "role": "total",
        "page": 1,
        "box": BOX,
        "cell": None,
        "method": "text",
        "witnessed": True,
        "confidence": Decimal("0.97"),
        "invisible": False,
        "quote": "Usage 742,000.50 kWh",
    }
    return Figure(**{**facts, **changes})


def a_reading() -> Reading:
    page = Page(
        number=1,
        width=595.0,
        height=842.0,
        chars=20,
        words=(Word("Usage", BOX),),
        figures=(a_figure(),),
        tables=(Table(1, BOX, ((Cell("a", BOX), None),)),),
        others=(Other("range", "1–2", 1, BOX, None),),
        fields=(Field("meter", "HIK-M1", 1, BOX),),
        dates=(date(2021, 1, 1),),
        flags=("a flag",),
    )
    return Reading(kind="pdf", status="ok", reason=None, pages=(page,))


def test_a_reading_comes_back_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(to_json(a_reading())))) == a_reading()


def test_decimals_keep_every_printed_digit() -> None:
    assert to_json(a_reading())["pages"][0]["figures"][0]["value"] == "742000.50"


def set_at(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        *way, last = path.split(".")
        node: Any = data
        for step in way:
            node = node[int(step)] if step.isdigit() else node[step]
        node[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("status", "fine"),
        ("kind", "exe"),
        ("pages", []),
        ("pages.0.figures.0.value", 742000.5),
        ("pages.0.figures.0.value", "NaN"),
        ("pages.0.figures.0.confidence", "1.5"),
        ("pages.0.figures.0.box", [1, 2, 3]),
        ("pages.0.figures.0.box", [1, 2, 3, float("inf")]),
        ("pages.0.figures.0.method", "guess"),
        ("pages.0.figures.0.role", "boss"),
        ("pages.0.figures.0.witnessed", "yes"),
        ("pages.0.others", [["secret", "x", 1, None, None]]),
        ("pages.0.fields", [["password", "x", 1, None, None]]),
        ("pages.0.dates", ["2021-13-01"]),
        ("pages.0.number", -1),
        ("pages.0.words", [["x" * 300_000, 1, 2, 3, 4]]),
        ("pages.0.words", [["x" * 300_000, 1.0, 2.0, 3.0, 4.0]]),
        ("pages.0.words", [["x", 1.0, 2.0, float("inf"), 4.0]]),
        ("pages.0.words", [["x", float("inf"), 2.0, float("-inf"), 4.0]]),
        ("pages.0.words", [["x", 1.0, 2.0, True, 4.0]]),
        ("pages.0.words", [[7, 1.0, 2.0, 3.0, 4.0]]),
        ("pages.0.words", [["x", 1.0, 2.0, 3.0]]),
    ],
)
def test_anything_that_does_not_fit_is_refused_with_its_place(path: str, value: Any) -> None:
    data = copy.deepcopy(to_json(a_reading()))
    set_at(path, value)(data)
    with pytest.raises(MalformedReadingError):
        from_json(data)


def test_a_failed_reading_must_say_why() -> None:
    data = to_json(failed("pdf", "error", "It is damaged."))
    assert from_json(data).reason == "It is damaged."
    data["reason"] = None
    with pytest.raises(MalformedReadingError):
        from_json(data)
