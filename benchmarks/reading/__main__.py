"""One command for all that reading is measured by: bars, calibration, the share of witnessed figures, speed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.reading.bars import (
    Bar,
    Judged,
    bars_of_corpora,
    bars_of_own,
    calibration,
    judged,
    sure_and_right,
    witnessed,
)
from benchmarks.reading.own import score_own
from benchmarks.reading.speed import measure_speed

SURE = Decimal("0.9")


def main(argv: Sequence[str]) -> int:
    """Print the tables; exit 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument(
        "--corpora", type=Path, metavar="DIR", help="the folder of the real documents, if there is one"
    )
    parser.add_argument(
        "--part", choices=("scoring", "tuning"), default="scoring", help="which own layouts are read"
    )
    parser.add_argument("--misses", action="store_true", help="print each case that is not right")
    parser.add_argument("--readers", type=int, default=2, help="documents read at once (default: 2)")
    parser.add_argument(
        "--rounds", type=int, default=0, help="measure speed in so many rounds (default: not at all)"
    )
    given = parser.parse_args(argv)
    scores = score_own(given.part)
    bars = bars_of_own(scores)
    own = judged(list(scores.values()))
    bars.append(Bar("own documents: right among those said ≥ 0.9", sure_and_right(own, SURE), Decimal(90)))
    told = [("own documents, all of it right", own)]
    if given.corpora is not None:
        more, tables = bars_of_corpora(given.corpora, given.readers)
        bars += [
            *more,
            Bar("tables: right among those said ≥ 0.9", sure_and_right(tables, SURE), Decimal(90)),
        ]
        told.append(("figures inside the tables, number and row right", tables))
    _print_bars(bars, given.misses)
    for title, figures in told:
        _print_calibration(title, figures)
    is_fast = True
    if given.corpora is not None and given.rounds:
        line, is_fast = measure_speed(given.corpora, given.rounds, given.readers)
        sys.stdout.write(f"\n{line}\n")
    return 0 if all(bar.is_met for bar in bars) and is_fast else 1


def _print_bars(bars: Sequence[Bar], with_misses: bool) -> None:
    sys.stdout.write("| Measure | Figure | Bar | Met |\n| --- | --- | --- | --- |\n")
    for bar in bars:
        sys.stdout.write(f"{bar.line()}\n")
    for bar in bars if with_misses else ():
        for miss in bar.found.misses:
            sys.stdout.write(f"{bar.measure}: {miss}\n")


def _print_calibration(title: str, figures: Judged) -> None:
    seen = witnessed(figures)
    sys.stdout.write(f"\n{title}; seen by both engines: {seen.percent:.1f} % of {seen.of}\n")
    sys.stdout.write("| Confidence | Figures | Right |\n| --- | --- | --- |\n")
    for line in calibration(figures):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
