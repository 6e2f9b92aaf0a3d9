"""Reads the XML invoices that a PDF carries as embedded files; only the sandboxed child does."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from evidence.beside_invoice import set_beside_invoices
from evidence.invoice_xml import XmlInvoice, invoice_of
from evidence.pdf import read_pdf
from evidence.reading import Reading, ReadLimits
from evidence.safe_xml import XmlRefused, parsed

UNREAD = "the embedded file {name} was not read: {reason}"
_MOST_FILES, _MOST_BYTES = 50, 20_000_000
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"


def read_pdf_with_invoice(path: Path, limits: ReadLimits) -> Reading:
    """A PDF, its figures witnessed by the XML invoice that it carries, where it carries one."""
    reading = read_pdf(path, limits)
    return set_beside(reading, path) if reading.status == "ok" else reading


def set_beside(reading: Reading, path: Path) -> Reading:
    """The reading of the PDF at `path` with what its embedded XML invoice says of it."""
    return set_beside_invoices(reading, *embedded_invoices(path))


def embedded_invoices(path: Path) -> tuple[list[tuple[str, XmlInvoice]], list[str]]:
    """Each XML invoice embedded in a PDF by its name, and a sentence for each XML that could not be read."""
    found: list[tuple[str, XmlInvoice]] = []
    flags: list[str] = []
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return found, flags
    try:
        for index in range(min(document.count_attachments(), _MOST_FILES)):
            name, content = _file(document, index)
            if not (name.lower().endswith(".xml") or content.lstrip(_BEFORE_XML).startswith(b"<")):
                continue
            try:
                invoice = invoice_of(parsed(content))
            except XmlRefused as refusal:
                flags.append(UNREAD.format(name=name, reason=refusal))
                continue
            if invoice is not None:
                found.append((name, invoice))
    finally:
        document.close()
    return found, flags


def _file(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bytes]:
    """Name and bytes of an embedded file; nothing of one that is damaged or too large."""
    try:
        attached = document.get_attachment(index)
        name = " ".join(str(attached.get_name()).split())[:120]
        content = bytes(attached.get_data())
    except (pypdfium2.PdfiumError, ValueError, UnicodeError):
        return str(index + 1), b""
    return name, content if len(content) <= _MOST_BYTES else b""
