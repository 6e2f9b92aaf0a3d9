"""Layouts drawn after the reader was mended on the others, scored once at first sight and kept for scoring."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand
from tests.evidence.layouts.truth import Language, Layout, Truth
from tests.evidence.layouts.words import year


def kpi_with_targets(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Key indicators with their unit below the name in small print; a text column of targets at the right."""
    y = chance.randint(2019, 2023)
    rows = (("Absolute Scope 1 and 2 emissions", "thousand tonnes CO2e"), ("Energy intensity", "kWh per m²"),
            ("Fresh water intake", "million m³"), ("Hazardous waste", "tonnes"))  # fmt: skip

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 70, "Our progress", size=17)
        hand.head(104, [(290, str(y - 2)), (350, str(y - 1)), (410, str(y)), (510, "Ambition")])
        for number, (label, unit) in enumerate(rows):
            top = 124 + 30 * number
            sheet.put(50, top, label)
            sheet.put(50, top + 10, unit, size=7)
            for at, right in ((y - 2, 290.0), (y - 1, 350.0), (y, 410.0)):
                hand.figure(Col(right, unit, year(at), 1, 3), top, label)
            sheet.put(510, top, ("halve it", "best in class", "reuse", "none")[number], "right", size=8)

    return on_paper(path, draw, font=LATIN)


def long_notes(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Financial year in the header in full ("Year to 31 March 2023"), the unit under it, shares beside figures."""
    y = chance.randint(2019, 2023)
    new, old = (date(y - 1, 4, 1), date(y, 3, 31)), (date(y - 2, 4, 1), date(y - 1, 3, 31))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 70, "Greenhouse gas statement", size=14)
        hand.head(98, [(330, "Year ended"), (410, "% of"), (500, "Year ended")])
        hand.head(109, [(330, f"31 March {y}"), (410, "total"), (500, f"31 March {y - 1}")])
        hand.head(120, [(330, "tCO2e"), (500, "tCO2e")])
        for number, label in enumerate(
            ("Gas boilers", "Vehicles", "Imported electricity", "Hotel stays", "Freight")
        ):
            cells = [Col(330, "tCO2e", new), Col(410, "%", new, 1, 2, "{}%"), Col(500, "tCO2e", old)]
            hand.row(50, 140 + 15 * number, label, cells)

    return on_paper(path, draw, font=LATIN)


def german_prose(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """German sentences: from and to, the year before in brackets, the decimal comma."""
    y = chance.randint(2018, 2023)
    old, new = year(y - 1), year(y)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(60, 80, "3.4 Energie und Emissionen", size=13)
        power, water = "Stromverbrauch", "Wasserverbrauch"
        used = (Col(0, "GWh", old, 1, 3), power), (Col(0, "GWh", new, 1, 3), power)
        fell = ["Der Stromverbrauch des Konzerns sank von ", used[0], f" GWh im Jahr {y - 1} auf ", used[1]]
        hand.say(60, 108, [*fell, f" GWh im Jahr {y}."])
        drawn = (Col(0, "m³", new, 0, 6), water), (Col(0, "m³", old, 0, 6), water)
        lay = [f"Im Jahr {y} lag der Wasserverbrauch bei ", drawn[0], " m³ (Vorjahr: ", drawn[1], " m³)."]
        hand.say(60, 121, [*lay, " Einzelheiten stehen in"])
        sheet.put(
            60,
            134,
            "Kapitel 4.2 auf Seite 87 sowie in Tabelle 12. Die Norm ISO 50001:2018 gilt an 14 Standorten.",
        )
        sheet.put(60, 815, f"Nachhaltigkeitsbericht {y}", size=7)

    return on_paper(path, draw, font=LATIN)


def group_columns(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Three sites over two years each; the site in the upper header line, the unit in the row that heads each group."""
    y = chance.randint(2018, 2023)
    edges = [(210.0, y), (265.0, y - 1), (330.0, y), (385.0, y - 1), (450.0, y), (505.0, y - 1)]

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(45, 70, "Site data", size=14)
        hand.head(95, [(222, "Northfield"), (342, "Lakeside"), (462, "Harbour")], align="centre")
        hand.head(108, [(x, str(at)) for x, at in edges])
        top = 126.0
        for title, unit, labels in (("Energy, MWh", "MWh", ("Grid power", "Natural gas", "Heating oil")),
                                    ("Emissions, t CO₂e", "t CO₂e", ("Scope 1", "Scope 2"))):  # fmt: skip
            sheet.put(45, top, title, size=9.5)
            for label in labels:
                top += 14
                hand.row(52, top, label, [Col(x, unit, year(at), 0, 4) for x, at in edges])
            top += 18

    return on_paper(path, draw, font=LATIN)


def stacked_bill(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A heat bill whose label stands over each value, in three blocks beside one another; a table of parts below."""
    start = date(chance.randint(2019, 2023), chance.randint(1, 9), 5)
    span = start, start + timedelta(days=60)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 60, "District heating account", size=15)
        sheet.put(
            50, 80, f"Supply period {span[0]:%d %B %Y} - {span[1]:%d %B %Y}    Customer no. 55 1020 334"
        )
        hand.head(120, [(330, "Quantity"), (390, "Unit"), (460, "Price (EUR)"), (540, "Amount (EUR)")])
        for number, (label, unit) in enumerate((("Heat", "MWh"), ("Capacity", "kW"), ("Metering", "month"))):
            top = 138 + 15 * number
            sheet.put(50, top, label)
            hand.figure(Col(330, unit, span, 2, 3), top, label)
            sheet.put(390, top, unit, "right")
            hand.figure(Col(460, "EUR", span, 2, 2), top, label)
            hand.figure(Col(540, "EUR", span, 2, 3), top, label)
        for number, label in enumerate(("Subtotal", "Value added tax", "Amount payable")):
            sheet.put(400, 200 + 15 * number, label)
            hand.figure(Col(540, "EUR", span, 2, 4), 200 + 15 * number, label)

    return on_paper(path, draw, font=LATIN)


_EN: tuple[Language, ...] = ("en",)
LAST = (
    Layout("kpi-with-targets", "reports", "scoring", ".pdf", kpi_with_targets, _EN, 2),
    Layout("long-notes", "reports", "scoring", ".pdf", long_notes, _EN, 2),
    Layout("german-prose", "reports", "scoring", ".pdf", german_prose, ("de",), 2),
    Layout("group-columns", "reports", "scoring", ".pdf", group_columns, _EN, 2),
    Layout("stacked-bill", "bills", "scoring", ".pdf", stacked_bill, _EN, 2),
)
