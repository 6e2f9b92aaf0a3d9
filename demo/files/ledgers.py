"""Ledgers of the year: refrigerant log, inbound freight, and the fuel-card statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.files.containers import CellValue, Formula, Sheet, write_workbook
from demo.files.demo_file import DemoFile, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.metering import month
from demo.files.paper import GREY, Paper
from demo.files.parties import HIK, Firm
from demo.files.words import grouped

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
PERIOD_LINE = "Period 期间: 2021-01-01 to 2021-12-31"
TOP_UPS = (
    (date(2021, 3, 16), "AC-03", "Chiller, moulding hall 注塑车间冷水机", "12.0"),
    (date(2021, 5, 27), "AC-07", "Roof unit, plating line 电镀线屋顶机组", "15.0"),
    (date(2021, 7, 8), "AC-03", "Chiller, moulding hall 注塑车间冷水机", "10.0"),
    (date(2021, 8, 19), "AC-11", "Clean room unit 洁净室机组", "13.0"),
    (date(2021, 11, 3), "AC-15", "Office VRF 办公楼多联机", "12.0"),
)
BALANCE = ("20.0", "70.0", "15.0", "8.0", "5.0")
_PARTS = ("Stock at beginning", "Bought", "Stock at end", "Recovered", "Net increase of charge")
CARD_LITRES = (1950, 1780, 2010, 2040, 2080, 2100, 2150, 2120, 2060, 2020, 1980, 2010)
COPPER_LOTS = (4, 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 5)
RESIN_LOTS = (6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6)
LANES = (
    ("Taihe Copper - Kunshan", "Copper alloy strip 铜合金带", 780, [Decimal(43) * n for n in COPPER_LOTS]),
    (
        "Yuanhe Resin - Kunshan",
        "Engineering plastics 工程塑料",
        1240,
        [Decimal("43.5") * n for n in RESIN_LOTS],
    ),
    (
        "Jiaxing hub - Kunshan",
        "Packaging 包装材料",
        410,
        [Decimal(n) for n in (98, 90, 99, 99, 98, 99, 100, 100, 99, 99, 99, 100)],
    ),
    ("Northern works - Kunshan", "Plating chemicals 电镀化学品", 1200, [Decimal("147.5")] * 12),
)


def draw_refrigerant_log(folder: Path) -> DemoFile:
    """E-009: five top-ups of R-410A, 62.0 kg, and the mass balance that gives the same."""
    path = folder / "制冷剂台账 Refrigerant log 2021.xlsx"
    row = write_refrigerant_log(path, HIK, TOP_UPS, BALANCE)
    title = "Refrigerant log R-410A, 2021"
    return log_file("E-009", path, title, TOP_UPS, BALANCE, source="S04", total_row=row)


def write_refrigerant_log(
    path: Path, firm: Firm, top_ups: Sequence[tuple[date, str, str, str]], balance: Sequence[str]
) -> int:
    """Write a log and its mass balance (begin, bought, end, recovered, net charge); gives the total's row."""
    rows: list[list[CellValue]] = [
        ["制冷剂充注台账 Refrigerant top-up log"],
        [f"{firm.english}  {firm.chinese}"],
        [PERIOD_LINE],
        [
            "Date 日期",
            "Equipment 设备编号",
            "Description 设备名称",
            "Gas 制冷剂",
            "Added 充注量 (kg)",
            "Technician 技师",
        ],
    ]
    for day, unit, description, kilograms in top_ups:
        rows.append([day, unit, description, "R-410A", Decimal(kilograms), "Lin (contractor)"])
    last = len(rows)
    total = sum(Decimal(entry[3]) for entry in top_ups)
    rows.append(["Total 合计", None, None, "R-410A", Formula(f"=SUM(E5:E{last})", Decimal(total)), None])
    begin, bought, end, recovered, net = (Decimal(text) for text in balance)
    check: list[list[CellValue]] = [
        ["质量平衡 Mass balance R-410A"],
        [PERIOD_LINE],
        ["Item 项目", "Quantity 数量 (kg)"],
        ["Stock at beginning 期初库存", begin],
        ["Bought 购入", bought],
        ["Stock at end 期末库存", end],
        ["Recovered 回收", recovered],
        ["Net increase of charge 充注净增", net],
        ["Released 泄漏量", Formula("=B4+B5-B6-B7-B8", begin + bought - end - recovered - net)],
    ]
    sheets = (
        Sheet("Top-ups", rows, (13, 14, 38, 11, 14, 18), (4,), (last + 1,), {1: "yyyy-mm-dd", 5: "0.0"}),
        Sheet("Mass balance", check, (34, 16), (3,), (9,), {2: "0.0"}),
    )
    write_workbook(path, sheets, "Refrigerant log 2021")
    return last + 1


