"""Checks that compare: powers of ten (EV-03), meter and invoice (EV-09), profile (EV-16), intensity (EV-17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from methods.evidence_checks.periods import Bill
from methods.evidence_checks.quantities import LinkedFigure, LinkRole, significant
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.rounding import ZERO, print_percent
from methods.sentence import plain
from methods.uncomputable import Uncomputable
from methods.units import convert

TOTAL_WITHIN = Decimal("0.05")
BILL_WITHIN = Decimal("0.2")
FEWEST_OTHERS = 3
METER_TO_INVOICE = Decimal("0.02")
UNEXPLAINED_ABOVE = Decimal("0.2")
_PER_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class IntensityPoint:
    """A quantity used and the output made in the same time (a month, a year), each in one unit throughout."""

    name: str
    quantity: Decimal
    output: Decimal


def power_of_ten(ratio: Decimal, within: Decimal) -> int | None:
    """Return the exponent, not 0, of the power of ten from 10^-6 to 10^6 that a ratio comes to, else None."""
    for exponent in (1, -1, 3, -3, 2, -2, 4, -4, 5, -5, 6, -6):
        if abs(ratio.scaleb(-exponent) - 1) <= within:
            return exponent
    return None


def check_unit_and_scale(
    line: str, quantity: Decimal, unit: str, figures: Sequence[LinkedFigure],
    meters: Mapping[str, Sequence[LinkedFigure]], *, is_declared_complete: bool,
) -> CheckResult:  # fmt: skip
    """EV-03: the units behind a line convert into its own, and nothing is off by a power of ten.

    The sum of the primary figures is compared with the line within 5 %, and each bill with the median of its
    meter's others within 20 %. A smaller sum of documents that are not declared complete says nothing.
    """
    amounts, unfit = _converted([f for f in figures if f.role is LinkRole.PRIMARY], unit)
    total = sum(amounts.values(), ZERO)
    exponent = power_of_ten(total / quantity, TOTAL_WITHIN) if quantity and amounts else None
    if exponent is not None and exponent < 0 and not is_declared_complete:
        exponent = None
    outliers = [name for bills in meters.values() for name in _out_of_scale(_converted(bills, unit)[0])]
    is_comparable = bool(amounts) and quantity != 0
    is_near = is_comparable and abs(total / quantity - 1) <= TOTAL_WITHIN
    has_failed = exponent is not None or bool(outliers or unfit)
    return answer(
        "EV-03",
        False if has_failed else (True if is_near or (is_comparable and is_declared_complete) else None),
        Sentences(
            fails="%(line)s: the primary figures give %(total)s %(unit)s, the line says %(quantity)s (a factor "
            "of %(factor)s); bills off by a power of ten: %(outliers)s; units that do not convert: %(unfit)s.",
            passes="%(line)s: the primary figures are in units of the line, %(total)s %(unit)s against "
            "%(quantity)s; no power of ten lies between.",
            not_applicable="%(line)s: no complete primary figures to hold its unit and scale against.",
        ),
        line=line, unit=unit, total=plain(total), quantity=plain(quantity),
        factor="1" if exponent is None else _factor(exponent), outliers=listed(outliers), unfit=listed(unfit),
    )  # fmt: skip


def _converted(figures: Sequence[LinkedFigure], unit: str) -> tuple[dict[str, Decimal], list[str]]:
    """Figures by name in one unit, and those that do not convert into it."""
    amounts: dict[str, Decimal] = {}
    unfit = []
    for figure in figures:
        try:
            amounts[figure.figure] = convert(figure.quantity, figure.unit, unit)
        except Uncomputable:
            unfit.append(f"{figure.figure} ({figure.unit})")
    return amounts, unfit


def _out_of_scale(bills: Mapping[str, Decimal]) -> list[str]:
    """The bills that are a power of ten away from the middle of their meter's other bills."""
    found = []
    for name, amount in bills.items():
        others = [other for key, other in bills.items() if key != name]
        middle = median(others) if len(others) >= FEWEST_OTHERS else ZERO
        exponent = power_of_ten(amount / middle, BILL_WITHIN) if middle else None
        if exponent is not None:
            found.append(f"{name} ({plain(amount)}, x {_factor(exponent)} of the others)")
    return found


def _factor(exponent: int) -> str:
    power = str(10 ** abs(exponent))
    return power if exponent > 0 else f"1/{power}"


