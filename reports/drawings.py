"""Drawings of the documents: the materiality meter of an assurance group, tonnes per category as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.contract import EvaluationGroup
from reports.fonts import FontSet, Weight
from reports.numbers import NO_BREAK, percent, signed, tonnes, whole_percent
from reports.palette import ACCENT, AMBER, CONTENT_WIDTH, GROUND, HAIRLINE, INK, QUIET, RED

_LABEL = 7.0
_BAR = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterSeries:
    """What the materiality meter shows, for paper and screen alike; every value is a share of the group.

    ``tip`` names the finding at the tip of the bars; ``projected`` is that part of ``gross``.
    """

    group: str
    basis: str
    reach: Decimal
    threshold: Decimal
    performance: Decimal
    net: Decimal
    gross: Decimal
    projected: Decimal
    threshold_tonnes: Decimal
    performance_tonnes: Decimal
    net_tonnes: Decimal
    gross_tonnes: Decimal
    tip: str


def meter_series(group: EvaluationGroup) -> MeterSeries:
    """Return the series of one evaluation run; the scale reaches a quarter beyond what is furthest out."""
    base = group.denominator
    projected = sum((abs(item.net) for item in group.misstatements if item.is_projected), Decimal(0))
    largest = max(group.misstatements, key=lambda item: abs(item.net), default=None)
    return MeterSeries(
        group=group.group,
        basis=group.basis.value,
        reach=max(group.threshold, group.net_share, group.gross_share) * Decimal("1.25"),
        threshold=group.threshold,
        performance=group.performance_tonnes / base,
        net=group.net_share,
        gross=group.gross_share,
        projected=min(projected / base, group.gross_share),
        threshold_tonnes=group.threshold_tonnes,
        performance_tonnes=group.performance_tonnes,
        net_tonnes=group.net,
        gross_tonnes=group.gross,
        tip=largest.finding if largest else "",
    )


def materiality_meter(group: EvaluationGroup, fonts: FontSet, width: float = CONTENT_WIDTH) -> Drawing:
    """Return the meter of one group: threshold, performance dotted, net and gross, projection hatched."""
    series = meter_series(group)
    label_width = 34.0
    span = width - label_width
    drawing = Drawing(width, 66)

    def at(share: Decimal) -> float:
        return label_width + span * float(share / series.reach)

    regular, bold = fonts.name(), fonts.name(Weight.SEMIBOLD)
    rows = (("gross", series.gross, series.gross_tonnes, 18.0), ("net", series.net, series.net_tonnes, 31.0))
    for label, _, _, y in rows:
        _bar(drawing, (label_width, y), span, GROUND)
        _write(drawing, label, (0, y + 1), regular, QUIET)
    _scale(drawing, series, at, (regular, bold))
    for label, share, amount, y in rows:
        _bar(drawing, (label_width, y), at(share) - label_width, _bar_colour(share, series))
        if series.projected:
            _hatch(drawing, at(max(share - series.projected, Decimal(0))), at(share), y)
        tip = f"{series.tip}{NO_BREAK * 2}" if series.tip and label == "net" else ""
        shown = f"{tip}{signed(amount) if label == 'net' else tonnes(amount)} t  =  {percent(share, 3)}"
        # A ground behind the words keeps the lines of the scale out of them.
        _bar(drawing, (at(share) + 2, y), stringWidth(shown, bold, _LABEL) + 5, GROUND)
        _write(drawing, shown, (at(share) + 4, y + 1), bold, INK)
    return drawing


def _bar_colour(share: Decimal, series: MeterSeries) -> Color:
    if share > series.threshold:
        return RED
    return AMBER if share > series.performance else ACCENT


def _scale(drawing: Drawing, series: MeterSeries, at: Any, fonts: tuple[str, str]) -> None:
    regular, bold = fonts
    start = at(Decimal(0))
    drawing.add(Line(start, 13, at(series.reach), 13, strokeColor=HAIRLINE, strokeWidth=0.5))
    step = _step(series.reach)
    mark = Decimal(0)
    while mark <= series.reach:
        drawing.add(Line(at(mark), 11, at(mark), 13, strokeColor=QUIET, strokeWidth=0.5))
        _write(
            drawing, whole_percent(mark), (at(mark), 3), regular, QUIET, anchor="middle" if mark else "start"
        )
        mark += step
    here, there = at(series.threshold), at(series.performance)
    drawing.add(Line(here, 13, here, 52, strokeColor=INK, strokeWidth=1))
    drawing.add(Line(there, 13, there, 43, strokeColor=INK, strokeWidth=0.6, strokeDashArray=[1.2, 1.8]))
    limit = f"threshold {whole_percent(series.threshold)} = {tonnes(series.threshold_tonnes)} t"
    anchor = "end" if here > drawing.width * 0.7 else "start"
    _write(drawing, limit, (here, 55), bold, INK, anchor=anchor)
    performance = f"performance {tonnes(series.performance_tonnes)} t"
    _write(drawing, performance, (there - 3, 42), regular, QUIET, anchor="end")


def _step(reach: Decimal) -> Decimal:
    """Return a round step that gives four to ten marks."""
    for step in ("0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5"):
        if reach / Decimal(step) <= 9:
            return Decimal(step)
    return reach / 4


def _hatch(drawing: Drawing, left: float, right: float, y: float) -> None:
    """Draw slanted white lines over the projected part of a bar."""
    x = left
    while x < right:
        end = min(x + _BAR / 2, right)
        drawing.add(Line(x, y, end, y + _BAR * (end - x) / (_BAR / 2), strokeColor=GROUND, strokeWidth=0.8))
        x += 2.4


def _write(
    drawing: Drawing, text: str, at: tuple[float, float], font: str, colour: Color, *, anchor: Any = "start"
) -> None:
    drawing.add(String(*at, text, fontName=font, fontSize=_LABEL, fillColor=colour, textAnchor=anchor))


def _bar(drawing: Drawing, at: tuple[float, float], length: float, colour: Color) -> None:
    if length <= 0:
        return
    bar: Any = Rect(*at, length, _BAR)
    bar.fillColor, bar.strokeColor = colour, None
    drawing.add(bar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: a label, its tonnes, and the market-based tonnes where they differ."""

    label: str
    tonnes: Decimal
    other: Decimal | None = None


