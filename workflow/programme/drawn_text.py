"""Text that must fit a drawing, where nothing wraps: cut by the width of its signs, Chinese ones counting double."""

from __future__ import annotations

from unicodedata import east_asian_width

WIDE = frozenset({"W", "F"})


def fit(text: str, most: int) -> str:
    """The text itself where it takes at most so many narrow signs, else its beginning with an ellipsis."""
    width = 0
    for place, sign in enumerate(text):
        width += 2 if east_asian_width(sign) in WIDE else 1
        if width > most:
            return text[: max(0, place - 1)].rstrip() + "…"
    return text
