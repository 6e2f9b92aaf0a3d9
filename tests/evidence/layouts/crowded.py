"""Layouts that crowd a page: several tables, sections, sentences and periods beside one another."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Meaning, Row, Sheet, Style, draw_table, on_paper
from tests.evidence.layouts.truth import OPEN, Language, Layout, Span, Truth
from tests.evidence.layouts.words import (
    EMISSIONS,
    LONG_LABELS,
    MEDIA,
    SAID,
    a_value,
    day,
    month,
    printed,
    year,
)


def _cell(
    chance: Random, language: Language, means: tuple[str | None, Span | None, str], decimals: int = 0
) -> tuple[str, Meaning]:
    unit, period, label = means
    value = a_value(chance, decimals)
    return printed(value, language), Meaning(value, unit, period, label)


_TABLE = {
    "en": "Table {}: {} ({})",
    "de": "Tabelle {}: {} ({})",
    "fr": "Tableau {} : {} ({})",
    "zh": "表{} {}（{}）",
}


def stacked_tables(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Two tables under one another, each with its caption, its unit and its years; prose between them."""
    last = chance.randint(2014, 2023)
    prose = {
        "en": "The figures above were checked by the group's environmental office before publication of this report.",
        "de": "Die Angaben oben wurden vor der Veröffentlichung dieses Berichts von der Umweltabteilung geprüft.",
        "fr": "Les valeurs ci-dessus ont été contrôlées par le service environnement avant la publication du rapport.",
        "zh": "",
    }

    def draw(sheet: Sheet) -> None:
        top = 90.0
        for number, (unit, said) in enumerate((("t CO2e", "emissions"), ("GJ", "resources")), 1):
            sheet.put(60, top, _TABLE[language].format(number, SAID[said][language], unit))
            years = [last, last - 1] if number == 1 else [last - 2, last - 1, last]
            rows = [
                Row((label,), tuple(_cell(chance, language, (unit, year(y), label)) for y in years))
                for label in chance.sample(EMISSIONS[language], 5)
            ]
            head = [(SAID["source"][language], *map(str, years))]
            bottom = draw_table(
                sheet, 60, top + 24, head, rows, Style((220, *(75,) * len(years)), rules="lines")
            )
            sheet.put(60, bottom + 16, prose[language])
            top = bottom + 60

    return on_paper(path, draw, font=LATIN)


def sections(path: Path, chance: Random, language: Language) -> list[Truth]:
    """One table with section lines that change the unit for the rows below them."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, f"{SAID['resources'][language]} {last - 1}–{last}", size=12)
        sheet.put(330, 110, str(last - 1), "right")
        sheet.put(420, 110, str(last), "right")
        top = 130.0
        for section, unit in ((SAID["emissions"][language], "t CO2e"), (SAID["medium"][language], "MWh")):
            sheet.put(60, top, f"{section} ({unit})")
            for label in chance.sample(EMISSIONS[language], 4):
                top += 15
                sheet.put(72, top, label)
                for x, y in ((330, last - 1), (420, last)):
                    raw, means = _cell(chance, language, (unit, year(y), label))
                    sheet.figure(x, top, raw, means, "right")
            top += 24

    return on_paper(path, draw)


def number_on_last_line(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Labels over two lines with the numbers on the last line; a wide header over three lines."""
    last = chance.randint(2014, 2023)
    heads = {
        "en": ("Change of", "stock", "(tonnes)"), "de": ("Änderung des", "Bestands", "(Tonnen)"),
        "fr": ("Variation de", "stock", "(tonnes)"), "zh": ("", "", ""),
    }  # fmt: skip
    unit = {"en": "tonnes", "de": "Tonnen", "fr": "tonnes", "zh": ""}[language]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, f"{SAID['resources'][language]} {last}", size=12)
        for number, line in enumerate(heads[language]):
            sheet.put(400, 110 + 11 * number, line, "right")
        for number, (first, second) in enumerate(LONG_LABELS[language]):
            top = 160 + 34.0 * number
            sheet.put(60, top, first)
            sheet.put(60, top + 10.5, second)
            raw, means = _cell(chance, language, (unit, year(last), f"{first} {second}"))
            sheet.figure(400, top + 10.5, raw, means, "right")

    return on_paper(path, draw)


_ENDED = {
    "en": "Year ended {}", "de": "Geschäftsjahr zum {}", "fr": "Exercice clos le {}", "zh": "截至{}止年度"
}  # fmt: skip


