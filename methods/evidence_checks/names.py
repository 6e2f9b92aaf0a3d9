"""Names and addresses as documents print them: compared without case, width and punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_OF_ANY_PLACE = re.compile(
    r"no|the|of|and|at|in|site|plant|factory|works|building|office|warehouse|road|rd|street|st|avenue|ave|"
    r"lane|district|city|province|county|werk|gebäude"
)


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


@dataclass(frozen=True, slots=True)
class Place:
    """A site as it is on record: its name, its address, or both."""

    name: str
    address: str = ""

    @property
    def recorded(self) -> str:
        """What a printed address is held against."""
        return self.address or self.name

    def is_printed_as(self, printed: str) -> bool | None:
        """Whether a printed address of the same script is this place: yes, no, or None where it may be.

        The name is enough by itself; else one of the two addresses must hold all words of the other, and the
        printed one half of those on record: a town alone is no address. Fewer than half of the shorter in
        common is another place.
        """
        if bare(printed) == bare(self.name):
            return True
        one, other = _words(printed), _words(self.recorded)
        common, shorter = len(one & other), min(len(one), len(other))
        if shorter and common == shorter and 2 * common >= len(other):
            return True
        return False if 2 * common < shorter else None


def _words(text: str) -> frozenset[str]:
    """What tells places apart: words and numbers without those of any place, and pairs of Chinese characters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    words = re.findall(r"[^\W_\u3400-\u9fff]{2,}|\d", text)
    return frozenset(pairs.union(word for word in words if not _OF_ANY_PLACE.fullmatch(word)))
