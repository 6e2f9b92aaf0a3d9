"""The bars of reading: each measure with its figure, what it must reach, and the cases that fall short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.reading.corpora import score_e_invoices, score_forms, score_tables
from benchmarks.reading.matching import Match, Score
from benchmarks.reading.shares import Share, share
from evidence.reading import Figure
from tests.evidence.layouts.truth import Family

# The lowest confidence of each band, the highest band first.
BANDS = (Decimal("0.95"), Decimal("0.90"), Decimal("0.80"), Decimal("0.60"), Decimal(0))


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the table."""

    measure: str
    found: Share
    at_least: Decimal

    @property
    def is_met(self) -> bool:
        """Whether the share reaches the bar."""
        return self.found.of > 0 and self.found.percent >= self.at_least

    def line(self) -> str:
        """The row as the README prints it."""
        figure = f"{self.found.percent:.1f} % ({self.found.right} of {self.found.of})"
        return f"| {self.measure} | {figure} | ≥ {self.at_least} % | {'yes' if self.is_met else 'no'} |"


Judged = list[tuple[Figure, bool]]


def case_of(found: Match) -> str:
    """One match in words: what is printed, and what was read of it."""
    truth, read = found.truth, found.figure
    span = "" if truth.period is None else f"{truth.period[0]}..{truth.period[1]}"
    said = f"{truth.raw} [{truth.unit}] {span} {' '.join(sorted(truth.label))}"
    if read is None:
        return f"{found.document} p{truth.page}: {said} / not read"
    dates = "" if read.period is None else f"{read.period.start}..{read.period.end}"
    return f"{found.document} p{truth.page}: {said} / [{read.unit}] {dates} {read.label}"


def bars_of_own(scores: dict[Family, Score]) -> list[Bar]:
    """The bars of the documents drawn by the tests."""
    bars = []
    for family, whole in (("reports", 80), ("bills", 70)):
        score = scores["reports" if family == "reports" else "bills"]
        seen = [(f"{document}: {figure.raw}", False) for document, figure in score.extra]
        seen += [(case_of(m), True) for m in score.matches if m.figure is not None]
        parts: tuple[tuple[str, Callable[[Match], bool], str], ...] = (
            ("value, page and place", lambda m: m.figure is not None, "99.5"),
            ("row label", lambda m: m.label, "97"),
            ("unit", lambda m: m.unit, "95"),
            ("period", lambda m: m.period, "95"),
            ("whole tuple", lambda m: m.whole, str(whole)),
        )
        bars += [
            Bar(f"own {family}: {name}", share([(case_of(m), right(m)) for m in score.matches]), Decimal(bar))
            for name, right, bar in parts
        ]
        bars.append(Bar(f"own {family}: precision", share(seen), Decimal(95)))
    return bars


def bars_of_corpora(folder: Path, at_once: int) -> tuple[list[Bar], Judged]:
    """The bars of the real documents, and each figure of the annotated tables with whether it is right."""
    tables = score_tables(folder / "tables", at_once)
    invoices = score_e_invoices(folder / "e-invoices", at_once)
    forms = score_forms(folder / "forms", at_once)
    placed = share([(case_of(m), m.figure is not None) for m in tables.score.matches])
    bars = [
        Bar("tables: value, page and place", placed, Decimal("99.5")),
        Bar("tables: precision inside table regions", tables.precision, Decimal(95)),
        Bar("tables: row label, words as the truth has them", tables.labels, Decimal(97)),
        Bar("tables: row label, words that the truth glued taken apart", tables.labels_glued, Decimal(97)),
        Bar("e-invoices: printed values", invoices.values, Decimal(100)),
        Bar("e-invoices: physical unit", invoices.units, Decimal(95)),
        Bar("e-invoices: both period dates (of days that exist)", invoices.periods, Decimal(95)),
        Bar("forms: the total", forms.totals, Decimal(90)),
        Bar("forms: the period", forms.periods, Decimal(85)),
    ]
    return bars, tables.judged


def judged(scores: Sequence[Score]) -> Judged:
    """Each figure read with whether all that it says is right; what matches nothing is wrong."""
    found = [(m.figure, m.whole) for score in scores for m in score.matches if m.figure is not None]
    return found + [(figure, False) for score in scores for _, figure in score.extra]


def calibration(figures: Judged) -> list[str]:
    """For each band of confidence: how many figures, and how many of them are right."""
    lines, above = [], Decimal("1.01")
    for low in BANDS:
        band = [right for figure, right in figures if low <= figure.confidence < above]
        part = f"{Decimal(100 * sum(band)) / len(band):.1f} %" if band else "–"
        lines.append(f"| {low} to {min(above, Decimal(1))} | {len(band)} | {part} |")
        above = low
    return lines


def sure_and_right(figures: Judged, at_least: Decimal) -> Share:
    """How many of the figures said with at least this confidence are right."""
    return share([(f"{f.raw} at {f.confidence}", right) for f, right in figures if f.confidence >= at_least])


def witnessed(figures: Judged) -> Share:
    """How many of the figures read from a page's text the second engine saw too."""
    return share([(f.raw, f.witnessed) for f, _ in figures if f.method == "text" and f.box is not None])
