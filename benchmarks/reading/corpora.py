"""Reads the real documents of a corpora folder and takes their truth from the files beside them."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as Xml
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.reading.matching import (
    Corners,
    Match,
    Printed,
    Score,
    holds_centre,
    label_words,
    match,
    names_row,
)
from benchmarks.reading.shares import Share, share
from evidence.numbers import scan
from evidence.pdf import read_pdf
from evidence.reading import Figure, Reading, ReadLimits

_UNITS = {
    "KGM": {"kg"}, "KWH": {"kwh"}, "MTK": {"m2", "m²", "qm"}, "HUR": {"std", "h", "stunde", "stunden", "heure"},
    "LTR": {"l", "liter", "litre"}, "DAY": {"tag", "tage", "d", "jour"}, "MON": {"monat", "monate"},
}  # fmt: skip


def read_all(files: Sequence[Path], at_once: int) -> list[Reading]:
    """Each file read, in order, several at once."""
    with ProcessPoolExecutor(at_once) as pool:
        return list(pool.map(_read, files))


def _read(path: Path) -> Reading:
    return read_pdf(path, ReadLimits())


@dataclass(slots=True)
class TableScore:
    """What the cells of the tables say: place, row label by words and with lost spaces forgiven, precision."""

    score: Score
    labels: Share
    labels_glued: Share
    precision: Share
    judged: list[tuple[Figure, bool]]


def score_tables(folder: Path, at_once: int) -> TableScore:
    """The cells of every "*-str.xml" whose whole content is one number, against what was read in its PDF."""
    truths = {
        xml.with_name(xml.name[: -len("-str.xml")] + ".pdf"): xml for xml in sorted(folder.rglob("*-str.xml"))
    }
    files = [pdf for pdf in truths if pdf.exists()]
    total = Score()
    inside: list[tuple[str, bool]] = []
    judged: list[tuple[Figure, bool]] = []
    for pdf, reading in zip(files, read_all(files, at_once), strict=True):
        cells, regions = _cells(truths[pdf], [page.height for page in reading.pages])
        score = match(pdf.name, cells, reading.figures)
        total.matches += score.matches
        total.extra += score.extra
        false = [figure for _, figure in score.extra if _is_inside(figure, regions)]
        inside += [(f"{pdf.name} {m.truth.raw}", True) for m in score.matches if m.figure is not None]
        inside += [(f"{pdf.name} p{figure.page} {figure.raw}", False) for figure in false]
        judged += [(m.figure, names_glued(m)) for m in score.matches if m.figure is not None]
        judged += [(figure, False) for figure in false]
    labelled = [m for m in total.matches if m.figure is not None and m.truth.label]
    return TableScore(
        total,
        share([(_case(m), m.label) for m in labelled]),
        share([(_case(m), names_glued(m)) for m in labelled]),
        share(inside),
        judged,
    )


def names_glued(found: Match) -> bool:
    """Whether the row is named when the words that the truth glued together are taken apart."""
    return names_row(found.figure.label if found.figure else None, found.truth.label, glued=True)


def _case(found: Match) -> str:
    said = found.figure.label if found.figure else None
    return f"{found.document} p{found.truth.page} {found.truth.raw}: {' '.join(sorted(found.truth.label))} / {said}"


def _is_inside(figure: Figure, regions: Sequence[tuple[int, Corners]]) -> bool:
    return figure.box is not None and any(
        page == figure.page and holds_centre(region, _corners(figure), pad=0) for page, region in regions
    )


def _corners(figure: Figure) -> Corners:
    assert figure.box is not None
    return figure.box.x0, figure.box.top, figure.box.x1, figure.box.bottom


def values_of(text: str) -> frozenset[Decimal]:
    """The values that a text may stand for when it is one printed number and nothing else."""
    numbers = scan(text, may_join=lambda _at: True).numbers
    bare = re.sub(r"[\s$€£¥%()*†‡-]", "", text)
    if len(numbers) != 1 or not re.fullmatch(r"[\d.,'’−–]+", bare):
        return frozenset()
    return frozenset(value for value in (numbers[0].with_dot, numbers[0].with_comma) if value is not None)


def _cells(xml: Path, heights: Sequence[float]) -> tuple[list[Printed], list[tuple[int, Corners]]]:
    """The numbers of the annotated tables of one document, and the (page, box) of each table."""
    printed, regions = [], []
    for region in _tree(xml).iter("region"):
        page = int(region.get("page", "0"))
        if not 0 < page <= len(heights):
            continue
        cells = list(_boxed(region, heights[page - 1]))
        printed += [
            Printed(values, text, page, box, label=_row_words(cells, row, column))
            for row, _, column, text, box in cells
            if (values := values_of(text))
        ]
        if cells:
            boxes = [cell[4] for cell in cells]
            x0, tops, x1, bottoms = zip(*boxes, strict=True)
            regions.append((page, (min(x0), min(tops), max(x1), max(bottoms))))
    return printed, regions


_Boxed = tuple[int, int, int, str, Corners]


def _tree(xml: Path) -> Xml.Element:
    with suppress(Xml.ParseError):
        return Xml.parse(xml).getroot()
    return Xml.Element("none")


def _boxed(region: Xml.Element, height: float) -> Iterator[_Boxed]:
    """(first row, last row, column, text, box) of each cell; a cell without a readable box is left out."""
    for cell in region.iter("cell"):
        box = cell.find("bounding-box")
        text = re.sub(r"\s+", " ", cell.findtext("content") or "").strip()
        with suppress(AttributeError, TypeError, ValueError):
            x1, x2, y1, y2 = (float(box.get(side)) for side in ("x1", "x2", "y1", "y2"))  # type: ignore[union-attr, arg-type]
            row = int(cell.get("start-row", "0"))
            last = int(cell.get("end-row") or row)
            yield row, last, int(cell.get("start-col", "0")), text, (x1, height - y2, x2, height - y1)


def _row_words(cells: Sequence[_Boxed], row: int, column: int) -> frozenset[str]:
    words: set[str] = set()
    for first, last, place, text, _ in cells:
        if first <= row <= last and place < column and not values_of(text):
            words |= label_words(text)
    return frozenset(words)


@dataclass(slots=True)
class InvoiceScore:
    """What the e-invoices say: printed values, the units of billed quantities, billing periods."""

    values: Share
    units: Share
    periods: Share


def score_e_invoices(folder: Path, at_once: int) -> InvoiceScore:
    """The e-invoices against their own XML. A value counts as printed when its digits stand in the text."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    files = [folder / "pdf" / name for name in truth]
    values: list[tuple[str, bool]] = []
    units: list[tuple[str, bool]] = []
    periods: list[tuple[str, bool]] = []
    for (name, said), reading in zip(truth.items(), read_all(files, at_once), strict=True):
        words = {re.sub(r"\D", "", word.text) for page in reading.pages for word in page.words}
        run = "".join(word.text for page in reading.pages for word in page.words)
        for one in said["figures"]:
            value = Decimal(one["value"])
            hits = [figure for figure in reading.figures if abs(figure.value) == abs(value)]
            is_printed = bool(hits) or _stands_in(value, words, run)
            if value and is_printed:
                values.append((f"{name} {value}", bool(hits)))
            if value and hits and one["field"] == "BilledQuantity" and one["unit"] in _UNITS:
                bound = any((f.unit or "").lower().strip(".,") in _UNITS[one["unit"]] for f in hits)
                units.append((f"{name} {value} {one['unit']}: {[f.unit for f in hits]}", bound))
        spans = {(f.period.start, f.period.end) for f in reading.figures if f.period}
        for period in said["periods"]:
            span = _span(period["start"], period["end"])
            if span is not None:
                periods.append((f"{name} {span[0]} {span[1]}", span in spans))
    return InvoiceScore(share(values), share(units), share(periods))


