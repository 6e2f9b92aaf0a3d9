"""Tables that differ in how their headers name the period and the unit, one setting each; for tuning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Literal

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand
from tests.evidence.layouts.truth import Language, Layout, Span, Truth
from tests.evidence.layouts.words import EMISSIONS, MEDIA, month, year

UnitIn = Literal["column", "label", "said", "header"]
# For the last year of a table, what each of its columns says: a unit of its own and the period.
Columns = Callable[[int], tuple[tuple[str | None, Span | None], ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One table: lines over it, header lines (a column's texts apart by |), what each column means, lines below.

    In every text {y}, {p}, {q} are the last year and the two before, {yy}, {pp}, {qq} their last two digits.
    `columns` answers for the last year what each column's figures say: unit (None: the row's own) and period.
    """

    name: str
    language: Language
    over: tuple[str, ...]
    head: tuple[str, ...]
    columns: Columns
    unit_in: UnitIn
    unit: str = "t CO2e"
    below: tuple[str, ...] = ()
    first: float = 300.0


def twelve_months_to(last_month: int, last_day: int, back: int = 0) -> Callable[[int], Span]:
    """The twelve months that end on a day of the year `back` before."""

    def span(y: int) -> Span:
        end = date(y - back, last_month, last_day)
        start = date(end.year - (last_month < 12), last_month % 12 + 1, 1)
        return start, end

    return span


def years(*back: int, to: tuple[int, int] = (12, 31)) -> Columns:
    return lambda y: tuple((None, twelve_months_to(*to, back=n)(y)) for n in back)


def _halves(y: int, *which: tuple[int, int]) -> tuple[tuple[str | None, Span | None], ...]:
    return tuple(
        (None, (month(y - back, 6 * half - 5)[0], month(y - back, 6 * half)[1])) for half, back in which
    )


def _quarters(y: int) -> tuple[tuple[str | None, Span | None], ...]:
    return tuple((None, (month(y, 3 * n - 2)[0], month(y, 3 * n)[1])) for n in range(1, 5))


def _shared(unit: str) -> Columns:
    return lambda y: ((unit, year(y - 1)), ("%", year(y - 1)), (unit, year(y)), ("%", year(y)))


