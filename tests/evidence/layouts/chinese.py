"""Layouts of Chinese bills: electricity, gas, steam, water and VAT invoices (fapiao)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, Meaning, Row, Sheet, Style, draw_table, on_paper
from tests.evidence.layouts.truth import OPEN, Language, Layout, Span, Truth
from tests.evidence.layouts.words import FULL_WIDTH, a_value, day, month, printed


def _span(chance: Random) -> Span:
    return month(chance.randint(2019, 2023), chance.randint(1, 12))


def _cell(chance: Random, unit: str, span: Span | None, label: str, decimals: int = 2) -> tuple[str, Meaning]:
    value = a_value(chance, decimals)
    return printed(value, "zh"), Meaning(value, unit, span, label)


def _from_to(span: Span) -> str:
    """A period within one month as Chinese bills print it: 2021年1月1日至31日."""
    return f"{day(span[0], 'zh')}至{span[1].day}日"


def electricity(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A ruled electricity bill: rows of tariffs, units in the headers, the period over the table."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(200, 70, "电费结算单", size=16)
        sheet.put(60, 100, f"户号：{chance.randrange(10**9, 10**10)}")
        sheet.put(300, 100, f"用电期间：{_from_to(span)}")
        rows = []
        for label in ("尖峰", "高峰", "平段", "低谷"):
            cells = [_cell(chance, unit, span, label) for unit in ("千瓦时", "元/千瓦时", "元")]
            rows.append(Row((label,), tuple(cells)))
        head = [("时段", "电量（千瓦时）", "电价（元/千瓦时）", "电费（元）")]
        bottom = draw_table(sheet, 60, 140, head, rows, Style((100, 120, 130, 110), 20, "grid"))
        total = a_value(chance, 2)
        means = Meaning(total, "元", span, "合计电费")
        sheet.flow(60, bottom + 20, ("合计电费：", (printed(total, "zh"), means), "元"))

    return on_paper(path, draw, font=CHINESE)


def electricity_ten_thousand(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Electricity in 万千瓦时 and money in 万元; meter readings; the period in its own row."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(180, 70, "供电公司电费账单", size=15)
        sheet.put(60, 105, f"计费周期 {span[0].isoformat()} 至 {span[1].isoformat()}")
        rows = []
        for label in ("正向有功总", "正向有功峰", "正向有功谷"):
            one, two = a_value(chance, 2), a_value(chance, 2)
            readings = [(printed(v, "zh"), Meaning(v, OPEN, span, label)) for v in (one, two)]
            cells = (*readings, _cell(chance, "万千瓦时", span, label, 4), _cell(chance, "万元", span, label))
            rows.append(Row((label,), cells))
        head = [("计量点", "上次示数", "本次示数", "用电量(万千瓦时)", "电费(万元)")]
        draw_table(sheet, 60, 140, head, rows, Style((90, 90, 90, 110, 90), 18, "lines"))

    return on_paper(path, draw, font=CHINESE)


def steam(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A steam bill of labels and values with the unit behind each value."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(220, 70, "蒸汽结算单", size=15)
        sheet.put(70, 110, f"供汽期间：{day(span[0], 'zh')}至{day(span[1], 'zh')}")
        for number, (label, unit) in enumerate(
            (
                ("蒸汽用量", "吨"),
                ("折合热量", "吉焦"),
                ("不含税金额", "元"),
                ("税额", "元"),
                ("应付金额", "元"),
            )
        ):
            value = a_value(chance, 2)
            means = Meaning(value, unit, span, label)
            sheet.flow(70, 140 + 24 * number, (f"{label}：", (printed(value, "zh"), means), unit))

    return on_paper(path, draw, font=CHINESE, size=10)


def gas(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A gas bill: label, value and unit in three columns of a grid; the account month."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(220, 70, "燃气费账单", size=15)
        sheet.put(70, 105, f"账期：{span[0].year}年{span[0].month}月")
        rows = []
        for label, unit in (
            ("用气量", "立方米"),
            ("累计用气量", "万立方米"),
            ("气费金额", "元"),
            ("违约金", "元"),
        ):
            raw, means = _cell(chance, unit, span, label)
            rows.append(Row((label,), ((raw, means), unit)))
        style = Style((130, 130, 90), 22, "grid", align="left")
        draw_table(sheet, 70, 140, [("项目", "数量", "单位")], rows, style)

    return on_paper(path, draw, font=CHINESE)


def _fapiao_lines(chance: Random, names: tuple[tuple[str, str], ...], span: Span) -> list[Row]:
    rows = []
    for name, unit in names:
        share = Decimal(chance.choice(("13", "9", "6")))
        tax = (f"{share}%", Meaning(share, "%", span, name))
        amounts = [_cell(chance, "元", span, name) for _ in range(2)]
        rows.append(
            Row(
                (name,),
                (unit, _cell(chance, unit, span, name), *amounts, tax, _cell(chance, "元", span, name)),
            )
        )
    return rows


def fapiao(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A VAT invoice: a ruled grid of lines, the total in figures behind ￥, the period in the remarks."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(200, 60, "增值税专用发票", size=16)
        sheet.put(400, 90, f"开票日期：{day(span[1], 'zh')}")
        sheet.put(60, 90, f"发票号码：{chance.randrange(10**7, 10**8)}")
        rows = _fapiao_lines(chance, (("*供电*电费", "千瓦时"), ("*供电*力调电费", "千瓦时")), span)
        head = [("货物或应税劳务名称", "单位", "数量", "单价", "金额", "税率", "税额")]
        style = Style((120, 50, 75, 75, 75, 40, 70), 20, "grid")
        bottom = draw_table(sheet, 40, 130, head, rows, style)
        total = a_value(chance, 2)
        sheet.put(46, bottom + 16, "价税合计（小写）")
        sheet.figure(300, bottom + 16, f"￥{printed(total, 'zh')}", Meaning(total, "￥", span, "价税合计"))
        sheet.put(46, bottom + 46, f"备注：用电期间 {_from_to(span)}")

    return on_paper(path, draw, font=CHINESE, size=8)


def fapiao_electronic(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """An all-electronic invoice: spread labels, no rules between lines, the period in its own line."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(220, 50, "电子发票（普通发票）", size=14)
        sheet.put(420, 76, f"发票号码：{chance.randrange(10**19, 10**20)}", size=7)
        sheet.put(420, 90, f"开票日期：{day(span[1], 'zh')}", size=7)
        rows = _fapiao_lines(
            chance, (("*燃气*天然气", "立方米"), ("*水冰雪*自来水", "吨"), ("*热力*蒸汽", "吨")), span
        )
        head = [("项目名称", "单 位", "数 量", "单 价", "金 额", "税率", "税 额")]
        bottom = draw_table(sheet, 40, 130, head, rows, Style((120, 50, 80, 80, 80, 50, 75), 17))
        total, net = a_value(chance, 2), a_value(chance, 2)
        sheet.put(46, bottom + 14, "合 计")
        sheet.figure(416, bottom + 14, f"¥{printed(net, 'zh')}", Meaning(net, "¥", span, "合计"), "right")
        sheet.put(46, bottom + 40, "价税合计（大写）")
        sheet.put(380, bottom + 40, "（小写）")
        sheet.figure(425, bottom + 40, f"¥{printed(total, 'zh')}", Meaning(total, "¥", span, "小写"))
        sheet.put(46, bottom + 70, f"所属期：{_from_to(span)}")

    return on_paper(path, draw, font=CHINESE, size=8)


