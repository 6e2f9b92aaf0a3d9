"""The sums of the SBT documents: computed from the rows as they are printed, and held against what is declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import round_tonnes
from reports.numbers import number
from reports.parts import Basis
from reports.sbt_contract import Delivery, ExclusionRow, InventoryRow, InventoryTable, LeverRow, RowKind
from reports.sentences import Sentence

ZERO = Decimal(0)
CENT = Decimal("0.01")


class TableDoesNotFoot(ValueError):
    """A table's rows do not add up to the total that is declared for it; the document is not made."""

    def __init__(self, table: str, declared: Decimal, computed: Decimal) -> None:
        self.sentence = Sentence(
            "{table} does not foot: its rows add up to {computed}, declared are {declared}. Correct a row or the "
            "total, then make the document again.",
            {"table": table, "computed": number(computed, 2), "declared": number(declared, 2)},
        )
        super().__init__(str(self.sentence))


def add_printed(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of amounts as they are printed, at two decimals; what is not stated adds nothing."""
    return sum((round_tonnes(amount) for amount in amounts if amount is not None), ZERO)


@dataclass(frozen=True, slots=True)
class InventorySums:
    """Sums of one year of the inventory in t CO2e, scope 2 by the table's approach; `missing` rows are not stated."""

    scope_1: Decimal
    scope_2: Decimal
    scope_3: Decimal
    missing: int

    @property
    def scopes_1_2(self) -> Decimal:
        """Return scopes 1 and 2 together."""
        return self.scope_1 + self.scope_2

    @property
    def total(self) -> Decimal:
        """Return all scopes; biogenic CO2 and removals are never in it."""
        return self.scopes_1_2 + self.scope_3


def is_counted(row: InventoryRow, table: InventoryTable) -> bool:
    """Say whether a row is in the totals: of the two ways to count scope 2 only the table's own is."""
    other = RowKind.SCOPE_2_MARKET if table.scope_2 is Basis.LOCATION else RowKind.SCOPE_2_LOCATION
    return row.kind not in {other, RowKind.BIOGENIC, RowKind.REMOVALS}


def sum_inventory(table: InventoryTable, *, recent: bool = False) -> InventorySums:
    """Return the sums of the base year, or of the most recent year."""
    counted = [row for row in table.rows if is_counted(row, table)]

    def of(*kinds: RowKind) -> Decimal:
        return add_printed((row.recent if recent else row.base) for row in counted if row.kind in kinds)

    unknown = [row for row in counted if (row.recent if recent else row.base) is None and not row.reason]
    return InventorySums(
        scope_1=of(RowKind.SCOPE_1),
        scope_2=of(RowKind.SCOPE_2_LOCATION, RowKind.SCOPE_2_MARKET),
        scope_3=of(RowKind.SCOPE_3),
        missing=len(unknown),
    )


def refuse_loose_inventory(table: InventoryTable) -> None:
    """Raise TableDoesNotFoot when the rows do not add up to a total that the GHG statement declares."""
    for year, declared, recent in (
        (table.base_year, table.declared_base, False),
        (table.recent_year, table.declared_recent, True),
    ):
        computed = sum_inventory(table, recent=recent).total
        if declared is not None and round_tonnes(declared) != computed:
            raise TableDoesNotFoot(f"The inventory table of {year}", declared, computed)


def refuse_loose_delivery(delivery: Delivery) -> None:
    """Raise TableDoesNotFoot when levers, spending or a year of the roadmap do not add up."""
    total = add_printed(lever.capex for lever in delivery.levers)
    if delivery.declared_capex is not None and round_tonnes(delivery.declared_capex) != total:
        raise TableDoesNotFoot("The register of levers (capital expenditure)", delivery.declared_capex, total)
    for lever in delivery.levers:
        spent = add_printed(item.amount for item in lever.spending)
        if lever.spending and spent != round_tonnes(lever.capex):
            raise TableDoesNotFoot(f"The spending of lever {lever.lever_id}", lever.capex, spent)
    for one in delivery.years:
        planned = one.business_as_usual - one.abatement
        if abs(planned - one.planned) > CENT:
            raise TableDoesNotFoot(f"The roadmap of {one.year} (planned)", one.planned, planned)
        if abs(one.planned - one.line - one.gap) > CENT:
            raise TableDoesNotFoot(f"The roadmap of {one.year} (gap)", one.gap, one.planned - one.line)


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return part / whole (0.05 is 5 %), None where the whole is 0."""
    return part / whole if whole else None


def excluded(rows: Iterable[ExclusionRow], *scopes: int) -> Decimal:
    """Return the excluded t CO2e of some scopes."""
    return add_printed(row.tonnes for row in rows if row.scope in scopes)


def abatement_by_year(levers: Iterable[LeverRow], years: Iterable[int]) -> dict[int, Decimal]:
    """Return t CO2e that all levers abate in each year."""
    listed = tuple(levers)
    return {year: add_printed(lever.abates(year) for lever in listed) for year in years}


def spending_by_year(levers: Iterable[LeverRow]) -> dict[int, Decimal]:
    """Return the capital expenditure of each year in which some is spent."""
    spent: dict[int, Decimal] = {}
    for lever in levers:
        for item in lever.spending:
            spent[item.year] = spent.get(item.year, ZERO) + round_tonnes(item.amount)
    return dict(sorted(spent.items()))
