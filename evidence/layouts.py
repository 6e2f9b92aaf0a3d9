"""Learns from a page that a person worked on how its figures stand among its words (bills of one issuer repeat)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from evidence.layout_page import LayoutPage, Print, overlap
from evidence.numbers import scan
from evidence.reading import Box, Figure, Period, Reading

NO_WORDS = "No words stand near the figure by which it could be found on another page."
Decimals = Literal["dot", "comma"]
PeriodSource = Literal["figure", "fields", "line"]
MeterSource = Literal["fields", "line"]


class NotTeachableError(ValueError):
    """Nothing of the page can be found on another one; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A figure as a person left it: what it says and where its print stands."""

    page: int
    box: Box
    raw: str
    value: Decimal
    unit: str | None
    label: str | None
    period: Period | None
    meter: str | None


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """How one figure is found: the words of its row, the words above it, those around it, and where it stood."""

    label: str | None
    unit: str | None
    printed_unit: str | None
    beside: tuple[str, ...]
    above: tuple[tuple[str, float], ...]
    around: tuple[str, ...]
    right: float
    middle: float
    decimals: Decimals | None
    period: PeriodSource | None
    period_words: tuple[str, ...]
    period_place: int
    meter: MeterSource | None
    meter_words: tuple[str, ...]
    meter_place: int


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The fixed words of a page of this layout and the figures to be read on it."""

    issuer: tuple[str, ...]
    words: tuple[str, ...]
    height: float
    fields: tuple[FieldLayout, ...]


def learn(reading: Reading, taught: Iterable[Taught]) -> tuple[PageLayout, ...]:
    """The layouts of the pages on which a person worked. Raises NotTeachableError when no figure can be learnt."""
    by_page: dict[int, list[Taught]] = {}
    for item in taught:
        by_page.setdefault(item.page, []).append(item)
    layouts = []
    for page in reading.pages:
        if page.number not in by_page or not page.words:
            continue
        sheet = LayoutPage(page)
        fields = [field for item in by_page[page.number] if (field := _field(sheet, item)) is not None]
        if fields:
            habit = next((field.decimals for field in fields if field.decimals), None)
            layouts.append(
                PageLayout(sheet.head, tuple(sorted(sheet.words)), page.height, _with(fields, habit))
            )
    if not layouts:
        raise NotTeachableError(NO_WORDS)
    return tuple(layouts)


def _with(fields: Sequence[FieldLayout], habit: Decimals | None) -> tuple[FieldLayout, ...]:
    """A number without a decimal sign tells nothing of it; another one of the page does."""
    return tuple(field if field.decimals else replace(field, decimals=habit) for field in fields)


def _field(sheet: LayoutPage, item: Taught) -> FieldLayout | None:
    figure = next((f for f in sheet.page.figures if f.box is not None and overlap(f.box, item.box)), None)
    at = Print(figure.box if figure is not None and figure.box else item.box, item.raw, figure)
    beside, above = sheet.beside(at), sheet.above(at)
    if not beside and not above:
        return None
    source, words, place = _period_source(sheet, figure, item.period)
    meter = _meter_source(sheet, at, item.meter)
    return FieldLayout(
        label=item.label, unit=item.unit,
        printed_unit=figure.unit if figure is not None else sheet.unit_beside(at),
        beside=beside, above=above, around=sheet.around(at), right=at.box.x1, middle=at.middle,
        decimals=_habit(item), period=source, period_words=words, period_place=place,
        meter=meter[0], meter_words=meter[1], meter_place=meter[2],
    )  # fmt: skip


def _habit(item: Taught) -> Decimals | None:
    """Which sign parts the decimals, when the person's value tells."""
    numbers = scan(item.raw).numbers
    if len(numbers) != 1 or numbers[0].with_dot == numbers[0].with_comma:
        return None
    if item.value == numbers[0].with_dot:
        return "dot"
    return "comma" if item.value == numbers[0].with_comma else None


def _period_source(
    sheet: LayoutPage, figure: Figure | None, period: Period | None
) -> tuple[PeriodSource | None, tuple[str, ...], int]:
    """Where the page prints the period that the person holds for right."""
    if period is None:
        return None, (), 0
    if figure is not None and figure.period == period:
        return "figure", (), 0
    if sheet.period() == period:
        return "fields", (), 0
    for words, dated in sheet.dated_lines():
        for place, one in enumerate(dated):
            if one.period == period:
                return "line", tuple(sorted(words)), place
    return None, (), 0


def _meter_source(
    sheet: LayoutPage, at: Print, meter: str | None
) -> tuple[MeterSource | None, tuple[str, ...], int]:
    """Where the page prints the meter: as a labelled fact, or as a word of a line."""
    if meter is None:
        return None, (), 0
    if sheet.meter_at(at) == meter:
        return "fields", (), 0
    for words, coded in sheet.coded_lines():
        if meter in coded:
            return "line", words, coded.index(meter)
    return None, (), 0


def as_plain(layouts: Sequence[PageLayout]) -> list[dict[str, Any]]:
    """The layouts as JSON keeps them."""
    return [asdict(layout) for layout in layouts]


def from_plain(held: Sequence[dict[str, Any]]) -> tuple[PageLayout, ...]:
    """The layouts out of what as_plain gave."""
    return tuple(
        PageLayout(
            tuple(page["issuer"]), tuple(page["words"]), page["height"],
            tuple(_field_from(field) for field in page["fields"]),
        )
        for page in held
    )  # fmt: skip


def _field_from(held: dict[str, Any]) -> FieldLayout:
    above = tuple((text, across) for text, across in held["above"])
    lists = {name: tuple(held[name]) for name in ("beside", "around", "period_words", "meter_words")}
    return FieldLayout(**{**held, **lists, "above": above})
