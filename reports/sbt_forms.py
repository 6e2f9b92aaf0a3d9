"""The dossier's forms as a workbook, its first tabs in the order of the official form, then calculation sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from methods.rounding import round_tonnes
from methods.target_rules import Outcome
from reports.sbt_calculations import add_calculations
from reports.sbt_contract import (
    SCOPE_3_NAMES,
    CoverageRow,
    DossierContract,
    Fact,
    InventoryRow,
    InventoryTable,
    Reach,
    RowKind,
    TargetBlock,
    contract_hash,
    facts_of,
)
from reports.sbt_dossier import TITLE
from reports.sbt_inventory_pages import row_code, row_label
from reports.sbt_paper import NOT_SEALED, PRE_CHECK, count_rules
from reports.sbt_sums import (
    add_printed,
    is_counted,
    refuse_loose_delivery,
    refuse_loose_inventory,
    sum_inventory,
)
from reports.sbt_target_pages import applies
from reports.workbook import Book, Entry, Formula, Share, Sheet

# The tabs of the Target Submission Form V1.2 (June 2024), in its order.
OFFICIAL_TABS = (
    "Instructions",
    "Company Information",
    "GHG Inventory",
    "Near-Term Target Coverage",
    "Near-Term Targets",
    "Net-Zero Coverage",
    "Net-Zero Targets",
    "Progress and Reporting",
)
_FACTS = (("Field", 30), ("Value", 60), ("Unit", 12), ("Who can state it", 30), ("Meaning and source", 60))
_NOT_STATED = "not stated"


def render_forms(contract: DossierContract) -> bytes:
    """Return the forms as XLSX; the same contract gives the same bytes and the numbers of the dossier.

    Raises TableDoesNotFoot as the dossier does.
    """
    if contract.inventory is not None:
        refuse_loose_inventory(contract.inventory)
    refuse_loose_delivery(contract.delivery)
    book = Book(f"{TITLE}, {contract.header.group.name}")
    _add_instructions(book, contract)
    _add_company(book, contract)
    _add_inventory(book, contract)
    for name, reaches in (("Near-Term", (Reach.NEAR,)), ("Net-Zero", (Reach.LONG, Reach.NET_ZERO))):
        coverage = f"{name} Target Coverage" if name == "Near-Term" else f"{name} Coverage"
        _add_coverage(
            book, coverage, [row for row in contract.coverage.rows if row.reach in reaches], contract
        )
        _add_targets(book, f"{name} Targets", [one for one in contract.targets if one.reach in reaches])
    _add_progress(book, contract)
    _add_rules(book, contract)
    add_calculations(book, contract)
    return book.set()


def entry_of(value: Any, unit: str = "") -> Entry:
    """Return a value as a cell: shares as per cent, words of enumerations, lists joined."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(str(entry_of(item)) for item in value)
    if isinstance(value, Decimal) and unit == "share":
        return Share(value)
    if isinstance(value, str | int | Decimal | date):
        return value
    return str(value)


def _fact_rows(sheet: Sheet, facts: Sequence[Fact], units: dict[str, str] | None = None) -> None:
    known = units or {}
    for fact in facts:
        unit = known.get(fact.terms.unit, fact.terms.unit)
        shown = "" if unit in {"share", "year", "hash"} else unit
        value = entry_of(fact.value, unit) if fact.is_stated else _NOT_STATED
        sheet.write((fact.terms.label, value, shown, fact.terms.by.value, fact.terms.about))


def _fact_sheet(book: Book, name: str) -> Sheet:
    sheet = book.sheet(name, [width for _, width in _FACTS])
    sheet.head([title for title, _ in _FACTS])
    return sheet


def _add_instructions(book: Book, contract: DossierContract) -> None:
    header = contract.header
    sheet = book.sheet(OFFICIAL_TABS[0], (30, 90))
    sheet.head((TITLE, header.group.name))
    sheet.write(("Name in the local script", header.group.local_name))
    sheet.write(("Version", header.version))
    sheet.write(("Date", header.dated))
    sheet.write(("Rule sets", ", ".join(header.rule_sets) or _NOT_STATED))
    sheet.write(("Data (SHA-256)", contract_hash(contract)))
    sheet.write(
        ("What this is", "A working copy of the fields of the form, to enter in the validation portal.")
    )
    sheet.write(("Pre-check", PRE_CHECK))
    sheet.write(("Signature", NOT_SEALED))
    for name, counts in count_rules(contract.rules).items():
        shown = ", ".join(f"{outcome.value.replace('_', ' ')} {counts[outcome]}" for outcome in Outcome)
        sheet.write((f"Pre-check under {name}", shown))
    sheet.skip()
    for fact in facts_of(contract.sign_off):
        sheet.write(
            (f"Sign-off: {fact.terms.label}", entry_of(fact.value) if fact.is_stated else _NOT_STATED)
        )


