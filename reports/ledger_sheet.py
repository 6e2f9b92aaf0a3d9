"""The ledger as a sheet with live formulas: reported - corrections - remainder = verified, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.contract import Basis, LedgerRow
from reports.workbook import Book, Formula

NAME = "Ledger"


@dataclass(frozen=True, slots=True)
class LedgerRange:
    """Where the ledger stands, so that other sheets can sum it."""

    first: int
    last: int
    rows: tuple[LedgerRow, ...]

    def total(self, group: str, basis: Basis, *, of_verified: bool) -> Formula:
        """Return a group's total on a basis: rows of that basis, others where a source has no such row."""
        letter = "I" if of_verified else "F"
        flag = "J" if basis is Basis.LOCATION else "K"
        cells = f"{NAME}!${letter}${self.first}:${letter}${self.last}"
        groups = f"{NAME}!$D${self.first}:$D${self.last}"
        counted = f"{NAME}!${flag}${self.first}:${flag}${self.last}"
        value = sum(
            (
                row.verified if of_verified else row.reported
                for row in self.rows
                if row.group == group and counts(row, basis, self.rows)
            ),
            Decimal(0),
        )
        return Formula(f'SUMIFS({cells},{groups},"{group}",{counted},1)', value)


def counts(row: LedgerRow, basis: Basis, rows: Sequence[LedgerRow]) -> bool:
    """Return whether a row belongs to the total of a basis; most sources have one row for both."""
    if row.basis is basis:
        return True
    has_own = any(other.source == row.source and other.basis is basis for other in rows)
    return row.basis is Basis.LOCATION and not has_own


_COLUMNS = (
    *(("Source", 9), ("Name", 34), ("Category", 9), ("Group", 8), ("Basis", 11)),
    *(
        ("Reported, t CO2e", 15),
        ("Corrections, t CO2e", 15),
        ("Remainder, t CO2e", 15),
        ("Verified, t CO2e", 15),
    ),
    *(("In location", 10), ("In market", 10), ("Findings", 24)),
)


def ledger_sheet(book: Book, rows: Sequence[LedgerRow]) -> LedgerRange:
    """Add the ledger sheet; its flags say on which basis a row counts."""
    sheet = book.sheet(NAME, [width for _, width in _COLUMNS])
    sheet.head([title for title, _ in _COLUMNS])
    first = sheet.row
    for row in rows:
        at, corrections = sheet.row, _corrections(row)
        sheet.write(
            (
                *(row.source, row.name, row.iso_category, row.group, row.basis.value),
                *(row.reported, corrections, row.remainder),
                Formula(f"F{at}-G{at}-H{at}", row.reported - corrections - row.remainder),
                *(int(counts(row, basis, rows)) for basis in (Basis.LOCATION, Basis.MARKET)),
                ", ".join(item.finding for item in row.corrections),
            )
        )
    last = sheet.row - 1
    for label, flag, basis in (("location", "J", Basis.LOCATION), ("market", "K", Basis.MARKET)):
        counted = [row for row in rows if counts(row, basis, rows)]
        flags = f"{flag}{first}:{flag}{last}"
        sums = [
            Formula(f"SUMIFS({letter}{first}:{letter}{last},{flags},1)", value)
            for letter, value in zip("FGHI", _sums(counted), strict=True)
        ]
        sheet.write(("", f"Total, {label}-based", None, "", "", *sums), bold=True)
    return LedgerRange(first, last, tuple(rows))


def _corrections(row: LedgerRow) -> Decimal:
    return sum((item.net for item in row.corrections), Decimal(0))


def _sums(rows: Sequence[LedgerRow]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    zero = Decimal(0)
    return (
        sum((row.reported for row in rows), zero),
        sum((_corrections(row) for row in rows), zero),
        sum((row.remainder for row in rows), zero),
        sum((row.verified for row in rows), zero),
    )
