"""Layouts of reports: tables with their units and periods in every usual place, and figures in sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import LATIN, PLAIN, Meaning, Row, Sheet, Style, draw_table, on_paper
from tests.evidence.layouts.truth import Language, Layout, Span, Truth
from tests.evidence.layouts.words import (
    EMISSIONS,
    LONG_LABELS,
    MEDIA,
    MONTHS,
    SAID,
    SHORT_MONTHS,
    a_value,
    day,
    month,
    printed,
    year,
)

Cells = tuple[tuple[str, Meaning] | str, ...]


def _cell(  # noqa: PLR0917 - written as the table is
    chance: Random, language: Language, unit: str | None, period: Span | None, label: str, decimals: int = 0
) -> tuple[str, Meaning]:
    value = a_value(chance, decimals)
    return printed(value, language), Meaning(value, unit, period, label)


def _rows(
    chance: Random, language: Language, unit: str, periods: list[Span], *, count: int = 6, decimals: int = 0
) -> list[Row]:
    labels = chance.sample(EMISSIONS[language], count)
    return [
        Row((label,), tuple(_cell(chance, language, unit, span, label, decimals) for span in periods))
        for label in labels
    ]


def years_ascending(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Years from old to new over plain columns; the unit stands in the corner of the header."""
    last = chance.randint(2014, 2023)
    years = [last - 2, last - 1, last]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["caption"][language], size=12)
        rows = _rows(chance, language, "t CO2e", [year(y) for y in years], decimals=1)
        head = [(f"{SAID['emissions'][language]} (t CO2e)", *map(str, years))]
        draw_table(sheet, 60, 120, head, rows, Style((210, 80, 80, 80)))

    return on_paper(path, draw)


def years_descending(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Years from new to old between rules; the unit stands in the caption alone."""
    last = chance.randint(2014, 2023)
    unit = {"en": "thousand tonnes CO2e", "de": "Tsd. t CO2e", "fr": "milliers de tonnes CO2e", "zh": ""}

    def draw(sheet: Sheet) -> None:
        sheet.put(56, 90, f"{SAID['caption'][language]} {last} ({SAID['thousand'][language]})", size=11)
        spans = [year(last), year(last - 1), year(last - 2), year(last - 3)]
        rows = _rows(chance, language, unit[language], spans, decimals=2)
        head = [(SAID["source"][language], *(str(s[0].year) for s in spans))]
        draw_table(sheet, 56, 130, head, rows, Style((190, 70, 70, 70, 70), rules="lines"))

    return on_paper(path, draw, font=LATIN)


def unit_column(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Several units in one table, each in the unit column of its row; footnote marks on labels and values."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["resources"][language], size=12)
        rows = [
            Row((label,), (unit, *(_cell(chance, language, unit, year(y), label) for y in (last - 1, last))))
            for label, unit in MEDIA[language]
        ]
        head = [(SAID["medium"][language], SAID["unit"][language], str(last - 1), str(last))]
        draw_table(sheet, 60, 120, head, rows, Style((180, 60, 90, 90), marks=True))

    return on_paper(path, draw)


def unit_in_label(path: Path, chance: Random, language: Language) -> list[Truth]:
    """The unit in brackets in each row's label; blanks, bounds and ranges among the numbers; full grid."""
    last = chance.randint(2014, 2023)
    blanks = {"en": "n/a", "de": "k.A.", "fr": "n.d.", "zh": "无"}

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["resources"][language], size=12)
        rows = []
        for number, (label, unit) in enumerate(MEDIA[language]):
            cells: list[tuple[str, Meaning] | str] = [
                _cell(chance, language, unit, year(y), label) for y in (last, last - 1, last - 2)
            ]
            if number % 2:
                cells[number % 3] = (blanks[language], "–", "< 0.1" if language == "en" else "< 0,1")[
                    number // 2
                ]
            rows.append(Row((f"{label} ({unit})",), tuple(cells)))
        head = [(SAID["medium"][language], *(str(y) for y in (last, last - 1, last - 2)))]
        draw_table(sheet, 60, 120, head, rows, Style((200, 75, 75, 75), rules="grid", align="centre"))

    return on_paper(path, draw)


