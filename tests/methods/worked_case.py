"""The worked case, fictional: statement versions v1 and v2 of Halden Interconnect (Kunshan)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from methods.evidence_checks import Bill, Calibration, Period, Redemption
from methods.misstatement import Effect, Misstatement, Net
from methods.quantification import (
    Basis,
    Co2eFactor,
    FactorMass,
    GasFactor,
    Instrument,
    SourceLine,
    SubLine,
    quantify,
)
from methods.uncertainty import UncertainLine

D = Decimal
GWP_SET = "AR6-27.9"
GROUP_A, GROUP_B = (1, 2), (3, 4)
KG, TONNE = FactorMass.KG, FactorMass.TONNE


def per_gas(co2: str, ch4: str, n2o: str) -> tuple[GasFactor, ...]:
    return (GasFactor("CO2", D(co2)), GasFactor("CH4", D(ch4)), GasFactor("N2O", D(n2o)))


GAS = SourceLine(
    "S01", 1, "S1", D(412_500), "Nm³", gas_factors=per_gas("2.1622", "0.000038931", "0.0000038931")
)
DIESEL = SourceLine(
    "S02",
    1,
    "S1",
    D(18_600),
    "L",
    D("0.84"),
    "kg",
    gas_factors=per_gas("3.0959", "0.000127956", "0.0000255912"),
)
PETROL = SourceLine(
    "S03",
    1,
    "S1",
    D(24_300),
    "L",
    D("0.73"),
    "kg",
    gas_factors=per_gas("2.9251", "0.00107675", "0.00034456"),
)
REFRIGERANT_V1 = SourceLine(
    "S04", 1, "S1", D("62.0"), "kg", gas_factors=(GasFactor("R-410A", D(1), stated_gwp=D(2088)),)
)
REFRIGERANT_V2 = SourceLine("S04", 1, "S1", D("62.0"), "kg", gas_factors=(GasFactor("R-410A", D(1)),))
SEPTIC_TANK = SourceLine(
    "S05", 1, "S1", D(1_020_000), "person-day", gas_factors=(GasFactor("CH4", D("0.004"), is_biogenic=True),)
)
LPG = SourceLine(
    "S13",
    1,
    "S1",
    D(350),
    "piece",
    D(50),
    "kg",
    gas_factors=per_gas("3.1013", "0.003111098", "0.0000100358"),
)
GRID = Co2eFactor(D("0.5810"), TONNE)
R1, R2 = Instrument("R1", D(4_500)), Instrument("R2", D(1_500))
ELECTRICITY_V1 = SourceLine("S06", 2, "S2", D(38_640), "MWh", co2e_factor=GRID, instruments=(R1, R2))
ELECTRICITY_V2 = SourceLine("S06", 2, "S2", D(38_727), "MWh", co2e_factor=GRID, instruments=(R1,))
STEAM = SourceLine("S07", 2, "S2", D(9_800), "GJ", co2e_factor=Co2eFactor(D("0.11"), TONNE))
FREIGHT = SourceLine("S08", 3, "S3-4", D(8_600_000), "t.km", co2e_factor=Co2eFactor(D("0.105"), KG))
COMMUTING = SourceLine("S09", 3, "S3-7", D(10_400_000), "p.km", co2e_factor=Co2eFactor(D("0.0965"), KG))
AIR_TRAVEL = SourceLine("S10", 3, "S3-6", D(3_250_000), "p.km", co2e_factor=Co2eFactor(D("0.146"), KG))
MATERIALS = SourceLine(
    "S11",
    4,
    "S3-1",
    D(5_630),
    "t",
    sublines=(
        SubLine("copper alloy", D(2_150), "t", Co2eFactor(D("4.05"), TONNE)),
        SubLine("plastics", D(3_480), "t", Co2eFactor(D("4.60"), TONNE)),
    ),
)
WASTE = SourceLine("S12", 4, "S3-5", D(640), "t", co2e_factor=Co2eFactor(D("0.45"), TONNE))

UNCHANGED_REST = (STEAM, FREIGHT, COMMUTING, AIR_TRAVEL, MATERIALS, WASTE)
V1 = (GAS, DIESEL, PETROL, REFRIGERANT_V1, SEPTIC_TANK, ELECTRICITY_V1, *UNCHANGED_REST)
V2 = (GAS, DIESEL, PETROL, REFRIGERANT_V2, SEPTIC_TANK, LPG, ELECTRICITY_V2, *UNCHANGED_REST)


def on(source_id: str, category: int, amount: str, basis: Basis | None = None) -> Effect:
    return Effect(source_id, category, D(amount), basis)


F001 = Misstatement(
    "F-001", (on("S06", 2, "-431.10"), on("S06", 2, "380.56")), nets=(Net("S06", D("-50.55")),)
)
F002 = Misstatement("F-002", (on("S04", 1, "-10.38"),))
F003 = Misstatement("F-003", (on("S13", 1, "-55.84"),))
F005 = Misstatement("F-005", (on("S11", 4, "111.42"),), is_projected=True)
F007 = Misstatement("F-007", (on("S06", 2, "-871.50", Basis.MARKET),))
CORRECTED = (F001, F002, F003, F007)

UNCERTAINTY = {  # per cent of activity and of factor, half 95 % intervals
    "S01": ("2", "5"), "S02": ("3", "5"), "S03": ("5", "7"), "S04": ("10", "0"), "S05": ("10", "50"),
    "S13": ("3", "7"), "S06": ("1", "5"), "S07": ("3", "10"), "S08": ("20", "30"), "S09": ("30", "20"),
    "S10": ("10", "20"), "S11": ("5", "30"), "S12": ("10", "50"),
}  # fmt: skip


def uncertain_lines(categories: tuple[int, ...]) -> list[UncertainLine]:
    lines = []
    for line in quantify(V2, GWP_SET).lines:
        activity, factor = (D(text) for text in UNCERTAINTY[line.source_id])
        parts = line.sublines or (("", line.tonnes),)
        if line.iso_category in categories:
            lines += [UncertainLine(f"{line.source_id} {n}".strip(), t, activity, factor) for n, t in parts]
    return lines


LOTS = tuple((f"CU-{n:02}", D("174.15")) for n in range(1, 51)) + tuple(
    (f"PL-{n:02}", D("200.10")) for n in range(1, 81)
)

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
METER_A = (2410, 1980, 2520, 2560, 2640, 2780, 2910, 2890, 2700, 2560, 2480, 2470)
METER_B = (600, 510, 640, 650, 670, 700, None, 735, 690, 650, 625, 615)
METER_B_JULY, METER_B_JANUARY_2022 = 742, 655
GAS_BILLS = (42000, 38500, 37000, 34500, 31000, 29000, 28500, 29500, 31500, 34000, 37500, 39500)


def month(number: int, year: int = 2021) -> Period:
    start = date(year, number, 1)
    return Period(start, date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1))


def monthly_bills(document: str, quantities: tuple[int | None, ...], unit: str) -> list[Bill]:
    """Bills of one document, one a month; None is a month without a bill."""
    return [
        Bill(document, month(number), D(quantity), unit)
        for number, quantity in enumerate(quantities, 1)
        if quantity is not None
    ]


E001 = monthly_bills("E-001", METER_A, "MWh")
E002 = [
    *monthly_bills("E-002", METER_B, "MWh"),
    Bill("E-002", month(1, 2022), D(METER_B_JANUARY_2022), "MWh"),
]
E003 = [Bill("E-003", month(7), D(METER_B_JULY), "MWh")]
E005 = monthly_bills("E-005", GAS_BILLS, "Nm³")
E006 = (
    Calibration("CAL-2020", Period(date(2020, 11, 1), date(2021, 10, 31))),
    Calibration("CAL-2022", Period(date(2022, 3, 15), date(2023, 3, 14))),
)
HIK_NAMES = ("Halden Interconnect (Kunshan) Co., Ltd", "HIK")
SISTER = "Halden Cable (Dongguan)"
REDEEMED = date(2022, 2, 1)
E018_R1 = Redemption("R1", D(4_500), "HIK", YEAR, "CN", REDEEMED)
E018_R2 = Redemption("R2", D(1_500), SISTER, YEAR, "CN", REDEEMED)
