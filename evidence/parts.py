"""A long document read in parts: what is told of the whole first, which pages go together, and the whole again.

Imports no parsing library: the process that asks uses it as well as the child that reads.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from evidence.beside_invoice import set_beside_invoices
from evidence.dates import DateOrder
from evidence.invoice_json import invoice_from_json
from evidence.invoice_xml import XmlInvoice
from evidence.limits import Limits
from evidence.reading import NO_DATES, FileDates, Kind, Page, Period, Reading
from evidence.reading_json import dates_from_json, dates_to_json
from evidence.totals import with_total

NOT_READ_YET = "this page was not read: reading was stopped before it"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the witness tells of one page: its size (points; pictures: pixels), its letters, and the period
    that the pages before it state.
    """

    width: float
    height: float
    letters: int
    carried: Period | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How a whole document writes: what binding any page of it needs to know.

    `dot` and `comma` count the numbers that can be read with that decimal sign only; `order` is that of
    all-digit dates; `frame` says from which day to which its years run ("0401-0331"). No `letters` seen by the
    witness means that every page is a picture.
    """

    letters: int = 0
    dot: int = 0
    comma: int = 0
    prefers_comma: bool = False
    order: DateOrder = "dmy"
    currency: str | None = None
    frame: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What the witness tells of the whole document before any part of it is read.

    `flags` and `file_dates` are the file's; `invoices` are the XML invoices it carries, each with the name of its file.
    """

    kind: Kind
    pages: tuple[PageFacts, ...]
    habits: Habits = Habits()
    flags: tuple[str, ...] = ()
    invoices: tuple[tuple[str, XmlInvoice], ...] = ()
    file_dates: FileDates = NO_DATES

    def to_json(self) -> bytes:
        """The survey as it is kept and sent: dates and decimals as text."""
        plain = {**asdict(self), "file_dates": dates_to_json(self.file_dates)}
        return json.dumps(plain, default=str, sort_keys=True).encode()


def survey_from_json(content: bytes) -> Survey:
    """The survey that `Survey.to_json` wrote; raises ValueError, KeyError or TypeError for anything else."""
    plain = json.loads(content)
    pages = tuple(
        PageFacts(float(p["width"]), float(p["height"]), int(p["letters"]), _period(p["carried"]))
        for p in plain.pop("pages")
    )
    flags = tuple(str(flag) for flag in plain["flags"])
    # A survey that an earlier release kept tells of no invoice and no dates.
    invoices = tuple((str(name), invoice_from_json(one)) for name, one in plain.get("invoices", ()))
    dates = dates_from_json(plain.get("file_dates", [None, None]))
    return Survey(plain["kind"], pages, Habits(**plain["habits"]), flags, invoices, dates)


def _period(plain: dict[str, Any] | None) -> Period | None:
    if plain is None:
        return None
    start, end = (plain[side] and date.fromisoformat(plain[side]) for side in ("start", "end"))
    return Period(start, end)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages `first` to `last` that are read together; `carried` holds where they state no period themselves."""

    first: int
    last: int
    carried: Period | None = None
    may_use_ocr: bool = True

    @property
    def pages(self) -> range:
        """The page numbers."""
        return range(self.first, self.last + 1)

    def singly(self) -> list[Part]:
        """The same pages one by one, as they are tried when they cannot be read together."""
        return [replace(self, first=page, last=page) for page in self.pages]


@dataclass(frozen=True, slots=True)
class Share:
    """What one child is to read of a document: parts, and how the whole document writes."""

    parts: tuple[Part, ...]
    habits: Habits


def share_from_json(plain: dict[str, Any]) -> Share:
    """The share that stands in a request."""
    parts = tuple(Part(**{**part, "carried": _period(part["carried"])}) for part in plain["parts"])
    return Share(parts, Habits(**plain["habits"]))


def plan_parts(survey: Survey, limits: Limits, read: Collection[int] = ()) -> list[Part]:
    """The pages that are not read yet, in parts; a page without letters takes OCR's time and weighs more.

    OCR reads the first pages without letters, as many as are allowed for one document.
    """
    parts: list[Part] = []
    weight = scans = 0
    for number, facts in enumerate(survey.pages, 1):
        is_scan = facts.letters == 0
        scans += is_scan
        if number in read:
            continue
        own = limits.part_pages // 2 if is_scan else 1
        may_use_ocr = not is_scan or scans <= limits.reading.ocr_pages
        last = parts[-1] if parts else None
        if (
            last is not None
            and last.last == number - 1
            and last.may_use_ocr == may_use_ocr
            and weight + own <= limits.part_pages
        ):
            parts[-1] = replace(last, last=number)
            weight += own
        else:
            parts.append(Part(number, number, facts.carried, may_use_ocr))
            weight = own
    return parts


def put_together(survey: Survey, readings: Iterable[Reading], unread: dict[int, str]) -> Reading:
    """The parts as one reading in page order; a page that no part holds is empty and says why."""
    found = {page.number: page for reading in readings for page in reading.pages}
    pages = [
        found.get(number)
        or Page(number, facts.width, facts.height, 0, flags=(unread.get(number, NOT_READ_YET),))
        for number, facts in enumerate(survey.pages, 1)
    ]
    own = [f"page {page.number}: {flag}" for page in pages for flag in page.flags]
    whole = Reading(
        kind=survey.kind,
        status="ok",
        reason=None,
        pages=tuple(with_document_total(pages)),
        flags=tuple(dict.fromkeys([*survey.flags, *own])),
        file_dates=survey.file_dates,
    )
    return set_beside_invoices(whole, list(survey.invoices), [])


def with_document_total(pages: Sequence[Page]) -> list[Page]:
    """The pages with the document's total marked on the one that holds it."""
    figures = with_total([figure for page in pages for figure in page.figures])
    marked = []
    at = 0
    for page in pages:
        own = tuple(figures[at : at + len(page.figures)])
        at += len(page.figures)
        marked.append(page if own == page.figures else replace(page, figures=own))
    return marked
