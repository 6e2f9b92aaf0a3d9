"""The calculation sheets of the SBT workbook: target lines, levers, roadmap, costs, with live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.utils import get_column_letter

from methods.roadmap import capital_recovery_factor
from methods.rounding import round_tonnes
from reports.sbt_contract import Delivery, DossierContract, LeverRow, TargetBlock
from reports.sbt_sums import add_printed, spending_by_year
from reports.workbook import Book, Entry, Formula, Share, Sheet

LINES, LEVERS, ROADMAP, CAPEX = "Target lines", "Levers", "Roadmap", "Capital expenditure"
_LEVER_HEAD = ("Lever", "Name", "Capex", "Yearly change", "Lifetime", "Money per t CO2e", "In the dossier")


def add_calculations(book: Book, contract: DossierContract) -> None:
    """Add the sheets; every number of the dossier that is computed stands here as a live formula."""
    _add_lines(book, contract.targets)
    years = [one.year for one in contract.delivery.years]
    _add_levers(book, contract.delivery, years)
    _add_roadmap(book, contract.delivery, years)
    _add_capex(book, contract.delivery)


def _add_lines(book: Book, targets: Sequence[TargetBlock]) -> None:
    """Write each target's line from base value, reduction and years: base x (1 - R x (y - BY) / (TY - BY))."""
    sheet = book.sheet(LINES, (24, 20, 20, 20, 16))
    for target in targets:
        base, cut, begin, end = target.base_value, target.reduction, target.base_year, target.target_year
        if not target.line or base is None or cut is None or begin is None or end is None:
            continue
        sheet.head((f"{target.target_id}, {target.unit}", "Value"))
        place = {
            name: sheet.write((name, value))
            for name, value in (("Base value", base), ("Base year", begin), ("Target year", end))
        }
        at_cut = sheet.write(("Reduction", Share(cut)))
        sheet.write(("Target value", Formula(f"B{place['Base value']}*(1-B{at_cut})", base * (1 - cut))))
        sheet.skip()
        sheet.head(("Year", "Line", "In the dossier", "Difference"))
        for point in target.line:
            at = sheet.row
            value = base - base * cut * (point.year - begin) / (end - begin)
            text = (
                f"B${place['Base value']}*(1-B${at_cut}*(A{at}-B${place['Base year']})"
                f"/(B${place['Target year']}-B${place['Base year']}))"
            )
            difference = Formula(f"ROUND(ROUND(B{at},2)-C{at},2)", round_tonnes(value) - point.amount)
            sheet.write((point.year, Formula(text, value), point.amount, difference))
        sheet.skip()
    if sheet.row == 1:
        sheet.head(("No target has a line.",))


def _add_levers(book: Book, part: Delivery, years: Sequence[int]) -> None:
    """Write the register with abatement by year, cost per tonne by capital recovery, and sums."""
    sheet = book.sheet(LEVERS, (10, 40, 18, 16, 10, 18, 16, *(14 for _ in years)))
    interest = part.interest or Decimal(0)
    sheet.write(("Interest", "a year", Share(interest)))
    sheet.skip()
    sheet.head((*_LEVER_HEAD, *(str(year) for year in years)))
    first = sheet.row
    for lever in part.levers:
        _write_lever(sheet, lever, interest, years)
    last = sheet.row - 1
    if part.levers:
        sums: list[Entry] = [
            _sum("C", first, last, add_printed(one.capex for one in part.levers)),
            *([None] * 4),
        ]
        for at, year in enumerate(years):
            letter = get_column_letter(len(_LEVER_HEAD) + 1 + at)
            sums.append(_sum(letter, first, last, add_printed(one.abates(year) for one in part.levers)))
        sheet.write(("", "Total", *sums), bold=True)


def _write_lever(sheet: Sheet, lever: LeverRow, interest: Decimal, years: Sequence[int]) -> None:
    at, begin = sheet.row, len(_LEVER_HEAD) + 1
    amounts = [round_tonnes(lever.abates(year)) for year in years]
    working = [item.amount for item in lever.abatement if item.amount != 0]
    cost: Entry = None
    # Only a lever all of whose years stand in the sheet can be averaged over its cells.
    if working and lever.cost is not None and len(working) == sum(1 for amount in amounts if amount):
        cells = f"{get_column_letter(begin)}{at}:{get_column_letter(begin + len(years) - 1)}{at}"
        yearly = lever.capex * capital_recovery_factor(interest, lever.lifetime) + lever.yearly_change
        mean = sum(amounts, Decimal(0)) / len(working)
        growth = f"(1+$C$1)^E{at}"
        factor = f"IF($C$1=0,1/E{at},$C$1*{growth}/({growth}-1))"
        cost = Formula(f'(C{at}*{factor}+D{at})/AVERAGEIF({cells},"<>0")', yearly / mean)
    sheet.write(
        (
            lever.lever_id,
            lever.name,
            lever.capex,
            lever.yearly_change,
            lever.lifetime,
            cost,
            lever.cost,
            *amounts,
        )
    )


def _add_roadmap(book: Book, part: Delivery, years: Sequence[int]) -> None:
    """Write business as usual - levers = planned, planned - line = gap; the levers' sums come from their sheet."""
    sheet = book.sheet(ROADMAP, (10, 20, 20, 20, 20, 20, 20))
    heads = (
        "Year",
        "Business as usual",
        "Levers",
        "Planned",
        "Line",
        "Planned - line",
        "Sum of the register",
    )
    sheet.head(heads)
    total_row = 4 + len(part.levers)
    for at_year, one in enumerate(part.years):
        at = sheet.row
        letter = get_column_letter(len(_LEVER_HEAD) + 1 + at_year)
        summed = add_printed(lever.abates(one.year) for lever in part.levers)
        planned = one.business_as_usual - one.abatement
        sheet.write(
            (
                *(one.year, one.business_as_usual, one.abatement, Formula(f"B{at}-C{at}", planned)),
                *(one.line, Formula(f"D{at}-E{at}", planned - one.line)),
                Formula(f"{LEVERS}!{letter}{total_row}", summed) if part.levers else None,
            )
        )


def _add_capex(book: Book, part: Delivery) -> None:
    sheet = book.sheet(CAPEX, (10, 22, 22))
    sheet.head(("Year", part.currency, "Cumulative"))
    first, reached = sheet.row, Decimal(0)
    spent = spending_by_year(part.levers)
    for year, amount in spent.items():
        reached += amount
        sheet.write((year, amount, Formula(f"SUM(B${first}:B{sheet.row})", reached)))
    if spent:
        sheet.write(("Total", _sum("B", first, sheet.row - 1, add_printed(spent.values()))), bold=True)


def _sum(letter: str, first: int, last: int, value: Decimal) -> Formula:
    return Formula(f"SUM({letter}{first}:{letter}{last})", value)