def _stands_in(value: Decimal, words: set[str], run: str) -> bool:
    digits = re.sub(r"\D", "", f"{value:f}")
    return len(digits) >= 3 and digits in words and digits in re.sub(r"[.,\s]", "", run)


def _span(start: str, end: str) -> tuple[date, date] | None:
    """Both days; None where the truth itself holds no day ("2013-91-02")."""
    try:
        return date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return None


@dataclass(slots=True)
class FormScore:
    """What the forms say: the figure marked as the total, and the flight period on any figure."""

    totals: Share
    periods: Share


def score_forms(folder: Path, at_once: int) -> FormScore:
    """The broadcast forms against their labels by hand."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as labels:
        rows = [row for row in csv.DictReader(labels) if (folder / f"{row['file_id']}.pdf").exists()]
    readings = read_all([folder / f"{row['file_id']}.pdf" for row in rows], at_once)
    totals: list[tuple[str, bool]] = []
    periods: list[tuple[str, bool]] = []
    for row, reading in zip(rows, readings, strict=True):
        name = row["file_id"]
        if wanted := values_of(row["gross_amount"]):
            chosen = [figure.value for figure in reading.figures if figure.role == "total"]
            totals.append((f"{name} {row['gross_amount']} / {chosen}", any(v in wanted for v in chosen)))
        span = _american(row["flight_from"]), _american(row["flight_to"])
        if all(span):
            spans = {(f.period.start, f.period.end) for f in reading.figures if f.period}
            periods.append((f"{name} {span[0]} {span[1]}", span in spans))
    return FormScore(share(totals), share(periods))


def _american(text: str) -> date | None:
    found = re.fullmatch(r"\s*(\d{1,2})\D(\d{1,2})\D(\d{4}|\d{2})\s*", text or "")
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    with suppress(ValueError):
        return date(year + 2000 if year < 100 else year, month, day)
    return None
