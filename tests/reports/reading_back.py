"""What the tests read back out of a document: its text, its fonts, its links and named destinations."""

import io
import re
from functools import cache

import pdfplumber
import pikepdf


@cache
def text_of(pdf: bytes) -> str:
    """Return all words of a PDF, page by page, with plain spaces."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


@cache
def flat(pdf: bytes) -> str:
    """Return all words with every run of white space as one space."""
    return re.sub(r"\s+", " ", text_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """Return the words of each page with every run of white space as one space."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [re.sub(r"\s+", " ", page.extract_text()) for page in document.pages]


def first_page(pdf: bytes) -> str:
    """Return the words of the first page."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return document.pages[0].extract_text()


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Return each font of a PDF with whether its outlines are embedded."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                found[str(font.BaseFont)] = "/FontDescriptor" in font and "/FontFile2" in font.FontDescriptor
    return found


def destinations(pdf: bytes) -> set[str]:
    """Return the names that other files can point at."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {name.lstrip("/") for name in dict(document.Root.get("/Dests", {}))}


def outside_links(pdf: bytes) -> set[tuple[str, str]]:
    """Return (file, name) of each link into another file."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get("/A", {})
                if action.get("/S") == "/GoToR":
                    found.add((str(action.F), str(action.D).lstrip("/")))
    return found
