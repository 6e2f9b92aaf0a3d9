"""The GHG statement as the documents print it: lines with their products, totals, factors, GWP values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase

from methods.gwp import GWP_SETS, GasFamily, gwp
from methods.quantification import Co2eFactor, FactorMass, LineResult, SourceLine, StatementResult
from methods.rounding import round_to, round_tonnes
from methods.uncomputable import Uncomputable
from reports.contract import (
    CategoryTotal,
    EmissionSummary,
    FactorRow,
    GasAmount,
    GasFactor,
    GwpRow,
    InventoryLine,
    LineTerm,
    UncertaintyRow,
)
from reports.numbers import MINUS, number
from workflow.db import ScopedSession
from workflow.errors import BadInput
from workflow.figures import queries as figures
from workflow.figures.queries import TraceRow
from workflow.figures.rules import LinkRole
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.inputs import as_message
from workflow.ghg_statement.models import Source, StatementLine
from workflow.ghg_statement.totals import Uncertainties, source_line, uncertainties_of
from workflow.opinion.contracts.parties import Ground

ONE = Decimal(1)
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Inventory:
    """The version under opinion with everything computed from it."""

    lines: tuple[InventoryLine, ...]
    summary: EmissionSummary
    uncertainties: tuple[UncertaintyRow, ...]
    direct_by_gas: tuple[GasAmount, ...]
    factors: tuple[FactorRow, ...]
    gwp_values: tuple[GwpRow, ...]
    trace: tuple[TraceRow, ...]


def inventory_of(session: ScopedSession, ground: Ground) -> Inventory:
    """The inventory of the version; BadInput when a line cannot be computed."""
    version, case = ground.version, ground.case
    rows = statements.lines_of(session, version)
    sources = {s.id: s for s in statements.sources_of(session, case, version)}
    try:
        result = statements.recalculated(session, version)
    except Uncomputable as error:
        raise BadInput(as_message(error)) from error
    groups = {g.code: tuple(g.categories) for g in ground.groups}
    uncertain = uncertainties_of(rows, result, groups)
    trace = tuple(figures.trace_of(session, case, version))
    totals = statements.totals_of(session, case, version)
    return Inventory(
        lines=tuple(_line(ground, row, sources[row.source_id], result, trace) for row in rows),
        summary=EmissionSummary(
            categories=tuple(
                CategoryTotal(
                    category=category,
                    tonnes=location,
                    market_tonnes=market if market != location else None,
                    uncertainty=_two(uncertain.categories.get(category)),
                )
                for category, (location, market) in totals.categories.items()
            ),
            total=totals.total,
            market_total=totals.total_market,
            biogenic_co2=sum((c.biogenic_co2 for c in result.categories), Decimal("0.00")),
            removals=totals.removals,
            gwp_set=version.gwp_set,
        ),
        uncertainties=_uncertainty_rows(ground, totals.categories, totals.groups, totals.total, uncertain),
        direct_by_gas=_direct(result),
        factors=tuple(
            f for row in rows for f in _factors(row, sources[row.source_id], version.period_end.year)
        ),
        gwp_values=_gwp_rows(rows, version.gwp_set),
        trace=trace,
    )


def _two(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_to(value, 2)


def _direct(result: StatementResult) -> tuple[GasAmount, ...]:
    direct = [c for c in result.categories if c.iso_category == 1]
    return tuple(GasAmount(gas=g.family.value, tonnes=g.tonnes) for c in direct for g in c.gases)


def _uncertainty_rows(
    ground: Ground,
    categories: dict[int, tuple[Decimal, Decimal]],
    groups: dict[str, tuple[Decimal, Decimal]],
    total: Decimal,
    uncertain: Uncertainties,
) -> tuple[UncertaintyRow, ...]:
    names = {g.code: g.name for g in ground.groups}
    rows = [(f"Category {c}", pair[0], uncertain.categories.get(c)) for c, pair in categories.items()]
    rows += [
        (f"Group {g} ({names[g]})", pair[0], uncertain.groups.get(g)) for g, pair in sorted(groups.items())
    ]
    rows.append(("Total", total, uncertain.total))
    return tuple(
        UncertaintyRow(label=label, tonnes=tonnes, percent=round_to(percent, 2))
        for label, tonnes, percent in rows
        if percent is not None
    )


def _line(
    ground: Ground, row: StatementLine, source: Source, result: StatementResult, trace: Sequence[TraceRow]
) -> InventoryLine:
    held, computed = source_line(row), result.line(source.code)
    carried = [t for t in trace if t.line_code == row.code and t.role is LinkRole.PRIMARY]
    codes = tuple(t.figure_code for t in carried)
    differs = row.tonnes_market != row.tonnes
    return InventoryLine(
        code=row.code,
        source=source.code,
        name=source.name,
        iso_category=source.iso_category,
        scope_code=source.scope_code,
        group=ground.group_of(source.iso_category),
        terms=_terms(row, source, held, computed, ground.version.gwp_set, codes),
        tonnes=Decimal("0.00") if held.is_removal else row.tonnes,
        market_tonnes=row.tonnes_market if differs else None,
        gases=tuple(
            GasAmount(gas=g.family.value, tonnes=g.cell)
            for g in computed.gases
            if g.family is not GasFamily.UNSPLIT
        ),
        biogenic_co2=round_tonnes(computed.biogenic_co2),
        removals=row.tonnes if held.is_removal else Decimal(0),
        activity_uncertainty=row.uncertainty_activity,
        factor_uncertainty=row.uncertainty_factor,
        formula=_formula(row, held, carried),
        market_formula=_market_formula(row, held) if differs else "",
        figures=codes,
    )


def _terms(  # noqa: PLR0917 - the parts of one line, each used once
    row: StatementLine,
    source: Source,
    held: SourceLine,
    computed: LineResult,
    gwp_set: str,
    codes: tuple[str, ...],
) -> tuple[LineTerm, ...]:
    if held.sublines:
        return _sub_terms(source, held, computed)
    factor, unit, code = _printed_factor(held, source.code, gwp_set)
    converts = held.conversion != ONE
    target = held.converted_unit or held.unit
    return (
        LineTerm(
            label=source.name,
            quantity=held.activity,
            unit=held.unit,
            tonnes=row.tonnes,
            conversion=held.conversion if converts else None,
            conversion_unit=f"{target}/{held.unit}" if converts else "",
            converted=(held.activity * held.conversion).normalize() + 0 if converts else None,
            converted_unit=target if converts else "",
            factor=factor,
            factor_unit=unit,
            factor_code=code,
            figures=codes,
        ),
    )


def _sub_terms(source: Source, held: SourceLine, computed: LineResult) -> tuple[LineTerm, ...]:
    """One term for each sub-line, with its own factor."""
    tonnes = dict(computed.sublines)
    return tuple(
        LineTerm(
            label=part.name,
            quantity=part.activity,
            unit=part.unit,
            tonnes=round_tonnes(tonnes[part.name]),
            factor=part.factor.value,
            factor_unit=_factor_unit(part.factor, part.unit),
            factor_code=f"EF-{source.code}{letter}",
        )
        for letter, part in zip(ascii_lowercase, held.sublines, strict=False)
    )


def _printed_factor(held: SourceLine, source: str, gwp_set: str) -> tuple[Decimal | None, str, str]:
    """One factor where the line has one; a charged refrigerant's factor is its GWP."""
    per = held.converted_unit or held.unit
    if held.co2e_factor is not None:
        return held.co2e_factor.value, _factor_unit(held.co2e_factor, per), f"EF-{source}"
    if _is_charged_gas(held):
        only = held.gas_factors[0]
        value = only.stated_gwp or gwp(gwp_set, only.gas, is_biogenic=only.is_biogenic).value
        return value, f"kg CO2e/{per}", "GWP"
    return None, "", f"EF-{source}"


