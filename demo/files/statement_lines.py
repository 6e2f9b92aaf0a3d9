"""The GHG statements of the demo line by line: two versions of the worked case, two sister companies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

D = Decimal
GWP_SET = "AR6-27.9"
CO2, CH4, N2O = D(1), D("27.9"), D(273)
ELECTRICITY_FACTOR = D("0.5810")


@dataclass(frozen=True, slots=True)
class GasFactor:
    """A factor of one gas: `value` in `unit` ("kg CH4/Nm3"), and the GWP that the client used."""

    gas: str
    value: Decimal
    unit: str
    gwp: Decimal


@dataclass(frozen=True, slots=True)
class SubLine:
    """A part of a line with a quantity and a factor of its own."""

    name: str
    quantity: Decimal
    unit: str
    factor: GasFactor
    tonnes: Decimal


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One source in one statement version; `tonnes` as the client states them, at 0.01 t CO2e.

    `conversion` turns the quantity into the unit that the factors are per (litres into kilograms); `green`
    is the MWh claimed with certificates, the market-based value leaves them out. Uncertainties are half of
    the 95 % interval, in per cent, of activity data and factor.
    """

    source: str
    name: str
    category: int
    scope: str
    quantity: Decimal
    unit: str
    factors: tuple[GasFactor, ...]
    tonnes: Decimal
    uncertainty: tuple[Decimal, Decimal]
    conversion: Decimal | None = None
    conversion_unit: str | None = None
    green: Decimal | None = None
    sub_lines: tuple[SubLine, ...] = ()

    @property
    def market_tonnes(self) -> Decimal | None:
        """The market-based t CO2e of purchased electricity, None for any other line."""
        if self.green is None:
            return None
        return _tonnes((self.quantity - self.green) * self.factors[0].value)


def _tonnes(value: Decimal) -> Decimal:
    return value.quantize(D("0.01"), ROUND_HALF_UP)


def _fuel(unit: str, co2: str, ch4: str, n2o: str) -> tuple[GasFactor, ...]:
    return (
        GasFactor("CO2", D(co2), f"kg CO2/{unit}", CO2),
        GasFactor("CH4", D(ch4), f"kg CH4/{unit}", CH4),
        GasFactor("N2O", D(n2o), f"kg N2O/{unit}", N2O),
    )


def _one(value: str, unit: str) -> tuple[GasFactor, ...]:
    return (GasFactor("CO2e", D(value), unit, D(1)),)


def _percent(activity: int, factor: int) -> tuple[Decimal, Decimal]:
    return D(activity), D(factor)


_GAS = _fuel("Nm3", "2.1622", "0.000038931", "0.0000038931")
_DIESEL = _fuel("kg", "3.0959", "0.000127956", "0.0000255912")
_PETROL = _fuel("kg", "2.9251", "0.00107675", "0.00034456")
_LPG = _fuel("kg", "3.1013", "0.003111098", "0.0000100358")
_SEPTIC = (GasFactor("CH4", D("0.004"), "kg CH4/person-day", CH4),)
_GRID = _one(str(ELECTRICITY_FACTOR), "t CO2e/MWh")


def _refrigerant(gwp: str) -> tuple[GasFactor, ...]:
    return (GasFactor("R-410A", D(1), "kg R-410A/kg", D(gwp)),)


_PURCHASED = (
    SubLine("Copper alloy", D(2150), "t", GasFactor("CO2e", D("4.05"), "t CO2e/t", D(1)), D("8707.50")),
    SubLine("Plastics", D(3480), "t", GasFactor("CO2e", D("4.60"), "t CO2e/t", D(1)), D("16008.00")),
)

