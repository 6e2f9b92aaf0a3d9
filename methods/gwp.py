"""Greenhouse gases, refrigerant blends and 100-year GWP sets, each set a named variant with its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.uncomputable import Uncomputable


class GasFamily(StrEnum):
    """The seven groups that ISO 14064-1 reports direct emissions by, and what was never split by gas."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"
    NF3 = "NF3"
    SF6 = "SF6"
    HFC = "HFC"
    PFC = "PFC"
    UNSPLIT = "CO2e"


@dataclass(frozen=True, slots=True)
class GwpSet:
    """One named set of GWP values; `biogenic_methane` differs from CH4 only in a split set."""

    set_id: str
    title: str
    source: str
    values: tuple[tuple[str, Decimal], ...]
    biogenic_methane: Decimal


@dataclass(frozen=True, slots=True)
class GwpRecord:
    """The GWP of one gas or blend in one set (kg CO2e per kg), with what it was taken from."""

    set_id: str
    gas: str
    family: GasFamily
    value: Decimal
    source: str


# Columns: AR4, AR5 (without carbon-cycle feedback), AR6; blank where the report gives none.
_TABLE = """
CO2          1      1      1
CH4          25     28     27.9
N2O          298    265    273
NF3          17200  16100  17400
SF6          22800  23500  25200
HFC-23       14800  12400  14600
HFC-32       675    677    771
HFC-41       -      116    135
HFC-125      3500   3170   3740
HFC-134      -      1120   1260
HFC-134a     1430   1300   1530
HFC-143      -      328    364
HFC-143a     4470   4800   5810
HFC-152a     124    138    164
HFC-227ea    3220   3350   3600
HFC-236fa    9810   8060   8690
HFC-245fa    1030   858    962
HFC-365mfc   794    804    914
HFC-43-10mee 1640   1650   1600
PFC-14       7390   6630   7380
PFC-116      12200  11100  12400
PFC-218      8830   8900   9290
PFC-318      10300  9540   10200
PFC-31-10    8860   9200   10000
PFC-51-14    9300   7910   8620
"""


def _column(index: int) -> tuple[tuple[str, Decimal], ...]:
    rows = [line.split() for line in _TABLE.strip().splitlines()]
    return tuple((row[0], Decimal(row[index])) for row in rows if row[index] != "-")


