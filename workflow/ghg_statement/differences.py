"""What differs between two versions of the GHG statement, source by source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.quantification import SourceLine, quantify_line
from methods.rounding import ZERO
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.models import StatementLine
from workflow.ghg_statement.totals import source_line

WORDS = {
    "activity": "quantity",
    "unit": "unit",
    "conversion": "conversion",
    "converted_unit": "conversion",
    "gas_factors": "factors or GWP",
    "co2e_factor": "factor",
    "sublines": "parts of the line",
    "instruments": "certificates",
    "market_factor": "residual mix",
    "iso_category": "category",
    "scope_code": "category",
}


@dataclass(frozen=True)
class Compared:
    """One source in one version, as two versions are held against each other."""

    source: str
    quantity: Decimal
    unit: str
    tonnes: Decimal
    tonnes_market: Decimal
    line: SourceLine


@dataclass(frozen=True)
class Difference:
    """One source in both versions; None where a version does not have it. `change` is in t CO2e."""

    source: str
    before: Compared | None
    after: Compared | None
    what: tuple[str, ...]

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "changed" if self.what else "unchanged"

    @property
    def change(self) -> Decimal:
        return _tonnes(self.after) - _tonnes(self.before)

    @property
    def change_market(self) -> Decimal:
        before = self.before.tonnes_market if self.before else ZERO
        return (self.after.tonnes_market if self.after else ZERO) - before


def _tonnes(side: Compared | None) -> Decimal:
    return side.tonnes if side else ZERO


def as_stored(line: StatementLine) -> Compared:
    """A stored line to compare."""
    return Compared(
        line.inputs["source_id"],
        line.activity,
        line.unit,
        line.tonnes,
        line.tonnes_market,
        source_line(line),
    )


def as_stated(line: StatedLine, gwp_set: str) -> Compared:
    """A line of an import, not stored yet, to compare."""
    computed = quantify_line(line.source, gwp_set)
    tonnes = computed.tonnes if line.tonnes is None else line.tonnes
    has_own = bool(line.source.instruments) or line.source.market_factor is not None
    market = computed.market_tonnes if has_own else tonnes
    return Compared(
        line.source.source_id,
        line.source.activity,
        line.source.unit,
        tonnes,
        market if line.tonnes_market is None else line.tonnes_market,
        line.source,
    )


def compare(before: Iterable[Compared], after: Iterable[Compared]) -> list[Difference]:
    """Hold two versions against each other, by source id."""
    old, new = {c.source: c for c in before}, {c.source: c for c in after}
    return [
        Difference(code, old.get(code), new.get(code), _what(old.get(code), new.get(code)))
        for code in sorted(old.keys() | new.keys())
    ]


def _what(before: Compared | None, after: Compared | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    # By value, not by print: 62.0 kg and 62 kg are one quantity.
    told = {word for name, word in WORDS.items() if getattr(before.line, name) != getattr(after.line, name)}
    if before.tonnes != after.tonnes or before.tonnes_market != after.tonnes_market:
        told.add("tonnes stated")
    return tuple(sorted(told))
