"""A Reading as JSON and back; what comes in is checked field by field, because a child process wrote it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, TypeVar, cast, get_args

from evidence.reading import (
    Box,
    Cell,
    Field,
    FieldName,
    Figure,
    FileDates,
    Kind,
    Method,
    Other,
    OtherKind,
    Page,
    Period,
    Reading,
    Status,
    Table,
    Word,
)

LONGEST_TEXT = 200_000
_OTHER_KINDS: tuple[str, ...] = get_args(OtherKind)
_FIELD_NAMES: tuple[str, ...] = get_args(FieldName)
_METHODS: tuple[str, ...] = get_args(Method)
T = TypeVar("T")


class MalformedReadingError(ValueError):
    """The JSON is not a reading; the message names the place."""


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON values: decimals and dates as strings, boxes as four numbers."""
    return {
        "kind": reading.kind,
        "status": reading.status,
        "reason": reading.reason,
        "flags": list(reading.flags),
        "reader_version": reading.reader_version,
        "file_dates": dates_to_json(reading.file_dates),
        "pages": [page_to_json(page) for page in reading.pages],
    }


def dates_to_json(dates: FileDates) -> list[str | None]:
    """The two moments as ISO 8601 text, with their zone where there is one."""
    return [moment.isoformat() if moment is not None else None for moment in (dates.made, dates.changed)]


def dates_from_json(value: object) -> FileDates:
    """The two moments that `dates_to_json` wrote; raises MalformedReadingError."""
    made, changed = _row(value, 2, "file_dates")
    return FileDates(_maybe(made, _moment), _maybe(changed, _moment))


