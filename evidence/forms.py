"""The values that a PDF form holds in its fields: they are not in the text layer, so they are printed into
it here.
"""

from __future__ import annotations

from typing import Any

import pypdfium2.raw
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from evidence.glyphs import Glyph

# The raw functions are made at run time, so the type checker cannot know them.
pdfium: Any = pypdfium2.raw
_WIDTH = 0.5  # share of the type size that one character of a field is given
_LARGEST = 12.0
_DEEPEST = 8


def form_glyphs(page: Any, second: Any = None) -> list[Glyph]:
    """One glyph per character of each filled text or choice field of a pdfplumber page, inside the field's
    box. The second engine's page says much sooner that a page holds links alone.
    """
    if not page.page_obj.annots or _holds_links_alone(second):
        return []
    if not any(_may_show(annot) for annot in resolve1(page.page_obj.annots) or ()):
        return []
    glyphs: list[Glyph] = []
    for annot in page.annots:
        text = _value(annot["data"])
        if text:
            glyphs += _printed(text, annot["x0"], annot["top"], annot["x1"], annot["bottom"])
    return glyphs


def _holds_links_alone(page: Any) -> bool:
    """Whether the second engine sees annotations on its page, and each is a link."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw) if page is not None else 0
    for place in range(count):
        annot = pdfium.FPDFPage_GetAnnot(page.raw, place)
        is_link = bool(annot) and pdfium.FPDFAnnot_GetSubtype(annot) == pdfium.FPDF_ANNOT_LINK
        pdfium.FPDFPage_CloseAnnot(annot)
        if not is_link:
            return False
    return count > 0


def _may_show(annot: Any) -> bool:
    """Whether an annotation is a form's field or a printed note; most are links, which print nothing."""
    found = resolve1(annot)
    subtype = resolve1(found.get("Subtype")) if isinstance(found, dict) else None
    return isinstance(subtype, PSLiteral) and subtype.name in {"Widget", "FreeText"}


def _value(data: dict[str, Any]) -> str | None:
    """What an annotation shows: a field's value (its own or its parent's), a caption, a note; else None."""
    subtype = resolve1(data.get("Subtype"))
    name = subtype.name if isinstance(subtype, PSLiteral) else ""
    if name == "FreeText":
        note = resolve1(data.get("Contents"))
        return _decoded(note).strip() if isinstance(note, bytes) else None
    if name != "Widget":
        return None
    kind, value, node = None, None, data
    for _ in range(_DEEPEST):
        kind = kind or resolve1(node.get("FT"))
        value = value if value is not None else resolve1(node.get("V"))
        parent = resolve1(node.get("Parent"))
        if not isinstance(parent, dict):
            break
        node = parent
    if not isinstance(kind, PSLiteral):
        return None
    if kind.name == "Btn":
        look = resolve1(data.get("MK"))
        caption = resolve1(look.get("CA")) if isinstance(look, dict) else None
        return _decoded(caption).strip() if isinstance(caption, bytes) else None
    if isinstance(value, list) and value:
        value = resolve1(value[0])
    return _decoded(value).strip() if isinstance(value, bytes) else None


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8", "replace") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("latin-1")


def _printed(text: str, x0: float, top: float, x1: float, bottom: float) -> list[Glyph]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tall = (bottom - top) / len(lines)
    size = max(1.0, min(_LARGEST, 0.8 * tall))
    glyphs = []
    for row, line in enumerate(lines):
        step = min(_WIDTH * size, (x1 - x0) / max(len(line), 1))
        middle = top + (row + 0.5) * tall
        for place, char in enumerate(line):
            left = x0 + 1 + place * step
            glyphs.append(
                Glyph(char, left, middle - size / 2, left + step, middle + size / 2, size, 0, left, middle +
                size / 3,
                      source="form")
            )  # fmt: skip
    return glyphs
