"""Takes an inventory sheet apart into stated lines; every error says row, column, rule and fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from methods.quantification import SourceLine, SubLine, quantify_line
from methods.rounding import ZERO
from methods.uncomputable import Uncomputable
from workflow.errors import BadInput
from workflow.ghg_statement.inputs import StatedLine, as_message
from workflow.ghg_statement.register import SOURCE_CODE
from workflow.ghg_statement.rules import refuse_scope_code
from workflow.ghg_statement.sheet_rows import (
    HEADS,
    NEEDED,
    Row,
    RowError,
    amounts_of,
    conversion_of,
    factor_of,
    instruments_of,
)
from workflow.i18n import N_, Message, message

LONGEST_HEAD = 40

__all__ = ["Expected", "Inventory", "RowError", "take_apart"]

Grid = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Expected:
    """What the version at hand says, which the sheet must agree with."""

    gwp_set: str
    period_start: date
    period_end: date


@dataclass(frozen=True)
class Inventory:
    """The lines of a sheet; nothing may be saved while there is an error. `notes` are for the preparer."""

    lines: tuple[StatedLine, ...]
    errors: tuple[RowError, ...]
    notes: tuple[Message, ...] = ()


def take_apart(grid: Grid, expected: Expected) -> Inventory:
    """Read one sheet; raises BadInput when it has no row of column heads."""
    at, columns = _heads(grid)
    errors = list(_head_errors(grid[:at], expected))
    rows = [Row(number, columns, cells, errors) for number, cells in enumerate(grid[at + 1 :], start=at + 2)]
    total = next((row for row in rows if (row.text("Source") or "").casefold() == "total"), None)
    blocks = _blocks([row for row in rows if not row.is_empty and row is not total])
    lines: list[StatedLine] = []
    notes: list[Message] = []
    seen: dict[str, int] = {}
    for block in blocks:
        line = _line_of(block, expected)
        code = block[0].text("Source") or ""
        if code in seen:
            block[0].complain(
                "Source",
                message(N_("{code} stands in row {row} already."), code=code, row=seen[code]),
                message(N_("Put all rows of one source together, or give this one another id.")),
            )
        seen.setdefault(code, block[0].number)
        if line is not None:
            lines.append(line)
            notes += _differences(line, expected)
    if not blocks:
        errors.append(_no_lines(at))
    if total is not None and not errors:
        _hold_total(total, lines, expected)
    return Inventory(tuple(lines), tuple(sorted(errors, key=lambda e: (e.row, e.column))), tuple(notes))


def _heads(grid: Grid) -> tuple[int, dict[str, int]]:
    known = {head.casefold(): head for head in HEADS}
    for number, cells in enumerate(grid[:LONGEST_HEAD]):
        columns = {
            known[text.strip().casefold()]: place
            for place, text in enumerate(cells)
            if text and text.strip().casefold() in known
        }
        if set(NEEDED) <= columns.keys():
            return number, columns
    sentence = N_("The sheet has no row of column heads. It must hold: {heads}.")
    raise BadInput(message(sentence, heads=", ".join(NEEDED)), "file")


def _head_errors(head: Grid, expected: Expected) -> Iterator[RowError]:
    said = {
        (cells[0] or "").strip().casefold(): (number, (cells[1] or "").strip())
        for number, cells in enumerate(head, start=1)
        if len(cells) > 1 and cells[0] and cells[1]
    }
    period = f"{expected.period_start.isoformat()} to {expected.period_end.isoformat()}"
    for key, wanted in (("gwp set", expected.gwp_set), ("reporting period", period)):
        row, text = said.get(key, (0, wanted))
        if text != wanted:
            yield RowError(
                row,
                key.capitalize().replace("Gwp", "GWP"),
                f"B{row}",
                message(N_("The sheet says “{said}”, the version “{wanted}”."), said=text, wanted=wanted),
                message(N_("Correct the sheet, or start the version with what the sheet says.")),
            )


def _no_lines(at: int) -> RowError:
    return RowError(
        at + 2,
        "Source",
        f"A{at + 2}",
        message(N_("There is no line under the column heads.")),
        message(N_("Enter one row for each source and gas.")),
    )


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one source that stand together."""
    blocks: list[list[Row]] = []
    for row in rows:
        code = row.text("Source")
        if blocks and blocks[-1][0].text("Source") == code and not row.text("ISO category"):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _line_of(block: Sequence[Row], expected: Expected) -> StatedLine | None:
    """One stated line, or None when a row of it has an error."""
    first = block[0]
    before = len(first.errors)
    source = _source_line(block, expected)
    stated = StatedLine(
        source=source,
        name=first.needed("Name"),
        tonnes=first.tonnes("t CO2e"),
        tonnes_market=first.tonnes("Market-based t CO2e"),
        factor_source=first.text("Factor source"),
        method=first.text("Method"),
        site=first.text("Site"),
        uncertainty_activity=first.maybe_decimal("U activity %"),
        uncertainty_factor=first.maybe_decimal("U factor %"),
    )
    if len(first.errors) == before:
        _try_to_compute(first, source, expected.gwp_set)
    return stated if len(first.errors) == before else None


