"""Tables of reports drawn before the reader was mended again; scored before and after, never tuned on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand, on_pages
from tests.evidence.layouts.truth import Language, Layout, Truth
from tests.evidence.layouts.words import SHORT_MONTHS, month, year


def split_years_with_fy(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """FY2023/24 over the columns, notes and units in columns of their own; the year's end in a line below."""
    y = chance.randint(2019, 2023)
    spans = [(date(at, 4, 1), date(at + 1, 3, 31)) for at in (y, y - 1, y - 2)]
    rows = (
        ("Scope 1 emissions", "tCO2e", "a"),
        ("Scope 2 (market-based)", "tCO2e", "a, b"),
        ("Energy consumed", "MWh", ""),
        ("Water withdrawn", "ML", "c"),
        ("Renewable share", "%", ""),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(48, 74, "Performance data", size=15)
        edges = (350.0, 430.0, 510.0)
        head = [(edges[n], f"FY{y - n}/{(y - n + 1) % 100:02d}") for n in range(3)]
        hand.head(104, [(230, "Notes"), (275, "Unit"), *head])
        sheet.rule(48, 108, 510, 108)
        for number, (label, unit, note) in enumerate(rows):
            top = 124 + 16 * number
            sheet.put(230, top, note, "right", size=7)
            sheet.put(275, top, unit, "right")
            decimals, digits = (1, 2) if unit == "%" else (0, 5)
            hand.row(
                48,
                top,
                label,
                [Col(x, unit, s, decimals, digits) for x, s in zip(edges, spans, strict=True)],
            )
        sheet.put(
            48, 220, "Our financial year ends on 31 March. a Assured. b Residual mix. c Mains only.", size=7
        )

    return on_paper(path, draw, font=LATIN)


def years_in_rows(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """One year a row, carriers over the columns with their units in brackets below, an average at the foot."""
    y = chance.randint(2018, 2023)
    columns = (
        (190.0, "Electricity", "MWh"),
        (280.0, "Natural gas", "MWh"),
        (370.0, "Water", "m³"),
        (460.0, "Waste", "t"),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Consumption over five years", size=13)
        hand.head(104, [(80, "Year"), *((x, name) for x, name, _ in columns)])
        hand.head(115, [(x, f"({unit})") for x, _, unit in columns])
        for number, at in enumerate(range(y - 4, y + 1)):
            cells = [Col(x, unit, year(at), 0, 5) for x, _, unit in columns]
            top = 133 + 15 * number
            sheet.put(60, top, str(at))
            for cell in cells:
                hand.figure(cell, top, "")

    return on_paper(path, draw, font=LATIN)


def years_over_amount_and_share(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Two years in the upper header line; under each the tonnes and their share of the total."""
    y = chance.randint(2018, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(50, 76, "Emissionen nach Kategorien", size=12)
        hand.head(100, [(300, str(y)), (440, str(y - 1))], align="centre")
        hand.head(113, [(290, "t CO2e"), (350, "Anteil"), (430, "t CO2e"), (490, "Anteil")])
        sheet.rule(50, 117, 490, 117)
        names = ("Eigene Anlagen", "Fuhrpark", "Strombezug", "Fernwärme", "Vorprodukte", "Dienstreisen")
        for number, label in enumerate(names):
            cells = [
                Col(290, "t CO2e", year(y)),
                Col(350, "%", year(y), 1, 2, "{} %"),
                Col(430, "t CO2e", year(y - 1)),
                Col(490, "%", year(y - 1), 1, 2, "{} %"),
            ]
            hand.row(50, 133 + 15 * number, label, cells)

    return on_paper(path, draw, font=LATIN)


def quarters_and_year(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Four quarters named with their year and the whole year behind them; the unit in the caption."""
    y = chance.randint(2018, 2023)
    spans = [(month(y, 3 * n - 2)[0], month(y, 3 * n)[1]) for n in range(1, 5)]

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 80, "Quarterly emissions, all amounts in t CO2e", size=11)
        edges = (230.0, 295.0, 360.0, 425.0, 500.0)
        names = [*(f"Q{n} {y}" for n in range(1, 5)), f"FY {y}"]
        hand.head(104, list(zip(edges, names, strict=True)))
        for number, label in enumerate(("Boilers", "Furnaces", "Fleet", "Bought power", "Refrigerants")):
            cells = [Col(x, "t CO2e", s, 1, 4) for x, s in zip(edges, [*spans, year(y)], strict=True)]
            hand.row(50, 122 + 15 * number, label, cells)

    return on_paper(path, draw, font=LATIN)


def french_half_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Half-years by name over French columns, the unit in brackets behind each label."""
    y = chance.randint(2018, 2023)
    spans = [
        (date(y, 1, 1), date(y, 6, 30)),
        (date(y - 1, 7, 1), date(y - 1, 12, 31)),
        (date(y - 1, 1, 1), date(y - 1, 6, 30)),
    ]
    names = (f"1er semestre {y}", f"2e semestre {y - 1}", f"1er semestre {y - 1}")
    rows = (
        ("Émissions directes", "tCO2e"),
        ("Électricité achetée", "MWh"),
        ("Gaz naturel", "MWh"),
        ("Eau potable", "m³"),
        ("Déchets dangereux", "t"),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "fr")
        sheet.put(50, 80, "Indicateurs semestriels", size=13)
        edges = (300.0, 400.0, 500.0)
        hand.head(106, list(zip(edges, names, strict=True)))
        for number, (label, unit) in enumerate(rows):
            top = 124 + 16 * number
            sheet.put(50, top, f"{label} ({unit})")
            for x, span in zip(edges, spans, strict=True):
                hand.figure(Col(x, unit, span), top, label)

    return on_paper(path, draw, font=LATIN)


def notes_and_restated(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Numbers of notes in a column, the older year restated, one unit for all but the rows that name their own."""
    y = chance.randint(2018, 2023)
    rows = (
        ("Fuel burned on site", "t CO2e", "3.1"),
        ("Leased vehicles", "t CO2e", "3.2"),
        ("Refrigerant top-up (kg)", "kg", "4"),
        ("Grid electricity", "t CO2e", "5"),
        ("Total", "t CO2e", ""),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 76, "Statement of greenhouse gas emissions", size=13)
        sheet.put(50, 92, "Amounts are in t CO2e unless another unit is given.", size=8)
        hand.head(114, [(270, "Note"), (360, str(y)), (450, str(y - 1))])
        hand.head(125, [(450, "restated")], align="right")
        sheet.rule(50, 129, 450, 129)
        for number, (label, unit, note) in enumerate(rows):
            top = 145 + 15 * number
            sheet.put(270, top, note, "right")
            hand.row(50, top, label, [Col(x, unit, year(at)) for x, at in ((360.0, y), (450.0, y - 1))])

    return on_paper(path, draw, font=LATIN)


def broken_dates(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Headers whose last day is broken over three lines ("12 months to / 30 September / 2023")."""
    y = chance.randint(2018, 2023)
    spans = [(date(y - 1, 10, 1), date(y, 9, 30)), (date(y - 2, 10, 1), date(y - 1, 9, 30))]

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 76, "Energy and carbon summary", size=13)
        edges = (340.0, 440.0)
        hand.head(100, [(x, "12 months to") for x in edges])
        hand.head(111, [(x, "30 September") for x in edges])
        hand.head(122, [(340, str(y)), (440, str(y - 1))])
        rows = (("Gas", "kWh"), ("Electricity", "kWh"), ("Transport fuel", "litres"), ("Emissions", "tCO2e"))
        for number, (label, unit) in enumerate(rows):
            top = 142 + 16 * number
            sheet.put(210, top, unit)
            hand.row(50, top, label, [Col(x, unit, s, 0, 6) for x, s in zip(edges, spans, strict=True)])

    return on_paper(path, draw, font=LATIN)


def german_split_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """GJ 2022/23 over German columns, the year's end in a sentence of the page before."""
    y = chance.randint(2018, 2023)
    new, old = (date(y - 1, 10, 1), date(y, 9, 30)), (date(y - 2, 10, 1), date(y - 1, 9, 30))
    rows = (
        ("Direkte Emissionen (Scope 1)", "t CO2-Äq."),
        ("Stromverbrauch", "MWh"),
        ("Abfälle", "t"),
        ("Frischwasser", "m³"),
    )

    def words(sheet: Sheet) -> None:
        sheet.put(60, 90, "Über diesen Bericht", size=16)
        sheet.put(
            60, 118, f"Der Bericht umfasst das Geschäftsjahr {y - 1}/{y % 100:02d} vom 1. Oktober {y - 1}"
        )
        sheet.put(60, 131, f"bis zum 30. September {y}. Er erscheint jährlich.")

    def table(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(60, 80, "Umweltkennzahlen", size=13)
        hand.head(
            104,
            [(300, "Einheit"), (390, f"GJ {y - 1}/{y % 100:02d}"), (480, f"GJ {y - 2}/{(y - 1) % 100:02d}")],
        )
        for number, (label, unit) in enumerate(rows):
            top = 122 + 16 * number
            sheet.put(300, top, unit, "right")
            hand.row(60, top, label, [Col(390, unit, new), Col(480, unit, old)])

    return on_pages(path, (words, table))


def chinese_halves(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Years over halves of them in Chinese, units behind the labels in brackets."""
    y = chance.randint(2019, 2023)
    spans = [
        (date(at, *first), date(at, *last))
        for at in (y, y - 1)
        for first, last in (((1, 1), (6, 30)), ((7, 1), (12, 31)))
    ]
    rows = (("外购电量", "兆瓦时"), ("天然气用量", "立方米"), ("汽油用量", "升"), ("取水量", "吨"))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "zh")
        sheet.put(60, 80, "能源与水资源使用情况", size=13)
        edges = (260.0, 330.0, 420.0, 490.0)
        hand.head(104, [(285, f"{y}年"), (445, f"{y - 1}年")], align="centre")
        hand.head(118, list(zip(edges, ("上半年", "下半年") * 2, strict=True)))
        for number, (label, unit) in enumerate(rows):
            top = 136 + 16 * number
            sheet.put(60, top, f"{label}（{unit}）")
            for x, span in zip(edges, spans, strict=True):
                hand.figure(Col(x, unit, span, 1, 4), top, label)

    return on_paper(path, draw, font=CHINESE)


def months_with_short_years(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Twelve months with two digits of their year over the columns, from October to September."""
    y = chance.randint(2018, 2023)
    at = [(y - 1, n) for n in (10, 11, 12)] + [(y, n) for n in range(1, 10)]
    said = {"en": "Energy by month", "de": "Energie nach Monaten", "fr": "Énergie par mois", "zh": ""}[
        language
    ]
    names = {
        "en": ("Grid power", "Gas"),
        "de": ("Netzstrom", "Erdgas"),
        "fr": ("Électricité", "Gaz"),
        "zh": (),
    }

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, language)
        sheet.put(40, 60, f"{said} (MWh)", size=12)
        head = [
            (150.0 + 56 * n, f"{SHORT_MONTHS[language][m - 1]} {own % 100:02d}")
            for n, (own, m) in enumerate(at)
        ]
        hand.head(84, head)
        for number, label in enumerate(names[language]):
            cells = [Col(150.0 + 56 * n, "MWh", month(own, m), 0, 4) for n, (own, m) in enumerate(at)]
            hand.row(40, 102 + 15 * number, label, cells)

    return on_paper(path, draw, font=LATIN, wide=True, size=7.5)


_EN: tuple[Language, ...] = ("en",)
SEALED_TABLES = (
    Layout("split-years-with-fy", "reports", "scoring", ".pdf", split_years_with_fy, _EN, 2),
    Layout("years-in-rows", "reports", "scoring", ".pdf", years_in_rows, _EN, 2),
    Layout("years-over-share", "reports", "scoring", ".pdf", years_over_amount_and_share, ("de",), 2),
    Layout("quarters-and-year", "reports", "scoring", ".pdf", quarters_and_year, _EN, 2),
    Layout("french-half-years", "reports", "scoring", ".pdf", french_half_years, ("fr",), 2),
    Layout("notes-and-restated", "reports", "scoring", ".pdf", notes_and_restated, _EN, 2),
    Layout("broken-dates", "reports", "scoring", ".pdf", broken_dates, _EN, 2),
    Layout("german-split-years", "reports", "scoring", ".pdf", german_split_years, ("de",), 2),
    Layout("chinese-halves", "reports", "scoring", ".pdf", chinese_halves, ("zh",), 2),
    Layout(
        "months-short-years", "reports", "scoring", ".pdf", months_with_short_years, ("en", "de", "fr"), 1
    ),
)
