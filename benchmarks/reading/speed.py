"""Measures reading: pages per second of the product, all costs included, over those of bare pdfplumber."""

from __future__ import annotations

import io
import json
import statistics
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


def measure_speed(corpora: Path, rounds: int, readers: int) -> tuple[str, bool]:
    """One row of the table from reading the corpora in turn by both, and whether the target is met."""
    files = [file for name in CORPORA for file in sorted((corpora / name).rglob("*.pdf"))]
    if not files:
        raise SystemExit(f"There are no PDF files of {', '.join(CORPORA)} in {corpora}.")
    product, bare = [], []
    # In turn, so that both meet the same load of the machine.
    for _ in range(rounds):
        pages, seconds = read_bare(files)
        bare.append(pages / seconds)
        pages, seconds = read_by_product(files, readers)
        product.append(pages / seconds)
    ratio = statistics.median(own / plain for own, plain in zip(product, bare, strict=True))
    speeds = f"{statistics.median(product):.1f} ÷ {statistics.median(bare):.1f} pages/s"
    line = f"| reading ÷ bare pdfplumber words + tables | {ratio:.2f} ({speeds}) | ≥ {TARGET:.1f} |"
    return f"{line} {'yes' if ratio >= TARGET else 'no'} |", ratio >= TARGET