def _add_company(book: Book, contract: DossierContract) -> None:
    sheet = _fact_sheet(book, OFFICIAL_TABS[1])
    _fact_rows(sheet, facts_of(contract.request))
    company = [fact for fact in facts_of(contract.company) if fact.name != "contacts"]
    _fact_rows(sheet, company, {"currency": contract.delivery.currency})
    sheet.skip()
    sheet.head(("Contact", "Role", "Telephone", "Mail"))
    for one in contract.company.contacts:
        sheet.write((one.name, one.role, one.phone, one.mail))


def _add_inventory(book: Book, contract: DossierContract) -> None:
    sheet = _fact_sheet(book, OFFICIAL_TABS[2])
    basis = [fact for fact in facts_of(contract.basis) if not fact.name.startswith("entities")]
    _fact_rows(sheet, basis)
    inside, outside = contract.basis.entities_inside, contract.basis.entities_outside
    sheet.write(("Entities inside", len(inside) or _NOT_STATED))
    sheet.write(("Entities outside", "; ".join(f"{one.name}: {one.reason}" for one in outside)))
    sheet.skip()
    if contract.inventory is not None:
        _add_inventory_rows(sheet, contract.inventory)
    _add_exclusions(sheet, contract)
    sheet.skip()
    sheet.head(("Bioenergy", "Value", "Unit", "Who can state it", "Meaning and source"))
    _fact_rows(sheet, [fact for fact in facts_of(contract.bioenergy) if fact.name != "fuels"])
    for fuel in contract.bioenergy.fuels:
        sheet.write((f"{fuel.name}, amount", fuel.amount, fuel.unit))
        sheet.write((f"{fuel.name}, biogenic CO2", fuel.biogenic_co2, "t"))


def _add_inventory_rows(sheet: Sheet, table: InventoryTable) -> None:
    """Write the rows with a flag that says whether a row is in the totals, and the totals as live sums."""
    years = (str(table.base_year), str(table.recent_year))
    sheet.head(
        ("Row", "Source of emissions", *years, "In the totals", "% of base year", "Method, quality, reason")
    )
    first, last = sheet.row, sheet.row + len(table.rows) - 1
    base, recent = sum_inventory(table), sum_inventory(table, recent=True)
    total = last + 1
    for row in table.rows:
        at, counted = sheet.row, is_counted(row, table)
        amount = round_tonnes(row.base) if row.base is not None else Decimal(0)
        part = amount / base.total if base.total and counted else Decimal(0)
        share = Formula(f"IF(AND(E{at}=1,C${total}<>0),C{at}/C${total},0)", part, is_share=True)
        how = "; ".join(text for text in (row.method, row.quality, row.reason) if text)
        sheet.write((row_code(row), row_label(row), *_amounts(row), int(counted), share, how))
    sums = [
        Formula(f"SUMIFS({letter}{first}:{letter}{last},E{first}:E{last},1)", value)
        for letter, value in (("C", base.total), ("D", recent.total))
    ]
    sheet.write(("", "Total, all scopes", *sums), bold=True)


def _amounts(row: InventoryRow) -> tuple[Entry, Entry]:
    base, recent = (_NOT_STATED if value is None else round_tonnes(value) for value in (row.base, row.recent))
    return base, recent


def _add_exclusions(sheet: Sheet, contract: DossierContract) -> None:
    sheet.skip()
    sheet.head(("Excluded source", "Reason", "Scope", "t CO2e", "Left out of"))
    rows = contract.exclusions or ()
    first = sheet.row
    for row in rows:
        where = "targets" if row.from_target else "inventory"
        sheet.write((row.source, row.reason, row.scope, round_tonnes(row.tonnes), where))
    if rows:
        whole = Formula(f"SUM(D{first}:D{sheet.row - 1})", add_printed(row.tonnes for row in rows))
        sheet.write(("Total", "", None, whole), bold=True)
    else:
        sheet.write(("none" if contract.exclusions is not None else _NOT_STATED,))


