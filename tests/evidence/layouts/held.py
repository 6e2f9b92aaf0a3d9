"""Layouts after the habits of published reports, drawn before the reader saw any of them; held back for scoring."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand, on_pages
from tests.evidence.layouts.truth import Language, Layout, Truth
from tests.evidence.layouts.words import year


def base_year_first(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A base year, two years with a footnote mark on one, units in brackets behind labels, codes at the right."""
    y = chance.randint(2018, 2023)
    rows = (("Gross direct (Scope 1) emissions", "t CO2e", "E1-6"), ("Refrigerants released", "kg", ""),
            ("Own vehicles", "km", ""), ("Electricity bought", "MWh", "E1-5"), ("Paper used", "tonnes", "E5-4"),
            ("Water drawn from the mains", "m³", "E3-4"))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(45, 70, "Appendix B  Environmental indicators", size=14)
        hand.head(100, [(330, "2015 (base year)"), (400, str(y - 1)), (465, str(y)), (530, "ESRS")])
        sheet.mark(400.5, 100, "1")
        sheet.rule(45, 104, 535, 104)
        for number, (label, unit, code) in enumerate(rows):
            top = 120 + 17 * number
            sheet.put(45, top, f"{label} ({unit})")
            for at, right in ((2015, 330.0), (y - 1, 400.0), (y, 465.0)):
                hand.figure(Col(right, unit, year(at), 0), top, label)
            sheet.put(530, top, code, "right", size=7)
        sheet.put(45, 240, "1 Restated: see note 12 on page 64.", size=7)
        sheet.put(300, 815, "66", "centre", size=8)

    return on_paper(path, draw, font=LATIN)


