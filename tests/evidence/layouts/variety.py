"""Pages after the habits of disclosures (indexes, pies, timelines, sites), drawn to fit how sure reading is."""

from __future__ import annotations

from datetime import date

from tests.evidence.layouts.mixture import Draw, one_page
from tests.evidence.layouts.paper import Sheet
from tests.evidence.layouts.setting import Col, Hand
from tests.evidence.layouts.truth import Language, Layout
from tests.evidence.layouts.words import month, year


def disclosure_index(hand: Hand, sheet: Sheet, y: int) -> None:
    """Codes, names, units, two years and the page where more is said."""
    sheet.put(45, 70, "Disclosure index", size=14)
    hand.head(98, [(70, "Code"), (280, "Unit"), (350, str(y)), (420, str(y - 1)), (500, "See page")])
    rows = (
        ("305-1", "Direct emissions", "tCO2e"),
        ("305-2", "Energy indirect emissions", "tCO2e"),
        ("302-1", "Energy used", "GJ"),
    )
    for number, (code, label, unit) in enumerate(rows):
        top = 114 + 16 * number
        sheet.put(48, top, code)
        cells: list[Col | tuple[float, str]] = [
            (280, unit),
            Col(350, unit, year(y)),
            Col(420, unit, year(y - 1)),
        ]
        hand.row(85, top, label, [*cells, (500.0, str(41 + 3 * number))])


def milestones(hand: Hand, sheet: Sheet, y: int) -> None:
    """Base year, comparison, this year and a change, with empty columns of targets to come."""
    sheet.put(45, 70, "Gross Scopes 1, 2, 3 and total GHG emissions (tCO2eq)", size=10)
    hand.head(94, [(300, "Retrospective"), (480, "Milestones")], align="centre")
    hand.head(106, [(230, "Base year"), (300, "Comparative")])
    hand.head(
        118,
        [(230, "2019"), (300, str(y - 1)), (360, str(y)), (420, "% N / N-1"), (470, "2030"), (520, "2050")],
    )
    for number, label in enumerate(("Gross Scope 1", "Gross Scope 2", "Purchased goods", "Business travel")):
        cells: list[Col | tuple[float, str]] = [
            Col(230, "tCO2eq", year(2019)),
            Col(300, "tCO2eq", year(y - 1)),
        ]
        cells += [Col(360, "tCO2eq", year(y)), Col(420, "%", None, 0, 2, "-{} %"), (470, "–"), (520, "–")]
        hand.row(45, 136 + 15 * number, label, cells)


def bilingual_indicators(hand: Hand, sheet: Sheet, y: int) -> None:
    """Names in Chinese and English, a unit column, three years."""
    sheet.put(50, 70, "环境关键绩效指标 Environmental KPIs", size=12)
    edges = [(360.0, y - 2), (430.0, y - 1), (500.0, y)]
    hand.head(94, [(100, "指标 Indicator"), (290, "单位 Unit"), *((x, str(at)) for x, at in edges)])
    rows = (
        ("温室气体排放总量 Total GHG emissions", "tCO2e"),
        ("综合能源消耗 Energy use", "MWh"),
        ("耗水量 Water use", "m³"),
    )
    for number, (label, unit) in enumerate(rows):
        sheet.put(290, 112 + 16 * number, unit, "right")
        hand.row(50, 112 + 16 * number, label, [Col(x, unit, year(at)) for x, at in edges])


def french_items(hand: Hand, sheet: Sheet, y: int) -> None:
    """Numbered items of a French balance, one column, the year in the title."""
    sheet.put(50, 70, f"Bilan des émissions de gaz à effet de serre {y}", size=12)
    hand.head(94, [(100, "Catégories"), (420, "Total (tCO2e)")])
    rows = (
        "1.1 Sources fixes de combustion",
        "1.2 Sources mobiles",
        "2.1 Consommation d'électricité",
        "3.1 Transport amont",
    )
    for number, label in enumerate(rows):
        hand.row(50, 112 + 16 * number, label, [Col(420, "tCO2e", year(y))])