def _add_coverage(book: Book, name: str, rows: Sequence[CoverageRow], contract: DossierContract) -> None:
    sheet = book.sheet(name, (34, 18, 18, 12, 12, 18, 40))
    sheet.head(("Scopes", "Covered, t CO2e", "Whole, t CO2e", "Needed", "Covered", "Shortfall, t CO2e"))
    for row in rows:
        at = sheet.row
        share = row.covered / row.whole if row.whole else Decimal(0)
        short = max(Decimal(0), row.whole * row.needed - row.covered)
        sheet.write(
            (
                *(row.label, row.covered, row.whole, Share(row.needed)),
                Formula(f"IF(C{at}=0,0,B{at}/C{at})", share, is_share=True),
                Formula(f"MAX(0,C{at}*D{at}-B{at})", short),
            )
        )
    if not rows:
        sheet.write((_NOT_STATED,))
    sheet.skip()
    sheet.head(("Scope 3 category", "t CO2e", "% of scope 3", "Relevant", "", "", "Decision"))
    _add_screening(sheet, contract)


def _add_screening(sheet: Sheet, contract: DossierContract) -> None:
    decided = {row.category: row for row in contract.screening}
    rows = contract.inventory.rows if contract.inventory else ()
    amounts = {row.category: row.base for row in rows if row.kind is RowKind.SCOPE_3}
    whole, first = add_printed(amounts.values()), sheet.row
    last = first + len(SCOPE_3_NAMES) - 1
    for number, name in enumerate(SCOPE_3_NAMES, start=1):
        at, row, amount = sheet.row, decided.get(number), amounts.get(number)
        shown = _NOT_STATED if amount is None else round_tonnes(amount)
        part = add_printed([amount]) / whole if whole else Decimal(0)
        share = Formula(f"IF(B${last + 1}=0,0,N(B{at})/B${last + 1})", part, is_share=True)
        relevant = entry_of(row.is_relevant) if row and row.is_relevant is not None else _NOT_STATED
        decision = (row.decision if row else "") or _NOT_STATED
        sheet.write((f"3.{number} {name}", shown, share, relevant, None, None, decision))
    sheet.write(("Scope 3", Formula(f"SUM(B{first}:B{last})", whole)), bold=True)


def _add_targets(book: Book, name: str, targets: Sequence[TargetBlock]) -> None:
    sheet = _fact_sheet(book, name)
    for target in targets:
        sheet.write((target.target_id, f"{target.reach.value}, {target.kind.value}"), bold=True)
        facts = [fact for fact in facts_of(target) if fact.is_stated or applies(target, fact.name)]
        _fact_rows(sheet, facts, {"value": target.unit})
        sheet.skip()
    if not targets:
        sheet.write((_NOT_STATED,))


def _add_progress(book: Book, contract: DossierContract) -> None:
    sheet = _fact_sheet(book, OFFICIAL_TABS[7])
    _fact_rows(sheet, facts_of(contract.maintenance))
    _fact_rows(sheet, facts_of(contract.annexes.approval))
    sheet.skip()
    sheet.head(("Verification statement", "SHA-256 of the package", "t CO2e", "Body and level", "Entity"))
    for one in contract.annexes.statements:
        sheet.write((one.reference, one.package_sha256, one.tonnes, f"{one.body}; {one.level}", one.entity))


def _add_rules(book: Book, contract: DossierContract) -> None:
    columns = (
        *(
            ("Rule set", 12),
            ("Rule", 10),
            ("Criterion", 12),
            ("About", 12),
            ("Result", 15),
            ("What was found", 70),
        ),
        *(("Numbers used", 40), ("Bounds", 40), ("Missing inputs", 40), ("Source", 40), ("Standing", 22)),
    )
    sheet = book.sheet("Rule results", [width for _, width in columns])
    sheet.head([title for title, _ in columns])
    for rule in contract.rules:
        used, bounds = (
            "; ".join(f"{item.name} {item.value}" for item in items)
            for items in (rule.values, rule.thresholds)
        )
        about = rule.target_id or "submission"
        found = (rule.outcome.value.replace("_", " "), f"{rule.title}: {rule.sentence}", used, bounds)
        standing = rule.standing.value.replace("_", " ")
        missing = ", ".join(name.replace("_", " ") for name in rule.missing)
        sheet.write(
            (rule.rule_set_id, rule.rule_id, rule.criterion, about, *found, missing, rule.source, standing)
        )
