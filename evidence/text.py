"""Reads a plain text file line by line, and an invoice that is XML by what it states."""

from __future__ import annotations

import re
from pathlib import Path

from evidence.dates import date_order
from evidence.invoice_page import page_of_invoice
from evidence.invoice_xml import XmlInvoice, invoice_of
from evidence.prose import bind_prose, in_pieces
from evidence.reading import Page, Reading, ReadLimits, failed
from evidence.safe_xml import XmlRefused, parsed
from evidence.totals import with_total

EMPTY = "This file has no text. Ask for the file that holds the figures."
TOO_LONG = (
    "This file holds more text than the {limit} characters that are read. Split it and upload the parts."
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 200_000


def read_text(path: Path, limits: ReadLimits) -> Reading:
    """The file as one page; a figure's cell is "Line 12"."""
    raw = path.read_bytes()
    invoice = _invoice(raw)
    if invoice is not None and invoice.figures:
        return Reading(kind="text", status="ok", reason=None, pages=(page_of_invoice(invoice),))
    if len(raw) > 4 * limits.characters:
        return failed("text", "refused", TOO_LONG.format(limit=limits.characters))
    text = decoded(raw)
    if len(text) > limits.characters:
        return failed("text", "refused", TOO_LONG.format(limit=limits.characters))
    lines = [(f"Line {n}", line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        return failed("text", "error", EMPTY)
    found = bind_prose(lines, 1, date_order(text))
    page = Page(
        number=1,
        width=0.0,
        height=0.0,
        chars=sum(len(line.replace(" ", "")) for _, line in lines),
        figures=tuple(with_total(found.figures)),
        others=tuple(found.others),
        fields=tuple(found.fields),
        dates=tuple(sorted(set(found.dates))),
        prose=in_pieces(lines),
    )
    return Reading(kind="text", status="ok", reason=None, pages=(page,))


def _invoice(raw: bytes) -> XmlInvoice | None:
    """The invoice that the bytes are, if they are one; XML of other kinds is read as it is written."""
    if not raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    try:
        return invoice_of(parsed(raw))
    except XmlRefused:
        return None


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-16 when it says so, else UTF-8, else the Chinese encoding where its bytes go in
    pairs as Chinese does, else that of Western Europe.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    encodings = ["utf-8-sig", "gb18030", "cp1252"] if _goes_in_pairs(raw) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _goes_in_pairs(raw: bytes) -> bool:
    """Whether most bytes beyond ASCII stand side by side, as in Chinese; an umlaut stands alone in its word.

    Both would decode as Chinese: "Zähler" has the bytes of a Chinese character in it.
    """
    runs = [len(run.group()) for run in _BEYOND_ASCII.finditer(raw[:_SAMPLE])]
    return sum(run for run in runs if run > 1) * 2 > sum(runs)
