"""Tells apart what a damaged file makes a reading library raise, and a failure of the reader itself."""

from __future__ import annotations

import re
import struct
import traceback
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

UNREAD_PAGE = (
    "This page could not be read: the reader failed on it ({kind}). Capture its figures by drawing boxes; the "
    "operator sees the failure."
)
UNREAD_FILE = (
    "This file could not be read: the reader failed on it ({kind}). Capture its figures by drawing boxes; the "
    "operator sees the failure."
)
HALF_READ_PAGE = (
    "the reader failed on this page ({kind}) and only its second engine read it; compare its figures with the "
    "picture. The operator sees the failure"
)
_FAILED_ON = re.compile(r"the reader failed on (?:it|this page) \(([\w.:]{1,80})\)")
# What these raise, or raise of their own, tells of the file that they read.
_LIBRARIES = frozenset(
    {
        "PIL", "cv2", "docx", "email", "lxml", "msoffcrypto", "openpyxl", "pdfminer", "pdfplumber", "pi_heif",
        "pikepdf", "pypdfium2", "pypdfium2_raw", "python_calamine", "xml", "zipfile", "zipfile.py",
    }
)  # fmt: skip
# What the language's own parsers raise in the reader's lines; bytes that end early or nest too deep among them.
_DAMAGE = (
    EOFError, ExpatError, ParseError, RecursionError, UnicodeError, struct.error, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
_OWN = Path(__file__).resolve().parent
_KIND = re.compile(r"[A-Za-z_]\w{0,60}")


def fault_of(error: Exception) -> str | None:
    """Where the reader itself failed, as "KeyError in figures.py:123"; None when the file is damaged.

    The kind and place only: the text of an error may hold text of the document.
    """
    if isinstance(error, _DAMAGE) or type(error).__module__.partition(".")[0] in _LIBRARIES:
        return None
    frames = traceback.extract_tb(error.__traceback__)
    last = Path(frames[-1].filename) if frames else Path("nowhere")
    if _OWN not in last.parents and _LIBRARIES & set(last.parts):
        return None
    return f"{type(error).__name__} in {last.name}:{frames[-1].lineno if frames else 0}"


def raise_own(error: Exception) -> None:
    """Raise again what is the reader's own failure, caught beside what libraries raise on damaged files."""
    if fault_of(error) is not None:
        raise error


def kind_of_fault(fault: str) -> str:
    """The kind alone, for people who read the document; a name even when a child told nonsense."""
    found = _KIND.match(fault)
    return found.group() if found else "Exception"


def failures_told(sentences: Iterable[str]) -> tuple[str, ...]:
    """The kinds of failure that flags and reasons of a reading speak of, each once."""
    return tuple(dict.fromkeys(match[1] for text in sentences for match in _FAILED_ON.finditer(text)))