def _factor_unit(factor: Co2eFactor, per: str) -> str:
    return f"{'kg' if factor.mass is FactorMass.KG else 't'} CO2e/{per}"


MOST_PRINTED = 6


def _formula(row: StatementLine, held: SourceLine, carried: Sequence[TraceRow]) -> str:
    """How the figures make the quantity and the quantity the tonnes; empty where a table says it better."""
    if held.co2e_factor is None or held.conversion != ONE:
        return ""
    quantity = number(held.activity)
    if 1 < len(carried) <= MOST_PRINTED and not any(t.is_confidential for t in carried):
        quantity = f"({' + '.join(number(t.contribution) for t in carried)})"
    factor = f"{number(held.co2e_factor.value)} {_factor_unit(held.co2e_factor, held.unit)}"
    return f"{quantity} {held.unit} × {factor} = {number(row.tonnes, 2)} t CO2e"


def _market_formula(row: StatementLine, held: SourceLine) -> str:
    mix = held.market_factor or held.co2e_factor
    if mix is None:
        return ""
    claimed = sum((i.mwh for i in held.instruments), Decimal(0))
    quantity = f"({number(held.activity)} {MINUS} {number(claimed)})" if claimed else number(held.activity)
    unit = held.converted_unit or held.unit
    contracted = sum((i.mwh * i.tonnes_per_mwh for i in held.instruments), Decimal(0))
    plus = f" + {number(contracted, 2)} t" if contracted else ""
    factor = f"{number(mix.value)} {_factor_unit(mix, unit)}"
    return f"{quantity} {unit} × {factor}{plus} = {number(row.tonnes_market, 2)} t CO2e"


