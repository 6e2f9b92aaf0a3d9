"""Sections 4 to 7 of the SBT dossier: inventory table, exclusions, bioenergy, screening of scope 3."""

from __future__ import annotations

from decimal import Decimal

from methods.rounding import round_tonnes
from reports.numbers import NO_BREAK, NOTHING, percent, tonnes
from reports.parts import Basis
from reports.sbt_contract import (
    SCOPE_3_NAMES,
    Bioenergy,
    ExclusionRow,
    InventoryRow,
    InventoryTable,
    RowKind,
    ScreeningRow,
    Stater,
)
from reports.sbt_paper import SbtPaper, number_column, text_column
from reports.sbt_sums import InventorySums, add_printed, excluded, is_counted, share_of, sum_inventory
from reports.word import Quiet, WordCell

NEED_OF_TARGET, EXCLUDED_MOST = Decimal("0.40"), Decimal("0.05")
_CODES = {
    RowKind.SCOPE_1: "1",
    RowKind.SCOPE_2_LOCATION: "2 loc.",
    RowKind.SCOPE_2_MARKET: "2 mkt.",
    RowKind.BIOGENIC: "",
    RowKind.REMOVALS: "",
}


def row_code(row: InventoryRow) -> str:
    """Return the code of a row: the scope, or 3.1 to 3.15."""
    return f"3.{row.category}" if row.kind is RowKind.SCOPE_3 else _CODES[row.kind]


def row_label(row: InventoryRow) -> str:
    """Return the English name of a row."""
    if row.kind is RowKind.SCOPE_3 and row.category:
        return SCOPE_3_NAMES[row.category - 1]
    return {
        RowKind.SCOPE_1: "Direct emissions",
        RowKind.SCOPE_2_LOCATION: "Purchased energy, location-based",
        RowKind.SCOPE_2_MARKET: "Purchased energy, market-based",
        RowKind.BIOGENIC: "Biogenic CO2 (apart from all totals)",
        RowKind.REMOVALS: "Removals (apart from all totals)",
    }.get(row.kind, row.kind.value)


def print_inventory(paper: SbtPaper, table: InventoryTable | None) -> None:
    """Print section 4: every row in both years with its share, then the sums that the rows give."""
    say = paper.say
    if table is None:
        paper.word.note(f"{say('Inventory table')}: {paper.lacking(Stater.INVENTORY).text}.")
        return
    base, recent = sum_inventory(table), sum_inventory(table, recent=True)
    approach = say("market-based" if table.scope_2 is Basis.MARKET else "location-based")
    paper.word.text(
        say(
            "All amounts in t CO2e. Totals take scope 2 {approach}; the other approach, biogenic CO2 and removals "
            "stand apart and enter no total.",
            approach=approach,
        )
    )
    columns = (
        text_column(say("Row"), 8),
        text_column(say("Source of emissions"), 27),
        number_column(say("Base year {year}", year=table.base_year), 15),
        number_column(say("Recent year {year}", year=table.recent_year), 15),
        number_column(say("% of {year}", year=table.base_year), 10),
        text_column(say("Method and data quality, or reason"), 25),
    )
    rows = [_inventory_row(paper, row, table, base) for row in table.rows]
    share = percent(Decimal(1)) if base.total else NOTHING
    total = ("", say("Total, all scopes"), tonnes(base.total), tonnes(recent.total), share, "")
    paper.table(say("Inventory in t CO2e"), columns, rows, total)
    _print_sums(paper, table, base, recent)


def _inventory_row(
    paper: SbtPaper, row: InventoryRow, table: InventoryTable, base: InventorySums
) -> tuple[WordCell, ...]:
    part = share_of(round_tonnes(row.base), base.total) if row.base is not None else None
    counted = is_counted(row, table)
    how = "; ".join(text for text in (row.method, row.quality, row.reason) if text)
    lacking = paper.lacking(Stater.INVENTORY)
    return (
        row_code(row),
        paper.say(row_label(row)),
        tonnes(row.base) if row.base is not None or row.reason else Quiet(paper.say("not stated")),
        tonnes(row.recent) if row.recent is not None or row.reason else Quiet(paper.say("not stated")),
        percent(part) if part is not None and counted else NOTHING,
        how or lacking,
    )