def category_bars(bars: Sequence[Bar], fonts: FontSet, width: float = CONTENT_WIDTH) -> Drawing:
    """Return horizontal bars in t CO2e; a market-based amount is a line across its bar."""
    row = 16.0
    drawing = Drawing(width, row * len(bars) + 2)
    regular, bold = fonts.name(), fonts.name(Weight.SEMIBOLD)
    label_width = max((stringWidth(bar.label, regular, _LABEL) for bar in bars), default=0) + 8
    greatest = max((max(bar.tonnes, bar.other or bar.tonnes) for bar in bars), default=Decimal(0))
    span = width - label_width - 74
    total = sum((bar.tonnes for bar in bars), Decimal(0))
    for at, bar in enumerate(bars):
        y = drawing.height - row * (at + 1) + 4
        length = span * float(bar.tonnes / greatest) if greatest > 0 else 0
        _write(drawing, bar.label, (0, y + 1), regular, INK)
        _bar(drawing, (label_width, y), length, ACCENT)
        if bar.other is not None and bar.other != bar.tonnes:
            there = label_width + span * float(bar.other / greatest)
            drawing.add(Line(there, y - 1.5, there, y + _BAR + 1.5, strokeColor=AMBER, strokeWidth=1.4))
        share = f"  {percent(bar.tonnes / total, 1)}" if total else ""
        _write(drawing, f"{tonnes(bar.tonnes)}{share}", (label_width + max(length, 0) + 4, y + 1), bold, INK)
    return drawing
