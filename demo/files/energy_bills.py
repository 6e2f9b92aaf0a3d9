"""Bills for gas and steam: standard cubic metres beside actual ones, gigajoules beside tonnes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from demo.files.demo_file import DemoFile, ExpectedField, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.metering import GAS_NM3, STEAM_GJ, VAT, money, month
from demo.files.paper import GREY, Paper
from demo.files.parties import GAS, HIK, STEAM, Firm
from demo.files.stamps import draw_seal
from demo.files.words import grouped, yuan_in_words

_AMBER = "#b45a0a"
_RED = "#8e2431"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One month of gas or steam: integrator readings and quantity in Nm3 or GJ."""

    meter: str
    first: date
    last: date
    start: Decimal
    quantity: Decimal
    price: Decimal

    @property
    def end(self) -> Decimal:
        """Reading at the end; the multiplier is 1."""
        return self.start + self.quantity

    @property
    def net(self) -> Decimal:
        """Yuan without tax."""
        return money(self.quantity * self.price)


def deliveries(meter: str, quantities: Sequence[int], opening: str, price: str) -> tuple[Delivery, ...]:
    """Twelve chained months of 2021."""
    reading, found = Decimal(opening), []
    for number, quantity in enumerate(quantities, 1):
        first, last = month(2021, number)
        found.append(Delivery(meter, first, last, reading, Decimal(quantity), Decimal(price)))
        reading += quantity
    return tuple(found)


def draw_gas_bills(folder: Path, fonts: Fonts) -> DemoFile:
    """E-005: twelve bills of HIK-G1, 412,500 Nm3."""
    path = folder / "天然气用气账单2021.pdf"
    months = deliveries("HIK-G1", GAS_NM3, "1204310", "3.1200")
    draw_gas(path, fonts, months, seller=GAS, buyer=HIK, account="GS-60-118235")
    title = "Natural gas bills, meter HIK-G1, January to December 2021"
    return delivery_file(
        "E-005", path, title, months, kind="gas bill", unit="Nm3", source="S01", label="本期用气量"
    )


def draw_steam_settlements(folder: Path, fonts: Fonts) -> DemoFile:
    """E-011: twelve settlement lists of steam, 9,800 GJ."""
    path = folder / "蒸汽结算单2021 Steam settlement.pdf"
    months = deliveries("HIK-ST1", STEAM_GJ, "86420", "62.5000")
    seal = draw_seal(fonts, STEAM.chinese, "结算专用章")
    paper = Paper(path, "蒸汽结算单", fonts)
    for number, delivery in enumerate(months, 1):
        _draw_steam(paper, delivery, number)
        paper.picture(420, 440, 96, 96, seal)
        paper.turn()
    paper.save()
    title = "Steam settlement lists, heat meter HIK-ST1, 2021"
    return delivery_file(
        "E-011", path, title, months, kind="steam settlement", unit="GJ", source="S07", label="结算热量"
    )


def delivery_file(
    code: str,
    path: Path,
    title: str,
    months: Sequence[Delivery],
    *,
    kind: str,
    unit: str,
    source: str,
    label: str,
) -> DemoFile:
    """What must be read on a file with one gas or steam bill a page."""
    figures = tuple(
        ExpectedFigure(m.quantity, unit, "primary", page, label, source, None, m.first, m.last, m.meter)
        for page, m in enumerate(months, 1)
    )
    fields = [
        field
        for page, m in enumerate(months, 1)
        for field in (
            ExpectedField("meter", m.meter, page),
            ExpectedField("reading_start", str(m.start), page),
            ExpectedField("reading_end", str(m.end), page),
            ExpectedField("period_start", m.first.isoformat(), page),
            ExpectedField("period_end", m.last.isoformat(), page),
        )
    ]
    return DemoFile(code, path.name, path, "client", kind, title, source, figures, tuple(fields))


def draw_gas(
    path: Path, fonts: Fonts, months: Sequence[Delivery], *, seller: Firm, buyer: Firm, account: str
) -> None:
    """Gas bills, one page a month: an address window above, a slip to cut off below."""
    paper = Paper(path, "天然气用气账单", fonts)
    seal = draw_seal(fonts, seller.chinese, "收费专用章")
    for delivery in months:
        _gas_head(paper, delivery, seller, buyer, account)
        _gas_tables(paper, delivery)
        paper.picture(440, 500, 92, 92, seal)
        _gas_slip(paper, delivery, account)
        paper.turn()
    paper.save()


def _gas_head(paper: Paper, delivery: Delivery, seller: Firm, buyer: Firm, account: str) -> None:
    paper.box(0, 0, paper.width, 64, fill=_AMBER, line=None)
    paper.text(48, 40, seller.chinese, 16, bold=True, colour="#ffffff")
    paper.text(paper.width - 48, 40, "天然气用气账单", 14, align="r", colour="#ffffff")
    paper.box(48, 88, 270, 84, line="#d9c6b2", radius=5)
    paper.lines(60, 108, ("工业用户", buyer.chinese, buyer.address, "（收）"), 9.5, 17)
    facts = (
        ("用户编号", account),
        ("计费期间", f"{delivery.first:%Y.%m.%d}—{delivery.last:%Y.%m.%d}"),
        ("开单日期", f"{delivery.last + timedelta(days=2):%Y.%m.%d}"),
        ("缴费期限", f"{delivery.last + timedelta(days=17):%Y.%m.%d}"),
    )
    for number, (label, value) in enumerate(facts):
        paper.text(346, 104 + number * 20, label, 9, colour=GREY)
        paper.text(paper.width - 48, 104 + number * 20, value, 9.5, bold=True, align="r")
        paper.rule(346, 109 + number * 20, paper.width - 48, 0.4, "#d9c6b2")


