"""A GHG statement recalculated from its lines: activity x conversion x factor x GWP, rounded once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.gwp import GasFamily, gwp
from methods.rounding import ZERO, round_to, round_tonnes
from methods.uncomputable import Uncomputable
from methods.units import convert

KG_PER_TONNE = Decimal(1000)


class Basis(StrEnum):
    """How purchased electricity is taken: by the grid (the ISO total) or by contract."""

    LOCATION = "location"
    MARKET = "market"


class FactorMass(StrEnum):
    """The mass a CO2e factor is given in."""

    KG = "kg"
    TONNE = "t"


@dataclass(frozen=True, slots=True)
class GasFactor:
    """Kilograms of one gas per converted unit of activity.

    `is_biogenic` keeps CO2 out of the total and takes the biogenic methane value of a split set.
    `stated_gwp` is a GWP typed into the claim: it is used, and EV-18 holds it against the declared set.
    """

    gas: str
    kg_per_unit: Decimal
    is_biogenic: bool = False
    stated_gwp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Co2eFactor:
    """Kilograms or tonnes of CO2e per converted unit of activity, never split by gas."""

    value: Decimal
    mass: FactorMass

    def tonnes_per_unit(self) -> Decimal:
        """Return t CO2e per converted unit."""
        return self.value if self.mass is FactorMass.TONNE else self.value / KG_PER_TONNE


@dataclass(frozen=True, slots=True)
class SubLine:
    """A part of one line with an activity and factor of its own (two materials bought under one source)."""

    name: str
    activity: Decimal
    unit: str
    factor: Co2eFactor
    conversion: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument claimed for a line: certificate MWh deducted, at the contract's factor (0 for green)."""

    instrument_id: str
    mwh: Decimal
    tonnes_per_mwh: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in one statement version; exactly one of gas factors, a CO2e factor, or sub-lines.

    `activity` x `conversion` is in `converted_unit` (18,600 L x 0.84 = 15,624 kg). With sub-lines the
    line's own activity is for print only. `market_factor` is the residual mix; without it the grid factor
    is kept.
    """

    source_id: str
    iso_category: int
    scope_code: str
    activity: Decimal
    unit: str
    conversion: Decimal = Decimal(1)
    converted_unit: str | None = None
    gas_factors: tuple[GasFactor, ...] = ()
    co2e_factor: Co2eFactor | None = None
    sublines: tuple[SubLine, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    market_factor: Co2eFactor | None = None
    is_removal: bool = False


@dataclass(frozen=True, slots=True)
class GasAmount:
    """t CO2e of one gas family; `exact` is unrounded, `cell` has 4 decimals, `tonnes` has 2."""

    family: GasFamily
    exact: Decimal

    @property
    def cell(self) -> Decimal:
        return round_to(self.exact, 4)

    @property
    def tonnes(self) -> Decimal:
        return round_tonnes(self.exact)


@dataclass(frozen=True, slots=True)
class LineResult:
    """A recalculated line: `exact` t CO2e, `tonnes` rounded once, on the market basis too, and by gas."""

    source_id: str
    iso_category: int
    scope_code: str
    exact: Decimal
    tonnes: Decimal
    market_tonnes: Decimal
    gases: tuple[GasAmount, ...]
    biogenic_co2: Decimal
    sublines: tuple[tuple[str, Decimal], ...]
    is_removal: bool

    def on(self, basis: Basis) -> Decimal:
        """Return the rounded tonnes on a basis."""
        return self.tonnes if basis is Basis.LOCATION else self.market_tonnes


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """An ISO category: totals are sums of rounded sources; the gases are a memo, each rounded once."""

    iso_category: int
    tonnes: Decimal
    market_tonnes: Decimal
    gases: tuple[GasAmount, ...]
    gas_difference: Decimal
    biogenic_co2: Decimal
    removals: Decimal

    def on(self, basis: Basis) -> Decimal:
        """Return the category total on a basis."""
        return self.tonnes if basis is Basis.LOCATION else self.market_tonnes


@dataclass(frozen=True, slots=True)
class StatementResult:
    """A recalculated statement; `tonnes` is the ISO (location-based) total without removals."""

    gwp_set: str
    lines: tuple[LineResult, ...]
    categories: tuple[CategoryResult, ...]
    tonnes: Decimal
    market_tonnes: Decimal

    def line(self, source_id: str) -> LineResult:
        """Return the line of a source; raises Uncomputable when the statement does not have it."""
        for line in self.lines:
            if line.source_id == source_id:
                return line
        raise Uncomputable("The statement has no line for source %(source)s.", source=source_id)

    def category(self, iso_category: int) -> CategoryResult:
        """Return a category of the statement; raises Uncomputable when it has none of its lines."""
        for category in self.categories:
            if category.iso_category == iso_category:
                return category
        raise Uncomputable("The statement has no line in ISO category %(category)s.", category=iso_category)

    def group_total(self, iso_categories: Iterable[int], basis: Basis = Basis.LOCATION) -> Decimal:
        """Return an assurance group's total, the D of verification.md 4.1: the sum over its categories."""
        chosen = set(iso_categories)
        return sum((item.on(basis) for item in self.categories if item.iso_category in chosen), ZERO)


