"""Further pages for tuning, each with another meeting of rows, columns, titles and sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand
from tests.evidence.layouts.truth import Language, Layout, Span, Truth
from tests.evidence.layouts.words import MONTHS, month, year

Draw = Callable[[Hand, Sheet, int], None]
_MONTH_ROWS = 6


def one_page(
    draw: Draw, language: Language = "en", size: float = 9.0
) -> Callable[[Path, Random, Language], list[Truth]]:
    """A page of one language in which `draw` sets figures of a last year of chance."""

    def drawn(path: Path, chance: Random, _language: Language) -> list[Truth]:
        font = CHINESE if language == "zh" else LATIN
        y = chance.randint(2018, 2023)
        return on_paper(
            path, lambda sheet: draw(Hand(sheet, chance, language), sheet, y), font=font, size=size
        )

    return drawn


def _fiscal(at: int) -> Span:
    return date(at - 1, 4, 1), date(at, 3, 31)


def scopes_over_fiscal_years(hand: Hand, sheet: Sheet, y: int) -> None:
    """Two groups in the upper line, fiscal years below; the year's end in a note, the unit in the caption."""
    sheet.put(50, 80, "Emissions by business unit (ktCO2e)", size=11)
    hand.head(102, [(290, "Scope 1"), (450, "Scope 2")], align="centre")
    edges = [(260.0, y - 1), (330.0, y), (420.0, y - 1), (490.0, y)]
    hand.head(115, [(x, f"FY{at % 100}") for x, at in edges])
    for number, label in enumerate(("Retail", "Wholesale", "Logistics", "Head office")):
        hand.row(50, 132 + 15 * number, label, [Col(x, "ktCO2e", _fiscal(at), 1, 3) for x, at in edges])
    sheet.put(50, 210, "FY refers to the financial year from 1 April to 31 March.", size=7)


def table_left_of_text(hand: Hand, sheet: Sheet, y: int) -> None:
    """A table at the left and running text at the right whose lines stand on the rows' own base lines."""
    said = (
        "Our plants have used less energy each",
        "year since the programme began. Most of",
        "the gain came from heat pumps and from",
        "better control of ovens. The board looks",
        "at progress twice a year and reports on it.",
    )
    for number, words in enumerate(said):
        sheet.put(330, 112 + 15 * number, words)
    sheet.put(45, 97, "Energy (GWh)")
    hand.head(112, [(200, str(y)), (265, str(y - 1))])
    for number, label in enumerate(("Gas", "Electricity", "District heat", "Biomass")):
        hand.row(
            45, 127 + 15 * number, label, [Col(200, "GWh", year(y), 1, 3), Col(265, "GWh", year(y - 1), 1, 3)]
        )


def german_table_right_of_text(hand: Hand, sheet: Sheet, y: int) -> None:
    """German text at the left, a table at the right, base lines shared."""
    said = (
        "Der Energieeinsatz der Werke sank",
        "weiter. Einen großen Anteil daran",
        "hatte die Abwärme der Öfen, die nun",
        "in das Netz der Stadt fließt.",
    )
    for number, words in enumerate(said):
        sheet.put(45, 112 + 15 * number, words)
    hand.head(112, [(300, "in t CO2e"), (430, str(y)), (510, str(y - 1))])
    for number, label in enumerate(("Werk Nord", "Werk Süd", "Verwaltung")):
        hand.row(
            262, 127 + 15 * number, label, [Col(430, "t CO2e", year(y)), Col(510, "t CO2e", year(y - 1))]
        )


def bullets(hand: Hand, sheet: Sheet, y: int) -> None:
    """Points with this year's figure, last year's in brackets or in a comparison, two things respectively."""
    new, old = year(y), year(y - 1)
    sheet.put(60, 80, f"Key results {y}", size=15)
    energy = (Col(0, "MWh", new), "Energy consumption"), (Col(0, "MWh", old), "Energy consumption")
    hand.say(60, 110, ["• Energy consumption: ", energy[0], f" MWh ({y - 1}: ", energy[1], " MWh)"])
    water = (Col(0, "m³", new), "Water consumption"), (Col(0, "m³", old), "Water consumption")
    hand.say(60, 125, ["• Water consumption of ", water[0], " m³ compared to ", water[1], f" m³ in {y - 1}"])
    waste = (Col(0, "t", old, 0, 4), "waste"), (Col(0, "t", new, 0, 4), "waste")
    hand.say(
        60,
        140,
        ["• Hazardous waste was ", waste[0], " t and ", waste[1], f" t in {y - 1} and {y}, respectively."],
    )


