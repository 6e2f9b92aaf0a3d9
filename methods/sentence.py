"""A sentence for people with named values, so that the edge can put it into another language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from methods.rounding import round_to, round_tonnes, round_up


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with %(name)s places and what stands in them; `str()` gives it in English."""

    template: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def params(self) -> dict[str, str]:
        """Return the values by name, as `Uncomputable` has them."""
        return dict(self.values)

    def __str__(self) -> str:
        return self.template % self.params


def sentence(template: str, **values: object) -> Sentence:
    """Return a Sentence; decimals are printed by thousands, without exponent and trailing zeros."""
    return Sentence(template, tuple((name, printed(value)) for name, value in values.items()))


def printed(value: object) -> str:
    """Return a value as a sentence prints it: decimals by thousands, lists joined by commas, a dash for none.

    A whole number that is no Decimal is a year or a count, and stays as it is.
    """
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:,f}"
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(printed(item) for item in value) or "-"
    return str(value)


def plain(value: Decimal) -> str:
    """Return a decimal as a form takes it and as a file holds it: no exponent, no idle zeros, no thousands."""
    return f"{value.normalize() + 0:f}"


def tonnes(amount: Decimal) -> str:
    """Return t CO2e as a sentence prints them: by thousands and half-up to 0.01, as every table does."""
    return f"{round_tonnes(amount):,.2f}"


def percent(fraction: Decimal, places: int = 2) -> Decimal:
    """Return a fraction as per cent for a sentence, half-up: 0.4618 is 46.18; never used to decide."""
    return round_to(fraction * 100, places)


def percent_given(fraction: Decimal) -> Decimal:
    """Return what a rule was given as per cent, rounded down, so that 66.998 is not printed as the 67 asked."""
    return (fraction * 100).quantize(Decimal("0.01"), rounding=ROUND_FLOOR)


def percent_asked(fraction: Decimal) -> Decimal:
    """Return what a rule asks as per cent, rounded up, so that who gives the printed figure gives enough."""
    return round_up(fraction * 100, 2)
