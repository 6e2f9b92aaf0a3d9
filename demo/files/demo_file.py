"""What a drawn document is, and which figures and facts a reader must find on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

Origin = Literal["client", "verifier working paper"]
FigureRole = Literal["primary", "corroborating", "record", "factor", "certificate"]


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """One printed quantity: `value` and `unit` as printed, on `page` (of a workbook the sheet's place).

    `role` primary: it carries the quantity of the line of `source`; corroborating: it is compared with one
    that does; record: one row behind a primary total (a lot, a shipment); factor: a factor, no activity;
    certificate: the volume of an energy certificate, which carries a claim and no consumption.
    `label` is a word of the row, to tell it from the same number elsewhere on the page. `start` and `end` are
    the period that the document states for it, None where the document states none.
    """

    value: Decimal
    unit: str
    role: FigureRole
    page: int
    label: str
    source: str | None = None
    cell: str | None = None
    start: date | None = None
    end: date | None = None
    meter: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedField:
    """One labelled fact (meter, reading_start, multiplier, valid_to ...) with its normalised value."""

    name: str
    value: str
    page: int
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One evidence document: a real file at `path`, handed in under `name`; `attachments` go with it."""

    code: str
    name: str
    path: Path
    origin: Origin
    kind: str
    title: str
    primary_for: str | None = None
    expected: tuple[ExpectedFigure, ...] = ()
    fields: tuple[ExpectedField, ...] = ()
    attachments: tuple[Path, ...] = ()

    @property
    def primary(self) -> tuple[ExpectedFigure, ...]:
        """The figures that carry a line's quantity, in page order."""
        return tuple(figure for figure in self.expected if figure.role == "primary")