def log_file(
    code: str,
    path: Path,
    title: str,
    top_ups: Sequence[tuple[date, str, str, str]],
    balance: Sequence[str],
    *,
    source: str,
    total_row: int,
) -> DemoFile:
    """What must be read on a refrigerant log: the total, each top-up behind it, and the mass balance (EV-11)."""
    total = sum((Decimal(entry[3]) for entry in top_ups), Decimal(0))
    figures = [ExpectedFigure(total, "kg", "primary", 1, "Total", source, f"Top-ups!E{total_row}", *YEAR)]
    for row, (_, unit, _, kilograms) in enumerate(top_ups, 5):
        figures.append(ExpectedFigure(Decimal(kilograms), "kg", "record", 1, unit, source, f"Top-ups!E{row}"))
    for row, (part, kilograms) in enumerate(zip(_PARTS, balance, strict=True), 4):
        cell = f"Mass balance!B{row}"
        figures.append(ExpectedFigure(Decimal(kilograms), "kg", "record", 2, part, source, cell, *YEAR))
    return DemoFile(code, path.name, path, "client", "refrigerant log", title, source, tuple(figures))


def draw_freight_ledger(folder: Path) -> DemoFile:
    """E-012: four lanes by month, tonnes x kilometres row by row, 8,600,000 t.km."""
    path = folder / "Inbound freight ledger 2021.xlsx"
    rows: list[list[CellValue]] = [
        ["Inbound freight ledger 进货运输台账"],
        [f"{HIK.english}  {HIK.chinese}"],
        [PERIOD_LINE],
        [
            "Month 月份",
            "Lane 线路",
            "Goods 货物",
            "Mode",
            "Incoterm",
            "Paid by",
            "Weight 重量 (t)",
            "Distance 里程 (km)",
            "Transport work 周转量 (t.km)",
        ],
    ]
    total = Decimal(0)
    for lane, goods, distance, tonnes in LANES:
        for number, weight in enumerate(tonnes, 1):
            row = len(rows) + 1
            work = Formula(f"=G{row}*H{row}", weight * distance)
            total += work.value
            rows.append([f"2021-{number:02d}", lane, goods, "truck", "EXW", "HIK", weight, distance, work])
    last = len(rows)
    rows.append(["Total 合计", *[None] * 7, Formula(f"=SUM(I5:I{last})", total)])
    formats = {7: "#,##0.0", 8: "#,##0", 9: "#,##0"}
    sheet = Sheet("Freight 2021", rows, (12, 26, 30, 8, 10, 9, 13, 13, 20), (4,), (last + 1,), formats)
    write_workbook(path, (sheet,), "Inbound freight ledger 2021")
    figure = ExpectedFigure(total, "t.km", "primary", 1, "Total", "S08", f"Freight 2021!I{last + 1}", *YEAR)
    title = "Inbound freight ledger 2021"
    return DemoFile("E-012", path.name, path, "client", "freight ledger", title, "S08", (figure,))


def draw_fuel_card_statement(folder: Path, fonts: Fonts) -> DemoFile:
    """E-008: the year statement of the petrol cards, 24,300 L."""
    path = folder / "Fuel card annual statement 2021.pdf"
    paper = Paper(path, "Fuel card annual statement", fonts, face="latin")
    _draw_card_head(paper)
    paper.table(
        48,
        220,
        (120, 100, 90, 90, 99),
        _card_rows(),
        "llrrr",
        size=9,
        height=22,
        grid=False,
        head="#e5e9f2",
        line="#b8c2d0",
        total=True,
    )
    notes = (
        "Volumes as measured by the pump. Private use is not allowed on these cards.",
        "Cash refills are not contained in this statement.",
    )
    paper.lines(48, 546, notes, 8, 12)
    paper.turn()
    paper.save()
    litres = Decimal(sum(CARD_LITRES))
    figure = ExpectedFigure(litres, "L", "primary", 1, "Total 2021", "S03", None, *YEAR)
    title = "Fuel-card statement, petrol, 2021"
    return DemoFile("E-008", path.name, path, "client", "fuel card statement", title, "S03", (figure,))


def _draw_card_head(paper: Paper) -> None:
    paper.box(0, 0, paper.width, 88, fill="#14213d", line=None)
    paper.text(48, 46, "Harbour Lantern Fleet Card", 20, bold=True, colour="#ffffff")
    paper.text(48, 66, "Annual statement for business customers", 10, colour="#fca311")
    paper.lines(48, 122, (HIK.english, "88 Shifan Road, Kunshan, Jiangsu", f"Tax number {HIK.uscc}"), 10, 15)
    facts = (
        ("Customer number", "HL-700-31582"),
        ("Statement period", "1 January 2021 - 31 December 2021"),
        ("Statement date", "12 January 2022"),
        ("Cards in use", "9"),
    )
    for number, (label, value) in enumerate(facts):
        paper.text(318, 122 + number * 16, label, 8.5, colour=GREY)
        paper.text(paper.width - 48, 122 + number * 16, value, 9, align="r")


def _card_rows() -> list[list[str]]:
    """One row for each month, its price a little higher than the one before, and the total."""
    rows = [["Month", "Product", "Transactions", "Volume (L)", "Amount (CNY)"]]
    total = Decimal(0)
    for number, litres in enumerate(CARD_LITRES, 1):
        amount = Decimal(litres) * (Decimal("6.15") + Decimal("0.07") * number)
        total += amount
        name = f"{month(2021, number)[0]:%B %Y}"
        rows.append([name, "Petrol 95", str(litres // 41), grouped(litres), grouped(amount, 2)])
    transactions = str(sum(litres // 41 for litres in CARD_LITRES))
    rows.append(["Total 2021", "Petrol 95", transactions, grouped(sum(CARD_LITRES)), grouped(total, 2)])
    return rows