def _source_line(block: Sequence[Row], expected: Expected) -> SourceLine:
    first = block[0]
    code = first.needed("Source")
    if code and not SOURCE_CODE.fullmatch(code):
        first.complain(
            "Source",
            message(N_("“{code}” is no source id."), code=code),
            message(N_("Write S01, S02 and so on; an id never changes its source.")),
        )
    category, scope = _category(first)
    activity, unit = amounts_of(first)
    parts = [row for row in block[1:] if row.text("Quantity")]
    if parts:
        sublines = tuple(_subline(row) for row in parts)
        return SourceLine(code, category, scope, activity, unit, sublines=sublines)
    conversion, converted = conversion_of(first, unit)
    factors = [factor_of(row, converted or unit, expected.gwp_set) for row in block]
    gases = tuple(f.gas for f in factors if f.gas is not None)
    co2e = next((f.co2e for f in factors if f.co2e is not None), None)
    return SourceLine(
        code, category, scope, activity, unit, conversion, converted,
        gas_factors=gases, co2e_factor=co2e, instruments=instruments_of(first),
    )  # fmt: skip


def _subline(row: Row) -> SubLine:
    activity, unit = amounts_of(row)
    factor = factor_of(row, unit, "")
    if factor.gas is not None:
        row.complain(
            "Gas",
            message(N_("A part of a line is computed with one CO2e factor.")),
            message(N_("Write CO2e, or give the part a source id of its own.")),
        )
    return SubLine(row.needed("Name"), activity, unit, factor.co2e_or_zero)


def _category(row: Row) -> tuple[int, str]:
    number, scope = row.text("ISO category") or "", row.text("GHG Protocol") or ""
    if number not in {"1", "2", "3", "4", "5", "6"}:
        row.complain(
            "ISO category",
            message(N_("“{number}” is no ISO category."), number=number),
            message(N_("Write 1 to 6 (ISO 14064-1, 5.2.4).")),
        )
        return 0, scope
    refused = refuse_scope_code(int(number), scope)
    if refused is not None:
        row.complain("GHG Protocol", *refused)
    return int(number), scope


def _try_to_compute(row: Row, line: SourceLine, gwp_set: str) -> None:
    try:
        quantify_line(line, gwp_set)
    except Uncomputable as error:
        fix = message(N_("Correct quantity, factor or gas of this source."))
        row.complain("Factor", as_message(error), fix)


def _differences(line: StatedLine, expected: Expected) -> list[Message]:
    """What the preparer should look at once more: the claim stands as it is stated all the same."""
    computed = quantify_line(line.source, expected.gwp_set)
    if line.tonnes is None or computed.tonnes == line.tonnes:
        return []
    sentence = N_("{code}: the sheet states {stated} t, quantity × factor gives {computed} t.")
    code = line.source.source_id
    return [message(sentence, code=code, stated=line.tonnes, computed=computed.tonnes)]


def _hold_total(total: Row, lines: Sequence[StatedLine], expected: Expected) -> None:
    stated = total.tonnes("t CO2e")
    added = ZERO
    for line in lines:
        added += quantify_line(line.source, expected.gwp_set).tonnes if line.tonnes is None else line.tonnes
    if stated is not None and stated != added:
        total.complain(
            "t CO2e",
            message(
                N_("The total says {stated} t, the lines add up to {added} t."), stated=stated, added=added
            ),
            message(N_("Correct the total or the lines: every printed table must foot.")),
        )
