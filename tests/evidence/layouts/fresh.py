"""Layouts that were drawn after the reader was tuned, to tell what it does with a page that is new to it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Meaning, Row, Sheet, Style, draw_table, on_paper
from tests.evidence.layouts.truth import OPEN, Language, Layout, Span, Truth
from tests.evidence.layouts.words import EMISSIONS, MEDIA, SAID, a_value, day, month, printed, year


def _cell(
    chance: Random, language: Language, means: tuple[str | None, Span | None, str], decimals: int = 0
) -> tuple[str, Meaning]:
    unit, period, label = means
    value = a_value(chance, decimals)
    return printed(value, language), Meaning(value, unit, period, label)


def unit_line_under_title(path: Path, chance: Random, language: Language) -> list[Truth]:
    """The unit alone in a line of its own at the right over the table; a subtotal and a total row."""
    last = chance.randint(2014, 2023)
    said = {
        "en": "All figures in MWh",
        "de": "Alle Angaben in MWh",
        "fr": "Toutes les valeurs en MWh",
        "zh": "",
    }

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["resources"][language], size=13)
        sheet.put(455, 98, said[language], "right", size=7.5)
        labels = [*chance.sample(EMISSIONS[language], 5), SAID["total"][language]]
        rows = [
            Row((label,), tuple(_cell(chance, language, ("MWh", year(y), label)) for y in (last, last - 1)))
            for label in labels
        ]
        head = [(SAID["source"][language], str(last), str(last - 1))]
        draw_table(sheet, 60, 120, head, rows, Style((220, 90, 90), rules="lines"))

    return on_paper(path, draw, font=LATIN)


def target_column(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A base year, two years and a target year in the header, units behind the labels after a comma."""
    last = chance.randint(2018, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["caption"][language], size=12)
        rows = []
        for label, unit in MEDIA[language][:6]:
            cells = tuple(
                _cell(chance, language, (unit, year(y), label)) for y in (2015, last - 1, last, 2030)
            )
            rows.append(Row((f"{label}, {unit}",), cells))
        head = [(SAID["medium"][language], "2015", str(last - 1), str(last), "2030")]
        draw_table(sheet, 60, 120, head, rows, Style((180, 70, 70, 70, 70)))

    return on_paper(path, draw)


def half_years(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Half-years over the columns with their year beside them; the unit in the first header line."""
    y = chance.randint(2014, 2023)
    names = {"en": "H{} {}", "de": "{}. Halbjahr {}", "fr": "S{} {}", "zh": "{}"}

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["resources"][language], size=12)
        spans = [(date(y, 1, 1), date(y, 6, 30)), (date(y, 7, 1), date(y, 12, 31))]
        rows = [
            Row((label,), tuple(_cell(chance, language, ("GJ", s, label), 1) for s in spans))
            for label in chance.sample(EMISSIONS[language], 6)
        ]
        head = [("", "GJ", "GJ"), (SAID["source"][language], *(names[language].format(n, y) for n in (1, 2)))]
        draw_table(sheet, 60, 120, head, rows, Style((200, 120, 120), rules="lines"))

    return on_paper(path, draw, font=LATIN)


def months_in_words(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A heat bill in sentences of label, colon and value, for a named month, with a credit at its end."""
    span = month(chance.randint(2016, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, f"District heating invoice for {span[0]:%B %Y}", size=12)
        sheet.put(60, 92, f"Date of issue {day(span[1] + timedelta(days=9), 'en')}   Payable within 14 days")
        lines = (("Heat delivered", "MWh", 3, 2), ("Flow volume", "m³", 1, 4), ("Energy price", "€", 2, 4),
                 ("Service price", "€", 2, 3), ("Credit from last bill", "€", 2, 3))  # fmt: skip
        for number, (label, unit, decimals, digits) in enumerate(lines):
            value = a_value(chance, decimals, digits)
            value = -value if label.startswith("Credit") else value
            parts = (f"{label}: ", (f"{value:,}", Meaning(value, unit, span, label)), f" {unit}")
            sheet.flow(60, 130 + 18 * number, parts)

    return on_paper(path, draw, font=LATIN)


def wasserrechnung(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German water bill with reading dates in the header lines and net, VAT and gross at the foot."""
    start = date(chance.randint(2016, 2022), chance.randint(1, 12), chance.randint(2, 25))
    span = start, start + timedelta(days=364)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Jahresrechnung Trinkwasser", size=13)
        sheet.put(
            60,
            90,
            f"Verbrauchszeitraum vom {day(span[0], 'de', numeric=True)} bis {day(span[1], 'de', numeric=True)}",
        )
        rows = []
        for label in ("Trinkwasser", "Schmutzwasser"):
            readings = [_cell(chance, "de", (OPEN, span, label)) for _ in range(2)]
            money = [_cell(chance, "de", ("EUR", span, label), 2) for _ in range(2)]
            rows.append(Row((label,), (*readings, _cell(chance, "de", ("m³", span, label)), *money)))
        head = [("", "Stand alt", "Stand neu", "Verbrauch m³", "EUR/Einheit", "Betrag EUR")]
        bottom = draw_table(sheet, 50, 125, head, rows, Style((100, 75, 75, 85, 80, 85), 18, "lines"))
        for number, label in enumerate(("Nettobetrag", "Umsatzsteuer", "Bruttobetrag")):
            value = a_value(chance, 2, 4)
            means = Meaning(value, "EUR", span, label)
            sheet.put(340, bottom + 16 + 15 * number, label)
            sheet.figure(546, bottom + 16 + 15 * number, printed(value, "de"), means, "right")

    return on_paper(path, draw, size=8.5)


def zh_tiers(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A Chinese gas bill by tiers in a ruled table, money in capital words beside figures."""
    span = month(chance.randint(2019, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        sheet.put(200, 64, "工业用户燃气费结算单", size=13)
        sheet.put(
            60,
            92,
            f"结算期：{span[0].year}.{span[0].month:02d}.01-{span[0].year}.{span[0].month:02d}.{span[1].day}",
        )
        rows = []
        for label in ("第一阶梯", "第二阶梯", "第三阶梯"):
            rows.append(Row((label,), (
                _cell(chance, "zh", ("m³", span, label)), _cell(chance, "zh", ("元/m³", span, label), 2),
                _cell(chance, "zh", ("元", span, label), 2),
            )))  # fmt: skip
        head = [("阶梯", "用气量/m³", "单价/(元/m³)", "金额/元")]
        bottom = draw_table(sheet, 60, 124, head, rows, Style((110, 110, 120, 110), 20, "grid"))
        total = a_value(chance, 2)
        sheet.flow(63, bottom + 18, (
            "本期应缴金额合计人民币（大写）壹万元整 小写 ",
            (printed(total, "zh"), Meaning(total, "元", span, "应缴金额")), "元",
        ))  # fmt: skip

    return on_paper(path, draw, font=CHINESE)


_ALL: tuple[Language, ...] = ("en", "de", "fr")
SCORING = (
    Layout("unit-line", "reports", "scoring", ".pdf", unit_line_under_title, _ALL, 1),
    Layout("target-column", "reports", "scoring", ".pdf", target_column, _ALL, 1),
    Layout("half-years", "reports", "scoring", ".pdf", half_years, _ALL, 1),
    Layout("months-in-words", "bills", "scoring", ".pdf", months_in_words, ("en",), 2),
    Layout("wasserrechnung", "bills", "scoring", ".pdf", wasserrechnung, ("de",), 2),
    Layout("zh-tiers", "bills", "scoring", ".pdf", zh_tiers, ("zh",), 3),
)
