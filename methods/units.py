"""Units of activity: names as printed, Latin or Chinese, and conversions, each with its source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.rounding import ZERO
from methods.uncomputable import Uncomputable


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension convert into each other."""

    ENERGY = "energy"
    REACTIVE_ENERGY = "reactive energy"
    MASS = "mass"
    CO2E = "CO2 equivalent"
    VOLUME = "volume"
    NORMAL_VOLUME = "gas volume at normal conditions (0 °C, 101.325 kPa)"
    STANDARD_VOLUME = "gas volume at standard conditions (20 °C, 101.325 kPa)"
    DISTANCE = "distance"
    FREIGHT = "freight work"
    TRAVEL = "passenger travel"
    PERSON_TIME = "person-days"
    AREA = "area"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; one of it is `per_base` of its dimension's base unit, exactly, by `source`."""

    symbol: str
    dimension: Dimension
    per_base: Decimal
    source: str


_SI = "SI Brochure, 9th edition (2019)"
_SI_PREFIX = "SI Brochure, 9th edition (2019), table 7"
_US = "NIST Handbook 44 (2023), appendix C"
_CHINA = "GB/T 2589-2020, 1 kgce = 29 307 kJ"
_LEGAL_CN = "State Council order of 27 February 1984 on legal units of measurement"
_OWN = "definition"

# Base units: kWh, kvarh, kg, kg CO2e, m3, km, t.km, p.km, person-day, m2, piece.
_UNITS = (
    Unit("kWh", Dimension.ENERGY, Decimal(1), _SI),
    Unit("Wh", Dimension.ENERGY, Decimal("0.001"), _SI_PREFIX),
    Unit("MWh", Dimension.ENERGY, Decimal(1000), _SI_PREFIX),
    Unit("GWh", Dimension.ENERGY, Decimal(1_000_000), _SI_PREFIX),
    Unit("10⁴ kWh", Dimension.ENERGY, Decimal(10_000), _LEGAL_CN),
    Unit("MJ", Dimension.ENERGY, Decimal(1) / Decimal("3.6"), _SI),
    Unit("GJ", Dimension.ENERGY, Decimal(1000) / Decimal("3.6"), _SI),
    Unit("TJ", Dimension.ENERGY, Decimal(1_000_000) / Decimal("3.6"), _SI),
    Unit("kgce", Dimension.ENERGY, Decimal("29.307") / Decimal("3.6"), _CHINA),
    Unit("tce", Dimension.ENERGY, Decimal(29307) / Decimal("3.6"), _CHINA),
    Unit("kvarh", Dimension.REACTIVE_ENERGY, Decimal(1), _SI),
    Unit("Mvarh", Dimension.REACTIVE_ENERGY, Decimal(1000), _SI_PREFIX),
    Unit("kg", Dimension.MASS, Decimal(1), _SI),
    Unit("g", Dimension.MASS, Decimal("0.001"), _SI_PREFIX),
    Unit("t", Dimension.MASS, Decimal(1000), _SI),
    Unit("kt", Dimension.MASS, Decimal(1_000_000), _SI_PREFIX),
    Unit("10⁴ t", Dimension.MASS, Decimal(10_000_000), _LEGAL_CN),
    Unit("jin", Dimension.MASS, Decimal("0.5"), _LEGAL_CN),
    Unit("lb", Dimension.MASS, Decimal("0.45359237"), _US),
    Unit("short ton", Dimension.MASS, Decimal("907.18474"), _US),
    Unit("long ton", Dimension.MASS, Decimal("1016.0469088"), _US),
    Unit("kg CO2e", Dimension.CO2E, Decimal(1), _SI),
    Unit("t CO2e", Dimension.CO2E, Decimal(1000), _SI),
    Unit("m³", Dimension.VOLUME, Decimal(1), _SI),
    Unit("10⁴ m³", Dimension.VOLUME, Decimal(10_000), _LEGAL_CN),
    Unit("L", Dimension.VOLUME, Decimal("0.001"), _SI),
    Unit("mL", Dimension.VOLUME, Decimal("0.000001"), _SI_PREFIX),
    Unit("US gal", Dimension.VOLUME, Decimal("0.003785411784"), _US),
    Unit("imp gal", Dimension.VOLUME, Decimal("0.00454609"), "UK Units of Measurement Regulations 1995"),
    Unit("Nm³", Dimension.NORMAL_VOLUME, Decimal(1), "DIN 1343: 0 °C, 101.325 kPa"),
    Unit("10⁴ Nm³", Dimension.NORMAL_VOLUME, Decimal(10_000), _LEGAL_CN),
    Unit("Sm³", Dimension.STANDARD_VOLUME, Decimal(1), "GB/T 19205-2008: 20 °C, 101.325 kPa"),
    Unit("km", Dimension.DISTANCE, Decimal(1), _SI),
    Unit("m", Dimension.DISTANCE, Decimal("0.001"), _SI),
    Unit("mi", Dimension.DISTANCE, Decimal("1.609344"), _US),
    Unit("t.km", Dimension.FREIGHT, Decimal(1), _OWN),
    Unit("kg.km", Dimension.FREIGHT, Decimal("0.001"), _OWN),
    Unit("10⁴ t.km", Dimension.FREIGHT, Decimal(10_000), _LEGAL_CN),
    Unit("p.km", Dimension.TRAVEL, Decimal(1), _OWN),
    Unit("person-day", Dimension.PERSON_TIME, Decimal(1), _OWN),
    Unit("m²", Dimension.AREA, Decimal(1), _SI),
    Unit("piece", Dimension.COUNT, Decimal(1), _OWN),
)
UNITS: dict[str, Unit] = {unit.symbol: unit for unit in _UNITS}

