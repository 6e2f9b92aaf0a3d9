"""Reads one file of any kind: the kind decides the reader, and every reader answers with the same Reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from evidence.attached_invoice import read_pdf_with_invoice
from evidence.csv_file import read_csv
from evidence.image import read_image, read_image_parts
from evidence.mail import read_mail
from evidence.ofd import read_ofd
from evidence.parts import Share
from evidence.pdf import read_pdf_parts
from evidence.reading import Kind, Page, Reading, ReadLimits, failed
from evidence.spreadsheet import read_workbook
from evidence.text import read_text
from evidence.word import read_word

_READERS: dict[Kind, Callable[[Path, ReadLimits], Reading]] = {
    "pdf": read_pdf_with_invoice,
    "xlsx": lambda path, limits: read_workbook(path, limits, "xlsx"),
    "xls": lambda path, limits: read_workbook(path, limits, "xls"),
    "ods": lambda path, limits: read_workbook(path, limits, "ods"),
    "csv": read_csv,
    "docx": read_word,
    "text": read_text,
    "mail": read_mail,
    "ofd": read_ofd,
    "image": read_image,
}
TOO_DEEP = (
    "This file is built in a way that cannot be read safely (its parts are nested too deep). Ask for "
    "a new copy."
)


def read(path: Path, limits: ReadLimits, kind: Kind) -> Reading:
    """The Reading of one file, whose kind was told from its content.

    Never raises for what a file holds: a file that cannot be read gives a Reading whose status and reason
    say why. Running out of memory or time is the sandbox's to catch.
    """
    try:
        return _READERS[kind](path, limits)
    except RecursionError:
        return failed(kind, "error", TOO_DEEP)


def read_parts(path: Path, limits: ReadLimits, kind: Kind, share: Share) -> Iterator[tuple[Page, ...]]:
    """The pages of each part of a long PDF or picture, one part after the other; raises what reading raises."""
    return (read_pdf_parts if kind == "pdf" else read_image_parts)(path, limits, share)
