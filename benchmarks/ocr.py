"""Printed numbers found on scans and photographs by OCR, with their boxes, against tesseract where it is present.

    .venv/bin/python -m benchmarks.ocr [--pages N]

The pages are drawn, so that every number is known: half in English, half in Chinese; scans askew up to four
degrees, turned scans, photographs in perspective and shade, with noise, blur and JPEG. A number counts when it
is read to the last sign and the middle of its box lies within the printed number, 2 points around.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence.child import ReaderProcess
from evidence.limits import Limits
from tests.evidence.scanning import Sheet, draw_bill, photographed, scanned, turned

PAGES, LIMIT = 32, 0.90
SLACK = 2 * 200 / 72
Word = tuple[str, tuple[float, float, float, float]]


def main() -> None:
    """Print one table row per kind of page and one for all; exit code 1 below the bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    pages = list(_pages(parser.parse_args().pages))
    rows: dict[str, list[int]] = {}
    seconds, peak = 0.0, 0
    with tempfile.TemporaryDirectory() as folder, ReaderProcess() as reader:
        for number, (kind, sheet) in enumerate(pages):
            path = Path(folder) / f"{number}.png"
            sheet.image.save(path)
            outcome = reader.read(path, Limits(), "image")
            seconds, peak = seconds + outcome.seconds, max(peak, outcome.peak_rss_mb)
            assert outcome.reading is not None, outcome.reason
            page = outcome.reading.pages[0]
            words = [(w.text, (w.box.x0, w.box.top, w.box.x1, w.box.bottom)) for w in page.words]
            figures = [(f.raw, (f.box.x0, f.box.top, f.box.x1, f.box.bottom)) for f in page.figures if f.box]
            row = rows.setdefault(kind, [0, 0, 0, 0, 0])
            found = (
                len(sheet.numbers),
                _found(sheet, words),
                _found(sheet, figures),
                len(figures),
                _by_tesseract(sheet, path),
            )
            rows[kind] = [a + b for a, b in zip(row, found, strict=True)]
    _print(rows, len(pages), seconds, peak)


def _pages(count: int) -> Iterator[tuple[str, Sheet]]:
    for seed in range(count):
        bill = draw_bill("zh" if seed % 2 else "en", seed, size=(22, 26, 30)[seed % 3])
        match seed % 8:
            case 0 | 1 | 2:
                yield "scan", scanned(bill, seed, degrees=(seed % 5 - 2) * 0.5)
            case 3:
                yield "scan, 3 to 4° askew", scanned(bill, seed, degrees=3 + seed % 2)
            case 4:
                yield "scan, turned", turned(scanned(bill, seed), 1 + seed // 8 % 3)
            case _:
                yield "photograph", photographed(bill, seed)


def _found(sheet: Sheet, words: Iterable[Word]) -> int:
    many = [(_plain(text), box) for text, box in words]
    return sum(any(_plain(n.text) == text and _hits(n.box, box) for text, box in many) for n in sheet.numbers)


def _plain(text: str) -> str:
    return re.sub(r"[^\d.,]", "", text.replace("，", ","))


def _hits(truth: tuple[float, ...], box: tuple[float, ...]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return truth[0] - SLACK <= x <= truth[2] + SLACK and truth[1] - SLACK <= y <= truth[3] + SLACK


def _by_tesseract(sheet: Sheet, path: Path) -> int:
    if shutil.which("tesseract") is None:
        return 0
    command = ["tesseract", str(path), "-", "-l", "chi_sim+eng", "--psm", "3", "tsv"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()[1:]
    words: list[Word] = []
    for line in lines:
        parts = line.split("\t")
        if len(parts) == 12 and parts[11].strip():
            x, y, w, h = map(float, parts[6:10])
            words.append((parts[11], (x, y, x + w, y + h)))
    return _found(sheet, words)


def _print(rows: dict[str, list[int]], pages: int, seconds: float, peak: int) -> None:
    whole = [sum(column) for column in zip(*rows.values(), strict=True)]
    tesseract = shutil.which("tesseract") is not None
    print("| pages | printed numbers | read with box | bound as figures | tesseract | to hold |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind, (total, words, figures, _, other) in [*rows.items(), (f"all {pages} pages", whole)]:
        baseline = f"{other / total:.1%}" if tesseract else "not here"
        print(
            f"| {kind} | {total} | {words / total:.1%} | {figures / total:.1%} | {baseline} | ≥ {LIMIT:.0%} |"
        )
    print(
        f"\n{seconds / pages:.1f} s a page, {peak} MB at most, {whole[3]} figures made of {whole[0]} numbers"
    )
    if whole[1] < LIMIT * whole[0]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