@dataclass(frozen=True)
class _Origin:
    """Where a factor comes from, as the responsible party names it: publisher, year, region, tier (3.3)."""

    publisher: str
    year: int
    region: str
    tier: str


def _origin(text: str, period_year: int) -> _Origin:
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    years = [int(part) for part in parts if re.fullmatch(r"(19|20)\d\d", part)]
    words = [part for part in parts if not part.isdigit()] + [NOT_STATED] * 3
    return _Origin(words[0], years[0] if years else period_year, words[1], words[2])


def _factors(row: StatementLine, source: Source, period_year: int) -> tuple[FactorRow, ...]:
    """The factors of a line with their origin (R-o); a charged refrigerant's factor is its GWP."""
    held = source_line(row)
    origin = _origin(row.factor_source or "", period_year)
    per = held.converted_unit or held.unit

    def factor(
        code: str, name: str, unit: str, value: Decimal | None = None, gases: tuple[GasFactor, ...] = ()
    ) -> FactorRow:
        return FactorRow(
            code=code, name=name, unit=unit, publisher=origin.publisher, year=origin.year,
            region=origin.region, tier=origin.tier, value=value, per_gas=gases,
            is_demo="demo" in (row.factor_source or "").casefold(),
        )  # fmt: skip

    code = f"EF-{source.code}"
    if held.sublines:
        return tuple(
            factor(
                f"{code}{letter}",
                f"{source.name}: {part.name}",
                _factor_unit(part.factor, part.unit),
                part.factor.value,
            )
            for letter, part in zip(ascii_lowercase, held.sublines, strict=False)
        )
    if held.co2e_factor is not None:
        return (factor(code, source.name, _factor_unit(held.co2e_factor, per), held.co2e_factor.value),)
    if _is_charged_gas(held):
        return ()
    gases = tuple(GasFactor(gas=g.gas, value=g.kg_per_unit) for g in held.gas_factors)
    return (factor(code, source.name, f"kg gas/{per}", gases=gases),)


def _is_charged_gas(held: SourceLine) -> bool:
    return len(held.gas_factors) == 1 and held.gas_factors[0].kg_per_unit == ONE


def _gwp_rows(rows: Sequence[StatementLine], gwp_set: str) -> tuple[GwpRow, ...]:
    """The GWP of every gas that a line names, from the declared set (R-t)."""
    used = dict.fromkeys(f.gas for row in rows for f in source_line(row).gas_factors)
    records = [gwp(gwp_set, gas) for gas in used]
    order = list(GasFamily)
    records.sort(key=lambda r: (order.index(r.family), r.gas))
    return tuple(GwpRow(gas=r.gas, value=r.value, source=r.source) for r in records)


def gwp_source(gwp_set: str) -> str:
    """Title and origin of a declared set."""
    known = GWP_SETS.get(gwp_set)
    return f"{known.title} ({known.source})" if known else ""