def full_width(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A bill in full-width digits, labels with full-width colons, the unit right behind the number."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(220, 70, "电费通知单", size=15)
        when = f"{span[0].year}年{span[0].month}月{span[0].day}日至{span[1].day}日"
        sheet.put(70, 110, f"用电时间：{when.translate(FULL_WIDTH)}")
        for number, (label, unit) in enumerate(
            (("有功电量", "千瓦时"), ("无功电量", "千乏时"), ("本期电费", "元"))
        ):
            value = a_value(chance, 2)
            raw = f"{value:f}".translate(FULL_WIDTH)
            sheet.flow(70, 140 + 24 * number, (f"{label}：", (raw, Meaning(value, unit, span, label)), unit))

    return on_paper(path, draw, font=CHINESE, size=10)


def twelve_months(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A year of electricity, month by month; the unit over the table at the right ("单位：千瓦时")."""
    y = chance.randint(2019, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(190, 70, f"{y}年度用电量统计表", size=14)
        sheet.put(380, 96, "单位：千瓦时")
        rows = []
        for n in range(1, 13):
            label = f"{n}月"
            cells = [_cell(chance, "千瓦时", month(y, n), label, 0) for _ in range(2)]
            rows.append(Row((label,), tuple(cells)))
        draw_table(sheet, 70, 120, [("月份", "一车间", "二车间")], rows, Style((100, 130, 130), 19, "grid"))

    return on_paper(path, draw, font=CHINESE)


def half_year(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Months over columns, media over rows, the unit in a column of its own; the year in the title."""
    y = chance.randint(2019, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(190, 70, f"{y}年能源消耗统计", size=14)
        rows = []
        for label, unit in (
            ("外购电力", "万千瓦时"),
            ("天然气", "万立方米"),
            ("外购蒸汽", "吨"),
            ("柴油", "升"),
        ):
            cells = [_cell(chance, unit, month(y, n), label, 1) for n in range(1, 7)]
            rows.append(Row((label,), (unit, *cells)))
        head = [("能源品种", "计量单位", *(f"{n}月" for n in range(1, 7)))]
        draw_table(sheet, 50, 120, head, rows, Style((80, 60, *(60,) * 6), 20, "lines"))

    return on_paper(path, draw, font=CHINESE)


def water(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A water bill: one line under a header, readings and quantity, period of the reading in the row."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(220, 70, "水费缴费通知", size=15)
        sheet.put(
            70, 110, f"抄表周期：{day(span[0], 'zh', numeric=True)}至{day(span[1], 'zh', numeric=True)}"
        )
        label = "生产用水"
        readings = [
            (str(v), Meaning(Decimal(v), OPEN, span, label)) for v in chance.sample(range(3000, 9000), 2)
        ]
        cells = (*readings, _cell(chance, "吨", span, label, 0), _cell(chance, "元", span, label))
        head = [("用水性质", "上期读数", "本期读数", "用水量（吨）", "水费（元）")]
        draw_table(sheet, 70, 145, head, [Row((label,), cells)], Style((90, 80, 80, 90, 90), 20))

    return on_paper(path, draw, font=CHINESE)


_ZH: tuple[Language, ...] = ("zh",)
TUNING = (
    Layout("zh-electricity", "bills", "tuning", ".pdf", electricity, _ZH, 4),
    Layout("zh-gas", "bills", "tuning", ".pdf", gas, _ZH, 4),
    Layout("zh-fapiao", "bills", "tuning", ".pdf", fapiao, _ZH, 5),
    Layout("zh-twelve-months", "bills", "tuning", ".pdf", twelve_months, _ZH, 4),
    Layout("zh-water", "bills", "tuning", ".pdf", water, _ZH, 4),
)
SCORING = (
    Layout("zh-ten-thousand", "bills", "scoring", ".pdf", electricity_ten_thousand, _ZH, 5),
    Layout("zh-steam", "bills", "scoring", ".pdf", steam, _ZH, 5),
    Layout("zh-fapiao-electronic", "bills", "scoring", ".pdf", fapiao_electronic, _ZH, 5),
    Layout("zh-full-width", "bills", "scoring", ".pdf", full_width, _ZH, 4),
    Layout("zh-half-year", "bills", "scoring", ".pdf", half_year, _ZH, 4),
)
