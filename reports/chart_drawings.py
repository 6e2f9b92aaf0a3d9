"""The charts of targets and roadmaps as reportlab drawings, and a drawing as a PNG picture for Word."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pypdfium2
from PIL.Image import Dither, Image, Quantize
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from reports.chart_series import (
    ZERO,
    ChartLine,
    CostCurve,
    LineChart,
    LineStyle,
    WedgeChart,
    YearBars,
    axis_marks,
)
from reports.fonts import FontSet, Weight
from reports.numbers import number
from reports.palette import ACCENT, AMBER, CONTENT_WIDTH, GREEN, HAIRLINE, INK, QUIET, VIOLET

_LABEL = 7.5
_LEFT, _RIGHT, _FOOT, _HEAD = 54.0, 14.0, 22.0, 34.0
HEIGHT = 210.0
_NEARLY_WHITE = 250
Say = Callable[[str], str]
_ROLES: dict[str, Color] = {"line": ACCENT, "planned": AMBER, "actual": GREEN, "quiet": QUIET}
# Tints of the palette, light enough for lines over them.
_WEDGES = tuple(HexColor(tint) for tint in ("#9dc3e6", "#f0cf8e", "#a9d8b3", "#c8b6ea", "#e8b4b0", "#d8dee4"))
_DASHES: dict[LineStyle, list[float] | None] = {
    LineStyle.SOLID: None,
    LineStyle.MARKED: None,
    LineStyle.DASHED: [5, 3],
    LineStyle.DOTTED: [1.2, 2.2],
}


def picture_of(drawing: Drawing, scale: float = 2.5) -> bytes:
    """Return a drawing as PNG at `scale` pixels a point; the same drawing gives the same bytes."""
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=(drawing.width, drawing.height), invariant=1)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(paper.getvalue())
    try:
        image = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    _few_colours(image).save(out, "PNG")
    return out.getvalue()


def _few_colours(image: Image) -> Image:
    """Return the picture in 64 colours, a quarter of the size; paper stays white, which the fast way greys."""
    small = image.convert("RGB").quantize(64, method=Quantize.FASTOCTREE, dither=Dither.NONE)
    table = small.getpalette() or []
    colours = [table[at : at + 3] for at in range(0, len(table), 3)]
    small.putpalette([255 if min(colour) >= _NEARLY_WHITE else part for colour in colours for part in colour])
    return small


@dataclass
class _Plot:
    """The ground of a chart: what is drawn where; x runs over `span`, y over the marks of the axis."""

    drawing: Drawing
    fonts: FontSet
    span: tuple[Decimal, Decimal]
    marks: tuple[Decimal, ...]

    def x(self, value: Decimal) -> float:
        low, high = self.span
        inner = self.drawing.width - _LEFT - _RIGHT
        return _LEFT + inner * float((value - low) / (high - low)) if high > low else _LEFT + inner / 2

    def y(self, value: Decimal) -> float:
        low, high = self.marks[0], self.marks[-1]
        return _FOOT + (self.drawing.height - _FOOT - _HEAD) * float((value - low) / (high - low))

    def write(
        self, text: str, at: tuple[float, float], anchor: Any, colour: Color = QUIET, *, bold: bool = False
    ) -> None:
        """Write a line in as many runs as it takes faces; `anchor` is start, middle or end."""
        weight = Weight.SEMIBOLD if bold else Weight.REGULAR
        width = self.fonts.width(text, _LABEL, weight)
        x = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        for face, words in self.fonts.runs(text, weight):
            string = String(x, at[1], words, fontName=face, fontSize=_LABEL, fillColor=colour)
            self.drawing.add(string)
            x += string.getEast() - string.x

    def ground(self, unit: str) -> None:
        """Draw hairlines with their values, and the unit above them."""
        places = 0 if all(mark == mark.to_integral_value() for mark in self.marks) else None
        for mark in self.marks:
            y = self.y(mark)
            colour, width = (QUIET, 0.8) if mark == 0 else (HAIRLINE, 0.5)
            right = self.drawing.width - _RIGHT
            self.drawing.add(Line(_LEFT, y, right, y, strokeColor=colour, strokeWidth=width))
            shown = number(mark, places) if places is not None else number(mark.normalize())
            self.write(shown, (_LEFT - 5, y - 2.5), "end")
        self.write(unit, (0, self.drawing.height - _HEAD + 6), "start")

    def legend(self, items: Sequence[tuple[str, Color, LineStyle | None]]) -> None:
        """Draw the names above the plot; None stands for a filled area."""
        x, y = _LEFT, self.drawing.height - 10
        for name, colour, style in items:
            width = 20 + self.fonts.width(name, _LABEL) + 12
            if x + width > self.drawing.width and x > _LEFT:
                x, y = _LEFT, y - 11
            if style is None:
                _area(self.drawing, (x, y - 1), (14, 7), colour)
            else:
                self.line(((x, y + 2.5), (x + 14, y + 2.5)), colour, style)
            self.write(name, (x + 18, y), "start", INK)
            x += width

    def line(self, points: Sequence[tuple[float, float]], colour: Color, style: LineStyle) -> None:
        """Draw a line through points in its style."""
        flat = [part for point in points for part in point]
        drawn: Any = PolyLine(flat, strokeColor=colour, strokeWidth=1.6)
        drawn.strokeDashArray = _DASHES[style]
        self.drawing.add(drawn)
        if style is LineStyle.MARKED:
            for x, y in points:
                self.drawing.add(Circle(x, y, 2.3, fillColor=colour, strokeColor=None))

    def years(self, years: Sequence[int], marked: dict[int, str]) -> None:
        """Write the years under the plot, as many as fit; a marked year always stands, with its word."""
        room = max(1, int((self.drawing.width - _LEFT - _RIGHT) / 34))
        every = max(1, -(-len(years) // room))
        for at, year in enumerate(years):
            near = any(abs(year - other) < every and year != other for other in marked)
            if year in marked or (at % every == 0 and not near):
                self.write(str(year), (self.x(Decimal(year)), _FOOT - 10), "middle", bold=year in marked)
        for year, word in marked.items():
            side = "start" if year == years[0] else "end"
            self.write(word, (self.x(Decimal(year)) + (-9 if side == "start" else 9), 2), side)


def _area(drawing: Drawing, at: tuple[float, float], size: tuple[float, float], colour: Color) -> None:
    area: Any = Rect(*at, *size)
    area.fillColor, area.strokeColor = colour, None
    drawing.add(area)


def draw_lines(chart: LineChart, fonts: FontSet, width: float = CONTENT_WIDTH, say: Say = str) -> Drawing:
    """Return the lines of a chart over their years."""
    years = sorted({point.year for line in chart.lines for point in line.points})
    plot = _year_plot(years, [point.amount for line in chart.lines for point in line.points], fonts, width)
    plot.ground(chart.unit)
    plot.years(years, {year: say(word) for year, word in chart.marks})
    for line in chart.lines:
        plot.line(_through(plot, line), _ROLES[line.role], line.style)
    plot.legend([(say(line.name), _ROLES[line.role], line.style) for line in chart.lines])
    return plot.drawing


def draw_wedges(chart: WedgeChart, fonts: FontSet, width: float = CONTENT_WIDTH, say: Say = str) -> Drawing:
    """Return the wedges stacked under business as usual, with the plan they leave and the target line."""
    years = [one.year for one in chart.years]
    usual = [one.business_as_usual for one in chart.years]
    plot = _year_plot(years, [*usual, *(one.line for one in chart.years)], fonts, width)
    plot.ground(chart.unit)
    plot.years(years, {})
    top = list(usual)
    for at, (_, amounts) in enumerate(chart.wedges):
        foot = [high - amount for high, amount in zip(top, amounts, strict=True)]
        edge = [(plot.x(Decimal(year)), plot.y(value)) for year, value in zip(years, top, strict=True)]
        back = [(plot.x(Decimal(year)), plot.y(value)) for year, value in zip(years, foot, strict=True)]
        flat = [part for point in (*edge, *reversed(back)) for part in point]
        shape: Any = Polygon(flat)
        shape.fillColor, shape.strokeColor, shape.strokeWidth = _WEDGES[at % len(_WEDGES)], None, 0
        plot.drawing.add(shape)
        top = foot
    for values, colour, style in (
        (usual, QUIET, LineStyle.DOTTED),
        ([one.planned for one in chart.years], AMBER, LineStyle.DASHED),
        ([one.line for one in chart.years], ACCENT, LineStyle.SOLID),
    ):
        points = [(plot.x(Decimal(year)), plot.y(value)) for year, value in zip(years, values, strict=True)]
        plot.line(points, colour, style)
    named: list[tuple[str, Color, LineStyle | None]] = [
        (say("business as usual"), QUIET, LineStyle.DOTTED),
        (say("planned"), AMBER, LineStyle.DASHED),
        (say("target line"), ACCENT, LineStyle.SOLID),
    ]
    wedges = [
        (say(name.replace("_", " ")), _WEDGES[at % len(_WEDGES)], None)
        for at, (name, _) in enumerate(chart.wedges)
    ]
    plot.legend([*named, *wedges])
    return plot.drawing


def draw_cost_curve(
    chart: CostCurve, fonts: FontSet, width: float = CONTENT_WIDTH, say: Say = str
) -> Drawing:
    """Return the cost curve: a step for each lever, savings under zero in green; wide steps bear their id."""
    whole = max((step.begins + step.width for step in chart.steps), default=ZERO)
    costs = [step.cost for step in chart.steps]
    marks = axis_marks(min(costs, default=ZERO), max(costs, default=ZERO))
    plot = _Plot(Drawing(width, HEIGHT), fonts, (ZERO, whole or Decimal(1)), marks)
    plot.ground(chart.unit)
    for step in chart.steps:
        left, right = plot.x(step.begins), plot.x(step.begins + step.width)
        low, high = sorted((plot.y(ZERO), plot.y(step.cost)))
        colour = GREEN if step.cost < 0 else ACCENT
        _area(plot.drawing, (left, low), (max(right - left - 0.6, 0.4), max(high - low, 0.6)), colour)
        if right - left > plot.fonts.width(step.lever_id, _LABEL) + 4:
            above = high + 3 if step.cost >= 0 else low - 9
            plot.write(step.lever_id, ((left + right) / 2, above), "middle", INK)
    for mark in axis_marks(ZERO, whole)[:-1]:
        plot.write(number(mark, 0), (plot.x(mark), _FOOT - 12), "middle")
    plot.write(say("t CO2e a year"), (width - _RIGHT, 1), "end")
    plot.legend([(say("saves money"), GREEN, None), (say("costs money"), ACCENT, None)])
    return plot.drawing


def draw_year_bars(chart: YearBars, fonts: FontSet, width: float = CONTENT_WIDTH, say: Say = str) -> Drawing:
    """Return a bar a year and the running sum as a line."""
    sums, reached = [], ZERO
    for bar in chart.bars:
        reached += bar.amount
        sums.append(reached)
    years = [bar.year for bar in chart.bars]
    plot = _year_plot(years, sums, fonts, width, margin=Decimal("0.5"))
    plot.ground(chart.unit)
    wide = min(26.0, (width - _LEFT - _RIGHT) / max(len(years), 1) * 0.6)
    for bar in chart.bars:
        low, high = plot.y(ZERO), plot.y(bar.amount)
        _area(plot.drawing, (plot.x(Decimal(bar.year)) - wide / 2, low), (wide, high - low), ACCENT)
    points = [(plot.x(Decimal(year)), plot.y(value)) for year, value in zip(years, sums, strict=True)]
    plot.line(points, VIOLET, LineStyle.MARKED)
    plot.years(years, {})
    plot.legend([(say("in the year"), ACCENT, None), (say("cumulative"), VIOLET, LineStyle.MARKED)])
    return plot.drawing


def _year_plot(
    years: Sequence[int], values: Sequence[Decimal], fonts: FontSet, width: float, margin: Decimal = ZERO
) -> _Plot:
    span = (Decimal(min(years)) - margin, Decimal(max(years)) + margin) if years else (ZERO, Decimal(1))
    marks = axis_marks(min(values, default=ZERO), max(values, default=ZERO))
    return _Plot(Drawing(width, HEIGHT), fonts, span, marks)


def _through(plot: _Plot, line: ChartLine) -> list[tuple[float, float]]:
    return [(plot.x(Decimal(point.year)), plot.y(point.amount)) for point in line.points]
