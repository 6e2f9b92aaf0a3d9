"""Lines written in the layout that the import reads, and the table of a version for export."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from methods.gwp import gwp
from methods.quantification import Co2eFactor, FactorMass, GasFactor, SourceLine
from reports.workbook import Book
from workflow.ghg_statement.models import CompleteSet, Source, StatementLine, StatementVersion
from workflow.ghg_statement.totals import source_line

INVENTORY_HEADS = (
    "Source", "Name", "ISO category", "GHG Protocol", "Quantity", "Unit", "Conversion", "Conversion unit",
    "Gas", "Factor", "Factor unit", "GWP", "t CO2e", "Green MWh", "Market-based t CO2e", "U activity %",
    "U factor %", "Factor source", "Method", "Site", "Certificates",
)  # fmt: skip
TABLE_HEADS = (
    "Line", "Source", "Name", "ISO category", "GHG Protocol", "Quantity", "Unit", "Factor", "t CO2e",
    "Market-based t CO2e", "Recalculated t CO2e", "U activity %", "U factor %", "Documents complete",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")

Entry = str | Decimal | int | None
Entries = list[list[Entry]]


def inventory_rows(line: StatementLine, source: Source, gwp_set: str) -> list[dict[str, Entry]]:
    """One line as rows by column head, as the import reads them back."""
    inputs = source_line(line)
    green = sum((i.mwh for i in inputs.instruments), Decimal(0))
    first: dict[str, Entry] = {
        "Source": source.code, "Name": source.name, "ISO category": source.iso_category,
        "GHG Protocol": source.scope_code, "Quantity": inputs.activity, "Unit": inputs.unit,
        "t CO2e": line.tonnes, "Green MWh": green or None,
        "Market-based t CO2e": line.tonnes_market if line.tonnes_market != line.tonnes else None,
        "U activity %": line.uncertainty_activity, "U factor %": line.uncertainty_factor,
        "Factor source": line.factor_source, "Method": line.method, "Site": source.site,
        "Certificates": "; ".join(f"{i.instrument_id}: {format(i.mwh, 'f')}" for i in inputs.instruments) or None,
    }  # fmt: skip
    if inputs.sublines:
        parts: list[dict[str, Entry]] = [
            {
                "Source": source.code, "Name": p.name, "Quantity": p.activity, "Unit": p.unit,
                **_co2e(p.factor, p.unit),
            }
            for p in inputs.sublines
        ]  # fmt: skip
        return [first, *parts]
    if inputs.conversion != 1 and inputs.converted_unit:
        first["Conversion"] = inputs.conversion
        first["Conversion unit"] = f"{inputs.converted_unit}/{inputs.unit}"
    per = inputs.converted_unit or inputs.unit
    if inputs.co2e_factor is not None:
        return [{**first, **_co2e(inputs.co2e_factor, per)}]
    factors = [_gas(factor, per, gwp_set) for factor in inputs.gas_factors]
    return [{**first, **factors[0]}, *({"Source": source.code, **factor} for factor in factors[1:])]


def _co2e(factor: Co2eFactor, per: str) -> dict[str, Entry]:
    return {"Gas": "CO2e", "Factor": factor.value, "Factor unit": f"{factor.mass.value} CO2e/{per}", "GWP": 1}


def _gas(factor: GasFactor, per: str, gwp_set: str) -> dict[str, Entry]:
    name = f"{factor.gas} (biogenic)" if factor.is_biogenic else factor.gas
    own = gwp(gwp_set, factor.gas, is_biogenic=factor.is_biogenic).value
    stated = factor.stated_gwp
    return {
        "Gas": name,
        "Factor": factor.kg_per_unit,
        "Factor unit": f"kg {name}/{per}",
        "GWP": own if stated is None else stated,
    }


def factor_words(line: SourceLine) -> str:
    """The factors of a line in one cell of print."""
    per = line.converted_unit or line.unit
    if line.sublines:
        return "; ".join(
            f"{p.name}: {_print(p.factor.value)} {p.factor.mass.value}/{p.unit}" for p in line.sublines
        )
    if line.co2e_factor is not None:
        mass = "t" if line.co2e_factor.mass is FactorMass.TONNE else "kg"
        return f"{_print(line.co2e_factor.value)} {mass} CO2e/{per}"
    return "; ".join(
        f"{f.gas} {_print(f.kg_per_unit)} kg/{per}"
        + (f", GWP {_print(f.stated_gwp)}" if f.stated_gwp else "")
        for f in line.gas_factors
    )


def _print(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def table_rows(
    entries: Sequence[tuple[StatementLine, Source]], complete: Mapping[int, CompleteSet]
) -> Entries:
    """The lines as the page shows them, one row each."""
    return [
        [
            line.code, source.code, source.name, source.iso_category, source.scope_code, line.activity,
            line.unit, factor_words(source_line(line)), line.tonnes, line.tonnes_market, line.recalculated,
            line.uncertainty_activity, line.uncertainty_factor, "yes" if source.id in complete else "no",
        ]
        for line, source in entries
    ]  # fmt: skip


def inventory_entries(entries: Sequence[tuple[StatementLine, Source]], version: StatementVersion) -> Entries:
    """The version in the layout of the import: head, one row for each source and gas, the total."""
    period = f"{version.period_start.isoformat()} to {version.period_end.isoformat()}"
    rows: Entries = [
        ["Reporting period", period], ["GWP set", version.gwp_set], ["Version", str(version.number)],
        list(INVENTORY_HEADS),
    ]  # fmt: skip
    for line, source in entries:
        for held in inventory_rows(line, source, version.gwp_set):
            rows.append([held.get(head) for head in INVENTORY_HEADS])
    return rows


def to_csv(rows: Entries) -> bytes:
    """Rows as CSV; a text that a spreadsheet would take for a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_guarded(entry) for entry in row])
    return out.getvalue().encode("utf-8-sig")


def _guarded(entry: Entry) -> str:
    if isinstance(entry, Decimal):
        return format(entry, "f")
    text = "" if entry is None else str(entry)
    return f"'{text}" if isinstance(entry, str) and text.startswith(RISKY) else text


def to_xlsx(title: str, rows: Entries) -> bytes:
    """Rows as a workbook; texts are forced to be texts."""
    book = Book(title)
    widest = max((len(row) for row in rows), default=1)
    sheet = book.sheet(title, [18] * widest)
    for row in rows:
        sheet.write(row)
    return book.set()