def fiscal_rows_two_levels(hand: Hand, sheet: Sheet, y: int) -> None:
    """Fiscal years down the rows; over the columns a group with two methods; the unit in the corner."""
    sheet.put(60, 80, "Historic emissions", size=12)
    hand.head(102, [(390, "Scope 2")], align="centre")
    hand.head(115, [(240, "Scope 1"), (350, "location-based"), (450, "market-based")])
    sheet.put(60, 115, "in tCO2e")
    for number in range(4):
        top = 132 + 15 * number
        sheet.put(60, top, f"FY{y - number}")
        for x in (240.0, 350.0, 450.0):
            hand.figure(Col(x, "tCO2e", _fiscal(y - number)), top, "")
    sheet.put(60, 205, "Fiscal year ends March 31.", size=7)


def stacked_bars(hand: Hand, sheet: Sheet, y: int) -> None:
    """A chart of two series: totals over the bars, years below, the legend under the years."""
    sheet.put(60, 90, "Greenhouse gas emissions, Scope 1 and 2", size=11)
    sheet.put(60, 103, "kt CO2e", size=8)
    for number in range(4):
        x, high, at = 100 + 90 * number, hand.chance.randint(90, 180), y - 3 + number
        hand.figure(
            Col(x + 20, "kt CO2e", year(at), 1, 3), 316 - high, "Greenhouse gas emissions", align="centre"
        )
        sheet.canvas.rect(x, sheet.height - 320, 40, high, stroke=1, fill=0)
        sheet.put(x + 20, 333, f"FY{at % 100}" if number < 0 else str(at), "centre")
    sheet.put(120, 352, "Scope 1", size=8)
    sheet.put(220, 352, "Scope 2", size=8)


def unit_last(hand: Hand, sheet: Sheet, y: int) -> None:
    """The unit in the last column, a change in the one before it, blanks and a negative in brackets."""
    sheet.put(50, 80, "Environmental performance indicators", size=12)
    hand.head(102, [(270, str(y - 1)), (340, str(y)), (420, f"{y} vs {y - 1}"), (480, "Unit")])
    rows = (("Emissions, gross", "tCO2e"), ("Removals", "tCO2e"), ("Packaging", "t"), ("Gas", "MWh"))
    for number, (label, unit) in enumerate(rows):
        form = "({})" if label == "Removals" else "{}"
        cells: list[Col | tuple[float, str]] = [
            Col(270, unit, year(y - 1), 0, 5, form),
            Col(340, unit, year(y), 0, 5, form),
        ]
        hand.row(50, 119 + 15 * number, label, [*cells, Col(420, "%", None, 1, 2, "-{} %"), (480, unit)])


def current_and_prior(hand: Hand, sheet: Sheet, y: int) -> None:
    """The title says the year in full; the columns are called current and prior period."""
    sheet.put(50, 80, f"Environmental data for the year ended 31 December {y}", size=11)
    hand.head(102, [(300, "Current period"), (400, "Prior period")])
    for number, (label, unit) in enumerate((("Diesel", "litres"), ("Petrol", "litres"), ("Gas", "kWh"))):
        hand.row(
            50,
            119 + 15 * number,
            f"{label} ({unit})",
            [Col(300, unit, year(y), 0, 6), Col(400, unit, year(y - 1), 0, 6)],
        )


def months_by_years(hand: Hand, sheet: Sheet, y: int, names: tuple[str, ...] = MONTHS["en"]) -> None:
    """Months down the rows, years over the columns: each figure is of its month in its column's year."""
    words = {
        "en": "Electricity by month (kWh)",
        "de": "Stromverbrauch nach Monaten (kWh)",
        "fr": "Électricité par mois (kWh)",
        "zh": "逐月用电量（kWh）",
    }
    sheet.put(50, 80, words[hand.language], size=11)
    hand.head(102, [(250, str(y - 1)), (340, str(y))])
    for number in range(_MONTH_ROWS):
        cells = [Col(250, "kWh", month(y - 1, number + 1)), Col(340, "kWh", month(y, number + 1))]
        top = 118 + 14 * number
        sheet.put(50, top, names[number])
        for cell in cells:
            hand.figure(cell, top, "")


def months_german(hand: Hand, sheet: Sheet, y: int) -> None:
    months_by_years(hand, sheet, y, MONTHS["de"])


def months_chinese(hand: Hand, sheet: Sheet, y: int) -> None:
    months_by_years(hand, sheet, y, MONTHS["zh"])


def quarters_by_years(hand: Hand, sheet: Sheet, y: int) -> None:
    """Years down the rows, quarters over the columns and a total behind them."""
    sheet.put(50, 80, "Gas use by quarter, MWh", size=11)
    edges = (150.0, 220.0, 290.0, 360.0, 440.0)
    hand.head(102, list(zip(edges, ("Q1", "Q2", "Q3", "Q4", "Total"), strict=True)))
    for number, at in enumerate((y - 1, y)):
        top = 119 + 15 * number
        sheet.put(50, top, str(at))
        spans = [(month(at, 3 * n + 1)[0], month(at, 3 * n + 3)[1]) for n in range(4)]
        for x, span in zip(edges, [*spans, year(at)], strict=True):
            hand.figure(Col(x, "MWh", span), top, "")


