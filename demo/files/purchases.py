"""The purchase ledger, with the LPG that the first statement forgot, and the waste manifests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.files.containers import CellValue, Formula, Sheet, write_workbook
from demo.files.demo_file import DemoFile, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.ledgers import PERIOD_LINE, YEAR
from demo.files.paper import GREY, Paper
from demo.files.parties import FUEL, HIK, LPG, WASTE, Firm
from demo.files.stamps import draw_seal
from demo.files.words import chinese_date, grouped

_LEDGER = "Ledger 2021"
WASTE_TONNES = ("84.20", "76.50", "81.30", "79.00", "83.60", "78.40", "80.10", "76.90")


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of goods that is bought again and again: unit, price, and what one unit weighs or holds."""

    name: str
    supplier: str
    unit: str
    price: str
    months: tuple[int, ...]
    quantity: int
    content: str | None = None
    content_unit: str | None = None


LPG_ITEM = Item(
    "LPG cylinder 50 kg 液化石油气钢瓶",
    LPG.english,
    "cylinder",
    "365.00",
    (1, 2, 3, 4, 5, 7, 8, 9, 11, 12),
    35,
    "50",
    "kg",
)
ITEMS = (
    LPG_ITEM,
    Item("Diesel No. 0 柴油", FUEL.english, "L", "5.4300", (2, 5, 8, 11), 4650, "1", "L"),
    Item(
        "R-410A bottle 10 kg 制冷剂",
        "Kunling Cooling Service",
        "bottle",
        "820.00",
        (3, 5, 7, 8, 11),
        1,
        "10",
        "kg",
    ),
    Item(
        "R-410A bottle 10 kg 制冷剂 (stock)",
        "Kunling Cooling Service",
        "bottle",
        "815.00",
        (1, 6),
        1,
        "10",
        "kg",
    ),
    Item("Cutting oil drum 切削油", "Donghe Lubricants", "drum", "2180.00", (1, 4, 7, 10), 6),
    Item("Nitrile gloves 手套", "Anning Safety Supply", "box", "46.50", (2, 4, 6, 8, 10, 12), 120),
    Item("Stretch film 缠绕膜", "Jialu Packaging", "roll", "38.20", (1, 3, 5, 7, 9, 11), 400),
    Item("Copy paper 复印纸", "Wenxuan Office", "carton", "142.00", (3, 6, 9, 12), 25),
)


def draw_purchase_ledger(folder: Path) -> DemoFile:
    """E-019: purchases of auxiliary materials; by item: 350 cylinders, 17,500 kg of LPG."""
    path = folder / "采购台账 Purchase ledger 2021.xlsx"
    row = write_purchase_ledger(path, HIK, ITEMS)
    weight = Decimal(LPG_ITEM.quantity * len(LPG_ITEM.months) * 50)
    cell = f"By item!E{row}"
    figures = (
        ExpectedFigure(weight, "kg", "primary", 2, "LPG cylinder", "S13", cell, *YEAR),
        ExpectedFigure(
            Decimal(350), "cylinder", "record", 2, "LPG cylinder", "S13", f"By item!B{row}", *YEAR
        ),
    )
    title = "Purchase ledger, auxiliary materials, 2021"
    return DemoFile("E-019", path.name, path, "client", "purchase ledger", title, "S13", figures)


def write_purchase_ledger(path: Path, firm: Firm, items: Sequence[Item]) -> int:
    """Write vouchers by date and a second sheet by item; answers the row of the first item there."""
    rows = _vouchers(firm, items)
    money = {1: "yyyy-mm-dd", 5: "#,##0", 7: "#,##0.00", 8: "#,##0.00"}
    whole = {2: "#,##0", 4: "#,##0", 5: "#,##0"}
    sheets = (
        Sheet(_LEDGER, rows, (12, 14, 34, 28, 12, 11, 16, 18), (4,), (), money),
        Sheet("By item", _by_item(items, len(rows)), (38, 14, 12, 18, 18, 18), (3,), (), whole),
    )
    write_workbook(path, sheets, "Purchase ledger 2021")
    return 4


