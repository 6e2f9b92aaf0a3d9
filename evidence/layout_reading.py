"""Reads the figures of a learnt layout on other pages; what a page does not clearly hold is left unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evidence.layout_page import LayoutPage, Print
from evidence.layouts import FieldLayout, PageLayout
from evidence.numbers import scan
from evidence.reading import Box, Figure, Period, Reading
from evidence.surroundings import bare

# A page is of the layout when this much of the issuer's head and of all its fixed words stand on it.
ISSUER_SHARE = 0.7
WORDS_SHARE = 0.65
FIT = 0.6
MARGIN = 0.08
ACROSS_POINTS = 18.0
MOST_SURE = Decimal("0.99")
TWO_FIT = "Two prints fit equally well."
NONE_FITS = "No print fits."
NO_VALUE = "What stands there is no number."


@dataclass(frozen=True, slots=True)
class Suggested:
    """A figure read by a layout: what it says, where, how sure (0 to 1), and the reader's own figure there."""

    field: int
    page: int
    box: Box
    raw: str
    value: Decimal
    unit: str | None
    label: str | None
    period: Period | None
    meter: str | None
    confidence: Decimal
    figure: Figure | None
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class LayoutReading:
    """One page that is of a layout: how alike it is (0 to 1), what was read on it, and what was not, with why."""

    page: int
    layout: int
    score: Decimal
    suggested: tuple[Suggested, ...]
    unread: tuple[tuple[str, str], ...]


def read_with(layouts: Sequence[PageLayout], reading: Reading) -> tuple[LayoutReading, ...]:
    """Read every page that is of one of the layouts; other pages are left alone."""
    found = []
    for page in reading.pages:
        if not page.words:
            continue
        sheet = LayoutPage(page)
        scored = [(_likeness(sheet, layout), number) for number, layout in enumerate(layouts)]
        score, number = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        if score > 0:
            found.append(_read(sheet, layouts[number], number, score))
    return tuple(found)


def _likeness(sheet: LayoutPage, layout: PageLayout) -> float:
    """How much of the issuer's head and of the fixed words stand on the page; 0 when it is another layout."""
    issuer = _share(layout.issuer, sheet.words)
    words = _share(layout.words, sheet.words)
    back = _share(sorted(sheet.words), frozenset(layout.words))
    if issuer < ISSUER_SHARE or min(words, back) < WORDS_SHARE:
        return 0.0
    return 0.4 * issuer + 0.3 * words + 0.3 * back


def _read(sheet: LayoutPage, layout: PageLayout, number: int, score: float) -> LayoutReading:
    prints = list(sheet.prints())
    suggested, unread = [], []
    for place, field in enumerate(layout.fields):
        said = _find(sheet, layout, field, prints)
        made = said if isinstance(said, str) else _suggest(sheet, field, place, said, score)
        if isinstance(made, str):
            unread.append((field.label or "", made))
        else:
            suggested.append(made)
    return LayoutReading(sheet.page.number, number, _sure(score), tuple(suggested), tuple(unread))


def _find(
    sheet: LayoutPage, layout: PageLayout, field: FieldLayout, prints: Sequence[Print]
) -> tuple[Print, float] | str:
    """The one print that stands as the field stood, with how well it fits; else why there is none."""
    ranked = sorted(((_fit(sheet, layout, field, at), at) for at in prints), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < FIT:
        return NONE_FITS
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return TWO_FIT
    return ranked[0][1], ranked[0][0]


def _fit(sheet: LayoutPage, layout: PageLayout, field: FieldLayout, at: Print) -> float:
    """From 0 to 1, how well a number stands as the field stood: by words first, by place last."""
    beside = _share(field.beside, frozenset(sheet.beside(at))) if field.beside else None
    if beside is not None and beside < FIT:
        return 0.0
    if not field.beside and sheet.beside(at):
        return 0.0
    columns = sheet.above(at)
    above = _columns(field.above, columns) if field.above else None
    around = _share(field.around, frozenset(sheet.around(at)))
    far = abs(field.right - at.box.x1) + abs(field.middle - at.middle) / 2
    near = max(0.0, 1 - far / (0.25 * layout.height))
    parts = [(0.45, beside), (0.25, above), (0.1, around), (0.2, near)]
    weighed = [(weight, part) for weight, part in parts if part is not None]
    return sum(weight * part for weight, part in weighed) / sum(weight for weight, _ in weighed)


def _columns(wanted: Sequence[tuple[str, float]], held: Sequence[tuple[str, float]]) -> float:
    """Which share of the words above a figure stand above this one, as far to its left."""
    found = sum(
        any(text == other and abs(across - there) <= ACROSS_POINTS for other, there in held)
        for text, across in wanted
    )
    return found / len(wanted)


def _suggest(
    sheet: LayoutPage, field: FieldLayout, place: int, found: tuple[Print, float], score: float
) -> Suggested | str:
    """What the field says here; doubts where the reader's own figure or the printed unit says another thing."""
    at, fit = found
    value = _value(field, at)
    if value is None:
        return NO_VALUE
    printed = at.figure.unit if at.figure is not None else sheet.unit_beside(at)
    same_unit = bare(printed) == bare(field.printed_unit)
    unit = field.unit if same_unit else printed
    differs = at.figure is not None and at.figure.value != value
    sure = _sure(score * fit * (1.0 if same_unit else 0.6) * (0.6 if differs else 1.0))
    return Suggested(
        field=place, page=sheet.page.number, box=at.box, raw=at.raw, value=value, unit=unit, label=field.label,
        period=_period(sheet, field, at), meter=_meter(sheet, field, at),
        confidence=sure, figure=at.figure, is_disputed=differs or not same_unit,
    )  # fmt: skip


def _value(field: FieldLayout, at: Print) -> Decimal | None:
    numbers = scan(at.raw).numbers
    if len(numbers) == 1 and field.decimals is not None:
        return numbers[0].with_dot if field.decimals == "dot" else numbers[0].with_comma
    if at.figure is not None:
        return at.figure.value
    # Without a habit to go by, a print that can mean two numbers is no suggestion.
    if len(numbers) == 1 and numbers[0].with_dot == numbers[0].with_comma:
        return numbers[0].with_dot
    return None


def _period(sheet: LayoutPage, field: FieldLayout, at: Print) -> Period | None:
    if field.period == "figure":
        return at.figure.period if at.figure is not None else None
    if field.period == "fields":
        return sheet.period()
    if field.period == "line":
        lines = [dated for words, dated in sheet.dated_lines() if tuple(sorted(words)) == field.period_words]
        if len(lines) == 1 and field.period_place < len(lines[0]):
            return lines[0][field.period_place].period
    return None


def _meter(sheet: LayoutPage, field: FieldLayout, at: Print) -> str | None:
    if field.meter == "fields":
        return sheet.meter_at(at)
    if field.meter == "line":
        lines = [coded for words, coded in sheet.coded_lines() if words == field.meter_words]
        if len(lines) == 1 and field.meter_place < len(lines[0]):
            return lines[0][field.meter_place]
    return None


def _sure(score: float) -> Decimal:
    return min(Decimal(str(score)).quantize(Decimal("0.01")), MOST_SURE)


def _share(wanted: Sequence[str], held: frozenset[str]) -> float:
    return sum(word in held for word in wanted) / len(wanted) if wanted else 1.0
