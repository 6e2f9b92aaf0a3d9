"""The client's drafted inventory as a workbook: the file from which a statement version is imported."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from demo.files.containers import CellValue, Formula, Sheet, write_workbook
from demo.files.demo_file import DemoFile
from demo.files.parties import HIK, Firm
from demo.files.statement_lines import GWP_SET, LINES_V1, LINES_V2, StatementLine

HEADS = (
    "Source",
    "Name",
    "ISO category",
    "GHG Protocol",
    "Quantity",
    "Unit",
    "Conversion",
    "Conversion unit",
    "Gas",
    "Factor",
    "Factor unit",
    "GWP",
    "t CO2e",
    "Green MWh",
    "Market-based t CO2e",
    "U activity %",
    "U factor %",
    "Factor source",
)
LIBRARY, SUPPLIERS = (
    "Demo factor library, 2021, China, national",
    "Demo suppliers, 2021, China, supplier-specific",
)
HEAD_ROW = 6


def draw_inventory(folder: Path, version: int) -> DemoFile:
    """E-021 (version 1) or E-022 (version 2) as the workbook that the client drafts before signing."""
    lines, code = (LINES_V1, "E-021") if version == 1 else (LINES_V2, "E-022")
    path = folder / f"GHG inventory HIK 2021 v{version}.xlsx"
    write_inventory(path, HIK, lines, version)
    title = f"GHG inventory 2021, version {version}"
    return DemoFile(code, path.name, path, "client", "GHG inventory", title)


def write_inventory(path: Path, firm: Firm, lines: Sequence[StatementLine], version: int) -> None:
    """Write one row for each source and gas; the first row of a source carries its tonnes."""
    rows: list[list[CellValue]] = [
        ["GHG inventory 温室气体清单"],
        ["Entity", firm.english],
        ["Reporting period", "2021-01-01 to 2021-12-31"],
        ["GWP set", GWP_SET],
        ["Version", version],
        list(HEADS),
    ]
    for line in lines:
        rows.extend(_rows_of(line))
    last = len(rows)
    total = sum((line.tonnes for line in lines), Decimal(0))
    total_row: list[CellValue] = [None] * len(HEADS)
    total_row[0], total_row[12] = "Total", Formula(f"=SUM(M{HEAD_ROW + 1}:M{last})", total)
    rows.append(total_row)
    by_category: list[list[CellValue]] = [["Totals by ISO category"], ["Category", "t CO2e"]]
    for category in sorted({line.category for line in lines}):
        value = sum((line.tonnes for line in lines if line.category == category), Decimal(0))
        tested, summed = (f"Inventory!{column}{HEAD_ROW + 1}:{column}{last}" for column in "CM")
        formula = f"=SUMIF({tested},A{len(by_category) + 1},{summed})"
        by_category.append([category, Formula(formula, value)])
    by_category.append(["Total", Formula(f"=SUM(B3:B{len(by_category)})", total)])
    widths = (16, 36, 12, 13, 14, 13, 12, 13, 9, 14, 20, 10, 14, 12, 18, 12, 12, 40)
    formats = {5: "#,##0.##", 13: "#,##0.00", 15: "#,##0.00"}
    sheets = (
        Sheet("Inventory", rows, widths, (HEAD_ROW,), (last + 1,), formats),
        Sheet("Totals", by_category, (24, 16), (2,), (len(by_category),), {2: "#,##0.00"}),
    )
    write_workbook(path, sheets, f"GHG inventory 2021 version {version}")


def _rows_of(line: StatementLine) -> list[list[CellValue]]:
    """The rows of one source: one for each gas, or one for each sub-line."""
    first: list[CellValue] = [line.source, line.name, line.category, line.scope]
    source = SUPPLIERS if line.sub_lines else LIBRARY
    shares: list[CellValue] = [line.tonnes, line.green, line.market_tonnes, *line.uncertainty, source]
    rows: list[list[CellValue]] = []
    if line.sub_lines:
        rows.append([*first, line.quantity, line.unit, *[None] * 6, *shares])
        for sub in line.sub_lines:
            factor: list[CellValue] = [sub.factor.gas, sub.factor.value, sub.factor.unit, sub.factor.gwp]
            rows.append(
                [line.source, sub.name, None, None, sub.quantity, sub.unit, None, None, *factor, *[None] * 6]
            )
        return rows
    for number, gas in enumerate(line.factors):
        part: list[CellValue] = [gas.gas, gas.value, gas.unit, gas.gwp]
        if number == 0:
            head: list[CellValue] = [*first, line.quantity, line.unit, line.conversion, line.conversion_unit]
            rows.append([*head, *part, *shares])
        else:
            rows.append([line.source, *[None] * 7, *part, *[None] * 6])
    return rows
