"""Cleans the names of received files for display; a name is text to show and never becomes a path."""

from __future__ import annotations

import unicodedata

from evidence.limits import Limits

# Controls, format characters (bidi overrides, zero widths), surrogates, line and paragraph separators.
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
UNNAMED = "unnamed"


def clean_name(raw: str, limits: Limits) -> str:
    """The last part of a received name, safe to show: NFC, nothing unseen, one line, at most
    `limits.name_characters`; the ending is kept. Used for every upload."""
    parts = _clean_parts(raw)
    return _shorten(parts[-1], limits.name_characters) if parts else UNNAMED


def clean_path(raw: str, limits: Limits) -> str:
    """The name of an archive's entry with its folders, each part cleaned like a name; never upwards."""
    parts = [_shorten(part, limits.name_characters) for part in _clean_parts(raw)]
    return "/".join(parts) or UNNAMED


def ending_of(name: str) -> str:
    """The ending of a name in lower case without its dot, or nothing: "Bill.PDF" gives "pdf"."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def _clean_parts(raw: str) -> list[str]:
    parts = (_clean(part) for part in raw.replace("\\", "/").split("/"))
    return [part for part in parts if part not in {"", ".", ".."}]


def _clean(part: str) -> str:
    normal = unicodedata.normalize("NFC", part)
    # A tab or a line end between two words becomes a space; what cannot be seen goes.
    spaced = "".join(" " if char in "\t\r\n\v\f\u2028\u2029" else char for char in normal)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def _shorten(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    ending = ending_of(name)
    tail = f".{ending}" if 0 < len(ending) < most - 1 else ""
    return name[: most - len(tail) - 1] + "…" + tail
