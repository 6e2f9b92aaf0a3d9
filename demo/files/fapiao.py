"""VAT invoices (增值税专用发票) for electricity and diesel; they state no consumption period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from demo.files.demo_file import DemoFile, ExpectedField, ExpectedFigure, FigureRole
from demo.files.fonts import Fonts
from demo.files.metering import VAT, MeterMonth, day_after, meter_one, meter_two, money
from demo.files.paper import Paper
from demo.files.parties import FUEL, HIK, POWER, RETAIL, Firm
from demo.files.stamps import draw_seal
from demo.files.words import chinese_date, grouped, yuan_in_words

_BROWN = "#8c4a1f"
_LANDSCAPE = (680.0, 416.0)
_UNITS = {"千瓦时": "kWh", "升": "L"}


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice with one item; amounts in yuan, `unit` as printed."""

    number: str
    issued: date
    seller: Firm
    buyer: Firm
    item: str
    unit: str
    quantity: Decimal
    net: Decimal
    tax: Decimal
    remark: str = ""

    @property
    def price(self) -> str:
        """Unit price with the many digits of tax software, so that quantity x price = amount to 0.01."""
        return f"{self.net / self.quantity:.12f}".rstrip("0")


def draw_electricity_invoices(folder: Path, fonts: Fonts) -> DemoFile:
    """E-004: both meters, twelve months of 2021 each, July of HIK-M2 included."""
    invoices = [_of_month(month, POWER, HIK, 30410001) for month in meter_one()]
    invoices += [_of_month(month, RETAIL, HIK, 51720001) for month in meter_two()[:12]]
    name = "电费增值税专用发票_2021_24份.pdf"
    title = "Electricity fapiao, 24 pieces, 2021"
    return invoice_file("E-004", folder / name, title, fonts, invoices, role="corroborating", source="S06")


def draw_diesel_invoices(folder: Path, fonts: Fonts) -> DemoFile:
    """E-007: four deliveries of 4,650 L."""
    days = (date(2021, 2, 24), date(2021, 5, 19), date(2021, 8, 11), date(2021, 11, 17))
    prices = ("4.8850", "5.2212", "5.5487", "6.0708")
    invoices = fuel_invoices(days, prices, Decimal(4650), seller=FUEL, buyer=HIK, first=20880311)
    name = "柴油增值税发票_2021_4张.pdf"
    title = "Diesel fapiao, four deliveries, 2021"
    return invoice_file("E-007", folder / name, title, fonts, invoices, role="primary", source="S02")


def fuel_invoices(
    days: Sequence[date], prices: Sequence[str], litres: Decimal, *, seller: Firm, buyer: Firm, first: int
) -> list[Invoice]:
    """Invoices of equal diesel deliveries."""
    invoices = []
    for number, (day, price) in enumerate(zip(days, prices, strict=True)):
        net = money(litres * Decimal(price))
        item = "*成品油*0号车用柴油"
        invoices.append(
            Invoice(
                f"{first + number * 37:08d}", day, seller, buyer, item, "升", litres, net, money(net * VAT)
            )
        )
    return invoices


def invoice_file(
    code: str,
    path: Path,
    title: str,
    fonts: Fonts,
    invoices: Sequence[Invoice],
    *,
    role: FigureRole,
    source: str,
) -> DemoFile:
    """Draw one invoice a page, and say what must be read."""
    paper = Paper(path, title, fonts, size=_LANDSCAPE)
    seals = {firm: draw_seal(fonts, firm.chinese, "发票专用章") for firm in {i.seller for i in invoices}}
    for invoice in invoices:
        _draw_frame(paper, invoice)
        _draw_parties(paper, invoice)
        _draw_item(paper, invoice)
        paper.picture(500, 306, 104, 66, seals[invoice.seller])
        paper.turn()
    paper.save()
    figures = tuple(
        figure for page, i in enumerate(invoices, 1) for figure in _figures(i, page, role, source)
    )
    fields: list[ExpectedField] = []
    for page, invoice in enumerate(invoices, 1):
        fields.append(ExpectedField("invoice_number", invoice.number, page))
        fields.append(ExpectedField("issue_date", invoice.issued.isoformat(), page))
    primary_for = source if role == "primary" else None
    return DemoFile(code, path.name, path, "client", "fapiao", title, primary_for, figures, tuple(fields))


def _figures(invoice: Invoice, page: int, role: FigureRole, source: str) -> list[ExpectedFigure]:
    """The quantity, and where it carries a line the sums of money by which EV-05 checks the invoice."""
    label = invoice.item.split("*")[-1]
    unit = _UNITS[invoice.unit]
    figures = [
        ExpectedFigure(invoice.quantity, unit, role, page, label, source, meter=invoice.remark or None)
    ]
    if role == "primary":
        sums = (Decimal(invoice.price), invoice.net, invoice.tax)
        figures += [ExpectedFigure(value, "¥", "record", page, label, source) for value in sums]
        figures.append(ExpectedFigure(invoice.net + invoice.tax, "¥", "record", page, "价税合计", source))
    return figures