def _gas_tables(paper: Paper, delivery: Delivery) -> None:
    paper.text(48, 204, "用气计量", 11, bold=True, colour=_AMBER)
    factor = Decimal("3.917")
    actual = (delivery.quantity / factor).quantize(Decimal(1))
    rows = [
        ["流量计表号", "计量项目", "上期读数", "本期读数", "数量", "单位"],
        [
            delivery.meter,
            "本期用气量（标况）",
            grouped(delivery.start),
            grouped(delivery.end),
            grouped(delivery.quantity),
            "Nm³",
        ],
        [delivery.meter, "工况体积（参考）", "—", "—", grouped(actual), "m³"],
    ]
    widths = (84, 128, 86, 86, 76, 40)
    bottom = paper.table(48, 214, widths, rows, "clrrrc", head="#f8ead9", line="#c9a37c", height=20)
    paper.text(48, bottom + 16, f"体积修正系数 {factor}；标况指 0℃、101.325kPa。", 8, colour=GREY)
    paper.text(48, 336, "费用", 11, bold=True, colour=_AMBER)
    tax = money(delivery.net * VAT)
    rows = [
        ["项目", "气量（Nm³）", "单价（元/Nm³）", "金额（元）"],
        ["管道天然气", grouped(delivery.quantity), str(delivery.price), grouped(delivery.net, 2)],
        ["增值税 13%", "", "", grouped(tax, 2)],
        ["本期应缴", "", "", grouped(delivery.net + tax, 2)],
    ]
    bottom = paper.table(
        48, 346, (170, 110, 110, 110), rows, "lrrr", head="#f8ead9", line="#c9a37c", height=20, total=True
    )
    paper.text(48, bottom + 20, f"人民币（大写）{yuan_in_words(delivery.net + tax)}", 9)


def _gas_slip(paper: Paper, delivery: Delivery, account: str) -> None:
    paper.box(0, 640, paper.width, 0.1, line=GREY, dash=True)
    paper.text(paper.width / 2, 654, "- - - 缴费回单，沿虚线剪下 - - -", 7.5, align="c", colour=GREY)
    total = delivery.net + money(delivery.net * VAT)
    paper.qr(54, 676, 80, f"DEMO|{account}|{delivery.first:%Y%m}|{total}")
    paper.text(160, 700, f"用户编号 {account}", 9.5)
    paper.text(160, 720, f"账单月份 {delivery.first.year}年{delivery.first.month}月", 9.5)
    paper.text(160, 740, f"应缴金额 ¥{grouped(total, 2)}", 9.5, bold=True)


def _draw_steam(paper: Paper, delivery: Delivery, number: int) -> None:
    paper.text(paper.width / 2, 70, STEAM.chinese, 13, align="c", colour=_RED)
    paper.text(paper.width / 2, 98, "蒸汽供热结算单", 18, bold=True, align="c")
    paper.rule(60, 108, paper.width - 60, 1.4, _RED)
    paper.text(60, 130, f"用热单位：{HIK.chinese}", 9.5)
    paper.text(60, 150, f"结算期间：{delivery.first:%Y/%m/%d} - {delivery.last:%Y/%m/%d}", 9.5)
    paper.text(360, 130, f"编号：ZQ-2021-{number:02d}", 9.5)
    paper.text(360, 150, f"热量表编号：{delivery.meter}", 9.5)
    enthalpy = Decimal("2.7800")
    tonnes = (delivery.quantity / enthalpy).quantize(Decimal("0.01"))
    tax = money(delivery.net * Decimal("0.09"))
    rows = [
        ["项  目", "数  值", "单 位"],
        ["热量表起始读数", grouped(delivery.start), "GJ"],
        ["热量表终止读数", grouped(delivery.end), "GJ"],
        ["结算热量", grouped(delivery.quantity), "GJ"],
        ["折合蒸汽量", grouped(tonnes, 2), "t"],
        ["平均焓值", str(enthalpy), "GJ/t"],
        ["供热单价（不含税）", str(delivery.price), "元/GJ"],
        ["金额（不含税）", grouped(delivery.net, 2), "元"],
        ["增值税 9%", grouped(tax, 2), "元"],
        ["价税合计", grouped(delivery.net + tax, 2), "元"],
    ]
    bottom = paper.table(
        60, 170, (215, 180, 80), rows, "lrc", size=9.5, height=22, head="#f3e3e5", line="#a9777e", total=True
    )
    paper.text(60, bottom + 24, f"大写：{yuan_in_words(delivery.net + tax)}", 9.5)
    paper.text(60, bottom + 64, "供热单位（盖章）：", 9.5)
    paper.text(60, bottom + 96, "用热单位签收：", 9.5)
    paper.text(60, bottom + 128, "注：压力 0.8 MPa，温度 175℃；热量由积算仪直接读出。", 8, colour=GREY)
