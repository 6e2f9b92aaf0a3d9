"""What a reader answers: pages, words, tables, figures and fields, each with its place, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

READER_VERSION = "1"

Kind = Literal["pdf", "xlsx", "xls", "ods", "csv", "docx", "text", "mail", "ofd", "image"]
Status = Literal["ok", "password", "error", "refused"]
Method = Literal["text", "ocr", "cell", "form"]
Role = Literal["total"]
OtherKind = Literal["range", "bound", "band", "not_available", "footnote", "identifier", "date"]
FieldName = Literal[
    "account",
    "beneficiary",
    "buyer",
    "certificate",
    "invoice_number",
    "issue_date",
    "meter",
    "multiplier",
    "period_end",
    "period_start",
    "reading_end",
    "reading_start",
    "seller",
    "site",
    "uscc",
    "valid_from",
    "valid_to",
]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of one document is read; what lies beyond is refused with a sentence, never cut silently."""

    pages: int = 2_000
    words_per_page: int = 60_000
    cells: int = 1_000_000
    characters: int = 20_000_000
    ocr_pages: int = 100


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the displayed page, origin top left, in points (pictures: pixels), to 0.01."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text and, on a printed page, its box."""

    text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table found on a page; a None stands where a spanning cell leaves no cell of its own."""

    page: int
    box: Box | None
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day that a figure is about, as far as they are printed."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed quantity with what it is bound to.

    `value` is the printed number, unscaled ("12.4 thousand t" gives 12.4 and the unit "thousand t"); `unit`
    is as printed. `page` counts from 1; in a workbook it is the sheet's place. `cell` is "Sheet!B4" or
    "Table 1!R2C3". `witnessed` says that a second engine saw the same value within 4 points; `invisible` that
    a person who looks at the displayed page would not see it (hidden, off the page, too small, no ink).
    `doubts` are sentences for the reviewer; each one lowers `confidence` (0 to 1).
    """

    value: Decimal
    raw: str
    unit: str | None
    period: Period | None
    label: str | None
    column: str | None
    role: Role | None
    page: int
    box: Box | None
    cell: str | None
    method: Method
    witnessed: bool
    confidence: Decimal
    invisible: bool
    quote: str
    formula: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """A printed thing with digits that is not a quantity: a range, a bound, a band, a blank, a date."""

    kind: OtherKind
    raw: str
    page: int
    box: Box | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled fact that the checks use: meter number, account, reading, multiplier, validity and so on.

    `value` is normalised text: dates as ISO 8601, readings as plain decimals, else as printed.
    """

    name: FieldName
    value: str
    page: int
    box: Box | None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One displayed page (or sheet, or picture) with all that was read on it.

    `prose` holds, for documents without page geometry, every paragraph or line as (address, text) in order; an
    address "Table 2" without text says where that table stands.
    """

    number: int
    width: float
    height: float
    chars: int
    words: tuple[Word, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    others: tuple[Other, ...] = ()
    fields: tuple[Field, ...] = ()
    dates: tuple[date, ...] = ()
    flags: tuple[str, ...] = ()
    title: str | None = None
    prose: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileDates:
    """When a file says that it was made and last changed. Anybody can write this: a hint, never evidence.

    A moment has a zone where the file tells one.
    """

    made: datetime | None = None
    changed: datetime | None = None


NO_DATES = FileDates()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader saw in one document; `reason` is a sentence whenever `status` is not "ok"."""

    kind: Kind
    status: Status
    reason: str | None
    pages: tuple[Page, ...] = ()
    flags: tuple[str, ...] = ()
    reader_version: str = READER_VERSION
    file_dates: FileDates = NO_DATES

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in page order."""
        return tuple(figure for page in self.pages for figure in page.figures)

    @property
    def others(self) -> tuple[Other, ...]:
        """Every printed thing with digits that is no quantity, in page order."""
        return tuple(other for page in self.pages for other in page.others)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every labelled fact, in page order."""
        return tuple(field for page in self.pages for field in page.fields)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every date printed, each once, in order of time."""
        return tuple(sorted({day for page in self.pages for day in page.dates}))

    @property
    def chars(self) -> int:
        """How many printed characters were seen."""
        return sum(page.chars for page in self.pages)


# A doubt about a figure that an XML invoice answers.
LONE = "this number stands in running text without a unit"


def box_of(x0: float, top: float, x1: float, bottom: float) -> Box:
    """A box rounded to 0.01 point, so that it is equal after every round trip."""
    return Box(round(float(x0), 2), round(float(top), 2), round(float(x1), 2), round(float(bottom), 2))


def failed(kind: Kind, status: Status, reason: str, flags: tuple[str, ...] = ()) -> Reading:
    """A reading that has no pages and says why."""
    return Reading(kind=kind, status=status, reason=reason, flags=flags)