def _of_month(month: MeterMonth, seller: Firm, buyer: Firm, first: int) -> Invoice:
    """The invoice for one electricity bill: the bill's amounts, dated after the month."""
    issued = day_after(month.last) + timedelta(days=7)
    number = f"{first + month.first.month * 113:08d}"
    kwh = month.total.quantity.to_integral_value()
    return Invoice(
        number, issued, seller, buyer, "*供电*电费", "千瓦时", kwh, month.net, month.tax, month.meter
    )


def _draw_frame(paper: Paper, invoice: Invoice) -> None:
    paper.text(340, 38, f"{invoice.seller.province}增值税专用发票", 19, align="c", colour=_BROWN)
    paper.rule(248, 46, 432, 0.8, _BROWN)
    paper.rule(248, 49, 432, 0.8, _BROWN)
    paper.text(340, 62, "发 票 联", 9, align="c", colour=_BROWN)
    paper.text(40, 40, "3200211130", 12)
    facts = (
        "发票代码：3200211130",
        f"发票号码：{invoice.number}",
        f"开票日期：{chinese_date(invoice.issued)}",
    )
    paper.lines(524, 36, facts, 8.5, 14)
    paper.box(40, 72, 600, 292, line=_BROWN, pen=1)


def _draw_parties(paper: Paper, invoice: Invoice) -> None:
    for top, side, firm in ((72, "购买方", invoice.buyer), (300, "销售方", invoice.seller)):
        paper.box(40, top, 20, 64, line=_BROWN)
        for number, character in enumerate(side):
            paper.text(50, top + 20 + number * 16, character, 9, align="c", colour=_BROWN)
        paper.box(60, top, 330, 64, line=_BROWN)
        facts = (
            ("名        称：", firm.chinese),
            ("纳税人识别号：", firm.uscc),
            ("地 址、电 话：", f"{firm.address} {firm.telephone}"),
            ("开户行及账号：", firm.bank),
        )
        for number, (label, value) in enumerate(facts):
            paper.text(66, top + 14 + number * 14.5, label, 8, colour=_BROWN)
            paper.text(128, top + 14 + number * 14.5, value, 8.5)
    for top, words in ((72, "密码区"), (300, "备注")):
        paper.box(390, top, 18, 64, line=_BROWN)
        for number, character in enumerate(words):
            paper.text(399, top + 20 + number * 16, character, 9, align="c", colour=_BROWN)
    if invoice.remark:
        paper.text(416, 316, f"表号：{invoice.remark}", 8)
    cipher = sha256(invoice.number.encode()).hexdigest().translate(str.maketrans("abcdef01", "<>*/+-<>"))
    for number in range(4):
        paper.text(416, 88 + number * 14, cipher[number * 16 : number * 16 + 16] * 2, 8, colour="#50565e")


def _draw_item(paper: Paper, invoice: Invoice) -> None:
    heads = ("货物或应税劳务、服务名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额")
    widths = (150.0, 52.0, 42.0, 74.0, 96.0, 86.0, 30.0, 70.0)
    values = (
        invoice.item,
        "",
        invoice.unit,
        str(invoice.quantity),
        invoice.price,
        grouped(invoice.net, 2).replace(",", ""),
        "13%",
        grouped(invoice.tax, 2).replace(",", ""),
    )
    x = 40.0
    for head, width, value, side in zip(heads, widths, values, "llcrrrcr", strict=True):
        paper.box(x, 136, width, 140, line=_BROWN)
        paper.text(x + width / 2, 149, head, 8, align="c", colour=_BROWN)
        at = {"l": x + 4, "c": x + width / 2, "r": x + width - 4}[side]
        paper.text(at, 166, value, 8.5, align=side)
        x += width
    paper.text(115, 270, "合        计", 8.5, align="c", colour=_BROWN)
    paper.text(536, 270, f"¥{invoice.net:.2f}", 8.5, align="r")
    paper.text(636, 270, f"¥{invoice.tax:.2f}", 8.5, align="r")
    paper.box(40, 276, 600, 24, line=_BROWN)
    total = invoice.net + invoice.tax
    paper.text(60, 292, "价税合计（大写）", 8.5, colour=_BROWN)
    paper.text(160, 292, yuan_in_words(total), 9)
    paper.text(466, 292, "（小写）", 8.5, colour=_BROWN)
    paper.text(504, 292, f"¥{total:.2f}", 9)
    for x, words in ((60, "收款人：管演示"), (200, "复核：罗演示"), (340, "开票人：严演示")):
        paper.text(x, 379, words, 8.5)
    paper.text(460, 379, "销售方：（章）", 8.5, colour=_BROWN)
