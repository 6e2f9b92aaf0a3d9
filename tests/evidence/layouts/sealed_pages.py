"""Pages of reports that mix prose, tables, tiles and charts, drawn with `sealed` and scored as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand, on_pages
from tests.evidence.layouts.truth import Language, Layout, Truth
from tests.evidence.layouts.words import year


def prose_beside_table(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A column of text at the left, a narrow table with its caption at the right on the same lines."""
    y = chance.randint(2018, 2023)
    said = (
        "We completed the switch of our two",
        "largest plants to grid power from",
        "renewable sources. The remaining",
        "boilers run on gas and will be",
        "replaced as leases end. Suppliers",
        "are asked for data each spring and",
        "answers are checked by our team.",
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(45, 76, "Operational footprint", size=14)
        for number, words in enumerate(said):
            sheet.put(45, 104 + 13 * number, words)
        sheet.put(300, 104, "Emissions (kt CO2e)", size=9.5)
        hand.head(119, [(430, str(y - 2)), (490, str(y - 1)), (550, str(y))])
        for number, label in enumerate(("Scope 1", "Scope 2", "Scope 3 upstream", "Scope 3 downstream")):
            cells = [
                Col(x, "kt CO2e", year(at), 1, 3) for x, at in ((430.0, y - 2), (490.0, y - 1), (550.0, y))
            ]
            hand.row(300, 135 + 14 * number, label, cells)

    return on_paper(path, draw, font=LATIN)


def title_page_period(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """The period on the title page alone; further on, prose and a list of figures without any date."""
    y = chance.randint(2018, 2023)
    span = date(y - 1, 7, 1), date(y, 6, 30)

    def title(sheet: Sheet) -> None:
        sheet.put(60, 240, "Environmental Report", size=28)
        sheet.put(60, 275, f"Reporting year: 1 July {y - 1} to 30 June {y}", size=12)
        sheet.put(60, 760, f"Published 14 November {y}", size=8)

    def body(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "Summary", size=16)
        hand.say(
            60,
            108,
            ["Our plants used ", (Col(0, "GWh", span, 1, 3), "plants used"), " GWh of energy and drew"],
        )
        hand.say(60, 121, [(Col(0, "m³", span, 0, 6), "drew water"), " m³ of water from local sources."])
        sheet.put(60, 150, "Main figures", size=11)
        rows = (("Direct emissions", "t CO2e"), ("Indirect emissions", "t CO2e"), ("Waste recovered", "t"))
        for number, (label, unit) in enumerate(rows):
            hand.row(60, 168 + 15 * number, label, [Col(330, unit, span), (380.0, unit)])

    return on_pages(path, (title, body))


def prose_with_other_numbers(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Figures in sentences among years of founding, sites, standards, targets and tables' numbers."""
    y = chance.randint(2018, 2023)
    new, old = year(y), year(y - 1)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 80, "2.4 Energy and climate", size=13)
        sheet.put(
            60, 106, "Founded in 1987, the group works to ISO 50001:2018 and follows Regulation 2020/852."
        )
        use = Col(0, "MWh", new, 0, 6), "electricity use"
        hand.say(60, 119, [f"In {y} electricity use at our plants reached ", use, " MWh. Compared with the"])
        before = Col(0, "MWh", old, 0, 6), "electricity use"
        hand.say(
            60, 132, ["previous year (", before, " MWh) this is a small change. By 2030 we will halve it."]
        )
        steam = Col(0, "GJ", new, 1, 4), "Steam bought"
        hand.say(60, 158, ["Steam bought came to ", steam, " GJ, as Table 7 on page 61 shows."])
        waste = (Col(0, "t", old, 0, 4), "Waste"), (Col(0, "t", new, 0, 4), "Waste")
        hand.say(60, 171, ["Waste went up from ", waste[0], f" t ({y - 1}) to ", waste[1], f" t ({y})."])
        sheet.put(60, 815, f"Integrated Report {y}", size=7)

    return on_paper(path, draw, font=LATIN)


def turned_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A bar chart whose years stand upright under the bars; values over them, the unit under the title."""
    y = chance.randint(2019, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(60, 90, "Water withdrawal", size=12)
        sheet.put(60, 104, "in thousand m³", size=8)
        for number in range(6):
            x, high, at = 90 + 70 * number, chance.randint(70, 170), y - 5 + number
            hand.figure(
                Col(x + 17, "thousand m³", year(at), 1, 3), 316 - high, "Water withdrawal", align="centre"
            )
            sheet.canvas.rect(x, sheet.height - 320, 34, high, stroke=1, fill=0)
            sheet.canvas.saveState()
            sheet.canvas.translate(x + 20, sheet.height - 348)
            sheet.canvas.rotate(90)
            sheet.canvas.setFont(sheet.font, 9)
            sheet.canvas.drawString(0, 0, str(at))
            sheet.canvas.restoreState()

    return on_paper(path, draw, font=LATIN)


def two_tables_with_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Two tables beside one another, each with its own title, unit and years in opposite orders."""
    y = chance.randint(2018, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(40, 70, "Facts and figures", size=15)
        for x, title, unit, years in (
            (40, "Fuel use (GJ)", "GJ", (y, y - 1)),
            (320, "Emissions to air (kg)", "kg", (y - 1, y)),
        ):
            sheet.put(x, 98, title, size=10)
            hand.head(114, [(x + 160 + 65 * n, str(at)) for n, at in enumerate(years)])
            names = (
                ("Diesel", "Fuel oil", "Wood chips")
                if x == 40
                else ("Nitrogen oxides", "Dust", "Sulphur oxides")
            )
            for number, label in enumerate(names):
                cells = [Col(x + 160 + 65 * n, unit, year(at), 0, 4) for n, at in enumerate(years)]
                hand.row(x, 131 + 14 * number, label, cells)

    return on_paper(path, draw, font=LATIN, size=8)


def base_and_target(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Baseline, last and this year, the change since the baseline, and a target; the unit below each label."""
    y = chance.randint(2020, 2023)
    columns = ((250.0, 2018), (320.0, y - 1), (390.0, y))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 76, "Progress against our targets", size=13)
        hand.head(100, [(250, "Baseline"), (320, "Prior year"), (390, "Reporting"), (470, "Change vs")])
        hand.head(111, [(250, "2018"), (320, str(y - 1)), (390, f"year {y}"), (470, "baseline")])
        rows = (("Scope 1 and 2 emissions", "t CO2e"), ("Energy use", "MWh"), ("Water use", "m³"))
        for number, (label, unit) in enumerate(rows):
            top = 130 + 26 * number
            sheet.put(50, top, label)
            sheet.put(50, top + 10, unit, size=7)
            for x, at in columns:
                hand.figure(Col(x, unit, year(at)), top, label)
            hand.figure(Col(470, "%", None, 1, 2, "–{}%"), top, label)

    return on_paper(path, draw, font=LATIN)


def groups_over_pages(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A long table over two pages, the header repeated; the unit stands with the group's title, years as FY23."""
    y = chance.randint(2019, 2023)
    spans = [(date(at - 1, 7, 1), date(at, 6, 30)) for at in (y, y - 1, y - 2)]
    pages = (
        (
            ("Energy (TJ)", "TJ", ("Coal", "Gas", "Diesel", "Electricity")),
            ("Water (GL)", "GL", ("River", "Mains")),
        ),
        (("Waste (kt)", "kt", ("Tailings", "Waste rock", "Oils")), ("Air (t)", "t", ("Dust", "Mercury"))),
    )

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 60, "Sustainability data tables" + ("" if sheet.number == 1 else " continued"), size=12)
        sheet.put(50, 74, "Year ended 30 June", size=8)
        edges = (340.0, 420.0, 500.0)
        hand.head(92, [(x, f"FY{(y - n) % 100}") for n, x in enumerate(edges)])
        top = 110.0
        for title, unit, labels in pages[sheet.number - 1]:
            sheet.put(50, top, title)
            for label in labels:
                top += 14
                hand.row(60, top, label, [Col(x, unit, s, 1, 4) for x, s in zip(edges, spans, strict=True)])
            top += 20
        sheet.put(540, 815, str(sheet.number + 101), "right", size=7)

    return on_pages(path, (draw, draw))


def share_between_years(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """Each year's tonnes with the share of the total right behind them; only the tonnes' columns name a year."""
    y = chance.randint(2018, 2023)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 76, "Waste by way of disposal (tonnes)", size=12)
        edges = ((250.0, y - 1), (310.0, None), (400.0, y), (460.0, None))
        hand.head(100, [(x, "% of total" if at is None else str(at)) for x, at in edges])
        for number, label in enumerate(("Recycled", "Composted", "Burnt with heat recovery", "Landfilled")):
            cells = [
                Col(250, "tonnes", year(y - 1)),
                Col(310, "%", year(y - 1), 1, 2),
                Col(400, "tonnes", year(y)),
                Col(460, "%", year(y), 1, 2),
            ]
            hand.row(50, 118 + 15 * number, label, cells)

    return on_paper(path, draw, font=LATIN)


_EN: tuple[Language, ...] = ("en",)
SEALED_PAGES = (
    Layout("prose-beside-table", "reports", "scoring", ".pdf", prose_beside_table, _EN, 2),
    Layout("title-page-period", "reports", "scoring", ".pdf", title_page_period, _EN, 2),
    Layout("prose-other-numbers", "reports", "scoring", ".pdf", prose_with_other_numbers, _EN, 2),
    Layout("turned-years", "reports", "scoring", ".pdf", turned_years, _EN, 2),
    Layout("two-tables-with-years", "reports", "scoring", ".pdf", two_tables_with_years, _EN, 2),
    Layout("base-and-target", "reports", "scoring", ".pdf", base_and_target, _EN, 2),
    Layout("groups-over-pages", "reports", "scoring", ".pdf", groups_over_pages, _EN, 2),
    Layout("share-between-years", "reports", "scoring", ".pdf", share_between_years, _EN, 2),
)
