"""What a figure contributes to a statement line: its value in the line's unit, and how it got there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.evidence_checks import Period, prorate
from methods.quantification import SourceLine
from methods.rounding import round_to
from methods.uncomputable import Uncomputable
from methods.units import convert, name_unit
from workflow.errors import BadInput
from workflow.figures.rules import LinkRole
from workflow.i18n import N_, Message

LONGEST = 60


@dataclass(frozen=True)
class Contribution:
    """A quantity in a unit, and the sentence of the conversion that made it (None when there was none)."""

    quantity: Decimal
    unit: str
    conversion: str | None


@dataclass(frozen=True)
class Printed:
    """What a figure says: its value, unit and period."""

    value: Decimal
    unit: str | None
    start: date | None = None
    end: date | None = None


def contribution_of(
    printed: Printed, line: SourceLine, role: LinkRole, year: Period | None = None
) -> Contribution:
    """The figure in the line's unit; with a `year`, only its share by days (EV-02).

    A litre is taken for a line in litres, kilograms for a line that converts into kilograms. What only
    corroborates may stay in its own unit. Raises BadInput with what does not convert.
    """
    if not printed.unit:
        raise BadInput(
            N_("The figure has no unit. Edit it and type the unit that the document means."), "line"
        )
    value, steps = _by_days(printed, year)
    try:
        converted, step = _converted(value, printed.unit, line)
    except Uncomputable as refusal:
        if role is LinkRole.CORROBORATING:
            return Contribution(value, printed.unit[:LONGEST], _joined(steps))
        raise BadInput(
            Message(refusal.template.replace("%(", "{").replace(")s", "}"), refusal.params), "line"
        ) from None
    return Contribution(converted, line.unit, _joined(steps + ([step] if step else [])))


def _by_days(printed: Printed, year: Period | None) -> tuple[Decimal, list[str]]:
    if year is None:
        return printed.value, []
    if printed.start is None or printed.end is None:
        raise BadInput(
            N_("The figure has no period, so no share by days can be taken. Edit it first."), "role"
        )
    period = Period(printed.start, printed.end)
    share = round_to(prorate(printed.value, period, year), 2)
    inside = period.common(year)
    days = 0 if inside is None else inside.days
    return share, [f"{days} of {period.days} days"]


def _converted(value: Decimal, unit: str, line: SourceLine) -> tuple[Decimal, str | None]:
    """In the line's unit directly, or back from the unit that the line converts into."""
    if unit == line.unit:
        return value, None
    try:
        direct = convert(value, unit, line.unit)
        same = name_unit(unit) == name_unit(line.unit)
        return _short(direct), None if same else f"{unit} to {line.unit}"
    except Uncomputable:
        if line.converted_unit is None or line.conversion == 0:
            raise
    inner = convert(value, unit, line.converted_unit)
    step = f"{unit} to {line.unit} at {line.conversion} {line.converted_unit} each"
    return _short(inner / line.conversion), step


def _short(value: Decimal) -> Decimal:
    """At most twelve decimals, which is far under any rounding of a statement."""
    if -value.as_tuple().exponent > 12:  # type: ignore[operator]
        value = round_to(value, 12)
    return value.normalize() + 0 if value == value.to_integral_value() else value


def _joined(steps: list[str]) -> str | None:
    return "; ".join(steps) or None