LINES_V1 = (
    StatementLine("S01", "Natural gas boilers", 1, "S1", D(412500), "Nm3", _GAS, D("892.79"), _percent(2, 5)),
    StatementLine(
        "S02",
        "Diesel gensets",
        1,
        "S1",
        D(18600),
        "L",
        _DIESEL,
        D("48.54"),
        _percent(3, 5),
        D("0.84"),
        "kg/L",
    ),
    StatementLine(
        "S03", "Petrol cars", 1, "S1", D(24300), "L", _PETROL, D("54.09"), _percent(5, 7), D("0.73"), "kg/L"
    ),
    StatementLine(
        "S04", "R-410A top-up", 1, "S1", D("62.0"), "kg", _refrigerant("2088"), D("129.46"), _percent(10, 0)
    ),
    StatementLine(
        "S05", "Septic tank CH4", 1, "S1", D(1020000), "person-days", _SEPTIC, D("113.83"), _percent(10, 50)
    ),
    StatementLine(
        "S06",
        "Purchased electricity",
        2,
        "S2",
        D(38640),
        "MWh",
        _GRID,
        D("22449.84"),
        _percent(1, 5),
        green=D(6000),
    ),
    StatementLine(
        "S07",
        "Purchased steam",
        2,
        "S2",
        D(9800),
        "GJ",
        _one("0.11", "t CO2e/GJ"),
        D("1078.00"),
        _percent(3, 10),
    ),
    StatementLine(
        "S08",
        "Inbound freight",
        3,
        "S3-4",
        D(8600000),
        "t.km",
        _one("0.105", "kg CO2e/t.km"),
        D("903.00"),
        _percent(20, 30),
    ),
    StatementLine(
        "S09",
        "Employee commuting",
        3,
        "S3-7",
        D(10400000),
        "p.km",
        _one("0.0965", "kg CO2e/p.km"),
        D("1003.60"),
        _percent(30, 20),
    ),
    StatementLine(
        "S10",
        "Air travel",
        3,
        "S3-6",
        D(3250000),
        "p.km",
        _one("0.146", "kg CO2e/p.km"),
        D("474.50"),
        _percent(10, 20),
    ),
    StatementLine(
        "S11",
        "Purchased copper alloy and plastics",
        4,
        "S3-1",
        D(5630),
        "t",
        (),
        D("24715.50"),
        _percent(5, 30),
        sub_lines=_PURCHASED,
    ),
    StatementLine(
        "S12",
        "Waste treatment",
        4,
        "S3-5",
        D(640),
        "t",
        _one("0.45", "t CO2e/t"),
        D("288.00"),
        _percent(10, 50),
    ),
)


def _second_version() -> tuple[StatementLine, ...]:
    """Version 2: electricity and refrigerant corrected, the sister's certificates left out, S13 after S05."""
    lpg = StatementLine("S13", "LPG forklifts", 1, "S1", D(17500), "kg", _LPG, D("55.84"), _percent(3, 7))
    s01, s02, s03, s04, s05, s06, *others = LINES_V1
    s04 = replace(s04, factors=_refrigerant("2255.5"), tonnes=D("139.84"))
    s06 = replace(s06, quantity=D(38727), tonnes=D("22500.39"), green=D(4500))
    return (s01, s02, s03, s04, s05, lpg, s06, *others)


LINES_V2 = _second_version()

SECOND_ENTITY_LINES = (
    StatementLine(
        "S01", "Natural gas annealing ovens", 1, "S1", D(96000), "Nm3", _GAS, D("207.78"), _percent(2, 5)
    ),
    StatementLine(
        "S02", "Diesel gensets", 1, "S1", D(6300), "L", _DIESEL, D("16.44"), _percent(3, 5), D("0.84"), "kg/L"
    ),
    StatementLine(
        "S03", "R-410A top-up", 1, "S1", D("23.0"), "kg", _refrigerant("2255.5"), D("51.88"), _percent(10, 0)
    ),
    StatementLine(
        "S04",
        "Purchased electricity",
        2,
        "S2",
        D(15240),
        "MWh",
        _GRID,
        D("8854.44"),
        _percent(1, 5),
        green=D(2500),
    ),
    StatementLine(
        "S05",
        "Inbound freight",
        3,
        "S3-4",
        D(2400000),
        "t.km",
        _one("0.105", "kg CO2e/t.km"),
        D("252.00"),
        _percent(20, 30),
    ),
    StatementLine(
        "S06",
        "Purchased copper rod",
        4,
        "S3-1",
        D(3100),
        "t",
        _one("4.05", "t CO2e/t"),
        D("12555.00"),
        _percent(5, 30),
    ),
)

# Version 2: the 120 t of rod that went back to the supplier are taken out.
SECOND_ENTITY_LINES_V2 = (
    *SECOND_ENTITY_LINES[:5],
    replace(SECOND_ENTITY_LINES[5], quantity=D(2980), tonnes=D("12069.00")),
)

THIRD_ENTITY_LINES = (
    StatementLine("S01", "Natural gas ovens", 1, "S1", D(54000), "Nm3", _GAS, D("116.87"), _percent(2, 5)),
    StatementLine(
        "S02",
        "Purchased electricity",
        2,
        "S2",
        D(9860),
        "MWh",
        _GRID,
        D("5728.66"),
        _percent(1, 5),
        green=D(0),
    ),
    StatementLine(
        "S03",
        "Purchased steel strip",
        4,
        "S3-1",
        D(4200),
        "t",
        _one("2.10", "t CO2e/t"),
        D("8820.00"),
        _percent(5, 30),
    ),
)
