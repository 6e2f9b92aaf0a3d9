"""Goods receipts of copper alloy and plastics, 130 lots, and the delivery notes of the sampled ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.files.containers import CellValue, Formula, Sheet, write_workbook
from demo.files.demo_file import DemoFile, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.ledgers import COPPER_LOTS, PERIOD_LINE, RESIN_LOTS, YEAR
from demo.files.paper import GREY, Paper
from demo.files.parties import COPPER, HIK, RESIN, Firm
from demo.files.stamps import draw_seal
from demo.files.words import grouped

SAMPLED = (
    *(f"CU-{number:02d}" for number in (3, 10, 16, 23, 29, 35, 42, 48)),
    *(f"PL-{number:02d}" for number in (4, 10, 15, 21, 26, 32, 37, 43, 49, 54, 60, 65, 71, 76)),
)
MISSTATED = {"PL-43": Decimal("39.15")}


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot as booked."""

    code: str
    received: date
    supplier: Firm
    material: str
    note: str
    tonnes: Decimal


def lots() -> tuple[Lot, ...]:
    """CU-01 to CU-50 of 43.0 t and PL-01 to PL-80 of 43.5 t, in the order of the ledger."""
    found: list[Lot] = []
    plans = (
        ("CU", COPPER, "Copper alloy strip C5191 铜合金带", Decimal("43.0"), COPPER_LOTS, "THC"),
        ("PL", RESIN, "LCP / PBT compound 工程塑料", Decimal("43.5"), RESIN_LOTS, "YHR"),
    )
    for prefix, supplier, material, tonnes, by_month, series in plans:
        number = 0
        for month, count in enumerate(by_month, 1):
            for place in range(count):
                number += 1
                day = date(2021, month, 2 + place * 26 // count)
                note = f"{series}-21-{4100 + number * 3}"
                found.append(Lot(f"{prefix}-{number:02d}", day, supplier, material, note, tonnes))
    return tuple(found)


def draw_goods_receipts(folder: Path) -> DemoFile:
    """E-015: the ledger of 130 lots with a total for each material."""
    path = folder / "Goods receipts 原材料入库台账 2021.xlsx"
    rows: list[list[CellValue]] = [
        ["Goods receipts 原材料入库台账"],
        [f"{HIK.english}  {HIK.chinese}"],
        [PERIOD_LINE],
        [
            "Lot 批号",
            "Received 入库日期",
            "Supplier 供应商",
            "Material 物料",
            "Delivery note 送货单号",
            "Net weight 净重 (t)",
        ],
    ]
    figures = []
    for lot in lots():
        rows.append([lot.code, lot.received, lot.supplier.english, lot.material, lot.note, lot.tonnes])
        cell = f"Receipts 2021!F{len(rows)}"
        figures.append(ExpectedFigure(lot.tonnes, "t", "record", 1, lot.code, "S11", cell))
    totals = (("Total copper alloy 铜合金合计", 5, 54), ("Total plastics 工程塑料合计", 55, 134))
    primary = []
    for label, first, last in totals:
        value = sum((lot.tonnes for lot in lots()[first - 5 : last - 4]), Decimal(0))
        rows.append([label, None, None, None, None, Formula(f"=SUM(F{first}:F{last})", value)])
        cell = f"Receipts 2021!F{len(rows)}"
        primary.append(ExpectedFigure(value, "t", "primary", 1, label[:14], "S11", cell, *YEAR))
    formats = {2: "yyyy-mm-dd", 6: "#,##0.0"}
    sheet = Sheet("Receipts 2021", rows, (30, 18, 32, 36, 24, 18), (4,), (135, 136), formats)
    write_workbook(path, (sheet,), "Goods receipts 2021")
    title = "Goods receipts of copper alloy and plastics, 130 lots, 2021"
    return DemoFile("E-015", path.name, path, "client", "goods receipt", title, "S11", (*primary, *figures))


def draw_delivery_notes(folder: Path, fonts: Fonts) -> DemoFile:
    """E-025: one page for each of the 22 sampled lots; PL-43's shows 39.15 t."""
    path = folder / "Delivery notes of the sampled lots.pdf"
    paper = Paper(path, "Delivery notes", fonts, face="latin", size=(420, 400))
    seals = {firm: draw_seal(fonts, firm.chinese, "发货专用章") for firm in (COPPER, RESIN)}
    by_code = {lot.code: lot for lot in lots()}
    figures = []
    for page, code in enumerate(SAMPLED, 1):
        lot = by_code[code]
        weight = MISSTATED.get(code, lot.tonnes)
        _draw_note(paper, lot, weight)
        paper.picture(300, 288, 74, 74, seals[lot.supplier])
        paper.turn()
        figures.append(ExpectedFigure(weight, "t", "corroborating", page, "Net weight", "S11"))
    paper.save()
    title = "Delivery notes of the 22 sampled lots"
    return DemoFile("E-025", path.name, path, "client", "delivery note", title, None, tuple(figures))


def _draw_note(paper: Paper, lot: Lot, weight: Decimal) -> None:
    colour = "#8a5a12" if lot.supplier is COPPER else "#2b5d34"
    paper.text(32, 40, lot.supplier.english, 12, bold=True, colour=colour)
    paper.text(32, 54, lot.supplier.chinese, 8.5, colour=GREY)
    paper.text(paper.width - 32, 40, "DELIVERY NOTE", 13, bold=True, align="r")
    paper.text(paper.width - 32, 54, "送货单", 9, align="r", colour=GREY)
    paper.rule(32, 62, paper.width - 32, 1.2, colour)
    facts = (
        ("Delivery note No. 送货单号", lot.note),
        ("Date 日期", lot.received.isoformat()),
        ("Consignee 收货单位", HIK.english),
        ("Customer lot 客户批号", lot.code),
        ("Truck 车号", f"苏E-D{int(lot.code[3:]) * 37 % 1000:03d}X"),
    )
    for number, (label, value) in enumerate(facts):
        paper.text(32, 82 + number * 15, label, 8, colour=GREY)
        paper.text(170, 82 + number * 15, value, 9)
    tare = Decimal("15.20")
    rows = [
        ["Weighing 过磅", "Weight 重量 (t)"],
        ["Gross weight 毛重", grouped(weight + tare, 2)],
        ["Tare weight 皮重", grouped(tare, 2)],
        ["Net weight 净重", grouped(weight, 2)],
    ]
    paper.text(32, 172, f"Material 物料: {lot.material}", 9)
    paper.table(32, 184, (220, 136), rows, "lr", size=9, height=20, total=True, grid=False)
    paper.text(32, 300, "Driver 司机: (signed)", 8.5)
    paper.text(32, 322, "Received by 收货人: (signed)", 8.5)
    paper.text(32, 344, "Weighbridge No. 2, class III, printed by the scale computer", 7.5, colour=GREY)
