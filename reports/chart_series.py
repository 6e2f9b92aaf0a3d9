"""What the charts of targets and roadmaps show, once for page, picture and document; tonnes in t CO2e."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.sbt_delivery import Delivery, LeverRow, RoadmapYear
from reports.sbt_targets import TargetBlock, YearAmount

ZERO = Decimal(0)
_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))
# More wedges than this cannot be told apart by eye: the rest is one wedge.
MOST_WEDGES = 6


class LineStyle(StrEnum):
    """How a line is drawn, so that series are told apart without colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """One line: its name, its colour by role in the palette, its style and its points."""

    name: str
    role: str
    style: LineStyle
    points: tuple[YearAmount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over years; `unit` is that of the amounts, `marks` are years marked on the axis with a word."""

    unit: str
    lines: tuple[ChartLine, ...]
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeChart:
    """Business as usual, what each group of levers takes off it, the plan and the line, year by year."""

    unit: str
    years: tuple[RoadmapYear, ...]
    wedges: tuple[tuple[str, tuple[Decimal, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveStep:
    """A step of the abatement cost curve: money per t CO2e over so many t a year, from `begins` on."""

    lever_id: str
    cost: Decimal
    begins: Decimal
    width: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCurve:
    """The abatement cost curve, cheapest first; `unit` is money per t CO2e."""

    unit: str
    steps: tuple[CurveStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBars:
    """One bar a year and the running sum as a line."""

    unit: str
    bars: tuple[YearAmount, ...]


def target_chart(target: TargetBlock, history: Sequence[YearAmount] = ()) -> LineChart:
    """Return a target's line with base and target year marked, and the measured years where there are any."""
    lines = [ChartLine(name="target line", role="line", style=LineStyle.SOLID, points=target.line)]
    if history:
        lines.append(ChartLine(name="measured", role="actual", style=LineStyle.MARKED, points=tuple(history)))
    marks = [(target.base_year, "base year"), (target.target_year, "target year")]
    marked = tuple((year, word) for year, word in marks if year is not None)
    return LineChart(unit=target.unit, lines=tuple(lines), marks=marked)


def roadmap_chart(delivery: Delivery) -> LineChart:
    """Return plan, line, measured years and business as usual; a restated base year stands dashed."""
    years = delivery.years
    lines = [
        _line("business as usual", "quiet", LineStyle.DOTTED, years, "business_as_usual"),
        _line("target line", "line", LineStyle.SOLID, years, "line"),
        _line("planned", "planned", LineStyle.DASHED, years, "planned"),
    ]
    measured = tuple(YearAmount(year=one.year, amount=one.actual) for one in years if one.actual is not None)
    if measured:
        lines.append(ChartLine(name="measured", role="actual", style=LineStyle.MARKED, points=measured))
    if delivery.restated_base is not None and years:
        level = tuple(
            YearAmount(year=year, amount=delivery.restated_base) for year in (years[0].year, years[-1].year)
        )
        lines.append(ChartLine(name="restated base year", role="quiet", style=LineStyle.DASHED, points=level))
    marks = ((years[0].year, "base year"), (years[-1].year, "target year")) if years else ()
    return LineChart(unit="t CO2e", lines=tuple(lines), marks=marks)


def wedge_chart(delivery: Delivery) -> WedgeChart:
    """Return the wedges by kind of lever, largest in the last year first; what is beyond six is one wedge.

    The wedges of a year add up to its abatement where the levers do; where the roadmap caps an overlap, the
    wedges are cut in proportion, so that they never say more than the plan.
    """
    kinds: dict[str, list[LeverRow]] = {}
    for lever in delivery.levers:
        kinds.setdefault(lever.kind, []).append(lever)
    rows = [
        (kind, tuple(sum((lever.abates(one.year) for lever in levers), ZERO) for one in delivery.years))
        for kind, levers in kinds.items()
    ]
    rows.sort(key=lambda row: (-(row[1][-1] if row[1] else ZERO), row[0]))
    shown, rest = rows[: MOST_WEDGES - 1], rows[MOST_WEDGES - 1 :]
    if len(rest) > 1:
        rest = [("other", tuple(sum(column, ZERO) for column in zip(*(row[1] for row in rest), strict=True)))]
    merged = [*shown, *rest]
    wedges = tuple(
        (name, tuple(_cut(amount, at, merged, delivery.years) for at, amount in enumerate(amounts)))
        for name, amounts in merged
    )
    return WedgeChart(unit="t CO2e", years=delivery.years, wedges=wedges)


def cost_curve(delivery: Delivery) -> CostCurve:
    """Return the steps of all levers that abate something, cheapest first, ties by id."""
    costed = sorted(
        (
            (lever.cost, lever.lever_id, _typical(lever))
            for lever in delivery.levers
            if lever.cost is not None
        ),
        key=lambda item: item[:2],
    )
    steps, reached = [], ZERO
    for cost, lever_id, width in costed:
        steps.append(CurveStep(lever_id=lever_id, cost=cost, begins=reached, width=width))
        reached += width
    return CostCurve(unit=f"{delivery.currency}/t CO2e", steps=tuple(steps))


def capex_bars(delivery: Delivery) -> YearBars:
    """Return the capital expenditure of each year, years without any included between first and last."""
    spent: dict[int, Decimal] = {}
    for lever in delivery.levers:
        for item in lever.spending:
            spent[item.year] = spent.get(item.year, ZERO) + item.amount
    years = range(min(spent), max(spent) + 1) if spent else ()
    bars = tuple(YearAmount(year=year, amount=spent.get(year, ZERO)) for year in years)
    return YearBars(unit=delivery.currency, bars=bars)


def axis_marks(least: Decimal, most: Decimal, about: int = 5) -> tuple[Decimal, ...]:
    """Return round values from at or below `least` (0 when that is above) to at or above `most`."""
    low, high = min(least, ZERO), max(most, ZERO)
    if low == high:
        return (ZERO, Decimal(1))
    raw = (high - low) / about
    scale = Decimal(1).scaleb(raw.adjusted())
    step = next(one * scale for one in _STEPS if one * scale >= raw)
    mark = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    marks = [mark]
    while mark < high:
        mark += step
        marks.append(mark)
    return tuple(marks)


def _line(name: str, role: str, style: LineStyle, years: Sequence[RoadmapYear], field: str) -> ChartLine:
    points = tuple(YearAmount(year=one.year, amount=getattr(one, field)) for one in years)
    return ChartLine(name=name, role=role, style=style, points=points)


def _cut(
    amount: Decimal, at: int, rows: Sequence[tuple[str, tuple[Decimal, ...]]], years: Sequence[RoadmapYear]
) -> Decimal:
    whole = sum((amounts[at] for _, amounts in rows), ZERO)
    return amount * years[at].abatement / whole if whole > years[at].abatement else amount


def _typical(lever: LeverRow) -> Decimal:
    """Return the mean t CO2e a year over the years in which it abates, as methods.roadmap takes it."""
    working = [item.amount for item in lever.abatement if item.amount != 0]
    return sum(working, ZERO) / len(working) if working else ZERO