# Printed forms, after the clean-up of _clean(); each side of the table is one symbol of UNITS.
_PRINTED = {
    "kWh": "kwh kw·h kw.h kw-h 千瓦时 千瓦小时 千瓦·时 度",
    "Wh": "wh 瓦时",
    "MWh": "mwh mw·h mw.h 兆瓦时 千度",
    "GWh": "gwh 吉瓦时",
    "10⁴ kWh": "万千瓦时 万度 万kwh 10^4kwh 10000kwh 万千瓦小时",
    "MJ": "mj 兆焦 兆焦耳",
    "GJ": "gj 吉焦 百万千焦 吉焦耳",
    "TJ": "tj 太焦",
    "kgce": "kgce 千克标准煤",
    "tce": "tce 吨标准煤 吨标煤",
    "kvarh": "kvarh kvar·h kvar.h 千乏时",
    "Mvarh": "mvarh 兆乏时",
    "kg": "kg kgs kilogram kilograms 千克 公斤",
    "g": "g gram grams 克",
    "t": "t tonne tonnes mt 吨 公吨",
    "kt": "kt 千吨",
    "10⁴ t": "万吨 10^4t",
    "jin": "jin 斤 市斤",
    "lb": "lb lbs pound pounds",
    "short ton": "shortton shorttons uston",
    "long ton": "longton longtons",
    "kg CO2e": "kgco2e kgco2eq kgco2-e 千克二氧化碳当量",
    "t CO2e": "tco2e tco2eq tco2-e tonnesco2e 吨二氧化碳当量",
    "m³": "m3 cbm 立方米 立方 方 cubicmetre cubicmetres cubicmeter cubicmeters",
    "10⁴ m³": "万立方米 万方 万m3 10^4m3",
    "L": "l litre litres liter liters ltr 升 公升",
    "mL": "ml 毫升",
    "US gal": "usgal usgallon usgallons",
    "imp gal": "impgal imperialgallon imperialgallons ukgal ukgallon",
    "Nm³": "nm3 标准立方米 标立方米 标方 标立方 标况立方米",
    "10⁴ Nm³": "万nm3 万标准立方米 万标方",
    "Sm³": "sm3",
    "km": "km kilometre kilometres kilometer kilometers 千米 公里",
    "m": "m metre metres meter 米",
    "mi": "mi mile miles",
    "t.km": "t.km tkm t·km t-km tonne-km tonne-kilometre tonne-kilometres 吨公里 吨·公里 吨千米",
    "kg.km": "kg.km kgkm kg·km 千克公里",
    "10⁴ t.km": "万吨公里",
    "p.km": "p.km pkm p·km p-km passenger-km passenger.km pass.km passenger-kilometre 人公里 人·公里 人千米",
    "person-day": "person-day person-days persondays 人天 人·天 人日 工日",
    "m²": "m2 sqm 平方米 平米",
    "piece": "piece pieces pcs pc ea 个 件 只 台",
}
_SYMBOL_OF = {form: symbol for symbol, forms in _PRINTED.items() for form in forms.split()}
# Printed forms that mean different units to different people are refused with what to ask.
_AMBIGUOUS = {
    "ton": "tonne (1,000 kg), short ton (907.18 kg) or long ton (1,016.05 kg)",
    "tons": "tonne (1,000 kg), short ton (907.18 kg) or long ton (1,016.05 kg)",
    "gal": "US gal (3.785 L) or imp gal (4.546 L)",
    "gallon": "US gal (3.785 L) or imp gal (4.546 L)",
    "gallons": "US gal (3.785 L) or imp gal (4.546 L)",
}
# A case-blind reading would take milliwatt hours for MWh and megalitres for mL.
_CASE_MATTERS = {"mWh", "mJ", "ML", "Ml"}
_SUPERSCRIPTS = str.maketrans({"²": "2", "³": "3", "⁴": "^4", "₂": "2", "㎥": "m3", "㎡": "m2", "㎏": "kg"})
_WHY_NOT = {
    frozenset({Dimension.VOLUME, Dimension.NORMAL_VOLUME}): "give pressure and temperature of the meter",
    frozenset({Dimension.VOLUME, Dimension.STANDARD_VOLUME}): "give pressure and temperature of the meter",
    frozenset({Dimension.NORMAL_VOLUME, Dimension.STANDARD_VOLUME}): "give the reference temperatures",
    frozenset({Dimension.VOLUME, Dimension.MASS}): "give a density with its source",
    frozenset({Dimension.ENERGY, Dimension.MASS}): "give a calorific value with its source",
    frozenset({Dimension.ENERGY, Dimension.VOLUME}): "give a calorific value with its source",
    frozenset({Dimension.ENERGY, Dimension.NORMAL_VOLUME}): "give a calorific value with its source",
    frozenset(
        {Dimension.ENERGY, Dimension.REACTIVE_ENERGY}
    ): "reactive energy is no consumption, take the kWh row",
    frozenset({Dimension.MASS, Dimension.CO2E}): "give the gas and its GWP",
}


