"""Sets an XML invoice beside what is printed: the stronger witness of its numbers, or a disagreement to look at.

Imports no parsing library: the process that puts a long document together uses it as well as the child.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from evidence.invoice_xml import Stated, XmlInvoice
from evidence.numbers import scan
from evidence.reading import LONE, Field, Figure, Page, Reading
from evidence.separators import SEPARATOR_DOUBT

IS_WITNESS = "an XML invoice ({syntax}) is embedded as {name}; it confirms {count} of the printed figures"
NOT_PRINTED = "the XML invoice says {label}: {value} {unit}; no such number is printed"
UNIT_DIFFERS = "the XML invoice gives the unit {unit} for this number"
PERIOD_DIFFERS = "the XML invoice gives another period for this number"
TOTAL_DIFFERS = "the XML invoice gives another total: {value} {unit}"
ONLY_ONE = "more than one XML invoice is embedded; only {name} was compared"
# So many equal prints are looked at for one number of the invoice: the first ones.
_MOST_PLACES = 200
_CONFIRMED, _DISPUTED = Decimal("0.98"), Decimal("0.50")
_WORD = re.compile(r"[^\W\d_]{3,}|[\u4e00-\u9fff]")


def set_beside_invoices(reading: Reading, found: list[tuple[str, XmlInvoice]], flags: list[str]) -> Reading:
    """The reading beside the first of the invoices found; `flags` tell of files that were not read."""
    if not found:
        return replace(reading, flags=(*reading.flags, *flags)) if flags else reading
    name, invoice = found[0]
    if len(found) > 1:
        flags = [*flags, ONLY_ONE.format(name=name)]
    pages, compared, count = compare(reading.pages, invoice)
    told = IS_WITNESS.format(syntax=invoice.syntax, name=name, count=count)
    return replace(reading, pages=pages, flags=(*reading.flags, told, *compared, *flags))


def compare(pages: Sequence[Page], invoice: XmlInvoice) -> tuple[tuple[Page, ...], list[str], int]:
    """The pages with witnessed and disputed figures, the disagreements in sentences, and how many agree."""
    figures = [figure for page in pages for figure in page.figures]
    printed = _printed_values(pages)
    flags: list[str] = []
    confirmed: set[int] = set()
    meant: dict[Decimal, list[int]] = {}
    for at, figure in enumerate(figures):
        for value in _values_of(figure):
            meant.setdefault(value, []).append(at)
    # Quantities first: a number that is both a quantity and a price is the quantity where its unit stands.
    for stated in sorted(invoice.figures, key=lambda one: (not one.is_quantity, one.role is None)):
        places = [at for at in meant.get(stated.value, ())[:_MOST_PLACES] if at not in confirmed]
        if places:
            at = max(places, key=lambda place: _likeness(figures[place], stated))
            figures[at] = _witnessed(figures[at], stated)
            confirmed.add(at)
        elif stated.value and stated.value not in printed:
            told = NOT_PRINTED.format(label=stated.label, value=stated.raw, unit=stated.unit or "").replace(
                " ;", ";"
            )
            flags.append(told)
    figures = _totals_checked(figures, invoice)
    differing = (
        f"{figures[at].raw}: {doubt}" for at in sorted(confirmed) for doubt in figures[at].doubts[-2:]
    )
    flags += [doubt for doubt in differing if "XML invoice" in doubt]
    return _dealt(pages, figures, invoice), list(dict.fromkeys(flags))[:40], len(confirmed)


def _printed_values(pages: Iterable[Page]) -> set[Decimal]:
    return {figure.value for page in pages for figure in page.figures}


def _values_of(figure: Figure) -> set[Decimal]:
    """What a printed number may say: the reading it was given, and its other one ("2.801")."""
    values = {figure.value}
    for number in scan(figure.raw).numbers:
        values |= {value for value in (number.with_dot, number.with_comma) if value is not None}
    return values


def _likeness(figure: Figure, stated: Stated) -> tuple[int, int, bool]:
    """How well a printed number fits what the invoice says of its value: unit, words, kind."""
    words = set(_WORD.findall((stated.label or "").casefold()))
    near = set(_WORD.findall(f"{figure.label or ''} {figure.column or ''} {figure.quote}".casefold()))
    fits = 1 if _same_unit(figure.unit, stated) else 0
    own = 2 * (figure.value == stated.value)
    return own + fits - (figure.unit is not None and not fits), len(words & near), figure.role == stated.role


def _same_unit(unit: str | None, stated: Stated) -> bool:
    if unit is None:
        return False
    plain = unit.replace("³", "3").replace("²", "2").strip(" .")
    if any(plain == one.replace("³", "3").replace("²", "2") for one in stated.units):
        return True
    return not stated.is_quantity and plain in _CURRENCY_SIGNS.get(stated.unit or "", ())


_CURRENCY_SIGNS = {
    "EUR": ("€", "Euro"), "USD": ("$", "US$"), "GBP": ("£",), "CNY": ("¥", "￥", "元", "RMB"), "CHF": ("Fr", "SFr"),
}  # fmt: skip


def _witnessed(figure: Figure, stated: Stated) -> Figure:
    """The figure as the XML says it: its unit and period fill what the print left open, or are disputed."""
    # What the print left open is answered by the invoice itself.
    doubts = [doubt for doubt in figure.doubts if doubt not in {SEPARATOR_DOUBT, LONE}]
    before = len(doubts)
    unit, period = figure.unit, figure.period
    if stated.unit is not None and unit is None:
        unit = stated.unit
    elif stated.unit is not None and stated.is_quantity and not _same_unit(unit, stated):
        doubts.append(UNIT_DIFFERS.format(unit=stated.unit))
    if stated.period is not None and stated.period.start and stated.period.end:
        if period is None:
            period = stated.period
        elif stated.is_quantity and period.start and period.end and period != stated.period:
            doubts.append(PERIOD_DIFFERS)
    is_disputed = len(doubts) > before
    confidence = min(figure.confidence, _DISPUTED) if is_disputed else max(figure.confidence, _CONFIRMED)
    return replace(
        figure,
        value=stated.value,
        unit=unit,
        period=period,
        label=figure.label or stated.label,
        role=figure.role or stated.role,
        witnessed=figure.witnessed or not is_disputed,
        doubts=tuple(doubts),
        confidence=figure.confidence if before or figure.invisible else confidence,
    )


def _totals_checked(figures: list[Figure], invoice: XmlInvoice) -> list[Figure]:
    """A printed total that is not the XML's total is doubted."""
    totals = [stated for stated in invoice.figures if stated.role == "total"]
    if not totals:
        return figures
    total = totals[0].value
    if any(figure.role == "total" and figure.value == total for figure in figures):
        return [replace(f, role=None) if f.role == "total" and f.value != total else f for f in figures]
    doubt = TOTAL_DIFFERS.format(value=totals[0].raw, unit=totals[0].unit or "").rstrip()
    return [
        replace(figure, doubts=(*figure.doubts, doubt), confidence=min(figure.confidence, _DISPUTED))
        if figure.role == "total"
        else figure
        for figure in figures
    ]


def _dealt(pages: Sequence[Page], figures: list[Figure], invoice: XmlInvoice) -> tuple[Page, ...]:
    """The figures back on their pages; what the invoice states of itself stands on the first."""
    at, dealt = 0, []
    for page in pages:
        own = tuple(figures[at : at + len(page.figures)])
        at += len(page.figures)
        dealt.append(replace(page, figures=own))
    known = {field.name for page in pages for field in page.fields}
    stated = [Field(name, text, 1, None, "XML") for name, text in invoice.fields if name not in known]
    if dealt and stated:
        dealt[0] = replace(dealt[0], fields=(*dealt[0].fields, *stated))
    return tuple(dealt)
