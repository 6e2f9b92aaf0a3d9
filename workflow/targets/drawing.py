"""Charts of targets as positions in a drawing: one data series, drawn by the templates, printed as a table too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from methods.rounding import ZERO, round_to
from methods.targets import YearValue

LEFT, RIGHT, TOP, BOTTOM = Decimal(76), Decimal(740), Decimal(16), Decimal(252)
TICKS = 5


@dataclass(frozen=True)
class Series:
    """One line of a chart; `kind` is its class in the drawing: line, actual, planned, usual."""

    name: str
    kind: str
    points: tuple[YearValue, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of years against one unit, from 0 to a round number above everything."""

    unit: str
    series: tuple[Series, ...]
    first: int
    last: int
    most: Decimal

    def x(self, year: int) -> Decimal:
        """Return where a year stands."""
        return round_to(LEFT + (RIGHT - LEFT) * (year - self.first) / max(1, self.last - self.first), 1)

    def y(self, value: Decimal) -> Decimal:
        """Return where a value stands; what lies under 0 stands on the axis."""
        return round_to(BOTTOM - (BOTTOM - TOP) * max(ZERO, value) / self.most, 1)

    def path(self, series: Series) -> str:
        """Return a series as an SVG path."""
        return " ".join(
            f"{'L' if at else 'M'}{self.x(point.year)} {self.y(point.value)}"
            for at, point in enumerate(series.points)
        )

    @property
    def ticks(self) -> list[Decimal]:
        """Return the values at which the axis is marked."""
        step = self.most / TICKS
        return [step * at for at in range(TICKS + 1)]

    @property
    def years(self) -> list[int]:
        """Return every year with a value, for the table beside the drawing."""
        return sorted({point.year for series in self.series for point in series.points})

    @property
    def year_marks(self) -> list[int]:
        """Return the years that are written under the axis: all, or every so many, the last always."""
        step = max(1, (self.last - self.first) // 10)
        marks = list(range(self.first, self.last + 1, step))
        return marks if marks[-1] == self.last else [*marks[:-1], self.last]

    def value(self, series: Series, year: int) -> Decimal | None:
        """Return a series' value in a year, None where it has none."""
        return next((point.value for point in series.points if point.year == year), None)


def draw(unit: str, series: Iterable[Series]) -> Chart | None:
    """Return the chart of all series that have points; None when none has."""
    listed = tuple(each for each in series if each.points)
    if not listed:
        return None
    years = [point.year for each in listed for point in each.points]
    return Chart(
        unit, listed, min(years), max(years), _round_above([p.value for e in listed for p in e.points])
    )


def _round_above(values: Sequence[Decimal]) -> Decimal:
    """Return a number of which a fifth is round (1, 2, 2.5 or 5 times a power of ten), not under any value."""
    highest = max(values)
    if highest <= 0:
        return Decimal(1)
    fifth = highest / TICKS
    power = Decimal(1).scaleb(fifth.adjusted())
    factor = next(
        f for f in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if f * power >= fifth
    )
    return factor * power * TICKS
