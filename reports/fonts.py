"""Fonts of the documents: Noto Sans, else per character Noto Sans SC, KR, JP; never an empty box."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import fontpkg_noto_sans
import justmytype_intl_cjk
from fontTools import subset as _subset
from fontTools.ttLib import TTFont as FontFile
from fontTools.varLib import instancer as _instancer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# Each document embeds these at least, so most documents share one cached instance per weight.
_RANGES = ((0x20, 0x7F), (0xA0, 0xAD), (0xAE, 0x180), (0x2010, 0x2027), (0x2080, 0x208A), (0x2212, 0x2213))
_COMMON = frozenset(chr(point) for first, end in _RANGES for point in range(first, end))
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"))
# U+202F is a space to reportlab's line breaker, U+00A0 is not.
_SPACES = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\u202f": "\u00a0", "\r": "\n"})
_GASES = re.compile(r"(?<![\w])(CO2e|CO2|CH4|N2O|SF6|NF3)(?![\w])")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class MissingGlyphError(ValueError):
    """No font of ours has these characters; the document is not made with boxes in their place."""

    def __init__(self, characters: Iterable[str]) -> None:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in sorted(characters))
        super().__init__(f"These characters cannot be printed: {named}. Replace them in the text.")


class Weight(StrEnum):
    REGULAR = "Regular"
    SEMIBOLD = "SemiBold"


# fontTools carries no types.
_SUBSET: Any = _subset
_INSTANCER: Any = _instancer
_AXIS = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600}
_PACK = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl"
# In the order in which a character looks for its face; the first that has it prints it.
FACES = {
    "NotoSans": fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf",
    "NotoSansSC": _PACK / "notosanssc" / "NotoSansSC[wght].ttf",
    "NotoSansKR": _PACK / "notosanskr" / "NotoSansKR[wght].ttf",
    "NotoSansJP": _PACK / "notosansjp" / "NotoSansJP[wght].ttf",
}
_MAIN = "NotoSans"
_UNUSED_TABLES = "GSUB GPOS GDEF BASE MVAR STAT HVAR VVAR vhea vmtx VORG DSIG".split()  # noqa: SIM905 - a word list


@cache
def _coverage(face: str) -> frozenset[int]:
    with FontFile(FACES[face], lazy=True) as font:
        return frozenset(font.getBestCmap() or {})


def face_of(character: str) -> str | None:
    """Return the name of the face that prints the character, or None when there is none."""
    return next((face for face in FACES if ord(character) in _coverage(face)), None)


def printable(text: str) -> str:
    """Return the text in composed form without invisible joiners and with plain spaces and line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_INVISIBLE).translate(_SPACES)


def subscript_gases(text: str) -> str:
    """Print the formulas of gases with real subscripts: CO2e becomes CO₂e."""
    return _GASES.sub(lambda match: match.group().translate(_SUBSCRIPTS), text)


@lru_cache(maxsize=64)
def _instance(face: str, weight: Weight, characters: frozenset[str], name: str) -> bytes:
    """Return a static TrueType font of one weight with these characters only.

    Subset first: setting the weight of the whole Chinese font takes half a minute.
    """
    options = _SUBSET.Options(
        layout_features=[],
        name_IDs=[1, 2, 4, 6],
        notdef_outline=True,
        drop_tables=_UNUSED_TABLES,
    )
    with FontFile(FACES[face], lazy=True, recalcTimestamp=False) as font:
        subsetter = _SUBSET.Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": _AXIS[weight]}
        still = _INSTANCER.instantiateVariableFont(font, axes)
        for record in still["name"].names:
            record.string = name
        out = io.BytesIO()
        still.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class FontSet:
    """The fonts of one document, registered with reportlab, and which character takes which face."""

    names: dict[tuple[str, Weight], str]
    faces: dict[str, str]

    def name(self, weight: Weight = Weight.REGULAR) -> str:
        """Return the reportlab name of the main face."""
        return self.names[_MAIN, weight]

    def mark(self, text: str, weight: Weight = Weight.REGULAR, *, raw: bool = False) -> str:
        """Return paragraph markup of the text: escaped, faces switched per character, line ends kept.

        ``raw`` keeps gas formulas as typed, for words quoted from a document.
        """
        shown = printable(text) if raw else subscript_gases(printable(text))
        runs = groupby(shown, lambda character: _MAIN if character == "\n" else self._face(character))
        marked = ""
        for face, run in runs:
            words = escape("".join(run)).replace("\n", "<br/>")
            marked += words if face == _MAIN else f'<font name="{self.names[face, weight]}">{words}</font>'
        return marked

    def runs(self, text: str, weight: Weight = Weight.REGULAR) -> list[tuple[str, str]]:
        """Return (reportlab font name, words) for drawing a single line straight on the canvas."""
        shown = subscript_gases(printable(text)).replace("\n", " ")
        return [(self.names[face, weight], "".join(run)) for face, run in groupby(shown, self._face)]

    def width(self, text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        """Return the width in points of a single line."""
        return sum(
            float(pdfmetrics.stringWidth(words, name, size)) for name, words in self.runs(text, weight)
        )

    def _face(self, character: str) -> str:
        try:
            return self.faces[character]
        except KeyError:
            # A character that the scan did not see would print as a box: refuse rather than embed nothing.
            raise MissingGlyphError([character]) from None


def font_set(text: str) -> FontSet:
    """Register and return the fonts for a document that prints no other characters than these and Latin ones.

    Raises MissingGlyphError naming every character that no face has.
    """
    wanted = (set(subscript_gases(printable(text))) | _COMMON) - {"\n"}
    found = {character: face_of(character) for character in wanted}
    missing = [character for character, face in found.items() if face is None]
    if missing:
        raise MissingGlyphError(missing)
    faces = {character: face for character, face in found.items() if face is not None}
    names = {}
    for face in sorted(set(faces.values()) | {_MAIN}):
        characters = frozenset(character for character, own in faces.items() if own == face)
        for weight in Weight:
            names[face, weight] = _register(face, weight, characters)
    return FontSet(names=names, faces=faces)


def _register(face: str, weight: Weight, characters: frozenset[str]) -> str:
    key = hashlib.sha256("".join(sorted(characters)).encode()).hexdigest()[:12]
    name = f"{face}-{weight}-{key}"
    if name not in pdfmetrics.getRegisteredFontNames():
        # reportlab keeps one font per PostScript name, so each subset bears a name of its own.
        font = TTFont(name, io.BytesIO(_instance(face, weight, characters, name)))
        absent = [character for character in characters if ord(character) not in font.face.charToGlyph]
        if absent:
            raise MissingGlyphError(absent)
        pdfmetrics.registerFont(font)
    return name
