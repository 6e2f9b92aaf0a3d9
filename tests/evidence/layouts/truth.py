"""What a drawn document says: every figure with value, unit, period, label and place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Literal

Family = Literal["reports", "bills"]
Part = Literal["tuning", "scoring"]
Language = Literal["en", "de", "fr", "zh"]
Span = tuple[date, date]
Corners = tuple[float, float, float, float]

# A unit that the print leaves open (a meter reading): what the reader binds to it is not scored.
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Truth:
    """One figure as it was drawn; `box` (displayed page) on paper, `cell` in workbooks and documents."""

    value: Decimal
    raw: str
    unit: str | None
    period: Span | None
    label: str
    page: int
    box: Corners | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document and all its figures; what is printed besides them is no figure."""

    name: str
    family: Family
    path: Path
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set a document out, in some languages, drawn once for each seed of each language."""

    name: str
    family: Family
    part: Part
    suffix: str
    draw: Callable[[Path, Random, Language], list[Truth]]
    languages: tuple[Language, ...]
    seeds: int


def draw_all(layouts: tuple[Layout, ...], folder: Path) -> list[Drawn]:
    """Every document of these layouts, drawn into the folder; the same bytes' worth of truth at each call."""
    drawn = []
    for layout in layouts:
        for language in layout.languages:
            for seed in range(layout.seeds):
                name = f"{layout.name}-{language}-{seed}"
                path = folder / f"{name}{layout.suffix}"
                truths = layout.draw(path, Random(name), language)
                drawn.append(Drawn(name, layout.family, path, tuple(truths)))
    return drawn
