"""Measures reading: pages per second of the product, all costs included, over those of bare pdfplumber."""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path

import pdfplumber

from evidence.prediction import predict

CORPORA = ("invoices", "e-invoices", "tables")
TARGET = 1.0


def read_by_product(files: Sequence[Path], readers_at_once: int) -> tuple[int, float]:
    """Pages read and seconds taken by the prediction path: start of the reader, hashing, sandbox, JSON."""
    out = io.StringIO()
    began = time.monotonic()
    with redirect_stderr(io.StringIO()):
        predict(files, out, readers_at_once=readers_at_once)
    seconds = time.monotonic() - began
    documents = json.loads(out.getvalue())["documents"]
    unread = [document["doc"] for document in documents if document["status"] != "ok"]
    if unread:
        raise SystemExit(f"No ratio: the product did not read {len(unread)} files, the first is {unread[0]}.")
    return sum(document["pages"] for document in documents), seconds


def read_bare(files: Sequence[Path]) -> tuple[int, float]:
    """Pages read and seconds taken by pdfplumber alone, in one process: words and tables of every page."""
    pages = 0
    began = time.monotonic()
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                pages += 1
                page.close()
    return pages, time.monotonic() - began


def main(argv: Sequence[str]) -> int:
    """Read the corpora in turn by both, and print one row of the table; exit 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpora", required=True, type=Path, metavar="DIR", help="the folder of the corpora"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often both read everything (default: 3)")
    parser.add_argument(
        "--readers", type=int, default=2, help="documents the product reads at once (default: 2)"
    )
    given = parser.parse_args(argv)
    files = [file for name in CORPORA for file in sorted((given.corpora / name).rglob("*.pdf"))]
    if not files:
        sys.stderr.write(f"There are no PDF files of {', '.join(CORPORA)} in {given.corpora}.\n")
        return 2
    product, bare = [], []
    # In turn, so that both meet the same load of the machine.
    for _ in range(given.rounds):
        pages, seconds = read_bare(files)
        bare.append(pages / seconds)
        pages, seconds = read_by_product(files, given.readers)
        product.append(pages / seconds)
    ratio = statistics.median(own / plain for own, plain in zip(product, bare, strict=True))
    speeds = f"{statistics.median(product):.1f} ÷ {statistics.median(bare):.1f} pages/s"
    sys.stdout.write(
        f"| reading ÷ bare pdfplumber words + tables | {speeds} | {ratio:.2f} | ≥ {TARGET:.1f} |\n"
    )
    return 0 if ratio >= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