def continued_labels(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Row labels over two lines with the number on the first; the unit in a second header line."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(50, 80, SAID["caption"][language], size=13)
        rows = [
            Row(
                lines,
                tuple(
                    _cell(chance, language, "kt CO2e", year(y), " ".join(lines), 1) for y in (last - 1, last)
                ),
            )
            for lines in LONG_LABELS[language]
        ]
        head = [("", str(last - 1), str(last)), ("", "kt CO2e", "kt CO2e")]
        draw_table(sheet, 50, 120, head, rows, Style((270, 90, 90), step=20))

    return on_paper(path, draw)


def continued_labels_ruled(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Row labels over two lines in a ruled grid; years with "FY"; the unit in the header of each column."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(50, 80, SAID["caption"][language], size=13)
        rows = [
            Row(
                lines,
                tuple(_cell(chance, language, "t CO2e", year(y), " ".join(lines)) for y in (last, last - 1)),
            )
            for lines in LONG_LABELS[language]
        ]
        head = [(SAID["source"][language], f"{last} (t CO2e)", f"{last - 1} (t CO2e)")]
        draw_table(sheet, 50, 120, head, rows, Style((260, 100, 100), step=24, rules="grid"))

    return on_paper(path, draw, font=LATIN)


def _side_by_side(
    sheet: Sheet, chance: Random, language: Language, at: tuple[float, float], said: bool
) -> None:
    last = chance.randint(2014, 2023)
    for x, unit in zip(at, ("t CO2e", "MWh"), strict=True):
        labels = chance.sample(EMISSIONS[language][:6], 5)
        spans = [year(last), year(last - 1)] if said else [year(last - 1), year(last)]
        rows = [
            Row((label,), tuple(_cell(chance, language, unit, s, label) for s in spans)) for label in labels
        ]
        if said:
            sheet.put(x, 100, f"{SAID['emissions'][language]} ({unit})")
            head = [(SAID["source"][language], *(str(s[0].year) for s in spans))]
        else:
            head = [(unit, *(str(s[0].year) for s in spans))]
        draw_table(sheet, x, 122, head, rows, Style((135, 52, 52), rules="lines" if said else "none"))


def side_by_side(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Two tables beside one another, each with its unit in its corner."""
    return on_paper(path, lambda sheet: _side_by_side(sheet, chance, language, (40, 305), False), size=7.5)


def side_by_side_captioned(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Two ruled tables beside one another, each with its unit in its own caption."""
    return on_paper(path, lambda sheet: _side_by_side(sheet, chance, language, (45, 310), True), size=7.5)


_FISCAL = {
    "en": "This report covers the financial year {0}, that is {1} to {2}.",
    "de": "Dieser Bericht umfasst das Geschäftsjahr {0}, das ist der Zeitraum vom {1} bis {2}.",
    "fr": "Ce rapport couvre l'exercice {0}, soit la période du {1} au {2}.",
    "zh": "本报告期为{1}至{2}。",
}


def fiscal_year(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A financial year that is not the calendar's, said in a sentence; the columns name years alone."""
    last = chance.randint(2015, 2023)
    spans = [(date(y - 1, 7, 1), date(y, 6, 30)) for y in (last, last - 1)]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, _FISCAL[language].format(last, *(day(d, language) for d in spans[0])))
        rows = _rows(chance, language, "t CO2e", spans)
        head = [(f"{SAID['source'][language]}, t CO2e", f"FY {last}", f"FY {last - 1}")]
        draw_table(sheet, 60, 130, head, rows, Style((220, 80, 80)))

    return on_paper(path, draw)


def reporting_period(path: Path, chance: Random, language: Language) -> list[Truth]:
    """December to November, stated at the head of the page; the columns name years alone."""
    last = chance.randint(2015, 2023)
    spans = [(date(y - 1, 12, 1), date(y, 11, 30)) for y in (last - 1, last)]

    def draw(sheet: Sheet) -> None:
        start, end = (day(d, language) for d in spans[1])
        sheet.put(60, 84, SAID["period"][language].format(start, end))
        rows = _rows(chance, language, "t CO2e", spans)
        head = [(SAID["source"][language], *(f"{s[1].year}" for s in spans)), ("", "t CO2e", "t CO2e")]
        draw_table(sheet, 60, 130, head, rows, Style((220, 80, 80), rules="lines"))

    return on_paper(path, draw, font=LATIN)


_SENTENCES: dict[str, dict[Language, tuple[str, str, str]]] = {
    "first": {
        "en": ("In {y} our electricity consumption was ", "MWh", "electricity consumption"),
        "de": ("Im Jahr {y} betrug der Stromverbrauch ", "MWh", "Stromverbrauch"),
        "fr": ("En {y}, la consommation d'électricité était de ", "MWh", "consommation électricité"),
        "zh": ("", "", ""),
    },
    "second": {
        "en": ("Emissions from business travel came to ", "t CO2e", "Emissions business travel"),
        "de": ("Die Emissionen der Geschäftsreisen lagen bei ", "t CO2e", "Emissionen Geschäftsreisen"),
        "fr": ("Les émissions des voyages s'élevaient à ", "t CO2e", "émissions voyages"),
        "zh": ("", "", ""),
    },
}
_TAILS: dict[Language, str] = {"en": " in {y}.", "de": " im Jahr {y}.", "fr": " en {y}.", "zh": ""}


def sentences(path: Path, chance: Random, language: Language) -> list[Truth]:
    """One figure in each sentence, its year before it or after it."""

    def draw(sheet: Sheet) -> None:
        for number in range(4):
            y = chance.randint(2012, 2023)
            words, unit, label = _SENTENCES["first" if number % 2 else "second"][language]
            value = a_value(chance, 0)
            means = Meaning(value, unit, year(y), label)
            tail = "." if number % 2 else _TAILS[language].format(y=y)
            parts = [words.format(y=y), (printed(value, language), means), f" {unit}{tail}"]
            sheet.flow(60, 100 + 34 * number, parts)

    return on_paper(path, draw)


_LINES: dict[Language, tuple[str, tuple[str, str], tuple[str, str], str]] = {
    "en": ("Reporting year {y}.", ("Water withdrawal fell to ", "m³"), (" and waste to ", "t"), " in all plants."),
    "de": ("Berichtsjahr {y}.", ("Die Wasserentnahme sank auf ", "m³"), (" und der Abfall auf ", "t"),
           " in allen Werken."),
    "fr": ("Année de référence {y}.", ("Le prélèvement d'eau a baissé à ", "m³"), (" et les déchets à ", "t"),
           " sur tous les sites."),
    "zh": ("", ("", ""), ("", ""), ""),
}  # fmt: skip


def paragraphs(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Two figures of different units in one sentence; the year is stated at the head."""
    y = chance.randint(2012, 2023)
    statement, first, second, end = _LINES[language]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 90, statement.format(y=y))
        for number in range(3):
            one, two = a_value(chance, 0), a_value(chance, 1)
            parts: list[str | tuple[str, Meaning]] = [
                first[0], (printed(one, language), Meaning(one, first[1], year(y), first[0])),
                f" {first[1]}{second[0]}", (printed(two, language), Meaning(two, second[1], year(y), second[0])),
                f" {second[1]}{end}",
            ]  # fmt: skip
            sheet.flow(60, 130 + 40 * number, parts)

    return on_paper(path, draw, font=LATIN)


def months_down(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Months over rows, media over columns with the unit in a second header line; the year in the title."""
    y = chance.randint(2012, 2023)

    def draw(sheet: Sheet) -> None:
        media = MEDIA[language][:3]
        sheet.put(60, 80, f"{SAID['resources'][language]} {y}", size=12)
        rows = [
            Row((name,), tuple(_cell(chance, language, unit, month(y, n), name) for _, unit in media))
            for n, name in enumerate(MONTHS[language], 1)
        ]
        head = [
            (SAID["month"][language], *(label for label, _ in media)),
            ("", *(f"[{u}]" for _, u in media)),
        ]
        draw_table(sheet, 60, 120, head, rows, Style((110, 100, 100, 110), rules="lines"))

    return on_paper(path, draw, origin=(40.0, 60.0))


def months_across(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Months over columns, a unit column after the label, a page wider than high; the year in the title."""
    y = chance.randint(2012, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(40, 70, f"{SAID['resources'][language]} {y}", size=12)
        rows = [
            Row((label,), (unit, *(_cell(chance, language, unit, month(y, n), label) for n in range(1, 13))))
            for label, unit in MEDIA[language][:5]
        ]
        head = [(SAID["medium"][language], SAID["unit"][language], *SHORT_MONTHS[language])]
        draw_table(sheet, 40, 110, head, rows, Style((110, 40, *(51,) * 12)))

    return on_paper(path, draw, wide=True, turned=True, size=7.0)


def with_change(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A column of percentages beside the years; a total row that is printed twice to look bold."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, f"{SAID['caption'][language]} (t CO2e)", size=12)
        labels = [*chance.sample(EMISSIONS[language], 5), SAID["total"][language]]
        rows = []
        for label in labels:
            # A change is between two years and of neither.
            share = a_value(chance, 1, 2)
            change = (printed(share, language), Meaning(share, "%", None, label))
            cells = [_cell(chance, language, "t CO2e", year(y), label) for y in (last - 1, last)]
            rows.append(Row((label,), (*cells, change)))
        head = [(SAID["source"][language], str(last - 1), str(last), SAID["change"][language])]
        bottom = draw_table(sheet, 60, 120, head, rows, Style((190, 70, 70, 110)))
        again = len(sheet.truths) - 3
        for truth in sheet.truths[again:]:
            assert truth.box is not None
            sheet.put(truth.box[0] + 0.3, bottom - 16, truth.raw)

    return on_paper(path, draw)


def with_ranges(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A range of uncertainty behind each value, intensity and totals in several units; /Rotate 90."""
    last = chance.randint(2014, 2023)
    unit = {"en": "t CO2e/FTE", "de": "t CO2e/FTE", "fr": "t CO2e/ETP", "zh": ""}[language]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["caption"][language], size=12)
        rows = []
        for number, label in enumerate(chance.sample(EMISSIONS[language], 6)):
            own = unit if number == 4 else "t CO2e"
            value, old = a_value(chance, 1, 3), a_value(chance, 1, 3)
            low, high = value - Decimal("0.7"), value + Decimal("0.9")
            band = f"({printed(low, language)}–{printed(high, language)})"
            one = (printed(value, language), Meaning(value, own, year(last), label))
            two = (printed(old, language), Meaning(old, own, year(last - 1), label))
            rows.append(Row((label,), (own, one, band, two)))
        head = [(SAID["source"][language], SAID["unit"][language], str(last), "95 %", str(last - 1))]
        draw_table(sheet, 60, 120, head, rows, Style((190, 70, 60, 90, 60), rules="lines"))

    return on_paper(path, draw, turned=True)


def grouped_years(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Units over groups of two years each, the group's header centred over them."""
    last = chance.randint(2014, 2023)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 80, SAID["resources"][language], size=12)
        for x, unit in ((330, "MWh"), (470, "t CO2e")):
            sheet.put(x, 110, unit, "centre")
        rows = []
        for label in chance.sample(EMISSIONS[language], 6):
            cells: Cells = tuple(
                _cell(chance, language, unit, year(y), label)
                for unit in ("MWh", "t CO2e")
                for y in (last - 1, last)
            )
            rows.append(Row((label,), cells))
        head = [(SAID["source"][language], *(str(y) for y in (last - 1, last) * 2))]
        draw_table(sheet, 60, 126, head, rows, Style((200, 70, 70, 70, 70)))

    return on_paper(path, draw)


def stated_totals(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Key figures as label, value and unit on one line, apart; the reporting year is stated above."""
    y = chance.randint(2012, 2023)
    said = {"en": "Reporting year: {}", "de": "Berichtsjahr: {}", "fr": "Année de reporting : {}", "zh": ""}

    def draw(sheet: Sheet) -> None:
        sheet.put(70, 100, said[language].format(y))
        for number, (label, unit) in enumerate(MEDIA[language]):
            value = a_value(chance, number % 3)
            sheet.put(70, 140 + 19 * number, label)
            raw = printed(value, language)
            sheet.figure(330, 140 + 19 * number, raw, Meaning(value, unit, year(y), label), "right")
            sheet.put(338, 140 + 19 * number, unit)

    return on_paper(path, draw, font=PLAIN)


_ALL: tuple[Language, ...] = ("en", "de", "fr")
TUNING = (
    Layout("years-ascending", "reports", "tuning", ".pdf", years_ascending, _ALL, 1),
    Layout("unit-column", "reports", "tuning", ".pdf", unit_column, _ALL, 1),
    Layout("continued-labels", "reports", "tuning", ".pdf", continued_labels, _ALL, 1),
    Layout("side-by-side", "reports", "tuning", ".pdf", side_by_side, _ALL, 1),
    Layout("fiscal-year", "reports", "tuning", ".pdf", fiscal_year, _ALL, 1),
    Layout("sentences", "reports", "tuning", ".pdf", sentences, _ALL, 1),
    Layout("months-across", "reports", "tuning", ".pdf", months_across, _ALL, 1),
    Layout("with-change", "reports", "tuning", ".pdf", with_change, _ALL, 1),
    Layout("grouped-years", "reports", "tuning", ".pdf", grouped_years, _ALL, 1),
)
SCORING = (
    Layout("years-descending", "reports", "scoring", ".pdf", years_descending, _ALL, 1),
    Layout("unit-in-label", "reports", "scoring", ".pdf", unit_in_label, _ALL, 1),
    Layout("continued-labels-ruled", "reports", "scoring", ".pdf", continued_labels_ruled, _ALL, 1),
    Layout("side-by-side-captioned", "reports", "scoring", ".pdf", side_by_side_captioned, _ALL, 1),
    Layout("reporting-period", "reports", "scoring", ".pdf", reporting_period, _ALL, 1),
    Layout("paragraphs", "reports", "scoring", ".pdf", paragraphs, _ALL, 1),
    Layout("months-down", "reports", "scoring", ".pdf", months_down, _ALL, 1),
    Layout("with-ranges", "reports", "scoring", ".pdf", with_ranges, _ALL, 1),
    Layout("stated-totals", "reports", "scoring", ".pdf", stated_totals, _ALL, 1),
)