def split_years_stated_before(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Years as 2022/23; the page before says from which month a year runs; units in rows between rules."""
    y = chance.randint(2018, 2023)
    new = date(y - 1, 4, 1), date(y, 3, 31)
    old = date(y - 2, 4, 1), date(y - 1, 3, 31)

    def words(sheet: Sheet) -> None:
        sheet.put(60, 90, "About this report", size=16)
        sheet.put(
            60, 120, "Our financial year runs from 1 April to 31 March. All data cover the whole group."
        )
        sheet.put(
            60, 134, "The report follows the GRI Standards. Contact: climate@example.org, +44 131 496 0000."
        )

    def table(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Carbon and energy performance", size=13)
        hand.head(104, [(380, f"{y - 2}/{(y - 1) % 100:02d}"), (470, f"{y - 1}/{y % 100:02d}")])
        top = 122.0
        for title, unit, labels in (
            ("Tonnes CO2e", "Tonnes CO2e", ("Heating fuel", "Fleet", "Grid electricity", "Total")),
            ("kWh", "kWh", ("Gas", "Electricity", "Biomass")),
        ):
            sheet.put(60, top, title, size=9.5)
            sheet.rule(60, top + 4, 475, top + 4)
            for label in labels:
                top += 15
                hand.row(60, top, label, [Col(380, unit, old), Col(470, unit, new)])
            top += 22

    return on_pages(path, (words, table))


def prose_with_brackets(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Sentences: this year's figure with last year's in brackets, two things "respectively", a change in percent."""
    y = chance.randint(2017, 2023)
    old, new = year(y - 1), year(y)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        t, rise = "t CO2e", Col(0, "%", new, 1, 2)
        sheet.put(60, 80, "Climate performance", size=14)
        scope, energy = "Scope 1 emissions", "Energy consumption"
        said, before = (Col(0, t, new), scope), (Col(0, t, old), scope)
        start = f"In {y}, our Scope 1 emissions were "
        hand.say(60, 110, [start, said, f" t CO2e ({y - 1}: ", before, " t CO2e), a decrease"])
        rose = (Col(0, "TJ", old, 1, 3), energy), (Col(0, "TJ", new, 1, 3), energy)
        grew = [" %. Energy consumption rose from ", rose[0], f" TJ in {y - 1} to ", rose[1], f" TJ in {y}."]
        hand.say(60, 123, ["of ", (rise, scope), *grew])
        waste = (Col(0, "tonnes", new, 0, 4), "Waste landfill"), (Col(0, "tonnes", new, 0, 4), "waste burnt")
        sent = ["Waste sent to landfill and waste burnt amounted to ", waste[0], " and ", waste[1]]
        hand.say(60, 149, [*sent, " tonnes respectively."])
        drawn = (Col(0, "m3", new, 0, 5), "water")
        hand.say(
            60, 162, ["Our target stays a cut by half against 2019. We drew ", drawn, " m3 of water, some"]
        )
        less = (Col(0, "%", new, 1, 2), "less water than year before")
        hand.say(60, 175, [less, " % less than the year before, as Section 4.2 and Figure 7 show."])
        sheet.put(60, 815, f"Sustainability Report {y}", size=7)
        sheet.put(530, 815, "31", size=7)

    return on_paper(path, draw, font=LATIN)


def tiles_above(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Key figures with their words above, the number large with its unit, last year's below in small print."""
    y = chance.randint(2017, 2023)
    facts = (("Carbon footprint", "kt CO2e", 1), ("Energy use", "GWh", 0), ("Waste recycled", "t", 0))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 70, f"Our {y} in figures", size=20)
        for number, (label, unit, decimals) in enumerate(facts):
            x = 50 + 175 * number
            sheet.put(x, 130, label, size=10)
            hand.figure(Col(x, unit, year(y), decimals, 3), 165, label, align="left", size=26)
            box = sheet.truths[-1].box
            assert box is not None
            sheet.put(box[2] + 3, 165, unit, size=11)
            sheet.size = 8
            hand.say(x, 182, [f"{y - 1}: ", (Col(0, unit, year(y - 1), decimals, 3), label), f" {unit}"])

    return on_paper(path, draw, font=LATIN)


def continued_without_header(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A table that goes on over the next page with no header there; units in a column of their own."""
    y = chance.randint(2017, 2023)
    years = [(380.0, y - 1), (460.0, y)]
    first = (("Coal", "t"), ("Fuel oil", "litres"), ("Natural gas", "m³"), ("Purchased steam", "GJ"))
    second = (("Solar power", "MWh"), ("Wind power", "MWh"), ("Hydrogen", "kg"))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        top = 100.0
        if sheet.number == 1:
            sheet.put(50, 640, "Use of energy sources", size=12)
            hand.head(665, [(85, "Source"), (285, "Unit"), *((x, str(at)) for x, at in years)])
            top = 685.0
        for label, unit in first if sheet.number == 1 else second:
            sheet.put(265, top, unit)
            hand.row(50, top, label, [Col(x, unit, year(at), 1) for x, at in years])
            top += 17
        sheet.put(520, 810, str(sheet.number + 55), size=8)

    return on_pages(path, (draw, draw))


def bars_lying(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German bar chart on its side: names at the left, values behind the bars, unit and year under the title."""
    y = chance.randint(2018, 2023)
    names = ("Stahlwerke", "Gießerei", "Logistik", "Verwaltung", "Forschung")

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(60, 90, "CO₂-Emissionen nach Bereichen", size=12)
        sheet.put(60, 105, f"in Tsd. t CO₂e, {y}", size=8)
        for number, label in enumerate(names):
            top, wide = 135 + 24 * number, chance.randint(60, 220)
            sheet.put(60, top, label)
            sheet.canvas.rect(140, sheet.height - top - 3, wide, 13, stroke=1, fill=0)
            hand.figure(Col(146 + wide, "Tsd. t CO₂e", year(y), 1, 3), top, label, align="left")

    return on_paper(path, draw, font=LATIN)


def secr(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Two years over two regions each, the years in the first header line; the unit in each row's label."""
    y = chance.randint(2019, 2023)
    spans = [(270.0, y), (350.0, y), (440.0, y - 1), (530.0, y - 1)]

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 70, "Streamlined energy and carbon reporting", size=13)
        hand.head(98, [(305, f"Reporting year {y}"), (483, f"Comparison year {y - 1}")], align="centre")
        hand.head(112, [(x, words) for (x, _), words in zip(spans, ("UK", "Global") * 2, strict=True)])
        rows = (("Energy consumption used to calculate emissions", "kWh"),
                ("Emissions from combustion of gas", "tCO2e"),
                ("Emissions from purchased electricity", "tCO2e"), ("Total gross emissions", "tCO2e"),
                ("Intensity ratio", "tCO2e/£m"))  # fmt: skip
        for number, (label, unit) in enumerate(rows):
            top = 132 + 24 * number
            sheet.put(50, top, label if len(label) < 34 else label[:24].rsplit(" ", 1)[0], size=7.5)
            rest = "" if len(label) < 34 else label[len(label[:24].rsplit(" ", 1)[0]) + 1 :] + " "
            sheet.put(50, top + 9, f"{rest}({unit})", size=7.5)
            for x, at in spans:
                hand.figure(
                    Col(x, unit, year(at), 2 if "/" in unit else 0, 3 if "/" in unit else 6), top, label
                )

    return on_paper(path, draw, font=LATIN, size=8.5)


def chinese_units_in_labels(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """年度 over the columns, units in full-width brackets behind the labels, a sentence below with two figures."""
    y = chance.randint(2019, 2023)
    rows = (("直接温室气体排放", "吨二氧化碳当量"), ("间接温室气体排放", "吨二氧化碳当量"), ("用电量", "万千瓦时"),
            ("汽油", "升"), ("新鲜水用量", "立方米"))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "zh")
        sheet.put(60, 80, "环境数据一览", size=15)
        hand.head(110, [(100, "指标"), (400, f"{y}年度"), (490, f"{y - 1}年度")])
        sheet.rule(60, 114, 495, 114)
        for number, (label, unit) in enumerate(rows):
            cells = [Col(400, unit, year(y), 2), Col(490, unit, year(y - 1), 2)]
            top = 130 + 17 * number
            sheet.put(60, top, f"{label}（{unit}）")
            for cell in cells:
                hand.figure(cell, top, label)
        use, less = Col(0, "吨", year(y), 1, 4), Col(0, "吨", year(y - 1), 1, 4)
        hand.say(
            60,
            240,
            [
                f"{y}年，公司有害废弃物产生量为",
                (use, "有害废弃物产生量"),
                "吨，",
                f"{y - 1}年为",
                (less, "有害废弃物产生量"),
                "吨。",
            ],
        )
        sheet.put(290, 810, "— 52 —", size=8)

    return on_paper(path, draw, font=CHINESE)


def french_table(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A French table with Unité, three years and Évolution; a negative in brackets; n.d. among the cells."""
    y = chance.randint(2018, 2023)
    years = [(310.0, y), (385.0, y - 1), (460.0, y - 2)]
    rows = (("Émissions directes", "tCO₂éq"), ("Émissions indirectes liées à l'énergie", "tCO₂éq"),
            ("Puits de carbone", "tCO₂éq"), ("Consommation d'énergie", "MWh"), ("Part d'énergie renouvelable", "%"),
            ("Prélèvements d'eau", "m³"))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "fr")
        sheet.put(50, 75, "4.3.2 Indicateurs environnementaux", size=12)
        hand.head(100, [(240, "Unité"), *((x, str(at)) for x, at in years), (540, f"Évolution {y}/{y - 1}")])
        for number, (label, unit) in enumerate(rows):
            form = "({})" if label.startswith("Puits") else "{}"
            decimals, digits = (1, 2) if unit == "%" else (0, 6)
            cells: list[Col | tuple[float, str]] = [
                Col(x, unit, year(at), decimals, digits, form) for x, at in years
            ]
            if number == 1:
                cells[2] = (460.0, "n.d.")
            top = 118 + 17 * number
            sheet.put(240, top, unit, "right")
            hand.row(50, top, label, [*cells, Col(540, "%", None, 1, 2, chance.choice(("+{} %", "{} %")))])
        sheet.put(
            50, 240, "Document d'enregistrement universel - article R. 225-105 du code de commerce", size=7
        )
        sheet.put(545, 815, "173", "right", size=8)

    return on_paper(path, draw, font=LATIN)


_EN: tuple[Language, ...] = ("en",)
HELD = (
    Layout("base-year-first", "reports", "scoring", ".pdf", base_year_first, _EN, 2),
    Layout("split-years-stated-before", "reports", "scoring", ".pdf", split_years_stated_before, _EN, 2),
    Layout("prose-with-brackets", "reports", "scoring", ".pdf", prose_with_brackets, _EN, 2),
    Layout("tiles-above", "reports", "scoring", ".pdf", tiles_above, _EN, 2),
    Layout("continued-without-header", "reports", "scoring", ".pdf", continued_without_header, _EN, 2),
    Layout("bars-lying", "reports", "scoring", ".pdf", bars_lying, ("de",), 2),
    Layout("secr", "reports", "scoring", ".pdf", secr, _EN, 2),
    Layout("zh-units-in-labels", "reports", "scoring", ".pdf", chinese_units_in_labels, ("zh",), 2),
    Layout("french-table", "reports", "scoring", ".pdf", french_table, ("fr",), 2),
)
