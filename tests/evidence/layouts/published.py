"""Layouts after the habits of published reports, drawn before the reader saw any of them; for tuning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand, on_pages
from tests.evidence.layouts.truth import OPEN, Language, Layout, Truth
from tests.evidence.layouts.words import year


def gri_data_table(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """GRI codes, units and three years; groups as rows of their own; a change in the last column."""
    y = chance.randint(2017, 2023)
    years = [(300.0, y - 2), (370.0, y - 1), (440.0, y)]
    groups = (
        ("GHG emissions", "t CO₂e", (("305-1", "Scope 1"), ("305-2", "Scope 2 (location-based)"),
                                      ("305-2", "Scope 2 (market-based)"), ("", "Total Scope 1 and 2"))),
        ("Energy", "MWh", (("302-1", "Fuels from fossil sources"), ("302-1", "Electricity from renewables"))),
        ("Water", "megalitres", (("303-3", "Withdrawal, all areas"), ("303-5", "Consumption"))),
    )  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 40, "Strategy   Governance   Performance   Data", size=7)
        sheet.put(50, 80, "Environmental data", size=16)
        hand.head(
            110, [(70, "GRI"), (245, "Unit"), *((x, str(at)) for x, at in years), (530, f"Δ {y}/{y - 1}")]
        )
        top = 128.0
        for group, unit, rows in groups:
            sheet.put(50, top, group, size=10)
            top += 15
            for code, label in rows:
                sheet.put(50, top, code, size=7)
                sheet.put(245, top, unit, "right")
                cells: list[Col | tuple[float, str]] = [Col(x, unit, year(at)) for x, at in years]
                hand.row(85, top, label, [*cells, Col(530, "%", None, 1, 2, chance.choice(("-{}%", "{}%")))])
                top += 15
        sheet.put(
            50, top + 20, "Scope 3 is reported under www.example.com/data-2023; see ISO 14064-1:2018.", size=7
        )
        sheet.put(545, 815, "87", "right", size=8)

    return on_paper(path, draw, font=LATIN)


def group_units(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Years as FY22 and FY23; the units stand in the rows that head each group; year end said below."""
    y = chance.randint(2018, 2023)
    old = date(y - 2, 7, 1), date(y - 1, 6, 30)
    new = date(y - 1, 7, 1), date(y, 6, 30)
    groups = (
        ("Energy consumption (GJ)", "GJ", ("Diesel and petrol", "Natural gas", "Electricity")),
        ("Emissions (t CO2-e)", "t CO2-e", ("Direct", "Purchased electricity", "Supply chain")),
        ("Waste (tonnes)", "tonnes", ("Recycled", "Sent to landfill")),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(55, 70, "Five-year environment summary", size=13)
        hand.head(95, [(380, f"FY{y % 100}"), (470, f"FY{(y - 1) % 100}")])
        top = 112.0
        for title, unit, labels in groups:
            sheet.put(55, top, title)
            sheet.rule(55, top + 4, 475, top + 4)
            for label in labels:
                top += 14
                hand.row(63, top, label, [Col(380, unit, new), Col(470, unit, old)])
            top += 20
        sheet.put(55, top + 10, f"FY{y % 100} is the year ended 30 June {y}.", size=7)
        sheet.put(55, 810, "Annual sustainability report   Page 23 of 110", size=7)

    return on_paper(path, draw, font=LATIN)


def two_column_prose(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Two columns of text with numbered paragraphs; figures of two years in each sentence."""
    y = chance.randint(2017, 2023)
    old, new = year(y - 1), year(y)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        kt, gwh = "kt CO2e", "GWh"
        sheet.put(50, 70, "3.2 Climate", size=14)
        emissions = "Scope 1 emissions"
        hand.say(
            50, 100, ["3.2.1 Our Scope 1 emissions fell from ", (Col(0, kt, old, 1, 2), emissions), " to"]
        )
        hand.say(50, 112, [(Col(0, kt, new, 1, 2), emissions), f" kt CO2e between {y - 1} and {y}, or by"])
        hand.say(50, 124, [(Col(0, "%", new, 1, 2), emissions), " %. Scope 2 emissions stood at"])
        hand.say(
            50, 136, [(Col(0, kt, new, 1, 3), "Scope 2 emissions"), f" kt CO2e in {y} (ISO 14064-1:2018)."]
        )
        sheet.put(50, 160, "3.2.2 The inventory covers 27 sites. Questions: +44 20 7946 0958.")
        hand.say(
            310, 100, ["3.2.3 Energy use was ", (Col(0, gwh, new, 1, 4), "Energy use"), " GWh, compared with"]
        )
        hand.say(310, 112, [(Col(0, gwh, old, 1, 4), "Energy use"), f" GWh in {y - 1}. We generated"])
        hand.say(310, 124, [(Col(0, "MWh", new, 0, 4), "solar power"), " MWh of solar power on our roofs."])
        sheet.put(310, 148, "See section 4.1.2, pages 12 to 14, and Table 5.")
        sheet.put(50, 60, f"Reporting year {y}", size=7)
        sheet.truths.append(_sites(sheet, year(y)))

    return on_paper(path, draw, font=LATIN)


def _sites(sheet: Sheet, span: tuple[date, date]) -> Truth:
    left = 50 + stringWidth("3.2.2 The inventory covers ", sheet.font, sheet.size)
    box = left, 160 - 0.75 * sheet.size, left + stringWidth("27", sheet.font, sheet.size), 162.0
    return Truth(Decimal(27), "27", OPEN, span, "inventory covers sites", 1, box=box)


def tiles(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Key figures as large numbers with a small unit beside and the words below, four in two rows."""
    y = chance.randint(2017, 2023)
    facts = (("t CO₂e", "Scope 1 emissions", 0), ("MWh", "Energy consumed", 0), ("m³", "Water withdrawn", 1),
             ("%", "Renewable electricity", 1))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, f"{y} at a glance", size=18)
        for number, (unit, label, decimals) in enumerate(facts):
            x, top = 60 + 250 * (number % 2), 170 + 130 * (number // 2)
            digits = 2 if unit == "%" else 4
            hand.figure(Col(x, unit, year(y), decimals, digits), top, label, align="left", size=28)
            wide = sheet.truths[-1].box
            assert wide is not None
            sheet.put(wide[2] + 4, top, unit, size=10)
            sheet.put(x, top + 18, label, size=9)

    return on_paper(path, draw, font=LATIN)


def continued_with_header(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A table over two pages, its header repeated; the unit stands in the caption of the first page only."""
    y = chance.randint(2017, 2023)
    years = [(360.0, y), (430.0, y - 1), (500.0, y - 2)]
    first = (
        "Stationary combustion",
        "Mobile combustion",
        "Process emissions",
        "Fugitive emissions",
        "Purchased heat",
    )
    second = ("Purchased goods", "Capital goods", "Waste generated", "Business travel", "Investments")

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        words = (
            "Table 4: Greenhouse gas inventory (in 1,000 t CO2e)"
            if sheet.number == 1
            else "Table 4 (continued)"
        )
        sheet.put(50, 80, words, size=11)
        hand.head(104, [(90, "Source"), *((x, str(at)) for x, at in years)])
        sheet.rule(50, 108, 505, 108)
        for number, label in enumerate(first if sheet.number == 1 else second):
            cells = [Col(x, "1,000 t CO2e", year(at), 1, 3) for x, at in years]
            hand.row(50, 122 + 15 * number, label, cells)
        sheet.put(297, 812, str(40 + sheet.number), "centre", size=8)

    return on_pages(path, (draw, draw))


def bars_with_labels(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A bar chart: each value over its bar, the year under it, the unit with the title."""
    y = chance.randint(2018, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 90, "Total Scope 1 and 2 emissions (kt CO2e)", size=11)
        for number in range(5):
            x, high = 90 + 80 * number, chance.randint(80, 190)
            at = y - 4 + number
            hand.figure(
                Col(x + 20, "kt CO2e", year(at), 1, 3),
                320 - high - 5,
                "Total Scope 1 and 2 emissions",
                align="centre",
            )
            sheet.canvas.rect(x, sheet.height - 320, 40, high, stroke=1, fill=0)
            sheet.put(x + 20, 334, str(at), "centre")
        sheet.put(60, 370, "Figures for earlier years were restated after the sale of two plants.", size=8)

    return on_paper(path, draw, font=LATIN)


def esrs_german(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """E1-6 in German: base year, comparison and reporting year, a change; groups of rows; unit in the caption."""
    y = chance.randint(2022, 2023)
    columns = [(300.0, 2019), (370.0, y - 1), (440.0, y)]
    groups = (
        ("Scope-1-Treibhausgasemissionen", ("Scope-1-THG-Bruttoemissionen",)),
        (
            "Scope-2-Treibhausgasemissionen",
            ("Standortbezogene Bruttoemissionen", "Marktbezogene Bruttoemissionen"),
        ),
        ("Signifikante Scope-3-Emissionen", ("Erworbene Waren", "Geschäftsreisen", "Verkaufte Produkte")),
        ("THG-Emissionen insgesamt", ("Insgesamt (standortbezogen)", "Insgesamt (marktbezogen)")),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(45, 75, "E1-6 THG-Bruttoemissionen der Kategorien Scope 1, 2 und 3 (in t CO₂-Äq.)", size=10)
        hand.head(98, [(300, "Basisjahr"), (370, "Vorjahr"), (440, "Berichtsjahr"), (530, "Veränderung")])
        hand.head(110, [*((x, str(at)) for x, at in columns), (530, "in %")])
        top = 128.0
        for title, labels in groups:
            sheet.put(45, top, title, size=9)
            for label in labels:
                top += 14
                cells: list[Col | tuple[float, str]] = [Col(x, "t CO₂-Äq.", year(at)) for x, at in columns]
                hand.row(55, top, label, [*cells, Col(530, "%", None, 1, 2, "–{}")])
            top += 17
        sheet.put(45, top + 10, "Vgl. ESRS 2 BP-2, Abs. 17; DR E1-6, Abs. 44 bis 55.", size=7)

    return on_paper(path, draw, font=LATIN)


def chinese_indicators(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """指标、单位 and three years; groups in rows; a full grid."""
    y = chance.randint(2019, 2023)
    years = [(330.0, y - 2), (410.0, y - 1), (490.0, y)]
    rows = (("温室气体排放总量", "吨二氧化碳当量"), ("范围一排放", "吨二氧化碳当量"), ("外购电力", "兆瓦时"),
            ("天然气消耗量", "立方米"), ("耗水总量", "吨"), ("有害废弃物", "吨"))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "zh")
        sheet.put(60, 80, "关键绩效指标", size=15)
        hand.head(110, [(86, "指标"), (230, "单位"), *((x, f"{at}年") for x, at in years)])
        sheet.put(60, 128, "环境绩效")
        for number, (label, unit) in enumerate(rows):
            top = 146 + 16 * number
            sheet.put(250, top, unit, "right")
            hand.row(60, top, label, [Col(x, unit, year(at), number % 3) for x, at in years])
        sheet.put(60, 260, "注：数据统计范围为集团总部及全部子公司，详见第45页。", size=7)

    return on_paper(path, draw, font=CHINESE)


def year_blocks(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Regions over the columns; the year heads each block of rows; the unit in the caption in brackets."""
    y = chance.randint(2018, 2023)
    regions = ((250.0, "Europe"), (330.0, "Americas"), (410.0, "Asia Pacific"), (490.0, "Group"))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 80, "Emissions by region (in t CO2e)", size=12)
        hand.head(105, regions)
        top = 122.0
        for at in (y, y - 1):
            sheet.put(50, top, str(at), size=10)
            for label in ("Scope 1", "Scope 2, market-based", "Scope 3"):
                top += 14
                hand.row(58, top, label, [Col(x, "t CO2e", year(at)) for x, _ in regions])
            top += 20

    return on_paper(path, draw, font=LATIN)


_EN: tuple[Language, ...] = ("en",)
TUNING = (
    Layout("gri-data-table", "reports", "tuning", ".pdf", gri_data_table, _EN, 2),
    Layout("group-units", "reports", "tuning", ".pdf", group_units, _EN, 2),
    Layout("two-column-prose", "reports", "tuning", ".pdf", two_column_prose, _EN, 2),
    Layout("tiles", "reports", "tuning", ".pdf", tiles, _EN, 2),
    Layout("continued-with-header", "reports", "tuning", ".pdf", continued_with_header, _EN, 2),
    Layout("bars-with-labels", "reports", "tuning", ".pdf", bars_with_labels, _EN, 2),
    Layout("esrs-german", "reports", "tuning", ".pdf", esrs_german, ("de",), 2),
    Layout("chinese-indicators", "reports", "tuning", ".pdf", chinese_indicators, ("zh",), 2),
    Layout("year-blocks", "reports", "tuning", ".pdf", year_blocks, _EN, 2),
)
