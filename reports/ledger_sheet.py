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


def ledger_sheet(book: Book, rows: Sequence[LedgerRow]) -> LedgerRange:
    """Add the ledger sheet; its last two columns say on which basis a row counts."""
    sheet = book.sheet(NAME, (9, 34, 9, 8, 11, 15, 15, 15, 15, 10, 10, 24))
    sheet.head(
        (
            "Source",
            "Name",
            "Category",
            "Group",
            "Basis",
            "Reported, t CO2e",
            "Corrections, t CO2e",
            "Remainder, t CO2e",
            "Verified, t CO2e",
            "In location",
            "In market",
            "Findings",
        )
    )
    first = sheet.row
    for row in rows:
        corrections = sum((item.net for item in row.corrections), Decimal(0))
        at = sheet.row
        sheet.write(
            (
                row.source,
                row.name,
                row.iso_category,
                row.group,
                row.basis.value,
                row.reported,
                corrections,
                row.remainder,
                Formula(f"F{at}-G{at}-H{at}", row.reported - corrections - row.remainder),
                int(counts(row, Basis.LOCATION, rows)),
                int(counts(row, Basis.MARKET, rows)),
                ", ".join(item.finding for item in row.corrections),
            )
        )
    last = sheet.row - 1
    for label, flag, basis in (
        ("Total, location-based", "J", Basis.LOCATION),
        ("Total, market-based", "K", Basis.MARKET),
    ):
        counted = [row for row in rows if counts(row, basis, rows)]
        sums = [
            Formula(f"SUMIFS({letter}{first}:{letter}{last},{flag}{first}:{flag}{last},1)", value)
            for letter, value in (
                ("F", sum((row.reported for row in counted), Decimal(0))),
                ("G", sum((item.net for row in counted for item in row.corrections), Decimal(0))),
                ("H", sum((row.remainder for row in counted), Decimal(0))),
                ("I", sum((row.verified for row in counted), Decimal(0))),
            )
        ]
        sheet.write(("", label, None, "", "", *sums), bold=True)
    return LedgerRange(first, last, tuple(rows))
