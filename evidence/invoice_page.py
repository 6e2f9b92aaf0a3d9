"""Reads an XML invoice that came as a file of its own: each number it states under its place in the invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evidence.invoice_xml import Stated, XmlInvoice
from evidence.reading import Field, Figure, Page

_CONFIDENCE = Decimal("0.99")
_DATES = frozenset({"issue_date", "period_start", "period_end"})


def page_of_invoice(invoice: XmlInvoice) -> Page:
    """The invoice as one page without geometry: what it says of itself, then its numbers."""
    named = {f"{stated.place}: {stated.label}": stated for stated in invoice.figures}
    head = [
        ("Invoice", invoice.syntax),
        *((name.replace("_", " ").capitalize(), text) for name, text in invoice.fields),
    ]
    prose = [*head, *((stated.place, _line(stated)) for stated in named.values())]
    days = {text for name, text in invoice.fields if name in _DATES}
    return Page(
        number=1,
        width=0.0,
        height=0.0,
        chars=sum(len(text.replace(" ", "")) for _, text in prose),
        figures=tuple(_figure(stated) for stated in named.values()),
        fields=tuple(
            Field(name, text, 1, None, name.replace("_", " ").capitalize()) for name, text in invoice.fields
        ),
        dates=tuple(sorted(date.fromisoformat(day) for day in days)),
        prose=tuple(prose),
    )


def _line(stated: Stated) -> str:
    return f"{stated.label}: {stated.raw} {stated.unit or ''}".rstrip()


def _figure(stated: Stated) -> Figure:
    return Figure(
        value=stated.value,
        raw=stated.raw,
        unit=stated.unit,
        period=stated.period,
        label=stated.label,
        column=stated.place.partition(", ")[2] or None,
        role=stated.role,
        page=1,
        box=None,
        cell=stated.place,
        method="cell",
        witnessed=False,
        confidence=_CONFIDENCE,
        invisible=False,
        quote=_line(stated),
    )
