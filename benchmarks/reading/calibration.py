"""Fits how sure reading may say it is: `note` counts what reading gets right on layouts that it sees for the first
time, and without it the shares of all noted counts are printed as `evidence.confidence` has them, with what comes
of them on the layouts for scoring, which have no part in the fit.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import get_args

import evidence.figures
from benchmarks.reading.bars import calibration, judged, sure_and_right
from benchmarks.reading.matching import Match
from benchmarks.reading.own import score_own, scored
from evidence.confidence import confidence_of
from evidence.period_binding import PeriodSource
from evidence.unit_binding import UnitSource
from tests.evidence.layouts.truth import Layout

NOTED = Path(__file__).with_name("first_sight.csv")
_COLUMNS = ("reader", "layout", "bond", "source", "figures", "right")
# A layout says no more by repeating itself; a source seen on few layouts is held back.
MOST_OF_A_LAYOUT = 20
FEW_LAYOUTS = 3
HELD_BACK = Decimal("0.93")
WRONG_ADDED = Decimal(1)
# The shares of the fit before this one (30 layouts and 9 real pages of 2026-11-22, whose counts were not kept), each
# as if forty figures had been seen; "year" and "header" were one source then.
EARLIER_FIGURES = 40
EARLIER: dict[str, dict[str, Decimal]] = {
    "unit": {
        "beside": Decimal("0.99"), "row": Decimal("0.99"), "header": Decimal("0.94"), "label": Decimal("0.95"),
        "caption": Decimal("0.88"), "currency": Decimal("0.95"), "none": Decimal("0.72"),
    },
    "period": {
        "row": Decimal("0.99"), "year": Decimal("0.99"), "part_header": Decimal("0.93"), "section": Decimal("0.95"),
        "axis": Decimal("0.95"), "label": Decimal("0.95"), "sentence": Decimal("0.88"), "stated": Decimal("0.88"),
        "title": Decimal("0.93"), "carried": Decimal("0.93"), "none": Decimal("0.53"),
    },
    "label": {"labelled": Decimal("0.99"), "no_label": Decimal("0.40")},
}  # fmt: skip
# Readers by their commit: what one saw before its rules were mended says less about the rules that came of it.
WEIGHTS = {"dcaa186": Decimal("0.25"), "7453aee": Decimal(1)}


class TracedConfidence(Decimal):
    """A confidence that remembers which bonds it came of."""

    bonds: tuple[UnitSource, PeriodSource, bool]


@dataclass(frozen=True, slots=True)
class Count:
    """Of one layout at first sight: of the figures bound from one source, how many bonds were right."""

    reader: str
    layout: str
    bond: str
    source: str
    figures: int
    right: int


@contextmanager
def tracing() -> Iterator[None]:
    """While it lasts, the confidence of each figure read from a page in this process remembers its bonds."""

    def traced(unit: UnitSource, period: PeriodSource, has_label: bool, doubts: Decimal) -> Decimal:
        found = TracedConfidence(confidence_of(unit, period, has_label, doubts))
        found.bonds = unit, period, has_label
        return found

    evidence.figures.confidence_of = traced
    try:
        yield
    finally:
        evidence.figures.confidence_of = confidence_of


def counts_of(reader: str, layout: str, matches: Iterable[Match]) -> list[Count]:
    """What was right of each bond of a layout's figures, by where the bond was found."""
    seen: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for match in matches:
        if match.figure is None or not isinstance(match.figure.confidence, TracedConfidence):
            continue
        unit, period, has_label = match.figure.confidence.bonds
        labelled = "labelled" if has_label else "no_label"
        for key, holds in (
            (("unit", unit), match.unit),
            (("period", period), match.period),
            (("label", labelled), match.label),
        ):
            seen[key] += 1
            right[key] += holds
    return [Count(reader, layout, *key, seen[key], right[key]) for key in sorted(seen)]


def note(reader: str, layouts: Sequence[Layout]) -> list[Count]:
    """Read layouts that reading has not seen before and count what is right."""
    counts: list[Count] = []
    with tempfile.TemporaryDirectory() as folder, tracing():
        for layout in layouts:
            matches = [match for _, score in scored((layout,), Path(folder)) for match in score.matches]
            counts += counts_of(reader, layout.name, matches)
    return counts


def noted() -> list[Count]:
    """All counts that were noted at first sight."""
    with NOTED.open(encoding="utf-8", newline="") as file:
        return [
            Count(r["reader"], r["layout"], r["bond"], r["source"], int(r["figures"]), int(r["right"]))
            for r in csv.DictReader(file)
        ]


def fit(counts: Sequence[Count], bond: str) -> dict[str, Decimal]:
    """The share of bonds found right for each source of one kind of bond ("unit", "period", "label").

    A layout weighs as its figures, twenty at most; what an earlier reader saw weighs less. One wrong figure and
    the earlier fit are added; what was seen on fewer than three layouts is held at 0.93 at most.
    """
    by_source: dict[str, list[Count]] = {source: [] for source in EARLIER[bond]}
    for count in counts:
        if count.bond == bond:
            by_source.setdefault(count.source, []).append(count)
    shares = {}
    for source, many in by_source.items():
        weights = [WEIGHTS[one.reader] * min(one.figures, MOST_OF_A_LAYOUT) for one in many]
        right = sum((w * one.right / one.figures for w, one in zip(weights, many, strict=True)), Decimal(0))
        before = EARLIER_FIGURES if source in EARLIER[bond] else 0
        right += before * EARLIER[bond].get(source, Decimal(0))
        most = HELD_BACK if len(many) < FEW_LAYOUTS else Decimal(1)
        share = right / (sum(weights) + before + WRONG_ADDED)
        shares[source] = min(share, most).quantize(Decimal("0.01"))
    return shares


def main(argv: Sequence[str]) -> int:
    """Note layouts, or print the fit and the calibration of the layouts for scoring."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading.calibration", description=__doc__)
    parser.add_argument(
        "note", nargs="*", metavar="MODULE:NAME", help="layouts that reading sees for the first time"
    )
    parser.add_argument("--reader", default="", help="a name for the reader that saw them (a date)")
    given = parser.parse_args(argv)
    if given.note:
        _write(note(given.reader, [layout for where in given.note for layout in _layouts(where)]))
        return 0
    for bond, sources in (("unit", get_args(UnitSource)), ("period", get_args(PeriodSource)), ("label", ())):
        sys.stdout.write(f"{bond}\n")
        shares = fit(noted(), bond)
        for source in sources or shares:
            sys.stdout.write(
                f'    "{source}": Decimal("{shares[source]}"),\n'
                if source in shares
                else f"    {source}: unseen\n"
            )
    figures = judged(list(score_own("scoring").values()))
    sys.stdout.write("\n| Confidence | Figures | Right |\n| --- | --- | --- |\n")
    for line in calibration(figures):
        sys.stdout.write(f"{line}\n")
    sure = sure_and_right(figures, Decimal("0.9"))
    sys.stdout.write(f"said at least 0.9: {sure.percent:.1f} % right ({sure.right} of {sure.of})\n")
    return 0


def _layouts(where: str) -> tuple[Layout, ...]:
    module, name = where.split(":")
    found: tuple[Layout, ...] = getattr(importlib.import_module(f"tests.evidence.layouts.{module}"), name)
    return found


def _write(counts: Sequence[Count]) -> None:
    is_new = not NOTED.exists()
    with NOTED.open("a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        if is_new:
            rows.writerow(_COLUMNS)
        rows.writerows(
            [one.reader, one.layout, one.bond, one.source, one.figures, one.right] for one in counts
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
