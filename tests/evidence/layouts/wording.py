"""Tables whose headers and captions word the period and the unit in further ways, drawn to fit how sure reading is."""

from __future__ import annotations

from datetime import date

from tests.evidence.layouts.practice import Columns, Setting, layout_of, twelve_months_to, years
from tests.evidence.layouts.truth import Span
from tests.evidence.layouts.words import month


def _spans(*spans: Span) -> tuple[tuple[str | None, Span | None], ...]:
    return tuple((None, span) for span in spans)


def _nine_months(y: int) -> tuple[tuple[str | None, Span | None], ...]:
    return _spans((date(y, 1, 1), date(y, 9, 30)), (date(y - 1, 1, 1), date(y - 1, 9, 30)))


def _decembers(y: int) -> tuple[tuple[str | None, Span | None], ...]:
    return _spans(month(y, 12), month(y - 1, 12))


_TWO: Columns = years(0, 1)
_SEPTEMBER: Columns = years(0, 1, to=(9, 30))
SETTINGS = (
    Setting(
        "year-and-unit-heads",
        "en",
        ("Footprint",),
        ("{y} (tCO2e)|{p} (tCO2e)",),
        _TWO,
        "header",
        unit="tCO2e",
    ),
    Setting(
        "actual-years",
        "en",
        ("Emissions in tonnes of CO2e",),
        ("Actual {p}|Actual {y}",),
        years(1, 0),
        "said",
        unit="tonnes of CO2e",
    ),
    Setting("calendar-years", "en", ("Energy and water",), ("Unit|CY{y}|CY{p}",), _TWO, "column"),
    Setting(
        "full-years",
        "en",
        ("Group emissions (tCO2e)",),
        ("Full year {y}|Full year {p}",),
        _TWO,
        "said",
        unit="tCO2e",
    ),
    Setting(
        "year-ended-short",
        "en",
        ("Sustainability data",),
        ("Unit|YE Mar-{yy}|YE Mar-{pp}",),
        years(0, 1, to=(3, 31)),
        "column",
    ),
    Setting(
        "nine-months", "en", ("Interim data (tCO2e)",), ("9M {y}|9M {p}",), _nine_months, "said", unit="tCO2e"
    ),
    Setting(
        "months-of-two-years",
        "en",
        ("Energy in December, MWh",),
        ("Dec-{yy}|Dec-{pp}",),
        _decembers,
        "said",
        unit="MWh",
    ),
    Setting("january-december", "en", ("Waste data",), ("Unit|Jan–Dec {y}|Jan–Dec {p}",), _TWO, "column"),
    Setting(
        "american-days",
        "en",
        ("Climate data", "For the years ended December 31,"),
        ("{y}|{p}",),
        _TWO,
        "label",
    ),
    Setting(
        "german-ranges",
        "de",
        ("Bilanz in t CO2e",),
        ("1.10.{p}–30.9.{y}|1.10.{q}–30.9.{p}",),
        _SEPTEMBER,
        "said",
    ),
    Setting(
        "german-whole-years",
        "de",
        ("Verbräuche",),
        ("Einheit|Gesamtjahr {y}|Gesamtjahr {p}",),
        _TWO,
        "column",
    ),
    Setting("french-closing", "fr", ("Consommations",), ("Unité|31/12/{y}|31/12/{p}",), _TWO, "column"),
    Setting("french-years-word", "fr", ("Indicateurs",), ("Unité|Année {y}|Année {p}",), _TWO, "column"),
    Setting("chinese-months", "zh", ("能耗统计表",), ("单位|{y}年1-12月|{p}年1-12月",), _TWO, "column"),
    Setting("chinese-this-year", "zh", ("{y}年度环境绩效",), ("单位|本年|上年",), _TWO, "column"),
    Setting(
        "thousands-in-caption",
        "en",
        ("Emissions in thousands of tCO2e",),
        ("{y}|{p}",),
        _TWO,
        "said",
        unit="thousands of tCO2e",
    ),
    Setting(
        "intensity",
        "en",
        ("Carbon intensity (kg CO2e/m2)",),
        ("{q}|{p}|{y}",),
        years(2, 1, 0),
        "said",
        unit="kg CO2e/m2",
    ),
    Setting(
        "october-years-words",
        "en",
        ("Impact data", "Our fiscal year runs from October 1 through September 30."),
        ("Unit|Fiscal {y}|Fiscal {p}",),
        _SEPTEMBER,
        "column",
    ),
    Setting(
        "fiscal-not-said",
        "en",
        ("Environmental metrics, tCO2e", "Years end on the last Saturday of June."),
        ("FY{yy}|FY{pp}",),
        lambda y: ((None, None), (None, None)),
        "said",
        unit="tCO2e",
    ),
    Setting(
        "year-right-of-words",
        "en",
        ("Scope 1 and 2 emissions by division", "(tonnes CO2e)"),
        ("Year ended|Year ended", "30 September|30 September", "{y}|{p}"),
        _SEPTEMBER,
        "said",
        unit="tonnes CO2e",
    ),
    Setting(
        "half-and-year",
        "en",
        ("Electricity, MWh",),
        ("H1 {y}|FY {p}|H1 {p}",),
        lambda y: _spans(
            (date(y, 1, 1), date(y, 6, 30)),
            twelve_months_to(12, 31, 1)(y),
            (date(y - 1, 1, 1), date(y - 1, 6, 30)),
        ),
        "said",
        unit="MWh",
    ),
)
WORDING = tuple(layout_of(setting) for setting in SETTINGS)
