"""Electricity bills: the Chinese notice of the supplier, and the settlement list in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from PIL import Image

from demo.files.demo_file import DemoFile, ExpectedField, ExpectedFigure, FigureRole
from demo.files.fonts import Fonts
from demo.files.metering import PRICES, MeterMonth, meter_one, meter_two
from demo.files.paper import GREY, Paper
from demo.files.parties import HIK, POWER, RETAIL, Firm
from demo.files.stamps import draw_seal
from demo.files.words import chinese_date, grouped, yuan_in_words

_GREEN = "#0b6b5d"
_BLUE = "#1d4f91"
_ENGLISH = {"总": "Total 总", "峰": "Peak 峰", "平": "Flat 平", "谷": "Valley 谷"}


def draw_bills_of_meter_one(folder: Path, fonts: Fonts) -> DemoFile:
    """E-001: twelve notices of HIK-M1, 30,900 MWh."""
    name = "电费通知单_海登互连_HIK-M1_2021年1-12月.pdf"
    months = meter_one()
    draw_notices(folder / name, fonts, months, seller=POWER, buyer=HIK, account="3205 8800 1723")
    title = "Electricity bills, meter HIK-M1, January to December 2021"
    return electricity_file("E-001", folder / name, title, months, label="总", source="S06")


def draw_bills_of_meter_two(folder: Path, fonts: Fonts) -> DemoFile:
    """E-002: the bills of HIK-M2 without July 2021, and the one of January 2022 that does not belong."""
    name = "Electricity settlement HIK-M2 2021 电量结算单.pdf"
    months = tuple(month for month in meter_two() if (month.first.year, month.first.month) != (2021, 7))
    draw_settlements(folder / name, fonts, months, seller=RETAIL, buyer=HIK, account="RT-2058-0417")
    title = "Electricity settlement lists, meter HIK-M2, 2021"
    return electricity_file("E-002", folder / name, title, months, label="Total", source="S06")


def draw_bill_of_july(folder: Path, fonts: Fonts) -> DemoFile:
    """E-003: the missing bill of HIK-M2, July 2021: 742,000 kWh, a reprint."""
    name = "HIK-M2 2021-07 电量结算单（补打）.pdf"
    months = meter_two()[6:7]
    draw_settlements(
        folder / name, fonts, months, seller=RETAIL, buyer=HIK, account="RT-2058-0417", reprint=True
    )
    title = "Electricity settlement list, meter HIK-M2, July 2021 (reprint)"
    return electricity_file("E-003", folder / name, title, months, label="Total", source="S06")


def electricity_file(
    code: str, path: Path, title: str, months: Sequence[MeterMonth], *, label: str, source: str
) -> DemoFile:
    """What must be read on a file with one bill a page."""
    figures: list[ExpectedFigure] = []
    fields: list[ExpectedField] = []
    for page, month in enumerate(months, 1):
        quantities: list[tuple[Decimal, FigureRole, str]] = [(month.total.quantity, "primary", label)]
        quantities += [(part.quantity, "record", part.name) for part in month.parts]
        for value, role, word in quantities:
            figures.append(
                ExpectedFigure(
                    value, "kWh", role, page, word, source, None, month.first, month.last, month.meter
                )
            )
        fields += meter_fields(month, page)
    return DemoFile(
        code,
        path.name,
        path,
        "client",
        "electricity bill",
        title,
        source,
        tuple(figures),
        tuple(fields),
    )


def meter_fields(month: MeterMonth, page: int) -> list[ExpectedField]:
    """The facts of EV-01 and EV-04 on one bill."""
    return [
        ExpectedField("meter", month.meter, page),
        ExpectedField("reading_start", str(month.total.start), page),
        ExpectedField("reading_end", str(month.total.end), page),
        ExpectedField("multiplier", str(month.total.multiplier), page),
        ExpectedField("period_start", month.first.isoformat(), page),
        ExpectedField("period_end", month.last.isoformat(), page),
    ]


def draw_notices(
    path: Path, fonts: Fonts, months: Sequence[MeterMonth], *, seller: Firm, buyer: Firm, account: str
) -> None:
    """The Chinese notice 电费通知单, one page a month."""
    paper = Paper(path, "电费通知单", fonts)
    seal = draw_seal(fonts, seller.chinese, "电费专用章")
    for month in months:
        _notice_head(paper, month, seller, buyer, account)
        top = _notice_meter(paper, 232, month)
        top = _notice_charges(paper, top + 30, month)
        _notice_foot(paper, top + 22, month, seal=seal, seller=seller, account=account)
        paper.turn()
    paper.save()


def _notice_head(paper: Paper, month: MeterMonth, seller: Firm, buyer: Firm, account: str) -> None:
    paper.box(0, 0, paper.width, 7, fill=_GREEN, line=None)
    paper.box(44, 30, 26, 26, fill=_GREEN, line=None, radius=13)
    paper.text(57, 48, "电", 14, bold=True, align="c", colour="#ffffff")
    paper.text(80, 43, seller.chinese, 11, bold=True, colour=_GREEN)
    paper.text(80, 56, "服务热线：95000（演示）", 7.5, colour=GREY)
    paper.text(paper.width / 2, 92, "电 费 通 知 单", 20, bold=True, align="c")
    issued = month.last + timedelta(days=3)
    paper.text(44, 116, f"电费年月：{month.first.year}年{month.first.month:02d}月", 9)
    paper.text(
        paper.width - 44, 116, f"通知单号：TZ{month.first:%Y%m}{account.replace(' ', '')[-6:]}", 9, align="r"
    )
    paper.rule(44, 122, paper.width - 44, 1.2, _GREEN)
    left = (
        f"户    名：{buyer.chinese}",
        f"户    号：{account}",
        f"用电地址：{buyer.address}",
        "用电类别：大工业用电",
        f"计费周期：{chinese_date(month.first)} 至 {chinese_date(month.last)}",
    )
    right = (
        f"供电单位：{seller.chinese}",
        "电压等级：交流10kV",
        f"计费容量：{grouped(month.demand_kva)} kVA",
        f"抄表日期：{chinese_date(month.last)}",
        f"出账日期：{chinese_date(issued)}",
    )
    paper.lines(44, 140, left, 8.5, 16)
    paper.lines(330, 140, right, 8.5, 16)


def _notice_meter(paper: Paper, top: float, month: MeterMonth) -> float:
    paper.text(44, top, "一、电能表抄见信息", 9.5, bold=True, colour=_GREEN)
    names = {"总": "正向有功（总）", "峰": "正向有功（峰）", "平": "正向有功（平）", "谷": "正向有功（谷）"}
    rows = [["电能表编号", "示数类型", "上次示数", "本次示数", "倍率", "抄见电量", "单位"]]
    for register in (month.total, *month.parts):
        rows.append(
            [
                month.meter,
                names[register.name],
                grouped(register.start, 2),
                grouped(register.end, 2),
                str(register.multiplier),
                grouped(register.quantity),
                "kWh",
            ]
        )
    # The reactive row is the classic trap of a Chinese bill: same columns, another quantity.
    kvarh = int(month.total.quantity) * 21 // 1_000_000 * 10
    before = (month.total.start * Decimal("0.21")).quantize(Decimal("0.01"))
    after = before + Decimal(kvarh)
    reactive = [
        "正向无功（总）",
        grouped(before, 2),
        grouped(after, 2),
        "1000",
        grouped(kvarh * 1000),
        "kvarh",
    ]
    rows.append([month.meter, *reactive])
    return paper.table(44, top + 8, (76, 90, 80, 80, 44, 94, 44), rows, "clrrrrc", head="#e3f1ee")


def _notice_charges(paper: Paper, top: float, month: MeterMonth) -> float:
    paper.text(44, top, "二、电费明细", 9.5, bold=True, colour=_GREEN)
    rows = [["项目", "计费数量", "单位", "单价（元）", "金额（元）"]]
    for part, charge in zip(month.parts, month.energy_charges, strict=True):
        price = str(PRICES[part.name])
        rows.append([f"电度电费（{part.name}）", grouped(part.quantity), "kWh", price, grouped(charge, 2)])
    rows.append(
        ["基本电费（容量）", grouped(month.demand_kva), "kVA", "30.0000", grouped(month.demand_charge, 2)]
    )
    rows.append(["不含税金额合计", "", "", "", grouped(month.net, 2)])
    rows.append(["增值税（税率13%）", "", "", "", grouped(month.tax, 2)])
    rows.append(["应收电费合计（价税合计）", "", "", "", grouped(month.net + month.tax, 2)])
    return paper.table(44, top + 8, (168, 100, 50, 80, 110), rows, "lrcrr", head="#e3f1ee", total=True)


def _notice_foot(
    paper: Paper, top: float, month: MeterMonth, *, seal: Image.Image, seller: Firm, account: str
) -> None:
    paper.text(44, top, f"大写金额：{yuan_in_words(month.net + month.tax)}", 9)
    paper.qr(48, top + 22, 74, f"DEMO|{account}|{month.first:%Y%m}|{month.net + month.tax}")
    notes = (
        "说明：",
        "1. 抄见电量＝（本次示数－上次示数）× 倍率，示数抄至当日24时。",
        "2. 峰、平、谷电量之和等于总电量；无功电量仅用于功率因数考核，不计电费。",
        "3. 请于出账日期后十日内缴清电费，逾期按日加收违约金。",
    )
    paper.lines(136, top + 36, notes, 7.5, 14)
    paper.picture(420, top + 14, 96, 96, seal)
    paper.text(468, top + 126, seller.chinese, 8, align="c")


def draw_settlements(
    path: Path,
    fonts: Fonts,
    months: Sequence[MeterMonth],
    *,
    seller: Firm,
    buyer: Firm,
    account: str,
    reprint: bool = False,
) -> None:
    """The settlement list in English and Chinese, one page a month; `reprint` marks a later copy."""
    paper = Paper(path, "Electricity settlement list", fonts, face="latin")
    seal = draw_seal(fonts, seller.chinese, "结算专用章")
    for month in months:
        _settlement_head(paper, month, seller, buyer, account)
        if reprint:
            paper.box(430, 74, 118, 22, line="#b3261e", pen=1.2)
            paper.text(489, 89, "DUPLICATE 补打件", 10, bold=True, align="c", colour="#b3261e")
        top = _settlement_meter(paper, 262, month)
        top = _settlement_charges(paper, top + 34, month)
        paper.text(48, top + 30, "Prepared by 制单: Q. Tan", 8)
        paper.text(210, top + 30, "Checked by 复核: R. Lu", 8)
        paper.picture(404, top + 10, 100, 100, seal)
        paper.text(
            48, top + 58, "Energy = (present reading - previous reading) x multiplier.", 7.5, colour=GREY
        )
        paper.text(48, top + 70, "All readings are taken at 24:00 of the last day.", 7.5, colour=GREY)
        paper.turn()
    paper.save()


def _settlement_head(paper: Paper, month: MeterMonth, seller: Firm, buyer: Firm, account: str) -> None:
    paper.text(48, 52, seller.english, 12, bold=True, colour=_BLUE)
    paper.text(48, 66, seller.chinese, 9, colour=GREY)
    paper.rule(48, 76, 300, 2, _BLUE)
    paper.text(48, 112, "Electricity Settlement List  电量结算单", 17, bold=True)
    issued = month.last + timedelta(days=5)
    left = (
        ("Customer 用户名称", buyer.english),
        ("", buyer.chinese),
        ("Customer No. 户号", account),
        ("Site 用电地址", buyer.address),
        ("Tax No. 税号", buyer.uscc),
    )
    right = (
        ("Settlement period 结算周期", f"{month.first.isoformat()} to {month.last.isoformat()}"),
        ("List No. 单号", f"JS-{month.first:%Y%m}-{account[-4:]}"),
        ("Issued 开具日期", issued.isoformat()),
        ("Voltage 电压等级", "10 kV"),
        ("Currency 币种", "CNY"),
    )
    for place, width, indent, facts in ((48, 248, 82, left), (304, 244, 122, right)):
        paper.box(place, 130, width, 98, line="#b8c2d0", radius=4)
        for number, (label, value) in enumerate(facts):
            top = 148 + number * 17
            paper.text(place + 8, top, label, 7.5, colour=GREY)
            paper.text(place + indent, top, value, 8, bold=True)


def _settlement_meter(paper: Paper, top: float, month: MeterMonth) -> float:
    paper.text(48, top, f"Meter No. 电能表编号: {month.meter}", 10, bold=True, colour=_BLUE)
    rows = [
        [
            "Register\n时段",
            "Previous reading\n上次示数",
            "Present reading\n本次示数",
            "Multiplier\n倍率",
            "Energy (kWh)\n电量",
        ]
    ]
    for register in (*month.parts, month.total):
        rows.append(
            [
                _ENGLISH[register.name],
                grouped(register.start, 2),
                grouped(register.end, 2),
                str(register.multiplier),
                grouped(register.quantity),
            ]
        )
    widths = (92, 110, 110, 80, 108)
    return paper.table(48, top + 10, widths, rows, "lrrrr", grid=False, line="#b8c2d0", total=True, height=18)


def _settlement_charges(paper: Paper, top: float, month: MeterMonth) -> float:
    paper.text(48, top, "Charges 电费", 10, bold=True, colour=_BLUE)
    rows = [["Item\n项目", "Settled energy\n结算电量 (MWh)", "Price\n电价 (CNY/MWh)", "Amount\n金额 (CNY)"]]
    for part, charge in zip(month.parts, month.energy_charges, strict=True):
        price = grouped(PRICES[part.name] * 1000, 2)
        rows.append([_ENGLISH[part.name], grouped(part.quantity / 1000, 3), price, grouped(charge, 2)])
    rows.append(
        [f"Capacity 容量电费 ({grouped(month.demand_kva)} kVA)", "", "", grouped(month.demand_charge, 2)]
    )
    rows.append(["Net 不含税金额", "", "", grouped(month.net, 2)])
    rows.append(["VAT 13% 增值税", "", "", grouped(month.tax, 2)])
    rows.append(["Total payable 应付总额", "", "", grouped(month.net + month.tax, 2)])
    widths = (172, 108, 108, 112)
    return paper.table(48, top + 10, widths, rows, "lrrr", grid=False, line="#b8c2d0", total=True, height=18)
