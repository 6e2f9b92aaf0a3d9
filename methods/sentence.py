"""A sentence for people with named values, so that the edge can put it into another language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import round_to


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with %(name)s places and what stands in them; `str()` gives it in English."""

    template: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template % dict(self.values)


def sentence(template: str, **values: object) -> Sentence:
    """Return a Sentence; numbers are printed plainly, without exponent and trailing zeros."""
    return Sentence(template, tuple((name, printed(value)) for name, value in values.items()))


def printed(value: object) -> str:
    """Return a value as a sentence prints it: decimals plainly, groups joined by commas, a dash for none."""
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(printed(item) for item in value) or "-"
    return str(value)


def percent(fraction: Decimal, places: int = 2) -> Decimal:
    """Return a fraction as per cent for a sentence, half-up: 0.4618 is 46.18; never used to decide."""
    return round_to(fraction * 100, places)