def _print_sums(paper: SbtPaper, table: InventoryTable, base: InventorySums, recent: InventorySums) -> None:
    say = paper.say
    columns = (
        text_column(say("Sum"), 40),
        number_column(say("Base year {year}", year=table.base_year), 20),
        number_column(say("Recent year {year}", year=table.recent_year), 20),
        number_column(say("% of {year}", year=table.base_year), 20),
    )
    parts = (
        ("Scope 1", base.scope_1, recent.scope_1),
        ("Scope 2", base.scope_2, recent.scope_2),
        ("Scope 3", base.scope_3, recent.scope_3),
    )
    rows = [
        (say(label), tonnes(one), tonnes(other), _percent(one, base.total)) for label, one, other in parts
    ]
    total = (say("Total"), tonnes(base.total), tonnes(recent.total), _percent(base.total, base.total))
    paper.table(say("Sums by scope in t CO2e"), columns, rows, total)
    if base.missing or recent.missing:
        paper.word.note(
            say(
                "Rows not stated: {base} for {base_year}, {recent} for {recent_year}. They count as nothing in the "
                "totals above.",
                base=base.missing,
                base_year=table.base_year,
                recent=recent.missing,
                recent_year=table.recent_year,
            )
        )


def _percent(part: Decimal, whole: Decimal) -> str:
    found = share_of(part, whole)
    return NOTHING if found is None else percent(found)


def print_exclusions(
    paper: SbtPaper, rows: tuple[ExclusionRow, ...] | None, table: InventoryTable | None
) -> None:
    """Print section 5: what is left out, as share of its scopes, and the sums against 5 %."""
    say = paper.say
    if not rows:
        none_given = say("Nothing is excluded from the inventory or from the boundary of the targets.")
        lacking = f"{say('Exclusions')}: {paper.lacking(Stater.INVENTORY).text}."
        paper.word.text(none_given) if rows is not None else paper.word.note(lacking)
        return
    base = sum_inventory(table) if table else InventorySums(Decimal(0), Decimal(0), Decimal(0), 0)
    wholes = {1: base.scope_1, 2: base.scope_2, 3: base.scope_3}
    columns = (
        text_column(say("Source"), 30),
        text_column(say("Scope"), 9),
        text_column(say("Left out of"), 15),
        number_column(f"t{NO_BREAK}CO2e", 14),
        number_column(say("% of scope"), 12),
        text_column(say("Reason"), 20),
    )
    listed = [
        (
            row.source,
            str(row.scope),
            say("targets" if row.from_target else "inventory"),
            tonnes(row.tonnes),
            _percent(round_tonnes(row.tonnes), wholes[row.scope]),
            row.reason,
        )
        for row in rows
    ]
    total = (say("Total"), "", "", tonnes(add_printed(row.tonnes for row in rows)), "", "")
    paper.table(say("Exclusions in t CO2e"), columns, listed, total)
    _print_limits(paper, rows, base)


def _print_limits(paper: SbtPaper, rows: tuple[ExclusionRow, ...], base: InventorySums) -> None:
    say = paper.say
    sums = (
        ("Scopes 1 and 2", excluded(rows, 1, 2), base.scopes_1_2),
        ("Scope 3", excluded(rows, 3), base.scope_3),
    )
    columns = (
        text_column(say("Scopes"), 25),
        number_column(say("Excluded, t CO2e"), 20),
        number_column(say("Inventory, t CO2e"), 20),
        number_column(say("Share"), 13),
        text_column(say("Against 5 %"), 22),
    )
    paper.table(
        say("Exclusions against 5 %"),
        columns,
        [
            (say(label), tonnes(out), tonnes(whole), _percent(out, whole), _against(paper, out, whole))
            for label, out, whole in sums
        ],
    )