def german_fiscal_changes(hand: Hand, sheet: Sheet, y: int) -> None:
    """2022/23 and 2021/22 with a change in percent; a note says how the year runs."""
    new, old = (date(y - 1, 9, 1), date(y, 8, 31)), (date(y - 2, 9, 1), date(y - 1, 8, 31))
    sheet.put(50, 70, "Corporate Carbon Footprint", size=13)
    hand.head(
        94,
        [
            (260, "Einheit"),
            (340, f"{y - 1}/{y % 100:02d}"),
            (420, f"{y - 2}/{(y - 1) % 100:02d}"),
            (510, "Veränderung"),
        ],
    )
    for number, label in enumerate(("Scope 1", "Scope 2 (marktbasiert)", "Scope 3")):
        sheet.put(260, 112 + 16 * number, "t CO2e", "right")
        cells = [Col(340, "t CO2e", new), Col(420, "t CO2e", old), Col(510, "%", None, 1, 2, "–{} %")]
        hand.row(50, 112 + 16 * number, label, cells)
    sheet.put(50, 180, "Das Geschäftsjahr läuft vom 1. September bis zum 31. August.", size=7)


def sites_by_scope(hand: Hand, sheet: Sheet, y: int) -> None:
    """Sites down, scopes across, no year in the header: the caption has year and unit."""
    sheet.put(50, 80, f"Table 3. Emissions by site in {y}, tCO2e", size=10)
    edges = (220.0, 300.0, 380.0, 460.0)
    hand.head(100, list(zip(edges, ("Scope 1", "Scope 2", "Scope 3", "Total"), strict=True)))
    for number, label in enumerate(("Harbour", "Airport depot", "Mill", "All sites")):
        hand.row(50, 117 + 15 * number, label, [Col(x, "tCO2e", year(y)) for x in edges])


def sites_by_metric(hand: Hand, sheet: Sheet, y: int) -> None:
    """Sites down, metrics with their units across; a sentence above gives the fiscal year and its days."""
    span = date(y - 1, 10, 1), date(y, 9, 30)
    sheet.put(50, 70, f"Data are for FY{y} (1 October {y - 1} to 30 September {y}) unless stated.", size=8)
    columns = ((200.0, "Energy (MWh)", "MWh"), (290.0, "Water (m³)", "m³"), (380.0, "Waste (t)", "t"))
    hand.head(94, [(x, words) for x, words, _ in columns])
    for number, label in enumerate(("Plant A", "Plant B", "Plant C")):
        hand.row(50, 111 + 15 * number, label, [Col(x, unit, span) for x, _, unit in columns])


def shares_of_a_pie(hand: Hand, sheet: Sheet, y: int) -> None:
    """A legend of names with their shares beside a ring, the total in its middle, the year in the title."""
    sheet.put(60, 80, f"Emissions by source {y}", size=13)
    sheet.canvas.circle(180, sheet.height - 200, 70, stroke=1, fill=0)
    hand.figure(Col(180, "t CO2e", year(y)), 200, "Emissions by source", align="centre", size=16)
    sheet.put(180, 214, "t CO2e", "centre", size=8)
    for number, label in enumerate(("Electricity", "Heat", "Fleet", "Other")):
        sheet.put(300, 160 + 18 * number, label)
        hand.figure(Col(400, "%", year(y), 0, 2, "{} %"), 160 + 18 * number, label)


def timeline(hand: Hand, sheet: Sheet, y: int) -> None:
    """Years side by side, the value and its unit under each; the words as a heading."""
    sheet.put(60, 90, "Renewable power generated on site", size=12)
    for number in range(4):
        x, at = 100.0 + 110 * number, y - 3 + number
        sheet.put(x, 120, str(at), "centre", size=10)
        hand.figure(Col(x, "MWh", year(at), 0, 4), 136, "Renewable power generated", align="centre")
        sheet.put(x, 147, "MWh", "centre", size=7)


def list_of_years(hand: Hand, sheet: Sheet, y: int) -> None:
    """A heading with its unit and a list of year, colon, value."""
    sheet.put(60, 90, "Scope 1 emissions (kt CO2e)", size=12)
    for number in range(4):
        hand.say(
            60,
            110 + 14 * number,
            [f"{y - number}: ", (Col(0, "kt CO2e", year(y - number), 1, 3), "Scope 1 emissions")],
        )


def prose_of_fiscal_years(hand: Hand, sheet: Sheet, y: int) -> None:
    """From a year to the next by fiscal names, and a year ended on a day."""
    new, old = (date(y - 1, 7, 1), date(y, 6, 30)), (date(y - 2, 7, 1), date(y - 1, 6, 30))
    total = "Total emissions"
    pair = (Col(0, "tCO2e", old), total), (Col(0, "tCO2e", new), total)
    hand.say(
        60,
        90,
        [
            "Total emissions decreased from ",
            pair[0],
            f" tCO2e in FY{(y - 1) % 100} to ",
            pair[1],
            f" tCO2e in FY{y % 100}.",
        ],
    )
    hand.say(
        60,
        116,
        [
            f"For the year ended 30 June {y}, our mines used ",
            (Col(0, "ML", new), "mines used"),
            " ML of water.",
        ],
    )


