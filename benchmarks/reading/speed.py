"""Measures reading: the product's time for the same files, all costs included, over that of bare pdfplumber."""

from __future__ import annotations

import io
import json
import statistics
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from evidence.prediction import predict

LARGEST_NAMED = 3


@dataclass(frozen=True)
class Target:
    """Files of the corpora that are read by both, and by how much the product shall be faster."""

    measure: str
    patterns: tuple[str, ...]
    at_least: float


TARGETS = (
    Target("bills", ("invoices/**/*.pdf", "e-invoices/**/*.pdf"), 1.0),
    Target("the 157-page methodology", ("climate/*methodology.pdf",), 5.0),
)


@dataclass(frozen=True)
class Taken:
    """Pages read, seconds taken, and the peak memory of the largest child by document, in MB."""

    pages: int
    seconds: float
    peaks: dict[str, int]


def read_by_product(files: Sequence[Path], readers_at_once: int) -> Taken:
    """What the prediction path takes: start of the reader, hashing, sandbox, JSON."""
    out = io.StringIO()
    began = time.monotonic()
    with redirect_stderr(io.StringIO()):
        predict(files, out, readers_at_once=readers_at_once)
    seconds = time.monotonic() - began
    documents = json.loads(out.getvalue())["documents"]
    unread = [document["doc"] for document in documents if document["status"] != "ok"]
    if unread:
        raise SystemExit(f"No ratio: the product did not read {len(unread)} files, the first is {unread[0]}.")
    peaks = {Path(document["doc"]).name: document["peak_rss_mb"] for document in documents}
    return Taken(sum(document["pages"] for document in documents), seconds, peaks)


def read_bare(files: Sequence[Path]) -> Taken:
    """What pdfplumber alone takes, in one process: words and tables of every page."""
    pages = 0
    began = time.monotonic()
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                pages += 1
                page.close()
    return Taken(pages, time.monotonic() - began, {})


def measure_speed(corpora: Path, rounds: int, readers: int) -> tuple[str, bool]:
    """A row of the table for each target from reading the corpora in turn by both, and whether all are met."""
    lines = [
        "| Reading ÷ bare pdfplumber words + tables | Figure | Target | Met |",
        "| --- | --- | --- | --- |",
    ]
    peaks: dict[str, int] = {}
    is_fast = True
    for target in TARGETS:
        files = sorted(file for pattern in target.patterns for file in corpora.glob(pattern))
        if not files:
            raise SystemExit(f"There are no files {', '.join(target.patterns)} in {corpora}.")
        product, bare = [], []
        # In turn, so that both meet the same load of the machine.
        for _ in range(rounds):
            bare.append(read_bare(files))
            product.append(read_by_product(files, readers))
            peaks |= product[-1].peaks
        ratio = statistics.median(b.seconds / p.seconds for b, p in zip(bare, product, strict=True))
        is_met = ratio >= target.at_least
        is_fast = is_fast and is_met
        speeds = " ÷ ".join(
            f"{statistics.median(one.pages / one.seconds for one in taken):.1f}" for taken in (product, bare)
        )
        told = f"{ratio:.2f} ({speeds} pages/s) | ≥ {target.at_least:.1f} | {'yes' if is_met else 'no'} |"
        lines.append(f"| {target.measure} | {told}")
    return "\n".join([*lines, "", _memory(peaks)]), is_fast


def _memory(peaks: dict[str, int]) -> str:
    """Peak memory of the children, the shared warm pages counted in each."""
    largest = sorted(peaks.items(), key=lambda one: -one[1])[:LARGEST_NAMED]
    named = ", ".join(f"{name} {peak} MB" for name, peak in largest)
    usual = statistics.median(peaks.values())
    return f"Peak memory per child over {len(peaks)} documents: median {usual:.0f} MB; largest {named}."