def year_ended(path: Path, chance: Random, language: Language) -> list[Truth]:
    """The period is said by its last day ("Year ended 31 March 2022"); the unit in each column's header."""
    last = chance.randint(2015, 2023)
    span = (date(last - 1, 4, 1), date(last, 3, 31))

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 84, _ENDED[language].format(day(span[1], language)))
        rows = [
            Row((label,), tuple(_cell(chance, language, (unit, span, label)) for unit in ("MWh", "t CO2e")))
            for label in chance.sample(EMISSIONS[language], 6)
        ]
        head = [
            (
                SAID["source"][language],
                f"{SAID['medium'][language]} [MWh]",
                f"{SAID['emissions'][language]} [t CO2e]",
            )
        ]
        draw_table(sheet, 60, 130, head, rows, Style((190, 150, 130)))

    return on_paper(path, draw)


_QUARTERS = {"en": "Q{}", "de": "{}. Quartal", "fr": "T{}", "zh": "{}季度"}


def quarters(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Quarters over columns; the year in the caption, the unit in a column of its own."""
    y = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, f"{SAID['resources'][language]} {y}", size=12)
        rows = []
        for label, unit in MEDIA[language]:
            spans = [(month(y, 3 * q + 1)[0], month(y, 3 * q + 3)[1]) for q in range(4)]
            rows.append(Row((label,), (unit, *(_cell(chance, language, (unit, s, label)) for s in spans))))
        quarter = [_QUARTERS[language].format(n) for n in (1, 2, 3, 4)]
        head = [(SAID["medium"][language], SAID["unit"][language], *quarter)]
        draw_table(sheet, 60, 120, head, rows, Style((130, 50, 70, 70, 70, 70), rules="lines"))

    return on_paper(path, draw, font=LATIN if language != "zh" else CHINESE)


def split_years(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Years named by two ("2020/21"), to 30 June, said in a note under the table."""
    last = chance.randint(2015, 2023)
    notes = {
        "en": "Reporting years run from 1 July to 30 June.", "de": "Geschäftsjahre laufen vom 1. Juli bis 30. Juni.",
        "fr": "Les exercices vont du 1 juillet au 30 juin.", "zh": "",
    }  # fmt: skip

    def draw(sheet: Sheet) -> None:
        spans = [(date(y - 1, 7, 1), date(y, 6, 30)) for y in (last - 1, last)]
        rows = [
            Row((label,), tuple(_cell(chance, language, ("t CO2e", s, label)) for s in spans))
            for label in chance.sample(EMISSIONS[language], 6)
        ]
        head = [("t CO2e", *(f"{s[0].year}/{s[1].year % 100:02d}" for s in spans))]
        bottom = draw_table(sheet, 60, 120, head, rows, Style((220, 80, 80)))
        sheet.put(60, bottom + 14, notes[language], size=7.5)

    return on_paper(path, draw)


def meters_with_dates(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """One row for each meter with its own first and last day; the bill's date is another."""
    first = date(chance.randint(2016, 2023), chance.randint(1, 12), chance.randint(3, 25))

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Invoice for electricity and gas", size=14)
        sheet.put(60, 92, f"Invoice date: {day(first + timedelta(days=50), 'en')}")
        rows = []
        for number, unit in enumerate(("kWh", "kWh", "m³")):
            span = (first + timedelta(days=number), first + timedelta(days=number + 30))
            label = ("Main hall", "Office wing", "Boiler house")[number]
            used, cost = a_value(chance, 0, 5), a_value(chance, 2, 4)
            rows.append(Row((label,), (
                day(span[0], "en", numeric=True), day(span[1], "en", numeric=True),
                (f"{used:,}", Meaning(used, unit, span, label)), unit,
                (f"{cost:,}", Meaning(cost, "£", span, label)),
            )))  # fmt: skip
        head = [("Supply point", "From", "To", "Consumption", "Unit", "Amount (£)")]
        draw_table(sheet, 50, 130, head, rows, Style((110, 80, 80, 80, 40, 90), 18, "grid"))

    return on_paper(path, draw, font=LATIN)


def compared(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German bill that compares two periods in its columns, each named in the header."""
    end = date(chance.randint(2016, 2023), 12, 31)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Ihre Jahresabrechnung Strom", size=14)
        spans = [(date(end.year - n, 1, 1), date(end.year - n, 12, 31)) for n in (1, 0)]
        rows = []
        for label, unit in (
            ("Verbrauch Hochtarif", "kWh"),
            ("Verbrauch Niedertarif", "kWh"),
            ("Kosten", "EUR"),
        ):
            cells = [_cell(chance, "de", (unit, s, label), 2 if unit == "EUR" else 0) for s in spans]
            rows.append(Row((f"{label} in {unit}",), tuple(cells)))
        head = [("", *(f"01.01.–31.12.{s[0].year}" for s in spans))]
        draw_table(sheet, 60, 120, head, rows, Style((170, 120, 120), 18, "lines"))

    return on_paper(path, draw, font=LATIN)


def bilingual(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A Chinese bill with English beside every label, the period for a month, readings and multiplier."""
    span = month(chance.randint(2019, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        sheet.put(150, 70, "电费账单 Electricity Bill", size=14)
        sheet.put(60, 100, f"结算月份 Billing month：{span[0].year}-{span[0].month:02d}")
        rows = []
        for label, unit in (("有功电量 Active energy", "千瓦时"), ("无功电量 Reactive energy", "千乏时")):
            one, two = a_value(chance, 2), a_value(chance, 2)
            readings = [(printed(v, "zh"), Meaning(v, OPEN, span, label)) for v in (one, two)]
            cost = a_value(chance, 2)
            rows.append(Row((label,), (
                *readings, _cell(chance, "zh", (unit, span, label), 1), unit,
                (printed(cost, "zh"), Meaning(cost, "元", span, label)),
            )))  # fmt: skip
        head = [
            ("项目", "上期示数", "本期示数", "电量", "单位", "金额（元）"),
            ("Item", "Previous", "Present", "Quantity", "Unit", "Amount"),
        ]
        bottom = draw_table(sheet, 40, 130, head, rows, Style((150, 80, 80, 80, 45, 80), 16, "lines"))
        total = a_value(chance, 2)
        sheet.put(43, bottom + 14, "应付合计 Total due")
        sheet.figure(
            551, bottom + 14, printed(total, "zh"), Meaning(total, "元", span, "应付合计 Total due"), "right"
        )

    return on_paper(path, draw, font=CHINESE, size=8)


def steam_days(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A day list of steam with a total; the unit over the table, the month in the title."""
    span = month(chance.randint(2019, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        sheet.put(170, 60, f"{span[0].year}年{span[0].month}月蒸汽用量日报", size=13)
        sheet.put(400, 84, "单位：吨")
        rows = []
        for n in range(1, 11):
            when = span[0] + timedelta(days=n - 1)
            cells = tuple(_cell(chance, "zh", ("吨", (when, when), ""), 1) for _ in range(3))
            rows.append(Row((when.isoformat(),), cells))
        label = "合计"
        rows.append(Row((label,), tuple(_cell(chance, "zh", ("吨", span, label), 1) for _ in range(3))))
        head = [("日期", "一号线", "二号线", "三号线")]
        draw_table(sheet, 60, 110, head, rows, Style((100, 110, 110, 110), 18, "grid"))

    return on_paper(path, draw, font=CHINESE)


def chart_and_bill(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A bill with comma decimals in French beside a quantity in three decimals and the price of each unit."""
    start = date(chance.randint(2016, 2023), chance.randint(1, 12), 1)
    span = month(start.year, start.month)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Relevé de consommation", size=14)
        sheet.put(
            60,
            94,
            f"Période du 1er au {day(span[1], 'fr')}",
        )
        for number, (label, unit, decimals) in enumerate(
            (
                ("Eau froide", "m³", 3),
                ("Chaleur livrée", "MWh", 3),
                ("Prix de la chaleur", "€/MWh", 2),
                ("Total à payer", "€", 2),
            )
        ):
            value: Decimal = a_value(chance, decimals, 3)
            top = 130 + 20.0 * number
            sheet.put(60, top, label)
            box = sheet.figure(330, top, printed(value, "fr"), Meaning(value, unit, span, label), "right")
            sheet.put(box[2] + 4, top, unit)

    return on_paper(path, draw)


_ALL: tuple[Language, ...] = ("en", "de", "fr")
TUNING = (
    Layout("stacked-tables", "reports", "tuning", ".pdf", stacked_tables, _ALL, 1),
    Layout("number-on-last-line", "reports", "tuning", ".pdf", number_on_last_line, _ALL, 1),
    Layout("split-years", "reports", "tuning", ".pdf", split_years, _ALL, 1),
    Layout("meters-with-dates", "bills", "tuning", ".pdf", meters_with_dates, ("en",), 2),
    Layout("zh-bilingual", "bills", "tuning", ".pdf", bilingual, ("zh",), 3),
)
SCORING = (
    Layout("sections", "reports", "scoring", ".pdf", sections, _ALL, 1),
    Layout("year-ended", "reports", "scoring", ".pdf", year_ended, _ALL, 1),
    Layout("quarters", "reports", "scoring", ".pdf", quarters, _ALL, 1),
    Layout("compared", "bills", "scoring", ".pdf", compared, ("de",), 2),
    Layout("zh-steam-days", "bills", "scoring", ".pdf", steam_days, ("zh",), 3),
    Layout("three-decimals", "bills", "scoring", ".pdf", chart_and_bill, ("fr",), 2),
)