def months_with_years_down(hand: Hand, sheet: Sheet, y: int) -> None:
    """Months with their year down the rows, meters with their unit across."""
    sheet.put(60, 80, "Meter data", size=12)
    hand.head(104, [(220, "Meter A (kWh)"), (330, "Meter B (kWh)")])
    for number, (at, m, words) in enumerate(
        ((y - 1, 11, "Nov"), (y - 1, 12, "Dec"), (y, 1, "Jan"), (y, 2, "Feb"))
    ):
        top = 121 + 14 * number
        sheet.put(60, top, f"{words} {at}")
        for x in (220.0, 330.0):
            hand.figure(Col(x, "kWh", month(at, m)), top, "")


def from_and_to(hand: Hand, sheet: Sheet, y: int) -> None:
    """A first and a last day in columns of their own before the quantity; the unit in the header."""
    sheet.put(60, 80, "Deliveries of heat", size=12)
    hand.head(104, [(170, "From"), (250, "To"), (350, "Heat (MWh)")])
    for number in range(3):
        span = month(y, number + 4)
        top = 121 + 14 * number
        sheet.put(60, top, "Works")
        hand.head(top, [(170, f"{span[0]:%d/%m/%Y}"), (250, f"{span[1]:%d/%m/%Y}")])
        hand.figure(Col(350, "MWh", span, 1, 4), top, "Works")


def group_and_company(hand: Hand, sheet: Sheet, y: int) -> None:
    """Group and company in the upper line, two years each below, notes beside the labels, million litres."""
    sheet.put(45, 70, "Water statement, in million litres", size=11)
    hand.head(94, [(290, "Group"), (450, "Company")], align="centre")
    edges = [(260.0, y), (330.0, y - 1), (420.0, y), (490.0, y - 1)]
    hand.head(106, [(180, "Note"), *((x, str(at)) for x, at in edges)])
    for number, label in enumerate(("Withdrawn", "Recycled", "Discharged")):
        cells = [Col(x, "million litres", year(at), 1, 3) for x, at in edges]
        hand.row(45, 123 + 15 * number, label, [(180.0, str(4 + number)), *cells])


def german_rows_of_years(hand: Hand, sheet: Sheet, y: int) -> None:
    """Jahr down the rows, German carriers across with their unit in the line below."""
    columns = ((190.0, "Strom", "MWh"), (280.0, "Erdgas", "MWh"), (370.0, "Wasser", "m³"))
    sheet.put(60, 80, "Entwicklung der Verbräuche", size=12)
    hand.head(104, [(82, "Jahr"), *((x, name) for x, name, _ in columns)])
    hand.head(115, [(x, f"in {unit}") for x, _, unit in columns])
    for number in range(4):
        sheet.put(60, 132 + 14 * number, str(y - number))
        for x, _, unit in columns:
            hand.figure(Col(x, unit, year(y - number)), 132 + 14 * number, "")


_PAGES: tuple[tuple[str, Draw, Language], ...] = (
    ("disclosure-index", disclosure_index, "en"),
    ("milestones", milestones, "en"),
    ("bilingual-indicators", bilingual_indicators, "zh"),
    ("french-items", french_items, "fr"),
    ("german-fiscal-changes", german_fiscal_changes, "de"),
    ("sites-by-scope", sites_by_scope, "en"),
    ("sites-by-metric", sites_by_metric, "en"),
    ("shares-of-a-pie", shares_of_a_pie, "en"),
    ("timeline", timeline, "en"),
    ("list-of-years", list_of_years, "en"),
    ("prose-of-fiscal-years", prose_of_fiscal_years, "en"),
    ("months-with-years-down", months_with_years_down, "en"),
    ("from-and-to", from_and_to, "en"),
    ("group-and-company", group_and_company, "en"),
    ("german-rows-of-years", german_rows_of_years, "de"),
)
VARIETY = tuple(
    Layout(name, "reports", "tuning", ".pdf", one_page(draw, language), (language,), 1)
    for name, draw, language in _PAGES
)