def page_to_json(page: Page) -> dict[str, Any]:
    """One page as plain JSON values; a long document can be written page by page."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "chars": page.chars,
        "title": page.title,
        "words": [[word.text, *_box_list(word.box)] for word in page.words],
        "figures": [_figure_to_json(figure) for figure in page.figures],
        "tables": [
            {
                "page": table.page,
                "box": _box(table.box),
                "rows": [[cell and [cell.text, _box(cell.box)] for cell in row] for row in table.rows],
            }
            for table in page.tables
        ],
        "others": [[o.kind, o.raw, o.page, _box(o.box), o.cell] for o in page.others],
        "fields": [[f.name, f.value, f.page, _box(f.box), f.cell] for f in page.fields],
        "dates": [day.isoformat() for day in page.dates],
        "flags": list(page.flags),
        "prose": [[address, text] for address, text in page.prose],
    }


def from_json(value: object) -> Reading:
    """The reading that `to_json` wrote; raises MalformedReadingError at the first thing that does not fit."""
    top = _Object(value, "reading")
    reading = Reading(
        kind=cast(Kind, top.choice("kind", get_args(Kind))),
        status=cast(Status, top.choice("status", get_args(Status))),
        reason=top.text_or_none("reason"),
        flags=top.texts("flags"),
        reader_version=top.text("reader_version"),
        # A reading that an earlier release kept tells of no dates.
        file_dates=dates_from_json(top.value.get("file_dates", [None, None])),
        pages=tuple(page_from_json(page) for page in top.items("pages")),
    )
    if reading.status != "ok" and not reading.reason:
        _refuse("reading.reason", "a sentence, as the status is not ok", reading.reason)
    if reading.status == "ok" and not reading.pages:
        _refuse("reading.pages", "at least one page, as the status is ok", [])
    return reading


def page_from_json(value: object) -> Page:
    """One page that `page_to_json` wrote; raises MalformedReadingError."""
    page = _Object(value, "page")
    return Page(
        number=page.count("number"),
        width=_number(page.get("width"), "page.width"),
        height=_number(page.get("height"), "page.height"),
        chars=page.count("chars"),
        title=page.text_or_none("title"),
        words=tuple(_word(word) for word in page.items("words")),
        figures=tuple(_figure(figure) for figure in page.items("figures")),
        tables=tuple(_table(table) for table in page.items("tables")),
        others=tuple(_other(other) for other in page.items("others")),
        fields=tuple(_field(field) for field in page.items("fields")),
        dates=tuple(_date(day, "page.dates") for day in page.items("dates")),
        flags=page.texts("flags"),
        prose=tuple(_line(line) for line in page.items("prose")),
    )


def _box_list(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else _box_list(box)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    return {
        "value": format(figure.value, "f"),
        "raw": figure.raw,
        "unit": figure.unit,
        "period": figure.period and [_day(figure.period.start), _day(figure.period.end)],
        "label": figure.label,
        "column": figure.column,
        "role": figure.role,
        "page": figure.page,
        "box": _box(figure.box),
        "cell": figure.cell,
        "method": figure.method,
        "witnessed": figure.witnessed,
        "confidence": format(figure.confidence, "f"),
        "invisible": figure.invisible,
        "quote": figure.quote,
        "formula": figure.formula,
        "doubts": list(figure.doubts),
    }


def _figure(value: object) -> Figure:
    item = _Object(value, "figure")
    confidence = item.decimal("confidence")
    if not 0 <= confidence <= 1:
        _refuse("figure.confidence", "a number from 0 to 1", confidence)
    role = item.text_or_none("role")
    if role not in (None, "total"):
        _refuse("figure.role", "total or null", role)
    return Figure(
        value=item.decimal("value"),
        raw=item.text("raw"),
        unit=item.text_or_none("unit"),
        period=_maybe(item.get("period"), _period),
        label=item.text_or_none("label"),
        column=item.text_or_none("column"),
        role=cast(Any, role),
        page=item.count("page"),
        box=_maybe(item.get("box"), _box_from),
        cell=item.text_or_none("cell"),
        method=cast(Method, item.choice("method", _METHODS)),
        witnessed=item.flag("witnessed"),
        confidence=confidence,
        invisible=item.flag("invisible"),
        quote=item.text("quote"),
        formula=item.text_or_none("formula"),
        doubts=item.texts("doubts"),
    )


def _line(value: object) -> tuple[str, str]:
    address, text = _row(value, 2, "prose")
    return _text(address, "prose.address"), _text(text, "prose.text")


def _word(value: object) -> Word:
    text, x0, top, x1, bottom = _row(value, 5, "word")
    # Nearly every word is as it should be; what is not is judged, and named, like any other box.
    if (
        type(x0) is type(top) is type(x1) is type(bottom) is float
        and math.isfinite(x0 + top + x1 + bottom)
        and type(text) is str
        and len(text) <= LONGEST_TEXT
    ):
        return Word(text, Box(x0, top, x1, bottom))
    return Word(_text(text, "word.text"), _box_from([x0, top, x1, bottom]))


def _table(value: object) -> Table:
    item = _Object(value, "table")
    return Table(
        page=item.count("page"),
        box=_maybe(item.get("box"), _box_from),
        rows=tuple(
            tuple(_maybe(cell, _cell) for cell in _list(row, "table.rows")) for row in item.items("rows")
        ),
    )


def _cell(value: object) -> Cell:
    text, box = _row(value, 2, "cell")
    return Cell(_text(text, "cell.text"), _maybe(box, _box_from))


def _other(value: object) -> Other:
    kind, raw, page, box, cell = _row(value, 5, "other")
    if kind not in _OTHER_KINDS:
        _refuse("other.kind", "one of " + ", ".join(_OTHER_KINDS), kind)
    return Other(
        cast(OtherKind, kind),
        _text(raw, "other.raw"),
        _count(page, "other.page"),
        _maybe(box, _box_from),
        _maybe(cell, lambda c: _text(c, "other.cell")),
    )


def _field(value: object) -> Field:
    name, text, page, box, cell = _row(value, 5, "field")
    if name not in _FIELD_NAMES:
        _refuse("field.name", "one of " + ", ".join(_FIELD_NAMES), name)
    return Field(
        cast(FieldName, name),
        _text(text, "field.value"),
        _count(page, "field.page"),
        _maybe(box, _box_from),
        _maybe(cell, lambda c: _text(c, "field.cell")),
    )


def _period(value: object) -> Period:
    start, end = _row(value, 2, "period")
    return Period(_maybe(start, lambda d: _date(d, "period")), _maybe(end, lambda d: _date(d, "period")))


def _box_from(value: object) -> Box:
    x0, top, x1, bottom = _row(value, 4, "box")
    return Box(_number(x0, "box"), _number(top, "box"), _number(x1, "box"), _number(bottom, "box"))


def _maybe(value: object, make: Callable[[object], T]) -> T | None:
    return None if value is None else make(value)


def _refuse(place: str, wanted: str, value: object) -> NoReturn:
    raise MalformedReadingError(f"{place} should be {wanted}, not {str(value)[:60]!r}")


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        _refuse(place, "a list", value)
    return value


def _row(value: object, length: int, place: str) -> list[object]:
    row = _list(value, place)
    if len(row) != length:
        _refuse(place, f"a list of {length}", value)
    return row


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        _refuse(place, "text of bearable length", value)
    return value


def _count(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        _refuse(place, "a whole number", value)
    return value


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        _refuse(place, "a finite number", value)
    return float(value)


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(_text(value, "file_dates"))
    except ValueError:
        _refuse("file_dates", "a moment", value)


def _date(value: object, place: str) -> date:
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError:
        _refuse(place, "a date", value)


class _Object:
    """A JSON object whose members are taken out by name and type."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            _refuse(place, "an object", value)
        self.value: dict[str, object] = value
        self.place = place

    def get(self, name: str) -> object:
        if name not in self.value:
            _refuse(f"{self.place}.{name}", "present", "missing")
        return self.value[name]

    def text(self, name: str) -> str:
        return _text(self.get(name), f"{self.place}.{name}")

    def text_or_none(self, name: str) -> str | None:
        value = self.get(name)
        return None if value is None else _text(value, f"{self.place}.{name}")

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in allowed:
            _refuse(f"{self.place}.{name}", "one of " + ", ".join(allowed), value)
        return value

    def items(self, name: str) -> list[object]:
        return _list(self.get(name), f"{self.place}.{name}")

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(item, f"{self.place}.{name}") for item in self.items(name))

    def count(self, name: str) -> int:
        return _count(self.get(name), f"{self.place}.{name}")

    def flag(self, name: str) -> bool:
        value = self.get(name)
        if not isinstance(value, bool):
            _refuse(f"{self.place}.{name}", "true or false", value)
        return value

    def decimal(self, name: str) -> Decimal:
        try:
            value = Decimal(self.text(name))
        except InvalidOperation:
            _refuse(f"{self.place}.{name}", "a decimal", self.value[name])
        if not value.is_finite():
            _refuse(f"{self.place}.{name}", "a finite decimal", value)
        return value