SETTINGS = (
    Setting(
        "fiscal-dashes",
        "en",
        ("Environment",),
        ("Unit|FY {p}-{yy}|FY {q}-{pp}",),
        years(0, 1, to=(6, 30)),
        "column",
        below=("The fiscal year runs from July to June.",),
    ),
    Setting(
        "year-to-month",
        "en",
        ("Carbon statement",),
        ("Year to March {y}|Year to March {p}",),
        years(0, 1, to=(3, 31)),
        "label",
    ),
    Setting(
        "fy-digits-caption",
        "en",
        ("Emissions, t CO2e", "Financial years ended 31 March"),
        ("FY{yy}|FY{pp}|FY{qq}",),
        years(0, 1, 2, to=(3, 31)),
        "said",
    ),
    Setting(
        "fy-whole-years-end",
        "en",
        ("Safety and environment", "For the financial year ended 30 September {y}"),
        ("FY{y}|FY{p}",),
        years(0, 1, to=(9, 30)),
        "label",
    ),
    Setting(
        "exercice-pair",
        "fr",
        ("Données environnementales", "Exercices clos le 31 mars"),
        ("Unité|{p}-{y}|{q}-{p}",),
        years(0, 1, to=(3, 31)),
        "column",
    ),
    Setting(
        "zh-fiscal",
        "zh",
        ("环境绩效数据", "本集团财政年度截至3月31日止。"),
        ("单位|{y}财年|{p}财年",),
        years(0, 1, to=(3, 31)),
        "column",
    ),
    Setting(
        "de-share-after",
        "de",
        ("Energieträger (MWh)",),
        ("{p}|in %|{y}|in %",),
        _shared("MWh"),
        "said",
        unit="MWh",
    ),
    Setting(
        "share-below-years",
        "en",
        ("Purchased energy",),
        ("{p}||{y}|", "MWh|Share|MWh|Share"),
        _shared("MWh"),
        "header",
        unit="MWh",
    ),
    Setting(
        "quarters-short",
        "en",
        ("Emissions by quarter (t CO2e)",),
        ("1Q{yy}|2Q{yy}|3Q{yy}|4Q{yy}",),
        _quarters,
        "said",
        first=260.0,
    ),
    Setting(
        "quarters-apostrophe",
        "en",
        ("Use of energy, MWh",),
        ("Q1 '{yy}|Q2 '{yy}|Q3 '{yy}|Q4 '{yy}",),
        _quarters,
        "said",
        unit="MWh",
        first=260.0,
    ),
    Setting(
        "de-quarters",
        "de",
        ("Emissionen {y} in t CO2e",),
        ("1. Quartal|2. Quartal|3. Quartal|4. Quartal",),
        _quarters,
        "said",
        first=260.0,
    ),
    Setting(
        "fr-quarters",
        "fr",
        ("Émissions en t CO2e",),
        ("T1 {y}|T2 {y}|T3 {y}|T4 {y}",),
        _quarters,
        "said",
        first=260.0,
    ),
    Setting(
        "zh-quarters",
        "zh",
        ("能源消耗（兆瓦时）",),
        ("{y}年第一季度|{y}年第二季度|{y}年第三季度|{y}年第四季度",),
        _quarters,
        "said",
        unit="兆瓦时",
        first=250.0,
    ),
    Setting(
        "halves-short",
        "en",
        ("Resource use",),
        ("Unit|1H{yy}|2H{pp}|1H{pp}",),
        lambda y: _halves(y, (1, 0), (2, 1), (1, 1)),
        "column",
    ),
    Setting(
        "de-halves",
        "de",
        ("Verbrauch",),
        ("Einheit|1. Halbjahr {y}|1. Halbjahr {p}",),
        lambda y: _halves(y, (1, 0), (1, 1)),
        "column",
        first=330.0,
    ),
    Setting(
        "fr-halves",
        "fr",
        ("Consommations",),
        ("Unité|S1 {y}|S2 {p}",),
        lambda y: _halves(y, (1, 0), (2, 1)),
        "column",
    ),
    Setting(
        "ended-two-lines",
        "en",
        ("Energy statement",),
        ("Year ended|Year ended", "31 December {y}|31 December {p}"),
        years(0, 1),
        "label",
    ),
    Setting(
        "ended-by-month-line",
        "en",
        ("Group data",),
        ("31 March|31 March", "{y}|{p}", "tCO2e|tCO2e"),
        years(0, 1, to=(3, 31)),
        "header",
        unit="tCO2e",
        below=("Each column is the year ended on the day named.",),
    ),
    Setting(
        "months-range-lines",
        "en",
        ("Carbon data (t CO2e)",),
        ("Jul {p} –|Jul {q} –", "Jun {y}|Jun {p}"),
        years(0, 1, to=(6, 30)),
        "said",
    ),
    Setting(
        "de-ended-lines",
        "de",
        ("Umweltdaten",),
        ("Geschäftsjahr|Geschäftsjahr", "bis|bis", "30.09.{y}|30.09.{p}"),
        years(0, 1, to=(9, 30)),
        "label",
    ),
    Setting(
        "restated-beside",
        "en",
        ("Inventory (t CO2e)",),
        ("{y}|{p} restated|{p} as reported",),
        years(0, 1, 1),
        "said",
    ),
    Setting(
        "restated-below",
        "en",
        ("Inventory",),
        ("{y}|{p}|{q}", "|(restated)|(restated)", "t CO2e|t CO2e|t CO2e"),
        years(0, 1, 2),
        "header",
    ),
    Setting(
        "current-previous",
        "en",
        ("Environmental indicators {y}",),
        ("Unit|Current year|Previous year",),
        years(0, 1),
        "column",
    ),
    Setting(
        "de-vorjahr", "de", ("Kennzahlen {y}",), ("Einheit|Berichtsjahr|Vorjahr",), years(0, 1), "column"
    ),
    Setting("fr-n", "fr", ("Bilan carbone {y}",), ("Unité|Année N|Année N-1",), years(0, 1), "column"),
    Setting(
        "baseline-change",
        "en",
        ("Targets (t CO2e)",),
        ("2015|{p}|{y}|% change", "(baseline)|||since 2015"),
        lambda y: ((None, year(2015)), (None, year(y - 1)), (None, year(y)), ("%", None)),
        "said",
        first=260.0,
    ),
    Setting(
        "months-dash",
        "en",
        ("Power by month, MWh",),
        ("Nov-{pp}|Dec-{pp}|Jan-{yy}|Feb-{yy}",),
        lambda y: tuple((None, month(y - (m > 9), m)) for m in (11, 12, 1, 2)),
        "said",
        unit="MWh",
        first=260.0,
    ),
    Setting(
        "de-months",
        "de",
        ("Strom nach Monaten, MWh",),
        ("Nov {p}|Dez {p}|Jan {y}|Mär {y}",),
        lambda y: tuple((None, month(y - (m > 9), m)) for m in (11, 12, 1, 3)),
        "said",
        unit="MWh",
        first=260.0,
    ),
    Setting(
        "fr-months",
        "fr",
        ("Électricité par mois, MWh",),
        ("nov. {p}|déc. {p}|janv. {y}|févr. {y}",),
        lambda y: tuple((None, month(y - (m > 9), m)) for m in (11, 12, 1, 2)),
        "said",
        unit="MWh",
        first=260.0,
    ),
    Setting(
        "zh-months",
        "zh",
        ("逐月用电量（千瓦时）",),
        ("{p}年11月|{p}年12月|{y}年1月|{y}年2月",),
        lambda y: tuple((None, month(y - (m > 9), m)) for m in (11, 12, 1, 2)),
        "said",
        unit="千瓦时",
        first=260.0,
    ),
    Setting(
        "months-numeric",
        "en",
        ("Gas by month, MWh",),
        ("11/{p}|12/{p}|01/{y}|02/{y}",),
        lambda y: tuple((None, month(y - (m > 9), m)) for m in (11, 12, 1, 2)),
        "said",
        unit="MWh",
        first=260.0,
    ),
    Setting(
        "units-expressed",
        "en",
        ("Energy use by site", "Figures are expressed in MWh; years are calendar years."),
        ("{q}|{p}|{y}",),
        years(2, 1, 0),
        "said",
        unit="MWh",
    ),
    Setting(
        "unit-at-right",
        "en",
        ("Emissions by activity", "                              Unit: kt CO2e"),
        ("{y}|{p}",),
        years(0, 1),
        "said",
        unit="kt CO2e",
    ),
)