def german_closing_days(hand: Hand, sheet: Sheet, y: int) -> None:
    """31.12. of two years over the columns, a note column, the unit behind the title in brackets."""
    sheet.put(50, 80, "Emissionsbilanz (t CO2e)", size=11)
    hand.head(102, [(250, "Anhang"), (340, f"31.12.{y}"), (430, f"31.12.{y - 1}")])
    for number, (label, note) in enumerate((("Wärme", "12"), ("Strom", "13"), ("Verkehr", "14"))):
        hand.row(
            50,
            119 + 15 * number,
            label,
            [(250.0, note), Col(340, "t CO2e", year(y)), Col(430, "t CO2e", year(y - 1))],
        )


def chinese_changes(hand: Hand, sheet: Sheet, y: int) -> None:
    """年度 columns with 同比增减, 单位 at the right over the table."""
    sheet.put(60, 80, "温室气体排放情况", size=13)
    sheet.put(480, 98, "单位：吨二氧化碳当量", "right")
    hand.head(116, [(90, "项目"), (280, f"{y}年度"), (370, f"{y - 1}年度"), (480, "同比增减（%）")])
    for number, label in enumerate(("直接排放", "间接排放", "排放合计")):
        cells = [
            Col(280, "吨二氧化碳当量", year(y), 1),
            Col(370, "吨二氧化碳当量", year(y - 1), 1),
            Col(480, "%", None, 1, 2, "-{}"),
        ]
        hand.row(60, 133 + 16 * number, label, cells)


def two_stacked_tables(hand: Hand, sheet: Sheet, y: int) -> None:
    """Two tables one under the other: the second has its own unit line and years in the other order."""
    sheet.put(50, 80, "Fleet", size=11)
    sheet.put(50, 93, "litres", size=8)
    hand.head(106, [(280, str(y)), (360, str(y - 1))])
    for number, label in enumerate(("Diesel", "Petrol")):
        hand.row(50, 121 + 14 * number, label, [Col(280, "litres", year(y)), Col(360, "litres", year(y - 1))])
    sheet.put(50, 180, "Travel", size=11)
    sheet.put(50, 193, "thousand km", size=8)
    hand.head(206, [(280, str(y - 1)), (360, str(y))])
    for number, label in enumerate(("Air", "Rail")):
        cells = [Col(280, "thousand km", year(y - 1), 1, 3), Col(360, "thousand km", year(y), 1, 3)]
        hand.row(50, 221 + 14 * number, label, cells)


def tiles_with_change(hand: Hand, sheet: Sheet, y: int) -> None:
    """Large numbers with unit and words below and a small change; the year in the page's heading."""
    sheet.put(50, 70, f"Highlights {y}", size=20)
    for number, (label, unit) in enumerate(
        (("Direct emissions", "t CO₂e"), ("Power used", "MWh"), ("Waste", "t"))
    ):
        x = 60 + 170 * number
        hand.figure(Col(x, unit, year(y), 0, 5), 150, label, align="left", size=24)
        sheet.put(x, 164, unit, size=9)
        sheet.put(x, 178, label, size=9)
        hand.say(x, 192, [(Col(0, "%", None, 1, 1, "–{}"), label), f" % vs {y - 1}"])


_PAGES: tuple[tuple[str, Draw, Language], ...] = (
    ("scopes-over-fiscal", scopes_over_fiscal_years, "en"),
    ("table-left-of-text", table_left_of_text, "en"),
    ("table-right-of-text", german_table_right_of_text, "de"),
    ("bullets", bullets, "en"),
    ("fiscal-rows-two-levels", fiscal_rows_two_levels, "en"),
    ("stacked-bars", stacked_bars, "en"),
    ("unit-last", unit_last, "en"),
    ("current-and-prior", current_and_prior, "en"),
    ("months-by-years", months_by_years, "en"),
    ("months-german", months_german, "de"),
    ("months-chinese", months_chinese, "zh"),
    ("quarters-by-years", quarters_by_years, "en"),
    ("german-closing-days", german_closing_days, "de"),
    ("chinese-changes", chinese_changes, "zh"),
    ("two-stacked-tables", two_stacked_tables, "en"),
    ("tiles-with-change", tiles_with_change, "en"),
)
MIXTURE = tuple(
    Layout(name, "reports", "tuning", ".pdf", one_page(draw, language), (language,), 1)
    for name, draw, language in _PAGES
)
