"""The demo's four fonts: subsets, at one weight each, of every character that the demo's sources contain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

_WEIGHTS = {"regular": 400, "bold": 700}
_WHEELS = {
    "cjk": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "latin": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
}


class FontsMissing(RuntimeError):
    """A font wheel of requirements.txt is not installed."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Paths of the four font files; `latin_characters` are those that the Latin face has."""

    folder: Path
    latin_characters: frozenset[str]

    def path(self, face: str, weight: str) -> Path:
        """The TrueType file of a face ("cjk", "latin") at a weight ("regular", "bold")."""
        return self.folder / f"{face}-{weight}.ttf"

    def name(self, face: str, weight: str) -> str:
        """The name under which reportlab knows that font."""
        return f"Demo-{face}-{weight}"

    def face_of(self, character: str, wanted: str) -> str:
        """The face that draws one character: the wanted one, or the Chinese one where Latin has no glyph."""
        return "latin" if wanted == "latin" and character in self.latin_characters else "cjk"


@lru_cache(maxsize=1)
def characters_in_use() -> str:
    """Every character of the demo's sources and of ASCII, sorted: nothing drawn can be outside it."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    for source in Path(__file__).parent.glob("*.py"):
        found.update(source.read_text(encoding="utf-8"))
    return "".join(sorted(character for character in found if character.isprintable()))


def prepare_fonts(folder: Path) -> Fonts:
    """Make the four subsets in `folder`, kept by a digest of the characters, and register them.

    Raises FontsMissing, with the package's name, where a wheel is absent.
    """
    text = characters_in_use()
    folder = folder / hashlib.sha256(text.encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    for face, (package, inside) in _WHEELS.items():
        if not all((folder / f"{face}-{weight}.ttf").exists() for weight in _WEIGHTS):
            for weight, cut in _cut(_wheel_file(package, inside), text, face).items():
                (folder / f"{face}-{weight}.ttf").write_bytes(cut)
    fonts = Fonts(folder, _characters_of(folder / "latin-regular.ttf"))
    for face in _WHEELS:
        for weight in _WEIGHTS:
            pdfmetrics.registerFont(PdfFont(fonts.name(face, weight), str(fonts.path(face, weight))))
    return fonts


def _wheel_file(package: str, inside: str) -> Path:
    """Where an installed font wheel keeps one file."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FontsMissing(f"The font package {package} is not installed: run the set-up again.")
    return Path(spec.origin).parent / inside


@lru_cache(maxsize=2)
def _cut(source: Path, text: str, face: str) -> dict[str, bytes]:
    """Subset first and fix the weight then: the other order takes seventy times as long.

    Remembered, because every folder that is drawn keeps the same ones.
    """
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
    font = TTFont(source, recalcTimestamp=False, lazy=True)
    cutter = Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    small = BytesIO()
    font.save(small)
    made = {}
    for weight, value in _WEIGHTS.items():
        variable = TTFont(BytesIO(small.getvalue()), recalcTimestamp=False)
        axes = {"wght": value, "wdth": 100} if face == "latin" else {"wght": value}
        fixed = instantiateVariableFont(variable, axes)
        # reportlab keys its font objects by this name: two fonts of one name would print as one.
        fixed["name"].setName(f"Demo-{face}-{weight}", 6, 3, 1, 0x409)
        fixed["name"].removeNames(nameID=6, platformID=1)
        out = BytesIO()
        fixed.save(out)
        made[weight] = out.getvalue()
    return made


def _characters_of(path: Path) -> frozenset[str]:
    """The characters that a font file has glyphs for."""
    return frozenset(chr(code) for code in TTFont(path, lazy=True).getBestCmap() or ())
