"""Pages that mix prose, tables, lists and charts, and periods that stand far from their figures; for tuning."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand, on_pages
from tests.evidence.layouts.truth import Language, Layout, Span, Truth
from tests.evidence.layouts.words import year

_TITLES = {
    "en": ("Sustainability Report", "Reporting period: 1 April {p} – 31 March {y}"),
    "de": ("Nachhaltigkeitsbericht", "Berichtszeitraum: 01.04.{p} bis 31.03.{y}"),
    "fr": ("Rapport de durabilité", "Exercice du 1er avril {p} au 31 mars {y}"),
    "zh": ("可持续发展报告", "报告期间：{p}年4月1日至{y}年3月31日"),
}
_SAID = {
    "en": (
        ("Our sites consumed ", "sites consumed"),
        "GWh",
        " of electricity and gas.",
        "Waste sent away",
        "t",
    ),
    "de": (
        ("Unsere Standorte verbrauchten ", "Standorte verbrauchten"),
        "GWh",
        " Strom und Gas.",
        "Entsorgte Abfälle",
        "t",
    ),
    "fr": (
        ("Nos sites ont consommé ", "sites consommé"),
        "GWh",
        " d'électricité et de gaz.",
        "Déchets évacués",
        "t",
    ),
    "zh": (("各厂区共消耗电力", "厂区消耗电力"), "兆瓦时", "。", "废弃物处置量", "吨"),
}


def period_on_title(path: Path, chance: Random, language: Language) -> list[Truth]:
    """The title page states the period; the next page has a sentence and lines of label, value and unit."""
    y = chance.randint(2018, 2023)
    span = date(y - 1, 4, 1), date(y, 3, 31)
    words, period = _TITLES[language]
    (start, label), unit, end, waste, tonnes = _SAID[language]

    def title(sheet: Sheet) -> None:
        sheet.put(60, 200, words, size=24)
        sheet.put(60, 230, period.format(p=y - 1, y=y), size=11)

    def body(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, language)
        hand.say(60, 100, [start, (Col(0, unit, span, 1, 4), label), f" {unit}{end}"])
        hand.row(60, 140, waste, [Col(320, tonnes, span), (360, tonnes)])

    return on_pages(path, (title, body), font=CHINESE if language == "zh" else LATIN)


def year_of_the_report(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """The year in the report's title alone; later a sentence and a list of points without a date."""
    y = chance.randint(2018, 2023)

    def title(sheet: Sheet) -> None:
        sheet.put(60, 300, f"Climate Report {y}", size=26)
        sheet.put(60, 330, "Published by the group's sustainability office", size=9)

    def body(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Highlights", size=15)
        points = (
            ("Emissions from our fleet: ", "t CO2e", "Emissions fleet"),
            ("Power from own plants: ", "MWh", "Power plants"),
            ("Water reused: ", "m³", "Water reused"),
        )
        for number, (words, unit, label) in enumerate(points):
            hand.say(60, 110 + 15 * number, [f"• {words}", (Col(0, unit, year(y)), label), f" {unit}"])

    return on_pages(path, (title, body))


def prose_of_two_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Sentences with fiscal years, last year in words, and numbers that are no quantities of the period."""
    y = chance.randint(2018, 2023)
    new, old = (date(y - 1, 7, 1), date(y, 6, 30)), (date(y - 2, 7, 1), date(y - 1, 6, 30))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(
            60, 70, f"Our financial year is the twelve months to 30 June. This chapter is about FY{y % 100}."
        )
        gas = (Col(0, "GJ", new), "gas use"), (Col(0, "GJ", old), "gas use")
        hand.say(
            60, 100, [f"In FY{y % 100}, gas use was ", gas[0], f" GJ (FY{(y - 1) % 100}: ", gas[1], " GJ)."]
        )
        freight = Col(0, "t CO2e", new), "freight"
        hand.say(
            60,
            126,
            [f"Emissions from freight in {y - 1}/{y % 100:02d} came to ", freight, " t CO2e. Since 2009"],
        )
        sheet.put(60, 139, "we have been certified; VAT No. 284 1907 33. The rate of tax is 19 %.")
        last = Col(0, "t CO2e", old), "prior year"
        hand.say(60, 165, ["The prior year's figure was ", last, " t CO2e, before the sale of a plant."])

    return on_paper(path, draw, font=LATIN)


def table_beside_prose(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A narrow table at the left, a column of text at the right on other base lines."""
    y = chance.randint(2018, 2023)
    said = (
        "Emissions of our plants fell for",
        "the third year in a row, mainly by",
        "buying power from wind parks and by",
        "using waste heat. A second project",
        "will begin next year at the site in",
        "the north, after a long study.",
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(45, 90, "Plants (t CO2e)", size=10)
        hand.head(106, [(200, str(y)), (260, str(y - 1))])
        for number, label in enumerate(("Northern plant", "Southern plant", "Offices", "Depots")):
            hand.row(
                45, 122 + 14 * number, label, [Col(200, "t CO2e", year(y)), Col(260, "t CO2e", year(y - 1))]
            )
        for number, words in enumerate(said):
            sheet.put(310, 96 + 12 * number, words)

    return on_paper(path, draw, font=LATIN)


def two_tables_other_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Two tables beside one another: three years at the left, a fiscal pair at the right, a title for each."""
    y = chance.randint(2018, 2023)
    fiscal = (date(y - 1, 4, 1), date(y, 3, 31))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(40, 80, "Table 1: Energy (MWh)")
        sheet.put(330, 80, "Table 2: Offsets (t CO2e)")
        left = [(150.0 + 50 * n, year(y - n)) for n in range(3)]
        hand.head(
            96,
            [(x, str(span[0].year)) for x, span in left]
            + [
                (
                    500.0,
                    "Apr 22 – Mar 23".replace("22", f"{(y - 1) % 100:02d}").replace("23", f"{y % 100:02d}"),
                )
            ],
        )
        for number, (one, two) in enumerate(
            (("Gas", "Forestry"), ("Power", "Cook stoves"), ("Heat", "Wind power"))
        ):
            top = 112 + 14 * number
            hand.row(40, top, one, [Col(x, "MWh", span, 0, 4) for x, span in left])
            hand.row(330, top, two, [Col(500, "t CO2e", fiscal, 0, 4)])

    return on_paper(path, draw, font=LATIN, size=8)


def upright_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A chart whose years are turned to read downwards below the bars; the unit behind the title."""
    y = chance.randint(2019, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 90, "Energy intensity, kWh per tonne of product", size=11)
        for number in range(5):
            x, high, at = 100 + 75 * number, chance.randint(70, 170), y - 4 + number
            hand.figure(
                Col(x + 15, "kWh per tonne", year(at), 1, 3), 306 - high, "Energy intensity", align="centre"
            )
            sheet.canvas.rect(x, sheet.height - 310, 30, high, stroke=1, fill=0)
            sheet.canvas.saveState()
            sheet.canvas.translate(x + 12, sheet.height - 318)
            sheet.canvas.rotate(-90)
            sheet.canvas.setFont(sheet.font, 8)
            sheet.canvas.drawString(0, 0, str(at))
            sheet.canvas.restoreState()

    return on_paper(path, draw, font=LATIN)


def fiscal_years_in_rows(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Years as 2021/22 down the rows, scopes over the columns, the unit in brackets with the title."""
    y = chance.randint(2018, 2023)
    edges = (220.0, 310.0, 400.0, 490.0)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Emissions over time (tCO2e)", size=12)
        hand.head(
            104,
            [(118, "Financial year"), *zip(edges, ("Scope 1", "Scope 2", "Scope 3", "Total"), strict=True)],
        )
        for number in range(4):
            at = y - number
            span: Span = date(at - 1, 4, 1), date(at, 3, 31)
            top = 122 + 15 * number
            sheet.put(60, top, f"{at - 1}/{at % 100:02d}")
            for x in edges:
                hand.figure(Col(x, "tCO2e", span), top, "")
        sheet.put(60, 200, "The financial year ends on 31 March.", size=7)

    return on_paper(path, draw, font=LATIN)


def years_in_rows_of_groups(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Sites as rows, each with a row for each year below its name, carriers over the columns with units."""
    y = chance.randint(2018, 2023)
    edges = ((240.0, "MWh"), (330.0, "m³"), (420.0, "t"))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Sites", size=12)
        hand.head(104, [(240, "Energy, MWh"), (330, "Water, m³"), (420, "Waste, t")])
        top = 120.0
        for site in ("Port works", "Hill quarry"):
            sheet.put(60, top, site)
            for at in (y - 1, y):
                top += 14
                sheet.put(72, top, str(at))
                for x, unit in edges:
                    hand.figure(Col(x, unit, year(at)), top, site)
            top += 16

    return on_paper(path, draw, font=LATIN)


def headerless_second_page(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A table of fiscal years that goes on over the page; groups with units; the year's end on the first page."""
    y = chance.randint(2019, 2023)
    spans = [(date(at - 1, 10, 1), date(at, 9, 30)) for at in (y, y - 1)]
    pages = (
        (("Energy (GJ)", "GJ", ("Oil", "Gas")),),
        (("Water (ML)", "ML", ("River water", "Mains water")),),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        top = 90.0
        if sheet.number == 1:
            sheet.put(50, 640, "Years ended 30 September", size=8)
            hand.head(660, [(340, f"FY{y % 100}"), (430, f"FY{(y - 1) % 100}")])
            top = 680.0
        for title, unit, labels in pages[sheet.number - 1]:
            sheet.put(50, top, title)
            for label in labels:
                top += 15
                hand.row(
                    60, top, label, [Col(x, unit, s) for x, s in zip((340.0, 430.0), spans, strict=True)]
                )

    return on_pages(path, (draw, draw))


_EN: tuple[Language, ...] = ("en",)
PRACTICE_PAGES = (
    Layout("period-on-title", "reports", "tuning", ".pdf", period_on_title, ("en", "de", "fr", "zh"), 1),
    Layout("year-of-the-report", "reports", "tuning", ".pdf", year_of_the_report, _EN, 1),
    Layout("prose-of-two-years", "reports", "tuning", ".pdf", prose_of_two_years, _EN, 2),
    Layout("table-beside-prose", "reports", "tuning", ".pdf", table_beside_prose, _EN, 1),
    Layout("two-tables-other-years", "reports", "tuning", ".pdf", two_tables_other_years, _EN, 1),
    Layout("upright-years", "reports", "tuning", ".pdf", upright_years, _EN, 1),
    Layout("fiscal-years-in-rows", "reports", "tuning", ".pdf", fiscal_years_in_rows, _EN, 1),
    Layout("years-in-rows-of-groups", "reports", "tuning", ".pdf", years_in_rows_of_groups, _EN, 1),
    Layout("headerless-second-page", "reports", "tuning", ".pdf", headerless_second_page, _EN, 1),
)
