"""Real documents beside the project end in a named state, and nothing printed is lost silently."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.pdf import read_pdf
from evidence.reading import ReadLimits

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the real documents are not beside the project"),
]


def amounts(value: object, key: str = "") -> Iterator[Decimal]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from amounts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from amounts(inner, key)
    elif isinstance(value, int | float) and "amount" in key:
        yield Decimal(str(value))


def test_every_amount_of_the_supplier_invoices_is_read() -> None:
    missing = []
    for truth in sorted((CORPORA / "invoices").glob("*.json")):
        path = truth.with_suffix(".pdf")
        if path.exists():
            values = {abs(figure.value) for figure in read_pdf(path, ReadLimits()).figures}
            wanted = {abs(amount) for amount in amounts(json.loads(truth.read_text("utf-8")))}
            missing += [(path.name, amount) for amount in wanted - values - {Decimal(0)}]
    assert missing == []


def test_odd_pdfs_end_in_a_named_state_and_a_page_without_text_says_so() -> None:
    for path in sorted((CORPORA / "odd").glob("pdfjs-i*.pdf")):
        reading = read_pdf(path, ReadLimits())
        assert reading.status in ("ok", "password", "error"), path.name
        assert reading.pages or reading.reason, path.name
        assert all(page.chars or page.flags for page in reading.pages), path.name


def test_locked_files_are_told_as_locked() -> None:
    for name in ("pdfminer-aes-256.pdf", "pypdf-encrypted-file.pdf", "unstructured-password.pdf"):
        assert read_pdf(CORPORA / "odd" / name, ReadLimits()).status == "password", name