def _against(paper: SbtPaper, out: Decimal, whole: Decimal) -> str:
    found = share_of(out, whole)
    if found is None:
        return paper.say("cannot be computed")
    return paper.say("within 5 %" if found <= EXCLUDED_MOST else "above 5 %")


def print_bioenergy(paper: SbtPaper, part: Bioenergy) -> None:
    """Print section 6: fuels with their biogenic CO2, land-related amounts, the footnote."""
    say = paper.say
    if part.needs_footnote is False and not part.fuels:
        paper.word.text(say("The base year holds no biogenic CO2: there is no bioenergy to state."))
        return
    paper.facts(part, but=("fuels",))
    columns = (
        text_column(say("Fuel"), 40),
        number_column(say("Amount"), 20),
        text_column(say("Unit"), 15),
        number_column(say("Biogenic CO2, t"), 25),
    )
    rows = [
        (fuel.name, paper.shown(fuel.amount), fuel.unit, tonnes(fuel.biogenic_co2)) for fuel in part.fuels
    ]
    total = (say("Total"), "", "", tonnes(add_printed(fuel.biogenic_co2 for fuel in part.fuels)))
    paper.table(say("Fuels of biomass"), columns, rows, total, by=Stater.INVENTORY)


def print_screening(paper: SbtPaper, rows: tuple[ScreeningRow, ...], table: InventoryTable | None) -> None:
    """Print section 7: share of scope 3, whether it needs a target, and the decision on each of 15 categories."""
    say = paper.say
    amounts: dict[int, Decimal] = {}
    if table is not None:
        _print_need(paper, table)
        amounts = {
            row.category: round_tonnes(row.base)
            for row in table.rows
            if row.category is not None and row.base is not None
        }
    decided = {row.category: row for row in rows}
    whole = sum(amounts.values(), Decimal(0))
    columns = (
        text_column(say("Category"), 32),
        number_column(f"t{NO_BREAK}CO2e", 16),
        number_column(say("% of scope 3"), 14),
        text_column(say("Relevant"), 12),
        text_column(say("Decision"), 26),
    )
    listed = [
        _screening_row(paper, number, amounts, whole, decided.get(number))
        for number in range(1, len(SCOPE_3_NAMES) + 1)
    ]
    total = (say("Scope 3"), tonnes(whole), _percent(whole, whole), "", "")
    paper.table(say("Screening of scope 3, category by category"), columns, listed, total)


def _print_need(paper: SbtPaper, table: InventoryTable) -> None:
    say, base = paper.say, sum_inventory(table)
    found = share_of(base.scope_3, base.total)
    if found is None:
        return
    need = "a target for scope 3 is needed" if found >= NEED_OF_TARGET else "no scope 3 target is needed"
    paper.word.text(
        say(
            "Scope 3 is {tonnes} t CO2e of {total} t CO2e in {year}: {share}. From 40 % on a target is needed: {need}.",
            tonnes=tonnes(base.scope_3),
            total=tonnes(base.total),
            year=table.base_year,
            share=percent(found),
            need=say(need),
        )
    )


def _screening_row(
    paper: SbtPaper, number: int, amounts: dict[int, Decimal], whole: Decimal, row: ScreeningRow | None
) -> tuple[WordCell, ...]:
    amount = amounts.get(number)
    unknown = Quiet(paper.say("not stated"))
    relevant: WordCell = unknown
    if row is not None and row.is_relevant is not None:
        relevant = paper.shown(row.is_relevant)
    return (
        f"3.{number}{NO_BREAK * 2}{paper.say(SCOPE_3_NAMES[number - 1])}",
        tonnes(amount),
        NOTHING if amount is None else _percent(amount, whole),
        relevant,
        (row.decision if row else "") or paper.lacking(Stater.OFFICE),
    )
