"""Totals of a statement version: sums of what is stated, the memo per gas, and uncertainty by propagation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from methods import quantification
from methods.quantification import Basis, GasAmount, SourceLine, StatementResult
from methods.rounding import ZERO
from methods.uncertainty import UncertainLine, of_lines
from methods.uncomputable import Uncomputable
from workflow.ghg_statement.inputs import from_inputs
from workflow.ghg_statement.models import StatementLine


@dataclass(frozen=True)
class StatementTotals:
    """What a version states, t CO2e at 0.01: pairs of (location-based, market-based).

    Every total is the sum of the lines' rounded tonnes; removals and biogenic CO2 stand apart.
    """

    categories: dict[int, tuple[Decimal, Decimal]]
    groups: dict[str, tuple[Decimal, Decimal]]
    total: Decimal
    total_market: Decimal
    removals: Decimal

    def group(self, code: str, basis: Basis) -> Decimal:
        """The D of verification.md 4.1: a group's stated total on a basis."""
        location, market = self.groups[code]
        return location if basis is Basis.LOCATION else market


@dataclass(frozen=True)
class CategoryMemo:
    """The memo of one category: each gas rounded once; the difference to the category is shown."""

    category: int
    gases: tuple[GasAmount, ...]
    difference: Decimal
    biogenic_co2: Decimal


@dataclass(frozen=True)
class Uncertainties:
    """Half 95 % intervals in per cent (4.4); None where a line names none."""

    categories: dict[int, Decimal | None]
    groups: dict[str, Decimal | None]
    total: Decimal | None


def source_line(line: StatementLine) -> SourceLine:
    """The line as methods/ computes with it."""
    return from_inputs(line.inputs)


def add_up(lines: Sequence[StatementLine], groups: Mapping[str, Iterable[int]]) -> StatementTotals:
    """Sum the stated tonnes of lines by category, by assurance group and in all."""
    categories: dict[int, tuple[Decimal, Decimal]] = {}
    removals = ZERO
    for line in lines:
        source = source_line(line)
        if source.is_removal:
            removals += line.tonnes
            continue
        location, market = categories.get(source.iso_category, (ZERO, ZERO))
        categories[source.iso_category] = (location + line.tonnes, market + line.tonnes_market)
    ordered = dict(sorted(categories.items()))
    return StatementTotals(
        categories=ordered,
        groups={code: _sum(ordered, chosen) for code, chosen in groups.items()},
        total=_sum(ordered, ordered)[0],
        total_market=_sum(ordered, ordered)[1],
        removals=removals,
    )


def _sum(categories: Mapping[int, tuple[Decimal, Decimal]], chosen: Iterable[int]) -> tuple[Decimal, Decimal]:
    pairs = [categories.get(number, (ZERO, ZERO)) for number in chosen]
    return sum((p[0] for p in pairs), ZERO), sum((p[1] for p in pairs), ZERO)


def recalculate(lines: Sequence[StatementLine], gwp_set: str) -> StatementResult:
    """Recalculate a version in decimals from its inputs; raises Uncomputable with what a line lacks."""
    return quantification.quantify([source_line(line) for line in lines], gwp_set)


def memo_of(result: StatementResult) -> tuple[CategoryMemo, ...]:
    """The memo per gas and category, from unrounded gases rounded once (section 0)."""
    return tuple(
        CategoryMemo(c.iso_category, c.gases, c.gas_difference, c.biogenic_co2) for c in result.categories
    )


def uncertainties_of(
    lines: Sequence[StatementLine], result: StatementResult, groups: Mapping[str, Iterable[int]]
) -> Uncertainties:
    """Propagate the lines' uncertainties to category, group and total; sub-lines count as independent."""
    by_category: dict[int, list[UncertainLine]] = {}
    unknown: set[int] = set()
    stated = {line.inputs["source_id"]: line for line in lines}
    for computed in result.lines:
        line = stated[computed.source_id]
        activity, factor = line.uncertainty_activity, line.uncertainty_factor
        if activity is None or factor is None:
            unknown.add(computed.iso_category)
            continue
        sign = -1 if computed.is_removal else 1
        parts = computed.sublines or ((computed.source_id, computed.tonnes),)
        by_category.setdefault(computed.iso_category, []).extend(
            UncertainLine(f"{computed.source_id} {name}", sign * tonnes, activity, factor)
            for name, tonnes in parts
        )
    of = _propagation(by_category, unknown)
    numbers = sorted({item.iso_category for item in result.lines})
    return Uncertainties(
        categories={number: of([number]) for number in numbers},
        groups={code: of(chosen) for code, chosen in groups.items()},
        total=of(numbers),
    )


def _propagation(
    by_category: Mapping[int, Sequence[UncertainLine]], unknown: set[int]
) -> Callable[[Iterable[int]], Decimal | None]:
    def of(chosen: Iterable[int]) -> Decimal | None:
        numbers = set(chosen)
        lines = [line for number in sorted(numbers) for line in by_category.get(number, ())]
        if numbers & unknown or not lines:
            return None
        try:
            return of_lines(lines)
        except Uncomputable:
            return None  # a total of 0 t has no percentage

    return of