def quantify(lines: Iterable[SourceLine], gwp_set: str) -> StatementResult:
    """Recalculate a statement under one declared GWP set (verification.md 3.3).

    Raises Uncomputable when a source appears twice or a line cannot be computed.
    """
    results = tuple(quantify_line(line, gwp_set) for line in lines)
    seen: set[str] = set()
    for result in results:
        if result.source_id in seen:
            raise Uncomputable(
                "Source %(source)s has two lines in one version. Join them as sub-lines.",
                source=result.source_id,
            )
        seen.add(result.source_id)
    categories = tuple(
        _total_category(number, [item for item in results if item.iso_category == number])
        for number in sorted({item.iso_category for item in results})
    )
    return StatementResult(
        gwp_set=gwp_set,
        lines=results,
        categories=categories,
        tonnes=sum((item.tonnes for item in categories), ZERO),
        market_tonnes=sum((item.market_tonnes for item in categories), ZERO),
    )


def quantify_line(line: SourceLine, gwp_set: str) -> LineResult:
    """Recalculate one line in t CO2e; raises Uncomputable with what the line lacks."""
    _require_one_way_of_factors(line)
    gases, biogenic_co2, sublines = _amounts(line, gwp_set)
    exact = sum((item.exact for item in gases), ZERO)
    return LineResult(
        source_id=line.source_id,
        iso_category=line.iso_category,
        scope_code=line.scope_code,
        exact=exact,
        tonnes=round_tonnes(exact),
        market_tonnes=round_tonnes(_market_tonnes(line, exact)),
        gases=gases,
        biogenic_co2=biogenic_co2,
        sublines=sublines,
        is_removal=line.is_removal,
    )


def _require_one_way_of_factors(line: SourceLine) -> None:
    if line.iso_category not in range(1, 7):
        raise Uncomputable(
            "Line %(source)s has ISO category %(category)s; it must be 1 to 6.",
            source=line.source_id,
            category=line.iso_category,
        )
    ways = bool(line.gas_factors) + (line.co2e_factor is not None) + bool(line.sublines)
    if ways != 1:
        raise Uncomputable(
            "Line %(source)s needs exactly one of: factors per gas, one CO2e factor, or sub-lines.",
            source=line.source_id,
        )


def _amounts(
    line: SourceLine, gwp_set: str
) -> tuple[tuple[GasAmount, ...], Decimal, tuple[tuple[str, Decimal], ...]]:
    """Return t CO2e by gas family, biogenic CO2 apart, and the exact tonnes of each sub-line."""
    quantity = line.activity * line.conversion
    if line.co2e_factor is not None:
        return (GasAmount(GasFamily.UNSPLIT, quantity * line.co2e_factor.tonnes_per_unit()),), ZERO, ()
    if line.sublines:
        parts = tuple(
            (part.name, part.activity * part.conversion * part.factor.tonnes_per_unit())
            for part in line.sublines
        )
        return (GasAmount(GasFamily.UNSPLIT, sum((t for _, t in parts), ZERO)),), ZERO, parts
    families: dict[GasFamily, Decimal] = {}
    biogenic_co2 = ZERO
    for factor in line.gas_factors:
        record = gwp(gwp_set, factor.gas, is_biogenic=factor.is_biogenic)
        potential = record.value if factor.stated_gwp is None else factor.stated_gwp
        tonnes = quantity * factor.kg_per_unit * potential / KG_PER_TONNE
        if factor.is_biogenic and record.family is GasFamily.CO2:
            biogenic_co2 += tonnes
        else:
            families[record.family] = families.get(record.family, ZERO) + tonnes
    return tuple(GasAmount(family, tonnes) for family, tonnes in families.items()), biogenic_co2, ()


def _market_tonnes(line: SourceLine, location: Decimal) -> Decimal:
    """Return exact t CO2e on the market basis: claimed MWh at the contract's factor, the rest at the mix."""
    if not line.instruments and line.market_factor is None:
        return location
    mix = line.market_factor or line.co2e_factor
    if mix is None or line.iso_category != 2:
        raise Uncomputable(
            "Line %(source)s claims instruments, but only imported energy with one CO2e factor can.",
            source=line.source_id,
        )
    quantity = line.activity * line.conversion
    unit = line.converted_unit or line.unit
    claimed = sum((convert(item.mwh, "MWh", unit) for item in line.instruments), ZERO)
    if claimed > quantity:
        raise Uncomputable(
            "Line %(source)s claims %(claimed)s %(unit)s of instruments for %(quantity)s %(unit)s consumed. "
            "Claim no more than was consumed.",
            source=line.source_id,
            claimed=claimed,
            quantity=quantity,
            unit=unit,
        )
    contracted = sum((item.mwh * item.tonnes_per_mwh for item in line.instruments), ZERO)
    return (quantity - claimed) * mix.tonnes_per_unit() + contracted


def _total_category(iso_category: int, lines: list[LineResult]) -> CategoryResult:
    """Add rounded sources; sum each gas unrounded, round it once; the difference is shown, never spread."""
    emissions = [line for line in lines if not line.is_removal]
    tonnes = sum((line.tonnes for line in emissions), ZERO)
    families: dict[GasFamily, Decimal] = {}
    for line in emissions:
        for gas in line.gases:
            families[gas.family] = families.get(gas.family, ZERO) + gas.exact
    gases = tuple(GasAmount(family, families[family]) for family in GasFamily if family in families)
    return CategoryResult(
        iso_category=iso_category,
        tonnes=tonnes,
        market_tonnes=sum((line.market_tonnes for line in emissions), ZERO),
        gases=gases,
        gas_difference=tonnes - sum((gas.tonnes for gas in gases), ZERO),
        biogenic_co2=round_tonnes(sum((line.biogenic_co2 for line in lines), ZERO)),
        removals=sum((line.tonnes for line in lines if line.is_removal), ZERO),
    )