def _clean(printed: str) -> str:
    text = unicodedata.normalize("NFC", printed).translate(_SUPERSCRIPTS)
    text = (
        unicodedata.normalize("NFKC", text)
        .replace("⋅", "·")
        .replace("∙", "·")
        .replace("•", "·")
        .replace("*", "·")
    )
    text = re.sub(r"[×x]10\^?4", "10^4", text)
    return re.sub(r"\s+", "", text).strip("()[]").rstrip(".").casefold()


def name_unit(printed: str) -> Unit:
    """Return the unit a document prints ('万千瓦时', 'kW·h', 'm3'); raises when it is not certain."""
    if printed in UNITS:
        return UNITS[printed]
    text = _clean(printed)
    if text in _AMBIGUOUS:
        raise Uncomputable(
            "“%(unit)s” can be %(readings)s. Say which one the document means.",
            unit=printed,
            readings=_AMBIGUOUS[text],
        )
    symbol = None if printed.strip() in _CASE_MATTERS else _SYMBOL_OF.get(text)
    if symbol is None:
        raise Uncomputable(
            "“%(unit)s” is no unit known here. Type the unit as the document means it.", unit=printed
        )
    return UNITS[symbol]


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Return `value` in another unit, unrounded; raises Uncomputable when the dimensions differ."""
    source, target = name_unit(from_unit), name_unit(to_unit)
    if source.dimension is not target.dimension:
        missing = _WHY_NOT.get(frozenset({source.dimension, target.dimension}))
        if missing is not None:
            raise Uncomputable(
                "%(from)s (%(from_dimension)s) does not convert to %(to)s (%(to_dimension)s): %(missing)s.",
                **{"from": source.symbol, "to": target.symbol, "missing": missing},
                from_dimension=source.dimension.value,
                to_dimension=target.dimension.value,
            )
        raise Uncomputable(
            "%(from)s (%(from_dimension)s) and %(to)s (%(to_dimension)s) do not measure the same thing.",
            **{"from": source.symbol, "to": target.symbol},
            from_dimension=source.dimension.value,
            to_dimension=target.dimension.value,
        )
    if source.symbol == target.symbol:
        return value
    if _JOULES.keys() >= {source.symbol, target.symbol}:
        return value * _JOULES[source.symbol] / _JOULES[target.symbol]
    return value * source.per_base / target.per_base


# kWh per joule unit does not end in decimals; in joules every energy unit does, so GJ -> MWh stays exact.
_JOULES = {
    unit.symbol: (unit.per_base * Decimal("3.6")).quantize(Decimal("0.000001")).normalize()
    for unit in _UNITS
    if unit.dimension is Dimension.ENERGY
}


def mass_of_volume(volume: Decimal, unit: str, kg_per_litre: Decimal) -> Decimal:
    """Return kilograms of a liquid from its volume and a density in kg/L, which must be above 0."""
    if kg_per_litre <= ZERO:
        raise Uncomputable("A density must be above 0 kg/L, not %(density)s.", density=kg_per_litre)
    return convert(volume, unit, "L") * kg_per_litre
