"""An XML invoice as JSON and back; what comes in is checked, because a child process wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast, get_args

from evidence.invoice_xml import Stated, XmlInvoice
from evidence.reading import FieldName, Period, Role

MOST_STATED = 2_000
_LONGEST = 1_000
_FIELDS: tuple[str, ...] = get_args(FieldName)


def shortened(invoice: XmlInvoice) -> XmlInvoice:
    """The invoice with no more numbers than are set beside a document, the first ones, and no text beyond bounds."""
    kept = [
        replace(
            one, place=one.place[:_LONGEST], label=one.label[:_LONGEST], raw=one.raw[:_LONGEST],
            unit=one.unit and one.unit[:_LONGEST], units=tuple(unit[:_LONGEST] for unit in one.units),
        )
        for one in invoice.figures
        if one.value.is_finite() and len(str(one.value)) <= _LONGEST
    ]  # fmt: skip
    kept.sort(key=lambda one: one.role != "total")
    fields = tuple((name, text[:_LONGEST]) for name, text in invoice.fields)
    return replace(invoice, figures=tuple(kept[:MOST_STATED]), fields=fields)


def invoice_from_json(plain: dict[str, Any]) -> XmlInvoice:
    """The invoice whose dataclass was written as JSON; raises ValueError, KeyError or TypeError for anything else."""
    if len(plain["figures"]) > MOST_STATED:
        raise ValueError("more numbers than an invoice may state here")
    fields = tuple((_field(name), _text(text)) for name, text in plain["fields"])
    figures = tuple(_stated(one) for one in plain["figures"])
    return XmlInvoice(_text(plain["syntax"]), figures, fields, _period(plain["period"]))


def _stated(plain: dict[str, Any]) -> Stated:
    role = plain["role"]
    if role not in (None, "total"):
        raise ValueError("an unknown role")
    return Stated(
        place=_text(plain["place"]),
        label=_text(plain["label"]),
        value=_decimal(plain["value"]),
        raw=_text(plain["raw"]),
        unit=None if plain["unit"] is None else _text(plain["unit"]),
        units=tuple(_text(unit) for unit in plain["units"]),
        period=_period(plain["period"]),
        role=cast(Role, role),
        is_quantity=plain["is_quantity"] is True,
    )


def _field(name: str) -> FieldName:
    if name not in _FIELDS:
        raise ValueError("an unknown field")
    return cast(FieldName, name)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("no text of bearable length")
    return value


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(_text(value))
    except InvalidOperation as error:
        raise ValueError("no decimal") from error
    if not number.is_finite():
        raise ValueError("no finite decimal")
    return number


def _period(plain: dict[str, Any] | None) -> Period | None:
    if plain is None:
        return None
    start, end = (
        None if plain[side] is None else date.fromisoformat(plain[side]) for side in ("start", "end")
    )
    return Period(start, end)