def _vouchers(firm: Firm, items: Sequence[Item]) -> list[list[CellValue]]:
    """The rows of the ledger, by date."""
    vouchers: list[tuple[date, Item]] = sorted(
        (
            (date(2021, month, 5 + place * 3), item)
            for place, item in enumerate(items)
            for month in item.months
        ),
        key=lambda voucher: (voucher[0], voucher[1].name),
    )
    heads = (
        "Date 日期",
        "Voucher 凭证号",
        "Item 品名",
        "Supplier 供应商",
        "Quantity 数量",
        "Unit 单位",
        "Price 单价 (CNY)",
        "Amount 金额 (CNY)",
    )
    rows: list[list[CellValue]] = [
        ["采购台账 Purchase ledger"],
        [f"{firm.english}  {firm.chinese}"],
        [PERIOD_LINE],
        list(heads),
    ]
    for number, (day, item) in enumerate(vouchers, 1):
        row = len(rows) + 1
        price = Decimal(item.price)
        amount = Formula(f"=E{row}*G{row}", price * item.quantity)
        goods: list[CellValue] = [item.name, item.supplier, item.quantity, item.unit]
        rows.append([day, f"PV21-{number:04d}", *goods, price, amount])
    return rows


def _by_item(items: Sequence[Item], last: int) -> list[list[CellValue]]:
    """The rows of the summary; `last` is the last row of the ledger."""
    rows: list[list[CellValue]] = [
        ["按品名汇总 Purchases by item"],
        [PERIOD_LINE],
        [
            "Item 品名",
            "Quantity 数量",
            "Unit 单位",
            "Content of one 单位含量",
            "Content 总含量",
            "Content unit 含量单位",
        ],
    ]
    for item in items:
        row = len(rows) + 1
        count = Decimal(item.quantity * len(item.months))
        formula = f"=SUMIF('{_LEDGER}'!C5:C{last},A{row},'{_LEDGER}'!E5:E{last})"
        counted: list[CellValue] = [item.name, Formula(formula, count), item.unit]
        if item.content is None:
            rows.append([*counted, None, None, None])
        else:
            content = Formula(f"=B{row}*D{row}", count * Decimal(item.content))
            rows.append([*counted, Decimal(item.content), content, item.content_unit])
    return rows


def draw_waste_manifests(folder: Path, fonts: Fonts) -> DemoFile:
    """E-017: eight manifests, 640 t in all."""
    path = folder / "废物转移联单2021.pdf"
    paper = Paper(path, "废物转移联单", fonts)
    seal = draw_seal(fonts, WASTE.chinese, "接收专用章")
    figures = []
    for page, tonnes in enumerate(WASTE_TONNES, 1):
        day = date(2021, page + page // 3, 24)
        number = f"2021320583{page * 1307:06d}"
        _draw_manifest(paper, number, day, Decimal(tonnes), page)
        paper.picture(418, 520, 100, 100, seal)
        paper.turn()
        figures.append(ExpectedFigure(Decimal(tonnes), "t", "primary", page, "接收量", "S12"))
    paper.save()
    title = "Waste transfer manifests, eight pieces, 2021"
    return DemoFile("E-017", path.name, path, "client", "waste manifest", title, "S12", tuple(figures))


def _draw_manifest(paper: Paper, number: str, day: date, tonnes: Decimal, page: int) -> None:
    paper.text(paper.width / 2, 66, "工业固体废物转移联单", 18, bold=True, align="c")
    paper.text(60, 96, f"联单编号：{number}", 9)
    paper.text(paper.width - 60, 96, "第三联 接收单位留存", 9, align="r", colour=GREY)
    stuff = "电镀废水处理污泥" if page % 2 else "废树脂边角料"
    way = "焚烧" if page % 2 else "填埋"
    rows = [
        ["第一部分  移出单位填写", ""],
        ["移出单位", HIK.chinese],
        ["废物名称", stuff],
        ["形态 / 包装", "固态 / 吨袋"],
        ["转移日期", chinese_date(day)],
        ["第二部分  运输单位填写", ""],
        ["运输车号", f"苏E-D{page * 91 % 1000:03d}X"],
        ["运输起止", "昆山 — 清浦处理厂"],
        ["第三部分  接收单位填写", ""],
        ["接收单位", WASTE.chinese],
        ["经营许可证号", "JS-DEMO-0583-018"],
        ["毛重（t）", grouped(tonnes + Decimal("15.50"), 2)],
        ["皮重（t）", "15.50"],
        ["接收量（t）", grouped(tonnes, 2)],
        ["处置方式", way],
    ]
    paper.table(60, 108, (160, 315), rows, "ll", size=10, height=25, head=None, line="#444b55")
    paper.text(60, 540, "移出单位经办人：刘演示", 9.5)
    paper.text(60, 566, "运输单位经办人：高演示", 9.5)
    paper.text(60, 592, "接收单位经办人：何演示", 9.5)
