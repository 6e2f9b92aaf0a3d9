"""Documents of the sister companies: eight of Halden Cable, whose bills overlap and who claims R2 too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.files.bills import draw_notices, electricity_file
from demo.files.certificates import R2, Calibration, Redemption, calibration_file, redemption_file
from demo.files.demo_file import DemoFile
from demo.files.energy_bills import deliveries, delivery_file, draw_gas
from demo.files.fapiao import fuel_invoices, invoice_file
from demo.files.fonts import Fonts
from demo.files.inventories import write_inventory
from demo.files.ledgers import log_file, write_refrigerant_log
from demo.files.metering import MeterMonth, chain, month
from demo.files.parties import HCD, HST, SOUTH_FUEL, SOUTH_GAS, SOUTH_POWER
from demo.files.purchases import ITEMS, LPG_ITEM, write_purchase_ledger
from demo.files.statement_lines import SECOND_ENTITY_LINES, SECOND_ENTITY_LINES_V2, THIRD_ENTITY_LINES

_MWH = (1180, 960, 1240, 1260, 1300, 1380, 1450, 1440, 1330, 1270, 1220, 1210)
_BALANCE = ("10.0", "20.0", "7.0", "0.0", "0.0")
_GAS_NM3 = (9500, 8200, 8600, 8000, 7400, 7000, 6900, 7100, 7500, 8100, 8700, 9000)
_TOP_UPS = (
    (date(2021, 4, 13), "DC-02", "Roof unit, extrusion hall 挤出车间机组", "8.0"),
    (date(2021, 7, 22), "DC-05", "Chiller, testing laboratory 检测室冷水机", "6.0"),
    (date(2021, 9, 9), "DC-02", "Roof unit, extrusion hall 挤出车间机组", "9.0"),
)
R3 = Redemption("R3", 1000, 41_206_001, HCD.english, date(2022, 3, 10), "Shuixi solar park")


def draw_documents_of_second_entity(folder: Path, fonts: Fonts) -> tuple[DemoFile, ...]:
    """E-001 to E-008 and E-010 of the case of Halden Cable (Dongguan)."""
    return (
        _electricity(folder, fonts),
        _gas(folder, fonts),
        _diesel(folder, fonts),
        _refrigerant(folder),
        redemption_file(
            "E-005",
            folder / "I-REC statements Dongguan 2021.pdf",
            "I-REC redemption statements R2 and R3",
            fonts,
            (R2, R3),
            source="S04",
        ),
        _calibration(folder, fonts),
        _purchases(folder),
        _inventory(folder, 1),
        _inventory(folder, 2),
    )


def draw_draft_of_third_entity(folder: Path) -> DemoFile:
    """The draft inventory of Halden Stamping (Wuhu), all that its case in planning has."""
    path = folder / "GHG inventory HST 2021 draft.xlsx"
    write_inventory(path, HST, THIRD_ENTITY_LINES, 1)
    return DemoFile("E-001", path.name, path, "client", "GHG inventory", "GHG inventory 2021, draft")


def overlapping_months() -> tuple[MeterMonth, ...]:
    """HCD-M1: the June bill begins on 29 May, at a reading 126 MWh below the end of the May bill."""
    periods = [month(2021, number) for number in range(1, 13)]
    periods[5] = (date(2021, 5, 29), periods[5][1])
    opening = ("7305.20", "2556.80", "2922.10", "1826.30")
    before = chain("HCD-M1", periods[:5], _MWH[:5], opening, 3150)
    read_again = [before[-1].total.end - 126]
    read_again += [
        part.end - Decimal(less)
        for part, less in zip(before[-1].parts, ("44.10", "50.40", "31.50"), strict=True)
    ]
    return before + chain("HCD-M1", periods[5:], _MWH[5:], [str(reading) for reading in read_again], 3150)


def _electricity(folder: Path, fonts: Fonts) -> DemoFile:
    path = folder / "电费通知单_海登线缆_HCD-M1_2021.pdf"
    months = overlapping_months()
    draw_notices(path, fonts, months, seller=SOUTH_POWER, buyer=HCD, account="4419 0066 2058")
    return electricity_file(
        "E-001", path, "Electricity bills, meter HCD-M1, 2021", months, label="总", source="S04"
    )


def _gas(folder: Path, fonts: Fonts) -> DemoFile:
    path = folder / "天然气账单_海登线缆_2021.pdf"
    months = deliveries("HCD-G1", _GAS_NM3, "310225", "3.4500")
    draw_gas(path, fonts, months, seller=SOUTH_GAS, buyer=HCD, account="LX-22-007614")
    return delivery_file(
        "E-002",
        path,
        "Natural gas bills, meter HCD-G1, 2021",
        months,
        kind="gas bill",
        unit="Nm3",
        source="S01",
        label="本期用气量",
    )


def _diesel(folder: Path, fonts: Fonts) -> DemoFile:
    days = (date(2021, 3, 10), date(2021, 7, 14), date(2021, 10, 20))
    invoices = fuel_invoices(
        days, ("4.9100", "5.6020", "5.9500"), Decimal(2100), seller=SOUTH_FUEL, buyer=HCD, first=40551208
    )
    path = folder / "柴油发票_海登线缆_2021.pdf"
    return invoice_file(
        "E-003", path, "Diesel fapiao, three deliveries, 2021", fonts, invoices, role="primary", source="S02"
    )


def _refrigerant(folder: Path) -> DemoFile:
    path = folder / "Refrigerant log Dongguan 2021.xlsx"
    row = write_refrigerant_log(path, HCD, _TOP_UPS, _BALANCE)
    title = "Refrigerant log R-410A, 2021"
    return log_file("E-004", path, title, _TOP_UPS, _BALANCE, source="S03", total_row=row)


def _calibration(folder: Path, fonts: Fonts) -> DemoFile:
    certificate = Calibration("JT2020-G-12904", "HCD-G1", HCD, date(2020, 12, 15), date(2022, 12, 14))
    path = folder / "Gas meter HCD-G1 校准证书.pdf"
    return calibration_file(
        "E-006", path, "Calibration certificate of gas meter HCD-G1", fonts, (certificate,)
    )


def _purchases(folder: Path) -> DemoFile:
    path = folder / "Purchase ledger Dongguan 2021.xlsx"
    write_purchase_ledger(path, HCD, [item for item in ITEMS if item is not LPG_ITEM])
    return DemoFile(
        "E-007", path.name, path, "client", "purchase ledger", "Purchase ledger, auxiliary materials, 2021"
    )


def _inventory(folder: Path, version: int) -> DemoFile:
    code, lines = ("E-008", SECOND_ENTITY_LINES) if version == 1 else ("E-010", SECOND_ENTITY_LINES_V2)
    path = folder / f"GHG inventory HCD 2021 v{version}.xlsx"
    write_inventory(path, HCD, lines, version)
    return DemoFile(
        code, path.name, path, "client", "GHG inventory", f"GHG inventory 2021, version {version}"
    )
