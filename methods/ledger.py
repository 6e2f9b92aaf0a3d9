"""The ledger that ties out: reported minus corrections is verified, per group and basis, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import CENT, ZERO


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One finding in a ledger: its m (reported minus correct, t CO2e) and the balance after it."""

    finding_id: str
    amount: Decimal
    is_projected: bool
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """From the reported total to the verified one; `stated` is what a later version says.

    `difference` is stated minus verified; it is 0 when the later version holds every correction and no
    more, and 0 while there is no later version to hold against.
    """

    basis: Basis
    reported: Decimal
    entries: tuple[LedgerEntry, ...]
    verified: Decimal
    stated: Decimal | None
    difference: Decimal

    @property
    def ties_out(self) -> bool:
        return self.difference == 0


def keep_ledger(
    reported: Decimal,
    misstatements: Iterable[Misstatement],
    basis: Basis,
    stated: Decimal | None = None,
) -> Ledger:
    """Take each misstatement's m from the reported total in turn; an overstatement lowers the balance."""
    balance = reported
    entries: list[LedgerEntry] = []
    for item in misstatements:
        amount = item.net(basis)
        balance -= amount
        entries.append(LedgerEntry(item.finding_id, amount, item.is_projected, balance))
    difference = ZERO if stated is None else stated - balance
    return Ledger(basis, reported, tuple(entries), balance, stated, difference)


@dataclass(frozen=True, slots=True)
class SourceCorrection:
    """What became of one source between two versions: asked for, done and what is left, t CO2e."""

    source_id: str
    before: Decimal
    after: Decimal
    expected_change: Decimal
    remainder: Decimal

    @property
    def is_corrected(self) -> bool:
        """Say whether the source differs by the agreed amounts within 0.01 t (2.3, closed_corrected)."""
        return abs(self.remainder) <= CENT


def trace_corrections(
    before: Mapping[str, Decimal],
    after: Mapping[str, Decimal],
    misstatements: Iterable[Misstatement],
    basis: Basis,
) -> tuple[SourceCorrection, ...]:
    """Hold each touched source of a later version against the agreed amounts of all findings on it (2.3).

    `before` and `after` map source ids to rounded t CO2e on the basis; a source that is absent counts as 0.
    """
    expected: dict[str, Decimal] = {}
    for item in misstatements:
        for source_id, amount in item.net_by_source(basis).items():
            expected[source_id] = expected.get(source_id, ZERO) - amount
    corrections = []
    for source_id, change in sorted(expected.items()):
        was, now = before.get(source_id, ZERO), after.get(source_id, ZERO)
        corrections.append(SourceCorrection(source_id, was, now, change, now - was - change))
    return tuple(corrections)