def _with_methane(values: tuple[tuple[str, Decimal], ...], ch4: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((gas, Decimal(ch4) if gas == "CH4" else value) for gas, value in values)


_AR6_SOURCE = "IPCC AR6 WG I (2021), chapter 7 supplementary material, table 7.SM.7, GWP-100"

GWP_SETS: dict[str, GwpSet] = {
    record.set_id: record
    for record in (
        GwpSet(
            "AR4-100",
            "IPCC Fourth Assessment Report, 100 years",
            "IPCC AR4 WG I (2007), table 2.14 with errata, GWP-100",
            _column(1),
            Decimal("25"),
        ),
        GwpSet(
            "AR5",
            "IPCC Fifth Assessment Report, 100 years, without climate-carbon feedback",
            "IPCC AR5 WG I (2013), table 8.A.1, GWP-100",
            _column(2),
            Decimal("28"),
        ),
        GwpSet(
            "AR6-27.9",
            "IPCC Sixth Assessment Report, 100 years, one methane value",
            _AR6_SOURCE,
            _column(3),
            Decimal("27.9"),
        ),
        GwpSet(
            "AR6-split",
            "IPCC Sixth Assessment Report, 100 years, methane 29.8 fossil and 27.0 other",
            _AR6_SOURCE + "; methane by origin: chapter 7, table 7.15",
            _with_methane(_column(3), "29.8"),
            Decimal("27.0"),
        ),
    )
}

_BLEND_SOURCE = "composition by mass: ASHRAE 34"
BLENDS: dict[str, tuple[tuple[str, Decimal], ...]] = {
    name: tuple((gas, Decimal(part)) for gas, part in parts)
    for name, parts in {
        "R-404A": (("HFC-125", "0.44"), ("HFC-143a", "0.52"), ("HFC-134a", "0.04")),
        "R-407A": (("HFC-32", "0.20"), ("HFC-125", "0.40"), ("HFC-134a", "0.40")),
        "R-407C": (("HFC-32", "0.23"), ("HFC-125", "0.25"), ("HFC-134a", "0.52")),
        "R-410A": (("HFC-32", "0.5"), ("HFC-125", "0.5")),
        "R-417A": (("HFC-125", "0.466"), ("HFC-134a", "0.500")),
        "R-507A": (("HFC-125", "0.5"), ("HFC-143a", "0.5")),
    }.items()
}
# R-417A holds 3.4 % R-600 (butane), which is none of the seven gases: its parts stop at 0.966 on purpose.

_ALIASES = {
    "R-23": "HFC-23",
    "R-32": "HFC-32",
    "R-125": "HFC-125",
    "R-134A": "HFC-134a",
    "R-143A": "HFC-143a",
    "R-152A": "HFC-152a",
    "R-227EA": "HFC-227ea",
    "R-245FA": "HFC-245fa",
    "CF4": "PFC-14",
    "C2F6": "PFC-116",
    "C3F8": "PFC-218",
    "C-C4F8": "PFC-318",
    "C4F10": "PFC-31-10",
    "C6F14": "PFC-51-14",
    "METHANE": "CH4",
    "甲烷": "CH4",
    "二氧化碳": "CO2",
    "氧化亚氮": "N2O",
    "六氟化硫": "SF6",
    "三氟化氮": "NF3",
}
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_KNOWN = {gas.upper(): gas for gas, _ in _column(3)} | {name.upper(): name for name in BLENDS}


def name_gas(printed: str) -> str:
    """Return our name of a gas or blend as printed ('R410A', 'CH₄'); raises Uncomputable for any other."""
    text = printed.strip().translate(_SUBSCRIPTS).upper().replace(" ", "")
    dashed = text if "-" in text else text.replace("HFC", "HFC-").replace("PFC", "PFC-")
    if dashed.startswith("R") and dashed[1:2].isdigit():
        dashed = "R-" + dashed[1:]
    for candidate in (text, dashed):
        if candidate in _ALIASES:
            return _ALIASES[candidate]
        if candidate in _KNOWN:
            return _KNOWN[candidate]
    raise Uncomputable(
        "“%(gas)s” is no gas or blend of the GWP tables. Name one of CO2, CH4, N2O, NF3, SF6, an HFC, "
        "a PFC or a listed blend.",
        gas=printed,
    )


def gas_family(gas: str) -> GasFamily:
    """Return the reporting group of a gas or blend; every blend listed here is made of HFCs."""
    name = name_gas(gas)
    if name in BLENDS or name.startswith("HFC-"):
        return GasFamily.HFC
    return GasFamily.PFC if name.startswith("PFC-") else GasFamily(name)


def gwp_set(set_id: str) -> GwpSet:
    """Return a named set; raises Uncomputable with the names that exist."""
    found = GWP_SETS.get(set_id)
    if found is None:
        raise Uncomputable(
            "There is no GWP set “%(set)s”. Choose one of %(known)s.", set=set_id, known=", ".join(GWP_SETS)
        )
    return found


def gwp(set_id: str, gas: str, *, is_biogenic: bool = False) -> GwpRecord:
    """Return the GWP record (kg CO2e per kg) of a gas or blend in a set; blends are weighted by mass.

    Biogenic methane has its own value in a split set only. Raises Uncomputable when the set has no value.
    """
    chosen, name = gwp_set(set_id), name_gas(gas)
    if name in BLENDS:
        value = sum((part * _value(chosen, member) for member, part in BLENDS[name]), Decimal(0))
        return GwpRecord(set_id, name, GasFamily.HFC, value, f"{chosen.source}; {_BLEND_SOURCE}")
    value = chosen.biogenic_methane if name == "CH4" and is_biogenic else _value(chosen, name)
    return GwpRecord(set_id, name, gas_family(name), value, chosen.source)


def _value(chosen: GwpSet, gas: str) -> Decimal:
    for name, value in chosen.values:
        if name == gas:
            return value
    raise Uncomputable(
        "The GWP set %(set)s has no value for %(gas)s. Choose another set or give the factor in CO2e.",
        set=chosen.set_id,
        gas=gas,
    )
