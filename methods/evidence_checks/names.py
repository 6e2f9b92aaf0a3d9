"""Names of parties as documents print them: compared without case, width and punctuation."""

from __future__ import annotations

import re
import unicodedata

_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def bare(name: str) -> str:
    """Return a name without case, width, spaces and punctuation: 'Co., Ltd.' is 'Co Ltd'."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def shares_a_script(one: str, other: str) -> bool:
    """Return whether two names can be compared: both are written in Chinese, or both are without it."""
    if _IDEOGRAPH.search(one) and _IDEOGRAPH.search(other):
        return True
    if _IDEOGRAPH.search(one) or _IDEOGRAPH.search(other):
        return False
    return bool(_LATIN.search(one) and _LATIN.search(other))