def _names(setting: Setting, chance: Random) -> list[tuple[str, str]]:
    if setting.unit_in in ("column", "label"):
        return chance.sample(MEDIA[setting.language][:5], 4)
    return [(label, setting.unit) for label in chance.sample(EMISSIONS[setting.language], 4)]


def _draw(setting: Setting, sheet: Sheet, chance: Random) -> None:
    y = chance.randint(2018, 2023)
    at = {"y": y, "p": y - 1, "q": y - 2}
    at |= {name * 2: f"{value % 100:02d}" for name, value in at.items()}
    hand = Hand(sheet, chance, setting.language)
    top = 76.0
    for number, line in enumerate(setting.over):
        sheet.put(50, top, line.format(**at), size=0 if number else 12)
        top += 15
    columns = setting.columns(y)
    wide = min(100.0, (548 - setting.first) / max(1, len(columns) - 1))
    edges = [setting.first + wide * n for n in range(len(columns))]
    with_units = [setting.first - 90.0] if setting.unit_in == "column" else []
    for line in setting.head:
        top += 12
        hand.head(top, list(zip(with_units + edges, line.format(**at).split("|"), strict=True)))
    for label, unit in _names(setting, chance):
        top += 16
        sheet.put(50, top, f"{label} ({unit})" if setting.unit_in == "label" else label)
        if with_units:
            sheet.put(with_units[0], top, unit, "right")
        for edge, (own, span) in zip(edges, columns, strict=True):
            share = own == "%"
            hand.figure(Col(edge, own or unit, span, int(share), 2 if share else 5), top, label)
    for line in setting.below:
        top += 18
        sheet.put(50, top, line.format(**at), size=7)


def layout_of(setting: Setting) -> Layout:
    def draw(path: Path, chance: Random, _language: Language) -> list[Truth]:
        font = CHINESE if setting.language == "zh" else LATIN
        return on_paper(path, lambda sheet: _draw(setting, sheet, chance), font=font)

    return Layout(setting.name, "reports", "tuning", ".pdf", draw, (setting.language,), 1)


PRACTICE_TABLES = tuple(layout_of(setting) for setting in SETTINGS)