def check_meter_against_invoices(
    meter: str, metered: Decimal | None, invoiced: Decimal | None, unit: str, class_percent: Decimal | None,
    *, is_declared_complete: bool,
) -> CheckResult:  # fmt: skip
    """EV-09: what the meter measured is what was invoiced, within 2 % or the meter's class in per cent.

    An invoice states no period, so the sums of a set declared complete are compared; else not applicable.
    """
    tolerance = max(METER_TO_INVOICE, (class_percent or ZERO) / _PER_CENT)
    sentences = Sentences(
        fails="%(meter)s: bills measure %(metered)s %(unit)s, invoices charge %(invoiced)s: %(percent)s %% "
        "apart, more than %(tolerance)s %%.",
        passes="%(meter)s: bills measure %(metered)s %(unit)s, invoices charge %(invoiced)s: %(percent)s %% "
        "apart, within %(tolerance)s %%.",
        not_applicable="%(meter)s: no complete bills and invoices to compare with each other.",
    )
    if metered is None or invoiced is None or metered == 0 or not is_declared_complete:
        return answer("EV-09", None, sentences, meter=meter)
    apart = abs(invoiced - metered) / abs(metered)
    return answer(
        "EV-09", apart <= tolerance, sentences, meter=meter, unit=unit, metered=plain(metered),
        invoiced=plain(invoiced), percent=print_percent(apart), tolerance=plain(tolerance * _PER_CENT),
    )  # fmt: skip


def check_month_profile(meter: str, bills: Sequence[Bill]) -> CheckResult:
    """EV-16 within the year: a bill's average per day is within 20 % of that of the bill before it.

    By days, so that a short month is no change; bill after bill, so that a season is none. All in one unit.
    """
    ordered = sorted(bills, key=lambda bill: bill.period)
    steps = [
        (bill, _change(before.quantity / before.period.days, bill.quantity / bill.period.days))
        for before, bill in pairwise(ordered)
    ]
    known = [(bill, change) for bill, change in steps if change is not None]
    jumps = [f"{bill.period} {_signed(change)} %" for bill, change in known if _needs_explanation(change)]
    return answer(
        "EV-16",
        None if not known else not jumps,
        Sentences(
            fails="%(meter)s: the use per day changes by more than 20 %% from the bill before (%(jumps)s); "
            "this needs an explanation.",
            passes="%(meter)s: over %(bills)s bills the use per day changes by at most %(largest)s %% from one "
            "to the next.",
            not_applicable="%(meter)s: no two bills to compare with each other.",
        ),
        meter=meter, bills=len(bills), jumps=listed(jumps),
        largest=print_percent(max((abs(change) for _, change in known), default=ZERO)),
    )  # fmt: skip


def check_year_on_year(line: str, quantity: Decimal, unit: str, earlier: Decimal | None) -> CheckResult:
    """EV-16 between years: a line's quantity is within 20 % of the period before; None is not known."""
    change = None if earlier is None else _change(earlier, quantity)
    return answer(
        "EV-16",
        None if change is None else not _needs_explanation(change),
        Sentences(
            fails="%(line)s: %(quantity)s %(unit)s after %(earlier)s in the period before, %(change)s %%; this "
            "needs an explanation.",
            passes="%(line)s: %(quantity)s %(unit)s after %(earlier)s in the period before, %(change)s %%.",
            not_applicable="%(line)s: no quantity of the period before is known here.",
        ),
        line=line, quantity=plain(quantity), unit=unit, earlier="-" if earlier is None else plain(earlier),
        change="-" if change is None else _signed(change),
    )  # fmt: skip


def check_intensity(
    subject: str, unit: str, points: Sequence[IntensityPoint], reference: Decimal | None = None
) -> CheckResult:
    """EV-17: quantity per output of each point is within 20 % of the reference, else of all points together.

    `unit` names the quotient (kWh/t). `reference` is the intensity of the period before. Not applicable with
    one point and no reference, or without output.
    """
    usable = [point for point in points if point.output > 0]
    if reference is None and len(usable) > 1:
        reference = sum((p.quantity for p in usable), ZERO) / sum((p.output for p in usable), ZERO)
    changes = [(p, _change(reference, p.quantity / p.output)) for p in usable if reference]
    far = [
        f"{p.name} {significant(p.quantity / p.output)} ({_signed(change)} %)"
        for p, change in changes
        if change is not None and _needs_explanation(change)
    ]
    return answer(
        "EV-17",
        not far if changes else None,
        Sentences(
            fails="%(subject)s: against %(reference)s %(unit)s the intensity is more than 20 %% away in %(far)s; "
            "this needs an explanation.",
            passes="%(subject)s: the intensity stays within 20 %% of %(reference)s %(unit)s in %(points)s "
            "comparisons.",
            not_applicable="%(subject)s: no output of the period is read right, so there is no intensity.",
        ),
        subject=subject, unit=unit, points=len(changes), far=listed(far),
        reference="-" if reference is None else significant(reference),
    )  # fmt: skip


def _change(before: Decimal, after: Decimal) -> Decimal | None:
    return None if before == 0 else (after - before) / abs(before)


def _needs_explanation(change: Decimal) -> bool:
    return abs(change) > UNEXPLAINED_ABOVE


def _signed(change: Decimal) -> str:
    return ("+" if change > 0 else "") + print_percent(change)
